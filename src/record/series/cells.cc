#include "record/series/cells.h"

#include <fmt/format.h>

#include <array>

#include "base/calendar.h"

namespace entente::record {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"day", "week", "month", "year"};

// Days since Monday; day number 0 is a Thursday.
std::int64_t SinceMonday(std::int64_t day) { return ((day + 3) % 7 + 7) % 7; }

}  // namespace

std::string_view PeriodName(CellPeriod period) {
  return kNames[static_cast<std::size_t>(period)];
}

std::optional<CellPeriod> PeriodNamed(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (name == kNames[i]) return static_cast<CellPeriod>(i);
  }
  return std::nullopt;
}

DaySpan CellOf(std::int64_t day, CellPeriod period) {
  const CivilDate date = CivilFromDayNumber(day);
  switch (period) {
    case CellPeriod::kDay: return {day, day};
    case CellPeriod::kWeek: {
      const std::int64_t monday = day - SinceMonday(day);
      return {monday, monday + 6};
    }
    case CellPeriod::kMonth:
      return {DayNumber({date.year, date.month, 1}),
              DayNumber({date.year, date.month, DaysInMonth(date.year, date.month)})};
    case CellPeriod::kYear:
      return {DayNumber({date.year, 1, 1}), DayNumber({date.year, 12, 31})};
  }
  return {day, day};
}

std::vector<DaySpan> CellsOver(DaySpan days, CellPeriod period) {
  std::vector<DaySpan> cells;
  for (std::int64_t day = days.from; day <= days.to; day = cells.back().to + 1) {
    cells.push_back(CellOf(day, period));
  }
  return cells;
}

std::string CellName(DaySpan cell, CellPeriod period) {
  const std::string date = FormatDate(CivilFromDayNumber(cell.from));
  switch (period) {
    case CellPeriod::kDay: return date;
    case CellPeriod::kWeek: {
      // An ISO week belongs to the year of its Thursday.
      const std::int64_t thursday = cell.from + 3;
      const std::int32_t year = CivilFromDayNumber(thursday).year;
      return fmt::format("{:04}-W{:02}", year, (thursday - DayNumber({year, 1, 1})) / 7 + 1);
    }
    case CellPeriod::kMonth: return date.substr(0, 7);
    case CellPeriod::kYear: return date.substr(0, 4);
  }
  return date;
}

}  // namespace entente::record
