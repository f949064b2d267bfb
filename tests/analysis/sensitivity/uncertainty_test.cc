// The design of `uncertainty` on a model whose shares and indices are known in closed form.
#include "analysis/sensitivity/uncertainty.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/worlds.h"
#include "model/builder.h"

namespace entente::analysis {
namespace {

using model::Builder;

constexpr double kT = 5.0, kTop = 0.6;

// One clock of rate p + q, p uniform on (0, 0.6), q fixed or uniform on (0, 0.2); r is read by
// something else only. Y = it rings by T.
struct Clock {
  Builder b{"clock", kT, 1.0};
  Clock() {
    const model::ParameterId p = b.Param("p", {model::PriorKind::kUniform, 0.0, kTop, 0.0});
    const model::ParameterId r = b.Param("r", {model::PriorKind::kUniform, 0.0, 1.0, 0.0});
    const model::IssueId y = b.Issue("y", {"no", "yes"});
    b.Rate(y, "no", "yes", b.Value(p));
    b.Event("else", b.Value(r));
    b.Ever("rings", b.In(y, {"yes"}));
    b.Ask("when", model::OutcomeKind::kTimeTo, b.In(y, {"yes"}));
    model::Intervention set;
    set.kind = model::InterventionKind::kSetParameter;
    set.parameters = {p};
    set.value = b.Number(0.0);
    b.AddPolicy("silent", {set});
  }
};

// E and Var over p of 1 − e^{−pT}.
double MeanRings() { return 1 - (1 - std::exp(-kTop * kT)) / (kTop * kT); }
double VarianceRings() {
  const double e1 = (1 - std::exp(-kTop * kT)) / (kTop * kT);
  const double e2 = (1 - std::exp(-2 * kTop * kT)) / (2 * kTop * kT);
  return e2 - e1 * e1;
}

// Four standard errors from a 95 % interval.
double Near(const engine::Estimate& e) { return 2.04 * 0.5 * (e.high - e.low) + 1e-9; }

UncertaintyOptions Options(std::uint64_t rows) {
  UncertaintyOptions options;
  options.rows = rows;
  options.threads = 1;
  return options;
}

TEST(Uncertainty, SplitsChanceFromParameters) {
  Clock clock;
  const Result<UncertaintyResult> result = Uncertainty(clock.b.Build(), Options(8'192));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->worlds, 2U * 8'192U * 4U);
  ASSERT_EQ(result->parameters.size(), 2U);
  const OutcomeUncertainty& rings = result->outcomes[0];
  ASSERT_EQ(rings.why_not, "");
  const double mean = MeanRings(), parameter = VarianceRings();
  const double chance = mean * (1 - mean) - parameter;
  EXPECT_NEAR(rings.split.means[0].value, mean, Near(rings.split.means[0]));
  EXPECT_NEAR(rings.split.parameter.value, parameter, Near(rings.split.parameter));
  EXPECT_NEAR(rings.split.chance.value, chance, Near(rings.split.chance));
  ASSERT_TRUE(rings.sobol.defined);
  EXPECT_NEAR(rings.sobol.indices[0].first.value, 1.0, Near(rings.sobol.indices[0].first));
  EXPECT_NEAR(rings.sobol.indices[0].total.value, 1.0, Near(rings.sobol.indices[0].total));
  EXPECT_EQ(rings.sobol.indices[1].total.value, 0.0) << "the same luck: no world changes";
  EXPECT_TRUE(rings.sobol.indices[0].first_above_zero);
  EXPECT_FALSE(rings.sobol.indices[1].first_above_zero);
  EXPECT_TRUE(rings.pawn.indices[0].above_dummy);
  EXPECT_FALSE(rings.pawn.indices[1].above_dummy);
  const OutcomeUncertainty& when = result->outcomes[1];
  // The mean time restricted to T given p is (1 − e^{−pT}) / p; by Simpson's rule over p.
  double first = 0.0, second = 0.0;
  constexpr int kPanels = 2'000;
  for (int i = 0; i <= kPanels; ++i) {
    const double p = kTop * i / kPanels;
    const double g = p > 0 ? (1 - std::exp(-p * kT)) / p : kT;
    const double weight = (i == 0 || i == kPanels ? 1.0 : i % 2 == 1 ? 4.0 : 2.0) / 3 / kPanels;
    first += weight * g;
    second += weight * g * g;
  }
  EXPECT_NEAR(when.split.means[0].value, first, Near(when.split.means[0]));
  EXPECT_NEAR(when.split.parameter.value, second - first * first, Near(when.split.parameter));
}

TEST(Uncertainty, BlockAIsAnOrdinaryNestedRun) {
  Clock clock;
  const model::Model model = clock.b.Build();
  const Result<UncertaintyResult> result = Uncertainty(model, Options(32));
  engine::WorldsOptions plain;
  plain.worlds = 64;
  plain.settings.worlds_per_draw = 2;
  plain.settings.threads = 1;
  const Result<engine::WorldValues> values = engine::SimulateWorlds(model, plain);
  ASSERT_TRUE(result && values);
  NestedValues nested;
  nested.scenarios.emplace_back(values->outcome(0), values->outcome(0) + 64);
  UncertaintyOptions with_scenario = Options(32);
  with_scenario.scenarios = {"silent"};
  const Result<UncertaintyResult> paired = Uncertainty(model, with_scenario);
  const Result<SplitResult> split = SplitVariance(nested, 0.95);
  ASSERT_TRUE(paired && split) << (paired ? "" : paired.error().message);
  EXPECT_EQ(paired->outcomes[0].split.means[0].value, split->means[0].value);
}

// With a rate p·r of two numbers that go together the share of worlds is another than if they did
// not, and the same as in an ordinary run of the same draws.
TEST(Uncertainty, JointPriorsStayJointInTheDesign) {
  const auto make = [](double correlation) {
    Builder b("pair", kT, 1.0);
    const model::Prior prior{model::PriorKind::kUniform, 0.0, 1.0, 0.0};
    const model::ParameterId p = b.Param("p", prior);
    const model::ParameterId r = b.Param("r", prior);
    b.model().parameters[r.index()].jointly_with = p;
    b.model().parameters[r.index()].correlation = correlation;
    const model::IssueId y = b.Issue("y", {"no", "yes"});
    b.Rate(y, "no", "yes", b.pool().Binary(model::Op::kMultiply, b.Value(p), b.Value(r)));
    b.Ever("rings", b.In(y, {"yes"}));
    b.AddPolicy("idle", {});
    return b.Build();
  };
  const model::Model model = make(0.95);
  UncertaintyOptions options = Options(512);
  options.scenarios = {"idle"};  // so that the mean is that of block A alone
  const Result<UncertaintyResult> together = Uncertainty(model, options);
  const Result<UncertaintyResult> opposed = Uncertainty(make(-0.95), options);
  engine::WorldsOptions plain;
  plain.worlds = 1'024;
  plain.settings.worlds_per_draw = 2;
  plain.settings.threads = 1;
  const Result<engine::WorldValues> values = engine::SimulateWorlds(model, plain);
  ASSERT_TRUE(together && opposed && values);
  double rings = 0.0;
  for (std::uint64_t w = 0; w < plain.worlds; ++w) rings += values->outcome(0)[w] / 1'024.0;
  EXPECT_NEAR(together->outcomes[0].split.means[0].value, rings, 1e-12);
  EXPECT_NE(opposed->outcomes[0].split.means[0].value, together->outcomes[0].split.means[0].value);
}

TEST(Uncertainty, ScenariosAreTheThirdPart) {
  Clock clock;
  UncertaintyOptions options = Options(4'096);
  options.scenarios = {"silent"};
  const Result<UncertaintyResult> result = Uncertainty(clock.b.Build(), options);
  ASSERT_TRUE(result) << result.error().message;
  const SplitResult& split = result->outcomes[0].split;
  EXPECT_EQ(split.means[1].value, 0.0) << "it never rings";
  const double mean = MeanRings();
  EXPECT_NEAR(split.scenario.value, mean * mean / 4, Near(split.scenario));
  EXPECT_NEAR(split.parameter.value, VarianceRings() / 2, Near(split.parameter));
  EXPECT_NEAR(split.chance_share.value + split.parameter_share.value +
                  split.scenario_share.value, 1.0, 1e-12);
}

TEST(Uncertainty, IsTheSameForAnyNumberOfThreads) {
  Clock clock;
  UncertaintyOptions options = Options(256);
  const Result<UncertaintyResult> one = Uncertainty(clock.b.Build(), options);
  options.threads = 2;
  const Result<UncertaintyResult> two = Uncertainty(clock.b.Build(), options);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->outcomes[0].sobol.indices[0].first.value,
            two->outcomes[0].sobol.indices[0].first.value);
  EXPECT_EQ(one->outcomes[0].split.parameter.value, two->outcomes[0].split.parameter.value);
}

TEST(Uncertainty, SaysWhenWorldsAreTooFewAndScenariosUnknown) {
  Clock clock;
  UncertaintyOptions options;
  options.worlds = 100;
  EXPECT_FALSE(Uncertainty(clock.b.Build(), options));
  options = Options(64);
  options.scenarios = {"silnt"};
  const Result<UncertaintyResult> unknown = Uncertainty(clock.b.Build(), options);
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("silent"), std::string::npos);
}

}  // namespace
}  // namespace entente::analysis
