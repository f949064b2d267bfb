// What a fit learned, for the terminal.
#ifndef ENTENTE_REPORT_TEXT_FIT_H_
#define ENTENTE_REPORT_TEXT_FIT_H_

#include <string>

#include "report/data/fit_view.h"
#include "report/text/style.h"

namespace entente::report {

// "128 points from prior to posterior in 5 stages (SMC), 500 particles each".
std::string MethodWords(const FitView& view);

std::string FitText(const FitView& view, const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_FIT_H_
