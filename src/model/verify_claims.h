// The rules that claims of a sound model keep; a part of Verify.
#ifndef ENTENTE_MODEL_VERIFY_CLAIMS_H_
#define ENTENTE_MODEL_VERIFY_CLAIMS_H_

#include <string>
#include <vector>

#include "model/model.h"

namespace entente::model {

// Appends one fault a broken rule: estimands name outcomes, happenings and policies that exist and
// fit their kind; arithmetic leaves exactly one number a side; margins are finite and not negative.
void VerifyClaims(const Model& model, std::vector<std::string>& faults);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_VERIFY_CLAIMS_H_
