// Priors and parameters, also those that clauses make on the way: `multiplies by 5 to 20` is a
// parameter named after its linkage.
#ifndef ENTENTE_LANGUAGE_LOWER_PARAMETERS_H_
#define ENTENTE_LANGUAGE_LOWER_PARAMETERS_H_

#include <optional>

#include "language/check/context.h"

namespace entente::language::lower {

struct PriorWithType {
  model::Prior prior;  // stored units
  check::Type type;    // of what is drawn
  bool share = false;  // lies in 0..1
};

// `beta(4, 4)`, `0.2 to 0.8`. An interval is the 10th and 90th percentile of a logit-normal if both
// bounds lie within 0 and 1 and have no unit, of a lognormal if they are positive with a unit or
// `positive`, otherwise of a normal.
std::optional<PriorWithType> LowerPrior(check::Context& context, const check::Scope& scope,
                                        const syntax::Prior& prior);
std::optional<PriorWithType> LowerInterval(check::Context& context, const check::Scope& scope,
                                           syntax::ExprId low, syntax::ExprId high, bool positive,
                                           std::string_view what);

model::ParameterId AddParameter(check::Context& context, model::Provenance provenance,
                                const PriorWithType& prior, model::Unit unit);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_PARAMETERS_H_
