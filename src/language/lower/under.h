// Policies and scenarios that a question names: `under two_track, trump_returns`.
#ifndef ENTENTE_LANGUAGE_LOWER_UNDER_H_
#define ENTENTE_LANGUAGE_LOWER_UNDER_H_

#include <string>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

// Appends the names, as model::Apply takes them; false (reported) if one is unknown or is there
// already: a policy applies once.
bool ResolveUnder(check::Context& context, const check::Scope& scope,
                  const std::vector<syntax::Ref>& under, std::vector<std::string>& names);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_UNDER_H_
