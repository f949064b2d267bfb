#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/issues.h"

namespace entente::language::lower {
namespace {

using check::Symbol;
using check::SymbolKind;
using model::IssueId;
using model::StateIndex;

void DeclareStates(Context& context, const syntax::IssueDecl& node, model::Issue& issue) {
  for (const syntax::StateClause& clause : node.states) {
    if (!clause.name.present()) continue;
    const bool known = std::any_of(issue.states.begin(), issue.states.end(), [&](const auto& s) {
      return s.name == clause.name.text;
    });
    if (known) {
      context.Report(DiagnosticKind::kDuplicateName, clause.name.span,
                     fmt::format("`{}` is a state of `{}` already", clause.name.text,
                                 node.name.text));
      continue;
    }
    if (issue.states.size() == model::kMaxStates) {
      context.Report(DiagnosticKind::kTooLargeExpansion, clause.name.span,
                     fmt::format("`{}` has more than {} states", node.name.text,
                                 model::kMaxStates),
                     "use a quantity, or several issues");
      return;
    }
    issue.states.push_back(
        {clause.name.text, clause.annotations.title ? clause.annotations.title->text : ""});
  }
  if (!issue.states.empty()) return;
  context.Report(DiagnosticKind::kMissingClause, node.name.span,
                 fmt::format("issue `{}` has no states", node.name.text),
                 "write `states quiet, tense  starts quiet`");
  issue.states.push_back({kNoState, ""});
}

void LowerStart(Context& context, IssueId id, const syntax::IssueDecl& node) {
  if (!node.starts.present()) {
    if (node.states.empty()) return;
    context.Report(DiagnosticKind::kMissingClause, node.name.span,
                   fmt::format("issue `{}` does not say where it starts", node.name.text),
                   fmt::format("write `starts {}`", node.states.front().name.text));
    return;
  }
  if (const auto start = StateOf(context, id, node.starts)) {
    context.model.issues[id.index()].start = *start;
  }
}

model::TrackId TrackOf(Context& context, const Scope& scope, const syntax::IssueDecl& node) {
  if (node.about.empty()) return {};
  const Value value = Lower(context, scope, node.about.front());
  if (value.is_error()) return {};
  const SourceSpan span = scope.at(node.about.front()).span;
  if (value.type.kind != check::TypeKind::kMember ||
      !context.member(value.member).track.valid() || node.about.size() > 1) {
    context.Report(DiagnosticKind::kWrongKind, span,
                   "an issue is about one track, known while compiling");
    return {};
  }
  return context.member(value.member).track;
}

void DeclareArcs(Context& context, IssueId id, const syntax::IssueDecl& node) {
  for (const syntax::ArcClause& arc : node.arcs) {
    const auto to = StateOf(context, id, arc.to);
    const std::vector<StateIndex> sources = SourcesOf(context, id, arc);
    if (!to) continue;
    for (const StateIndex from : sources) {
      if (from == *to) {
        context.Report(DiagnosticKind::kUndeclaredArc, arc.span,
                       fmt::format("`{0} -> {0}` leads nowhere: entering the present state is no "
                                   "transition", arc.to.text),
                       "declare an `event` for what happens without a change of state");
        continue;
      }
      const model::HappeningId happening = TransitionOf(context, id, from, *to, arc.span);
      Annotate(context, arc.annotations,
               context.model.happenings[happening.index()].provenance);
      if (arc.annotations.key) {
        context.model.happenings[happening.index()].provenance.luck_name =
            arc.annotations.key->text;
      }
    }
  }
}

void DeclareIssue(Context& context, Symbol& symbol, const syntax::SyntaxTree& tree,
                  const syntax::Decl& decl, const syntax::IssueDecl& node,
                  const check::Element& element) {
  const Scope file(tree);
  const Scope scope = Bound(file, element);
  model::Issue issue;
  issue.provenance = MakeProvenance(context, decl.annotations, symbol.name, element.key, decl.span);
  DeclareStates(context, node, issue);
  for (const auto* names : {&node.between, &node.of}) {
    for (const model::ActorId actor : ActorsNamed(context, scope, *names)) {
      issue.actors.push_back(actor);
    }
  }
  issue.track = TrackOf(context, scope, node);
  check::IssueInfo info;
  info.symbol = &symbol;
  info.tree = &tree;
  info.decl = &node;
  info.span = decl.span;
  info.bindings = element.bindings;
  AddElement(symbol, element.key, static_cast<std::uint32_t>(context.model.issues.size()));
  const IssueId id = AddIssue(context, std::move(issue), std::move(info));
  for (const syntax::StateClause& clause : node.states) {
    const auto& states = context.model.issues[id.index()].states;
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (states[i].name != clause.name.text) continue;
      AddStateAttributes(context, scope, id, static_cast<StateIndex>(i), clause.attributes);
    }
  }
  LowerStart(context, id, node);
  DeclareArcs(context, id, node);
}

}  // namespace

IssueId AddIssue(Context& context, model::Issue issue, check::IssueInfo info) {
  context.model.issues.push_back(std::move(issue));
  context.issues.push_back(std::move(info));
  return IssueId(context.model.issues.size() - 1);
}

void AddStateAttributes(Context& context, const Scope& scope, IssueId issue, StateIndex state,
                        const std::vector<syntax::Attribute>& attributes) {
  const std::size_t states = context.model.issues[issue.index()].states.size();
  for (const syntax::Attribute& attribute : attributes) {
    const auto constant = LowerConstant(context, scope, attribute.value,
                                        fmt::format("attribute `{}`", attribute.name.text));
    if (!constant) continue;
    auto& columns = context.issues[issue.index()].attributes;
    const auto [place, fresh] = columns.try_emplace(attribute.name.text);
    check::IssueInfo::Column& column = place->second;
    if (fresh) {
      column.table = model::StateTableId(context.model.state_tables.size());
      column.time_halves = constant->type.time_halves;
      column.present.assign(states, false);
      context.model.state_tables.emplace_back(states, 0.0);
    } else if (column.time_halves != constant->type.time_halves && !constant->type.zero) {
      context.Report(DiagnosticKind::kUnitMismatch, attribute.span,
                     fmt::format("attribute `{}` is {} here and {} in another state",
                                 attribute.name.text, Describe(constant->type),
                                 Describe(check::NumberType(column.time_halves))));
    }
    column.present[state] = true;
    context.model.state_tables[column.table.index()][state] = constant->value;
  }
}

std::vector<StateIndex> SourcesOf(Context& context, IssueId issue, const syntax::ArcClause& arc) {
  std::vector<StateIndex> sources;
  for (const syntax::Name& name : arc.from) {
    const auto state = StateOf(context, issue, name);
    if (!state) continue;
    if (std::find(sources.begin(), sources.end(), *state) == sources.end()) {
      sources.push_back(*state);
    }
  }
  return sources;
}

void DeclareIssues(Context& context) {
  check::ForEach<syntax::IssueDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                 const syntax::Decl& decl, const auto& node) {
    Symbol* symbol = check::DeclareName(context, check::Space::kThing, SymbolKind::kIssue,
                                        node.name, tree, decl);
    if (symbol == nullptr) return;
    symbol->arity = check::ArityOf(node.head);
    for (const check::Element& element : Expand(context, Scope(tree), node.head)) {
      DeclareIssue(context, *symbol, tree, decl, node, element);
    }
  });
}

}  // namespace entente::language::lower
