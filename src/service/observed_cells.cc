#include "service/observed_cells.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "record/actors/actor_map.h"
#include "record/series/series.h"
#include "record/store/store.h"
#include "service/models.h"

namespace entente::service {
namespace {

std::string NameOf(const model::Model& model, model::ActorId actor) {
  return actor.valid() ? model.actors[actor.index()].provenance.name : "";
}

Result<std::optional<record::ActorMap>> ReadActors(const model::Model& model,
                                                   const std::string& folder) {
  const std::string path = folder + "/actors.tsv";
  if (!std::filesystem::exists(path)) return std::nullopt;
  const Result<std::string> text = ReadFile(path);
  if (!text) return tl::unexpected(text.error());
  std::vector<std::string> known;
  for (const model::Actor& actor : model.actors) known.push_back(actor.provenance.name);
  Result<record::ActorMap> map = record::ActorMap::Parse(*text, path, known);
  if (!map) return tl::unexpected(map.error());
  return std::optional<record::ActorMap>(std::move(*map));
}

}  // namespace

Result<ObservedCells> ReadObservedCells(const model::Model& model, const std::string& folder,
                                        const std::string& store_path, double until) {
  ObservedCells made;
  if (model.observations.empty()) return made;
  if (store_path.empty()) {
    made.notes.push_back(fmt::format(
        "{} observed series of the model are left out: name the store of events with `--store FILE` "
        "(`entente record import` makes one)",
        model.observations.size()));
    return made;
  }
  Result<record::Store> store = record::Store::Open(store_path, record::Access::kRead);
  if (!store) return tl::unexpected(store.error());
  const Result<std::optional<record::ActorMap>> actors = ReadActors(model, folder);
  if (!actors) return tl::unexpected(actors.error());
  const std::int64_t start = model.time.start_day_number;
  const double end = std::min(until, model.time.horizon_days);
  std::size_t missing = 0;
  for (std::size_t o = 0; o < model.observations.size(); ++o) {
    const model::Observation& observation = model.observations[o];
    const std::string& name = observation.provenance.name;
    if (!observation.is_count) {
      made.notes.push_back("`" + name + "` is a mean, not a count of events: it is left out");
      continue;
    }
    record::SeriesQuery query;
    query.period = observation.period;
    query.events.dataset = observation.dataset;
    query.events.from = NameOf(model, observation.from);
    query.events.to = NameOf(model, observation.to);
    query.events.categories = observation.categories;
    query.events.actors = *actors ? &**actors : nullptr;
    query.events.from_day = start;
    query.events.to_day = start + static_cast<std::int64_t>(std::ceil(end)) - 1;
    query.events.known_by = start + static_cast<std::int64_t>(std::floor(until));
    const Result<record::SeriesTable> table = record::SeriesOf(*store, query);
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
