// Why something happens in a model: its causes ranked, the commonest chains that lead to it, the
// draws that go with it, and worlds worth reading.
#ifndef ENTENTE_ANALYSIS_EXPLAIN_EXPLAIN_H_
#define ENTENTE_ANALYSIS_EXPLAIN_EXPLAIN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/explain/chains.h"
#include "analysis/explain/exemplars.h"
#include "analysis/explain/necessity.h"
#include "base/result.h"
#include "engine/run.h"
#include "model/model.h"

namespace entente::analysis {

struct ExplainOptions {
  CausalOptions causal;
  std::size_t causes = 16;   // candidates whose counterfactuals are simulated
  std::size_t tokens = 6;    // of these, how many also get the token necessity
  std::size_t replays = 64;  // worlds retold for the chains
  std::size_t chains = 5;
};

// One candidate, as the factual worlds show it.
struct CauseReport {
  Candidate candidate;
  std::uint64_t with_effect = 0;     // worlds with the effect that it precedes
  std::uint64_t without_effect = 0;  // worlds without the effect in which it happens
  // What the effect consists of: a move into a state that the outcome asks for. Necessary by
  // definition; told, not ranked.
  bool by_definition = false;
  std::optional<NecessityResult> necessity, token;
  std::optional<SufficiencyResult> sufficiency;
};

// P(effect | the parameter's highest third) − P(effect | its lowest third).
struct DrawShift {
  model::ParameterId parameter;
  engine::Estimate low_third, high_third;  // probabilities
  engine::Estimate shift;
  bool above_zero = false;  // its interval at the level shared among all parameters leaves out 0
};

struct ToldWorld {
  std::uint32_t world = 0;
  double score = 0.0;
  engine::Story story;
  std::optional<std::size_t> effect;       // the occurrence that brought it about
  std::vector<std::size_t> because;        // its recorded causes and theirs, in order
};

struct Explanation {
  std::string name;   // of the outcome or happening
  std::string title;
  std::string event;  // "it happens", "it is above 0.12", for sentences
  Effect effect;
  std::uint64_t worlds = 0, failed = 0, happened = 0;
  engine::Estimate probability;
  // Candidates with simulated counterfactuals by PN, highest first; then those by definition.
  std::vector<CauseReport> causes;
  std::size_t not_examined = 0;  // candidates that precede the effect too seldom, or beyond `causes`
  std::vector<DrawShift> draws;  // those above zero, largest shift first
  std::size_t draws_looked_at = 0;
  std::vector<Chain> chains;     // commonest first
  std::uint64_t chains_of = 0;   // worlds retold
  std::optional<ToldWorld> typical, nearest_miss, strangest;
};

// `name` is an outcome, or anything that FindCandidate knows. A number (count, mean, value …) is
// asked for being above its median over worlds. Fails with the nearest name; on cancellation; or if
// the effect happens in no world or in all (then there is nothing to explain).
Result<Explanation> Explain(const model::Model& model, const std::string& name,
                            const ExplainOptions& options);

// Whether the name means something; fails with the nearest. Simulates nothing.
Result<void> CanExplain(const model::Model& model, const std::string& name);

// ---- one world with and without -----------------------------------------------------------------

struct WithoutResult {
  engine::Story with, without;
  std::string removed;          // "gsomia -> notice, the first"
  std::optional<std::size_t> removed_at;  // in `with`
  // Pairs of occurrences that are the same in both (happening and day), in order; kNone: only in one.
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::vector<std::pair<std::size_t, std::size_t>> rows;
  std::vector<model::OutcomeId> changed_outcomes;
};

// The world of (seed, world) told twice: as it is, and without one occurrence. `event` is a name as
// above, with "#2" for the second occurrence ("#1" or nothing: the first). Fails if the world has no
// such occurrence.
Result<WithoutResult> TellWithout(const model::Model& model, std::uint64_t seed,
                                  std::uint32_t world, const std::string& event,
                                  const engine::RunLimits& limits);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_EXPLAIN_EXPLAIN_H_
