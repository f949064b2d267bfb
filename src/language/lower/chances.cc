// Chances: `chance taiwan_2024 on D { dpp 0.6  kmt 0.4 }` is an issue that is `open` until its day
// and then in the state that was drawn.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/issues.h"
#include "language/lower/lower.h"
#include "language/lower/odds.h"
#include "language/lower/offices.h"
#include "language/lower/triggers.h"

namespace entente::language::lower {
namespace {

using check::Symbol;
using check::SymbolKind;
using model::StateIndex;

void DeclareChance(Context& context, Symbol& symbol, const syntax::SyntaxTree& tree,
                   const syntax::Decl& decl, const syntax::ChanceDecl& node,
                   const check::Element& element) {
  model::Issue issue;
  issue.provenance = MakeProvenance(context, decl.annotations, symbol.name, element.key, decl.span);
  issue.kind = model::IssueKind::kChance;
  issue.states.push_back({"open", "Not yet drawn"});
  for (const syntax::OddsEntry& entry : node.odds) {
    const bool known = std::any_of(issue.states.begin(), issue.states.end(), [&](const auto& s) {
      return s.name == entry.outcome.text;
    });
    if (known || issue.states.size() == model::kMaxStates) {
      context.Report(known ? DiagnosticKind::kDuplicateName : DiagnosticKind::kTooLargeExpansion,
                     entry.span,
                     known ? fmt::format("`{}` is an outcome of `{}` already", entry.outcome.text,
                                         symbol.name)
                           : fmt::format("a chance has at most {} outcomes",
                                         model::kMaxStates - 1));
      continue;
    }
    issue.states.push_back({entry.outcome.text, ""});
  }
  check::IssueInfo info;
  info.symbol = &symbol;
  info.tree = &tree;
  info.span = decl.span;
  info.bindings = element.bindings;
  AddElement(symbol, element.key, static_cast<std::uint32_t>(context.model.issues.size()));
  const std::size_t states = issue.states.size();
  const model::IssueId id = AddIssue(context, std::move(issue), std::move(info));
  for (std::size_t to = 1; to < states; ++to) {
    TransitionOf(context, id, 0, static_cast<StateIndex>(to), decl.span);
  }
  context.chances.push_back({&tree, &decl, &node, element.bindings, id});
}

void LowerChance(Context& context, const check::ChanceSite& site) {
  const Scope file(*site.tree);
  Scope scope(&file);
  for (const auto& [name, member] : site.bindings) scope.Bind(name, member);
  const syntax::ChanceDecl& node = *site.node;
  if (node.odds.empty()) {
    context.Report(DiagnosticKind::kMissingClause, node.name.span,
                   fmt::format("chance `{}` has no outcomes", node.name.text),
                   "write `{ won 0.6  lost 0.4 }`");
    return;
  }
  const std::vector<model::ExprId> shares = LowerOdds(context, scope, node.odds, node.name.span);
  if (shares.empty()) return;
  const model::Provenance provenance = context.model.issues[site.issue.index()].provenance;
  const model::ChanceId id = AddChance(context, provenance);
  for (std::size_t i = 0; i < node.odds.size(); ++i) {
    const auto to = StateOf(context, site.issue, node.odds[i].outcome);
    if (!to) return;
    const auto& arcs = context.issues[site.issue.index()].arcs;
    const auto arc = arcs.find({0, *to});
    if (arc == arcs.end()) return;
    context.model.chances[id.index()].options.push_back(
        {node.odds[i].outcome.text, shares[i], arc->second});
  }
  AddKnownOdds(context, scope, id, node.known_from, node.otherwise);
  const double day = DayOf(context, node.date.date);
  if (day < 0.0 || day > context.model.time.horizon_days) {
    context.Report(DiagnosticKind::kDateOutsideTime, node.date.span,
                   fmt::format("{} lies outside the simulated time, so this chance is never drawn",
                               FormatDate(node.date.date)));
    return;
  }
  model::Trigger trigger;
  trigger.provenance = provenance;
  trigger.kind = model::TriggerKind::kDates;
  trigger.trigger_class = model::TriggerClass::kChance;
  trigger.issue = site.issue;
  trigger.days = {day};
  trigger.outlet.chance = id;
  AddTrigger(context, std::move(trigger), {});
}

}  // namespace

void DeclareChances(Context& context) {
  check::ForEach<syntax::ChanceDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                  const syntax::Decl& decl, const auto& node) {
    Symbol* symbol = check::DeclareName(context, check::Space::kThing, SymbolKind::kIssue,
                                        node.name, tree, decl);
    if (symbol == nullptr) return;
    symbol->arity = check::ArityOf(node.head);
    for (const check::Element& element : Expand(context, Scope(tree), node.head)) {
      DeclareChance(context, *symbol, tree, decl, node, element);
    }
  });
}

void LowerChances(Context& context) {
  for (std::size_t i = 0; i < context.chances.size(); ++i) {
    const check::ChanceSite site = context.chances[i];
    LowerChance(context, site);
  }
}

}  // namespace entente::language::lower
