// Values and their differences in the words of tables and pages: "12.3 %", "−1.7 points".
#ifndef ENTENTE_REPORT_WORDS_CHANGES_H_
#define ENTENTE_REPORT_WORDS_CHANGES_H_

#include <string>

#include "engine/results.h"
#include "report/data/run_view.h"

namespace entente::report {

// A stored value with its interval, in shown units.
EstimateText ValueText(const engine::Estimate& stored, const ShownUnit& unit);

// A stored difference with its interval and always a sign; shares differ by points.
EstimateText DifferenceText(const engine::Estimate& stored, const ShownUnit& unit);

// "12 %"; "< 1 %" and "> 99 %" where rounding would claim certainty; "–" for NaN.
std::string RoughShare(double share);

// "×12", "×3.4"; "" for an infinite or undefined ratio.
std::string RatioText(double ratio);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_WORDS_CHANGES_H_
