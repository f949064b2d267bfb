// Expressions of a checked model: a hash-consed DAG of scalar operations over parameters,
// quantities, pressures, issue states and clocks. Everything is a double; truth is 0 or 1. Units
// are gone: rates are per day, times are days since the start, shares are 0..1.
#ifndef ENTENTE_MODEL_EXPRESSION_H_
#define ENTENTE_MODEL_EXPRESSION_H_

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/source.h"

namespace entente::model {

using ExprId = Id<struct ExprTag>;
using ParameterId = Id<struct ParameterTag>;
using QuantityId = Id<struct QuantityTag>;
using PressureId = Id<struct PressureTag>;
using IssueId = Id<struct IssueTag>;
using DefinitionId = Id<struct DefinitionTag>;
using HappeningId = Id<struct HappeningTag>;
using CalendarId = Id<struct CalendarTag>;
using StateTableId = Id<struct StateTableTag>;

// States of one issue as a set of bits; an issue has at most 64 states.
using StateMask = std::uint64_t;
using StateIndex = std::uint8_t;
inline constexpr std::size_t kMaxStates = 64;
inline constexpr StateIndex kAnyState = 0xff;

enum class Op : std::uint8_t {
  // Leaves. `index` names the thing read.
  kConstant,     // value
  kParameter,    // ParameterId: constant within a world
  kQuantity,     // QuantityId
  kPressure,     // PressureId
  kDefinition,   // DefinitionId: stands for Model::definitions[index].value
  kIssueIn,      // IssueId, mask: 1 if the issue's state is in `mask`
  kStateValue,   // IssueId, table: Model::state_tables[table][state]
  kTime,         // days since the start
  kTimeInState,  // IssueId: days since the present state was entered
  kTimeSince,    // HappeningId: days since it last occurred, +inf before the first time
  kTimeUntil,    // CalendarId: days until the next date of a calendar, +inf after the last
  // Unary: a.
  kNegate, kAbs, kExp, kLog, kSqrt, kNot,
  // Binary: a, b. Comparisons and kAnd, kOr give 0 or 1; both sides are always evaluated.
  kAdd, kSubtract, kMultiply, kDivide, kPower, kMin, kMax,
  kLess, kLessEqual, kEqual, kNotEqual, kAnd, kOr,
  // Ternary: a ? b : c; both branches are evaluated, the one not taken is discarded.
  kSelect,
};

struct Expression {
  Op op = Op::kConstant;
  std::uint32_t index = Id<void>::kNone;
  double value = 0.0;    // kConstant
  StateMask mask = 0;    // kIssueIn
  StateTableId table;    // kStateValue
  ExprId a, b, c;
  SourceSpan span;       // the first place in the text that made this node
};

int OperandCount(Op op);
const char* OpName(Op op);

// The operation on numbers, with the C library's exp, log, sqrt and pow: for folding, exact
// solutions and explanations. The engine has its own kernels, whose last bits may differ. Leaves give
// NaN.
double ApplyOperation(Op op, double a, double b = 0.0, double c = 0.0);

// Owns the nodes. Operands always precede the node that uses them, so index order is a topological
// order (kDefinition refers sideways; Verify checks that definitions are acyclic). Equal nodes are
// shared. Only exact rewrites are made when building: constants through + − × ÷ min max compare and
// select, x*1, x+0, x*0 for constants only, select on a constant, double negation of truths.
class ExpressionPool {
 public:
  ExprId Constant(double value, SourceSpan span = {});
  ExprId Leaf(Op op, std::uint32_t index, SourceSpan span = {});
  ExprId IssueIn(IssueId issue, StateMask mask, SourceSpan span = {});
  ExprId StateValue(IssueId issue, StateTableId table, SourceSpan span = {});
  ExprId Unary(Op op, ExprId a, SourceSpan span = {});
  ExprId Binary(Op op, ExprId a, ExprId b, SourceSpan span = {});
  ExprId Select(ExprId condition, ExprId then, ExprId otherwise, SourceSpan span = {});

  // Convenience; an invalid guard means "always", and And with it gives the other side.
  ExprId And(ExprId a, ExprId b) ;
  ExprId Multiply(ExprId a, ExprId b) { return Binary(Op::kMultiply, a, b); }
  ExprId Add(ExprId a, ExprId b) { return Binary(Op::kAdd, a, b); }

  const Expression& operator[](ExprId id) const { return nodes_[id.index()]; }
  std::size_t size() const { return nodes_.size(); }
  bool IsConstant(ExprId id) const { return nodes_[id.index()].op == Op::kConstant; }
  // The value of a constant node; undefined for others.
  double ConstantValue(ExprId id) const { return nodes_[id.index()].value; }

 private:
  struct Key;
  ExprId Intern(const Expression& node);
  std::vector<Expression> nodes_;
  std::unordered_multimap<std::uint64_t, std::uint32_t> index_;
};

}  // namespace entente::model

#endif  // ENTENTE_MODEL_EXPRESSION_H_
