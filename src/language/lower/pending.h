// Bodies that are lowered when first read: definitions (whose value gives them their unit) and the
// starts of quantities (whose unit is the quantity's).
#ifndef ENTENTE_LANGUAGE_LOWER_PENDING_H_
#define ENTENTE_LANGUAGE_LOWER_PENDING_H_

#include <string>

#include "language/check/context.h"

namespace entente::language::lower {

using check::Context;
using check::Type;

// The type of a definition, lowering it first if need be; `use` is where it is read. A cycle is
// reported with its path and gives the error type.
Type DefinitionType(Context& context, model::DefinitionId id, SourceSpan use);
// The same for a quantity: lowers its start.
Type QuantityType(Context& context, model::QuantityId id, SourceSpan use);

// The chain of bodies that are being read: enters `name` (false, reported, when the chain is too
// long; pop context.reading afterwards), or reports that the chain came back to it.
bool EnterReading(Context& context, const std::string& name, SourceSpan use);
void ReportReadingCycle(Context& context, const std::string& name, SourceSpan use);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_PENDING_H_
