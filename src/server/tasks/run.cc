// Tasks that run a model: all at once, or watched while it runs.
#include <nlohmann/json.hpp>

#include "server/tasks/task.h"

namespace entente::server {

StreamTask RunTask() {
  StreamTask task;
  task.name = "run";
  task.summary = "Simulates worlds and summarises them";
  task.result = "RunResult";
  task.options = SamplingSchema(10'000, R"json({
    "exact":{"type":"boolean","default":false,"description":"solve exactly as well (small models)"},
    "check_step":{"type":"boolean","default":false,"description":"run again at half the step"}})json");
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::RunRequest request;
    request.source = input.source;
    ReadSampling(body, request, 10'000);
    request.exact = body.Flag("exact");
    request.check_step = body.Flag("check_step");
    request.json = true;
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::RunAnswer answer = api::Run(request, sink.control());
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

StreamTask LiveTask() {
  StreamTask task;
  task.name = "live";
  task.summary = "Simulates worlds and shows better and better numbers until all are done";
  task.result = "LiveResult";
  task.options = SamplingSchema(20'000, R"json({
    "first_look":{"type":"integer","minimum":0,"maximum":1048576,"default":512,"description":
      "worlds before the first `partial` event; the next ones after four times as many each"},
    "samples":{"type":"integer","minimum":2,"maximum":512,"default":64},
    "versus":{"type":"object","additionalProperties":false,"description":
      "another setting of the levers, in the same worlds","properties":{
      "with":{"type":"array","items":{"type":"string"}},
      "set":{"type":"object","additionalProperties":{"type":"number"}}}}})json");
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::LiveRequest request;
    request.source = input.source;
    ReadSampling(body, request, 20'000);
    request.first_look = body.Count("first_look", 512, 0, kMaxWorlds);
    request.samples = static_cast<unsigned>(body.Count("samples", 64, 2, 512));
    if (const auto versus = body.Inner("versus")) {
      request.versus = api::Levers{versus->TextList("with"), versus->NumberMap("set")};
      body.Join(*versus, "versus");
    }
    return [request](TaskSink& sink, const api::StopSignal&) {
      api::LiveRequest watched = request;
      watched.on_partial = [&](const std::string& json) { sink.Partial(json); };
      const api::LiveAnswer answer = api::Live(watched, sink.control());
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

}  // namespace entente::server
