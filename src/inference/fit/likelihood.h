// What a fit needs of a model and a record: coordinates with a standard normal prior, and unbiased
// estimates of the likelihood. The methods of this folder know nothing else, so they are tested on
// models whose answer is known, and used on any model that can be simulated ("plug and play").
#ifndef ENTENTE_INFERENCE_FIT_LIKELIHOOD_H_
#define ENTENTE_INFERENCE_FIT_LIKELIHOOD_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace entente::inference {

// Points are row-major, [point][coordinate]. A priori all coordinates are independent N(0, 1): a
// parameter is its prior's quantile at Φ(coordinate) (fit/coordinates.h).
class LikelihoodEstimator {
 public:
  virtual ~LikelihoodEstimator() = default;
  virtual std::size_t dimension() const = 0;
  // For each point ln of an estimate L̂ >= 0 of p(record | point) with E L̂ = p(record | point);
  // −inf where the record could not have happened. `luck` names the random numbers: equal points and
  // equal luck give equal bits, other luck an independent estimate. Fails if cancelled or if the
  // model can not be simulated.
  virtual Result<std::vector<double>> Estimate(std::span<const double> points,
                                               std::uint64_t luck) = 0;
};

// One pass of a particle filter whose particles carry parameters that are shaken on the way: what
// iterated filtering needs.
class PerturbedFilter {
 public:
  virtual ~PerturbedFilter() = default;
  virtual std::size_t dimension() const = 0;
  // `swarm` holds one point for each particle. Before the start and before each resampling every
  // coordinate is moved by an independent N(0, sd²); afterwards `swarm` holds the points of the
  // particles that are left. The log-likelihood of the shaken model.
  virtual Result<double> Pass(std::vector<double>& swarm, double sd, std::uint64_t luck) = 0;
};

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_LIKELIHOOD_H_
