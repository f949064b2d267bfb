// Priors of parameters for readers: in words, as an 80 % interval, and as a curve.
#ifndef ENTENTE_REPORT_WORDS_PRIORS_H_
#define ENTENTE_REPORT_WORDS_PRIORS_H_

#include <string>
#include <utility>
#include <vector>

#include "model/model.h"

namespace entente::report {

// "beta(4, 4)", "lognormal, median 0.3 per year, spread ×2", "fixed".
std::string PriorText(const model::Parameter& parameter);

// 10th, 50th and 90th percentile in shown units.
struct PriorRange {
  double low = 0.0, median = 0.0, high = 0.0;
};
PriorRange RangeOf(const model::Parameter& parameter);

// A value of the parameter with its unit, as a percentage if it is a share.
std::string ParameterValue(const model::Parameter& parameter, double shown);

// Points (x, density), x from the 1st to the 99th percentile in shown units, the highest density
// being 1. Empty for a fixed value.
std::vector<std::pair<double, double>> DensityOf(const model::Parameter& parameter);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_WORDS_PRIORS_H_
