// The dated record of what really happened, as it lies beside a model (record.csv with the columns
// date, what, from, to, source, known_from). The report draws it for comparison.
#ifndef ENTENTE_REPORT_DATA_RECORD_ROWS_H_
#define ENTENTE_REPORT_DATA_RECORD_ROWS_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace entente::report {

struct RecordRow {
  std::string date;  // ISO
  std::string what;  // an issue or an event
  std::string from;  // state before, or the actor
  std::string to;    // state after, or the target
  std::string source;
  std::string known_from;
};

// Reads CSV text (RFC 4180, header first). Fails with the line that is wrong: a missing column, a
// date that is none, an open quote.
Result<std::vector<RecordRow>> ParseRecord(std::string_view text);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_RECORD_ROWS_H_
