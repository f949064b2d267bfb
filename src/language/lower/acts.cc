// Who does what to whom: the `by`, `toward`, `about`, `weight` of events, ways and options.
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/issues.h"
#include "language/lower/lower.h"

namespace entente::language::lower {
namespace {

using check::Symbol;

// What an act takes from around it when it does not say so itself.
struct ActDefaults {
  std::vector<model::ActorId> by;
  model::TrackId track;
};

model::TrackId TrackOf(Context& context, const Scope& scope,
                       const std::vector<syntax::ExprId>& about) {
  if (about.size() > 1) {
    context.NotExecuted("acts about several tracks", scope.at(about[1]).span);
  }
  const Value value = Lower(context, scope, about.front());
  if (value.is_error()) return {};
  const SourceSpan span = scope.at(about.front()).span;
  if (value.type.kind != check::TypeKind::kMember || !context.member(value.member).track.valid()) {
    context.Report(DiagnosticKind::kWrongKind, span, "an act is about a track",
                   "declare one: `track history, security`");
    return {};
  }
  return context.member(value.member).track;
}

void NotExecutedParts(Context& context, const syntax::ActClauses& clauses) {
  if (clauses.together) context.NotExecuted("joint acts (`together`)", clauses.span);
  if (clauses.weight_high.valid()) context.NotExecuted("drawn weights", clauses.span);
  if (!clauses.tags.empty()) {
    context.NotExecuted("tags of acts (`tagged`)", clauses.tags.front().span);
  }
}

void SetSign(const Context& context, const model::Act& act, check::HappeningInfo& info) {
  const auto& pool = context.model.expressions;
  if (!pool.IsConstant(act.weight)) {
    info.can_be_hostile = info.can_be_cooperative = true;
    return;
  }
  info.can_be_hostile = pool.ConstantValue(act.weight) < 0.0;
  info.can_be_cooperative = pool.ConstantValue(act.weight) > 0.0;
}

void LowerAct(Context& context, const Scope& scope, const syntax::ActClauses& clauses,
              const ActDefaults& defaults, model::HappeningId id) {
  NotExecutedParts(context, clauses);
  const bool says = !clauses.by.empty() || !clauses.toward.empty() || clauses.weight.valid();
  if (!says) return;
  model::Act act;
  act.by = clauses.by.empty() ? defaults.by : ActorsNamed(context, scope, clauses.by);
  act.toward = ActorsNamed(context, scope, clauses.toward);
  act.track =
      clauses.about.empty() ? defaults.track : TrackOf(context, scope, clauses.about);
  auto& pool = context.model.expressions;
  act.weight = pool.Constant(0.0, clauses.span);
  if (clauses.weight.valid()) {
    const model::ExprId weight = LowerNumber(context, scope, clauses.weight, "the weight of an act");
    if (!weight.valid()) return;
    if (pool.IsConstant(weight) && !(std::abs(pool.ConstantValue(weight)) <= 10.0)) {
      context.Report(DiagnosticKind::kOutOfRange, scope.at(clauses.weight).span,
                     fmt::format("a weight of {:g}; weights run from -10, most hostile, to +10, "
                                 "most cooperative",
                                 pool.ConstantValue(weight)));
      return;
    }
    act.weight = weight;
  }
  model::Happening& happening = context.model.happenings[id.index()];
  check::HappeningInfo& info = context.happenings[id.index()];
  if (happening.act) {
    Diagnostic& diagnostic = context.Report(
        DiagnosticKind::kConflictingClauses, clauses.span,
        fmt::format("`{}` has an act already; one transition is one act, whatever triggers it",
                    happening.provenance.name));
    diagnostic.related.push_back({info.act_span, "the act was described here"});
    return;
  }
  SetSign(context, act, info);
  info.act_span = clauses.span;
  info.without_linkages = info.without_linkages || clauses.without_linkages;
  happening.act = std::move(act);
}

void LowerEventActs(Context& context) {
  check::ForEach<syntax::EventDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                 const syntax::Decl&, const auto& node) {
    const Symbol* symbol = context.symbols.Find(check::Space::kThing, node.name.text);
    if (symbol == nullptr || symbol->kind != check::SymbolKind::kEvent) return;
    if (symbol->span.begin != node.name.span.begin) return;  // a duplicate, already reported
    const Scope file(tree);
    for (const check::Element& element : Expand(context, file, node.head)) {
      const auto place = symbol->elements.find(element.key);
      if (place == symbol->elements.end()) continue;
      LowerAct(context, Bound(file, element), node.act, {}, model::HappeningId(place->second));
    }
  });
}

void LowerArcActs(Context& context) {
  for (std::size_t i = 0; i < context.issues.size(); ++i) {
    const check::IssueInfo info = context.issues[i];
    if (info.decl == nullptr) continue;
    const Scope file(*info.tree);
    Scope scope(&file);
    for (const auto& [name, member] : info.bindings) scope.Bind(name, member);
    const model::IssueId id(i);
    const ActDefaults defaults{{}, context.model.issues[i].track};
    for (const syntax::ArcClause& arc : info.decl->arcs) {
      const auto to = StateOf(context, id, arc.to);
      if (!to) continue;
      for (const model::StateIndex from : SourcesOf(context, id, arc)) {
        const auto place = info.arcs.find({from, *to});
        if (place == info.arcs.end()) continue;
        LowerAct(context, scope, arc.act, defaults, place->second);
      }
    }
  }
}

void LowerOptionActs(Context& context) {
  check::ForEach<syntax::DecisionDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                    const syntax::Decl&, const auto& node) {
    const Symbol* symbol = context.symbols.Find(check::Space::kThing, node.name.text);
    if (symbol == nullptr || symbol->kind != check::SymbolKind::kDecision) return;
    if (symbol->span.begin != node.name.span.begin) return;
    const Scope file(tree);
    for (const check::Element& element : Expand(context, file, node.head)) {
      const auto place = symbol->elements.find(element.key);
      if (place == symbol->elements.end()) continue;
      const Scope scope = Bound(file, element);
      ActDefaults defaults;
      defaults.by = ActorsNamed(context, scope, node.act.by);
      if (!node.act.about.empty()) defaults.track = TrackOf(context, scope, node.act.about);
      model::Decision& decision = context.model.decisions[place->second];
      if (!defaults.by.empty()) decision.by = defaults.by.front();
      decision.track = defaults.track;
      NotExecutedParts(context, node.act);
      for (const syntax::OptionClause& clause : node.options) {
        for (std::size_t k = 0; k < context.model.decisions[place->second].options.size(); ++k) {
          const model::DecisionOption option = context.model.decisions[place->second].options[k];
          if (option.name != clause.name.text) continue;
          LowerAct(context, scope, clause.act, defaults, option.happening);
          break;
        }
      }
    }
  });
}

}  // namespace

void LowerActs(Context& context) {
  LowerEventActs(context);
  LowerArcActs(context);
  LowerOptionActs(context);
}

}  // namespace entente::language::lower
