#include "engine/run/ensemble.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/check.h"
#include "base/on_threads.h"
#include "engine/sinks/intervals.h"

namespace entente::engine {
namespace {

constexpr std::size_t kNoSample = std::numeric_limits<std::size_t>::max();
constexpr auto kSaveEvery = std::chrono::seconds(2);

// Calendar years, cut at the horizon.
std::vector<double> PeriodEnds(const model::TimeFrame& time) {
  std::vector<double> ends;
  for (std::int32_t year = time.start.year + 1; ends.size() < 200; ++year) {
    const auto day =
        static_cast<double>(DayNumber({year, 1, 1}) - time.start_day_number);
    if (day >= time.horizon_days) break;
    ends.push_back(day);
  }
  ends.push_back(time.horizon_days);
  return ends;
}

class SeriesSampler : public GridObserver {
 public:
  SeriesSampler(const std::vector<std::size_t>& sample_of_grid, SeriesAccumulator& series)
      : sample_of_grid_(sample_of_grid), series_(series) {}

  void AtGrid(const Tile& tile, std::size_t grid_index, double) override {
    const std::size_t sample = sample_of_grid_[grid_index];
    if (sample == kNoSample) return;
    std::uint8_t failed[kMaxTileWidth];
    for (std::size_t lane = 0; lane < tile.count(); ++lane) failed[lane] = tile.alive(lane) ? 0 : 1;
    const model::Model& model = *tile.plan().model;
    for (std::size_t q = 0; q < model.quantities.size(); ++q) {
      series_.AddQuantity(sample, model::QuantityId(q), tile.quantity_row(q), failed,
                          tile.count());
    }
    for (std::size_t i = 0; i < model.issues.size(); ++i) {
      series_.AddStates(sample, model::IssueId(i), tile.issue_row(i), failed, tile.count());
    }
  }

 private:
  const std::vector<std::size_t>& sample_of_grid_;
  SeriesAccumulator& series_;
};

}  // namespace

Ensemble::Ensemble(std::shared_ptr<const PreparedModel> prepared, const RunOptions& options,
                   std::vector<KnownParameter> known)
    : prepared_(std::move(prepared)), model_(prepared_->model), plan_(prepared_->plan),
      options_(options), known_(std::move(known)) {
  period_ends_ = options.series ? PeriodEnds(model_.time)
                                : std::vector<double>{model_.time.horizon_days};
  grid_ = plan_.grid;
  if (options.series) {
    const std::size_t samples = std::max(2u, options.series_samples);
    if (!plan_.moving) {
      grid_.clear();
      for (std::size_t i = 0; i < samples; ++i) {
        grid_.push_back(plan_.horizon * static_cast<double>(i) /
                        static_cast<double>(samples - 1));
      }
      grid_.back() = plan_.horizon;
    }
    sample_of_grid_.assign(grid_.size(), kNoSample);
    const std::size_t stride = (grid_.size() + samples - 2) / (samples - 1);
    for (std::size_t i = 0; i < grid_.size(); ++i) {
      if (i % stride != 0 && i + 1 != grid_.size()) continue;
      sample_of_grid_[i] = sample_days_.size();
      sample_days_.push_back(grid_[i]);
    }
    layout_ = SeriesLayout::Of(model_, sample_days_.size());
  }
  last_save_ = std::chrono::steady_clock::now();
}

Result<std::unique_ptr<Ensemble>> Ensemble::Make(std::shared_ptr<const PreparedModel> prepared,
                                                 const RunOptions& options,
                                                 std::vector<KnownParameter> known) {
  if (options.worlds == 0 || options.worlds > (std::uint64_t{1} << 32)) {
    return Fail(fmt::format("{} worlds were asked for; a run has 1 to 4294967296",
                            options.worlds));
  }
  if (!(options.confidence > 0.0 && options.confidence < 1.0)) {
    return Fail(fmt::format("the confidence level {} is not between 0 and 1",
                            options.confidence));
  }
  if (options.worlds_per_draw == 0) return Fail("a draw needs at least one world");
  std::unique_ptr<Ensemble> ensemble(
      new Ensemble(std::move(prepared), options, std::move(known)));
  if (!options.checkpoint_file.empty()) {
    if (const Result<void> loaded = ensemble->LoadCheckpoint(); !loaded) {
      return tl::unexpected(loaded.error());
    }
  }
  return ensemble;
}

TileSettings Ensemble::Settings() const {
  TileSettings settings;
  settings.plan = &plan_;
  settings.sampler = &prepared_->sampler;
  settings.native = prepared_->native.get();
  settings.seed = options_.seed;
  settings.width = prepared_->width;
  settings.worlds_per_draw = options_.worlds_per_draw;
  settings.limits = options_.limits;
  settings.period_ends = period_ends_;
  settings.grid = grid_;
  settings.cancel = options_.cancel;
  settings.known = known_;
  return settings;
}

bool Ensemble::RunBlock(Tile& tile, std::uint64_t block, std::uint64_t worlds,
                        OutcomeSummaries& outcomes, Counts& counts) {
  const std::uint64_t first = block * kBlockWorlds;
  const std::uint64_t end = std::min(worlds, first + kBlockWorlds);
  const unsigned width = prepared_->width;
  SeriesSampler sampler(sample_of_grid_, counts.series);
  for (std::uint64_t world = first; world < end; world += width) {
    const auto count = static_cast<unsigned>(std::min<std::uint64_t>(width, end - world));
    if (!tile.Run(static_cast<std::uint32_t>(world), count,
                  options_.series ? &sampler : nullptr, nullptr)) {
      return false;
    }
    AddTile(tile, outcomes, counts);
    if (values_.empty()) continue;
    for (std::size_t o = 0; o < model_.outcomes.size(); ++o) {
      double* const row = &values_[o * options_.worlds + world];
      for (unsigned lane = 0; lane < count; ++lane) row[lane] = tile.OutcomeValue(o, lane);
    }
  }
  return true;
}

void Ensemble::Report(std::uint64_t wanted) {
  if (options_.on_progress) options_.on_progress({worlds_done_, wanted});
}

void Ensemble::Work(std::uint64_t worlds) {
  Tile tile(Settings());
  const std::uint64_t blocks = (worlds + kBlockWorlds - 1) / kBlockWorlds;
  for (;;) {
    const std::uint64_t block = next_block_.fetch_add(1);
    if (block >= blocks) return;
    OutcomeSummaries outcomes =
        EmptyOutcomes(model_, options_.worlds_per_draw, block * kBlockWorlds);
    Counts counts = EmptyCounts(model_, period_ends_.size(), layout_);
    if (!RunBlock(tile, block, worlds, outcomes, counts)) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    worlds_done_ += counts.worlds;
    outcomes_.Add(block, std::move(outcomes));
    counts_.Add(block, std::move(counts));
    Report(worlds);
    if (!options_.checkpoint_file.empty() &&
        std::chrono::steady_clock::now() - last_save_ > kSaveEvery) {
      if (const Result<void> saved = SaveCheckpoint(); !saved) save_error_ = saved.error().message;
    }
  }
}

void Ensemble::KeepValues() {
  ENTENTE_CHECK(counts_.prefix() == 0);
  values_.assign(model_.outcomes.size() * options_.worlds,
                 std::numeric_limits<double>::quiet_NaN());
}

bool Ensemble::RunTo(std::uint64_t worlds) {
  const std::uint64_t blocks = (worlds + kBlockWorlds - 1) / kBlockWorlds;
  next_block_ = BlocksDone();
  if (BlocksDone() >= blocks) return true;
  const auto threads =
      std::min<std::uint64_t>(ThreadsOf(options_.threads), blocks - BlocksDone());
  OnThreads(threads, [&](std::size_t) { Work(worlds); });
  return BlocksDone() >= blocks;
}

std::uint64_t Ensemble::worlds_done() const {
  return counts_.total() ? counts_.total()->worlds : 0;
}

Result<double> Ensemble::WidestInterval(double confidence) const {
  const std::optional<OutcomeSummaries> total = outcomes_.Total(BlocksDone());
  if (!total) return Fail("no block of worlds is complete");
  double widest = 0.0;
  bool any = false;
  for (std::size_t o = 0; o < model_.outcomes.size(); ++o) {
    const model::Outcome& outcome = model_.outcomes[o];
    const bool watched = options_.until_outcome.empty()
                             ? outcome.kind == model::OutcomeKind::kEver
                             : outcome.provenance.name == options_.until_outcome;
    if (!watched) continue;
    any = true;
    widest = std::max(widest, total->outcomes[o].Width(confidence));
  }
  if (!any) {
    return Fail(options_.until_outcome.empty()
                    ? std::string("the model has no probability outcome for `--until` to watch; "
                                  "name one with `--until-outcome`")
                    : "no outcome is called `" + options_.until_outcome + "`");
  }
  return widest;
}

RunResult Ensemble::Finish(double confidence) const {
  RunResult result;
  result.seed = options_.seed;
  result.worlds_requested = options_.worlds;
  result.confidence = confidence;
  if (!counts_.total()) {
    result.partial = true;
    return result;
  }
  const Counts& counts = *counts_.total();
  result.worlds = counts.worlds;
  result.failed = counts.failed;
  result.events = counts.events;
  const std::optional<OutcomeSummaries> total = outcomes_.Total(BlocksDone());
  ENTENTE_CHECK(total.has_value());
  for (std::size_t o = 0; o < total->outcomes.size(); ++o) {
    result.outcomes.push_back(total->outcomes[o].Finish(model::OutcomeId(o), confidence));
  }
  if (options_.series) result.series = counts.series.Finish(sample_days_);
  result.period_ends = period_ends_;
  result.happenings = counts.happenings.Finish();
  result.failures = Failures(counts);
  result.notices = Notices(model_, counts);
  return result;
}

Result<RunResult> Run(const model::Model& model, const RunOptions& options) {
  Result<std::shared_ptr<const PreparedModel>> prepared = PreparedModel::Make(model, options);
  if (!prepared) return tl::unexpected(prepared.error());
  Result<std::unique_ptr<Ensemble>> made = Ensemble::Make(std::move(*prepared), options);
  if (!made) return tl::unexpected(made.error());
  Ensemble& ensemble = **made;
  if (ensemble.worlds_done() > options.worlds) {
    return Fail(fmt::format("the archive `{}` holds {} worlds, more than the {} asked for; ask for "
                            "as many or choose another archive", options.checkpoint_file,
                            ensemble.worlds_done(), options.worlds));
  }
  // An archive that can not be written is found out now, not after an hour.
  if (const Result<void> saved = ensemble.SaveCheckpoint(); !saved) {
    return tl::unexpected(saved.error());
  }
  // The archive holds whole blocks, so it is written before a last block that is cut short.
  const auto run_to = [&](std::uint64_t worlds) {
    const std::uint64_t whole = worlds - worlds % kBlockWorlds;
    if (!options.checkpoint_file.empty() && whole > 0 && whole < worlds) {
      if (!ensemble.RunTo(whole) || !ensemble.SaveCheckpoint()) return false;
    }
    return ensemble.RunTo(worlds);
  };
  RunResult result;
  if (!options.until_width) {
    const bool all = run_to(options.worlds);
    result = ensemble.Finish(options.confidence);
    result.partial = !all;
  } else {
    // Looks at 1024·2^m worlds; the levels sum to less than α, so stopping at any look is valid.
    double confidence = options.confidence;
    bool reached = false, all = true;
    unsigned look = 0;
    while (LookWorlds(look) < ensemble.worlds_done()) ++look;  // those before the archive failed
    for (;; ++look) {
      const std::uint64_t worlds = std::min(LookWorlds(look), options.worlds);
      all = run_to(worlds);
      confidence = LookConfidence(look, options.confidence);
      if (!all) break;
      const Result<double> widest = ensemble.WidestInterval(confidence);
      if (!widest) return tl::unexpected(widest.error());
      reached = *widest <= *options.until_width;
      if (reached || worlds == options.worlds) break;
    }
    result = ensemble.Finish(confidence);
    result.looks = look + 1;
    result.width_reached = reached;
    result.partial = !all;
  }
  if (const Result<void> saved = ensemble.SaveCheckpoint(); !saved) {
    return tl::unexpected(saved.error());
  }
  return result;
}

}  // namespace entente::engine
