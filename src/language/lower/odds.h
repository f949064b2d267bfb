// Odds lists of chances and elections: `{ yoon 0.50  progressive 0.48  else other }`.
#ifndef ENTENTE_LANGUAGE_LOWER_ODDS_H_
#define ENTENTE_LANGUAGE_LOWER_ODDS_H_

#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

// One expression for each entry; the rest gets what is left. Known odds without a rest must sum to
// 1. Empty (reported) if something is wrong.
std::vector<model::ExprId> LowerOdds(check::Context& context, const check::Scope& scope,
                                     const std::vector<syntax::OddsEntry>& odds, SourceSpan span);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_ODDS_H_
