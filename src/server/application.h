// The server without its sockets: who is let in, which route answers, what is served at `/`.
#ifndef ENTENTE_SERVER_APPLICATION_H_
#define ENTENTE_SERVER_APPLICATION_H_

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "entente/entente.h"
#include "server/http/message.h"
#include "server/http/route.h"
#include "server/routes/language_sessions.h"

namespace entente::server {

struct Application {
  std::shared_ptr<api::Workspace> workspace;
  std::vector<Route> routes;
  std::shared_ptr<LanguageSessions> language = std::make_shared<LanguageSessions>();
  std::string token;               // empty: none is wanted
  bool beyond_loopback = false;
  std::vector<std::string> hosts;  // names in lower case that it goes by
  std::vector<std::string> origins;  // of its page behind a proxy, as browsers send them
  std::string page;                // folder that replaces the embedded page
  std::vector<std::string> model_folders;
  unsigned task_seconds = 3600;    // a task that runs for longer is stopped
  std::atomic<unsigned> running{0};  // tasks
};

// What becomes of a request, judged by its head alone.
struct Admission {
  const Route* route = nullptr;    // to be called with the parts and query below; or
  std::optional<Response> answer;  // what to answer without more ado: a refusal, or the page
  std::map<std::string, std::string> parts, query;
};

Admission Admit(const Application& application, const Head& head);

// Calls the route of an admitted request; faults of ours become 500.
Response Call(Application& application, const Route& route, const Request& request);
std::variant<Response, StreamJob> OpenStream(Application& application, const Route& route,
                                             const Request& request);

// Every route of the server, in the order of the OpenAPI document.
std::vector<Route> AllRoutes();

// The OpenAPI 3.1 document of these routes, without the schemas of task results, which are merged in
// from docs/reference where docs/reference/openapi.json is made.
std::string OpenApiOf(const std::vector<Route>& routes);

}  // namespace entente::server

#endif  // ENTENTE_SERVER_APPLICATION_H_
