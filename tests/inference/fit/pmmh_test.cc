#include "inference/fit/pmmh.h"

#include <gtest/gtest.h>

#include <cmath>

#include "inference/fit/gaussian_target.h"

namespace entente::inference {
namespace {

TEST(Pmmh, FindsAGaussianPosteriorThroughNoise) {
  GaussianTarget target({2.0, -1.0, 0.0}, {0.3, 1.0, 50.0}, 0.8);
  PmmhSettings settings;
  settings.chains = 8;
  settings.warmup = 400;
  settings.steps = 1'500;
  const Result<PmmhFit> fit = FitPmmh(target, settings);
  ASSERT_TRUE(fit.has_value()) << fit.error().message;
  ASSERT_TRUE(fit->complete);
  EXPECT_GT(fit->acceptance, 0.1);
  const auto n = static_cast<double>(fit->draws.size());
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_LT(fit->r_hat[j], 1.05) << j;
    double mean = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < fit->draws.size(); ++i) mean += fit->draws.point(i)[j] / n;
    for (std::size_t i = 0; i < fit->draws.size(); ++i) {
      squares += std::pow(fit->draws.point(i)[j] - mean, 2) / n;
    }
    // 4 standard errors by the chains' own effective sizes: below 1 false alarm in 2,000 in all.
    const double effective = fit->effective_size[j];
    EXPECT_GT(effective, 100.0);
    EXPECT_NEAR(mean, target.PosteriorMean(j), 4.0 * target.PosteriorSd(j) / std::sqrt(effective));
    EXPECT_NEAR(std::sqrt(squares) / target.PosteriorSd(j), 1.0, 4.0 / std::sqrt(effective));
  }
}

TEST(Pmmh, IsTheSameForTheSameSeed) {
  PmmhSettings settings;
  settings.chains = 2;
  settings.warmup = 40;
  settings.steps = 40;
  GaussianTarget target({1.0}, {0.5}, 0.5);
  const auto first = FitPmmh(target, settings)->draws.points;
  EXPECT_EQ(FitPmmh(target, settings)->draws.points, first);
  settings.seed = 2;
  EXPECT_NE(FitPmmh(target, settings)->draws.points, first);
}

TEST(Pmmh, StopsWhenToldAndKeepsWhatThereWas) {
  GaussianTarget target({1.0}, {0.5}, 0.0);
  PmmhSettings settings;
  std::atomic<bool> cancel = false;
  settings.cancel = &cancel;
  settings.warmup = 10;
  settings.on_step = [&](std::size_t done, std::size_t) { cancel = done == 30; };
  const Result<PmmhFit> fit = FitPmmh(target, settings);
  ASSERT_TRUE(fit.has_value());
  EXPECT_FALSE(fit->complete);
  EXPECT_EQ(fit->draws.size(), settings.chains * 20);
}

// x_t = a x_{t−1} + noise: n independent-equivalent values are n (1 − a)/(1 + a).
TEST(Mixing, KnowsAutoregressiveChains) {
  for (const double a : {0.0, 0.5, 0.9}) {
    std::vector<double> values;
    const std::size_t chains = 4, length = 20'000;
    for (std::size_t c = 0; c < chains; ++c) {
      Stream stream(3, "chain", static_cast<std::uint32_t>(c));
      double x = stream.Normal();
      for (std::size_t i = 0; i < length; ++i) {
        values.push_back(x);
        x = a * x + std::sqrt(1.0 - a * a) * stream.Normal();
      }
    }
    const double expected = static_cast<double>(values.size()) * (1.0 - a) / (1.0 + a);
    EXPECT_NEAR(ChainEffectiveSize(values, chains) / expected, 1.0, 0.1) << a;
    EXPECT_NEAR(SplitRHat(values, chains), 1.0, 0.01) << a;
  }
}

TEST(Mixing, SeesChainsThatDisagree) {
  std::vector<double> values;
  for (std::size_t c = 0; c < 2; ++c) {
    Stream stream(3, "chain", static_cast<std::uint32_t>(c));
    for (int i = 0; i < 500; ++i) values.push_back(stream.Normal() + (c == 0 ? 0.0 : 2.0));
  }
  EXPECT_GT(SplitRHat(values, 2), 1.2);
  EXPECT_LT(ChainEffectiveSize(values, 2), 50.0);
  // A drift within each chain is seen though the chains agree.
  std::vector<double> drift;
  for (int c = 0; c < 2; ++c) {
    for (int i = 0; i < 500; ++i) drift.push_back(i);
  }
  EXPECT_GT(SplitRHat(drift, 2), 1.5);
}

}  // namespace
}  // namespace entente::inference
