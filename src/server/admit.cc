// Who is let in. The browser is on our side: it says where a request comes from, and pages of other
// sites can neither forge that nor add the token. What is refused here never reaches a route.
#include <algorithm>
#include <string_view>

#include "server/application.h"
#include "server/assets.h"
#include "server/origin.h"

namespace entente::server {
namespace {

constexpr std::size_t kMaxTarget = 8192;

// A page elsewhere can let its own name point to this machine; its requests then carry that name.
bool IsOurHost(const Application& application, const std::string& host) {
  if (IsLoopback(host)) return true;
  if (std::find(application.hosts.begin(), application.hosts.end(), host) !=
      application.hosts.end()) {
    return true;
  }
  return application.beyond_loopback && IsAddress(host);
}

// Takes as long whatever is wrong.
bool SameSecret(std::string_view given, std::string_view wanted) {
  unsigned difference = given.size() == wanted.size() ? 0 : 1;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const char other = given.empty() ? '\0' : given[i % given.size()];
    difference |= static_cast<unsigned char>(wanted[i]) ^ static_cast<unsigned char>(other);
  }
  return difference == 0;
}

Response Refused(int status, std::string kind, std::string detail, std::string suggestion = "") {
  return Refusal({status, std::move(kind), std::move(detail), std::move(suggestion), "", ""});
}

// Its own, as the browser sees it, or, behind a proxy, as the person who started it said.
bool IsOurOrigin(const Application& application, const Head& head) {
  const std::string origin = Lower(head.origin);
  return origin == "http://" + Lower(head.host) ||
         std::find(application.origins.begin(), application.origins.end(), origin) !=
             application.origins.end();
}

std::optional<Response> JudgeOrigin(const Application& application, const Head& head,
                                    bool is_data) {
  const std::string host = HostName(head.host);
  if (head.several_hosts || host.empty()) {
    return Refused(400, "bad-request", "a request has exactly one `Host` field");
  }
  if (!IsOurHost(application, host)) {
    return Refused(421, "foreign-host", "this server does not go by the name `" + host + "`",
                   "open the link that `entente serve` printed, or start it with `--host`");
  }
  if (!head.origin.empty() && !IsOurOrigin(application, head)) {
    return Refused(403, "cross-site", "requests from pages of other sites are refused",
                   "open the link that `entente serve` printed; behind a proxy, start it with "
                   "`--origin`");
  }
  const bool from_elsewhere = head.fetch_site == "cross-site" || head.fetch_site == "same-site";
  if (is_data && from_elsewhere) {
    return Refused(403, "cross-site", "requests from pages of other sites are refused",
                   "open the link that `entente serve` printed");
  }
  return std::nullopt;
}

std::optional<Response> JudgeToken(const Application& application, const Head& head) {
  constexpr std::string_view kScheme = "bearer ";
  if (application.token.empty()) return std::nullopt;
  const bool bearer = Lower(head.authorization.substr(0, kScheme.size())) == kScheme;
  if (bearer && SameSecret(std::string_view(head.authorization).substr(kScheme.size()),
                           application.token)) {
    return std::nullopt;
  }
  Response response = Refused(401, "no-token",
                              head.authorization.empty() ? "this server wants its token"
                                                         : "this is not the server's token",
                              "open the link that `entente serve` printed: it carries the token");
  response.fields.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

std::string Joined(const std::vector<std::string>& methods) {
  std::string joined;
  for (const std::string& method : methods) joined += (joined.empty() ? "" : ", ") + method;
  return joined;
}

// A form of another site can send text, but no JSON.
std::optional<Response> JudgeBody(const Route& route, const Head& head) {
  const std::string type = Lower(head.content_type.substr(0, head.content_type.find(';')));
  if (route.body != BodyKind::kJson || type == "application/json") return std::nullopt;
  return Refused(415, "not-json", "the body must have the type `application/json`",
                 "send `Content-Type: application/json`");
}

Response ServePage(const Application& application, const Head& head, std::string_view path) {
  if (head.method != "GET" && head.method != "HEAD") {
    Response response = Refused(405, "no-such-method", "this path is only read");
    response.fields.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  return PageFile(application.page, std::string(path), head.if_none_match);
}

}  // namespace

Admission Admit(const Application& application, const Head& head) {
  Admission admission;
  if (head.target.size() > kMaxTarget) {
    admission.answer = Refused(414, "long-target", "the request's path is too long");
    return admission;
  }
  const std::string_view target = head.target;
  const std::size_t question = target.find('?');
  const std::string_view path = target.substr(0, question);
  const bool is_data = path.starts_with("/api/") || path == "/api";
  admission.answer = JudgeOrigin(application, head, is_data);
  if (admission.answer) return admission;
  std::vector<std::string> parts;
  if (!SplitPath(path, parts) ||
      (question != std::string_view::npos &&
       !SplitQuery(target.substr(question + 1), admission.query))) {
    admission.answer = Refused(400, "bad-request", "the request's path is malformed");
    return admission;
  }
  if (!is_data) {
    admission.answer = ServePage(application, head, path);
    return admission;
  }
  admission.answer = JudgeToken(application, head);
  if (admission.answer) return admission;
  Match match = FindRoute(application.routes, head.method, parts);
  if (match.route == nullptr) {
    if (match.allowed.empty()) {
      admission.answer = Refused(404, "not-found", "there is nothing at this path",
                                 "GET /api/v1/openapi.json says what there is");
    } else {
      admission.answer = Refused(405, "no-such-method", "this path has no such method",
                                 "it has " + Joined(match.allowed));
      admission.answer->fields.emplace_back("Allow", Joined(match.allowed));
    }
    return admission;
  }
  admission.answer = JudgeBody(*match.route, head);
  if (admission.answer) return admission;
  admission.route = match.route;
  admission.parts = std::move(match.parts);
  return admission;
}

}  // namespace entente::server
