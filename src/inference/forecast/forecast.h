// A forecast: worlds that followed the record up to a day go on freely from there. Nothing that was
// known only after that day is seen: the model is taken as it was known then, the data are cut there.
//
// Forecasts come from independent filters side by side, and their intervals are computed over these
// (execution contract, section 7): particles of one filter share ancestors and are not independent.
#ifndef ENTENTE_INFERENCE_FORECAST_FORECAST_H_
#define ENTENTE_INFERENCE_FORECAST_FORECAST_H_

#include <cstddef>
#include <optional>
#include <string>

#include "base/result.h"
#include "engine/results.h"
#include "inference/filter/filter.h"
#include "inference/fit/coordinates.h"
#include "inference/fit/draws.h"

namespace entente::inference {

struct ForecastSettings {
  // `groups` independent filters; `outcomes`, `sample_days` are ours to choose. kWhenNeeded looks
  // ahead if plain weighting leaves fewer than 2 % of the particles effective.
  FilterSettings filter;
  double from = 0.0;        // the origin: days since the start
  double confidence = 0.95;
  std::size_t samples = 96;  // of the series for charts, about; 0: none
  // A posterior given the same data: group g takes the draw g · draws / groups for all its particles
  // (so that the data do not count twice), and groups weigh alike. Null: every particle draws its own
  // parameters from the prior, and the data weigh them.
  const Coordinates* coordinates = nullptr;
  const Draws* posterior = nullptr;
};

struct Forecast {
  // Outcomes over all particles of all filters, intervals over filters; series from the model's start
  // on, filtered up to the origin. `worlds` counts particles.
  engine::RunResult result;
  double log_likelihood = 0.0;  // of the data, mean over the filters' likelihoods
  double smallest_effective = 1.0;  // part of the particles on the worst day, the filters' median
  bool looked_ahead = false;
  std::size_t contradicted = 0;     // filters that lost all their particles: left out
};

// `model` as it was known on the origin (model/known_on.h), its windows counting from there; `data` cut
// there. Fails if no filter agrees with the record (the message says on which day), if the model can
// not be simulated, or if cancelled. Deterministic in the seed; memory grows with the particles.
Result<Forecast> MakeForecast(const model::Model& model, const Data& data,
                              const ForecastSettings& settings);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FORECAST_FORECAST_H_
