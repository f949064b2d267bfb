// Interventions on draws: elections and chances.
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

constexpr double kAlways = std::numeric_limits<double>::quiet_NaN();

// ---- chances and elections -------------------------------------------------------------------

// The draws whose result an issue takes: a chance has one, an office one for its elections and
// perhaps one for vacancies. They bear the issue's name, followed by what they are.
std::vector<ChanceId> PolicyLowerer::ChancesOf(model::IssueId issue) const {
  const std::string& name = context_.model.issues[issue.index()].provenance.name;
  std::vector<ChanceId> chances;
  for (std::size_t i = 0; i < context_.model.chances.size(); ++i) {
    const std::string& other = context_.model.chances[i].provenance.name;
    const bool same = other == name;
    const bool part = other.size() > name.size() && other.compare(0, name.size(), name) == 0 &&
                      (other[name.size()] == ' ' || other[name.size()] == '.');
    if (same || part) chances.emplace_back(i);
  }
  return chances;
}

bool PolicyLowerer::FallsOn(ChanceId chance, double day) const {
  for (const model::Trigger& trigger : context_.model.triggers) {
    if (trigger.outlet.chance != chance || trigger.kind != model::TriggerKind::kDates) continue;
    for (const double other : trigger.days) {
      if (std::fabs(other - day) < 0.5) return true;
    }
  }
  return false;
}

void PolicyLowerer::FixOffice(const Symbol& symbol, model::IssueId issue) {
  const auto state = StateOf(context_, issue, written_.state);
  if (!state) return;
  const std::string& name = context_.model.issues[issue.index()].provenance.name;
  const double day = written_.election ? DayOf(context_, written_.election->date) : kAlways;
  bool dated = !written_.election.has_value();
  bool found = false;
  std::vector<std::string> names;
  for (const ChanceId id : ChancesOf(issue)) {
    const model::Chance& chance = context_.model.chances[id.index()];
    if (written_.election && !FallsOn(id, day)) continue;
    dated = true;
    for (std::size_t i = 0; i < chance.options.size(); ++i) {
      names.push_back(chance.options[i].name);
      if (chance.options[i].name != written_.state.text) continue;
      found = true;
      model::Intervention change = Make(InterventionKind::kFixChance);
      change.chance = id;
      change.option = static_cast<std::uint32_t>(i);
      change.force_day = day;
      Emit(std::move(change));
    }
  }
  if (!dated) {
    context_.Report(DiagnosticKind::kNothingToChange, written_.election->span,
                    fmt::format("`{}` has no election on {}", name,
                                FormatDate(written_.election->date)),
                    "name the day of one of its elections");
    return;
  }
  const bool office = context_.model.issues[issue.index()].kind == model::IssueKind::kOffice;
  if (!found && (!office || written_.election)) {
    context_.Report(DiagnosticKind::kUnknownName, written_.state.span,
                    fmt::format("`{}` is not among the outcomes of `{}`: `{}`", written_.state.text,
                                symbol.name, fmt::join(names, "`, `")));
    return;
  }
  // `fix leader[A] to N` without a date: that person from the start.
  if (office && !written_.election) {
    model::Intervention start = Make(InterventionKind::kStartIssue);
    start.issue = issue;
    start.state = *state;
    Emit(std::move(start));
  }
}

void PolicyLowerer::Fix() {
  if (when_.from_day || when_.to_day || when_.adopt_when.valid()) {
    context_.Report(DiagnosticKind::kConflictingClauses, written_.span,
                    "a draw has its own date; `fix` can not stand in a dated part",
                    "write `fix leader[KOR] election 2022-03-09 to …`");
    return;
  }
  const Symbol* symbol = Target({SymbolKind::kIssue}, "an office or a chance");
  if (symbol == nullptr) return;
  const model::IssueId issue = IssueOf(context_, scope_, written_.target.target);
  if (!issue.valid()) return;
  const model::IssueKind kind = context_.model.issues[issue.index()].kind;
  if (kind != model::IssueKind::kOffice && kind != model::IssueKind::kChance) {
    context_.Report(DiagnosticKind::kWrongKind, written_.target.span,
                    fmt::format("`{}` is an issue; only elections and chances are fixed",
                                symbol->name),
                    fmt::format("write `force {0} -> STATE on DATE` or `hold {0} in STATE`",
                                symbol->name));
    return;
  }
  FixOffice(*symbol, issue);
}

}  // namespace entente::language::lower
