#include "model/expression.h"

#include <bit>
#include <cmath>
#include <limits>
#include <optional>

#include "base/check.h"

namespace entente::model {
namespace {

// Nodes whose value is 0 or 1 by construction.
bool IsTruth(Op op) {
  switch (op) {
    case Op::kIssueIn:
    case Op::kNot:
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kEqual:
    case Op::kNotEqual:
    case Op::kAnd:
    case Op::kOr:
      return true;
    default:
      return false;
  }
}

// The value of `op` on constants where every machine gives the same bits; nothing for the functions
// that belong to the SIMD kernel.
std::optional<double> Fold(Op op, double a, double b = 0.0) {
  switch (op) {
    case Op::kExp: case Op::kLog: case Op::kSqrt: case Op::kPower: return std::nullopt;
    default: return ApplyOperation(op, a, b);
  }
}

std::uint64_t Mix(std::uint64_t hash, std::uint64_t value) {
  hash ^= value + 0x9e3779b97f4a7c15ULL + (hash << 6) + (hash >> 2);
  return hash * 0xff51afd7ed558ccdULL;
}

std::uint64_t HashOf(const Expression& node) {
  std::uint64_t hash = static_cast<std::uint64_t>(node.op);
  hash = Mix(hash, node.index);
  hash = Mix(hash, std::bit_cast<std::uint64_t>(node.value));
  hash = Mix(hash, node.mask);
  hash = Mix(hash, node.table.index());
  hash = Mix(hash, node.a.index());
  hash = Mix(hash, node.b.index());
  return Mix(hash, node.c.index());
}

// Equality of everything but the place; doubles by their bits, so that -0 and 0 stay apart.
bool SameNode(const Expression& x, const Expression& y) {
  return x.op == y.op && x.index == y.index &&
         std::bit_cast<std::uint64_t>(x.value) == std::bit_cast<std::uint64_t>(y.value) &&
         x.mask == y.mask && x.table == y.table && x.a == y.a && x.b == y.b && x.c == y.c;
}

}  // namespace

int OperandCount(Op op) {
  switch (op) {
    case Op::kConstant:
    case Op::kParameter:
    case Op::kQuantity:
    case Op::kPressure:
    case Op::kDefinition:
    case Op::kIssueIn:
    case Op::kStateValue:
    case Op::kTime:
    case Op::kTimeInState:
    case Op::kTimeSince:
    case Op::kTimeUntil:
      return 0;
    case Op::kNegate:
    case Op::kAbs:
    case Op::kExp:
    case Op::kLog:
    case Op::kSqrt:
    case Op::kNot:
      return 1;
    case Op::kSelect:
      return 3;
    default:
      return 2;
  }
}

double ApplyOperation(Op op, double a, double b, double c) {
  const auto truth = [](bool value) { return value ? 1.0 : 0.0; };
  switch (op) {
    case Op::kNegate: return -a;
    case Op::kAbs: return std::fabs(a);
    case Op::kExp: return std::exp(a);
    case Op::kLog: return std::log(a);
    case Op::kSqrt: return std::sqrt(a);
    case Op::kNot: return truth(a == 0.0);
    case Op::kAdd: return a + b;
    case Op::kSubtract: return a - b;
    case Op::kMultiply: return a * b;
    case Op::kDivide: return a / b;
    case Op::kPower: return std::pow(a, b);
    case Op::kMin: return a < b ? a : b;
    case Op::kMax: return a > b ? a : b;
    case Op::kLess: return truth(a < b);
    case Op::kLessEqual: return truth(a <= b);
    case Op::kEqual: return truth(a == b);
    case Op::kNotEqual: return truth(a != b);
    case Op::kAnd: return truth(a != 0.0 && b != 0.0);
    case Op::kOr: return truth(a != 0.0 || b != 0.0);
    case Op::kSelect: return a != 0.0 ? b : c;
    default: return std::numeric_limits<double>::quiet_NaN();
  }
}

const char* OpName(Op op) {
  switch (op) {
    case Op::kConstant:
      return "constant";
    case Op::kParameter:
      return "parameter";
    case Op::kQuantity:
      return "quantity";
    case Op::kPressure:
      return "pressure";
    case Op::kDefinition:
      return "definition";
    case Op::kIssueIn:
      return "issue in";
    case Op::kStateValue:
      return "state value";
    case Op::kTime:
      return "time";
    case Op::kTimeInState:
      return "time in state";
    case Op::kTimeSince:
      return "time since";
    case Op::kTimeUntil:
      return "time until";
    case Op::kNegate:
      return "negate";
    case Op::kAbs:
      return "abs";
    case Op::kExp:
      return "exp";
    case Op::kLog:
      return "log";
    case Op::kSqrt:
      return "sqrt";
    case Op::kNot:
      return "not";
    case Op::kAdd:
      return "+";
    case Op::kSubtract:
      return "-";
    case Op::kMultiply:
      return "*";
    case Op::kDivide:
      return "/";
    case Op::kPower:
      return "^";
    case Op::kMin:
      return "min";
    case Op::kMax:
      return "max";
    case Op::kLess:
      return "<";
    case Op::kLessEqual:
      return "<=";
    case Op::kEqual:
      return "=";
    case Op::kNotEqual:
      return "!=";
    case Op::kAnd:
      return "and";
    case Op::kOr:
      return "or";
    case Op::kSelect:
      return "select";
  }
  return "?";
}

ExprId ExpressionPool::Intern(const Expression& node) {
  const std::uint64_t hash = HashOf(node);
  const auto [first, last] = index_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    if (SameNode(nodes_[it->second], node)) return ExprId(std::size_t{it->second});
  }
  const ExprId id(nodes_.size());
  nodes_.push_back(node);
  index_.emplace(hash, id.index());
  return id;
}

ExprId ExpressionPool::Constant(double value, SourceSpan span) {
  Expression node;
  node.op = Op::kConstant;
  node.value = value;
  node.span = span;
  return Intern(node);
}

ExprId ExpressionPool::Leaf(Op op, std::uint32_t index, SourceSpan span) {
  ENTENTE_CHECK(OperandCount(op) == 0 && op != Op::kConstant && op != Op::kIssueIn &&
                op != Op::kStateValue);
  Expression node;
  node.op = op;
  node.index = op == Op::kTime ? Id<void>::kNone : index;
  node.span = span;
  return Intern(node);
}

ExprId ExpressionPool::IssueIn(IssueId issue, StateMask mask, SourceSpan span) {
  Expression node;
  node.op = Op::kIssueIn;
  node.index = issue.index();
  node.mask = mask;
  node.span = span;
  return Intern(node);
}

ExprId ExpressionPool::StateValue(IssueId issue, StateTableId table, SourceSpan span) {
  Expression node;
  node.op = Op::kStateValue;
  node.index = issue.index();
  node.table = table;
  node.span = span;
  return Intern(node);
}

ExprId ExpressionPool::Unary(Op op, ExprId a, SourceSpan span) {
  ENTENTE_CHECK(OperandCount(op) == 1 && a.index() < nodes_.size());
  if (IsConstant(a)) {
    const std::optional<double> folded = Fold(op, ConstantValue(a));
    if (folded) return Constant(*folded, span);
  }
  if (op == Op::kNot && nodes_[a.index()].op == Op::kNot) {
    const ExprId inner = nodes_[a.index()].a;
    if (IsTruth(nodes_[inner.index()].op)) return inner;
  }
  Expression node;
  node.op = op;
  node.a = a;
  node.span = span;
  return Intern(node);
}

ExprId ExpressionPool::Binary(Op op, ExprId a, ExprId b, SourceSpan span) {
  ENTENTE_CHECK(OperandCount(op) == 2 && a.index() < nodes_.size() && b.index() < nodes_.size());
  const auto is = [this](ExprId id, double value) {
    return IsConstant(id) && ConstantValue(id) == value;
  };
  if (IsConstant(a) && IsConstant(b)) {
    const std::optional<double> folded = Fold(op, ConstantValue(a), ConstantValue(b));
    if (folded && std::isfinite(*folded)) return Constant(*folded, span);
  }
  switch (op) {
    case Op::kAdd:
      if (is(a, 0.0)) return b;
      if (is(b, 0.0)) return a;
      break;
    case Op::kSubtract:
      if (is(b, 0.0)) return a;
      break;
    case Op::kMultiply:
      if (is(a, 1.0)) return b;
      if (is(b, 1.0)) return a;
      break;
    case Op::kDivide:
      if (is(b, 1.0)) return a;
      break;
    case Op::kAnd:
      if (is(a, 0.0) || is(b, 0.0)) return Constant(0.0, span);
      if (IsConstant(a) && IsTruth(nodes_[b.index()].op)) return b;
      if (IsConstant(b) && IsTruth(nodes_[a.index()].op)) return a;
      break;
    case Op::kOr:
      if (is(a, 0.0) && IsTruth(nodes_[b.index()].op)) return b;
      if (is(b, 0.0) && IsTruth(nodes_[a.index()].op)) return a;
      if ((IsConstant(a) && !is(a, 0.0)) || (IsConstant(b) && !is(b, 0.0))) {
        return Constant(1.0, span);
      }
      break;
    default:
      break;
  }
  Expression node;
  node.op = op;
  node.a = a;
  node.b = b;
  node.span = span;
  return Intern(node);
}

ExprId ExpressionPool::Select(ExprId condition, ExprId then, ExprId otherwise, SourceSpan span) {
  ENTENTE_CHECK(condition.index() < nodes_.size() && then.index() < nodes_.size() &&
                otherwise.index() < nodes_.size());
  if (IsConstant(condition)) return ConstantValue(condition) != 0.0 ? then : otherwise;
  if (then == otherwise) return then;
  Expression node;
  node.op = Op::kSelect;
  node.a = condition;
  node.b = then;
  node.c = otherwise;
  node.span = span;
  return Intern(node);
}

ExprId ExpressionPool::And(ExprId a, ExprId b) {
  if (!a.valid()) return b;
  if (!b.valid()) return a;
  return Binary(Op::kAnd, a, b);
}

}  // namespace entente::model
