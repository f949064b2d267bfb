// Policies and scenarios as a function from models to models: `under P` is Apply(model, {P}).
#ifndef ENTENTE_MODEL_APPLY_POLICIES_H_
#define ENTENTE_MODEL_APPLY_POLICIES_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "model/model.h"

namespace entente::model {

// The model with the interventions of the named policies and scenarios, in the order given. Luck
// is untouched: names, and so random streams, of everything else stay as they are. A dated
// intervention works through a hidden issue that a dated trigger switches, so it takes effect at
// its very instant. Fails for an unknown name (suggests the nearest).
Result<Model> Apply(const Model& model, const std::vector<std::string>& policies);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_APPLY_POLICIES_H_
