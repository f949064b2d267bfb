// Effect lists, loops over index sets unrolled.
#ifndef ENTENTE_LANGUAGE_LOWER_EFFECTS_H_
#define ENTENTE_LANGUAGE_LOWER_EFFECTS_H_

#include <string_view>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

// `owner` is the name of what the effects belong to; draws of probabilities are keyed by it and the
// effect's target.
std::vector<model::Effect> LowerEffects(check::Context& context, const check::Scope& scope,
                                        const std::vector<syntax::Effect>& effects,
                                        std::string_view owner);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_EFFECTS_H_
