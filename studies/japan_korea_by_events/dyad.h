// The dyad of models/japan_korea_dyad as an estimator of monthly counts: four kinds of acts (who,
// and conflict or cooperation), each with a level that moves slowly (attention), persistence, and
// answers from the other side. Fitted to monthly cells with negative-binomial counts.
#ifndef ENTENTE_STUDIES_JAPAN_KOREA_BY_EVENTS_DYAD_H_
#define ENTENTE_STUDIES_JAPAN_KOREA_BY_EVENTS_DYAD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "inference/hawkes/daily.h"
#include "inference/hindcast/past.h"

namespace entente::studies {

// The order of the four series.
enum Kind : std::size_t { kJapanConflict, kJapanCooperation, kKoreaConflict, kKoreaCooperation };

struct LinkInfo {
  std::string name, title;
};

// The links, in the law's order: persistence of conflict and of cooperation, retaliation,
// reciprocity.
const std::vector<LinkInfo>& DyadLinks();

struct DyadSettings {
  double memory_months = 1.0;    // half-life of what acts leave behind
  double level_half_life = 8.0;  // months over which the present level is taken
  double drift = 0.15;           // of the level: log standard deviation per square root of a month
};

// Whole covered months of the past.
inference::DailyActs MonthlyCells(const inference::Past& past);

// Strengths and sizes from all of the past, with levels of their own for every two years, so that
// the changing density of the source is not taken for persistence.
Result<inference::DailyFit> FitDyad(const inference::Past& past, const DyadSettings& settings);

// Forecasts with the strengths and sizes of `fit`; levels from the past of each origin.
inference::Forecaster DyadForecaster(const inference::DailyFit& fit, const DyadSettings& settings);

}  // namespace entente::studies

#endif  // ENTENTE_STUDIES_JAPAN_KOREA_BY_EVENTS_DYAD_H_
