// Why something happens, for a terminal; and one world told side by side with itself.
#ifndef ENTENTE_REPORT_TEXT_EXPLAIN_H_
#define ENTENTE_REPORT_TEXT_EXPLAIN_H_

#include <string>

#include "report/data/explain_view.h"
#include "report/text/style.h"

namespace entente::report {

std::string ExplainText(const ExplainView& view, const Style& style);

// Occurrences that are the same in both are shown only near the ones that differ.
std::string WithoutText(const model::Model& model, const analysis::WithoutResult& result,
                        const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_EXPLAIN_H_
