// Known answers that a jump-process engine must reproduce: a net of linked issues, birth and death,
// dimerisation, and a Hawkes process. Each estimate may be off by at most three standard errors at
// 10^6 worlds (net: four, since seven numbers are tested; family-wise error below 1 %). Fixed seeds.
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "base/calendar.h"
#include "engine/run.h"
#include "model/builder.h"

namespace entente::engine {
namespace {

using model::Builder;
using model::ExprId;
using model::IssueId;
using model::Op;

constexpr std::uint64_t kWorlds = 1'000'000;

RunResult RunWorlds(const model::Model& model, std::uint64_t worlds = kWorlds) {
  RunOptions options;
  options.worlds = worlds;
  options.seed = 20'241;
  const Result<RunResult> result = Run(model, options);
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  return result ? *result : RunResult{};
}

void ExpectWithin(const RunResult& result, std::size_t outcome, double truth, double errors) {
  const OutcomeSummary& summary = result.outcomes[outcome];
  const double error = summary.standard_deviation / std::sqrt(static_cast<double>(summary.worlds));
  EXPECT_NEAR(summary.estimate.value, truth, errors * error) << "outcome " << outcome;
}

// Four issues of four states in a ring with a chord; `units` days are one unit of time.
model::Model Net4() {
  Builder b("net4", 30.0, 30.0);
  const double up[] = {0.6, 0.65, 0.7, 0.75};
  std::vector<IssueId> x;
  for (int i = 0; i < 4; ++i) {
    x.push_back(b.Issue("x" + std::to_string(i), {"s0", "s1", "s2", "s3"}));
  }
  const std::pair<int, int> links[] = {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {0, 2}};
  for (int i = 0; i < 4; ++i) {
    ExprId rate = b.Number(up[i]);
    for (const auto& [from, to] : links) {
      if (to != i) continue;
      rate = b.pool().Add(rate, b.pool().Select(b.In(x[static_cast<std::size_t>(from)], {"s3"}),
                                                b.Number(0.4), b.Number(0.0)));
    }
    for (model::StateIndex s = 0; s < 3; ++s) {
      b.Rate(x[static_cast<std::size_t>(i)], s, static_cast<model::StateIndex>(s + 1), rate);
      b.Rate(x[static_cast<std::size_t>(i)], static_cast<model::StateIndex>(s + 1), s,
             b.Number(0.8));
    }
  }
  const ExprId top0 = b.In(x[0], {"s3"});
  const ExprId top01 = b.pool().And(top0, b.In(x[1], {"s3"}));
  const ExprId all = b.pool().And(top01, b.pool().And(b.In(x[2], {"s3"}), b.In(x[3], {"s3"})));
  b.Ask("top0_at_10", model::OutcomeKind::kValueAt, top0, 0.0, 10.0);
  b.Ever("all_within_10", all, 0.0, 10.0);
  b.Ever("two_within_2", top01, 0.0, 2.0);
  b.Ask("top0_at_30", model::OutcomeKind::kValueAt, top0, 0.0, 30.0);
  std::vector<model::HappeningId> everything;
  for (std::size_t h = 0; h < b.model().happenings.size(); ++h) {
    everything.push_back(model::HappeningId(h));
  }
  b.Count("events", everything, 0.0, 10.0);
  return b.Build();
}

TEST(KnownAnswers, Net4) {
  const RunResult result = RunWorlds(Net4());
  ExpectWithin(result, 0, 0.1966558, 4.0);
  ExpectWithin(result, 1, 0.0738241, 4.0);
  ExpectWithin(result, 2, 0.0071582, 4.0);
  // Stationary 0.2066008; at t = 30 the distance to it is far below the standard error.
  ExpectWithin(result, 3, 0.2066008, 4.0);
  ExpectWithin(result, 4, 44.368129, 4.0);
}

// Immigration at rate a, each of n individuals dies at rate d, n(0) = 0: Poisson with mean
// (a/d)(1 − e^{−dt}) (Karlin and Taylor 1975, ch. 4).
TEST(KnownAnswers, ImmigrationDeath) {
  Builder b("immigration_death", 5.0, 5.0);
  const auto n = b.AddQuantity("n", b.Number(0.0), 0.0);
  const auto birth = b.Event("arrive", b.Number(3.0));
  const auto death = b.Event("leave", b.pool().Multiply(b.Number(0.5), b.Value(n)));
  b[birth].effects.push_back(Builder::Increase(n, b.Number(1.0)));
  b[death].effects.push_back(Builder::Increase(n, b.Number(-1.0)));
  b.Ask("n", model::OutcomeKind::kValueAt, b.Value(n));
  const RunResult result = RunWorlds(b.Build());
  const double mean = 6.0 * (1.0 - std::exp(-2.5));
  ExpectWithin(result, 0, mean, 3.0);
  // Var of the sample variance of a Poisson: (mean + 2 mean²)/N.
  const double variance = std::pow(result.outcomes[0].standard_deviation, 2);
  EXPECT_NEAR(variance, mean, 3.0 * std::sqrt((mean + 2.0 * mean * mean) / kWorlds));
}

// Linear birth and death: mean n0 e^{(b−d)t}, variance n0 (b+d)/(b−d) e^{(b−d)t}(e^{(b−d)t} − 1)
// (Bailey 1964, §8.6).
TEST(KnownAnswers, BirthDeath) {
  Builder b("birth_death", 2.0, 2.0);
  const auto n = b.AddQuantity("n", b.Number(10.0), 0.0);
  const auto birth = b.Event("birth", b.pool().Multiply(b.Number(0.6), b.Value(n)));
  const auto death = b.Event("death", b.pool().Multiply(b.Number(0.4), b.Value(n)));
  b[birth].effects.push_back(Builder::Increase(n, b.Number(1.0)));
  b[death].effects.push_back(Builder::Increase(n, b.Number(-1.0)));
  b.Ask("n", model::OutcomeKind::kValueAt, b.Value(n));
  const RunResult result = RunWorlds(b.Build());
  const double growth = std::exp(0.4);
  ExpectWithin(result, 0, 10.0 * growth, 3.0);
  const double variance = 10.0 * (1.0 / 0.2) * growth * (growth - 1.0);
  // Kurtosis near 3: Var(s²) ≈ 2σ⁴/N, with room for the mild skewness.
  EXPECT_NEAR(std::pow(result.outcomes[0].standard_deviation, 2), variance,
              3.0 * variance * std::sqrt(2.6 / kWorlds));
}

// Reversible dimerisation 2A ⇌ B from 2 A: a two-state chain, P(B at t) = k/(k+r)(1 − e^{−(k+r)t}).
TEST(KnownAnswers, Dimerisation) {
  Builder b("dimerisation", 1.5, 1.5);
  const auto a = b.AddQuantity("a", b.Number(2.0), 0.0);
  const auto dimers = b.AddQuantity("b", b.Number(0.0), 0.0);
  const ExprId pairs = b.pool().Multiply(
      b.Number(0.5), b.pool().Multiply(b.Value(a), b.pool().Binary(Op::kSubtract, b.Value(a),
                                                                   b.Number(1.0))));
  const auto bind = b.Event("bind", b.pool().Multiply(b.Number(0.7), pairs));
  const auto split = b.Event("split", b.pool().Multiply(b.Number(0.3), b.Value(dimers)));
  b[bind].effects = {Builder::Increase(a, b.Number(-2.0)),
                     Builder::Increase(dimers, b.Number(1.0))};
  b[split].effects = {Builder::Increase(a, b.Number(2.0)),
                      Builder::Increase(dimers, b.Number(-1.0))};
  b.Ask("bound", model::OutcomeKind::kValueAt, b.Value(dimers));
  const RunResult result = RunWorlds(b.Build());
  ExpectWithin(result, 0, 0.7 * (1.0 - std::exp(-1.5)), 3.0);
}

// Hawkes with φ = αe^{−βt}, μ = 0.5, α = 0.5, β = 2 (branching ratio 0.25), stationary rate 2/3.
// From an empty past the mean rate is μ(β − αe^{−(β−α)t})/(β − α), so the mean count in [0, T] is
// (μ/(β−α)) (βT − α(1 − e^{−(β−α)T})/(β−α)) (Hawkes 1971; Dassios and Zhao 2011).
TEST(KnownAnswers, Hawkes) {
  constexpr double kMu = 0.5, kAlpha = 0.5, kBeta = 2.0, kHorizon = 20.0;
  // The grid step is a whole day; one unit of time is 100 days, so that the step is small.
  constexpr double kUnit = 100.0;
  Builder b("hawkes", kHorizon * kUnit, 1.0);
  const auto linkage = b.ActLinkage("self", b.Number(kAlpha / kMu),
                                    b.Number(std::log(2.0) / kBeta * kUnit));
  const auto pressure = b.AddPressure("self>acts", linkage);
  const auto act = b.Event(
      "act", b.pool().Multiply(b.Number(kMu / kUnit),
                               b.pool().Add(b.Number(1.0), b.Value(pressure))));
  b[act].feeds.push_back({pressure, b.Number(kAlpha / kMu)});
  b.Count("late", {act}, 10.0 * kUnit, 20.0 * kUnit);
  b.Count("all", {act});
  const RunResult result = RunWorlds(b.Build(), 200'000);
  const double rest = kBeta - kAlpha;
  const auto mean_count = [&](double t) {
    return kMu / rest * (kBeta * t - kAlpha * (1.0 - std::exp(-rest * t)) / rest);
  };
  ExpectWithin(result, 0, mean_count(20.0) - mean_count(10.0), 3.0);
  ExpectWithin(result, 1, mean_count(kHorizon), 3.0);
  // By then the rate is the stationary one.
  EXPECT_NEAR(result.outcomes[0].estimate.value / 10.0, 2.0 / 3.0, 0.005);
}

}  // namespace
}  // namespace entente::engine
