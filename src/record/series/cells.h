// The cells that events are counted in: days, weeks from Monday to Sunday, calendar months and
// years.
#ifndef ENTENTE_RECORD_SERIES_CELLS_H_
#define ENTENTE_RECORD_SERIES_CELLS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/record.h"
#include "record/store/store.h"

namespace entente::record {

using model::CellPeriod;

std::string_view PeriodName(CellPeriod period);  // "day", "week", "month", "year"
std::optional<CellPeriod> PeriodNamed(std::string_view name);

// The cell that holds `day`.
DaySpan CellOf(std::int64_t day, CellPeriod period);

// All cells that touch `days`, in order; none for an empty span.
std::vector<DaySpan> CellsOver(DaySpan days, CellPeriod period);

// "2018-06-01", "2018-W22" (ISO 8601), "2018-06", "2018".
std::string CellName(DaySpan cell, CellPeriod period);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_SERIES_CELLS_H_
