// Rows of a table in the text, `KOR: 0.25, 0.14` or `KOR, JPN: 0.55`, matched to the elements of an
// index head.
#ifndef ENTENTE_LANGUAGE_LOWER_ROWS_H_
#define ENTENTE_LANGUAGE_LOWER_ROWS_H_

#include <optional>
#include <string_view>
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

// The same from a file of comma-separated values in the model's folder: `KOR,JPN,0.55` a line (all
// indices, one value), or a first line of names, `a,CHN,USA`, whose trailing ones are members of
// the last index's set. Numbers have no unit. Lines that begin with `#` are left out. Reports as
// above, at the file's name in the text.
std::vector<std::optional<double>> CellsFromFile(check::Context& context,
                                                 const check::Scope& scope,
                                                 const syntax::IndexHead& head,
                                                 const std::vector<check::Element>& elements,
                                                 const syntax::Text& file, std::string_view what);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_ROWS_H_
