// The likelihood of a record by particle filters, as the methods of a fit ask for it: many points of
// the parameter space side by side, each with a filter of its own; and one filter whose particles
// carry shaken parameters.
#ifndef ENTENTE_INFERENCE_FIT_FILTER_LIKELIHOOD_H_
#define ENTENTE_INFERENCE_FIT_FILTER_LIKELIHOOD_H_

#include <memory>
#include <vector>

#include "inference/filter/filter.h"
#include "inference/fit/coordinates.h"
#include "inference/fit/likelihood.h"

namespace entente::inference {

struct FilterLikelihoodSettings {
  // Of one filter; `groups` and `outcomes` are ours to choose. Parameters that are not coordinates are
  // drawn anew by every particle: the likelihood is that with them integrated out.
  FilterSettings filter;
  double to_day = 0.0;               // the data are taken in up to this day
  // Particles of all filters that run side by side: memory, some 25 kB each for a large model.
  std::size_t slots_at_once = 16'384;
};

// Unbiased by the particle filter's lack of bias. All arguments must outlive it.
class FilterLikelihood : public LikelihoodEstimator {
 public:
  static Result<FilterLikelihood> Make(const model::Model& model, const Data& data,
                                       const Coordinates& coordinates,
                                       const FilterLikelihoodSettings& settings);
  std::size_t dimension() const override { return coordinates_->dimension(); }
  Result<std::vector<double>> Estimate(std::span<const double> points,
                                       std::uint64_t luck) override;

 private:
  FilterLikelihood(const model::Model& model, const Data& data, const Coordinates& coordinates,
                   const FilterLikelihoodSettings& settings)
      : model_(&model), data_(&data), coordinates_(&coordinates), settings_(settings) {}

  const model::Model* model_;
  const Data* data_;
  const Coordinates* coordinates_;
  FilterLikelihoodSettings settings_;
  std::unique_ptr<ParticleFilter> filter_;  // as wide as the last call needed
  std::size_t groups_ = 0;
};

// The shaken filter of iterated filtering: a shake before the start and before each day of data.
class ShakenFilter : public PerturbedFilter {
 public:
  ShakenFilter(const model::Model& model, const Data& data, const Coordinates& coordinates,
               const FilterLikelihoodSettings& settings);
  std::size_t dimension() const override { return coordinates_.dimension(); }
  Result<double> Pass(std::vector<double>& swarm, double sd, std::uint64_t luck) override;

 private:
  const model::Model& model_;
  const Data& data_;
  const Coordinates& coordinates_;
  FilterLikelihoodSettings settings_;
  std::vector<double> days_;  // of data, upwards, each once
  std::unique_ptr<ParticleFilter> filter_;  // of as many particles as the last swarm had
  std::size_t particles_ = 0;
};

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_FILTER_LIKELIHOOD_H_
