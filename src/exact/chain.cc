#include "exact/chain.h"

#include <fmt/format.h>

#include <cmath>

namespace entente::exact {
namespace {

constexpr double kNoDay = -1.0;  // hazards read no calendar
constexpr std::size_t kMaxJumpEntries = 50'000'000;

}  // namespace

using model::HappeningId;
using model::TriggerId;

Chain::Chain(const model::Model& model, const Scope& scope, const std::vector<double>& parameters,
             const ExactOptions& options, std::vector<std::vector<bool>> counted)
    : model_(model),
      scope_(scope),
      options_(options),
      counted_(std::move(counted)),
      evaluator_(model, parameters),
      instant_(model, scope, evaluator_),
      count_rates_(counted_.size()) {
  positions_ = instant_.Positions();
  start_ = instant_.Start();
  Intern(start_);
  Explore();
  std::map<double, std::vector<TriggerId>> instants;
  if (!scope.conditions.empty()) instants[0.0];  // some may hold from the start
  for (const TriggerId id : scope.triggers) {
    for (const double day : model.triggers[id.index()].days) {
      if (day >= 0.0 && day <= model.time.horizon_days) instants[day].push_back(id);
    }
  }
  std::size_t entries = 0;
  for (const auto& [day, triggers] : instants) {
    if (!problem_.empty()) return;
    AddJump(day, triggers);
    entries += jumps_.back().targets.size();
    if (entries > kMaxJumpEntries) Blame("too many states and dates together");
  }
}

std::uint32_t Chain::Intern(const State& state) {
  std::string key(positions_.size(), '\0');
  for (std::size_t i = 0; i < positions_.size(); ++i)
    key[i] = static_cast<char>(state[positions_[i]]);
  const auto next = static_cast<std::uint32_t>(index_.size());
  const auto [place, fresh] = index_.emplace(std::move(key), next);
  if (fresh) packed_ += place->first;
  return place->second;
}

void Chain::Load(std::uint32_t index, State& state) const {
  state = start_;
  const std::size_t base = std::size_t{index} * positions_.size();
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    state[positions_[i]] = static_cast<model::StateIndex>(packed_[base + i]);
  }
}

// Makes the rows of all states known so far, and of those found by doing so.
void Chain::Explore() {
  while (exit_.size() < index_.size() && problem_.empty()) {
    if (index_.size() > options_.max_states) {
      Blame(fmt::format("more than {} states can be reached", options_.max_states));
      return;
    }
    if (options_.cancel && (exit_.size() & 1023) == 0 && options_.cancel->load()) {
      Blame("cancelled");
      return;
    }
    AddRow(static_cast<std::uint32_t>(exit_.size()));
  }
}

double Chain::HazardOf(const model::Channel& channel, const State& state) {
  if (channel.issue.valid() && state[channel.issue.index()] != channel.from) return 0.0;
  double hazard = 0.0;
  for (const model::HazardTerm& term : channel.terms) {
    if (!evaluator_.Holds(term.guard)) continue;
    const double rate = evaluator_.Value(term.rate_per_day);
    if (!std::isfinite(rate)) {
      Blame(fmt::format("the rate of `{}` is not finite", channel.provenance.name));
      return 0.0;
    }
    hazard += rate;
  }
  return hazard > 0.0 ? hazard : 0.0;
}

void Chain::FireChannel(const model::Channel& channel, double hazard, const State& state) {
  const std::vector<Branch> branches = instant_.Fire(channel, state);
  if (!instant_.problem().empty()) Blame(instant_.problem());
  for (const Branch& branch : branches) {
    const double rate = hazard * branch.weight;
    row_[Intern(branch.state)] += rate;
    for (std::size_t set = 0; set < counted_.size(); ++set) {
      for (const std::uint32_t happening : branch.occurred) {
        if (counted_[set][happening]) count_rates_[set].back() += rate;
      }
    }
  }
}

void Chain::AddRow(std::uint32_t index) {
  State state;
  Load(index, state);
  row_.clear();
  for (std::vector<double>& rates : count_rates_) rates.push_back(0.0);
  for (const model::ChannelId id : scope_.channels) {
    const model::Channel& channel = model_.channels[id.index()];
    evaluator_.Enter(state, kNoDay);
    const double hazard = HazardOf(channel, state);
    if (hazard > 0.0) FireChannel(channel, hazard, state);
  }
  double exit = 0.0;
  for (const auto& [target, rate] : row_) {
    if (target == index) continue;
    targets_.push_back(target);
    rates_.push_back(rate);
    exit += rate;
  }
  row_begin_.push_back(targets_.size());
  exit_.push_back(exit);
  if (exit > max_exit_) max_exit_ = exit;
}

void Chain::AddJump(double day, const std::vector<TriggerId>& triggers) {
  Jump jump;
  jump.day = day;
  jump.counts.resize(counted_.size());
  const auto known = static_cast<std::uint32_t>(exit_.size());
  State before;
  for (std::uint32_t index = 0; index < known && problem_.empty(); ++index) {
    Load(index, before);
    row_.clear();
    std::vector<double> counts(counted_.size(), 0.0);
    for (const Branch& branch : instant_.Fall(triggers, before, day, day == 0.0)) {
      row_[Intern(branch.state)] += branch.weight;
      for (std::size_t set = 0; set < counted_.size(); ++set) {
        for (const std::uint32_t happening : branch.occurred) {
          if (counted_[set][happening]) counts[set] += branch.weight;
        }
      }
    }
    for (const auto& [target, weight] : row_) {
      jump.targets.push_back(target);
      jump.weights.push_back(weight);
    }
    jump.row_begin.push_back(jump.targets.size());
    for (std::size_t set = 0; set < counts.size(); ++set) jump.counts[set].push_back(counts[set]);
  }
  if (!instant_.problem().empty()) Blame(instant_.problem());
  jumps_.push_back(std::move(jump));
  Explore();
}

std::vector<double> Chain::Values(model::ExprId id) {
  std::vector<double> values(size());
  State state;
  for (std::size_t i = 0; i < size(); ++i) {
    Load(static_cast<std::uint32_t>(i), state);
    evaluator_.Enter(state, kNoDay);
    values[i] = evaluator_.Value(id);
  }
  return values;
}

void Chain::Step(const std::vector<double>& in, double rate, std::vector<double>& out) const {
  const double per_rate = 1.0 / rate;
  for (std::size_t i = 0; i < size(); ++i) out[i] = in[i] * (1.0 - exit_[i] * per_rate);
  for (std::size_t i = 0; i < size(); ++i) {
    if (in[i] == 0.0) continue;
    const double flow = in[i] * per_rate;
    for (std::size_t k = row_begin_[i]; k < row_begin_[i + 1]; ++k) {
      out[targets_[k]] += flow * rates_[k];
    }
  }
}

}  // namespace entente::exact
