// Worlds one by one: the values of outcomes, the parameters and the first days of happenings in
// each world of a range, for analyses that pair, select or regress worlds. A caller that needs many
// worlds asks range after range, so its memory does not grow with them.
//
// World w of a seed has the same luck here as in Run and Replay, for any range, thread count and
// tile width, and in every model that names the thing alike: row w of one model and row w of the
// same model under a policy are a pair.
#ifndef ENTENTE_ENGINE_WORLDS_H_
#define ENTENTE_ENGINE_WORLDS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "engine/results.h"
#include "engine/run.h"
#include "model/model.h"

namespace entente::engine {

// Fixed once for a simulator.
struct WorldsSettings {
  std::uint64_t seed = 1;
  unsigned threads = 0;     // 0: all cores
  unsigned tile_width = 0;  // 0: the engine's choice
  // World w takes the parameters of draw w / worlds_per_draw, whatever the range it is asked in.
  std::uint64_t worlds_per_draw = 1;
  // What to observe, in this order: indices into the model's outcomes followed by its
  // claim_outcomes. Empty: all of its outcomes, none of claim_outcomes.
  std::vector<model::OutcomeId> outcomes;
  // Happenings whose first day in each world is wanted.
  std::vector<model::HappeningId> first_days_of;
  std::vector<Skip> skips;  // occurrences that are void in every world
  bool parameters = false;  // keep each world's parameters as well
  bool native = true;       // machine code where there is any; same bits either way
  double step_factor = 1.0;
  RunLimits limits;
  const std::atomic<bool>* cancel = nullptr;
};

// Values that replace the draws of some parameters, world by world (designs such as Saltelli's).
struct ParameterValues {
  std::vector<model::ParameterId> parameters;
  std::vector<double> values;  // [i · worlds + w]: stored units; w counts from the range's first
};

// One range of worlds. Every matrix is row-major, one row an item, one column a world.
struct WorldValues {
  std::uint64_t first_world = 0;
  std::uint64_t worlds = 0;  // done: all that were asked for, or, if cancelled, the prefix
  bool complete = true;      // false: cancelled
  std::vector<WorldFault> fault;   // by world; what a failed world holds elsewhere is NaN
  std::vector<double> outcomes;    // [outcome][world]: 0 or 1 for a probability; NaN: its window
                                   // never opened (or the world failed); +inf: time not reached
  std::vector<double> first_days;  // [happening][world]: days since the start; +inf: never
  std::vector<double> parameters;  // [parameter][world], by ParameterId; empty unless asked for
  std::vector<FailureSummary> failures;  // commonest first

  bool failed(std::uint64_t w) const { return fault[w] != WorldFault::kNone; }
  const double* outcome(std::size_t o) const { return &outcomes[o * worlds]; }
  const double* first_day(std::size_t h) const { return &first_days[h * worlds]; }
  const double* parameter(std::size_t p) const { return &parameters[p * worlds]; }
};

// A model planned once, simulated range by range.
class WorldSimulator {
 public:
  // Fails if the model can not be planned or a setting names what does not exist.
  static Result<WorldSimulator> Make(const model::Model& model, const WorldsSettings& settings);
  WorldSimulator(WorldSimulator&&) noexcept;
  WorldSimulator& operator=(WorldSimulator&&) noexcept;
  ~WorldSimulator();

  // Worlds first_world … first_world + worlds − 1, all below 2^32; worlds >= 1. `values` (null:
  // none) holds one finite number for each of them and each parameter that it names. Memory: 8 bytes
  // a value. One call at a time.
  Result<WorldValues> Simulate(std::uint64_t first_world, std::uint64_t worlds,
                               const ParameterValues* values = nullptr);

  std::size_t outcomes() const;                        // rows of WorldValues::outcomes
  const model::Outcome& outcome(std::size_t row) const;

 private:
  struct Parts;
  explicit WorldSimulator(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

struct WorldsOptions {
  WorldsSettings settings;
  std::uint64_t first_world = 0;
  std::uint64_t worlds = 1'024;
  const ParameterValues* values = nullptr;
};

// One range of one model: plans, simulates, forgets the plan.
Result<WorldValues> SimulateWorlds(const model::Model& model, const WorldsOptions& options);

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_WORLDS_H_
