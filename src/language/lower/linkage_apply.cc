// The second pass over linkages: rates are multiplied by what raises and lowers them, acts feed the
// pressures.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/leaves.h"
#include "language/lower/linkages.h"
#include "language/lower/lower.h"
#include "language/lower/variants.h"

namespace entente::language::lower {
namespace {

using model::ExprId;
using model::HappeningId;
using model::LinkageId;
using model::Op;
using model::PressureId;

class Applier {
 public:
  explicit Applier(Context& context) : context_(context), model_(context.model) {}

  void Run() {
    Index();
    for (model::Channel& channel : model_.channels) ApplyPressures(channel);
    for (const LinkageElement& element : context_.linkage_plan->elements) {
      if (context_.exhausted) return;
      if (std::holds_alternative<syntax::ActLinkage>(element.node->body)) {
        Feed(element);
      } else {
        ApplyState(element);
      }
    }
    ReportIdle();
  }

 private:
  using Target = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, bool>;

  model::ExpressionPool& pool() { return model_.expressions; }
  ExprId Number(double value) { return pool().Constant(value); }
  const std::string& NameOf(LinkageId id) const {
    return model_.linkages[id.index()].provenance.name;
  }

  void Index();
  // A pressure on an act, and while which sign and track (invalid: always).
  struct Acting {
    PressureId pressure;
    ExprId guard;
  };
  std::vector<Acting> PressuresOn(const model::Act& act, bool hostile, ExprId sign);
  void ApplyPressures(model::Channel& channel);
  void ApplyRaising(model::Channel& channel, double part, const std::vector<Acting>& pressures);
  void ApplyLowering(model::Channel& channel, double part, const Acting& acting);
  void CheckReads(const model::Channel& channel,
                  const std::vector<Acting>& pressures);
  void Feed(const LinkageElement& element);
  ExprId FeedAmount(const LinkageElement& element, HappeningId act, PressureId pressure);
  void ApplyState(const LinkageElement& element);
  std::vector<std::pair<HappeningId, ExprId>> StateTargets(const Scope& scope,
                                                           const syntax::StateLinkage& link);
  ExprId StateFactor(const LinkageElement& element);
  void ReportIdle();

  Context& context_;
  model::Model& model_;
  std::map<Target, std::vector<PressureId>> on_;
  std::map<std::uint32_t, std::vector<std::size_t>> channels_;  // by happening
  // State linkages: whether any rate was found, so that one that finds none is reported once.
  std::map<const syntax::LinkageDecl*, bool> found_rate_;
  // Pairs of act and pressure that feed already: elements of one linkage may meet.
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> fed_;
};

void Applier::Index() {
  for (std::size_t i = 0; i < model_.pressures.size(); ++i) {
    const model::Pressure& pressure = model_.pressures[i];
    on_[{pressure.by.index(), pressure.toward.index(), pressure.track.index(), pressure.hostile}]
        .emplace_back(i);
  }
  for (std::size_t i = 0; i < model_.channels.size(); ++i) {
    const HappeningId id = HappeningOf(context_, model_.channels[i].outlet);
    if (id.valid()) channels_[id.index()].push_back(i);
  }
}

std::vector<Applier::Acting> Applier::PressuresOn(const model::Act& act, bool hostile,
                                                  ExprId sign) {
  std::vector<Acting> found;
  for (const auto& [by, toward] : PairsOf(act)) {
    for (const model::ActTopic& topic : TopicsOf(act)) {
      const auto place = on_.find({by.index(), toward.index(), topic.track.index(), hostile});
      if (place == on_.end()) continue;
      const ExprId guard = pool().And(sign, topic.guard);
      for (const PressureId pressure : place->second) found.push_back({pressure, guard});
    }
  }
  return found;
}

// An act's own rate must not read a pressure that multiplies it: it would count twice.
void Applier::CheckReads(const model::Channel& channel,
                         const std::vector<Acting>& pressures) {
  for (const model::HazardTerm& term : channel.terms) {
    for (const model::Expression& leaf : LeavesOf(model_, term.rate_per_day)) {
      if (leaf.op != Op::kPressure) continue;
      const bool twice = std::any_of(pressures.begin(), pressures.end(), [&](const auto& entry) {
        return entry.pressure.index() == leaf.index;
      });
      if (!twice) continue;
      SourceSpan span = channel.provenance.span;
      for (const model::RateFactor& factor : term.factors) {
        for (const model::Expression& inner : LeavesOf(model_, factor.value)) {
          if (inner.op == Op::kPressure && inner.index == leaf.index) span = factor.span;
        }
      }
      const std::string& linkage = NameOf(model_.pressures[leaf.index].linkage);
      context_.Report(DiagnosticKind::kPressureReadTwice, span,
                      fmt::format("the rate of `{}` reads the pressure of linkage `{}`, which "
                                  "multiplies this rate already",
                                  channel.provenance.name, linkage),
                      "leave it out of the rate, or add `without linkages` to the act");
      return;
    }
  }
}

void Applier::ApplyPressures(model::Channel& channel) {
  const HappeningId id = HappeningOf(context_, channel.outlet);
  if (!id.valid() || context_.happenings[id.index()].without_linkages) return;
  if (!model_.happenings[id.index()].act) return;
  const model::Act act = *model_.happenings[id.index()].act;
  std::vector<Acting> raising, lowering, all;
  for (const bool hostile : {true, false}) {
    if (!CanHaveSign(context_, id, hostile)) continue;
    for (const Acting& one : PressuresOn(act, hostile, SignGuard(context_, id, hostile))) {
      const bool raises = model_.pressures[one.pressure.index()].raises;
      (raises ? raising : lowering).push_back(one);
      all.push_back(one);
    }
  }
  if (all.empty()) return;
  CheckReads(channel, all);
  // What bears on a joint act is the mean over its actors of what bears on each toward the others.
  const bool joint = act.by == act.toward;
  const double part = joint ? 1.0 / static_cast<double>(act.by.size()) : 1.0;
  ApplyRaising(channel, part, raising);
  for (const Acting& one : lowering) ApplyLowering(channel, part, one);
}

void Applier::ApplyRaising(model::Channel& channel, double part,
                           const std::vector<Acting>& pressures) {
  if (pressures.empty()) return;
  ExprId factor = Number(1.0);
  std::vector<std::string> names;
  for (const auto& [pressure, guard] : pressures) {
    ExprId value = pool().Leaf(Op::kPressure, pressure.index());
    if (part != 1.0) value = pool().Multiply(value, Number(part));
    if (guard.valid()) value = pool().Select(guard, value, Number(0.0));
    factor = pool().Add(factor, value);
    const std::string& name = NameOf(model_.pressures[pressure.index()].linkage);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  const LinkageId first = model_.pressures[pressures.front().pressure.index()].linkage;
  MultiplyChannel(context_, channel, factor, fmt::format("raised by {}", fmt::join(names, ", ")),
                  model_.linkages[first.index()].provenance.span);
}

void Applier::ApplyLowering(model::Channel& channel, double part, const Acting& acting) {
  const LinkageId linkage = model_.pressures[acting.pressure.index()].linkage;
  ExprId exponent = pool().Leaf(Op::kPressure, acting.pressure.index());
  if (part != 1.0) exponent = pool().Multiply(exponent, Number(part));
  ExprId factor = pool().Unary(Op::kExp, pool().Unary(Op::kNegate, exponent));
  if (acting.guard.valid()) factor = pool().Select(acting.guard, factor, Number(1.0));
  MultiplyChannel(context_, channel, factor, fmt::format("lowered by {}", NameOf(linkage)),
                  model_.linkages[linkage.index()].provenance.span);
}

// ---- acts feed pressures ---------------------------------------------------------------------

ExprId Applier::FeedAmount(const LinkageElement& element, HappeningId act, PressureId pressure) {
  const model::Linkage& linkage = model_.linkages[element.linkage.index()];
  const ExprId weight = model_.happenings[act.index()].act->weight;
  const double share = model_.happenings[act.index()].act->pair_share;
  ExprId amount = pool().Leaf(Op::kDefinition, linkage.strength.index());
  if (pool().IsConstant(weight)) {
    amount =
        pool().Multiply(amount, Number(std::fabs(pool().ConstantValue(weight)) / 10.0 * share));
  } else {
    const ExprId size = pool().Unary(Op::kAbs, weight);
    amount = pool().Multiply(amount, pool().Binary(Op::kDivide, size, Number(10.0 / share)));
  }
  const model::Pressure& target = model_.pressures[pressure.index()];
  const auto contains = [](const auto& list, auto one) {
    return std::find(list.begin(), list.end(), one) != list.end();
  };
  for (const LinkageDamping& damping : context_.linkage_plan->dampings) {
    if (!Damps(damping, element)) continue;
    if (!contains(damping.members, target.by) || !contains(damping.members, target.toward)) {
      continue;
    }
    if (!damping.tracks.empty() && !contains(damping.tracks, target.track)) continue;
    amount = pool().Multiply(amount, damping.keep);
  }
  ExprId guard = TopicGuard(context_, element.from, act);
  if (element.from.sign != syntax::ActSign::kAny) {
    guard = pool().And(
        guard, SignGuard(context_, act, element.from.sign == syntax::ActSign::kHostile));
  }
  return guard.valid() ? pool().Select(guard, amount, Number(0.0)) : amount;
}

void Applier::Feed(const LinkageElement& element) {
  if (element.pressures.empty()) return;
  if (!context_.Spend(model_.happenings.size() / 8 + 1, element.node->name.span)) return;
  for (const HappeningId act : ActsIn(context_, element.from)) {
    const model::ExprId weight = model_.happenings[act.index()].act->weight;
    if (pool().IsConstant(weight) && pool().ConstantValue(weight) == 0.0) continue;
    if (!context_.Spend(element.pressures.size(), element.node->name.span)) return;
    for (const PressureId pressure : element.pressures) {
      if (!fed_.emplace(std::make_pair(act.index(), pressure.index()), true).second) continue;
      const ExprId amount = FeedAmount(element, act, pressure);
      model_.happenings[act.index()].feeds.push_back({pressure, amount});
    }
  }
}

// ---- states multiply rates -------------------------------------------------------------------

// The factor, weakened by the frameworks that damp this linkage: 1 + (m − 1) × what is left.
ExprId Applier::StateFactor(const LinkageElement& element) {
  const model::Linkage& linkage = model_.linkages[element.linkage.index()];
  ExprId factor = pool().Leaf(Op::kDefinition, linkage.strength.index());
  for (const LinkageDamping& damping : context_.linkage_plan->dampings) {
    if (!Damps(damping, element)) continue;
    const ExprId excess = pool().Binary(Op::kSubtract, factor, Number(1.0));
    factor = pool().Add(Number(1.0), pool().Multiply(excess, damping.keep));
  }
  return factor;
}

// What is multiplied, and while which sign of the act's weight (invalid: always).
std::vector<std::pair<HappeningId, ExprId>> Applier::StateTargets(
    const Scope& scope, const syntax::StateLinkage& link) {
  std::vector<std::pair<HappeningId, ExprId>> targets;
  if (link.acts) {
    const auto acts = ResolvePattern(context_, scope, *link.acts);
    if (!acts) return targets;
    for (const HappeningId id : ActsIn(context_, *acts)) {
      if (context_.happenings[id.index()].without_linkages) continue;
      ExprId guard = TopicGuard(context_, *acts, id);
      if (acts->sign != syntax::ActSign::kAny) {
        guard = pool().And(
            guard, SignGuard(context_, id, acts->sign == syntax::ActSign::kHostile));
      }
      targets.emplace_back(id, guard);
    }
  }
  for (const syntax::Happening& happening : link.targets) {
    for (const HappeningId id : HappeningsOf(context_, scope, happening)) {
      targets.emplace_back(id, ExprId());
    }
  }
  return targets;
}

void Applier::ApplyState(const LinkageElement& element) {
  const auto& link = std::get<syntax::StateLinkage>(element.node->body);
  const Scope file(*element.tree);
  const Scope scope = Bound(file, element.element);
  const ExprId condition = LowerTruth(context_, scope, link.condition, "the state of a linkage");
  const std::size_t errors = context_.sink.error_count();
  const auto targets = StateTargets(scope, link);
  bool& found = found_rate_[element.node];
  if (!condition.valid() || context_.sink.error_count() > errors) {
    found = true;  // reported already
    return;
  }
  if (!context_.Spend(model_.happenings.size() / 8 + 1, element.node->name.span)) return;
  const ExprId factor = StateFactor(element);
  const model::Provenance& provenance = model_.linkages[element.linkage.index()].provenance;
  std::set<std::uint32_t> done;
  for (const auto& [id, guard] : targets) {
    if (!done.insert(id.index()).second) continue;
    const auto channels = channels_.find(id.index());
    if (channels == channels_.end()) continue;
    found = true;
    const ExprId holds = pool().And(condition, guard);
    const ExprId value = pool().Select(holds, factor, Number(1.0));
    for (const std::size_t channel : channels->second) {
      MultiplyChannel(context_, model_.channels[channel], value,
                      fmt::format("linkage {}", provenance.name), provenance.span);
    }
  }
}

void Applier::ReportIdle() {
  for (const LinkageElement& element : context_.linkage_plan->elements) {
    const auto place = found_rate_.find(element.node);
    if (place == found_rate_.end() || place->second) continue;
    place->second = true;
    const std::string& to = model_.linkages[element.linkage.index()].to_text;
    context_.Report(DiagnosticKind::kNothingToChange, element.node->name.span,
                    fmt::format("linkage `{}` multiplies no rate: `{}` does not come about by a "
                                "`rate`",
                                element.node->name.text, to),
                    "give it a `rate`, or let the state speak in the utility or probability that "
                    "brings it about");
  }
}

}  // namespace

void MultiplyChannel(Context& context, model::Channel& channel, ExprId factor, std::string text,
                     SourceSpan span) {
  for (model::HazardTerm& term : channel.terms) {
    if (!term.rate_per_day.valid()) continue;
    term.rate_per_day = context.model.expressions.Multiply(term.rate_per_day, factor);
    term.factors.push_back({text, factor, span});
  }
}

ExprId WhatIsLeft(Context& context, ExprId share) {
  auto& pool = context.model.expressions;
  const ExprId rest = pool.Binary(Op::kSubtract, pool.Constant(1.0), share);
  return pool.IsConstant(rest) ? rest : pool.Binary(Op::kMax, pool.Constant(0.0), rest);
}

void ApplyLinkages(Context& context) {
  if (context.linkage_plan) Applier(context).Run();
}

}  // namespace entente::language::lower
