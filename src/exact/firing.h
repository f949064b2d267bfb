// What a happening does to a state of the chain: the state changes, and its effects and `upon`
// reactions are queued; each list runs to its end in written order, first-in-first-out, as the
// engine runs them; with a branch for each way that a probability may fall.
#ifndef ENTENTE_EXACT_FIRING_H_
#define ENTENTE_EXACT_FIRING_H_

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "exact/evaluator.h"
#include "model/model.h"

namespace entente::exact {

// One way that things may go: with this probability the state is `state` and these occurred.
struct Branch {
  double weight = 1.0;
  State state;
  std::vector<std::uint32_t> occurred;  // HappeningIds in order
};

class Firing {
 public:
  Firing(const model::Model& model, Evaluator& evaluator) : model_(model), evaluator_(evaluator) {}

  // Lets the happening occur in `branch` and appends what may come of it.
  void Occur(model::HappeningId id, const Branch& branch, double day, std::vector<Branch>& results);

  // What an outlet brings about, with probabilities read in `state`: the happening itself, the
  // options of a decision (quantal response) or the alternatives of a chance. May sum to 0: a
  // decision of which no option is available.
  std::vector<std::pair<double, model::HappeningId>> Choices(const model::Outlet& outlet,
                                                             const State& state, double day);

  // Empty, or the first thing that went wrong (a probability that is none, a loop of effects).
  const std::string& problem() const { return problem_; }

 private:
  // A list of effects waiting for its turn, under the reaction's guard if it has one.
  struct Work {
    const std::vector<model::Effect>* effects;
    model::ExprId guard;
    std::size_t next = 0;
  };
  struct Run {
    Branch branch;
    std::deque<Work> queue;
  };

  void Begin(Run& run, model::HappeningId id);
  void Move(Run& run, const model::Effect& effect);
  // One effect; may split off a run into `others`.
  void RunEffect(Run& run, double day, std::vector<Run>& others);
  void Finish(Run run, double day, std::vector<Run>& others, std::vector<Branch>& results);
  void Blame(std::string what);

  const model::Model& model_;
  Evaluator& evaluator_;
  std::string problem_;
};

}  // namespace entente::exact

#endif  // ENTENTE_EXACT_FIRING_H_
