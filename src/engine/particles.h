// Worlds that follow a record: particles. An ensemble of worlds is kept in memory, advanced to a
// date, weighed by what is recorded up to there (teacher forcing), resampled, and continued, as far
// as the record goes and freely beyond. Particle filters, parameter inference and forecasts are built
// on it (src/inference).
//
// What is complete in the record does not happen of itself: while a complete window lasts, the
// hazards of its channels add −∫ λ dt to a particle's log-weight, a recorded occurrence adds
// log λ(t−) and is forced. This is the log-likelihood of a point process given its other state
// (Daley and Vere-Jones 2003, ch. 7), with the hazards' integral exactly as the engine integrates
// them (docs/semantics.md). Of what is not complete, recorded occurrences are forced and weigh nothing.
//
// Slot i of an ensemble is world i of its seed until the first resampling; from epoch r on it draws
// from the stream (seed, r, i). Nothing depends on threads or on the tile's width.
#ifndef ENTENTE_ENGINE_PARTICLES_H_
#define ENTENTE_ENGINE_PARTICLES_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/results.h"
#include "engine/run.h"
#include "engine/worlds.h"
#include "model/model.h"

namespace entente::engine {

// ---- what is taught -----------------------------------------------------------------------------

// An option of a decision that a recorded transition or choice was, and the occasion of the calendar
// to which it belongs: that whose window contains the day.
struct TaughtChoice {
  model::DecisionId decision;
  std::uint32_t option = 0;
  model::TriggerId occasion;   // invalid: none (the decision comes up at a rate or a condition)
  double window_from = 0.0;    // days since the start, both included
  double window_to = 0.0;
};

// One recorded occurrence.
struct TaughtHappening {
  double day = 0.0;  // days since the start, > 0; those of one instant act in their order here
  model::HappeningId happening;
  model::ChanceId form;   // valid: which form the event takes is drawn by this chance
  model::ChanceId chance; // valid: the result `option` of this dated draw
  std::uint32_t option = 0;
  std::optional<TaughtChoice> choice;
  bool complete = false;  // weighs; false: forced only
};

// In [from, to) everything that happens to these issues, and every occurrence of these events, is
// among the taught happenings.
struct CompleteWindow {
  std::vector<model::IssueId> issues;
  std::vector<model::HappeningId> events;
  double from = 0.0;
  double to = 0.0;
};

struct Teacher {
  std::vector<TaughtHappening> happenings;  // by day
  std::vector<CompleteWindow> windows;
};

// ---- the ensemble -------------------------------------------------------------------------------

struct ParticleSettings {
  std::uint64_t seed = 1;
  std::size_t particles = 1'000;
  unsigned threads = 0;     // 0: all cores
  unsigned tile_width = 0;  // 0: the engine's choice
  bool native = true;       // machine code where there is any; same bits either way
  double step_factor = 1.0;
  RunLimits limits;
  // Model::outcomes to observe all the way, by index (claim_outcomes follow). Empty: none.
  std::vector<model::OutcomeId> outcomes;
  // Expressions of the model that will be read by Probe.
  std::vector<model::ExprId> probes;
  // Expressions whose time integrals will be read by TakeIntegral, in their unit × days. Each must
  // be marked as one that is never below 0 (a hazard, an expected count), or not.
  struct Integral {
    model::ExprId expression;
    bool non_negative = true;
  };
  std::vector<Integral> integrals;
  const std::atomic<bool>* cancel = nullptr;
};

// A taught happening on the way, by slot.
struct TaughtWeight {
  std::size_t taught = 0;                // index into Teacher::happenings
  // Log-weight that the advance had added up to the instant before it.
  std::vector<double> log_weight_before;
  // Log of its intensity (per day) or, for a choice or a draw, of its probability; −inf: it could not
  // have happened. 0 where it weighs nothing.
  std::vector<double> log_density;
  // Probability that it happens that day, given the state just before: 1 − exp(−λ × 1 day), or the
  // probability of the choice. NaN where it weighs nothing.
  std::vector<double> probability;
};

struct Advance {
  double from = 0.0, to = 0.0;
  std::vector<double> log_weight;    // by slot: added between; −inf: contradicted, or the world failed
  std::vector<TaughtWeight> taught;  // in order
};

// One resampling, for replay: slot i continued what slot ancestors[i] had been.
struct ResamplingEpoch {
  double day = 0.0;
  std::vector<std::uint32_t> ancestors;
};

// The worlds' state at one instant: quantities[q · size() + slot], NaN where the world failed;
// issues[i · size() + slot].
struct ParticleStates {
  std::vector<double> quantities;
  std::vector<model::StateIndex> issues;
};

class ParticleEnsemble {
 public:
  // Plans the model and begins its worlds, at the start, before anything happens. Fails if the model
  // can not be planned, or a setting or a taught happening names what does not exist, is out of
  // order or outside the model's time.
  static Result<ParticleEnsemble> Make(const model::Model& model, const ParticleSettings& settings,
                                       const Teacher& teacher = {});
  ParticleEnsemble(ParticleEnsemble&&) noexcept;
  ParticleEnsemble& operator=(ParticleEnsemble&&) noexcept;
  ~ParticleEnsemble();

  // Begins again with another seed. `values` (null: all are drawn): values[i · particles + slot].
  Result<void> Restart(std::uint64_t seed, const ParameterValues* values = nullptr);

  std::size_t size() const;
  double day() const;
  double horizon() const;

  // Everything up to `day`, what falls on that instant included. day() <= day <= horizon().
  // Fails only if cancelled.
  Result<Advance> AdvanceTo(double day);

  // Slot i continues what slot ancestors[i] was, from the stream of a new epoch: residual thresholds
  // are redrawn (exponentials have no memory), later luck comes from the new stream; dates that were
  // drawn already stay. Cheapest where survivors keep their slots: ancestors[ancestors[i]] ==
  // ancestors[i]. Fails if an ancestor does not exist.
  Result<void> Resample(const std::vector<std::uint32_t>& ancestors);
  const std::vector<ResamplingEpoch>& epochs() const;

  // Replaces parameters, by slot. Jump channels follow at once, all that moves from the next grid
  // point on. Finite numbers; values[i · particles + slot].
  Result<void> SetParameters(const ParameterValues& values);

  // ---- reading, by slot, at day(); NaN where the world failed ----
  void ReadParameter(model::ParameterId id, std::vector<double>& out) const;
  // All at once, on all threads: what quantities of one world share is computed once.
  void ReadStates(ParticleStates& out);
  void ReadProbe(std::size_t probe, std::vector<double>& out);
  // ln of the density of a taught happening, were it to happen now: for looking ahead. −inf where it
  // could not; 0 where it weighs nothing.
  void ReadTaughtDensity(std::size_t taught, std::vector<double>& out);
  // The integral of settings.integrals[i] since it was last taken (or the start).
  void TakeIntegral(std::size_t integral, std::vector<double>& out);
  // At the horizon: settings.outcomes[i].
  void ReadOutcome(std::size_t outcome, std::vector<double>& out) const;
  std::vector<FailureSummary> Failures() const;

  struct Parts;

 private:
  explicit ParticleEnsemble(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_PARTICLES_H_
