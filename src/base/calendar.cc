#include "base/calendar.h"

#include <cmath>

#include <fmt/format.h>

namespace entente {

// Howard Hinnant's days_from_civil: http://howardhinnant.github.io/date_algorithms.html
std::int64_t DayNumber(CivilDate date) {
  const std::int64_t year = static_cast<std::int64_t>(date.year) - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month_from_march = (date.month + 9) % 12;
  const std::int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

CivilDate CivilFromDayNumber(std::int64_t day_number) {
  const std::int64_t z = day_number + 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const std::int64_t day_of_era = z - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t mp = (5 * day_of_year + 2) / 153;
  CivilDate date;
  date.day = static_cast<std::int32_t>(day_of_year - (153 * mp + 2) / 5 + 1);
  date.month = static_cast<std::int32_t>(mp < 10 ? mp + 3 : mp - 9);
  date.year = static_cast<std::int32_t>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
  return date;
}

std::int32_t DaysInMonth(std::int32_t year, std::int32_t month) {
  constexpr std::int32_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 31;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

bool IsValidDate(CivilDate date) {
  return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
         date.day >= 1 && date.day <= DaysInMonth(date.year, date.month);
}

CivilDate AddMonths(CivilDate date, std::int64_t months) {
  const std::int64_t total = static_cast<std::int64_t>(date.year) * 12 + (date.month - 1) + months;
  const std::int64_t year = total >= 0 ? total / 12 : -((-total + 11) / 12);
  CivilDate shifted;
  shifted.year = static_cast<std::int32_t>(year);
  shifted.month = static_cast<std::int32_t>(total - year * 12 + 1);
  const std::int32_t last = DaysInMonth(shifted.year, shifted.month);
  shifted.day = date.day < last ? date.day : last;
  return shifted;
}

std::optional<CivilDate> ParseIsoDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t count) {
    std::int32_t value = 0;
    for (std::size_t i = from; i < from + count; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  const CivilDate date{number(0, 4), number(5, 2), number(8, 2)};
  if (!IsValidDate(date)) return std::nullopt;
  return date;
}

std::string FormatDate(CivilDate date) {
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string FormatInstant(std::int64_t start_day_number, double days) {
  return FormatDate(
      CivilFromDayNumber(start_day_number + static_cast<std::int64_t>(std::floor(days))));
}

double Shift(std::int64_t start_day_number, double from, const Duration& duration) {
  const double whole_months = std::trunc(duration.months);
  const double rest = duration.days + (duration.months - whole_months) * kDaysPerMonth;
  if (whole_months == 0.0) return from + rest;
  const double day = std::floor(from);
  const std::int64_t day_number = start_day_number + static_cast<std::int64_t>(day);
  const CivilDate shifted =
      AddMonths(CivilFromDayNumber(day_number), static_cast<std::int64_t>(whole_months));
  return static_cast<double>(DayNumber(shifted) - start_day_number) + (from - day) + rest;
}

}  // namespace entente
