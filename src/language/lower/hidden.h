// Hidden bookkeeping that lowering adds to a model: issues that remember or switch something, and
// the triggers that move them. They draw no luck, so nothing else changes by a bit.
#ifndef ENTENTE_LANGUAGE_LOWER_HIDDEN_H_
#define ENTENTE_LANGUAGE_LOWER_HIDDEN_H_

#include <string>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

// An issue of kind kHidden named `name`, made for the declaration `family`.
model::IssueId AddHiddenIssue(check::Context& context, const std::string& name,
                              const std::string& family, std::vector<std::string> states,
                              model::StateIndex start, SourceSpan span);

// Where a switch stands among the triggers of its class at one instant.
enum class SwitchPlace { kFirst, kLast };

// Moves a hidden issue from `from` to `to` when `trigger` (its kind, class and condition or dates
// are set; the rest is filled in) fires.
model::TriggerId AddSwitch(check::Context& context, model::IssueId issue, model::StateIndex from,
                           model::StateIndex to, model::Trigger trigger, SwitchPlace place);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_HIDDEN_H_
