#include "inference/random/stream.h"

#include <gtest/gtest.h>

#include <cmath>

namespace entente::inference {
namespace {

// Means and variances at fixed seeds. Each |z| < 4.5: false alarm below 7e-6 each, 1e-4 in all.
void ExpectMoments(double mean, double variance, double fourth, int n, auto draw) {
  double sum = 0.0, square = 0.0;
  for (int i = 0; i < n; ++i) {
    const double x = draw() - mean;
    sum += x;
    square += x * x;
  }
  EXPECT_LT(std::abs(sum / n) / std::sqrt(variance / n), 4.5);
  EXPECT_LT(std::abs(square / n - variance) / std::sqrt((fourth - variance * variance) / n), 4.5);
}

TEST(Stream, PoissonHasMeanAndVarianceBelowAndAboveTheChunk) {
  for (const double mean : {0.3, 7.0, 95.0}) {
    Stream stream(11, "poisson");
    ExpectMoments(mean, mean, mean * (1.0 + 3.0 * mean), 40'000,
                  [&] { return static_cast<double>(stream.Poisson(mean)); });
  }
}

TEST(Stream, GammaHasMeanAndVarianceBelowAndAboveShapeOne) {
  for (const double shape : {0.4, 1.0, 6.5}) {
    Stream stream(12, "gamma");
    ExpectMoments(shape, shape, 3.0 * shape * (shape + 2.0), 40'000,
                  [&] { return stream.Gamma(shape); });
  }
}

TEST(Stream, NamesAndIndicesAreDifferentStreams) {
  EXPECT_EQ(Stream(1, "a").Uniform(), Stream(1, "a").Uniform());
  EXPECT_NE(Stream(1, "a").Uniform(), Stream(1, "b").Uniform());
  EXPECT_NE(Stream(1, "a", 0).Uniform(), Stream(1, "a", 1).Uniform());
}

}  // namespace
}  // namespace entente::inference
