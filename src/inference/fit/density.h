// A parameter before and after, as curves for drawing.
#ifndef ENTENTE_INFERENCE_FIT_DENSITY_H_
#define ENTENTE_INFERENCE_FIT_DENSITY_H_

#include <cstddef>
#include <vector>

#include "inference/fit/coordinates.h"
#include "inference/fit/draws.h"

namespace entente::inference {

// Densities per stored unit at ascending values, which cover the middle 96 % of the prior and all
// but the outermost draws. Empty where the prior has no width.
struct DensityCurves {
  std::vector<double> at, prior, posterior;
};

// The posterior's is a Gaussian kernel estimate in normal scores (bandwidth by Silverman 1986,
// equation 3.31, for `independent` draws, > 0), carried over to values: it never leaves the prior's
// range, and draws of the prior give back the prior's shape however skewed that is.
DensityCurves DensitiesOf(const Coordinates& coordinates, const Draws& draws,
                          std::size_t coordinate, double independent);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_DENSITY_H_
