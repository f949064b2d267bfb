// How often each happening occurred, by period, over worlds. Integers only, so merging commutes.
#ifndef ENTENTE_ENGINE_SINKS_HAPPENINGS_H_
#define ENTENTE_ENGINE_SINKS_HAPPENINGS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/results.h"
#include "engine/sinks/bytes.h"

namespace entente::engine {

class HappeningCounts {
 public:
  HappeningCounts() = default;
  HappeningCounts(std::size_t happenings, std::size_t periods)
      : periods_(periods), totals_(happenings * periods, 0), with_any_(happenings, 0) {}

  // counts[period · stride + i]: how often it occurred in world i of n in that period. Worlds with
  // failed[i] != 0 (null: none) are left out.
  void Add(model::HappeningId happening, const std::uint32_t* counts, std::size_t stride,
           const std::uint8_t* failed, std::size_t n);
  // Once per tile: how many worlds that did not fail were added.
  void AddWorlds(std::uint64_t worlds) { worlds_ += worlds; }
  void Merge(const HappeningCounts& other);

  // In the model's order; all zero if no world was added.
  std::vector<HappeningSummary> Finish() const;

  void Write(ByteWriter& writer) const;
  void Read(ByteReader& reader);

 private:
  std::size_t periods_ = 0;
  std::uint64_t worlds_ = 0;
  std::vector<std::uint64_t> totals_;    // happening · periods + period
  std::vector<std::uint64_t> with_any_;  // worlds with at least one, by happening
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_SINKS_HAPPENINGS_H_
