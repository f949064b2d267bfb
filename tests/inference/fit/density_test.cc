#include "inference/fit/density.h"

#include <gtest/gtest.h>

#include <cmath>

#include "inference/random/stream.h"

namespace entente::inference {
namespace {

model::Model WithLognormal() {
  model::Model model;
  model::Parameter rate;
  rate.provenance.name = "rate";
  rate.prior = {model::PriorKind::kLognormal, 2.0, 0.7, 0.0};
  model.parameters.push_back(rate);
  return model;
}

double Lognormal(double x, double mu, double sd) {
  const double z = (std::log(x) - mu) / sd;
  return std::exp(-0.5 * z * z) / (x * sd * std::sqrt(2.0 * M_PI));
}

// Scores N(1, 0.4²) of a lognormal prior are a lognormal posterior: ln x ~ N(ln 2 + 0.7, 0.28²).
TEST(Densities, AreThoseOfTheLaws) {
  const model::Model model = WithLognormal();
  const Result<Coordinates> coordinates = Coordinates::Make(model);
  Draws draws;
  draws.dimension = 1;
  Stream stream(3, "draws");
  for (int i = 0; i < 20'000; ++i) {
    draws.points.push_back(1.0 + 0.4 * stream.Normal());
    draws.log_likelihood.push_back(0.0);
  }
  const DensityCurves curves = DensitiesOf(*coordinates, draws, 0, 20'000.0);
  ASSERT_GT(curves.at.size(), 50u);
  double area = 0.0, highest = Lognormal(std::exp(std::log(2.0) + 0.7 - 0.28 * 0.28),
                                         std::log(2.0) + 0.7, 0.28);
  for (std::size_t i = 0; i < curves.at.size(); ++i) {
    const double x = curves.at[i];
    if (i > 0) {
      ASSERT_GT(x, curves.at[i - 1]);
      area += 0.5 * (curves.posterior[i] + curves.posterior[i - 1]) * (x - curves.at[i - 1]);
    }
    EXPECT_NEAR(curves.prior[i] / Lognormal(x, std::log(2.0), 0.7), 1.0, 0.01);
    // Smoothing lowers the peak by about h²/2σ² = 0.8 %; the rest is sampling.
    EXPECT_NEAR(curves.posterior[i], Lognormal(x, std::log(2.0) + 0.7, 0.28), 0.05 * highest);
  }
  EXPECT_NEAR(area, 1.0, 0.02);
}

// A cloud that collapsed is one narrow peak, not a division by zero.
TEST(Densities, OfOnePointAreFinite) {
  const model::Model model = WithLognormal();
  const Result<Coordinates> coordinates = Coordinates::Make(model);
  Draws draws;
  draws.dimension = 1;
  draws.points.assign(16, 5.0);  // far out in the prior's tail
  draws.log_likelihood.assign(16, 0.0);
  const DensityCurves curves = DensitiesOf(*coordinates, draws, 0, 1.0);
  ASSERT_FALSE(curves.at.empty());
  EXPECT_GT(curves.at.back(), 2.0 * std::exp(0.7 * 4.9));
  for (const double density : curves.posterior) EXPECT_TRUE(std::isfinite(density));
}

}  // namespace
}  // namespace entente::inference
