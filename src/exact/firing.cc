#include "exact/firing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace entente::exact {
namespace {

constexpr std::size_t kMaxOccurrences = 10'000;  // of one firing: a loop of effects
constexpr std::size_t kMaxBranches = 10'000;

}  // namespace

using model::Effect;
using model::EffectKind;
using model::Happening;
using model::HappeningId;

void Firing::Blame(std::string what) {
  if (problem_.empty()) problem_ = std::move(what);
}

void Firing::Begin(Run& run, HappeningId id) {
  const Happening& happening = model_.happenings[id.index()];
  if (happening.kind == model::HappeningKind::kTransition) {
    model::StateIndex& state = run.branch.state[happening.issue.index()];
    if (state != happening.from) return;
    state = happening.to;
  }
  run.branch.occurred.push_back(id.index());
  if (!happening.effects.empty()) run.queue.push_back({&happening.effects, {}});
  for (const model::Reaction& reaction : happening.reactions) {
    run.queue.push_back({&reaction.effects, reaction.guard});
  }
}

// Follows a declared arc from the present state, else does nothing.
void Firing::Move(Run& run, const Effect& effect) {
  const model::StateIndex state = run.branch.state[effect.issue.index()];
  if (state == effect.to) return;
  for (std::size_t i = 0; i < model_.happenings.size(); ++i) {
    const Happening& arc = model_.happenings[i];
    if (arc.kind == model::HappeningKind::kTransition && arc.issue == effect.issue &&
        arc.to == effect.to && arc.from == state) {
      Begin(run, HappeningId(i));
      return;
    }
  }
}

void Firing::RunEffect(Run& run, double day, std::vector<Run>& others) {
  Work& work = run.queue.front();
  if (work.next == 0 && work.guard.valid()) {
    evaluator_.Enter(run.branch.state, day);
    if (!evaluator_.Holds(work.guard)) work.next = work.effects->size();
  }
  if (work.next >= work.effects->size()) {
    run.queue.pop_front();
    return;
  }
  const Effect& effect = (*work.effects)[work.next++];
  if (effect.kind != EffectKind::kMove) return;
  evaluator_.Enter(run.branch.state, day);
  if (!evaluator_.Holds(effect.guard)) return;
  if (effect.probability.valid()) {
    const double p = evaluator_.Value(effect.probability);
    if (!std::isfinite(p))
      Blame(fmt::format("a probability of `{}` is not finite", effect.luck_name));
    if (!(p > 0.0)) return;
    if (p < 1.0) {
      Run without = run;
      without.branch.weight *= 1.0 - p;
      others.push_back(std::move(without));
      run.branch.weight *= p;
    }
  }
  Move(run, effect);
}

void Firing::Finish(Run run, double day, std::vector<Run>& others, std::vector<Branch>& results) {
  while (problem_.empty() && !run.queue.empty()) {
    RunEffect(run, day, others);
    if (run.branch.occurred.size() > kMaxOccurrences || others.size() > kMaxBranches) {
      Blame("effects set one another off without end");
    }
  }
  results.push_back(std::move(run.branch));
}

void Firing::Occur(HappeningId id, const Branch& branch, double day, std::vector<Branch>& results) {
  std::vector<Run> pending(1);
  pending.front().branch = branch;
  Begin(pending.front(), id);
  while (!pending.empty() && problem_.empty()) {
    Run run = std::move(pending.back());
    pending.pop_back();
    Finish(std::move(run), day, pending, results);
  }
}

std::vector<std::pair<double, HappeningId>> Firing::Choices(const model::Outlet& outlet,
                                                            const State& state, double day) {
  std::vector<std::pair<double, HappeningId>> choices;
  if (outlet.happening.valid()) return {{1.0, outlet.happening}};
  evaluator_.Enter(state, day);
  if (outlet.chance.valid()) {
    const model::Chance& chance = model_.chances[outlet.chance.index()];
    for (const model::Chance::Fixed& fixed : chance.fixed) {
      if (std::isnan(fixed.day) || std::floor(fixed.day) == std::floor(day)) {
        return {{1.0, chance.options[fixed.option].happening}};
      }
    }
    for (const model::ChanceOption& option : chance.options) {
      choices.emplace_back(std::max(0.0, evaluator_.Value(option.odds)), option.happening);
    }
  } else {
    const model::Decision& decision = model_.decisions[outlet.decision.index()];
    const double rationality = evaluator_.Value(decision.rationality);
    double best = -std::numeric_limits<double>::infinity();
    for (const model::DecisionOption& option : decision.options) {
      if (!evaluator_.Holds(option.guard)) continue;
      choices.emplace_back(rationality * evaluator_.Value(option.utility), option.happening);
      best = std::max(best, choices.back().first);
    }
    for (auto& [weight, happening] : choices) weight = std::exp(weight - best);
  }
  double sum = 0.0;
  for (const auto& [weight, happening] : choices) sum += weight;
  if (!std::isfinite(sum)) {
    Blame(fmt::format("the odds of `{}` do not make a probability",
                      outlet.chance.valid()
                          ? model_.chances[outlet.chance.index()].provenance.name
                          : model_.decisions[outlet.decision.index()].provenance.name));
  }
  if (!(sum > 0.0)) return {};
  for (auto& [weight, happening] : choices) weight /= sum;
  return choices;
}

}  // namespace entente::exact
