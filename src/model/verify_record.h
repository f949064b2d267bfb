// The rules that the record, observations, intensities and dated facts of a sound model keep; a
// part of Verify.
#ifndef ENTENTE_MODEL_VERIFY_RECORD_H_
#define ENTENTE_MODEL_VERIFY_RECORD_H_

#include <string>
#include <vector>

#include "model/model.h"

namespace entente::model {

// Appends one fault a broken rule: ids exist and fit their kind, windows run forwards, laws have
// their arguments, categories are known, names are unique.
void VerifyRecord(const Model& model, std::vector<std::string>& faults);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_VERIFY_RECORD_H_
