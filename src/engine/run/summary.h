// What is kept of a block of worlds, and how blocks merge. Sums of doubles merge in the fixed tree;
// counts merge in any order.
#ifndef ENTENTE_ENGINE_RUN_SUMMARY_H_
#define ENTENTE_ENGINE_RUN_SUMMARY_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/results.h"
#include "engine/run/tile.h"
#include "engine/sinks/bytes.h"
#include "engine/sinks/happenings.h"
#include "engine/sinks/outcome.h"
#include "engine/sinks/series.h"

namespace entente::engine {

// Merged in the tree.
struct OutcomeSummaries {
  std::vector<OutcomeAccumulator> outcomes;
  void Merge(const OutcomeSummaries& right);
};

// Merged in any order.
struct Counts {
  std::uint64_t worlds = 0;
  std::uint64_t failed = 0;
  std::uint64_t events = 0;
  HappeningCounts happenings;
  SeriesAccumulator series;
  bool has_series = false;
  // By (fault, description): worlds and the first of them. The span is found again in the model.
  struct Failure {
    SourceSpan span;
    std::uint64_t worlds = 0;
    std::uint32_t example = 0xffffffff;
  };
  std::map<std::pair<int, std::string>, Failure> failures;
  std::vector<std::uint64_t> clamped, negative, no_arc;  // worlds, by quantity, channel, issue

  void Merge(const Counts& right);
  void Write(ByteWriter& writer) const;
  void Read(ByteReader& reader);
};

// An empty summary of the right shape.
OutcomeSummaries EmptyOutcomes(const model::Model& model, std::uint64_t worlds_per_draw,
                               std::uint64_t first_world);
Counts EmptyCounts(const model::Model& model, std::size_t periods,
                   std::shared_ptr<const SeriesLayout> layout);

// Adds a tile that has run; tiles of a block come in world order.
void AddTile(const Tile& tile, OutcomeSummaries& outcomes, Counts& counts);

std::vector<NoticeSummary> Notices(const model::Model& model, const Counts& counts);
std::vector<FailureSummary> Failures(const Counts& counts);

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_RUN_SUMMARY_H_
