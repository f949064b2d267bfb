// The whole report: what a run, the claims, the comparison, the explanations and the uncertainty
// said, as parts of one self-contained page with one table of contents. Each part is made of the
// sections that its own page shows.
#ifndef ENTENTE_REPORT_HTML_WHOLE_REPORT_H_
#define ENTENTE_REPORT_HTML_WHOLE_REPORT_H_

#include <string>
#include <utility>
#include <vector>

#include "model/model.h"
#include "report/html/frame.h"
#include "report/html/page.h"

namespace entente::report {

// What a run gives to a page that shows more.
struct RunPart {
  std::vector<Section> findings;  // summary, outcomes, series, record
  Section notices;                // warnings and failures
  ChartBook charts;
};

// One analysis in the report.
struct ReportPart {
  std::string id;
  std::string title;
  std::string intro;    // what it asks, in a sentence or two; plain text
  std::string command;  // that makes this part alone; empty if it was not asked for
  std::string missing;  // why it has no sections, or only some; plain text
  bool failed = false;  // missing for a reason that needs attention
  std::vector<Section> sections;
};

struct WholeReportInput {
  const model::Model& model;
  PageFacts page;
  std::vector<std::string> facts;  // below the title
  RunPart run;
  ReportPart run_part;             // of the run: its command, and why it is missing
  std::vector<ReportPart> parts;   // in order, behind the run
  std::vector<std::pair<std::string, std::string>> settings;
};

std::string WholeReport(const WholeReportInput& input);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_WHOLE_REPORT_H_
