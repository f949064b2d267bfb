// The forecasts that any model must beat before it may be called one. Each is a few lines and known
// under its name in the literature on conflict forecasting (Hegre et al. 2022, the VIEWS prediction
// challenge, for conflictology and last value). They see a Past, so nothing after the origin.
#ifndef ENTENTE_INFERENCE_BASELINES_BASELINES_H_
#define ENTENTE_INFERENCE_BASELINES_BASELINES_H_

#include <vector>

#include "inference/hindcast/past.h"

namespace entente::inference {

// The registry, in the order of reports:
//   zero               nothing happens
//   climatology        all windows of the past, as an ensemble
//   seasonal           the past windows of the same calendar month
//   last               a Poisson count with the last window's number as mean
//   ewma               an exponentially weighted mean, negative binomial about it
//   conflictology      the last twelve months, as an ensemble
//   poisson            one rate, fitted to the whole past
//   negative_binomial  one rate and one size, fitted to the whole past
//   hawkes             self- and cross-exciting daily counts of all series, fitted and simulated
// Each works on windows as long as the question's: months, or runs of months if it is cumulative.
// With no whole window in the past every one of them forecasts 0 acts.
const std::vector<Forecaster>& Baselines();

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_BASELINES_BASELINES_H_
