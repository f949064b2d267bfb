// Names of the model's elements as a person reads them.
#ifndef ENTENTE_REPORT_WORDS_NAMES_H_
#define ENTENTE_REPORT_WORDS_NAMES_H_

#include <string>

#include "model/model.h"

namespace entente::report {

// The title, or the name with underscores as spaces.
std::string TitleOf(const model::Provenance& provenance);
// The same for one of a family: "Security of a spoke (JPN)".
std::string TitleWithIndex(const model::Provenance& provenance);
std::string NameInWords(std::string name);

// The part of a qualified name in brackets, "KOR, JPN" of "grievance[KOR,JPN]"; empty if none.
std::string IndexOf(const std::string& name);

// "Intelligence agreement: in force → notice", "Public rebuke (KOR → JPN)", "President of Korea:
// yoon"; never empty.
std::string HappeningText(const model::Model& model, model::HappeningId id);

// The state's title or its name in words.
std::string StateText(const model::Issue& issue, model::StateIndex state);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_WORDS_NAMES_H_
