// `intensity of hostile acts a -> b` as an expression: a hidden definition, one for each class of
// acts, that stands for the sum of their effective rates. Which acts are meant is known as soon as
// acts are; their rates only once linkages are applied, so that the sum is written last.
#ifndef ENTENTE_LANGUAGE_LOWER_INTENSITY_H_
#define ENTENTE_LANGUAGE_LOWER_INTENSITY_H_

#include "language/check/context.h"

namespace entente::language::lower {

// A rate. Of type error (reported) where the acts are not known yet or a name is wrong.
check::Value LowerIntensity(check::Context& context, const check::Scope& scope,
                            const syntax::ActPattern& pattern, SourceSpan span);

// Pass: the sums, after all channels and all that reads intensities. One that leads back to itself
// is reported; one that is always 0 is warned of.
void SumIntensities(check::Context& context);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_INTENSITY_H_
