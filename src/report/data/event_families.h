// Events and choices counted together: all members of one declared family, `rebuke[KOR,JPN]` and
// `rebuke[JPN,KOR]`, over the periods of a run.
#ifndef ENTENTE_REPORT_DATA_EVENT_FAMILIES_H_
#define ENTENTE_REPORT_DATA_EVENT_FAMILIES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "report/data/record_rows.h"
#include "report/data/run_view.h"

namespace entente::report {

struct EventFamily {
  std::string name;
  std::string title;         // never empty
  std::vector<double> mean;  // per world, by period
  double total = 0.0;        // per world
  bool is_event = false;     // else an option of a decision
};

// Those that occur at all, most frequent first.
std::vector<EventFamily> EventFamiliesOf(const RunView& view);

// Recorded occurrences of an event family in each period; empty if the record knows none.
std::vector<std::uint64_t> RecordedByPeriod(const RunView& view,
                                            const std::vector<RecordRow>& record,
                                            const std::string& name);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_EVENT_FAMILIES_H_
