// The days on which a particle filter looks at its weights.
#ifndef ENTENTE_INFERENCE_FILTER_STOPS_H_
#define ENTENTE_INFERENCE_FILTER_STOPS_H_

#include <cstddef>
#include <vector>

#include "inference/filter/filter.h"

namespace entente::inference {

// How long before a row the filter looks ahead to it, days.
inline constexpr double kAheadDays = 60.0;

// One day on which the filter looks at its weights.
struct Stop {
  double day = 0.0;
  std::vector<std::size_t> ending, beginning;  // cells
  bool sample = false;
};

// In order, each from day 0 to `horizon`: where cells and complete windows begin and end, and where
// states are sampled; a row of a complete happening, unless such a day follows soon; days before it, if
// the filter always looks ahead. Where the record speaks, no stretch between two is long
// (decision 0013). A cell that is not wholly within the time is in no stop.
std::vector<Stop> StopsOf(const Data& data, const FilterSettings& settings, double horizon);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FILTER_STOPS_H_
