#include "inference/filter/weighted_states.h"

#include <algorithm>
#include <limits>

#include "base/on_threads.h"

namespace entente::inference {
namespace {

constexpr std::size_t kQuantilePicks = 1'000;
// For fewer particles, starting a thread takes longer than the work.
constexpr std::size_t kSlotsForThreads = 2'000;

// By state and group.
std::vector<std::vector<double>> SharesOf(const WeightedStates& of, std::size_t issue) {
  const model::StateIndex* const in = &of.states.issues[issue * of.weight.size()];
  std::vector<std::vector<double>> share(of.model.issues[issue].states.size(),
                                         std::vector<double>(of.groups, 0.0));
  const std::size_t particles = of.weight.size() / of.groups;
  for (std::size_t g = 0; g < of.groups; ++g) {
    for (std::size_t i = g * particles; i < (g + 1) * particles; ++i) {
      share[in[i]][g] += of.weight[i];
    }
  }
  return share;
}

// By group.
std::vector<double> MeansOf(const WeightedStates& of, std::size_t quantity) {
  const double* const value = &of.states.quantities[quantity * of.weight.size()];
  std::vector<double> mean(of.groups, 0.0);
  const std::size_t particles = of.weight.size() / of.groups;
  for (std::size_t g = 0; g < of.groups; ++g) {
    for (std::size_t i = g * particles; i < (g + 1) * particles; ++i) {
      if (of.weight[i] > 0.0) mean[g] += of.weight[i] * value[i];
    }
  }
  return mean;
}

// By level, of the particles in `picks`.
std::vector<double> QuantilesOf(const WeightedStates& of, std::size_t quantity,
                                const std::vector<std::size_t>& picks) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  if (picks.empty()) return std::vector<double>(of.levels.size(), kNan);
  const double* const value = &of.states.quantities[quantity * of.weight.size()];
  std::vector<double> picked, levels;
  picked.reserve(picks.size());
  for (const std::size_t i : picks) picked.push_back(value[i]);
  auto below = picked.begin();  // those before it are no larger than what follows
  for (const double level : of.levels) {
    const auto rank = static_cast<std::size_t>(level * static_cast<double>(picked.size()));
    const auto at = picked.begin() + static_cast<std::ptrdiff_t>(std::min(rank, picked.size() - 1));
    std::nth_element(below, at, picked.end());
    levels.push_back(*at);
    below = at;
  }
  return levels;
}

// Particles in proportion to their weights.
std::vector<std::size_t> Picks(const std::vector<double>& weight) {
  double sum = 0.0;
  for (const double one : weight) sum += one;
  std::vector<std::size_t> picks;
  double upto = 0.0;
  for (std::size_t i = 0; i < weight.size() && sum > 0.0; ++i) {
    upto += weight[i] / sum;
    while (picks.size() < kQuantilePicks &&
           (static_cast<double>(picks.size()) + 0.5) / static_cast<double>(kQuantilePicks) < upto) {
      picks.push_back(i);
    }
  }
  return picks;
}

}  // namespace

FilteredState Summarise(const WeightedStates& particles, double day) {
  FilteredState state;
  state.day = day;
  const std::vector<std::size_t> picks = Picks(particles.weight);
  const std::size_t issues = particles.model.issues.size();
  const std::size_t quantities = particles.model.quantities.size();
  state.issues.resize(issues);
  state.quantities.resize(quantities);
  state.quantiles.resize(quantities);
  const std::size_t threads =
      particles.weight.size() < kSlotsForThreads ? 1 : ThreadsOf(particles.threads);
  ForEachOnThreads(threads, issues + quantities, [&](std::size_t which) {
    if (which < issues) {
      state.issues[which] = SharesOf(particles, which);
      return;
    }
    const std::size_t q = which - issues;
    state.quantities[q] = MeansOf(particles, q);
    state.quantiles[q] = QuantilesOf(particles, q, picks);
  });
  return state;
}

}  // namespace entente::inference
