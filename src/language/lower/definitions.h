// Definitions: expressions with a name, recomputed when read.
#ifndef ENTENTE_LANGUAGE_LOWER_DEFINITIONS_H_
#define ENTENTE_LANGUAGE_LOWER_DEFINITIONS_H_

#include "language/check/context.h"

namespace entente::language::lower {

// Adds a definition made by lowering itself (a linkage's strength), its value known.
model::DefinitionId AddDefinition(check::Context& context, model::Provenance provenance,
                                  const check::Value& value, model::Unit unit = {});
// Declares the elements of all `define`s; their bodies stay for LowerDefinitions.
void DeclareDefinitions(check::Context& context);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_DEFINITIONS_H_
