// The ensemble: tiles of particles, advanced side by side on threads.
#include "engine/particles.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "base/hash.h"
#include "base/on_threads.h"
#include "engine/run/particle_tile.h"
#include "engine/run/prepared_model.h"

namespace entente::engine {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kMostParticles = std::uint64_t{1} << 24;

// The model with the outcomes to observe, and with a channel for every integral: a channel that is
// forbidden for ever adds up its hazard, between grid points as the engine integrates hazards.
Result<model::Model> Prepared(const model::Model& model, const ParticleSettings& settings) {
  model::Model made = model;
  made.claims.clear();
  made.claim_outcomes.clear();
  made.outcomes.clear();
  for (const model::OutcomeId id : settings.outcomes) {
    if (!id.valid() || id.index() >= model.outcomes.size() + model.claim_outcomes.size()) {
      return Fail("an outcome was asked for that the model does not have");
    }
    made.outcomes.push_back(OutcomeOf(model, id));
  }
  const auto known = [&](model::ExprId id) {
    return id.valid() && id.index() < model.expressions.size();
  };
  for (const model::ExprId probe : settings.probes) {
    if (!known(probe)) return Fail("an expression was to be read that the model does not have");
  }
  const auto add = [&](model::ExprId rate, const std::string& name) {
    model::Happening happening;
    happening.provenance.name = happening.provenance.luck_name = name;
    happening.kind = model::HappeningKind::kNotice;
    made.happenings.push_back(happening);
    model::Channel channel;
    channel.provenance = happening.provenance;
    channel.provenance.span = made.expressions[rate].span;
    channel.terms.push_back({rate, {}, {}});
    channel.outlet.happening = model::HappeningId(made.happenings.size() - 1);
    made.channels.push_back(channel);
  };
  for (std::size_t i = 0; i < settings.integrals.size(); ++i) {
    const ParticleSettings::Integral& integral = settings.integrals[i];
    if (!known(integral.expression)) {
      return Fail("an expression was to be integrated that the model does not have");
    }
    // Names that no text can declare.
    if (integral.non_negative) {
      add(integral.expression, fmt::format("<integral {}>", i));
      continue;
    }
    model::ExpressionPool& pool = made.expressions;
    const model::ExprId zero = pool.Constant(0.0);
    add(pool.Binary(model::Op::kMax, integral.expression, zero), fmt::format("<integral {}+>", i));
    add(pool.Binary(model::Op::kMax, pool.Unary(model::Op::kNegate, integral.expression), zero),
        fmt::format("<integral {}->", i));
  }
  return made;
}

struct Failure {
  SourceSpan span;
  std::uint64_t worlds = 0;
  std::uint32_t example = std::numeric_limits<std::uint32_t>::max();
};

}  // namespace

struct ParticleEnsemble::Parts {
  Parts(model::Model prepared, ParticleSettings wanted, Teacher taught_by)
      : model(std::move(prepared)), settings(std::move(wanted)), teacher(std::move(taught_by)) {}
  // And into giving it back. Without threads to be had, the tiles go one by one.
  ~Parts() {
    try {
      ForTiles([&](std::size_t i) { tiles[i].reset(); });
    } catch (const std::system_error&) {
    }
  }

  std::uint64_t EpochSeed() const;
  void Begin();
  template <typename Work>
  void ForTiles(const Work& work);
  ParticleTile& TileOfSlot(std::size_t slot) { return *tiles[slot / width]; }
  const ParticleTile& TileOfSlot(std::size_t slot) const { return *tiles[slot / width]; }
  Result<void> CheckValues(const ParameterValues& values) const;

  const model::Model model;
  const ParticleSettings settings;
  const Teacher teacher;
  Plan plan;
  ParameterSampler sampler;
  std::shared_ptr<const NativeCode> native;
  TaughtModel taught;
  std::size_t width = 64;
  unsigned threads = 1;
  std::uint64_t seed = 1;
  double day = 0.0;
  std::size_t next_taught = 0;
  TileSettings tile_settings;
  FixedParameters fixed;
  std::vector<double> fixed_values;
  std::vector<std::unique_ptr<ParticleTile>> tiles;
  std::vector<ResamplingEpoch> epochs;
};

// Epoch 0 is the seed's own stream, so that the particles are its worlds.
std::uint64_t ParticleEnsemble::Parts::EpochSeed() const {
  if (epochs.empty()) return seed;
  return LuckBits(PurposeKey(seed, Purpose::kResampling), Fnv1a64("epoch"), 0, epochs.size()) >> 8;
}

// Calls work(tile index) for every tile; whoever does it, the results are the same.
template <typename Work>
void ParticleEnsemble::Parts::ForTiles(const Work& work) {
  ForEachOnThreads(threads, tiles.size(), work);
}

void ParticleEnsemble::Parts::Begin() {
  day = 0.0;
  next_taught = 0;
  epochs.clear();
  ForTiles([&](std::size_t i) {
    const std::size_t first = i * width;
    const std::size_t count = std::min(width, settings.particles - first);
    tiles[i]->Begin(static_cast<std::uint32_t>(first), static_cast<unsigned>(count), seed);
  });
}

ParticleEnsemble::ParticleEnsemble(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ParticleEnsemble::ParticleEnsemble(ParticleEnsemble&&) noexcept = default;
ParticleEnsemble& ParticleEnsemble::operator=(ParticleEnsemble&&) noexcept = default;
ParticleEnsemble::~ParticleEnsemble() = default;

Result<ParticleEnsemble> ParticleEnsemble::Make(const model::Model& model,
                                                const ParticleSettings& settings,
                                                const Teacher& teacher) {
  if (settings.particles == 0 || settings.particles > kMostParticles) {
    return Fail(fmt::format("{} particles were asked for; there can be 1 to {}",
                            settings.particles, kMostParticles));
  }
  if (const Result<void> fine = CheckStepping(settings.tile_width, settings.step_factor); !fine) {
    return tl::unexpected(fine.error());
  }
  Result<model::Model> prepared = Prepared(model, settings);
  if (!prepared) return tl::unexpected(prepared.error());
  auto parts = std::make_unique<Parts>(std::move(*prepared), settings, teacher);
  Result<Plan> plan = MakePlan(parts->model, settings.step_factor, settings.probes);
  if (!plan) return tl::unexpected(plan.error());
  parts->plan = std::move(*plan);
  Result<ParameterSampler> sampler = ParameterSampler::Make(parts->model);
  if (!sampler) return tl::unexpected(sampler.error());
  parts->sampler = std::move(*sampler);
  Result<TaughtModel> taught = MakeTaughtModel(parts->plan, parts->teacher);
  if (!taught) return tl::unexpected(taught.error());
  auto channel = static_cast<std::uint32_t>(model.channels.size());
  for (const ParticleSettings::Integral& integral : settings.integrals) {
    taught->integral_plus.push_back(channel++);
    taught->integral_minus.push_back(integral.non_negative ? kNoIndex : channel++);
  }
  for (TaughtSets& sets : taught->sets) {
    for (std::size_t c = model.channels.size(); c < sets.forbidden.size(); ++c) {
      sets.forbidden[c] = 1;
    }
  }
  parts->taught = std::move(*taught);
  parts->seed = settings.seed;
  // No wider than the ensemble, and enough tiles for the threads.
  parts->threads = ThreadsOf(settings.threads);
  parts->width = PaddedWidth(std::min<std::size_t>(
      settings.tile_width != 0 ? settings.tile_width : DefaultTileWidth(parts->plan),
      settings.particles));
  if (settings.native) parts->native = CompileNative(parts->plan, parts->width);
  TileSettings& tile = parts->tile_settings;
  tile.plan = &parts->plan;
  tile.sampler = &parts->sampler;
  tile.native = parts->native.get();
  tile.seed = settings.seed;
  tile.width = static_cast<unsigned>(parts->width);
  tile.limits = settings.limits;
  tile.period_ends = {parts->plan.horizon};
  tile.grid = parts->plan.grid;
  tile.cancel = settings.cancel;
  tile.fixed = &parts->fixed;
  const std::size_t tiles = (settings.particles + parts->width - 1) / parts->width;
  // A tile of a large model is most of a megabyte: half of the time goes into getting the memory.
  parts->tiles.resize(tiles);
  parts->ForTiles([&](std::size_t i) {
    parts->tiles[i] = std::make_unique<ParticleTile>(tile, parts->taught);
  });
  parts->Begin();
  return ParticleEnsemble(std::move(parts));
}

Result<void> ParticleEnsemble::Parts::CheckValues(const ParameterValues& values) const {
  if (values.values.size() != values.parameters.size() * settings.particles) {
    return Fail(fmt::format("{} parameter values were given for {} parameters of {} particles",
                            values.values.size(), values.parameters.size(), settings.particles));
  }
  for (const model::ParameterId id : values.parameters) {
    if (!id.valid() || id.index() >= model.parameters.size()) {
      return Fail("a parameter was given values that the model does not have");
    }
  }
  if (!std::all_of(values.values.begin(), values.values.end(),
                   [](double value) { return std::isfinite(value); })) {
    return Fail("a parameter was given a value that is not a finite number");
  }
  return {};
}

Result<void> ParticleEnsemble::Restart(std::uint64_t seed, const ParameterValues* values) {
  Parts& parts = *parts_;
  parts.fixed = {};
  if (values != nullptr) {
    if (const Result<void> fine = parts.CheckValues(*values); !fine) return fine;
    parts.fixed_values = values->values;
    for (const model::ParameterId id : values->parameters) {
      parts.fixed.parameters.push_back(id.index());
    }
    parts.fixed.values = parts.fixed_values.data();
    parts.fixed.stride = parts.settings.particles;
    parts.fixed.first_world = 0;
  }
  parts.seed = seed;
  parts.Begin();
  return {};
}

std::size_t ParticleEnsemble::size() const { return parts_->settings.particles; }
double ParticleEnsemble::day() const { return parts_->day; }
double ParticleEnsemble::horizon() const { return parts_->plan.horizon; }
const std::vector<ResamplingEpoch>& ParticleEnsemble::epochs() const { return parts_->epochs; }

Result<Advance> ParticleEnsemble::AdvanceTo(double day) {
  Parts& parts = *parts_;
  if (!(day >= parts.day && day <= parts.plan.horizon)) {
    return Fail(fmt::format("particles that stand at day {} can not be advanced to day {}; the "
                            "model ends at day {}",
                            parts.day, day, parts.plan.horizon));
  }
  const std::size_t particles = parts.settings.particles;
  Advance advance;
  advance.from = parts.day;
  advance.to = day;
  advance.log_weight.assign(particles, 0.0);
  const std::size_t first = parts.next_taught;
  const std::vector<TaughtPlan>& rows = parts.taught.happenings;
  for (; parts.next_taught < rows.size() && rows[parts.next_taught].what.day <= day;
       ++parts.next_taught) {
    TaughtWeight weight;
    weight.taught = parts.next_taught;
    weight.log_weight_before.resize(particles);
    weight.log_density.resize(particles);
    weight.probability.resize(particles);
    advance.taught.push_back(std::move(weight));
  }
  const AdvanceSink sink{&advance.taught, first};
  std::vector<std::uint8_t> done(parts.tiles.size(), 0);
  parts.ForTiles([&](std::size_t i) {
    done[i] = parts.tiles[i]->AdvanceTo(day, sink) ? 1 : 0;
    parts.tiles[i]->TakeLogWeights(&advance.log_weight[i * parts.width]);
  });
  parts.day = day;
  if (std::find(done.begin(), done.end(), 0) != done.end()) return Fail("stopped before the end");
  return advance;
}

Result<void> ParticleEnsemble::Resample(const std::vector<std::uint32_t>& ancestors) {
  Parts& parts = *parts_;
  const std::size_t n = parts.settings.particles;
  if (ancestors.size() != n ||
      std::any_of(ancestors.begin(), ancestors.end(), [&](std::uint32_t a) { return a >= n; })) {
    return Fail(fmt::format("{} ancestors were given for {} particles, or one does not exist",
                            ancestors.size(), n));
  }
  parts.epochs.push_back({parts.day, ancestors});
  // Sources that are overwritten themselves are read from a copy made before.
  std::map<std::uint32_t, std::size_t> kept;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t a = ancestors[i];
    if (a != i && ancestors[a] != a) kept.emplace(a, kept.size());
  }
  std::vector<std::unique_ptr<ParticleTile>> spare((kept.size() + parts.width - 1) / parts.width);
  for (std::unique_ptr<ParticleTile>& tile : spare) {
    tile = std::make_unique<ParticleTile>(parts.tile_settings, parts.taught);
  }
  for (const auto& [slot, place] : kept) {
    spare[place / parts.width]->CopyLane(place % parts.width, parts.TileOfSlot(slot),
                                         slot % parts.width);
  }
  const std::uint64_t seed = parts.EpochSeed();
  // Copies first, everywhere: a lane that is copied from must be as it was.
  parts.ForTiles([&](std::size_t t) {
    bool copied = false;
    for (std::size_t i = t * parts.width; i < std::min(n, (t + 1) * parts.width); ++i) {
      const std::uint32_t a = ancestors[i];
      if (a == i) continue;
      const auto place = kept.find(a);
      if (place == kept.end()) {
        parts.tiles[t]->CopyLane(i % parts.width, parts.TileOfSlot(a), a % parts.width);
      } else {
        parts.tiles[t]->CopyLane(i % parts.width, *spare[place->second / parts.width],
                                 place->second % parts.width);
      }
      copied = true;
    }
    if (copied) parts.tiles[t]->Derive();
  });
  parts.ForTiles([&](std::size_t t) { parts.tiles[t]->Reseed(seed); });
  return {};
}

Result<void> ParticleEnsemble::SetParameters(const ParameterValues& values) {
  Parts& parts = *parts_;
  if (const Result<void> fine = parts.CheckValues(values); !fine) return fine;
  parts.ForTiles([&](std::size_t t) {
    parts.tiles[t]->SetParameters(values, parts.settings.particles);
  });
  return {};
}

void ParticleEnsemble::ReadParameter(model::ParameterId id, std::vector<double>& out) const {
  out.resize(size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = parts_->TileOfSlot(i).tile().Parameter(id.index(), i % parts_->width);
  }
}

void ParticleEnsemble::ReadStates(ParticleStates& out) {
  const std::size_t particles = size();
  out.quantities.resize(parts_->model.quantities.size() * particles);
  out.issues.resize(parts_->model.issues.size() * particles);
  parts_->ForTiles([&](std::size_t t) {
    const std::size_t first = t * parts_->width;
    const std::size_t count = std::min(parts_->width, particles - first);
    if (!out.quantities.empty()) {
      parts_->tiles[t]->ReadQuantities(count, &out.quantities[first], particles);
    }
    for (std::size_t i = 0; i < parts_->model.issues.size(); ++i) {
      const std::int64_t* const row = parts_->tiles[t]->tile().issue_row(i);
      std::copy_n(row, count, &out.issues[i * particles + first]);
    }
  });
}

void ParticleEnsemble::ReadProbe(std::size_t probe, std::vector<double>& out) {
  out.resize(size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = parts_->TileOfSlot(i).Probe(probe, i % parts_->width);
  }
}

void ParticleEnsemble::ReadTaughtDensity(std::size_t taught, std::vector<double>& out) {
  out.resize(size());
  parts_->ForTiles([&](std::size_t t) {
    const std::size_t first = t * parts_->width;
    const std::size_t end = std::min(out.size(), first + parts_->width);
    for (std::size_t i = first; i < end; ++i) {
      out[i] = parts_->tiles[t]->LogDensityNow(taught, i - first);
    }
  });
}

void ParticleEnsemble::TakeIntegral(std::size_t integral, std::vector<double>& out) {
  out.resize(size());
  for (std::size_t t = 0; t < parts_->tiles.size(); ++t) {
    parts_->tiles[t]->TakeIntegral(integral, &out[t * parts_->width]);
  }
}

void ParticleEnsemble::ReadOutcome(std::size_t outcome, std::vector<double>& out) const {
  out.resize(size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = day() < horizon() ? kNan
                               : parts_->TileOfSlot(i).tile().OutcomeValue(outcome,
                                                                           i % parts_->width);
  }
}

std::vector<FailureSummary> ParticleEnsemble::Failures() const {
  std::map<std::pair<WorldFault, std::string>, Failure> found;
  for (std::size_t i = 0; i < size(); ++i) {
    const Tile& tile = parts_->TileOfSlot(i).tile();
    const std::size_t lane = i % parts_->width;
    if (tile.fault(lane) == WorldFault::kNone) continue;
    Failure& failure = found[{tile.fault(lane), tile.fault_what(lane)}];
    failure.span = tile.fault_span(lane);
    ++failure.worlds;
    failure.example = std::min(failure.example, static_cast<std::uint32_t>(i));
  }
  std::vector<FailureSummary> sorted;
  for (const auto& [key, failure] : found) {
    sorted.push_back({key.first, failure.span, key.second, failure.worlds, failure.example});
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.worlds > b.worlds; });
  return sorted;
}

}  // namespace entente::engine
