// The page of a fit: what the record taught, what it says nothing about, how likely the model makes
// it, and whether the draws can be trusted.
#ifndef ENTENTE_REPORT_HTML_FIT_PAGE_H_
#define ENTENTE_REPORT_HTML_FIT_PAGE_H_

#include <string>

#include "report/data/fit_view.h"
#include "report/html/frame.h"

namespace entente::report {

std::string FitPage(const FitView& view, const PageFacts& facts);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_FIT_PAGE_H_
