// Outcomes while they are observed. A functional holds the value since its last change and adds the
// stretch between two changes, cut to the window. What reads moving quantities is sampled at grid
// points (time averages by the trapezoid rule); everything else changes exactly at jumps.
#include <algorithm>
#include <cmath>

#include "engine/run/tile.h"

namespace entente::engine {

void Tile::StartMonitors(std::size_t lane) {
  for (std::uint32_t m = 0; m < plan_.monitors.size(); ++m) {
    const PlannedMonitor& plan = plan_.monitors[m];
    MonitorState state;
    state.open = plan.opens_when ? kNever : plan.from;
    state.close = plan.opens_when ? kNever : plan.to;
    switch (plan.kind) {
      case model::OutcomeKind::kTimeTo: state.acc = kNever; break;
      case model::OutcomeKind::kMax: state.acc = -kNever; break;
      case model::OutcomeKind::kMin: state.acc = kNever; break;
      case model::OutcomeKind::kValueAt: state.acc = std::nan(""); break;
      default: break;
    }
    state.value = std::nan("");  // nothing observed yet
    monitors_[m * width_ + lane] = state;
  }
  // What is true from the start on.
  for (const std::uint32_t m : plan_.jump_monitors) {
    const PlannedMonitor& plan = plan_.monitors[m];
    const bool opener = plan.opens_when && Evaluate(plan.opens_when, lane, 0.0) != 0.0;
    if (plan.kind == model::OutcomeKind::kShareOfCounts && plan.expression && plan.from == 0.0 &&
        Evaluate(plan.expression, lane, 0.0) != 0.0) {
      monitors_[m * width_ + lane].out_of = 1.0;
    }
    UpdateMonitor(m, lane, 0.0, Evaluate(plan.expression, lane, 0.0), opener);
  }
}

// Adds the stretch from state.since to `to`, in which the value went from state.value to `next`
// (equal but for sampled quantities). The value at an instant is that after it: a value that ends
// at the very instant the window opens, or that lasted no time, is not observed. `last`: nothing
// follows, the horizon's value counts.
void Tile::Accumulate(const PlannedMonitor& plan, MonitorState& state, double to, double next,
                      bool last) const {
  if (std::isnan(state.value)) return;
  const double from = std::max(state.since, state.open);
  const double until = std::min(to, state.close);
  if (!(from <= until) || (from == to && !last)) return;
  switch (plan.kind) {
    case model::OutcomeKind::kEver:
      if (state.value != 0.0) state.acc = 1.0;
      break;
    case model::OutcomeKind::kTimeTo:
      if (state.value != 0.0 && state.acc == kNever) state.acc = from - state.open;
      break;
    case model::OutcomeKind::kMean:
    case model::OutcomeKind::kShareOfTime: {
      double mean = state.value;
      if (plan.on_grid && plan.kind == model::OutcomeKind::kMean && from == state.since &&
          until == to) {
        state.acc += (state.value + next) * (0.5 * (to - from));
        break;
      }
      if (plan.on_grid && plan.kind == model::OutcomeKind::kMean && to > state.since) {
        // The part of the trapezoid between from and until.
        const double slope = (next - state.value) / (to - state.since);
        mean = state.value + slope * (0.5 * (from + until) - state.since);
      }
      state.acc += mean * (until - from);
      break;
    }
    case model::OutcomeKind::kValueAt:
      if (state.since <= state.close && state.close <= to) {
        const double part =
            to > state.since ? (state.close - state.since) / (to - state.since) : 0.0;
        state.acc = plan.on_grid ? state.value + (next - state.value) * part : state.value;
        if (!plan.on_grid && state.close == to) state.acc = next;
      }
      break;
    case model::OutcomeKind::kMax: state.acc = std::max(state.acc, state.value); break;
    case model::OutcomeKind::kMin: state.acc = std::min(state.acc, state.value); break;
    case model::OutcomeKind::kCount:
    case model::OutcomeKind::kShareOfCounts: break;
  }
}

void Tile::UpdateMonitor(std::uint32_t m, std::size_t lane, double day, double value,
                         bool opener) {
  const PlannedMonitor& plan = plan_.monitors[m];
  MonitorState& state = monitors_[m * width_ + lane];
  Accumulate(plan, state, day, value, /*last=*/false);
  if (plan.opens_when && state.open == kNever && opener && day >= plan.from) {
    state.open = day;
    state.close = day + (plan.to - plan.from);
  }
  state.value = value;
  state.since = day;
}

// Samples can matter from the last one before the window to the first one after it; a value at the
// window's end, only around that.
bool Tile::SamplesMatter(const PlannedMonitor& plan) const {
  if (plan.opens_when) return true;
  const double begin = plan.kind == model::OutcomeKind::kValueAt ? plan.to : plan.from;
  return next_grid_ >= begin && last_sample_ <= plan.to;
}

// The common case of SampleMonitors, in short: the window holds the whole stretch since the last
// sample. What Accumulate does for it, lane by lane.
bool Tile::SampleInside(const PlannedMonitor& plan, std::uint32_t m, const double* row,
                        double day) {
  if (plan.opens_when || row == nullptr || last_sample_ < plan.from || day > plan.to ||
      !(day > last_sample_)) {
    return false;
  }
  MonitorState* const states = &monitors_[m * width_];
  const auto each = [&](const auto& add) {
    for (std::size_t lane = 0; lane < count_; ++lane) {
      MonitorState& state = states[lane];
      add(state, row[lane]);
      state.value = row[lane];
      state.since = day;
    }
  };
  const double half = 0.5 * (day - last_sample_);
  switch (plan.kind) {
    case model::OutcomeKind::kMean:
      each([&](MonitorState& s, double next) { s.acc += (s.value + next) * half; });
      return true;
    case model::OutcomeKind::kShareOfTime:
      each([&](MonitorState& s, double) { s.acc += s.value * (2.0 * half); });
      return true;
    case model::OutcomeKind::kMax:
      each([](MonitorState& s, double) { s.acc = std::max(s.acc, s.value); });
      return true;
    case model::OutcomeKind::kMin:
      each([](MonitorState& s, double) { s.acc = std::min(s.acc, s.value); });
      return true;
    case model::OutcomeKind::kEver:
      each([](MonitorState& s, double) { s.acc = s.value != 0.0 ? 1.0 : s.acc; });
      return true;
    default: return false;
  }
}

void Tile::SampleMonitors(double day) {
  for (const std::uint32_t m : plan_.grid_monitors) {
    const PlannedMonitor& plan = plan_.monitors[m];
    if (!SamplesMatter(plan)) continue;
    const double* const row = plan.row != kNoRow ? &rows_[plan.row * width_] : nullptr;
    // Every world of the tile has been sampled at the same days, the failed ones too.
    if (SampleInside(plan, m, row, day)) continue;
    const double* const openers =
        plan.opener_row != kNoRow ? &rows_[plan.opener_row * width_] : nullptr;
    for (std::size_t lane = 0; lane < count_; ++lane) {
      if (!lanes_[lane].alive) continue;
      double value = row != nullptr ? row[lane] : 0.0;
      if (row == nullptr && plan.expression) value = Evaluate(plan.expression, lane, day);
      bool opener = openers != nullptr && openers[lane] != 0.0;
      if (openers == nullptr && plan.opens_when) {
        opener = Evaluate(plan.opens_when, lane, day) != 0.0;
      }
      UpdateMonitor(m, lane, day, value, opener);
    }
  }
  last_sample_ = day;
}

void Tile::FinishMonitors(double day) {
  for (std::uint32_t m = 0; m < plan_.monitors.size(); ++m) {
    for (std::size_t lane = 0; lane < count_; ++lane) {
      MonitorState& state = monitors_[m * width_ + lane];
      // The sampled ones have seen the horizon already: only the value there is left to add.
      Accumulate(plan_.monitors[m], state, day, state.value, /*last=*/true);
    }
  }
}

double Tile::OutcomeValue(std::size_t outcome, std::size_t lane) const {
  const PlannedMonitor& plan = plan_.monitors[outcome];
  const MonitorState& state = monitors_[outcome * width_ + lane];
  if (!lanes_[lane].alive || state.open == kNever) return std::nan("");
  switch (plan.kind) {
    case model::OutcomeKind::kMean:
    case model::OutcomeKind::kShareOfTime: {
      const double length = std::min(state.close, plan_.horizon) - state.open;
      return length > 0.0 ? state.acc / length : state.value;
    }
    case model::OutcomeKind::kCount: {
      const double length = std::min(state.close, plan_.horizon) - state.open;
      return plan.per_days > 0.0 && length > 0.0 ? state.acc * plan.per_days / length : state.acc;
    }
    case model::OutcomeKind::kShareOfCounts:
      return state.out_of > 0.0 ? state.acc / state.out_of : std::nan("");
    default: return state.acc;
  }
}

}  // namespace entente::engine
