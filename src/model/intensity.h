// Intensities follow the channels: what `intensity of …` means as an expression, made anew whenever
// channels have changed (linkages applied, a policy in force).
#ifndef ENTENTE_MODEL_INTENSITY_H_
#define ENTENTE_MODEL_INTENSITY_H_

#include "model/model.h"

namespace entente::model {

// Sets the definition of every intensity to the sum, per day, of the effective rates of the
// channels that bring about its acts: a channel's terms while their guards hold, not below 0, while
// its issue is in its state. Of a channel that draws among several, or occasions a decision, the
// share that goes to the acts: their odds, their choice probabilities. What comes about on a date,
// by a deadline or by a condition has no rate and adds nothing. Deterministic; does nothing twice.
void WriteIntensities(Model& model);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_INTENSITY_H_
