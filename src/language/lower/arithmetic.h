// Operators and functions on values: the rules of units, and the model expressions they make.
#ifndef ENTENTE_LANGUAGE_LOWER_ARITHMETIC_H_
#define ENTENTE_LANGUAGE_LOWER_ARITHMETIC_H_

#include <string_view>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

using check::Context;
using check::Value;

// A number of the given power of time.
Value NumberValue(model::ExprId expr, int time_halves = check::kNoTime);
Value TruthValue(model::ExprId expr);
Value ConstantTruth(Context& context, bool truth, SourceSpan span);

Value ApplyUnary(Context& context, syntax::UnaryOp op, const Value& operand, SourceSpan span);
Value ApplyBinary(Context& context, syntax::BinaryOp op, SourceSpan op_span, const Value& left,
                  const Value& right, SourceSpan span);
Value ApplyConditional(Context& context, const Value& condition, const Value& then_value,
                       const Value& else_value, SourceSpan span, SourceSpan condition_span);
Value ApplyFunction(Context& context, const syntax::Name& function,
                    const std::vector<Value>& arguments, SourceSpan span);
// 60 %, 18 months, 0.3 per year, 0.05 per sqrt year.
Value ApplyUnit(Context& context, const Value& number, const syntax::Unit& unit, SourceSpan span);

// Reports (unless an operand is an error already) that `value` is not what `what` wants.
void ReportWrongType(Context& context, const Value& value, std::string_view wanted,
                     std::string_view what, SourceSpan span);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_ARITHMETIC_H_
