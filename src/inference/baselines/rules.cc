#include "inference/baselines/rules.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/calendar.h"
#include "inference/scores/counts.h"

namespace entente::inference {
namespace {

constexpr int kConflictologyMonths = 12;
// A month without acts does not make the next one impossible.
constexpr double kLeastMean = 0.5;
constexpr double kHighestSize = 1e4;

double MeanOf(const std::vector<PastWindow>& windows) {
  double sum = 0.0;
  for (const PastWindow& window : windows) sum += window.count;
  return sum / static_cast<double>(windows.size());
}

Predictive EnsembleOf(const std::vector<PastWindow>& windows, auto keep) {
  std::vector<double> members;
  for (const PastWindow& window : windows) {
    if (keep(window)) members.push_back(window.count);
  }
  return Predictive::Ensemble(members.empty() ? std::vector<double>{0.0} : std::move(members));
}

// Negative binomial with this mean and variance; Poisson if that is not overdispersed.
Predictive CountsWith(double mean, double variance) {
  if (variance <= mean * (1.0 + 1e-6) || mean <= 0.0) return Predictive::Poisson(mean);
  return Predictive::NegativeBinomial(mean, mean * mean / (variance - mean));
}

}  // namespace

int MonthOf(const Question& question, const Past& past) {
  return CivilFromDayNumber(WindowOf(question, past.origin()).from).month;
}

std::vector<PastWindow> PastWindows(const Past& past, const Question& question) {
  std::vector<PastWindow> windows;
  const CivilDate origin = CivilFromDayNumber(past.origin());
  const int length = question.cumulative ? question.lead_months : 1;
  for (int ago = 0;; ++ago) {
    const CivilDate start = AddMonths(origin, -(ago + length));
    const Window window{DayNumber(start), DayNumber(AddMonths(origin, -ago))};
    if (window.from < past.record().first_day) break;
    const double count = CountIn(past.record(), question.series, window);
    if (!std::isnan(count)) windows.push_back({count, start.month, ago + 1});
  }
  std::reverse(windows.begin(), windows.end());
  return windows;
}

Predictive ZeroRule(const std::vector<PastWindow>&, int) { return Predictive::Ensemble({0.0}); }

Predictive ClimatologyRule(const std::vector<PastWindow>& windows, int) {
  return EnsembleOf(windows, [](const PastWindow&) { return true; });
}

Predictive SeasonalRule(const std::vector<PastWindow>& windows, int month) {
  return EnsembleOf(windows, [&](const PastWindow& window) { return window.month == month; });
}

Predictive LastRule(const std::vector<PastWindow>& windows, int) {
  return Predictive::Poisson(windows.empty() ? 0.0 : std::max(windows.back().count, kLeastMean));
}

Predictive ConflictologyRule(const std::vector<PastWindow>& windows, int) {
  return EnsembleOf(
      windows, [](const PastWindow& window) { return window.months_ago <= kConflictologyMonths; });
}

// The weight of the newest window is the one of 0.05, 0.1, … 0.95 whose forecasts of each window
// from those before it had the smallest squared errors; their mean square is the variance.
Predictive EwmaRule(const std::vector<PastWindow>& windows, int) {
  if (windows.empty()) return Predictive::Poisson(0.0);
  double best = std::numeric_limits<double>::infinity();
  double mean = windows.back().count;
  for (int step = 1; step <= 19; ++step) {
    const double weight = 0.05 * step;
    double level = windows.front().count;
    double errors = 0.0;
    for (std::size_t k = 1; k < windows.size(); ++k) {
      const double gap = windows[k].count - level;
      errors += gap * gap;
      level += weight * gap;
    }
    if (errors < best) {
      best = errors;
      mean = level;
    }
  }
  mean = std::max(mean, kLeastMean / static_cast<double>(windows.size()));
  return CountsWith(mean,
                    windows.size() > 1 ? best / static_cast<double>(windows.size() - 1) : mean);
}

Predictive PoissonRule(const std::vector<PastWindow>& windows, int) {
  return Predictive::Poisson(windows.empty() ? 0.0 : MeanOf(windows));
}

Predictive NegativeBinomialRule(const std::vector<PastWindow>& windows, int) {
  if (windows.empty()) return Predictive::Poisson(0.0);
  const double mean = MeanOf(windows);
  std::vector<double> counts;
  for (const PastWindow& window : windows) counts.push_back(window.count);
  const double size = FitSize(counts, mean);
  return std::isfinite(size) ? Predictive::NegativeBinomial(mean, size) : Predictive::Poisson(mean);
}

double FitSize(const std::vector<double>& counts, double mean) {
  if (mean <= 0.0) return std::numeric_limits<double>::infinity();
  const auto fit = [&](double log_size) {
    double sum = 0.0;
    for (const double y : counts) {
      sum += LogNegativeBinomial(static_cast<std::uint64_t>(y), mean, std::exp(log_size));
    }
    return sum;
  };
  // The profile likelihood in the logarithm of the size has one peak: golden section.
  double low = std::log(1e-3), high = std::log(kHighestSize);
  const double golden = 0.5 * (std::sqrt(5.0) - 1.0);
  double left = high - golden * (high - low), right = low + golden * (high - low);
  double at_left = fit(left), at_right = fit(right);
  for (int k = 0; k < 50; ++k) {
    if (at_left < at_right) {
      low = left;
      left = right;
      at_left = at_right;
      right = low + golden * (high - low);
      at_right = fit(right);
    } else {
      high = right;
      right = left;
      at_right = at_left;
      left = high - golden * (high - low);
      at_left = fit(left);
    }
  }
  const double size = std::exp(0.5 * (low + high));
  return size > 0.99 * kHighestSize ? std::numeric_limits<double>::infinity() : size;
}

}  // namespace entente::inference
