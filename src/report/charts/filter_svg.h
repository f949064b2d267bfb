// Pictures of a filter as SVG text, for pages.
#ifndef ENTENTE_REPORT_CHARTS_FILTER_SVG_H_
#define ENTENTE_REPORT_CHARTS_FILTER_SVG_H_

#include <string>

#include "report/data/filter_view.h"

namespace entente::report {

// The effective part of the particles over time, 0 to 100 %, with the part below which they are
// resampled. Empty for fewer than two days.
std::string EffectiveSvg(const FilterView& view);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_CHARTS_FILTER_SVG_H_
