// Channels in one world between grid points: thresholds, recomputation at jumps, firing, and the
// loop over what happens next (the modified next-reaction method: Anderson 2007).
#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/run/tile.h"

namespace entente::engine {
namespace {

// 0 or above and finite, by its bits: those of NaN, of infinity and of numbers below 0 are larger.
bool IsFiniteAmount(double x) {
  return std::bit_cast<std::uint64_t>(x) < std::bit_cast<std::uint64_t>(kNever);
}

}  // namespace

// The firing time of a grid channel if it lies before the next grid point; else forgotten.
void Tile::SetDue(std::size_t lane, std::uint32_t channel, double time) {
  std::vector<Due>& due = lanes_[lane].due;
  std::uint64_t& word = in_due_[lane * marked_channels_.size() + channel / 64];
  const std::uint64_t bit = std::uint64_t{1} << (channel % 64);
  if ((word & bit) == 0) {
    if (!(time < next_grid_)) return;
    word |= bit;
    due.push_back({time, channel});
    return;
  }
  const auto found = std::find_if(due.begin(), due.end(),
                                  [&](const Due& d) { return d.channel == channel; });
  if (time < next_grid_) {
    found->time = time;
  } else {
    word &= ~bit;
    *found = due.back();
    due.pop_back();
  }
}

// Everything that the instant marked, with what is the same for all channels in hand once. A grid
// channel that was closed and is closed has nothing to recompute: its threshold does not fall.
// Three passes: which channels are open; their hazards; what follows from these.
void Tile::RecomputeMarked() {
  const double now = day_, rest = next_grid_ - now, elapsed = now - hazard_clock_;
  const std::size_t lane = lane_, words = marked_channels_.size();
  const GridChannel* const hot_channels = grid_hot_.data();
  double* const hazards = hazard_.data() + lane;
  double* const residuals = residual_.data() + lane;
  const std::int64_t* const states = states_.data() + lane;
  std::uint64_t* const all_live = live_.data() + lane * words;
  const std::uint64_t* const in_due = in_due_.data() + lane * words;
  const std::uint64_t* const all_marked = marked_channels_.data();
  const std::uint64_t* const jump_set = plan_.jump_channel_set.data();
  const JumpChannel* const jumps = jumps_.data() + lane * plan_.jump_channels.size();
  const GridChannel** const open = open_channels_.data();
  std::size_t count = 0;
  std::uint64_t any_in_due = 0;
  for (std::size_t w = 0; w < words; ++w) {
    const std::uint64_t marked = all_marked[w] & all_live[w];
    if (marked == 0) continue;
    const auto first = static_cast<std::uint32_t>(w * 64);
    const std::uint64_t jump_bits = marked & jump_set[w];
    // The channels' numbers lie far apart: fetch them side by side.
    for (std::uint64_t bits = jump_bits; bits != 0; bits &= bits - 1) {
      const std::uint32_t c = first + static_cast<std::uint32_t>(std::countr_zero(bits));
      __builtin_prefetch(jumps + plan_.hot[c].own, 1);
    }
    for (std::uint64_t bits = jump_bits; bits != 0; bits &= bits - 1) {
      RecomputeChannel(lane, first + static_cast<std::uint32_t>(std::countr_zero(bits)), now);
    }
    if (at_grid_) continue;
    const std::uint64_t due_here = marked & in_due[w];
    any_in_due |= due_here;
    const GridChannel* const channels = hot_channels + first;
    for (std::uint64_t bits = marked & ~jump_bits; bits != 0; bits &= bits - 1) {
      const auto bit = static_cast<std::uint32_t>(std::countr_zero(bits));
      const GridChannel& hot = channels[bit];
      __builtin_prefetch(hazards + hot.at, 1);
      __builtin_prefetch(residuals + hot.at, 1);
      if (hot.state_at == kNoIndex || states[hot.state_at] == hot.from) {
        open[count++] = &hot;
        continue;
      }
      all_live[w] &= ~(bits & -bits);
      const double old = hazards[hot.at];
      if (old == 0.0) continue;
      hazards[hot.at] = 0.0;
      residuals[hot.at] -= old * elapsed;
      if ((due_here & (bits & -bits)) != 0) SetDue(lane, first + bit, kNever);
    }
  }
  if (count == 0) return;
  double* const fresh = open_hazards_.data();
  if (settings_.native != nullptr && own_clocks_[lane] == 0) {
    Frame& frame = FrameAt(lane, 0.5 * (now + next_grid_), false);
    if (any_decaying_) {
      if (any_touched_) {
        KnowBoth(frame, now);
      } else {
        KnowShrink(frame);
      }
    }
    for (std::size_t i = 0; i < count; ++i) fresh[i] = Call(open[i]->native, &frame);
  } else {
    std::fill_n(fresh, count, -1.0);
  }
  // Its bytes may alias anything: looked up once.
  char* const active = channel_active_.data();
  for (std::size_t i = 0; i < count; ++i) {
    const GridChannel& hot = *open[i];
    double hazard = fresh[i];
    // The interpreter, where there is no native code or something is wrong: it tells what.
    if (!IsFiniteAmount(hazard)) {
      hazard = HazardAt(static_cast<std::uint32_t>(&hot - hot_channels), lane, now);
    }
    active[hot.own] = 1;
    const double residual = residuals[hot.at] - hazards[hot.at] * elapsed;
    hazards[hot.at] = hazard;
    residuals[hot.at] = residual + hazard * elapsed;
    if (!(hazard * rest >= residual) && any_in_due == 0) continue;
    const auto c = static_cast<std::uint32_t>(&hot - hot_channels);
    const bool due = hazard > 0.0 && hazard * rest >= residual;
    if (due || ((in_due[c / 64] >> (c % 64)) & 1) != 0) {
      SetDue(lane, c, due ? now + std::max(residual, 0.0) / hazard : kNever);
    }
  }
}

// A jump channel.
void Tile::RecomputeChannel(std::size_t lane, std::uint32_t c, double now) {
  const HotChannel& channel = plan_.hot[c];
  JumpChannel& own = jumps_[lane * plan_.jump_channels.size() + channel.own];
  if (own.hazard > 0.0) own.residual -= own.hazard * (now - own.since);
  own.since = now;
  const bool open = channel.issue == kNoIndex ||
                    StateOf(channel.issue, lane) == static_cast<std::int64_t>(channel.from);
  own.hazard = open ? HotHazard(channel, c, lane, now) : 0.0;
  const std::size_t slot = lane * slot_stride_ + channel.slot;
  lanes_[lane].slots_changed = true;
  if (own.hazard > 0.0) {
    slot_channel_[slot] = c;
    slot_time_[slot] = now + std::max(own.residual, 0.0) / own.hazard;
  } else if (slot_channel_[slot] == c) {
    slot_time_[slot] = kNever;
  }
}

// The k-th threshold is used up; the next one is drawn. Two come from one Philox call.
void Tile::RenewThreshold(std::size_t lane, std::uint32_t c, double now) {
  const HotChannel& channel = plan_.hot[c];
  const std::uint32_t world = lanes_[lane].world;
  const auto renew = [&](double& residual, double& spare, std::uint32_t& k) {
    ++k;
    if ((k & 1) == 1) {
      residual = spare;
      return;
    }
    const LuckPair pair =
        UnitExponentialPair(math_, keys_.threshold, channel.hash, world, k >> 1);
    residual = pair.even;
    spare = pair.odd;
  };
  if (channel.grid) {
    const std::size_t at = channel.own * width_ + lane;
    renew(residual_[at], spare_[at], firing_[at]);
    SetDue(lane, c, hazard_[at] > 0.0 ? now + residual_[at] / hazard_[at] : kNever);
    residual_[at] += hazard_[at] * (now - hazard_clock_);
  } else {
    JumpChannel& own = jumps_[lane * plan_.jump_channels.size() + channel.own];
    renew(own.residual, own.spare, own.k);
    own.since = now;
    lanes_[lane].slots_changed = true;
    slot_time_[lane * slot_stride_ + channel.slot] =
        own.hazard > 0.0 ? now + own.residual / own.hazard : kNever;
  }
}

void Tile::Fire(std::size_t lane, std::uint32_t c, double now) {
  // What lies far apart and will be needed soon.
  const HotChannel& hot = plan_.hot[c];
  if (hot.happening != kNoIndex) {
    __builtin_prefetch(&counts_[(hot.happening * periods_ + period_) * width_ + lane], 1);
    const char* const planned = reinterpret_cast<const char*>(&plan_.happenings[hot.happening]);
    for (std::size_t i = 0; i < sizeof(PlannedHappening); i += 64) __builtin_prefetch(planned + i);
    __builtin_prefetch(&plan_.move_touches[hot.happening]);
  }
  if (hot.grid) {
    const std::size_t at = hot.own * width_ + lane;
    __builtin_prefetch(&residual_[at], 1);
    __builtin_prefetch(&firing_[at], 1);
    __builtin_prefetch(&spare_[at], 1);
    __builtin_prefetch(&hazard_[at]);
  } else {
    __builtin_prefetch(jumps_.data() + lane * plan_.jump_channels.size() + hot.own, 1);
  }
  BeginInstant(lane, now);
  Resolved resolved;
  resolved.origin.kind = Origin::Kind::kChannel;
  resolved.origin.index = c;
  if (observer_ != nullptr) resolved.origin.hazard = ChannelHazard(lane, c);
  resolved.happening = plan_.hot[c].happening;
  bool occurs = true;
  if (resolved.happening != kNoIndex) {
    RenewThreshold(lane, c, now);
  } else {
    const model::Outlet& outlet = plan_.channels[c].outlet;
    const std::size_t which = outlet.decision.valid()
                                  ? outlet.decision.index()
                                  : plan_.decisions.size() + outlet.chance.index();
    const std::uint64_t occasion = occasion_counts_[which * width_ + lane]++;
    RenewThreshold(lane, c, now);
    occurs = ResolveOutlet(outlet, occasion, &resolved);
  }
  if (occurs) {
    Occur(resolved.happening, resolved.origin);
    DrainQueue();
  }
  EndInstant();
}

// What running a lane reads first.
void Tile::Prefetch(std::size_t lane) const {
  const Lane& l = lanes_[lane];
  if (l.due.empty()) return;
  const std::uint32_t c = l.due[0].channel;
  const std::size_t at = plan_.hot[c].own * width_ + lane;
  __builtin_prefetch(&residual_[at], 1);
  __builtin_prefetch(&firing_[at], 1);
  __builtin_prefetch(&spare_[at], 1);
  __builtin_prefetch(live_.data() + lane * marked_channels_.size());
  __builtin_prefetch(in_due_.data() + lane * marked_channels_.size());
  __builtin_prefetch(&minus_decay_[lane * class_stride_]);
}

void Tile::RunLane(std::size_t lane) {
  Lane& l = lanes_[lane];
  const double* const slots = &slot_time_[lane * slot_stride_];
  const bool has_slots = slot_stride_ > 0;
  while (l.alive) {
    double time = l.trigger_min;
    std::uint32_t channel = kNoIndex;
    for (const Due& due : l.due) {
      if (due.time < time || (due.time == time && channel != kNoIndex &&
                              plan_.channels[due.channel].hash < plan_.channels[channel].hash)) {
        time = due.time;
        channel = due.channel;
      }
    }
    if (has_slots) {
      if (l.slots_changed) {
        l.slot_first = vm_.argmin(slots, slot_stride_);
        l.slot_min = slots[l.slot_first];
        l.slots_changed = false;
      }
      if (l.slot_min < time) {
        time = l.slot_min;
        channel = slot_channel_[lane * slot_stride_ + l.slot_first];
      }
    }
    if (!(time < run_to_)) return;
    if (channel == kNoIndex) {
      ProcessTriggers(lane, time);
      continue;
    }
    if (teaching_ != nullptr && teaching_->forbidden[channel] != 0) {
      teaching_->VoidFiring(lane, channel, time);
      continue;
    }
    const HotChannel& fired = plan_.hot[channel];
    if (fired.fast && observer_ == nullptr && skips_of_.empty()) {
      FireFast(lane, channel, plan_.fast_moves[fired.happening], time);
    } else {
      Fire(lane, channel, time);
    }
  }
}

}  // namespace entente::engine
