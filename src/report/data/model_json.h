// A checked model as data for a page that draws it: who there is, what can change and happen, what
// moves what, which levers and questions there are. Names are those of the text; places are files
// of the model's folder with the line.
#ifndef ENTENTE_REPORT_DATA_MODEL_JSON_H_
#define ENTENTE_REPORT_DATA_MODEL_JSON_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "model/model.h"
#include "report/data/json_parts.h"

namespace entente::report {

struct ModelView {
  const model::Model& model;
  std::string folder;  // what stands before the names of files in the model's texts
  std::string hash;
  std::vector<double> strengths;  // by linkage, at the start with parameters at their medians
  std::string warnings;           // JSON array, as diagnostics are rendered
};

// docs/reference/model.schema.json.
std::string ModelJson(const ModelView& view);

// {"file", "line"}, or nothing for a thing without a place.
OrderedJson PlaceJson(const model::Model& model, const std::string& folder, SourceSpan span);
// [{"key", "title", "where", "says"}].
OrderedJson CitationsJson(const model::Model& model, const model::Provenance& provenance);

// What moves what: [{"name", "title", "kind", "from": [...], "to": [...], "strength"?, "words"?}].
// Kinds: "linkage" (declared; strength: its factor, or pressure per act of weight 10), "affects" (a
// state or number is read by the rate, guard or odds of another thing), "moves", "raises", "lowers",
// "sets" (effects of an occurrence). Events and quantities by family.
OrderedJson LinksJson(const ModelView& view);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_MODEL_JSON_H_
