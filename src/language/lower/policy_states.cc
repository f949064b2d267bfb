// Interventions that hold something where it is, or start it elsewhere.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "language/check/expand.h"
#include "language/lower/act_pattern.h"
#include "language/lower/arithmetic.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/linkages.h"
#include "language/lower/pending.h"
#include "language/lower/policy_lowerer.h"
#include "language/lower/variants.h"

namespace entente::language::lower {

using syntax::HappeningForm;

// ---- holding and starting --------------------------------------------------------------------

void PolicyLowerer::HoldIssue(model::IssueId issue, model::StateIndex state) {
  const bool dated = when_.from_day.value_or(0.0) > 0.0 || when_.adopt_when.valid();
  if (!dated) {
    model::Intervention start = Make(InterventionKind::kStartIssue);
    start.from_day.reset();
    start.to_day.reset();
    start.issue = issue;
    start.state = state;
    Emit(std::move(start));
  }
  // First nothing else may happen, then it is brought there: what is forced later is not forbidden.
  model::Intervention forbid = Make(InterventionKind::kForbid);
  std::vector<HappeningId> into;
  for (std::size_t i = 0; i < context_.model.happenings.size(); ++i) {
    const model::Happening& happening = context_.model.happenings[i];
    if (happening.issue != issue) continue;
    forbid.happenings.emplace_back(i);
    if (happening.to == state) into.emplace_back(i);
  }
  if (!forbid.happenings.empty()) Emit(std::move(forbid));
  if (dated && !into.empty()) ForceAt(into, when_.from_day.value_or(0.0));
}

void PolicyLowerer::Hold() {
  if (!PlainTarget()) return;
  if (written_.state.present()) {
    const model::IssueId issue = IssueOf(context_, scope_, written_.target.target);
    const auto state = StateOf(context_, issue, written_.state);
    if (state) HoldIssue(issue, *state);
    return;
  }
  const Symbol* symbol =
      Target({SymbolKind::kQuantity, SymbolKind::kDefinition, SymbolKind::kParameter},
             "a quantity or a definition");
  if (symbol == nullptr) return;
  model::Intervention change = Make(InterventionKind::kHoldQuantity);
  if (symbol->kind == SymbolKind::kQuantity) {
    change.quantities = Ids<model::QuantityId>(*symbol);
  } else if (symbol->kind == SymbolKind::kDefinition) {
    change.kind = InterventionKind::kSetDefinition;
    change.definitions = Ids<model::DefinitionId>(*symbol);
  } else {
    change.kind = InterventionKind::kSetParameter;
    change.parameters = Ids<model::ParameterId>(*symbol);
  }
  change.value = ValueIn(*symbol, "the value that is held");
  if (change.value.valid()) Emit(std::move(change));
}

void PolicyLowerer::Start() {
  if (!PlainTarget()) return;
  if (when_.from_day || when_.to_day || when_.adopt_when.valid()) {
    context_.Report(DiagnosticKind::kConflictingClauses, written_.span,
                    "`start` changes the beginning of the model; it can not have a time of its own",
                    "write `hold` or `force` for a later date");
    return;
  }
  if (written_.state.present()) {
    const model::IssueId issue = IssueOf(context_, scope_, written_.target.target);
    const auto state = StateOf(context_, issue, written_.state);
    if (!state) return;
    model::Intervention change = Make(InterventionKind::kStartIssue);
    change.issue = issue;
    change.state = *state;
    Emit(std::move(change));
    return;
  }
  const Symbol* symbol = Target({SymbolKind::kQuantity}, "a quantity");
  if (symbol == nullptr) return;
  model::Intervention change = Make(InterventionKind::kStartQuantity);
  change.quantities = Ids<model::QuantityId>(*symbol);
  change.value = ValueIn(*symbol, "the start of a quantity");
  if (change.value.valid()) Emit(std::move(change));
}

}  // namespace entente::language::lower
