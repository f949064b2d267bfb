// Paired differences: exact on hand-made pairs, intervals that cover, honest where hardly anything
// changes.
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/worlds/paired.h"
#include "base/hash.h"
#include "engine/luck/luck.h"

namespace entente::analysis {
namespace {

double Uniform(std::uint32_t experiment, std::uint64_t k) {
  return engine::Uniform(engine::PurposeKey(7, engine::Purpose::kChance), Fnv1a64("paired"),
                         experiment, k);
}

TEST(PairedDifference, AddsUpByHand) {
  PairedDifference paired(false);
  const double nan = std::nan("");
  const std::vector<double> base = {1, 2, 3, 4, 5, nan}, changed = {1, 3, 2, 6, nan, 1};
  paired.AddDraw(&base[0], &changed[0], 2);
  paired.AddDraw(&base[2], &changed[2], 2);
  paired.AddDraw(&base[4], &changed[4], 2);
  const PairedSummary summary = paired.Summary(0.95);
  EXPECT_EQ(summary.pairs, 4u);
  EXPECT_EQ(summary.unusable, 2u);
  EXPECT_DOUBLE_EQ(summary.base.value, 2.5);
  EXPECT_DOUBLE_EQ(summary.changed.value, 3.0);
  EXPECT_DOUBLE_EQ(summary.difference.value, 0.5);
  EXPECT_DOUBLE_EQ(summary.rose.value, 0.5);
  EXPECT_DOUBLE_EQ(summary.fell.value, 0.25);
  EXPECT_EQ(summary.agreement.draws, 2u);
}

// Where nothing changes the difference of probabilities is bounded by what could have been missed.
TEST(PairedDifference, NoChangeIsNotCertainty) {
  PairedDifference paired(true);
  const std::vector<double> same = {0, 1};
  for (int j = 0; j < 500; ++j) paired.AddDraw(&same[0], &same[0], 2);
  const PairedSummary summary = paired.Summary(0.95);
  EXPECT_EQ(summary.difference.value, 0.0);
  EXPECT_LT(summary.difference.low, 0.0);
  EXPECT_GT(summary.difference.high, 0.0);
  EXPECT_LT(summary.difference.high, 0.01);
  EXPECT_TRUE(std::isinf(summary.variance_ratio));
  EXPECT_TRUE(std::isnan(summary.agreement.positive));
}

// Pairs (0,1) with probability up, (1,0) with down, clustered by a draw-wise shift of `up`. Nominal
// 95 %; 400 experiments: below 92 % has probability below 1 % at true coverage 95 %.
TEST(PairedDifference, IntervalsOfProbabilitiesCover) {
  const struct {
    double up, down;
  } cases[] = {{0.01, 0.002}, {0.10, 0.05}, {0.002, 0.0}, {0.3, 0.3}};
  std::uint32_t experiment = 0;
  for (const auto& one : cases) {
    int covered = 0;
    constexpr int kExperiments = 400;
    for (int i = 0; i < kExperiments; ++i) {
      ++experiment;
      PairedDifference paired(true);
      for (std::uint64_t j = 0; j < 128; ++j) {
        double base[8], changed[8];
        // Half of the draws have one and a half times the chance, the others half of it.
        const double up = one.up * (Uniform(experiment, 1'000'000 + j) < 0.5 ? 1.5 : 0.5);
        for (std::uint64_t w = 0; w < 8; ++w) {
          const double u = Uniform(experiment, j * 8 + w);
          base[w] = u < up ? 0.0 : u < up + one.down ? 1.0 : 0.0;
          changed[w] = u < up ? 1.0 : 0.0;
        }
        paired.AddDraw(base, changed, 8);
      }
      const PairedSummary summary = paired.Summary(0.95);
      const double truth = one.up - one.down;
      covered += summary.difference.low <= truth && truth <= summary.difference.high ? 1 : 0;
    }
    EXPECT_GE(covered, kExperiments * 92 / 100) << one.up << " " << one.down;
  }
}

// Means with a common part: the interval covers, and the variance ratio is (2 (1 + c²)) / 2.
TEST(PairedDifference, RatioOfVariancesIsThatOfTheCommonPart) {
  PairedDifference paired(false);
  const double common = 3.0;
  for (std::uint64_t j = 0; j < 8'000; ++j) {
    double base[2], changed[2];
    for (std::uint64_t w = 0; w < 2; ++w) {
      const double shared = common * (Uniform(9, 3 * (2 * j + w)) - 0.5);
      base[w] = shared + Uniform(9, 3 * (2 * j + w) + 1) - 0.5;
      changed[w] = shared + Uniform(9, 3 * (2 * j + w) + 2) - 0.5;
    }
    paired.AddDraw(base, changed, 2);
  }
  EXPECT_NEAR(paired.Summary(0.95).variance_ratio, 1.0 + common * common, 0.5);
}

}  // namespace
}  // namespace entente::analysis
