// A forecast ledger, as one bundle that all renderings read, and as JSON
// (docs/reference/ledger.schema.json).
#ifndef ENTENTE_REPORT_DATA_LEDGER_VIEW_H_
#define ENTENTE_REPORT_DATA_LEDGER_VIEW_H_

#include <string>
#include <vector>

#include "inference/ledger/ledger.h"

namespace entente::report {

struct LedgerView {
  const inference::Ledger& ledger;
  std::string head;
  bool head_checked = false;  // the ledger once had a head that was kept elsewhere
  // Empty: listed only. By forecast, entries in their order.
  std::vector<inference::LedgerScore> scores;
  std::string scored_model;         // whose record says what happened
  std::vector<std::string> notes;
};

// "21 %" of an event; "4.2 [1 – 9]" of a count: mean and central 90 % interval.
std::string SaidText(const inference::LedgerForecast& forecast);

// Mean scores over the forecasts of one kind that have an outcome.
struct LedgerMean {
  std::size_t scored = 0;
  double score = 0.0;  // NaN: none scored
};
LedgerMean MeanScore(const LedgerView& view, bool events);

std::string LedgerJson(const LedgerView& view);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_LEDGER_VIEW_H_
