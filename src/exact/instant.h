// One instant of the chain from beginning to end: what falls due, in order, then the conditions
// (`once`, `whenever`) in rounds to a fixed point, as the engine settles them.
#ifndef ENTENTE_EXACT_INSTANT_H_
#define ENTENTE_EXACT_INSTANT_H_

#include <string>
#include <vector>

#include "exact/firing.h"
#include "exact/scope.h"

namespace entente::exact {

// States of the chain carry, after the issues, one flag for each `once` trigger of the model: 1
// when it has fired.
class Instant {
 public:
  Instant(const model::Model& model, const Scope& scope, Evaluator& evaluator);

  // Where the chain begins: start states, nothing fired.
  State Start() const;
  // Positions in a State that matter to the scope.
  std::vector<std::uint32_t> Positions() const;

  // A channel fires in `before`.
  std::vector<Branch> Fire(const model::Channel& channel, const State& before);
  // Dated triggers of one day: all read `before`, then act in their order. `first`: the very first
  // instant, at which conditions that hold have just become true.
  std::vector<Branch> Fall(const std::vector<model::TriggerId>& triggers, const State& before,
                           double day, bool first);

  const std::string& problem() const { return problem_.empty() ? firing_.problem() : problem_; }

 private:
  using Truths = std::vector<bool>;

  // Adds to `after` what the trigger makes of each branch; issue, guard and odds are read in
  // `read_in`, or, without one, in the branch itself.
  void Act(const model::Trigger& trigger, const State* read_in, double day,
           std::vector<Branch>& branches);
  void ActOn(const model::Trigger& trigger, const State& read_in, double day, const Branch& branch,
             std::vector<Branch>& after);
  Truths ConditionsIn(const State& state, double day);
  std::vector<Branch> Settle(std::vector<Branch> branches, const Truths& before, double day);
  // The conditions that have just become true and fire; sets the flags of `once`.
  std::vector<model::TriggerId> Rising(State& state, const Truths& was, const Truths& is) const;
  void Blame(std::string what) {
    if (problem_.empty()) problem_ = std::move(what);
  }

  const model::Model& model_;
  const Scope& scope_;
  Evaluator& evaluator_;
  Firing firing_;
  std::vector<std::uint32_t> once_flags_;  // by TriggerId: position in State, or none
  std::size_t state_size_;
  std::string problem_;
};

}  // namespace entente::exact

#endif  // ENTENTE_EXACT_INSTANT_H_
