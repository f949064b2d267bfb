// Task: what a chronology says of a model, and where the two contradict each other.
#ifndef ENTENTE_RECORD_CHECK_H_
#define ENTENTE_RECORD_CHECK_H_

#include <cstddef>
#include <string>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct RecordCheckRequest {
  ModelRequest source;  // `with` must be empty: a record is of what happened
  // Chronologies to read instead of those that the model names. Empty: those, or record.csv beside
  // a model that names none.
  std::vector<std::string> files;
  std::string known_on;  // ISO date: as it was known on that day; empty: all of it
  TextStyle style;
};

struct RecordCheckAnswer : Answer {
  std::size_t rows = 0;     // in all files
  std::size_t errors = 0;   // contradictions; the status is then kModelErrors
  std::size_t remarks = 0;  // what is odd and stands
  std::string text;
  std::string json;  // docs/reference/record_check.schema.json
};

RecordCheckAnswer RecordCheck(const RecordCheckRequest& request);

}  // namespace entente::api

#endif  // ENTENTE_RECORD_CHECK_H_
