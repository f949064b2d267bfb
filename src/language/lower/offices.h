// Ballots: a chance whose options put a person into an office, at once or after a time.
#ifndef ENTENTE_LANGUAGE_LOWER_OFFICES_H_
#define ENTENTE_LANGUAGE_LOWER_OFFICES_H_

#include "language/check/context.h"

namespace entente::language::lower {

// A chance of the model with no options yet.
model::ChanceId AddChance(check::Context& context, model::Provenance provenance);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_OFFICES_H_
