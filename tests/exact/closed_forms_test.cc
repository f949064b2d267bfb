// Chains whose answers are formulas.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "exact/exact.h"
#include "model/builder.h"

namespace entente::exact {
namespace {

using model::Builder;
using model::HappeningId;
using model::IssueId;
using model::OutcomeKind;
using model::ParameterId;
using model::Prior;
using model::PriorKind;
using model::StateIndex;

constexpr double kTight = 1e-10;

ExactOutcome First(const Builder& builder, const ExactOptions& options = {}) {
  const Result<ExactResult> result = Solve(builder.Build(), options);
  EXPECT_TRUE(result.has_value());
  return result->outcomes.front();
}

std::vector<std::string> States(int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) names.push_back("s" + std::to_string(i));
  return names;
}

double Binomial(int n, int k, double p) {
  return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1)) *
         std::pow(p, k) * std::pow(1 - p, n - k);
}

TEST(ClosedForms, TwoStatesRelaxExponentially) {
  constexpr double kUp = 0.3, kDown = 0.7, kTime = 1.7;
  Builder b("two", kTime);
  const IssueId x = b.Issue("x", {"low", "high"});
  b.Rate(x, "low", "high", b.Number(kUp));
  b.Rate(x, "high", "low", b.Number(kDown));
  b.Ask("at", OutcomeKind::kValueAt, b.In(x, {"high"}));
  const double rest = kUp / (kUp + kDown);
  EXPECT_NEAR(First(b).estimate, rest * (1 - std::exp(-(kUp + kDown) * kTime)), kTight);
}

// N independent two-state units counted together (Ehrenfest): binomial at every time.
TEST(ClosedForms, BirthDeathOfIndependentUnitsIsBinomial) {
  constexpr int kUnits = 20;
  constexpr double kUp = 0.4, kDown = 0.9, kTime = 2.3;
  Builder b("ehrenfest", kTime);
  const IssueId x = b.Issue("x", States(kUnits + 1));
  for (int k = 0; k < kUnits; ++k) {
    const auto low = static_cast<StateIndex>(k), high = static_cast<StateIndex>(k + 1);
    b.Rate(x, low, high, b.Number(kUp * (kUnits - k)));
    b.Rate(x, high, low, b.Number(kDown * (k + 1)));
  }
  for (int k = 0; k <= kUnits; ++k) {
    b.Ask("p" + std::to_string(k), OutcomeKind::kValueAt, b.In(x, model::StateMask{1} << k));
  }
  const Result<ExactResult> result = Solve(b.Build());
  const double p = kUp / (kUp + kDown) * (1 - std::exp(-(kUp + kDown) * kTime));
  for (int k = 0; k <= kUnits; ++k) {
    const ExactOutcome& outcome = result->outcomes[static_cast<std::size_t>(k)];
    EXPECT_NEAR(outcome.estimate, Binomial(kUnits, k, p), kTight) << k;
  }
}

// Pure birth to the n-th state: the Erlang distribution, its quantiles and its restricted mean.
TEST(ClosedForms, TimeThroughAChainIsErlang) {
  constexpr int kStages = 5;
  constexpr double kRate = 0.8, kTime = 6.0;
  Builder b("erlang", kTime);
  const IssueId x = b.Issue("x", States(kStages + 1));
  for (int k = 0; k < kStages; ++k) {
    b.Rate(x, static_cast<StateIndex>(k), static_cast<StateIndex>(k + 1), b.Number(kRate));
  }
  b.Ask("when", OutcomeKind::kTimeTo, b.In(x, model::StateMask{1} << kStages));
  const ExactOutcome outcome = First(b);
  const auto survival = [&](double t) {
    double sum = 0.0, term = std::exp(-kRate * t);
    for (int k = 0; k < kStages; ++k, term *= kRate * t / k) sum += term;
    return sum;
  };
  EXPECT_NEAR(outcome.reached, 1 - survival(kTime), kTight);
  double mean = 0.0;  // ∫ survival by Simpson's rule
  constexpr int kIntervals = 2000;
  for (int i = 0; i <= kIntervals; ++i) {
    const double weight = i == 0 || i == kIntervals ? 1 : (i % 2 == 1 ? 4 : 2);
    mean += weight * survival(kTime * i / kIntervals);
  }
  EXPECT_NEAR(outcome.estimate, mean * kTime / kIntervals / 3, 1e-9);
  for (const ExactQuantile& quantile : outcome.quantiles) {
    if (1 - survival(kTime) < quantile.level) {
      EXPECT_EQ(quantile.at, std::numeric_limits<double>::infinity());
    } else {
      EXPECT_NEAR(1 - survival(quantile.at), quantile.level, 1e-9);
    }
  }
  EXPECT_EQ(outcome.quantiles.back().at, std::numeric_limits<double>::infinity());
}

TEST(ClosedForms, GamblersRuin) {
  constexpr int kTop = 10, kStart = 4;
  constexpr double kUp = 0.45, kDown = 0.55;
  Builder b("ruin", 20'000.0);
  const IssueId x = b.Issue("x", States(kTop + 1), kStart);
  for (int k = 1; k < kTop; ++k) {
    const auto at = static_cast<StateIndex>(k);
    b.Rate(x, at, static_cast<StateIndex>(k + 1), b.Number(kUp));
    b.Rate(x, at, static_cast<StateIndex>(k - 1), b.Number(kDown));
  }
  b.Ever("wins", b.In(x, model::StateMask{1} << kTop));
  const double ratio = kDown / kUp;
  EXPECT_NEAR(First(b).estimate, (std::pow(ratio, kStart) - 1) / (std::pow(ratio, kTop) - 1),
              kTight);
}

TEST(ClosedForms, CountsOfAnEventAreItsRate) {
  Builder b("poisson", 12.0);
  const HappeningId event = b.Event("rebuke", b.Number(1.5));
  b.Count("all", {event});
  b.Count("window", {event}, 2.0, 5.0);
  b.Count("per_week", {event});
  b.model().outcomes.back().per_days = 7.0;
  const Result<ExactResult> result = Solve(b.Build());
  EXPECT_NEAR(result->outcomes[0].estimate, 18.0, kTight);
  EXPECT_NEAR(result->outcomes[1].estimate, 4.5, kTight);
  EXPECT_NEAR(result->outcomes[2].estimate, 10.5, kTight);
}

TEST(ClosedForms, MeansAndSharesOverAWindow) {
  constexpr double kRate = 0.5, kFrom = 1.0, kTo = 4.0;
  Builder b("decay", 5.0);
  const IssueId x = b.Issue("x", {"alive", "dead"});
  b.Rate(x, "alive", "dead", b.Number(kRate));
  b.Ask("share", OutcomeKind::kShareOfTime, b.In(x, {"alive"}), kFrom, kTo);
  b.Ask("mean", OutcomeKind::kMean, b.ByState(x, {3.0, 1.0}), kFrom, kTo);
  b.Ask("max", OutcomeKind::kMax, b.ByState(x, {1.0, 4.0}), kFrom, kTo);
  b.Ask("min", OutcomeKind::kMin, b.ByState(x, {1.0, 4.0}), kFrom, kTo);
  const Result<ExactResult> result = Solve(b.Build());
  const double share = (std::exp(-kRate * kFrom) - std::exp(-kRate * kTo)) / kRate / (kTo - kFrom);
  EXPECT_NEAR(result->outcomes[0].estimate, share, kTight);
  EXPECT_NEAR(result->outcomes[1].estimate, 1 + 2 * share, kTight);
  EXPECT_NEAR(result->outcomes[2].estimate, 1 + 3 * (1 - std::exp(-kRate * kTo)), kTight);
  EXPECT_NEAR(result->outcomes[3].estimate, 4 - 3 * std::exp(-kRate * kFrom), kTight);
}

TEST(ClosedForms, FastRatesOverALongTime) {
  Builder b("fast", 10'000.0);
  const IssueId x = b.Issue("x", {"low", "high"});
  b.Rate(x, "low", "high", b.Number(40.0));
  b.Rate(x, "high", "low", b.Number(10.0));
  b.Ask("share", OutcomeKind::kShareOfTime, b.In(x, {"high"}));
  const ExactOutcome outcome = First(b);
  const double exact = 0.8 - 0.8 / 50.0 / 10'000.0;
  EXPECT_NEAR(outcome.estimate, exact, kTight);
}

// ---- effects, choices and dates
// --------------------------------------------------------------------

TEST(ClosedForms, EffectsAndReactionsMoveOtherIssues) {
  constexpr double kRate = 0.4, kTime = 3.0, kProbability = 0.25;
  Builder b("chain", kTime);
  const IssueId x = b.Issue("x", {"a", "b"});
  const IssueId y = b.Issue("y", {"a", "b"});
  const IssueId z = b.Issue("z", {"a", "b"});
  const HappeningId moved_x = b.Transition(x, "a", "b");
  const HappeningId moved_y = b.Transition(y, "a", "b");
  b.Transition(z, "a", "b");
  b.Rate(x, "a", "b", b.Number(kRate));
  b[moved_x].effects.push_back(Builder::Move(y, 1));
  model::Effect branch = Builder::Move(z, 1, b.In(x, {"b"}));
  branch.probability = b.Number(kProbability);
  branch.luck_name = "branch";
  model::Reaction reaction;
  reaction.name = "upon y->b";
  reaction.effects.push_back(branch);
  b[moved_y].reactions.push_back(reaction);
  b.Ask("y", OutcomeKind::kValueAt, b.In(y, {"b"}));
  b.Ever("z", b.In(z, {"b"}));
  b.Count("y_moves", {moved_y});
  const Result<ExactResult> result = Solve(b.Build());
  const double fired = 1 - std::exp(-kRate * kTime);
  EXPECT_NEAR(result->outcomes[0].estimate, fired, kTight);
  EXPECT_NEAR(result->outcomes[1].estimate, fired * kProbability, kTight);
  EXPECT_NEAR(result->outcomes[2].estimate, fired, kTight);
}

TEST(ClosedForms, AMoveWithoutAnArcDoesNothing) {
  Builder b("no arc", 3.0);
  const IssueId x = b.Issue("x", {"a", "b"});
  const HappeningId event = b.Event("e", b.Number(1.0));
  b[event].effects.push_back(Builder::Move(x, 1));
  b.Ever("moved", b.In(x, {"b"}));
  EXPECT_EQ(First(b).estimate, 0.0);
}

TEST(ClosedForms, DecisionsFollowTheQuantalResponse) {
  constexpr double kRate = 0.6, kTime = 2.0;
  Builder b("decision", kTime);
  const IssueId x = b.Issue("x", {"open", "left", "right"});
  b.Transition(x, "open", "left");
  b.Transition(x, "open", "right");
  model::Decision decision;
  decision.provenance.name = decision.provenance.luck_name = "choose";
  decision.rationality = b.Number(2.0);
  for (const int side : {1, 2}) {
    const HappeningId option =
        b.Happening("choose." + std::to_string(side), model::HappeningKind::kOption);
    b[option].effects.push_back(Builder::Move(x, static_cast<StateIndex>(side)));
    decision.options.push_back({std::to_string(side), b.Number(0.3 * side), {}, option});
  }
  b.model().decisions.push_back(decision);
  model::Channel occasion;
  occasion.provenance.name = occasion.provenance.luck_name = "choose";
  occasion.issue = x;
  occasion.from = 0;
  occasion.terms.push_back({b.Number(kRate), {}, {}});
  occasion.outlet.decision = model::DecisionId(std::size_t{0});
  b.model().channels.push_back(occasion);
  b.Ever("left", b.In(x, {"left"}));
  const double left = 1 / (1 + std::exp(2.0 * 0.3));
  EXPECT_NEAR(First(b).estimate, left * (1 - std::exp(-kRate * kTime)), kTight);
}

TEST(ClosedForms, DatesSplitTime) {
  constexpr double kRate = 0.2;
  Builder b("dates", 10.0);
  const IssueId x = b.Issue("x", {"a", "b", "c"});
  b.Rate(x, "a", "b", b.Number(kRate));
  b.On(b.Transition(x, "a", "c"), {4.0}).probability = b.Number(0.5);
  b.Ask("c", OutcomeKind::kValueAt, b.In(x, {"c"}));
  b.Ask("when_c", OutcomeKind::kTimeTo, b.In(x, {"c"}));
  b.Count("date_fires", {b.Transition(x, "a", "c")});
  b.Ask("a", OutcomeKind::kValueAt, b.In(x, {"a"}));
  const Result<ExactResult> result = Solve(b.Build());
  const double before = std::exp(-kRate * 4.0);
  EXPECT_NEAR(result->outcomes[0].estimate, 0.5 * before, kTight);
  EXPECT_NEAR(result->outcomes[1].estimate, 10.0 - 6.0 * 0.5 * before, 1e-9);
  EXPECT_EQ(result->outcomes[1].quantiles[0].at, 4.0);
  EXPECT_NEAR(result->outcomes[2].estimate, 0.5 * before, kTight);
  EXPECT_NEAR(result->outcomes[3].estimate, 0.5 * std::exp(-kRate * 10.0), kTight);
}

TEST(ClosedForms, TriggersOfOneInstantReadTheStateBeforeIt) {
  Builder b("instant", 10.0);
  const IssueId x = b.Issue("x", {"a", "b", "c"});
  b.On(b.Transition(x, "a", "b"), {5.0});
  b.On(b.Transition(x, "b", "c"), {5.0});  // x is not yet in b when the instant begins
  b.Ask("b", OutcomeKind::kValueAt, b.In(x, {"b"}));
  EXPECT_NEAR(First(b).estimate, 1.0, kTight);
}

TEST(ClosedForms, ChancesDrawByTheirOdds) {
  Builder b("chance", 10.0);
  const IssueId x = b.Issue("x", {"open", "heads", "tails"});
  model::Chance chance;
  chance.provenance.name = chance.provenance.luck_name = "coin";
  chance.options.push_back({"heads", b.Number(3.0), b.Transition(x, "open", "heads")});
  chance.options.push_back({"tails", b.Number(1.0), b.Transition(x, "open", "tails")});
  b.model().chances.push_back(chance);
  model::Trigger toss;
  toss.provenance.name = toss.provenance.luck_name = "coin";
  toss.trigger_class = model::TriggerClass::kChance;
  toss.days = {3.0};
  toss.outlet.chance = model::ChanceId(std::size_t{0});
  b.AddTrigger(toss);
  b.Ever("heads", b.In(x, {"heads"}));
  EXPECT_NEAR(First(b).estimate, 0.75, kTight);
  b.model().chances[0].fixed.push_back({std::nan(""), 1});
  EXPECT_NEAR(First(b).estimate, 0.0, kTight);
}

TEST(ClosedForms, ConditionsFireWhenTheyBecomeTrue) {
  constexpr double kRate = 0.7, kTime = 4.0;
  Builder b("conditions", kTime);
  const IssueId x = b.Issue("x", {"a", "b"});
  const IssueId every = b.Issue("every", {"no", "yes"});
  const IssueId first = b.Issue("first", {"no", "yes"});
  b.Rate(x, "a", "b", b.Number(kRate));
  b.Rate(x, "b", "a", b.Number(2 * kRate));
  const HappeningId rises = b.Transition(every, "no", "yes");
  b.Whenever(rises, b.In(x, {"b"}));
  b.Whenever(b.Transition(every, "yes", "no"), b.In(x, {"a"}));
  const HappeningId once = b.Happening("once");
  b[once].effects.push_back(Builder::Move(first, 1));
  b.Transition(first, "no", "yes");
  b.Once(once, b.In(every, {"yes"}));  // settles a round later
  b.Count("rises", {rises});
  b.Count("ups", {b.Transition(x, "a", "b")});
  b.Count("once", {once});
  b.Ever("first", b.In(first, {"yes"}));
  const Result<ExactResult> result = Solve(b.Build());
  for (const ExactOutcome& outcome : result->outcomes) {
    ASSERT_TRUE(outcome.solved) << outcome.why_not;
  }
  EXPECT_NEAR(result->outcomes[0].estimate, result->outcomes[1].estimate, kTight);
  EXPECT_GT(result->outcomes[0].estimate, 1.5);
  EXPECT_NEAR(result->outcomes[2].estimate, 1 - std::exp(-kRate * kTime), kTight);
  EXPECT_NEAR(result->outcomes[3].estimate, 1 - std::exp(-kRate * kTime), kTight);
}

TEST(ClosedForms, AConditionThatHoldsAtTheStartFiresThen) {
  Builder b("at start", 5.0);
  const IssueId x = b.Issue("x", {"a", "b"});
  b.Once(b.Transition(x, "a", "b"), b.In(x, {"a"}));
  b.Ask("b", OutcomeKind::kShareOfTime, b.In(x, {"b"}));
  EXPECT_NEAR(First(b).estimate, 1.0, kTight);
}

// ---- what is left out, and what is refused
// ------------------------------------------------------------

TEST(Scope, LeavesOutWhatDoesNotMatter) {
  Builder b("many", 5.0);
  const IssueId x = b.Issue("x", {"a", "b"});
  b.Rate(x, "a", "b", b.Number(0.1));
  const model::QuantityId q = b.AddQuantity("q", b.Number(1.0));
  for (int i = 0; i < 40; ++i) {
    const IssueId other = b.Issue("other" + std::to_string(i), {"a", "b"});
    b.Rate(other, "a", "b", b.Value(q));
  }
  b.Ever("b", b.In(x, {"b"}));
  const ExactOutcome outcome = First(b);
  EXPECT_TRUE(outcome.solved) << outcome.why_not;
  EXPECT_EQ(outcome.states, 2u);
}

struct Refusal {
  const char* name;
  void (*build)(Builder&, IssueId);
  const char* expected;
};

class Refusals : public ::testing::TestWithParam<Refusal> {};

TEST_P(Refusals, SayWhyInWords) {
  Builder b("refused", 5.0);
  const IssueId x = b.Issue("x", {"a", "b"});
  GetParam().build(b, x);
  b.Ever("b", b.In(x, {"b"}));
  const ExactOutcome outcome = First(b);
  EXPECT_FALSE(outcome.solved);
  EXPECT_NE(outcome.why_not.find(GetParam().expected), std::string::npos) << outcome.why_not;
}

const Refusal kRefusals[] = {
    {"quantity",
     [](Builder& b, IssueId x) {
       b.Rate(x, "a", "b", b.Value(b.AddQuantity("mood", b.Number(1))));
     },
     "the quantity `mood`"},
    {"prior",
     [](Builder& b, IssueId x) {
       b.Rate(x, "a", "b", b.Value(b.Param("p", Prior{PriorKind::kUniform, 0, 1, 0})));
     },
     "the parameter `p`"},
    {"deadline", [](Builder& b, IssueId x) { b.After(b.Transition(x, "a", "b"), {2.0, 0.0}); },
     "after a time"},
    {"clock",
     [](Builder& b, IssueId x) {
       b.Rate(x, "a", "b", b.pool().Leaf(model::Op::kTimeInState, x.index()));
     },
     "time in x"},
    {"calendar", [](Builder& b, IssueId x) { b.Rate(x, "a", "b", b.Time()); }, "the calendar"},
    {"not_finite",
     [](Builder& b, IssueId x) {
       b.Rate(x, "a", "b", b.pool().Binary(model::Op::kDivide, b.Number(1), b.Number(0)));
     },
     "not finite"},
    {"conditions_in_a_circle",
     [](Builder& b, IssueId x) {
       b.Whenever(b.Transition(x, "a", "b"), b.In(x, {"a"}));
       b.Whenever(b.Transition(x, "b", "a"), b.In(x, {"b"}));
     },
     "conditions set one another off without end"},
    {"effects_in_a_circle",
     [](Builder& b, IssueId x) {
       const HappeningId up = b.Transition(x, "a", "b"), down = b.Transition(x, "b", "a");
       b.Rate(x, "a", "b", b.Number(1));
       b[up].effects.push_back(Builder::Move(x, 0));
       b[down].effects.push_back(Builder::Move(x, 1));
     },
     "without end"},
};

INSTANTIATE_TEST_SUITE_P(All, Refusals, ::testing::ValuesIn(kRefusals),
                         [](const ::testing::TestParamInfo<Refusal>& test) {
                           return std::string(test.param.name);
                         });

TEST(Solve, TakesGivenParameterValues) {
  Builder b("given", 5.0);
  const IssueId x = b.Issue("x", {"a", "b"});
  const ParameterId p = b.Param("p", Prior{PriorKind::kUniform, 0, 1, 0});
  b.Rate(x, "a", "b", b.Value(p));
  b.Ever("b", b.In(x, {"b"}));
  ExactOptions options;
  options.parameters = {0.3};
  EXPECT_NEAR(First(b, options).estimate, 1 - std::exp(-1.5), kTight);
  options.parameters = {0.3, 0.4};
  EXPECT_FALSE(Solve(b.Build(), options).has_value());
}

TEST(Solve, BoundsTheStateSpace) {
  Builder b("large", 1.0);
  std::vector<IssueId> issues;
  model::ExprId all;
  for (int i = 0; i < 30; ++i) {
    issues.push_back(b.Issue("x" + std::to_string(i), {"a", "b"}));
    b.Rate(issues.back(), "a", "b", b.Number(1));
    all = b.pool().And(all, b.In(issues.back(), {"b"}));
  }
  b.Ever("all", all);
  ExactOptions options;
  options.max_states = 1'000;
  const ExactOutcome outcome = First(b, options);
  EXPECT_FALSE(outcome.solved);
  EXPECT_NE(outcome.why_not.find("more than 1000 states"), std::string::npos) << outcome.why_not;
}

}  // namespace
}  // namespace entente::exact
