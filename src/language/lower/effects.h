// Effect lists, loops over index sets unrolled.
#ifndef ENTENTE_LANGUAGE_LOWER_EFFECTS_H_
#define ENTENTE_LANGUAGE_LOWER_EFFECTS_H_

#include <string_view>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

// `owner` is the luck name of what the effects belong to, unique among lists; draws of
// probabilities are keyed by it and the effect's target. With `probability` the whole list happens
// or does not, by one draw.
std::vector<model::Effect> LowerEffects(check::Context& context, const check::Scope& scope,
                                        const std::vector<syntax::Effect>& effects,
                                        std::string_view owner,
                                        model::ExprId probability = {});

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_EFFECTS_H_
