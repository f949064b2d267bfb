// The numbers that claims compare: probabilities, means, quantiles, rates, necessity and
// sufficiency, from the text to model::Estimand.
#ifndef ENTENTE_LANGUAGE_LOWER_ESTIMAND_H_
#define ENTENTE_LANGUAGE_LOWER_ESTIMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

using check::Context;
using check::Scope;
using check::Type;

// What a claim says once for all its numbers.
struct ClaimFrame {
  std::vector<std::string> under;
  syntax::ExprId given;
};

// An estimand and how its value is read: a count per unit of time is divided to be per day.
struct LoweredEstimand {
  model::Estimand estimand;
  Type type;
  double divide_by = 1.0;
};

// Whether the expression is one number estimated from worlds, and not arithmetic or a constant.
bool IsEstimand(Context& context, const Scope& scope, syntax::ExprId id);

// nullopt (reported) if something in it is wrong. Hidden outcomes that it needs are added to the
// model's claim_outcomes, equal ones once.
std::optional<LoweredEstimand> LowerEstimand(Context& context, const Scope& scope,
                                             const ClaimFrame& frame, syntax::ExprId id);

// The text of an expression on one line.
std::string OneLine(const Context& context, SourceSpan span);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_ESTIMAND_H_
