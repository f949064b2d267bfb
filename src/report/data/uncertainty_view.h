// Where uncertainty comes from, as all renderings share it.
#ifndef ENTENTE_REPORT_DATA_UNCERTAINTY_VIEW_H_
#define ENTENTE_REPORT_DATA_UNCERTAINTY_VIEW_H_

#include <string>
#include <vector>

#include "analysis/sensitivity/uncertainty.h"
#include "model/model.h"

namespace entente::report {

struct UncertaintyView {
  const model::Model& model;
  const analysis::UncertaintyResult& result;
  std::vector<model::OutcomeId> outcomes;  // shown, in this order
  std::vector<std::string> policies;
};

// One parameter of one outcome.
struct Influence {
  std::size_t row = 0;  // into UncertaintyResult::parameters
  bool matters = false; // its total or first-order index, or its PAWN distance, is above nothing
};

// Those that matter first, by total index (by PAWN where indices are undefined), highest first.
std::vector<Influence> InfluencesOf(const analysis::OutcomeUncertainty& outcome);

// "12 – 18 %" of a share, or "–".
std::string ShareRange(const engine::Estimate& share);

// JSON (docs/reference/uncertainty.schema.json).
std::string UncertaintyJson(const UncertaintyView& view);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_UNCERTAINTY_VIEW_H_
