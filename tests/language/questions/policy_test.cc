#include <gtest/gtest.h>

#include <cmath>

#include "model/apply_policies.h"
#include "language/questions/compile_help.h"

namespace entente::language {
namespace {

using model::InterventionKind;
using Slugs = std::vector<std::string>;

constexpr std::string_view kModel = R"(
set duo = { A, B }
param pace ~ lognormal(median 2 per year, spread 1.5)
param bent[a in duo] ~ 0.2 to 0.8
quantity mood in 0..1 { starts 0.5  relaxes to 0.3 with half-life 6 months  changes by 0.1 per year }
quantity stock in 0..10 { starts 1  changes by 0.2 per year }
define haste = 1 + mood
issue deal "Deal" between A, B about trade {
  states none, signed, broken
  starts none
  none -> signed    rate 1 per year * haste  weight +5 by A toward B
  signed -> broken  rate 0.5 per year
  broken -> signed  on 2023-01-01
}
event jibe[a, b in duo where a != b] by a toward b about past weight -4 { rate pace * bent[a] }
event gift by A toward B about trade weight +2 { rate 3 per year }
linkage tit for a, b in duo where a != b
  from hostile a -> b about past  to hostile b -> a about past
  adds 60 % per act of weight 10, half-life 6 months
linkage push from deal is signed  to gift  multiplies by 5
decision sign "Sign or wait" by A about trade {
  rate 2 per year while deal is none
  option wait  utility 0
  option go    utility 1  toward B weight +3  then deal -> signed
  rationality 2
}
office leader of A "Leader" {
  person ann { soft 0.8 }
  person bob { soft 0.2 }
  starts ann
  election every 2 years from 2021-05-01, in office after 30 days { ann 0.5  bob 0.5 }
}
chance coin on 2020-06-01 { heads 0.5  tails 0.5 }
outcome used = final of (mood + stock + leader[A].soft + (1 if coin is heads else 0))
)";

std::string With(std::string_view policy) { return std::string(kModel) + std::string(policy); }
Slugs Faults(std::string_view policy) { return SlugsIn(With(policy)); }

model::Policy Lowered(std::string_view body) {
  const model::Model model = ModelIn(With("policy p { " + std::string(body) + " }"));
  return model.policies.empty() ? model::Policy{} : model.policies.back();
}

model::Model Under(std::string_view body) {
  const model::Model model = ModelIn(With("policy p { " + std::string(body) + " }"));
  auto applied = model::Apply(model, {"p"});
  EXPECT_TRUE(applied.has_value()) << body << ": " << (applied ? "" : applied.error().message);
  return applied ? std::move(*applied) : model::Model{};
}

double StartRate(const model::Model& model, std::string_view channel) {
  return RatePerYear(model, channel, explain::StartOf(model));
}

double Day(CivilDate date) {
  return static_cast<double>(DayNumber(date) - DayNumber({2020, 1, 1}));
}

TEST(Policies, SetGivesAParameterItsValue) {
  EXPECT_NEAR(StartRate(Under("set pace = 1 per year  set bent = 0.5"), "jibe[A,B]"), 0.5, 1e-12);
  const model::Model one = Under("set pace = 1 per year  set bent[A] = 0.1");
  EXPECT_NEAR(StartRate(one, "jibe[A,B]"), 0.1, 1e-12);
  EXPECT_NEAR(StartRate(one, "jibe[B,A]"), 0.5, 1e-9);
}

TEST(Policies, ScaleMultipliesWhatItNames) {
  EXPECT_NEAR(StartRate(Under("scale gift by 2"), "gift"), 6.0, 1e-12);
  EXPECT_NEAR(StartRate(Under("scale deal: none -> signed by 3"), "deal.none->signed"), 4.5,
              1e-12);
  EXPECT_NEAR(StartRate(Under("scale sign by 2"), "sign"), 4.0, 1e-12);
  EXPECT_NEAR(StartRate(Under("scale haste by 2"), "deal.none->signed"), 3.0, 1e-12);
  EXPECT_NEAR(StartRate(Under("scale cooperative acts by A by 0.5"), "gift"), 1.5, 1e-12);
  const model::Model pace = Under("set bent = 1  scale pace by 2");
  EXPECT_NEAR(StartRate(pace, "jibe[A,B]"), 4.0, 1e-9);
}

TEST(Policies, ScaleOfALinkageScalesItsStrength) {
  const model::Model model = Under("scale tit by 0.4");
  const model::Feed feed = Named(model.happenings, "jibe[A,B]").feeds.front();
  EXPECT_NEAR(explain::ValueAt(model, explain::StartOf(model), feed.amount), 0.4 * 0.6 * 0.4,
              1e-15);
  // A state linkage of factor m keeps 1 + (m − 1) × share.
  const model::Model push = Under("scale push by 0.25");
  explain::Point point = explain::StartOf(push);
  point.states[PlaceOf(push.issues, "deal")] = 1;
  EXPECT_NEAR(RatePerYear(push, "gift", point), 3.0 * (1 + 4 * 0.25), 1e-12);
}

TEST(Policies, AddAddsInTheUnitOfWhatItNames) {
  EXPECT_NEAR(StartRate(Under("add 2 per year to gift"), "gift"), 5.0, 1e-12);
  EXPECT_NEAR(StartRate(Under("add 0.5 to haste"), "deal.none->signed"), 2.0, 1e-12);
  EXPECT_EQ(Faults("policy p { add 2 to gift }"), Slugs{"missing-unit"});
}

TEST(Policies, TargetsStartsAndHolds) {
  const model::Model shifted = Under("shift target of mood by 0.2");
  const auto& mood = Named(shifted.quantities, "mood");
  EXPECT_NEAR(explain::ValueAt(shifted, explain::StartOf(shifted), mood.relaxation->target), 0.5,
              1e-15);
  const model::Model started = Under("start mood at 0.9  start deal in signed");
  EXPECT_NEAR(explain::StartOf(started).quantities[0], 0.9, 1e-15);
  EXPECT_EQ(Named(started.issues, "deal").start, 1);
  const model::Model held = Under("hold mood at 0.1");
  EXPECT_TRUE(Named(held.quantities, "mood").held_at.valid());
  EXPECT_NEAR(StartRate(held, "deal.none->signed"), 1.1, 1e-12);
  EXPECT_NEAR(StartRate(Under("hold haste at 4"), "deal.none->signed"), 4.0, 1e-12);
}

TEST(Policies, HoldingAnIssueStartsItThereAndForbidsItsWays) {
  const model::Model model = Under("hold deal in signed");
  EXPECT_EQ(Named(model.issues, "deal").start, 1);
  EXPECT_NEAR(StartRate(model, "deal.signed->broken"), 0.0, 0.0);
}

TEST(Policies, ForcedHappenings) {
  const model::Policy dated = Lowered("force deal -> signed on 2020-06-01");
  ASSERT_EQ(dated.interventions.size(), 1u);
  EXPECT_EQ(dated.interventions[0].kind, InterventionKind::kForce);
  EXPECT_EQ(dated.interventions[0].force_day, Day({2020, 6, 1}));
  EXPECT_EQ(dated.interventions[0].happenings.size(), 2u);  // from none, from broken
  EXPECT_EQ(dated.interventions[0].text, "force deal -> signed on 2020-06-01");
  const model::Policy when = Lowered("force gift whenever mood < 0.2  force gift once mood > 0.9");
  ASSERT_EQ(when.interventions.size(), 2u);
  EXPECT_TRUE(when.interventions[0].every_time);
  EXPECT_TRUE(when.interventions[0].condition.valid());
  EXPECT_FALSE(when.interventions[1].every_time);
}

TEST(Policies, ForbidStopsRates) {
  const model::Model model = Under("forbid jibe[A, B]");
  EXPECT_EQ(StartRate(model, "jibe[A,B]"), 0.0);
  EXPECT_GT(StartRate(model, "jibe[B,A]"), 0.0);
  EXPECT_EQ(Lowered("forbid sign: go").interventions[0].happenings.size(), 1u);
}

TEST(Policies, FixedElectionsAndChances) {
  const model::Policy ballot = Lowered("fix leader[A] election 2023-05-01 to bob");
  ASSERT_EQ(ballot.interventions.size(), 1u);
  EXPECT_EQ(ballot.interventions[0].kind, InterventionKind::kFixChance);
  EXPECT_EQ(ballot.interventions[0].force_day, Day({2023, 5, 1}));
  EXPECT_EQ(ballot.interventions[0].option, 1u);
  const model::Policy coin = Lowered("fix chance coin to tails");
  ASSERT_EQ(coin.interventions.size(), 1u);
  EXPECT_TRUE(std::isnan(coin.interventions[0].force_day));
  const model::Policy always = Lowered("fix leader[A] to bob");
  ASSERT_EQ(always.interventions.size(), 2u);
  EXPECT_EQ(always.interventions[1].kind, InterventionKind::kStartIssue);
  EXPECT_EQ(Faults("policy p { fix leader[A] election 2023-05-02 to bob }"),
            Slugs{"nothing-to-change"});
  EXPECT_EQ(Faults("policy p { fix leader[A] election 2023-05-01 to bop }"),
            Slugs{"unknown-state"});
}

TEST(Policies, DatedPartsAreInForceBetweenTheirDates) {
  const model::Policy policy =
      Lowered("from 2021-01-01 to 2022-01-01 { scale gift by 2  forbid jibe }");
  ASSERT_EQ(policy.interventions.size(), 2u);
  for (const model::Intervention& change : policy.interventions) {
    EXPECT_EQ(change.from_day, Day({2021, 1, 1}));
    EXPECT_EQ(change.to_day, Day({2022, 1, 1}));
  }
  EXPECT_EQ(Faults("policy p { from 2022-01-01 to 2021-01-01 { scale gift by 2 } }"),
            Slugs{"out-of-range"});
  EXPECT_EQ(Faults("policy p { from 2021-01-01 { start mood at 0.1 } }"),
            Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("policy p { force gift on 2031-01-01 }"), Slugs{"date-outside-time"});
}

TEST(Policies, IncludesComeFirst) {
  const model::Model model = ModelIn(With(
      "policy q { include p  scale gift by 3 }\npolicy p { scale gift by 2 }"));
  ASSERT_EQ(model.policies.size(), 2u);
  ASSERT_EQ(model.policies[0].interventions.size(), 2u);
  EXPECT_EQ(model.policies[0].interventions[0].text, "scale gift by 2");
  EXPECT_EQ(Faults("policy p { include q }\npolicy q { include p }"),
            (Slugs{"cyclic-definition", "cyclic-definition"}));
}

TEST(Policies, MistakesAreNamedOnce) {
  EXPECT_EQ(Faults("policy p { set pase = 1 per year }"), Slugs{"unknown-name"});
  EXPECT_EQ(Faults("policy p { set pace = 1 }"), Slugs{"missing-unit"});
  EXPECT_EQ(Faults("policy p { set mood = 0.1 }"), Slugs{"wrong-kind"});
  EXPECT_EQ(Faults("policy p { scale gift by -1 }"), Slugs{"out-of-range"});
  EXPECT_EQ(Faults("policy p { scale deal: broken -> signed by 2 }"), Slugs{"nothing-to-change"});
  EXPECT_EQ(Faults("policy p { shift target of stock by 1 }"), Slugs{"nothing-to-change"});
  EXPECT_EQ(Faults("policy p { force deal on 2021-01-01 }"), Slugs{"wrong-kind"});
  EXPECT_EQ(Faults("policy p { force gift after 3 months }"), Slugs{"misplaced-trigger"});
  EXPECT_EQ(Faults("policy p { forbid deal: none -> broken }"), Slugs{"undeclared-arc"});
  EXPECT_EQ(Faults("policy p { scale gift by 2 }\nscenario p { scale gift by 2 }"),
            Slugs{"duplicate-name"});
}

TEST(Policies, DosesAndAdoptionsAreChecked) {
  EXPECT_EQ(Faults("policy p(level in 0..1) { scale gift by level }"), Slugs{});
  EXPECT_EQ(Faults("policy p(level in 1..0) { scale gift by level }"), Slugs{"out-of-range"});
  EXPECT_EQ(Faults("policy p { adopt once mood > 0.9 { scale gift by 2 } }"), Slugs{});
  EXPECT_EQ(Faults("policy p { adopt once mood { scale gift by 2 } }"), Slugs{"type-mismatch"});
  EXPECT_EQ(Faults("policy p { adopt once mood > 0.9 { start mood at 0.2 } }"),
            Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("policy p { adopt once mood > 0.9 { adopt while mood > 0.8 "
                   "{ scale gift by 2 } } }"),
            Slugs{"conflicting-clauses"});
}

}  // namespace
}  // namespace entente::language
