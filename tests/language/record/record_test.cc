// `record`, `observe`, `intensity of`, `known from`, `now`: what they become, and what is refused.
#include <gtest/gtest.h>

#include <cmath>

#include "language/questions/compile_help.h"
#include "model/apply_policies.h"
#include "model/known_on.h"
#include "model/verify.h"

namespace entente::language {
namespace {

constexpr std::string_view kBody = R"(
issue talks about trade {
  states open, shut  starts open
  open -> shut  rate 2 per year  weight -4 by A toward B
  shut -> open  rate 1 per year  weight +3 by A, B together
}
event slight[a, b in states where a != b] by a toward b about past weight -2 { rate 3 per year }
event gift by B toward A about trade weight +5 tagged quiet { rate 1 per year while talks is open }
)";

std::string Text(std::string_view rest) { return std::string(kBody) + std::string(rest); }

TEST(Record, CompleteForNamesIssuesAndEventsInAWindow) {
  const model::Model model = ModelIn(Text(
      "now 2022-01-01\n"
      "record \"record.csv\" complete for talks, slight[A, B] from 2020-01-01 to 2021-12-31\n"));
  ASSERT_EQ(model.records.size(), 1u);
  const model::RecordSource& record = model.records.front();
  EXPECT_EQ(record.file, "record.csv");
  ASSERT_EQ(record.complete_issues.size(), 1u);
  EXPECT_EQ(model.issues[record.complete_issues[0].index()].provenance.name, "talks");
  ASSERT_EQ(record.complete_events.size(), 1u);
  EXPECT_EQ(model.happenings[record.complete_events[0].index()].provenance.name, "slight[A,B]");
  EXPECT_EQ(record.from_day, 0.0);
  EXPECT_EQ(record.to_day, 730.0);
  EXPECT_EQ(model.time.now_day, 731.0);
  // A family without indices means all its elements.
  EXPECT_EQ(ModelIn(Text("record \"r.csv\" complete for slight from 2020-01-01 to 2020-02-01\n"))
                .records.front()
                .complete_events.size(),
            6u);
}

TEST(Record, WhatIsWrongInARecordIsLocated) {
  const auto slugs = [](std::string_view rest) { return SlugsIn(Text(rest)); };
  using S = std::vector<std::string>;
  EXPECT_EQ(slugs("record \"r.csv\" complete for talk from 2020-01-01 to 2021-01-01\n"),
            S{"unknown-name"});
  EXPECT_EQ(slugs("record \"r.csv\" complete for talks\n"), S{"missing-clause"});
  EXPECT_EQ(slugs("record \"\" \n"), S{"missing-clause"});
  EXPECT_EQ(slugs("record \"r.csv\" complete for talks from 2021-01-01 to 2020-01-01\n"),
            S{"out-of-range"});
  EXPECT_EQ(slugs("record \"r.csv\" complete for talks, talks from 2020-01-01 to 2021-01-01\n"),
            S{"duplicate-name"});
  EXPECT_EQ(slugs("record \"r.csv\" complete for talks from 1990-01-01 to 1991-01-01\n"),
            S{"date-outside-time"});
}

TEST(Record, AnObservationExpandsAndHasALawInDays) {
  const model::Model model = ModelIn(Text(R"(
param coverage[a, b in states where a != b] ~ gamma(shape 2, mean 0.5)
observe press[a, b in states where a != b]
  monthly count of icews events from a to b in verbal_conflict, accuse, "14"
  ~ negative_binomial(mean coverage[a, b] * intensity of hostile acts a -> b, size 2)
observe open weekly mean of (1 if talks is open else 0) from "open.csv" ~ normal(sd 0.1)
)"));
  ASSERT_EQ(model.observations.size(), 7u);
  const model::Observation& press = Named(model.observations, "press[A,B]");
  EXPECT_EQ(press.dataset, "icews");
  EXPECT_EQ(press.period, model::CellPeriod::kMonth);
  EXPECT_EQ(press.law, model::ObservationLaw::kNegativeBinomial);
  EXPECT_EQ(press.categories, (std::vector<std::string>{"verbal_conflict", "accuse", "14"}));
  EXPECT_EQ(model.actors[press.to.index()].provenance.name, "B");
  // At coverage 0.5 and while talks are open: half of 3 (slight) + 2 (open -> shut) a year.
  explain::Point point = explain::StartOf(model);
  const std::uint32_t coverage = PlaceOf(model.parameters, "coverage[A,B]");
  point.parameters[coverage] = 0.5;
  EXPECT_NEAR(explain::ValueAt(model, point, press.mean) * kDaysPerYear, 2.5, 1e-12);
  const model::Observation& open = Named(model.observations, "open");
  EXPECT_FALSE(open.is_count);
  EXPECT_EQ(open.file, "open.csv");
  EXPECT_EQ(explain::ValueAt(model, point, open.mean), 1.0);
}

TEST(Record, WhatIsWrongInAnObservationIsLocated) {
  const auto slugs = [](std::string_view rest) { return SlugsIn(Text(rest)); };
  using S = std::vector<std::string>;
  const auto count = [&](std::string_view what, std::string_view law) {
    return slugs("observe o monthly count of icews events " + std::string(what) + " ~ " +
                 std::string(law) + "\n");
  };
  EXPECT_EQ(count("from A to B", "poisson(mean 2 per year)"), S{});
  EXPECT_EQ(count("from A to B", "poisson(mean 2)"), S{"missing-unit"});
  EXPECT_EQ(count("from A to D", "poisson(mean 2 per year)"), S{"unknown-name"});
  EXPECT_EQ(count("from A to B in verbal_conflicts", "poisson(mean 2 per year)"),
            S{"unknown-name"});
  EXPECT_EQ(count("from A to B in \"99\"", "poisson(mean 2 per year)"), S{"unknown-name"});
  EXPECT_EQ(count("in accuse, accuse", "poisson(mean 2 per year)"), S{"duplicate-name"});
  EXPECT_EQ(count("", "poison(mean 2 per year)"), S{"unknown-name"});
  EXPECT_EQ(count("", "normal(mean 2 per year, sd 1 per year)"), S{"conflicting-clauses"});
  EXPECT_EQ(count("", "negative_binomial(mean 2 per year)"), S{"wrong-index"});
  EXPECT_EQ(count("", "negative_binomial(mean 2 per year, size 0)"), S{"out-of-range"});
  EXPECT_EQ(slugs("observe o monthly mean of 1 ~ normal(sd 0.1)\n"), S{"missing-clause"});
  EXPECT_EQ(slugs("observe o monthly mean of 1 from \"f\" ~ normal(sd 1 per year)\n"),
            S{"unit-mismatch"});
  EXPECT_EQ(slugs("observe o monthly count of icews events ~ poisson(mean 1 per year)\n"
                  "observe o monthly count of icews events ~ poisson(mean 1 per year)\n"),
            S{"duplicate-name"});
}

// ---- intensities ----------------------------------------------------------------------------

double Yearly(const model::Model& model, std::string_view definition, const explain::Point& point) {
  return explain::ValueAt(model, point, Named(model.definitions, definition).value) * kDaysPerYear;
}

TEST(Intensity, IsTheSumOfTheRatesOfTheActsThatAreMeant) {
  const model::Model model = ModelIn(Text(R"(
define hostile = intensity of hostile acts A -> B
define cooperative = intensity of cooperative acts B -> A
define quiet_ones = intensity of quiet acts B -> A
define in_public = intensity of public cooperative acts B -> A
define of_trade = intensity of hostile acts A -> B about trade
outcome o = ever hostile + cooperative + quiet_ones + in_public + of_trade > 0 per year
)"));
  explain::Point point = explain::StartOf(model);
  // Talks are open: slight[A,B] at 3, open -> shut at 2; of B toward A only the quiet gift.
  EXPECT_NEAR(Yearly(model, "hostile", point), 5.0, 1e-12);
  EXPECT_NEAR(Yearly(model, "cooperative", point), 1.0, 1e-12);
  EXPECT_NEAR(Yearly(model, "quiet_ones", point), 1.0, 1e-12);
  EXPECT_NEAR(Yearly(model, "in_public", point), 0.0, 1e-12);
  EXPECT_NEAR(Yearly(model, "of_trade", point), 2.0, 1e-12);
  // Talks are shut: the joint opening at 1 is an act of B toward A as well.
  point.states[PlaceOf(model.issues, "talks")] = 1;
  EXPECT_NEAR(Yearly(model, "hostile", point), 3.0, 1e-12);
  EXPECT_NEAR(Yearly(model, "cooperative", point), 1.0, 1e-12);
  EXPECT_NEAR(Yearly(model, "quiet_ones", point), 0.0, 1e-12);
  EXPECT_NEAR(Yearly(model, "in_public", point), 1.0, 1e-12);
}

// The rates are the effective ones: what linkages and policies make of them.
TEST(Intensity, FollowsLinkagesAndPolicies) {
  const model::Model model = ModelIn(Text(R"(
linkage shut_talks for a, b in states where a != b
  from talks is shut to hostile a -> b about past multiplies by 4
linkage reply for a, b in states where a != b
  from hostile a -> b about past to hostile b -> a about past adds 50 % per act of weight 10, half-life 6 months
define hostile = intensity of hostile acts A -> B about past
outcome o = ever hostile > 0 per year
policy calm by A { scale slight[A, B] by 0.5 }
policy peace by A { forbid slight[A, B] }
)"));
  explain::Point point = explain::StartOf(model);
  EXPECT_NEAR(Yearly(model, "hostile", point), 3.0, 1e-12);
  point.pressures[PressureOf(model, "reply>hostile[A,B,past]")] = 0.2;
  point.states[PlaceOf(model.issues, "talks")] = 1;
  EXPECT_NEAR(Yearly(model, "hostile", point), 3.0 * 4.0 * 1.2, 1e-12);
  const auto under = [&](const char* policy) {
    const auto changed = model::Apply(model, {policy});
    EXPECT_TRUE(changed.has_value()) << (changed ? "" : changed.error().message);
    return changed ? Yearly(*changed, "hostile", point) : -1.0;
  };
  EXPECT_NEAR(under("calm"), 3.0 * 4.0 * 1.2 * 0.5, 1e-12);
  EXPECT_NEAR(under("peace"), 0.0, 1e-12);
}

// Decisions at a rate count with the probability of their options; forms of an event with theirs.
TEST(Intensity, CountsChoicesAndDrawsByTheirProbability) {
  const model::Model model = ModelIn(Text(R"(
decision reply by A about past {
  rate 2 per year
  option scold   utility 1  toward B weight -3
  option shrug   utility 0
  rationality 2
}
event offer by B toward A about trade weight +4 {
  rate 10 per year
  succeeds with probability 0.3  else weight -1
}
define scolding = intensity of hostile acts A -> B about past
define refusals = intensity of hostile acts B -> A about trade
outcome o = ever scolding + refusals > 0 per year
)"));
  const explain::Point point = explain::StartOf(model);
  EXPECT_NEAR(Yearly(model, "scolding", point), 3.0 + 2.0 / (1.0 + std::exp(-2.0)), 1e-12);
  EXPECT_NEAR(Yearly(model, "refusals", point), 10.0 * 0.7, 1e-12);
}

TEST(Intensity, ThatLeadsBackToItselfIsACycle) {
  const auto slugs = [](std::string_view rest) { return SlugsIn(Text(rest)); };
  using S = std::vector<std::string>;
  EXPECT_EQ(slugs("event echo by B toward A about past weight -1 { rate 0.5 * intensity of hostile "
                  "acts A -> B }\n"),
            S{});
  EXPECT_EQ(slugs("event echo by B toward A about past weight -1 { rate 0.5 * intensity of hostile "
                  "acts B -> A }\n"),
            S{"cyclic-definition"});
  EXPECT_EQ(
      slugs("event one by A toward C about past weight -1 { rate intensity of hostile acts C "
            "-> A }\nevent two by C toward A about past weight -1 { rate intensity of hostile "
            "acts A -> C }\n"),
      S{"cyclic-definition"});
  EXPECT_EQ(slugs("event e by A toward B about past weight -1 * intensity of acts A -> C { rate 1 "
                  "per year }\n"),
            S{"cyclic-definition"});
  EXPECT_EQ(slugs("outcome o = mean of intensity of cooperative acts A -> C\n"),
            S{"never-happens"});
  EXPECT_EQ(slugs("outcome o = mean of intensity of hostil acts A -> C\n"), S{"unknown-name"});
}

// ---- known from -----------------------------------------------------------------------------

TEST(KnownFrom, WithdrawsWhatWasKnownOnlyLater) {
  const model::Model model = ModelIn(R"(
issue x {
  states a, b, c  starts a
  a -> b  on 2021-01-01 known from 2020-07-01 otherwise rate 0.5 per year
  b -> c  on 2022-01-01
}
chance coin on 2021-06-01 known from 2021-03-01 { heads 0.9  tails 0.1 } otherwise { heads 0.4  tails 0.6 }
chance die on 2021-06-01 known from 2021-03-01 { low 0.9  high 0.1 }
outcome o = ever x is c and coin is heads and die is low
)");
  ASSERT_EQ(model.dated_facts.size(), 4u);
  ASSERT_EQ(model.triggers.size(), 4u);  // two of x, two of the chances
  const auto rate = [](const model::Model& one) {
    return RatePerYear(one, "x.a->b", explain::StartOf(one));
  };
  EXPECT_EQ(rate(model), 0.0);

  const model::Model early = model::AsKnownOn(model, 100.0);
  EXPECT_EQ(model::Verify(early), std::vector<std::string>{});
  EXPECT_TRUE(early.dated_facts.empty());
  EXPECT_EQ(early.triggers.size(), 2u);
  EXPECT_NEAR(rate(early), 0.5, 1e-12);
  const auto odds = [](const model::Model& one, std::string_view chance, std::size_t option) {
    const auto& options = Named(one.chances, chance).options;
    return one.expressions.ConstantValue(options[option].odds);
  };
  EXPECT_EQ(odds(early, "coin", 0), 0.4);
  EXPECT_EQ(odds(early, "die", 0), odds(early, "die", 1));

  // From its day on the date is known, and `otherwise` does not apply.
  const model::Model later = model::AsKnownOn(model, 182.0);
  EXPECT_EQ(later.triggers.size(), 3u);
  EXPECT_EQ(rate(later), 0.0);
  EXPECT_EQ(model::AsKnownOn(model, 5000.0).triggers.size(), 4u);
}

TEST(KnownFrom, GoesWithADateOnly) {
  EXPECT_EQ(
      SlugsIn("issue x { states a, b starts a  a -> b rate 1 per year known from 2020-02-01 }"),
      std::vector<std::string>{"misplaced-trigger"});
  EXPECT_EQ(SlugsIn("chance coin on 2020-06-01 { a 1  b 0 } otherwise { a 0  b 1 }"),
            std::vector<std::string>{"missing-clause"});
  EXPECT_EQ(SlugsIn("chance coin on 2020-06-01 known from 2020-05-01 { a 1  b 0 } otherwise { a 0  "
                    "c 1 }"),
            std::vector<std::string>{"unknown-name"});
}

}  // namespace
}  // namespace entente::language
