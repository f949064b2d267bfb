// The report's charts as data: each function makes one Vega-Lite specification (JSON text). Colours
// and fonts are the page's (web/report/runtime.js); colours of categories are Okabe and Ito's,
// which readers with colour-blindness can tell apart. Dates are drawn in UTC.
#ifndef ENTENTE_REPORT_CHARTS_CHARTS_H_
#define ENTENTE_REPORT_CHARTS_CHARTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/results.h"
#include "model/model.h"
#include "report/data/record_rows.h"
#include "report/data/run_view.h"

namespace entente::report {

// Median with the 25–75 % and 5–95 % bands over time.
std::string FanChart(const model::Model& model, const engine::RunSeries& series,
                     const engine::QuantitySeries& quantity);

// Probabilities of an issue's states over time, stacked; the recorded course as a strip above, with
// a rule at each recorded date.
std::string IssueChart(const model::Model& model, const engine::RunSeries& series,
                       const engine::IssueSeries& issue, const std::vector<RecordRow>& record);

// The distribution of one outcome over worlds, with its mean or median.
std::string DistributionChart(const model::Model& model, const OutcomeView& outcome);

// Mean occurrences per world in each period of a family of happenings, and the recorded counts if
// given.
struct EventBars {
  std::vector<double> period_ends;          // days
  std::vector<double> mean;                 // by period
  std::vector<std::uint64_t> recorded;      // by period; empty: not recorded
};
std::string EventChart(const model::Model& model, const EventBars& bars);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_CHARTS_CHARTS_H_
