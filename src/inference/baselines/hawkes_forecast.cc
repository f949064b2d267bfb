#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.h"
#include "inference/baselines/rules.h"

namespace entente::inference {
namespace {

constexpr double kShortHalfLife = 14.0, kLongHalfLife = 180.0, kCrossHalfLife = 30.0;  // days
constexpr std::size_t kFutures = 1'000;

}  // namespace

std::vector<Predictive> HawkesForecast(const Past& past, std::span<const Question> questions,
                                       std::uint64_t seed) {
  const DailyActs& acts = past.record().acts;
  DailyLaw law;
  for (std::size_t i = 0; i < acts.dimensions; ++i) {
    law.links.push_back({std::numbers::ln2 / kShortHalfLife, {{i, i}}});
    law.links.push_back({std::numbers::ln2 / kLongHalfLife, {{i, i}}});
    for (std::size_t j = 0; j < acts.dimensions; ++j) {
      if (j != i) law.links.push_back({std::numbers::ln2 / kCrossHalfLife, {{j, i}}});
    }
  }
  DailyFitSettings settings;
  settings.lowest = 0.0;
  settings.evaluations = 300;
  const Result<DailyFit> fit = FitDaily(acts, law, settings);
  std::vector<Predictive> made;
  if (!fit) {
    for (const Question& question : questions) {
      made.push_back(NegativeBinomialRule(PastWindows(past, question), MonthOf(question, past)));
    }
    return made;
  }
  std::int64_t end = past.origin();
  for (const Question& question : questions) {
    end = std::max(end, WindowOf(question, past.origin()).to);
  }
  // The record may end before the origin: the days between are simulated, too.
  const std::int64_t start = past.record().end_day();
  const std::size_t days = static_cast<std::size_t>(end - start);
  const std::size_t n = acts.dimensions;
  Stream stream(seed, "baseline.hawkes");
  const std::vector<double> futures = SimulateDaily(fit->model, acts, days, kFutures, stream);
  for (const Question& question : questions) {
    const Window window = WindowOf(question, past.origin());
    std::vector<double> members(kFutures, 0.0);
    for (std::size_t path = 0; path < kFutures; ++path) {
      for (std::int64_t day = window.from; day < window.to; ++day) {
        const std::size_t at = (path * days + static_cast<std::size_t>(day - start)) * n;
        for (const std::size_t i : question.series) members[path] += futures[at + i];
      }
    }
    made.push_back(Predictive::Ensemble(std::move(members)));
  }
  return made;
}

}  // namespace entente::inference
