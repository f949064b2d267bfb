#include "model/verify.h"

#include <fmt/format.h>

#include <cmath>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"
#include "model/verify_claims.h"
#include "model/verify_record.h"
#include "model/visit.h"

namespace entente::model {
namespace {

class Verifier {
 public:
  explicit Verifier(const Model& model) : model_(model) {}

  std::vector<std::string> Run() {
    CheckTime();
    CheckNodes();
    CheckSlots();
    CheckNames();
    CheckLuck();
    CheckIssues();
    CheckParameters();
    CheckQuantities();
    CheckPressures();
    CheckHappenings();
    CheckChannels();
    CheckTriggers();
    CheckChoices();
    CheckOutcomes(model_.outcomes);
    CheckOutcomes(model_.claim_outcomes);
    CheckLinkages();
    CheckPolicies();
    VerifyClaims(model_, faults_);
    VerifyRecord(model_, faults_);
    if (faults_.empty()) CheckAcyclic();
    return std::move(faults_);
  }

 private:
  template <typename... Args>
  void Fault(fmt::format_string<Args...> format, Args&&... args) {
    faults_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  void Require(bool holds, std::string_view owner, std::string_view rule) {
    if (!holds) Fault("`{}`: {}", owner, rule);
  }

  template <typename IdType, typename Vector>
  bool In(IdType id, const Vector& elements) const {
    return id.valid() && id.index() < elements.size();
  }
  template <typename IdType, typename Vector>
  bool InOrNone(IdType id, const Vector& elements) const {
    return !id.valid() || id.index() < elements.size();
  }
  bool StateOf(IssueId issue, StateIndex state) const {
    return In(issue, model_.issues) && state < model_.issues[issue.index()].states.size();
  }

  void CheckTime();
  void CheckNodes();
  void CheckLeaf(const Expression& node, std::size_t place);
  void CheckSlots();
  void CheckNames();
  void CheckIssues();
  void CheckParameters();
  void CheckQuantities();
  void CheckPressures();
  void CheckHappenings();
  void CheckEffects(const std::vector<Effect>& effects, const std::string& owner);
  void CheckOutlet(const Outlet& outlet, const std::string& owner);
  void CheckChannels();
  void CheckTriggers();
  void CheckTriggerKind(const Trigger& trigger);
  void CheckChoices();
  void CheckOutcomes(const std::vector<Outcome>& outcomes);
  void CheckLinkages();
  void CheckPolicies();
  void CheckAcyclic();

  // Luck names seen so far within one purpose, by their hash.
  using Lucks = std::unordered_map<std::uint64_t, std::string_view>;
  template <typename Vector>
  void CheckUnique(const Vector& elements, std::string_view kind);
  void AddLuck(Lucks& lucks, std::string_view luck, std::string_view owner);
  void CheckLuck();

  const Model& model_;
  std::vector<std::string> faults_;
};

void Verifier::CheckTime() {
  const TimeFrame& time = model_.time;
  Require(std::isfinite(time.horizon_days) && time.horizon_days > 0.0, "time",
          "the horizon must lie after the start");
  Require(!time.steps.empty(), "time", "at least one step is needed");
  double previous = 0.0;
  for (std::size_t i = 0; i < time.steps.size(); ++i) {
    const StepPhase& phase = time.steps[i];
    Require(phase.step.days >= 0.0 && phase.step.months >= 0.0 && phase.step.MeanDays() > 0.0,
            "time", "a step must be longer than nothing");
    if (i + 1 < time.steps.size()) {
      Require(phase.until_day > previous, "time", "step phases must follow one another");
      previous = phase.until_day;
    }
  }
  if (faults_.empty() && GridPoints(time).size() >= kMaxGridPoints) {
    Fault("`time`: more than {} grid points; a longer step is needed", kMaxGridPoints);
  }
}

void Verifier::CheckLeaf(const Expression& node, std::size_t place) {
  bool good = true;
  switch (node.op) {
    case Op::kParameter:
      good = node.index < model_.parameters.size();
      break;
    case Op::kQuantity:
      good = node.index < model_.quantities.size();
      break;
    case Op::kPressure:
      good = node.index < model_.pressures.size();
      break;
    case Op::kDefinition:
      good = node.index < model_.definitions.size();
      break;
    case Op::kTimeInState:
      good = node.index < model_.issues.size();
      break;
    case Op::kTimeSince:
      good = node.index < model_.happenings.size();
      break;
    case Op::kTimeUntil:
      good = node.index < model_.calendars.size();
      break;
    case Op::kIssueIn: {
      good = node.index < model_.issues.size();
      if (!good) break;
      const std::size_t states = model_.issues[node.index].states.size();
      good = states >= kMaxStates || (node.mask >> states) == 0;
      break;
    }
    case Op::kStateValue:
      good =
          node.index < model_.issues.size() && In(node.table, model_.state_tables) &&
          model_.state_tables[node.table.index()].size() == model_.issues[node.index].states.size();
      break;
    default:
      break;
  }
  if (!good) Fault("expression {}: a `{}` that names nothing", place, OpName(node.op));
}

void Verifier::CheckNodes() {
  for (std::size_t i = 0; i < model_.expressions.size(); ++i) {
    const Expression& node = model_.expressions[ExprId(i)];
    const int count = OperandCount(node.op);
    const ExprId operands[] = {node.a, node.b, node.c};
    for (int k = 0; k < count; ++k) {
      if (!operands[k].valid() || operands[k].index() >= i) {
        Fault("expression {}: an operand does not precede it", i);
      }
    }
    CheckLeaf(node, i);
  }
}

void Verifier::CheckSlots() {
  VisitExpressions(model_, [this](ExprId id, const Provenance& owner, std::string_view role) {
    if (id.valid() && id.index() >= model_.expressions.size()) {
      Fault("`{}`: its {} is no expression of the model", owner.name, role);
    }
  });
}

template <typename Vector>
void Verifier::CheckUnique(const Vector& elements, std::string_view kind) {
  std::unordered_map<std::string_view, int> names;
  for (const auto& element : elements) {
    const std::string_view name = element.provenance.name;
    if (++names[name] == 2) Fault("two elements of kind {} are named `{}`", kind, name);
  }
}

void Verifier::AddLuck(Lucks& lucks, std::string_view luck, std::string_view owner) {
  Require(!luck.empty(), owner, "it draws randomness and has no luck name");
  const auto [place, fresh] = lucks.emplace(Fnv1a64(luck), luck);
  if (!fresh && !luck.empty()) {
    Fault("`{}`: its luck name `{}` and `{}` have one hash", owner, luck, place->second);
  }
}

void Verifier::CheckNames() {
  CheckUnique(model_.actors, "actor");
  CheckUnique(model_.tracks, "track");
  CheckUnique(model_.parameters, "parameter");
  CheckUnique(model_.definitions, "definition");
  CheckUnique(model_.quantities, "quantity");
  CheckUnique(model_.issues, "issue");
  CheckUnique(model_.happenings, "happening");
  CheckUnique(model_.channels, "channel");
  CheckUnique(model_.triggers, "trigger");
  CheckUnique(model_.chances, "chance");
  CheckUnique(model_.decisions, "decision");
  CheckUnique(model_.linkages, "linkage");
  CheckUnique(model_.outcomes, "outcome");
  CheckUnique(model_.policies, "policy");
}

// Streams are keyed by (purpose, luck name): names must differ, by their hash, within a purpose.
void Verifier::CheckLuck() {
  const auto all = [this](const auto& elements) {
    Lucks lucks;
    for (const auto& element : elements) {
      AddLuck(lucks, element.provenance.luck_name, element.provenance.name);
    }
  };
  all(model_.parameters);
  all(model_.channels);
  all(model_.chances);
  Lucks options, branches, noises;
  for (const Decision& decision : model_.decisions) {
    for (const DecisionOption& option : decision.options) {
      if (!In(option.happening, model_.happenings)) continue;
      const Provenance& happening = model_.happenings[option.happening.index()].provenance;
      AddLuck(options, happening.luck_name, happening.name);
    }
  }
  for (const Quantity& quantity : model_.quantities) {
    if (quantity.noise) AddLuck(noises, quantity.provenance.luck_name, quantity.provenance.name);
  }
  for (const std::string& factor : model_.factors) AddLuck(noises, factor, factor);
  for (const Trigger& trigger : model_.triggers) {
    if (trigger.probability.valid() || trigger.kind == TriggerKind::kWindows ||
        trigger.kind == TriggerKind::kAfterBetween) {
      AddLuck(branches, trigger.provenance.luck_name, trigger.provenance.name);
    }
  }
  const auto effects = [&](const std::vector<Effect>& list, const std::string& owner) {
    for (const Effect& effect : list) {
      if (effect.probability.valid()) AddLuck(branches, effect.luck_name, owner);
    }
  };
  for (const Happening& happening : model_.happenings) {
    effects(happening.effects, happening.provenance.name);
    for (const Reaction& reaction : happening.reactions) effects(reaction.effects, reaction.name);
  }
}

void Verifier::CheckIssues() {
  for (const Issue& issue : model_.issues) {
    const std::string& name = issue.provenance.name;
    Require(!issue.states.empty() && issue.states.size() <= kMaxStates, name,
            "an issue has 1 to 64 states");
    Require(issue.start < issue.states.size(), name, "its start is none of its states");
    Require(InOrNone(issue.track, model_.tracks), name, "its track does not exist");
    for (const ActorId actor : issue.actors) {
      Require(In(actor, model_.actors), name, "an actor of it does not exist");
    }
  }
}

void Verifier::CheckParameters() {
  for (const Parameter& parameter : model_.parameters) {
    const Prior& prior = parameter.prior;
    const std::string& name = parameter.provenance.name;
    Require(std::isfinite(prior.a) && std::isfinite(prior.b) && std::isfinite(prior.c), name,
            "its prior is not finite");
    if (parameter.jointly_with.valid()) {
      const auto place = static_cast<std::size_t>(&parameter - model_.parameters.data());
      Require(parameter.jointly_with.index() < place && std::fabs(parameter.correlation) <= 1.0,
              name, "it is drawn jointly with an earlier parameter, at a correlation of -1 to 1");
    }
    switch (prior.kind) {
      case PriorKind::kPoint:
        break;
      case PriorKind::kNormal:
      case PriorKind::kLogitNormal:
        Require(prior.b >= 0.0, name, "the prior's standard deviation must not be negative");
        break;
      case PriorKind::kLognormal:
        Require(prior.a > 0.0 && prior.b >= 0.0, name,
                "a lognormal prior needs a positive median and a spread of at least 1");
        break;
      case PriorKind::kBeta:
      case PriorKind::kGamma:
        Require(prior.a > 0.0 && prior.b > 0.0, name, "the prior's two numbers must be positive");
        break;
      case PriorKind::kUniform:
        Require(prior.a <= prior.b, name, "the prior's ends are in the wrong order");
        break;
      case PriorKind::kTriangular:
        Require(prior.a <= prior.b && prior.b <= prior.c, name,
                "a triangular prior is written lowest, mode, highest");
        break;
    }
  }
}

void Verifier::CheckQuantities() {
  for (const Quantity& quantity : model_.quantities) {
    const std::string& name = quantity.provenance.name;
    Require(quantity.start.valid(), name, "it has no start");
    Require(quantity.lower <= quantity.upper, name, "its range is empty");
    if (quantity.relaxation) {
      Require(quantity.relaxation->target.valid() && quantity.relaxation->half_life_days.valid(),
              name, "its relaxation needs a target and a half-life");
    }
    for (const Drift& drift : quantity.drifts) {
      Require(drift.rate_per_day.valid(), name, "a drift of it has no rate");
    }
    if (quantity.noise) {
      Require(quantity.noise->sd_per_sqrt_day.valid(), name, "its noise has no size");
      Require(InOrNone(quantity.noise->factor, model_.factors), name,
              "its common factor does not exist");
      Require(!quantity.noise->factor.valid() || quantity.noise->factor_share.valid(), name,
              "its common factor has no share");
    }
    Require(quantity.held_at.valid() == quantity.held_while.valid(), name,
            "a hold needs a value and a guard");
  }
}

void Verifier::CheckPressures() {
  std::unordered_map<std::string_view, int> names;
  for (const Pressure& pressure : model_.pressures) {
    if (++names[pressure.name] == 2) Fault("two pressures are named `{}`", pressure.name);
    Require(In(pressure.linkage, model_.linkages), pressure.name, "its linkage does not exist");
    Require(InOrNone(pressure.by, model_.actors) && InOrNone(pressure.toward, model_.actors),
            pressure.name, "an actor of it does not exist");
    Require(InOrNone(pressure.track, model_.tracks), pressure.name, "its track does not exist");
    Require(pressure.half_life_days.valid(), pressure.name, "it has no half-life");
  }
}

void Verifier::CheckEffects(const std::vector<Effect>& effects, const std::string& owner) {
  for (const Effect& effect : effects) {
    switch (effect.kind) {
      case EffectKind::kSet:
      case EffectKind::kIncrease:
      case EffectKind::kDecrease:
      case EffectKind::kScale:
        Require(In(effect.quantity, model_.quantities) && effect.value.valid(), owner,
                "an effect writes no quantity");
        break;
      case EffectKind::kMove:
        Require(StateOf(effect.issue, effect.to), owner, "an effect moves no issue");
        break;
      case EffectKind::kExcite:
        Require(In(effect.pressure, model_.pressures) && effect.value.valid(), owner,
                "an effect excites no pressure");
        break;
    }
  }
}

void Verifier::CheckHappenings() {
  for (const Happening& happening : model_.happenings) {
    const std::string& name = happening.provenance.name;
    if (happening.kind == HappeningKind::kTransition || happening.issue.valid()) {
      Require(StateOf(happening.issue, happening.from) && StateOf(happening.issue, happening.to),
              name, "it leads from or to a state that does not exist");
    }
    if (happening.act) {
      Require(happening.act->weight.valid(), name, "the act has no weight");
      Require(InOrNone(happening.act->track, model_.tracks), name, "its track does not exist");
      for (const ActorId actor : happening.act->by) {
        Require(In(actor, model_.actors), name, "an actor of it does not exist");
      }
      for (const ActorId actor : happening.act->toward) {
        Require(In(actor, model_.actors), name, "an actor of it does not exist");
      }
    }
    for (const Feed& feed : happening.feeds) {
      Require(In(feed.pressure, model_.pressures) && feed.amount.valid(), name,
              "it feeds a pressure that does not exist");
    }
    CheckEffects(happening.effects, name);
    for (const Reaction& reaction : happening.reactions) CheckEffects(reaction.effects, name);
  }
}

void Verifier::CheckOutlet(const Outlet& outlet, const std::string& owner) {
  const int count =
      int{outlet.happening.valid()} + int{outlet.decision.valid()} + int{outlet.chance.valid()};
  Require(count == 1, owner, "it must bring about exactly one thing");
  Require(InOrNone(outlet.happening, model_.happenings) &&
              InOrNone(outlet.decision, model_.decisions) &&
              InOrNone(outlet.chance, model_.chances),
          owner, "what it brings about does not exist");
}

void Verifier::CheckChannels() {
  for (const Channel& channel : model_.channels) {
    const std::string& name = channel.provenance.name;
    if (channel.issue.valid()) {
      Require(StateOf(channel.issue, channel.from), name, "its source state does not exist");
    }
    for (const HazardTerm& term : channel.terms) {
      Require(term.rate_per_day.valid(), name, "a term of its hazard has no rate");
    }
    CheckOutlet(channel.outlet, name);
  }
}

void Verifier::CheckTriggerKind(const Trigger& trigger) {
  const std::string& name = trigger.provenance.name;
  switch (trigger.kind) {
    case TriggerKind::kDates:
    case TriggerKind::kWindows:
      for (std::size_t i = 1; i < trigger.days.size(); ++i) {
        Require(trigger.days[i - 1] < trigger.days[i], name, "its dates are not in order");
      }
      if (trigger.kind == TriggerKind::kDates) break;
      Require(trigger.days.size() == trigger.window_ends.size(), name, "a window has no end");
      for (std::size_t i = 0; i < trigger.days.size() && i < trigger.window_ends.size(); ++i) {
        Require(trigger.days[i] <= trigger.window_ends[i], name, "a window ends before it begins");
      }
      break;
    case TriggerKind::kAfter:
    case TriggerKind::kOnNext:
    case TriggerKind::kAfterBetween:
      Require(trigger.issue.valid(), name, "a deadline needs an issue");
      break;
    case TriggerKind::kBeforeLeaving:
      Require(In(trigger.deadline, model_.triggers), name, "its deadline does not exist");
      break;
    case TriggerKind::kOnce:
    case TriggerKind::kWhenever:
      Require(trigger.condition.valid(), name, "it has no condition");
      break;
  }
  if (trigger.kind == TriggerKind::kAfterBetween) {
    Require(
        trigger.delay.MeanDays() > 0.0 && trigger.delay.MeanDays() <= trigger.delay_high.MeanDays(),
        name, "a sojourn's percentiles must be positive and in order");
  }
  if (trigger.kind == TriggerKind::kOnNext) {
    Require(trigger.month >= 1 && trigger.month <= 12 && trigger.day >= 1 && trigger.day <= 31,
            name, "there is no such day of the year");
  }
}

void Verifier::CheckTriggers() {
  for (const Trigger& trigger : model_.triggers) {
    const std::string& name = trigger.provenance.name;
    if (trigger.issue.valid()) {
      Require(StateOf(trigger.issue, trigger.from), name, "its source state does not exist");
    }
    CheckTriggerKind(trigger);
    CheckOutlet(trigger.outlet, name);
  }
}

void Verifier::CheckChoices() {
  for (const Chance& chance : model_.chances) {
    const std::string& name = chance.provenance.name;
    Require(!chance.options.empty(), name, "there is nothing to draw");
    for (const ChanceOption& option : chance.options) {
      Require(option.odds.valid() && In(option.happening, model_.happenings), name,
              "an alternative has no odds or nothing to bring about");
    }
    for (const Chance::Fixed& fixed : chance.fixed) {
      Require(fixed.option < chance.options.size(), name, "it is fixed to no alternative");
    }
  }
  for (const Decision& decision : model_.decisions) {
    const std::string& name = decision.provenance.name;
    Require(!decision.options.empty(), name, "there is nothing to choose");
    Require(decision.rationality.valid(), name, "it has no rationality");
    Require(InOrNone(decision.by, model_.actors), name, "its actor does not exist");
    for (const DecisionOption& option : decision.options) {
      Require(option.utility.valid() && In(option.happening, model_.happenings), name,
              "an option has no utility or nothing to bring about");
    }
  }
}

void Verifier::CheckOutcomes(const std::vector<Outcome>& outcomes) {
  for (const Outcome& outcome : outcomes) {
    const std::string& name = outcome.provenance.name;
    Require(outcome.from_day >= 0.0 && outcome.from_day <= outcome.to_day &&
                outcome.to_day <= model_.time.horizon_days,
            name, "its window does not lie between start and horizon");
    for (const HappeningId counted : outcome.counted) {
      Require(In(counted, model_.happenings), name, "it counts what does not exist");
    }
    for (const HappeningId counted : outcome.out_of) {
      Require(In(counted, model_.happenings), name, "it counts what does not exist");
    }
    const bool share = outcome.kind == OutcomeKind::kShareOfCounts;
    const bool counts = share || outcome.kind == OutcomeKind::kCount;
    Require(counts || outcome.expression.valid(), name, "it has no expression");
    Require(counts || !outcome.counted_while.valid(), name, "only counts have a guard");
    Require(share || (outcome.out_of.empty() && !outcome.out_of_while.valid()), name,
            "only shares of counts have a denominator");
  }
}

void Verifier::CheckLinkages() {
  for (const Linkage& linkage : model_.linkages) {
    Require(InOrNone(linkage.strength, model_.definitions), linkage.provenance.name,
            "its strength is no definition");
  }
}

void Verifier::CheckPolicies() {
  for (const Policy& policy : model_.policies) {
    const std::string& name = policy.provenance.name;
    for (const Intervention& change : policy.interventions) {
      const auto all = [&](const auto& ids, const auto& elements) {
        for (const auto id : ids) Require(In(id, elements), name, "it changes what does not exist");
      };
      all(change.parameters, model_.parameters);
      all(change.definitions, model_.definitions);
      all(change.channels, model_.channels);
      all(change.quantities, model_.quantities);
      all(change.happenings, model_.happenings);
      if (change.kind == InterventionKind::kStartIssue) {
        Require(StateOf(change.issue, change.state), name, "it starts an issue in no state of it");
      }
      if (change.kind == InterventionKind::kFixChance) {
        Require(In(change.chance, model_.chances) &&
                    change.option < model_.chances[change.chance.index()].options.size(),
                name, "it fixes what is no chance");
      }
      Require(!change.from_day || !change.to_day || *change.from_day < *change.to_day, name,
              "a change ends before it begins");
    }
  }
}

// Definitions may refer to one another, never in a circle. Nodes are visited by an explicit stack:
// a model made by a program may be as deep as it likes.
void Verifier::CheckAcyclic() {
  enum : std::uint8_t { kNew, kOpen, kDone };
  std::vector<std::uint8_t> mark(model_.expressions.size(), kNew);
  std::vector<std::pair<ExprId, int>> stack;
  for (const Definition& definition : model_.definitions) {
    if (!definition.value.valid()) {
      Fault("`{}`: a definition without a value", definition.provenance.name);
      continue;
    }
    stack.emplace_back(definition.value, 0);
    while (!stack.empty()) {
      const ExprId id = stack.back().first;
      const Expression& node = model_.expressions[id];
      const bool sideways = node.op == Op::kDefinition;
      const int count = sideways ? 1 : OperandCount(node.op);
      const int next = stack.back().second++;
      if (next == 0) {
        if (mark[id.index()] == kDone) {
          stack.pop_back();
          continue;
        }
        mark[id.index()] = kOpen;
      }
      if (next >= count) {
        mark[id.index()] = kDone;
        stack.pop_back();
        continue;
      }
      const ExprId operands[] = {node.a, node.b, node.c};
      const ExprId child = sideways ? model_.definitions[node.index].value : operands[next];
      if (!child.valid()) continue;
      if (mark[child.index()] == kOpen) {
        Fault("`{}`: a definition that leads back to itself", definition.provenance.name);
        return;
      }
      if (mark[child.index()] == kNew) stack.emplace_back(child, 0);
    }
  }
}

}  // namespace

std::vector<std::string> Verify(const Model& model) { return Verifier(model).Run(); }

}  // namespace entente::model
