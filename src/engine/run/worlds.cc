// Ranges of worlds, kept value by value. Tiles of the range are handed to threads; each writes its
// own columns, so nothing depends on who made which.
#include "engine/worlds.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "base/on_threads.h"
#include "engine/run/prepared_model.h"
#include "engine/run/tile.h"

namespace entente::engine {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Remembers when each watched happening first occurred in each lane.
class FirstDays : public OccurrenceObserver {
 public:
  FirstDays(const std::vector<std::uint32_t>& row_of, std::size_t rows)
      : row_of_(row_of), days_(rows * kMaxTileWidth, kNever) {}

  void Clear() { std::fill(days_.begin(), days_.end(), kNever); }
  double At(std::size_t row, std::size_t lane) const { return days_[row * kMaxTileWidth + lane]; }

  std::size_t BeforeOccurrence(Tile&, std::size_t lane, double day, std::uint32_t happening,
                               const Origin&) override {
    const std::uint32_t row = row_of_[happening];
    if (row != kNoIndex) {
      double& first = days_[row * kMaxTileWidth + lane];
      first = std::min(first, day);
    }
    return 0;
  }
  void Fed(std::uint32_t, double, double, std::size_t) override {}

 private:
  const std::vector<std::uint32_t>& row_of_;
  std::vector<double> days_;  // [row][lane]
};

struct Failure {
  SourceSpan span;
  std::uint64_t worlds = 0;
  std::uint32_t example = std::numeric_limits<std::uint32_t>::max();
};
using FailureMap = std::map<std::pair<WorldFault, std::string>, Failure>;

std::vector<FailureSummary> Sorted(const FailureMap& failures) {
  std::vector<FailureSummary> sorted;
  for (const auto& [key, failure] : failures) {
    sorted.push_back({key.first, failure.span, key.second, failure.worlds, failure.example});
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const FailureSummary& a, const FailureSummary& b) {
                     return a.worlds > b.worlds;
                   });
  return sorted;
}

// The model with exactly the outcomes to observe.
Result<model::Model> Observing(const model::Model& model,
                               const std::vector<model::OutcomeId>& outcomes) {
  model::Model observed = model;
  observed.claims.clear();
  observed.claim_outcomes.clear();
  if (outcomes.empty()) return observed;
  observed.outcomes.clear();
  for (const model::OutcomeId id : outcomes) {
    const std::size_t index = id.index();
    const std::size_t own = model.outcomes.size();
    if (!id.valid() || index >= own + model.claim_outcomes.size()) {
      return Fail(fmt::format("outcome number {} was asked for; the model has {}", index,
                              own + model.claim_outcomes.size()));
    }
    observed.outcomes.push_back(index < own ? model.outcomes[index]
                                            : model.claim_outcomes[index - own]);
  }
  return observed;
}

}  // namespace

struct WorldSimulator::Parts {
  Parts(model::Model observed_model, WorldsSettings wanted)
      : model(std::move(observed_model)), settings(std::move(wanted)) {}

  Tile& TileOf(std::size_t thread);
  void Work(std::size_t thread, std::uint64_t first_world, std::uint64_t wanted,
            WorldValues& values);
  void Keep(const Tile& tile, const FirstDays& days, std::uint64_t column, std::uint64_t wanted,
            WorldValues& values);

  const model::Model model;
  const WorldsSettings settings;
  std::shared_ptr<const PreparedModel> prepared;
  unsigned threads = 1;
  std::vector<std::uint32_t> day_row_of;  // by happening
  FixedParameters fixed;                  // of the call in hand
  std::vector<std::unique_ptr<Tile>> tiles;  // by thread

  std::atomic<std::uint64_t> next_tile{0};
  std::mutex mutex;
  std::vector<std::uint8_t> tile_done;
  FailureMap failures;
};

WorldSimulator::WorldSimulator(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
WorldSimulator::WorldSimulator(WorldSimulator&&) noexcept = default;
WorldSimulator& WorldSimulator::operator=(WorldSimulator&&) noexcept = default;
WorldSimulator::~WorldSimulator() = default;

Result<WorldSimulator> WorldSimulator::Make(const model::Model& model,
                                            const WorldsSettings& settings) {
  if (settings.worlds_per_draw == 0) return Fail("a draw needs at least one world");
  Result<model::Model> observed = Observing(model, settings.outcomes);
  if (!observed) return tl::unexpected(observed.error());
  auto parts = std::make_unique<Parts>(std::move(*observed), settings);
  RunOptions wanted;
  wanted.tile_width = settings.tile_width;
  wanted.step_factor = settings.step_factor;
  wanted.native = settings.native;
  Result<std::shared_ptr<const PreparedModel>> prepared =
      PreparedModel::Make(parts->model, wanted);
  if (!prepared) return tl::unexpected(prepared.error());
  parts->prepared = std::move(*prepared);
  parts->threads = ThreadsOf(settings.threads);
  parts->day_row_of.assign(model.happenings.size(), kNoIndex);
  for (std::size_t row = 0; row < settings.first_days_of.size(); ++row) {
    const model::HappeningId id = settings.first_days_of[row];
    if (!id.valid() || id.index() >= model.happenings.size()) {
      return Fail(fmt::format("happening number {} was asked for; the model has {}", id.index(),
                              model.happenings.size()));
    }
    std::uint32_t& slot = parts->day_row_of[id.index()];
    if (slot != kNoIndex) return Fail("a happening's first day was asked for twice");
    slot = static_cast<std::uint32_t>(row);
  }
  for (const Skip& skip : settings.skips) {
    for (const model::HappeningId id : skip.happenings) {
      if (id.valid() && id.index() < model.happenings.size()) continue;
      return Fail(fmt::format("happening number {} was to be skipped; the model has {}", id.index(),
                              model.happenings.size()));
    }
  }
  return WorldSimulator(std::move(parts));
}

std::size_t WorldSimulator::outcomes() const { return parts_->model.outcomes.size(); }

const model::Outcome& WorldSimulator::outcome(std::size_t row) const {
  return parts_->model.outcomes[row];
}

Tile& WorldSimulator::Parts::TileOf(std::size_t thread) {
  if (tiles[thread] == nullptr) {
    TileSettings tile;
    tile.plan = &prepared->plan;
    tile.sampler = &prepared->sampler;
    tile.native = prepared->native.get();
    tile.seed = settings.seed;
    tile.width = prepared->width;
    tile.worlds_per_draw = settings.worlds_per_draw;
    tile.limits = settings.limits;
    tile.period_ends = {prepared->plan.horizon};
    tile.grid = prepared->plan.grid;
    tile.cancel = settings.cancel;
    tile.fixed = &fixed;
    tile.skips = settings.skips;
    tiles[thread] = std::make_unique<Tile>(std::move(tile));
  }
  return *tiles[thread];
}

void WorldSimulator::Parts::Keep(const Tile& tile, const FirstDays& days, std::uint64_t column,
                                 std::uint64_t wanted, WorldValues& values) {
  for (std::size_t lane = 0; lane < tile.count(); ++lane) {
    const std::uint64_t w = column + lane;
    const bool failed = tile.fault(lane) != WorldFault::kNone;
    values.fault[w] = tile.fault(lane);
    for (std::size_t o = 0; o < model.outcomes.size(); ++o) {
      values.outcomes[o * wanted + w] = tile.OutcomeValue(o, lane);
    }
    for (std::size_t h = 0; h < settings.first_days_of.size(); ++h) {
      values.first_days[h * wanted + w] = failed ? kNan : days.At(h, lane);
    }
    if (settings.parameters) {
      for (std::size_t p = 0; p < model.parameters.size(); ++p) {
        values.parameters[p * wanted + w] = tile.Parameter(p, lane);
      }
    }
    if (!failed) continue;
    const std::lock_guard<std::mutex> lock(mutex);
    Failure& failure = failures[{tile.fault(lane), tile.fault_what(lane)}];
    failure.span = tile.fault_span(lane);
    ++failure.worlds;
    failure.example = std::min(failure.example, tile.world(lane));
  }
}

void WorldSimulator::Parts::Work(std::size_t thread, std::uint64_t first_world,
                                 std::uint64_t wanted, WorldValues& values) {
  Tile& tile = TileOf(thread);
  FirstDays days(day_row_of, settings.first_days_of.size());
  const bool watch = !settings.first_days_of.empty();
  for (;;) {
    const std::uint64_t index = next_tile.fetch_add(1);
    const std::uint64_t column = index * prepared->width;
    if (column >= wanted) return;
    const auto count = static_cast<unsigned>(std::min<std::uint64_t>(prepared->width, wanted - column));
    if (watch) days.Clear();
    if (!tile.Run(static_cast<std::uint32_t>(first_world + column), count, nullptr,
                  watch ? &days : nullptr)) {
      return;
    }
    Keep(tile, days, column, wanted, values);
    tile_done[index] = 1;
  }
}

Result<WorldValues> WorldSimulator::Simulate(std::uint64_t first_world, std::uint64_t worlds,
                                             const ParameterValues* given) {
  Parts& parts = *parts_;
  constexpr std::uint64_t kMostWorlds = std::uint64_t{1} << 32;
  if (worlds == 0 || first_world >= kMostWorlds || worlds > kMostWorlds - first_world) {
    return Fail(fmt::format("worlds {} to {} were asked for; they are numbered 0 to 4294967295",
                            first_world, first_world + worlds));
  }
  parts.fixed = {};
  if (given != nullptr) {
    if (given->values.size() != given->parameters.size() * worlds) {
      return Fail(fmt::format("{} parameter values were given for {} parameters in {} worlds",
                              given->values.size(), given->parameters.size(), worlds));
    }
    for (const model::ParameterId id : given->parameters) {
      if (!id.valid() || id.index() >= parts.model.parameters.size()) {
        return Fail(fmt::format("parameter number {} was given a value; the model has {}",
                                id.index(), parts.model.parameters.size()));
      }
      parts.fixed.parameters.push_back(id.index());
    }
    if (!std::all_of(given->values.begin(), given->values.end(),
                     [](double value) { return std::isfinite(value); })) {
      return Fail("a parameter was given a value that is not a finite number");
    }
    parts.fixed.values = given->values.data();
    parts.fixed.stride = worlds;
    parts.fixed.first_world = first_world;
  }
  WorldValues values;
  values.first_world = first_world;
  values.worlds = worlds;
  values.fault.assign(worlds, WorldFault::kNone);
  values.outcomes.assign(parts.model.outcomes.size() * worlds, kNan);
  values.first_days.assign(parts.settings.first_days_of.size() * worlds, kNan);
  if (parts.settings.parameters) values.parameters.assign(parts.model.parameters.size() * worlds, kNan);
  parts.next_tile = 0;
  parts.failures.clear();
  const std::uint64_t tiles = (worlds + parts.prepared->width - 1) / parts.prepared->width;
  parts.tile_done.assign(tiles, 0);
  const auto threads = static_cast<std::size_t>(std::min<std::uint64_t>(parts.threads, tiles));
  if (parts.tiles.size() < threads) parts.tiles.resize(threads);
  OnThreads(threads, [&](std::size_t thread) { parts.Work(thread, first_world, worlds, values); });
  parts.fixed = {};
  values.failures = Sorted(parts.failures);
  const auto stopped = std::find(parts.tile_done.begin(), parts.tile_done.end(), 0);
  if (stopped == parts.tile_done.end()) return values;
  // Cancelled: the rows are cut to the worlds before the first tile that is missing.
  const auto done = static_cast<std::uint64_t>(stopped - parts.tile_done.begin()) * parts.prepared->width;
  const auto cut = [&](std::vector<double>& matrix) {
    const std::size_t rows = matrix.size() / worlds;
    for (std::size_t row = 0; row < rows; ++row) {
      std::copy_n(matrix.begin() + static_cast<std::ptrdiff_t>(row * worlds), done,
                  matrix.begin() + static_cast<std::ptrdiff_t>(row * done));
    }
    matrix.resize(rows * done);
  };
  cut(values.outcomes);
  cut(values.first_days);
  cut(values.parameters);
  values.fault.resize(done);
  values.worlds = done;
  values.complete = false;
  return values;
}

Result<WorldValues> SimulateWorlds(const model::Model& model, const WorldsOptions& options) {
  Result<WorldSimulator> simulator = WorldSimulator::Make(model, options.settings);
  if (!simulator) return tl::unexpected(simulator.error());
  return simulator->Simulate(options.first_world, options.worlds, options.values);
}

}  // namespace entente::engine
