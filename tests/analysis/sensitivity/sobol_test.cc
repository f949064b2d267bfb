// Sobol indices of functions whose indices are known in closed form, with and without luck.
#include "analysis/sensitivity/sobol.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "analysis/sensitivity/design.h"

namespace entente::analysis {
namespace {

double HalfWidth(const engine::Estimate& e) { return 0.5 * (e.high - e.low); }

TEST(Sobol, Ishigami) {
  const SaltelliValues values = Evaluate(
      1, 16'384, 3, 1, [](const auto& u, std::size_t, std::size_t) { return Ishigami(u); });
  const Result<SobolResult> result = Sobol(values, 0.95);
  ASSERT_TRUE(result) << result.error().message;
  ASSERT_TRUE(result->defined);
  EXPECT_EQ(result->noise_variance, 0.0);
  EXPECT_NEAR(result->variance.value, 13.8446, 0.25);
  for (std::size_t i = 0; i < 3; ++i) {
    const SobolIndex& index = result->indices[i];
    // Six comparisons at four standard errors: a chance of 4 in 10,000 at another seed.
    EXPECT_NEAR(index.first.value, kIshigamiFirst[i], 2.04 * HalfWidth(index.first)) << i;
    EXPECT_NEAR(index.total.value, kIshigamiTotal[i], 2.04 * HalfWidth(index.total)) << i;
    EXPECT_LT(HalfWidth(index.first), 0.06) << i;
    EXPECT_TRUE(index.total_above_zero) << i;
  }
  EXPECT_TRUE(result->indices[0].first_above_zero);
  EXPECT_TRUE(result->indices[1].first_above_zero);
  EXPECT_FALSE(result->indices[2].first_above_zero) << "acts only together with the first factor";
}

// Sobol's G with a = 0, 1, 4.5, 9, 99, 99, 99, 99 (Saltelli et al. 2010, table 5).
TEST(Sobol, GFunction) {
  const double a[] = {0, 1, 4.5, 9, 99, 99, 99, 99};
  const double first[] = {0.7162, 0.1790, 0.0237, 0.0072, 0.0001, 0.0001, 0.0001, 0.0001};
  const double total[] = {0.7871, 0.2422, 0.0343, 0.0105, 0.0001, 0.0001, 0.0001, 0.0001};
  const SaltelliValues values =
      Evaluate(2, 16'384, 8, 1, [&](const auto& u, std::size_t, std::size_t) {
        double product = 1.0;
        for (std::size_t i = 0; i < 8; ++i) {
          product *= (std::fabs(4 * u[i] - 2) + a[i]) / (1 + a[i]);
        }
        return product;
      });
  const Result<SobolResult> result = Sobol(values, 0.95);
  ASSERT_TRUE(result && result->defined);
  for (std::size_t i = 0; i < 8; ++i) {
    const SobolIndex& index = result->indices[i];
    EXPECT_NEAR(index.first.value, first[i], 2.2 * HalfWidth(index.first) + 5e-5) << i;
    EXPECT_NEAR(index.total.value, total[i], 2.2 * HalfWidth(index.total) + 5e-5) << i;
  }
  for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(result->indices[i].first_above_zero) << i;
}

// 300 designs of 512 rows: intervals at 95 % should cover 285 ± 4.4 √… times. The band below is
// five standard deviations wide plus two points for 512 rows being finite.
TEST(Sobol, IntervalsCover) {
  int covered_first[3] = {}, covered_total[3] = {}, false_alarms = 0;
  constexpr int kDesigns = 300;
  for (int d = 0; d < kDesigns; ++d) {
    const SaltelliValues values =
        Evaluate(100 + static_cast<std::uint64_t>(d), 512, 3, 1,
                 [](const auto& u, std::size_t, std::size_t) { return Ishigami(u); });
    const Result<SobolResult> result = Sobol(values, 0.95);
    ASSERT_TRUE(result && result->defined);
    for (std::size_t i = 0; i < 3; ++i) {
      const SobolIndex& index = result->indices[i];
      covered_first[i] +=
          index.first.low <= kIshigamiFirst[i] && kIshigamiFirst[i] <= index.first.high;
      covered_total[i] +=
          index.total.low <= kIshigamiTotal[i] && kIshigamiTotal[i] <= index.total.high;
    }
    false_alarms += result->indices[2].first_above_zero;
  }
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_GE(covered_first[i], 0.87 * kDesigns) << i;
    EXPECT_GE(covered_total[i], 0.87 * kDesigns) << i;
  }
  // 5 % among three factors: 1.7 % each, 5 expected; 17 is above the 99.99th percentile.
  EXPECT_LE(false_alarms, 17);
}

// A probability that depends on two of three parameters, seen only as happened or not. Luck is most
// of the variance; the indices are those of the probability all the same.
double Happens(const std::vector<double>& u, double luck) {
  return luck < 0.2 + 0.4 * u[0] + 0.2 * u[1] ? 1.0 : 0.0;
}

TEST(Sobol, LuckIsTakenOutWithoutBias) {
  const SaltelliValues values =
      Evaluate(3, 65'536, 3, 2, [](const auto& u, std::size_t row, std::size_t l) {
        return Happens(u, Draw(3, 100 + l, row));
      });
  const Result<SobolResult> result = Sobol(values, 0.95);
  ASSERT_TRUE(result && result->defined);
  const double variance = (0.16 + 0.04) / 12;
  EXPECT_NEAR(result->variance.value, variance, 2.04 * HalfWidth(result->variance));
  EXPECT_NEAR(result->noise_variance, 0.25 - variance, 0.003) << "p averages one half";
  const double indices[] = {0.8, 0.2, 0.0};
  for (std::size_t i = 0; i < 3; ++i) {
    const SobolIndex& index = result->indices[i];
    EXPECT_NEAR(index.first.value, indices[i], 2.04 * HalfWidth(index.first) + 1e-12) << i;
    EXPECT_NEAR(index.total.value, indices[i], 2.04 * HalfWidth(index.total) + 1e-12) << i;
  }
  EXPECT_TRUE(result->indices[0].total_above_zero);
  EXPECT_TRUE(result->indices[1].total_above_zero);
  // Same luck, so a parameter that is not read changes no world.
  EXPECT_EQ(result->indices[2].total.value, 0.0);
  EXPECT_FALSE(result->indices[2].total_above_zero);
  EXPECT_FALSE(result->indices[2].first_above_zero);
}

TEST(Sobol, TreatingLuckAsDeterministicWouldBeWrong) {
  SaltelliValues values =
      Evaluate(4, 16'384, 3, 2, [](const auto& u, std::size_t row, std::size_t l) {
        return Happens(u, Draw(4, 100 + l, row));
      });
  SaltelliValues one = values;
  one.lucks = 1;
  one.a.resize(one.rows);
  one.b.resize(one.rows);
  for (auto& column : one.ab) column.resize(one.rows);
  const Result<SobolResult> right = Sobol(values, 0.95), wrong = Sobol(one, 0.95);
  ASSERT_TRUE(right && wrong);
  EXPECT_NEAR(right->variance.value, 0.2 / 12, 0.005);
  EXPECT_GT(wrong->variance.value, 0.2) << "it would take all chance for the parameters'";
}

TEST(Sobol, SaysWhenThereIsNothingToExplain) {
  const SaltelliValues values =
      Evaluate(5, 2'048, 2, 2, [](const auto&, std::size_t row, std::size_t l) {
        return Draw(5, 100 + l, row) < 0.3 ? 1.0 : 0.0;
      });
  const Result<SobolResult> result = Sobol(values, 0.99);
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->defined);
  EXPECT_TRUE(std::isnan(result->indices[0].first.value));
  EXPECT_NEAR(result->noise_variance, 0.21, 0.02);
}

TEST(Sobol, LeavesOutRowsWithoutAValueAndRefusesBadShapes) {
  SaltelliValues values = Evaluate(
      6, 64, 3, 1, [](const auto& u, std::size_t, std::size_t) { return Ishigami(u); });
  values.ab[1][5] = std::numeric_limits<double>::quiet_NaN();
  const Result<SobolResult> result = Sobol(values, 0.95);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->rows, 63U);
  EXPECT_EQ(result->left_out, 1U);
  values.ab[1].pop_back();
  EXPECT_FALSE(Sobol(values, 0.95));
  values.ab[1].push_back(0.0);
  values.lucks = 3;
  EXPECT_FALSE(Sobol(values, 0.95));
}

}  // namespace
}  // namespace entente::analysis
