// A model in which some parameters are known: the lever of a person who asks "and if it were 0.3?".
#ifndef ENTENTE_MODEL_FIX_PARAMETERS_H_
#define ENTENTE_MODEL_FIX_PARAMETERS_H_

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/model.h"

namespace entente::model {

// What values a prior allows, in stored units, both ends included.
struct Support {
  double low = 0.0, high = 0.0;
};
Support SupportOf(const Prior& prior);

// The model with each named parameter at its value, given in the unit that it is shown in. Luck is
// untouched: all other parameters are drawn as before, world by world. Fails for an unknown name
// (suggests the nearest), a value that is not finite or that the prior excludes, and a name given
// twice.
Result<Model> FixParameters(const Model& model,
                            const std::vector<std::pair<std::string, double>>& values);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_FIX_PARAMETERS_H_
