#include "model/known_on.h"

#include <utility>
#include <vector>

namespace entente::model {
namespace {

// Removes the marked triggers; the ids that others have of triggers follow.
void RemoveTriggers(Model& model, const std::vector<bool>& removed) {
  std::vector<TriggerId> map(model.triggers.size());
  std::vector<Trigger> kept;
  for (std::size_t i = 0; i < model.triggers.size(); ++i) {
    if (removed[i]) continue;
    map[i] = TriggerId(kept.size());
    kept.push_back(std::move(model.triggers[i]));
  }
  model.triggers = std::move(kept);
  const auto follow = [&map](TriggerId& id) {
    if (id.valid()) id = map[id.index()];
  };
  // A deadline is no dated fact, so what counts back from it stays.
  for (Trigger& trigger : model.triggers) follow(trigger.deadline);
  for (DatedFact& fact : model.dated_facts) follow(fact.trigger);
}

}  // namespace

Model AsKnownOn(Model model, double day) {
  std::vector<bool> removed(model.triggers.size(), false);
  std::vector<DatedFact> left;
  bool any = false;
  for (const DatedFact& fact : model.dated_facts) {
    if (fact.known_from_day <= day) {
      left.push_back(fact);
      continue;
    }
    if (fact.trigger.valid()) {
      any = removed[fact.trigger.index()] = true;
    } else {
      auto& options = model.chances[fact.chance.index()].options;
      for (std::size_t i = 0; i < options.size(); ++i) {
        options[i].odds = fact.otherwise_odds.empty() ? model.expressions.Constant(1.0, fact.span)
                                                      : fact.otherwise_odds[i];
      }
    }
    if (fact.withdrawn.valid()) {
      model.definitions[fact.withdrawn.index()].value = model.expressions.Constant(1.0, fact.span);
    }
  }
  model.dated_facts = std::move(left);
  if (any) RemoveTriggers(model, removed);
  return model;
}

}  // namespace entente::model
