#include <fmt/format.h>

#include <optional>
#include <utility>

#include "entente/forecast.h"
#include "entente/text.h"
#include "inference/fit/draws_file.h"
#include "inference/forecast/forecast.h"
#include "report/data/run_json.h"
#include "report/data/run_view.h"
#include "report/html/report.h"
#include "report/text/run_table.h"
#include "service/evidence.h"
#include "service/guard.h"
#include "service/record_file.h"
#include "service/run_parts.h"
#include "service/stop_signal.h"

namespace entente::api {
namespace {

using service::Refuse;

constexpr std::uint64_t kMostParticles = 10'000'000;  // in all: they are kept in memory

ForecastAnswer ForecastGuarded(const ForecastRequest& request, const Control& control) {
  ForecastAnswer answer;
  const auto bad = [&](std::string message) {
    return Refuse(std::move(answer), Status::kBadRequest, std::move(message));
  };
  if (request.from.empty()) {
    return bad("a forecast is made from a day: name it, as in `--from 2019-08-01`");
  }
  if (!(request.level > 0 && request.level < 1)) {
    return bad(fmt::format("level {}: the level of an interval lies between 0 and 1, such as 0.95",
                           request.level));
  }
  if (request.particles == 0 || request.replicates < 2 || request.particles > kMostParticles ||
      request.replicates > kMostParticles / request.particles) {
    return bad(fmt::format("{} particles in {} filters: there must be 2 filters for an interval, "
                           "and at most {} particles in all",
                           request.particles, request.replicates, kMostParticles));
  }
  ModelRequest source = request.source;
  source.now = request.from;  // windows and policies begin at the origin
  const service::Evidence evidence = service::ReadEvidence(
      {source, request.store, request.from, false}, request.style.colour, answer);
  if (evidence.made == nullptr) return answer;
  const model::Model& model = evidence.made->model;
  std::optional<inference::ReadDrawsResult> posterior;
  if (!request.posterior.empty()) {
    Result<inference::ReadDrawsResult> read = inference::ReadDraws(model, request.posterior);
    if (!read) return bad("the draws of the posterior: " + read.error().message);
    posterior = std::move(*read);
  }
  inference::ForecastSettings settings;
  settings.filter.seed = request.seed;
  settings.filter.particles = request.particles;
  settings.filter.groups = request.replicates;
  settings.filter.threads = request.threads;
  settings.filter.look_ahead = inference::LookAhead::kWhenNeeded;
  settings.filter.cancel = service::FlagOf(control);
  settings.filter.on_progress = control.on_progress;
  settings.from = evidence.until;
  settings.confidence = request.level;
  settings.samples = request.html ? 96 : 0;
  if (posterior) {
    settings.coordinates = &posterior->coordinates;
    settings.posterior = &posterior->draws;
  }
  const Result<inference::Forecast> forecast =
      inference::MakeForecast(model, evidence.made->data, settings);
  if (!forecast) {
    const bool stopped = control.stop != nullptr && control.stop->stopped();
    return Refuse(std::move(answer), stopped ? Status::kStopped : Status::kFailed,
                  stopped ? "stopped before the forecast was made" : forecast.error().message);
  }
  report::RunView view{model, forecast->result, request.source.with, {}, {}};
  view.forecast = report::ForecastOrigin{request.from,
                                         request.replicates,
                                         request.particles,
                                         posterior.has_value(),
                                         forecast->log_likelihood,
                                         forecast->smallest_effective,
                                         evidence.notes};
  if (forecast->contradicted > 0) {
    view.forecast->notes.push_back(
        fmt::format("{} of {} filters lost all their particles and were left out: take more "
                    "particles",
                    forecast->contradicted, request.replicates));
  }
  answer.log_likelihood = forecast->log_likelihood;
  answer.outcomes = service::EstimatesOf(view);
  answer.table = report::RunTable(view, service::StyleOf(request.style));
  answer.json = report::RunJson(view);
  answer.csv = report::RunCsv(view);
  if (request.html) {
    service::RecordFile record = service::ReadRecord(evidence.opened.folder, model);
    report::ReportInput input{view, {}, {}, {}, {}, {}, {}};
    input.command = request.command;
    input.version = Version();
    input.model_hash = evidence.opened.hash;
    input.warnings = service::RenderDiagnostics(evidence.opened, false, false);
    input.record = std::move(record.rows);
    input.record_fault = std::move(record.fault);
    answer.html = report::HtmlReport(input);
  }
  return answer;
}

}  // namespace

ForecastAnswer MakeForecast(const ForecastRequest& request, const Control& control) {
  return service::Guarded<ForecastAnswer>(
      fmt::format("forecast of `{}` from {}", request.source.model, request.from),
      [&] { return ForecastGuarded(request, control); });
}

}  // namespace entente::api
