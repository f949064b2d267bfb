#include "analysis/explain/chains.h"

#include <algorithm>
#include <cmath>

#include "engine/plan/reads.h"

namespace entente::analysis {
namespace {

constexpr std::size_t kLongestChain = 64;
constexpr std::size_t kMostSteps = 8;
// Instants of one day's arithmetic that differ by rounding only.
constexpr double kSameInstant = 1e-6;

bool Writes(const model::Happening& happening, const engine::Reads& reads) {
  const auto writes = [&](const std::vector<model::Effect>& effects) {
    return std::any_of(effects.begin(), effects.end(), [&](const model::Effect& effect) {
      return effect.quantity.valid() && reads.quantities.contains(effect.quantity.index());
    });
  };
  if (writes(happening.effects)) return true;
  return std::any_of(happening.reactions.begin(), happening.reactions.end(),
                     [&](const model::Reaction& reaction) { return writes(reaction.effects); });
}

}  // namespace

std::optional<std::size_t> EffectOccurrence(const model::Model& model, const Effect& effect,
                                            const engine::Story& story, double day) {
  if (!effect.happenings.empty()) {
    for (std::size_t i = 0; i < story.occurrences.size(); ++i) {
      const auto& wanted = effect.happenings;
      if (std::find(wanted.begin(), wanted.end(), story.occurrences[i].happening) != wanted.end()) {
        return i;
      }
    }
    return std::nullopt;
  }
  const model::Outcome& outcome = OutcomeOf(model, effect.outcome);
  const bool truth =
      outcome.kind == model::OutcomeKind::kEver || outcome.kind == model::OutcomeKind::kTimeTo;
  const double until = truth && !outcome.opens_when.valid() ? day : outcome.to_day;
  const engine::Reads reads = engine::CollectReads(model, outcome.expression);
  std::optional<std::size_t> moved, wrote;
  for (std::size_t i = 0; i < story.occurrences.size(); ++i) {
    const engine::Occurrence& occurrence = story.occurrences[i];
    if (occurrence.day > until + kSameInstant) break;
    const model::Happening& happening = model.happenings[occurrence.happening.index()];
    const auto& counted = outcome.counted;
    const bool moves = happening.kind == model::HappeningKind::kTransition &&
                       reads.issues.contains(happening.issue.index());
    if (moves || std::find(counted.begin(), counted.end(), occurrence.happening) != counted.end()) {
      moved = i;
    }
    if (Writes(happening, reads)) wrote = i;
  }
  return moved ? moved : wrote;
}

std::vector<std::size_t> StrongestChain(const engine::Story& story, std::size_t last) {
  std::vector<std::size_t> chain = {last};
  while (chain.size() < kLongestChain && !story.occurrences[chain.back()].causes.empty()) {
    const std::size_t cause = story.occurrences[chain.back()].causes.front().occurrence;
    if (cause >= chain.back()) break;  // causes come before their effects
    chain.push_back(cause);
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::vector<std::size_t> Ancestors(const engine::Story& story, std::size_t last) {
  std::vector<char> in(story.occurrences.size(), 0);
  in[last] = 1;
  std::vector<std::size_t> list;
  for (std::size_t i = last + 1; i-- > 0;) {
    if (in[i] == 0) continue;
    list.push_back(i);
    for (const engine::Cause& cause : story.occurrences[i].causes) in[cause.occurrence] = 1;
  }
  std::reverse(list.begin(), list.end());
  return list;
}

ChainCounter::ChainCounter(const model::Model& model) : names_(model.happenings.size()) {
  for (const Candidate& candidate : CandidatesOf(model)) {
    for (const model::HappeningId id : candidate.happenings) names_[id.index()] = candidate.name;
  }
}

void ChainCounter::Add(const engine::Story& story, std::size_t last) {
  ++stories_;
  std::vector<std::string> steps;
  for (const std::size_t i : StrongestChain(story, last)) {
    const std::size_t happening = story.occurrences[i].happening.index();
    if (happening >= names_.size() || names_[happening].empty()) continue;
    if (steps.empty() || steps.back() != names_[happening]) steps.push_back(names_[happening]);
  }
  if (steps.size() > kMostSteps) {
    steps.erase(steps.begin(), steps.end() - static_cast<std::ptrdiff_t>(kMostSteps));
  }
  const auto same = std::find_if(chains_.begin(), chains_.end(),
                                 [&](const Chain& chain) { return chain.steps == steps; });
  if (same != chains_.end()) {
    ++same->worlds;
    return;
  }
  chains_.push_back({std::move(steps), 1, story.world});
}

std::vector<Chain> ChainCounter::Commonest(std::size_t count) const {
  std::vector<Chain> chains = chains_;
  std::sort(chains.begin(), chains.end(), [](const Chain& a, const Chain& b) {
    return a.worlds != b.worlds ? a.worlds > b.worlds : a.steps < b.steps;
  });
  if (chains.size() > count) chains.resize(count);
  return chains;
}

}  // namespace entente::analysis
