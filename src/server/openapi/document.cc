// The OpenAPI document, made from the routes.
#include <nlohmann/json.hpp>

#include "server/application.h"

namespace entente::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchemas = R"json({
"Project": {"type": "object", "required": ["id", "name", "title", "made_from", "created", "changed"],
  "properties": {"id": {"type": "string"}, "name": {"type": "string"},
    "title": {"type": "string", "description": "of the model, as its main.ent says it"},
    "made_from": {"type": "string", "description": "the shipped model that was copied, or empty"},
    "created": {"type": "string", "format": "date-time"},
    "changed": {"type": "string", "format": "date-time"}}},
"File": {"type": "object", "required": ["path", "bytes", "revision"],
  "properties": {"path": {"type": "string"}, "bytes": {"type": "integer"},
    "revision": {"type": "integer"}}},
"Note": {"type": "object", "required": ["id", "about", "text", "created"],
  "properties": {"id": {"type": "string"}, "about": {"type": "string"}, "text": {"type": "string"},
    "created": {"type": "string", "format": "date-time"}}},
"Run": {"type": "object", "required": ["id", "task", "title", "created", "request"],
  "properties": {"id": {"type": "string"}, "task": {"type": "string"}, "title": {"type": "string"},
    "created": {"type": "string", "format": "date-time"},
    "request": {"type": "object", "description": "the body that the task was asked with, without its texts",
      "properties": {
        "revisions": {"type": "object", "additionalProperties": {"type": "integer"},
          "description": "the revision of each file at that time"},
        "unsaved": {"type": "array", "items": {"type": "string"},
          "description": "files whose text was sent along and is in no revision"}}}}},
"Problem": {"type": "object", "description": "an error as RFC 9457 words it",
  "required": ["type", "title", "status", "detail"],
  "properties": {"type": {"type": "string", "description": "urn:entente:problem:KIND"},
    "title": {"type": "string"}, "status": {"type": "integer"},
    "detail": {"type": "string", "description": "what was seen, and the rule"},
    "suggestion": {"type": "string"},
    "diagnostics": {"type": "array", "items": {"type": "object"},
      "description": "faults of the model's text, as `entente check --json` gives them"},
    "revision": {"type": "integer", "description": "of a conflict: the present revision"},
    "text": {"type": "string", "description": "of a conflict: the present text"}}},
"TextPosition": {"type": "object", "required": ["line", "character"], "additionalProperties": false,
  "properties": {"line": {"type": "integer", "minimum": 0, "description": "from 0"},
    "character": {"type": "integer", "minimum": 0, "description": "from 0, in UTF-16 units"}}},
"ReportResult": {"type": "object", "required": ["html", "parts"],
  "properties": {"html": {"type": "string", "description": "the whole page, in one file"},
    "parts": {"type": "array", "description": "what the page holds, and what failed and why",
      "items": {"type": "object"}}}},
"Progress": {"type": "object", "required": ["done", "wanted", "seconds_left"],
  "properties": {"done": {"type": "integer"}, "wanted": {"type": "integer"},
    "seconds_left": {"type": ["number", "null"]}}}
})json";

constexpr const char* kAbout =
    "What the workbench asks of `entente serve`. Requests name the server in `Host` and, if they come "
    "from a page, in `Origin`; beyond loopback they carry `Authorization: Bearer TOKEN`. Errors are "
    "`application/problem+json`. Tasks answer with `text/event-stream`: events `progress`, "
    "`partial`, and at the end `result` or `problem`; comments keep the connection alive, and closing "
    "it cancels the task.";

Json Ref(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

Json ProblemResponse(const std::string& what) {
  return {{"description", what},
          {"content", {{"application/problem+json", {{"schema", Ref("Problem")}}}}}};
}

// "/projects/{project}/files/{path*}" without its star.
std::string PathOf(const Route& route) {
  std::string path = route.path;
  const std::size_t star = path.find("*}");
  if (star != std::string::npos) path.erase(star, 1);
  return path;
}

Json ParametersOf(const Route& route) {
  Json parameters = Json::array();
  const std::string path = PathOf(route);
  for (std::size_t open = path.find('{'); open != std::string::npos;
       open = path.find('{', open + 1)) {
    const std::string name = path.substr(open + 1, path.find('}', open) - open - 1);
    Json parameter{{"name", name}, {"in", "path"}, {"required", true},
                   {"schema", {{"type", "string"}}}};
    if (name == "path") parameter["description"] = "may hold `/`, written as it is";
    parameters.push_back(std::move(parameter));
  }
  for (const auto& [name, what] : route.query) {
    parameters.push_back({{"name", name}, {"in", "query"}, {"description", what},
                          {"schema", {{"type", "string"}}}});
  }
  return parameters;
}

Json SuccessOf(const Route& route) {
  Json response{{"description", route.summary}};
  if (route.stream) {
    response["description"] =
        "events; the data of `result` is {run, seconds, result}, of `partial` the result so far";
    const Json result{
        {"type", "object"}, {"required", {"run", "seconds", "result"}},
        {"properties",
         {{"run", {{"type", {"string", "null"}}, {"description", "id of the run that was kept"}}},
          {"seconds", {{"type", "number"}}},
          {"notice", {{"type", "string"}}},
          {"result", Json::parse(route.response_schema)}}}};
    response["content"] = {
        {"text/event-stream", {{"schema", {{"type", "string"}}}, {"x-result", result}}}};
  } else if (!route.response_schema.empty()) {
    response["content"] = {
        {route.response_type, {{"schema", Json::parse(route.response_schema)}}}};
  }
  return response;
}

Json OperationOf(const Route& route) {
  Json operation{{"tags", {route.tag}}, {"summary", route.summary}};
  if (Json parameters = ParametersOf(route); !parameters.empty()) {
    operation["parameters"] = std::move(parameters);
  }
  if (route.body != BodyKind::kNone) {
    const bool json = route.body == BodyKind::kJson;
    Json schema = json ? Json::parse(route.request_schema) : Json::object();
    operation["requestBody"] = {
        {"required", json},
        {"description", "at most " + std::to_string(route.body_bytes) + " bytes"},
        {"content", {{json ? "application/json" : "application/octet-stream",
                      {{"schema", std::move(schema)}}}}}};
  }
  operation["responses"][std::to_string(route.success)] = SuccessOf(route);
  for (const int status : route.problems) {
    operation["responses"][std::to_string(status)] = ProblemResponse(PhraseOf(status));
  }
  operation["responses"]["default"] = ProblemResponse("any other error");
  return operation;
}

std::string LowerMethod(const std::string& method) {
  std::string lower = method;
  for (char& c : lower) c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace

std::string OpenApiOf(const std::vector<Route>& routes) {
  Json document{{"openapi", "3.1.0"},
                {"info", {{"title", "Entente workbench"}, {"version", "1"}, {"description", kAbout}}},
                {"security", {Json::object(), {{"token", Json::array()}}}}};
  for (const Route& route : routes) {
    document["paths"][PathOf(route)][LowerMethod(route.method)] = OperationOf(route);
  }
  document["components"]["schemas"] = Json::parse(kSchemas);
  document["components"]["securitySchemes"]["token"] = {{"type", "http"}, {"scheme", "bearer"}};
  return document.dump(1);
}

}  // namespace entente::server
