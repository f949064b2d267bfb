// The short way for plain transitions of jump channels. It does what Fire, Occur, Move and
// EndInstant do, for moves whose plan says that nothing else can be touched; the same arithmetic in
// the same order, so a world has the same bits either way.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/run/tile.h"

namespace entente::engine {

// The hazard of an enabled jump channel.
double Tile::HotHazard(const HotChannel& hot, std::uint32_t index, std::size_t lane,
                              double now) {
  if (hot.other) return HazardAt(index, lane, now);
  if (hot.digits == hot.digits_end) return hot.value;
  std::uint32_t entry = hot.table;
  for (std::uint32_t d = hot.digits; d < hot.digits_end; ++d) {
    const TableDigit& digit = plan_.digits[d];
    entry += digit.offset[static_cast<std::size_t>(states_[digit.issue * width_ + lane])];
  }
  const double hazard = plan_.table_values[entry];
  // Negative and non-finite entries take the general way, which counts or reports them.
  return hazard >= 0.0 && hazard < kNever ? hazard : HazardAt(index, lane, now);
}

void Tile::FireFast(std::size_t lane, std::uint32_t fired, const FastMove& move, double now) {
  Lane& l = lanes_[lane];
  l.slots_changed = true;
  const HotChannel* const hot = plan_.hot.data();
  JumpChannel* const jumps = jumps_.data() + lane * plan_.jump_channels.size();
  double* const times = &slot_time_[lane * slot_stride_];
  std::uint32_t* const owners = slot_channel_.data() + lane * slot_stride_;
  const std::uint32_t h = hot[fired].happening;
  const model::Happening& happening = model_.happenings[h];
  if (++l.events > settings_.limits.events_per_world) {
    Fail(lane, WorldFault::kTooManyEvents, happening.provenance.span,
         fmt::format("more than {} occurrences in one world, the last of `{}`",
                     settings_.limits.events_per_world, happening.provenance.name));
    return;
  }
  std::size_t period = period_;
  while (period + 1 < periods_ && now >= settings_.period_ends[period]) ++period;
  ++counts_[(h * periods_ + period) * width_ + lane];
  for (const std::uint32_t m : plan_.happenings[h].counted_by) {
    MonitorState& monitor = monitors_[m * width_ + lane];
    if (now >= monitor.open && now <= monitor.close) monitor.acc += 1.0;
  }

  {
    JumpChannel& own = jumps[hot[fired].own];
    ++own.k;
    own.since = now;
    if ((own.k & 1) == 1) {
      own.residual = own.spare;
    } else {
      const LuckPair pair = UnitExponentialPair(math_, keys_.threshold, hot[fired].hash, l.world,
                                                own.k >> 1);
      own.residual = pair.even;
      own.spare = pair.odd;
    }
  }
  const std::uint32_t* const lists = plan_.fast_lists.data();
  for (std::uint32_t i = move.leave_begin; i < move.leave_end; ++i) {
    const HotChannel& channel = hot[lists[i]];
    JumpChannel& own = jumps[channel.own];
    if (own.hazard > 0.0) own.residual -= own.hazard * (now - own.since);
    own.since = now;
    own.hazard = 0.0;
    times[channel.slot] = kNever;
  }
  states_[hot[fired].issue * width_ + lane] = static_cast<std::int64_t>(happening.to);
  const auto recompute = [&](std::uint32_t index) {
    const HotChannel& channel = hot[index];
    JumpChannel& own = jumps[channel.own];
    if (own.hazard > 0.0) own.residual -= own.hazard * (now - own.since);
    own.since = now;
    own.hazard = HotHazard(channel, index, lane, now);
    if (own.hazard > 0.0) {
      owners[channel.slot] = index;
      times[channel.slot] = now + std::max(own.residual, 0.0) / own.hazard;
    } else if (owners[channel.slot] == index) {
      times[channel.slot] = kNever;
    }
  };
  for (std::uint32_t i = move.enter_begin; i < move.enter_end; ++i) recompute(lists[i]);
  for (std::uint32_t i = move.reader_begin; i < move.reader_end; ++i) {
    const HotChannel& channel = hot[lists[i]];
    if (channel.issue != kNoIndex && states_[channel.issue * width_ + lane] !=
                                         static_cast<std::int64_t>(channel.from)) {
      continue;  // not enabled: its hazard is 0 before and after
    }
    recompute(lists[i]);
  }
  for (std::uint32_t i = move.monitor_begin; i < move.monitor_end; ++i) {
    const PlannedMonitor& monitor = plan_.monitors[lists[i]];
    const bool opener = monitor.opens_when && !monitor.opener_on_grid &&
                        Evaluate(monitor.opens_when, lane, now) != 0.0;
    UpdateMonitor(lists[i], lane, now, Evaluate(monitor.expression, lane, now), opener);
  }
}

}  // namespace entente::engine
