// Windows that open upon something: `of CONDITION`, some time after it, or only in worlds in which
// something held before (`given`). Lowered to hidden issues that remember it.
#ifndef ENTENTE_LANGUAGE_LOWER_OUTCOME_OPENING_H_
#define ENTENTE_LANGUAGE_LOWER_OUTCOME_OPENING_H_

#include "language/lower/outcome_window.h"

namespace entente::language::lower {

// `from A to B of C`: the window opens A after C first became true. Does nothing if A is 0.
void OpenLater(check::Context& context, Window& window, const std::string& outcome,
               SourceSpan span);

// `given C`: the window opens at its day only if C held at some time before; in other worlds the
// outcome has no value. False (reported) if it can not be.
bool OpenGiven(check::Context& context, const check::Scope& scope, syntax::ExprId given,
               Window& window, const std::string& outcome);

// Whether what an expression reads is the same all through a world.
bool IsFixed(const check::Context& context, model::ExprId id);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_OUTCOME_OPENING_H_
