// Scores of probabilities for events that happen or do not. `p` holds probabilities in [0, 1], `y`
// what happened (true) or did not; the same length, at least one, an ENTENTE_CHECK. Deterministic.
#ifndef ENTENTE_INFERENCE_SCORES_BINARY_H_
#define ENTENTE_INFERENCE_SCORES_BINARY_H_

#include <cstddef>
#include <span>
#include <vector>

namespace entente::inference {

// Mean of (p − y)²: strictly proper, in [0, 1], 0 best (Brier 1950).
double Brier(std::span<const double> p, const std::vector<bool>& y);

// Mean of −ln of the probability given to what happened: strictly proper, 0 best (Good 1952). It is
// infinite when something held impossible happens.
double LogScore(std::span<const double> p, const std::vector<bool>& y);

// Brier = reliability − resolution + uncertainty + within (Murphy 1973; the last term, which bins
// of unequal forecasts need, is that of Stephenson, Coelho, Jolliffe 2008).
struct BrierParts {
  double reliability = 0.0;  // how far forecasts are from the frequencies that followed; 0 best
  double resolution = 0.0;   // how far those frequencies differ from the base rate; more is better
  double uncertainty = 0.0;  // base rate (1 − base rate): nobody's fault
  double within = 0.0;       // 0 when all forecasts of a bin are equal
};
// `bins` of equal width; 0: one bin for each distinct forecast, so that `within` is 0.
BrierParts DecomposeBrier(std::span<const double> p, const std::vector<bool>& y, std::size_t bins);

// The chance that an event was given a higher probability than a non-event (ties count half): 1/2
// says nothing, 1 is perfect ranking. NaN if all or none happened. O(n log n).
double Auc(std::span<const double> p, const std::vector<bool>& y);

// Σ (recall_k − recall_{k−1}) precision_k down the distinct forecasts from the highest; about the
// base rate when the ranking says nothing. NaN if none happened. O(n log n).
double AveragePrecision(std::span<const double> p, const std::vector<bool>& y);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_SCORES_BINARY_H_
