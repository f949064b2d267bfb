#include "service/observed_cells.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "record/series/observed.h"
#include "record/store/store.h"

namespace entente::service {

Result<record::ActorMap> ReadActors(const model::Model& model, const ModelFolder& folder) {
  std::vector<std::string> known;
  for (const model::Actor& actor : model.actors) known.push_back(actor.provenance.name);
  if (!folder.Has("actors.tsv")) {
    std::string own = "name\tcountry\tsector\tactor\n";
    for (const std::string& name : known) {
      own += name + "\t*\t*\t" + name + "\n*\t" + name + "\t*\t" + name + "\n";
    }
    return record::ActorMap::Parse(own, "the actors' own names", known);
  }
  const Result<std::string> text = folder.Read("actors.tsv");
  if (!text) return tl::unexpected(text.error());
  return record::ActorMap::Parse(*text, folder.PathOf("actors.tsv"), known);
}

Result<ObservedCells> ReadObservedCells(const model::Model& model, const ModelFolder& folder,
                                        const std::string& store_path, double until) {
  ObservedCells made;
  if (model.observations.empty()) return made;
  if (store_path.empty()) {
    made.notes.push_back(fmt::format(
        "{} observed series of the model are left out: {}", model.observations.size(),
        folder.in_memory() ? "no events were imported yet (Record, Data)"
                           : "name the store of events with `--store FILE` "
                             "(`entente record import` makes one)"));
    return made;
  }
  Result<record::Store> store = record::Store::Open(store_path, record::Access::kRead);
  if (!store) return tl::unexpected(store.error());
  const Result<record::ActorMap> actors = ReadActors(model, folder);
  if (!actors) return tl::unexpected(actors.error());
  const std::int64_t start = model.time.start_day_number;
  const double end = std::min(until, model.time.horizon_days);
  // Day `until` itself is not over yet.
  const auto known_by = start + static_cast<std::int64_t>(std::ceil(until)) - 1;
  std::size_t missing = 0;
  for (std::size_t o = 0; o < model.observations.size(); ++o) {
    const model::Observation& observation = model.observations[o];
    const std::string& name = observation.provenance.name;
    if (!observation.is_count) {
      made.notes.push_back("`" + name + "` is a mean, not a count of events: it is left out");
      continue;
    }
    const Result<record::SeriesTable> table =
        record::ObservedSeries(*store, model, observation, *actors, known_by);
    if (!table) return Fail("observed series `" + name + "`: " + table.error().message);
    for (std::size_t c = 0; c < table->cells.size(); ++c) {
      const record::DaySpan days = table->cells[c];
      const auto from = static_cast<double>(days.from - start);
      const auto to = static_cast<double>(days.to + 1 - start);
      if (from < 0.0 || to > end) continue;  // not wholly inside: says nothing yet
      if (table->series.empty() || table->series[0].cells[c].missing) {
        ++missing;
        continue;
      }
      made.cells.push_back(
          {o, from, to, static_cast<double>(table->series[0].cells[c].count)});
    }
  }
  if (missing > 0) {
    made.notes.push_back(fmt::format("{} cells are missing: their data set does not cover all their "
                                     "days",
                                     missing));
  }
  return made;
}

}  // namespace entente::service
