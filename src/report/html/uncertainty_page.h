// The page that says where the uncertainty of each outcome comes from.
#ifndef ENTENTE_REPORT_HTML_UNCERTAINTY_PAGE_H_
#define ENTENTE_REPORT_HTML_UNCERTAINTY_PAGE_H_

#include <string>
#include <vector>

#include "report/data/uncertainty_view.h"
#include "report/html/frame.h"

namespace entente::report {

// The sections alone, for a page that shows more.
std::vector<Section> UncertaintySections(const UncertaintyView& view);

std::string UncertaintyPage(const UncertaintyView& view, const PageFacts& facts);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_UNCERTAINTY_PAGE_H_
