// Where the uncertainty of each outcome comes from, for a terminal.
#ifndef ENTENTE_REPORT_TEXT_UNCERTAINTY_H_
#define ENTENTE_REPORT_TEXT_UNCERTAINTY_H_

#include <string>

#include "report/data/uncertainty_view.h"
#include "report/text/style.h"

namespace entente::report {

std::string UncertaintyText(const UncertaintyView& view, const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_UNCERTAINTY_H_
