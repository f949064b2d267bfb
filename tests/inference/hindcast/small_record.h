// Records of monthly acts made by hand for the tests of baselines and hindcasts.
#ifndef ENTENTE_TESTS_INFERENCE_HINDCAST_SMALL_RECORD_H_
#define ENTENTE_TESTS_INFERENCE_HINDCAST_SMALL_RECORD_H_

#include <vector>

#include "base/calendar.h"
#include "inference/hindcast/past.h"

namespace entente::inference {

// `months[series][k]` acts on the first day of the k-th month from January 2000 on.
inline ActsRecord MonthlyRecord(const std::vector<std::vector<double>>& months) {
  const CivilDate start{2000, 1, 1};
  ActsRecord record;
  record.first_day = DayNumber(start);
  const auto end = DayNumber(AddMonths(start, static_cast<std::int64_t>(months.front().size())));
  record.acts = DailyActs::Make(months.size(), static_cast<std::size_t>(end - record.first_day));
  for (std::size_t i = 0; i < months.size(); ++i) {
    record.series.push_back("series " + std::to_string(i));
    for (std::size_t k = 0; k < months[i].size(); ++k) {
      const auto day = DayNumber(AddMonths(start, static_cast<std::int64_t>(k)));
      record.acts.Count(static_cast<std::size_t>(day - record.first_day), i) = months[i][k];
    }
  }
  return record;
}

}  // namespace entente::inference

#endif  // ENTENTE_TESTS_INFERENCE_HINDCAST_SMALL_RECORD_H_
