// The page of the claims: each author's arguments, what the model says of them, and why it
// disagrees where it does.
#ifndef ENTENTE_REPORT_HTML_CLAIMS_PAGE_H_
#define ENTENTE_REPORT_HTML_CLAIMS_PAGE_H_

#include <string>
#include <vector>

#include "report/data/claims_view.h"
#include "report/html/frame.h"

namespace entente::report {

// The sections alone, for a page that shows more.
std::vector<Section> ClaimsSections(const ClaimsView& view);

std::string ClaimsPage(const ClaimsView& view, const PageFacts& facts);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_CLAIMS_PAGE_H_
