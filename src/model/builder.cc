#include "model/builder.h"

#include <fmt/format.h>

#include <utility>

#include "base/check.h"
#include "model/verify.h"

namespace entente::model {

Provenance Builder::Named(std::string name) {
  Provenance provenance;
  provenance.family = name.substr(0, name.find('['));
  provenance.luck_name = name;
  provenance.name = std::move(name);
  return provenance;
}

Builder::Builder(std::string name, double horizon_days, double step_days, CivilDate start) {
  model_.name = std::move(name);
  model_.time.start = start;
  model_.time.start_day_number = DayNumber(start);
  model_.time.horizon_days = horizon_days;
  model_.time.end =
      CivilFromDayNumber(model_.time.start_day_number + static_cast<std::int64_t>(horizon_days));
  model_.time.steps.push_back({horizon_days, Duration{step_days, 0.0}});
}

ExprId Builder::In(IssueId issue, std::initializer_list<std::string_view> states) {
  StateMask mask = 0;
  for (const std::string_view state : states) mask |= StateMask{1} << State(issue, state);
  return pool().IssueIn(issue, mask);
}

ExprId Builder::ByState(IssueId issue, std::vector<double> values) {
  const StateTableId table(model_.state_tables.size());
  model_.state_tables.push_back(std::move(values));
  return pool().StateValue(issue, table);
}

ActorId Builder::AddActor(std::string name) {
  Actor actor;
  actor.provenance = Named(std::move(name));
  model_.actors.push_back(std::move(actor));
  return ActorId(model_.actors.size() - 1);
}

TrackId Builder::AddTrack(std::string name) {
  model_.tracks.push_back({Named(std::move(name))});
  return TrackId(model_.tracks.size() - 1);
}

ParameterId Builder::Param(std::string name, Prior prior) {
  Parameter parameter;
  parameter.provenance = Named(std::move(name));
  parameter.prior = prior;
  model_.parameters.push_back(std::move(parameter));
  return ParameterId(model_.parameters.size() - 1);
}

DefinitionId Builder::Define(std::string name, ExprId value) {
  Definition definition;
  definition.provenance = Named(std::move(name));
  definition.value = value;
  model_.definitions.push_back(std::move(definition));
  return DefinitionId(model_.definitions.size() - 1);
}

QuantityId Builder::AddQuantity(std::string name, ExprId start, double lower, double upper) {
  Quantity quantity;
  quantity.provenance = Named(std::move(name));
  quantity.start = start;
  quantity.lower = lower;
  quantity.upper = upper;
  model_.quantities.push_back(std::move(quantity));
  return QuantityId(model_.quantities.size() - 1);
}

void Builder::Relax(QuantityId quantity, ExprId target, ExprId half_life_days) {
  model_.quantities[quantity.index()].relaxation = Relaxation{target, half_life_days};
}

void Builder::Drift(QuantityId quantity, ExprId rate_per_day, ExprId guard) {
  model_.quantities[quantity.index()].drifts.push_back({rate_per_day, guard, {}});
}

void Builder::Noise(QuantityId quantity, ExprId sd_per_sqrt_day) {
  model_.quantities[quantity.index()].noise = model::Noise{sd_per_sqrt_day, {}, {}};
}

IssueId Builder::Issue(std::string name, std::vector<std::string> states, StateIndex start) {
  model::Issue issue;
  issue.provenance = Named(std::move(name));
  for (std::string& state : states) issue.states.push_back({std::move(state), ""});
  issue.start = start;
  model_.issues.push_back(std::move(issue));
  return IssueId(model_.issues.size() - 1);
}

StateIndex Builder::State(IssueId issue, std::string_view state) const {
  const std::vector<model::State>& states = model_.issues[issue.index()].states;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].name == state) return static_cast<StateIndex>(i);
  }
  throw InternalError(fmt::format("builder: `{}` has no state `{}`",
                                  model_.issues[issue.index()].provenance.name, state));
}

HappeningId Builder::Transition(IssueId issue, StateIndex from, StateIndex to) {
  for (std::size_t i = 0; i < model_.happenings.size(); ++i) {
    const model::Happening& known = model_.happenings[i];
    if (known.issue == issue && known.from == from && known.to == to) return HappeningId(i);
  }
  const model::Issue& owner = model_.issues[issue.index()];
  const std::string source = from == kAnyState ? "any" : owner.states[from].name;
  model::Happening happening;
  happening.provenance =
      Named(fmt::format("{}.{}->{}", owner.provenance.name, source, owner.states[to].name));
  happening.kind = HappeningKind::kTransition;
  happening.issue = issue;
  happening.from = from;
  happening.to = to;
  model_.happenings.push_back(std::move(happening));
  return HappeningId(model_.happenings.size() - 1);
}

HappeningId Builder::Transition(IssueId issue, std::string_view from, std::string_view to) {
  return Transition(issue, State(issue, from), State(issue, to));
}

ChannelId Builder::ChannelOf(HappeningId happening) const {
  for (std::size_t i = 0; i < model_.channels.size(); ++i) {
    if (model_.channels[i].outlet.happening == happening) return ChannelId(i);
  }
  return {};
}

ChannelId Builder::Rate(IssueId issue, StateIndex from, StateIndex to, ExprId rate_per_day,
                        ExprId guard) {
  const HappeningId happening = Transition(issue, from, to);
  ChannelId id = ChannelOf(happening);
  if (!id.valid()) {
    Channel channel;
    channel.provenance = Named(model_.happenings[happening.index()].provenance.name);
    channel.issue = issue;
    channel.from = from;
    channel.outlet.happening = happening;
    id = ChannelId(model_.channels.size());
    model_.channels.push_back(std::move(channel));
  }
  model_.channels[id.index()].terms.push_back({rate_per_day, guard, {}});
  return id;
}

ChannelId Builder::Rate(IssueId issue, std::string_view from, std::string_view to,
                        ExprId rate_per_day, ExprId guard) {
  return Rate(issue, State(issue, from), State(issue, to), rate_per_day, guard);
}

HappeningId Builder::Happening(std::string name, HappeningKind kind) {
  model::Happening happening;
  happening.provenance = Named(std::move(name));
  happening.kind = kind;
  model_.happenings.push_back(std::move(happening));
  return HappeningId(model_.happenings.size() - 1);
}

HappeningId Builder::Event(std::string name, ExprId rate_per_day, ExprId guard) {
  for (Channel& channel : model_.channels) {
    if (channel.provenance.name != name) continue;
    channel.terms.push_back({rate_per_day, guard, {}});
    return channel.outlet.happening;
  }
  const HappeningId happening = Happening(name);
  Channel channel;
  channel.provenance = Named(std::move(name));
  channel.terms.push_back({rate_per_day, guard, {}});
  channel.outlet.happening = happening;
  model_.channels.push_back(std::move(channel));
  return happening;
}

Trigger& Builder::Append(Trigger trigger, std::string_view why) {
  const model::Happening& happening = model_.happenings[trigger.outlet.happening.index()];
  std::string name = fmt::format("{} {}", happening.provenance.name, why);
  std::size_t same = 0;
  for (const Trigger& known : model_.triggers) {
    same += known.provenance.name.starts_with(name) ? 1 : 0;
  }
  if (same > 0) name += fmt::format(" #{}", same + 1);
  trigger.provenance = Named(std::move(name));
  if (happening.issue.valid()) {
    trigger.issue = happening.issue;
    trigger.from = happening.from;
  }
  AddTrigger(std::move(trigger));
  return model_.triggers.back();
}

TriggerId Builder::AddTrigger(Trigger trigger) {
  trigger.order = static_cast<std::uint32_t>(model_.triggers.size());
  model_.triggers.push_back(std::move(trigger));
  return TriggerId(model_.triggers.size() - 1);
}

Trigger& Builder::On(HappeningId happening, std::vector<double> days) {
  Trigger trigger;
  trigger.kind = TriggerKind::kDates;
  trigger.trigger_class = TriggerClass::kDated;
  trigger.days = std::move(days);
  trigger.outlet.happening = happening;
  return Append(std::move(trigger), "on date");
}

Trigger& Builder::After(HappeningId transition, Duration delay) {
  Trigger trigger;
  trigger.kind = TriggerKind::kAfter;
  trigger.trigger_class = TriggerClass::kDeadline;
  trigger.delay = delay;
  trigger.outlet.happening = transition;
  return Append(std::move(trigger), "after");
}

Trigger& Builder::Once(HappeningId happening, ExprId condition) {
  Trigger trigger;
  trigger.kind = TriggerKind::kOnce;
  trigger.trigger_class = TriggerClass::kCondition;
  trigger.condition = condition;
  trigger.outlet.happening = happening;
  return Append(std::move(trigger), "once");
}

Trigger& Builder::Whenever(HappeningId happening, ExprId condition) {
  Trigger trigger;
  trigger.kind = TriggerKind::kWhenever;
  trigger.trigger_class = TriggerClass::kCondition;
  trigger.condition = condition;
  trigger.outlet.happening = happening;
  return Append(std::move(trigger), "whenever");
}

Effect Builder::Move(IssueId issue, StateIndex to, ExprId guard) {
  Effect effect;
  effect.kind = EffectKind::kMove;
  effect.issue = issue;
  effect.to = to;
  effect.guard = guard;
  return effect;
}

Effect Builder::Increase(QuantityId quantity, ExprId value, ExprId guard) {
  Effect effect;
  effect.kind = EffectKind::kIncrease;
  effect.quantity = quantity;
  effect.value = value;
  effect.guard = guard;
  return effect;
}

Effect Builder::Assign(QuantityId quantity, ExprId value, ExprId guard) {
  Effect effect = Increase(quantity, value, guard);
  effect.kind = EffectKind::kSet;
  return effect;
}

LinkageId Builder::ActLinkage(std::string name, ExprId strength, ExprId half_life_days,
                              bool raises) {
  Linkage linkage;
  linkage.provenance = Named(name);
  linkage.raises = raises;
  linkage.strength = Define(name + " strength", strength);
  linkage.half_life_days = half_life_days;
  model_.linkages.push_back(std::move(linkage));
  return LinkageId(model_.linkages.size() - 1);
}

PressureId Builder::AddPressure(std::string name, LinkageId linkage, bool hostile) {
  const Linkage& owner = model_.linkages[linkage.index()];
  Pressure pressure;
  pressure.name = std::move(name);
  pressure.linkage = linkage;
  pressure.hostile = hostile;
  pressure.raises = owner.raises;
  pressure.half_life_days = owner.half_life_days;
  model_.pressures.push_back(std::move(pressure));
  return PressureId(model_.pressures.size() - 1);
}

OutcomeId Builder::Ask(std::string name, OutcomeKind kind, ExprId expression, double from,
                       double to) {
  Outcome outcome;
  outcome.provenance = Named(std::move(name));
  outcome.kind = kind;
  outcome.expression = expression;
  outcome.from_day = from;
  outcome.to_day = to < 0.0 ? model_.time.horizon_days : to;
  model_.outcomes.push_back(std::move(outcome));
  return OutcomeId(model_.outcomes.size() - 1);
}

OutcomeId Builder::Count(std::string name, std::vector<HappeningId> counted, double from,
                         double to) {
  const OutcomeId id = Ask(std::move(name), OutcomeKind::kCount, {}, from, to);
  model_.outcomes[id.index()].counted = std::move(counted);
  return id;
}

PolicyId Builder::AddPolicy(std::string name, std::vector<Intervention> interventions) {
  Policy policy;
  policy.provenance = Named(std::move(name));
  policy.interventions = std::move(interventions);
  model_.policies.push_back(std::move(policy));
  return PolicyId(model_.policies.size() - 1);
}

Model Builder::Build() const {
  const std::vector<std::string> faults = Verify(model_);
  if (!faults.empty()) throw InternalError("builder: " + faults.front());
  return model_;
}

}  // namespace entente::model
