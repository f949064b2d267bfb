#include "entente/filter.h"

#include <fmt/format.h>

#include <utility>

#include "entente/text.h"
#include "inference/filter/filter.h"
#include "report/data/filter_view.h"
#include "report/html/filter_page.h"
#include "report/text/filter.h"
#include "service/evidence.h"
#include "service/following.h"
#include "service/guard.h"
#include "service/run_parts.h"
#include "service/sampling.h"
#include "service/stop_signal.h"

namespace entente::api {
namespace {

using service::Refuse;

constexpr double kDaysBetweenStates = 91.0;

// The filtered state is kept every quarter of a year, and at the end.
std::vector<double> SampleDays(double until) {
  std::vector<double> days;
  for (double day = kDaysBetweenStates; day < until; day += kDaysBetweenStates) days.push_back(day);
  days.push_back(until);
  return days;
}

std::string PlaceOf(const service::Conditioning& made, std::size_t taught) {
  const service::Conditioning::Origin& origin = made.origins[taught];
  const record::Chronology& chronology = made.chronologies[origin.chronology];
  return fmt::format("{}:{}", chronology.path, chronology.happenings[origin.happening].line);
}

FilterAnswer FilterGuarded(const FilterRequest& request, const Control& control) {
  FilterAnswer answer;
  const auto bad = [&](std::string message) {
    return Refuse(std::move(answer), Status::kBadRequest, std::move(message));
  };
  if (std::string wrong = service::CheckLevel(request.level); !wrong.empty()) return bad(wrong);
  if (std::string wrong = service::CheckFilters(request.particles, request.replicates);
      !wrong.empty()) {
    return bad(wrong);
  }
  inference::FilterSettings settings;
  service::FollowAsAsked(request, control, settings);
  if (request.look_ahead == "always") {
    settings.look_ahead = inference::LookAhead::kAlways;
  } else if (request.look_ahead == "never") {
    settings.look_ahead = inference::LookAhead::kNever;
  } else if (request.look_ahead != "auto") {
    return bad("look ahead `" + request.look_ahead + "`: expected `auto`, `always` or `never`");
  }
  service::Evidence evidence = service::ReadEvidence(
      {request.source, request.store, request.to, /*include_day=*/true}, request.style.colour,
      answer);
  if (evidence.made == nullptr) return answer;
  const service::OpenedModel& opened = evidence.opened;
  service::Conditioning* const made = evidence.made.get();
  const double until = evidence.until;
  if (!(until > 0.0)) {
    return bad("the record has nothing after the model's start" +
               (evidence.notes.empty() ? "" : ": " + evidence.notes.front()));
  }
  settings.sample_days = SampleDays(until);
  Result<inference::ReplicateSummary> summary =
      inference::FilterReplicates(made->model, made->data, settings, until);
  if (!summary) {
    const bool stopped = control.stop != nullptr && control.stop->stopped();
    return Refuse(std::move(answer), stopped ? Status::kStopped : Status::kFailed,
                  summary.error().message);
  }
  std::vector<report::FilterRowPlace> places;
  for (const service::Conditioning::Origin& origin : made->origins) {
    const record::Chronology& chronology = made->chronologies[origin.chronology];
    places.push_back({chronology.path, chronology.happenings[origin.happening].line});
  }
  const report::FilterView view{made->model,
                                made->data,
                                *summary,
                                std::move(places),
                                request.source.with,
                                report::DateOf(made->model, until - 1.0),
                                request.particles,
                                request.seed,
                                request.level,
                                evidence.notes};
  answer.log_likelihood = summary->log_likelihood;
  answer.standard_error = summary->standard_error;
  answer.smallest_effective = summary->smallest_effective;
  answer.looked_ahead = summary->looked_ahead;
  for (const report::Foreseen& row : report::ForeseenRows(view)) {
    const engine::TaughtHappening& taught = made->data.teacher.happenings[row.taught];
    answer.rows.push_back({report::DateOf(made->model, taught.day),
                           made->model.happenings[taught.happening.index()].provenance.name,
                           view.places[row.taught].line, row.probability.value, row.bits});
  }
  answer.text = report::FilterText(view, service::StyleOf(request.style));
  answer.json = report::FilterJson(view);
  answer.csv = report::FilterCsv(view);
  if (request.html) {
    answer.html = report::FilterPage(
        view, {request.command, Version(), opened.hash,
               service::RenderDiagnostics(opened, false, false)});
  }
  if (summary->run.contradiction) {
    const inference::Contradiction& found = *summary->run.contradiction;
    std::string message = "the record contradicts the model: " + found.what;
    if (found.taught) {
      message = PlaceOf(*made, *found.taught) + ": " + message;
      const model::HappeningId id = made->data.teacher.happenings[*found.taught].happening;
      const SourceSpan span = made->model.happenings[id.index()].provenance.span;
      if (opened.sources != nullptr && span.valid()) {
        message += ", declared at " + opened.sources->Describe(span);
      }
    }
    return Refuse(std::move(answer), Status::kUnmet, message);
  }
  return answer;
}

}  // namespace

FilterAnswer Filter(const FilterRequest& request, const Control& control) {
  return service::Guarded<FilterAnswer>(
      fmt::format("filter of `{}`, seed {}", request.source.model, request.seed),
      [&] { return FilterGuarded(request, control); });
}

}  // namespace entente::api
