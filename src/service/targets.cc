#include "service/targets.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/calendar.h"
#include "inference/fit/draws_file.h"
#include "inference/hindcast/acts_of_store.h"
#include "record/series/observed.h"
#include "record/store/store.h"
#include "service/evidence.h"
#include "service/observed_cells.h"

namespace entente::service {

Result<Targets> RecordedTargets(const Conditioning& made) {
  const model::Model& model = made.model;
  Targets subject;
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

Result<Targets> ObservedTargets(const model::Model& model, const ModelFolder& folder,
                                const std::string& store_path) {
  Result<record::Store> store = record::Store::Open(store_path, record::Access::kRead);
  if (!store) return tl::unexpected(store.error());
  const Result<record::ActorMap> actors = ReadActors(model, folder);
  if (!actors) return tl::unexpected(actors.error());
  Targets subject;
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

Result<Targets> TargetsOf(const std::string& kind, const Conditioning& made,
                          const ModelFolder& folder, const std::string& store_path) {
  const bool observed = kind == "observed" || (kind.empty() && !store_path.empty());
  return observed ? ObservedTargets(made.model, folder, store_path) : RecordedTargets(made);
}

std::string CheckTargets(const std::string& kind, const std::string& store_path,
                         const api::ModelRequest& source) {
  if (kind != "" && kind != "record" && kind != "observed") {
    return "targets `" + kind + "`: expected `record` or `observed`";
  }
  if (kind == "observed" && store_path.empty()) {
    return source.texts != nullptr
               ? "observed series need events, and none were imported yet (Record, Data)"
               : "observed series need the store of events: name it with `--store FILE`";
  }
  return "";
}

inference::KnownOn KnowledgeOf(const api::ModelRequest& source, const std::string& store,
                               const std::string& posterior) {
  return [=](std::int64_t day) -> Result<std::unique_ptr<inference::KnownModel>> {
    api::Answer answer;
    Evidence evidence = ReadEvidence({source, store, FormatDate(CivilFromDayNumber(day)), false},
                                     false, answer);
    if (evidence.made == nullptr) return Fail(answer.message);
    auto known = std::make_unique<inference::KnownModel>();
    known->model = std::move(evidence.made->model);
    known->data = std::move(evidence.made->data);
    known->origin = evidence.until;
    if (!posterior.empty()) {
      Result<inference::ReadDrawsResult> draws = inference::ReadDraws(known->model, posterior);
      if (!draws) return Fail("the draws of the posterior: " + draws.error().message);
      known->coordinates = std::move(draws->coordinates);
      known->posterior = std::move(draws->draws);
    }
    return known;
  };
}

}  // namespace entente::service
