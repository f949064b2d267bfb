// Laws of observed cells: they sum to 1, have the moments they promise, and meet in the limit.
#include "inference/likelihood/laws.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace entente::inference {
namespace {

TEST(LawsTest, CountsSumToOneWithTheirMoments) {
  for (const double mean : {0.3, 4.0, 27.5}) {
    for (const double size : {0.0, 0.4, 2.0, 50.0}) {  // 0: Poisson
      double sum = 0.0, first = 0.0, second = 0.0;
      for (int y = 0; y < 4000; ++y) {
        const double p =
            std::exp(size == 0.0 ? LogPoisson(y, mean) : LogNegativeBinomial(y, mean, size));
        sum += p;
        first += p * y;
        second += p * y * y;
      }
      EXPECT_NEAR(sum, 1.0, 1e-9);
      EXPECT_NEAR(first, mean, 1e-7 * mean);
      const double variance = size == 0.0 ? mean : mean + mean * mean / size;
      EXPECT_NEAR(second - first * first, variance, 1e-6 * variance);
    }
  }
}

TEST(LawsTest, NegativeBinomialTendsToPoisson) {
  EXPECT_NEAR(LogNegativeBinomial(7.0, 5.0, 1e7), LogPoisson(7.0, 5.0), 1e-5);
}

// Where the gamma functions of a naive formula cancel to eight digits.
TEST(LawsTest, LargeSizesKeepTheirDigits) {
  EXPECT_NEAR(LogNegativeBinomial(7.0, 5.0, 1e9), LogPoisson(7.0, 5.0), 1e-7);
  EXPECT_EQ(LogPoisson(2.5, 5.0), -std::numeric_limits<double>::infinity());
}

TEST(LawsTest, EdgesAndTheNormal) {
  const double impossible = -std::numeric_limits<double>::infinity();
  EXPECT_EQ(LogPoisson(0.0, 0.0), 0.0);
  EXPECT_EQ(LogPoisson(1.0, 0.0), impossible);
  EXPECT_EQ(LogNegativeBinomial(1.0, 0.0, 2.0), impossible);
  EXPECT_EQ(LogNegativeBinomial(1.0, 2.0, 0.0), impossible);
  EXPECT_EQ(LogNormalDensity(1.0, 2.0, 0.0), impossible);
  EXPECT_NEAR(LogNormalDensity(1.5, 1.0, 0.5), -0.5 - std::log(0.5) - 0.9189385332046727, 1e-12);
}

}  // namespace
}  // namespace entente::inference
