// A forecast ledger for the terminal.
#ifndef ENTENTE_REPORT_TEXT_LEDGER_H_
#define ENTENTE_REPORT_TEXT_LEDGER_H_

#include <string>

#include "report/data/ledger_view.h"
#include "report/text/style.h"

namespace entente::report {

// A row a line of the ledger; with scores, a row a forecast whose window is over.
std::string LedgerText(const LedgerView& view, const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_LEDGER_H_
