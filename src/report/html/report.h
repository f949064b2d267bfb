// The report of a run: one self-contained HTML file that opens without a network and says what was
// assumed, what came out and how sure it is. Equal runs give equal files.
#ifndef ENTENTE_REPORT_HTML_REPORT_H_
#define ENTENTE_REPORT_HTML_REPORT_H_

#include <string>
#include <vector>

#include "report/data/record_rows.h"
#include "report/data/run_view.h"

namespace entente::report {

struct ReportInput {
  RunView view;
  std::string command;     // that makes the same numbers again
  std::string version;     // of this program
  std::string model_hash;  // of the model's text
  std::string warnings;    // of the model's text, rendered without colours
  std::vector<RecordRow> record;
  std::string record_fault;  // why record.csv could not be read
};

// The run should have kept its series; without them the charts over time are left out.
std::string HtmlReport(const ReportInput& input);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_REPORT_H_
