// Pictures of a hindcast as SVG text: they stand alone as files, and inside a page. Colours are
// fixed (Okabe and Ito) on no background, lines and letters take the reader's colour.
#ifndef ENTENTE_REPORT_CHARTS_HINDCAST_SVG_H_
#define ENTENTE_REPORT_CHARTS_HINDCAST_SVG_H_

#include <cstddef>
#include <string>
#include <vector>

#include "inference/hindcast/hindcast.h"

namespace entente::report {

// What was said and what happened, month by month: the model's mean and 90 % interval, the best
// baseline's mean, the outcome.
std::string HistorySvg(const inference::Hindcast& hindcast, const inference::HindcastCell& cell);

// The model's skill against every baseline, by target and lead, with intervals: right of the line
// it is better. `targets` by index; empty: all.
std::string SkillSvg(const inference::Hindcast& hindcast, int lead_months,
                     const std::vector<std::size_t>& targets = {});

// The same over all targets and leads: one row a baseline.
std::string OverallSvg(const inference::Hindcast& hindcast);

// Frequency against probability, with consistency bars. Events only.
std::string ReliabilitySvg(const inference::Hindcast& hindcast, std::size_t target);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_CHARTS_HINDCAST_SVG_H_
