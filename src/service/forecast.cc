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
#include "service/following.h"
#include "service/guard.h"
#include "service/record_file.h"
#include "service/run_parts.h"
#include "service/sampling.h"
#include "service/stop_signal.h"

namespace entente::api {
namespace {

using service::Refuse;

ForecastAnswer ForecastGuarded(const ForecastRequest& request, const Control& control) {
  ForecastAnswer answer;
  const auto bad = [&](std::string message) {
    return Refuse(std::move(answer), Status::kBadRequest, std::move(message));
  };
  if (request.from.empty()) {
    return bad("a forecast is made from a day: name it, as in `--from 2019-08-01`");
  }
  if (std::string wrong = service::CheckLevel(request.level); !wrong.empty()) return bad(wrong);
  if (std::string wrong = service::CheckFilters(request.particles, request.replicates);
      !wrong.empty()) {
    return bad(wrong);
  }
  if (request.replicates < 2) return bad("one filter: an interval needs 2 or more");
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
  service::FollowAsAsked(request, control, settings.filter);
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
