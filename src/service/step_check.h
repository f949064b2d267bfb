// `--check-step`: how outcomes shift when every step of the grid is halved.
#ifndef ENTENTE_SERVICE_STEP_CHECK_H_
#define ENTENTE_SERVICE_STEP_CHECK_H_

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "engine/run.h"

namespace entente::service {

// By outcome: the estimate at half the step minus the estimate at the step (stored units), with a
// paired interval. `worlds` are split into 16 batches of their own seeds; each batch runs at both
// steps with the same luck, which gives 16 independent paired differences and a Student interval
// with 15 degrees of freedom at the options' level. Deterministic; three times the work of a run.
Result<std::vector<engine::Estimate>> StepShifts(const model::Model& model,
                                                 const engine::RunOptions& options,
                                                 std::uint64_t worlds);

// The p-quantile of Student's t with `freedom` degrees of freedom, by the expansion in 1 / freedom
// (Abramowitz and Stegun 26.7.5); for 15 degrees and p <= 0.995 the error is below 0.003.
double StudentQuantile(double p, double freedom);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_STEP_CHECK_H_
