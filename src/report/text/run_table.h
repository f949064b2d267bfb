// The table of a run for a terminal: one line an outcome with its estimate, interval and a tiny
// picture of its distribution, then what a reader must know, then where to look further.
#ifndef ENTENTE_REPORT_TEXT_RUN_TABLE_H_
#define ENTENTE_REPORT_TEXT_RUN_TABLE_H_

#include <string>

#include "report/data/run_view.h"
#include "report/text/style.h"

namespace entente::report {

std::string RunTable(const RunView& view, const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_RUN_TABLE_H_
