// A route: one record with all that there is to know of one method on one path, from which the
// dispatch, the limits and the OpenAPI document are made. Additions are made in src/server/routes
// and src/server/tasks only.
#ifndef ENTENTE_SERVER_HTTP_ROUTE_H_
#define ENTENTE_SERVER_HTTP_ROUTE_H_

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "entente/common.h"
#include "server/http/message.h"

namespace entente::server {

struct Application;

// Where a stream's events go. Thread-safe.
class EventSink {
 public:
  virtual ~EventSink() = default;
  // `data` is JSON. A replaceable event that waits to be sent gives way to the next of its name;
  // others are all sent, and wait for a slow reader. Nothing happens once the reader is gone.
  virtual void Send(const std::string& event, const std::string& data, bool replaceable) = 0;
};

// What a stream does, on a thread of its own; the signal is set when the reader is gone.
using StreamJob = std::function<void(EventSink& sink, const api::StopSignal& stop)>;

enum class BodyKind { kNone, kJson, kUpload };

struct Route {
  std::string method;
  std::string path;  // "/api/v1/projects/{project}/files/{path*}"; `*` takes what is left
  std::string tag, summary;
  BodyKind body = BodyKind::kNone;
  std::size_t body_bytes = 0;  // bound
  // OpenAPI: schemas in JSON, of bodies; parameters besides those of the path.
  std::string request_schema, response_schema;
  std::string response_type = "application/json";
  std::vector<std::pair<std::string, std::string>> query;  // name, what it is
  int success = 200;
  std::vector<int> problems;  // statuses besides those that every route can have

  // Exactly one of them. Called on a thread for short work.
  std::function<Response(const Request&, Application&)> call;
  // Gives the stream's job, or refuses.
  std::function<std::variant<Response, StreamJob>(const Request&, Application&)> stream;
};

// A path's parts, percent-decoded one by one; false if it is malformed. "/a/b%20c" → {"a", "b c"}.
bool SplitPath(std::string_view path, std::vector<std::string>& parts);
// "a=1&b=%20"; false if it is malformed or names a field twice.
bool SplitQuery(std::string_view query, std::map<std::string, std::string>& fields);

struct Match {
  const Route* route = nullptr;      // null: no route has this path and method
  std::vector<std::string> allowed;  // the methods that this path has
  std::map<std::string, std::string> parts;
};

Match FindRoute(const std::vector<Route>& routes, const std::string& method,
                const std::vector<std::string>& parts);

}  // namespace entente::server

#endif  // ENTENTE_SERVER_HTTP_ROUTE_H_
