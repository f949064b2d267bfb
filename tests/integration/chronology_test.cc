// A chronology against a model: what each kind of row becomes, what contradicts, and that nothing
// known only later is seen.
#include "record/chronology/chronology.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "language/compile.h"

namespace entente {
namespace {

using record::Chronology;
using record::FaultKind;
using record::RecordedHappening;

constexpr std::string_view kModel = R"(
system t "Test"
time from 2020-01-01 to 2030-01-01 step 1 week
actor A : state  actor B : state  actor C : state
organ court of A
track past, trade
record "record.csv" complete for pact, slight[A, B] from 2020-01-01 to 2024-12-31
issue pact between A, B about past {
  states in_force, notice, suspended, gone  starts in_force
  in_force -> notice     by decision renew
  notice -> gone         on next 11-23
  notice -> suspended    by decision last_day
  suspended -> in_force  rate 1 per year
}
decision renew by A about past {
  every year between 07-25 and 08-24 while pact is in_force
  option keep    utility 1
  option notice  utility 0  toward B weight -7  then pact -> notice
  rationality 1
}
decision last_day by A about past {
  1 day before pact leaves notice
  option lapse    utility 0
  option suspend  utility 1  toward B weight +4  then pact -> suspended
  rationality 1
}
issue mood { states calm, tense, hot  starts calm
  calm -> tense rate 1 per year  tense -> hot rate 1 per year  tense -> calm rate 1 per year
}
event slight[a, b in states where a != b] by a toward b about past weight -2 { rate 3 per year }
event ruling by court toward B about past weight -3 { rate 1 per year }
event offer by B toward A about trade weight +4 { rate 1 per year  succeeds with probability 0.5  else weight -1 }
chance storm on 2021-06-01 { strikes 0.3  passes 0.7 }
office leader of A "Head" {
  person old person new person third starts old
  election every 4 years from 2020-11-03, in office after 78 days { new 0.5  old 0.5 }
}
outcome o = ever pact is gone or mood is hot
)";

model::Model Compiled(const std::string& more = "") {
  language::CompiledModel compiled = language::CompileText("test.ent", std::string(kModel) + more);
  EXPECT_TRUE(compiled.ok()) << RenderText(compiled.diagnostics, *compiled.sources, false);
  return compiled.ok() ? std::move(*compiled.model) : model::Model{};
}

class ChronologyTest : public ::testing::Test {
 protected:
  Chronology Read(const std::string& rows) {
    auto read = record::ReadChronology(model_, &model_.records.front(), "record.csv",
                                       "date,what,from,to,source,known_from\n" + rows);
    EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().message);
    return read ? std::move(*read) : Chronology{};
  }
  // "wrong-state@3:18" for each fault, remarks in brackets.
  std::vector<std::string> FaultsOf(const std::string& rows) {
    std::vector<std::string> faults;
    for (const record::Fault& fault : Read(rows).faults) {
      if (fault.kind == FaultKind::kCompleteWithoutRows) continue;
      const std::string text = std::string(SlugOf(fault.kind)) + "@" + std::to_string(fault.line) +
                               ":" + std::to_string(fault.column);
      faults.push_back(fault.error ? text : "(" + text + ")");
    }
    return faults;
  }
  const std::string& NameOf(const RecordedHappening& one) const {
    return model_.happenings[one.happening.index()].provenance.name;
  }
  double Day(CivilDate date) const {
    return static_cast<double>(DayNumber(date) - model_.time.start_day_number);
  }

  model::Model model_ = Compiled();
};

using Strings = std::vector<std::string>;

TEST_F(ChronologyTest, ATransitionActsAtNoonAndKnowsTheChoiceThatItWas) {
  const Chronology read = Read(
      "2020-08-20,pact,in_force,notice,x,2020-08-21\n"
      "2020-11-22,pact,,suspended,x,\n"
      "2021-02-03,pact,suspended,in_force,x,\n");
  EXPECT_TRUE(read.sound());
  ASSERT_EQ(read.happenings.size(), 3u);
  EXPECT_EQ(read.rows_used, 3u);
  const RecordedHappening& notice = read.happenings[0];
  EXPECT_EQ(NameOf(notice), "pact.in_force->notice");
  EXPECT_EQ(notice.day, Day({2020, 8, 20}) + 0.5);
  EXPECT_EQ(notice.known_from_day, Day({2020, 8, 21}));
  EXPECT_TRUE(notice.complete);
  EXPECT_EQ(notice.line, 2);
  ASSERT_TRUE(notice.choice.has_value());
  EXPECT_EQ(model_.decisions[notice.choice->decision.index()].options[notice.choice->option].name,
            "notice");
  EXPECT_EQ(notice.choice->window_from, Day({2020, 7, 25}));
  EXPECT_EQ(notice.choice->window_to, Day({2020, 8, 24}));
  // Where the row does not say the state before, it is followed; the last day is the day before.
  const RecordedHappening& last = read.happenings[1];
  EXPECT_EQ(NameOf(last), "pact.notice->suspended");
  EXPECT_FALSE(last.from_told);
  ASSERT_TRUE(last.choice.has_value());
  EXPECT_EQ(last.choice->window_from, Day({2020, 11, 22}));
  EXPECT_FALSE(read.happenings[2].choice.has_value());
}

TEST_F(ChronologyTest, EventsAreFoundByTheirActors) {
  const Chronology read = Read(
      "2020-03-01,slight,A,B,x,\n"
      "2020-03-01,\"slight[B, C]\",,,x,\n"
      "2020-03-02,ruling,court,B,x,\n"
      "2020-03-03,offer,,,x,\n"
      "2020-03-04,offer fails,,,x,\n"
      "2029-03-04,slight,B,A,x,\n");
  EXPECT_TRUE(read.sound());
  ASSERT_EQ(read.happenings.size(), 6u);
  EXPECT_EQ(NameOf(read.happenings[0]), "slight[A,B]");
  EXPECT_TRUE(read.happenings[0].complete);
  EXPECT_EQ(NameOf(read.happenings[1]), "slight[B,C]");
  EXPECT_FALSE(read.happenings[1].complete);
  EXPECT_EQ(NameOf(read.happenings[2]), "ruling");
  // An event in forms: which one is drawn, unless the row says it.
  EXPECT_EQ(NameOf(read.happenings[3]), "offer");
  EXPECT_TRUE(read.happenings[3].form.valid());
  EXPECT_EQ(NameOf(read.happenings[4]), "offer fails");
  EXPECT_FALSE(read.happenings[4].form.valid());
}

TEST_F(ChronologyTest, OfficesAndChancesKnowTheirDraw) {
  const Chronology read = Read(
      "2021-01-20,leader[A],old,new,x,2020-11-07\n"
      "2021-06-01,storm,,passes,x,\n"
      "2025-01-20,leader[A],new,new,x,2024-11-06\n");
  EXPECT_TRUE(read.sound());
  ASSERT_EQ(read.happenings.size(), 4u);
  const RecordedHappening& ballot = read.happenings[0];
  EXPECT_TRUE(ballot.implied);
  EXPECT_EQ(ballot.day, Day({2020, 11, 3}));
  EXPECT_EQ(ballot.known_from_day, Day({2020, 11, 7}));
  const model::Chance& chance = model_.chances[ballot.chance.index()];
  EXPECT_EQ(chance.options[ballot.option].name, "new");
  EXPECT_EQ(chance.options[ballot.option].happening, ballot.happening);
  EXPECT_EQ(NameOf(read.happenings[1]), "leader[A].old->new");
  EXPECT_EQ(NameOf(read.happenings[2]), "storm.open->passes");
  EXPECT_TRUE(read.happenings[2].chance.valid());
  // Elected again: the ballot alone.
  EXPECT_TRUE(read.happenings[3].implied);
  EXPECT_EQ(read.happenings[3].day, Day({2024, 11, 3}));
}

TEST_F(ChronologyTest, AChoiceBelongsToItsOccasion) {
  const Chronology read = Read("2020-08-01,renew,,notice,x,\n2020-11-22,last_day,,suspend,x,\n");
  EXPECT_TRUE(read.sound());
  ASSERT_EQ(read.happenings.size(), 2u);
  EXPECT_EQ(NameOf(read.happenings[0]), "renew.notice");
  EXPECT_TRUE(read.happenings[0].choice->occasion.valid());
  // The choice moved the issue, so that the deadline of the next one is known.
  EXPECT_EQ(read.happenings[1].choice->window_from, Day({2020, 11, 22}));
}

TEST_F(ChronologyTest, RowsBeforeTheStartSetInitialStates) {
  const Chronology read =
      Read("2018-01-01,mood,,tense,x,\n2019-01-01,slight,A,B,x,\n2020-01-01,mood,tense,hot,x,\n");
  EXPECT_TRUE(read.sound());
  EXPECT_EQ(read.rows_used, 2u);
  EXPECT_EQ(read.rows_outside, 1u);
  ASSERT_EQ(read.happenings.size(), 1u);
  EXPECT_EQ(NameOf(read.happenings[0]), "mood.tense->hot");
  const model::Model started = record::WithInitialStates(model_, read);
  const auto mood = std::find_if(started.issues.begin(), started.issues.end(),
                                 [](const auto& issue) { return issue.provenance.name == "mood"; });
  EXPECT_EQ(mood->states[mood->start].name, "tense");
}

TEST_F(ChronologyTest, WhatIsWrongIsLocatedAndRefused) {
  const auto faults = [this](const std::string& rows) { return FaultsOf(rows); };
  EXPECT_EQ(faults("22-08-2019,pact,in_force,notice,x,\n"), Strings{"unreadable@2:1"});
  EXPECT_EQ(faults("2020-08-20,pact,in_force,notice,x,soon\n"), Strings{"unreadable@2:35"});
  EXPECT_EQ(faults("2020-08-20,pact,in_force,notice,x,,y\n"), Strings{"unreadable@2:36"});
  EXPECT_EQ(faults("2020-08-20,,in_force,notice,x,\n"), Strings{"unreadable@2:12"});
  EXPECT_EQ(faults("2020-08-20,pact,in_force,,x,\n"), Strings{"unreadable@2:26"});
  EXPECT_EQ(faults("2020-08-20,pakt,in_force,notice,x,\n"), Strings{"unknown-name@2:12"});
  EXPECT_EQ(faults("2020-08-20,slight,A,D,x,\n"), Strings{"unknown-name@2:21"});
  EXPECT_EQ(faults("2020-08-20,pact,in_force,noticed,x,\n"), Strings{"unknown-state@2:26"});
  EXPECT_EQ(faults("2020-08-20,renew,,maybe,x,\n"), Strings{"unknown-state@2:19"});
  EXPECT_EQ(faults("2020-08-20,pact,in_force,gone,x,\n"), Strings{"undeclared-arc@2:26"});
  EXPECT_EQ(faults("2020-08-20,ruling,C,B,x,\n"), Strings{"wrong-actor@2:19"});
  EXPECT_EQ(faults("2020-08-20,pact,suspended,in_force,x,\n"), Strings{"wrong-state@2:17"});
  // The record is not complete for `mood`: a change between may be missing.
  EXPECT_EQ(faults("2020-08-20,mood,tense,hot,x,\n"), Strings{"(wrong-state@2:17)"});
  EXPECT_EQ(faults("2020-08-20,mood,,calm,x,\n"), Strings{"no-change@2:18"});
  EXPECT_EQ(faults("2020-08-20,slight,A,,x,\n"), Strings{"ambiguous@2:12"});
  EXPECT_EQ(faults("2031-08-20,mood,,tense,x,\n"), Strings{"(outside-time@2:1)"});
  EXPECT_EQ(faults("2020-08-20,slight,A,B,x,2020-08-01\n"), Strings{"(known-before@2:25)"});
  EXPECT_EQ(faults("2020-08-20,slight,A,B,x,\n2020-08-20,slight,A,B,y,\n"),
            Strings{"duplicate@3:12"});
  EXPECT_EQ(faults("2020-09-20,pact,in_force,notice,x,\n"), Strings{"outside-occasion@2:1"});
  EXPECT_EQ(faults("2020-09-20,renew,,keep,x,\n"), Strings{"outside-occasion@2:1"});
  EXPECT_EQ(faults("2020-10-20,leader[A],old,third,x,\n"), Strings{"(before-ballot@2:26)"});
  EXPECT_EQ(faults("2020-08-20,mood,,tense,x,\n2020-07-20,slight,A,B,x,\n"),
            Strings{"(not-in-order@3:1)"});
  EXPECT_EQ(faults("2026-08-20,slight,A,B,x,\n"), Strings{"(complete-outside@2:1)"});
  // One bad row does not spoil the others.
  const Chronology read = Read("2020-08-20,pakt,,notice,x,\n2020-08-20,mood,,tense,x,\n");
  EXPECT_EQ(read.rows_refused, 1u);
  EXPECT_EQ(read.rows_used, 1u);
  EXPECT_EQ(read.faults.back().suggestion, "did you mean `pact`?");
}

TEST_F(ChronologyTest, SilenceOfACompleteRecordIsSaid) {
  const Chronology read = Read("2020-03-01,slight,A,B,x,\n");
  ASSERT_EQ(read.faults.size(), 1u);
  EXPECT_EQ(read.faults.front().kind, FaultKind::kCompleteWithoutRows);
  EXPECT_FALSE(read.faults.front().error);
  EXPECT_TRUE(read.faults.front().model_span.valid());
}

// Whatever bytes the file holds, every row is used, idle or refused, and every fault has its place.
TEST_F(ChronologyTest, DamagedFilesAreCountedRowByRow) {
  const std::string sound =
      "date,what,from,to,source,known_from\n"
      "2020-02-01,mood,calm,tense,x,\n2020-03-01,\"slight[A,B]\",,,\"a, b\",2020-03-05\n"
      "2020-08-20,pact,in_force,notice,x,2020-08-21\n2020-11-22,pact,,suspended,x,\n"
      "2021-01-20,leader[A],old,new,x,2020-11-07\n2021-06-01,storm,,passes,x,\n";
  std::mt19937 random(1);
  std::size_t tables = 0;
  for (int i = 0; i < 4'000; ++i) {
    std::string text = sound;
    for (int k = 0; k < 1 + i % 4; ++k) {
      const std::size_t at = random() % text.size();
      constexpr std::string_view kBytes = "\",\n[]-09aA \xc3";
      if (random() % 3 == 0)
        text.erase(at, 1 + random() % 9);
      else
        text[at] = kBytes[random() % kBytes.size()];
    }
    const auto read = record::ReadChronology(model_, &model_.records.front(), "record.csv", text);
    if (!read) {
      EXPECT_NE(read.error().message.find(':'), std::string::npos);
      continue;
    }
    ++tables;
    EXPECT_EQ(read->rows_used + read->rows_outside + read->rows_refused, read->rows.size()) << text;
    for (const record::Fault& fault : read->faults) {
      if (fault.kind == FaultKind::kCompleteWithoutRows) continue;
      EXPECT_GE(fault.line, 2) << text;
      EXPECT_GE(fault.column, 1) << text;
    }
    for (const RecordedHappening& one : read->happenings) {
      EXPECT_LT(one.happening.index(), model_.happenings.size());
      EXPECT_LE(one.day, model_.time.horizon_days + 1.0);
    }
  }
  EXPECT_GT(tables, 1'000u);
}

// The vintage lock: whatever a row says that was known only later, nothing of it is seen.
TEST_F(ChronologyTest, AWithdrawnRowChangesNothing) {
  const std::string early = "2020-02-01,mood,calm,tense,x,\n2020-03-01,slight,A,B,x,2020-03-05\n";
  const double origin = Day({2020, 6, 1});
  const auto known = [&](const std::string& rows) {
    return record::KnownOn(model_, &model_.records.front(), Read(rows), origin);
  };
  const Chronology plain = known(early);
  ASSERT_EQ(plain.happenings.size(), 2u);
  EXPECT_EQ(plain.complete_to_day, origin);
  for (const char* late :
       {"2020-02-15,mood,tense,hot,x,2020-06-02\n", "2020-05-31,slight,B,C,x,2021-01-01\n",
        "2020-08-20,pact,in_force,notice,x,\n", "2020-08-20,no such thing,,,x,\n",
        "2021-01-20,leader[A],old,new,x,2020-11-07\n"}) {
    const Chronology other = known(early + late);
    ASSERT_EQ(other.happenings.size(), plain.happenings.size()) << late;
    EXPECT_EQ(other.faults.size(), plain.faults.size()) << late;
    EXPECT_EQ(other.rows_refused, 0u) << late;
    for (std::size_t i = 0; i < plain.happenings.size(); ++i) {
      EXPECT_EQ(other.happenings[i].day, plain.happenings[i].day);
      EXPECT_EQ(other.happenings[i].happening, plain.happenings[i].happening);
      EXPECT_EQ(other.happenings[i].complete, plain.happenings[i].complete);
    }
  }
  // What was announced before the origin is seen although it lies behind it.
  const Chronology announced = known(early + "2020-07-01,mood,tense,hot,x,2020-05-01\n");
  EXPECT_EQ(announced.happenings.size(), 3u);
}

}  // namespace
}  // namespace entente
