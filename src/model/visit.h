// One list of every place of a model that holds an expression, for passes that read or rewrite them
// all: the verifier, interventions, dependency analysis. A new ExprId in elements.h or questions.h
// is added here and nowhere else.
#ifndef ENTENTE_MODEL_VISIT_H_
#define ENTENTE_MODEL_VISIT_H_

#include <string_view>

#include "model/model.h"

namespace entente::model {

// Calls visit(ExprId&, const Provenance& owner, std::string_view role) for each expression slot of
// the element, invalid ones included. With a const element the slot is const.
template <typename EffectRange, typename Visit>
void VisitEffects(EffectRange& effects, const Provenance& owner, Visit&& visit) {
  for (auto& effect : effects) {
    visit(effect.value, owner, "effect value");
    visit(effect.guard, owner, "effect guard");
    visit(effect.probability, owner, "effect probability");
  }
}

template <typename HappeningType, typename Visit>
void VisitHappening(HappeningType& happening, Visit&& visit) {
  const Provenance& owner = happening.provenance;
  if (happening.act) {
    visit(happening.act->weight, owner, "weight");
    visit(happening.act->track_while, owner, "condition of a track");
    for (auto& topic : happening.act->also_about) {
      visit(topic.guard, owner, "condition of a track");
    }
  }
  for (auto& feed : happening.feeds) visit(feed.amount, owner, "feed");
  VisitEffects(happening.effects, owner, visit);
  for (auto& reaction : happening.reactions) {
    visit(reaction.guard, owner, "reaction guard");
    VisitEffects(reaction.effects, owner, visit);
  }
}

template <typename QuantityType, typename Visit>
void VisitQuantity(QuantityType& quantity, Visit&& visit) {
  const Provenance& owner = quantity.provenance;
  visit(quantity.start, owner, "start");
  if (quantity.relaxation) {
    visit(quantity.relaxation->target, owner, "relaxation target");
    visit(quantity.relaxation->half_life_days, owner, "half-life");
  }
  for (auto& drift : quantity.drifts) {
    visit(drift.rate_per_day, owner, "drift");
    visit(drift.guard, owner, "drift guard");
  }
  if (quantity.noise) {
    visit(quantity.noise->sd_per_sqrt_day, owner, "noise");
    visit(quantity.noise->factor_share, owner, "share of the common factor");
  }
  visit(quantity.held_at, owner, "held value");
  visit(quantity.held_while, owner, "hold guard");
}

template <typename ChannelType, typename Visit>
void VisitChannel(ChannelType& channel, Visit&& visit) {
  for (auto& term : channel.terms) {
    visit(term.rate_per_day, channel.provenance, "rate");
    visit(term.guard, channel.provenance, "rate guard");
    for (auto& factor : term.factors) visit(factor.value, channel.provenance, "rate factor");
  }
}

template <typename TriggerType, typename Visit>
void VisitTrigger(TriggerType& trigger, Visit&& visit) {
  visit(trigger.condition, trigger.provenance, "condition");
  visit(trigger.guard, trigger.provenance, "guard");
  visit(trigger.probability, trigger.provenance, "probability");
}

template <typename ModelType, typename Visit>
void VisitQuestions(ModelType& model, Visit&& visit) {
  for (auto* outcomes : {&model.outcomes, &model.claim_outcomes}) {
    for (auto& outcome : *outcomes) {
      visit(outcome.expression, outcome.provenance, "expression");
      visit(outcome.counted_while, outcome.provenance, "guard of a count");
      visit(outcome.out_of_while, outcome.provenance, "guard of a count");
      visit(outcome.opens_when, outcome.provenance, "opening condition");
    }
  }
  for (auto& policy : model.policies) {
    visit(policy.cost_per_day, policy.provenance, "cost");
    for (auto& intervention : policy.interventions) {
      visit(intervention.value, policy.provenance, "intervention value");
      visit(intervention.condition, policy.provenance, "intervention condition");
      visit(intervention.adopt_when, policy.provenance, "adoption");
    }
  }
}

template <typename ModelType, typename Visit>
void VisitRecord(ModelType& model, Visit&& visit) {
  static const Provenance kNobody;
  for (auto& intensity : model.intensities) {
    for (auto& part : intensity.parts) visit(part.guard, kNobody, "guard of an intensity");
  }
  for (auto& fact : model.dated_facts) {
    for (auto& odds : fact.otherwise_odds) visit(odds, kNobody, "odds of `otherwise`");
  }
  for (auto& observation : model.observations) {
    visit(observation.mean, observation.provenance, "mean");
    visit(observation.size, observation.provenance, "size");
    visit(observation.sd, observation.provenance, "standard deviation");
  }
}

template <typename ModelType, typename Visit>
void VisitExpressions(ModelType& model, Visit&& visit) {
  for (auto& definition : model.definitions) {
    visit(definition.value, definition.provenance, "value");
  }
  for (auto& quantity : model.quantities) VisitQuantity(quantity, visit);
  static const Provenance kNobody;
  for (auto& pressure : model.pressures) visit(pressure.half_life_days, kNobody, "half-life");
  for (auto& happening : model.happenings) VisitHappening(happening, visit);
  for (auto& channel : model.channels) VisitChannel(channel, visit);
  for (auto& trigger : model.triggers) VisitTrigger(trigger, visit);
  for (auto& chance : model.chances) {
    for (auto& option : chance.options) visit(option.odds, chance.provenance, "odds");
  }
  for (auto& decision : model.decisions) {
    for (auto& option : decision.options) {
      visit(option.utility, decision.provenance, "utility");
      visit(option.guard, decision.provenance, "option guard");
    }
    visit(decision.rationality, decision.provenance, "rationality");
  }
  for (auto& linkage : model.linkages) {
    visit(linkage.half_life_days, linkage.provenance, "half-life");
  }
  for (auto& framework : model.frameworks) visit(framework.depth, framework.provenance, "depth");
  VisitQuestions(model, visit);
  VisitRecord(model, visit);
}

}  // namespace entente::model

#endif  // ENTENTE_MODEL_VISIT_H_
