// The observed series of a model, from the store of coded events: one cell a period, as the particle
// filter wants them.
#ifndef ENTENTE_SERVICE_OBSERVED_CELLS_H_
#define ENTENTE_SERVICE_OBSERVED_CELLS_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "inference/likelihood/data.h"
#include "model/model.h"
#include "record/actors/actor_map.h"
#include "service/model_folder.h"

namespace entente::service {

struct ObservedCells {
  std::vector<inference::ObservedCell> cells;
  // What a person should know: series that were left out, and why; counts of missing cells.
  std::vector<std::string> notes;
};

// Cells of all observed counts of the model that lie wholly in its time, end by day `until` (days
// since the start) and are wholly covered by their data set in the store at `store_path`; others are
// missing. Actors by `actors.tsv` in `folder`; without it, by the actors' own names. Events known only
// after `until` are not counted. An empty `store_path`: no cells, and a note if the model observes
// anything. Fails if the store or a data set that the model names is not there.
Result<ObservedCells> ReadObservedCells(const model::Model& model, const ModelFolder& folder,
                                        const std::string& store_path, double until);

// `actors.tsv` of the model in `folder`; without one every actor is known by its own name.
Result<record::ActorMap> ReadActors(const model::Model& model, const ModelFolder& folder);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_OBSERVED_CELLS_H_
