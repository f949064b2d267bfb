// sum, mean, min, max, count, any, all, product over an index head: expanded while compiling.
#ifndef ENTENTE_LANGUAGE_LOWER_AGGREGATE_H_
#define ENTENTE_LANGUAGE_LOWER_AGGREGATE_H_

#include "language/check/context.h"

namespace entente::language::lower {

check::Value LowerAggregate(check::Context& context, const check::Scope& scope,
                            const syntax::AggregateExpr& aggregate, SourceSpan span);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_AGGREGATE_H_
