// Where the uncertainty of every outcome of a model comes from: chance, parameters, scenarios; and of
// the parameters, which. One design serves all outcomes.
//
// Rows j of the design are draws of the parameters; worlds 2j and 2j + 1 are the two lucks of row j
// in every block (A, B, every A_B^(i), every scenario), so blocks differ by what was changed and by
// nothing else. Block A draws what an ordinary nested run of two worlds a draw draws; block B takes
// the second number of each parameter's stream. Parameters with a joint prior keep it in every block;
// the indices of the later one are of what the earlier one leaves open.
#ifndef ENTENTE_ANALYSIS_SENSITIVITY_UNCERTAINTY_H_
#define ENTENTE_ANALYSIS_SENSITIVITY_UNCERTAINTY_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/sensitivity/pawn.h"
#include "analysis/sensitivity/sobol.h"
#include "analysis/sensitivity/split.h"
#include "base/result.h"
#include "engine/run.h"
#include "model/model.h"

namespace entente::analysis {

struct UncertaintyOptions {
  std::uint64_t seed = 1;
  std::uint64_t worlds = 100'000;  // in all; the rows follow from it
  std::uint64_t rows = 0;          // 0: as many as the worlds allow
  unsigned threads = 0;
  double confidence = 0.95;
  std::vector<std::string> scenarios;  // each against the model as it is
  engine::RunLimits limits;
  const std::atomic<bool>* cancel = nullptr;
  std::function<void(std::uint64_t done, std::uint64_t wanted)> on_progress;
};

// Of one outcome. A time counts as the window's length where it is not reached, except for PAWN,
// which sees "not reached" as the largest value. Worlds without a value (the window never opened, or
// the world failed) leave out their row.
struct OutcomeUncertainty {
  model::OutcomeId outcome;
  std::string why_not;  // nothing could be said, and why; then the rest is empty
  SplitResult split;    // scenarios[0] is the model as it is
  SobolResult sobol;    // by UncertaintyResult::parameters
  PawnResult pawn;
};

struct UncertaintyResult {
  std::uint64_t rows = 0;
  std::uint64_t worlds = 0;  // simulated
  std::uint64_t failed = 0;
  double confidence = 0.95;
  std::uint64_t seed = 1;
  std::vector<std::string> scenarios;            // as asked
  std::vector<model::ParameterId> parameters;    // the uncertain ones
  std::vector<OutcomeUncertainty> outcomes;      // in the model's order
};

// Fails for an unknown scenario, too few worlds for 32 rows, a model that can not be simulated, or
// on cancellation. Memory: 16 bytes per outcome, row and block.
Result<UncertaintyResult> Uncertainty(const model::Model& model,
                                      const UncertaintyOptions& options);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_SENSITIVITY_UNCERTAINTY_H_
