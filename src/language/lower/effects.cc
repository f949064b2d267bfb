#include "language/lower/effects.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "language/check/expand.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/issues.h"
#include "language/lower/pending.h"

namespace entente::language::lower {
namespace {

using check::SymbolKind;

struct EffectLowerer {
  Context& context;
  std::string owner;
  std::vector<model::Effect> made;
  std::map<std::string, int> draws;  // how often a target has drawn, for distinct names

  // Guard and probability that stand around an effect.
  struct Around {
    model::ExprId guard;
    model::ExprId probability;
  };

  void Run(const Scope& scope, const std::vector<syntax::Effect>& effects, const Around& around) {
    for (const syntax::Effect& effect : effects) {
      if (context.exhausted) return;
      One(scope, effect, around);
    }
  }

  void One(const Scope& scope, const syntax::Effect& effect, const Around& around) {
    if (effect.delay.valid() || effect.over.valid()) {
      context.NotExecuted("delayed and gradual effects (`after`, `over`)", effect.span);
    }
    Around inner = around;
    auto& pool = context.model.expressions;
    if (effect.guard.valid()) {
      const model::ExprId guard = LowerGuard(context, scope, effect.guard);
      if (!guard.valid()) return;
      inner.guard = pool.And(inner.guard, guard);
    }
    if (effect.unless.valid()) {
      const model::ExprId unless = LowerGuard(context, scope, effect.unless);
      if (!unless.valid()) return;
      inner.guard = pool.And(inner.guard, pool.Unary(model::Op::kNot, unless, effect.span));
    }
    if (effect.probability.valid()) {
      const model::ExprId probability =
          LowerShare(context, scope, effect.probability, "a probability");
      if (!probability.valid()) return;
      if (inner.probability.valid()) {
        context.Report(DiagnosticKind::kConflictingClauses, effect.span,
                       "a probability inside a probability; an effect has one draw",
                       "multiply the two");
        return;
      }
      inner.probability = probability;
    }
    std::visit([&](const auto& action) { Act(scope, effect, action, inner); }, effect.action);
  }

  void Push(model::Effect effect, const Around& around, const std::string& target) {
    effect.guard = around.guard;
    effect.probability = around.probability;
    if (around.probability.valid()) {
      const int k = ++draws[target];
      effect.luck_name = fmt::format("{} then {}{}", owner, target,
                                     k > 1 ? fmt::format(" #{}", k) : std::string());
    }
    made.push_back(std::move(effect));
  }

  void Act(const Scope& scope, const syntax::Effect& effect, const syntax::AssignEffect& action,
           const Around& around) {
    const check::Symbol* symbol =
        SymbolOf(context, action.target, {SymbolKind::kQuantity}, "a quantity");
    if (symbol == nullptr) return;
    for (const std::uint32_t index : ElementsOf(context, scope, *symbol, action.target)) {
      const model::QuantityId id(index);
      const Type type = QuantityType(context, id, action.target.span);
      if (type.is_error()) return;
      model::Effect made_effect;
      made_effect.quantity = id;
      made_effect.span = effect.span;
      int halves = type.time_halves;
      switch (action.op) {
        case syntax::AssignOp::kSet:
          made_effect.kind = model::EffectKind::kSet;
          break;
        case syntax::AssignOp::kAdd:
          made_effect.kind = model::EffectKind::kIncrease;
          break;
        case syntax::AssignOp::kSubtract:
          made_effect.kind = model::EffectKind::kDecrease;
          break;
        case syntax::AssignOp::kMultiply:
          made_effect.kind = model::EffectKind::kScale;
          halves = check::kNoTime;
          break;
      }
      made_effect.value = LowerAs(context, scope, action.value, halves,
                                  fmt::format("what `{}` is changed by", symbol->name));
      if (!made_effect.value.valid()) return;
      Push(std::move(made_effect), around, context.model.quantities[index].provenance.name);
    }
  }

  void Act(const Scope& scope, const syntax::Effect& effect, const syntax::TransitionEffect& action,
           const Around& around) {
    const check::Symbol* symbol =
        SymbolOf(context, action.issue, {SymbolKind::kIssue}, "an issue");
    if (symbol == nullptr) return;
    for (const std::uint32_t index : ElementsOf(context, scope, *symbol, action.issue)) {
      const model::IssueId issue(index);
      const auto to = StateOf(context, issue, action.to);
      if (!to) return;
      bool declared = false;
      for (const auto& [arc, happening] : context.issues[index].arcs) {
        declared = declared || arc.second == *to;
      }
      const std::string& name = context.model.issues[index].provenance.name;
      if (!declared) {
        const auto& states = context.model.issues[index].states;
        const model::State& from = states[*to == 0 && states.size() > 1 ? 1 : 0];
        context.Report(DiagnosticKind::kUndeclaredArc, effect.span,
                       fmt::format("no way of `{}` leads to `{}`; an effect follows a declared way",
                                   name, action.to.text),
                       fmt::format("declare one in the issue: `{} -> {}  by effect`", from.name,
                                   action.to.text));
        return;
      }
      model::Effect move;
      move.kind = model::EffectKind::kMove;
      move.issue = issue;
      move.to = *to;
      move.span = effect.span;
      Push(std::move(move), around, name);
    }
  }

  void Act(const Scope& scope, const syntax::Effect& effect, const syntax::ExciteEffect& action,
           const Around& around) {
    check::Symbol* symbol =
        SymbolOf(context, action.linkage, {SymbolKind::kLinkage}, "a linkage");
    if (symbol == nullptr) return;
    const model::ActorId by = ActorNamed(context, scope, action.dyad.from);
    const model::ActorId toward = ActorNamed(context, scope, action.dyad.to);
    const std::vector<model::TrackId> tracks = TracksNamed(context, scope, action.about);
    const model::ExprId amount = LowerNumber(context, scope, action.amount, "what is excited by");
    if (!by.valid() || !toward.valid() || !amount.valid()) return;
    bool found = false;
    if (!context.Spend(1 + context.model.pressures.size() / 16, effect.span)) return;
    for (std::size_t i = 0; i < context.model.pressures.size(); ++i) {
      const model::Pressure& pressure = context.model.pressures[i];
      const bool about = tracks.empty() || std::find(tracks.begin(), tracks.end(),
                                                     pressure.track) != tracks.end();
      const bool same = context.model.linkages[pressure.linkage.index()].provenance.family ==
                        symbol->name;
      if (!same || !about || pressure.by != by || pressure.toward != toward) continue;
      found = true;
      model::Effect excite;
      excite.kind = model::EffectKind::kExcite;
      excite.pressure = model::PressureId(i);
      excite.value = amount;
      excite.span = effect.span;
      Push(std::move(excite), around, pressure.name);
    }
    if (!found) {
      context.Report(DiagnosticKind::kWrongIndex, effect.span,
                     fmt::format("`{}` puts no pressure on acts of `{}` toward `{}`", symbol->name,
                                 action.dyad.from.text, action.dyad.to.text));
    }
  }

  void Act(const Scope& scope, const syntax::Effect&, const syntax::ForEffect& action,
           const Around& around) {
    for (const check::Element& element : Expand(context, scope, action.head)) {
      Run(Bound(scope, element), action.body, around);
    }
  }

  // A group is decided once: a hidden switch is thrown under the group's guard and draw, the
  // effects run while it is on, and it falls back.
  void Act(const Scope& scope, const syntax::Effect& effect, const syntax::GroupEffect& action,
           const Around& around) {
    const bool conditional = around.guard.valid() || around.probability.valid();
    if (!conditional || action.body.size() < 2) return Run(scope, action.body, around);
    const int k = ++draws["group"];
    const std::string name =
        fmt::format("{} then group{}", owner, k > 1 ? fmt::format(" {}", k) : "");
    Grouped(name, effect.span, around, [&](const Around& on) { Run(scope, action.body, on); });
  }

  template <typename Body>
  void Grouped(const std::string& name, SourceSpan span, const Around& around, Body body) {
    const model::IssueId group = AddSwitch(name, span);
    model::Effect flip;
    flip.kind = model::EffectKind::kMove;
    flip.issue = group;
    flip.to = 1;
    flip.span = span;
    Push(flip, around, name);
    Around on;
    on.guard = context.model.expressions.IssueIn(group, model::StateMask{2}, span);
    body(on);
    flip.to = 0;
    Push(flip, {}, name);
  }

  model::IssueId AddSwitch(const std::string& name, SourceSpan span) {
    model::Issue group;
    group.provenance.name = name;
    group.provenance.luck_name = name;
    group.provenance.family = name;
    group.provenance.span = span;
    group.kind = model::IssueKind::kHidden;
    group.states = {{"off", ""}, {"on", ""}};
    check::IssueInfo info;
    info.span = span;
    const model::IssueId id = AddIssue(context, std::move(group), std::move(info));
    TransitionOf(context, id, 0, 1, span);
    TransitionOf(context, id, 1, 0, span);
    return id;
  }
};

}  // namespace

std::vector<model::Effect> LowerEffects(Context& context, const Scope& scope,
                                        const std::vector<syntax::Effect>& effects,
                                        std::string_view owner, model::ExprId probability) {
  EffectLowerer lowerer{context, std::string(owner), {}, {}};
  if (!probability.valid()) {
    lowerer.Run(scope, effects, {});
    return std::move(lowerer.made);
  }
  const EffectLowerer::Around drawn{{}, probability};
  if (effects.size() < 2) {
    lowerer.Run(scope, effects, drawn);
  } else {
    lowerer.Grouped(lowerer.owner, effects.front().span, drawn,
                    [&](const EffectLowerer::Around& on) { lowerer.Run(scope, effects, on); });
  }
  return std::move(lowerer.made);
}

}  // namespace entente::language::lower
