#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.h"
#include "inference/baselines/rules.h"

namespace entente::inference {
namespace {

constexpr double kShortHalfLife = 14.0, kLongHalfLife = 180.0, kCrossHalfLife = 30.0;  // days
constexpr std::size_t kFutures = 1'000;
// More series than this are fitted one by one: strengths between all of them would be too many to
// estimate, and to compute.
constexpr std::size_t kMostTogether = 8;

// The same acts of some dimensions only.
DailyActs Of(const DailyActs& acts, const std::vector<std::size_t>& dimensions) {
  DailyActs some = DailyActs::Make(dimensions.size(), acts.days);
  for (std::size_t day = 0; day < acts.days; ++day) {
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
      some.Count(day, i) = acts.Count(day, dimensions[i]);
    }
  }
  return some;
}

DailyLaw LawOf(std::size_t dimensions) {
  DailyLaw law;
  for (std::size_t i = 0; i < dimensions; ++i) {
    law.links.push_back({std::numbers::ln2 / kShortHalfLife, {{i, i}}});
    law.links.push_back({std::numbers::ln2 / kLongHalfLife, {{i, i}}});
    for (std::size_t j = 0; j < dimensions; ++j) {
      if (j != i) law.links.push_back({std::numbers::ln2 / kCrossHalfLife, {{j, i}}});
    }
  }
  return law;
}

}  // namespace

std::vector<Predictive> HawkesForecast(const Past& past, std::span<const Question> questions,
                                       std::uint64_t seed) {
  const DailyActs& acts = past.record().acts;
  std::vector<std::vector<std::size_t>> groups;
  if (acts.dimensions <= kMostTogether) groups.emplace_back();
  for (std::size_t i = 0; i < acts.dimensions; ++i) {
    if (acts.dimensions > kMostTogether) groups.emplace_back();
    groups.back().push_back(i);
  }
  std::int64_t end = past.origin();
  for (const Question& question : questions) {
    end = std::max(end, WindowOf(question, past.origin()).to);
  }
  // The record may end before the origin: the days between are simulated, too.
  const std::int64_t start = past.record().end_day();
  const std::size_t days = static_cast<std::size_t>(end - start);
  DailyFitSettings settings;
  settings.lowest = 0.0;
  settings.evaluations = 300;
  std::vector<std::vector<double>> members(questions.size(), std::vector<double>(kFutures, 0.0));
  std::vector<bool> failed(questions.size(), false);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const std::vector<std::size_t>& group = groups[g];
    const DailyActs own = Of(acts, group);
    const auto place = [&](std::size_t series) {
      return std::find(group.begin(), group.end(), series) - group.begin();
    };
    const auto asks = [&](const Question& question) {
      return std::any_of(question.series.begin(), question.series.end(), [&](std::size_t s) {
        return place(s) < static_cast<std::ptrdiff_t>(group.size());
      });
    };
    // A series that never happened has nothing to fit: it goes on so.
    if (std::all_of(own.counts.begin(), own.counts.end(), [](double c) { return c == 0.0; })) {
      continue;
    }
    const Result<DailyFit> fit = FitDaily(own, LawOf(group.size()), settings);
    if (!fit) {
      for (std::size_t q = 0; q < questions.size(); ++q) {
        failed[q] = failed[q] || asks(questions[q]);
      }
      continue;
    }
    Stream stream(seed, "baseline.hawkes", static_cast<std::uint32_t>(g));
    const std::vector<double> futures = SimulateDaily(fit->model, own, days, kFutures, stream);
    for (std::size_t q = 0; q < questions.size(); ++q) {
      const Window window = WindowOf(questions[q], past.origin());
      for (const std::size_t s : questions[q].series) {
        const std::ptrdiff_t at = place(s);
        if (at == static_cast<std::ptrdiff_t>(group.size())) continue;
        for (std::size_t path = 0; path < kFutures; ++path) {
          for (std::int64_t day = window.from; day < window.to; ++day) {
            members[q][path] += futures[(path * days + static_cast<std::size_t>(day - start)) *
                                            group.size() +
                                        static_cast<std::size_t>(at)];
          }
        }
      }
    }
  }
  std::vector<Predictive> made;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    made.push_back(failed[q] ? NegativeBinomialRule(PastWindows(past, questions[q]),
                                                    MonthOf(questions[q], past))
                             : Predictive::Ensemble(std::move(members[q])));
  }
  return made;
}

}  // namespace entente::inference
