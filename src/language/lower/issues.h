// Issues: their states and ways are declared with the other names, so that anything may refer to
// them; what triggers the ways is lowered later (issues.cc).
#ifndef ENTENTE_LANGUAGE_LOWER_ISSUES_H_
#define ENTENTE_LANGUAGE_LOWER_ISSUES_H_

#include <string>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

void DeclareIssues(check::Context& context);

// Adds an issue with its info (no arcs yet).
model::IssueId AddIssue(check::Context& context, model::Issue issue, check::IssueInfo info);
// Adds the attributes of state `state` (person, rung, …), which are constants.
void AddStateAttributes(check::Context& context, const check::Scope& scope, model::IssueId issue,
                        model::StateIndex state, const std::vector<syntax::Attribute>& attributes);
// The source states of an arc by its clause; empty (reported) if a name is unknown.
std::vector<model::StateIndex> SourcesOf(check::Context& context, model::IssueId issue,
                                         const syntax::ArcClause& arc);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_ISSUES_H_
