#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/calendar.h"
#include "entente/forecast.h"
#include "entente/text.h"
#include "inference/baselines/baselines.h"
#include "inference/hindcast/hindcast.h"
#include "inference/hindcast/model_forecaster.h"
#include "report/data/hindcast_json.h"
#include "report/html/hindcast_page.h"
#include "report/text/hindcast.h"
#include "service/evidence.h"
#include "service/following.h"
#include "service/guard.h"
#include "service/run_parts.h"
#include "service/sampling.h"
#include "service/stop_signal.h"
#include "service/targets.h"

namespace entente::api {
namespace {

using service::Refuse;

constexpr std::uint64_t kMostMonths = 600;  // between origins

std::string CheckNumbers(const HindcastRequest& request) {
  std::string wrong = service::CheckFilters(request.particles, request.replicates);
  if (wrong.empty() && (request.every == 0 || request.every > kMostMonths)) {
    wrong = fmt::format("{} months between origins: there can be 1 to {}", request.every, kMostMonths);
  }
  if (wrong.empty()) wrong = service::CheckLeads(request.leads);
  if (wrong.empty()) wrong = service::CheckTargets(request.targets, request.store, request.source);
  if (wrong.empty()) wrong = service::CheckLevel(request.level);
  return wrong;
}

HindcastAnswer HindcastGuarded(const HindcastRequest& request, const Control& control) {
  HindcastAnswer answer;
  const auto bad = [&](std::string message) {
    return Refuse(std::move(answer), Status::kBadRequest, std::move(message));
  };
  if (const std::string wrong = CheckNumbers(request); !wrong.empty()) return bad(wrong);
  if (request.from.empty() || request.to.empty()) {
    return bad("the origins lie between two days: name them, as in `--from 2019-01-01 --to "
               "2022-12-31`");
  }
  const auto from = ParseIsoDate(request.from), to = ParseIsoDate(request.to);
  if (!from || !to) {
    return bad(fmt::format("`{}` is not a date: write year-month-day, as in 2019-08-01",
                           from ? request.to : request.from));
  }
  if (DayNumber(*to) < DayNumber(*from)) {
    return bad(fmt::format("the last of the origins, {}, lies before the first, {}", request.to,
                           request.from));
  }
  const service::Evidence evidence = service::ReadEvidence(
      {request.source, request.store, "", false}, request.style.colour, answer);
  if (evidence.made == nullptr) return answer;
  const model::TimeFrame& time = evidence.made->model.time;
  for (const auto& [day, text] : {std::pair(*from, request.from), std::pair(*to, request.to)}) {
    if (DayNumber(day) < time.start_day_number || DayNumber(day) > DayNumber(time.end)) {
      return bad(fmt::format("{} lies outside the model's time, {} to {}", text,
                             FormatDate(time.start), FormatDate(time.end)));
    }
  }
  Result<service::Targets> subject =
      service::TargetsOf(request.targets, *evidence.made, evidence.opened.folder, request.store);
  if (!subject) return Refuse(std::move(answer), Status::kFailed, subject.error().message);
  inference::HindcastPlan plan;
  plan.origins = inference::MonthlyOrigins(DayNumber(*from), DayNumber(*to),
                                           static_cast<int>(request.every));
  for (const std::uint64_t lead : request.leads) plan.leads.push_back(static_cast<int>(lead));
  plan.cumulative = subject->cumulative;
  plan.targets = subject->targets;
  plan.seed = request.seed;
  plan.level = request.level;
  inference::ModelForecasterSettings settings;
  settings.name = evidence.made->model.name;
  settings.summary = request.posterior.empty() ? "the model, weighed by the record up to each origin"
                                               : "the model with the parameters that were learned";
  service::FollowAsAsked(request, control, settings.filter);
  settings.filter.on_progress = nullptr;  // progress is told by origins
  const inference::ModelForecaster model = inference::MakeModelForecaster(
      subject->series, service::KnowledgeOf(request.source, request.store, request.posterior),
      settings);
  const auto go_on = [&](std::size_t done) {
    if (control.on_progress) control.on_progress(done, plan.origins.size());
    return model.error->empty() && !(control.stop != nullptr && control.stop->stopped());
  };
  const Result<inference::Hindcast> hindcast = inference::RunHindcast(
      subject->record, plan, model.forecaster, inference::Baselines(), go_on);
  if (control.stop != nullptr && control.stop->stopped()) {
    return Refuse(std::move(answer), Status::kStopped, "stopped before the hindcast was done");
  }
  if (!model.error->empty()) return Refuse(std::move(answer), Status::kFailed, *model.error);
  if (!hindcast) return Refuse(std::move(answer), Status::kFailed, hindcast.error().message);
  answer.verdict = inference::Verdict(*hindcast);
  const inference::Skill& skill = hindcast->overall[hindcast->best_baseline].skill;
  answer.skill = skill.skill;
  answer.skill_low = skill.low;
  answer.skill_high = skill.high;
  answer.table = report::HindcastText(*hindcast, service::StyleOf(request.style));
  for (const std::string& note : evidence.notes) answer.table += "! " + note + "\n";
  answer.json = report::HindcastJson(*hindcast, request.history);
  if (request.html) {
    answer.html = report::HindcastPage(
        evidence.made->model, *hindcast,
        {request.command, Version(), evidence.opened.hash,
         service::RenderDiagnostics(evidence.opened, false, false)});
  }
  return answer;
}

}  // namespace

HindcastAnswer MakeHindcast(const HindcastRequest& request, const Control& control) {
  return service::Guarded<HindcastAnswer>("hindcast of `" + request.source.model + "`",
                                          [&] { return HindcastGuarded(request, control); });
}

}  // namespace entente::api
