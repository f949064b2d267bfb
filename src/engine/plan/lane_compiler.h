// Translates model expressions into lane code: constants are folded, what is constant in a world is
// read from a pinned row, small functions of issue states become tables.
#ifndef ENTENTE_ENGINE_PLAN_LANE_COMPILER_H_
#define ENTENTE_ENGINE_PLAN_LANE_COMPILER_H_

#include <functional>
#include <string>
#include <vector>

#include "engine/plan/plan.h"

namespace entente::engine {

class LaneCompiler {
 public:
  // `pin` gives the row of a world-constant expression and `is_world` tells which those are.
  LaneCompiler(const model::Model& model, Plan& plan,
               std::function<bool(model::ExprId)> is_world,
               std::function<Row(model::ExprId)> pin)
      : model_(model), plan_(plan), is_world_(std::move(is_world)), pin_(std::move(pin)) {}

  // An invalid id gives kind kNone. Sets failed() if an expression is too large.
  LaneCode Compile(model::ExprId expression);
  bool failed() const { return failed_; }

 private:
  std::uint32_t Emit(model::ExprId expression, std::vector<LaneInstr>& code);
  LaneInstr Leaf(const model::Expression& node) const;
  bool Tabulate(model::ExprId expression, LaneCode& code);

  const model::Model& model_;
  Plan& plan_;
  std::function<bool(model::ExprId)> is_world_;
  std::function<Row(model::ExprId)> pin_;
  bool failed_ = false;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_PLAN_LANE_COMPILER_H_
