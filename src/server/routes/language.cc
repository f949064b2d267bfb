// What an editor asks about a project's text while it is being written.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "server/application.h"
#include "server/http/fields.h"
#include "server/routes/json.h"
#include "server/routes/language_sessions.h"
#include "server/routes/routes.h"
#include "server/tasks/input.h"

namespace entente::server {
namespace {

constexpr std::size_t kMaxBody = 25U << 20U;
constexpr std::uint64_t kMaxLine = 1U << 24U;

api::TextPosition PositionOf(Fields& fields) {
  return {static_cast<std::uint32_t>(fields.Count("line", 0, 0, kMaxLine)),
          static_cast<std::uint32_t>(fields.Count("character", 0, 0, kMaxLine))};
}

// An absent position is the text's beginning.
api::TextPosition Position(Fields& body, const std::string& name) {
  api::TextPosition position;
  if (const auto inner = body.Inner(name)) {
    position = PositionOf(*inner);
    body.Join(*inner, name);
  }
  return position;
}

api::TextRange RangeOf(Fields& body) {
  api::TextRange range;
  if (const auto inner = body.Inner("range")) {
    range = {Position(*inner, "start"), Position(*inner, "end")};
    body.Join(*inner, "range");
  }
  return range;
}

Response Ask(const Request& request, Application& application) {
  const std::string& name = request.parts.at("feature");
  const auto feature = api::LanguageFeatureNamed(name);
  if (!feature) {
    const std::string nearest = api::Nearest(name, api::LanguageFeatureNames());
    return Refusal({404, "not-found", "there is no language feature `" + name + "`",
                    nearest.empty() ? "" : "did you mean `" + nearest + "`?", "", ""});
  }
  Fields body(request.body);
  api::LanguageQuestion question;
  question.feature = *feature;
  question.path = body.Text("path");
  question.position = Position(body, "position");
  question.range = RangeOf(body);
  question.new_name = body.Text("new_name");
  question.include_declaration = body.Flag("include_declaration", true);
  question.query = body.Text("query");
  api::ModelRequest source;
  if (auto refusal = ReadTexts(body, request.parts.at("project"), application, source)) {
    return *refusal;
  }
  if (auto fault = body.Fault()) return *fault;
  const api::LanguageAnswer answer =
      application.language->Ask(request.parts.at("project"), *source.texts, question);
  if (!answer.ok()) return Refusal(ProblemOf(answer));
  return {200, "application/json", "{\"result\":" + answer.json + "}", {}};
}

Response Legend(const Request&, Application&) {
  return {200, "application/json", api::LanguageLegend(), {}};
}

std::string FeatureList() {
  std::string list;
  for (const std::string& name : api::LanguageFeatureNames()) {
    list += (list.empty() ? "" : ", ") + name;
  }
  return list;
}

}  // namespace

std::shared_ptr<LanguageSessions::Session> LanguageSessions::SessionOf(const std::string& project) {
  const std::lock_guard<std::mutex> lock(mutex_);
  auto& [used, session] = sessions_[project];
  used = ++clock_;
  if (session == nullptr) session = std::make_shared<Session>();
  const std::shared_ptr<Session> wanted = session;
  if (sessions_.size() > kMostProjects) {
    const auto oldest = std::min_element(sessions_.begin(), sessions_.end(),
                                         [](const auto& a, const auto& b) {
                                           return a.second.first < b.second.first;
                                         });
    sessions_.erase(oldest);
  }
  return wanted;
}

api::LanguageAnswer LanguageSessions::Ask(const std::string& project, api::Texts texts,
                                          const api::LanguageQuestion& question) {
  const std::shared_ptr<Session> session = SessionOf(project);
  const std::lock_guard<std::mutex> lock(session->mutex);
  for (const auto& [path, text] : session->texts) {
    if (!texts.contains(path)) session->workspace.Remove(path);
  }
  for (const auto& [path, text] : texts) {
    const auto known = session->texts.find(path);
    if (known == session->texts.end() || known->second != text) {
      session->workspace.SetText(path, text);
    }
  }
  session->texts = std::move(texts);
  return session->workspace.Ask(question);
}

void AddLanguageRoutes(std::vector<Route>& routes) {
  Route route;
  route.tag = "language";
  route.method = "POST";
  route.path = "/api/v1/projects/{project}/language/{feature}";
  route.summary = "What an editor asks, in the shapes of the Language Server Protocol: " +
                  FeatureList();
  route.body = BodyKind::kJson;
  route.body_bytes = kMaxBody;
  route.request_schema = R"json({"type":"object","additionalProperties":false,"properties":{
    "texts":{"type":"object","additionalProperties":{"type":"string"},
             "description":"unsaved texts, by path, in place of the project's files"},
    "path":{"type":"string","description":"the file that is asked about"},
    "position":{"$ref":"#/components/schemas/TextPosition"},
    "range":{"type":"object","additionalProperties":false,"properties":{
      "start":{"$ref":"#/components/schemas/TextPosition"},
      "end":{"$ref":"#/components/schemas/TextPosition"}}},
    "new_name":{"type":"string","description":"of a rename"},
    "include_declaration":{"type":"boolean","default":true},
    "query":{"type":"string","description":"of workspace_symbols"}}})json";
  route.response_schema = R"json({"type":"object","required":["result"],"properties":{
    "result":{"description":"as the Language Server Protocol 3.17 has it, with paths for addresses"}}})json";
  route.problems = {404, 413};
  route.call = Ask;
  routes.push_back(route);

  Route legend;
  legend.tag = "language";
  legend.method = "GET";
  legend.path = "/api/v1/language/legend";
  legend.summary = "What the numbers of semantic tokens mean";
  legend.response_schema = R"({"type":"object","required":["tokenTypes","tokenModifiers"],
    "properties":{"tokenTypes":{"type":"array","items":{"type":"string"}},
    "tokenModifiers":{"type":"array","items":{"type":"string"}}}})";
  legend.call = Legend;
  routes.push_back(legend);
}

}  // namespace entente::server
