// What every part may rely on in a Model, checked once: ids in range, names unique, no two luck
// names with one hash, definitions acyclic, states within bounds, windows inside the horizon.
#ifndef ENTENTE_MODEL_VERIFY_H_
#define ENTENTE_MODEL_VERIFY_H_

#include <string>
#include <vector>

#include "model/model.h"

namespace entente::model {

// Every broken rule in words; empty when the model is sound. Never throws.
std::vector<std::string> Verify(const Model& model);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_VERIFY_H_
