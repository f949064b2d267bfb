#include "japan_korea_by_events/dyad.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "base/calendar.h"

namespace entente::studies {
namespace {

using inference::DailyActs;
using inference::DailyFit;
using inference::DailyLaw;
using inference::DailyModel;
using inference::Past;
using inference::Predictive;
using inference::Question;

constexpr std::size_t kKinds = 4;
constexpr std::size_t kMonthsPerLevel = 24;
constexpr std::size_t kFutures = 2'000;

DailyLaw LawOf(const DyadSettings& settings) {
  const double decay = std::numbers::ln2 / settings.memory_months;
  DailyLaw law;
  law.links = {
      {decay, {{kJapanConflict, kJapanConflict}, {kKoreaConflict, kKoreaConflict}}},
      {decay, {{kJapanCooperation, kJapanCooperation}, {kKoreaCooperation, kKoreaCooperation}}},
      {decay, {{kJapanConflict, kKoreaConflict}, {kKoreaConflict, kJapanConflict}}},
      {decay, {{kJapanCooperation, kKoreaCooperation}, {kKoreaCooperation, kJapanCooperation}}},
  };
  return law;
}

}  // namespace

const std::vector<LinkInfo>& DyadLinks() {
  static const std::vector<LinkInfo> links = {
      {"grudge", "conflict breeds more of one's own"},
      {"momentum", "cooperation breeds more of one's own"},
      {"retaliation", "conflict is answered by conflict"},
      {"reciprocity", "cooperation is answered by cooperation"},
  };
  return links;
}

DailyActs MonthlyCells(const Past& past) {
  const inference::ActsRecord& record = past.record();
  CivilDate month = CivilFromDayNumber(record.first_day);
  month.day = 1;
  std::vector<double> counts;
  std::size_t months = 0;
  for (; DayNumber(AddMonths(month, 1)) <= past.origin(); month = AddMonths(month, 1)) {
    std::vector<double> row;
    for (std::size_t i = 0; i < kKinds; ++i) {
      const std::size_t series[] = {i};
      row.push_back(
          inference::CountIn(record, series, {DayNumber(month), DayNumber(AddMonths(month, 1))}));
    }
    // Only the record's ragged beginning is uncovered here.
    if (std::isnan(row.front())) continue;
    counts.insert(counts.end(), row.begin(), row.end());
    ++months;
  }
  DailyActs cells = DailyActs::Make(kKinds, months);
  cells.counts = std::move(counts);
  return cells;
}

Result<DailyFit> FitDyad(const Past& past, const DyadSettings& settings) {
  const DailyActs cells = MonthlyCells(past);
  DailyLaw law = LawOf(settings);
  // Levels are counted back from the end, so that the last is never a short one.
  law.levels = std::max<std::size_t>((cells.days + kMonthsPerLevel - 1) / kMonthsPerLevel, 1);
  for (std::size_t k = 0; k < cells.days; ++k) {
    law.level_of_day.push_back(law.levels - 1 - (cells.days - 1 - k) / kMonthsPerLevel);
  }
  inference::DailyFitSettings fit;
  fit.lowest = 0.0;
  return inference::FitDaily(cells, law, fit);
}

inference::Forecaster DyadForecaster(const DailyFit& fit, const DyadSettings& settings) {
  return {"japan_korea_dyad", "levels that drift, persistence, answers from the other side",
          [model = fit.model, settings](const Past& past, std::span<const Question> questions,
                                        std::uint64_t seed) {
            DailyModel now = model;
            const DailyActs cells = MonthlyCells(past);
            inference::TrackBase(cells, settings.level_half_life, now);
            now.drift = settings.drift;
            std::size_t months = 1;
            for (const Question& question : questions) {
              months = std::max(months, static_cast<std::size_t>(question.lead_months));
            }
            inference::Stream stream(seed, "dyad");
            const std::vector<double> futures =
                inference::SimulateDaily(now, cells, months, kFutures, stream);
            std::vector<Predictive> made;
            for (const Question& question : questions) {
              const auto to = static_cast<std::size_t>(question.lead_months);
              std::vector<double> members(kFutures, 0.0);
              for (std::size_t path = 0; path < kFutures; ++path) {
                for (std::size_t m = question.cumulative ? 0 : to - 1; m < to; ++m) {
                  for (const std::size_t i : question.series) {
                    members[path] += futures[(path * months + m) * kKinds + i];
                  }
                }
              }
              made.push_back(Predictive::Ensemble(std::move(members)));
            }
            return made;
          }};
}

}  // namespace entente::studies
