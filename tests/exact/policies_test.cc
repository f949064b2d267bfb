// Interventions, checked by what they do: each policy's effect on a chain whose answer is a
// formula.
#include <gtest/gtest.h>

#include <cmath>

#include "exact/exact.h"
#include "model/apply_policies.h"
#include "model/builder.h"
#include "model/verify.h"

namespace entente::exact {
namespace {

using model::Apply;
using model::Builder;
using model::DefinitionId;
using model::ExprId;
using model::HappeningId;
using model::Intervention;
using model::InterventionKind;
using model::IssueId;
using model::OutcomeKind;
using model::ParameterId;

constexpr double kRate = 0.2;
constexpr double kHorizon = 10.0;
constexpr double kDay = 4.0;

// x: a -> b at rate p × d, with p = 0.2 a parameter and d = 1 a definition.
class Policies : public ::testing::Test {
 protected:
  Policies() : b("policies", kHorizon) {
    p = b.Param("p", kRate);
    d = b.Define("d", b.Number(1.0));
    x = b.Issue("x", {"a", "b", "c"});
    channel = b.Rate(x, "a", "b", b.pool().Multiply(b.Value(p), b.Value(d)));
    moved = b.Transition(x, "a", "b");
    b.Ever("b", b.In(x, {"b"}));
  }

  Intervention Change(InterventionKind kind, double value = 0.0) {
    Intervention change;
    change.kind = kind;
    change.value = b.Number(value);
    change.parameters = {p};
    change.definitions = {d};
    if (kind != InterventionKind::kForbid) change.channels = {channel};
    change.happenings = {moved};
    change.text = "test";
    return change;
  }

  // −log P(still in a) under the policies: the integrated hazard.
  double Hazard(const std::vector<std::string>& policies) {
    const Result<model::Model> changed = Apply(b.Build(), policies);
    EXPECT_TRUE(changed.has_value()) << (changed ? "" : changed.error().message);
    if (!changed) return -1;
    const Result<ExactResult> result = Solve(*changed);
    const ExactOutcome& outcome = result->outcomes.front();
    EXPECT_TRUE(outcome.solved) << outcome.why_not;
    return -std::log1p(-outcome.estimate);
  }

  double HazardOf(Intervention change) {
    b.AddPolicy("policy", {std::move(change)});
    return Hazard({"policy"});
  }

  Intervention Dated(Intervention change) {
    change.from_day = kDay;
    return change;
  }

  Builder b;
  ParameterId p;
  DefinitionId d;
  IssueId x;
  model::ChannelId channel;
  HappeningId moved;
};

TEST_F(Policies, NoneChangesNothing) { EXPECT_NEAR(Hazard({}), kRate * kHorizon, 1e-9); }

TEST_F(Policies, SetParameter) {
  EXPECT_NEAR(HazardOf(Change(InterventionKind::kSetParameter, 0.5)), 0.5 * kHorizon, 1e-9);
}

TEST_F(Policies, SetParameterFromADay) {
  EXPECT_NEAR(HazardOf(Dated(Change(InterventionKind::kSetParameter, 0.5))), kRate * 4 + 0.5 * 6,
              1e-9);
}

TEST_F(Policies, ScaleParameterBetweenDays) {
  Intervention change = Dated(Change(InterventionKind::kScaleParameter, 3.0));
  change.to_day = 6.0;
  EXPECT_NEAR(HazardOf(change), kRate * (8 + 3 * 2), 1e-9);
}

TEST_F(Policies, UntilADay) {
  Intervention change = Change(InterventionKind::kScaleParameter, 3.0);
  change.to_day = 6.0;
  EXPECT_NEAR(HazardOf(change), kRate * (3 * 6 + 4), 1e-9);
}

TEST_F(Policies, AddParameter) {
  EXPECT_NEAR(HazardOf(Change(InterventionKind::kAddParameter, 0.1)), 0.3 * kHorizon, 1e-9);
}

TEST_F(Policies, ComposeInTheOrderNamed) {
  b.AddPolicy("later_half", {Dated(Change(InterventionKind::kSetParameter, 0.5))});
  b.AddPolicy("double", {Change(InterventionKind::kScaleParameter, 2.0)});
  EXPECT_NEAR(Hazard({"later_half", "double"}), 2 * (kRate * 4 + 0.5 * 6), 1e-9);
  EXPECT_NEAR(Hazard({"double", "later_half"}), 2 * kRate * 4 + 0.5 * 6, 1e-9);
}

TEST_F(Policies, AValueMayReadWhatItChanges) {
  Intervention change = Dated(Change(InterventionKind::kSetParameter));
  change.value = b.pool().Multiply(b.Value(p), b.Value(p));
  EXPECT_NEAR(HazardOf(change), kRate * 4 + kRate * kRate * 6, 1e-9);
}

TEST_F(Policies, ScaleDefinition) {
  EXPECT_NEAR(HazardOf(Dated(Change(InterventionKind::kScaleDefinition, 0.5))),
              kRate * (4 + 0.5 * 6), 1e-9);
}

TEST_F(Policies, ScalingAStateLinkageScalesItsExcess) {
  model::Linkage linkage;
  linkage.provenance.name = linkage.provenance.luck_name = "l";
  linkage.between_acts = false;
  linkage.strength = d;
  b.model().linkages.push_back(linkage);
  b.model().definitions[d.index()].value = b.Number(5.0);
  EXPECT_NEAR(HazardOf(Change(InterventionKind::kScaleDefinition, 0.5)), kRate * 3 * kHorizon,
              1e-9);
}

TEST_F(Policies, AddAndSetDefinition) {
  b.AddPolicy("add", {Change(InterventionKind::kAddDefinition, 0.5)});
  b.AddPolicy("set", {Change(InterventionKind::kSetDefinition, 4.0)});
  EXPECT_NEAR(Hazard({"add"}), 1.5 * kRate * kHorizon, 1e-9);
  EXPECT_NEAR(Hazard({"set"}), 4 * kRate * kHorizon, 1e-9);
  EXPECT_NEAR(Hazard({"set", "add"}), 4.5 * kRate * kHorizon, 1e-9);
}

TEST_F(Policies, ScaleChannel) {
  EXPECT_NEAR(HazardOf(Dated(Change(InterventionKind::kScaleChannel, 2.0))), kRate * (4 + 2 * 6),
              1e-9);
}

TEST_F(Policies, AddChannelKeepsTheGuard) {
  b.model().channels[channel.index()].terms[0].guard = b.In(x, {"b"});  // never true in a
  EXPECT_NEAR(HazardOf(Change(InterventionKind::kAddChannel, 0.3)), 0.0, 1e-9);
}

TEST_F(Policies, AddChannelFromADay) {
  EXPECT_NEAR(HazardOf(Dated(Change(InterventionKind::kAddChannel, 0.3))),
              kRate * kHorizon + 0.3 * 6, 1e-9);
}

TEST_F(Policies, ForbidAChannel) {
  EXPECT_NEAR(HazardOf(Change(InterventionKind::kForbid)), 0.0, 1e-9);
}

TEST_F(Policies, ForbidAChannelFromADay) {
  EXPECT_NEAR(HazardOf(Dated(Change(InterventionKind::kForbid))), kRate * 4, 1e-9);
}

TEST_F(Policies, ForbidADatedTriggerAtThatVeryInstant) {
  b.model().channels.clear();
  b.On(moved, {kDay});
  b.AddPolicy("at", {Dated(Change(InterventionKind::kForbid))});
  Intervention until = Change(InterventionKind::kForbid);
  until.to_day = kDay;  // [start, day): no longer in force at the day itself
  b.AddPolicy("until", {until});
  const auto reached = [&](const char* policy) {
    return Solve(*Apply(b.Build(), {policy}))->outcomes[0].estimate;
  };
  EXPECT_EQ(reached("at"), 0.0);
  EXPECT_EQ(reached("until"), 1.0);
}

TEST_F(Policies, ForbidEffects) {
  b.model().channels.clear();
  const HappeningId event = b.Event("e", b.Number(1.0));
  b[event].effects.push_back(Builder::Move(x, 1));
  b.AddPolicy("forbid", {Change(InterventionKind::kForbid)});
  EXPECT_NEAR(Hazard({}), kHorizon, 1e-7);
  EXPECT_NEAR(Hazard({"forbid"}), 0.0, 1e-9);
}

TEST_F(Policies, ForceOnADay) {
  Intervention change = Change(InterventionKind::kForce);
  change.happenings = {b.Transition(x, "a", "c"), b.Transition(x, "b", "c")};
  change.force_day = kDay;
  b.AddPolicy("force", {change});
  b.Ask("c", OutcomeKind::kValueAt, b.In(x, {"c"}), 0.0, kDay);
  b.Ask("c_before", OutcomeKind::kValueAt, b.In(x, {"c"}), 0.0, kDay - 0.001);
  const Result<model::Model> changed = Apply(b.Build(), {"force"});
  ASSERT_TRUE(changed.has_value()) << changed.error().message;
  const Result<ExactResult> result = Solve(*changed);
  EXPECT_NEAR(result->outcomes[0].estimate, 1 - std::exp(-kRate * kDay), 1e-9);
  EXPECT_NEAR(result->outcomes[1].estimate, 1.0, 1e-9);
  EXPECT_NEAR(result->outcomes[2].estimate, 0.0, 1e-9);
}

TEST_F(Policies, StartIssue) {
  Intervention change = Change(InterventionKind::kStartIssue);
  change.issue = x;
  change.state = 1;
  b.AddPolicy("start", {change});
  EXPECT_EQ(Solve(*Apply(b.Build(), {"start"}))->outcomes[0].estimate, 1.0);
}

TEST_F(Policies, LeaveNamesAndSoLuckAlone) {
  b.AddPolicy("dated", {Dated(Change(InterventionKind::kScaleParameter, 2.0))});
  const model::Model plain = b.Build();
  const model::Model changed = *Apply(plain, {"dated"});
  ASSERT_GE(changed.channels.size(), plain.channels.size());
  for (std::size_t i = 0; i < plain.channels.size(); ++i) {
    EXPECT_EQ(changed.channels[i].provenance.luck_name, plain.channels[i].provenance.luck_name);
  }
  EXPECT_EQ(model::Verify(changed), std::vector<std::string>{});
}

TEST_F(Policies, UnknownNamesSuggestTheNearest) {
  b.AddPolicy("two_track", {Change(InterventionKind::kForbid)});
  const Result<model::Model> changed = Apply(b.Build(), {"two_trak"});
  ASSERT_FALSE(changed.has_value());
  EXPECT_NE(changed.error().message.find("did you mean `two_track`"), std::string::npos);
  EXPECT_FALSE(Apply(b.Build(), {"two_track", "two_track"}).has_value());
}

TEST_F(Policies, HoldAQuantity) {
  const model::QuantityId q = b.AddQuantity("q", b.Number(0.5), 0.0, 1.0);
  Intervention hold = Change(InterventionKind::kHoldQuantity, 0.9);
  hold.quantities = {q};
  b.AddPolicy("now", {hold});
  b.AddPolicy("later", {Dated(hold)});
  const model::Model now = *Apply(b.Build(), {"now"});
  const model::Quantity& held = now.quantities[q.index()];
  EXPECT_EQ(now.expressions.ConstantValue(held.held_at), 0.9);
  EXPECT_EQ(now.expressions.ConstantValue(held.held_while), 1.0);
  EXPECT_EQ(now.expressions.ConstantValue(held.start), 0.9);
  const model::Model later = *Apply(b.Build(), {"later"});
  EXPECT_EQ(later.expressions[later.quantities[q.index()].held_while].op, model::Op::kIssueIn);
  EXPECT_EQ(later.expressions.ConstantValue(later.quantities[q.index()].start), 0.5);
}

TEST_F(Policies, ShiftATargetNeedsARelaxation) {
  const model::QuantityId q = b.AddQuantity("q", b.Number(0.5), 0.0, 1.0);
  Intervention shift = Change(InterventionKind::kShiftTarget, 0.1);
  shift.quantities = {q};
  b.AddPolicy("shift", {shift});
  EXPECT_FALSE(Apply(b.Build(), {"shift"}).has_value());
  b.Relax(q, b.Number(0.25), b.Number(30.0));
  const model::Model shifted = *Apply(b.Build(), {"shift"});
  EXPECT_EQ(shifted.expressions.ConstantValue(shifted.quantities[q.index()].relaxation->target),
            0.35);
}

}  // namespace
}  // namespace entente::exact
