// Worlds range by range, so that memory does not grow with their number, and so that a model none of
// whose worlds reaches its end is found out after a few of them, not after all.
#ifndef ENTENTE_ANALYSIS_WORLDS_RANGES_H_
#define ENTENTE_ANALYSIS_WORLDS_RANGES_H_

#include <cstdint>
#include <functional>

#include "base/result.h"
#include "engine/worlds.h"

namespace entente::analysis {

inline constexpr std::uint64_t kRangeWorlds = 4'096;

// The worlds of the range that begins at world `first` of worlds below `end`: whole draws of
// `per_draw` worlds, unless `end` cuts the last. The range at world 0 is short (256 worlds), as it
// is the one to show whether any world lives. Results must not depend on where ranges end.
std::uint64_t RangeWorlds(std::uint64_t first, std::uint64_t end, std::uint64_t per_draw = 1);

// Fails, with the commonest reason, if the range begins at world 0, has at least 64 worlds and all
// of them failed. A model of which one world in ten lives is refused with probability 0.001 at 64
// worlds, and practically never at 256.
Result<void> SomeWorldLives(const engine::WorldValues& range);

// Simulates worlds from … to − 1 and hands each range to `take`, in order. False if cancelled: then
// the last range was not handed on. Fails as the simulator and SomeWorldLives do.
Result<bool> InRanges(engine::WorldSimulator& simulator, std::uint64_t from, std::uint64_t to,
                      std::uint64_t per_draw,
                      const std::function<void(const engine::WorldValues&)>& take);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_WORLDS_RANGES_H_
