#include "server/tasks/input.h"

#include <nlohmann/json.hpp>

#include "server/routes/json.h"
#include "server/routes/routes.h"

namespace entente::server {
namespace {

// "northeast_asia/main.ent" → "main.ent", wherever a member "file" or "path" says so.
void Shorten(Json& json, const std::string& prefix) {
  if (json.is_array()) {
    for (Json& item : json) Shorten(item, prefix);
  }
  if (!json.is_object()) return;
  for (auto& [name, value] : json.items()) {
    if ((name == "file" || name == "path") && value.is_string()) {
      const auto& text = value.get_ref<const std::string&>();
      if (text.starts_with(prefix)) value = text.substr(prefix.size());
    } else {
      Shorten(value, prefix);
    }
  }
}

}  // namespace

std::optional<Response> ReadTexts(Fields& body, const std::string& project,
                                  Application& application, api::ModelRequest& source) {
  const auto info = application.workspace->Project(project);
  if (!info.ok()) return WorkspaceRefusal(info);
  auto texts = application.workspace->FileTexts(project);
  if (!texts.ok()) return WorkspaceRefusal(texts);
  for (auto& [path, text] : body.TextMap("texts")) {
    texts.value.insert_or_assign(path, std::move(text));
  }
  source.model = "model";
  source.json_diagnostics = true;
  source.texts = std::make_shared<const api::Texts>(std::move(texts.value));
  return std::nullopt;
}

std::optional<Response> ReadSource(Fields& body, const std::string& project,
                                   Application& application, api::ModelRequest& source) {
  if (auto refusal = ReadTexts(body, project, application, source)) return refusal;
  source.with = body.TextList("with");
  source.set = body.NumberMap("set");
  source.now = body.Text("now");
  return std::nullopt;
}

std::string SourceSchema(const std::string& properties) {
  Json schema = Json::parse(R"({"type":"object","additionalProperties":false,"properties":{
    "texts":{"type":"object","additionalProperties":{"type":"string"},
             "description":"unsaved texts, by path, in place of the project's files"},
    "with":{"type":"array","items":{"type":"string"},
            "description":"policies and scenarios, applied in this order"},
    "set":{"type":"object","additionalProperties":{"type":"number"},
           "description":"parameters that have this value in every world, in their shown unit"},
    "now":{"type":"string","description":"in place of the model's `now`: 2019-08-01"}}})");
  schema["properties"].update(Json::parse(properties));
  return schema.dump();
}

std::string RelativeDiagnostics(const std::string& diagnostics, const std::string& folder) {
  Json json = Json::parse(diagnostics, nullptr, false);
  if (json.is_discarded()) return diagnostics.empty() ? "" : "[]";
  Shorten(json, folder + "/");
  return Dump(json);
}

}  // namespace entente::server
