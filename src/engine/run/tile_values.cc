// Values in one lane at one instant: evaluation of lane code, prediction of continuous variables,
// and their advance between two instants (the scheme is in plan/tile_translator.cc).
#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/run/tile.h"

namespace entente::engine {

struct Tile::Context {
  const Tile& tile;
  std::size_t lane;
  double at;
  const Override* replace = nullptr;

  double Row(std::uint32_t row) const { return tile.At(row, lane); }
  double Continuous(std::uint32_t variable) const {
    if (replace != nullptr && replace->continuous == variable) return replace->value;
    return tile.Predict(variable, lane, at);
  }
  std::uint64_t State(std::uint32_t issue) const {
    if (replace != nullptr && replace->issue == issue) {
      return static_cast<std::uint64_t>(replace->state);
    }
    return static_cast<std::uint64_t>(tile.states_[issue * tile.width_ + lane]);
  }
  double StateTable(std::uint64_t position) const { return tile.plan_.state_tables[position]; }
  double Time() const { return at; }
  double TimeInState(std::uint32_t issue) const {
    return at - tile.At(tile.plan_.entered_rows[issue], lane);
  }
  double TimeSince(std::uint32_t clock) const {
    return at - tile.At(tile.plan_.clock_rows[clock], lane);
  }
  double TimeUntil(std::uint32_t calendar) const {
    const std::vector<double>& days = tile.model_.calendars[calendar];
    const auto next = std::lower_bound(days.begin(), days.end(), at);
    return next == days.end() ? kNever : *next - at;
  }
};

double Tile::EvaluateCode(const LaneCode& code, std::size_t lane, double at) {
  if (code.kind == LaneCode::Kind::kTable) {
    std::uint32_t index = code.table;
    for (std::uint32_t d = code.begin; d < code.end; ++d) {
      const TableDigit& digit = plan_.digits[d];
      index += digit.offset[static_cast<std::size_t>(states_[digit.issue * width_ + lane])];
    }
    return plan_.table_values[index];
  }
  if (settings_.native != nullptr && own_clocks_[lane] == 0) {
    if (const NativeFunction native = settings_.native->function(code.table)) {
      return Call(native,
                  &FrameAt(lane, at, plan_.lane_programs[code.table].reads_decaying));
    }
  }
  Context context{*this, lane, at};
  return RunLaneCode(plan_.lane_code.data() + code.begin, code.end - code.begin, math_, context);
}

double Tile::Evaluate(const LaneCode& code, std::size_t lane, double at,
                      const Override& replace) {
  if (code.kind == LaneCode::Kind::kTable) {
    std::uint32_t index = code.table;
    for (std::uint32_t d = code.begin; d < code.end; ++d) {
      const TableDigit& digit = plan_.digits[d];
      const std::int64_t state = digit.issue == replace.issue
                                     ? replace.state
                                     : states_[digit.issue * width_ + lane];
      index += digit.offset[static_cast<std::size_t>(state)];
    }
    return plan_.table_values[index];
  }
  if (code.kind != LaneCode::Kind::kProgram) return Evaluate(code, lane, at);
  Context context{*this, lane, at, &replace};
  return RunLaneCode(plan_.lane_code.data() + code.begin, code.end - code.begin, math_, context);
}

const double* Tile::FillShrink(std::size_t lane, double tau) const {
  const std::size_t way = shrink_next_;
  shrink_next_ = (way + 1) % kShrinkWays;
  shrink_memo_[way] = {tau, lane};
  double* const values = &shrink_values_[way * class_stride_];
  const double* const decays = &minus_decay_[lane * class_stride_];
  math_.exp_scaled(decays, tau, values, class_stride_);
  return values;
}

// To the grid point `day`: what was synchronised in the lane in this step.
void Tile::AdvanceDirty(std::size_t lane, double day) {
  const std::size_t words = plan_.downstream.words;
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t& dirty = dirty_[lane * words + w];
    if (dirty == 0) continue;
    if (lane != lane_) {
      lane_ = lane;
      ++memo_now_;
    }
    AdvanceComponents(static_cast<std::uint32_t>(w * 64), dirty, lane, day, /*into_next=*/true);
    dirty = 0;
  }
}

double Tile::PredictFresh(std::uint32_t v, std::size_t lane, double at) const {
  const HotContinuous& variable = plan_.hot_continuous[v];
  const double tau = at - synced_[variable.component * width_ + lane];
  const bool classed = variable.decay_class != kNoIndex && tau != 0.0;
  return PredictAfter(variable, lane, tau,
                      classed ? Shrink(variable.decay_class, lane, tau) : 1.0);
}

double Tile::PredictAfter(const HotContinuous& variable, std::size_t lane, double tau,
                          double class_shrink) const {
  const double x = At(variable.value, lane);
  if (tau == 0.0) return x;
  double value = x;
  double phi = tau;
  if (variable.decay != kNoRow) {
    const double decay = At(variable.decay, lane);
    const double shrink = variable.decay_class != kNoIndex
                              ? class_shrink
                              : math_.exp1(-(decay * tau));
    if (variable.drift != kNoRow && decay != 0.0) phi = (1.0 - shrink) / decay;
    if (variable.target != kNoRow) {
      const double target = At(variable.target, lane);
      value = target + (x - target) * shrink;
    } else {
      value = x * shrink;
    }
  }
  if (variable.drift != kNoRow) value += At(variable.drift, lane) * phi;
  if (value < variable.lower) return variable.lower;
  return value > variable.upper ? variable.upper : value;
}

double Tile::PredictMoving(std::uint32_t v, std::size_t lane, double at) const {
  if (memo_stamp_[v] == memo_now_ && memo_at_[v] == at) return memo_value_[v];
  const double value = PredictFresh(v, lane, at);
  memo_stamp_[v] = memo_now_;
  memo_at_[v] = at;
  memo_value_[v] = value;
  return value;
}

// Moves each component `first` + a bit of `set` from its last synchronisation to `to`, its members
// jointly; the highest number first, so that each reads what it depends on as it moved until then.
void Tile::AdvanceComponents(std::uint32_t first, std::uint64_t set, std::size_t lane, double to,
                             bool into_next) {
  double* const rows = rows_.data() + lane;
  double* const all_synced = synced_.data() + lane;
  const bool natively = own_clocks_[lane] == 0;
  while (set != 0) {
    const auto bit = static_cast<std::uint32_t>(63 - std::countl_zero(set));
    set ^= std::uint64_t{1} << bit;
    const Motion& motion = motions_[first + bit];
    double& synced = all_synced[(first + bit) * width_];
    if (synced == to && !into_next) continue;
    if (!motion.alone || !natively || !(to > synced)) {
      AdvanceInGeneral(first + bit, lane, to, into_next);
      continue;
    }
    const double value = Call(motion.advance, &FrameOfMotion(lane, synced, to));
    if (into_next) {
      rows[motion.next] = value;
      continue;
    }
    rows[motion.value] = value;
    synced = to;
    ++memo_now_;
  }
}

void Tile::AdvanceInGeneral(std::uint32_t component, std::size_t lane, double to,
                            bool into_next) {
  const double from = synced_[component * width_ + lane];
  const double length = to - from;
  const std::vector<std::uint32_t>& members = plan_.components[component].members;
  if (plan_.components[component].plain_decay) {
    const ContinuousVar& variable = plan_.continuous[members[0]];
    const double value = At(variable.value, lane) *
                         (length > 0.0 ? Shrink(variable.decay_class, lane, length) : 1.0);
    At(into_next ? variable.next : variable.value, lane) = value;
    if (!into_next) {
      synced_[component * width_ + lane] = to;
      ++memo_now_;
    }
    return;
  }
  const Motion& motion = motions_[component];
  const bool natively = motion.advance != nullptr && own_clocks_[lane] == 0 && length > 0.0;
  double small[16];
  std::vector<double> large;
  double* fresh = small;
  if (members.size() > 16) {
    large.resize(members.size());
    fresh = large.data();
  }
  if (natively) {
    Frame& middle = FrameOfMotion(lane, from, to);
    middle.fresh = fresh;
    Call(motion.advance, &middle);
  }
  const double middle = from + 0.5 * length;
  for (std::size_t i = 0; i < members.size() && !natively; ++i) {
    const ContinuousVar& variable = plan_.continuous[members[i]];
    const double x = At(variable.value, lane);
    double value = x;
    if (length > 0.0) {
      double phi = length;
      if (variable.decay_code) {
        const bool fixed = variable.decay_class != kNoIndex;
        const double decay = fixed ? At(variable.decay, lane)
                                   : Evaluate(variable.decay_code, lane, middle);
        const double shrink =
            fixed ? Shrink(variable.decay_class, lane, length) : math_.exp1(-(decay * length));
        if (decay != 0.0) phi = (1.0 - shrink) / decay;
        if (variable.target_code) {
          const double target = Evaluate(variable.target_code, lane, middle);
          value = target + (x - target) * shrink;
        } else {
          value = x * shrink;
        }
      }
      if (variable.drift_code) {
        const double drift =
            0.5 * (At(variable.drift, lane) + Evaluate(variable.drift_code, lane, to));
        value += drift * phi;
      }
      if (value < variable.lower) value = variable.lower;
      if (value > variable.upper) value = variable.upper;
    }
    fresh[i] = value;
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    const ContinuousVar& variable = plan_.continuous[members[i]];
    At(into_next ? variable.next : variable.value, lane) = fresh[i];
  }
  if (!into_next) {
    synced_[component * width_ + lane] = to;
    ++memo_now_;
  }
}

// Target, decay and drift at the start of a new segment, where there is something to refresh.
void Tile::RefreshComponent(std::uint32_t component, std::size_t lane, double at) {
  const Motion& motion = motions_[component];
  if (motion.refresh != nullptr && own_clocks_[lane] == 0) {
    Call(motion.refresh, &FrameAt(lane, at, motion.start_reads_decaying));
    ++memo_now_;
    return;
  }
  for (const std::uint32_t v : plan_.components[component].members) {
    const ContinuousVar& variable = plan_.continuous[v];
    // Rows that are constant in the world are not ours to write, and need no refreshing.
    if (variable.target_code.kind == LaneCode::Kind::kProgram ||
        variable.target_code.kind == LaneCode::Kind::kTable) {
      At(variable.target, lane) = Evaluate(variable.target_code, lane, at);
    }
    if (variable.decay_code.kind == LaneCode::Kind::kProgram ||
        variable.decay_code.kind == LaneCode::Kind::kTable) {
      At(variable.decay, lane) = Evaluate(variable.decay_code, lane, at);
    }
    if (variable.drift_code.kind == LaneCode::Kind::kProgram ||
        variable.drift_code.kind == LaneCode::Kind::kTable) {
      At(variable.drift, lane) = Evaluate(variable.drift_code, lane, at);
    }
  }
  ++memo_now_;
}

double Tile::HazardAt(std::uint32_t c, std::size_t lane, double now) {
  const PlannedChannel& channel = plan_.channels[c];
  if (channel.issue != kNoIndex &&
      states_[channel.issue * width_ + lane] != static_cast<std::int64_t>(channel.from)) {
    return 0.0;
  }
  const double middle = channel.grid ? 0.5 * (now + next_grid_) : now;
  double total = 0.0;
  if (channel.single) {
    total = Evaluate(channel.single, lane, middle);
  } else {
    for (const PlannedTerm& term : channel.terms) {
      if (Guard(term.guard, lane, now)) total += Evaluate(term.rate, lane, middle);
    }
  }
  if (!(std::fabs(total) < kNever)) {
    Fail(lane, WorldFault::kNonFinite, channel.span,
         "non-finite rate of `" + model_.channels[c].provenance.name + "`");
    return 0.0;
  }
  if (total < 0.0) {
    negative_[c * width_ + lane] = 1;
    return 0.0;
  }
  return total;
}

double Tile::HazardIf(std::uint32_t c, std::size_t lane, double at, const Override& replace) {
  const PlannedChannel& channel = plan_.channels[c];
  if (channel.issue != kNoIndex) {
    const std::int64_t state = replace.issue == channel.issue
                                   ? replace.state
                                   : states_[channel.issue * width_ + lane];
    if (state != static_cast<std::int64_t>(channel.from)) return 0.0;
  }
  double total = 0.0;
  for (const PlannedTerm& term : channel.terms) {
    if (term.guard && Evaluate(term.guard, lane, at, replace) == 0.0) continue;
    total += Evaluate(term.rate, lane, at, replace);
  }
  return total > 0.0 ? total : 0.0;
}

}  // namespace entente::engine
