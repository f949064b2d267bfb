// The value of an expression in one state of the chain. Shared nodes are evaluated once a state.
#ifndef ENTENTE_EXACT_EVALUATOR_H_
#define ENTENTE_EXACT_EVALUATOR_H_

#include <cstdint>
#include <vector>

#include "model/model.h"

namespace entente::exact {

// States of all issues of the model, by IssueId.
using State = std::vector<model::StateIndex>;

class Evaluator {
 public:
  // `parameters`: one value per parameter of the model. Both must outlive the evaluator.
  Evaluator(const model::Model& model, const std::vector<double>& parameters);

  // Turns to another state (and day, for dated guards); forgets what was evaluated.
  void Enter(const State& state, double day);

  // Leaves that a chain has no value for (quantities, pressures, most clocks) are NaN: the scope
  // has refused them where they matter.
  double Value(model::ExprId id);
  bool Holds(model::ExprId guard) { return !guard.valid() || Value(guard) != 0.0; }

 private:
  double Compute(const model::Expression& node);
  double Leaf(const model::Expression& node);

  const model::Model& model_;
  const std::vector<double>& parameters_;
  const State* state_ = nullptr;
  double day_ = 0.0;
  std::uint32_t visit_ = 0;
  std::vector<double> values_;
  std::vector<std::uint32_t> visited_;
};

}  // namespace entente::exact

#endif  // ENTENTE_EXACT_EVALUATOR_H_
