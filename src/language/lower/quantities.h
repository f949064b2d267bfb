// Quantities: declared with the other names, filled in when all names are known.
#ifndef ENTENTE_LANGUAGE_LOWER_QUANTITIES_H_
#define ENTENTE_LANGUAGE_LOWER_QUANTITIES_H_

#include "language/check/context.h"

namespace entente::language::lower {

void DeclareQuantities(check::Context& context);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_QUANTITIES_H_
