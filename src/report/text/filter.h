// What a filter says, for a terminal.
#ifndef ENTENTE_REPORT_TEXT_FILTER_H_
#define ENTENTE_REPORT_TEXT_FILTER_H_

#include <string>

#include "report/data/filter_view.h"
#include "report/text/style.h"

namespace entente::report {

std::string FilterText(const FilterView& view, const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_FILTER_H_
