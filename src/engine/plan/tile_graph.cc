// The dataflow graph: hash-consing, levels, and the folding of immediates into instructions.
#include <bit>
#include <cmath>
#include <cstring>
#include <string>

#include "base/check.h"
#include "engine/plan/tile_code.h"

namespace entente::engine {
namespace {

Level Max(Level a, Level b) { return a < b ? b : a; }

// Folds where the operation is exact in every implementation (no exp, log, pow).
bool FoldBinary(TileOp op, double a, double b, double* out) {
  switch (op) {
    case TileOp::kAdd: *out = a + b; return true;
    case TileOp::kSubtract: *out = a - b; return true;
    case TileOp::kMultiply: *out = a * b; return true;
    case TileOp::kDivide: *out = a / b; return true;
    case TileOp::kMin: *out = a < b ? a : b; return true;
    case TileOp::kMax: *out = a > b ? a : b; return true;
    case TileOp::kLess: *out = a < b ? 1.0 : 0.0; return true;
    case TileOp::kLessEqual: *out = a <= b ? 1.0 : 0.0; return true;
    case TileOp::kEqual: *out = a == b ? 1.0 : 0.0; return true;
    case TileOp::kNotEqual: *out = a != b ? 1.0 : 0.0; return true;
    case TileOp::kAnd: *out = a != 0.0 && b != 0.0 ? 1.0 : 0.0; return true;
    case TileOp::kOr: *out = a != 0.0 || b != 0.0 ? 1.0 : 0.0; return true;
    default: return false;
  }
}

// The form of `op` with the right operand immediate, and with the left one.
TileOp RightImmediate(TileOp op) {
  switch (op) {
    case TileOp::kAdd: return TileOp::kAddI;
    case TileOp::kSubtract: return TileOp::kSubtractI;
    case TileOp::kMultiply: return TileOp::kMultiplyI;
    case TileOp::kDivide: return TileOp::kDivideI;
    case TileOp::kPower: return TileOp::kPowerI;
    case TileOp::kMin: return TileOp::kMinI;
    case TileOp::kMax: return TileOp::kMaxI;
    case TileOp::kLess: return TileOp::kLessI;
    case TileOp::kLessEqual: return TileOp::kLessEqualI;
    case TileOp::kEqual: return TileOp::kEqualI;
    case TileOp::kNotEqual: return TileOp::kNotEqualI;
    default: return TileOp::kFill;
  }
}

TileOp LeftImmediate(TileOp op) {
  switch (op) {
    case TileOp::kAdd: return TileOp::kAddI;
    case TileOp::kMultiply: return TileOp::kMultiplyI;
    case TileOp::kSubtract: return TileOp::kRSubtract;
    case TileOp::kDivide: return TileOp::kRDivide;
    case TileOp::kPower: return TileOp::kRPower;
    case TileOp::kLess: return TileOp::kRLess;
    case TileOp::kLessEqual: return TileOp::kRLessEqual;
    case TileOp::kEqual: return TileOp::kEqualI;
    case TileOp::kNotEqual: return TileOp::kNotEqualI;
    default: return TileOp::kFill;
  }
}

bool IsTruth(TileOp op) {
  switch (op) {
    case TileOp::kIssueIn:
    case TileOp::kNot:
    case TileOp::kLess: case TileOp::kLessEqual: case TileOp::kEqual: case TileOp::kNotEqual:
    case TileOp::kLessI: case TileOp::kLessEqualI: case TileOp::kEqualI: case TileOp::kNotEqualI:
    case TileOp::kRLess: case TileOp::kRLessEqual:
    case TileOp::kAnd: case TileOp::kOr: return true;
    default: return false;
  }
}

}  // namespace

NodeId TileGraph::Intern(Node node) {
  std::string key(sizeof(node.op) + 5 * sizeof(std::uint32_t) + sizeof(node.bits), '\0');
  char* at = key.data();
  const auto put = [&at](const auto& value) {
    std::memcpy(at, &value, sizeof(value));
    at += sizeof(value);
  };
  put(node.op); put(node.fixed); put(node.a); put(node.b); put(node.c); put(node.index);
  put(node.bits);
  const auto found = index_.find(key);
  if (found != index_.end()) return found->second;
  nodes_.push_back(node);
  const auto id = static_cast<NodeId>(nodes_.size() - 1);
  index_.emplace(std::move(key), id);
  return id;
}

double TileGraph::ConstantValue(NodeId id) const { return std::bit_cast<double>(nodes_[id].bits); }

NodeId TileGraph::Constant(double value) {
  Node node;
  node.bits = std::bit_cast<std::uint64_t>(value);
  return Intern(node);
}

NodeId TileGraph::FixedRow(Row row, Level level) {
  Node node;
  node.op = TileOp::kCopy;
  node.level = level;
  node.fixed = row;
  return Intern(node);
}

NodeId TileGraph::IssueIn(std::uint32_t issue, std::uint64_t mask) {
  Node node;
  node.op = TileOp::kIssueIn;
  node.level = Level::kGrid;
  node.index = issue;
  node.bits = mask;
  return Intern(node);
}

NodeId TileGraph::StateValue(std::uint32_t issue, std::uint64_t table_offset) {
  Node node;
  node.op = TileOp::kStateValue;
  node.level = Level::kGrid;
  node.index = issue;
  node.bits = table_offset;
  return Intern(node);
}

NodeId TileGraph::Unary(TileOp op, NodeId a) {
  if (IsConstant(a)) {
    const double value = ConstantValue(a);
    if (op == TileOp::kNegate) return Constant(-value);
    if (op == TileOp::kAbs) return Constant(std::fabs(value));
    if (op == TileOp::kNot) return Constant(value == 0.0 ? 1.0 : 0.0);
  }
  Node node;
  node.op = op;
  node.level = Max(nodes_[a].level, Level::kWorld);
  node.a = a;
  return Intern(node);
}

NodeId TileGraph::Binary(TileOp op, NodeId a, NodeId b) {
  const bool a_constant = IsConstant(a);
  const bool b_constant = IsConstant(b);
  double folded = 0.0;
  if (a_constant && b_constant && FoldBinary(op, ConstantValue(a), ConstantValue(b), &folded)) {
    return Constant(folded);
  }
  if (b_constant) {
    const double value = ConstantValue(b);
    if ((op == TileOp::kAdd || op == TileOp::kSubtract) && value == 0.0) return a;
    if ((op == TileOp::kMultiply || op == TileOp::kDivide) && value == 1.0) return a;
    if (op == TileOp::kAnd) return value == 0.0 ? Constant(0.0) : a;
  }
  if (a_constant) {
    const double value = ConstantValue(a);
    if (op == TileOp::kAdd && value == 0.0) return b;
    if (op == TileOp::kMultiply && value == 1.0) return b;
    if (op == TileOp::kAnd) return value == 0.0 ? Constant(0.0) : b;
  }
  Node node;
  node.op = op;
  node.level = Max(Max(nodes_[a].level, nodes_[b].level), Level::kWorld);
  node.a = a;
  node.b = b;
  if (b_constant && RightImmediate(op) != TileOp::kFill) {
    node.op = RightImmediate(op);
    node.b = kNoNode;
    node.bits = nodes_[b].bits;
  } else if (a_constant && LeftImmediate(op) != TileOp::kFill) {
    node.op = LeftImmediate(op);
    node.a = b;
    node.b = kNoNode;
    node.bits = nodes_[a].bits;
  }
  return Intern(node);
}

NodeId TileGraph::Select(NodeId condition, NodeId then, NodeId otherwise) {
  if (IsConstant(condition)) return ConstantValue(condition) != 0.0 ? then : otherwise;
  if (then == otherwise) return then;
  if (IsConstant(then) && IsConstant(otherwise) && ConstantValue(then) == 1.0 &&
      ConstantValue(otherwise) == 0.0 && IsTruth(nodes_[condition].op)) {
    return condition;
  }
  Node node;
  node.op = TileOp::kSelect;
  node.level = Max(Max(nodes_[condition].level, nodes_[then].level),
                   Max(nodes_[otherwise].level, Level::kWorld));
  node.a = condition;
  node.b = then;
  node.c = otherwise;
  return Intern(node);
}

}  // namespace entente::engine
