// Seasons: parts of every year, between two days, both included. Each is a hidden issue that the
// calendar moves, so that rates change at the very day.
#ifndef ENTENTE_LANGUAGE_LOWER_SEASONS_H_
#define ENTENTE_LANGUAGE_LOWER_SEASONS_H_

#include "language/lower/expression.h"

namespace entente::language::lower {

// Makes the issue of every season that any expression of the text names.
void DeclareSeasons(Context& context);

// `season(08-10 to 08-20: 2, else 1)`.
Value LowerSeason(Context& context, const Scope& scope, const syntax::SeasonExpr& season,
                  SourceSpan span);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_SEASONS_H_
