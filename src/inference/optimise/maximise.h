// Bounded maximisation with gradients, by NLopt: one way in for every likelihood of this layer.
#ifndef ENTENTE_INFERENCE_OPTIMISE_MAXIMISE_H_
#define ENTENTE_INFERENCE_OPTIMISE_MAXIMISE_H_

#include <functional>
#include <span>
#include <vector>

#include "base/result.h"

namespace entente::inference {

// The value at x; fills `gradient` unless it is empty. May return −inf (or NaN, taken for it) where
// x is impossible, but must be finite at the start.
using Objective = std::function<double(std::span<const double> x, std::span<double> gradient)>;

struct MaximiseSettings {
  int evaluations = 2'000;
  double relative_tolerance = 1e-11;  // of the value
};

struct Maximum {
  std::vector<double> at;
  double value = 0.0;
  bool converged = false;  // by the tolerance; else the evaluations ran out: `at` is the best seen
};

// A local maximum within lower <= x <= upper (±inf allowed), by L-BFGS (Nocedal 1980; Luksan's
// bounded version), and where its line search gives up by SLSQP (Kraft 1994) from the best point so
// far. Deterministic. An error if the value at the start is not finite.
Result<Maximum> Maximise(const Objective& objective, std::vector<double> start,
                         std::vector<double> lower, std::vector<double> upper,
                         const MaximiseSettings& settings = {});

// The observed information, −∂² value / ∂x_i ∂x_j, row by row, by central differences of the
// gradient with steps 1e-5 max(|x|, 1e-3).
std::vector<double> ObservedInformation(const Objective& objective, std::span<const double> at);

// Standard errors: square roots of the diagonal of the inverse information restricted to the
// parameters with free[i]; NaN for the others, and for all if it is not positive definite.
std::vector<double> StandardErrors(std::span<const double> information,
                                   const std::vector<bool>& free);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_OPTIMISE_MAXIMISE_H_
