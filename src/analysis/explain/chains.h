// How a world came to it: the occurrence that was the effect, and the chain of recorded causes that
// leads back from it; over many worlds, the commonest chains.
#ifndef ENTENTE_ANALYSIS_EXPLAIN_CHAINS_H_
#define ENTENTE_ANALYSIS_EXPLAIN_CHAINS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/explain/necessity.h"
#include "engine/run.h"
#include "model/model.h"

namespace entente::analysis {

// The occurrence of a story that brought the effect about on `day` (of Counterfactuals' model; for
// effects that are not timed, the last that moved anything the outcome reads). None if the effect
// came about by drift alone.
std::optional<std::size_t> EffectOccurrence(const model::Model& model, const Effect& effect,
                                            const engine::Story& story, double day);

// Back from `last` along the strongest recorded cause of each occurrence, earliest first, ending in
// `last`. At most 64 long.
std::vector<std::size_t> StrongestChain(const engine::Story& story, std::size_t last);

// All recorded causes of `last`, and theirs: indices into the story, in its order, `last` included.
std::vector<std::size_t> Ancestors(const engine::Story& story, std::size_t last);

struct Chain {
  std::vector<std::string> steps;  // names of candidates, earliest first; the last is the effect
  std::uint64_t worlds = 0;
  std::uint32_t example_world = 0;  // the first of them
};

// Counts chains of stories as they are added. Steps that a reader never sees are passed over, and
// repetitions of one thing in a row are one step; at most the last eight steps count.
class ChainCounter {
 public:
  explicit ChainCounter(const model::Model& model);
  void Add(const engine::Story& story, std::size_t last);
  // Commonest first; equally common ones in alphabetical order.
  std::vector<Chain> Commonest(std::size_t count) const;
  std::uint64_t stories() const { return stories_; }

 private:
  std::vector<std::string> names_;  // of the candidate by happening; empty: not shown
  std::vector<Chain> chains_;
  std::uint64_t stories_ = 0;
};

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_EXPLAIN_CHAINS_H_
