#include "language/lower/happening.h"

#include <utility>

#include <fmt/format.h>

#include "language/lower/expression.h"

namespace entente::language::lower {
namespace {

using check::Symbol;
using check::SymbolKind;

bool Holds(const std::vector<model::StateIndex>& states, model::StateIndex state) {
  if (states.empty()) return true;
  for (const model::StateIndex one : states) {
    if (one == state) return true;
  }
  return false;
}

std::optional<std::vector<model::StateIndex>> StatesOf(Context& context, model::IssueId issue,
                                                       const std::vector<syntax::Name>& names) {
  std::vector<model::StateIndex> states;
  bool sound = true;
  for (const syntax::Name& name : names) {
    const auto state = StateOf(context, issue, name);
    sound = sound && state.has_value();
    if (state) states.push_back(*state);
  }
  if (!sound) return std::nullopt;
  return states;
}

void AppendTransitions(Context& context, model::IssueId issue, const syntax::Happening& happening,
                       std::vector<model::HappeningId>& found) {
  const auto from = StatesOf(context, issue, happening.from);
  const auto to = StatesOf(context, issue, happening.to);
  if (!from || !to) return;
  std::size_t before = found.size();
  for (const auto& [arc, id] : context.issues[issue.index()].arcs) {
    if (Holds(*from, arc.first) && Holds(*to, arc.second)) found.push_back(id);
  }
  if (found.size() > before) return;
  context.Report(DiagnosticKind::kUndeclaredArc, happening.span,
                 fmt::format("`{}` declares no way `{}`",
                             context.model.issues[issue.index()].provenance.name,
                             context.TextOf(happening.span)),
                 "declare it in the issue, if need be as `a -> b  by effect`");
}

void AppendOptions(Context& context, model::DecisionId id, const syntax::Happening& happening,
                   std::vector<model::HappeningId>& found) {
  const model::Decision& decision = context.model.decisions[id.index()];
  if (happening.to.empty()) {
    for (const model::DecisionOption& option : decision.options) found.push_back(option.happening);
    return;
  }
  for (const syntax::Name& name : happening.to) {
    std::vector<std::string> names;
    bool known = false;
    for (const model::DecisionOption& option : decision.options) {
      names.push_back(option.name);
      if (option.name != name.text) continue;
      found.push_back(option.happening);
      known = true;
    }
    if (!known) {
      context.Unknown(fmt::format("an option of `{}`", decision.provenance.name), name, names);
    }
  }
}

}  // namespace

std::vector<model::HappeningId> HappeningsOf(Context& context, const Scope& scope,
                                             const syntax::Happening& happening) {
  std::vector<model::HappeningId> found;
  const Symbol* symbol =
      SymbolOf(context, happening.target,
               {SymbolKind::kEvent, SymbolKind::kIssue, SymbolKind::kDecision},
               "an event, an issue or a decision");
  if (symbol == nullptr) return found;
  for (const std::uint32_t index : ElementsOf(context, scope, *symbol, happening.target)) {
    switch (symbol->kind) {
      case SymbolKind::kEvent:
        if (!happening.to.empty()) {
          context.Report(DiagnosticKind::kWrongKind, happening.span,
                         fmt::format("`{}` is an event, which has no states", symbol->name));
          return found;
        }
        found.emplace_back(index);
        for (const model::HappeningId form : context.happenings[index].variants) {
          found.push_back(form);
        }
        break;
      case SymbolKind::kIssue:
        AppendTransitions(context, model::IssueId(index), happening, found);
        break;
      default:
        AppendOptions(context, model::DecisionId(index), happening, found);
        break;
    }
  }
  return found;
}

model::HappeningId AddHappening(Context& context, model::Happening happening,
                                check::HappeningInfo info) {
  context.model.happenings.push_back(std::move(happening));
  context.happenings.push_back(info);
  return model::HappeningId(context.model.happenings.size() - 1);
}

model::HappeningId TransitionOf(Context& context, model::IssueId issue, model::StateIndex from,
                                model::StateIndex to, SourceSpan span) {
  check::IssueInfo& info = context.issues[issue.index()];
  const auto place = info.arcs.find({from, to});
  if (place != info.arcs.end()) return place->second;
  const model::Issue& declared = context.model.issues[issue.index()];
  const std::string way =
      fmt::format(".{}->{}", declared.states[from].name, declared.states[to].name);
  model::Happening happening;
  happening.provenance = declared.provenance;
  happening.provenance.name += way;
  happening.provenance.luck_name += way;
  happening.provenance.title.clear();
  happening.provenance.doc.clear();
  happening.provenance.span = span;
  happening.kind = model::HappeningKind::kTransition;
  happening.issue = issue;
  happening.from = from;
  happening.to = to;
  check::HappeningInfo extra;
  extra.symbol = info.symbol;
  const model::HappeningId id = AddHappening(context, std::move(happening), extra);
  context.issues[issue.index()].arcs.emplace(std::make_pair(from, to), id);
  return id;
}

}  // namespace entente::language::lower
