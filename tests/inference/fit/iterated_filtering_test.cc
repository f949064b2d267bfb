#include "inference/fit/iterated_filtering.h"

#include <gtest/gtest.h>

#include <cmath>

#include "inference/fit/gaussian_target.h"
#include "inference/filter/resampling.h"

namespace entente::inference {
namespace {

// Observations y_t ~ N(z, 1): the likelihood is largest at their mean, and its curvature is known.
struct Repeated : PerturbedFilter {
  std::vector<double> y;
  std::size_t dimension() const override { return 1; }
  Result<double> Pass(std::vector<double>& swarm, double sd, std::uint64_t luck) override {
    Stream stream(luck, "pass");
    for (double& z : swarm) z += sd * stream.Normal();
    double total = 0.0;
    for (const double at : y) {
      std::vector<double> weights;
      for (double& z : swarm) {
        z += sd * stream.Normal();
        weights.push_back(-0.5 * (at - z) * (at - z));
      }
      total += LogSumExp(weights) - std::log(static_cast<double>(swarm.size()));
      std::vector<double> kept;
      std::vector<std::uint32_t> chosen(swarm.size());
      SystematicAncestors(weights, stream.Uniform(), 0, chosen);
      for (const std::uint32_t i : chosen) kept.push_back(swarm[i]);
      swarm = kept;
    }
    return total;
  }
};

TEST(IteratedFiltering, ClosesInOnTheMaximum) {
  Repeated filter;
  Stream stream(5, "data");
  double mean = 0.0;
  for (int t = 0; t < 100; ++t) {
    filter.y.push_back(4.0 + stream.Normal());  // where the prior has few particles
    mean += filter.y.back() / 100.0;
  }
  GaussianTarget target({mean}, {0.1}, 0.3);  // the same likelihood, up to a constant
  IteratedFilteringSettings settings;
  settings.particles = 500;
  settings.passes = 50;
  settings.sd = 0.1;
  settings.cooling = 0.01;
  const Result<IteratedFilteringFit> fit = FitIteratedFiltering(filter, target, settings);
  ASSERT_TRUE(fit.has_value());
  ASSERT_TRUE(fit->complete);
  // The maximum to a fifth of the estimate's own standard error (0.1).
  EXPECT_NEAR(fit->point[0], mean, 0.02);
  EXPECT_GT(fit->shaken_log_likelihood.back(), fit->shaken_log_likelihood.front() + 3.0);
  EXPECT_GT(fit->log_likelihood_se, 0.0);
  GaussianTarget exact({mean}, {0.1}, 0.0);
  EXPECT_NEAR(fit->log_likelihood, (*exact.Estimate(fit->point, 1))[0],
              4.0 * fit->log_likelihood_se);
}

}  // namespace
}  // namespace entente::inference
