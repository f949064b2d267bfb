// Dates, deadlines, windows, chance, decisions and conditions of one world. Everything that falls
// due at one instant is resolved on the state before the instant, then occurs in order of class and
// name (execution contract, section 1).
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/run/tile.h"

namespace entente::engine {
namespace {

// Standard normal quantile at 0.9: half the width of the central 80 % of a normal.
constexpr double kNormalQuantile90 = 1.2815515655446004;

// Days from 0000-03-01 to 1970-01-01: calendar keys are never negative.
constexpr std::int64_t kCalendarOffset = 719468;

}  // namespace

std::uint64_t Tile::CalendarKey(double day) const {
  return static_cast<std::uint64_t>(model_.time.start_day_number + kCalendarOffset +
                                    static_cast<std::int64_t>(std::floor(day)));
}

void Tile::UpdateTriggerMin(std::size_t lane) {
  lanes_[lane].trigger_min = kNever;
  if (trigger_stride_ == 0) return;
  const double* const due = &trigger_due_[lane * trigger_stride_];
  lanes_[lane].trigger_min = due[vm_.argmin(due, trigger_stride_)];
}

// The instant a trigger falls due after its state was entered.
void Tile::ScheduleEntry(std::size_t lane, std::uint32_t t, double entered) {
  const model::Trigger& trigger = model_.triggers[t];
  const std::int64_t start = model_.time.start_day_number;
  double due = kNever;
  switch (trigger.kind) {
    case model::TriggerKind::kAfter: due = Shift(start, entered, trigger.delay); break;
    case model::TriggerKind::kAfterBetween: {
      const std::uint32_t k = trigger_entries_[lane * trigger_stride_ + t]++;
      const double low = trigger.delay.MeanDays(), high = trigger.delay_high.MeanDays();
      const double z =
          StandardNormal(math_, keys_.sojourn, plan_.triggers[t].hash, lanes_[lane].world, k);
      const double middle = 0.5 * (math_.log1(low) + math_.log1(high));
      const double spread = 0.5 * (math_.log1(high) - math_.log1(low)) / kNormalQuantile90;
      due = entered + math_.exp1(middle + spread * z);
      break;
    }
    case model::TriggerKind::kOnNext: {
      const auto today = start + static_cast<std::int64_t>(std::floor(entered));
      for (std::int32_t year = CivilFromDayNumber(today).year;; ++year) {
        CivilDate date{year, trigger.month, trigger.day};
        if (!IsValidDate(date)) date.day = DaysInMonth(year, trigger.month);
        due = static_cast<double>(DayNumber(date) - start);
        if (due > entered) break;
      }
      break;
    }
    case model::TriggerKind::kBeforeLeaving: {
      const double deadline = DueAt(lane, trigger.deadline.index());
      if (deadline == kNever) return;
      const Duration back{-trigger.delay.days, -trigger.delay.months};
      due = std::max(entered, Shift(start, deadline, back));
      break;
    }
    default: return;
  }
  DueAt(lane, t) = due;
}

// Moves a calendar trigger to its first date later than `after`.
void Tile::AdvanceDates(std::size_t lane, std::uint32_t t, double after) {
  const model::Trigger& trigger = model_.triggers[t];
  std::uint32_t& cursor = trigger_cursor_[lane * trigger_stride_ + t];
  double due = kNever;
  while (cursor < trigger.days.size() && due == kNever) {
    const double day = trigger.days[cursor];
    if (trigger.kind == model::TriggerKind::kDates) {
      if (day > after) due = day;
    } else {
      const double length = std::floor(trigger.window_ends[cursor] - day) + 1.0;
      const double u = Uniform(keys_.window, plan_.triggers[t].hash, lanes_[lane].world,
                               CalendarKey(day));
      const double drawn = day + std::floor(u * length);
      if (drawn > after) due = drawn;
    }
    if (due == kNever) ++cursor;
  }
  DueAt(lane, t) = due;
}

void Tile::ScheduleStart(std::size_t lane) {
  for (const std::uint32_t t : plan_.timed) {
    const model::TriggerKind kind = model_.triggers[t].kind;
    if (kind == model::TriggerKind::kDates || kind == model::TriggerKind::kWindows) {
      AdvanceDates(lane, t, -1.0);
    }
  }
  for (const bool back : {false, true}) {
    for (std::uint32_t i = 0; i < model_.issues.size(); ++i) {
      for (const std::uint32_t t :
           plan_.timed_from[i][static_cast<std::size_t>(StateOf(i, lane))]) {
        if ((model_.triggers[t].kind == model::TriggerKind::kBeforeLeaving) == back) {
          ScheduleEntry(lane, t, 0.0);
        }
      }
    }
  }
  UpdateTriggerMin(lane);
}


// Which happening an outlet brings about, drawn on the present state.
// Whether no calendar knows of the occasion: a record can not say by its date which one a row means.
bool Tile::IsUndated(const Origin& origin) const {
  if (origin.kind == Origin::Kind::kCondition) return true;
  if (origin.kind != Origin::Kind::kTrigger) return false;
  const model::TriggerKind kind = model_.triggers[origin.index].kind;
  return kind != model::TriggerKind::kDates && kind != model::TriggerKind::kWindows &&
         kind != model::TriggerKind::kBeforeLeaving;
}

bool Tile::ResolveOutlet(const model::Outlet& outlet, std::uint64_t k, Resolved* out) {
  if (outlet.happening.valid()) {
    out->happening = outlet.happening.index();
    return true;
  }
  const std::uint32_t world = lanes_[lane_].world;
  if (outlet.chance.valid()) {
    const PlannedChance& planned = plan_.chances[outlet.chance.index()];
    const model::Chance& chance = model_.chances[outlet.chance.index()];
    double total = 0.0;
    for (const LaneCode& odds : planned.odds) {
      total += std::max(0.0, Evaluate(odds, lane_, day_));
    }
    std::size_t pick = planned.odds.size();
    for (const model::Chance::Fixed& fixed : chance.fixed) {
      if (std::isnan(fixed.day) || fixed.day == day_) pick = fixed.option;
    }
    if (pick == planned.odds.size()) {
      if (!(total > 0.0)) return false;
      const double u = Uniform(keys_.chance, planned.hash, world, k) * total;
      double sum = 0.0;
      for (std::size_t i = 0; i < planned.odds.size(); ++i) {
        const double odds = std::max(0.0, Evaluate(planned.odds[i], lane_, day_));
        if (odds == 0.0) continue;
        sum += odds;
        pick = i;
        if (u < sum) break;
      }
    }
    out->happening = chance.options[pick].happening.index();
    out->origin.probability =
        total > 0.0 ? Evaluate(planned.odds[pick], lane_, day_) / total : 1.0;
    return true;
  }
  const std::uint32_t d = outlet.decision.index();
  if (teaching_ != nullptr && teaching_->taught_decisions[d] != 0) {
    const std::uint32_t option = teaching_->ChooseFreely(lane_, d, k, IsUndated(out->origin));
    if (option == kNoIndex) return false;
    out->happening = plan_.decisions[d].options[option].happening;
    out->origin.decision = d;
    return true;
  }
  const PlannedDecision& decision = plan_.decisions[d];
  const double rationality = Evaluate(decision.rationality, lane_, day_);
  double best = -kNever;
  std::size_t pick = decision.options.size();
  double largest = -kNever;
  for (std::size_t i = 0; i < decision.options.size(); ++i) {
    const PlannedOption& option = decision.options[i];
    if (!Guard(option.guard, lane_, day_)) continue;
    const double scaled = rationality * Evaluate(option.utility, lane_, day_);
    if (!(std::fabs(scaled) < kNever)) {
      Fail(lane_, WorldFault::kNonFinite, model_.decisions[d].provenance.span,
           "non-finite utility of `" + model_.decisions[d].provenance.name + "." +
               model_.decisions[d].options[i].name + "`");
      return false;
    }
    largest = std::max(largest, scaled);
    const double noisy = scaled + Gumbel(math_, keys_.decision, option.hash, world, k);
    if (noisy > best) {
      best = noisy;
      pick = i;
    }
  }
  if (pick == decision.options.size()) return false;
  out->happening = decision.options[pick].happening;
  out->origin.decision = d;
  if (observer_ != nullptr) {
    double sum = 0.0, own = 0.0;
    for (std::size_t i = 0; i < decision.options.size(); ++i) {
      const PlannedOption& option = decision.options[i];
      if (!Guard(option.guard, lane_, day_)) continue;
      const double weight =
          std::exp(rationality * Evaluate(option.utility, lane_, day_) - largest);
      sum += weight;
      if (i == pick) own = weight;
    }
    out->origin.probability = own / sum;
  }
  return true;
}

bool Tile::Resolve(std::uint32_t t, double day, double scheduled, Resolved* out) {
  if (teaching_ != nullptr && teaching_->Cancels(t, day)) return false;
  const model::Trigger& trigger = model_.triggers[t];
  const PlannedTrigger& planned = plan_.triggers[t];
  if (trigger.issue.valid() && StateOf(trigger.issue.index(), lane_) !=
                                   static_cast<std::int64_t>(trigger.from)) {
    return false;
  }
  if (!Guard(planned.guard, lane_, day)) return false;
  const bool calendar = trigger.kind == model::TriggerKind::kDates ||
                        trigger.kind == model::TriggerKind::kWindows;
  if (planned.probability) {
    std::uint64_t k = CalendarKey(scheduled);
    if (!calendar) k = branch_counts_[planned.counter * width_ + lane_]++;
    const double u = Uniform(keys_.branch, planned.hash, lanes_[lane_].world, k);
    if (!(u < Evaluate(planned.probability, lane_, day))) return false;
  }
  out->origin.kind = planned.condition_bit != kNoIndex ? Origin::Kind::kCondition
                                                       : Origin::Kind::kTrigger;
  out->origin.index = t;
  std::uint64_t k = CalendarKey(scheduled);
  if (!calendar && !trigger.outlet.happening.valid()) {
    const std::size_t which = trigger.outlet.decision.valid()
                                  ? trigger.outlet.decision.index()
                                  : plan_.decisions.size() + trigger.outlet.chance.index();
    k = occasion_counts_[which * width_ + lane_]++;
  }
  return ResolveOutlet(trigger.outlet, k, out);
}

void Tile::ProcessTriggers(std::size_t lane, double day) {
  BeginInstant(lane, day);
  due_triggers_.clear();
  for (const std::uint32_t t : plan_.timed) {
    if (DueAt(lane, t) <= day) due_triggers_.push_back(t);
  }
  std::sort(due_triggers_.begin(), due_triggers_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return plan_.triggers[a].rank < plan_.triggers[b].rank;
  });
  resolved_.clear();
  for (const std::uint32_t t : due_triggers_) {
    const model::TriggerKind kind = model_.triggers[t].kind;
    const bool calendar =
        kind == model::TriggerKind::kDates || kind == model::TriggerKind::kWindows;
    double scheduled = DueAt(lane, t);
    if (calendar) {
      const std::uint32_t cursor = trigger_cursor_[lane * trigger_stride_ + t]++;
      scheduled = model_.triggers[t].days[cursor];
      AdvanceDates(lane, t, day);
    } else {
      DueAt(lane, t) = kNever;
    }
    Resolved resolved;
    if (Resolve(t, day, scheduled, &resolved)) resolved_.push_back(resolved);
  }
  UpdateTriggerMin(lane);
  for (const Resolved& resolved : resolved_) {
    if (!lanes_[lane].alive) return;
    Occur(resolved.happening, resolved.origin);
    DrainQueue();
  }
  EndInstant();
}

bool Tile::ConditionTruth(std::uint32_t t) {
  const model::Trigger& trigger = model_.triggers[t];
  if (trigger.issue.valid() && StateOf(trigger.issue.index(), lane_) !=
                                   static_cast<std::int64_t>(trigger.from)) {
    return false;
  }
  return Evaluate(plan_.triggers[t].condition, lane_, day_) != 0.0;
}

// Rounds to a fixed point: in each, the conditions touched so far are tested in order and those
// that became true occur.
void Tile::SettleConditions() {
  for (std::uint32_t round = 0; !marked_conditions_.empty(); ++round) {
    if (round >= settings_.limits.condition_rounds) {
      const model::Provenance& from = model_.triggers[marked_conditions_.front()].provenance;
      Fail(lane_, WorldFault::kConditionRounds, from.span,
           fmt::format("conditions did not settle in {} rounds; the last one was `{}`",
                       settings_.limits.condition_rounds, from.name));
      return;
    }
    std::vector<std::uint32_t> conditions;
    conditions.swap(marked_conditions_);
    std::sort(conditions.begin(), conditions.end(), [&](std::uint32_t a, std::uint32_t b) {
      return plan_.triggers[a].rank < plan_.triggers[b].rank;
    });
    std::vector<std::uint32_t> fired;
    for (const std::uint32_t t : conditions) {
      condition_stamp_[t] = 0;  // may be touched again by this round
      const std::size_t bit = plan_.triggers[t].condition_bit * width_ + lane_;
      const bool truth = ConditionTruth(t);
      const bool rising = truth && condition_true_[bit] == 0;
      condition_true_[bit] = truth ? 1 : 0;
      if (!rising) continue;
      if (model_.triggers[t].kind == model::TriggerKind::kOnce) {
        if (condition_done_[bit] != 0) continue;
        condition_done_[bit] = 1;
      }
      fired.push_back(t);
    }
    for (const std::uint32_t t : fired) {
      Resolved resolved;
      if (!Resolve(t, day_, day_, &resolved)) continue;
      Occur(resolved.happening, resolved.origin);
      DrainQueue();
      if (!lanes_[lane_].alive) return;
    }
  }
}

// Conditions on moving things are tested at grid points; at the start, all of them.
void Tile::GridConditions(double day) {
  if (plan_.conditions.empty()) return;
  if (plan_.moving) {
    SetClockRows(day, next_grid_ > day ? next_grid_ : day + step_);
    RunProgram(plan_.condition_program);
  }
  for (std::size_t lane = 0; lane < count_; ++lane) {
    if (!lanes_[lane].alive) continue;
    bool begun = false;
    for (const std::uint32_t t : plan_.conditions) {
      const PlannedTrigger& planned = plan_.triggers[t];
      if (!planned.condition_on_grid && day > 0.0) continue;
      if (planned.condition_on_grid) {
        // Cheap test first: nothing to do while the truth stays what it was.
        const bool holds = At(planned.condition_row, lane) != 0.0;
        const bool was = condition_true_[planned.condition_bit * width_ + lane] != 0;
        if (holds == was && (holds || day > 0.0)) continue;
      }
      if (!begun) {
        BeginInstant(lane, day);
        begun = true;
      }
      MarkCondition(t);
    }
    if (begun) EndInstant();
  }
}

}  // namespace entente::engine
