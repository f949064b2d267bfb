// Frames for native code: one lane at one instant, as generated code reads it.
#include <algorithm>

#include "engine/run/tile.h"

namespace entente::engine {

void Tile::InitFrames() {
  for (const HotContinuous& variable : plan_.hot_continuous) {
    any_decaying_ |= variable.decay_class != kNoIndex;
  }
  for (FrameState& state : frames_) {
    state.shrink = Aligned<double>(class_stride_);
    state.other_shrink = Aligned<double>(class_stride_);
    state.third_shrink = Aligned<double>(class_stride_);
    state.stamp.resize(plan_.continuous.size());
    state.value.resize(plan_.continuous.size());
    NativeFrame& frame = state.frame;
    frame.shrink = state.shrink.data();
    frame.other_shrink = state.other_shrink.data();
    frame.moving_stamp = state.stamp.data();
    frame.moving_value = state.value.data();
    frame.owner = this;
    frame.predict = [](NativeFrame* from, std::uint32_t variable) {
      Tile& tile = *static_cast<Tile*>(from->owner);
      FrameState& owner = tile.StateOfFrame(*from);
      const double value = tile.PredictIn(owner, variable);
      owner.stamp[variable] = from->stamp;
      owner.value[variable] = value;
      return value;
    };
    frame.until = [](NativeFrame* from, std::uint32_t calendar) {
      const Tile& tile = *static_cast<const Tile*>(from->owner);
      const std::vector<double>& days = tile.model_.calendars[calendar];
      const auto next = std::lower_bound(days.begin(), days.end(), from->at);
      return next == days.end() ? kNever : *next - from->at;
    };
  }
}

void Tile::KnowShrink(FrameState& state) {
  if (state.shrink_known) return;
  state.shrink_known = true;
  math_.exp_scaled(&minus_decay_[state.frame.lane * class_stride_], state.frame.at - clock_,
                   state.shrink.data(), class_stride_);
}

// e^{−kτ} since `other`, an instant in this step at which variables were synchronised.
void Tile::KnowOther(FrameState& state, double other) {
  if (state.frame.other == other) return;
  state.frame.other = other;
  math_.exp_scaled(&minus_decay_[state.frame.lane * class_stride_], state.frame.at - other,
                   state.other_shrink.data(), class_stride_);
}

// Both, side by side.
void Tile::KnowBoth(FrameState& state, double other) {
  if (state.shrink_known || state.frame.other == other) {
    KnowShrink(state);
    KnowOther(state, other);
    return;
  }
  state.shrink_known = true;
  state.frame.other = other;
  math_.exp_scaled_twice(&minus_decay_[state.frame.lane * class_stride_], state.frame.at - clock_,
                         state.frame.at - other, state.shrink.data(), state.other_shrink.data(),
                         class_stride_);
}

// PredictFresh for many variables at one instant: most of them stand as of the grid point or as of
// the last jump, so two sets of e^{−kτ} serve all but a few, which share a third. The second is not
// exchanged: a motion's length may be read from it.
double Tile::PredictIn(FrameState& state, std::uint32_t v) {
  const HotContinuous& variable = plan_.hot_continuous[v];
  const std::size_t lane = state.frame.lane;
  const double synced = synced_[variable.component * width_ + lane];
  const double tau = state.frame.at - synced;
  double shrink = 1.0;
  if (variable.decay_class != kNoIndex && tau != 0.0) {
    if (synced == clock_) {
      KnowShrink(state);
      shrink = state.shrink[variable.decay_class];
    } else if (state.frame.other == synced || state.frame.other < 0.0) {
      KnowOther(state, synced);
      shrink = state.other_shrink[variable.decay_class];
    } else {
      if (state.third != synced) {
        state.third = synced;
        math_.exp_scaled(&minus_decay_[lane * class_stride_], tau, state.third_shrink.data(),
                         class_stride_);
      }
      shrink = state.third_shrink[variable.decay_class];
    }
  }
  return PredictAfter(variable, lane, tau, shrink);
}

// The frame that was not used last, set to the instant if it is not at it already.
NativeFrame& Tile::OtherFrameAt(std::size_t lane, double at, bool decaying) {
  const std::size_t way = frame_next_ ^ 1;
  FrameState& state = frames_[way];
  NativeFrame& frame = state.frame;
  if (frame.at != at || frame.lane != lane) {
    ++frame_serial_;
    frame.at = at;
    frame.lane = lane;
    frame.rows = &rows_[lane];
    frame.states = &states_[lane];
    frame.clock = clock_;
    frame.synced = &synced_[lane];
    state.shrink_known = false;
    frame.other = -1.0;
    state.third = -1.0;
    state.version = 0;
  }
  frame_next_ = way;
  if (state.version != memo_now_) {
    state.version = memo_now_;
    frame.stamp = ++frame_stamp_;
  }
  if (decaying) KnowShrink(state);
  return frame;
}

Tile::FrameState& Tile::StateOfFrame(const NativeFrame& frame) {
  return frames_[&frame == &frames_[0].frame ? 0 : 1];
}

// The frames of a motion's end and middle, with the e^{−kτ} that it may read: since the grid point,
// and since the motion's start if that is another instant.
void Tile::FramesOfMotion(std::size_t lane, double from, double to) {
  FrameAt(lane, to, false);
  motion_.end = frame_next_;
  FrameAt(lane, from + 0.5 * (to - from), false);
  motion_.middle = frame_next_;
  motion_.serial = frame_serial_;
  motion_.lane = lane;
  motion_.from = from;
  motion_.to = to;
  FrameState& end = frames_[motion_.end];
  FrameState& middle = frames_[motion_.middle];
  middle.frame.length = to - from;
  middle.frame.end = &end.frame;
  if (!any_moving_decay_) return;
  if (from != clock_) {
    KnowBoth(end, from);
    KnowBoth(middle, from);
    middle.frame.length_shrink = end.frame.other_shrink;
    return;
  }
  middle.frame.length_shrink = end.frame.shrink;
  if (end.shrink_known || middle.shrink_known) {
    KnowShrink(end);
    KnowShrink(middle);
    return;
  }
  end.shrink_known = middle.shrink_known = true;
  math_.exp_scaled_twice(&minus_decay_[lane * class_stride_], end.frame.at - clock_,
                         middle.frame.at - clock_, end.shrink.data(), middle.shrink.data(),
                         class_stride_);
}

// AdvanceInGeneral by generated code: the first member's value; several are left in `fresh`.
double Tile::AdvanceByCode(const Motion& motion, std::size_t lane, double from, double to,
                           double* fresh) {
  // What is synchronised together is advanced together: the frames are often those of the last one.
  const bool same = motion_.serial == frame_serial_ && motion_.lane == lane &&
                    motion_.from == from && motion_.to == to;
  if (!same) FramesOfMotion(lane, from, to);
  FrameState& end = frames_[motion_.end];
  FrameState& middle = frames_[motion_.middle];
  if (end.version != memo_now_) {
    end.version = middle.version = memo_now_;
    end.frame.stamp = ++frame_stamp_;
    middle.frame.stamp = ++frame_stamp_;
  }
  if (from != clock_ && end.frame.other != from) KnowOther(end, from);
  middle.frame.fresh = fresh;
  return Call(motion.advance, &middle.frame);
}

}  // namespace entente::engine
