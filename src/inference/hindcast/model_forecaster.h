// A model as a forecaster among others: at each origin its worlds follow what was known then and go on
// freely, and what they do in the windows asked for is the forecast.
#ifndef ENTENTE_INFERENCE_HINDCAST_MODEL_FORECASTER_H_
#define ENTENTE_INFERENCE_HINDCAST_MODEL_FORECASTER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "inference/filter/filter.h"
#include "inference/fit/coordinates.h"
#include "inference/fit/draws.h"
#include "inference/hindcast/past.h"

namespace entente::inference {

// What a series of the record is in the model: occurrences, or an observed count.
struct ModelSeries {
  std::vector<model::HappeningId> happenings;
  std::optional<std::size_t> observation;
};

// What is known on a day (days of base/calendar.h): the model as it was known then, the data up to
// then and, if parameters were learned from these, their draws.
struct KnownModel {
  model::Model model;
  Data data;
  double origin = 0.0;  // days since the model's start
  std::optional<Coordinates> coordinates;  // of the model above
  std::optional<Draws> posterior;
};
using KnownOn = std::function<Result<std::unique_ptr<KnownModel>>(std::int64_t day)>;

struct ModelForecasterSettings {
  FilterSettings filter;  // seed, outcomes and samples are ours to choose
  std::string name;       // "northeast_asia"
  std::string summary;
};

// The forecaster and where it tells that it failed: a hindcast asks before each origin. The answer to a
// question about happenings is the ensemble of the particles' counts; about an observed series the
// mixture of its law over particles.
struct ModelForecaster {
  Forecaster forecaster;
  std::shared_ptr<std::string> error;  // empty: none
};

// `series` by series of the record.
ModelForecaster MakeModelForecaster(std::vector<ModelSeries> series, KnownOn known_on,
                                    const ModelForecasterSettings& settings);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_HINDCAST_MODEL_FORECASTER_H_
