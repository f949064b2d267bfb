// Triggers that calendars know: dates, repetitions, windows of the year.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "language/lower/expression.h"
#include "language/lower/triggers.h"

namespace entente::language::lower {
namespace {

CivilDate InYear(std::int32_t year, const syntax::MonthDay& day) {
  return CivilDate{year, day.month, std::min(day.day, DaysInMonth(year, day.month))};
}

bool WholeYears(const Duration& period) {
  return period.days == 0.0 && period.months >= 12.0 && std::fmod(period.months, 12.0) == 0.0;
}

}  // namespace

std::vector<double> RepeatedDates(check::Context& context, CivilDate first, Duration period,
                                  double until_day) {
  std::vector<double> days;
  const model::TimeFrame& time = context.model.time;
  const double base = DayOf(context, first);
  // Each date is counted from the first one, so that month ends do not drift.
  for (std::int64_t k = 0; k < 400'000 && context.Spend(1, {}); ++k) {
    const Duration shift{period.days * static_cast<double>(k),
                         period.months * static_cast<double>(k)};
    const double day = Shift(time.start_day_number, base, shift);
    if (day > time.horizon_days || day > until_day) break;
    if (day >= 0.0) days.push_back(day);
  }
  return days;
}

std::vector<double> DatesOf(check::Context& context, const check::Scope& scope,
                            const syntax::Trigger& trigger) {
  const model::TimeFrame& time = context.model.time;
  const auto period = LowerDuration(context, scope, trigger.value, "the period of `every`");
  if (!period) return {};
  if (period->MeanDays() < 1.0) {
    context.Report(DiagnosticKind::kOutOfRange, trigger.span,
                   "the period of `every` is at least a day");
    return {};
  }
  const double until = trigger.until ? DayOf(context, trigger.until->date) : time.horizon_days;
  if (trigger.day) {
    if (!WholeYears(*period)) {
      context.Report(DiagnosticKind::kMisplacedTrigger, trigger.day->span,
                     "`on MM-DD` goes with a period of whole years",
                     "write `every year on 08-15`, or `every 3 months from DATE`");
      return {};
    }
    const CivilDate from = trigger.date ? trigger.date->date : time.start;
    CivilDate first = InYear(from.year, *trigger.day);
    if (DayNumber(first) < DayNumber(from)) first = InYear(from.year + 1, *trigger.day);
    return RepeatedDates(context, first, *period, until);
  }
  if (trigger.date) return RepeatedDates(context, trigger.date->date, *period, until);
  // Without a first date, the first time is one period after the start.
  std::vector<double> days = RepeatedDates(context, time.start, *period, until);
  if (!days.empty()) days.erase(days.begin());
  return days;
}

}  // namespace entente::language::lower
