// Building blocks of the report's page and its sections. Internal to src/report/html.
#ifndef ENTENTE_REPORT_HTML_PAGE_H_
#define ENTENTE_REPORT_HTML_PAGE_H_

#include <string>
#include <utility>
#include <vector>

#include "engine/results.h"
#include "model/model.h"
#include "report/html/report.h"

namespace entente::report {

// Charts of one page: gives each an id and keeps the figures' markup in one form.
class ChartBook {
 public:
  // A figure with a caption (plain text, escaped here), a line below it, and the chart, which
  // will be about `height` pixels high (room is kept for it, so that the page does not jump).
  std::string Figure(const std::string& spec, const std::string& caption,
                     const std::string& detail, int height);
  int count() const { return count_; }

 private:
  int count_ = 0;
};

struct Section {
  std::string id;
  std::string title;
  std::string body;  // HTML; an empty body leaves the section out
  // One of many alike: shown closed where it stands inside a part (see frame.h).
  bool folded = false;
  // What a part holds, for the contents: id and title. Filled by PartOf.
  std::vector<std::pair<std::string, std::string>> inside = {};
};

// What came out of a run, from the summary to the record beside it.
std::vector<Section> RunSections(const ReportInput& input, ChartBook& charts);

Section SummarySection(const ReportInput& input);
Section OutcomeSection(const ReportInput& input);
Section IssueSection(const ReportInput& input, ChartBook& charts);
Section QuantitySection(const ReportInput& input, ChartBook& charts);
Section DistributionSection(const ReportInput& input, ChartBook& charts);
Section EventSection(const ReportInput& input, ChartBook& charts);
Section RecordSection(const ReportInput& input);
Section AssumptionSection(const ReportInput& input);
Section StructureSection(const ReportInput& input);
Section SourceSection(const ReportInput& input);
Section NoticeSection(const ReportInput& input);
Section ReproduceSection(const ReportInput& input);

// "<p class=…>text</p>" with the text escaped.
std::string Paragraph(const std::string& text, const char* css_class = "");

// Links to the sources of an element, its judgement, or "no source given".
std::string SourcesOf(const model::Model& model, const model::Provenance& provenance);

// Tiny pictures that need no script.
std::string SparkHistogram(const engine::Histogram& histogram);
std::string SparkShare(const engine::Estimate& share);
std::string SparkCurve(const std::vector<std::pair<double, double>>& points);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_PAGE_H_
