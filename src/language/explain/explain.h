// `entente check --explain NAME`: anything of a model in plain words, with its numbers at the start.
#ifndef ENTENTE_LANGUAGE_EXPLAIN_EXPLAIN_H_
#define ENTENTE_LANGUAGE_EXPLAIN_EXPLAIN_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"

namespace entente::language::explain {

// What an event, transition, issue, decision, option, quantity, parameter, definition, linkage,
// framework, chance, outcome, policy or scenario is made of: for rates each factor with its place in
// the text, who raises it, what guards it. Numbers are those of the start with parameters at their
// medians (StartOf). A family name means all its elements. `rebuke[KOR, JPN]`, `gsomia -> notice`
// and `gsomia: notice -> suspended` are read as in model texts. nullopt if nothing has that name.
std::optional<std::string> Explain(const model::Model& model, std::string_view name);

// All names that Explain knows, for suggestions.
std::vector<std::string> ExplainableNames(const model::Model& model);

}  // namespace entente::language::explain

#endif  // ENTENTE_LANGUAGE_EXPLAIN_EXPLAIN_H_
