// Verdicts on claims for a terminal: grouped by source, each with its statement, its numbers and the
// reason.
#ifndef ENTENTE_REPORT_TEXT_CLAIMS_TABLE_H_
#define ENTENTE_REPORT_TEXT_CLAIMS_TABLE_H_

#include <string>

#include "report/data/claims_view.h"
#include "report/text/style.h"

namespace entente::report {

std::string ClaimsTable(const ClaimsView& view, const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_CLAIMS_TABLE_H_
