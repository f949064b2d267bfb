// What forecasts are made of and scored by: series of the record, and what they are in the model. The
// hindcast and the forecast ledger share it.
#ifndef ENTENTE_SERVICE_TARGETS_H_
#define ENTENTE_SERVICE_TARGETS_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "entente/common.h"
#include "inference/hindcast/hindcast.h"
#include "inference/hindcast/model_forecaster.h"
#include "service/conditioning.h"

namespace entente::service {

struct Targets {
  inference::ActsRecord record;                // what happened, as far as it is known
  std::vector<inference::ModelSeries> series;  // by series of the record
  std::vector<inference::Target> targets;
  bool cumulative = false;  // windows reach from the origin to the lead, not over its last month
};

// Every transition of a complete issue and every complete event: whether it happens. The record ends
// where the first of the complete windows ends. Fails if the model declares nothing complete.
Result<Targets> RecordedTargets(const Conditioning& made);

// Every observed count, over all that the store covers. Fails if the store or its data set can not be
// read, if the model observes no counts, or counts of two data sets.
Result<Targets> ObservedTargets(const model::Model& model, const ModelFolder& folder,
                                const std::string& store_path);

// The targets of a request: "record", "observed", or empty: observed ones where a store is named.
Result<Targets> TargetsOf(const std::string& kind, const Conditioning& made,
                          const ModelFolder& folder, const std::string& store_path);
// What is wrong with such a choice; empty: nothing.
std::string CheckTargets(const std::string& kind, const std::string& store_path,
                         const api::ModelRequest& source);

// What a forecaster of the model knows on a day: everything is read again, as of then. `posterior` is
// the text of a file of draws; empty: the priors.
inference::KnownOn KnowledgeOf(const api::ModelRequest& source, const std::string& store,
                               const std::string& posterior);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_TARGETS_H_
