// Interventions that force or forbid what happens.
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

// ---- what happens ----------------------------------------------------------------------------

void PolicyLowerer::ForceAt(const std::vector<HappeningId>& happenings, double day) {
  model::Intervention change = Make(InterventionKind::kForce);
  change.happenings = happenings;
  change.force_day = day;
  if (!change.adopt_when.valid()) {
    change.from_day.reset();  // the day says when
    change.to_day.reset();
  }
  Emit(std::move(change));
}

void PolicyLowerer::ForceBy(const std::vector<HappeningId>& happenings, const syntax::Trigger& trigger) {
  if (trigger.probability.valid()) return NotYet("`with probability` in `force`");
  if (trigger.guard.valid()) return NotYet("`while` on an intervention");
  switch (trigger.kind) {
    case syntax::TriggerKind::kOnDate: {
      const double day = DayOf(context_, trigger.date->date);
      if (day < 0.0 || day > context_.model.time.horizon_days) {
        context_.Report(DiagnosticKind::kDateOutsideTime, trigger.date->span,
                        fmt::format("{} lies outside the simulated time, so this never happens",
                                    FormatDate(trigger.date->date)));
        return;
      }
      return ForceAt(happenings, day);
    }
    case syntax::TriggerKind::kOnce:
    case syntax::TriggerKind::kWhenever: {
      model::Intervention change = Make(InterventionKind::kForce);
      change.happenings = happenings;
      change.condition =
          LowerTruth(context_, scope_, trigger.value, "the condition of a forced happening");
      change.every_time = trigger.kind == syntax::TriggerKind::kWhenever;
      if (change.condition.valid()) Emit(std::move(change));
      return;
    }
    default:
      context_.Report(DiagnosticKind::kMisplacedTrigger, trigger.span,
                      "`force` takes `on DATE`, `once CONDITION` or `whenever CONDITION`",
                      "`add 2 per year to …` raises a rate");
      return;
  }
}

void PolicyLowerer::Force() {
  const Symbol* symbol =
      Target({SymbolKind::kEvent, SymbolKind::kIssue, SymbolKind::kDecision},
             "an event, an issue or an option");
  if (symbol == nullptr) return;
  const bool single = written_.target.form != HappeningForm::kNamed;
  if (!single && symbol->kind != SymbolKind::kEvent) {
    context_.Report(DiagnosticKind::kWrongKind, written_.target.span,
                    fmt::format("`{}` is {}; it must be said what is forced", symbol->name,
                                NameOf(symbol->kind)),
                    symbol->kind == SymbolKind::kIssue
                        ? fmt::format("write `force {} -> STATE on DATE`", symbol->name)
                        : fmt::format("write `force {}: OPTION on DATE`", symbol->name));
    return;
  }
  const std::vector<HappeningId> happenings = HappeningsOf(context_, scope_, written_.target);
  if (happenings.empty()) return;
  // Events are forced each on its own; of transitions the one that can follow is taken.
  std::vector<std::vector<HappeningId>> groups;
  if (symbol->kind == SymbolKind::kIssue) {
    groups.push_back(happenings);
  } else {
    // Of an event with several forms the first is forced: it succeeds, its weight is the lowest.
    for (const HappeningId id : happenings) {
      const auto is_form = [&](HappeningId event) {
        const auto& forms = context_.happenings[event.index()].variants;
        return std::find(forms.begin(), forms.end(), id) != forms.end();
      };
      if (std::none_of(happenings.begin(), happenings.end(), is_form)) groups.push_back({id});
    }
  }
  for (const auto& group : groups) {
    if (written_.triggers.empty()) ForceAt(group, when_.from_day.value_or(0.0));
    for (const syntax::Trigger& trigger : written_.triggers) ForceBy(group, trigger);
  }
}

void PolicyLowerer::Forbid() {
  model::Intervention change = Make(InterventionKind::kForbid);
  if (written_.acts) {
    const auto acts = ResolvePattern(context_, scope_, *written_.acts);
    if (!acts) return;
    change.happenings = ActsIn(context_, *acts);
    for (const HappeningId id : change.happenings) {
      if (acts->sign == syntax::ActSign::kAny || SignIsKnown(context_, id)) continue;
      return NotYet("changes of acts by a sign that changes");
    }
    if (change.happenings.empty()) {
      context_.Report(DiagnosticKind::kNothingToChange, written_.acts->span,
                      fmt::format("no act of the model is `{}`, so nothing is forbidden",
                                  context_.TextOf(written_.acts->span)));
      return;
    }
  } else {
    const Symbol* symbol = Target({SymbolKind::kEvent, SymbolKind::kIssue, SymbolKind::kDecision},
                                  "an event, an issue or an option");
    if (symbol == nullptr) return;
    change.happenings = HappeningsOf(context_, scope_, written_.target);
    if (change.happenings.empty()) return;
  }
  Emit(std::move(change));
}

}  // namespace entente::language::lower
