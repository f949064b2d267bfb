// A run as JSON (docs/reference/run.schema.json) and as CSV. Neither holds times of computing or
// thread counts and keys have a fixed order, so equal runs give equal bytes; doubles are written as
// the shortest text that reads back to the same bits.
#ifndef ENTENTE_REPORT_DATA_RUN_JSON_H_
#define ENTENTE_REPORT_DATA_RUN_JSON_H_

#include <string>

#include "report/data/run_view.h"

namespace entente::report {

// Infinite and undefined numbers are null: in quantiles of a time, "beyond the window".
std::string RunJson(const RunView& view);

// One row an outcome, RFC 4180; a time beyond the window is "inf".
std::string RunCsv(const RunView& view);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_RUN_JSON_H_
