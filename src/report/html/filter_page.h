// The page of a filter: how likely the record was, what came as a surprise, and the state it leaves.
#ifndef ENTENTE_REPORT_HTML_FILTER_PAGE_H_
#define ENTENTE_REPORT_HTML_FILTER_PAGE_H_

#include <string>

#include "report/data/filter_view.h"
#include "report/html/frame.h"

namespace entente::report {

std::string FilterPage(const FilterView& view, const PageFacts& facts);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_FILTER_PAGE_H_
