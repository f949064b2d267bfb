#include <gtest/gtest.h>

#include <cmath>

#include "language/questions/compile_help.h"

namespace entente::language {
namespace {

using model::ClaimOp;
using model::ClaimRelation;
using model::EstimandKind;
using Slugs = std::vector<std::string>;

constexpr std::string_view kModel = R"(
quantity mood in 0..1 { starts 0.5  relaxes to 0.3 with half-life 6 months }
issue deal "Deal" between A, B about trade {
  states none, signed
  starts none
  none -> signed  rate 1 per year  weight +5 by A toward B
  signed -> none  rate 2 per year
}
issue calm { states no, yes  starts no  no -> yes  rate 1 per year  yes -> no  rate 1 per year }
event jibe by A toward B about past weight -4 { rate 3 per year }
param spill ~ beta(2, 2)
event nudge { rate 1 per year * spill }
policy talk { scale jibe by 0.5 }
policy quiet_talk { scale jibe by 0.3 }
outcome signed_soon = ever deal is signed within 12 months
outcome signed_late = ever deal is signed from 1 year to 2 years
outcome signed_when = time to deal is signed
outcome jibes       = count of jibe per year
outcome feeling     = mean of mood
outcome after_calm  = ever deal is signed within 6 months of calm is yes
)";

model::Model ModelWith(std::string_view claim) {
  return ModelIn(std::string(kModel) + "claim it \"Title\" { " + std::string(claim) + " }");
}
Slugs Faults(std::string_view claim) {
  return SlugsIn(std::string(kModel) + "claim it { " + std::string(claim) + " }");
}

// The value of a side at given values of the claim's estimands.
double ValueOf(const std::vector<model::ClaimStep>& steps, const std::vector<double>& estimands) {
  std::vector<double> stack;
  for (const model::ClaimStep& step : steps) {
    if (step.op == ClaimOp::kConstant || step.op == ClaimOp::kEstimand) {
      stack.push_back(step.op == ClaimOp::kConstant ? step.value : estimands[step.estimand]);
      continue;
    }
    if (step.op == ClaimOp::kNegate) {
      stack.back() = -stack.back();
      continue;
    }
    const double right = stack.back();
    stack.pop_back();
    double& left = stack.back();
    if (step.op == ClaimOp::kAdd) left += right;
    if (step.op == ClaimOp::kSubtract) left -= right;
    if (step.op == ClaimOp::kMultiply) left *= right;
    if (step.op == ClaimOp::kDivide) left /= right;
  }
  EXPECT_EQ(stack.size(), 1u);
  return stack.front();
}

TEST(Claims, AProbabilityIsAMeanUnderPolicies) {
  const model::Model model = ModelWith("P(signed_soon under talk, quiet_talk) < P(signed_soon)");
  ASSERT_EQ(model.claims.size(), 1u);
  const model::Claim& claim = model.claims.front();
  EXPECT_EQ(claim.provenance.title, "Title");
  ASSERT_EQ(claim.estimands.size(), 2u);
  EXPECT_EQ(claim.estimands[0].kind, EstimandKind::kMean);
  EXPECT_EQ(claim.estimands[0].under, (Slugs{"talk", "quiet_talk"}));
  EXPECT_EQ(OutcomeOf(model, claim.estimands[0].outcome).provenance.name, "signed_soon");
  EXPECT_TRUE(claim.estimands[1].under.empty());
  ASSERT_EQ(claim.statements.size(), 1u);
  EXPECT_EQ(claim.statements[0].relation, ClaimRelation::kLess);
  EXPECT_EQ(claim.statements[0].text, "P(signed_soon under talk, quiet_talk) < P(signed_soon)");
  EXPECT_TRUE(model.claim_outcomes.empty());
}

TEST(Claims, ArithmeticIsPostfixInStoredUnits) {
  const model::Model model = ModelWith("2 * (E(jibes under talk) - m(jibes)) >= -3 per year / 2");
  const model::Claim& claim = model.claims.front();
  const model::ClaimStatement& statement = claim.statements.front();
  // Counts per year become per day, like every other rate.
  EXPECT_DOUBLE_EQ(ValueOf(statement.left, {1.0, 4.0}), 2.0 * (1.0 - 4.0) / kDaysPerYear);
  EXPECT_DOUBLE_EQ(ValueOf(statement.right, {}), -1.5 / kDaysPerYear);
  EXPECT_EQ(statement.relation, ClaimRelation::kGreaterEqual);
}

TEST(Claims, OneNumberIsEstimatedOnce) {
  const model::Model model =
      ModelWith("P(signed_soon) > 0.1, P(signed_soon) < 0.9 and P(signed_late) > 0");
  EXPECT_EQ(model.claims.front().estimands.size(), 2u);
  EXPECT_EQ(model.claims.front().statements.size(), 3u);
}

TEST(Claims, MarginsAreAbsoluteOrRelative) {
  const model::ClaimStatement points =
      ModelWith("P(signed_soon) = P(signed_late) within 5 points").claims.front().statements[0];
  EXPECT_EQ(points.relation, ClaimRelation::kAbout);
  EXPECT_DOUBLE_EQ(points.margin, 0.05);
  EXPECT_FALSE(points.relative_margin);
  const model::ClaimStatement percent =
      ModelWith("E(jibes) = 3 per year within 10 %").claims.front().statements[0];
  EXPECT_DOUBLE_EQ(percent.margin, 0.1);
  EXPECT_TRUE(percent.relative_margin);
  const model::ClaimStatement rate =
      ModelWith("E(jibes) = 3 per year within 0.5 per year").claims.front().statements[0];
  EXPECT_DOUBLE_EQ(rate.margin, 0.5 / kDaysPerYear);
}

TEST(Claims, QuantilesOfTimes) {
  const model::Model model =
      ModelWith("median(signed_when) < 1 year, quantile(signed_when, 0.9 under talk) > 400 days");
  const model::Claim& claim = model.claims.front();
  EXPECT_EQ(claim.estimands[0].kind, EstimandKind::kQuantile);
  EXPECT_EQ(claim.estimands[0].level, 0.5);
  EXPECT_EQ(claim.estimands[1].level, 0.9);
  EXPECT_EQ(claim.estimands[1].under, Slugs{"talk"});
  EXPECT_DOUBLE_EQ(ValueOf(claim.statements[1].right, {}), 400.0);
}

TEST(Claims, GivenIsAHiddenOutcomeBeforeTheWindow) {
  const model::Model model = ModelWith("P(signed_late given calm is yes) > P(signed_late)");
  const model::Estimand& estimand = model.claims.front().estimands[0];
  ASSERT_TRUE(estimand.given.valid());
  const model::Outcome& given = OutcomeOf(model, estimand.given);
  EXPECT_EQ(given.kind, model::OutcomeKind::kEver);
  EXPECT_EQ(given.from_day, 0.0);
  EXPECT_EQ(given.to_day, 366.0);  // 2020 is a leap year
  EXPECT_FALSE(model.claims.front().estimands[1].given.valid());
}

TEST(Claims, ARateIsACountOverTheTimeAtRisk) {
  const model::Model model =
      ModelWith("rate of deal -> signed while calm is yes < rate of deal -> signed");
  const model::Claim& claim = model.claims.front();
  ASSERT_EQ(claim.estimands.size(), 2u);
  EXPECT_EQ(claim.estimands[0].kind, EstimandKind::kRate);
  ASSERT_EQ(model.claim_outcomes.size(), 4u);
  const model::Outcome& count = OutcomeOf(model, claim.estimands[0].outcome);
  EXPECT_EQ(count.kind, model::OutcomeKind::kCount);
  EXPECT_TRUE(count.counted_while.valid());
  EXPECT_FALSE(OutcomeOf(model, claim.estimands[1].outcome).counted_while.valid());
  // Days at risk: 1827 days times the truth of "calm, and not signed".
  const model::Outcome& days = OutcomeOf(model, claim.estimands[0].time);
  explain::Point point = explain::StartOf(model);
  const auto at = [&](model::StateIndex deal, model::StateIndex calm) {
    point.states[PlaceOf(model.issues, "deal")] = deal;
    point.states[PlaceOf(model.issues, "calm")] = calm;
    return explain::ValueAt(model, point, days.expression);
  };
  EXPECT_EQ(at(0, 1), model.time.horizon_days);
  EXPECT_EQ(at(0, 0), 0.0);
  EXPECT_EQ(at(1, 1), 0.0);
}

TEST(Claims, CausesAndEffectsAreHappenings) {
  const model::Model model =
      ModelWith("necessity(jibe, deal -> signed) > 0.5, sufficiency(calm -> yes, deal) < 0.3");
  const model::Claim& claim = model.claims.front();
  EXPECT_EQ(claim.estimands[0].kind, EstimandKind::kNecessity);
  EXPECT_EQ(claim.estimands[0].cause.size(), 1u);
  EXPECT_EQ(claim.estimands[1].kind, EstimandKind::kSufficiency);
  EXPECT_EQ(claim.estimands[1].effect.size(), 2u);
}

TEST(Claims, AFrameHoldsForAllNumbers) {
  const model::Model model =
      ModelWith("P(signed_late under talk) < P(signed_late)  under quiet_talk  given calm is yes");
  for (const model::Estimand& estimand : model.claims.front().estimands) {
    EXPECT_EQ(estimand.under.front(), "quiet_talk");
    EXPECT_TRUE(estimand.given.valid());
  }
  EXPECT_EQ(model.claim_outcomes.size(), 1u);
}

TEST(Claims, UnitsOfBothSidesAreCompared) {
  EXPECT_EQ(Faults("E(jibes) < 3"), Slugs{"unit-mismatch"});
  EXPECT_EQ(Faults("median(signed_when) < 3 per year"), Slugs{"unit-mismatch"});
  EXPECT_EQ(Faults("E(jibes) + P(signed_soon) < 3"), Slugs{"unit-mismatch"});
  EXPECT_EQ(Faults("E(jibes) = 3 per year within 5 points"), Slugs{"unit-mismatch"});
  EXPECT_EQ(Faults("E(jibes) * 2 years < 8"), Slugs{});
}

TEST(Claims, MistakesAreNamedOnce) {
  EXPECT_EQ(Faults("P(signed_soom) > 0.5"), Slugs{"unknown-name"});
  EXPECT_EQ(Faults("P(signed_soon under tolk) > 0.5"), Slugs{"unknown-name"});
  EXPECT_EQ(Faults("P(signed_soon)"), Slugs{"type-mismatch"});
  EXPECT_EQ(Faults("P(signed_soon) = 0.5"), Slugs{"missing-clause"});
  EXPECT_EQ(Faults("P(signed_soon) < 0.5 within 5 points"), Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("P(signed_soon) != 0.5"), Slugs{"type-mismatch"});
  EXPECT_EQ(Faults("P(signed_soon) < 0.5 or P(signed_soon) > 0.9"), Slugs{"type-mismatch"});
  EXPECT_EQ(Faults("P(feeling) < 0.5"), Slugs{"type-mismatch"});
  EXPECT_EQ(Faults("P(deal is signed) < 0.5"), Slugs{"wrong-kind"});
  EXPECT_EQ(Faults("E(signed_when) < 1 year"), Slugs{"type-mismatch"});
  EXPECT_EQ(Faults("median(signed_soon) < 1"), Slugs{"type-mismatch"});
  EXPECT_EQ(Faults("quantile(signed_when, 2) < 1 year"), Slugs{"out-of-range"});
  EXPECT_EQ(Faults("P(signed_soon given calm is yes) > 0.1"), Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("P(after_calm given calm is yes) > 0.1"), Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("P(signed_soon under talk, talk) > 0.1"), Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("P(signed_soon under talk) > 0.1  under talk"), Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("necessity(jib, deal -> signed) > 0.1"), Slugs{"unknown-name"});
  EXPECT_EQ(Faults("necessity(jibe, deal) > 0.1  given calm is yes"),
            Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("spill > 0.5"), Slugs{"not-constant"});
  EXPECT_EQ(SlugsIn(std::string(kModel) + "claim a { P(signed_soon) > 0 } "
                                          "claim a { P(signed_soon) > 0 }"),
            Slugs{"duplicate-name"});
}

// What holds all through a world may select it from the start.
TEST(Claims, GivenMayReadParametersAtAnyTime) {
  EXPECT_EQ(Faults("P(signed_soon given spill > 0.5) > 0.1"), Slugs{});
}

}  // namespace
}  // namespace entente::language
