// Tasks that put a question to many worlds: compare policies, check claims, split the uncertainty;
// and what stands behind a model.
#include <nlohmann/json.hpp>

#include "server/tasks/task.h"

namespace entente::server {
namespace {

using Json = nlohmann::json;

// [["two_track"], ["two_track", "hard"]]: a list of lists of names.
std::vector<std::vector<std::string>> Combinations(Fields& body) {
  std::vector<std::vector<std::string>> combinations;
  for (const std::string& joined : body.TextList("combinations")) {
    std::vector<std::string> names;
    std::size_t begin = 0;
    for (;;) {
      const std::size_t comma = joined.find(',', begin);
      names.push_back(joined.substr(begin, comma - begin));
      if (comma == std::string::npos) break;
      begin = comma + 1;
    }
    combinations.push_back(std::move(names));
  }
  return combinations;
}

}  // namespace

StreamTask CompareTask() {
  StreamTask task;
  task.name = "compare";
  task.summary = "What policies change in scenarios, world by world with the same luck, with regret";
  task.result = "CompareResult";
  task.options = SamplingSchema(2'048, R"json({
    "combinations":{"type":"array","items":{"type":"string"},"description":
      "policies and scenarios that go together, joined by commas; none: every policy"},
    "combine":{"type":"boolean","default":false,"description":"every pair of them as well"},
    "all_scenarios":{"type":"boolean","default":false},
    "outcomes":{"type":"array","items":{"type":"string"},"description":"none: all"},
    "lower_is_better":{"type":"array","items":{"type":"string"}},
    "higher_is_better":{"type":"array","items":{"type":"string"}}})json");
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::CompareRequest request;
    request.source = input.source;
    ReadSampling(body, request, 2'048);
    request.combinations = Combinations(body);
    request.combine = body.Flag("combine");
    request.all_scenarios = body.Flag("all_scenarios");
    request.outcomes = body.TextList("outcomes");
    request.lower_is_better = body.TextList("lower_is_better");
    request.higher_is_better = body.TextList("higher_is_better");
    request.json = true;
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::CompareAnswer answer = api::Compare(request, sink.control());
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

StreamTask ClaimsTask() {
  StreamTask task;
  task.name = "claims";
  task.summary = "Whether the claims that the model states hold in it";
  task.result = "ClaimsResult";
  task.options = SamplingSchema(4'096, R"json({
    "names":{"type":"array","items":{"type":"string"},"description":"claims; none: all"},
    "worlds":{"description":"at most, for each set of policies"}})json");
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::ClaimsRequest request;
    request.source = input.source;
    ReadSampling(body, request, 4'096);
    request.names = body.TextList("names");
    request.json = true;
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::ClaimsAnswer answer = api::CheckClaims(request, sink.control());
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

StreamTask UncertaintyTask() {
  StreamTask task;
  task.name = "uncertainty";
  task.summary = "How much of each outcome's uncertainty is chance, parameters and scenarios";
  task.result = "UncertaintyResult";
  task.options = SamplingSchema(100'000, R"json({
    "worlds":{"description":"in all"},
    "scenarios":{"type":"array","items":{"type":"string"}},
    "outcomes":{"type":"array","items":{"type":"string"},"description":"none: all"}})json");
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::UncertaintyRequest request;
    request.source = input.source;
    ReadSampling(body, request, 100'000);
    request.scenarios = body.TextList("scenarios");
    request.outcomes = body.TextList("outcomes");
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::UncertaintyAnswer answer = api::Uncertainty(request, sink.control());
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

StreamTask SourcesTask() {
  StreamTask task;
  task.name = "sources";
  task.summary = "Which text stands behind which part of the model, and what stands on nothing";
  task.result = "SourcesResult";
  task.options = "{}";
  task.read = [](Fields&, const TaskInput& input) -> TaskRun {
    api::SourcesRequest request;
    request.source = input.source;
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::SourcesAnswer answer = api::Sources(request);
      sink.Finish(answer, answer.json);
    };
  };
  return task;
}

StreamTask ReportTask() {
  StreamTask task;
  task.name = "report";
  task.summary = "Everything in one self-contained page";
  task.result = "ReportResult";
  task.options = SamplingSchema(10'000, R"json({
    "worlds":{"description":"of the run; here and below 0 leaves the part out"},
    "claims_worlds":{"type":"integer","minimum":0,"maximum":1048576,"default":1024},
    "compare_worlds":{"type":"integer","minimum":0,"maximum":1048576,"default":512},
    "explain_worlds":{"type":"integer","minimum":0,"maximum":1048576,"default":1024},
    "uncertainty_worlds":{"type":"integer","minimum":0,"maximum":1048576,"default":20000},
    "explain":{"type":"array","items":{"type":"string"},"description":"what to explain"},
    "combinations":{"type":"array","items":{"type":"string"},"description":
      "policies and scenarios that go together, joined by commas; none: every policy"},
    "all_scenarios":{"type":"boolean","default":false},
    "scenarios":{"type":"array","items":{"type":"string"}},
    "command":{"type":"string","description":"that makes this report again, as it is printed"}})json", 0);
  task.read = [](Fields& body, const TaskInput& input) -> TaskRun {
    api::ReportRequest request;
    request.source = input.source;
    request.source.json_diagnostics = false;
    ReadSampling(body, request, 10'000, 0);
    request.claims_worlds = body.Count("claims_worlds", request.claims_worlds, 0, kMaxWorlds);
    request.compare_worlds = body.Count("compare_worlds", request.compare_worlds, 0, kMaxWorlds);
    request.explain_worlds = body.Count("explain_worlds", request.explain_worlds, 0, kMaxWorlds);
    request.uncertainty_worlds =
        body.Count("uncertainty_worlds", request.uncertainty_worlds, 0, kMaxWorlds);
    request.explain = body.TextList("explain");
    request.combinations = Combinations(body);
    request.all_scenarios = body.Flag("all_scenarios");
    request.scenarios = body.TextList("scenarios");
    request.command = body.Text("command");
    return [request](TaskSink& sink, const api::StopSignal&) {
      const api::ReportAnswer answer = api::WholeReport(request, sink.control());
      Json parts = Json::array();
      for (const api::ReportPartAnswer& part : answer.parts) {
        parts.push_back({{"id", part.id},
                         {"ok", part.status == api::Status::kOk},
                         {"message", part.message}});
      }
      const Json result = {{"html", answer.html}, {"parts", parts}};
      // A part that failed says so in the page.
      const bool shown = answer.status == api::Status::kFailed && !answer.html.empty();
      sink.Finish(answer, result.dump(-1, ' ', false, Json::error_handler_t::replace), shown);
    };
  };
  return task;
}

}  // namespace entente::server
