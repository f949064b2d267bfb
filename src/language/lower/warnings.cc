#include "language/lower/warnings.h"

#include "language/lower/lower.h"

namespace entente::language::lower {

void Warn(Context& context) {
  WarnUnused(context);
  WarnUnreachable(context);
  WarnNegativeRates(context);
  WarnTwoWriters(context);
  WarnLoops(context);
}

}  // namespace entente::language::lower
