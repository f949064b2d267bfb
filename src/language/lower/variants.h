// Events that come about in one of several forms: they succeed or fail, or their weight is drawn.
// Each form is a happening of its own; which one occurs is a chance that the event's triggers draw.
#ifndef ENTENTE_LANGUAGE_LOWER_VARIANTS_H_
#define ENTENTE_LANGUAGE_LOWER_VARIANTS_H_

#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

// Adds the other forms of an event, if it has any.
void DeclareVariants(check::Context& context, const check::Scope& scope,
                     const syntax::EventDecl& node, model::HappeningId event);
// Their acts: that of the event with another weight.
void LowerVariantActs(check::Context& context, const check::Scope& scope,
                      const syntax::EventDecl& node, model::HappeningId event);
// Effects of all forms, and what the event's triggers bring about: the event, or the chance that
// draws its form.
model::Outlet LowerVariants(check::Context& context, const check::Scope& scope,
                            const syntax::EventDecl& node, model::HappeningId event);

// The event, way or option that an outlet brings about, in whatever form; invalid if it is none.
model::HappeningId HappeningOf(const check::Context& context, const model::Outlet& outlet);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_VARIANTS_H_
