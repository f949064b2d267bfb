#include "language/lower/aggregate.h"

#include <vector>

#include <fmt/format.h>

#include "language/check/expand.h"
#include "language/lower/arithmetic.h"
#include "language/lower/expression.h"

namespace entente::language::lower {
namespace {

using model::Op;
using syntax::AggregateOp;

const char* Spelling(AggregateOp op) {
  switch (op) {
    case AggregateOp::kSum:
      return "sum";
    case AggregateOp::kMean:
      return "mean";
    case AggregateOp::kMin:
      return "min";
    case AggregateOp::kMax:
      return "max";
    case AggregateOp::kCount:
      return "count";
    case AggregateOp::kAny:
      return "any";
    case AggregateOp::kAll:
      return "all";
    case AggregateOp::kProduct:
      break;
  }
  return "product";
}

bool WantsTruth(AggregateOp op) {
  return op == AggregateOp::kAny || op == AggregateOp::kAll || op == AggregateOp::kCount;
}

Op Code(AggregateOp op) {
  switch (op) {
    case AggregateOp::kMin:
      return Op::kMin;
    case AggregateOp::kMax:
      return Op::kMax;
    case AggregateOp::kAny:
      return Op::kOr;
    case AggregateOp::kAll:
      return Op::kAnd;
    case AggregateOp::kProduct:
      return Op::kMultiply;
    default:
      return Op::kAdd;
  }
}

// The value of an aggregate over nothing; nullopt where there is none.
std::optional<double> Empty(AggregateOp op) {
  switch (op) {
    case AggregateOp::kSum:
    case AggregateOp::kCount:
    case AggregateOp::kAny:
      return 0.0;
    case AggregateOp::kAll:
    case AggregateOp::kProduct:
      return 1.0;
    default:
      return std::nullopt;
  }
}

Value EmptyValue(Context& context, AggregateOp op, SourceSpan span) {
  const auto value = Empty(op);
  if (!value) {
    context.Report(DiagnosticKind::kEmptyIndex, span,
                   fmt::format("`{}` over no elements has no value", Spelling(op)),
                   "make the set or its `where` wider");
    return {};
  }
  if (op == AggregateOp::kAny || op == AggregateOp::kAll) {
    return ConstantTruth(context, *value != 0.0, span);
  }
  Value number = NumberValue(context.model.expressions.Constant(*value, span));
  number.type.zero = op == AggregateOp::kSum;
  return number;
}

// The body for one element, checked against what the aggregate wants and what came before.
bool Accept(Context& context, AggregateOp op, const Value& body, const std::optional<Value>& before,
            SourceSpan span) {
  if (body.is_error()) return false;
  if (WantsTruth(op)) {
    if (body.type.kind == check::TypeKind::kTruth) return true;
    ReportWrongType(context, body, "a truth", fmt::format("the body of `{}`", Spelling(op)), span);
    return false;
  }
  if (!body.type.is_number()) {
    ReportWrongType(context, body, "a number", fmt::format("the body of `{}`", Spelling(op)), span);
    return false;
  }
  if (op == AggregateOp::kProduct && body.type.time_halves != check::kNoTime) {
    context.Report(DiagnosticKind::kUnitMismatch, span,
                   fmt::format("`product` multiplies {}; its unit would depend on how many there "
                               "are", Describe(body.type)));
    return false;
  }
  if (before && !SameUnit(before->type, body.type)) {
    context.Report(DiagnosticKind::kUnitMismatch, span,
                   fmt::format("`{}` has {} for one element and {} for another", Spelling(op),
                               Describe(before->type), Describe(body.type)));
    return false;
  }
  return true;
}

}  // namespace

Value LowerAggregate(Context& context, const Scope& scope, const syntax::AggregateExpr& aggregate,
                     SourceSpan span) {
  const std::vector<check::Element> elements = Expand(context, scope, aggregate.head);
  auto& pool = context.model.expressions;
  if (elements.empty()) {
    return context.exhausted ? Value{} : EmptyValue(context, aggregate.op, span);
  }
  if (!aggregate.body.valid()) {
    if (aggregate.op != AggregateOp::kCount) return {};
    return NumberValue(pool.Constant(static_cast<double>(elements.size()), span));
  }
  std::optional<Value> total;
  for (const check::Element& element : elements) {
    const Scope inner = Bound(scope, element);
    const Value body = Lower(context, inner, aggregate.body);
    if (!Accept(context, aggregate.op, body, total, scope.at(aggregate.body).span)) return {};
    if (!total) {
      total = body;
      continue;
    }
    total->expr = pool.Binary(Code(aggregate.op), total->expr, body.expr, span);
    if (total->type.zero) total->type = body.type;
  }
  if (aggregate.op == AggregateOp::kMean) {
    const model::ExprId count = pool.Constant(static_cast<double>(elements.size()), span);
    total->expr = pool.Binary(Op::kDivide, total->expr, count, span);
  }
  if (aggregate.op == AggregateOp::kCount) total->type = check::NumberType();
  return *total;
}

}  // namespace entente::language::lower
