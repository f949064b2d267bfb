#include "inference/filter/filter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "inference/filter/resampling.h"
#include "inference/filter/stops.h"
#include "inference/filter/weighted_states.h"
#include "inference/likelihood/laws.h"
#include "inference/random/stream.h"

namespace entente::inference {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

constexpr double kImpossible = -std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
// Looking ahead: at which least part of the largest density a particle is kept in the race.
constexpr double kAheadFloor = 1e-3;

}  // namespace

struct ParticleFilter::Parts {
  Parts(const model::Model& given_model, Data given, FilterSettings wanted,
        engine::ParticleEnsemble made)
      : model(given_model), data(std::move(given)), settings(std::move(wanted)),
        ensemble(std::move(made)) {}

  Result<void> Advance(double day, const Stop* stop);
  void TakeRows(const engine::Advance& advance);
  void TakeCells(const Stop& stop);
  void Normalise(double day, const engine::Advance& advance);
  void Sample(double day);
  Result<void> Resample(double day, bool always);
  bool Twist(double day, std::vector<double>& log_twist);
  std::span<double> Weights(std::size_t group) {
    return {log_weight.data() + group * settings.particles, settings.particles};
  }
  void Begin(std::uint64_t seed);

  const model::Model model;
  const Data data;
  const FilterSettings settings;
  engine::ParticleEnsemble ensemble;
  std::vector<std::size_t> integral_of, size_probe, sd_probe;  // by observation
  std::vector<Stop> stops;
  std::size_t next_stop = 0;
  std::vector<double> log_weight;  // [slot]
  std::vector<Stream> luck;        // by group
  engine::ParticleStates states;   // as sampled last
  FilterRun run;
};

Result<ParticleFilter> ParticleFilter::Make(const model::Model& model, const Data& data,
                                            const FilterSettings& settings) {
  if (settings.groups == 0 || settings.particles == 0) {
    return Fail("a filter needs at least one group of at least one particle");
  }
  if (!(settings.resample_below >= 0.0 && settings.resample_below <= 1.0)) {
    return Fail(fmt::format("particles were to be resampled below {} of them; it is a part, 0 to 1",
                            settings.resample_below));
  }
  engine::ParticleSettings wanted;
  wanted.seed = settings.seed;
  wanted.particles = settings.particles * settings.groups;
  wanted.threads = settings.threads;
  wanted.tile_width = settings.tile_width;
  wanted.native = settings.native;
  wanted.step_factor = settings.step_factor;
  wanted.limits = settings.limits;
  wanted.outcomes = settings.outcomes;
  wanted.cancel = settings.cancel;
  std::vector<std::size_t> integral_of(model.observations.size(), kNone);
  std::vector<std::size_t> size_probe(integral_of), sd_probe(integral_of);
  const auto read = [&](std::size_t o) {
    if (integral_of[o] != kNone) return;
    const model::Observation& observation = model.observations[o];
    integral_of[o] = wanted.integrals.size();
    wanted.integrals.push_back({observation.mean, observation.is_count});
    if (observation.law == model::ObservationLaw::kNegativeBinomial) {
      size_probe[o] = wanted.probes.size();
      wanted.probes.push_back(observation.size);
    } else if (observation.law == model::ObservationLaw::kNormal) {
      sd_probe[o] = wanted.probes.size();
      wanted.probes.push_back(observation.sd);
    }
  };
  for (std::size_t c = 0; c < data.cells.size(); ++c) {
    const ObservedCell& cell = data.cells[c];
    if (cell.observation >= model.observations.size()) {
      return Fail(fmt::format("cell {} is of observation {}; the model has {}", c,
                              cell.observation, model.observations.size()));
    }
    if (!(cell.from >= 0.0 && cell.from < cell.to && cell.to <= model.time.horizon_days)) {
      return Fail(fmt::format("cell {} lasts from day {} to day {}; the model from 0 to {}", c,
                              cell.from, cell.to, model.time.horizon_days));
    }
    if (!std::isfinite(cell.value)) return Fail(fmt::format("cell {} has no finite value", c));
    read(cell.observation);
  }
  for (std::size_t o = 0; settings.integrate_all && o < model.observations.size(); ++o) read(o);
  Result<engine::ParticleEnsemble> ensemble =
      engine::ParticleEnsemble::Make(model, wanted, data.teacher);
  if (!ensemble) return tl::unexpected(ensemble.error());
  auto parts = std::make_unique<Parts>(model, data, settings, std::move(*ensemble));
  parts->integral_of = std::move(integral_of);
  parts->size_probe = std::move(size_probe);
  parts->sd_probe = std::move(sd_probe);
  parts->stops = StopsOf(data, settings, model.time.horizon_days);
  parts->Begin(settings.seed);
  return ParticleFilter(std::move(parts));
}

void ParticleFilter::Parts::Begin(std::uint64_t seed) {
  next_stop = 0;
  log_weight.assign(ensemble.size(), -std::log(static_cast<double>(settings.particles)));
  luck.clear();
  for (std::size_t g = 0; g < settings.groups; ++g) {
    luck.emplace_back(seed, "systematic resampling", static_cast<std::uint32_t>(g));
  }
  run = {};
  run.levels = {0.05, 0.25, 0.5, 0.75, 0.95};
  run.log_likelihood.assign(settings.groups, 0.0);
  run.steps.resize(settings.groups);
}

// What the rows on the way were worth, just before each.
void ParticleFilter::Parts::TakeRows(const engine::Advance& advance) {
  std::vector<double> before(settings.particles), with(settings.particles);
  for (const engine::TaughtWeight& weight : advance.taught) {
    RowForecast forecast;
    forecast.taught = weight.taught;
    forecast.day = data.teacher.happenings[weight.taught].day;
    for (std::size_t g = 0; g < settings.groups; ++g) {
      const std::span<const double> w = Weights(g);
      double sum = 0.0, weighed = 0.0;
      double largest = kImpossible;
      for (std::size_t i = 0; i < w.size(); ++i) {
        const std::size_t slot = g * settings.particles + i;
        before[i] = w[i] + weight.log_weight_before[slot];
        with[i] = before[i] + weight.log_density[slot];
        largest = std::max(largest, before[i]);
      }
      for (std::size_t i = 0; i < w.size() && largest > kImpossible; ++i) {
        const std::size_t slot = g * settings.particles + i;
        const double part = std::exp(before[i] - largest);
        const double p = weight.probability[slot];
        // Particles in which the record took the place of a date say nothing about it.
        if (std::isnan(p)) continue;
        sum += part;
        weighed += part * p;
      }
      forecast.weighs = forecast.weighs || sum > 0.0;
      forecast.probability.push_back(sum > 0.0 ? weighed / sum : kNan);
      forecast.log_density.push_back(largest > kImpossible ? LogSumExp(with) - LogSumExp(before)
                                                           : kNan);
    }
    run.rows.push_back(std::move(forecast));
  }
}

void ParticleFilter::Parts::TakeCells(const Stop& stop) {
  std::vector<double> integral, size, sd, with(settings.particles);
  for (const std::size_t c : stop.ending) {
    const ObservedCell& cell = data.cells[c];
    const model::Observation& observation = model.observations[cell.observation];
    ensemble.TakeIntegral(integral_of[cell.observation], integral);
    if (observation.law == model::ObservationLaw::kNegativeBinomial) {
      ensemble.ReadProbe(size_probe[cell.observation], size);
    } else if (observation.law == model::ObservationLaw::kNormal) {
      ensemble.ReadProbe(sd_probe[cell.observation], sd);
    }
    CellForecast forecast;
    forecast.cell = c;
    for (std::size_t g = 0; g < settings.groups; ++g) {
      const std::span<double> w = Weights(g);
      const double total = LogSumExp(w);
      double expected = 0.0;
      for (std::size_t i = 0; i < w.size(); ++i) {
        const std::size_t slot = g * settings.particles + i;
        with[i] = w[i];
        if (w[i] == kImpossible) continue;
        const double mean =
            observation.is_count ? integral[slot] : integral[slot] / (cell.to - cell.from);
        double density = kImpossible;
        switch (observation.law) {
          case model::ObservationLaw::kPoisson: density = LogPoisson(cell.value, mean); break;
          case model::ObservationLaw::kNegativeBinomial:
            density = LogNegativeBinomial(cell.value, mean, size[slot]);
            break;
          case model::ObservationLaw::kNormal:
            density = LogNormalDensity(cell.value, mean, sd[slot]);
            break;
        }
        expected += std::exp(w[i] - total) * mean;
        // What is not a number can not have been: a failed world, a size that is none.
        with[i] = std::isnan(density) ? kImpossible : w[i] + density;
      }
      const bool possible = total > kImpossible;
      forecast.expected.push_back(possible ? expected : kNan);
      forecast.log_density.push_back(possible ? LogSumExp(with) - total : kNan);
      std::copy(with.begin(), with.end(), w.begin());
    }
    run.cells.push_back(std::move(forecast));
  }
  for (const std::size_t c : stop.beginning) {
    ensemble.TakeIntegral(integral_of[data.cells[c].observation], integral);  // counts from here
  }
}

void ParticleFilter::Parts::Normalise(double day, const engine::Advance& advance) {
  bool any = false;
  for (std::size_t g = 0; g < settings.groups; ++g) {
    const std::span<double> w = Weights(g);
    const double total = LogSumExp(w);
    FilterStep step;
    step.day = day;
    step.log_likelihood = total;
    run.log_likelihood[g] += total;
    if (total > kImpossible) {
      for (double& value : w) value -= total;
      step.effective = EffectiveSize(w);
      any = true;
    } else {
      run.log_likelihood[g] = kImpossible;
      std::fill(w.begin(), w.end(), kImpossible);
    }
    run.steps[g].push_back(step);
  }
  if (any || run.contradiction) return;
  Contradiction contradiction;
  contradiction.day = day;
  const auto none = [](const std::vector<double>& densities) {
    return std::all_of(densities.begin(), densities.end(),
                       [](double density) { return !(density > kImpossible); });
  };
  for (std::size_t i = run.rows.size() - advance.taught.size(); i < run.rows.size(); ++i) {
    if (!none(run.rows[i].log_density)) continue;
    contradiction.taught = run.rows[i].taught;
    contradiction.day = run.rows[i].day;
    contradiction.what = fmt::format(
        "no particle can have `{}` happen then",
        model.happenings[data.teacher.happenings[run.rows[i].taught].happening.index()]
            .provenance.name);
    break;
  }
  if (!contradiction.taught && !run.cells.empty() && none(run.cells.back().log_density)) {
    contradiction.cell = run.cells.back().cell;
    contradiction.what = fmt::format(
        "no particle can have the value observed of `{}`",
        model.observations[data.cells[*contradiction.cell].observation].provenance.name);
  }
  const std::vector<engine::FailureSummary> failures = ensemble.Failures();
  if (contradiction.what.empty()) {
    contradiction.what = failures.empty() ? "no particle agrees with what did not happen"
                                          : "every world stopped: " + failures.front().what;
  }
  run.contradiction = std::move(contradiction);
}

// The next recorded happening, as far as its density now tells particles apart.
bool ParticleFilter::Parts::Twist(double day, std::vector<double>& log_twist) {
  if (settings.look_ahead != LookAhead::kAlways) return false;
  const auto& rows = data.teacher.happenings;
  const auto next = std::find_if(rows.begin(), rows.end(), [&](const auto& row) {
    return row.day > day && row.complete;
  });
  if (next == rows.end() || next->day > day + kAheadDays) return false;
  ensemble.ReadTaughtDensity(static_cast<std::size_t>(next - rows.begin()), log_twist);
  for (std::size_t g = 0; g < settings.groups; ++g) {
    double* const own = log_twist.data() + g * settings.particles;
    const double largest = *std::max_element(own, own + settings.particles);
    const double floor = largest > kImpossible ? largest + std::log(kAheadFloor) : 0.0;
    for (std::size_t i = 0; i < settings.particles; ++i) {
      own[i] = std::isnan(own[i]) ? floor : std::max(own[i], floor);
    }
  }
  return true;
}

Result<void> ParticleFilter::Parts::Resample(double day, bool always) {
  const std::size_t n = settings.particles;
  std::vector<double> twist;
  const bool twisted = !always && Twist(day, twist);
  std::vector<std::uint32_t> ancestors(ensemble.size());
  std::vector<double> tilted(n);
  bool any = false;
  for (std::size_t g = 0; g < settings.groups; ++g) {
    const std::span<double> w = Weights(g);
    const std::uint32_t first = static_cast<std::uint32_t>(g * n);
    const std::span<std::uint32_t> own{ancestors.data() + first, n};
    for (std::size_t i = 0; i < n; ++i) {
      own[i] = first + static_cast<std::uint32_t>(i);
      tilted[i] = twisted ? w[i] + twist[first + i] : w[i];
    }
    if (!(run.log_likelihood[g] > kImpossible)) continue;
    const double limit =
        always ? static_cast<double>(n) * (1.0 - 1e-9)
               : settings.resample_below * static_cast<double>(n);
    if (!(EffectiveSize(tilted) < limit)) continue;
    any = true;
    if (!run.steps[g].empty() && run.steps[g].back().day == day) {
      run.steps[g].back().resampled = true;
    }
    SystematicAncestors(tilted, luck[g].Uniform(), first, own);
    // A particle chosen w η times too often weighs 1 / η: the estimate stays unbiased.
    const double each = LogSumExp(tilted) - std::log(static_cast<double>(n));
    for (std::size_t i = 0; i < n; ++i) w[i] = twisted ? each - twist[own[i]] : each;
  }
  if (!any) return {};
  return ensemble.Resample(ancestors);
}

void ParticleFilter::Parts::Sample(double day) {
  std::vector<double> weight(ensemble.size());
  for (std::size_t g = 0; g < settings.groups; ++g) {
    const double total = LogSumExp(Weights(g));
    if (!(total > kImpossible)) continue;
    for (std::size_t i = g * settings.particles; i < (g + 1) * settings.particles; ++i) {
      weight[i] = std::exp(log_weight[i] - total);
    }
  }
  ensemble.ReadStates(states);
  run.states.push_back(
      Summarise({model, states, weight, settings.groups, run.levels, settings.threads}, day));
}

Result<void> ParticleFilter::Parts::Advance(double day, const Stop* stop) {
  const Result<engine::Advance> advance = ensemble.AdvanceTo(day);
  if (!advance) return tl::unexpected(advance.error());
  TakeRows(*advance);
  for (std::size_t i = 0; i < log_weight.size(); ++i) log_weight[i] += advance->log_weight[i];
  if (stop != nullptr) TakeCells(*stop);
  Normalise(day, *advance);
  if (stop != nullptr && stop->sample) Sample(day);
  return Resample(day, /*always=*/false);
}

ParticleFilter::ParticleFilter(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ParticleFilter::ParticleFilter(ParticleFilter&&) noexcept = default;
ParticleFilter& ParticleFilter::operator=(ParticleFilter&&) noexcept = default;
ParticleFilter::~ParticleFilter() = default;

Result<void> ParticleFilter::Restart(std::uint64_t seed, const engine::ParameterValues* values) {
  if (const Result<void> begun = parts_->ensemble.Restart(seed, values); !begun) return begun;
  parts_->Begin(seed);
  return {};
}

Result<void> ParticleFilter::AdvanceTo(double day) {
  Parts& p = *parts_;
  if (!(day >= p.ensemble.day() && day <= p.ensemble.horizon())) {
    return Fail(fmt::format("a filter that stands at day {} can not be advanced to day {}; the "
                            "model ends at day {}",
                            p.ensemble.day(), day, p.ensemble.horizon()));
  }
  while (p.next_stop < p.stops.size() && p.stops[p.next_stop].day <= day) {
    const Stop& stop = p.stops[p.next_stop++];
    if (const Result<void> done = p.Advance(stop.day, &stop); !done) return done;
    if (p.settings.on_progress) {
      const std::uint64_t wanted = p.ensemble.size();
      p.settings.on_progress(wanted * p.next_stop / p.stops.size(), wanted);
    }
  }
  if (p.ensemble.day() < day) {
    if (const Result<void> done = p.Advance(day, nullptr); !done) return done;
  }
  p.run.failures = p.ensemble.Failures();
  return {};
}

Result<FilterRun> ParticleFilter::Run(double day) {
  if (const Result<void> done = AdvanceTo(day); !done) return tl::unexpected(done.error());
  return parts_->run;
}

std::optional<std::size_t> ParticleFilter::integral_of(std::size_t observation) const {
  const std::size_t at = parts_->integral_of[observation];
  return at == kNone ? std::nullopt : std::optional(at);
}

std::optional<std::size_t> ParticleFilter::size_of(std::size_t observation) const {
  const std::size_t at = parts_->size_probe[observation];
  return at == kNone ? std::nullopt : std::optional(at);
}

std::size_t ParticleFilter::groups() const { return parts_->settings.groups; }
double ParticleFilter::day() const { return parts_->ensemble.day(); }
double ParticleFilter::log_likelihood(std::size_t group) const {
  return parts_->run.log_likelihood[group];
}
const std::vector<double>& ParticleFilter::log_weights() const { return parts_->log_weight; }
double ParticleFilter::effective(std::size_t group) const {
  return EffectiveSize(parts_->Weights(group));
}
const FilterRun& ParticleFilter::run() const { return parts_->run; }
engine::ParticleEnsemble& ParticleFilter::particles() { return parts_->ensemble; }

Result<void> ParticleFilter::CopyGroups(const std::vector<std::uint32_t>& ancestors) {
  Parts& p = *parts_;
  const std::size_t groups = p.settings.groups, n = p.settings.particles;
  if (ancestors.size() != groups || std::any_of(ancestors.begin(), ancestors.end(),
                                                [&](std::uint32_t a) { return a >= groups; })) {
    return Fail(fmt::format("{} ancestors were given for {} groups, or one does not exist",
                            ancestors.size(), groups));
  }
  std::vector<std::uint32_t> slots(groups * n);
  std::vector<double> weights(groups * n), likelihood(groups);
  for (std::size_t g = 0; g < groups; ++g) {
    likelihood[g] = p.run.log_likelihood[ancestors[g]];
    for (std::size_t i = 0; i < n; ++i) {
      slots[g * n + i] = static_cast<std::uint32_t>(ancestors[g] * n + i);
      weights[g * n + i] = p.log_weight[ancestors[g] * n + i];
    }
  }
  if (const Result<void> done = p.ensemble.Resample(slots); !done) return done;
  p.log_weight = std::move(weights);
  p.run.log_likelihood = std::move(likelihood);
  return {};
}

Result<void> ParticleFilter::Equalise() {
  return parts_->Resample(parts_->ensemble.day(), /*always=*/true);
}

Result<void> ParticleFilter::SetParameters(const engine::ParameterValues& values) {
  return parts_->ensemble.SetParameters(values);
}

}  // namespace entente::inference
