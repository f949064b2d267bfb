// The dated record of what really happened, as the report draws it beside a run.
#ifndef ENTENTE_REPORT_DATA_RECORD_ROWS_H_
#define ENTENTE_REPORT_DATA_RECORD_ROWS_H_

#include <string>
#include <vector>

#include "record/chronology/chronology.h"

namespace entente::report {

struct RecordRow {
  std::string date;  // ISO
  std::string what;  // an issue or an event
  std::string from;  // state before, or the actor
  std::string to;    // state after, or the target
  std::string source;
  std::string known_from;
};

// The rows that stand, those that contradict the model left out; by date, as in the file within one.
std::vector<RecordRow> RecordRowsOf(const record::Chronology& chronology);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_RECORD_ROWS_H_
