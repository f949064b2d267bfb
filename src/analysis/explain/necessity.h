// Probability of necessity and of sufficiency of what happens for what follows, world by world.
//
// Definitions (execution contract, section 3). X precedes Y in a world if X occurs no later than the
// first Y, or if X occurs in the effect's window and Y does not.
//   PN        among worlds where X precedes Y and Y occurs: the share without Y when X is blocked
//             from the start
//   token PN  the same when only the first X is skipped: its firing happens, its effects are void
//   PS        among worlds with neither X nor Y: the share with Y when X is forced at its median day
//             in worlds that have it, or at the first later instant that its guard holds; worlds
//             where it never holds are counted apart
// Each world is compared with itself under the same luck, so "would Y have happened?" has an answer
// in every world; the answer depends on the convention that luck belongs to named channels in their
// internal time. The Tian–Pearl bounds do not: they follow from how often X and Y occur and from
// how often Y does under the intervention (Tian and Pearl 2000; Pearl 2009, section 9.2, eqs. 9.13
// and 9.14), and PN and PS lie within them in every sample.
#ifndef ENTENTE_ANALYSIS_EXPLAIN_NECESSITY_H_
#define ENTENTE_ANALYSIS_EXPLAIN_NECESSITY_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "analysis/explain/candidates.h"
#include "base/result.h"
#include "engine/results.h"
#include "engine/run.h"
#include "model/model.h"

namespace entente::analysis {

struct CausalOptions {
  std::uint64_t seed = 1;
  std::uint64_t worlds = 4'096;
  unsigned threads = 0;
  std::uint64_t worlds_per_draw = 1;  // > 1: draws are clusters of the intervals
  double confidence = 0.95;
  engine::RunLimits limits;
  const std::atomic<bool>* cancel = nullptr;
  // Worlds simulated so far, factual and counterfactual.
  std::function<void(std::uint64_t)> on_progress;
};

// What is to be explained: any of some happenings, or an outcome. A probability outcome happens when
// it first becomes true in its window, a time when it is reached. Any other outcome "happens" in a
// world whose value is above `threshold`; then nothing says when, and X precedes Y if it occurs
// before the window's end.
struct Effect {
  std::vector<model::HappeningId> happenings;
  model::OutcomeId outcome;  // into the outcomes followed by the claim_outcomes
  double threshold = 0.0;
};

// The worlds as they are.
struct FactualWorlds {
  std::uint64_t worlds = 0;
  std::uint64_t failed = 0;
  bool timed = true;                    // whether `effect_day` says when
  double window_end = 0.0;              // causes after it are none
  std::vector<std::uint8_t> valid;      // 0: the world failed
  // Days since the start; +inf: it does not happen; for effects that are not timed: 0 or +inf.
  std::vector<double> effect_day;
  std::vector<std::vector<double>> cause_day;     // by candidate; the first
  std::vector<std::vector<double>> parameters;    // by ParameterId; empty unless asked for
  std::vector<std::vector<double>> outcomes;      // by outcome of the model

  bool Happens(std::size_t w) const {
    return effect_day[w] < std::numeric_limits<double>::infinity();
  }
  // X precedes Y (see above), for candidate x. The day of an outcome is a sum, so one instant may
  // have two roundings.
  bool Precedes(std::size_t x, std::size_t w) const {
    constexpr double kSameInstant = 1e-6;
    const double day = cause_day[x][w];
    return day <= window_end && (!timed || day <= effect_day[w] + kSameInstant);
  }
};

struct Bounds {
  double low = 0.0, high = 1.0;
};

struct NecessityResult {
  std::uint64_t worlds = 0;     // factual worlds that did not fail
  std::uint64_t both = 0;       // X precedes Y, and Y occurs
  std::uint64_t vanished = 0;   // of these, without Y when X is taken away
  std::uint64_t alone = 0;      // X without Y
  std::uint64_t appeared = 0;   // of these, with Y when X is taken away
  std::uint64_t failed = 0;     // counterfactual worlds that failed; in none of the counts
  engine::Estimate probability; // PN; NaN in [0, 1] if `both` is 0
  Bounds tian_pearl;
  // By world: 1 where it counts in `both`, and of these where it counts in `vanished`.
  std::vector<std::uint8_t> selected, changed;
};

struct SufficiencyResult {
  std::uint64_t worlds = 0;
  std::uint64_t neither = 0;     // X never occurs, and neither does Y
  std::uint64_t never_possible = 0;  // of these, X's guard never holds from its day on
  std::uint64_t forced = 0;      // of these, X was made to occur: neither − never_possible − failed
  std::uint64_t happened = 0;    // of these, with Y
  std::uint64_t failed = 0;
  double median_day = 0.0;       // of X in worlds that have it; NaN if none has
  engine::Estimate probability;  // PS = happened / forced
  Bounds tian_pearl;             // among worlds in which X can be made to occur
  std::vector<std::uint8_t> selected, changed;  // by world: forced, happened
};

// One ensemble of worlds and what would have become of each. Simulates in fixed ranges, so results
// do not depend on the number of threads.
class Counterfactuals {
 public:
  // Simulates the worlds as they are. Happenings of the effect are taken out of the causes. Fails if
  // the model can not be simulated, the effect names nothing, or on cancellation.
  static Result<Counterfactuals> Make(const model::Model& model, const Effect& effect,
                                      std::vector<Candidate> causes, const CausalOptions& options,
                                      bool keep_parameters = false);

  const FactualWorlds& factual() const { return factual_; }
  const std::vector<Candidate>& causes() const { return causes_; }
  // The model with the question added to it, if it needed one; happenings keep their ids.
  const model::Model& model() const { return model_; }

  // Each costs at most one simulation of the worlds.
  Result<NecessityResult> Necessity(std::size_t cause);
  Result<NecessityResult> TokenNecessity(std::size_t cause);
  Result<SufficiencyResult> Sufficiency(std::size_t cause);

 private:
  struct Days {
    std::vector<double> effect, cause;  // by world; NaN: not simulated or failed
    std::uint64_t failed = 0;
  };
  Counterfactuals() = default;
  Result<void> SimulateFactual(bool keep_parameters);
  Result<NecessityResult> Judge(std::size_t cause, const Result<Days>& days);
  std::vector<std::uint8_t> WorldsWith(std::size_t cause) const;
  Result<Days> Simulate(const model::Model& model, const std::vector<std::uint8_t>& wanted,
                        const std::vector<model::HappeningId>& watched,
                        const std::vector<engine::Skip>& skips);
  double EffectDay(double value) const;
  engine::Estimate Share(const std::vector<std::uint8_t>& selected,
                         const std::vector<std::uint8_t>& changed) const;

  model::Model model_;
  Effect effect_;
  model::OutcomeId watched_outcome_;  // of model_; invalid for happenings
  CausalOptions options_;
  std::vector<Candidate> causes_;
  FactualWorlds factual_;
  std::uint64_t simulated_ = 0;
};

// For one cause: what claims ask.
Result<NecessityResult> Necessity(const model::Model& model,
                                  const std::vector<model::HappeningId>& cause,
                                  const Effect& effect, const CausalOptions& options);
Result<SufficiencyResult> Sufficiency(const model::Model& model,
                                      const std::vector<model::HappeningId>& cause,
                                      const Effect& effect, const CausalOptions& options);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_EXPLAIN_NECESSITY_H_
