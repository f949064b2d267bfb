// Hawkes processes fitted by maximum likelihood, with standard errors, tests against "no
// excitation", and the goodness of fit by time rescaling.
#ifndef ENTENTE_INFERENCE_HAWKES_FIT_H_
#define ENTENTE_INFERENCE_HAWKES_FIT_H_

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "inference/hawkes/process.h"

namespace entente::inference {

struct HawkesFitSettings {
  std::vector<double> decays = {1.0 / 30.0};  // per day; where the search starts if they are free
  bool free_decays = false;
  // [kernel][excited][exciting]: which coefficients may differ from 0; empty: all.
  std::vector<bool> allowed;
};

struct HawkesFit {
  HawkesModel model;
  double log_likelihood = 0.0;
  bool converged = false;
  std::size_t parameters = 0;  // estimated ones
  // Standard errors by the observed information, in the shapes of the model; NaN for what is not
  // estimated or lies at its bound 0, where the usual theory does not hold.
  HawkesGradient errors;
};

// Events in [0, end] in the order of time. The likelihood is concave in base and branching for
// given decays, so their maximum is global; in the decays it may have several, and the search is
// local (logarithms, within a factor 1,000 of the start). An error if nothing happened at all.
Result<HawkesFit> FitHawkes(std::span<const HawkesEvent> events, std::size_t dimensions, double end,
                            const HawkesFitSettings& settings);

// The p-value of a likelihood ratio, 2 (ln L − ln L0), against `tested` coefficients all 0 where
// they may not be negative. One: an even mixture of χ²_0 and χ²_1 (Self and Liang 1987, case 5).
// Several: binomial weights, exact when their estimates are uncorrelated.
double BoundaryPValue(double likelihood_ratio, std::size_t tested);

// Time rescaling (Ogata 1988; Brown et al. 2002): under the true model the integrals of λ_i between
// successive events of i are independent unit exponentials.
struct Rescaled {
  std::vector<double> gaps;  // sorted upwards: against −ln(1 − (k − ½)/n) they are the QQ plot
  double ks = 0.0;           // Kolmogorov–Smirnov distance from the unit exponential
  double p_value = 1.0;      // asymptotic; conservative when the model was fitted to these events
};
// Of dimension i; the incomplete last gap is left out.
Rescaled RescaleTime(const HawkesModel& model, std::span<const HawkesEvent> events, std::size_t i);

// P(D_n >= distance) for n points, Kolmogorov's series with Stephens's correction of the argument.
double KolmogorovPValue(double distance, std::size_t n);

// Day-stamped records have ties. This rule spreads the n events of a day (in the given order) to
// (k + ½)/n of it, so that a continuous process can be fitted. Events of one day then excite each
// other: with half-lives of weeks the estimates hardly move, with half-lives about a day reports of
// one occasion are taken for answers. daily.h does without.
std::vector<HawkesEvent> SpreadWithinDays(std::vector<HawkesEvent> events);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_HAWKES_FIT_H_
