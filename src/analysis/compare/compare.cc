#include "analysis/compare/compare.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "analysis/worlds/columns.h"
#include "analysis/worlds/ranges.h"
#include "base/on_threads.h"
#include "engine/worlds.h"
#include "model/apply_policies.h"

namespace entente::analysis {
namespace {

using Names = std::vector<std::string>;

void AddOnce(std::vector<Names>& list, const Names& names) {
  if (std::find(list.begin(), list.end(), names) == list.end()) list.push_back(names);
}

Survival SurvivalOf(const PairedSummary& change, double share) {
  const engine::Estimate& difference = change.difference;
  if (!(difference.low > 0.0 || difference.high < 0.0)) return Survival::kNoDifference;
  const bool up = difference.value > 0.0;
  const double low = up ? change.agreement.low : 1.0 - change.agreement.high;
  const double high = up ? change.agreement.high : 1.0 - change.agreement.low;
  if (low >= share) return Survival::kSurvives;
  if (high < share) return Survival::kDepends;
  return Survival::kUnclear;
}

// The accumulators of one outcome.
struct OutcomeTotals {
  OutcomeTotals(bool probability, std::size_t rows, std::size_t columns)
      : values(rows * columns, ClusteredValue(probability)),
        changes(rows * columns, PairedDifference(probability)),
        batches(rows, columns) {}
  std::vector<ClusteredValue> values;
  std::vector<PairedDifference> changes;
  BatchSums batches;
};

class Comparison {
 public:
  Comparison(const model::Model& model, const CompareGrid& grid, const CompareOptions& options)
      : model_(model), grid_(grid), options_(options) {}

  Result<CompareResult> Run();

 private:
  std::size_t rows() const { return grid_.rows.size(); }
  std::size_t columns() const { return grid_.columns.size(); }
  std::size_t cells() const { return rows() * columns(); }
  Result<void> MakeSimulators();
  void AddRange(std::uint64_t first, const std::vector<engine::WorldValues>& range);
  void Finish(CompareResult& result) const;

  const model::Model& model_;
  const CompareGrid& grid_;
  const CompareOptions& options_;
  std::vector<model::OutcomeId> outcomes_;
  std::vector<engine::WorldSimulator> simulators_;  // by cell
  std::vector<OutcomeTotals> totals_;               // by outcome asked for
  std::vector<std::uint64_t> failed_;               // by cell
};

Result<void> Comparison::MakeSimulators() {
  engine::WorldsSettings settings;
  settings.seed = options_.seed;
  settings.threads = options_.threads;
  settings.tile_width = options_.tile_width;
  settings.worlds_per_draw = options_.worlds_per_draw;
  settings.outcomes = outcomes_;
  settings.limits = options_.limits;
  settings.cancel = options_.cancel;
  // A model is prepared on one thread, so models are prepared side by side.
  std::vector<std::optional<Result<engine::WorldSimulator>>> made(cells());
  ForEachOnThreads(ThreadsOf(options_.threads), cells(), [&](std::size_t cell) {
    // A policy acts in the circumstances of the scenario, so it comes after it.
    Names names = grid_.columns[cell % columns()];
    const Names& policies = grid_.rows[cell / columns()];
    names.insert(names.end(), policies.begin(), policies.end());
    Result<model::Model> changed = model::Apply(model_, names);
    if (changed) {
      made[cell] = engine::WorldSimulator::Make(*changed, settings);
    } else {
      made[cell] = tl::unexpected(changed.error());
    }
  });
  for (std::optional<Result<engine::WorldSimulator>>& one : made) {
    if (!*one) return tl::unexpected(one->error());
    simulators_.push_back(std::move(**one));
  }
  return {};
}

void Comparison::AddRange(std::uint64_t first, const std::vector<engine::WorldValues>& range) {
  const std::uint64_t worlds = range[0].worlds;
  const std::uint64_t per_draw = options_.worlds_per_draw;
  for (std::size_t cell = 0; cell < cells(); ++cell) {
    for (std::uint64_t w = 0; w < worlds; ++w) failed_[cell] += range[cell].failed(w) ? 1 : 0;
  }
  for (std::size_t o = 0; o < outcomes_.size(); ++o) {
    OutcomeTotals& totals = totals_[o];
    std::vector<std::vector<double>> values;
    for (std::size_t cell = 0; cell < cells(); ++cell) {
      values.push_back(UsableValues(simulators_[0].outcome(o), range[cell], o));
    }
    for (std::size_t cell = 0; cell < cells(); ++cell) {
      const std::size_t row = cell / columns(), column = cell % columns();
      const std::vector<double>& base = values[row == 0 ? 0 : column];
      for (std::uint64_t w = 0; w < worlds; w += per_draw) {
        const std::size_t n = std::min(per_draw, worlds - w);
        totals.values[cell].AddDraw(&values[cell][w], n);
        totals.batches.AddDraw(row, column, (first + w) / per_draw, &values[cell][w], n);
        if (cell > 0) totals.changes[cell].AddDraw(&base[w], &values[cell][w], n);
      }
    }
  }
}

void Comparison::Finish(CompareResult& result) const {
  for (std::size_t o = 0; o < outcomes_.size(); ++o) {
    const OutcomeTotals& totals = totals_[o];
    OutcomeComparison comparison;
    comparison.outcome = outcomes_[o];
    for (std::size_t cell = 0; cell < cells(); ++cell) {
      CompareCell one;
      one.value = totals.values[cell].Value(options_.confidence);
      one.worlds = totals.values[cell].worlds();
      if (cell > 0) {
        one.change = totals.changes[cell].Summary(options_.confidence);
        one.survival = SurvivalOf(one.change, options_.survival_share);
        const double positive = one.change.agreement.positive;
        one.sign_share = one.change.difference.value >= 0.0 ? positive : 1.0 - positive;
      }
      comparison.cells.push_back(one);
    }
    comparison.lower_better = Regrets(totals.batches, true, options_.confidence);
    comparison.higher_better = Regrets(totals.batches, false, options_.confidence);
    result.outcomes.push_back(std::move(comparison));
  }
}

Result<CompareResult> Comparison::Run() {
  outcomes_ = options_.outcomes;
  if (outcomes_.empty()) {
    for (std::size_t o = 0; o < model_.outcomes.size(); ++o) outcomes_.emplace_back(o);
  }
  if (const Result<void> made = MakeSimulators(); !made) return tl::unexpected(made.error());
  for (std::size_t o = 0; o < outcomes_.size(); ++o) {
    const bool probability = simulators_[0].outcome(o).kind == model::OutcomeKind::kEver;
    totals_.emplace_back(probability, rows(), columns());
  }
  failed_.assign(cells(), 0);
  const std::uint64_t per_draw = options_.worlds_per_draw;
  const std::uint64_t wanted = (options_.worlds + per_draw - 1) / per_draw * per_draw;
  CompareResult result;
  std::uint64_t done = 0;
  while (done < wanted && !result.partial) {
    const std::uint64_t n = RangeWorlds(done, wanted, per_draw);
    std::vector<engine::WorldValues> range;
    for (std::size_t cell = 0; cell < cells() && !result.partial; ++cell) {
      Result<engine::WorldValues> values = simulators_[cell].Simulate(done, n);
      if (!values) return tl::unexpected(values.error());
      result.partial = !values->complete;
      if (const Result<void> lives = SomeWorldLives(*values); !lives) {
        return tl::unexpected(lives.error());
      }
      range.push_back(std::move(*values));
      if (options_.on_progress) {
        options_.on_progress({done * cells() + (cell + 1) * n, wanted * cells()});
      }
    }
    if (result.partial) break;  // a range counts in all cells or in none
    AddRange(done, range);
    done += n;
  }
  result.grid = grid_;
  result.seed = options_.seed;
  result.worlds = done;
  result.worlds_requested = wanted;
  result.worlds_per_draw = per_draw;
  result.confidence = options_.confidence;
  result.survival_share = options_.survival_share;
  result.failed = failed_;
  if (done > 0) Finish(result);
  return result;
}

}  // namespace

const char* SurvivalName(Survival survival) {
  switch (survival) {
    case Survival::kNoDifference: return "no_difference";
    case Survival::kSurvives: return "survives";
    case Survival::kDepends: return "depends";
    case Survival::kUnclear: return "unclear";
  }
  return "unclear";
}

Result<CompareGrid> GridOf(const model::Model& model, const std::vector<Names>& combinations,
                           bool combine) {
  CompareGrid grid;
  for (const Names& names : combinations) {
    Names policies, scenarios;
    for (const std::string& name : names) {
      const auto found = std::find_if(
          model.policies.begin(), model.policies.end(),
          [&](const model::Policy& policy) { return policy.provenance.name == name; });
      if (found == model.policies.end()) {
        // Says which name is near.
        const Result<model::Model> refused = model::Apply(model, {name});
        return Fail(refused ? "no policy is called `" + name + "`" : refused.error().message);
      }
      Names& where = found->is_scenario ? scenarios : policies;
      if (std::find(where.begin(), where.end(), name) == where.end()) where.push_back(name);
    }
    AddOnce(grid.rows, policies);
    AddOnce(grid.columns, scenarios);
  }
  const std::size_t given = grid.rows.size();
  for (std::size_t a = 1; combine && a < given; ++a) {
    for (std::size_t b = a + 1; b < given; ++b) {
      Names both = grid.rows[a];
      for (const std::string& name : grid.rows[b]) {
        if (std::find(both.begin(), both.end(), name) == both.end()) both.push_back(name);
      }
      AddOnce(grid.rows, both);
    }
  }
  const std::size_t cells = grid.rows.size() * grid.columns.size();
  if (cells > kMostCells) {
    return Fail(fmt::format("{} policies by {} scenarios make {} cells; the most is {}",
                            grid.rows.size(), grid.columns.size(), cells, kMostCells));
  }
  return grid;
}

Result<CompareResult> Compare(const model::Model& model, const CompareGrid& grid,
                              const CompareOptions& options) {
  if (options.worlds_per_draw < 2 || options.worlds_per_draw % 2 != 0) {
    return Fail(fmt::format("{} worlds a draw: a comparison needs an even number, so that half a "
                            "draw can be held against the other half", options.worlds_per_draw));
  }
  constexpr std::uint64_t kMostWorlds = std::uint64_t{1} << 31;
  if (options.worlds < 1 || options.worlds > kMostWorlds) {
    return Fail(fmt::format("{} worlds were asked for; a comparison has 1 to {}", options.worlds,
                            kMostWorlds));
  }
  if (model.outcomes.empty()) {
    return Fail("the model declares no outcome, so there is nothing to compare");
  }
  return Comparison(model, grid, options).Run();
}

}  // namespace entente::analysis
