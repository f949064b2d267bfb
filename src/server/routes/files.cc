// Files of a project. What is answered as written is on the disk.
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/application.h"
#include "server/http/fields.h"
#include "server/routes/json.h"
#include "server/routes/routes.h"

namespace entente::server {
namespace {

// A revision in the query; nothing if it is not there, false if it is none.
bool RevisionAsked(const Request& request, const char* name, std::optional<std::int64_t>& revision) {
  const auto asked = request.query.find(name);
  if (asked == request.query.end()) return true;
  std::int64_t number = 0;
  const std::string& text = asked->second;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 1) return false;
  revision = number;
  return true;
}

Response NoRevision(const char* name) {
  return Refusal({400, "bad-request", std::string("`") + name + "` must be a whole number from 1",
                  "", "", ""});
}

Response Read(const Request& request, Application& application) {
  std::optional<std::int64_t> revision;
  if (!RevisionAsked(request, "revision", revision)) return NoRevision("revision");
  const auto file = application.workspace->File(request.parts.at("project"),
                                                request.parts.at("path"), revision);
  return file.ok() ? JsonResponse(ToJson(file.value)) : WorkspaceRefusal(file);
}

Response Write(const Request& request, Application& application) {
  Fields fields(request.body);
  const std::string text = fields.WantedText("text");
  const auto base = static_cast<std::int64_t>(fields.Count("base_revision", 0, 0, 1ULL << 53U));
  if (auto fault = fields.Fault()) return *fault;
  const auto written = application.workspace->PutFile(request.parts.at("project"),
                                                      request.parts.at("path"), text, base);
  if (written.fault == api::WorkspaceFault::kConflict) {
    const Json more{{"revision", written.value.revision}, {"text", written.value.text}};
    const std::string members = Dump(more);
    return Refusal({409, "conflict", written.message, written.suggestion, "",
                    members.substr(1, members.size() - 2)});
  }
  if (!written.ok()) return WorkspaceRefusal(written);
  return JsonResponse({{"path", written.value.path}, {"revision", written.value.revision}});
}

Response Delete(const Request& request, Application& application) {
  std::optional<std::int64_t> revision;
  if (!RevisionAsked(request, "base_revision", revision)) return NoRevision("base_revision");
  const auto deleted = application.workspace->DeleteFile(
      request.parts.at("project"), request.parts.at("path"), revision.value_or(0));
  return deleted.ok() ? NoContent() : WorkspaceRefusal(deleted);
}

}  // namespace

void AddFileRoutes(std::vector<Route>& routes) {
  Route route;
  route.tag = "files";
  route.path = "/api/v1/projects/{project}/files/{path*}";
  route.problems = {404};
  route.method = "GET";
  route.summary = "A file's text, as it is or as an older revision that is still kept";
  route.query = {{"revision", "number of the revision; the present one if it is not given"}};
  route.response_schema = R"({"type":"object","required":["path","text","revision"],"properties":{
    "path":{"type":"string"},"text":{"type":"string"},"revision":{"type":"integer"}}})";
  route.call = Read;
  routes.push_back(route);

  route.method = "PUT";
  route.summary = "Writes a file over the revision that the writer knew";
  route.query.clear();
  route.body = BodyKind::kJson;
  // A file of 4 MiB whose every byte is written as an escape of six.
  route.body_bytes = 25U << 20U;
  route.request_schema = R"({"type":"object","required":["text"],"additionalProperties":false,
    "properties":{"text":{"type":"string","description":"at most 4 MiB in UTF-8"},
    "base_revision":{"type":"integer","minimum":0,"description":"the revision that the text)"
    R"( was made from; 0 for a new file. At another by now: 409 with its `revision` and `text`"}}})";
  route.response_schema = R"({"type":"object","required":["path","revision"],"properties":{
    "path":{"type":"string"},"revision":{"type":"integer"}}})";
  route.problems = {404, 409, 413};
  route.call = Write;
  routes.push_back(route);

  route.method = "DELETE";
  route.summary = "Deletes a file; its older revisions stay readable";
  route.query = {{"base_revision", "the revision that the caller knew: 409 if it is another by now"}};
  route.body = BodyKind::kNone;
  route.body_bytes = 0;
  route.request_schema.clear();
  route.response_schema.clear();
  route.success = 204;
  route.problems = {404, 409};
  route.call = Delete;
  routes.push_back(route);
}

}  // namespace entente::server
