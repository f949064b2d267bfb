// The bootstrap particle filter: worlds of a model, taught its record and weighed by it, resampled
// where the weights become uneven. Gives an unbiased estimate of the likelihood of the data, the state
// of the world as it was given the data up to each day, and how surprising each recorded thing was
// (Gordon, Salmond and Smith 1993; Del Moral 2004 for the estimate's lack of bias).
//
// Particles come in groups: independent filters side by side on one engine. Groups are replicates, from
// which intervals are computed (never from particles as if they were independent), or points of a
// parameter space, each with its likelihood.
//
//   Result<ParticleFilter> filter = ParticleFilter::Make(model, data, settings);
//   filter->Run(settings.to_day);                   // all at once: FilterRun
//   filter->log_likelihood(group);
//   filter->Equalise(); filter->particles().AdvanceTo(…)   // on, freely: a forecast
#ifndef ENTENTE_INFERENCE_FILTER_FILTER_H_
#define ENTENTE_INFERENCE_FILTER_FILTER_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/particles.h"
#include "inference/likelihood/data.h"
#include "model/model.h"

namespace entente::inference {

enum class LookAhead : std::uint8_t {
  kNever,       // plain bootstrap filter
  kAlways,      // before each recorded happening, particles are chosen by how likely they make it
  kWhenNeeded,  // FilterReplicates: if the plain filter degenerates
};

struct FilterSettings {
  std::uint64_t seed = 1;
  std::size_t particles = 2'000;  // in each group
  std::size_t groups = 1;
  unsigned threads = 0;
  unsigned tile_width = 0;
  bool native = true;
  double step_factor = 1.0;
  engine::RunLimits limits;
  // A group is resampled when the effective number of its particles falls below this part of them.
  double resample_below = 0.5;
  LookAhead look_ahead = LookAhead::kNever;
  // Model outcomes to observe all the way, for forecasts.
  std::vector<model::OutcomeId> outcomes;
  // Integrate the expected counts of all observations on the way, not only of those with cells: to
  // forecast them.
  bool integrate_all = false;
  // Days (since the start) at which the filtered state is kept; sorted.
  std::vector<double> sample_days;
  const std::atomic<bool>* cancel = nullptr;
  // Called while the data are taken in, with particles done and wanted.
  std::function<void(std::uint64_t done, std::uint64_t wanted)> on_progress;
};

// A day on which the data spoke: what happened to the weights of one group.
struct FilterStep {
  double day = 0.0;
  double log_likelihood = 0.0;  // of what the data say since the step before
  double effective = 0.0;       // particles, before resampling
  bool resampled = false;
};

// One recorded happening, as the filter saw it coming; by group.
struct RowForecast {
  std::size_t taught = 0;                 // index into Data::teacher.happenings
  double day = 0.0;
  bool weighs = false;                    // false: forced only, no probabilities
  // Predictive probability that it happens that day (of the choice or result, for these), on the
  // particles as they stand just before; and the log of its predictive density, as it enters the
  // likelihood.
  std::vector<double> probability, log_density;
};

// One observed cell; by group.
struct CellForecast {
  std::size_t cell = 0;                   // index into Data::cells
  std::vector<double> expected;           // predictive mean
  std::vector<double> log_density;        // of the value, predictive
};

// The filtered state on one day; by group.
struct FilteredState {
  double day = 0.0;
  std::vector<std::vector<std::vector<double>>> issues;  // [issue][state][group]: probability
  std::vector<std::vector<double>> quantities;           // [quantity][group]: mean
  // [quantity][level]: quantiles over all groups, at FilterRun::levels.
  std::vector<std::vector<double>> quantiles;
};

// Data that no particle of any group can have produced.
struct Contradiction {
  std::optional<std::size_t> taught;  // the row; else a cell or the failure of all worlds
  std::optional<std::size_t> cell;
  double day = 0.0;
  std::string what;
};

struct FilterRun {
  std::vector<double> log_likelihood;          // by group; −inf: contradicted
  std::vector<std::vector<FilterStep>> steps;  // by group
  std::vector<RowForecast> rows;
  std::vector<CellForecast> cells;
  std::vector<FilteredState> states;
  std::vector<double> levels;                  // 0.05, 0.25, 0.5, 0.75, 0.95
  std::optional<Contradiction> contradiction;
  std::vector<engine::FailureSummary> failures;
};

class ParticleFilter {
 public:
  // Fails as ParticleEnsemble::Make does, or if a cell names no observation, is empty or out of range.
  static Result<ParticleFilter> Make(const model::Model& model, const Data& data,
                                     const FilterSettings& settings);
  ParticleFilter(ParticleFilter&&) noexcept;
  ParticleFilter& operator=(ParticleFilter&&) noexcept;
  ~ParticleFilter();

  // Begins again at the start with another seed. `values` (null: each particle draws its own from the
  // priors): one value for each named parameter and slot; slot = group · particles + particle.
  Result<void> Restart(std::uint64_t seed, const engine::ParameterValues* values = nullptr);

  // Takes in the data up to `day`. Groups that are contradicted stay so. Fails if cancelled.
  Result<void> AdvanceTo(double day);
  // Restart-free convenience: AdvanceTo(day), then what there is to tell.
  Result<FilterRun> Run(double day);

  std::size_t groups() const;
  double day() const;
  // Estimate of ln p(data up to day()); its exponential is unbiased. −inf: contradicted.
  double log_likelihood(std::size_t group) const;
  // Normalised within each group: [slot]; all −inf where contradicted.
  const std::vector<double>& log_weights() const;
  // Effective number of particles of a group now.
  double effective(std::size_t group) const;
  const FilterRun& run() const;

  // Group g continues what group ancestors[g] was, with its likelihood: resampling of parameters.
  Result<void> CopyGroups(const std::vector<std::uint32_t>& ancestors);
  // Resamples every group that has unequal weights, so that particles can be counted as equal.
  Result<void> Equalise();
  // Parameters by slot; as ParticleEnsemble::SetParameters.
  Result<void> SetParameters(const engine::ParameterValues& values);

  // Where the particles keep an observation's expected count (ParticleEnsemble::TakeIntegral) and the
  // size of its negative binomial law (ReadProbe); nothing where it is not integrated or has none.
  std::optional<std::size_t> integral_of(std::size_t observation) const;
  std::optional<std::size_t> size_of(std::size_t observation) const;

  // The particles themselves, for reading, and to go on beyond the data after Equalise.
  engine::ParticleEnsemble& particles();

 private:
  struct Parts;
  explicit ParticleFilter(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// ---- a filter with intervals --------------------------------------------------------------------

struct ReplicateSummary {
  FilterRun run;                 // its groups are the replicates
  bool looked_ahead = false;
  double log_likelihood = 0.0;   // ln of the mean over replicates of the likelihood estimate
  double standard_error = 0.0;   // of it (delta method)
  double smallest_effective = 0.0;  // part of the particles, the median over replicates at the worst day
  double smallest_effective_day = 0.0;
};

// A filter that followed the record, still at hand to go on from.
struct Followed {
  ParticleFilter filter;
  ReplicateSummary summary;
};

// Filters with `settings.groups` replicates up to `day`, from the priors or, with `values`, as
// ParticleFilter::Restart takes them. With LookAhead::kWhenNeeded the filter is run again looking ahead
// if some day leaves fewer than 2 % of the particles effective.
Result<Followed> FollowRecord(const model::Model& model, const Data& data,
                              const FilterSettings& settings, double day,
                              const engine::ParameterValues* values = nullptr);

// Its summary alone.
Result<ReplicateSummary> FilterReplicates(const model::Model& model, const Data& data,
                                          const FilterSettings& settings, double day);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FILTER_FILTER_H_
