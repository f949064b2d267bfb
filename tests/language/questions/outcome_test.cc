#include <gtest/gtest.h>

#include "language/questions/compile_help.h"

namespace entente::language {
namespace {

using model::OutcomeKind;
using Slugs = std::vector<std::string>;

constexpr std::string_view kModel = R"(
set duo = { A, B }
quantity mood in 0..1 { starts 0.5  relaxes to 0.3 with half-life 6 months }
issue deal "Deal" between A, B about trade {
  states none, signed
  starts none
  none -> signed  rate 1 per year  weight +5 by A toward B
}
event jibe[a, b in duo where a != b] by a toward b about past weight -4 { rate 1 per year }
event gift by A toward B about trade weight +2 { rate 1 per year * mood }
)";

model::Outcome Ask(std::string_view outcome) {
  const model::Model model = ModelIn(std::string(kModel) + "outcome it = " + std::string(outcome));
  if (model.outcomes.empty()) {
    ADD_FAILURE() << "no outcome from " << outcome;
    return {};
  }
  return model.outcomes.back();
}

std::vector<std::string> CountedBy(std::string_view outcome) {
  const model::Model model = ModelIn(std::string(kModel) + "outcome it = " + std::string(outcome));
  std::vector<std::string> names;
  if (model.outcomes.empty()) return names;
  for (const model::HappeningId id : model.outcomes.back().counted) {
    names.push_back(model.happenings[id.index()].provenance.name);
  }
  return names;
}

Slugs Faults(std::string_view outcome) {
  return SlugsIn(std::string(kModel) + "outcome it = " + std::string(outcome));
}

double Day(CivilDate date) {
  return static_cast<double>(DayNumber(date) - DayNumber({2020, 1, 1}));
}

TEST(Outcomes, FormsHaveTheirKinds) {
  EXPECT_EQ(Ask("ever deal is signed").kind, OutcomeKind::kEver);
  EXPECT_EQ(Ask("time to deal is signed").kind, OutcomeKind::kTimeTo);
  EXPECT_EQ(Ask("count of gift").kind, OutcomeKind::kCount);
  EXPECT_EQ(Ask("mean of mood").kind, OutcomeKind::kMean);
  EXPECT_EQ(Ask("max of mood").kind, OutcomeKind::kMax);
  EXPECT_EQ(Ask("min of mood").kind, OutcomeKind::kMin);
  EXPECT_EQ(Ask("share of time deal is signed").kind, OutcomeKind::kShareOfTime);
  EXPECT_EQ(Ask("final of mood").kind, OutcomeKind::kValueAt);
  EXPECT_EQ(Ask("value of mood at 2021-01-01").kind, OutcomeKind::kValueAt);
  // Always true is the least value of a truth.
  EXPECT_EQ(Ask("always mood < 0.9").kind, OutcomeKind::kMin);
}

TEST(Outcomes, WindowsAreCalendarShifts) {
  const model::Outcome whole = Ask("ever deal is signed");
  EXPECT_EQ(whole.from_day, 0.0);
  EXPECT_EQ(whole.to_day, Day({2025, 1, 1}));
  EXPECT_EQ(Ask("ever deal is signed within 36 months").to_day, Day({2023, 1, 1}));
  const model::Outcome years = Ask("mean of mood from 1 year to 2 years");
  EXPECT_EQ(years.from_day, Day({2021, 1, 1}));
  EXPECT_EQ(years.to_day, Day({2022, 1, 1}));
  const model::Outcome dates = Ask("mean of mood from 2020-03-01 to 2020-04-15");
  EXPECT_EQ(dates.from_day, Day({2020, 3, 1}));
  EXPECT_EQ(dates.to_day, Day({2020, 4, 15}));
  const model::Outcome later = Ask("ever deal is signed within 1 month of 2021-01-31");
  EXPECT_EQ(later.from_day, Day({2021, 1, 31}));
  EXPECT_EQ(later.to_day, Day({2021, 2, 28}));
}

TEST(Outcomes, AnInstantIsBothBoundsOfItsWindow) {
  const model::Outcome at = Ask("value of mood at 6 months");
  EXPECT_EQ(at.from_day, Day({2020, 7, 1}));
  EXPECT_EQ(at.to_day, at.from_day);
  EXPECT_EQ(Ask("final of mood").to_day, Day({2025, 1, 1}));
}

TEST(Outcomes, AConditionOpensTheWindow) {
  const model::Outcome outcome = Ask("mean of mood within 6 months of deal is signed");
  EXPECT_TRUE(outcome.opens_when.valid());
  EXPECT_EQ(outcome.from_day, 0.0);
  EXPECT_EQ(outcome.to_day, Day({2020, 7, 1}));
}

TEST(Outcomes, CountsOfActsFollowSignPairAndTrack) {
  const std::vector<std::string> jibes = {"jibe[A,B]", "jibe[B,A]"};
  EXPECT_EQ(CountedBy("count of hostile acts between A, B"), jibes);
  EXPECT_EQ(CountedBy("count of hostile acts A -> B"), Slugs{"jibe[A,B]"});
  EXPECT_EQ(CountedBy("count of cooperative acts between A, B about trade"),
            (Slugs{"deal.none->signed", "gift"}));
  EXPECT_EQ(CountedBy("count of acts by B"), Slugs{"jibe[B,A]"});
  EXPECT_EQ(CountedBy("count of acts about past"), jibes);
  EXPECT_EQ(CountedBy("count of deal -> signed, jibe[A, B]"),
            (Slugs{"deal.none->signed", "jibe[A,B]"}));
  EXPECT_EQ(CountedBy("count of jibe"), jibes);
}

TEST(Outcomes, CountsPerYearDivideByTheWindow) {
  EXPECT_EQ(Ask("count of gift per year").per_days, kDaysPerYear);
  EXPECT_EQ(Ask("count of gift per month from 1 year to 2 years").per_days, kDaysPerMonth);
  EXPECT_EQ(Ask("count of gift").per_days, 0.0);
}

TEST(Outcomes, AnIndexMakesOneForEachElement) {
  const model::Model model =
      ModelIn(std::string(kModel) + "outcome jibes[a in duo] = count of hostile acts by a");
  ASSERT_EQ(model.outcomes.size(), 2u);
  EXPECT_EQ(model.outcomes[0].provenance.name, "jibes[A]");
  EXPECT_EQ(model.outcomes[1].counted.size(), 1u);
}

TEST(Outcomes, AWindowBeyondTheTimeIsOneError) {
  EXPECT_EQ(Faults("ever deal is signed within 6 years"), Slugs{"window-past-end"});
  EXPECT_EQ(Faults("value of mood at 2030-01-01"), Slugs{"window-past-end"});
  EXPECT_EQ(Faults("value of mood at 2019-01-01"), Slugs{"window-past-end"});
  EXPECT_EQ(Faults("ever deal is signed within 60 months"), Slugs{});
  EXPECT_EQ(Faults("mean of mood from 2 years to 1 year"), Slugs{"out-of-range"});
}

TEST(Outcomes, MistakesAreNamedOnce) {
  EXPECT_EQ(Faults("ever deal is singed"), Slugs{"unknown-state"});
  EXPECT_EQ(Faults("ever mood"), Slugs{"type-mismatch"});
  EXPECT_EQ(Faults("count of gifts"), Slugs{"unknown-name"});
  EXPECT_EQ(Faults("count of deal: signed -> none"), Slugs{"undeclared-arc"});
  EXPECT_EQ(Faults("ever deal is signed per year"), Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("count of hostile acts between A, C"), Slugs{"never-happens"});
  EXPECT_EQ(Faults("count of hostile acts A -> A"), Slugs{"empty-index"});
}

TEST(Outcomes, GivenLooksBeforeTheWindow) {
  EXPECT_EQ(Faults("ever deal is signed given mood > 0.5"), Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("ever deal is signed within 1 year of mood > 0.4 given mood > 0.5"),
            Slugs{"conflicting-clauses"});
  const model::Outcome outcome =
      Ask("ever deal is signed from 1 year to 2 years given mood > 0.5");
  EXPECT_TRUE(outcome.opens_when.valid());
  EXPECT_EQ(outcome.from_day, Day({2021, 1, 1}));
  EXPECT_EQ(outcome.to_day, Day({2022, 1, 1}));
}

TEST(Outcomes, UnderBelongsToClaims) {
  EXPECT_EQ(Faults("ever deal is signed under talk"), Slugs{"conflicting-clauses"});
}

TEST(Outcomes, EpisodesAreRatiosOfCounts) {
  const model::Outcome ended = Ask("share of episodes of deal in none that end in signed");
  EXPECT_EQ(ended.kind, OutcomeKind::kShareOfCounts);
  EXPECT_EQ(ended.counted.size(), 1u);
  EXPECT_EQ(ended.out_of.size(), 1u);
  EXPECT_EQ(Faults("share of episodes of deal in signed that end in none"),
            Slugs{"undeclared-arc"});
  EXPECT_EQ(Faults("share of episodes of deal in none that end in signed within 6 years"),
            Slugs{"window-past-end"});
}

TEST(Outcomes, NowShiftsWindows) {
  const model::Model model = ModelIn(std::string(kModel) +
                                     "now 2021-01-01 "
                                     "outcome a = ever deal is signed within 1 year "
                                     "outcome b = ever deal is signed of 2020-06-01");
  EXPECT_EQ(model.outcomes[0].from_day, Day({2021, 1, 1}));
  EXPECT_EQ(model.outcomes[0].to_day, Day({2022, 1, 1}));
  EXPECT_EQ(model.outcomes[1].from_day, Day({2020, 6, 1}));
  EXPECT_EQ(SlugsIn("now 2030-01-01"), Slugs{"out-of-range"});
  EXPECT_EQ(SlugsIn("now 2021-01-01 now 2022-01-01"), Slugs{"duplicate-name"});
}

}  // namespace
}  // namespace entente::language
