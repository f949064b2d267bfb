// Grid points of a time frame.
#include <algorithm>

#include "model/model.h"

namespace entente::model {
namespace {

// Appends the points strictly between `from` and `to` that lie whole steps after `from`. Steps are
// counted from the phase's start, so that a month's end does not drift: 31 Jan, 29 Feb, 31 Mar.
// A remainder shorter than a millionth of a day is rounding, not a step.
void AppendPhase(const TimeFrame& time, double from, double to, const Duration& step,
                 std::vector<double>& points) {
  constexpr double kSliver = 1e-6;
  for (double k = 1.0; points.size() < kMaxGridPoints; k += 1.0) {
    const double next =
        Shift(time.start_day_number, from, Duration{step.days * k, step.months * k});
    if (!(next > points.back()) || next >= to - kSliver) return;
    points.push_back(next);
  }
}

}  // namespace

std::vector<double> GridPoints(const TimeFrame& time) {
  std::vector<double> points{0.0};
  double from = 0.0;
  for (std::size_t i = 0; i < time.steps.size() && from < time.horizon_days; ++i) {
    const bool last = i + 1 == time.steps.size();
    const double to =
        last ? time.horizon_days : std::min(time.steps[i].until_day, time.horizon_days);
    AppendPhase(time, from, to, time.steps[i].step, points);
    if (to > points.back() && to < time.horizon_days) points.push_back(to);
    from = std::max(from, to);
  }
  if (points.size() >= kMaxGridPoints) points.resize(kMaxGridPoints - 1);
  if (time.horizon_days > 0.0) points.push_back(time.horizon_days);
  return points;
}

}  // namespace entente::model
