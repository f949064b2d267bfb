// A run while somebody looks at it: everything that a screen draws, compact, for a page that asks
// again at every movement of a lever. Series are rounded to five digits.
#ifndef ENTENTE_REPORT_DATA_LIVE_JSON_H_
#define ENTENTE_REPORT_DATA_LIVE_JSON_H_

#include <string>
#include <vector>

#include "analysis/worlds/paired.h"
#include "report/data/record_rows.h"
#include "report/data/run_view.h"

namespace entente::report {

struct LiveView {
  const RunView& view;
  std::string hash;  // of the model and its levers
  const std::vector<RecordRow>& record;
  // The other side of a comparison; null: none. Its model has the same outcomes.
  const RunView* versus = nullptr;
  std::string versus_hash;
  // By outcome, stored units: this side minus the other.
  std::vector<analysis::PairedSummary> differences;
};

// docs/reference/live.schema.json; one line.
std::string LiveJson(const LiveView& live);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_LIVE_JSON_H_
