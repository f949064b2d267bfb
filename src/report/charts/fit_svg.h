// Pictures of a fit as SVG text, for pages. Blue is after the record, grey before it.
#ifndef ENTENTE_REPORT_CHARTS_FIT_SVG_H_
#define ENTENTE_REPORT_CHARTS_FIT_SVG_H_

#include <string>
#include <vector>

#include "inference/fit/density.h"
#include "model/model.h"

namespace entente::report {

// Prior and posterior density of a parameter over its values, with ticks in shown units. Empty where
// there is nothing to draw.
std::string DensitySvg(const model::Parameter& parameter, const inference::DensityCurves& curves,
                       const std::string& label);

// The middle 90 % before and after on the prior's own scale (normal scores): a bar, and on it where
// the posterior lies.
std::string MovedSvg(double shift, double sd);

// The log-likelihood by pass of an iterated filter; passes that are not finite are left out.
std::string PassesSvg(const std::vector<double>& log_likelihood);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_CHARTS_FIT_SVG_H_
