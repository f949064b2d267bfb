// Runs of a project: the results of tasks that were asked to be kept.
#include <nlohmann/json.hpp>

#include "server/application.h"
#include "server/routes/json.h"
#include "server/routes/routes.h"

namespace entente::server {
namespace {

Response List(const Request& request, Application& application) {
  const auto runs = application.workspace->Runs(request.parts.at("project"));
  if (!runs.ok()) return WorkspaceRefusal(runs);
  Json list = Json::array();
  for (const api::RunInfo& run : runs.value) list.push_back(ToJson(run));
  return JsonResponse({{"runs", list}});
}

Response Show(const Request& request, Application& application) {
  const auto run = application.workspace->Run(request.parts.at("project"), request.parts.at("run"));
  if (!run.ok()) return WorkspaceRefusal(run);
  // The result is JSON already, and can be large: it is not read again.
  std::string json = Dump(ToJson(static_cast<const api::RunInfo&>(run.value)));
  json.pop_back();
  return {200, "application/json", json + ",\"result\":" + run.value.result + "}", {}};
}

Response Delete(const Request& request, Application& application) {
  const auto deleted = application.workspace->DeleteRun(request.parts.at("project"),
                                                        request.parts.at("run"));
  return deleted.ok() ? NoContent() : WorkspaceRefusal(deleted);
}

}  // namespace

void AddRunRoutes(std::vector<Route>& routes) {
  Route route;
  route.tag = "runs";
  route.path = "/api/v1/projects/{project}/runs";
  route.problems = {404};
  route.method = "GET";
  route.summary = "The kept runs of a project, the newest first";
  route.response_schema = R"({"type":"object","required":["runs"],"properties":{"runs":
    {"type":"array","items":{"$ref":"#/components/schemas/Run"}}}})";
  route.call = List;
  routes.push_back(route);

  route.path = "/api/v1/projects/{project}/runs/{run}";
  route.summary = "A kept run with its result";
  route.response_schema = R"({"allOf":[{"$ref":"#/components/schemas/Run"},{"type":"object",
    "required":["result"],"properties":{"result":{"description":"as its task gave it"}}}]})";
  route.call = Show;
  routes.push_back(route);

  route.method = "DELETE";
  route.summary = "Deletes a kept run";
  route.response_schema.clear();
  route.success = 204;
  route.call = Delete;
  routes.push_back(route);
}

}  // namespace entente::server
