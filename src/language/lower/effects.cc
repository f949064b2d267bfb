#include "language/lower/effects.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "language/check/expand.h"
#include "language/lower/delayed.h"
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
    if (effect.delay.valid()) return Later(scope, effect, around);
    if (effect.over.valid()) return BitByBit(scope, effect, around);
    Around inner = around;
    if (!Modify(scope, effect, inner)) return;
    std::visit([&](const auto& action) { Act(scope, effect, action, inner); }, effect.action);
  }

  // Adds the guard and the probability of one effect; false (reported) if they are wrong.
  bool Modify(const Scope& scope, const syntax::Effect& effect, Around& inner) {
    auto& pool = context.model.expressions;
    if (effect.guard.valid()) {
      const model::ExprId guard = LowerGuard(context, scope, effect.guard);
      if (!guard.valid()) return false;
      inner.guard = pool.And(inner.guard, guard);
    }
    if (effect.unless.valid()) {
      const model::ExprId unless = LowerGuard(context, scope, effect.unless);
      if (!unless.valid()) return false;
      inner.guard = pool.And(inner.guard, pool.Unary(model::Op::kNot, unless, effect.span));
    }
    if (effect.probability.valid()) {
      const model::ExprId probability =
          LowerShare(context, scope, effect.probability, "a probability");
      if (!probability.valid()) return false;
      if (inner.probability.valid()) {
        context.Report(DiagnosticKind::kConflictingClauses, effect.span,
                       "a probability inside a probability; an effect has one draw",
                       "multiply the two");
        return false;
      }
      inner.probability = probability;
    }
    return true;
  }

  // A name that no other delayed effect of the model has.
  std::string ClockName(std::string_view what) {
    const std::string base = fmt::format("{} {}", owner, what);
    const int k = ++context.delay_counts[base];
    return k > 1 ? fmt::format("{} #{}", base, k) : base;
  }

  // `after D E while C unless X`: E, its guards and its draw wait for D, and are read then.
  void Later(const Scope& scope, const syntax::Effect& effect, const Around& around) {
    const std::string name = ClockName("later");
    if (around.probability.valid()) {
      Grouped(name + " drawn", effect.span, around,
              [&](const Around& on) { Schedule(scope, effect, on.guard, name); });
      return;
    }
    Schedule(scope, effect, around.guard, name);
  }

  void Schedule(const Scope& scope, const syntax::Effect& effect, model::ExprId guard,
             const std::string& name) {
    const auto wait = WaitOf(scope, effect);
    if (!wait) return;
    syntax::Effect inner = effect;
    inner.delay = inner.delay_high = {};
    EffectLowerer later{context, name, {}, {}};
    later.One(scope, inner, {});
    if (later.made.empty()) return;
    Take(MakeClocks(context, name, *wait, guard, std::move(later.made), effect.span));
  }

  std::optional<Wait> WaitOf(const Scope& scope, const syntax::Effect& effect) {
    const auto time = LowerDuration(context, scope, effect.delay, "the time of `after`");
    if (!time) return std::nullopt;
    Wait wait{*time, std::nullopt};
    if (!effect.delay_high.valid()) return wait;
    wait.high = LowerDuration(context, scope, effect.delay_high, "the time of `after`");
    if (!wait.high) return std::nullopt;
    if (time->MeanDays() > 0.0 && time->MeanDays() < wait.high->MeanDays()) return wait;
    context.Report(DiagnosticKind::kOutOfRange, effect.span,
                   "a random time runs from a shorter one, above 0, to a longer one");
    return std::nullopt;
  }

  void Take(Clocks clocks) {
    for (model::Effect& start : clocks.start) made.push_back(std::move(start));
  }

  // `over D x += e`: x drifts by e / D for so long. Guards and draw are read at the beginning.
  void BitByBit(const Scope& scope, const syntax::Effect& effect, const Around& around) {
    const auto* action = std::get_if<syntax::AssignEffect>(&effect.action);
    const bool adds = action != nullptr && (action->op == syntax::AssignOp::kAdd ||
                                            action->op == syntax::AssignOp::kSubtract);
    if (!adds) {
      context.Report(DiagnosticKind::kConflictingClauses, effect.span,
                     "`over` spreads what is added to a quantity; nothing else comes bit by bit",
                     "write `over 6 months x += 0.1`");
      return;
    }
    const auto length = LowerDuration(context, scope, effect.over, "the time of `over`");
    if (!length) return;
    if (!(length->MeanDays() > 0.0)) {
      context.Report(DiagnosticKind::kOutOfRange, scope.at(effect.over).span,
                     "the time of `over` must be longer than nothing");
      return;
    }
    Around inner = around;
    if (!Modify(scope, effect, inner)) return;
    const std::string name = ClockName("over time");
    const auto spread = [&](const Around& on) {
      Spread(scope, effect, *action, length->MeanDays(), on.guard, name);
    };
    if (!inner.probability.valid()) return spread(inner);
    Grouped(name + " drawn", effect.span, inner, spread);
  }

  void Spread(const Scope& scope, const syntax::Effect& effect, const syntax::AssignEffect& action,
              double days, model::ExprId guard, const std::string& name) {
    const check::Symbol* symbol =
        SymbolOf(context, action.target, {SymbolKind::kQuantity}, "a quantity");
    if (symbol == nullptr) return;
    auto& pool = context.model.expressions;
    // All of it runs on one clock.
    Clocks clocks =
        MakeClocks(context, name, {Duration{days, 0.0}, std::nullopt}, guard, {}, effect.span);
    for (const std::uint32_t index : ElementsOf(context, scope, *symbol, action.target)) {
      const Type type = QuantityType(context, model::QuantityId(index), action.target.span);
      if (type.is_error()) return;
      const model::ExprId amount =
          LowerAs(context, scope, action.value, type.time_halves,
                  fmt::format("what `{}` is changed by", symbol->name));
      if (!amount.valid()) return;
      const double sign = action.op == syntax::AssignOp::kAdd ? 1.0 : -1.0;
      model::Drift drift;
      drift.rate_per_day = pool.Multiply(
          clocks.running, pool.Multiply(amount, pool.Constant(sign / days)));
      drift.span = effect.span;
      context.model.quantities[index].drifts.push_back(drift);
    }
    Take(std::move(clocks));
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
