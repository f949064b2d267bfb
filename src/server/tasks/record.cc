// Tasks on the record: follow it, learn from it, forecast from a day of it, be scored by it. A
// project has one store of coded events.
#include "server/routes/event_store.h"
#include "server/tasks/task.h"

namespace entente::server {
namespace {

std::vector<std::uint64_t> Leads(Fields& body) {
  std::vector<std::uint64_t> leads = body.CountList("leads", 1, 120);
  if (leads.empty()) leads = {1, 3, 6, 12};
  return leads;
}

}  // namespace

StreamTask FilterTask() {
  StreamTask task;
  task.name = "filter";
  task.summary = "Worlds that follow the record: how likely and how surprising each row was";
  task.result = "FilterResult";
  task.options = FollowingSchema(2'000, 4, R"json({
    "to":{"type":"string","description":"a date; none: the record's end"},
    "look_ahead":{"enum":["auto","always","never"],"default":"auto"}})json");
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::FilterRequest request;
    request.source = input.source;
    ReadFollowing(body, request, 2'000, 4);
    request.store = ExistingEventStore(input.store);
    request.to = body.Text("to");
    request.look_ahead = body.Text("look_ahead", "auto");
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::FilterAnswer answer = api::Filter(request, sink.control());
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

StreamTask ForecastTask() {
  StreamTask task;
  task.name = "forecast";
  task.summary = "Futures from a day of the record, seeing nothing that was known only later";
  task.result = "RunResult";
  task.options = FollowingSchema(2'000, 4, R"json({
    "from":{"type":"string","description":"the day; wanted"}})json");
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::ForecastRequest request;
    request.source = input.source;
    ReadFollowing(body, request, 2'000, 4);
    request.store = ExistingEventStore(input.store);
    request.from = body.WantedText("from");
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::ForecastAnswer answer = api::MakeForecast(request, sink.control());
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

StreamTask HindcastTask() {
  StreamTask task;
  task.name = "hindcast";
  task.summary = "Forecasts from many days of the record, scored against baselines";
  task.result = "HindcastResult";
  task.options = FollowingSchema(500, 2, R"json({
    "from":{"type":"string","description":"first origin; wanted"},
    "to":{"type":"string","description":"last origin; wanted"},
    "every":{"type":"integer","minimum":1,"maximum":120,"default":3,"description":"months"},
    "leads":{"type":"array","items":{"type":"integer"},"description":"months; none: 1, 3, 6, 12"},
    "targets":{"enum":["","record","observed"],"default":""},
    "history":{"type":"boolean","default":false}})json");
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::HindcastRequest request;
    request.source = input.source;
    ReadFollowing(body, request, 500, 2);
    request.store = ExistingEventStore(input.store);
    request.from = body.WantedText("from");
    request.to = body.WantedText("to");
    request.every = body.Count("every", 3, 1, 120);
    request.leads = Leads(body);
    request.targets = body.Text("targets");
    request.history = body.Flag("history");
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::HindcastAnswer answer = api::MakeHindcast(request, sink.control());
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

StreamTask FitTask() {
  StreamTask task;
  task.name = "fit";
  task.summary = "What the record says about the parameters: a posterior from the priors";
  task.result = "FitResult";
  task.options = R"json({
    "to":{"type":"string","description":"last day of the record to use; none: all of it"},
    "parameters":{"type":"array","items":{"type":"string"},"description":"to learn; none: all"},
    "points":{"type":"integer","minimum":8,"maximum":4096,"default":128,"description":
      "of the cloud that is led from the prior to the posterior"},
    "particles":{"type":"integer","minimum":16,"maximum":100000,"default":200,"description":
      "in the filter of each point"},
    "seed":{"type":"integer","minimum":0,"default":1}})json";
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::FitRequest request;
    request.source = input.source;
    request.store = ExistingEventStore(input.store);
    request.to = body.Text("to");
    request.parameters = body.TextList("parameters");
    request.points = body.Count("points", 128, 8, 4096);
    request.particles = body.Count("particles", 200, 16, kMaxParticles);
    request.seed = ReadSeed(body);
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::FitAnswer answer = api::Fit(request, sink.control());
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

StreamTask LinkagesTask() {
  StreamTask task;
  task.name = "linkages";
  task.summary = "Each declared linkage confronted with the imported events";
  task.result = "RecordLinkagesResult";
  task.options = R"json({"dataset":{"type":"string","description":"none: the only one"},
    "level":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1,"default":0.95}})json";
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::RecordLinkagesRequest request;
    request.selection.store = input.store;
    request.selection.dataset = body.Text("dataset");
    request.selection.model = input.source.model;
    request.selection.texts = input.source.texts;
    request.level = body.Number("level", 0.95, 1e-6, 1 - 1e-6);
    return [request](TaskSink& sink, const api::StopSignal&) {
      api::RecordLinkagesAnswer answer;
      if (ExistingEventStore(request.selection.store).empty()) {
        answer.status = api::Status::kFailed;
        answer.message = "no events were imported into this project yet";
      } else {
        answer = api::RecordLinkages(request, sink.control());
      }
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

}  // namespace entente::server
