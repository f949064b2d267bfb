// The observed series of a model, one cell a period, as the particle filter wants them: counts from the
// store of coded events, means from files beside the model.
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

// Cells of all observed series of the model that lie wholly in its time and end by day `until` (days
// since the start): of means those that have rows in their file in `folder` (record/series/means.h), of
// counts those that are wholly covered by their data set in the store at `store_path`; others are
// missing. Actors by `actors.tsv` in `folder`; without it, by the actors' own names. Events and rows
// known only after `until` do not count. An empty `store_path`: no counts, and a note if the model
// observes any. Fails if a file, the store or a data set that the model names is not there or can not
// be read.
Result<ObservedCells> ReadObservedCells(const model::Model& model, const ModelFolder& folder,
                                        const std::string& store_path, double until);

// A declared file of means that can not be read, and why: what ReadObservedCells would fail with.
struct UnreadableMeans {
  SourceSpan declared;
  std::string why;
};
// One for each declaration, in the order of the model; reads every row, whenever it was known.
std::vector<UnreadableMeans> FindUnreadableMeans(const model::Model& model,
                                                 const ModelFolder& folder);

// `actors.tsv` of the model in `folder`; without one every actor is known by its own name.
Result<record::ActorMap> ReadActors(const model::Model& model, const ModelFolder& folder);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_OBSERVED_CELLS_H_
