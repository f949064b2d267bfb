// Policies against each other, scenario by scenario, paired by luck: what each changes, in how many
// worlds, whether it does so whatever the uncertain parameters are, and what one would regret.
#ifndef ENTENTE_ANALYSIS_COMPARE_COMPARE_H_
#define ENTENTE_ANALYSIS_COMPARE_COMPARE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "analysis/compare/regret.h"
#include "analysis/worlds/paired.h"
#include "base/result.h"
#include "engine/run.h"
#include "model/model.h"

namespace entente::analysis {

inline constexpr std::size_t kMostCells = 256;

// Choices in rows, circumstances in columns; each is a list of names that are applied in order.
// Row 0 is no policy and column 0 no scenario: both empty.
struct CompareGrid {
  std::vector<std::vector<std::string>> rows{{}}, columns{{}};
};

// Sorts each combination's names into policies (a row) and scenarios (a column): `two_track,hard`
// asks for row two_track and column hard. With `combine`, every pair of the given rows is a row
// too. Fails for an unknown name (with the nearest) and above kMostCells cells.
Result<CompareGrid> GridOf(const model::Model& model,
                           const std::vector<std::vector<std::string>>& combinations,
                           bool combine);

struct CompareOptions {
  std::uint64_t seed = 1;
  std::uint64_t worlds = 16'384;        // of each cell; rounded up to whole draws
  std::uint64_t worlds_per_draw = 16;   // even: half a draw against the other half shows chance
  unsigned threads = 0;
  unsigned tile_width = 0;
  double confidence = 0.95;
  // A difference survives if its sign holds in at least this share of the parameter draws.
  double survival_share = 0.9;
  std::vector<model::OutcomeId> outcomes;  // empty: all
  engine::RunLimits limits;
  std::function<void(const engine::Progress&)> on_progress;
  const std::atomic<bool>* cancel = nullptr;
};

enum class Survival : std::uint8_t {
  kNoDifference,  // the difference's interval holds 0
  kSurvives,      // its sign holds in at least survival_share of the draws, interval included
  kDepends,       // it holds in fewer
  kUnclear,       // the interval of the share holds survival_share
};
const char* SurvivalName(Survival survival);  // "no_difference", "survives", "depends", "unclear"

struct CompareCell {
  engine::Estimate value;       // of all usable worlds of the cell
  std::uint64_t worlds = 0;     // usable
  // Against row 0 of the same column; in row 0, against column 0. Nothing in cell (0, 0).
  PairedSummary change;
  Survival survival = Survival::kNoDifference;
  double sign_share = 0.0;      // share of draws with the difference's sign; NaN: no effect at all
};

struct OutcomeComparison {
  model::OutcomeId outcome;
  std::vector<CompareCell> cells;  // [row · columns + column]
  std::vector<Regret> lower_better, higher_better;  // by row
};

struct CompareResult {
  CompareGrid grid;
  std::uint64_t seed = 0;
  std::uint64_t worlds = 0;             // of each cell: done, failed ones included
  std::uint64_t worlds_requested = 0;
  std::uint64_t worlds_per_draw = 0;
  double confidence = 0.95;
  double survival_share = 0.9;
  bool partial = false;
  std::vector<std::uint64_t> failed;    // by cell
  std::vector<OutcomeComparison> outcomes;
};

// Every cell is simulated with the same seed and the same parameter draws. Equal options give equal
// bits for any threads and tile width. Memory does not grow with the worlds beyond 4,096 draws.
// Fails if a policy can not be applied or the model not be planned.
Result<CompareResult> Compare(const model::Model& model, const CompareGrid& grid,
                              const CompareOptions& options);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_COMPARE_COMPARE_H_
