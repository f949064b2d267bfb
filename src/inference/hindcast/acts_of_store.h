// From the store of coded events to daily counts of acts: one series for each selection of events.
#ifndef ENTENTE_INFERENCE_HINDCAST_ACTS_OF_STORE_H_
#define ENTENTE_INFERENCE_HINDCAST_ACTS_OF_STORE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "inference/hindcast/past.h"
#include "record/store/store.h"

namespace entente::inference {

struct SeriesWish {
  std::string name;
  record::EventQuery query;  // its days are those of the record asked for
  // Further than the query: nothing of the event but true keeps it. Empty: all.
  std::function<bool(const record::Event&)> keep;
};

// All series over the days [from, to], both included; days outside the data set's coverage are
// missing. Marks are sums of |Goldstein| / 10, so a mark is what a linkage counts an act by.
Result<ActsRecord> ReadActs(const record::Store& store, const std::vector<SeriesWish>& wishes,
                            std::int64_t from_day, std::int64_t to_day);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_HINDCAST_ACTS_OF_STORE_H_
