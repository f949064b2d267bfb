// Projects: listed, made from a model or another project, renamed, deleted.
#include <cctype>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "server/application.h"
#include "server/http/fields.h"
#include "server/routes/event_store.h"
#include "server/routes/json.h"
#include "server/routes/routes.h"

namespace entente::server {
namespace {

Response List(const Request&, Application& application) {
  const auto projects = application.workspace->Projects();
  if (!projects.ok()) return WorkspaceRefusal(projects);
  Json list = Json::array();
  for (const api::ProjectInfo& project : projects.value) list.push_back(ToJson(project));
  return JsonResponse({{"projects", list}});
}

// The name wanted, the texts to begin with and where they come from; or why not.
struct Beginning {
  std::string name, made_from;
  api::Texts texts;
  std::optional<Response> refusal;
};

Beginning BeginFrom(const std::string& from, const std::string& project, Application& application) {
  Beginning beginning;
  if (!project.empty()) {
    const auto info = application.workspace->Project(project);
    auto texts = application.workspace->FileTexts(project);
    if (!info.ok()) beginning.refusal = WorkspaceRefusal(info);
    else if (!texts.ok()) beginning.refusal = WorkspaceRefusal(texts);
    if (beginning.refusal) return beginning;
    beginning.name = info.value.name + " (copy)";
    beginning.texts = std::move(texts.value);
  } else if (!from.empty()) {
    api::ModelTextsAnswer read = api::ReadModelTexts(from, true, application.model_folders);
    if (!read.ok()) {
      beginning.refusal = Refusal({404, "not-found", read.message,
                                   "GET /api/v1/models lists those that come along", "", ""});
      return beginning;
    }
    beginning.name = read.model.name;
    beginning.made_from = from;
    beginning.texts = std::move(read.model.texts);
  }
  return beginning;
}

// What was imported into a project goes along with its copy; without it there is no copy.
std::optional<Response> CopyEvents(const std::string& project, const std::string& copy,
                                   Application& application) {
  if (project.empty()) return std::nullopt;
  const std::string events = ExistingEventStore(EventStoreOf(application, project));
  if (events.empty()) return std::nullopt;
  const api::Answer copied = api::RecordCopy(events, EventStoreOf(application, copy));
  if (copied.ok()) return std::nullopt;
  (void)application.workspace->DeleteProject(copy);
  return Refusal({507, "not-stored", "the imported events could not be copied: " + copied.message,
                  "is there room on the disk?", "", ""});
}

Response Make(const Request& request, Application& application) {
  Fields fields(request.body);
  const std::string name = fields.Text("name");
  const std::string from = fields.Text("from"), project = fields.Text("from_project");
  if (auto fault = fields.Fault()) return *fault;
  Beginning beginning = BeginFrom(from, project, application);
  if (beginning.refusal) return *beginning.refusal;
  if (!name.empty()) beginning.name = name;
  if (beginning.name.empty()) beginning.name = "my_region";
  if (beginning.texts.empty()) beginning.texts = api::StarterModel(beginning.name).texts;
  const auto made =
      application.workspace->NewProject(beginning.name, beginning.made_from, beginning.texts);
  if (!made.ok()) return WorkspaceRefusal(made);
  if (auto refusal = CopyEvents(project, made.value.id, application)) return *refusal;
  Response response = JsonResponse(ToJson(made.value));
  response.status = 201;
  response.fields.emplace_back("Location", "/api/v1/projects/" + made.value.id);
  return response;
}

// Whether its files are those of the model that it was made from, so that a command which names that
// model means the same.
bool IsUnchanged(const api::ProjectInfo& project, Application& application) {
  if (project.made_from.empty()) return false;
  const auto texts = application.workspace->FileTexts(project.id);
  const api::ModelTextsAnswer read =
      api::ReadModelTexts(project.made_from, false, application.model_folders);
  return texts.ok() && read.ok() && texts.value == read.model.texts;
}

Response Show(const Request& request, Application& application) {
  const std::string& id = request.parts.at("project");
  const auto project = application.workspace->Project(id);
  if (!project.ok()) return WorkspaceRefusal(project);
  const auto files = application.workspace->Files(id);
  if (!files.ok()) return WorkspaceRefusal(files);
  Json shown = ToJson(project.value);
  shown["unchanged"] = IsUnchanged(project.value, application);
  shown["files"] = Json::array();
  for (const api::FileInfo& file : files.value) {
    shown["files"].push_back(
        {{"path", file.path}, {"bytes", file.bytes}, {"revision", file.revision}});
  }
  return JsonResponse(shown);
}

// A name for a file or a folder, whatever system it ends up on.
std::string FileName(const std::string& name) {
  std::string plain;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_') plain += c;
    else if (!plain.empty() && plain.back() != '_') plain += '_';
  }
  while (!plain.empty() && plain.back() == '_') plain.pop_back();
  return plain.empty() ? "model" : plain;
}

Response Archive(const Request& request, Application& application) {
  const std::string& id = request.parts.at("project");
  const auto project = application.workspace->Project(id);
  if (!project.ok()) return WorkspaceRefusal(project);
  const auto texts = application.workspace->FileTexts(id);
  if (!texts.ok()) return WorkspaceRefusal(texts);
  const std::string name = FileName(project.value.name);
  api::ArchiveAnswer answer = api::ArchiveTexts(name, texts.value);
  if (!answer.ok()) return Refusal(ProblemOf(answer));
  return {200, "application/zip", std::move(answer.bytes),
          {{"Content-Disposition", "attachment; filename=\"" + name + ".zip\""}}};
}

Response Rename(const Request& request, Application& application) {
  Fields fields(request.body);
  const std::string name = fields.WantedText("name");
  if (auto fault = fields.Fault()) return *fault;
  const auto renamed = application.workspace->RenameProject(request.parts.at("project"), name);
  return renamed.ok() ? JsonResponse(ToJson(renamed.value)) : WorkspaceRefusal(renamed);
}

Response Delete(const Request& request, Application& application) {
  const std::string& project = request.parts.at("project");
  const auto deleted = application.workspace->DeleteProject(project);
  if (!deleted.ok()) return WorkspaceRefusal(deleted);
  for (const char* part : {"", "-wal", "-shm"}) {
    std::error_code ignored;
    std::filesystem::remove(EventStoreOf(application, project) + part, ignored);
  }
  return NoContent();
}

}  // namespace

void AddProjectRoutes(std::vector<Route>& routes) {
  Route route;
  route.tag = "projects";
  route.method = "GET";
  route.path = "/api/v1/projects";
  route.summary = "The projects, the last changed first";
  route.response_schema = R"({"type":"object","required":["projects"],"properties":{"projects":
    {"type":"array","items":{"$ref":"#/components/schemas/Project"}}}})";
  route.call = List;
  routes.push_back(route);

  route.method = "POST";
  route.summary = "A new project from a shipped model, another project, or a small example";
  route.body = BodyKind::kJson;
  route.body_bytes = 64U << 10U;
  route.request_schema = R"({"type":"object","additionalProperties":false,"properties":{
    "name":{"type":"string","description":"as the model's, if it is not given"},
    "from":{"type":"string","description":"name of a shipped model"},
    "from_project":{"type":"string","description":
      "id of the project to copy, with its imported events; not its notes and runs"}}})";
  route.response_schema = R"({"$ref":"#/components/schemas/Project"})";
  route.success = 201;
  route.problems = {404, 413};
  route.call = Make;
  routes.push_back(route);

  route.path = "/api/v1/projects/{project}";
  route.method = "GET";
  route.summary = "A project and its files";
  route.body = BodyKind::kNone;
  route.body_bytes = 0;
  route.request_schema.clear();
  route.response_schema = R"({"allOf":[{"$ref":"#/components/schemas/Project"},
    {"type":"object","required":["files","unchanged"],"properties":{
     "unchanged":{"type":"boolean","description":"its files are those of the model it was made from"},
     "files":{"type":"array","items":{"$ref":"#/components/schemas/File"}}}}]})";
  route.success = 200;
  route.problems = {404};
  route.call = Show;
  routes.push_back(route);

  Route archive = route;
  archive.path = "/api/v1/projects/{project}/archive";
  archive.summary = "The files of a project as one ZIP archive, in a folder of the project's name";
  archive.response_type = "application/zip";
  archive.response_schema = R"({"type":"string","contentMediaType":"application/zip"})";
  archive.call = Archive;
  routes.push_back(archive);

  route.method = "PATCH";
  route.summary = "Gives a project another name";
  route.body = BodyKind::kJson;
  route.body_bytes = 64U << 10U;
  route.request_schema = R"({"type":"object","required":["name"],"additionalProperties":false,
    "properties":{"name":{"type":"string"}}})";
  route.response_schema = R"({"$ref":"#/components/schemas/Project"})";
  route.call = Rename;
  routes.push_back(route);

  route.method = "DELETE";
  route.summary = "Deletes a project with its files, notes, runs and imported events";
  route.body = BodyKind::kNone;
  route.body_bytes = 0;
  route.request_schema.clear();
  route.response_schema.clear();
  route.success = 204;
  route.call = Delete;
  routes.push_back(route);
}

}  // namespace entente::server
