// Notes of a project.
#include <nlohmann/json.hpp>

#include "server/application.h"
#include "server/http/fields.h"
#include "server/routes/json.h"
#include "server/routes/routes.h"

namespace entente::server {
namespace {

Response List(const Request& request, Application& application) {
  const auto notes = application.workspace->Notes(request.parts.at("project"));
  if (!notes.ok()) return WorkspaceRefusal(notes);
  Json list = Json::array();
  for (const api::NoteInfo& note : notes.value) list.push_back(ToJson(note));
  return JsonResponse({{"notes", list}});
}

Response Add(const Request& request, Application& application) {
  Fields fields(request.body);
  const std::string about = fields.Text("about"), text = fields.WantedText("text");
  if (auto fault = fields.Fault()) return *fault;
  const auto note = application.workspace->AddNote(request.parts.at("project"), about, text);
  if (!note.ok()) return WorkspaceRefusal(note);
  Response response = JsonResponse(ToJson(note.value));
  response.status = 201;
  return response;
}

Response Delete(const Request& request, Application& application) {
  const auto deleted = application.workspace->DeleteNote(request.parts.at("project"),
                                                         request.parts.at("note"));
  return deleted.ok() ? NoContent() : WorkspaceRefusal(deleted);
}

}  // namespace

void AddNoteRoutes(std::vector<Route>& routes) {
  Route route;
  route.tag = "notes";
  route.path = "/api/v1/projects/{project}/notes";
  route.problems = {404};
  route.method = "GET";
  route.summary = "The notes of a project, in the order in which they were made";
  route.response_schema = R"({"type":"object","required":["notes"],"properties":{"notes":
    {"type":"array","items":{"$ref":"#/components/schemas/Note"}}}})";
  route.call = List;
  routes.push_back(route);

  route.method = "POST";
  route.summary = "A new note";
  route.body = BodyKind::kJson;
  route.body_bytes = 512U << 10U;
  route.request_schema = R"({"type":"object","required":["text"],"additionalProperties":false,
    "properties":{"about":{"type":"string","description":"the thing, run or room that it is about"},
    "text":{"type":"string"}}})";
  route.response_schema = R"({"$ref":"#/components/schemas/Note"})";
  route.success = 201;
  route.problems = {404, 413};
  route.call = Add;
  routes.push_back(route);

  route.path = "/api/v1/projects/{project}/notes/{note}";
  route.method = "DELETE";
  route.summary = "Deletes a note";
  route.body = BodyKind::kNone;
  route.body_bytes = 0;
  route.request_schema.clear();
  route.response_schema.clear();
  route.success = 204;
  route.problems = {404};
  route.call = Delete;
  routes.push_back(route);
}

}  // namespace entente::server
