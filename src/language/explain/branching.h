// Branching ratios of linkage loops: how many further acts one act breeds, directly and by way of
// quantities. At 1 and above a loop feeds itself without end.
#ifndef ENTENTE_LANGUAGE_EXPLAIN_BRANCHING_H_
#define ENTENTE_LANGUAGE_EXPLAIN_BRANCHING_H_

#include <string>
#include <vector>

#include "model/model.h"

namespace entente::language::explain {

// A set of acts each of which, in some steps, breeds all of them.
struct BranchingLoop {
  std::vector<std::string> linkages;    // families of the linkages that close it
  std::vector<std::string> quantities;  // families of the quantities that help to close it
  std::vector<model::HappeningId> acts;
  double ratio = 0.0;
  bool alone = false;  // of one linkage by itself, all others cut
  SourceSpan span;     // of the first linkage, or of the first act
};

struct Branching {
  // The loops of each single linkage, then those of everything together.
  std::vector<BranchingLoop> loops;
  bool too_large = false;  // a loop was left out: beyond the bound on work
};

// Above this a loop is worth a warning.
inline constexpr double kBranchingLimit = 0.8;

// The expected-offspring matrix K of the model linearised at its start (StartOf), guards as they
// stand there: K[i][j] is the number of further acts i that one act j breeds,
//
//   K = M_ac (I − M_cc)^-1 M_ca
//
// where c runs over pressures and quantities, M_ca is what an act adds to the integral of each over
// time, M_cc how they move one another, M_ac the slopes of the acts' rates. A quantity that does not
// decay is integrated up to the horizon. State changes are not part of it. The ratio of a loop is
// the largest real part of an eigenvalue of its block, which is the spectral radius where nothing
// lowers (Hawkes 1971). Deterministic; work at most cubic in the number of acts of a loop.
Branching BranchingOf(const model::Model& model);

// A few lines for `entente check`; empty if there is no loop.
std::string DescribeBranching(const model::Model& model, const Branching& branching);

// "retaliation, linkage_politics with grievance"
std::string NameOf(const BranchingLoop& loop);

}  // namespace entente::language::explain

#endif  // ENTENTE_LANGUAGE_EXPLAIN_BRANCHING_H_
