#include "inference/hindcast/acts_of_store.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace entente::inference {

Result<ActsRecord> ReadActs(const record::Store& store, const std::vector<SeriesWish>& wishes,
                            std::int64_t from_day, std::int64_t to_day) {
  if (to_day < from_day) return Fail("the last day of the record asked for is before the first");
  ActsRecord made;
  made.first_day = from_day;
  made.acts = DailyActs::Make(wishes.size(), static_cast<std::size_t>(to_day - from_day + 1));
  made.acts.marks.assign(made.acts.counts.size(), 0.0);
  made.missing.assign(made.acts.days, false);
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    made.series.push_back(wishes[i].name);
    record::EventQuery query = wishes[i].query;
    query.from_day = from_day;
    query.to_day = to_day;
    const auto info = store.Dataset(query.dataset);
    if (!info) return tl::unexpected(info.error());
    // A day is missing if it is for any of the series.
    std::vector<bool> covered(made.acts.days, false);
    for (const record::DaySpan& span : info->coverage) {
      const std::int64_t last = std::min(span.to, to_day);
      for (std::int64_t day = std::max(span.from, from_day); day <= last; ++day) {
        covered[static_cast<std::size_t>(day - from_day)] = true;
      }
    }
    for (std::size_t d = 0; d < made.acts.days; ++d) {
      if (!covered[d]) made.missing[d] = true;
    }
    const auto taken = store.ForEachEvent(query, [&](const record::Event& event) {
      if (wishes[i].keep && !wishes[i].keep(event)) return true;
      const std::size_t at = static_cast<std::size_t>(event.day - from_day) * wishes.size() + i;
      ENTENTE_CHECK(at < made.acts.counts.size());
      made.acts.counts[at] += 1.0;
      if (std::isfinite(event.goldstein)) made.acts.marks[at] += std::abs(event.goldstein) / 10.0;
      return true;
    });
    if (!taken) return tl::unexpected(taken.error());
  }
  return made;
}

}  // namespace entente::inference
