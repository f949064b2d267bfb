// Whether probabilities mean what they say: the probability integral transform of counts and
// numbers, and the reliability diagram of events with the scatter that honest forecasts would show.
#ifndef ENTENTE_INFERENCE_SCORES_CALIBRATION_H_
#define ENTENTE_INFERENCE_SCORES_CALIBRATION_H_

#include <cstdint>
#include <span>
#include <vector>

#include "inference/scores/predictive.h"

namespace entente::inference {

// The transform: uniform on (0, 1) if `y` was drawn from the forecast. Of a count it jumps, from
// P(X < y) to P(X <= y).
//   randomised  P(X < y) + u P(X = y), u uniform: exactly uniform (Czado, Gneiting, Held 2009)
double RandomisedPit(const Predictive& forecast, double y, double u);
//   non-random  instead of u its law: the histogram spreads each forecast over the bins that its
//               jump covers (their eq. 2). Shares of `bins` equal bins, sum 1; expected 1 / bins
//               each.
std::vector<double> NonRandomPitHistogram(std::span<const Predictive> forecasts,
                                          std::span<const double> y, std::size_t bins);

// One point of a reliability diagram.
struct ReliabilityBin {
  double forecast = 0.0;   // mean probability in the bin
  double frequency = 0.0;  // how often it happened
  std::uint64_t count = 0;
  // Where the frequency of a perfectly calibrated forecaster lies with probability `level`.
  double bar_low = 0.0, bar_high = 1.0;
};

struct ReliabilitySettings {
  std::size_t bins = 10;
  bool equal_counts = false;  // else bins of equal width
  double level = 0.9;
  std::uint64_t resamples = 1'000;
  std::uint64_t seed = 1;
};

// Non-empty bins upwards. The bars by consistency resampling: forecasts drawn with replacement,
// outcomes drawn from them, binned alike (Bröcker and Smith 2007, "Increasing the reliability of
// reliability diagrams"). Keyed luck: equal settings, equal bars.
std::vector<ReliabilityBin> ReliabilityDiagram(std::span<const double> p,
                                               const std::vector<bool>& y,
                                               const ReliabilitySettings& settings);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_SCORES_CALIBRATION_H_
