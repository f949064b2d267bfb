#include "report/data/event_families.h"

#include <algorithm>
#include <map>

#include "base/calendar.h"
#include "report/words/names.h"

namespace entente::report {

std::vector<EventFamily> EventFamiliesOf(const RunView& view) {
  std::map<std::string, EventFamily> by_name;
  const std::size_t periods = view.result.period_ends.size();
  for (const engine::HappeningSummary& summary : view.result.happenings) {
    const model::Happening& one = view.model.happenings[summary.happening.index()];
    if (one.kind != model::HappeningKind::kEvent && one.kind != model::HappeningKind::kOption) {
      continue;
    }
    const bool event = one.kind == model::HappeningKind::kEvent;
    const std::string& name =
        event && !one.provenance.family.empty() ? one.provenance.family : one.provenance.name;
    EventFamily& family = by_name[name];
    family.name = name;
    family.is_event = event;
    if (!event) family.title = HappeningText(view.model, summary.happening);
    else family.title = one.provenance.title.empty() ? NameInWords(name) : one.provenance.title;
    family.mean.resize(periods, 0.0);
    for (std::size_t p = 0; p < periods && p < summary.mean_by_period.size(); ++p) {
      family.mean[p] += summary.mean_by_period[p];
    }
    family.total += summary.mean_count;
  }
  std::vector<EventFamily> families;
  for (auto& [name, family] : by_name) {
    if (family.total > 0) families.push_back(std::move(family));
  }
  std::stable_sort(families.begin(), families.end(),
                   [](const EventFamily& a, const EventFamily& b) { return a.total > b.total; });
  return families;
}

std::vector<std::uint64_t> RecordedByPeriod(const RunView& view,
                                            const std::vector<RecordRow>& record,
                                            const std::string& name) {
  const std::vector<double>& ends = view.result.period_ends;
  std::vector<std::uint64_t> counts(ends.size(), 0);
  bool any = false;
  for (const RecordRow& row : record) {
    if (row.what != name) continue;
    const double day = static_cast<double>(DayNumber(*ParseIsoDate(row.date)) -
                                           view.model.time.start_day_number);
    const auto period = std::upper_bound(ends.begin(), ends.end(), day);
    if (day < 0 || period == ends.end()) continue;
    ++counts[static_cast<std::size_t>(period - ends.begin())];
    any = true;
  }
  return any ? counts : std::vector<std::uint64_t>();
}

}  // namespace entente::report
