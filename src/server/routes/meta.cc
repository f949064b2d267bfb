// What the server is and what comes along with it.
#include <nlohmann/json.hpp>
#include <thread>

#include "server/application.h"
#include "server/openapi/embedded.h"
#include "server/routes/routes.h"

namespace entente::server {
namespace {

using Json = nlohmann::json;

Response Health(const Request&, Application& application) {
  const Json health{{"version", api::Version()},
                    {"cores", std::thread::hardware_concurrency()},
                    {"running", application.running.load()}};
  return {200, "application/json", health.dump(), {}};
}

Response OpenApi(const Request&, Application&) {
  return {200, "application/json", std::string(OpenApiDocument()), {}};
}

Response Models(const Request&, Application& application) {
  Json models = Json::array();
  for (const api::ShippedModel& model : api::ListModels(application.model_folders)) {
    models.push_back({{"name", model.name}, {"title", model.title}});
  }
  return {200, "application/json",
          Json{{"models", models}}.dump(-1, ' ', false, Json::error_handler_t::replace), {}};
}

}  // namespace

void AddMetaRoutes(std::vector<Route>& routes) {
  Route route;
  route.method = "GET";
  route.tag = "meta";
  route.path = "/api/v1/health";
  route.summary = "Whether the server answers, and how many tasks run";
  route.response_schema = R"({"type":"object","required":["version","cores","running"],
    "properties":{"version":{"type":"string"},"cores":{"type":"integer"},
                  "running":{"type":"integer","description":"tasks that run now"}}})";
  route.call = Health;
  routes.push_back(route);

  route.path = "/api/v1/openapi.json";
  route.summary = "The OpenAPI document of this interface";
  route.response_schema = R"({"type":"object"})";
  route.call = OpenApi;
  routes.push_back(route);

  route.path = "/api/v1/models";
  route.summary = "The models that come along";
  route.response_schema = R"({"type":"object","required":["models"],"properties":{"models":
    {"type":"array","items":{"type":"object","required":["name","title"],
     "properties":{"name":{"type":"string"},"title":{"type":"string"}}}}}})";
  route.call = Models;
  routes.push_back(route);
}

}  // namespace entente::server
