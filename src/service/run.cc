#include <fmt/format.h>

#include <utility>

#include "engine/run.h"
#include "entente/run.h"
#include "report/data/run_json.h"
#include "report/html/report.h"
#include "report/text/run_table.h"
#include "report/text/story.h"
#include "service/analyses.h"
#include "service/guard.h"
#include "service/models.h"
#include "service/open.h"
#include "service/record_file.h"
#include "service/run_parts.h"
#include "service/step_check.h"

namespace entente::api {
namespace {

using service::Refuse;

report::ReportInput InputOf(const RunRequest& request, const service::OpenedModel& opened,
                            const report::RunView& view, const std::string& warnings) {
  service::RecordFile record = service::ReadRecord(opened.folder, *opened.model);
  report::ReportInput input{view, {}, {}, {}, {}, {}, {}};
  input.command = request.command;
  input.version = Version();
  input.model_hash = opened.hash;
  input.warnings = warnings;
  input.record = std::move(record.rows);
  input.record_fault = std::move(record.fault);
  return input;
}

void Render(const RunRequest& request, const service::OpenedModel& opened,
            const report::RunView& view, report::RunPart* part, RunAnswer& answer) {
  answer.table = report::RunTable(view, service::StyleOf(request.style));
  if (request.json) answer.json = report::RunJson(view);
  if (request.csv) answer.csv = report::RunCsv(view);
  if (!request.html && part == nullptr) return;
  const report::ReportInput input =
      InputOf(request, opened, view, service::RenderDiagnostics(opened, false, false));
  if (part != nullptr) {
    part->findings = report::RunSections(input, part->charts);
    part->notices = report::NoticeSection(input);
  } else {
    answer.html = report::HtmlReport(input);
  }
}

// Sets how the run ended; the numbers are in the answer in any case.
void Judge(const engine::RunResult& result, const Control& control, RunAnswer& answer) {
  if (result.partial && control.stop != nullptr && control.stop->stopped()) {
    answer.status = Status::kStopped;
    answer.message = fmt::format("stopped after {} of {} worlds; the results are of these",
                                 result.worlds, result.worlds_requested);
  } else if (control.stop != nullptr && control.stop->stopped()) {
    answer.status = Status::kStopped;
    answer.message = "all worlds are done, but the check of the step was stopped";
  } else if (result.worlds > 0 && result.failed == result.worlds) {
    answer.status = Status::kFailed;
    answer.message = "every world stopped before its end";
    if (!result.failures.empty()) answer.message += ": " + result.failures[0].what;
  }
}

RunAnswer RunGuarded(const RunRequest& request, const Control& control, report::RunPart* part) {
  RunAnswer answer;
  const Result<engine::RunOptions> options = service::OptionsOf(request, control);
  if (!options) return Refuse(std::move(answer), Status::kBadRequest, options.error().message);
  const service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model == nullptr) return answer;
  std::vector<report::ExactValue> exact_values;
  const auto stopped = [&] { return control.stop != nullptr && control.stop->stopped(); };
  if (request.exact) {
    auto exact = service::ExactValues(*opened.model, control);
    if (stopped()) {
      return Refuse(std::move(answer), Status::kStopped,
                    "stopped while solving exactly, before any world was simulated");
    }
    if (!exact) return Refuse(std::move(answer), Status::kFailed, exact.error().message);
    exact_values = std::move(*exact);
  }
  const Result<engine::RunResult> result = engine::Run(*opened.model, *options);
  if (!result) return Refuse(std::move(answer), Status::kFailed, result.error().message);
  report::RunView view{*opened.model, *result, request.source.with, std::move(exact_values), {}};
  if (request.check_step && !result->partial) {
    auto shifts = service::StepShifts(*opened.model, *options, result->worlds);
    if (shifts) {
      view.step_shifts = std::move(*shifts);
    } else if (!stopped()) {
      return Refuse(std::move(answer), Status::kFailed, shifts.error().message);
    }
  }
  answer.model = opened.model->name;
  answer.seed = result->seed;
  answer.worlds = result->worlds;
  answer.failed = result->failed;
  answer.partial = result->partial;
  answer.outcomes = service::EstimatesOf(view);
  Judge(*result, control, answer);
  Render(request, opened, view, part, answer);
  return answer;
}

TellAnswer TellGuarded(const TellRequest& request) {
  TellAnswer answer;
  const service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model == nullptr) return answer;
  engine::RunLimits limits;
  limits.events_per_world = request.events_per_world;
  limits.condition_rounds = request.condition_rounds;
  const Result<engine::Story> story =
      engine::Replay(*opened.model, request.seed, request.world, limits);
  if (!story) return Refuse(std::move(answer), Status::kFailed, story.error().message);
  answer.text = report::StoryText(*opened.model, *story, service::StyleOf(request.style));
  answer.json = report::StoryJson(*opened.model, *story);
  if (story->fault != engine::WorldFault::kNone) {
    answer.status = Status::kFailed;
    answer.message = "the world stopped: " + story->fault_text;
  }
  return answer;
}

}  // namespace

RunAnswer Run(const RunRequest& request, const Control& control) {
  return service::RunInSections(request, control, nullptr);
}

TellAnswer Tell(const TellRequest& request) {
  const std::string context = fmt::format("story of world {} of `{}`, seed {}", request.world,
                                          request.source.model, request.seed);
  return service::Guarded<TellAnswer>(context, [&] { return TellGuarded(request); });
}

}  // namespace entente::api

namespace entente::service {

api::RunAnswer RunInSections(const api::RunRequest& request, const api::Control& control,
                             report::RunPart* part) {
  const std::string context = fmt::format("run of `{}`, seed {}", request.source.model,
                                          request.seed);
  return Guarded<api::RunAnswer>(context,
                                 [&] { return api::RunGuarded(request, control, part); });
}

}  // namespace entente::service
