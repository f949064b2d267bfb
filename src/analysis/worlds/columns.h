// What analyses take from a range of worlds: one outcome's numbers, ready to be averaged.
#ifndef ENTENTE_ANALYSIS_WORLDS_COLUMNS_H_
#define ENTENTE_ANALYSIS_WORLDS_COLUMNS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/worlds.h"
#include "model/questions.h"

namespace entente::analysis {

// The outcome's value in each world of the range, in stored units. NaN: the world failed or the
// outcome's window never opened. A time that was not reached counts as the window's length, so a
// mean of times is the mean restricted to the window.
std::vector<double> UsableValues(const model::Outcome& outcome, const engine::WorldValues& worlds,
                                 std::size_t row);
// The same of `worlds` raw values, one a world.
std::vector<double> UsableValues(const model::Outcome& outcome, const double* raw,
                                 std::uint64_t worlds);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_WORLDS_COLUMNS_H_
