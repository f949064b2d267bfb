#include "service/conditioning.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace entente::service {

Result<Conditioning> ConditionOn(const model::Model& model, const ModelFolder& folder,
                                 double until) {
  Conditioning made;
  made.model = model;
  const auto read = [&](const model::RecordSource* declared,
                        const std::string& file) -> Result<void> {
    const std::string path = folder.PathOf(file);
    const Result<std::string> text = folder.Read(file);
    if (!text) {
      return Fail(text.error().message + "; a model says where its record is by `record \"FILE\" "
                  "complete for … from DATE to DATE`");
    }
    Result<record::Chronology> chronology =
        record::ReadChronology(model, declared, path, *text);
    if (!chronology) return Fail(path + ":" + chronology.error().message);
    for (const record::Fault& fault : chronology->faults) {
      // What lies after the model's end is true all the same, and of no effect.
      if (!fault.error || fault.kind == record::FaultKind::kOutsideTime) continue;
      return Fail(fmt::format("{}:{}:{}: {}; {} row{} of the record can not be taught: see "
                              "`entente record check`",
                              path, fault.line, fault.column, fault.message,
                              chronology->rows_refused, chronology->rows_refused == 1 ? "" : "s"));
    }
    made.model = record::WithInitialStates(std::move(made.model), *chronology);
    made.chronologies.push_back(std::move(*chronology));
    return {};
  };
  for (const model::RecordSource& source : model.records) {
    if (const Result<void> done = read(&source, source.file); !done) {
      return tl::unexpected(done.error());
    }
    made.record_end = std::max(made.record_end, source.to_day + 1.0);
  }
  // A model that only observes series needs no chronology.
  const bool series_only =
      !model.observations.empty() && !folder.Has("record.csv");
  if (model.records.empty() && !series_only) {
    if (const Result<void> done = read(nullptr, "record.csv"); !done) {
      return tl::unexpected(done.error());
    }
  }
  std::vector<const record::Chronology*> chronologies;
  for (const record::Chronology& chronology : made.chronologies) {
    chronologies.push_back(&chronology);
    for (const record::RecordedHappening& row : chronology.happenings) {
      if (row.day <= until) made.record_end = std::max(made.record_end, row.day);
    }
  }
  made.record_end = std::min({made.record_end, until, made.model.time.horizon_days});
  made.data.teacher = inference::MakeTeacher(made.model, chronologies, until);
  // The teacher's rows are those of the chronologies by day, each in its order.
  for (std::size_t c = 0; c < made.chronologies.size(); ++c) {
    const auto& happenings = made.chronologies[c].happenings;
    for (std::size_t h = 0; h < happenings.size(); ++h) {
      if (inference::IsTaught(made.model, happenings[h], until)) made.origins.push_back({c, h});
    }
  }
  const auto day = [&](const Conditioning::Origin& origin) {
    return made.chronologies[origin.chronology].happenings[origin.happening].day;
  };
  std::stable_sort(made.origins.begin(), made.origins.end(),
                   [&](const auto& a, const auto& b) { return day(a) < day(b); });
  return made;
}

}  // namespace entente::service
