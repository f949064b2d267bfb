#include "inference/ledger/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/hash.h"
#include "entente/ledger.h"
#include "report/data/ledger_view.h"
#include "report/text/ledger.h"
#include "service/evidence.h"
#include "service/following.h"
#include "service/guard.h"
#include "service/run_parts.h"
#include "service/targets.h"

namespace entente::api {
namespace {

using service::Refuse;

std::string CheckRequest(const PublishRequest& request) {
  if (request.ledger.empty()) return "no ledger: name the file that forecasts are published in";
  if (request.from.empty()) {
    return "a forecast is made from a day: name it, as in `--from 2019-08-01`";
  }
  const auto from = ParseIsoDate(request.from);
  if (!from) {
    return "`" + request.from + "` is not a date: write year-month-day, as in 2019-08-01";
  }
  if (from->day != 1) {
    return fmt::format("forecasts of the ledger are about calendar months: make them from the first "
                       "of a month, such as {}",
                       FormatDate({from->year, from->month, 1}));
  }
  std::string wrong = service::CheckLeads(request.leads);
  if (wrong.empty()) wrong = service::CheckFilters(request.particles, request.replicates);
  if (wrong.empty()) wrong = service::CheckTargets(request.targets, request.store, request.source);
  if (wrong.empty() && !ParseIsoDate(request.published)) wrong = "the day of publication is no date";
  return wrong;
}

// What the forecasts were made from: equal texts are equal data, and later rows change nothing.
std::string VintageOf(const service::Evidence& evidence, const PublishRequest& request) {
  const inference::Data& data = evidence.made->data;
  std::string all = fmt::format("{:016x}", Fnv1a64(request.posterior));
  for (const engine::TaughtHappening& row : data.teacher.happenings) {
    all += fmt::format(" {}@{}", row.happening.index(), row.day);
  }
  for (const inference::ObservedCell& cell : data.cells) {
    all += fmt::format(" {}:{}={}", cell.observation, cell.from, cell.value);
  }
  return fmt::format("{} recorded happenings and {} observed cells known before {}{}; fingerprint "
                     "{:016x}; {} particles in {} filters",
                     data.teacher.happenings.size(), data.cells.size(), request.from,
                     request.posterior.empty() ? "" : ", learned parameters", Fnv1a64(all),
                     request.particles, request.replicates);
}

// An entry without forecasts: who makes them, from what, and when.
inference::LedgerEntry EntryOf(const PublishRequest& request, const service::Evidence& evidence) {
  inference::LedgerEntry entry;
  entry.model = evidence.made->model.name;
  entry.model_hash = evidence.opened.hash;
  for (const std::string& policy : request.source.with) entry.model_hash += "+" + policy;
  entry.data = VintageOf(evidence, request);
  entry.seed = request.seed;
  entry.origin = DayNumber(*ParseIsoDate(request.from));
  entry.published = DayNumber(*ParseIsoDate(request.published));
  return entry;
}

// A forecast for each target and lead, without its law, and the question that asks for it.
Result<std::vector<inference::Question>> AskAbout(const service::Targets& targets,
                                                  const PublishRequest& request,
                                                  const model::TimeFrame& time,
                                                  inference::LedgerEntry& entry) {
  const std::int64_t end = time.start_day_number + static_cast<std::int64_t>(time.horizon_days);
  // The same leads in another order are the same forecasts.
  const std::set<std::uint64_t> leads(request.leads.begin(), request.leads.end());
  std::vector<inference::Question> questions;
  for (const inference::Target& target : targets.targets) {
    for (const std::uint64_t lead : leads) {
      const inference::Question question{target.series, static_cast<int>(lead), targets.cumulative};
      const inference::Window window = inference::WindowOf(question, entry.origin);
      if (window.to > end) {
        return Fail(fmt::format("{} months from {} pass the end of the model's time, {}: take "
                                "shorter leads or let `time from … to …` end later",
                                lead, request.from, FormatDate(time.end)));
      }
      questions.push_back(question);
      entry.forecasts.push_back({target.name, window.from, window.to, target.event,
                                 inference::Predictive::Event(0.0)});
    }
  }
  return questions;
}

PublishAnswer PublishGuarded(const PublishRequest& request, const Control& control) {
  PublishAnswer answer;
  const auto refuse = [&](Status status, std::string message) {
    return Refuse(std::move(answer), status, std::move(message));
  };
  if (std::string wrong = CheckRequest(request); !wrong.empty()) {
    return refuse(Status::kBadRequest, std::move(wrong));
  }
  // Better now than after a long run.
  if (const Result<void> fine = inference::TryLedger(request.ledger); !fine) {
    return refuse(Status::kFailed, fine.error().message);
  }
  const service::Evidence evidence =
      service::ReadEvidence({request.source, request.store, request.from, false}, false, answer);
  if (evidence.made == nullptr) return answer;
  const model::Model& model = evidence.made->model;
  const Result<service::Targets> targets =
      service::TargetsOf(request.targets, *evidence.made, evidence.opened.folder, request.store);
  if (!targets) return refuse(Status::kFailed, targets.error().message);
  inference::LedgerEntry entry = EntryOf(request, evidence);
  const Result<std::vector<inference::Question>> questions =
      AskAbout(*targets, request, model.time, entry);
  if (!questions) return refuse(Status::kBadRequest, questions.error().message);

  inference::ModelForecasterSettings settings;
  settings.name = model.name;
  service::FollowAsAsked(request, control, settings.filter);
  const inference::ModelForecaster made = inference::MakeModelForecaster(
      targets->series, service::KnowledgeOf(request.source, request.store, request.posterior),
      settings);
  const std::vector<inference::Predictive> laws = made.forecaster.forecast(
      inference::Past(targets->record, entry.origin), *questions, request.seed);
  if (control.stop != nullptr && control.stop->stopped()) {
    return refuse(Status::kStopped, "stopped: nothing was published");
  }
  if (!made.error->empty()) return refuse(Status::kFailed, *made.error);
  for (std::size_t f = 0; f < laws.size(); ++f) {
    inference::LedgerForecast& forecast = entry.forecasts[f];
    forecast.law = laws[f];
    if (forecast.event) {
      forecast.law = inference::Predictive::Event(std::clamp(laws[f].AtLeast(1.0), 0.0, 1.0));
    }
  }
  const Result<inference::Appended> appended = inference::AppendToLedger(request.ledger, entry);
  if (!appended) return refuse(Status::kFailed, appended.error().message);
  answer.added = appended->added;
  answer.forecasts = entry.forecasts.size();
  answer.head = appended->head;
  return answer;
}

// What the record of a model says happened: event targets by its chronology, counts by its store.
class Outcomes {
 public:
  static Result<Outcomes> Of(const LedgerRequest& request, const service::Evidence& evidence,
                             bool events, bool counts) {
    Outcomes outcomes;
    if (events) {
      Result<service::Targets> recorded = service::RecordedTargets(*evidence.made);
      if (!recorded) return tl::unexpected(recorded.error());
      outcomes.recorded_ = std::move(*recorded);
    }
    if (counts && !request.store.empty()) {
      Result<service::Targets> observed = service::ObservedTargets(
          evidence.made->model, evidence.opened.folder, request.store);
      if (!observed) return tl::unexpected(observed.error());
      outcomes.observed_ = std::move(*observed);
    }
    return outcomes;
  }

  // Nothing: not known (yet), or not a target of the model any more.
  std::optional<double> operator()(const inference::LedgerForecast& forecast) const {
    const std::optional<service::Targets>& from = forecast.event ? recorded_ : observed_;
    if (!from) return std::nullopt;
    for (const inference::Target& target : from->targets) {
      if (target.name != forecast.target) continue;
      const double found =
          inference::CountIn(from->record, target.series, {forecast.from, forecast.to});
      if (std::isnan(found)) return std::nullopt;
      return found;
    }
    return std::nullopt;
  }

 private:
  std::optional<service::Targets> recorded_, observed_;
};

// Puts scores and notes into the view; false if `answer` says why it can not.
bool Score(const LedgerRequest& request, const inference::Ledger& ledger, report::LedgerView& view,
           LedgerAnswer& answer) {
  const service::Evidence evidence = service::ReadEvidence(
      {request.source, request.store, "", false}, request.style.colour, answer);
  if (evidence.made == nullptr) return false;
  view.scored_model = evidence.made->model.name;
  bool events = false, counts = false;
  std::size_t others = 0;
  for (const inference::LedgerEntry& entry : ledger.entries) {
    if (entry.model != view.scored_model) {
      ++others;
      continue;
    }
    for (const inference::LedgerForecast& forecast : entry.forecasts) {
      (forecast.event ? events : counts) = true;
    }
  }
  if (others > 0) {
    view.notes.push_back(fmt::format("{} line{} of other models: score them with their own record",
                                     others, others == 1 ? "" : "s"));
  }
  if (counts && request.store.empty()) {
    view.notes.push_back("forecasts of observed counts are left out: name the store of events with "
                         "`--store FILE`");
  }
  const Result<Outcomes> outcomes = Outcomes::Of(request, evidence, events, counts);
  if (!outcomes) {
    answer.status = Status::kFailed;
    answer.message = outcomes.error().message;
    return false;
  }
  view.scores = inference::ScoreLedger(
      ledger, [&](const inference::LedgerEntry& entry, const inference::LedgerForecast& forecast)
                  -> std::optional<double> {
        if (entry.model != view.scored_model) return std::nullopt;
        return (*outcomes)(forecast);
      });
  return true;
}

LedgerAnswer LedgerGuarded(const LedgerRequest& request) {
  LedgerAnswer answer;
  if (request.ledger.empty()) {
    return Refuse(std::move(answer), Status::kBadRequest, "no ledger: name its file");
  }
  std::error_code unreadable;
  if (!std::filesystem::exists(request.ledger, unreadable) && !unreadable) {
    return Refuse(std::move(answer), Status::kFailed,
                  "there is no ledger `" + request.ledger + "`: `entente ledger publish` makes one");
  }
  if (std::filesystem::is_directory(request.ledger, unreadable)) {
    return Refuse(std::move(answer), Status::kFailed,
                  "`" + request.ledger + "` is a folder: name the ledger's file");
  }
  const Result<inference::Ledger> ledger = inference::ReadLedgerFile(request.ledger);
  if (!ledger) {
    return Refuse(std::move(answer), Status::kUnmet,
                  "`" + request.ledger + "`: " + ledger.error().message);
  }
  if (!request.head.empty()) {
    const Result<inference::LedgerHead> head = inference::ReadHead(request.head);
    if (!head) return Refuse(std::move(answer), Status::kBadRequest, head.error().message);
    const Result<void> kept = inference::CheckHead(*ledger, *head);
    if (!kept) {
      return Refuse(std::move(answer), Status::kUnmet,
                    "`" + request.ledger + "`: " + kept.error().message);
    }
  }
  report::LedgerView view{*ledger, inference::HeadOf(*ledger), !request.head.empty(), {}, "", {}};
  if (request.score && !Score(request, *ledger, view, answer)) return answer;
  answer.lines = ledger->entries.size();
  for (const inference::LedgerEntry& entry : ledger->entries) {
    answer.forecasts += entry.forecasts.size();
  }
  answer.scored = static_cast<std::uint64_t>(
      std::count_if(view.scores.begin(), view.scores.end(),
                    [](const inference::LedgerScore& score) { return score.outcome.has_value(); }));
  answer.head = view.head;
  answer.text = report::LedgerText(view, service::StyleOf(request.style));
  answer.json = report::LedgerJson(view);
  return answer;
}

}  // namespace

PublishAnswer Publish(const PublishRequest& request, const Control& control) {
  return service::Guarded<PublishAnswer>("forecast of `" + request.source.model + "`",
                                         [&] { return PublishGuarded(request, control); });
}

LedgerAnswer ReadLedger(const LedgerRequest& request) {
  return service::Guarded<LedgerAnswer>("ledger `" + request.ledger + "`",
                                        [&] { return LedgerGuarded(request); });
}

}  // namespace entente::api
