// Dates of the proleptic Gregorian calendar, UTC, as day numbers; and the two ways a month or a
// year can be meant: a calendar shift when an instant is located, a fixed number of days in rates.
#ifndef ENTENTE_BASE_CALENDAR_H_
#define ENTENTE_BASE_CALENDAR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace entente {

// In rates and half-lives a year is 365.2425 days and a month a twelfth of it.
inline constexpr double kDaysPerYear = 365.2425;
inline constexpr double kDaysPerMonth = kDaysPerYear / 12.0;
inline constexpr double kDaysPerWeek = 7.0;

struct CivilDate {
  std::int32_t year = 1970;
  std::int32_t month = 1;  // 1..12
  std::int32_t day = 1;    // 1..31
  friend bool operator==(const CivilDate&, const CivilDate&) = default;
};

// Days since 1970-01-01 (negative before).
std::int64_t DayNumber(CivilDate date);
CivilDate CivilFromDayNumber(std::int64_t day_number);
bool IsValidDate(CivilDate date);  // years 1..9999
// 31 for a month that does not exist.
std::int32_t DaysInMonth(std::int32_t year, std::int32_t month);

// Calendar shift by whole months, clamped to the month's end: 2024-01-31 + 1 month = 2024-02-29.
CivilDate AddMonths(CivilDate date, std::int64_t months);

// "2019-08-22" exactly; nothing else.
std::optional<CivilDate> ParseIsoDate(std::string_view text);
std::string FormatDate(CivilDate date);
// The date that holds the instant `days` after `start_day_number` (floor).
std::string FormatInstant(std::int64_t start_day_number, double days);

// A length of time as written: calendar months where an instant is located, days otherwise.
// "18 months" is {0 days, 18 months}; "3 weeks" is {21, 0}.
struct Duration {
  double days = 0;
  double months = 0;
  // Length in days for rates and half-lives.
  double MeanDays() const { return days + months * kDaysPerMonth; }
  friend bool operator==(const Duration&, const Duration&) = default;
};

// The instant (days since start_day_number, keeping the fraction of the day) that lies `duration`
// after `from`: whole months are calendar shifts, a fractional rest uses kDaysPerMonth.
double Shift(std::int64_t start_day_number, double from, const Duration& duration);

}  // namespace entente

#endif  // ENTENTE_BASE_CALENDAR_H_
