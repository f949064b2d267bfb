#include "analysis/claims/statement.h"

#include <cmath>
#include <cstddef>
#include <utility>

#include "base/check.h"

namespace entente::analysis {
namespace {

// a·x + b·y, where a and b are the derivatives at the values; `value` is the operation's result.
// Unseen variances add as if the two were independent.
Combined Join(double value, double a, const Combined& x, double b, const Combined& y) {
  Combined joined;
  joined.value = value;
  const std::size_t n = std::max(x.influence.size(), y.influence.size());
  joined.influence.assign(n, 0.0);
  for (std::size_t h = 0; h < x.influence.size(); ++h) joined.influence[h] += a * x.influence[h];
  for (std::size_t h = 0; h < y.influence.size(); ++h) joined.influence[h] += b * y.influence[h];
  joined.unseen_variance = a * a * x.unseen_variance + b * b * y.unseen_variance;
  return joined;
}

Combined Constant(double value) { return {value, {}, 0.0}; }

Combined Apply(model::ClaimOp op, const Combined& x, const Combined& y) {
  switch (op) {
    case model::ClaimOp::kAdd: return Join(x.value + y.value, 1.0, x, 1.0, y);
    case model::ClaimOp::kSubtract: return Join(x.value - y.value, 1.0, x, -1.0, y);
    case model::ClaimOp::kMultiply: return Join(x.value * y.value, y.value, x, x.value, y);
    case model::ClaimOp::kDivide:
      return Join(x.value / y.value, 1.0 / y.value, x, -x.value / (y.value * y.value), y);
    default: break;
  }
  ENTENTE_CHECK(false);
}

}  // namespace

DrawEffects Combined::Effects() const {
  DrawEffects effects;
  for (std::size_t h = 0; h + 1 < influence.size(); h += 2) {
    effects.Add(value + influence[h], value + influence[h + 1]);
  }
  return effects;
}

Combined Evaluate(const std::vector<model::ClaimStep>& steps,
                  const std::vector<Linearised>& estimands) {
  std::vector<Combined> stack;
  const auto pop = [&] {
    ENTENTE_CHECK(!stack.empty());
    Combined top = std::move(stack.back());
    stack.pop_back();
    return top;
  };
  for (const model::ClaimStep& step : steps) {
    switch (step.op) {
      case model::ClaimOp::kConstant: stack.push_back(Constant(step.value)); break;
      case model::ClaimOp::kEstimand: {
        ENTENTE_CHECK(step.estimand < estimands.size());
        const Linearised& one = estimands[step.estimand];
        stack.push_back({one.value, one.influence, one.unseen_variance});
        break;
      }
      case model::ClaimOp::kNegate: {
        const Combined x = pop();
        stack.push_back(Join(-x.value, -1.0, x, 0.0, {}));
        break;
      }
      default: {
        const Combined y = pop();
        const Combined x = pop();
        stack.push_back(Apply(step.op, x, y));
        break;
      }
    }
  }
  ENTENTE_CHECK(stack.size() == 1);
  return pop();
}

StatementNumbers NumbersOf(const model::ClaimStatement& statement,
                           const std::vector<Linearised>& estimands) {
  StatementNumbers numbers;
  numbers.left = Evaluate(statement.left, estimands);
  numbers.right = Evaluate(statement.right, estimands);
  const Combined& left = numbers.left;
  const Combined& right = numbers.right;
  numbers.effect = Join(left.value - right.value, 1.0, left, -1.0, right);
  const Combined below = Join(right.value - left.value, -1.0, left, 1.0, right);
  switch (statement.relation) {
    case model::ClaimRelation::kLess: numbers.slacks = {below}; break;
    case model::ClaimRelation::kLessEqual:
      numbers.slacks = {below};
      numbers.weak = true;
      break;
    case model::ClaimRelation::kGreater: numbers.slacks = {numbers.effect}; break;
    case model::ClaimRelation::kGreaterEqual:
      numbers.slacks = {numbers.effect};
      numbers.weak = true;
      break;
    case model::ClaimRelation::kAbout: {
      // margin ∓ (left − right); a relative margin is a share of |right|.
      const double sign = right.value < 0.0 ? -1.0 : 1.0;
      const Combined margin =
          statement.relative_margin
              ? Join(statement.margin * std::fabs(right.value), 0.0, {},
                     statement.margin * sign, right)
              : Constant(statement.margin);
      const double up = margin.value - numbers.effect.value;
      const double down = margin.value + numbers.effect.value;
      numbers.slacks = {Join(up, 1.0, margin, -1.0, numbers.effect),
                        Join(down, 1.0, margin, 1.0, numbers.effect)};
      numbers.weak = true;
      break;
    }
  }
  return numbers;
}

}  // namespace entente::analysis
