// Worlds worth reading: the one that stands for many, the one that nearly was, the one that nobody
// would have guessed.
#ifndef ENTENTE_ANALYSIS_EXPLAIN_EXEMPLARS_H_
#define ENTENTE_ANALYSIS_EXPLAIN_EXEMPLARS_H_

#include <cstdint>
#include <optional>

#include "analysis/explain/necessity.h"

namespace entente::analysis {

struct Exemplar {
  std::uint32_t world = 0;
  // typical, strangest: mean log-probability of what did and did not happen, per candidate, among
  // worlds with the effect; nearest miss: log-odds in favour of the effect.
  double score = 0.0;
};

struct Exemplars {
  std::optional<Exemplar> typical, nearest_miss, strangest;
};

// Every candidate counts by whether it happens before the effect (or in its window). Among worlds
// with the effect, the typical one has the most probable combination of the candidates' separate
// frequencies (add-one smoothed), the strangest the least. The nearest miss is the world without the
// effect whose combination speaks most for it (naive Bayes). Candidates in `leave_out`, such as what
// the effect consists of, do not count. Equal scores: the lowest world.
Exemplars FindExemplars(const FactualWorlds& worlds, const std::vector<std::uint8_t>& leave_out);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_EXPLAIN_EXEMPLARS_H_
