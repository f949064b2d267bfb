#include "server/application.h"

#include <exception>

#include "server/routes/routes.h"

namespace entente::server {
namespace {

Response Fault(const Route& route, const std::string& what) {
  return Refusal({500, "internal",
                  what + "; this is a fault of entente " + api::Version() + " in " + route.method +
                      " " + route.path,
                  "please report it with the model", "", ""});
}

}  // namespace

Response Call(Application& application, const Route& route, const Request& request) {
  try {
    return route.call(request, application);
  } catch (const std::exception& error) {
    return Fault(route, error.what());
  }
}

std::variant<Response, StreamJob> OpenStream(Application& application, const Route& route,
                                             const Request& request) {
  try {
    return route.stream(request, application);
  } catch (const std::exception& error) {
    return Fault(route, error.what());
  }
}

std::vector<Route> AllRoutes() {
  std::vector<Route> routes;
  AddMetaRoutes(routes);
  AddProjectRoutes(routes);
  AddFileRoutes(routes);
  AddNoteRoutes(routes);
  AddRunRoutes(routes);
  AddModelRoutes(routes);
  AddLanguageRoutes(routes);
  AddTaskRoutes(routes);
  AddRecordRoutes(routes);
  return routes;
}

}  // namespace entente::server
