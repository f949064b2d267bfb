// Occurrences that are void: "this world, but without its first rebuke". The luck of the firing is
// used up as ever, so all else that happens draws what it would have drawn.

#include "engine/run/tile.h"

namespace entente::engine {

void Tile::InitSkips() {
  if (settings_.skips.empty()) return;
  skip_counts_.assign(settings_.skips.size() * width_, 0);
  if (!skips_of_.empty()) return;
  skips_of_.resize(model_.happenings.size());
  for (std::size_t s = 0; s < settings_.skips.size(); ++s) {
    for (const model::HappeningId id : settings_.skips[s].happenings) {
      skips_of_[id.index()].push_back(static_cast<std::uint32_t>(s));
    }
  }
}

bool Tile::IsSkipped(std::uint32_t happening) {
  bool skipped = false;
  for (const std::uint32_t s : skips_of_[happening]) {
    std::uint64_t& count = skip_counts_[s * width_ + lane_];
    skipped = skipped || count == settings_.skips[s].occurrence;
    ++count;
  }
  return skipped;
}

}  // namespace entente::engine
