// The coverage of a model by its sources as JSON (docs/reference/sources.schema.json).
#ifndef ENTENTE_REPORT_DATA_SOURCES_JSON_H_
#define ENTENTE_REPORT_DATA_SOURCES_JSON_H_

#include <string>

#include "analysis/sources/coverage.h"
#include "model/model.h"

namespace entente::report {

std::string SourcesJson(const model::Model& model, const analysis::Coverage& coverage);

// Where a declaration stands in the text, "models/x/main.ent:12:1"; empty for models without text.
std::string PlaceOf(const model::Model& model, SourceSpan span);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_SOURCES_JSON_H_
