// Posterior draws as a table: one row a draw, one column a parameter in its stored unit, and the
// log-likelihood. What a fit writes and a forecast reads; any other program may do either.
#ifndef ENTENTE_INFERENCE_FIT_DRAWS_FILE_H_
#define ENTENTE_INFERENCE_FIT_DRAWS_FILE_H_

#include <string>
#include <string_view>

#include "base/result.h"
#include "inference/fit/coordinates.h"
#include "inference/fit/draws.h"

namespace entente::inference {

std::string WriteDraws(const Coordinates& coordinates, const Draws& draws);

struct ReadDrawsResult {
  Coordinates coordinates;
  Draws draws;
};
// Columns in any order, named as the model's parameters; log_likelihood may be missing. Values are
// turned into coordinates by the priors' distribution functions, found by bisection; a value outside
// its prior's range is an error. Errors name line and column.
Result<ReadDrawsResult> ReadDraws(const model::Model& model, std::string_view text);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_DRAWS_FILE_H_
