#include "language/lower/arithmetic.h"

#include <cmath>

#include <fmt/format.h>

namespace entente::language::lower {
namespace {

using check::SameUnit;
using check::Type;
using check::TypeKind;
using model::Op;
using syntax::BinaryOp;

const char* Spelling(BinaryOp op) {
  switch (op) {
    case BinaryOp::kAdd:
      return "+";
    case BinaryOp::kSubtract:
      return "-";
    case BinaryOp::kMultiply:
      return "*";
    case BinaryOp::kDivide:
      return "/";
    case BinaryOp::kPower:
      return "^";
    case BinaryOp::kLess:
      return "<";
    case BinaryOp::kLessEqual:
      return "<=";
    case BinaryOp::kGreater:
      return ">";
    case BinaryOp::kGreaterEqual:
      return ">=";
    case BinaryOp::kEqual:
      return "==";
    case BinaryOp::kNotEqual:
      return "!=";
    case BinaryOp::kAnd:
      return "and";
    case BinaryOp::kOr:
      break;
  }
  return "or";
}

Value ErrorValue() { return {}; }

// The number type two terms of one sum share: the one that is not a bare zero.
Type Common(const Type& a, const Type& b) {
  Type type = a.zero ? b : a;
  type.zero = a.zero && b.zero;
  return type;
}

void ReportUnits(Context& context, std::string_view op, const Value& left, const Value& right,
                 SourceSpan span) {
  context.Report(DiagnosticKind::kUnitMismatch, span,
                 fmt::format("`{}` has {} on one side and {} on the other; both sides must have "
                             "one unit",
                             op, Describe(left.type), Describe(right.type)));
}

bool NeedNumbers(Context& context, std::string_view op, const Value& left, const Value& right,
                 SourceSpan span) {
  for (const Value* side : {&left, &right}) {
    if (side->type.is_number()) continue;
    ReportWrongType(context, *side, "a number", fmt::format("a side of `{}`", op), span);
    return false;
  }
  return true;
}

Value AddOrSubtract(Context& context, BinaryOp op, const Value& left, const Value& right,
                    SourceSpan op_span, SourceSpan span) {
  const Op code = op == BinaryOp::kAdd ? Op::kAdd : Op::kSubtract;
  auto& pool = context.model.expressions;
  const bool left_date = left.type.kind == TypeKind::kDate;
  const bool right_date = right.type.kind == TypeKind::kDate;
  if (left_date || right_date) {
    Value value;
    value.expr = pool.Binary(code, left.expr, right.expr, span);
    if (left_date && right_date && op == BinaryOp::kSubtract) {
      value.type = check::NumberType(check::kDuration);
      return value;
    }
    const Type& other = left_date ? right.type : left.type;
    if (left_date != right_date && other.is_number() &&
        (other.time_halves == check::kDuration || other.zero) &&
        (left_date || op == BinaryOp::kAdd)) {
      value.type = check::DateType();
      return value;
    }
    ReportUnits(context, Spelling(op), left, right, op_span);
    return ErrorValue();
  }
  if (!NeedNumbers(context, Spelling(op), left, right, span)) return ErrorValue();
  if (!SameUnit(left.type, right.type)) {
    ReportUnits(context, Spelling(op), left, right, op_span);
    return ErrorValue();
  }
  Value value;
  value.expr = pool.Binary(code, left.expr, right.expr, span);
  value.type = Common(left.type, right.type);
  return value;
}

Value Power(Context& context, const Value& left, const Value& right, SourceSpan span) {
  auto& pool = context.model.expressions;
  if (!NeedNumbers(context, "^", left, right, span)) return ErrorValue();
  if (right.type.time_halves != check::kNoTime) {
    ReportWrongType(context, right, "a number without unit", "the exponent of `^`", span);
    return ErrorValue();
  }
  Value value = NumberValue(pool.Binary(Op::kPower, left.expr, right.expr, span));
  if (left.type.time_halves == check::kNoTime) return value;
  const double halves = pool.IsConstant(right.expr)
                            ? pool.ConstantValue(right.expr) * left.type.time_halves
                            : std::nan("");
  if (!(std::abs(halves) <= 64) || halves != std::round(halves)) {
    context.Report(DiagnosticKind::kUnitMismatch, span,
                   fmt::format("{} is raised to a power that gives it no unit; the exponent must "
                               "be a known number that leaves whole or half powers of time",
                               Describe(left.type)));
    return ErrorValue();
  }
  value.type.time_halves = static_cast<int>(halves);
  return value;
}

Value Compare(Context& context, BinaryOp op, const Value& left, const Value& right,
              SourceSpan op_span, SourceSpan span) {
  auto& pool = context.model.expressions;
  const bool equality = op == BinaryOp::kEqual || op == BinaryOp::kNotEqual;
  if (left.type.kind == TypeKind::kMember && right.type.kind == TypeKind::kMember && equality) {
    const bool same = left.member == right.member;
    return ConstantTruth(context, same == (op == BinaryOp::kEqual), span);
  }
  const bool truths = left.type.kind == TypeKind::kTruth && right.type.kind == TypeKind::kTruth;
  const bool dates = left.type.kind == TypeKind::kDate && right.type.kind == TypeKind::kDate;
  if (!dates && !(truths && equality)) {
    if (left.type.kind == TypeKind::kIssue || right.type.kind == TypeKind::kIssue) {
      context.Report(DiagnosticKind::kTypeMismatch, op_span,
                     fmt::format("`{}` compares an issue; the state of an issue is asked with `is` "
                                 "or `in`", Spelling(op)),
                     "write `gsomia is terminated` or `gsomia in { notice, suspended }`");
      return ErrorValue();
    }
    if (!NeedNumbers(context, Spelling(op), left, right, span)) return ErrorValue();
    if (!SameUnit(left.type, right.type)) {
      ReportUnits(context, Spelling(op), left, right, op_span);
      return ErrorValue();
    }
  }
  switch (op) {
    case BinaryOp::kLess:
      return TruthValue(pool.Binary(Op::kLess, left.expr, right.expr, span));
    case BinaryOp::kLessEqual:
      return TruthValue(pool.Binary(Op::kLessEqual, left.expr, right.expr, span));
    case BinaryOp::kGreater:
      return TruthValue(pool.Binary(Op::kLess, right.expr, left.expr, span));
    case BinaryOp::kGreaterEqual:
      return TruthValue(pool.Binary(Op::kLessEqual, right.expr, left.expr, span));
    case BinaryOp::kEqual:
      return TruthValue(pool.Binary(Op::kEqual, left.expr, right.expr, span));
    default:
      return TruthValue(pool.Binary(Op::kNotEqual, left.expr, right.expr, span));
  }
}

}  // namespace

Value NumberValue(model::ExprId expr, int time_halves) {
  Value value;
  value.type = check::NumberType(time_halves);
  value.expr = expr;
  return value;
}

Value TruthValue(model::ExprId expr) {
  Value value;
  value.type = check::TruthType();
  value.expr = expr;
  return value;
}

Value ConstantTruth(Context& context, bool truth, SourceSpan span) {
  return TruthValue(context.model.expressions.Constant(truth ? 1.0 : 0.0, span));
}

void ReportWrongType(Context& context, const Value& value, std::string_view wanted,
                     std::string_view what, SourceSpan span) {
  if (value.is_error()) return;
  std::string suggestion;
  if (value.type.kind == TypeKind::kTruth) suggestion = "write `(1 if … else 0)`";
  if (value.type.kind == TypeKind::kIssue) {
    suggestion = "ask for its state with `is` or `in`, or for an attribute with `.`";
  }
  context.Report(DiagnosticKind::kTypeMismatch, span,
                 fmt::format("{} is {}; {} is wanted", what, Describe(value.type), wanted),
                 suggestion);
}

Value ApplyUnary(Context& context, syntax::UnaryOp op, const Value& operand, SourceSpan span) {
  if (operand.is_error()) return ErrorValue();
  auto& pool = context.model.expressions;
  if (op == syntax::UnaryOp::kNot) {
    if (operand.type.kind != TypeKind::kTruth) {
      ReportWrongType(context, operand, "a truth", "what stands after `not`", span);
      return ErrorValue();
    }
    return TruthValue(pool.Unary(Op::kNot, operand.expr, span));
  }
  if (!operand.type.is_number()) {
    ReportWrongType(context, operand, "a number", "what stands after `-`", span);
    return ErrorValue();
  }
  Value value = operand;
  value.expr = pool.Unary(Op::kNegate, operand.expr, span);
  return value;
}

Value ApplyBinary(Context& context, BinaryOp op, SourceSpan op_span, const Value& left,
                  const Value& right, SourceSpan span) {
  if (left.is_error() || right.is_error()) return ErrorValue();
  auto& pool = context.model.expressions;
  switch (op) {
    case BinaryOp::kAdd:
    case BinaryOp::kSubtract:
      return AddOrSubtract(context, op, left, right, op_span, span);
    case BinaryOp::kMultiply:
    case BinaryOp::kDivide: {
      if (!NeedNumbers(context, Spelling(op), left, right, span)) return ErrorValue();
      const bool divide = op == BinaryOp::kDivide;
      return NumberValue(
          pool.Binary(divide ? Op::kDivide : Op::kMultiply, left.expr, right.expr, span),
          left.type.time_halves + (divide ? -right.type.time_halves : right.type.time_halves));
    }
    case BinaryOp::kPower:
      return Power(context, left, right, span);
    case BinaryOp::kAnd:
    case BinaryOp::kOr:
      for (const Value* side : {&left, &right}) {
        if (side->type.kind == TypeKind::kTruth) continue;
        ReportWrongType(context, *side, "a truth", fmt::format("a side of `{}`", Spelling(op)),
                        span);
        return ErrorValue();
      }
      return TruthValue(
          pool.Binary(op == BinaryOp::kAnd ? Op::kAnd : Op::kOr, left.expr, right.expr, span));
    default:
      return Compare(context, op, left, right, op_span, span);
  }
}

Value ApplyConditional(Context& context, const Value& condition, const Value& then_value,
                       const Value& else_value, SourceSpan span, SourceSpan condition_span) {
  if (!condition.is_error() && condition.type.kind != TypeKind::kTruth) {
    ReportWrongType(context, condition, "a truth", "what stands after `if`", condition_span);
    return ErrorValue();
  }
  if (condition.is_error() || then_value.is_error() || else_value.is_error()) return ErrorValue();
  auto& pool = context.model.expressions;
  const TypeKind kind = then_value.type.kind;
  if (kind == TypeKind::kMember && else_value.type.kind == TypeKind::kMember &&
      pool.IsConstant(condition.expr)) {
    return pool.ConstantValue(condition.expr) != 0.0 ? then_value : else_value;
  }
  const bool same = then_value.type.is_number() ? SameUnit(then_value.type, else_value.type)
                                                : kind == else_value.type.kind;
  if (!same || kind == TypeKind::kMember || kind == TypeKind::kIssue) {
    if (then_value.type.is_number() && else_value.type.is_number()) {
      ReportUnits(context, "if … else", then_value, else_value, span);
    } else {
      context.Report(DiagnosticKind::kTypeMismatch, span,
                     fmt::format("`if … else` is {} on one side and {} on the other; both must be "
                                 "of one type",
                                 Describe(then_value.type), Describe(else_value.type)));
    }
    return ErrorValue();
  }
  Value value;
  value.type = then_value.type.is_number() ? Common(then_value.type, else_value.type)
                                           : then_value.type;
  value.expr = pool.Select(condition.expr, then_value.expr, else_value.expr, span);
  return value;
}

Value ApplyUnit(Context& context, const Value& number, const syntax::Unit& unit, SourceSpan span) {
  if (number.is_error()) return ErrorValue();
  if (!number.type.is_number()) {
    ReportWrongType(context, number, "a number", "what a unit stands after", span);
    return ErrorValue();
  }
  auto& pool = context.model.expressions;
  const double days = check::DaysOf(unit.time);
  const auto divide = [&](double by, int halves) {
    return NumberValue(pool.Binary(Op::kDivide, number.expr, pool.Constant(by, span), span),
                       number.type.time_halves + halves);
  };
  switch (unit.kind) {
    case syntax::UnitKind::kPercent:
      return divide(100.0, 0);
    case syntax::UnitKind::kPer:
      return divide(days, check::kRate);
    case syntax::UnitKind::kPerSqrt:
      return divide(std::sqrt(days), check::kPerSqrtTime);
    case syntax::UnitKind::kDuration:
      return NumberValue(
          pool.Binary(Op::kMultiply, number.expr, pool.Constant(days, span), span),
          number.type.time_halves + check::kDuration);
    case syntax::UnitKind::kPoints:
      break;
  }
  context.Report(DiagnosticKind::kUnitMismatch, unit.span,
                 "`points` compare probabilities in claims; they are no unit of a number",
                 "write a percentage: `5 %`");
  return ErrorValue();
}

}  // namespace entente::language::lower
