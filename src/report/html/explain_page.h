// The page that says why something happens.
#ifndef ENTENTE_REPORT_HTML_EXPLAIN_PAGE_H_
#define ENTENTE_REPORT_HTML_EXPLAIN_PAGE_H_

#include <string>
#include <vector>

#include "report/data/explain_view.h"
#include "report/html/frame.h"

namespace entente::report {

// The sections alone, for a page that shows more.
std::vector<Section> ExplainSections(const ExplainView& view);

std::string ExplainPage(const ExplainView& view, const PageFacts& facts);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_EXPLAIN_PAGE_H_
