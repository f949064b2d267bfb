// The grid: all worlds of the tile advance together. Order at a grid point (execution contract,
// section 1): quantities, noise, dated triggers, conditions, hazards, outcomes.
#include <algorithm>
#include <cmath>

#include "engine/run/tile.h"

namespace entente::engine {

void Tile::RunProgram(const TileProgram& program) {
  const TileView view = View();
  for (const TileSegment& segment : program.segments) {
    if (segment.end > segment.begin) {
      vm_.run(program.code.data() + segment.begin, segment.end - segment.begin, view);
    }
  }
}

void Tile::SetClockRows(double now, double next) {
  const auto fill = [&](Row row, double value) { std::fill_n(&rows_[row * width_], width_, value); };
  const double middle = 0.5 * (now + next);
  fill(plan_.now_row, now);
  fill(plan_.middle_row, middle);
  fill(plan_.end_row, next);
  for (std::size_t c = 0; c < plan_.calendar_rows.size(); ++c) {
    const std::vector<double>& days = model_.calendars[c];
    const auto until = [&](double at) {
      const auto found = std::lower_bound(days.begin(), days.end(), at);
      return found == days.end() ? kNever : *found - at;
    };
    fill(plan_.calendar_rows[c].now, until(now));
    fill(plan_.calendar_rows[c].middle, until(middle));
    fill(plan_.calendar_rows[c].end, until(next));
  }
  if (next - now != step_) {
    step_ = next - now;
    fill(plan_.step_row, step_);
    ShrinkSteps();
  }
}

// The worlds' decays by lane, after the world program.
void Tile::TakeDecays() {
  for (std::size_t k = 0; k < plan_.class_rows.size(); ++k) {
    for (std::size_t lane = 0; lane < width_; ++lane) {
      minus_decay_[lane * class_stride_ + k] = -At(plan_.class_rows[k], lane);
    }
  }
}

// What the decays and the length of the present step give.
void Tile::ShrinkSteps() {
  for (std::size_t k = 0; k < plan_.class_rows.size(); ++k) {
    double* const shrink = &step_shrink_[k * width_];
    const double* const decay = &rows_[plan_.class_rows[k] * width_];
    for (std::size_t lane = 0; lane < width_; ++lane) shrink[lane] = -(decay[lane] * step_);
    math_.exp(shrink, shrink, width_);
    for (std::size_t lane = 0; lane < width_; ++lane) {
      lane_step_shrink_[lane * class_stride_ + k] = shrink[lane];
    }
  }
  RunProgram(plan_.step_program);
}

// From the previous grid point to grid[grid_index]. Worlds that were synchronised on the way have
// their own segments; they are computed one by one before the rows are moved on.
void Tile::AdvanceToGrid(std::size_t grid_index) {
  const double day = settings_.grid[grid_index];
  std::uint64_t any_dirty = 0;  // mostly none: lanes were moved on when they were in hand
  for (const std::uint64_t word : dirty_) any_dirty |= word;
  for (std::size_t lane = 0; any_dirty != 0 && lane < count_; ++lane) AdvanceDirty(lane, day);
  for (const HotContinuous& variable : plan_.hot_continuous) {
    double* const value = &rows_[variable.value * width_];
    const double* const next = &rows_[variable.next * width_];
    if (!variable.plain_decay) {
      std::copy_n(next, width_, value);
      continue;
    }
    vm_.multiply(value, &step_shrink_[variable.decay_class * width_], width_);
    const double* const synced = &synced_[variable.component * width_];
    for (std::size_t lane = 0; any_own_clock_ && lane < count_; ++lane) {
      if (synced[lane] != clock_) value[lane] = next[lane];
    }
  }
  if (any_own_clock_) std::fill(own_clocks_.begin(), own_clocks_.end(), std::uint8_t{0});
  any_own_clock_ = false;
  vm_.fill(synced_.data(), day, synced_.size());
  clock_ = day;
  for (Frame& frame : frames_) frame.at = -1.0;
  ++frame_serial_;
  ++memo_now_;
  AddNoise(grid_index);
}

void Tile::AddNoise(std::size_t grid_index) {
  const std::uint32_t first = lanes_[0].world;
  for (const ContinuousVar& variable : plan_.continuous) {
    if (variable.noise_sd == kNoRow) continue;
    philox_.fill_normal(keys_.brownian, variable.noise_hash, first, grid_index,
                        normals_own_.data(), width_);
    NoiseUpdate update;
    update.value = &rows_[variable.value * width_];
    update.sd = &rows_[variable.noise_sd * width_];
    update.own = normals_own_.data();
    if (variable.factor_hash != 0) {
      philox_.fill_normal(keys_.brownian, variable.factor_hash, first, grid_index,
                          normals_factor_.data(), width_);
      update.factor = normals_factor_.data();
      update.share = &rows_[variable.factor_share * width_];
    }
    update.lower = variable.lower;
    update.upper = variable.upper;
    update.width = width_;
    vm_.add_noise(update);
  }
}

void Tile::CheckFinite(double) {
  const std::vector<Row>& rows = plan_.continuous_rows;
  if (!vm_.any_non_finite(rows_.data(), rows.data(), rows.size(), width_)) return;
  for (const ContinuousVar& variable : plan_.continuous) {
    const LaneBits bad = vm_.non_finite(&rows_[variable.value * width_], width_);
    if (!bad.any()) continue;
    for (std::size_t lane = 0; lane < count_; ++lane) {
      if (((bad.words[lane / 64] >> (lane % 64)) & 1) == 0 || !lanes_[lane].alive) continue;
      if (variable.quantity != kNoIndex) {
        const model::Provenance& from = model_.quantities[variable.quantity].provenance;
        Fail(lane, WorldFault::kNonFinite, from.span, "non-finite value of `" + from.name + "`");
      } else {
        const model::Pressure& pressure = model_.pressures[variable.pressure];
        Fail(lane, WorldFault::kNonFinite,
             model_.linkages[pressure.linkage.index()].provenance.span,
             "non-finite pressure `" + pressure.name + "`");
      }
    }
  }
}

void Tile::UpdateHazards(double now, double next) {
  const TileView view = View();
  const TileProgram& program = plan_.grid_program;
  const auto interpret = [&](std::uint32_t number) {
    const TileSegment& segment = program.segments[number];
    if (segment.end == segment.begin) return;
    vm_.run(program.code.data() + segment.begin, segment.end - segment.begin, view);
  };
  if (common_native_ != nullptr) {
    Call(common_native_, view);
  } else {
    interpret(0);
  }
  if (next <= now) return;
  for (std::size_t i = 0; i < occupied_.size(); ++i) {
    occupied_[i] = vm_.occupied(&states_[i * width_], width_);
  }
  ChannelUpdate update;
  update.elapsed = now - hazard_clock_;
  update.rest = next - now;
  update.width = width_;
  ChannelFlags flags;
  for (const GridSegment& grid : grid_segments_) {
    const bool needed =
        grid.gate == kNoIndex || (occupied_[grid.gate] & grid.mask) != 0;
    char& active = channel_active_[grid.own];
    // A channel that was idle and stays idle in all worlds: its thresholds do not fall.
    if (!needed && active == 0) continue;
    const std::size_t base = grid.own * width_;
    update.raw = nullptr;
    if (needed) {
      if (grid.native != nullptr) {
        Call(grid.native, view);
      } else {
        interpret(grid.segment);
      }
      update.raw = &rows_[grid.hazard * width_];
    }
    update.states = grid.issue != kNoIndex ? &states_[grid.issue * width_] : nullptr;
    update.from = grid.from;
    update.hazard = &hazard_[base];
    update.residual = &residual_[base];
    const ChannelNews news = vm_.update_channel(update, flags);
    active = news.active ? 1 : 0;
    if (news.flagged) TakeFlags(grid.channel, flags, now, next);
  }
  hazard_clock_ = now;
}

// What the update of a channel had to say about some worlds.
void Tile::TakeFlags(std::uint32_t c, const ChannelFlags& flags, double now, double next) {
  const PlannedChannel& channel = plan_.channels[c];
  const std::size_t base = channel.own * width_;
  for (std::size_t word = 0; word * 64 < width_; ++word) {
    std::uint64_t bits =
        flags.due.words[word] | flags.faulty.words[word] | flags.negative.words[word];
    for (; bits != 0; bits &= bits - 1) {
      const auto bit = static_cast<std::size_t>(__builtin_ctzll(bits));
      const std::size_t lane = word * 64 + bit;
      if (lane >= count_ || !lanes_[lane].alive) continue;
      if (((flags.faulty.words[word] >> bit) & 1) != 0) {
        Fail(lane, WorldFault::kNonFinite, channel.span,
             "non-finite rate of `" + model_.channels[c].provenance.name + "`");
        continue;
      }
      if (((flags.negative.words[word] >> bit) & 1) != 0) negative_[c * width_ + lane] = 1;
      if (((flags.due.words[word] >> bit) & 1) == 0) continue;
      const double time = now + residual_[base + lane] / hazard_[base + lane];
      lanes_[lane].due.push_back({std::min(time, next), c});
      in_due_[lane * marked_channels_.size() + c / 64] |= std::uint64_t{1} << (c % 64);
    }
  }
}

void Tile::Begin(std::uint32_t first_world, unsigned count) {
  InitWorlds(first_world, count);
  next_grid_ = 0.0;
  at_grid_ = true;
  for (std::size_t lane = 0; lane < count; ++lane) StartLane(lane);
}

// Everything at a grid point, in all worlds; then lanes may run to the next one.
void Tile::GridPoint(std::size_t n) {
  const std::vector<double>& grid = settings_.grid;
  now_ = grid[n];
  next_grid_ = n + 1 < grid.size() ? grid[n + 1] : now_;
  run_to_ = next_grid_;
  while (period_ + 1 < periods_ && now_ >= settings_.period_ends[period_]) ++period_;
  at_grid_ = true;
  if (n > 0 && plan_.moving) AdvanceToGrid(n);
  if (plan_.moving) CheckFinite(now_);
  for (std::size_t lane = 0; lane < count_; ++lane) {
    while (lanes_[lane].alive && lanes_[lane].trigger_min <= now_) {
      ProcessTriggers(lane, lanes_[lane].trigger_min);
    }
  }
  GridConditions(now_);
  if (plan_.moving) {
    SetClockRows(now_, next_grid_ > now_ ? next_grid_ : now_ + step_);
    for (std::size_t lane = 0; lane < count_; ++lane) lanes_[lane].due.clear();
    std::fill(in_due_.begin(), in_due_.end(), 0u);
    UpdateHazards(now_, next_grid_);
    ++memo_now_;
  }
  SampleMonitors(now_);
  if (grid_observer_ != nullptr) grid_observer_->AtGrid(*this, n, now_);
  at_grid_ = false;
}

bool Tile::Run(std::uint32_t first_world, unsigned count, GridObserver* at_grid,
               OccurrenceObserver* at_occurrence) {
  grid_observer_ = at_grid;
  observer_ = at_occurrence;
  Begin(first_world, count);
  for (std::size_t n = 0; n < settings_.grid.size(); ++n) {
    if (settings_.cancel != nullptr && settings_.cancel->load(std::memory_order_relaxed)) {
      return false;
    }
    GridPoint(n);
    if (next_grid_ > now_) {
      for (std::size_t lane = 0; lane < count; ++lane) {
        if (lane + 1 < count) Prefetch(lane + 1);
        if (lanes_[lane].alive) {
          RunLane(lane);
          AdvanceDirty(lane, next_grid_);  // while the lane is in hand
        }
        if (settings_.cancel != nullptr && settings_.cancel->load(std::memory_order_relaxed)) {
          return false;
        }
      }
    }
  }
  FinishMonitors(plan_.horizon);
  for (std::size_t lane = 0; lane < count; ++lane) events_ += lanes_[lane].events;
  return true;
}

}  // namespace entente::engine
