// One intervention of a policy or scenario: from what the text names to what is changed in a model.
#ifndef ENTENTE_LANGUAGE_LOWER_POLICY_CHANGES_H_
#define ENTENTE_LANGUAGE_LOWER_POLICY_CHANGES_H_

#include <optional>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

// When interventions are in force: [from_day, to_day); missing means from the start, to the end.
struct InForce {
  std::optional<double> from_day;
  std::optional<double> to_day;
  bool from_now = false;  // from_day is `now`, which a written date replaces
  model::ExprId adopt_when;  // adaptive: `adopt once C`, `adopt while C`
  bool adopt_reverts = false;
};

// Appends what one intervention of the text means; it may be several changes (`hold ISSUE in S`).
void LowerIntervention(check::Context& context, const check::Scope& scope,
                       const syntax::Intervention& written, const InForce& when,
                       std::vector<model::Intervention>& out);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_POLICY_CHANGES_H_
