// Draws a parameter from its prior by inverse distribution function, from one keyed uniform. So a
// parameter's draw is monotone in its luck: moving a prior moves each world's value, and paired
// comparisons of priors stay paired.
#ifndef ENTENTE_ENGINE_LUCK_PRIOR_H_
#define ENTENTE_ENGINE_LUCK_PRIOR_H_

#include "base/result.h"
#include "engine/kernels/math.h"
#include "model/elements.h"

namespace entente::engine {

// The u-quantile of the prior, u in (0, 1); stored units in and out.
//   point        a                              normal      a + b Φ⁻¹(u)
//   lognormal    a exp(b Φ⁻¹(u))                logit-normal  1 / (1 + exp(−a − b Φ⁻¹(u)))
//   uniform      a + (b − a) u                  triangular  by its piecewise quadratic distribution
//   beta, gamma  Boost.Math's quantiles of the incomplete functions
// The prior must pass CheckPrior. Deterministic; the kernels' bits on each SIMD target, Boost's for
// beta and gamma. Cost: microseconds for beta and gamma, else tens of nanoseconds.
double PriorQuantile(const MathKernels& math, const model::Prior& prior, double u);

// An error that says which argument is out of range: sd, shapes and rates > 0 (sd = 0 is a point),
// lognormal median > 0, uniform a <= b, triangular a <= b <= c, all finite.
Result<void> CheckPrior(const model::Prior& prior);

// The value in the middle: PriorQuantile at 1/2.
double PriorMedian(const MathKernels& math, const model::Prior& prior);

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_LUCK_PRIOR_H_
