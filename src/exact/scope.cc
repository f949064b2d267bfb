#include "exact/scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace entente::exact {

using model::Effect;
using model::EffectKind;
using model::Expression;
using model::ExprId;
using model::Happening;
using model::HappeningId;
using model::Op;
using model::TriggerKind;

ScopeFinder::ScopeFinder(const model::Model& model, bool has_values)
    : model_(model), has_values_(has_values) {
  for (const model::Channel& channel : model.channels) channels_.push_back(Of(channel));
  for (const model::Trigger& trigger : model.triggers) triggers_.push_back(Of(trigger));
}

// ---- expressions
// ---------------------------------------------------------------------------------

void ScopeFinder::Visit(ExprId root, std::vector<bool>& seen, Reads& reads) const {
  std::vector<ExprId> pending{root};
  const auto refuse = [&reads](std::string why) {
    if (reads.refusal.empty()) reads.refusal = std::move(why);
  };
  while (!pending.empty()) {
    const ExprId id = pending.back();
    pending.pop_back();
    if (!id.valid() || seen[id.index()]) continue;
    seen[id.index()] = true;
    const Expression& node = model_.expressions[id];
    switch (node.op) {
      case Op::kDefinition:
        pending.push_back(model_.definitions[node.index].value);
        break;
      case Op::kIssueIn:
      case Op::kStateValue:
        reads.issues.push_back(node.index);
        break;
      case Op::kParameter: {
        const model::Parameter& parameter = model_.parameters[node.index];
        if (!has_values_ && parameter.prior.kind != model::PriorKind::kPoint) {
          refuse(fmt::format("the parameter `{}`, which has a prior and no value here",
                             parameter.provenance.name));
        }
        break;
      }
      case Op::kQuantity:
        refuse(fmt::format("the quantity `{}`", model_.quantities[node.index].provenance.name));
        break;
      case Op::kPressure:
        refuse(fmt::format("the pressure `{}`", model_.pressures[node.index].name));
        break;
      case Op::kTime:
        reads.day = true;
        break;
      case Op::kTimeInState:
        refuse(fmt::format("the clock `time in {}`", model_.issues[node.index].provenance.name));
        break;
      case Op::kTimeSince:
        refuse(fmt::format("the clock `time since {}`",
                           model_.happenings[node.index].provenance.name));
        break;
      case Op::kTimeUntil:
        refuse("a clock that runs until a date");
        break;
      default:
        pending.insert(pending.end(), {node.a, node.b, node.c});
        break;
    }
  }
}

const Reads& ScopeFinder::ReadsOf(ExprId id) {
  const auto [place, fresh] = cache_.try_emplace(id.index());
  if (fresh && id.valid()) {
    std::vector<bool> seen(model_.expressions.size(), false);
    Visit(id, seen, place->second);
  }
  return place->second;
}

// ---- channels and triggers
// -------------------------------------------------------------------------

void ScopeFinder::Note(Footprint& footprint, ExprId id, bool at_a_date, const std::string& owner) {
  if (!id.valid()) return;
  const Reads& reads = ReadsOf(id);
  for (const std::uint32_t issue : reads.issues) footprint.reads[issue] = true;
  if (!footprint.refusal.empty()) return;
  if (!reads.refusal.empty()) {
    footprint.refusal = fmt::format("`{}` reads {}", owner, reads.refusal);
  } else if (reads.day && !at_a_date) {
    footprint.refusal = fmt::format("`{}` reads the calendar", owner);
  }
}

void ScopeFinder::NoteEffects(Footprint& footprint, const std::vector<Effect>& effects,
                              bool at_a_date, const std::string& owner,
                              std::vector<HappeningId>& pending) {
  for (const Effect& effect : effects) {
    if (effect.kind != EffectKind::kMove) continue;  // quantities are refused where they are read
    Note(footprint, effect.guard, at_a_date, owner);
    Note(footprint, effect.probability, at_a_date, owner);
    footprint.reads[effect.issue.index()] = true;
    footprint.writes[effect.issue.index()] = true;
    for (std::size_t i = 0; i < model_.happenings.size(); ++i) {
      const Happening& arc = model_.happenings[i];
      if (arc.kind == model::HappeningKind::kTransition && arc.issue == effect.issue &&
          arc.to == effect.to)
        pending.push_back(HappeningId(i));
    }
  }
}

void ScopeFinder::NoteHappenings(Footprint& footprint, std::vector<HappeningId> pending,
                                 bool at_a_date) {
  while (!pending.empty()) {
    const HappeningId id = pending.back();
    pending.pop_back();
    if (footprint.occurs[id.index()]) continue;
    footprint.occurs[id.index()] = true;
    const Happening& happening = model_.happenings[id.index()];
    const std::string& owner = happening.provenance.name;
    if (happening.kind == model::HappeningKind::kTransition) {
      footprint.reads[happening.issue.index()] = true;
      footprint.writes[happening.issue.index()] = true;
    }
    NoteEffects(footprint, happening.effects, at_a_date, owner, pending);
    for (const model::Reaction& reaction : happening.reactions) {
      Note(footprint, reaction.guard, at_a_date, owner);
      NoteEffects(footprint, reaction.effects, at_a_date, owner, pending);
    }
  }
}

void ScopeFinder::NoteOutlet(Footprint& footprint, const model::Outlet& outlet, bool at_a_date) {
  std::vector<HappeningId> brought;
  if (outlet.happening.valid()) brought.push_back(outlet.happening);
  if (outlet.chance.valid()) {
    const model::Chance& chance = model_.chances[outlet.chance.index()];
    for (const model::ChanceOption& option : chance.options) {
      Note(footprint, option.odds, at_a_date, chance.provenance.name);
      brought.push_back(option.happening);
    }
  }
  if (outlet.decision.valid()) {
    const model::Decision& decision = model_.decisions[outlet.decision.index()];
    Note(footprint, decision.rationality, at_a_date, decision.provenance.name);
    for (const model::DecisionOption& option : decision.options) {
      Note(footprint, option.utility, at_a_date, option.name);
      Note(footprint, option.guard, at_a_date, option.name);
      brought.push_back(option.happening);
    }
  }
  NoteHappenings(footprint, std::move(brought), at_a_date);
}

ScopeFinder::Footprint ScopeFinder::Of(const model::Channel& channel) {
  Footprint footprint;
  footprint.reads.resize(model_.issues.size());
  footprint.writes.resize(model_.issues.size());
  footprint.occurs.resize(model_.happenings.size());
  if (channel.issue.valid()) footprint.reads[channel.issue.index()] = true;
  for (const model::HazardTerm& term : channel.terms) {
    Note(footprint, term.rate_per_day, false, channel.provenance.name);
    Note(footprint, term.guard, false, channel.provenance.name);
  }
  NoteOutlet(footprint, channel.outlet, false);
  return footprint;
}

ScopeFinder::Footprint ScopeFinder::Of(const model::Trigger& trigger) {
  Footprint footprint;
  footprint.reads.resize(model_.issues.size());
  footprint.writes.resize(model_.issues.size());
  footprint.occurs.resize(model_.happenings.size());
  const std::string& owner = trigger.provenance.name;
  if (trigger.issue.valid()) footprint.reads[trigger.issue.index()] = true;
  const bool dated = trigger.kind == TriggerKind::kDates;
  if (!dated && trigger.kind != TriggerKind::kOnce && trigger.kind != TriggerKind::kWhenever) {
    footprint.refusal = fmt::format("`{}` happens after a time or in a window", owner);
  }
  Note(footprint, trigger.condition, dated, owner);
  Note(footprint, trigger.guard, dated, owner);
  Note(footprint, trigger.probability, dated, owner);
  NoteOutlet(footprint, trigger.outlet, dated);
  return footprint;
}

// ---- the closure
// ----------------------------------------------------------------------------------

namespace {

bool Overlap(const std::vector<bool>& a, const std::vector<bool>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] && b[i]) return true;
  }
  return false;
}

}  // namespace

Scope ScopeFinder::Find(const model::Outcome& outcome) {
  Scope scope;
  scope.issues.resize(model_.issues.size());
  std::vector<bool> counted(model_.happenings.size(), false);
  for (const HappeningId id : outcome.counted) counted[id.index()] = true;
  for (const ExprId id : {outcome.expression, outcome.opens_when}) {
    if (!id.valid()) continue;
    const Reads& reads = ReadsOf(id);
    for (const std::uint32_t issue : reads.issues) scope.issues[issue] = true;
    if (scope.refusal.empty() && !reads.refusal.empty()) {
      scope.refusal = "the outcome reads " + reads.refusal;
    } else if (scope.refusal.empty() && reads.day) {
      scope.refusal = "the outcome reads the calendar";
    }
  }
  std::vector<bool> kept(channels_.size() + triggers_.size(), false);
  for (bool grown = true; grown;) {
    grown = false;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const Footprint& footprint =
          i < channels_.size() ? channels_[i] : triggers_[i - channels_.size()];
      if (kept[i] ||
          (!Overlap(footprint.writes, scope.issues) && !Overlap(footprint.occurs, counted))) {
        continue;
      }
      kept[i] = grown = true;
      if (scope.refusal.empty()) scope.refusal = footprint.refusal;
      for (std::size_t k = 0; k < scope.issues.size(); ++k) {
        if (footprint.reads[k] || footprint.writes[k]) scope.issues[k] = true;
      }
    }
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (!kept[i]) continue;
    if (i < channels_.size()) {
      scope.channels.push_back(model::ChannelId(i));
      continue;
    }
    const model::TriggerId id(i - channels_.size());
    const bool dated = model_.triggers[id.index()].kind == TriggerKind::kDates;
    (dated ? scope.triggers : scope.conditions).push_back(id);
  }
  const auto before = [this](model::TriggerId a, model::TriggerId b) {
    const auto key = [this](model::TriggerId id) {
      const model::Trigger& trigger = model_.triggers[id.index()];
      return std::tie(trigger.trigger_class, trigger.order, trigger.provenance.name);
    };
    return key(a) < key(b);
  };
  std::sort(scope.triggers.begin(), scope.triggers.end(), before);
  std::sort(scope.conditions.begin(), scope.conditions.end(), before);
  return scope;
}

}  // namespace entente::exact
