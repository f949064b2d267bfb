#include "language/lower/variants.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "language/lower/effects.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/offices.h"

namespace entente::language::lower {
namespace {

using check::Context;
using check::Scope;
using model::HappeningId;

constexpr double kLargestWeight = 10.0;

struct Levels {
  double low = 0.0, high = 0.0;
  std::size_t count() const { return static_cast<std::size_t>(high - low) + 1; }
};

// `weight -3 to -9`: the whole numbers between the two, each as likely as the others.
std::optional<Levels> LevelsOf(Context& context, const Scope& scope,
                               const syntax::EventDecl& node) {
  const auto low = LowerConstant(context, scope, node.act.weight, "a bound of a drawn weight");
  const auto high =
      LowerConstant(context, scope, node.act.weight_high, "a bound of a drawn weight");
  if (!low || !high) return std::nullopt;
  Levels levels{std::min(low->value, high->value), std::max(low->value, high->value)};
  const bool whole = levels.low == std::floor(levels.low) && levels.high == std::floor(levels.high);
  const bool in_scale = levels.low >= -kLargestWeight && levels.high <= kLargestWeight;
  if (whole && in_scale && levels.low * levels.high >= 0.0 && levels.low < levels.high) {
    return levels;
  }
  context.Report(DiagnosticKind::kOutOfRange, scope.at(node.act.weight_high).span,
                 "a drawn weight is a whole number between two whole numbers of one sign, from "
                 "-10 to +10",
                 "for example `weight -3 to -9`");
  return std::nullopt;
}

HappeningId AddVariant(Context& context, HappeningId event, const std::string& suffix) {
  model::Happening variant;
  variant.provenance = context.model.happenings[event.index()].provenance;
  variant.provenance.name += suffix;
  variant.provenance.luck_name += suffix;
  variant.kind = model::HappeningKind::kEvent;
  check::HappeningInfo info;
  info.symbol = context.happenings[event.index()].symbol;
  info.without_linkages = context.happenings[event.index()].without_linkages;
  const HappeningId id = AddHappening(context, std::move(variant), info);
  context.happenings[event.index()].variants.push_back(id);
  return id;
}

std::vector<model::Effect> Joined(std::vector<model::Effect> first,
                                  std::vector<model::Effect> second) {
  first.insert(first.end(), std::make_move_iterator(second.begin()),
               std::make_move_iterator(second.end()));
  return first;
}

}  // namespace

void DeclareVariants(Context& context, const Scope& scope, const syntax::EventDecl& node,
                     HappeningId event) {
  if (node.success && node.act.weight_high.valid()) {
    context.Report(DiagnosticKind::kConflictingClauses, node.success->span,
                   "the weight of this event is drawn already; it can not also succeed or fail",
                   "give it one weight");
    return;
  }
  if (node.success) {
    AddVariant(context, event, " fails");
  } else if (node.act.weight_high.valid()) {
    const auto levels = LevelsOf(context, scope, node);
    if (!levels) return;
    for (std::size_t k = 1; k < levels->count(); ++k) {
      AddVariant(context, event,
                 fmt::format(" at weight {:+g}", levels->low + static_cast<double>(k)));
    }
  }
}

void LowerVariantActs(Context& context, const Scope& scope, const syntax::EventDecl& node,
                      HappeningId event) {
  const std::vector<HappeningId> variants = context.happenings[event.index()].variants;
  if (variants.empty() || !context.model.happenings[event.index()].act) return;
  auto& pool = context.model.expressions;
  std::optional<Levels> levels;
  model::ExprId otherwise;
  if (node.success) {
    // Without a weight of its own a failure is an act of no weight: it feeds nothing.
    otherwise = pool.Constant(0.0, node.success->span);
    const syntax::ExprId written = node.success->else_act.weight;
    if (written.valid()) {
      otherwise = LowerNumber(context, scope, written, "the weight of an act");
      if (!otherwise.valid()) return;
      if (pool.IsConstant(otherwise) &&
          !(std::abs(pool.ConstantValue(otherwise)) <= kLargestWeight)) {
        context.Report(DiagnosticKind::kOutOfRange, scope.at(written).span,
                       "weights run from -10, most hostile, to +10, most cooperative");
        return;
      }
    }
  } else {
    levels = LevelsOf(context, scope, node);
    if (!levels) return;
    context.model.happenings[event.index()].act->weight = pool.Constant(levels->low);
  }
  for (std::size_t k = 0; k < variants.size(); ++k) {
    const HappeningId id = variants[k];
    model::Act act = *context.model.happenings[event.index()].act;
    act.weight = node.success ? otherwise
                              : pool.Constant(levels->low + static_cast<double>(k + 1));
    check::HappeningInfo& info = context.happenings[id.index()];
    const bool known = pool.IsConstant(act.weight);
    info.can_be_hostile = !known || pool.ConstantValue(act.weight) < 0.0;
    info.can_be_cooperative = !known || pool.ConstantValue(act.weight) > 0.0;
    info.act_span = context.happenings[event.index()].act_span;
    context.model.happenings[id.index()].act = std::move(act);
  }
}

model::Outlet LowerVariants(Context& context, const Scope& scope, const syntax::EventDecl& node,
                            HappeningId event) {
  const model::Provenance provenance = context.model.happenings[event.index()].provenance;
  const std::vector<HappeningId> variants = context.happenings[event.index()].variants;
  std::vector<HappeningId> forms = {event};
  forms.insert(forms.end(), variants.begin(), variants.end());
  for (const HappeningId id : forms) {
    const std::string owner = context.model.happenings[id.index()].provenance.luck_name;
    std::vector<model::Effect> effects = LowerEffects(context, scope, node.effects, owner);
    if (node.success) {
      effects = Joined(std::move(effects),
                       LowerEffects(context, scope,
                                    id == event ? node.success->then_effects
                                                : node.success->else_effects,
                                    owner + (id == event ? " succeeds" : "")));
    }
    context.model.happenings[id.index()].effects = std::move(effects);
  }
  model::Outlet outlet;
  if (variants.empty()) {
    outlet.happening = event;
    return outlet;
  }
  auto& pool = context.model.expressions;
  model::Provenance drawn = provenance;
  drawn.name += node.success ? " succeeds" : " has its weight";
  drawn.luck_name += node.success ? " succeeds" : " has its weight";
  model::ExprId probability;
  if (node.success) {
    probability = LowerShare(context, scope, node.success->probability, "a probability");
    if (!probability.valid()) probability = pool.Constant(1.0);
  }
  const model::ChanceId chance = AddChance(context, std::move(drawn));
  for (const HappeningId id : forms) {
    model::ChanceOption option;
    option.name = id == event && node.success
                      ? "succeeds"
                      : context.model.happenings[id.index()].provenance.name.substr(
                            id == event ? 0 : provenance.name.size() + 1);
    option.happening = id;
    option.odds = pool.Constant(1.0);
    if (node.success) {
      // A changing probability may leave 0..1; the draw does not.
      const model::ExprId share =
          pool.Binary(model::Op::kMin, pool.Constant(1.0),
                      pool.Binary(model::Op::kMax, pool.Constant(0.0), probability));
      option.odds =
          id == event ? share : pool.Binary(model::Op::kSubtract, pool.Constant(1.0), share);
    }
    context.model.chances[chance.index()].options.push_back(std::move(option));
  }
  outlet.chance = chance;
  return outlet;
}

HappeningId HappeningOf(const Context& context, const model::Outlet& outlet) {
  if (outlet.happening.valid()) return outlet.happening;
  if (!outlet.chance.valid()) return {};
  const auto& options = context.model.chances[outlet.chance.index()].options;
  if (options.empty()) return {};
  const HappeningId first = options.front().happening;
  const bool event = context.model.happenings[first.index()].kind == model::HappeningKind::kEvent;
  return event && !context.happenings[first.index()].variants.empty() ? first : HappeningId();
}

}  // namespace entente::language::lower
