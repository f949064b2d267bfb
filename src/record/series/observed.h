// The recorded series that an `observe` declaration of a model speaks of, cell by cell.
#ifndef ENTENTE_RECORD_SERIES_OBSERVED_H_
#define ENTENTE_RECORD_SERIES_OBSERVED_H_

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "model/model.h"
#include "record/actors/actor_map.h"
#include "record/series/series.h"
#include "record/store/store.h"

namespace entente::record {

// Which events an observed count counts; `actors` must outlive the query.
EventQuery ObservedEvents(const model::Model& model, const model::Observation& observation,
                          const ActorMap& actors);

// One series over all cells that the data set covers: counts, and sums of Goldstein weights for
// means. Cells that are not covered whole are marked missing and must not be compared with anything.
// `actors` maps names to the model's actors. With `known_by`, only events known by that day count,
// and cells that end after it are missing: it was not known yet what they would hold.
Result<SeriesTable> ObservedSeries(const Store& store, const model::Model& model,
                                   const model::Observation& observation, const ActorMap& actors,
                                   std::optional<std::int64_t> known_by = std::nullopt);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_SERIES_OBSERVED_H_
