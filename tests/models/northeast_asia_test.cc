// The reference model: each lever moves something, each element has a source, and the numbers that
// it was tuned to stay where the record's order of magnitude puts them. Mechanism by mechanism:
// mechanisms_test.cc.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "analysis/sources/coverage.h"
#include "models/shipped.h"

namespace entente {
namespace {

#ifdef NDEBUG
constexpr std::uint64_t kWorlds = 20'000;
#else
constexpr std::uint64_t kWorlds = 4'000;
#endif

struct Baseline {
  model::Model model = Shipped("northeast_asia");
  engine::RunResult result;
  std::map<std::string, double> mean_count;  // by happening

  Baseline() {
    engine::RunOptions options;
    options.worlds = kWorlds;
    options.seed = 11;
    options.series = true;
    auto run = engine::Run(model, options);
    EXPECT_TRUE(run.has_value());
    if (run) result = std::move(*run);
    for (const engine::HappeningSummary& happening : result.happenings) {
      const model::Happening& declared = model.happenings[happening.happening.index()];
      mean_count[declared.provenance.name] = happening.mean_count;
    }
  }
};

const Baseline& Base() {
  static const Baseline baseline;
  return baseline;
}

TEST(NortheastAsia, EveryQuantityMoves) {
  ASSERT_FALSE(Base().result.series.quantities.empty());
  for (const engine::QuantitySeries& series : Base().result.series.quantities) {
    double low = series.mean.front(), high = low;
    for (const double mean : series.mean) {
      low = std::min(low, mean);
      high = std::max(high, mean);
    }
    EXPECT_GT(high - low, 0.002)
        << Base().model.quantities[series.quantity.index()].provenance.name;
  }
}

// Applied to the same luck, each policy and scenario moves some outcome.
TEST(NortheastAsia, EveryLeverMovesSomething) {
  constexpr std::uint64_t kSmall = 128;
  const engine::RunResult before = RunWorlds(Base().model, kSmall, 11);
  for (const model::Policy& policy : Base().model.policies) {
    const engine::RunResult after =
        RunWorlds(Under(Base().model, {policy.provenance.name}), kSmall, 11);
    EXPECT_EQ(after.failed, 0U) << policy.provenance.name;
    ASSERT_EQ(after.outcomes.size(), before.outcomes.size());
    bool moved = false;
    for (std::size_t i = 0; i < before.outcomes.size(); ++i) {
      moved = moved || after.outcomes[i].estimate.value != before.outcomes[i].estimate.value;
    }
    EXPECT_EQ(moved, policy.provenance.name != "do_nothing") << policy.provenance.name;
  }
}

void ExpectBetween(const std::string& outcome, double low, double high) {
  const double value = Find(Base().model, Base().result, outcome).estimate.value;
  EXPECT_GE(value, low) << outcome;
  EXPECT_LE(value, high) << outcome;
}

TEST(NortheastAsia, EveryAssertionCitesATextOrSaysThatItIsJudgement) {
  const analysis::Coverage coverage = analysis::CoverageOf(Base().model);
  for (const std::size_t element : coverage.uncited) {
    ADD_FAILURE() << analysis::KindName(coverage.elements[element].kind) << " "
                  << coverage.elements[element].name;
  }
  EXPECT_GT(coverage.total.cited, 3 * coverage.total.judgement);
  ASSERT_EQ(coverage.sources.size(), Base().model.sources.size());
  for (const analysis::SourceUse& use : coverage.sources) {
    EXPECT_GT(use.elements + use.claims, 0U);
  }
}

TEST(NortheastAsia, StaysInTheRecordsOrderOfMagnitude) {
  ExpectBetween("controls_imposed", 0.50, 0.75);
  ExpectBetween("spiral", 0.30, 0.55);
  ExpectBetween("gsomia_lost", 0.08, 0.20);
  ExpectBetween("gsomia_at_end", 0.5, 0.8);
  ExpectBetween("labour_closed", 0.15, 0.40);
  ExpectBetween("liquidated", 0.03, 0.15);
  ExpectBetween("thaw", 0.30, 0.55);
  ExpectBetween("clashes", 0.05, 0.25);
  ExpectBetween("strait_crisis", 0.05, 0.25);
  const engine::OutcomeSummary& hostile = Find(Base().model, Base().result, "hostile_acts");
  EXPECT_GT(hostile.estimate.value, 8.0);
  EXPECT_LT(hostile.estimate.value, 20.0);
  // No loop of linkages runs away in any draw of the priors.
  EXPECT_LT(hostile.maximum, 5 * hostile.estimate.value);
}

// What the five texts assert in direction, with margins far beyond chance at 2,000 worlds.
TEST(NortheastAsia, PoliciesActInTheDirectionTheirAuthorsSay) {
  const auto probability = [](const std::vector<std::string>& with, const std::string& outcome) {
    const model::Model model = with.empty() ? Base().model : Under(Base().model, with);
    return Find(model, RunWorlds(model, 2'000, 11), outcome).estimate.value;
  };
  EXPECT_LT(probability({"no_ruling"}, "spiral"), 0.5 * probability({}, "spiral"));
  EXPECT_LT(probability({"two_track"}, "spiral"), 0.8 * probability({}, "spiral"));
  EXPECT_GT(probability({"us_silent"}, "gsomia_lost"), 1.2 * probability({}, "gsomia_lost"));
  EXPECT_LT(probability({"liquidate"}, "thaw"), 0.9 * probability({}, "thaw"));
}

}  // namespace
}  // namespace entente
