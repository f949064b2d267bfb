// What was known on a day: the model without the dated facts that became known only later. The
// vintage lock of forecasts and hindcasts stands on it.
#ifndef ENTENTE_MODEL_KNOWN_ON_H_
#define ENTENTE_MODEL_KNOWN_ON_H_

#include "model/model.h"

namespace entente::model {

// The model as somebody knew it at 0:00 UTC of `day` (days since the start). Every dated fact that
// is known only from a later day is withdrawn:
//  - a dated trigger is removed, and what its `otherwise` gives comes into force; without an
//    `otherwise` nothing stands in its stead;
//  - of an election or chance, which is held whatever was known, the odds are withdrawn: those of
//    its `otherwise` apply, and without them every outcome is as likely as another.
// Nothing of a withdrawn fact is left in the result, so that a change of it changes no world.
// `dated_facts` of the result are those that are left. Apply policies to the result, not before.
Model AsKnownOn(Model model, double day);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_KNOWN_ON_H_
