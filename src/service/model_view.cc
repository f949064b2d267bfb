#include "entente/model_view.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "entente/text.h"
#include "language/explain/evaluate.h"
#include "language/explain/explain.h"
#include "report/data/model_json.h"
#include "report/words/names.h"
#include "service/guard.h"
#include "service/open.h"

namespace entente::api {
namespace {

using service::Refuse;
using Json = nlohmann::ordered_json;

// At the start: what an act of weight 10 adds, or by what a state multiplies where it applies.
std::vector<double> StrengthsOf(const model::Model& model) {
  const language::explain::Point start = language::explain::StartOf(model);
  std::vector<double> strengths;
  for (const model::Linkage& linkage : model.linkages) {
    strengths.push_back(language::explain::ValueAt(
        model, start, model.definitions[linkage.strength.index()].value));
  }
  return strengths;
}

ModelViewAnswer ViewGuarded(const ModelViewRequest& request) {
  ModelViewAnswer answer;
  if (!request.source.with.empty()) {
    return Refuse(std::move(answer), Status::kBadRequest,
                  "the model is shown as written: policies and scenarios are listed in it");
  }
  ModelRequest source = request.source;
  source.json_diagnostics = true;
  const service::OpenedModel opened = service::Open(source, false, answer);
  if (opened.model == nullptr) return answer;
  answer.json = report::ModelJson({*opened.model, opened.folder.path(), opened.hash,
                                   StrengthsOf(*opened.model), answer.diagnostics});
  return answer;
}

// A declaration of the text, whatever it declares.
struct Found {
  const char* kind = "";
  const model::Provenance* provenance = nullptr;
};

template <typename Elements>
bool FindIn(const Elements& elements, const char* kind, const std::string& name, Found& found) {
  for (const auto& element : elements) {
    const model::Provenance& one = element.provenance;
    if (one.name != name && one.family != name) continue;
    found = {kind, &one};
    return true;
  }
  return false;
}

Found Find(const model::Model& model, const std::string& name) {
  Found found;
  FindIn(model.issues, "issue", name, found) || FindIn(model.happenings, "event", name, found) ||
      FindIn(model.quantities, "quantity", name, found) ||
      FindIn(model.parameters, "parameter", name, found) ||
      FindIn(model.linkages, "linkage", name, found) ||
      FindIn(model.decisions, "decision", name, found) ||
      FindIn(model.definitions, "definition", name, found) ||
      FindIn(model.actors, "actor", name, found) || FindIn(model.tracks, "track", name, found) ||
      FindIn(model.frameworks, "framework", name, found) ||
      FindIn(model.outcomes, "outcome", name, found) ||
      FindIn(model.policies, "policy", name, found) ||
      FindIn(model.claims, "claim", name, found) || FindIn(model.chances, "chance", name, found) ||
      FindIn(model.tables, "table", name, found);
  return found;
}

ThingAnswer ThingGuarded(const ThingRequest& request) {
  ThingAnswer answer;
  const service::OpenedModel opened = service::Open(request.source, false, answer);
  if (opened.model == nullptr) return answer;
  answer.diagnostics.clear();  // warnings are for the model's view
  const model::Model& model = *opened.model;
  const std::optional<std::string> words = language::explain::Explain(model, request.name);
  const Found found = Find(model, request.name);
  if (!words && found.provenance == nullptr) {
    std::string message = "the model has nothing called `" + request.name + "`";
    const std::string nearest =
        Nearest(request.name, language::explain::ExplainableNames(model));
    if (!nearest.empty()) message += "; did you mean `" + nearest + "`?";
    return Refuse(std::move(answer), Status::kBadRequest, std::move(message));
  }
  Json json = {{"format", "entente-thing-1"}, {"name", request.name}};
  if (found.provenance != nullptr) {
    const model::Provenance& provenance = *found.provenance;
    json["kind"] = found.kind;
    json["title"] = report::TitleOf(provenance);
    json["doc"] = provenance.doc;
    json["judgement"] = provenance.judgement;
    json.update(report::PlaceJson(model, opened.folder.path(), provenance.span));
    json["text"] = model.text != nullptr && provenance.span.valid()
                       ? std::string(model.text->Text(provenance.span))
                       : "";
    json["sources"] = report::CitationsJson(model, provenance);
  }
  json["words"] = words.value_or("");
  answer.json = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return answer;
}

}  // namespace

ModelViewAnswer ViewModel(const ModelViewRequest& request) {
  return service::Guarded<ModelViewAnswer>("view of `" + request.source.model + "`",
                                           [&] { return ViewGuarded(request); });
}

ThingAnswer ViewThing(const ThingRequest& request) {
  return service::Guarded<ThingAnswer>("view of `" + request.name + "`",
                                       [&] { return ThingGuarded(request); });
}

}  // namespace entente::api
