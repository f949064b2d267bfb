#include "model/print/document.h"

#include <fmt/format.h>

#include "model/print/print.h"

namespace entente::model {

Node Node::Text(std::string text) {
  Node node;
  node.kind = Kind::kText;
  node.text = std::move(text);
  return node;
}

Node Node::Number(double number) {
  Node node;
  node.kind = Kind::kNumber;
  node.number = number;
  return node;
}

Node Node::List() {
  Node node;
  node.kind = Kind::kList;
  return node;
}

Node& Node::Add(std::string key, Node value) {
  fields.push_back({std::move(key), std::move(value)});
  return fields.back().value;
}

void Node::AddUnlessEmpty(std::string key, std::string value) {
  if (!value.empty()) Add(std::move(key), std::move(value));
}

void Node::AddUnlessEmpty(std::string key, Node list) {
  if (!list.items.empty() || !list.fields.empty()) Add(std::move(key), std::move(list));
}

namespace {

class Describer {
 public:
  explicit Describer(const Model& model) : model_(model) {}
  Node Run();

 private:
  std::string Text(ExprId id) const { return PrintExpression(model_, id); }
  void Guard(Node& node, std::string key, ExprId id) const {
    if (id.valid()) node.Add(std::move(key), Text(id));
  }
  template <typename Elements, typename IdType>
  std::string Name(const Elements& elements, IdType id) const {
    return id.valid() ? elements[id.index()].provenance.name : std::string();
  }
  std::string StateName(IssueId issue, StateIndex state) const {
    return state == kAnyState ? "any" : model_.issues[issue.index()].states[state].name;
  }
  std::string Actors(const std::vector<ActorId>& actors) const;
  Node Head(const Provenance& provenance) const;
  Node Time() const;
  Node Describe(const Actor& actor) const;
  Node Describe(const Parameter& parameter) const;
  Node Describe(const Definition& definition) const;
  Node Describe(const Quantity& quantity) const;
  Node Describe(const Issue& issue) const;
  Node Describe(const Happening& happening) const;
  Node Describe(const Channel& channel) const;
  Node Describe(const Trigger& trigger) const;
  Node Describe(const Chance& chance) const;
  Node Describe(const Decision& decision) const;
  Node Describe(const Linkage& linkage) const;
  Node Describe(const Framework& framework) const;
  Node Describe(const Outcome& outcome) const;
  Node Describe(const Policy& policy) const;
  Node Describe(const Claim& claim) const;
  Node Describe(const RecordSource& record) const;
  Node Describe(const Observation& observation) const;
  Node Describe(const DatedFact& fact) const;
  void DescribeAct(Node& node, const Act& act) const;
  Node Pressures() const;
  Node Effects(const std::vector<Effect>& effects) const;
  std::string EffectText(const Effect& effect) const;
  void AddOutlet(Node& node, const Outlet& outlet) const;
  template <typename Elements>
  void AddAll(Node& document, std::string key, const Elements& elements) const {
    Node list = Node::List();
    for (const auto& element : elements) list.items.push_back(Describe(element));
    document.AddUnlessEmpty(std::move(key), std::move(list));
  }

  const Model& model_;
};

std::string DurationText(const Duration& duration) {
  std::string text;
  if (duration.months != 0.0) text = fmt::format("{} months", duration.months);
  if (duration.days != 0.0 || text.empty()) {
    text += fmt::format("{}{} days", text.empty() ? "" : " ", duration.days);
  }
  return text;
}

std::string Days(const std::vector<double>& days) {
  std::string text;
  for (const double day : days) text += (text.empty() ? "" : ", ") + PrintNumber(day);
  return text;
}

Node Describer::Head(const Provenance& provenance) const {
  Node node;
  node.Add("name", provenance.name);
  if (provenance.luck_name != provenance.name) node.AddUnlessEmpty("key", provenance.luck_name);
  node.AddUnlessEmpty("title", provenance.title);
  if (model_.text && provenance.span.valid()) {
    node.Add("at", model_.text->Describe(provenance.span));
  }
  for (const Citation& citation : provenance.citations) {
    if (!citation.source.valid()) continue;
    const std::string& source = model_.sources[citation.source.index()].name;
    node.Add("cite", citation.at.empty() ? source : fmt::format("{}, {}", source, citation.at));
  }
  node.AddUnlessEmpty("judgement", provenance.judgement);
  return node;
}

std::string Describer::Actors(const std::vector<ActorId>& actors) const {
  std::string text;
  for (const ActorId id : actors) text += (text.empty() ? "" : ", ") + Name(model_.actors, id);
  return text;
}

Node Describer::Time() const {
  Node node;
  node.Add("from", FormatDate(model_.time.start));
  node.Add("to", FormatDate(model_.time.end));
  node.Add("days", Node::Number(model_.time.horizon_days));
  Node& steps = node.Add("steps", Node::List());
  for (const StepPhase& phase : model_.time.steps) {
    steps.items.push_back(
        Node::Text(fmt::format("{} until day {}", DurationText(phase.step), phase.until_day)));
  }
  return node;
}

Node Describer::Describe(const Actor& actor) const {
  Node node = Head(actor.provenance);
  node.AddUnlessEmpty("organ_of", Name(model_.actors, actor.principal));
  for (const auto& [name, value] : actor.attributes) node.Add(name, Node::Number(value));
  return node;
}

Node Describer::Describe(const Parameter& parameter) const {
  Node node = Head(parameter.provenance);
  node.Add("prior", PrintPrior(parameter.prior));
  node.AddUnlessEmpty("unit", parameter.unit.label);
  if (parameter.jointly_with.valid()) {
    node.Add("jointly_with", Name(model_.parameters, parameter.jointly_with));
    node.Add("correlation", Node::Number(parameter.correlation));
  }
  return node;
}

Node Describer::Describe(const Definition& definition) const {
  Node node = Head(definition.provenance);
  node.Add("value", Text(definition.value));
  return node;
}

Node Describer::Describe(const Quantity& quantity) const {
  Node node = Head(quantity.provenance);
  node.Add("start", Text(quantity.start));
  node.Add("range", fmt::format("{}..{}", quantity.lower, quantity.upper));
  if (quantity.relaxation) {
    node.Add("relaxes_to", Text(quantity.relaxation->target));
    node.Add("half_life_days", Text(quantity.relaxation->half_life_days));
  }
  for (const Drift& drift : quantity.drifts) {
    node.Add("changes_by",
             drift.guard.valid()
                 ? fmt::format("{} while {}", Text(drift.rate_per_day), Text(drift.guard))
                 : Text(drift.rate_per_day));
  }
  if (quantity.noise) {
    node.Add("noise_per_sqrt_day", Text(quantity.noise->sd_per_sqrt_day));
    if (quantity.noise->factor.valid()) {
      node.Add("shared", fmt::format("{} {}", model_.factors[quantity.noise->factor.index()],
                                     Text(quantity.noise->factor_share)));
    }
  }
  if (quantity.held_at.valid()) {
    node.Add("held_at",
             fmt::format("{} while {}", Text(quantity.held_at), Text(quantity.held_while)));
  }
  return node;
}

Node Describer::Describe(const Issue& issue) const {
  Node node = Head(issue.provenance);
  static constexpr const char* kKinds[] = {"issue", "office", "chance", "hidden"};
  if (issue.kind != IssueKind::kIssue) node.Add("kind", kKinds[static_cast<int>(issue.kind)]);
  Node& states = node.Add("states", Node::List());
  for (const State& state : issue.states) states.items.push_back(Node::Text(state.name));
  node.Add("starts", issue.states[issue.start].name);
  node.AddUnlessEmpty("between", Actors(issue.actors));
  node.AddUnlessEmpty("about", Name(model_.tracks, issue.track));
  return node;
}

std::string Describer::EffectText(const Effect& effect) const {
  std::string text;
  const auto quantity = [&](const char* sign) {
    return fmt::format("{} {} {}", Name(model_.quantities, effect.quantity), sign,
                       Text(effect.value));
  };
  switch (effect.kind) {
    case EffectKind::kSet:
      text = quantity("=");
      break;
    case EffectKind::kIncrease:
      text = quantity("+=");
      break;
    case EffectKind::kDecrease:
      text = quantity("-=");
      break;
    case EffectKind::kScale:
      text = quantity("*=");
      break;
    case EffectKind::kMove:
      text = fmt::format("{} -> {}", Name(model_.issues, effect.issue),
                         StateName(effect.issue, effect.to));
      break;
    case EffectKind::kExcite:
      text = fmt::format("excite {} by {}", model_.pressures[effect.pressure.index()].name,
                         Text(effect.value));
      break;
  }
  if (effect.guard.valid()) text += fmt::format(" while {}", Text(effect.guard));
  if (effect.probability.valid()) {
    text += fmt::format(" with probability {}", Text(effect.probability));
  }
  return text;
}

Node Describer::Effects(const std::vector<Effect>& effects) const {
  Node list = Node::List();
  for (const Effect& effect : effects) list.items.push_back(Node::Text(EffectText(effect)));
  return list;
}

void Describer::DescribeAct(Node& node, const Act& act) const {
  const auto topic = [this](TrackId track, ExprId guard) {
    const std::string name = Name(model_.tracks, track);
    return guard.valid() ? fmt::format("{} while {}", name, Text(guard)) : name;
  };
  std::string about = topic(act.track, act.track_while);
  for (const ActTopic& other : act.also_about) about += ", " + topic(other.track, other.guard);
  node.AddUnlessEmpty("about", about);
  node.Add("weight", Text(act.weight));
  if (act.pair_share != 1.0) node.Add("weight_of_each_pair", Node::Number(act.pair_share));
  node.AddUnlessEmpty("tagged", fmt::format("{}", fmt::join(act.tags, ", ")));
}

Node Describer::Describe(const Happening& happening) const {
  Node node = Head(happening.provenance);
  static constexpr const char* kKinds[] = {"event", "transition", "option", "notice"};
  node.Add("kind", kKinds[static_cast<int>(happening.kind)]);
  if (happening.issue.valid()) {
    node.Add("moves", fmt::format("{}: {} -> {}", Name(model_.issues, happening.issue),
                                  StateName(happening.issue, happening.from),
                                  StateName(happening.issue, happening.to)));
  }
  if (happening.act) {
    node.AddUnlessEmpty("by", Actors(happening.act->by));
    node.AddUnlessEmpty("toward", Actors(happening.act->toward));
    DescribeAct(node, *happening.act);
  }
  Node feeds = Node::List();
  for (const Feed& feed : happening.feeds) {
    feeds.items.push_back(Node::Text(
        fmt::format("{} += {}", model_.pressures[feed.pressure.index()].name, Text(feed.amount))));
  }
  node.AddUnlessEmpty("feeds", std::move(feeds));
  node.AddUnlessEmpty("then", Effects(happening.effects));
  for (const Reaction& reaction : happening.reactions) {
    Node& upon = node.Add("upon", Node());
    upon.AddUnlessEmpty("name", reaction.name);
    Guard(upon, "while", reaction.guard);
    upon.AddUnlessEmpty("then", Effects(reaction.effects));
  }
  return node;
}

void Describer::AddOutlet(Node& node, const Outlet& outlet) const {
  node.AddUnlessEmpty("brings", Name(model_.happenings, outlet.happening));
  node.AddUnlessEmpty("decides", Name(model_.decisions, outlet.decision));
  node.AddUnlessEmpty("draws", Name(model_.chances, outlet.chance));
}

Node Describer::Describe(const Channel& channel) const {
  Node node = Head(channel.provenance);
  if (channel.issue.valid()) {
    node.Add("in_state", fmt::format("{} is {}", Name(model_.issues, channel.issue),
                                     StateName(channel.issue, channel.from)));
  }
  for (const HazardTerm& term : channel.terms) {
    Node& rate = node.Add("rate", Node());
    rate.Add("per_day", Text(term.rate_per_day));
    Guard(rate, "while", term.guard);
  }
  AddOutlet(node, channel.outlet);
  return node;
}

Node Describer::Describe(const Trigger& trigger) const {
  Node node = Head(trigger.provenance);
  switch (trigger.kind) {
    case TriggerKind::kDates:
      node.Add("on_days", Days(trigger.days));
      break;
    case TriggerKind::kWindows:
      node.Add("between_days", Days(trigger.days));
      node.Add("and_days", Days(trigger.window_ends));
      break;
    case TriggerKind::kAfter:
      node.Add("after", DurationText(trigger.delay));
      break;
    case TriggerKind::kAfterBetween:
      node.Add("after", fmt::format("{} to {}", DurationText(trigger.delay),
                                    DurationText(trigger.delay_high)));
      break;
    case TriggerKind::kOnNext:
      node.Add("on_next", fmt::format("{:02}-{:02}", trigger.month, trigger.day));
      break;
    case TriggerKind::kBeforeLeaving:
      node.Add("before", fmt::format("{} before {}", DurationText(trigger.delay),
                                     Name(model_.triggers, trigger.deadline)));
      break;
    case TriggerKind::kOnce:
      node.Add("once", Text(trigger.condition));
      break;
    case TriggerKind::kWhenever:
      node.Add("whenever", Text(trigger.condition));
      break;
  }
  static constexpr const char* kClasses[] = {"deadline", "dated", "chance", "decision",
                                             "condition"};
  node.Add("order",
           fmt::format("{} {}", kClasses[static_cast<int>(trigger.trigger_class)], trigger.order));
  if (trigger.issue.valid()) {
    node.Add("in_state", fmt::format("{} is {}", Name(model_.issues, trigger.issue),
                                     StateName(trigger.issue, trigger.from)));
  }
  Guard(node, "while", trigger.guard);
  Guard(node, "with_probability", trigger.probability);
  AddOutlet(node, trigger.outlet);
  return node;
}

Node Describer::Describe(const Chance& chance) const {
  Node node = Head(chance.provenance);
  for (const ChanceOption& option : chance.options) {
    Node& alternative = node.Add("alternative", Node());
    alternative.Add("name", option.name);
    alternative.Add("odds", Text(option.odds));
    alternative.AddUnlessEmpty("brings", Name(model_.happenings, option.happening));
  }
  for (const Chance::Fixed& fixed : chance.fixed) {
    node.Add("fixed", fmt::format("{} on day {}", chance.options[fixed.option].name, fixed.day));
  }
  return node;
}

Node Describer::Describe(const Decision& decision) const {
  Node node = Head(decision.provenance);
  node.AddUnlessEmpty("by", Name(model_.actors, decision.by));
  node.AddUnlessEmpty("about", Name(model_.tracks, decision.track));
  for (const DecisionOption& option : decision.options) {
    Node& choice = node.Add("option", Node());
    choice.Add("name", option.name);
    choice.Add("utility", Text(option.utility));
    Guard(choice, "while", option.guard);
    choice.AddUnlessEmpty("brings", Name(model_.happenings, option.happening));
  }
  node.Add("rationality", Text(decision.rationality));
  return node;
}

Node Describer::Describe(const Linkage& linkage) const {
  Node node = Head(linkage.provenance);
  node.Add("kind", linkage.between_acts ? "acts" : "states");
  node.Add("sign", linkage.raises ? "raises" : "lowers");
  node.AddUnlessEmpty("strength", Name(model_.definitions, linkage.strength));
  Guard(node, "half_life_days", linkage.half_life_days);
  node.AddUnlessEmpty("from", linkage.from_text);
  node.AddUnlessEmpty("to", linkage.to_text);
  return node;
}

Node Describer::Describe(const Framework& framework) const {
  Node node = Head(framework.provenance);
  node.AddUnlessEmpty("members", Actors(framework.members));
  Guard(node, "depth", framework.depth);
  return node;
}

Node Describer::Describe(const Outcome& outcome) const {
  Node node = Head(outcome.provenance);
  static constexpr const char* kKinds[] = {"ever",          "time to",  "count of", "mean of",
                                           "share of time", "value at", "max of",   "min of",
                                           "share of counts"};
  node.Add("kind", kKinds[static_cast<int>(outcome.kind)]);
  Guard(node, "of", outcome.expression);
  Node counted = Node::List();
  for (const HappeningId id : outcome.counted) {
    counted.items.push_back(Node::Text(Name(model_.happenings, id)));
  }
  node.AddUnlessEmpty("counts", std::move(counted));
  Guard(node, "counted_while", outcome.counted_while);
  Node out_of = Node::List();
  for (const HappeningId id : outcome.out_of) {
    out_of.items.push_back(Node::Text(Name(model_.happenings, id)));
  }
  node.AddUnlessEmpty("out_of", std::move(out_of));
  Guard(node, "out_of_while", outcome.out_of_while);
  if (outcome.per_days > 0.0) node.Add("per_days", Node::Number(outcome.per_days));
  node.Add("from_day", Node::Number(outcome.from_day));
  node.Add("to_day", Node::Number(outcome.to_day));
  Guard(node, "opens_when", outcome.opens_when);
  return node;
}

Node Describer::Describe(const Policy& policy) const {
  Node node = Head(policy.provenance);
  if (policy.is_scenario) node.Add("kind", "scenario");
  node.AddUnlessEmpty("by", Actors(policy.by));
  Guard(node, "cost_per_day", policy.cost_per_day);
  for (const Intervention& change : policy.interventions) {
    std::string text = change.text;
    if (change.from_day) text += fmt::format(" from day {}", *change.from_day);
    if (change.to_day) text += fmt::format(" to day {}", *change.to_day);
    if (change.adopt_when.valid()) {
      text += fmt::format(" {} {}", change.adopt_reverts ? "while" : "once",
                          Text(change.adopt_when));
    }
    node.Add("change", std::move(text));
  }
  return node;
}

Node Describer::Describe(const Claim& claim) const {
  Node node = Head(claim.provenance);
  static constexpr const char* kKinds[] = {"mean", "quantile", "rate", "necessity",
                                           "sufficiency"};
  for (const Estimand& estimand : claim.estimands) {
    Node& part = node.Add("estimand", Node());
    part.Add("text", estimand.text);
    part.Add("kind", kKinds[static_cast<int>(estimand.kind)]);
    const auto outcome = [&](std::string key, OutcomeId id) {
      if (id.valid()) part.Add(std::move(key), OutcomeOf(model_, id).provenance.name);
    };
    outcome("outcome", estimand.outcome);
    outcome("time", estimand.time);
    outcome("given", estimand.given);
    if (estimand.kind == EstimandKind::kQuantile) part.Add("level", Node::Number(estimand.level));
    const auto happenings = [&](std::string key, const std::vector<HappeningId>& ids) {
      Node list = Node::List();
      for (const HappeningId id : ids) {
        list.items.push_back(Node::Text(Name(model_.happenings, id)));
      }
      part.AddUnlessEmpty(std::move(key), std::move(list));
    };
    happenings("cause", estimand.cause);
    happenings("effect", estimand.effect);
    Node under = Node::List();
    for (const std::string& policy : estimand.under) under.items.push_back(Node::Text(policy));
    part.AddUnlessEmpty("under", std::move(under));
  }
  for (const ClaimStatement& statement : claim.statements) {
    node.Add("statement", statement.text);
  }
  return node;
}

Node Describer::Describe(const RecordSource& record) const {
  Node node;
  node.Add("file", record.file);
  Node complete = Node::List();
  for (const IssueId id : record.complete_issues) {
    complete.items.push_back(Node::Text(Name(model_.issues, id)));
  }
  for (const HappeningId id : record.complete_events) {
    complete.items.push_back(Node::Text(Name(model_.happenings, id)));
  }
  node.AddUnlessEmpty("complete_for", std::move(complete));
  node.Add("from_day", Node::Number(record.from_day));
  node.Add("to_day", Node::Number(record.to_day));
  return node;
}

Node Describer::Describe(const Observation& observation) const {
  static constexpr const char* kLaws[] = {"poisson", "negative_binomial", "normal"};
  Node node = Head(observation.provenance);
  node.Add("of", observation.is_count ? "count" : "mean");
  node.Add("period", kCellPeriodNames[static_cast<int>(observation.period)]);
  node.AddUnlessEmpty("dataset", observation.dataset);
  node.AddUnlessEmpty("file", observation.file);
  node.AddUnlessEmpty("by", Name(model_.actors, observation.from));
  node.AddUnlessEmpty("toward", Name(model_.actors, observation.to));
  Node categories = Node::List();
  for (const std::string& category : observation.categories) {
    categories.items.push_back(Node::Text(category));
  }
  node.AddUnlessEmpty("categories", std::move(categories));
  node.Add("law", kLaws[static_cast<int>(observation.law)]);
  Guard(node, "mean", observation.mean);
  Guard(node, "size", observation.size);
  Guard(node, "sd", observation.sd);
  return node;
}

Node Describer::Describe(const DatedFact& fact) const {
  Node node;
  node.AddUnlessEmpty("trigger", Name(model_.triggers, fact.trigger));
  node.AddUnlessEmpty("odds_of", Name(model_.chances, fact.chance));
  node.Add("known_from_day", Node::Number(fact.known_from_day));
  node.AddUnlessEmpty("otherwise_while", Name(model_.definitions, fact.withdrawn));
  return node;
}

Node Describer::Pressures() const {
  Node list = Node::List();
  for (const Pressure& pressure : model_.pressures) {
    Node node;
    node.Add("name", pressure.name);
    node.Add("on", pressure.hostile ? "hostile" : "cooperative");
    node.Add("sign", pressure.raises ? "raises" : "lowers");
    node.AddUnlessEmpty("by", Name(model_.actors, pressure.by));
    node.AddUnlessEmpty("toward", Name(model_.actors, pressure.toward));
    node.AddUnlessEmpty("about", Name(model_.tracks, pressure.track));
    Guard(node, "half_life_days", pressure.half_life_days);
    list.items.push_back(std::move(node));
  }
  return list;
}

Node Describer::Run() {
  Node document;
  document.Add("model", model_.name);
  document.AddUnlessEmpty("title", model_.title);
  document.Add("time", Time());
  AddAll(document, "actors", model_.actors);
  AddAll(document, "parameters", model_.parameters);
  AddAll(document, "definitions", model_.definitions);
  AddAll(document, "quantities", model_.quantities);
  document.AddUnlessEmpty("pressures", Pressures());
  AddAll(document, "issues", model_.issues);
  AddAll(document, "happenings", model_.happenings);
  AddAll(document, "channels", model_.channels);
  AddAll(document, "triggers", model_.triggers);
  AddAll(document, "chances", model_.chances);
  AddAll(document, "decisions", model_.decisions);
  AddAll(document, "linkages", model_.linkages);
  AddAll(document, "frameworks", model_.frameworks);
  AddAll(document, "outcomes", model_.outcomes);
  AddAll(document, "policies", model_.policies);
  AddAll(document, "claims", model_.claims);
  AddAll(document, "claim_outcomes", model_.claim_outcomes);
  AddAll(document, "records", model_.records);
  AddAll(document, "observations", model_.observations);
  AddAll(document, "dated_facts", model_.dated_facts);
  return document;
}

}  // namespace

Node DescribeModel(const Model& model) { return Describer(model).Run(); }

}  // namespace entente::model
