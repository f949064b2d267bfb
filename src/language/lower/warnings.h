// What is sound but suspicious: each room looks for one kind of slip and reports warnings.
#ifndef ENTENTE_LANGUAGE_LOWER_WARNINGS_H_
#define ENTENTE_LANGUAGE_LOWER_WARNINGS_H_

#include "language/check/context.h"

namespace entente::language::lower {

// warning_names.cc: parameters, quantities, definitions, tables and sets that nothing reads.
void WarnUnused(check::Context& context);
// warning_reach.cc: ways that nothing takes, events that nothing brings about, states out of reach.
void WarnUnreachable(check::Context& context);
// warning_rates.cc: rates that can become negative, with a witness.
void WarnNegativeRates(check::Context& context);
// warning_writers.cc: two writers of one variable at one instant.
void WarnTwoWriters(check::Context& context);
// warning_loops.cc: loops of linkages near one act per act.
void WarnLoops(check::Context& context);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_WARNINGS_H_
