// Counted acts of a store by the classes that a model's linkages name.
#ifndef ENTENTE_INFERENCE_LINKAGES_CLASS_ACTS_H_
#define ENTENTE_INFERENCE_LINKAGES_CLASS_ACTS_H_

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "inference/linkages/linkages.h"
#include "record/store/store.h"
#include "record/tracks/track_map.h"

namespace entente::inference {

struct ClassActs {
  std::int64_t first_day = 0;            // day number
  DailyActs acts;                        // one dimension a class; marks |Goldstein| / 10
  std::vector<std::size_t> year_of_day;  // 0, 1, …: calendar years
  double unclassed = 0.0;                // events between the model's actors that no linkage names
};

// The events of `query` (whose actor map is the model's) on covered days from the first to the
// last; an act is hostile if its Goldstein weight is below 0, cooperative above; weight 0 is
// neither. Acts of an organ are its principal's. `tracks` null: classes have no track. An error if
// there are no days. Days without coverage inside the span count as days without acts.
Result<ClassActs> ReadClassActs(const model::Model& model, const DeclaredLinkages& declared,
                                const record::Store& store, const record::EventQuery& query,
                                const record::TrackMap* tracks);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_LINKAGES_CLASS_ACTS_H_
