// The state space of a scope and the ways through it: reachable states, rates between them, and the
// jumps of dated triggers. Built once, then read by every outcome of the same scope.
#ifndef ENTENTE_EXACT_CHAIN_H_
#define ENTENTE_EXACT_CHAIN_H_

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "exact/exact.h"
#include "exact/instant.h"
#include "exact/scope.h"

namespace entente::exact {

// What happens at one date: where each state known before it goes, with what probability.
struct Jump {
  double day = 0.0;
  std::vector<std::size_t> row_begin{0};  // by state; states beyond were not reachable before
  std::vector<std::uint32_t> targets;
  std::vector<double> weights;
  // Expected number of counted occurrences, by counted set, then by state.
  std::vector<std::vector<double>> counts;

  std::size_t rows() const { return row_begin.size() - 1; }
};

class Chain {
 public:
  // `counted`: sets of happenings (one flag a happening) whose occurrences outcomes count.
  Chain(const model::Model& model, const Scope& scope, const std::vector<double>& parameters,
        const ExactOptions& options, std::vector<std::vector<bool>> counted);

  // Empty, or why there is no chain: too many states, a rate that is not finite, cancelled.
  const std::string& problem() const { return problem_; }

  std::size_t size() const { return exit_.size(); }
  std::size_t transitions() const { return targets_.size(); }
  double max_exit() const { return max_exit_; }              // per day
  const std::vector<Jump>& jumps() const { return jumps_; }  // by day
  // Expected occurrences per day of a counted set, by state.
  const std::vector<double>& count_rate(std::size_t set) const { return count_rates_[set]; }
  // The expression in every state.
  std::vector<double> Values(model::ExprId id);

  // One step of the uniformised chain: out = in · (I + Q / rate). State 0 is the start.
  void Step(const std::vector<double>& in, double rate, std::vector<double>& out) const;

 private:
  std::uint32_t Intern(const State& state);
  void Load(std::uint32_t index, State& state) const;
  void Explore();
  void AddRow(std::uint32_t index);
  double HazardOf(const model::Channel& channel, const State& state);
  void FireChannel(const model::Channel& channel, double hazard, const State& state);
  void AddJump(double day, const std::vector<model::TriggerId>& triggers);
  void Blame(std::string what) {
    if (problem_.empty()) problem_ = std::move(what);
  }

  const model::Model& model_;
  const Scope& scope_;
  const ExactOptions& options_;
  std::vector<std::vector<bool>> counted_;
  Evaluator evaluator_;
  Instant instant_;
  std::string problem_;

  std::vector<std::uint32_t> positions_;  // of a State that matter
  State start_;
  std::string packed_;  // states, one byte a position
  std::unordered_map<std::string, std::uint32_t> index_;
  std::vector<std::size_t> row_begin_{0};
  std::vector<std::uint32_t> targets_;
  std::vector<double> rates_;
  std::vector<double> exit_;
  double max_exit_ = 0.0;
  std::vector<std::vector<double>> count_rates_;  // by set, by state
  std::map<std::uint32_t, double> row_;           // scratch: the row being made
  std::vector<Jump> jumps_;
};

}  // namespace entente::exact

#endif  // ENTENTE_EXACT_CHAIN_H_
