#include "analysis/worlds/ranges.h"

#include <algorithm>

#include <fmt/format.h>

namespace entente::analysis {
namespace {

constexpr std::uint64_t kFirstRange = 256;
constexpr std::uint64_t kFewestToJudge = 64;

}  // namespace

std::uint64_t RangeWorlds(std::uint64_t first, std::uint64_t end, std::uint64_t per_draw) {
  const std::uint64_t wanted = first == 0 ? kFirstRange : kRangeWorlds;
  const std::uint64_t whole = std::max<std::uint64_t>(1, wanted / per_draw) * per_draw;
  return std::min(whole, end - first);
}

Result<void> SomeWorldLives(const engine::WorldValues& range) {
  if (range.first_world != 0 || range.worlds < kFewestToJudge) return {};
  for (std::uint64_t w = 0; w < range.worlds; ++w) {
    if (!range.failed(w)) return {};
  }
  std::string message = fmt::format(
      "all of the first {} worlds stopped before their end, so no more were tried", range.worlds);
  if (!range.failures.empty()) message += ": " + range.failures[0].what;
  return Fail(std::move(message));
}

Result<bool> InRanges(engine::WorldSimulator& simulator, std::uint64_t from, std::uint64_t to,
                      std::uint64_t per_draw,
                      const std::function<void(const engine::WorldValues&)>& take) {
  for (std::uint64_t first = from; first < to;) {
    const std::uint64_t worlds = RangeWorlds(first, to, per_draw);
    const Result<engine::WorldValues> range = simulator.Simulate(first, worlds);
    if (!range) return tl::unexpected(range.error());
    if (!range->complete) return false;
    if (const Result<void> lives = SomeWorldLives(*range); !lives) {
      return tl::unexpected(lives.error());
    }
    take(*range);
    first += worlds;
  }
  return true;
}

}  // namespace entente::analysis
