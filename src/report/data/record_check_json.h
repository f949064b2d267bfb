// The answer of `entente record check` as JSON: docs/reference/record_check.schema.json.
#ifndef ENTENTE_REPORT_DATA_RECORD_CHECK_JSON_H_
#define ENTENTE_REPORT_DATA_RECORD_CHECK_JSON_H_

#include <string>
#include <vector>

#include "model/model.h"
#include "record/chronology/chronology.h"

namespace entente::report {

struct CheckedChronology {
  const record::Chronology* chronology = nullptr;
  const model::RecordSource* declared = nullptr;  // null: the model does not name it
};

std::string RecordCheckJson(const model::Model& model, const std::vector<CheckedChronology>& files);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_RECORD_CHECK_JSON_H_
