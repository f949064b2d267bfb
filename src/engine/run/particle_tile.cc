// Particles between records: stops at any instant, thresholds that only add up, copies and streams.
#include "engine/run/particle_tile.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/run/parameters.h"

namespace entente::engine {

ParticleTile::ParticleTile(TileSettings settings, const TaughtModel& taught)
    : tile_(std::move(settings)), taught_(taught), plan_(tile_.plan_), model_(tile_.model_) {
  tile_.teaching_ = this;
  is_integral_.assign(plan_.channels.size(), 0);
  for (const auto* channels : {&taught_.integral_plus, &taught_.integral_minus}) {
    for (const std::uint32_t c : *channels) {
      if (c != kNoIndex) is_integral_[c] = 1;
    }
  }
  offset_.resize(plan_.channels.size() * tile_.width_);
  log_weight_.resize(tile_.width_);
  undated_.resize(plan_.decisions.size() * tile_.width_);
  for (std::uint32_t v = 0; v < plan_.continuous.size(); ++v) {
    if (plan_.continuous[v].pressure != kNoIndex) pressures_.push_back(v);
  }
}

void ParticleTile::Begin(std::uint32_t first_slot, unsigned count, std::uint64_t seed) {
  first_slot_ = first_slot;
  day_ = 0.0;
  grid_ = 0;
  begun_ = false;
  next_sets_ = 0;
  next_taught_ = 0;
  row_ = 0;
  std::fill(undated_.begin(), undated_.end(), Undated{});
  adding_.clear();
  adding_jumps_.clear();
  forbidden.assign(plan_.channels.size(), 0);
  overridden.assign(plan_.happenings.size(), 0);
  taught_decisions.assign(plan_.decisions.size(), 0);
  std::fill(log_weight_.begin(), log_weight_.end(), 0.0);
  tile_.keys_ = LuckKeys(seed);
  tile_.Begin(first_slot, count);
}

bool ParticleTile::RunLanes(double to, bool to_grid) {
  tile_.run_to_ = to;
  for (std::size_t lane = 0; lane < tile_.count_; ++lane) {
    if (lane + 1 < tile_.count_) tile_.Prefetch(lane + 1);
    if (!tile_.lanes_[lane].alive) continue;
    tile_.RunLane(lane);
    if (to_grid) tile_.AdvanceDirty(lane, to);
  }
  const std::atomic<bool>* const cancel = tile_.settings_.cancel;
  return cancel == nullptr || !cancel->load(std::memory_order_relaxed);
}

bool ParticleTile::AdvanceTo(double day, const AdvanceSink& sink) {
  const std::vector<double>& grid = tile_.settings_.grid;
  const auto sets_day = [&] {
    return next_sets_ < taught_.sets.size() ? taught_.sets[next_sets_].day : kNever;
  };
  const auto taught_day = [&] {
    return next_taught_ < taught_.happenings.size() ? taught_.happenings[next_taught_].what.day
                                                    : kNever;
  };
  if (!begun_) {
    for (; sets_day() <= 0.0; ++next_sets_) Apply(taught_.sets[next_sets_], 0.0);
    tile_.GridPoint(0);
    begun_ = true;
  }
  for (;;) {
    const double next_grid = grid_ + 1 < grid.size() ? grid[grid_ + 1] : kNever;
    const double stop = std::min({next_grid, sets_day(), taught_day()});
    if (!(stop <= day)) break;
    const bool to_grid = stop == next_grid && sets_day() != stop && taught_day() != stop;
    if (!RunLanes(stop, to_grid)) return false;
    if (sets_day() == stop) {
      Harvest(stop);
      Apply(taught_.sets[next_sets_++], stop);
    } else if (taught_day() == stop) {
      const std::size_t first = next_taught_;
      while (taught_day() == stop) ++next_taught_;
      Teach(first, next_taught_, sink);
    } else {
      tile_.GridPoint(++grid_);
      if (grid_ + 1 == grid.size()) tile_.FinishMonitors(plan_.horizon);
    }
  }
  // What falls on the day itself belongs to it.
  if (day > grid[grid_] &&
      !RunLanes(std::min(std::nextafter(day, kNever), tile_.next_grid_), /*to_grid=*/false)) {
    return false;
  }
  day_ = day;
  Harvest(day);
  return true;
}

// The channel's next firing is one residual threshold of `residual` away.
void ParticleTile::SetThreshold(std::size_t lane, std::uint32_t c, double residual, double now) {
  const PlannedChannel& channel = plan_.channels[c];
  if (channel.grid) {
    const std::size_t at = channel.own * tile_.width_ + lane;
    const double hazard = tile_.hazard_[at];
    tile_.SetDue(lane, c, hazard > 0.0 ? now + residual / hazard : kNever);
    tile_.residual_[at] = residual + hazard * (now - tile_.hazard_clock_);
    return;
  }
  Tile::JumpChannel& own = tile_.jumps_[lane * plan_.jump_channels.size() + channel.own];
  own.residual = residual;
  own.since = now;
  if (!(own.hazard > 0.0)) return;
  tile_.lanes_[lane].slots_changed = true;
  tile_.slot_time_[lane * tile_.slot_stride_ + channel.slot] = now + residual / own.hazard;
}

// A fresh threshold, from a pair of its stream that was not used before.
void ParticleTile::DrawThreshold(std::size_t lane, std::uint32_t c, double now) {
  const PlannedChannel& channel = plan_.channels[c];
  const auto draw = [&](double& spare, std::uint32_t& k) {
    k = (k | 1) + 1;
    const LuckPair pair =
        UnitExponentialPair(tile_.math_, tile_.keys_.threshold, channel.hash,
                            tile_.lanes_[lane].world, k >> 1);
    spare = pair.odd;
    return pair.even;
  };
  const std::size_t at = channel.own * tile_.width_ + lane;
  Tile::JumpChannel* const jump =
      channel.grid ? nullptr : tile_.jumps_.data() + lane * plan_.jump_channels.size() + channel.own;
  const double residual = channel.grid ? draw(tile_.spare_[at], tile_.firing_[at])
                                       : draw(jump->spare, jump->k);
  SetThreshold(lane, c, residual, now);
}

double ParticleTile::ResidualAt(std::size_t lane, std::uint32_t c, double now) const {
  const HotChannel& channel = plan_.hot[c];
  if (channel.grid) {
    const std::size_t at = channel.own * tile_.width_ + lane;
    return tile_.residual_[at] - tile_.hazard_[at] * (now - tile_.hazard_clock_);
  }
  const Tile::JumpChannel& own = tile_.jumps_[lane * plan_.jump_channels.size() + channel.own];
  return own.residual - own.hazard * (now - own.since);
}

void ParticleTile::Apply(const TaughtSets& sets, double now) {
  for (std::uint32_t c = 0; c < plan_.channels.size(); ++c) {
    if (sets.forbidden[c] == forbidden[c]) continue;
    for (std::size_t lane = 0; lane < tile_.width_; ++lane) {
      if (sets.forbidden[c] != 0) {
        offset_[c * tile_.width_ + lane] = FarOf(c);
        SetThreshold(lane, c, FarOf(c), now);
      } else {
        DrawThreshold(lane, c, now);
      }
    }
  }
  forbidden = sets.forbidden;
  overridden = sets.overridden;
  taught_decisions = sets.taught_decisions;
  adding_.clear();
  adding_jumps_.clear();
  for (std::uint32_t c = 0; c < plan_.channels.size(); ++c) {
    if (forbidden[c] == 0 || is_integral_[c] != 0) continue;
    (plan_.channels[c].grid ? adding_ : adding_jumps_).push_back(c);
  }
}

void ParticleTile::VoidFiring(std::size_t lane, std::uint32_t c, double now) {
  const double far = FarOf(c);
  offset_[c * tile_.width_ + lane] += far;
  SetThreshold(lane, c, ResidualAt(lane, c, now) + far, now);
}

// What the channel's residual threshold fell by since the last time.
double ParticleTile::TakeFall(std::size_t lane, std::uint32_t c, double now) {
  double& offset = offset_[c * tile_.width_ + lane];
  const double rest = ResidualAt(lane, c, now);
  return std::exchange(offset, rest) - rest;
}

void ParticleTile::TakeSum(std::uint32_t c, double now, double sign, double* out) {
  const PlannedChannel& channel = plan_.channels[c];
  double* const offset = &offset_[c * tile_.width_];
  if (channel.grid) {
    const double* const residual = &tile_.residual_[channel.own * tile_.width_];
    const double* const hazard = &tile_.hazard_[channel.own * tile_.width_];
    const double elapsed = now - tile_.hazard_clock_;
    for (std::size_t lane = 0; lane < tile_.width_; ++lane) {
      const double rest = residual[lane] - hazard[lane] * elapsed;
      out[lane] += sign * (offset[lane] - rest);
      offset[lane] = rest;
    }
    return;
  }
  for (std::size_t lane = 0; lane < tile_.width_; ++lane) {
    out[lane] += sign * TakeFall(lane, c, now);
  }
}

// What the hazards of forbidden channels came to since the last time.
void ParticleTile::Harvest(double now) {
  for (const std::uint32_t c : adding_) TakeSum(c, now, -1.0, log_weight_.data());
  // A world's jump channels lie together: world by world.
  for (std::size_t lane = 0; lane < tile_.width_ && !adding_jumps_.empty(); ++lane) {
    double sum = 0.0;
    for (const std::uint32_t c : adding_jumps_) sum += TakeFall(lane, c, now);
    log_weight_[lane] -= sum;
  }
}

void ParticleTile::TakeLogWeights(double* out) {
  for (std::size_t lane = 0; lane < tile_.count_; ++lane) {
    out[lane] = tile_.lanes_[lane].alive ? log_weight_[lane] : -kNever;
  }
  std::fill(log_weight_.begin(), log_weight_.end(), 0.0);
}

void ParticleTile::TakeIntegral(std::size_t integral, double* out) {
  std::vector<double> sum(tile_.width_, 0.0);
  TakeSum(taught_.integral_plus[integral], day_, 1.0, sum.data());
  if (taught_.integral_minus[integral] != kNoIndex) {
    TakeSum(taught_.integral_minus[integral], day_, -1.0, sum.data());
  }
  for (std::size_t lane = 0; lane < tile_.count_; ++lane) {
    out[lane] = tile_.lanes_[lane].alive ? sum[lane] : std::numeric_limits<double>::quiet_NaN();
  }
}

void ParticleTile::ReadQuantities(std::size_t lanes, double* out, std::size_t stride) {
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const bool alive = tile_.lanes_[lane].alive;
    ++tile_.memo_now_;
    for (std::size_t q = 0; q < plan_.quantity_rows.size(); ++q) {
      const std::uint32_t v = plan_.quantity_continuous[q];
      double& value = out[q * stride + lane];
      if (!alive) {
        value = kNan;
      } else if (v == kNoIndex) {
        value = tile_.At(plan_.quantity_rows[q], lane);
      } else {
        value = tile_.Predict(v, lane, day_);
      }
    }
  }
}

double ParticleTile::Probe(std::size_t probe, std::size_t lane) {
  if (!tile_.lanes_[lane].alive) return std::numeric_limits<double>::quiet_NaN();
  ++tile_.memo_now_;
  return tile_.Evaluate(plan_.probes[probe], lane, day_);
}

void ParticleTile::Derive() {
  Tile& t = tile_;
  t.RunProgram(plan_.world_program);
  t.TakeDecays();
  if (t.step_ > 0.0) t.ShrinkSteps();
  std::fill(std::begin(t.shrink_memo_), std::end(t.shrink_memo_), Tile::ShrinkMemo{});
  t.ForgetFrames();
}

void ParticleTile::SetParameters(const ParameterValues& values, std::size_t particles) {
  Tile& t = tile_;
  for (std::size_t i = 0; i < values.parameters.size(); ++i) {
    double* const row = &t.rows_[plan_.parameter_rows[values.parameters[i].index()] * t.width_];
    for (std::size_t lane = 0; lane < t.count_; ++lane) {
      row[lane] = values.values[i * particles + first_slot_ + lane];
    }
  }
  Derive();
  for (std::size_t lane = 0; lane < t.count_; ++lane) {
    if (!t.lanes_[lane].alive) continue;
    ++t.memo_now_;
    for (const std::uint32_t c : plan_.jump_channels) t.RecomputeChannel(lane, c, day_);
  }
}

void ParticleTile::CopyLane(std::size_t to, const ParticleTile& from_tile, std::size_t from) {
  Tile& a = tile_;
  const Tile& b = from_tile.tile_;
  const std::size_t w = a.width_;
  const auto columns = [&](auto& into, const auto& out_of, std::size_t rows) {
    for (std::size_t r = 0; r < rows; ++r) into[r * w + to] = out_of[r * w + from];
  };
  const auto runs = [&](auto& into, const auto& out_of, std::size_t length) {
    for (std::size_t i = 0; i < length; ++i) into[to * length + i] = out_of[from * length + i];
  };
  columns(a.rows_, b.rows_, plan_.state_rows);
  columns(a.states_, b.states_, model_.issues.size());
  const std::uint32_t world = a.lanes_[to].world;
  a.lanes_[to] = b.lanes_[from];
  a.lanes_[to].world = world;
  const std::size_t grid = plan_.grid_channels.size();
  columns(a.hazard_, b.hazard_, grid);
  columns(a.residual_, b.residual_, grid);
  columns(a.spare_, b.spare_, grid);
  columns(a.firing_, b.firing_, grid);
  for (std::size_t c = 0; c < grid; ++c) {
    if (a.hazard_[c * w + to] > 0.0) a.channel_active_[c] = 1;
  }
  runs(a.jumps_, b.jumps_, plan_.jump_channels.size());
  runs(a.slot_time_, b.slot_time_, a.slot_stride_);
  runs(a.slot_channel_, b.slot_channel_, a.slot_stride_);
  columns(a.synced_, b.synced_, plan_.components.size());
  runs(a.trigger_due_, b.trigger_due_, a.trigger_stride_);
  runs(a.trigger_cursor_, b.trigger_cursor_, a.trigger_stride_);
  runs(a.trigger_entries_, b.trigger_entries_, a.trigger_stride_);
  columns(a.condition_true_, b.condition_true_, plan_.conditions.size());
  columns(a.condition_done_, b.condition_done_, plan_.conditions.size());
  columns(a.branch_counts_, b.branch_counts_, plan_.branch_counters);
  columns(a.occasion_counts_, b.occasion_counts_, plan_.decisions.size() + plan_.chances.size());
  columns(a.monitors_, b.monitors_, plan_.monitors.size());
  const std::size_t words = a.marked_channels_.size();
  runs(a.live_, b.live_, words);
  runs(a.in_due_, b.in_due_, words);
  a.own_clocks_[to] = b.own_clocks_[from];
  a.any_own_clock_ = a.any_own_clock_ || b.own_clocks_[from] != 0;
  runs(a.dirty_, b.dirty_, plan_.downstream.words);
  columns(offset_, from_tile.offset_, plan_.channels.size());
  columns(undated_, from_tile.undated_, plan_.decisions.size());
  log_weight_[to] = from_tile.log_weight_[from];
}

void ParticleTile::Reseed(std::uint64_t seed) {
  Tile& t = tile_;
  t.keys_ = LuckKeys(seed);
  const std::size_t w = t.width_, words = t.marked_channels_.size();
  const double now = day_, elapsed = now - t.hazard_clock_, rest = t.next_grid_ - now;
  for (Tile::Lane& lane : t.lanes_) {
    lane.due.clear();
    lane.slots_changed = true;
  }
  std::fill(t.in_due_.begin(), t.in_due_.end(), 0u);
  alignas(64) double even[kMaxTileWidth];
  alignas(64) double odd[kMaxTileWidth];
  for (const std::uint32_t c : plan_.grid_channels) {
    const PlannedChannel& channel = plan_.channels[c];
    const std::size_t base = channel.own * w;
    if (forbidden[c] == 0) {
      t.philox_.pair_unit_exponential(t.keys_.threshold, channel.hash, first_slot_, 0, even, odd,
                                      w);
      for (std::size_t lane = 0; lane < w; ++lane) {
        t.residual_[base + lane] = even[lane] + t.hazard_[base + lane] * elapsed;
        t.spare_[base + lane] = odd[lane];
        t.firing_[base + lane] = 0;
      }
    }
    for (std::size_t lane = 0; lane < t.count_; ++lane) {
      const double hazard = t.hazard_[base + lane];
      const double residual = t.residual_[base + lane] - hazard * elapsed;
      if (!(hazard > 0.0 && hazard * rest >= residual)) continue;
      t.lanes_[lane].due.push_back({now + std::max(residual, 0.0) / hazard, c});
      t.in_due_[lane * words + c / 64] |= std::uint64_t{1} << (c % 64);
    }
  }
  const std::size_t jumps = plan_.jump_channels.size();
  for (const std::uint32_t c : plan_.jump_channels) {
    if (forbidden[c] != 0) continue;
    const PlannedChannel& channel = plan_.channels[c];
    t.philox_.pair_unit_exponential(t.keys_.threshold, channel.hash, first_slot_, 0, even, odd, w);
    for (std::size_t lane = 0; lane < w; ++lane) {
      Tile::JumpChannel& own = t.jumps_[lane * jumps + channel.own];
      own.residual = even[lane];
      own.spare = odd[lane];
      own.since = now;
      own.k = 0;
      if (own.hazard > 0.0) {
        t.slot_time_[lane * t.slot_stride_ + channel.slot] = now + own.residual / own.hazard;
      }
    }
  }
}

}  // namespace entente::engine
