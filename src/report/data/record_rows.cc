#include "report/data/record_rows.h"

#include <algorithm>
#include <set>

namespace entente::report {

std::vector<RecordRow> RecordRowsOf(const record::Chronology& chronology) {
  using record::Column;
  std::set<int> refused;
  for (const record::Fault& fault : chronology.faults) {
    if (fault.error) refused.insert(fault.line);
  }
  std::vector<RecordRow> rows;
  for (const record::ChronologyRow& row : chronology.rows) {
    if (refused.contains(row.line)) continue;
    rows.push_back({row.cell(Column::kDate), row.cell(Column::kWhat), row.cell(Column::kFrom),
                    row.cell(Column::kTo), row.cell(Column::kSource),
                    row.cell(Column::kKnownFrom)});
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const RecordRow& a, const RecordRow& b) { return a.date < b.date; });
  return rows;
}

}  // namespace entente::report
