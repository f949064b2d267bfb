// PAWN where the distances are known, and its threshold where nothing matters.
#include "analysis/sensitivity/pawn.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "analysis/sensitivity/design.h"

namespace entente::analysis {
namespace {

std::vector<double> Column(std::uint64_t seed, std::uint64_t name, std::size_t n) {
  std::vector<double> column;
  for (std::size_t j = 0; j < n; ++j) column.push_back(Draw(seed, name, j));
  return column;
}

// y = x: slice s of ten holds the values of its tenth, so its distance is max(s, 9 − s) / 10.
TEST(Pawn, IsExactWhereTheOutcomeIsTheFactor) {
  std::vector<double> x;
  for (int j = 0; j < 1000; ++j) x.push_back(j);
  const Result<PawnResult> result = Pawn({x}, x, {});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->slices, 10U);
  EXPECT_NEAR(result->indices[0].maximum, 0.9, 1e-12);
  EXPECT_NEAR(result->indices[0].median, 0.7, 1e-12);
  EXPECT_TRUE(result->indices[0].above_dummy);
}

TEST(Pawn, IsADifferenceOfProbabilitiesWhereTheOutcomeIsYesOrNo) {
  std::vector<double> x, y;
  for (int j = 0; j < 1000; ++j) {
    x.push_back(j);
    y.push_back(j >= 500 ? 1.0 : 0.0);
  }
  const Result<PawnResult> result = Pawn({x}, y, {});
  ASSERT_TRUE(result);
  EXPECT_NEAR(result->indices[0].maximum, 0.5, 1e-12);
  EXPECT_NEAR(result->indices[0].median, 0.5, 1e-12);
}

// Five factors that do nothing, 200 samples, 5 % for the five together: 10 false alarms expected,
// standard deviation 3.1; 24 is above the 99.99th percentile.
TEST(Pawn, CallsNothingImportantMoreOftenThanSaid) {
  int alarms = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    std::vector<std::vector<double>> factors;
    for (std::uint64_t i = 0; i < 5; ++i) factors.push_back(Column(seed, i, 400));
    const Result<PawnResult> result = Pawn(factors, Column(seed, 9, 400), {10, 200, 0.95, seed});
    ASSERT_TRUE(result);
    bool any = false;
    for (const PawnIndex& index : result->indices) any = any || index.above_dummy;
    alarms += any;
  }
  EXPECT_LE(alarms, 24);
  EXPECT_GE(alarms, 1) << "a threshold that nothing ever passes says nothing";
}

TEST(Pawn, RanksTheFactorsOfIshigami) {
  const std::size_t n = 4'000;
  std::vector<std::vector<double>> factors;
  for (std::uint64_t i = 0; i < 4; ++i) factors.push_back(Column(7, i, n));
  std::vector<double> y;
  for (std::size_t j = 0; j < n; ++j) y.push_back(Ishigami({factors[0][j], factors[1][j], factors[2][j]}));
  const Result<PawnResult> result = Pawn(factors, y, {});
  ASSERT_TRUE(result);
  // Published order of the medians (Pianosi and Wagener 2015): second, first, third.
  EXPECT_GT(result->indices[1].median, result->indices[0].median);
  EXPECT_GT(result->indices[0].median, result->indices[2].median);
  EXPECT_TRUE(result->indices[2].above_dummy) << "it matters only together with the first";
  EXPECT_FALSE(result->indices[3].above_dummy) << "it is not read";
}

TEST(Pawn, TimesNotReachedTieAtTheTopAndMissingOnesAreLeftOut) {
  std::vector<double> x, y;
  for (int j = 0; j < 200; ++j) {
    x.push_back(j);
    y.push_back(j < 100 ? j : std::numeric_limits<double>::infinity());
  }
  y[3] = std::numeric_limits<double>::quiet_NaN();
  const Result<PawnResult> result = Pawn({x}, y, {});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->values, 199U);
  EXPECT_GT(result->indices[0].maximum, 0.4);
  EXPECT_LE(result->indices[0].maximum, 1.0);
  EXPECT_FALSE(Pawn({x}, std::vector<double>(10, 0.0), {}));
}

}  // namespace
}  // namespace entente::analysis
