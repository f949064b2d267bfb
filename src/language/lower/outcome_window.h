// The stretch of time that an outcome looks at, in days since the start.
#ifndef ENTENTE_LANGUAGE_LOWER_OUTCOME_WINDOW_H_
#define ENTENTE_LANGUAGE_LOWER_OUTCOME_WINDOW_H_

#include <optional>
#include <string_view>

#include "language/check/context.h"

namespace entente::language::lower {

struct Window {
  double from_day = 0.0;
  double to_day = 0.0;
  model::ExprId opens_when;       // `of CONDITION`
  double opens_after_days = 0.0;  // so long after it: `from 1 year to 2 years of CONDITION`
};

// `within 36 months`, `from 4 years to 5 years`, `of 2020-01-01`, `of CONDITION`; nullopt (reported)
// if it is wrong or passes the end of the simulated time. Lengths are calendar shifts.
std::optional<Window> LowerWindow(check::Context& context, const check::Scope& scope,
                                  const syntax::OutcomeWindow& window);

// The day a date means, or a duration counted from `base_day`; nullopt (reported) if it lies outside
// the simulated time.
std::optional<double> LowerInstant(check::Context& context, const check::Scope& scope,
                                   syntax::ExprId id, double base_day, std::string_view what);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_OUTCOME_WINDOW_H_
