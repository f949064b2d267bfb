// What the past leaves behind: memories (a decaying sum of past acts) and latches (a truth that
// stays on between two conditions: hysteresis).
#ifndef ENTENTE_LANGUAGE_LOWER_REMEMBER_H_
#define ENTENTE_LANGUAGE_LOWER_REMEMBER_H_

#include "language/check/context.h"

namespace entente::language::lower {

// Names: a memory is a quantity, a latch an issue with the states off and on.
void DeclareMemories(check::Context& context);
void DeclareLatches(check::Context& context);
// Bodies: half-lives and starts, conditions.
void LowerMemories(check::Context& context);
void LowerLatches(check::Context& context);
// Once all acts have their effects: each act adds |weight| / 10 to the memories of such acts.
void FeedMemories(check::Context& context);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_REMEMBER_H_
