// From what the text calls a happening to the happenings of the model.
#ifndef ENTENTE_LANGUAGE_LOWER_HAPPENING_H_
#define ENTENTE_LANGUAGE_LOWER_HAPPENING_H_

#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

using check::Context;
using check::Scope;

// All happenings meant: an event's elements, every transition of an issue (`gsomia`), the
// transitions `gsomia: a -> b` or `gsomia -> b`, an option or all options of a decision. Empty
// (and reported) if there are none.
std::vector<model::HappeningId> HappeningsOf(Context& context, const Scope& scope,
                                             const syntax::Happening& happening);

// Adds a happening to the model with its info; returns its id.
model::HappeningId AddHappening(Context& context, model::Happening happening,
                                check::HappeningInfo info);
// The transition of an issue between two states, made if it is not there yet.
model::HappeningId TransitionOf(Context& context, model::IssueId issue, model::StateIndex from,
                                model::StateIndex to, SourceSpan span);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_HAPPENING_H_
