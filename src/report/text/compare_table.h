// A comparison for a terminal: for each policy what it changes, and, where there are scenarios, a
// matrix an outcome with regrets.
#ifndef ENTENTE_REPORT_TEXT_COMPARE_TABLE_H_
#define ENTENTE_REPORT_TEXT_COMPARE_TABLE_H_

#include <string>

#include "report/data/compare_view.h"
#include "report/text/style.h"

namespace entente::report {

std::string CompareTable(const CompareView& view, const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_COMPARE_TABLE_H_
