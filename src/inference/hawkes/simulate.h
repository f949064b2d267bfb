// Hawkes processes simulated: ensembles of what may follow a record.
#ifndef ENTENTE_INFERENCE_HAWKES_SIMULATE_H_
#define ENTENTE_INFERENCE_HAWKES_SIMULATE_H_

#include <cstdint>
#include <vector>

#include "inference/hawkes/process.h"
#include "inference/random/stream.h"

namespace entente::inference {

struct HawkesPath {
  std::vector<HawkesEvent> events;  // marks 1
  bool exploded = false;            // stopped at `most` events
};

// Exact, by Ogata's thinning (1981): between events the intensity falls, so its present value
// bounds it. Starts from `past` (its time is the start) and ends at `end`. O(events × dimensions² ×
// kernels).
HawkesPath SimulateHawkes(const HawkesModel& model, Excitation past, double end, Stream& stream,
                          std::uint64_t most = 1'000'000);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_HAWKES_SIMULATE_H_
