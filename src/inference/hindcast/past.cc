#include "inference/hindcast/past.h"

#include <algorithm>
#include <limits>

#include "base/calendar.h"
#include "base/check.h"

namespace entente::inference {

Past::Past(const ActsRecord& whole, std::int64_t origin) : origin_(origin) {
  const std::int64_t days = std::clamp<std::int64_t>(origin - whole.first_day, 0,
                                                     static_cast<std::int64_t>(whole.acts.days));
  const std::size_t kept = static_cast<std::size_t>(days);
  const auto entries = static_cast<std::ptrdiff_t>(kept * whole.acts.dimensions);
  record_.first_day = whole.first_day;
  record_.series = whole.series;
  record_.acts.dimensions = whole.acts.dimensions;
  record_.acts.days = kept;
  record_.acts.counts.assign(whole.acts.counts.begin(), whole.acts.counts.begin() + entries);
  if (!whole.acts.marks.empty()) {
    record_.acts.marks.assign(whole.acts.marks.begin(), whole.acts.marks.begin() + entries);
  }
  if (!whole.missing.empty()) {
    record_.missing.assign(whole.missing.begin(),
                           whole.missing.begin() + static_cast<std::ptrdiff_t>(kept));
  }
}

Window WindowOf(const Question& question, std::int64_t origin) {
  const CivilDate start = CivilFromDayNumber(origin);
  ENTENTE_CHECK(start.day == 1 && question.lead_months >= 1);
  const int first = question.cumulative ? 0 : question.lead_months - 1;
  return {DayNumber(AddMonths(start, first)), DayNumber(AddMonths(start, question.lead_months))};
}

double CountIn(const ActsRecord& record, std::span<const std::size_t> series, Window window) {
  if (window.from < record.first_day || window.to > record.end_day()) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  double sum = 0.0;
  for (std::int64_t day = window.from; day < window.to; ++day) {
    const std::size_t d = static_cast<std::size_t>(day - record.first_day);
    if (!record.missing.empty() && record.missing[d]) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    for (const std::size_t i : series) sum += record.acts.Count(d, i);
  }
  return sum;
}

}  // namespace entente::inference
