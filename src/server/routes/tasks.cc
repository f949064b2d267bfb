// A route for each task.
#include <nlohmann/json.hpp>

#include "server/routes/event_store.h"
#include "server/routes/json.h"
#include "server/routes/routes.h"
#include "server/tasks/input.h"
#include "server/tasks/task.h"

namespace entente::server {
namespace {

// The project's files as texts over it, and half as much again.
constexpr std::size_t kMaxTaskBody = 25U << 20U;

using Opened = std::variant<Response, StreamJob>;

// A kept run says which texts it is of: the revision of each file, and the files over which unsaved
// texts lay, which no revision holds.
std::string RememberedBy(const Fields& body, const TaskInput& input, Application& application) {
  Json request = Json::parse(body.Without("texts"), nullptr, false);
  if (!request.is_object()) request = Json::object();
  const auto files = application.workspace->Files(input.project);
  const auto stored = application.workspace->FileTexts(input.project);
  request["revisions"] = Json::object();
  for (const api::FileInfo& file : files.value) request["revisions"][file.path] = file.revision;
  request["unsaved"] = Json::array();
  for (const auto& [path, text] : *input.source.texts) {
    const auto found = stored.value.find(path);
    if (found == stored.value.end() || found->second != text) request["unsaved"].push_back(path);
  }
  return Dump(request);
}

Opened Open(const StreamTask& task, const Request& request, Application& application) {
  Fields body(request.body);
  const auto input = std::make_shared<TaskInput>();
  input->project = request.parts.at("project");
  input->task = task.name;
  input->store = EventStoreOf(application, input->project);
  if (auto refusal = ReadSource(body, input->project, application, input->source)) return *refusal;
  input->keep = body.Flag("keep");
  input->title = body.Text("title");
  TaskRun run = task.read(body, *input);
  if (auto fault = body.Fault()) return *fault;
  if (input->keep) input->request = RememberedBy(body, *input, application);
  return [input, run, &application](EventSink& events, const api::StopSignal& stop) {
    TaskSink sink(events, application, *input, stop);
    run(sink, stop);
  };
}

// The common properties of a task's body, and its own.
std::string SchemaOf(const StreamTask& task) {
  Json properties = Json::parse(R"({
    "keep":{"type":"boolean","default":false,"description":"keep the result as a run"},
    "title":{"type":"string","description":"of the run that is kept"}})");
  properties.update(Json::parse(task.options));
  return SourceSchema(properties.dump());
}

}  // namespace

void AddTaskRoutes(std::vector<Route>& routes) {
  for (const StreamTask& task : Tasks()) {
    Route route;
    route.tag = "tasks";
    route.method = "POST";
    route.path = "/api/v1/projects/{project}/tasks/" + task.name;
    route.summary = task.summary;
    route.body = BodyKind::kJson;
    route.body_bytes = kMaxTaskBody;
    route.request_schema = SchemaOf(task);
    route.response_schema = R"({"$ref":"#/components/schemas/)" + task.result + "\"}";
    route.problems = {404, 413};
    route.stream = [&task](const Request& request, Application& application) {
      return Open(task, request, application);
    };
    routes.push_back(std::move(route));
  }
}

}  // namespace entente::server
