// The coverage of a model by its sources for a terminal: how much is cited, what each source is
// cited for by section, what is judgement, and what has neither.
#ifndef ENTENTE_REPORT_TEXT_SOURCES_H_
#define ENTENTE_REPORT_TEXT_SOURCES_H_

#include <string>

#include "analysis/sources/coverage.h"
#include "model/model.h"
#include "report/text/style.h"

namespace entente::report {

std::string SourcesText(const model::Model& model, const analysis::Coverage& coverage,
                        const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_SOURCES_H_
