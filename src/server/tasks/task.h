// Tasks: what runs a while and answers by a stream. A task is one record in one file of this folder,
// with a line in Tasks(); its route, its part of the OpenAPI document, cancellation, progress and the
// keeping of its result come from here.
#ifndef ENTENTE_SERVER_TASKS_TASK_H_
#define ENTENTE_SERVER_TASKS_TASK_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "entente/entente.h"
#include "server/application.h"
#include "server/http/fields.h"
#include "server/http/route.h"

namespace entente::server {

// What every task is asked with: read from the body by the framework.
struct TaskInput {
  api::ModelRequest source;  // the project's texts under the body's, its `with`, `set` and `now`
  std::string project, task, title;
  std::string request;  // the body without its texts
  std::string store;    // of the project's imported events; there may be no such file yet
  bool keep = false;
};

// How a task answers. One Finish ends it.
class TaskSink {
 public:
  TaskSink(EventSink& events, Application& application, const TaskInput& input,
           const api::StopSignal& stop);

  // What the task's request takes: stop, and progress as `progress` events, ten a second at most.
  api::Control control();
  // A result so far, JSON.
  void Partial(const std::string& json);
  // `result` with the task's JSON, kept as a run if that was asked for; or `problem`. `worth_showing`
  // says that an answer which is not ok is a result all the same.
  void Finish(const api::Answer& answer, const std::string& json, bool worth_showing = false);

 private:
  using Clock = std::chrono::steady_clock;
  void Progress(std::uint64_t done, std::uint64_t wanted);
  double Seconds() const;

  EventSink& events_;
  Application& application_;
  const TaskInput& input_;
  const api::StopSignal& stop_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_progress_{};
};

using TaskRun = std::function<void(TaskSink& sink, const api::StopSignal& stop)>;

struct StreamTask {
  std::string name, summary;
  std::string options;  // OpenAPI: properties of the body besides the common ones, JSON object
  std::string result;   // OpenAPI: the component that the result is; "RunResult" of run.schema.json
  // Takes its options from the body and gives what is to be done; faults of the body are looked for
  // afterwards.
  std::function<TaskRun(Fields& body, const TaskInput& input)> read;
};

// Every task, in the order of the OpenAPI document.
const std::vector<StreamTask>& Tasks();

// The bounds that tasks share.
inline constexpr std::uint64_t kMaxWorlds = 1ULL << 20U;
inline constexpr std::uint64_t kMaxSeed = ~0ULL;
inline constexpr std::uint64_t kMaxParticles = 100'000;

double ReadLevel(Fields& body);
std::uint64_t ReadSeed(Fields& body);

// `worlds` (from `fewest` on; `usual` if it is absent), `seed` and `level`, which most requests have.
template <typename Request>
void ReadSampling(Fields& body, Request& request, std::uint64_t usual, std::uint64_t fewest = 1) {
  request.worlds = body.Count("worlds", usual, fewest, kMaxWorlds);
  request.seed = ReadSeed(body);
  request.level = ReadLevel(body);
}
// OpenAPI: these properties and those of `more`, a JSON object, which may add to them.
std::string SamplingSchema(std::uint64_t usual, const std::string& more, std::uint64_t fewest = 1);

// The same where particles follow the record.
template <typename Request>
void ReadFollowing(Fields& body, Request& request, std::uint64_t particles,
                   std::uint64_t replicates) {
  request.particles = body.Count("particles", particles, 16, kMaxParticles);
  request.replicates = body.Count("replicates", replicates, 2, 64);
  request.seed = ReadSeed(body);
  request.level = ReadLevel(body);
}
std::string FollowingSchema(std::uint64_t particles, std::uint64_t replicates,
                            const std::string& more);

StreamTask LiveTask();
StreamTask RunTask();
StreamTask CompareTask();
StreamTask ClaimsTask();
StreamTask UncertaintyTask();
StreamTask SourcesTask();
StreamTask ReportTask();
StreamTask ExplainTask();
StreamTask StoryTask();
StreamTask WithoutTask();
StreamTask FilterTask();
StreamTask ForecastTask();
StreamTask HindcastTask();
StreamTask FitTask();
StreamTask LinkagesTask();

}  // namespace entente::server

#endif  // ENTENTE_SERVER_TASKS_TASK_H_
