// What a fit learned, for the terminal.
#ifndef ENTENTE_REPORT_TEXT_FIT_H_
#define ENTENTE_REPORT_TEXT_FIT_H_

#include <string>

#include "report/data/fit_view.h"
#include "report/text/style.h"

namespace entente::report {

std::string FitText(const FitView& view, const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_FIT_H_
