#include "server/tasks/task.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "server/routes/json.h"
#include "server/routes/routes.h"
#include "server/tasks/input.h"

namespace entente::server {
namespace {

// JSON on one line: an event's data ends with the line, and JSON has line ends only between tokens.
std::string OneLine(std::string json) {
  for (char& c : json) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return json;
}

}  // namespace

TaskSink::TaskSink(EventSink& events, Application& application, const TaskInput& input,
                   const api::StopSignal& stop)
    : events_(events), application_(application), input_(input), stop_(stop) {}

api::Control TaskSink::control() {
  api::Control control;
  control.stop = &stop_;
  control.on_progress = [this](std::uint64_t done, std::uint64_t wanted) {
    Progress(done, wanted);
  };
  return control;
}

double TaskSink::Seconds() const {
  return std::chrono::duration<double>(Clock::now() - begin_).count();
}

void TaskSink::Progress(std::uint64_t done, std::uint64_t wanted) {
  const Clock::time_point now = Clock::now();
  if (now - last_progress_ < std::chrono::milliseconds(100)) return;
  last_progress_ = now;
  Json data{{"done", done}, {"wanted", wanted}, {"seconds_left", nullptr}};
  if (done > 0 && done <= wanted) {
    data["seconds_left"] = Seconds() * static_cast<double>(wanted - done) /
                           static_cast<double>(done);
  }
  events_.Send("progress", data.dump(), true);
}

void TaskSink::Partial(const std::string& json) { events_.Send("partial", OneLine(json), true); }

void TaskSink::Finish(const api::Answer& answer, const std::string& json, bool worth_showing) {
  if (!answer.ok() && !worth_showing) {
    Problem problem = ProblemOf(answer);
    problem.diagnostics = RelativeDiagnostics(problem.diagnostics, input_.source.model);
    const unsigned most = application_.task_seconds;
    if (answer.status == api::Status::kStopped && Seconds() >= most) {
      problem.detail += fmt::format("; it had run for {} s, as long as a task may here", most);
      problem.suggestion = "ask for less, or start the server with a larger --task-seconds";
    }
    events_.Send("problem", OneLine(ProblemJson(problem)), false);
    return;
  }
  Json run = nullptr;
  Json notice = nullptr;
  const double seconds = Seconds();
  if (input_.keep) {
    api::RunRecord record;
    record.task = input_.task;
    record.title = input_.title;
    record.request = input_.request;
    record.result = json;
    const auto kept = application_.workspace->AddRun(input_.project, record);
    if (kept.ok()) run = kept.value.id;
    else notice = "the result was not kept: " + kept.message;
  }
  Json head{{"run", run}, {"seconds", seconds}};
  if (!notice.is_null()) head["notice"] = notice;
  std::string data = Dump(head);
  data.pop_back();
  events_.Send("result", data + ",\"result\":" + OneLine(json) + "}", false);
}

const std::vector<StreamTask>& Tasks() {
  static const std::vector<StreamTask> kTasks{
      LiveTask(),   RunTask(),    CompareTask(),  ClaimsTask(),   UncertaintyTask(),
      ExplainTask(), StoryTask(),  WithoutTask(),  SourcesTask(),  ReportTask(),
      FilterTask(), ForecastTask(), HindcastTask(), FitTask(),
      LinkagesTask()};
  return kTasks;
}

}  // namespace entente::server
