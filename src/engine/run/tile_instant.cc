// One instant in one world. An effect list runs to completion in written order; the transitions it
// makes queue their own effects and `upon` reactions first-in-first-out; then conditions settle in
// rounds; then whatever was touched is recomputed, once.
#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

#include "base/check.h"
#include "engine/run/tile.h"

namespace entente::engine {
namespace {

// More occurrences than this at one instant is a runaway chain of reactions.
constexpr std::size_t kMaxQueue = 100'000;

}  // namespace

void Tile::Fail(std::size_t lane, WorldFault fault, SourceSpan span, std::string what) {
  Lane& l = lanes_[lane];
  if (l.fault != WorldFault::kNone) return;
  l.alive = false;
  l.fault = fault;
  l.fault_span = span;
  l.fault_what = std::move(what);
}

void Tile::BeginInstant(std::size_t lane, double day) {
  lane_ = lane;
  day_ = day;
  ++instant_;
  ++memo_now_;
  queue_.clear();
  any_touched_ = false;
  for (std::uint64_t& word : touched_components_) word = 0;
  for (std::uint64_t& word : marked_channels_) word = 0;
  marked_conditions_.clear();
  marked_monitors_.clear();
}

void Tile::MarkCondition(std::uint32_t trigger) {
  if (condition_stamp_[trigger] == instant_) return;
  condition_stamp_[trigger] = instant_;
  marked_conditions_.push_back(trigger);
}

void Tile::MarkMonitor(std::uint32_t monitor) {
  if (monitor_stamp_[monitor] == instant_) return;
  monitor_stamp_[monitor] = instant_;
  marked_monitors_.push_back(monitor);
}

// Before a member is written, or (`written` false) something that the component's motion reads. What
// is downstream is brought to this instant, since from here on it moves otherwise; but it has not
// been written, so whatever reads it waits for the next grid point (execution contract, section 1).
// A pressure that is added to may keep its clock (see AddToPressure).
void Tile::TouchComponent(std::uint32_t component, bool written, bool keep_clock) {
  const std::uint64_t* const downstream = plan_.downstream.row(component);
  for (std::size_t w = plan_.downstream.words; w-- > 0;) {
    std::uint64_t set = downstream[w] & ~touched_components_[w];
    // A component is downstream of itself.
    if (keep_clock && w == component / 64) set &= ~(std::uint64_t{1} << (component % 64));
    if (set == 0) continue;
    AdvanceComponents(static_cast<std::uint32_t>(w * 64), set, lane_, day_, /*into_next=*/false);
    touched_components_[w] |= set;
    any_touched_ = true;
    if (at_grid_) continue;
    dirty_[lane_ * plan_.downstream.words + w] |= set;
    if ((set & plain_components_[w]) != 0) {
      own_clocks_[lane_] = 1;
      any_own_clock_ = true;
    }
  }
  if (written) MarkWritten(component);
}

// What reads the component is to be looked at again.
inline void Tile::MarkWritten(std::uint32_t component) {
  const std::uint64_t* const readers = plan_.component_channels.row(component);
  std::uint64_t* const marked = marked_channels_.data();
  const std::size_t words = plan_.component_channels.words;
  for (std::size_t w = 0; w < words; ++w) marked[w] |= readers[w];
  if (!motions_[component].watched) return;
  for (const std::uint32_t t : plan_.conditions_reading_component[component]) MarkCondition(t);
  for (const std::uint32_t m : plan_.monitors_reading_component[component]) {
    if (!plan_.monitors[m].on_grid) MarkMonitor(m);
  }
}

// A pressure that only decays is kept as of the last grid point: an amount that comes at t counts as
// the larger one that would have decayed to it by then. So all pressures of a world share the few
// e^{−kτ} of an instant, and have nothing to synchronise. Only where the decay since the grid point
// is beyond reason is the pressure given a clock of its own.
void Tile::AddToPressure(std::uint32_t v, double amount) {
  constexpr double kSmallestShrink = 1e-200;
  const HotContinuous& variable = plan_.hot_continuous[v];
  const std::uint32_t component = variable.component;
  if (variable.plain_decay) {
    const double synced = synced_[component * width_ + lane_];
    double shrink = 1.0;
    if (synced == clock_ && day_ != clock_) {
      shrink = FrameAt(lane_, day_, true).shrink[variable.decay_class];
    } else if (synced != day_) {
      shrink = Shrink(variable.decay_class, lane_, day_ - synced);
    }
    if (shrink > kSmallestShrink) {
      if (motions_[component].lone) {
        MarkWritten(component);
      } else {
        TouchComponent(component, /*written=*/true, /*keep_clock=*/true);
      }
      At(variable.value, lane_) += amount / shrink;
      ++memo_now_;
      return;
    }
  }
  TouchComponent(component, /*written=*/true);
  At(variable.value, lane_) += amount;
  ++memo_now_;
}

void Tile::TouchStatic(std::uint32_t quantity) {
  for (const std::uint32_t c : plan_.components_reading_static[quantity]) {
    TouchComponent(c, /*written=*/false);
  }
  for (const std::uint32_t channel : plan_.channels_reading_static[quantity]) MarkChannel(channel);
  for (const std::uint32_t t : plan_.conditions_reading_static[quantity]) MarkCondition(t);
  for (const std::uint32_t m : plan_.monitors_reading_static[quantity]) MarkMonitor(m);
}

// The transition of happening h, whose issue is in the state that it leaves.
void Tile::Move(std::uint32_t h) {
  const PlannedHappening& happening = plan_.happenings[h];
  const MoveTouch& touch = plan_.move_touches[h];
  const std::uint32_t issue = happening.issue;
  const std::uint32_t* const touched = plan_.touched.data();
  for (std::uint32_t i = touch.components_begin; i < touch.components_end; ++i) {
    TouchComponent(touched[i], /*written=*/false);
  }
  std::uint64_t* const live = live_.data() + lane_ * marked_channels_.size();
  for (std::uint32_t i = touch.marks_begin; i < touch.marks_end; ++i) {
    const MarkWord& mark = plan_.touch_marks[i];
    live[mark.word] |= mark.turning;
    marked_channels_[mark.word] |= mark.marks;
  }
  for (std::uint32_t i = touch.conditions_begin; i < touch.conditions_end; ++i) {
    MarkCondition(touched[i]);
  }
  for (std::uint32_t i = touch.monitors_begin; i < touch.monitors_end; ++i) {
    MarkMonitor(touched[i]);
  }
  Enter(issue, happening.from, happening.to);
}

// Any move, declared as a transition or not.
void Tile::MoveFreely(std::uint32_t issue, model::StateIndex to) {
  const auto from = static_cast<model::StateIndex>(StateOf(issue, lane_));
  const auto differs = [&](const IssueReader& reader) {
    return reader.classes[from] != reader.classes[to];
  };
  for (const IssueReader& reader : plan_.components_reading_issue[issue]) {
    if (differs(reader)) TouchComponent(reader.target, /*written=*/false);
  }
  for (const std::uint32_t c : plan_.channels_from[issue][from]) MarkTurning(c);
  for (const std::uint32_t c : plan_.channels_from[issue][to]) MarkTurning(c);
  for (const IssueReader& reader : plan_.channels_reading_issue[issue]) {
    if (differs(reader)) MarkChannel(reader.target);
  }
  for (const IssueReader& reader : plan_.conditions_reading_issue[issue]) {
    if (differs(reader)) MarkCondition(reader.target);
  }
  for (const IssueReader& reader : plan_.monitors_reading_issue[issue]) {
    if (differs(reader)) MarkMonitor(reader.target);
  }
  Enter(issue, from, to);
}

// The state itself, its clock and its deadlines.
void Tile::Enter(std::uint32_t issue, model::StateIndex from, model::StateIndex to) {
  StateOf(issue, lane_) = static_cast<std::int64_t>(to);
  if (plan_.entered_rows[issue] != kNoRow) At(plan_.entered_rows[issue], lane_) = day_;
  const auto& leaving = plan_.timed_from[issue][from];
  const auto& entering = plan_.timed_from[issue][to];
  if (leaving.empty() && entering.empty()) return;
  for (const std::uint32_t t : leaving) {
    const model::TriggerKind kind = model_.triggers[t].kind;
    if (kind != model::TriggerKind::kDates && kind != model::TriggerKind::kWindows) {
      DueAt(lane_, t) = kNever;
    }
  }
  // A deadline is known before what counts back from it.
  for (const bool back : {false, true}) {
    for (const std::uint32_t t : entering) {
      if ((model_.triggers[t].kind == model::TriggerKind::kBeforeLeaving) == back) {
        ScheduleEntry(lane_, t, day_);
      }
    }
  }
  UpdateTriggerMin(lane_);
}

void Tile::Occur(std::uint32_t h, const Origin& origin) {
  if (teaching_ != nullptr && teaching_->overridden[h] != 0 && !teaching_->Forces(h)) return;
  const PlannedHappening& planned = plan_.happenings[h];
  const bool moves = planned.issue != kNoIndex;
  if (moves && StateOf(planned.issue, lane_) != static_cast<std::int64_t>(planned.from)) {
    no_arc_[planned.issue * width_ + lane_] = 1;
    return;
  }
  if (!skips_of_.empty() && IsSkipped(h)) return;
  if (++lanes_[lane_].events > settings_.limits.events_per_world || queue_.size() > kMaxQueue) {
    const model::Provenance& from = model_.happenings[h].provenance;
    Fail(lane_, WorldFault::kTooManyEvents, from.span,
         fmt::format("more than {} occurrences in one world, the last of `{}`",
                     settings_.limits.events_per_world, from.name));
    return;
  }
  std::size_t occurrence = 0;
  if (observer_ != nullptr) {
    occurrence = observer_->BeforeOccurrence(*this, lane_, day_, h, origin);
  }
  std::size_t period = period_;
  while (period + 1 < periods_ && day_ >= settings_.period_ends[period]) ++period;
  ++counts_[(h * periods_ + period) * width_ + lane_];
  for (const std::uint32_t m : planned.counted_by) {
    MonitorState& monitor = monitors_[m * width_ + lane_];
    if (!(day_ >= monitor.open && day_ <= monitor.close)) continue;
    // Read before the move, as the hazard was.
    const LaneCode& guard = plan_.monitors[m].counted_while;
    if (!guard || Evaluate(guard, lane_, day_) != 0.0) monitor.acc += 1.0;
  }
  for (const std::uint32_t m : planned.out_of_by) {
    MonitorState& monitor = monitors_[m * width_ + lane_];
    if (!(day_ >= monitor.open && day_ <= monitor.close)) continue;
    const LaneCode& guard = plan_.monitors[m].out_of_while;
    if (!guard || Evaluate(guard, lane_, day_) != 0.0) monitor.out_of += 1.0;
  }
  // Amounts are read before the move: hazards and pressures are left limits of the act.
  for (const PlannedFeed& feed : planned.feeds) {
    const double amount = Evaluate(feed.amount, lane_, day_);
    if (amount == 0.0) continue;
    AddToPressure(feed.continuous, amount);
    if (observer_ != nullptr) observer_->Fed(feed.continuous, amount, day_, occurrence);
  }
  if (moves) Move(h);
  if (planned.clock != kNoIndex) {
    At(plan_.clock_rows[planned.clock], lane_) = day_;
    for (const std::uint32_t c : plan_.channels_reading_clock[planned.clock]) MarkChannel(c);
  }
  if (!planned.effects.empty()) queue_.push_back({h, -1, occurrence});
  for (std::size_t r = 0; r < planned.reactions.size(); ++r) {
    queue_.push_back({h, static_cast<std::int32_t>(r), occurrence});
  }
}

void Tile::DrainQueue() {
  for (std::size_t next = 0; next < queue_.size() && lanes_[lane_].alive; ++next) {
    const Work work = queue_[next];
    const PlannedHappening& planned = plan_.happenings[work.happening];
    if (work.reaction < 0) {
      for (const PlannedEffect& effect : planned.effects) RunEffect(effect, work.occurrence);
      continue;
    }
    const PlannedReaction& reaction = planned.reactions[static_cast<std::size_t>(work.reaction)];
    if (!Guard(reaction.guard, lane_, day_)) continue;
    for (const PlannedEffect& effect : reaction.effects) RunEffect(effect, work.occurrence);
  }
  queue_.clear();
}

void Tile::RunEffect(const PlannedEffect& effect, std::size_t occurrence) {
  if (!lanes_[lane_].alive || !Guard(effect.guard, lane_, day_)) return;
  if (effect.probability) {
    const std::uint32_t k = branch_counts_[effect.counter * width_ + lane_]++;
    const double u = Uniform(keys_.branch, effect.hash, lanes_[lane_].world, k);
    if (!(u < Evaluate(effect.probability, lane_, day_))) return;
  }
  switch (effect.effect.kind) {
    case model::EffectKind::kMove: {
      const std::uint32_t issue = effect.effect.issue.index();
      const auto from = static_cast<std::size_t>(StateOf(issue, lane_));
      if (from == effect.effect.to) return;  // entering the current state is no transition
      const std::uint32_t arc =
          plan_.arcs[issue][from * model_.issues[issue].states.size() + effect.effect.to];
      if (arc == kNoIndex) {
        no_arc_[issue * width_ + lane_] = 1;
        return;
      }
      Origin origin;
      origin.kind = Origin::Kind::kOccurrence;
      origin.occurrence = occurrence;
      Occur(arc, origin);
      return;
    }
    case model::EffectKind::kExcite: {
      const double amount = Evaluate(effect.value, lane_, day_);
      AddToPressure(effect.continuous, amount);
      if (observer_ != nullptr) observer_->Fed(effect.continuous, amount, day_, occurrence);
      return;
    }
    default: Assign(effect);
  }
}

void Tile::Assign(const PlannedEffect& effect) {
  const std::uint32_t q = effect.effect.quantity.index();
  if (effect.held_while && Evaluate(effect.held_while, lane_, day_) != 0.0) return;
  const double operand = Evaluate(effect.value, lane_, day_);
  if (effect.continuous != kNoIndex) {
    // Nobody reads a moving quantity as a static one.
    TouchComponent(plan_.hot_continuous[effect.continuous].component, /*written=*/true);
  } else {
    TouchStatic(q);
  }
  double& value = At(effect.row, lane_);
  switch (effect.effect.kind) {
    case model::EffectKind::kSet: value = operand; break;
    case model::EffectKind::kIncrease: value += operand; break;
    case model::EffectKind::kDecrease: value -= operand; break;
    default: value *= operand;
  }
  ++memo_now_;
  if (!(std::fabs(value) < kNever)) {
    Fail(lane_, WorldFault::kNonFinite, effect.effect.span,
         "an effect made `" + model_.quantities[q].provenance.name + "` non-finite");
    return;
  }
  if (value < effect.lower || value > effect.upper) {
    value = value < effect.lower ? effect.lower : effect.upper;
    clamped_[q * width_ + lane_] = 1;
  }
}

void Tile::EndInstant() {
  if (!marked_conditions_.empty() && lanes_[lane_].alive) SettleConditions();
  if (!lanes_[lane_].alive) return;
  if (!at_grid_) {
    // Upstream first: a component's new target may read another's new value.
    for (std::size_t w = 0; w < touched_components_.size(); ++w) {
      std::uint64_t set = touched_components_[w] & refreshing_components_[w];
      for (; set != 0; set &= set - 1) {
        RefreshComponent(static_cast<std::uint32_t>(w * 64) +
                             static_cast<std::uint32_t>(std::countr_zero(set)),
                         lane_, day_);
      }
    }
  }
  RecomputeMarked();
  for (const std::uint32_t m : marked_monitors_) {
    const PlannedMonitor& monitor = plan_.monitors[m];
    if (monitor.on_grid) continue;
    const bool opener = monitor.opens_when && !monitor.opener_on_grid &&
                        Evaluate(monitor.opens_when, lane_, day_) != 0.0;
    UpdateMonitor(m, lane_, day_, Evaluate(monitor.expression, lane_, day_), opener);
  }
}

}  // namespace entente::engine
