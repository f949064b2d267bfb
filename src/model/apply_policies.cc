#include "model/apply_policies.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "model/intensity.h"
#include "model/named_policy.h"
#include "model/substitute.h"
#include "model/verify.h"

namespace entente::model {
namespace {

// When an intervention is in force, said in the two ways that the engine can be exact about.
struct Force {
  // A truth on a hidden issue: hazards and drifts are recomputed at the switch. Invalid: always.
  ExprId flag;
  // A truth on the clock: right at the very instant of a switch, where a flag may not yet have
  // been moved. For what is read at instants: guards of triggers, options and effects.
  ExprId now;
};

class Applier {
 public:
  explicit Applier(const Model& model) : model_(model) {}

  // Empty, or why it can not be done. `doses` are the policy's, in order.
  std::string ApplyPolicy(PolicyId id, const std::vector<double>& doses);
  Model Take() { return std::move(model_); }

 private:
  ExpressionPool& pool() { return model_.expressions; }
  ExprId Number(double value) { return pool().Constant(value); }
  // `changed` while in force, else `plain`.
  ExprId While(const Force& force, ExprId changed, ExprId plain) {
    return force.flag.valid() ? pool().Select(force.flag, changed, plain) : changed;
  }
  // A guard that also demands that the intervention is not (or is) in force.
  ExprId Unless(ExprId guard, ExprId in_force) {
    return pool().And(guard, in_force.valid() ? pool().Unary(Op::kNot, in_force) : Number(0.0));
  }

  Force InForce(const std::string& policy, const Intervention& change);
  Force Dated(const std::string& policy, const Intervention& change);
  Force Adopted(const std::string& policy, const Intervention& change, const Force& dated);
  HappeningId Switch(IssueId issue, StateIndex from, double day);
  void SwitchUpon(IssueId issue, StateIndex from, ExprId condition, bool once);
  Happening Turn(IssueId issue, StateIndex from) const;
  bool IssueNamed(const std::string& name) const;
  IssueId AddFlag(const std::string& name, const std::string& policy, StateIndex start,
                  SourceSpan span);
  void ApplyOne(const std::string& policy, const Intervention& change);
  DefinitionId StandIn(ParameterId parameter);
  void ChangeDefinition(DefinitionId id, ExprId changed, const Force& force);
  void ChangeParameters(const Intervention& change, const Force& force);
  void ChangeDefinitions(const Intervention& change, const Force& force);
  void ScaleChannel(Channel& channel, const Intervention& change, const Force& force);
  void AddToChannel(Channel& channel, const Intervention& change, const Force& force);
  void ChangeQuantity(Quantity& quantity, const Intervention& change, const Force& force);
  void ForbidForms(const std::vector<HappeningId>& ids, const Force& force);
  void Forbid(HappeningId id, const Force& force);
  void ForbidEffects(std::vector<Effect>& effects, const Happening& what, const Force& force);
  void ForceHappening(const std::string& policy, const Intervention& change, HappeningId id,
                      const Force& force);
  std::uint32_t NextOrder(TriggerClass trigger_class) const;
  std::string FreshTriggerName(std::string name) const;

  Model model_;
  std::string problem_;
  std::unordered_map<std::string, Force> forces_;              // by policy and dates
  std::unordered_map<std::uint32_t, DefinitionId> stand_ins_;  // by parameter
};

// ---- when it is in force ---------------------------------------------------------------------

Force Applier::InForce(const std::string& policy, const Intervention& change) {
  const Force dated = Dated(policy, change);
  return change.adopt_when.valid() ? Adopted(policy, change, dated) : dated;
}

Force Applier::Dated(const std::string& policy, const Intervention& change) {
  const double from = change.from_day.value_or(0.0);
  const bool starts_on = !(from > 0.0);
  if (starts_on && !change.to_day) return {};
  const std::string ends = change.to_day ? fmt::format("{}", *change.to_day) : "";
  const std::string name = fmt::format("{} in force {}..{}", policy, starts_on ? 0.0 : from, ends);
  const auto known = forces_.find(name);
  if (known != forces_.end()) return known->second;

  const IssueId id = AddFlag(name, policy, starts_on ? 1 : 0, change.span);
  Force force;
  force.flag = pool().IssueIn(id, StateMask{2});
  const ExprId time = pool().Leaf(Op::kTime, 0);
  if (!starts_on) {
    Switch(id, 0, from);
    force.now = pool().Binary(Op::kLessEqual, Number(from), time);
  }
  if (change.to_day) {
    Switch(id, 1, *change.to_day);
    force.now = pool().And(force.now, pool().Binary(Op::kLess, time, Number(*change.to_day)));
  }
  forces_.emplace(name, force);
  return force;
}

// A hidden issue that is `off` or `on`.
IssueId Applier::AddFlag(const std::string& name, const std::string& policy, StateIndex start,
                         SourceSpan span) {
  Issue issue;
  issue.provenance.name = issue.provenance.luck_name = name;
  issue.provenance.family = policy;
  issue.provenance.span = span;
  issue.kind = IssueKind::kHidden;
  issue.states = {{"off", ""}, {"on", ""}};
  issue.start = start;
  const IssueId id(model_.issues.size());
  model_.issues.push_back(std::move(issue));
  return id;
}

// `adopt once C`, `adopt while C`: a hidden issue that conditions move. Its truth is also what is
// read at instants: a condition acts after all else of its instant.
Force Applier::Adopted(const std::string& policy, const Intervention& change, const Force& dated) {
  const std::string key = fmt::format("{} adopts {} {} {}", policy, change.adopt_when.index(),
                                      change.adopt_reverts, dated.flag.valid());
  const auto known = forces_.find(key);
  if (known != forces_.end()) return known->second;
  std::string name = policy + " adopted";
  for (int number = 2; IssueNamed(name); ++number) {
    name = fmt::format("{} adopted #{}", policy, number);
  }
  const IssueId issue = AddFlag(name, policy, 0, change.span);
  const ExprId wanted = pool().And(change.adopt_when, dated.flag);
  SwitchUpon(issue, 0, wanted, !change.adopt_reverts);
  if (change.adopt_reverts) SwitchUpon(issue, 1, pool().Unary(Op::kNot, wanted), false);
  Force force;
  force.flag = pool().And(pool().IssueIn(issue, StateMask{2}), dated.flag);
  force.now = pool().And(pool().IssueIn(issue, StateMask{2}), dated.now);
  forces_.emplace(key, force);
  return force;
}

bool Applier::IssueNamed(const std::string& name) const {
  return std::any_of(model_.issues.begin(), model_.issues.end(),
                     [&](const Issue& issue) { return issue.provenance.name == name; });
}

// A condition that turns the hidden issue from `from` to its other state.
void Applier::SwitchUpon(IssueId issue, StateIndex from, ExprId condition, bool once) {
  Happening happening = Turn(issue, from);
  const HappeningId id(model_.happenings.size());
  Trigger trigger;
  trigger.provenance = happening.provenance;
  trigger.kind = once ? TriggerKind::kOnce : TriggerKind::kWhenever;
  trigger.trigger_class = TriggerClass::kCondition;
  trigger.order = NextOrder(TriggerClass::kCondition);
  trigger.issue = issue;
  trigger.from = from;
  trigger.condition = condition;
  trigger.outlet.happening = id;
  model_.happenings.push_back(std::move(happening));
  model_.triggers.push_back(std::move(trigger));
}

// The transition of a hidden issue from `from` to its other state.
Happening Applier::Turn(IssueId issue, StateIndex from) const {
  const Provenance owner = model_.issues[issue.index()].provenance;
  Happening happening;
  happening.provenance = owner;
  happening.provenance.name += from == 0 ? ".off->on" : ".on->off";
  happening.provenance.luck_name = happening.provenance.name;
  happening.provenance.title =
      fmt::format("{} {}", owner.family, from == 0 ? "comes into force" : "is no longer in force");
  happening.kind = HappeningKind::kTransition;
  happening.issue = issue;
  happening.from = from;
  happening.to = from == 0 ? 1 : 0;
  return happening;
}

// A dated trigger that turns the hidden issue from `from` to its other state. It comes before all
// other dated triggers of its instant.
HappeningId Applier::Switch(IssueId issue, StateIndex from, double day) {
  Happening happening = Turn(issue, from);
  const HappeningId id(model_.happenings.size());
  for (Trigger& other : model_.triggers) {
    if (other.trigger_class == TriggerClass::kDated) ++other.order;
  }
  Trigger trigger;
  trigger.provenance = happening.provenance;
  trigger.kind = TriggerKind::kDates;
  trigger.trigger_class = TriggerClass::kDated;
  trigger.order = 0;
  trigger.issue = issue;
  trigger.from = from;
  trigger.days = {day};
  trigger.outlet.happening = id;
  model_.happenings.push_back(std::move(happening));
  model_.triggers.push_back(std::move(trigger));
  return id;
}

// ---- parameters and definitions --------------------------------------------------------------

// The definition that stands for a parameter wherever it is read, made when first needed. Changes
// then compose in the order of the policies.
DefinitionId Applier::StandIn(ParameterId parameter) {
  const auto known = stand_ins_.find(parameter.index());
  if (known != stand_ins_.end()) return known->second;
  const Parameter& owner = model_.parameters[parameter.index()];
  Definition definition;
  definition.provenance = owner.provenance;
  definition.provenance.name += " under policies";
  definition.provenance.luck_name = definition.provenance.name;
  definition.unit = owner.unit;
  const DefinitionId id(model_.definitions.size());
  const ExprId leaf = pool().Leaf(Op::kParameter, parameter.index());
  const ExprId stand_in = pool().Leaf(Op::kDefinition, id.index());
  SubstituteEverywhere(model_, leaf, stand_in);
  definition.value = leaf;
  model_.definitions.push_back(std::move(definition));
  stand_ins_.emplace(parameter.index(), id);
  return id;
}

// `changed` may read the definition itself: it then means the value it had.
void Applier::ChangeDefinition(DefinitionId id, ExprId changed, const Force& force) {
  const ExprId before = model_.definitions[id.index()].value;
  const ExprId self = pool().Leaf(Op::kDefinition, id.index());
  const ExprId value = Substitute(pool(), changed, self, before);
  model_.definitions[id.index()].value = While(force, value, before);
}

void Applier::ChangeParameters(const Intervention& change, const Force& force) {
  for (const ParameterId id : change.parameters) {
    const bool plain_set = change.kind == InterventionKind::kSetParameter && !force.flag.valid() &&
                           pool().IsConstant(change.value);
    if (plain_set && !stand_ins_.contains(id.index())) {
      Prior point;
      point.a = pool().ConstantValue(change.value);
      model_.parameters[id.index()].prior = point;
      continue;
    }
    // Making the stand-in rewrites the values of all interventions, this one's too; `change` is a
    // copy from before, so its value still reads the parameter itself.
    const DefinitionId stand_in = StandIn(id);
    const ExprId leaf = pool().Leaf(Op::kParameter, id.index());
    const ExprId before = pool().Leaf(Op::kDefinition, stand_in.index());
    const ExprId value = Substitute(pool(), change.value, leaf, before);
    ExprId changed = value;
    if (change.kind == InterventionKind::kScaleParameter) changed = pool().Multiply(before, value);
    if (change.kind == InterventionKind::kAddParameter) changed = pool().Add(before, value);
    ChangeDefinition(stand_in, changed, force);
  }
}

void Applier::ChangeDefinitions(const Intervention& change, const Force& force) {
  for (const DefinitionId id : change.definitions) {
    const ExprId before = pool().Leaf(Op::kDefinition, id.index());
    ExprId changed = change.value;
    if (change.kind == InterventionKind::kAddDefinition) changed = pool().Add(before, changed);
    if (change.kind == InterventionKind::kScaleDefinition) {
      // A state linkage multiplies by a factor m: at strength s it multiplies by 1 + (m − 1) s, so
      // that 0 means no linkage; an act linkage adds, so its strength scales plainly.
      const bool factor = std::any_of(
          model_.linkages.begin(), model_.linkages.end(),
          [id](const Linkage& link) { return !link.between_acts && link.strength == id; });
      const ExprId one = Number(1.0);
      changed = factor ? pool().Add(one, pool().Multiply(pool().Binary(Op::kSubtract, before, one),
                                                         change.value))
                       : pool().Multiply(before, change.value);
    }
    ChangeDefinition(id, changed, force);
  }
}

// ---- channels and quantities -----------------------------------------------------------------

void Applier::ScaleChannel(Channel& channel, const Intervention& change, const Force& force) {
  const ExprId factor = While(force, change.value, Number(1.0));
  for (HazardTerm& term : channel.terms) {
    term.rate_per_day = pool().Multiply(term.rate_per_day, factor);
    term.factors.push_back({change.text, factor, change.span});
  }
}

// Adds where any term of the channel may act: under the disjunction of their guards.
void Applier::AddToChannel(Channel& channel, const Intervention& change, const Force& force) {
  HazardTerm added;
  added.rate_per_day = change.value;
  for (const HazardTerm& term : channel.terms) {
    if (!term.guard.valid()) {
      added.guard = {};
      break;
    }
    added.guard =
        added.guard.valid() ? pool().Binary(Op::kOr, added.guard, term.guard) : term.guard;
  }
  added.guard = pool().And(added.guard, force.flag);
  added.factors.push_back({change.text, change.value, change.span});
  channel.terms.push_back(std::move(added));
}

void Applier::ChangeQuantity(Quantity& quantity, const Intervention& change, const Force& force) {
  switch (change.kind) {
    case InterventionKind::kScaleDrift:
      for (Drift& drift : quantity.drifts) {
        drift.rate_per_day =
            pool().Multiply(drift.rate_per_day, While(force, change.value, Number(1.0)));
      }
      return;
    case InterventionKind::kShiftTarget:
      if (!quantity.relaxation) {
        problem_ = fmt::format("`{}` relaxes to no target that `{}` could shift",
                               quantity.provenance.name, change.text);
        return;
      }
      quantity.relaxation->target =
          pool().Add(quantity.relaxation->target, While(force, change.value, Number(0.0)));
      return;
    case InterventionKind::kHoldQuantity: {
      const bool held = quantity.held_at.valid();
      const ExprId flag = force.flag.valid() ? force.flag : Number(1.0);
      quantity.held_at = held ? pool().Select(flag, change.value, quantity.held_at) : change.value;
      quantity.held_while = held ? pool().Binary(Op::kOr, quantity.held_while, flag) : flag;
      if (!force.flag.valid()) quantity.start = change.value;
      return;
    }
    default:
      quantity.start = change.value;
      return;
  }
}

// ---- what may not and what must happen -------------------------------------------------------

void Applier::ForbidEffects(std::vector<Effect>& effects, const Happening& what,
                            const Force& force) {
  for (Effect& effect : effects) {
    if (effect.kind != EffectKind::kMove || effect.issue != what.issue || effect.to != what.to) {
      continue;
    }
    const ExprId in_from = pool().IssueIn(what.issue, StateMask{1} << what.from);
    const ExprId forbidden = pool().And(force.now, in_from);
    effect.guard = Unless(effect.guard, forbidden);
  }
}

// An event with several forms comes about through a chance; if none of them may occur, the chance
// is not drawn at all.
void Applier::ForbidForms(const std::vector<HappeningId>& ids, const Force& force) {
  const auto forbidden = [&](const Outlet& outlet) {
    if (!outlet.chance.valid()) return false;
    const auto& options = model_.chances[outlet.chance.index()].options;
    return !options.empty() &&
           std::all_of(options.begin(), options.end(), [&](const ChanceOption& option) {
             return std::find(ids.begin(), ids.end(), option.happening) != ids.end();
           });
  };
  for (Channel& channel : model_.channels) {
    if (!forbidden(channel.outlet)) continue;
    for (HazardTerm& term : channel.terms) term.guard = Unless(term.guard, force.flag);
  }
  for (Trigger& trigger : model_.triggers) {
    if (forbidden(trigger.outlet)) trigger.guard = Unless(trigger.guard, force.now);
  }
}

void Applier::Forbid(HappeningId id, const Force& force) {
  for (Channel& channel : model_.channels) {
    if (channel.outlet.happening != id) continue;
    for (HazardTerm& term : channel.terms) term.guard = Unless(term.guard, force.flag);
  }
  for (Trigger& trigger : model_.triggers) {
    if (trigger.outlet.happening == id) trigger.guard = Unless(trigger.guard, force.now);
  }
  for (Decision& decision : model_.decisions) {
    for (DecisionOption& option : decision.options) {
      if (option.happening == id) option.guard = Unless(option.guard, force.now);
    }
  }
  for (Chance& chance : model_.chances) {
    for (ChanceOption& option : chance.options) {
      if (option.happening != id) continue;
      option.odds =
          force.now.valid() ? pool().Select(force.now, Number(0.0), option.odds) : Number(0.0);
    }
  }
  const Happening what = model_.happenings[id.index()];
  if (!what.issue.valid()) return;
  for (Happening& happening : model_.happenings) {
    ForbidEffects(happening.effects, what, force);
    for (Reaction& reaction : happening.reactions) ForbidEffects(reaction.effects, what, force);
  }
}

std::uint32_t Applier::NextOrder(TriggerClass trigger_class) const {
  std::uint32_t next = 0;
  for (const Trigger& trigger : model_.triggers) {
    if (trigger.trigger_class == trigger_class) next = std::max(next, trigger.order + 1);
  }
  return next;
}

std::string Applier::FreshTriggerName(std::string name) const {
  const auto taken = [this](const std::string& candidate) {
    return std::any_of(model_.triggers.begin(), model_.triggers.end(), [&](const Trigger& trigger) {
      return trigger.provenance.name == candidate;
    });
  };
  if (!taken(name)) return name;
  int number = 2;
  while (taken(fmt::format("{} #{}", name, number))) ++number;
  return fmt::format("{} #{}", name, number);
}

// One trigger a candidate: candidates leave different states of the issue, so at most one finds
// its guard true, and which one is read at the instant.
void Applier::ForceHappening(const std::string& policy, const Intervention& change, HappeningId id,
                             const Force& force) {
  const Happening& happening = model_.happenings[id.index()];
  Trigger trigger;
  trigger.provenance.name =
      FreshTriggerName(fmt::format("{} forces {}", policy, happening.provenance.name));
  trigger.provenance.luck_name = trigger.provenance.name;
  trigger.provenance.family = policy;
  trigger.provenance.span = change.span;
  if (happening.issue.valid()) {
    trigger.issue = happening.issue;
    trigger.from = happening.from;
  }
  trigger.outlet.happening = id;
  if (change.condition.valid()) {
    trigger.kind = change.every_time ? TriggerKind::kWhenever : TriggerKind::kOnce;
    trigger.trigger_class = TriggerClass::kCondition;
    trigger.condition = pool().And(change.condition, force.flag);
  } else if (change.adopt_when.valid()) {
    // At the adoption itself, each time there is one.
    trigger.kind = change.adopt_reverts ? TriggerKind::kWhenever : TriggerKind::kOnce;
    trigger.trigger_class = TriggerClass::kCondition;
    trigger.condition = force.flag;
  } else {
    trigger.kind = TriggerKind::kDates;
    trigger.trigger_class = TriggerClass::kDated;
    trigger.days = {change.force_day};
  }
  trigger.order = NextOrder(trigger.trigger_class);
  model_.triggers.push_back(std::move(trigger));
}

// ---- one intervention, one policy ------------------------------------------------------------

void Applier::ApplyOne(const std::string& policy, const Intervention& change) {
  const bool instant = change.kind == InterventionKind::kFixChance ||
                       (change.kind == InterventionKind::kForce && !change.condition.valid() &&
                        !change.adopt_when.valid()) ||
                       change.kind == InterventionKind::kStartQuantity ||
                       change.kind == InterventionKind::kStartIssue;
  const Force force = instant ? Force{} : InForce(policy, change);
  const bool start = change.kind == InterventionKind::kStartQuantity ||
                     change.kind == InterventionKind::kStartIssue;
  if (start && change.from_day.value_or(0.0) > 0.0) {
    problem_ = fmt::format("`{}` acts at the model's start and can not be dated", change.text);
    return;
  }
  switch (change.kind) {
    case InterventionKind::kSetParameter:
    case InterventionKind::kScaleParameter:
    case InterventionKind::kAddParameter:
      return ChangeParameters(change, force);
    case InterventionKind::kScaleDefinition:
    case InterventionKind::kAddDefinition:
    case InterventionKind::kSetDefinition:
      return ChangeDefinitions(change, force);
    case InterventionKind::kScaleChannel:
      for (const ChannelId id : change.channels) {
        ScaleChannel(model_.channels[id.index()], change, force);
      }
      return;
    case InterventionKind::kAddChannel:
      for (const ChannelId id : change.channels) {
        AddToChannel(model_.channels[id.index()], change, force);
      }
      return;
    case InterventionKind::kScaleDrift:
    case InterventionKind::kShiftTarget:
    case InterventionKind::kHoldQuantity:
    case InterventionKind::kStartQuantity:
      for (const QuantityId id : change.quantities) {
        ChangeQuantity(model_.quantities[id.index()], change, force);
      }
      return;
    case InterventionKind::kStartIssue:
      model_.issues[change.issue.index()].start = change.state;
      return;
    case InterventionKind::kForbid:
      ForbidForms(change.happenings, force);
      for (const HappeningId id : change.happenings) Forbid(id, force);
      return;
    case InterventionKind::kForce:
      for (const HappeningId id : change.happenings) ForceHappening(policy, change, id, force);
      return;
    case InterventionKind::kFixChance:
      model_.chances[change.chance.index()].fixed.push_back({change.force_day, change.option});
      return;
  }
}

std::string Applier::ApplyPolicy(PolicyId id, const std::vector<double>& doses) {
  const std::string name = model_.policies[id.index()].provenance.name;
  // By position and by copy: making a stand-in rewrites the policies as well, so the value of each
  // change is read when its turn comes.
  for (std::size_t i = 0; i < model_.policies[id.index()].interventions.size(); ++i) {
    Intervention change = model_.policies[id.index()].interventions[i];
    for (std::size_t k = 0; k < doses.size(); ++k) {
      const DefinitionId dose = model_.policies[id.index()].doses[k].value;
      const ExprId leaf = pool().Leaf(Op::kDefinition, dose.index());
      for (ExprId* const slot : {&change.value, &change.condition, &change.adopt_when}) {
        if (slot->valid()) *slot = Substitute(pool(), *slot, leaf, Number(doses[k]));
      }
    }
    ApplyOne(name, change);
    if (!problem_.empty()) return problem_;
  }
  return {};
}

}  // namespace

Result<Model> Apply(const Model& model, const std::vector<std::string>& policies) {
  Applier applier(model);
  std::vector<PolicyId> applied;
  for (const std::string& text : policies) {
    const Result<NamedPolicy> named = FindPolicy(model, text);
    if (!named) return tl::unexpected<Error>(named.error());
    if (std::find(applied.begin(), applied.end(), named->policy) != applied.end()) {
      return Fail(fmt::format("`{}` is named twice; a policy applies once",
                              model.policies[named->policy.index()].provenance.name));
    }
    applied.push_back(named->policy);
    const std::string problem = applier.ApplyPolicy(named->policy, named->doses);
    if (!problem.empty()) return Fail(fmt::format("`{}`: {}", text, problem));
  }
  Model changed = applier.Take();
  WriteIntensities(changed);
  const std::vector<std::string> faults = Verify(changed);
  if (!faults.empty()) {
    return Fail(fmt::format("with the policies applied the model is unsound: {}", faults.front()));
  }
  return changed;
}

}  // namespace entente::model
