#include "exact/evaluator.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace entente::exact {

using model::Expression;
using model::ExprId;
using model::Op;

Evaluator::Evaluator(const model::Model& model, const std::vector<double>& parameters)
    : model_(model),
      parameters_(parameters),
      values_(model.expressions.size()),
      visited_(model.expressions.size(), 0) {}

void Evaluator::Enter(const State& state, double day) {
  state_ = &state;
  day_ = day;
  if (++visit_ == 0) {
    std::fill(visited_.begin(), visited_.end(), 0);
    visit_ = 1;
  }
}

double Evaluator::Value(ExprId id) {
  if (visited_[id.index()] != visit_) {
    values_[id.index()] = Compute(model_.expressions[id]);
    visited_[id.index()] = visit_;
  }
  return values_[id.index()];
}

double Evaluator::Leaf(const Expression& node) {
  switch (node.op) {
    case Op::kConstant:
      return node.value;
    case Op::kParameter:
      return parameters_[node.index];
    case Op::kDefinition:
      return Value(model_.definitions[node.index].value);
    case Op::kIssueIn:
      return (node.mask >> (*state_)[node.index] & 1) != 0 ? 1.0 : 0.0;
    case Op::kStateValue:
      return model_.state_tables[node.table.index()][(*state_)[node.index]];
    case Op::kTime:
      return day_;
    default:
      return std::numeric_limits<double>::quiet_NaN();
  }
}

double Evaluator::Compute(const Expression& node) {
  const int count = model::OperandCount(node.op);
  if (count == 0) return Leaf(node);
  const double a = Value(node.a);
  if (node.op == Op::kSelect) return Value(a != 0.0 ? node.b : node.c);
  const double b = count == 2 ? Value(node.b) : 0.0;
  return model::ApplyOperation(node.op, a, b);
}

}  // namespace entente::exact
