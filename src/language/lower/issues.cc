#include "language/lower/issues.h"

#include <fmt/format.h>

#include "language/lower/effects.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/lower.h"
#include "language/lower/triggers.h"

namespace entente::language::lower {
namespace {

using model::HappeningId;
using model::IssueId;
using model::StateIndex;

// What happens on the way is written once for a transition, whatever triggers it.
void LowerArcEffects(Context& context, const Scope& scope, const syntax::ArcClause& arc,
                     HappeningId id) {
  if (arc.effects.empty()) return;
  const std::string name = context.model.happenings[id.index()].provenance.luck_name;
  std::vector<model::Effect> effects = LowerEffects(context, scope, arc.effects, name);
  model::Happening& happening = context.model.happenings[id.index()];
  if (!happening.effects.empty()) {
    context.Report(DiagnosticKind::kConflictingClauses, arc.span,
                   fmt::format("`{}` has effects already; one transition has one list of them, "
                               "whatever triggers it",
                               happening.provenance.name),
                   "put the triggers into one clause, or the effects into `upon`");
    return;
  }
  happening.effects = std::move(effects);
}

void LowerArc(Context& context, const Scope& scope, IssueId issue, const syntax::ArcClause& arc) {
  const auto to = StateOf(context, issue, arc.to);
  if (!to) return;
  if (arc.triggers.empty()) {
    context.Report(DiagnosticKind::kMissingClause, arc.span,
                   "this way has no trigger, so it is never taken",
                   "write `rate 0.5 per year`, `after 90 days`, `by decision …` or `by effect`");
    return;
  }
  for (const StateIndex from : SourcesOf(context, issue, arc)) {
    const auto place = context.issues[issue.index()].arcs.find({from, *to});
    if (place == context.issues[issue.index()].arcs.end()) continue;
    const HappeningId id = place->second;
    TriggerSite site;
    site.place = TriggerPlace::kArc;
    site.provenance = context.model.happenings[id.index()].provenance;
    site.outlet.happening = id;
    site.issue = issue;
    site.from = from;
    site.before = arc.before;
    if (arc.probability.valid()) {
      site.probability = LowerShare(context, scope, arc.probability, "a probability");
      if (!site.probability.valid()) continue;
    }
    LowerTriggers(context, scope, arc.triggers, site);
    LowerArcEffects(context, scope, arc, id);
  }
}

}  // namespace

void LowerIssues(Context& context) {
  for (std::size_t i = 0; i < context.issues.size(); ++i) {
    const check::IssueInfo info = context.issues[i];
    if (info.decl == nullptr) continue;
    const Scope file(*info.tree);
    Scope scope(&file);
    for (const auto& [name, member] : info.bindings) scope.Bind(name, member);
    scope.set_issue(IssueId(i));
    for (const syntax::ArcClause& arc : info.decl->arcs) LowerArc(context, scope, IssueId(i), arc);
  }
}

}  // namespace entente::language::lower
