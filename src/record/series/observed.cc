#include "record/series/observed.h"

namespace entente::record {

EventQuery ObservedEvents(const model::Model& model, const model::Observation& observation,
                          const ActorMap& actors) {
  const auto name = [&](model::ActorId actor) {
    return actor.valid() ? model.actors[actor.index()].provenance.name : std::string();
  };
  EventQuery query;
  query.dataset = observation.dataset;
  query.categories = observation.categories;
  query.actors = &actors;
  query.from = name(observation.from);
  query.to = name(observation.to);
  return query;
}

Result<SeriesTable> ObservedSeries(const Store& store, const model::Model& model,
                                   const model::Observation& observation, const ActorMap& actors,
                                   std::optional<std::int64_t> known_by) {
  SeriesQuery query;
  query.period = observation.period;
  query.events = ObservedEvents(model, observation, actors);
  query.events.known_by = known_by;
  Result<SeriesTable> table = SeriesOf(store, query);
  if (!table || !known_by) return table;
  for (Series& series : table->series) {
    for (std::size_t c = 0; c < table->cells.size(); ++c) {
      if (table->cells[c].to > *known_by) series.cells[c].missing = true;
    }
  }
  return table;
}

}  // namespace entente::record
