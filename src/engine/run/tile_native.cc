// Frames for native code: one lane at one instant, as generated code reads it.
#include <algorithm>

#include "engine/run/tile.h"

namespace entente::engine {

void Tile::InitFrames() {
  for (const HotContinuous& variable : plan_.hot_continuous) {
    any_decaying_ |= variable.decay_class != kNoIndex;
  }
  for (Frame& frame : frames_) {
    frame.since_grid = Aligned<double>(class_stride_);
    frame.since_other = Aligned<double>(class_stride_);
    frame.since_third = Aligned<double>(class_stride_);
    frame.stamps.resize(plan_.continuous.size());
    frame.values.resize(plan_.continuous.size());
    frame.shrink = frame.since_grid.data();
    frame.other_shrink = frame.since_other.data();
    frame.moving_stamp = frame.stamps.data();
    frame.moving_value = frame.values.data();
    frame.owner = this;
    frame.predict = [](NativeFrame* from, std::uint32_t variable) {
      Tile& tile = *static_cast<Tile*>(from->owner);
      Frame& own = *static_cast<Frame*>(from);
      const double value = tile.PredictIn(own, variable);
      own.stamps[variable] = own.stamp;
      own.values[variable] = value;
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

// e^{−kτ} since the grid point. Those of a whole step are at hand.
void Tile::KnowShrink(Frame& frame) {
  if (frame.shrink_known) return;
  frame.shrink_known = true;
  const double tau = frame.at - clock_;
  if (tau == step_) {
    frame.shrink = &lane_step_shrink_[frame.lane * class_stride_];
    return;
  }
  frame.shrink = frame.since_grid.data();
  math_.exp_scaled(&minus_decay_[frame.lane * class_stride_], tau, frame.since_grid.data(),
                   class_stride_);
}

// e^{−kτ} since `other`, an instant in this step at which variables were synchronised.
void Tile::FillOther(Frame& frame, double other) {
  frame.other = other;
  math_.exp_scaled(&minus_decay_[frame.lane * class_stride_], frame.at - other,
                   frame.since_other.data(), class_stride_);
}

// Both, side by side.
void Tile::KnowBoth(Frame& frame, double other) {
  if (frame.shrink_known || frame.other == other || frame.at - clock_ == step_) {
    KnowShrink(frame);
    KnowOther(frame, other);
    return;
  }
  frame.shrink_known = true;
  frame.shrink = frame.since_grid.data();
  frame.other = other;
  math_.exp_scaled_twice(&minus_decay_[frame.lane * class_stride_], frame.at - clock_,
                         frame.at - other, frame.since_grid.data(), frame.since_other.data(),
                         class_stride_);
}

// PredictFresh for many variables at one instant: most of them stand as of the grid point or as of
// the last jump, so two sets of e^{−kτ} serve all but a few, which share a third. The second is not
// exchanged: a motion's length may be read from it.
double Tile::PredictIn(Frame& frame, std::uint32_t v) {
  const HotContinuous& variable = plan_.hot_continuous[v];
  const std::size_t lane = frame.lane;
  const double synced = synced_[variable.component * width_ + lane];
  const double tau = frame.at - synced;
  double shrink = 1.0;
  if (variable.decay_class != kNoIndex && tau != 0.0) {
    if (synced == clock_) {
      KnowShrink(frame);
      shrink = frame.shrink[variable.decay_class];
    } else if (frame.other == synced || frame.other < 0.0) {
      KnowOther(frame, synced);
      shrink = frame.since_other[variable.decay_class];
    } else {
      if (frame.third != synced) {
        frame.third = synced;
        math_.exp_scaled(&minus_decay_[lane * class_stride_], tau, frame.since_third.data(),
                         class_stride_);
      }
      shrink = frame.since_third[variable.decay_class];
    }
  }
  return PredictAfter(variable, lane, tau, shrink);
}

// A frame that was not used last, set to the instant if it is not at it already.
Tile::Frame& Tile::OtherFrameAt(std::size_t lane, double at) {
  std::size_t way = kInstantFrame;
  if (at == next_grid_) {
    way = kGridFrame;
  } else if (at != day_) {
    // Of two that are used in turn neither pushes the other out.
    const Frame& last = frames_[frame_other_];
    if (last.at != at || last.lane != lane) frame_other_ = kGridFrame + kFrames - frame_other_;
    way = frame_other_;
  }
  frame_last_ = way;
  Frame& frame = frames_[way];
  if (frame.at == at && frame.lane == lane) return frame;
  ++frame_serial_;
  frame.at = at;
  frame.lane = lane;
  frame.rows = &rows_[lane];
  frame.states = &states_[lane];
  frame.clock = clock_;
  frame.synced = &synced_[lane];
  frame.shrink_known = false;
  frame.other = -1.0;
  frame.third = -1.0;
  frame.version = 0;
  return frame;
}

// Of a motion's end and middle: with the e^{−kτ} that it may read, since the grid point and since the
// motion's start if that is another instant. What is synchronised together is advanced together: the
// frames are often those of the last motion.
Tile::Frame& Tile::FrameOfMotion(std::size_t lane, double from, double to) {
  if (motion_.serial != frame_serial_ || motion_.lane != lane || motion_.from != from ||
      motion_.to != to) {
    Frame& end = FrameAt(lane, to, false);
    Frame& middle = FrameAt(lane, from + 0.5 * (to - from), false);
    motion_ = {frame_serial_, lane, from, to, &middle, &end};
    middle.length = to - from;
    middle.end = &end;
    if (any_moving_decay_) KnowMotion(middle, end, from);
    return middle;
  }
  Frame& middle = *motion_.middle;
  Frame& end = *motion_.end;
  if (end.version != memo_now_) {
    end.version = middle.version = memo_now_;
    end.stamp = ++frame_stamp_;
    middle.stamp = ++frame_stamp_;
  }
  if (from != clock_) KnowOther(end, from);
  return middle;
}

void Tile::KnowMotion(Frame& middle, Frame& end, double from) {
  if (from != clock_) {
    KnowBoth(end, from);
    KnowBoth(middle, from);
    middle.length_shrink = end.since_other.data();
    return;
  }
  if (end.shrink_known || middle.shrink_known || end.at - clock_ == step_) {
    KnowShrink(end);
    KnowShrink(middle);
  } else {
    end.shrink_known = middle.shrink_known = true;
    end.shrink = end.since_grid.data();
    middle.shrink = middle.since_grid.data();
    math_.exp_scaled_twice(&minus_decay_[end.lane * class_stride_], end.at - clock_,
                           middle.at - clock_, end.since_grid.data(), middle.since_grid.data(),
                           class_stride_);
  }
  middle.length_shrink = end.shrink;
}

}  // namespace entente::engine
