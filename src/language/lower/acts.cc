// Who does what to whom: the `by`, `toward`, `about`, `weight` of events, ways and options.
#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/issues.h"
#include "language/lower/lower.h"
#include "language/lower/variants.h"

namespace entente::language::lower {
namespace {

using check::Symbol;

// What an act takes from around it when it does not say so itself.
struct ActDefaults {
  std::vector<model::ActorId> by;
  std::vector<model::ActTopic> topics;
  std::vector<syntax::Name> tags;
};

constexpr double kLargestWeight = 10.0;

// The track that an expression names; `A if C else B` names each while C holds or does not.
void AddTopics(Context& context, const Scope& scope, syntax::ExprId id, model::ExprId guard,
               std::vector<model::ActTopic>& topics) {
  if (!id.valid()) return;
  const syntax::Expr& expr = scope.at(id);
  auto& pool = context.model.expressions;
  if (const auto* choice = std::get_if<syntax::ConditionalExpr>(&expr.node)) {
    const model::ExprId holds =
        LowerTruth(context, scope, choice->condition, "what stands after `if`");
    if (!holds.valid() || !context.Descend(expr.span)) return;
    const bool known = pool.IsConstant(holds);
    if (!known || pool.ConstantValue(holds) != 0.0) {
      AddTopics(context, scope, choice->then_value, known ? guard : pool.And(guard, holds),
                topics);
    }
    if (!known || pool.ConstantValue(holds) == 0.0) {
      const model::ExprId fails = pool.Unary(model::Op::kNot, holds, expr.span);
      AddTopics(context, scope, choice->else_value, known ? guard : pool.And(guard, fails),
                topics);
    }
    --context.depth;
    return;
  }
  const Value value = Lower(context, scope, id);
  if (value.is_error()) return;
  if (value.type.kind != check::TypeKind::kMember || !context.member(value.member).track.valid()) {
    context.Report(DiagnosticKind::kWrongKind, expr.span, "an act is about a track",
                   "declare one: `track history, security`");
    return;
  }
  topics.push_back({context.member(value.member).track, guard});
}

std::vector<model::ActTopic> TopicsOf(Context& context, const Scope& scope,
                                      const std::vector<syntax::ExprId>& about) {
  std::vector<model::ActTopic> topics;
  for (const syntax::ExprId id : about) AddTopics(context, scope, id, {}, topics);
  return topics;
}

void SetTopics(const std::vector<model::ActTopic>& topics, model::Act& act) {
  if (topics.empty()) return;
  act.track = topics.front().track;
  act.track_while = topics.front().guard;
  act.also_about.assign(topics.begin() + 1, topics.end());
}

void SetTags(Context& context, const std::vector<syntax::Name>& tags, model::Act& act) {
  for (const syntax::Name& tag : tags) {
    if (tag.text == "public") {
      context.Report(DiagnosticKind::kReservedWord, tag.span,
                     "every act without the tag `quiet` is public already",
                     "leave `tagged public` out");
      continue;
    }
    context.tags.insert(tag.text);
    act.tags.push_back(tag.text);
  }
  std::sort(act.tags.begin(), act.tags.end());
  act.tags.erase(std::unique(act.tags.begin(), act.tags.end()), act.tags.end());
}

// `by JPN, KOR, USA together`: every one of them toward every other.
bool SetJoint(Context& context, const syntax::ActClauses& clauses, model::Act& act) {
  if (!clauses.together) return true;
  if (!clauses.toward.empty()) {
    context.Report(DiagnosticKind::kConflictingClauses, clauses.toward.front().span,
                   "what is done `together` is done by each toward the others",
                   "leave out `toward`, or `together`");
    return false;
  }
  if (act.by.size() < 2) {
    context.Report(DiagnosticKind::kEmptyIndex, clauses.span,
                   "it takes two actors to do something together");
    return false;
  }
  act.toward = act.by;
  act.pair_share = 1.0 / static_cast<double>(act.by.size() - 1);
  return true;
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

// The weight of an act; invalid (reported) if it is wrong.
model::ExprId WeightOf(Context& context, const Scope& scope, const syntax::ActClauses& clauses) {
  auto& pool = context.model.expressions;
  if (!clauses.weight.valid()) return pool.Constant(0.0, clauses.span);
  const model::ExprId weight = LowerNumber(context, scope, clauses.weight, "the weight of an act");
  if (!weight.valid()) return {};
  if (pool.IsConstant(weight) && !(std::abs(pool.ConstantValue(weight)) <= kLargestWeight)) {
    context.Report(DiagnosticKind::kOutOfRange, scope.at(clauses.weight).span,
                   fmt::format("a weight of {:g}; weights run from -10, most hostile, to +10, "
                               "most cooperative",
                               pool.ConstantValue(weight)));
    return {};
  }
  return weight;
}

void LowerAct(Context& context, const Scope& scope, const syntax::ActClauses& clauses,
              const ActDefaults& defaults, model::HappeningId id) {
  const bool says = !clauses.by.empty() || !clauses.toward.empty() || clauses.weight.valid();
  if (!says) return;
  model::Act act;
  act.by = clauses.by.empty() ? defaults.by : ActorsNamed(context, scope, clauses.by);
  act.toward = ActorsNamed(context, scope, clauses.toward);
  SetTopics(clauses.about.empty() ? defaults.topics : TopicsOf(context, scope, clauses.about), act);
  SetTags(context, clauses.tags.empty() ? defaults.tags : clauses.tags, act);
  if (!SetJoint(context, clauses, act)) return;
  act.weight = WeightOf(context, scope, clauses);
  if (!act.weight.valid()) return;
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
  if (clauses.weight_high.valid() && happening.kind != model::HappeningKind::kEvent) {
    context.Report(DiagnosticKind::kConflictingClauses, scope.at(clauses.weight_high).span,
                   "the weight of a way or an option is one number; only an event's is drawn",
                   "write one weight, or an expression");
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
      const model::HappeningId id(place->second);
      const Scope scope = Bound(file, element);
      LowerAct(context, scope, node.act, {}, id);
      LowerVariantActs(context, scope, node, id);
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
    ActDefaults defaults;
    if (context.model.issues[i].track.valid()) {
      defaults.topics.push_back({context.model.issues[i].track, {}});
    }
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
      defaults.topics = TopicsOf(context, scope, node.act.about);
      defaults.tags = node.act.tags;
      model::Decision& decision = context.model.decisions[place->second];
      if (!defaults.by.empty()) decision.by = defaults.by.front();
      if (!defaults.topics.empty()) decision.track = defaults.topics.front().track;
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
