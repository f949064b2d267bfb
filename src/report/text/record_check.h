// What `entente record check` says: each contradiction at its place in the chronology with the
// other place, then what the rows became.
#ifndef ENTENTE_REPORT_TEXT_RECORD_CHECK_H_
#define ENTENTE_REPORT_TEXT_RECORD_CHECK_H_

#include <string>
#include <string_view>

#include "model/model.h"
#include "record/chronology/chronology.h"
#include "report/text/style.h"

namespace entente::report {

// `text` is that of the file; `declared` what the model says of it, or null.
std::string RecordCheckText(const model::Model& model, const record::Chronology& chronology,
                            const model::RecordSource* declared, std::string_view text,
                            const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_RECORD_CHECK_H_
