#include "inference/filter/stops.h"

#include <algorithm>
#include <cmath>

namespace entente::inference {
namespace {

// Every look at the weights takes all particles through the processor's caches once more, so there are
// no more than are needed: a row waits this long for a stop that comes anyway, and where the record
// speaks, no stretch without a look is longer than that (decision 0013 has what other lengths do).
constexpr double kShortestStretch = 45.0, kLongestStretch = 60.0;
constexpr double kAheadEvery = 7.0;

}  // namespace

std::vector<Stop> StopsOf(const Data& data, const FilterSettings& settings, double horizon) {
  std::vector<double> days(settings.sample_days);
  for (const ObservedCell& cell : data.cells) {
    days.push_back(cell.from);
    days.push_back(cell.to);
  }
  for (const engine::CompleteWindow& window : data.teacher.windows) {
    days.push_back(std::max(0.0, window.from));
    days.push_back(std::min(window.to, horizon));
  }
  std::sort(days.begin(), days.end());
  for (auto row = data.teacher.happenings.rbegin(); row != data.teacher.happenings.rend(); ++row) {
    if (!row->complete) continue;
    const auto next = std::lower_bound(days.begin(), days.end(), row->day);
    if (next == days.end() || *next > row->day + kShortestStretch) days.insert(next, row->day);
    if (settings.look_ahead != LookAhead::kAlways) continue;
    for (double ahead = kAheadEvery; ahead <= kAheadDays; ahead += kAheadEvery) {
      const double day = row->day - ahead;
      days.insert(std::lower_bound(days.begin(), days.end(), day), day);
    }
  }
  const std::vector<double> needed = days;
  for (const engine::CompleteWindow& window : data.teacher.windows) {
    for (std::size_t i = 1; i < needed.size(); ++i) {
      const double length = needed[i] - needed[i - 1];
      if (length <= kLongestStretch || needed[i] > window.to || needed[i - 1] < window.from) continue;
      const double parts = std::ceil(length / kLongestStretch);
      for (double part = 1.0; part < parts; ++part) {
        days.push_back(std::floor(needed[i - 1] + length * part / parts));
      }
    }
  }
  std::erase_if(days, [&](double day) { return !(day >= 0.0 && day <= horizon); });
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  std::vector<Stop> stops(days.size());
  for (std::size_t i = 0; i < days.size(); ++i) stops[i].day = days[i];
  const auto at = [&](double day) -> Stop* {
    const auto found = std::lower_bound(days.begin(), days.end(), day);
    if (found == days.end() || *found != day) return nullptr;
    return &stops[static_cast<std::size_t>(found - days.begin())];
  };
  for (std::size_t c = 0; c < data.cells.size(); ++c) {
    Stop* const from = at(data.cells[c].from);
    Stop* const to = at(data.cells[c].to);
    if (from == nullptr || to == nullptr) continue;
    from->beginning.push_back(c);
    to->ending.push_back(c);
  }
  for (const double day : settings.sample_days) {
    if (Stop* const stop = at(day)) stop->sample = true;
  }
  return stops;
}

}  // namespace entente::inference
