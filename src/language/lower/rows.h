// Rows of a table in the text, `KOR: 0.25, 0.14` or `KOR, JPN: 0.55`, matched to the elements of an
// index head.
#ifndef ENTENTE_LANGUAGE_LOWER_ROWS_H_
#define ENTENTE_LANGUAGE_LOWER_ROWS_H_

#include <vector>

#include "language/check/context.h"
#include "language/check/expand.h"

namespace entente::language::lower {

// For each element the expression of its cell, in the elements' order. A row names all indices and
// has one value, or all but the last and has a value for each member of the last index's set. A
// row outside the sets, two for one cell and an element without value are reported; the latter's
// cell is invalid. `what` names the table in messages.
std::vector<syntax::ExprId> CellsOf(check::Context& context, const check::Scope& scope,
                                    const syntax::IndexHead& head,
                                    const std::vector<check::Element>& elements,
                                    const std::vector<syntax::TableRow>& rows,
                                    std::string_view what, SourceSpan span);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_ROWS_H_
