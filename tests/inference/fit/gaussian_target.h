// A likelihood whose posterior, evidence and maximum are known: y_j ~ N(z_j, s_j²). Its estimates may
// be noisy, unbiased all the same: ln L̂ = ln L + N(−σ²/2, σ²).
#ifndef ENTENTE_TESTS_INFERENCE_FIT_GAUSSIAN_TARGET_H_
#define ENTENTE_TESTS_INFERENCE_FIT_GAUSSIAN_TARGET_H_

#include <cmath>
#include <vector>

#include "inference/fit/likelihood.h"
#include "inference/random/stream.h"

namespace entente::inference {

struct GaussianTarget : LikelihoodEstimator {
  std::vector<double> y, s;
  double noise = 0.0;
  std::size_t estimates = 0;
  std::size_t fail_after = static_cast<std::size_t>(-1);

  GaussianTarget(std::vector<double> at, std::vector<double> sd, double noise_sd)
      : y(std::move(at)), s(std::move(sd)), noise(noise_sd) {}

  std::size_t dimension() const override { return y.size(); }
  Result<std::vector<double>> Estimate(std::span<const double> points,
                                       std::uint64_t luck) override {
    std::vector<double> values;
    Stream stream(luck, "target");
    for (std::size_t i = 0; i < points.size() / y.size(); ++i) {
      double value = noise > 0.0 ? -0.5 * noise * noise + noise * stream.Normal() : 0.0;
      for (std::size_t j = 0; j < y.size(); ++j) {
        const double gap = (y[j] - points[i * y.size() + j]) / s[j];
        value += -0.5 * gap * gap - std::log(s[j]) - 0.5 * std::log(2.0 * M_PI);
      }
      values.push_back(value);
      if (++estimates > fail_after) return Fail("the estimator broke");
    }
    return values;
  }

  double PosteriorMean(std::size_t j) const { return y[j] / (1.0 + s[j] * s[j]); }
  double PosteriorSd(std::size_t j) const { return s[j] / std::sqrt(1.0 + s[j] * s[j]); }
  double LogEvidence() const {
    double sum = 0.0;
    for (std::size_t j = 0; j < y.size(); ++j) {
      const double variance = 1.0 + s[j] * s[j];
      sum += -0.5 * y[j] * y[j] / variance - 0.5 * std::log(2.0 * M_PI * variance);
    }
    return sum;
  }
};

}  // namespace entente::inference

#endif  // ENTENTE_TESTS_INFERENCE_FIT_GAUSSIAN_TARGET_H_
