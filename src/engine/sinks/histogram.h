// A histogram for people out of a sketch's thousands of buckets.
#ifndef ENTENTE_ENGINE_SINKS_HISTOGRAM_H_
#define ENTENTE_ENGINE_SINKS_HISTOGRAM_H_

#include "engine/results.h"
#include "engine/sinks/sketch.h"

namespace entente::engine {

inline constexpr int kHistogramBins = 24;

// About kHistogramBins bins over [low, high], which must hold every finite value. A few distinct
// whole numbers get a bin each, centred on them. Otherwise inner edges are the sketch's edges next
// to equally spaced ones (off by at most QuantileSketch::kRelativeError), so that counts are exact;
// there are fewer bins where the sketch can not tell as many apart. Infinite values are left out.
// A bin holds its lower edge and, if it is the last, its upper one; bins below 0 the other way
// round. Empty if there are no finite values.
Histogram MakeHistogram(const QuantileSketch& sketch, double low, double high);

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_SINKS_HISTOGRAM_H_
