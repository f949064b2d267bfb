#include "analysis/claims/ensembles.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "analysis/explain/necessity.h"
#include "analysis/worlds/ranges.h"
#include "base/on_threads.h"
#include "model/apply_policies.h"

namespace entente::analysis {
namespace {

EstimandTotals TotalsFor(const model::Model& model, const model::Estimand& estimand) {
  using Shape = EstimandTotals::Shape;
  if (estimand.kind == model::EstimandKind::kNecessity ||
      estimand.kind == model::EstimandKind::kSufficiency) {
    return {Shape::kProbability, 0.5, 1.0};
  }
  const model::Outcome& outcome = model::OutcomeOf(model, estimand.outcome);
  const double infinity = std::numeric_limits<double>::infinity();
  const bool time = outcome.kind == model::OutcomeKind::kTimeTo;
  const double window = time ? outcome.to_day - outcome.from_day : infinity;
  switch (estimand.kind) {
    case model::EstimandKind::kRate: return {Shape::kRatio, 0.5, infinity};
    case model::EstimandKind::kQuantile: return {Shape::kQuantile, estimand.level, window};
    default:
      return {outcome.kind == model::OutcomeKind::kEver ? Shape::kProbability : Shape::kMean, 0.5,
              window};
  }
}

// What world w adds to the estimand.
WorldShare ShareOf(const RunningEstimand& running, const engine::WorldValues& worlds,
                   std::uint64_t w, double window) {
  if (worlds.failed(w)) return {};
  if (running.has_given && worlds.outcome(running.given_row)[w] != 1.0) return {};
  double value = worlds.outcome(running.value_row)[w];
  if (std::isnan(value)) return {};
  if (running.has_time) {
    const double days = worlds.outcome(running.time_row)[w];
    return std::isnan(days) ? WorldShare{} : WorldShare{value, days};
  }
  if (running.estimand->kind != model::EstimandKind::kQuantile) value = std::min(value, window);
  return {value, 1.0};
}

}  // namespace

std::size_t Ensembles::Find(const std::vector<std::string>& under) {
  for (std::size_t e = 0; e < ensembles_.size(); ++e) {
    if (ensembles_[e].under == under) return e;
  }
  ensembles_.emplace_back();
  ensembles_.back().under = under;
  return ensembles_.size() - 1;
}

std::size_t Ensembles::Row(Ensemble& ensemble, model::OutcomeId outcome) {
  const auto found = std::find(ensemble.outcomes.begin(), ensemble.outcomes.end(), outcome);
  if (found != ensemble.outcomes.end()) {
    return static_cast<std::size_t>(found - ensemble.outcomes.begin());
  }
  ensemble.outcomes.push_back(outcome);
  return ensemble.outcomes.size() - 1;
}

Result<Ensembles> Ensembles::Make(const model::Model& model, const ClaimsOptions& options,
                                  std::vector<RunningClaim>& claims) {
  Ensembles all(options);
  all.parameters_ = model.parameters.size();
  all.draws_.resize(all.parameters_);
  for (RunningClaim& claim : claims) {
    for (const model::Estimand& estimand : model.claims[claim.id.index()].estimands) {
      RunningEstimand running;
      running.estimand = &estimand;
      running.ensemble = all.Find(estimand.under);
      running.totals = TotalsFor(model, estimand);
      running.causal = estimand.kind == model::EstimandKind::kNecessity ||
                       estimand.kind == model::EstimandKind::kSufficiency;
      if (running.causal) {
        claim.estimands.push_back(std::move(running));
        continue;
      }
      Ensemble& ensemble = all.ensembles_[running.ensemble];
      running.value_row = Row(ensemble, estimand.outcome);
      if (estimand.kind == model::EstimandKind::kRate) {
        running.has_time = true;
        running.time_row = Row(ensemble, estimand.time);
      }
      if (estimand.given.valid()) {
        running.has_given = true;
        running.given_row = Row(ensemble, estimand.given);
      }
      claim.estimands.push_back(std::move(running));
    }
  }
  engine::WorldsSettings settings;
  settings.seed = options.seed;
  settings.threads = options.threads;
  settings.tile_width = options.tile_width;
  settings.worlds_per_draw = options.worlds_per_draw;
  settings.limits = options.limits;
  settings.cancel = options.cancel;
  settings.parameters = true;
  // A model is prepared on one thread, so models are prepared side by side.
  std::vector<Result<void>> prepared(all.ensembles_.size());
  ForEachOnThreads(ThreadsOf(options.threads), all.ensembles_.size(), [&](std::size_t e) {
    prepared[e] = Prepare(model, settings, all.ensembles_[e]);
  });
  for (const Result<void>& one : prepared) {
    if (!one) return tl::unexpected(one.error());
  }
  return all;
}

Result<void> Ensembles::Prepare(const model::Model& model, engine::WorldsSettings settings,
                                Ensemble& ensemble) {
  Result<model::Model> changed = model::Apply(model, ensemble.under);
  if (!changed) return tl::unexpected(changed.error());
  ensemble.changed = std::move(*changed);
  if (ensemble.outcomes.empty()) return {};
  settings.outcomes = ensemble.outcomes;
  Result<engine::WorldSimulator> simulator =
      engine::WorldSimulator::Make(ensemble.changed, settings);
  if (!simulator) return tl::unexpected(simulator.error());
  ensemble.simulator.push_back(std::move(*simulator));
  return {};
}

void Ensembles::Add(std::size_t e, const engine::WorldValues& range,
                    std::vector<RunningClaim>& claims) {
  const std::uint64_t per_draw = options_.worlds_per_draw;
  const std::uint64_t n = range.worlds;
  simulated_ += n;
  for (std::uint64_t w = 0; w < n; ++w) failed_ += range.failed(w) ? 1 : 0;
  // The draws are the same in every ensemble; whoever comes first tells them.
  for (std::uint64_t w = 0; w < n && parameters_ > 0; w += per_draw) {
    if ((range.first_world + w) / per_draw < draws_[0].size()) continue;
    for (std::size_t p = 0; p < parameters_; ++p) draws_[p].push_back(range.parameter(p)[w]);
  }
  std::vector<WorldShare> shares(per_draw);
  for (RunningClaim& claim : claims) {
    for (RunningEstimand& running : claim.estimands) {
      if (!claim.open || running.causal || running.ensemble != e) continue;
      const model::Outcome& outcome = ensembles_[e].simulator[0].outcome(running.value_row);
      const double window = outcome.kind == model::OutcomeKind::kTimeTo
                                ? outcome.to_day - outcome.from_day
                                : std::numeric_limits<double>::infinity();
      for (std::uint64_t w = 0; w < n; w += per_draw) {
        for (std::uint64_t i = 0; i < per_draw; ++i) {
          shares[i] = ShareOf(running, range, w + i, window);
        }
        running.totals.AddDraw(shares.data(), per_draw);
      }
    }
  }
}

Result<bool> Ensembles::Extend(std::uint64_t from, std::uint64_t to,
                               std::vector<RunningClaim>& claims) {
  const std::uint64_t per_draw = options_.worlds_per_draw;
  std::vector<bool> wanted(ensembles_.size(), false);
  for (const RunningClaim& claim : claims) {
    for (const RunningEstimand& running : claim.estimands) {
      if (claim.open && !running.causal) wanted[running.ensemble] = true;
    }
  }
  const auto open = static_cast<std::uint64_t>(std::count(wanted.begin(), wanted.end(), true));
  std::uint64_t done = 0;
  for (std::size_t e = 0; e < ensembles_.size(); ++e) {
    if (!wanted[e]) continue;
    const auto take = [&](const engine::WorldValues& range) {
      Add(e, range, claims);
      done += range.worlds;
      if (options_.on_progress) options_.on_progress({done, open * (to - from)});
    };
    const Result<bool> all = InRanges(ensembles_[e].simulator[0], from, to, per_draw, take);
    if (!all || !*all) return all;
  }
  for (RunningClaim& claim : claims) {
    for (RunningEstimand& running : claim.estimands) {
      if (!claim.open || !running.causal) continue;
      const Result<bool> all = Counterfactual(running, to);
      if (!all || !*all) return all;
    }
  }
  return true;
}

Result<bool> Ensembles::Counterfactual(RunningEstimand& running, std::uint64_t worlds) {
  const model::Estimand& estimand = *running.estimand;
  const model::Model& model = ensembles_[running.ensemble].changed;
  CausalOptions options;
  options.seed = options_.seed;
  options.worlds = worlds;
  options.threads = options_.threads;
  options.worlds_per_draw = options_.worlds_per_draw;
  options.confidence = options_.confidence;
  options.limits = options_.limits;
  options.cancel = options_.cancel;
  Effect effect;
  effect.happenings = estimand.effect;
  std::vector<std::uint8_t> selected, changed;
  std::string problem;
  const auto take = [&](const auto& result) {
    if (!result) {
      problem = result.error().message;
      return;
    }
    selected = result->selected;
    changed = result->changed;
    simulated_ += 2 * worlds;
  };
  if (estimand.kind == model::EstimandKind::kNecessity) {
    take(Necessity(model, estimand.cause, effect, options));
  } else {
    take(Sufficiency(model, estimand.cause, effect, options));
  }
  if (!problem.empty()) {
    if (options_.cancel != nullptr && options_.cancel->load()) return false;
    return Fail(fmt::format("`{}`: {}", estimand.text, problem));
  }
  running.totals = TotalsFor(model, estimand);
  std::vector<WorldShare> shares(options_.worlds_per_draw);
  for (std::uint64_t w = 0; w < worlds; w += options_.worlds_per_draw) {
    for (std::uint64_t i = 0; i < options_.worlds_per_draw; ++i) {
      const bool counts = w + i < selected.size() && selected[w + i] != 0;
      shares[i] = counts ? WorldShare{changed[w + i] != 0 ? 1.0 : 0.0, 1.0} : WorldShare{};
    }
    running.totals.AddDraw(shares.data(), shares.size());
  }
  return true;
}

}  // namespace entente::analysis
