// The split of a variance whose three parts are known.
#include "analysis/sensitivity/split.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "analysis/sensitivity/design.h"

namespace entente::analysis {
namespace {

double Normal(std::uint64_t seed, std::uint64_t name, std::size_t row) {
  return engine::StandardNormal(engine::Math(),
                                engine::PurposeKey(seed, engine::Purpose::kParameter), name,
                                static_cast<std::uint32_t>(row), 0);
}

// y = parameter + 2 · chance + shift of the scenario (0 or 2): parts 1, 4 and 1.
NestedValues Sample(std::uint64_t seed, std::size_t draws, std::size_t m, double parameter_sd) {
  NestedValues values;
  values.worlds_per_draw = m;
  values.scenarios.assign(2, {});
  for (std::size_t j = 0; j < draws; ++j) {
    for (std::size_t k = 0; k < m; ++k) {
      const double y = parameter_sd * Normal(seed, 1, j) + 2 * Normal(seed, 2 + k, j);
      values.scenarios[0].push_back(y);
      values.scenarios[1].push_back(y + 2);
    }
  }
  return values;
}

// 400 samples of 200 draws, two worlds each: means of the estimates within five standard errors,
// and intervals at 95 % cover at least 90 %.
TEST(SplitVariance, IsUnbiasedAndCovers) {
  const double parts[] = {4.0, 1.0, 1.0}, shares[] = {4.0 / 6, 1.0 / 6, 1.0 / 6};
  double sum[3] = {}, squares[3] = {};
  int covered[3] = {}, shares_covered[3] = {};
  constexpr int kSamples = 400;
  for (int s = 0; s < kSamples; ++s) {
    const Result<SplitResult> result =
        SplitVariance(Sample(static_cast<std::uint64_t>(s), 200, 2, 1.0), 0.95);
    ASSERT_TRUE(result) << result.error().message;
    const engine::Estimate* part[] = {&result->chance, &result->parameter, &result->scenario};
    const engine::Estimate* share[] = {&result->chance_share, &result->parameter_share,
                                       &result->scenario_share};
    for (int i = 0; i < 3; ++i) {
      sum[i] += part[i]->value;
      squares[i] += part[i]->value * part[i]->value;
      covered[i] += part[i]->low <= parts[i] + 1e-9 && parts[i] - 1e-9 <= part[i]->high;
      shares_covered[i] += share[i]->low <= shares[i] && shares[i] <= share[i]->high;
    }
  }
  for (int i = 0; i < 3; ++i) {
    const double mean = sum[i] / kSamples;
    const double error =
        std::sqrt(std::max(0.0, squares[i] / kSamples - mean * mean) / kSamples);
    EXPECT_NEAR(mean, parts[i], 5 * error + 1e-9) << i;
    EXPECT_GE(covered[i], 0.90 * kSamples) << i;
    EXPECT_GE(shares_covered[i], 0.90 * kSamples) << i;
  }
}

TEST(SplitVariance, SaysZeroWhereParametersDoNothing) {
  int above = 0;
  for (std::uint64_t s = 0; s < 200; ++s) {
    const Result<SplitResult> result = SplitVariance(Sample(s, 100, 4, 0.0), 0.95);
    ASSERT_TRUE(result);
    above += result->parameter.low > 0.0;
    EXPECT_LT(result->parameter_share.value, 0.25) << s;
  }
  // 2.5 % expected: 5 of 200; 17 is above the 99.99th percentile.
  EXPECT_LE(above, 17);
}

// Luck differs between scenarios: the noise of their means is taken out.
// In half of the samples the estimate comes out below 0 and the share is cut to 0. It must not look
// certain then: at 95 % and these sizes at most a few upper ends may fall to 0 as well.
TEST(SplitVariance, AShareThatIsCutToZeroIsNotCertain) {
  int cut = 0, certain = 0;
  for (std::uint64_t s = 0; s < 200; ++s) {
    const Result<SplitResult> result = SplitVariance(Sample(s, 200, 2, 0.0), 0.95);
    ASSERT_TRUE(result) << result.error().message;
    cut += result->parameter_share.value == 0.0;
    certain += result->parameter_share.high == 0.0;
    EXPECT_LE(result->parameter_share.low, result->parameter_share.value);
    EXPECT_GE(result->parameter_share.high, result->parameter_share.value);
  }
  EXPECT_GT(cut, 60);
  EXPECT_LE(certain, 14);  // 2.5 % expected: 5; four standard errors above
}

TEST(SplitVariance, NoiseOfScenarioMeansIsNotDisagreement) {
  double sum = 0.0, squares = 0.0;
  constexpr int kSamples = 400;
  for (std::uint64_t s = 0; s < kSamples; ++s) {
    NestedValues values;
    values.scenarios.assign(3, {});
    for (std::size_t c = 0; c < 3; ++c) {
      for (std::size_t j = 0; j < 100; ++j) {
        values.scenarios[c].push_back(Normal(s, 10 * c + 1, j));
      }
    }
    const Result<SplitResult> result = SplitVariance(values, 0.95);
    ASSERT_TRUE(result);
    sum += result->scenario.value;
    squares += result->scenario.value * result->scenario.value;
  }
  const double mean = sum / kSamples;
  EXPECT_NEAR(mean, 0.0, 5 * std::sqrt(squares / kSamples / kSamples));
}

TEST(SplitVariance, LeavesOutDrawsWithoutValues) {
  NestedValues values = Sample(1, 100, 2, 1.0);
  values.scenarios[1][7] = std::numeric_limits<double>::quiet_NaN();
  const Result<SplitResult> result = SplitVariance(values, 0.95);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->draws, 99U);
  EXPECT_EQ(result->left_out, 1U);
  values.worlds_per_draw = 1;
  EXPECT_FALSE(SplitVariance(values, 0.95));
}

TEST(SplitVariance, OfAConstantHasNoShares) {
  NestedValues values;
  values.scenarios.assign(1, std::vector<double>(64, 3.0));
  const Result<SplitResult> result = SplitVariance(values, 0.95);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->total, 0.0);
  EXPECT_TRUE(std::isnan(result->chance_share.value));
  EXPECT_EQ(result->means[0].value, 3.0);
}

}  // namespace
}  // namespace entente::analysis
