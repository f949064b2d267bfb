// What a project's model consists of, and one thing of it: for maps, lists and levers.
#include <nlohmann/json.hpp>

#include "server/application.h"
#include "server/http/fields.h"
#include "server/routes/json.h"
#include "server/routes/routes.h"
#include "server/tasks/input.h"

namespace entente::server {
namespace {

// The project's files with unsaved texts over them.
constexpr std::size_t kMaxBody = 25U << 20U;

Response Refused(const api::Answer& answer, const api::ModelRequest& source) {
  Problem problem = ProblemOf(answer);
  problem.diagnostics = RelativeDiagnostics(problem.diagnostics, source.model);
  return Refusal(problem);
}

Response View(const Request& request, Application& application) {
  Fields body(request.body);
  api::ModelViewRequest wanted;
  if (auto refusal = ReadSource(body, request.parts.at("project"), application, wanted.source)) {
    return *refusal;
  }
  if (auto fault = body.Fault()) return *fault;
  const api::ModelViewAnswer answer = api::ViewModel(wanted);
  if (!answer.ok()) return Refused(answer, wanted.source);
  return {200, "application/json", answer.json, {}};
}

Response Thing(const Request& request, Application& application) {
  Fields body(request.body);
  api::ThingRequest wanted;
  wanted.name = body.WantedText("name");
  if (auto refusal = ReadSource(body, request.parts.at("project"), application, wanted.source)) {
    return *refusal;
  }
  if (auto fault = body.Fault()) return *fault;
  const api::ThingAnswer answer = api::ViewThing(wanted);
  if (!answer.ok()) return Refused(answer, wanted.source);
  return {200, "application/json", answer.json, {}};
}

}  // namespace

void AddModelRoutes(std::vector<Route>& routes) {
  Route route;
  route.tag = "model";
  route.method = "POST";
  route.body = BodyKind::kJson;
  route.body_bytes = kMaxBody;
  route.problems = {404, 413, 422};

  route.path = "/api/v1/projects/{project}/model";
  route.summary = "What the model consists of: actors, issues, links, levers, questions";
  route.request_schema = SourceSchema("{}");
  route.response_schema = R"({"$ref":"#/components/schemas/ModelView"})";
  route.call = View;
  routes.push_back(route);

  route.path = "/api/v1/projects/{project}/thing";
  route.summary = "One thing of the model: its text, its sources, its rates in plain words";
  route.request_schema = SourceSchema(
      R"({"name":{"type":"string","description":"an event, transition, issue, quantity …; wanted"}})");
  route.response_schema = R"({"$ref":"#/components/schemas/Thing"})";
  route.call = Thing;
  routes.push_back(route);
}

}  // namespace entente::server
