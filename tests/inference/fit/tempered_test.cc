#include "inference/fit/tempered.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <filesystem>

#include "inference/fit/gaussian_target.h"

namespace entente::inference {
namespace {

struct Moments {
  double mean = 0.0, sd = 0.0;
};
Moments Of(const Draws& draws, std::size_t j) {
  Moments m;
  const auto n = static_cast<double>(draws.size());
  for (std::size_t i = 0; i < draws.size(); ++i) m.mean += draws.point(i)[j] / n;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    m.sd += std::pow(draws.point(i)[j] - m.mean, 2) / (n - 1.0);
  }
  m.sd = std::sqrt(m.sd);
  return m;
}

// A posterior three prior deviations out and six times narrower. Bounds are 4 standard errors of 1,024
// draws that are counted as 256 independent ones: false alarms below 1 in 2,000 at this fixed seed.
void ExpectPosterior(double noise) {
  GaussianTarget target({3.0, -1.0, 0.0}, {0.2, 1.0, 50.0}, noise);
  TemperedSettings settings;
  settings.points = 1'024;
  settings.seed = 7;
  const Result<TemperedFit> fit = FitTempered(target, settings);
  ASSERT_TRUE(fit.has_value()) << fit.error().message;
  ASSERT_TRUE(fit->complete);
  for (std::size_t j = 0; j < 3; ++j) {
    const Moments m = Of(fit->draws, j);
    EXPECT_NEAR(m.mean, target.PosteriorMean(j), 4.0 * target.PosteriorSd(j) / 16.0) << j;
    EXPECT_NEAR(m.sd / target.PosteriorSd(j), 1.0, 4.0 / std::sqrt(2.0 * 256.0)) << j;
  }
  EXPECT_NEAR(fit->log_evidence, target.LogEvidence(), 0.35);
  EXPECT_GT(fit->stages.size(), 1u);
  for (const TemperedStage& stage : fit->stages) {
    EXPECT_GT(stage.acceptance, 0.0);
    EXPECT_GT(stage.distinct, 512u);
  }
}
TEST(Tempered, FindsAGaussianPosterior) { ExpectPosterior(0.0); }
TEST(Tempered, IsExactThoughTheLikelihoodIsNoisy) { ExpectPosterior(1.0); }

TEST(Tempered, NoisierEstimatesWouldBeSeenIfTheyWereNotUnbiased) {
  // The same noise with its correction left out (E L̂ = e^{σ²/2} L) moves the evidence by σ²/2.
  GaussianTarget right({1.0}, {0.5}, 1.0);
  struct Biased : GaussianTarget {
    using GaussianTarget::GaussianTarget;
    Result<std::vector<double>> Estimate(std::span<const double> points,
                                         std::uint64_t luck) override {
      Result<std::vector<double>> values = GaussianTarget::Estimate(points, luck);
      for (double& value : *values) value += 0.5;
      return values;
    }
  } biased({1.0}, {0.5}, 1.0);
  TemperedSettings settings;
  settings.points = 2'048;
  const double good = FitTempered(right, settings)->log_evidence;
  const double bad = FitTempered(biased, settings)->log_evidence;
  EXPECT_NEAR(good, right.LogEvidence(), 0.15);
  EXPECT_NEAR(bad - good, 0.5, 0.15);
}

TEST(Tempered, ContinuesFromItsArchiveToTheSameBits) {
  const std::string path = std::filesystem::temp_directory_path() / "entente_tempered_test.fit";
  std::filesystem::remove(path);
  TemperedSettings settings;
  settings.points = 64;
  settings.fingerprint = 11;
  GaussianTarget whole_target({3.0, 2.0}, {0.1, 0.1}, 0.5);
  const Result<TemperedFit> whole = FitTempered(whole_target, settings);
  ASSERT_TRUE(whole.has_value());
  ASSERT_GT(whole->stages.size(), 3u);

  settings.checkpoint_file = path;
  std::atomic<bool> cancel = false;
  settings.cancel = &cancel;
  std::size_t seen = 0;
  settings.on_stage = [&](const TemperedStage&) { cancel = ++seen == 2; };
  GaussianTarget first_target({3.0, 2.0}, {0.1, 0.1}, 0.5);
  const Result<TemperedFit> stopped = FitTempered(first_target, settings);
  ASSERT_TRUE(stopped.has_value());
  EXPECT_FALSE(stopped->complete);
  EXPECT_EQ(stopped->stages.size(), 2u);

  cancel = false;
  seen = 10;
  GaussianTarget second_target({3.0, 2.0}, {0.1, 0.1}, 0.5);
  const Result<TemperedFit> continued = FitTempered(second_target, settings);
  ASSERT_TRUE(continued.has_value());
  EXPECT_EQ(continued->draws.points, whole->draws.points);
  EXPECT_EQ(continued->log_evidence, whole->log_evidence);
  EXPECT_LT(second_target.estimates, whole_target.estimates);

  settings.fingerprint = 12;
  const Result<TemperedFit> other = FitTempered(second_target, settings);
  ASSERT_FALSE(other.has_value());
  EXPECT_NE(other.error().message.find("another fit"), std::string::npos);
  // Damage is told from another fit.
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  EXPECT_FALSE(FitTempered(second_target, settings).has_value());
  std::filesystem::remove(path);
}

TEST(Tempered, SaysSoWhenNothingIsPossible) {
  struct Impossible : LikelihoodEstimator {
    std::size_t dimension() const override { return 1; }
    Result<std::vector<double>> Estimate(std::span<const double> points, std::uint64_t) override {
      return std::vector<double>(points.size(), -INFINITY);
    }
  } impossible;
  const Result<TemperedFit> fit = FitTempered(impossible, {});
  ASSERT_FALSE(fit.has_value());
  EXPECT_NE(fit.error().message.find("likelihood above 0"), std::string::npos);
}

TEST(Tempered, LeavesImpossiblePointsBehind) {
  // Half of the prior is impossible: the posterior is the other half, the evidence 1/2.
  struct Half : LikelihoodEstimator {
    std::size_t dimension() const override { return 1; }
    Result<std::vector<double>> Estimate(std::span<const double> points, std::uint64_t) override {
      std::vector<double> values;
      for (const double z : points) values.push_back(z > 0.0 ? 0.0 : -INFINITY);
      return values;
    }
  } half;
  TemperedSettings settings;
  settings.points = 1'024;
  const Result<TemperedFit> fit = FitTempered(half, settings);
  ASSERT_TRUE(fit.has_value());
  EXPECT_TRUE(fit->complete);
  EXPECT_NEAR(fit->log_evidence, std::log(0.5), 0.13);  // 4 standard errors
  EXPECT_NEAR(Of(fit->draws, 0).mean, std::sqrt(2.0 / M_PI), 0.15);
  for (const double z : fit->draws.points) EXPECT_GT(z, 0.0);
}

TEST(Tempered, PassesTheEstimatorsErrorOn) {
  GaussianTarget target({3.0}, {0.1}, 0.0);
  target.fail_after = 300;
  TemperedSettings settings;
  const Result<TemperedFit> fit = FitTempered(target, settings);
  ASSERT_FALSE(fit.has_value());
  EXPECT_EQ(fit.error().message, "the estimator broke");
}

}  // namespace
}  // namespace entente::inference
