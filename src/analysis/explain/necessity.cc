#include "analysis/explain/necessity.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analysis/explain/interventions.h"
#include "analysis/worlds/ranges.h"
#include "engine/sinks/intervals.h"
#include "engine/worlds.h"

namespace entente::analysis {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
// Ranges of worlds start at multiples of this, and those without a wanted world are skipped.
constexpr std::uint64_t kGranule = 64;

// First occurrence of any of `count` rows, in one world.
double FirstOf(const engine::WorldValues& values, std::size_t row, std::size_t count,
               std::uint64_t w) {
  double day = kNever;
  for (std::size_t i = 0; i < count; ++i) day = std::min(day, values.first_day(row + i)[w]);
  return day;
}

struct Range {
  std::uint64_t begin = 0, end = 0;
};

// Ranges that hold every wanted world, in granules.
std::vector<Range> RangesOf(const std::vector<std::uint8_t>& wanted) {
  std::vector<Range> ranges;
  for (std::uint64_t begin = 0; begin < wanted.size(); begin += kGranule) {
    const std::uint64_t end = std::min<std::uint64_t>(begin + kGranule, wanted.size());
    const auto at = [&](std::uint64_t w) {
      return wanted.begin() + static_cast<std::ptrdiff_t>(w);
    };
    if (std::none_of(at(begin), at(end), [](std::uint8_t one) { return one != 0; })) continue;
    if (!ranges.empty() && ranges.back().end == begin) ranges.back().end = end;
    else ranges.push_back({begin, end});
  }
  return ranges;
}

double MedianOf(std::vector<double> days) {
  if (days.empty()) return kNan;
  const auto middle = days.begin() + static_cast<std::ptrdiff_t>((days.size() - 1) / 2);
  std::nth_element(days.begin(), middle, days.end());
  return *middle;
}

double Ratio(double part, double whole) { return whole > 0.0 ? part / whole : 0.0; }

Bounds BoundsOf(double low, double high) {
  return {std::clamp(low, 0.0, 1.0), std::clamp(high, 0.0, 1.0)};
}

// The question to add so that it is known when the effect happens: a time, asked of the same truth
// in the same window. It draws no luck and changes nothing.
model::OutcomeId AskWhen(model::Model& model, const model::Outcome& asked) {
  model::Outcome when = asked;
  when.kind = model::OutcomeKind::kTimeTo;
  when.provenance.name = when.provenance.luck_name = " when " + asked.provenance.name;
  // After all ids that exist: claim outcomes are counted after the outcomes.
  model.claim_outcomes.push_back(std::move(when));
  return model::OutcomeId(model.outcomes.size() + model.claim_outcomes.size() - 1);
}

}  // namespace

// ---- the worlds as they are -------------------------------------------------------------------

Result<Counterfactuals> Counterfactuals::Make(const model::Model& model, const Effect& effect,
                                              std::vector<Candidate> causes,
                                              const CausalOptions& options,
                                              bool keep_parameters) {
  Counterfactuals made;
  made.model_ = model;
  made.effect_ = effect;
  made.options_ = options;
  made.factual_.window_end = model.time.horizon_days;
  if (effect.happenings.empty()) {
    const std::size_t known = model.outcomes.size() + model.claim_outcomes.size();
    if (!effect.outcome.valid() || effect.outcome.index() >= known) {
      return Fail("there is nothing to explain: neither a happening nor an outcome is named");
    }
    const model::Outcome asked = OutcomeOf(model, effect.outcome);
    const bool truth = asked.kind == model::OutcomeKind::kEver ||
                       asked.kind == model::OutcomeKind::kTimeTo;
    // A window that opens on a condition tells no date.
    made.factual_.timed = truth && !asked.opens_when.valid();
    if (!asked.opens_when.valid()) made.factual_.window_end = asked.to_day;
    made.watched_outcome_ = made.factual_.timed && asked.kind == model::OutcomeKind::kEver
                                ? AskWhen(made.model_, asked)
                                : effect.outcome;
  }
  for (Candidate& cause : causes) {
    Candidate rest = Without(std::move(cause), effect.happenings);
    if (!rest.happenings.empty()) made.causes_.push_back(std::move(rest));
  }
  if (const Result<void> done = made.SimulateFactual(keep_parameters); !done) {
    return tl::unexpected(done.error());
  }
  return made;
}

// The day of the effect for a value of the watched outcome.
double Counterfactuals::EffectDay(double value) const {
  if (std::isnan(value)) return kNever;  // the window never opened
  const model::Outcome& outcome = OutcomeOf(model_, watched_outcome_);
  switch (outcome.kind) {
    case model::OutcomeKind::kTimeTo:
      if (factual_.timed) return outcome.from_day + value;
      return value < kNever ? 0.0 : kNever;
    case model::OutcomeKind::kEver: return value > 0.0 ? 0.0 : kNever;
    default: return value > effect_.threshold ? 0.0 : kNever;
  }
}

Result<void> Counterfactuals::SimulateFactual(bool keep_parameters) {
  engine::WorldsSettings settings;
  settings.seed = options_.seed;
  settings.threads = options_.threads;
  settings.worlds_per_draw = options_.worlds_per_draw;
  settings.limits = options_.limits;
  settings.cancel = options_.cancel;
  settings.parameters = keep_parameters;
  for (std::size_t o = 0; o < model_.outcomes.size(); ++o) {
    settings.outcomes.push_back(model::OutcomeId(o));
  }
  if (watched_outcome_.valid()) settings.outcomes.push_back(watched_outcome_);
  settings.first_days_of = effect_.happenings;
  for (const Candidate& cause : causes_) {
    settings.first_days_of.insert(settings.first_days_of.end(), cause.happenings.begin(),
                                  cause.happenings.end());
  }
  Result<engine::WorldSimulator> simulator = engine::WorldSimulator::Make(model_, settings);
  if (!simulator) return tl::unexpected(simulator.error());
  factual_.worlds = options_.worlds;
  factual_.cause_day.resize(causes_.size());
  factual_.outcomes.resize(model_.outcomes.size());
  if (keep_parameters) factual_.parameters.resize(model_.parameters.size());
  const auto take = [&](const engine::WorldValues& values) {
    for (std::uint64_t w = 0; w < values.worlds; ++w) {
      factual_.valid.push_back(values.failed(w) ? 0 : 1);
      factual_.failed += values.failed(w);
      std::size_t row = effect_.happenings.size();
      factual_.effect_day.push_back(
          watched_outcome_.valid() ? EffectDay(values.outcome(model_.outcomes.size())[w])
                                   : FirstOf(values, 0, row, w));
      for (std::size_t x = 0; x < causes_.size(); ++x) {
        factual_.cause_day[x].push_back(FirstOf(values, row, causes_[x].happenings.size(), w));
        row += causes_[x].happenings.size();
      }
      for (std::size_t o = 0; o < model_.outcomes.size(); ++o) {
        factual_.outcomes[o].push_back(values.outcome(o)[w]);
      }
      for (std::size_t p = 0; p < factual_.parameters.size(); ++p) {
        factual_.parameters[p].push_back(values.parameter(p)[w]);
      }
    }
    simulated_ += values.worlds;
    if (options_.on_progress) options_.on_progress(simulated_);
  };
  const Result<bool> all = InRanges(*simulator, 0, options_.worlds, 1, take);
  if (!all) return tl::unexpected(all.error());
  if (!*all) return Fail("stopped before the worlds were simulated");
  return {};
}

// ---- the worlds as they would have been -------------------------------------------------------

Result<Counterfactuals::Days> Counterfactuals::Simulate(
    const model::Model& model, const std::vector<std::uint8_t>& wanted,
    const std::vector<model::HappeningId>& watched, const std::vector<engine::Skip>& skips) {
  Days days;
  days.effect.assign(wanted.size(), kNan);
  days.cause.assign(wanted.size(), kNan);
  engine::WorldsSettings settings;
  settings.seed = options_.seed;
  settings.threads = options_.threads;
  settings.worlds_per_draw = options_.worlds_per_draw;
  settings.limits = options_.limits;
  settings.cancel = options_.cancel;
  settings.skips = skips;
  if (watched_outcome_.valid()) settings.outcomes = {watched_outcome_};
  settings.first_days_of = effect_.happenings;
  settings.first_days_of.insert(settings.first_days_of.end(), watched.begin(), watched.end());
  Result<engine::WorldSimulator> simulator = engine::WorldSimulator::Make(model, settings);
  if (!simulator) return tl::unexpected(simulator.error());
  for (const Range& range : RangesOf(wanted)) {
    const auto take = [&](const engine::WorldValues& values) {
      for (std::uint64_t i = 0; i < values.worlds; ++i) {
        const std::uint64_t w = values.first_world + i;
        if (wanted[w] == 0) continue;
        if (values.failed(i)) {
          ++days.failed;
          continue;
        }
        days.effect[w] = watched_outcome_.valid()
                             ? EffectDay(values.outcome(0)[i])
                             : FirstOf(values, 0, effect_.happenings.size(), i);
        days.cause[w] = FirstOf(values, effect_.happenings.size(), watched.size(), i);
      }
      simulated_ += values.worlds;
      if (options_.on_progress) options_.on_progress(simulated_);
    };
    const Result<bool> all = InRanges(*simulator, range.begin, range.end, 1, take);
    if (!all) return tl::unexpected(all.error());
    if (!*all) return Fail("stopped before the worlds were simulated");
  }
  return days;
}

engine::Estimate Counterfactuals::Share(const std::vector<std::uint8_t>& selected,
                                        const std::vector<std::uint8_t>& changed) const {
  if (options_.worlds_per_draw <= 1) {
    double n = 0.0, y = 0.0;
    for (std::size_t w = 0; w < selected.size(); ++w) {
      n += selected[w];
      y += changed[w];
    }
    return engine::WilsonInterval(y, n, options_.confidence);
  }
  engine::ClusterTotals totals;
  for (std::size_t w = 0; w < selected.size();) {
    double n = 0.0, y = 0.0;
    const std::size_t end = std::min(selected.size(), w + options_.worlds_per_draw);
    for (; w < end; ++w) {
      n += selected[w];
      y += changed[w];
    }
    if (n > 0.0) totals.Add(n, y);
  }
  if (totals.clusters < 2) return {Ratio(totals.y, totals.n), 0.0, 1.0};
  return engine::ClusteredProbabilityInterval(totals, options_.confidence);
}

std::vector<std::uint8_t> Counterfactuals::WorldsWith(std::size_t cause) const {
  std::vector<std::uint8_t> wanted(factual_.valid.size());
  for (std::size_t w = 0; w < wanted.size(); ++w) {
    wanted[w] = factual_.valid[w] != 0 && factual_.Precedes(cause, w) ? 1 : 0;
  }
  return wanted;
}

Result<NecessityResult> Counterfactuals::Judge(std::size_t cause, const Result<Days>& days) {
  if (!days) return tl::unexpected(days.error());
  NecessityResult result;
  result.failed = days->failed;
  result.worlds = factual_.worlds - factual_.failed;
  result.selected.assign(factual_.valid.size(), 0);
  result.changed = result.selected;
  for (std::size_t w = 0; w < factual_.valid.size(); ++w) {
    if (factual_.valid[w] == 0 || !factual_.Precedes(cause, w)) continue;
    const double without = days->effect[w];
    if (std::isnan(without)) continue;  // failed
    if (factual_.Happens(w)) {
      ++result.both;
      result.selected[w] = 1;
      if (without == kNever) {
        ++result.vanished;
        result.changed[w] = 1;
      }
    } else {
      ++result.alone;
      result.appeared += without < kNever;
    }
  }
  result.probability = Share(result.selected, result.changed);
  const auto both = static_cast<double>(result.both);
  const auto vanished = static_cast<double>(result.vanished);
  const auto alone = static_cast<double>(result.alone);
  const auto appeared = static_cast<double>(result.appeared);
  // P(y) − P(y_x') = (vanished − appeared) / worlds, and P(y'_x') − P(x', y') = (vanished + alone −
  // appeared) / worlds: worlds without X are as they were.
  if (result.both > 0) {
    result.tian_pearl =
        BoundsOf(Ratio(vanished - appeared, both), Ratio(vanished + alone - appeared, both));
  }
  return result;
}

Result<NecessityResult> Counterfactuals::Necessity(std::size_t cause) {
  const Result<model::Model> blocked = Blocked(model_, causes_[cause].happenings);
  if (!blocked) return tl::unexpected(blocked.error());
  return Judge(cause, Simulate(*blocked, WorldsWith(cause), {}, {}));
}

Result<NecessityResult> Counterfactuals::TokenNecessity(std::size_t cause) {
  return Judge(cause,
               Simulate(model_, WorldsWith(cause), {}, {{causes_[cause].happenings, 0}}));
}

Result<SufficiencyResult> Counterfactuals::Sufficiency(std::size_t cause) {
  SufficiencyResult result;
  result.worlds = factual_.worlds - factual_.failed;
  const std::vector<double>& cause_day = factual_.cause_day[cause];
  std::vector<double> days_of_cause;
  std::vector<std::uint8_t> wanted(factual_.valid.size(), 0);
  double with_both = 0.0, with_alone = 0.0;
  for (std::size_t w = 0; w < factual_.valid.size(); ++w) {
    if (factual_.valid[w] == 0) continue;
    if (cause_day[w] < kNever) days_of_cause.push_back(cause_day[w]);
    if (!factual_.Precedes(cause, w)) wanted[w] = 1;
    else ++(factual_.Happens(w) ? with_both : with_alone);
    result.neither += cause_day[w] == kNever && !factual_.Happens(w);
  }
  result.selected.assign(factual_.valid.size(), 0);
  result.changed = result.selected;
  result.median_day = MedianOf(days_of_cause);
  if (days_of_cause.empty()) {
    result.never_possible = result.neither;
    result.probability = {kNan, 0.0, 1.0};
    return result;
  }
  const Result<model::Model> forced =
      Forced(model_, causes_[cause].happenings, result.median_day);
  if (!forced) return tl::unexpected(forced.error());
  const Result<Days> days = Simulate(*forced, wanted, causes_[cause].happenings, {});
  if (!days) return tl::unexpected(days.error());
  double lost = 0.0, kept = 0.0, gained = 0.0, without = 0.0;
  for (std::size_t w = 0; w < wanted.size(); ++w) {
    if (wanted[w] == 0) continue;
    const bool neither = cause_day[w] == kNever && !factual_.Happens(w);
    if (std::isnan(days->effect[w])) {
      result.failed += neither;
      continue;
    }
    const bool happens = days->effect[w] < kNever;
    if (days->cause[w] == kNever) {
      result.never_possible += neither;
      continue;
    }
    if (factual_.Happens(w)) {
      ++(happens ? kept : lost);
      continue;
    }
    ++without;
    gained += happens;
    if (!neither) continue;  // X occurs, but after the window
    ++result.forced;
    result.selected[w] = 1;
    if (!happens) continue;
    ++result.happened;
    result.changed[w] = 1;
  }
  result.probability = Share(result.selected, result.changed);
  // P(y_x) − P(y) and P(y_x) − P(x, y), among worlds in which X occurs or can be made to.
  if (without > 0.0) {
    result.tian_pearl = BoundsOf((gained - lost) / without, (gained + kept) / without);
  }
  return result;
}

// ---- one cause --------------------------------------------------------------------------------

namespace {

Result<Counterfactuals> OneCause(const model::Model& model,
                                 const std::vector<model::HappeningId>& cause,
                                 const Effect& effect, const CausalOptions& options) {
  Result<Counterfactuals> made =
      Counterfactuals::Make(model, effect, {{CandidateKind::kEvent, "cause", cause}}, options);
  if (made && made->causes().empty()) return Fail("the cause is the effect itself");
  return made;
}

}  // namespace

Result<NecessityResult> Necessity(const model::Model& model,
                                  const std::vector<model::HappeningId>& cause,
                                  const Effect& effect, const CausalOptions& options) {
  Result<Counterfactuals> worlds = OneCause(model, cause, effect, options);
  if (!worlds) return tl::unexpected(worlds.error());
  return worlds->Necessity(0);
}

Result<SufficiencyResult> Sufficiency(const model::Model& model,
                                      const std::vector<model::HappeningId>& cause,
                                      const Effect& effect, const CausalOptions& options) {
  Result<Counterfactuals> worlds = OneCause(model, cause, effect, options);
  if (!worlds) return tl::unexpected(worlds.error());
  return worlds->Sufficiency(0);
}

}  // namespace entente::analysis
