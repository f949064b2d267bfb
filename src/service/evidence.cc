#include "service/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/calendar.h"
#include "model/apply_policies.h"
#include "model/known_on.h"
#include "service/models.h"
#include "service/observed_cells.h"

namespace entente::service {

Evidence ReadEvidence(const EvidenceRequest& request, bool colour, api::Answer& answer) {
  Evidence evidence;
  const auto refuse = [&](api::Status status, std::string message) {
    answer.status = status;
    answer.message = std::move(message);
    return std::move(evidence);
  };
  api::ModelRequest plain = request.source;
  plain.with.clear();  // policies change the model as it was known, not as it is written
  evidence.opened = Open(plain, colour, answer);
  if (evidence.opened.model == nullptr) return evidence;
  const model::TimeFrame& time = evidence.opened.model->time;
  evidence.until = std::numeric_limits<double>::infinity();
  if (!request.until.empty()) {
    const auto date = ParseIsoDate(request.until);
    if (!date) {
      return refuse(api::Status::kBadRequest,
                    "`" + request.until + "` is no date: write year-month-day, as in 2019-08-01");
    }
    evidence.until = static_cast<double>(DayNumber(*date) - time.start_day_number) +
                     (request.include_day ? 1.0 : 0.0);
    if (!(evidence.until >= 0.0 && evidence.until <= time.horizon_days)) {
      return refuse(api::Status::kBadRequest,
                    fmt::format("{} lies outside the model's time, {} to {}", request.until,
                                FormatDate(time.start), FormatDate(time.end)));
    }
  }
  model::Model model = *evidence.opened.model;
  if (std::isfinite(evidence.until)) model = model::AsKnownOn(std::move(model), evidence.until);
  if (!request.source.with.empty()) {
    Result<model::Model> changed = model::Apply(model, request.source.with);
    if (!changed) return refuse(api::Status::kBadRequest, changed.error().message);
    model = std::move(*changed);
  }
  const ModelFolder& folder = evidence.opened.folder;
  Result<Conditioning> made = ConditionOn(model, folder, evidence.until);
  if (!made) return refuse(api::Status::kFailed, made.error().message);
  const bool to_the_end = std::isinf(evidence.until);
  Result<ObservedCells> cells = ReadObservedCells(
      made->model, folder, request.store, to_the_end ? time.horizon_days : evidence.until);
  if (!cells) return refuse(api::Status::kFailed, cells.error().message);
  if (to_the_end) {
    // The record's end is where the last of chronologies and series ends.
    evidence.until = std::min(std::ceil(made->record_end), time.horizon_days);
    for (const inference::ObservedCell& cell : cells->cells) {
      evidence.until = std::max(evidence.until, cell.to);
    }
  }
  made->data.cells = std::move(cells->cells);
  evidence.notes = std::move(cells->notes);
  evidence.made = std::make_unique<Conditioning>(std::move(*made));
  return evidence;
}

}  // namespace entente::service
