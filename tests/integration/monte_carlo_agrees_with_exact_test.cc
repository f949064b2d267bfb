// The engine against the oracle: some hundred random models, simulated and solved exactly. Every
// outcome of every model is compared; the whole test errs with probability below kFamilyError when
// the engine is right: Bonferroni over all comparisons, exact binomial tails for probabilities,
// the empirical Bernstein bound (Maurer and Pontil 2009, theorem 4) for bounded means; counts are
// not bounded, so their largest value seen stands for the range.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "engine/run.h"
#include "exact/exact.h"
#include "model/builder.h"
#include "support/nets.h"
#include "support/random_models.h"

namespace entente {
namespace {

using model::Model;
using model::OutcomeKind;

constexpr double kFamilyError = 1e-4;
constexpr std::uint64_t kModels = 300;
constexpr double kComparisons = 9.0 * kModels;  // eight outcomes, one of them two numbers
#ifdef NDEBUG
constexpr std::uint64_t kWorlds = 20'000;
#else
constexpr std::uint64_t kWorlds = 2'000;  // unoptimised builds: the same laws, less power
#endif

// P(at least, or at most, `hits` of n) for a binomial, whichever tail `hits` lies in, doubled.
double BinomialPValue(double hits, double n, double p) {
  if (p <= 1e-13) return hits == 0 ? 1.0 : 0.0;
  if (p >= 1 - 1e-13) return hits == n ? 1.0 : 0.0;
  const double step = hits >= n * p ? 1.0 : -1.0;
  double tail = 0.0;
  for (double k = hits; k >= 0 && k <= n; k += step) {
    const double term = std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                                 k * std::log(p) + (n - k) * std::log1p(-p));
    tail += term;
    if (term < tail * 1e-12) break;
  }
  return std::min(1.0, 2 * tail);
}

// Half-width of a two-sided interval for the mean of values in a range of length `range`.
double BernsteinWidth(double sd, double range, double n, double error) {
  const double log_term = std::log(4.0 / error);
  return sd * std::sqrt(2 * log_term / n) + 7 * range * log_term / (3 * (n - 1));
}

bool IsProbability(const Model& model, const model::Outcome& outcome) {
  if (outcome.kind != OutcomeKind::kValueAt) return outcome.kind == OutcomeKind::kEver;
  const model::Op op = model.expressions[outcome.expression].op;
  return op == model::Op::kIssueIn || op == model::Op::kAnd;
}

// Bounds of what the outcome can be in one world, as far as they are known.
double RangeOf(const Model& model, const model::Outcome& outcome,
               const engine::OutcomeSummary& summary) {
  switch (outcome.kind) {
    case OutcomeKind::kShareOfTime:
      return 1.0;
    case OutcomeKind::kTimeTo:
      return outcome.to_day - outcome.from_day;
    case OutcomeKind::kMean:
    case OutcomeKind::kMax:
    case OutcomeKind::kMin: {
      const model::Expression& node = model.expressions[outcome.expression];
      const std::vector<double>& table = model.state_tables[node.table.index()];
      return *std::max_element(table.begin(), table.end()) -
             *std::min_element(table.begin(), table.end());
    }
    default:
      return summary.maximum;
  }
}

// Empty if the simulated outcome may well have the exact value, else what was seen.
std::string Disagreement(const Model& model, const model::Outcome& outcome,
                         const engine::OutcomeSummary& summary, const exact::ExactOutcome& truth,
                         double error) {
  const auto n = static_cast<double>(summary.worlds);
  const auto describe = [&](const char* what, double seen, double expected) {
    return std::string(what) + ": simulated " + std::to_string(seen) + ", exact " +
           std::to_string(expected) + ", worlds " + std::to_string(summary.worlds);
  };
  if (IsProbability(model, outcome)) {
    const double hits = std::round(summary.estimate.value * n);
    if (BinomialPValue(hits, n, truth.estimate) < error) {
      return describe("probability", summary.estimate.value, truth.estimate);
    }
    return {};
  }
  if (outcome.kind == OutcomeKind::kTimeTo) {
    const double hits = std::round(summary.reached.value * n);
    if (BinomialPValue(hits, n, truth.reached) < error) {
      return describe("reached", summary.reached.value, truth.reached);
    }
  }
  const double width =
      BernsteinWidth(summary.standard_deviation, RangeOf(model, outcome, summary), n, error);
  if (std::fabs(summary.estimate.value - truth.estimate) > width + 1e-9) {
    return describe("mean", summary.estimate.value, truth.estimate);
  }
  return {};
}

engine::RunResult Simulate(const Model& model, std::uint64_t seed, std::uint64_t worlds) {
  engine::RunOptions options;
  options.seed = seed;
  options.worlds = worlds;
  options.threads = 1;
  Result<engine::RunResult> result = engine::Run(model, options);
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  return result ? *std::move(result) : engine::RunResult{};
}

// How many outcomes disagree; each is reported as a failure if `report`.
int CountDisagreements(const Model& simulated, const Model& solved, std::uint64_t seed,
                       std::uint64_t worlds, double error, bool report) {
  const engine::RunResult run = Simulate(simulated, seed, worlds);
  const Result<exact::ExactResult> truth = exact::Solve(solved);
  EXPECT_TRUE(truth.has_value());
  EXPECT_EQ(run.failed, 0u) << simulated.name;
  EXPECT_EQ(run.outcomes.size(), solved.outcomes.size());
  int count = 0;
  for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
    EXPECT_TRUE(truth->outcomes[i].solved) << truth->outcomes[i].why_not;
    const std::string problem =
        Disagreement(solved, solved.outcomes[i], run.outcomes[i], truth->outcomes[i], error);
    if (problem.empty()) continue;
    ++count;
    if (report) {
      ADD_FAILURE() << simulated.name << ", " << solved.outcomes[i].provenance.name << ": "
                    << problem;
    }
  }
  return count;
}

TEST(MonteCarlo, AgreesWithExactOnRandomModels) {
  for (std::uint64_t seed = 1; seed <= kModels; ++seed) {
    const Model model = testing::RandomModel(seed);
    CountDisagreements(model, model, seed, kWorlds, kFamilyError / kComparisons, true);
  }
}

TEST(MonteCarlo, AgreesWithExactOnNet4) {
  const Model model = testing::Net4();
  CountDisagreements(model, model, 7, 10 * kWorlds, kFamilyError, true);
}

// The comparison must be able to fail: a rate that is a tenth off is found out.
TEST(MonteCarlo, WouldFindAWrongRate) {
  const Model right = testing::Net4();
  Model wrong = right;
  for (model::HazardTerm& term : wrong.channels[1].terms) {  // x0: s1 -> s0
    term.rate_per_day =
        wrong.expressions.Multiply(term.rate_per_day, wrong.expressions.Constant(1.1));
  }
  EXPECT_GT(CountDisagreements(wrong, right, 7, 200'000, kFamilyError, false), 0);
}

}  // namespace
}  // namespace entente
