#include "analysis/worlds/columns.h"

#include <algorithm>

namespace entente::analysis {

std::vector<double> UsableValues(const model::Outcome& outcome, const engine::WorldValues& worlds,
                                 std::size_t row) {
  return UsableValues(outcome, worlds.outcome(row), worlds.worlds);
}

std::vector<double> UsableValues(const model::Outcome& outcome, const double* raw,
                                 std::uint64_t worlds) {
  std::vector<double> values(raw, raw + worlds);
  if (outcome.kind == model::OutcomeKind::kTimeTo) {
    const double window = outcome.to_day - outcome.from_day;
    // NaN stays NaN: no comparison with it is true.
    for (double& value : values) {
      if (value > window) value = window;
    }
  }
  return values;
}

}  // namespace entente::analysis
