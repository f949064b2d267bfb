#include "language/explain/evaluate.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace entente::language::explain {
namespace {

using model::Expression;
using model::ExprId;
using model::Model;
using model::Op;

double Leaf(const Model& model, const Point& point, const Expression& node,
            const std::vector<double>& values) {
  switch (node.op) {
    case Op::kConstant:
      return node.value;
    case Op::kParameter:
      return point.parameters[node.index];
    case Op::kQuantity:
      return point.quantities[node.index];
    case Op::kPressure:
      return point.pressures[node.index];
    case Op::kDefinition: {
      const ExprId value = model.definitions[node.index].value;
      return value.valid() ? values[value.index()] : 0.0;
    }
    case Op::kIssueIn:
      return (node.mask >> point.states[node.index]) & 1u ? 1.0 : 0.0;
    case Op::kStateValue:
      return model.state_tables[node.table.index()][point.states[node.index]];
    case Op::kTime:
      return point.time;
    case Op::kTimeInState:
      return point.time_in_state[node.index];
    case Op::kTimeSince:
      return point.time_since[node.index];
    case Op::kTimeUntil:
      return point.time_until[node.index];
    default:
      return 0.0;
  }
}

struct Operand {
  double value = 0.0;
  double slope = 0.0;
};

// A factor that does not move adds nothing, whatever it is multiplied with (0 × inf).
double Times(double factor, double slope) { return slope == 0.0 ? 0.0 : factor * slope; }

double Slope(Op op, Operand a, Operand b, Operand c, double value) {
  switch (op) {
    case Op::kNegate:
      return -a.slope;
    case Op::kAbs:
      return a.value < 0.0 ? -a.slope : a.slope;
    case Op::kExp:
      return Times(value, a.slope);
    case Op::kLog:
      return Times(1.0 / a.value, a.slope);
    case Op::kSqrt:
      return Times(0.5 / value, a.slope);
    case Op::kAdd:
      return a.slope + b.slope;
    case Op::kSubtract:
      return a.slope - b.slope;
    case Op::kMultiply:
      return Times(b.value, a.slope) + Times(a.value, b.slope);
    case Op::kDivide:
      return Times(1.0 / b.value, a.slope) - Times(value / b.value, b.slope);
    case Op::kPower:
      return Times(b.value * std::pow(a.value, b.value - 1.0), a.slope) +
             (b.slope == 0.0 ? 0.0 : value * std::log(a.value) * b.slope);
    case Op::kMin:
      return a.value <= b.value ? a.slope : b.slope;
    case Op::kMax:
      return a.value >= b.value ? a.slope : b.slope;
    case Op::kSelect:
      return a.value != 0.0 ? b.slope : c.slope;
    default:
      return 0.0;
  }
}

double TriangularMedian(const model::Prior& prior) {
  const double low = prior.a, mode = prior.b, high = prior.c;
  const double half = (high - low) / 2.0;
  if (mode - low >= half) return low + std::sqrt((high - low) * (mode - low) / 2.0);
  return high - std::sqrt((high - low) * (high - mode) / 2.0);
}

}  // namespace

double MedianOf(const model::Prior& prior) {
  using model::PriorKind;
  switch (prior.kind) {
    case PriorKind::kPoint:
    case PriorKind::kNormal:
    case PriorKind::kLognormal:
      return prior.a;
    case PriorKind::kLogitNormal:
      return 1.0 / (1.0 + std::exp(-prior.a));
    case PriorKind::kBeta:
      if (prior.a > 1.0 && prior.b > 1.0) {
        return (prior.a - 1.0 / 3.0) / (prior.a + prior.b - 2.0 / 3.0);
      }
      if (prior.a == 1.0) return 1.0 - std::pow(0.5, 1.0 / prior.b);
      if (prior.b == 1.0) return std::pow(0.5, 1.0 / prior.a);
      return prior.a / (prior.a + prior.b);
    case PriorKind::kUniform:
      return (prior.a + prior.b) / 2.0;
    case PriorKind::kGamma:
      return prior.a / prior.b * std::pow(std::max(0.0, 1.0 - 1.0 / (9.0 * prior.a)), 3.0);
    case PriorKind::kTriangular:
      return TriangularMedian(prior);
  }
  return prior.a;
}

Point StartOf(const Model& model) {
  Point point;
  for (const model::Parameter& parameter : model.parameters) {
    point.parameters.push_back(MedianOf(parameter.prior));
  }
  point.quantities.assign(model.quantities.size(), 0.0);
  point.pressures.assign(model.pressures.size(), 0.0);
  for (const model::Issue& issue : model.issues) point.states.push_back(issue.start);
  point.time_in_state.assign(model.issues.size(), 0.0);
  point.time_since.assign(model.happenings.size(), std::numeric_limits<double>::infinity());
  for (const std::vector<double>& calendar : model.calendars) {
    const auto next = std::lower_bound(calendar.begin(), calendar.end(), 0.0);
    point.time_until.push_back(next == calendar.end() ? std::numeric_limits<double>::infinity()
                                                      : *next);
  }
  // A start may read the start of another quantity: a few rounds settle short chains.
  constexpr int kRounds = 4;
  std::vector<ExprId> roots;
  for (const model::Quantity& quantity : model.quantities) roots.push_back(quantity.start);
  const std::vector<ExprId> order = OrderOf(model, roots);
  std::vector<double> values(model.expressions.size(), 0.0);
  for (int round = 0; round < kRounds; ++round) {
    Evaluate(model, point, order, values);
    for (std::size_t i = 0; i < model.quantities.size(); ++i) {
      const model::Quantity& quantity = model.quantities[i];
      if (!quantity.start.valid()) continue;
      point.quantities[i] =
          std::clamp(values[quantity.start.index()], quantity.lower, quantity.upper);
    }
  }
  return point;
}

std::vector<ExprId> OrderOf(const Model& model, const std::vector<ExprId>& roots) {
  std::vector<ExprId> order;
  // 0: new, 1: its operands are on the stack, 2: placed.
  std::vector<char> mark(model.expressions.size(), 0);
  std::vector<ExprId> stack;
  for (const ExprId root : roots) {
    if (root.valid()) stack.push_back(root);
  }
  while (!stack.empty()) {
    const ExprId id = stack.back();
    char& state = mark[id.index()];
    if (state == 2) {
      stack.pop_back();
      continue;
    }
    if (state == 1) {
      state = 2;
      order.push_back(id);
      stack.pop_back();
      continue;
    }
    state = 1;
    const Expression& node = model.expressions[id];
    const auto push = [&](ExprId operand) {
      if (operand.valid() && mark[operand.index()] == 0) stack.push_back(operand);
    };
    const int count = OperandCount(node.op);
    if (count > 0) push(node.a);
    if (count > 1) push(node.b);
    if (count > 2) push(node.c);
    if (node.op == Op::kDefinition) push(model.definitions[node.index].value);
  }
  return order;
}

void Evaluate(const Model& model, const Point& point, const std::vector<ExprId>& order,
              std::vector<double>& values) {
  const auto at = [&](ExprId id) { return id.valid() ? values[id.index()] : 0.0; };
  for (const ExprId id : order) {
    const Expression& node = model.expressions[id];
    values[id.index()] = OperandCount(node.op) == 0
                             ? Leaf(model, point, node, values)
                             : model::ApplyOperation(node.op, at(node.a), at(node.b), at(node.c));
  }
}

double ValueAt(const Model& model, const Point& point, ExprId root) {
  if (!root.valid()) return 1.0;
  std::vector<double> values(model.expressions.size(), 0.0);
  Evaluate(model, point, OrderOf(model, {root}), values);
  return values[root.index()];
}

void Differentiate(const Model& model, const std::vector<ExprId>& order,
                   const std::vector<double>& values, Op leaf, std::uint32_t index,
                   std::vector<double>& derivatives) {
  const auto at = [&](ExprId id) {
    return id.valid() ? Operand{values[id.index()], derivatives[id.index()]} : Operand{};
  };
  for (const ExprId id : order) {
    const Expression& node = model.expressions[id];
    double& slope = derivatives[id.index()];
    if (OperandCount(node.op) > 0) {
      slope = Slope(node.op, at(node.a), at(node.b), at(node.c), values[id.index()]);
      continue;
    }
    slope = node.op == leaf && node.index == index ? 1.0 : 0.0;
    if (node.op == Op::kDefinition) slope = at(model.definitions[node.index].value).slope;
  }
}

}  // namespace entente::language::explain
