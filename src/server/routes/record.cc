// The record of a project: chronologies beside its model, and one store of coded events.
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/application.h"
#include "server/http/fields.h"
#include "server/routes/event_store.h"
#include "server/routes/json.h"
#include "server/routes/routes.h"
#include "server/tasks/input.h"
#include "server/tasks/task.h"

namespace entente::server {
namespace {

constexpr std::size_t kMaxUpload = std::size_t{1} << 30U;

std::string Asked(const Request& request, const char* name, const char* absent = "") {
  const auto found = request.query.find(name);
  return found == request.query.end() ? absent : found->second;
}

// What of the store is wanted; the project's own actors.tsv and tracks.tsv apply if it has any.
std::optional<Response> Selection(const Request& request, Application& application,
                                  api::RecordSelection& selection) {
  const std::string& project = request.parts.at("project");
  const auto texts = application.workspace->FileTexts(project);
  if (!texts.ok()) return WorkspaceRefusal(texts);
  selection.store = EventStoreOf(application, project);
  if (ExistingEventStore(selection.store).empty()) {
    return Refusal({404, "not-found", "no events were imported into this project yet",
                    "POST a file to /api/v1/projects/{project}/record/imports", "", ""});
  }
  selection.dataset = Asked(request, "dataset");
  selection.from_day = Asked(request, "from");
  selection.to_day = Asked(request, "to");
  selection.source = Asked(request, "source");
  selection.target = Asked(request, "target");
  if (const std::string one = Asked(request, "class"); !one.empty()) selection.classes = {one};
  if (texts.value.contains("actors.tsv") && Asked(request, "mapped", "yes") == "yes") {
    selection.model = "model";
    selection.texts = std::make_shared<const api::Texts>(texts.value);
  }
  return std::nullopt;
}

Response Answered(const api::Answer& answer, const std::string& json) {
  if (!answer.ok()) return Refusal(ProblemOf(answer));
  return {200, "application/json", json, {}};
}

Response Datasets(const Request& request, Application& application) {
  const auto project = application.workspace->Project(request.parts.at("project"));
  if (!project.ok()) return WorkspaceRefusal(project);
  api::RecordListRequest wanted;
  wanted.store = EventStoreOf(application, request.parts.at("project"));
  if (ExistingEventStore(wanted.store).empty()) return JsonResponse({{"datasets", Json::array()}});
  const api::RecordListAnswer answer = api::RecordList(wanted);
  return Answered(answer, answer.json);
}

Response Formats(const Request&, Application&) {
  api::RecordListRequest wanted;
  wanted.formats = true;
  const api::RecordListAnswer answer = api::RecordList(wanted);
  return Answered(answer, answer.json);
}

Response Summary(const Request& request, Application& application) {
  api::RecordSummaryRequest wanted;
  if (auto refusal = Selection(request, application, wanted.selection)) return *refusal;
  wanted.most = 50;
  const api::RecordSummaryAnswer answer = api::RecordSummary(wanted);
  return Answered(answer, answer.json);
}

Response Series(const Request& request, Application& application) {
  api::RecordSeriesRequest wanted;
  if (auto refusal = Selection(request, application, wanted.selection)) return *refusal;
  wanted.period = Asked(request, "period", "month");
  wanted.by = Asked(request, "by", "none");
  wanted.pairs = Asked(request, "pairs") == "yes";
  const api::RecordSeriesAnswer answer = api::RecordSeries(wanted);
  return Answered(answer, answer.json);
}

// The chronologies that lie beside the model, held against it.
Response Check(const Request& request, Application& application) {
  Fields body(request.body);
  api::RecordCheckRequest wanted;
  wanted.known_on = body.Text("known_on");
  if (auto refusal = ReadTexts(body, request.parts.at("project"), application, wanted.source)) {
    return *refusal;
  }
  if (auto fault = body.Fault()) return *fault;
  const api::RecordCheckAnswer answer = api::RecordCheck(wanted);
  // Contradictions are what was asked for, not a failure.
  if (!answer.json.empty()) return {200, "application/json", answer.json, {}};
  return Refusal(ProblemOf(answer));
}

std::variant<Response, StreamJob> Import(const Request& request, Application& application) {
  const std::string& project = request.parts.at("project");
  const auto info = application.workspace->Project(project);
  if (!info.ok()) return WorkspaceRefusal(info);
  api::RecordImportRequest wanted;
  wanted.store = EventStoreOf(application, project);
  wanted.paths = {request.body_file};
  wanted.format = Asked(request, "format");
  wanted.dataset = Asked(request, "dataset");
  wanted.covers = Asked(request, "covers");
  wanted.start_date = Asked(request, "start_date");
  for (std::string map = Asked(request, "map"); !map.empty();) {
    const std::size_t comma = map.find(',');
    wanted.map.push_back(map.substr(0, comma));
    map.erase(0, comma == std::string::npos ? comma : comma + 1);
  }
  const auto input = std::make_shared<TaskInput>();
  input->project = project;
  input->task = "import";
  return [wanted, input, &application](EventSink& events, const api::StopSignal& stop) {
    TaskSink sink(events, application, *input, stop);
    api::RecordImportAnswer answer = api::RecordImport(wanted, sink.control());
    // The reader knows the file by its own name, not by where it lay here.
    const std::string folder = wanted.paths[0].substr(0, wanted.paths[0].rfind('/') + 1);
    for (std::string* text : {&answer.message, &answer.json}) {
      for (std::size_t at = text->find(folder); at != std::string::npos; at = text->find(folder, at)) {
        text->erase(at, folder.size());
      }
    }
    sink.Finish(answer, answer.json);
  };
}

}  // namespace

void AddRecordRoutes(std::vector<Route>& routes) {
  const std::vector<std::pair<std::string, std::string>> selection = {
      {"dataset", "none: the only one"},
      {"from", "first day, a date"},
      {"to", "last day, a date"},
      {"source", "who acts"},
      {"target", "toward whom"},
      {"class", "a quad class, PLOVER class or CAMEO code"},
      {"mapped", "no: actors as the data name them; else by the project's actors.tsv, if it has one"}};
  Route route;
  route.tag = "record";
  route.method = "GET";
  route.problems = {404};

  route.path = "/api/v1/record/formats";
  route.summary = "The formats of coded events that can be imported";
  route.response_schema = R"({"$ref":"#/components/schemas/RecordFormats"})";
  route.call = Formats;
  routes.push_back(route);

  route.path = "/api/v1/projects/{project}/record/datasets";
  route.summary = "The data sets that were imported, with the days that they cover";
  route.response_schema = R"({"type":"object","required":["datasets"]})";
  route.call = Datasets;
  routes.push_back(route);

  route.path = "/api/v1/projects/{project}/record/summary";
  route.summary = "Who acts toward whom, classes, gaps, names that no actor has";
  route.query = selection;
  route.response_schema = R"({"$ref":"#/components/schemas/RecordSummary"})";
  route.call = Summary;
  routes.push_back(route);

  route.path = "/api/v1/projects/{project}/record/series";
  route.summary = "Counts by period; a period without data is missing, not zero";
  route.query.push_back({"period", "day, week, month (as if nothing is said), year"});
  route.query.push_back({"by", "none (as if nothing is said), quad, plover, root, track"});
  route.query.push_back({"pairs", "yes: a series for each pair"});
  route.response_schema = R"({"$ref":"#/components/schemas/RecordSeries"})";
  route.call = Series;
  routes.push_back(route);

  Route check;
  check.tag = "record";
  check.method = "POST";
  check.path = "/api/v1/projects/{project}/record/check";
  check.summary = "The chronologies beside the model, row by row, held against it";
  check.body = BodyKind::kJson;
  check.body_bytes = 25U << 20U;
  check.request_schema = R"json({"type":"object","additionalProperties":false,"properties":{
    "texts":{"type":"object","additionalProperties":{"type":"string"}},
    "known_on":{"type":"string","description":"a date: as it was known on that day"}}})json";
  check.response_schema = R"({"$ref":"#/components/schemas/RecordCheck"})";
  check.problems = {404, 413, 422};
  check.call = Check;
  routes.push_back(check);

  Route import;
  import.tag = "record";
  import.method = "POST";
  import.path = "/api/v1/projects/{project}/record/imports";
  import.summary = "Imports a file of coded events: the body is the file, plain, gzip or zip";
  import.body = BodyKind::kUpload;
  import.body_bytes = kMaxUpload;
  import.query = {{"name", "the file's name, by which its format may be told"},
                  {"format", "see /api/v1/record/formats; none: by the first lines"},
                  {"dataset", "none: the format's own"},
                  {"covers", "2018-01-01..2018-10-31; none: from the rows"},
                  {"start_date", "quadruples: the date of the first time number"},
                  {"map", "csv: columns, \"date=Day,source=A\""}};
  import.response_schema = R"({"$ref":"#/components/schemas/RecordImport"})";
  import.problems = {404, 413};
  import.stream = Import;
  routes.push_back(import);
}

}  // namespace entente::server
