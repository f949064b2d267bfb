// The posterior by particle marginal Metropolis–Hastings: chains whose acceptance ratio uses unbiased
// estimates of the likelihood, and which are exact nevertheless, because the estimate kept with each
// point is part of the chain's state (Andrieu, Doucet, Holenstein 2010).
#ifndef ENTENTE_INFERENCE_FIT_PMMH_H_
#define ENTENTE_INFERENCE_FIT_PMMH_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "inference/fit/draws.h"
#include "inference/fit/likelihood.h"

namespace entente::inference {

struct PmmhSettings {
  std::size_t chains = 8;      // >= 2; their estimates are made side by side
  std::size_t warmup = 300;    // steps of each chain that adapt the proposal and are thrown away
  std::size_t steps = 500;     // steps of each chain that are kept; >= 4
  std::uint64_t seed = 1;
  // Where chains begin: spread over these points. Empty: at points of the prior that the record
  // allows.
  std::vector<double> start;
  std::function<void(std::size_t done, std::size_t all)> on_step;
  const std::atomic<bool>* cancel = nullptr;
};

struct PmmhFit {
  Draws draws;                         // [chain][step], chains one after another
  std::size_t chains = 0;
  double acceptance = 0.0;             // after the warm-up
  std::vector<double> r_hat;           // by coordinate
  std::vector<double> effective_size;  // by coordinate, of all chains together
  bool complete = false;               // false: cancelled; draws hold what there was
};

// Fails if no start allows the record, or if the estimator fails. The proposal adapts to the chains
// during the warm-up only. The same for the same seed.
Result<PmmhFit> FitPmmh(LikelihoodEstimator& likelihood, const PmmhSettings& settings);

// How well chains of one quantity agree: √(pooled over within variance) of half-chains; 1 is
// agreement, above 1.05 they have not mixed (Gelman et al., Bayesian Data Analysis, 3rd ed., 11.4).
// `values` holds chains one after another, equally long, at least 4 each; 1 where nothing varies.
double SplitRHat(std::span<const double> values, std::size_t chains);

// How many independent draws the chains are worth for the mean: by autocorrelations summed over
// Geyer's initial monotone sequence (same book, 11.5). At most the number of values.
double ChainEffectiveSize(std::span<const double> values, std::size_t chains);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_PMMH_H_
