#include "inference/fit/iterated_filtering.h"

#include <cmath>

#include "base/check.h"
#include "inference/filter/resampling.h"
#include "inference/random/stream.h"

namespace entente::inference {

Result<IteratedFilteringFit> FitIteratedFiltering(PerturbedFilter& filter,
                                                  LikelihoodEstimator& likelihood,
                                                  const IteratedFilteringSettings& settings) {
  const std::size_t dimension = filter.dimension();
  ENTENTE_CHECK(settings.particles >= 2 && settings.passes >= 1 && settings.replicates >= 2);
  ENTENTE_CHECK(settings.cooling > 0.0 && settings.cooling <= 1.0 && settings.sd > 0.0);
  IteratedFilteringFit fit;
  std::vector<double> swarm(settings.particles * dimension);
  Stream stream(settings.seed, "iterated filtering start");
  for (double& z : swarm) z = stream.Normal();
  const auto cancelled = [&] {
    return settings.cancel != nullptr && settings.cancel->load(std::memory_order_relaxed);
  };
  fit.point.assign(dimension, 0.0);
  std::size_t pass = 0;
  for (; pass < settings.passes && !cancelled(); ++pass) {
    const double share =
        static_cast<double>(pass) / static_cast<double>(std::max<std::size_t>(settings.passes - 1, 1));
    const double sd = settings.sd * std::pow(settings.cooling, share);
    const Result<double> value =
        filter.Pass(swarm, sd, settings.seed + 0x9e3779b97f4a7c15u * (1 + pass));
    if (!value) {
      if (cancelled()) break;
      return Fail(value.error().message);
    }
    fit.shaken_log_likelihood.push_back(*value);
    std::vector<double> mean(dimension, 0.0);
    for (std::size_t i = 0; i < settings.particles; ++i) {
      for (std::size_t j = 0; j < dimension; ++j) mean[j] += swarm[i * dimension + j];
    }
    for (double& m : mean) m /= static_cast<double>(settings.particles);
    fit.point = mean;
    fit.means.push_back(std::move(mean));
    if (settings.on_pass) settings.on_pass(pass + 1, settings.passes);
  }
  fit.complete = pass == settings.passes;
  if (!fit.complete) return fit;
  std::vector<double> copies;
  for (std::size_t r = 0; r < settings.replicates; ++r) {
    copies.insert(copies.end(), fit.point.begin(), fit.point.end());
  }
  const Result<std::vector<double>> estimates = likelihood.Estimate(copies, settings.seed ^ 0x5bd1u);
  if (!estimates) return Fail(estimates.error().message);
  const auto n = static_cast<double>(settings.replicates);
  fit.log_likelihood = LogSumExp(*estimates) - std::log(n);
  // Of the logarithm of a mean, by the delta method.
  double squares = 0.0;
  for (const double value : *estimates) {
    const double ratio = std::exp(value - fit.log_likelihood) - 1.0;
    squares += ratio * ratio;
  }
  fit.log_likelihood_se = std::sqrt(squares / (n - 1.0) / n);
  return fit;
}

}  // namespace entente::inference
