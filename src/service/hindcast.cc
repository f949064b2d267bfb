#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "base/calendar.h"
#include "entente/forecast.h"
#include "entente/text.h"
#include "inference/baselines/baselines.h"
#include "inference/fit/draws_file.h"
#include "inference/hindcast/acts_of_store.h"
#include "inference/hindcast/hindcast.h"
#include "inference/hindcast/model_forecaster.h"
#include "record/series/observed.h"
#include "record/store/store.h"
#include "report/data/hindcast_json.h"
#include "report/html/hindcast_page.h"
#include "report/text/hindcast.h"
#include "service/evidence.h"
#include "service/guard.h"
#include "service/models.h"
#include "service/observed_cells.h"
#include "service/run_parts.h"
#include "service/stop_signal.h"

namespace entente::api {
namespace {

using service::Refuse;

constexpr std::uint64_t kMostParticles = 10'000'000;
constexpr std::uint64_t kMostLead = 600;

// What is forecast: series of the record and what they are in the model.
struct Subject {
  inference::ActsRecord record;
  std::vector<inference::ModelSeries> series;
  std::vector<inference::Target> targets;
  bool cumulative = false;
};

// Every transition of a complete issue and every complete event: whether it happens.
Result<Subject> RecordedSubject(const service::Conditioning& made) {
  const model::Model& model = made.model;
  Subject subject;
  subject.cumulative = true;
  double end = model.time.horizon_days;
  std::vector<bool> wanted(model.happenings.size(), false);
  for (const model::RecordSource& source : model.records) {
    end = std::min(end, source.to_day + 1.0);
    for (std::size_t h = 0; h < model.happenings.size(); ++h) {
      const model::Happening& one = model.happenings[h];
      if (one.kind != model::HappeningKind::kTransition) continue;
      for (const model::IssueId issue : source.complete_issues) {
        if (one.issue == issue) wanted[h] = true;
      }
    }
    for (const model::HappeningId event : source.complete_events) wanted[event.index()] = true;
  }
  for (std::size_t h = 0; h < wanted.size(); ++h) {
    if (!wanted[h]) continue;
    const std::size_t at = subject.series.size();
    subject.series.push_back({{model::HappeningId(static_cast<std::uint32_t>(h))}, std::nullopt});
    subject.record.series.push_back(model.happenings[h].provenance.name);
    subject.targets.push_back({model.happenings[h].provenance.name, {at}, true, 1.0});
  }
  if (subject.series.empty()) {
    return Fail("the model says of no issue or event that its record is complete: absence of a row "
                "says nothing then; write `record \"record.csv\" complete for …`");
  }
  subject.record.first_day = model.time.start_day_number;
  subject.record.acts =
      inference::DailyActs::Make(subject.series.size(), static_cast<std::size_t>(end));
  for (const engine::TaughtHappening& row : made.data.teacher.happenings) {
    for (std::size_t s = 0; s < subject.series.size(); ++s) {
      if (row.day < end && subject.series[s].happenings[0] == row.happening) {
        subject.record.acts.Count(static_cast<std::size_t>(row.day), s) += 1.0;
      }
    }
  }
  return subject;
}

// Every observed count, over all that the store covers.
Result<Subject> ObservedSubject(const model::Model& model, const service::ModelFolder& folder,
                                const std::string& store_path) {
  Result<record::Store> store = record::Store::Open(store_path, record::Access::kRead);
  if (!store) return tl::unexpected(store.error());
  const Result<record::ActorMap> actors = service::ReadActors(model, folder);
  if (!actors) return tl::unexpected(actors.error());
  Subject subject;
  std::vector<inference::SeriesWish> wishes;
  std::string dataset;
  for (std::size_t o = 0; o < model.observations.size(); ++o) {
    const model::Observation& observation = model.observations[o];
    if (!observation.is_count) continue;
    if (!wishes.empty() && observation.dataset != dataset) {
      return Fail("observed series of two data sets, `" + dataset + "` and `" +
                  observation.dataset + "`: a hindcast takes those of one");
    }
    dataset = observation.dataset;
    inference::SeriesWish wish;
    wish.name = observation.provenance.name;
    wish.query = record::ObservedEvents(model, observation, *actors);
    wishes.push_back(std::move(wish));
    subject.series.push_back({{}, o});
    subject.targets.push_back({observation.provenance.name, {subject.series.size() - 1}, false, 1.0});
  }
  if (wishes.empty()) return Fail("the model observes no counts: write `observe …`");
  const Result<record::DatasetInfo> info = store->Dataset(dataset);
  if (!info) return tl::unexpected(info.error());
  if (info->coverage.empty()) return Fail("the data set `" + dataset + "` is empty");
  Result<inference::ActsRecord> record = inference::ReadActs(
      *store, wishes, info->coverage.front().from, info->coverage.back().to);
  if (!record) return tl::unexpected(record.error());
  subject.record = std::move(*record);
  return subject;
}

// What a forecaster of the model knows on a day: everything is read again, as of then.
inference::KnownOn KnowledgeOf(const HindcastRequest& request) {
  return [&request](std::int64_t day) -> Result<std::unique_ptr<inference::KnownModel>> {
    Answer answer;
    service::Evidence evidence = service::ReadEvidence(
        {request.source, request.store, FormatDate(CivilFromDayNumber(day)), false}, false, answer);
    if (evidence.made == nullptr) return Fail(answer.message);
    auto known = std::make_unique<inference::KnownModel>();
    known->model = std::move(evidence.made->model);
    known->data = std::move(evidence.made->data);
    known->origin = evidence.until;
    if (!request.posterior.empty()) {
      Result<inference::ReadDrawsResult> draws =
          inference::ReadDraws(known->model, request.posterior);
      if (!draws) return Fail("the draws of the posterior: " + draws.error().message);
      known->coordinates = std::move(draws->coordinates);
      known->posterior = std::move(draws->draws);
    }
    return known;
  };
}

std::string CheckNumbers(const HindcastRequest& request) {
  if (request.particles == 0 || request.replicates == 0 || request.particles > kMostParticles ||
      request.replicates > kMostParticles / request.particles) {
    return fmt::format("{} particles in {} filters: there can be 1 to {} in all", request.particles,
                       request.replicates, kMostParticles);
  }
  if (request.every == 0 || request.every > kMostLead) return "origins lie at least a month apart";
  if (request.leads.empty()) return "no lead: say how many months ahead, as in `--leads 3,12`";
  for (const std::uint64_t lead : request.leads) {
    if (lead == 0 || lead > kMostLead) {
      return fmt::format("a lead of {} months: it can be 1 to {}", lead, kMostLead);
    }
  }
  if (request.targets != "" && request.targets != "record" && request.targets != "observed") {
    return "targets `" + request.targets + "`: expected `record` or `observed`";
  }
  if (request.targets == "observed" && request.store.empty()) {
    return request.source.texts != nullptr
               ? "observed series need events, and none were imported yet (Record, Data)"
               : "observed series need the store of events: name it with `--store FILE`";
  }
  if (!(request.level > 0 && request.level < 1)) {
    return fmt::format("level {}: the level of an interval lies between 0 and 1, such as 0.95",
                       request.level);
  }
  return "";
}

HindcastAnswer HindcastGuarded(const HindcastRequest& request, const Control& control) {
  HindcastAnswer answer;
  const auto bad = [&](std::string message) {
    return Refuse(std::move(answer), Status::kBadRequest, std::move(message));
  };
  if (const std::string wrong = CheckNumbers(request); !wrong.empty()) return bad(wrong);
  const auto from = ParseIsoDate(request.from), to = ParseIsoDate(request.to);
  if (!from || !to || DayNumber(*to) < DayNumber(*from)) {
    return bad("origins lie between two days, such as from 2019-01-01 to 2022-12-31");
  }
  const service::Evidence evidence = service::ReadEvidence(
      {request.source, request.store, "", false}, request.style.colour, answer);
  if (evidence.made == nullptr) return answer;
  const bool observed = request.targets == "observed" ||
                        (request.targets.empty() && !request.store.empty());
  Result<Subject> subject =
      observed ? ObservedSubject(evidence.made->model, evidence.opened.folder,
                                 request.store)
               : RecordedSubject(*evidence.made);
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
  settings.filter.particles = request.particles;
  settings.filter.groups = request.replicates;
  settings.filter.threads = request.threads;
  settings.filter.look_ahead = inference::LookAhead::kWhenNeeded;
  settings.filter.cancel = service::FlagOf(control);
  const inference::ModelForecaster model =
      inference::MakeModelForecaster(subject->series, KnowledgeOf(request), settings);
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
