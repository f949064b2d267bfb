// Pieces that runs, stories and exact solutions share: checked options and rendered answers.
#ifndef ENTENTE_SERVICE_RUN_PARTS_H_
#define ENTENTE_SERVICE_RUN_PARTS_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/run.h"
#include "entente/run.h"
#include "report/data/run_view.h"
#include "report/text/style.h"

namespace entente::service {

report::Style StyleOf(const api::TextStyle& style);

// The engine's options for a request, or why it can not be asked.
Result<engine::RunOptions> OptionsOf(const api::RunRequest& request, const api::Control& control);

// Plain estimates of all outcomes in shown units.
std::vector<api::OutcomeEstimate> EstimatesOf(const report::RunView& view);

// Exact values by outcome; an outcome that has none says why.
Result<std::vector<report::ExactValue>> ExactValues(const model::Model& model,
                                                    const api::Control& control);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_RUN_PARTS_H_
