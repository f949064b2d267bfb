// Runs an ensemble of worlds of a checked model and summarises it; replays one world as a story.
// The same model, seed and worlds give the same bits for any number of threads and any tile width.
#ifndef ENTENTE_ENGINE_RUN_H_
#define ENTENTE_ENGINE_RUN_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/results.h"
#include "model/model.h"

namespace entente::engine {

struct RunLimits {
  std::uint32_t condition_rounds = 64;        // per instant
  std::uint64_t events_per_world = 100'000;
};

// The occurrence number `occurrence` (from 0) among those of any of `happenings`, in every world: its
// firing happens in internal time and uses its luck up, its effects are void, and the counting goes on.
struct Skip {
  std::vector<model::HappeningId> happenings;
  std::uint64_t occurrence = 0;
};

struct Progress {
  std::uint64_t worlds_done = 0;
  std::uint64_t worlds_wanted = 0;
};

struct RunOptions {
  std::uint64_t seed = 1;
  std::uint64_t worlds = 10'000;          // at most 2^32
  unsigned threads = 0;                   // 0: all cores
  unsigned tile_width = 0;                // worlds simulated side by side; 0: the engine's choice
  bool series = false;                    // keep distributions over time (for charts)
  unsigned series_samples = 128;          // at most this many sample instants
  bool native = true;                     // machine code where there is any; same bits either way
  double confidence = 0.95;
  std::uint64_t worlds_per_draw = 1;      // > 1: nested design; draws are clusters
  // Stop at the first look at which every probability outcome's (or `until_outcome`'s) interval is
  // at most this wide; looks at 1024·2^m worlds, level α/((m+1)(m+2)) at look m.
  std::optional<double> until_width;
  std::string until_outcome;              // empty: all probability outcomes
  RunLimits limits;
  double step_factor = 1.0;               // 0.5 halves every grid step (`--check-step`)
  std::function<void(const Progress&)> on_progress;  // called from one thread at a time
  const std::atomic<bool>* cancel = nullptr;          // polled at least every few milliseconds
  std::string checkpoint_file;            // resumable archive; written atomically while running
};

// A parameter that has one value in all worlds, in stored units.
struct KnownParameter {
  std::uint32_t parameter = 0;
  double value = 0.0;
};

// Fails if the model can not be planned (too many channels, a bad option, an unreadable archive).
Result<RunResult> Run(const model::Model& model, const RunOptions& options);

// ---- one world ------------------------------------------------------------------------------------

// Why an occurrence happened: an earlier occurrence, and how it mattered.
struct Cause {
  std::size_t occurrence = 0;  // index into Story::occurrences
  std::string how;             // "opened the guard", "raised the rate ×1.8 through `retaliation`"
  double factor = 1.0;         // ratio of the hazard with to without, where it is defined
};

struct Occurrence {
  double day = 0.0;                // days since the start
  model::HappeningId happening;
  std::string how;                 // "by chance at 0.8 per year", "deadline", "upon …", "chosen"
  std::vector<Cause> causes;       // strongest first
  std::uint32_t depth = 0;         // > 0: part of the same instant's chain
};

struct Story {
  std::uint32_t world = 0;
  std::uint64_t seed = 0;
  WorldFault fault = WorldFault::kNone;
  std::string fault_text;
  std::vector<std::pair<model::ParameterId, double>> parameters;
  std::vector<Occurrence> occurrences;
  // One trajectory of every quantity at grid points.
  std::vector<double> days;
  std::vector<std::vector<double>> quantities;  // by quantity, then by grid point
  std::vector<std::vector<model::StateIndex>> issues;  // by issue, then by grid point
  std::vector<double> outcomes;  // by outcome; NaN: never opened; +inf: time not reached
};

// With `skips`, the same world without these occurrences.
Result<Story> Replay(const model::Model& model, std::uint64_t seed, std::uint32_t world,
                     const RunLimits& limits = {}, const std::vector<Skip>& skips = {});

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_RUN_H_
