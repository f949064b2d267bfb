// Tasks about why: causes ranked over many worlds, one world's story, the same world without one
// occurrence.
#include "server/tasks/task.h"

namespace entente::server {
namespace {

constexpr std::uint64_t kLastWorld = 0xffff'ffffULL;

}  // namespace

StreamTask ExplainTask() {
  StreamTask task;
  task.name = "explain";
  task.summary = "Causes of an outcome or event by necessity and sufficiency, chains, exemplars";
  task.result = "ExplainResult";
  task.options = SamplingSchema(4'096, R"json({
    "name":{"type":"string","description":
      "an outcome, `gsomia -> notice`, `rebuke`, `renew_gsomia.notice`; wanted"},
    "causes":{"type":"integer","minimum":1,"maximum":64,"default":16},
    "replays":{"type":"integer","minimum":1,"maximum":1024,"default":64}})json");
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::CausesRequest request;
    request.source = input.source;
    ReadSampling(body, request, 4'096);
    request.name = body.WantedText("name");
    request.causes = body.Count("causes", request.causes, 1, 64);
    request.replays = body.Count("replays", request.replays, 1, 1'024);
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::CausesAnswer answer = api::Causes(request, sink.control());
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

StreamTask StoryTask() {
  StreamTask task;
  task.name = "story";
  task.summary = "What happened in one world, when and because of what";
  task.result = "StoryResult";
  task.options = R"json({"world":{"type":"integer","minimum":0,"maximum":4294967295,"default":0},
    "seed":{"type":"integer","minimum":0,"default":1}})json";
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::TellRequest request;
    request.source = input.source;
    request.seed = body.Count("seed", 1, 0, kMaxSeed);
    request.world = static_cast<std::uint32_t>(body.Count("world", 0, 0, kLastWorld));
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::TellAnswer answer = api::Tell(request);
      sink.Finish(answer, answer.json, !answer.json.empty());
    };
  };
  return task;
}

StreamTask WithoutTask() {
  StreamTask task;
  task.name = "without";
  task.summary = "One world told twice: as it is, and with one occurrence made void";
  task.result = "WithoutResult";
  task.options = R"json({"event":{"type":"string","description":
      "what is made void; `rebuke#2` is the second; wanted"},
    "world":{"type":"integer","minimum":0,"maximum":4294967295,"default":0},
    "seed":{"type":"integer","minimum":0,"default":1}})json";
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::WithoutRequest request;
    request.source = input.source;
    request.event = body.WantedText("event");
    request.seed = body.Count("seed", 1, 0, kMaxSeed);
    request.world = static_cast<std::uint32_t>(body.Count("world", 0, 0, kLastWorld));
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::WithoutAnswer answer = api::Without(request);
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

}  // namespace entente::server
