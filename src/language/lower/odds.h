// Odds lists of chances and elections: `{ yoon 0.50  progressive 0.48  else other }`.
#ifndef ENTENTE_LANGUAGE_LOWER_ODDS_H_
#define ENTENTE_LANGUAGE_LOWER_ODDS_H_

#include <optional>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

// One expression for each entry; the rest gets what is left. Known odds without a rest must sum to
// 1. Empty (reported) if something is wrong.
std::vector<model::ExprId> LowerOdds(check::Context& context, const check::Scope& scope,
                                     const std::vector<syntax::OddsEntry>& odds, SourceSpan span);

// `known from D { … } otherwise { … }` of a ballot or chance: the fact that its odds are known from
// that day only. Nothing without `known from`; `otherwise` names the same outcomes.
void AddKnownOdds(check::Context& context, const check::Scope& scope, model::ChanceId chance,
                  const std::optional<syntax::Date>& known_from,
                  const std::vector<syntax::OddsEntry>& otherwise);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_ODDS_H_
