// What a place expects of an expression: a rate, a share, a truth, a constant, a duration.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "language/lower/arithmetic.h"
#include "language/lower/expression.h"
#include "language/lower/walk.h"

namespace entente::language::lower {
namespace {

using model::ExprId;
using model::Op;

std::string Wanted(int time_halves) {
  return Describe(check::NumberType(time_halves));
}

// `rate 3` where `rate 3 per year` is meant.
void ReportUnit(Context& context, const Value& value, int wanted, std::string_view what,
                SourceSpan span) {
  if (value.type.time_halves != check::kNoTime) {
    context.Report(DiagnosticKind::kUnitMismatch, span,
                   fmt::format("{} is {}; {} is wanted", what, Describe(value.type),
                               Wanted(wanted)));
    return;
  }
  const std::string text = context.TextOf(span);
  const bool simple =
      text.size() < 24 && text.find_first_of(" \n") == std::string::npos && !text.empty();
  const std::string written = simple ? text : "(…)";
  std::string unit = "years";
  if (wanted == check::kRate) unit = "per year";
  if (wanted == check::kPerSqrtTime) unit = "per sqrt year";
  Diagnostic& diagnostic = context.Report(
      DiagnosticKind::kMissingUnit, span,
      fmt::format("{} has no unit; {} is wanted", what, Wanted(wanted)),
      fmt::format("for example `{} {}`", written, unit));
  if (simple) diagnostic.fix = Fix{span, fmt::format("{} {}", written, unit)};
}

// The value of an expression of constants: definitions are followed, and the functions that the
// model leaves to run time are computed. Nothing that is drawn or changes has one.
std::optional<double> ConstantOf(const Context& context, ExprId id, int depth = 0) {
  constexpr int kDeepest = 64;
  const auto& pool = context.model.expressions;
  if (!id.valid() || depth > kDeepest) return std::nullopt;
  if (pool.IsConstant(id)) return pool.ConstantValue(id);
  const model::Expression& node = pool[id];
  if (node.op == Op::kDefinition) {
    return ConstantOf(context, context.model.definitions[node.index].value, depth + 1);
  }
  if (node.op == Op::kPower) {
    const auto base = ConstantOf(context, node.a, depth + 1);
    const auto exponent = ConstantOf(context, node.b, depth + 1);
    return base && exponent ? std::optional(std::pow(*base, *exponent)) : std::nullopt;
  }
  const int operands = model::OperandCount(node.op);
  if (operands != 1 && operands != 2) return std::nullopt;
  const auto a = ConstantOf(context, node.a, depth + 1);
  if (!a) return std::nullopt;
  if (operands == 2) {
    const auto b = ConstantOf(context, node.b, depth + 1);
    if (!b) return std::nullopt;
    switch (node.op) {
      case Op::kAdd:
        return *a + *b;
      case Op::kSubtract:
        return *a - *b;
      case Op::kMultiply:
        return *a * *b;
      case Op::kDivide:
        return *a / *b;
      default:
        return std::nullopt;
    }
  }
  switch (node.op) {
    case Op::kNegate:
      return -*a;
    case Op::kAbs:
      return std::abs(*a);
    case Op::kExp:
      return std::exp(*a);
    case Op::kLog:
      return std::log(*a);
    case Op::kSqrt:
      return std::sqrt(*a);
    default:
      return std::nullopt;
  }
}

}  // namespace

ExprId LowerAs(Context& context, const Scope& scope, syntax::ExprId id, int time_halves,
               std::string_view what) {
  const Value value = Lower(context, scope, id);
  if (value.is_error()) return {};
  const SourceSpan span = scope.at(id).span;
  if (!value.type.is_number()) {
    ReportWrongType(context, value, Wanted(time_halves), what, span);
    return {};
  }
  if (value.type.time_halves != time_halves && !value.type.zero) {
    ReportUnit(context, value, time_halves, what, span);
    return {};
  }
  return value.expr;
}

ExprId LowerRate(Context& context, const Scope& scope, syntax::ExprId id, std::string_view what) {
  return LowerAs(context, scope, id, check::kRate, what);
}

ExprId LowerNumber(Context& context, const Scope& scope, syntax::ExprId id,
                   std::string_view what) {
  return LowerAs(context, scope, id, check::kNoTime, what);
}

ExprId LowerShare(Context& context, const Scope& scope, syntax::ExprId id, std::string_view what) {
  const ExprId share = LowerNumber(context, scope, id, what);
  if (!share.valid()) return {};
  const auto constant = ConstantOf(context, share);
  if (constant && !(*constant >= 0.0 && *constant <= 1.0)) {
    context.Report(DiagnosticKind::kOutOfRange, scope.at(id).span,
                   fmt::format("{} is {:g}; it lies between 0 and 1", what, *constant),
                   *constant > 1.0 && *constant <= 100.0 ? fmt::format("{:g} %", *constant)
                                                         : std::string());
    return {};
  }
  return share;
}

ExprId LowerTruth(Context& context, const Scope& scope, syntax::ExprId id, std::string_view what) {
  const Value value = Lower(context, scope, id);
  if (value.is_error()) return {};
  if (value.type.kind != check::TypeKind::kTruth) {
    ReportWrongType(context, value, "a truth", what, scope.at(id).span);
    return {};
  }
  return value.expr;
}

ExprId LowerGuard(Context& context, const Scope& scope, syntax::ExprId id) {
  if (!id.valid()) return {};
  return LowerTruth(context, scope, id, "a guard");
}

std::optional<Constant> LowerConstant(Context& context, const Scope& scope, syntax::ExprId id,
                                      std::string_view what) {
  const Value value = Lower(context, scope, id);
  if (value.is_error()) return std::nullopt;
  const SourceSpan span = scope.at(id).span;
  if (!value.type.is_number()) {
    ReportWrongType(context, value, "a number", what, span);
    return std::nullopt;
  }
  const auto constant = ConstantOf(context, value.expr);
  if (!constant) {
    context.Report(DiagnosticKind::kNotConstant, span,
                   fmt::format("{} must be a known number; this one is drawn or changes in time",
                               what));
    return std::nullopt;
  }
  if (!std::isfinite(*constant)) {
    context.Report(DiagnosticKind::kOutOfRange, span, fmt::format("{} is not finite", what));
    return std::nullopt;
  }
  return Constant{*constant, value.type};
}

std::optional<Duration> LowerDuration(Context& context, const Scope& scope, syntax::ExprId id,
                                      std::string_view what) {
  if (!id.valid()) return std::nullopt;
  const syntax::Expr& expr = scope.at(id);
  const auto* unit = std::get_if<syntax::UnitExpr>(&expr.node);
  if (unit == nullptr || unit->unit.kind != syntax::UnitKind::kDuration) {
    const auto constant = LowerConstant(context, scope, id, what);
    if (!constant) return std::nullopt;
    if (constant->type.time_halves != check::kDuration && !constant->type.zero) {
      ReportUnit(context, Value{constant->type, {}, {}, {}}, check::kDuration, what, expr.span);
      return std::nullopt;
    }
    if (constant->value < 0.0) {
      context.Report(DiagnosticKind::kOutOfRange, expr.span, fmt::format("{} is negative", what));
      return std::nullopt;
    }
    return Duration{constant->value, 0.0};
  }
  const auto number = LowerConstant(context, scope, unit->value, what);
  if (!number) return std::nullopt;
  if (number->type.time_halves != check::kNoTime || number->value < 0.0 || number->value > 1e7) {
    context.Report(DiagnosticKind::kOutOfRange, expr.span,
                   fmt::format("{} must be a length of time, not negative and not endless", what));
    return std::nullopt;
  }
  switch (unit->unit.time) {
    case syntax::TimeUnit::kDay:
      return Duration{number->value, 0.0};
    case syntax::TimeUnit::kWeek:
      return Duration{number->value * kDaysPerWeek, 0.0};
    case syntax::TimeUnit::kMonth:
      return Duration{0.0, number->value};
    case syntax::TimeUnit::kYear:
      break;
  }
  return Duration{0.0, number->value * 12.0};
}

double DayOf(const Context& context, CivilDate date) {
  return static_cast<double>(DayNumber(date) - context.model.time.start_day_number);
}

std::optional<syntax::TimeUnit> WrittenTimeUnit(const Scope& scope, syntax::ExprId id) {
  std::optional<syntax::TimeUnit> found;
  VisitExpressions(scope.tree(), id, [&](const syntax::Expr& expr) {
    const auto* unit = std::get_if<syntax::UnitExpr>(&expr.node);
    if (unit != nullptr && !found && unit->unit.kind != syntax::UnitKind::kPercent &&
        unit->unit.kind != syntax::UnitKind::kPoints) {
      found = unit->unit.time;
    }
  });
  return found;
}

namespace {

// The factors of a product as written, leftmost first; long chains lean left.
std::vector<syntax::ExprId> FactorsOf(const Scope& scope, syntax::ExprId id) {
  std::vector<syntax::ExprId> factors;
  while (id.valid()) {
    const auto* product = std::get_if<syntax::BinaryExpr>(&scope.at(id).node);
    if (product == nullptr || product->op != syntax::BinaryOp::kMultiply) break;
    factors.push_back(product->right);
    id = product->left;
  }
  factors.push_back(id);
  std::reverse(factors.begin(), factors.end());
  return factors;
}

}  // namespace

model::HazardTerm LowerHazard(Context& context, const Scope& scope, syntax::ExprId rate,
                              syntax::ExprId guard, std::string_view what) {
  model::HazardTerm term;
  term.rate_per_day = LowerRate(context, scope, rate, what);
  term.guard = LowerGuard(context, scope, guard);
  if (!term.rate_per_day.valid()) return term;
  for (const syntax::ExprId factor : FactorsOf(scope, rate)) {
    const Value value = Lower(context, scope, factor);
    if (value.is_error()) continue;
    const SourceSpan span = scope.at(factor).span;
    term.factors.push_back({context.TextOf(span), value.expr, span});
  }
  if (term.guard.valid()) {
    const SourceSpan span = scope.at(guard).span;
    term.factors.push_back({"while " + context.TextOf(span), term.guard, span});
  }
  return term;
}

}  // namespace entente::language::lower
