// A point estimate by iterated filtering: particles carry parameters that are shaken on the way, so
// that the record selects them as it selects states; the shaking is cooled from pass to pass, and the
// swarm closes in on a maximum of the likelihood (IF2: Ionides, Nguyen, Atchadé, Stoev, King 2015,
// "Inference for dynamic and latent variable models via iterated, perturbed Bayes maps").
#ifndef ENTENTE_INFERENCE_FIT_ITERATED_FILTERING_H_
#define ENTENTE_INFERENCE_FIT_ITERATED_FILTERING_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "inference/fit/likelihood.h"

namespace entente::inference {

struct IteratedFilteringSettings {
  std::size_t particles = 1'000;
  std::size_t passes = 40;
  double sd = 0.02;            // of one shake in the first pass, in prior standard deviations
  double cooling = 0.1;        // factor by which it has fallen in the last pass, in (0, 1]
  std::size_t replicates = 8;  // estimates of the likelihood at the point found
  std::uint64_t seed = 1;
  std::function<void(std::size_t done, std::size_t all)> on_pass;
  const std::atomic<bool>* cancel = nullptr;
};

struct IteratedFilteringFit {
  std::vector<double> point;  // the last swarm's mean, by coordinate
  double log_likelihood = 0.0;  // at the point: ln of the replicates' mean likelihood
  double log_likelihood_se = 0.0;
  std::vector<double> shaken_log_likelihood;       // by pass
  std::vector<std::vector<double>> means;          // by pass, of the swarm
  bool complete = false;
};

// The swarm starts at the prior. Where the record says nothing about a coordinate it wanders about the
// prior's middle by the shaking alone. Fails as the filter and the estimator do.
Result<IteratedFilteringFit> FitIteratedFiltering(PerturbedFilter& filter,
                                                  LikelihoodEstimator& likelihood,
                                                  const IteratedFilteringSettings& settings);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_ITERATED_FILTERING_H_
