// The functions that expressions may call: one record each.
#include <array>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "language/lower/arithmetic.h"

namespace entente::language::lower {
namespace {

using model::ExprId;
using model::ExpressionPool;
using model::Op;

enum class UnitRule {
  kNone,    // arguments without unit, result without unit
  kSame,    // all arguments of one unit, which the result has
  kHalved,  // the square root of the argument's unit
};

struct Function {
  const char* name;
  const char* usage;
  std::size_t least, most;  // number of arguments
  UnitRule rule;
  ExprId (*make)(ExpressionPool&, const std::vector<ExprId>&, SourceSpan);
};

ExprId Fold(ExpressionPool& pool, Op op, const std::vector<ExprId>& terms, SourceSpan span) {
  ExprId result = terms.front();
  for (std::size_t i = 1; i < terms.size(); ++i) result = pool.Binary(op, result, terms[i], span);
  return result;
}

constexpr std::size_t kMany = 64;
constexpr auto kFunctions = std::to_array<Function>({
    {"min", "min(a, b, …)", 1, kMany, UnitRule::kSame,
     [](ExpressionPool& pool, const std::vector<ExprId>& x, SourceSpan span) {
       return Fold(pool, Op::kMin, x, span);
     }},
    {"max", "max(a, b, …)", 1, kMany, UnitRule::kSame,
     [](ExpressionPool& pool, const std::vector<ExprId>& x, SourceSpan span) {
       return Fold(pool, Op::kMax, x, span);
     }},
    {"clamp", "clamp(x, low, high)", 3, 3, UnitRule::kSame,
     [](ExpressionPool& pool, const std::vector<ExprId>& x, SourceSpan span) {
       return pool.Binary(Op::kMin, pool.Binary(Op::kMax, x[0], x[1], span), x[2], span);
     }},
    {"abs", "abs(x)", 1, 1, UnitRule::kSame,
     [](ExpressionPool& pool, const std::vector<ExprId>& x, SourceSpan span) {
       return pool.Unary(Op::kAbs, x[0], span);
     }},
    {"exp", "exp(x)", 1, 1, UnitRule::kNone,
     [](ExpressionPool& pool, const std::vector<ExprId>& x, SourceSpan span) {
       return pool.Unary(Op::kExp, x[0], span);
     }},
    {"log", "log(x)", 1, 1, UnitRule::kNone,
     [](ExpressionPool& pool, const std::vector<ExprId>& x, SourceSpan span) {
       return pool.Unary(Op::kLog, x[0], span);
     }},
    {"sqrt", "sqrt(x)", 1, 1, UnitRule::kHalved,
     [](ExpressionPool& pool, const std::vector<ExprId>& x, SourceSpan span) {
       return pool.Unary(Op::kSqrt, x[0], span);
     }},
    {"logistic", "logistic(x)", 1, 1, UnitRule::kNone,
     [](ExpressionPool& pool, const std::vector<ExprId>& x, SourceSpan span) {
       const ExprId one = pool.Constant(1.0, span);
       const ExprId decay = pool.Unary(Op::kExp, pool.Unary(Op::kNegate, x[0], span), span);
       return pool.Binary(Op::kDivide, one, pool.Binary(Op::kAdd, one, decay, span), span);
     }},
});

const Function* Find(const std::string& name) {
  for (const Function& function : kFunctions) {
    if (name == function.name) return &function;
  }
  return nullptr;
}

}  // namespace

Value ApplyFunction(Context& context, const syntax::Name& name,
                    const std::vector<Value>& arguments, SourceSpan span) {
  const Function* function = Find(name.text);
  if (function == nullptr) {
    std::vector<std::string> names;
    for (const Function& known : kFunctions) names.emplace_back(known.name);
    context.Unknown("a function", name, names);
    return {};
  }
  if (arguments.size() < function->least || arguments.size() > function->most) {
    context.Report(DiagnosticKind::kWrongIndex, span,
                   fmt::format("`{}` has {} arguments here; it is written `{}`", name.text,
                               arguments.size(), function->usage));
    return {};
  }
  std::vector<ExprId> operands;
  check::Type type = check::NumberType();
  for (const Value& argument : arguments) {
    if (argument.is_error()) return {};
    if (!argument.type.is_number()) {
      ReportWrongType(context, argument, "a number", fmt::format("an argument of `{}`", name.text),
                      span);
      return {};
    }
    if (operands.empty()) {
      type = argument.type;
    } else if (!SameUnit(type, argument.type)) {
      context.Report(DiagnosticKind::kUnitMismatch, span,
                     fmt::format("`{}` takes {} and {}; all its arguments must have one unit",
                                 name.text, Describe(type), Describe(argument.type)));
      return {};
    } else if (type.zero) {
      type = argument.type;
    }
    operands.push_back(argument.expr);
  }
  if (function->rule == UnitRule::kNone && type.time_halves != check::kNoTime) {
    context.Report(DiagnosticKind::kUnitMismatch, span,
                   fmt::format("`{}` is given {}; it takes a number without unit", name.text,
                               Describe(type)));
    return {};
  }
  if (function->rule == UnitRule::kHalved) {
    if (type.time_halves % 2 != 0) {
      context.Report(DiagnosticKind::kUnitMismatch, span,
                     fmt::format("`{}` is given {}, which leaves quarter powers of time",
                                 name.text, Describe(type)));
      return {};
    }
    type.time_halves /= 2;
  }
  type.zero = false;
  Value value = NumberValue(function->make(context.model.expressions, operands, span));
  value.type = type;
  return value;
}

}  // namespace entente::language::lower
