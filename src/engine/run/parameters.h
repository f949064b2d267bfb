// Draws all parameters of a tile's worlds. Beta and gamma priors, whose inverse distribution
// functions cost microseconds, are tabulated once a run.
#ifndef ENTENTE_ENGINE_RUN_PARAMETERS_H_
#define ENTENTE_ENGINE_RUN_PARAMETERS_H_

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "engine/kernels/math.h"
#include "model/model.h"

namespace entente::engine {

class ParameterSampler {
 public:
  // Checks every prior. The model must outlive the sampler.
  static Result<ParameterSampler> Make(const model::Model& model);

  // The prior's quantile at u in (0, 1). Beta and gamma: between 2^-10 and 1 − 2^-10 by monotone
  // cubic interpolation of 1,024 exact quantiles (relative error below 1e-6 for shapes >= 0.5),
  // exact outside.
  double Draw(std::size_t parameter, double u) const;

 private:
  struct Table {
    std::vector<double> value, slope;
  };
  const model::Model* model_ = nullptr;
  const MathKernels* math_ = nullptr;
  std::vector<Table> tables_;  // by parameter; empty: exact always
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_RUN_PARAMETERS_H_
