// What a model expression reads, definitions followed.
#ifndef ENTENTE_LANGUAGE_LOWER_LEAVES_H_
#define ENTENTE_LANGUAGE_LOWER_LEAVES_H_

#include <vector>

#include "model/model.h"

namespace entente::language::lower {

// All leaves under `root` but kConstant and kDefinition, each node once.
std::vector<model::Expression> LeavesOf(const model::Model& model, model::ExprId root);
// Whether it reads anything that changes within a world: quantities, pressures, states, clocks.
bool ChangesInTime(const model::Model& model, model::ExprId root);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_LEAVES_H_
