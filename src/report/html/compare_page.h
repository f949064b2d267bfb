// The page of a comparison: what each policy changes, how robustly, and what one would regret.
#ifndef ENTENTE_REPORT_HTML_COMPARE_PAGE_H_
#define ENTENTE_REPORT_HTML_COMPARE_PAGE_H_

#include <string>

#include "report/data/compare_view.h"
#include "report/html/frame.h"

namespace entente::report {

// The sections alone, for a page that shows more.
std::vector<Section> CompareSections(const CompareView& view);

std::string ComparePage(const CompareView& view, const PageFacts& facts);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_COMPARE_PAGE_H_
