#include "analysis/claims/claims.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "analysis/claims/ensembles.h"
#include "analysis/claims/verdict.h"
#include "base/diagnostic.h"
#include "base/hash.h"

namespace entente::analysis {
namespace {

// 64 draws of 32 worlds: enough to tell parameters that decide, and shares of draws roughly.
constexpr std::uint64_t LookWorlds(std::uint32_t look) { return std::uint64_t{2'048} << look; }

// Looks in all: the last is at the budget.
std::uint32_t LooksUntil(std::uint64_t budget) {
  std::uint32_t looks = 1;
  while (LookWorlds(looks - 1) < budget) ++looks;
  return looks;
}

std::vector<std::string> NamesOf(const model::Model& model) {
  std::vector<std::string> names;
  for (const model::Claim& claim : model.claims) names.push_back(claim.provenance.name);
  return names;
}

class Checker {
 public:
  Checker(const model::Model& model, const ClaimsOptions& options)
      : model_(model), options_(options) {}
  Result<ClaimsResult> Run();

 private:
  void Choose();
  void LookAt(std::size_t index, std::uint32_t look, std::uint64_t worlds);
  // Worlds of each set of policies at most: whole draws.
  std::uint64_t Budget() const {
    const std::uint64_t per_draw = options_.worlds_per_draw;
    return (options_.worlds + per_draw - 1) / per_draw * per_draw;
  }
  void Record(const ClaimNumbers& numbers, const Look& look, ClaimResult& result) const;
  void Decide(const Ensembles& ensembles);

  const model::Model& model_;
  const ClaimsOptions& options_;
  std::vector<RunningClaim> running_;
  ClaimsResult result_;
  std::vector<std::vector<double>> disputed_;  // by claim: the most disputed slack by draw
};

void Checker::Choose() {
  const std::vector<std::string> names = NamesOf(model_);
  for (std::size_t c = 0; c < names.size(); ++c) {
    const bool wanted = options_.names.empty() ||
                        std::find(options_.names.begin(), options_.names.end(), names[c]) !=
                            options_.names.end();
    if (!wanted) continue;
    RunningClaim claim;
    claim.id = model::ClaimId(c);
    running_.push_back(std::move(claim));
  }
}

void Checker::Record(const ClaimNumbers& numbers, const Look& look, ClaimResult& result) const {
  result.verdict = look.verdict;
  result.clear = look.clear;
  result.agreement = look.agreement;
  result.estimands.clear();
  result.statements.clear();
  const double confidence = result.confidence;
  for (const Linearised& one : numbers.estimands) {
    result.estimands.push_back(
        {IntervalOf(one.value, one.influence, one.unseen_variance, confidence), one.selected,
         one.worlds, one.beyond});
  }
  for (const StatementNumbers& one : numbers.statements) {
    result.statements.push_back({one.left.Interval(confidence), one.right.Interval(confidence),
                                 one.effect.Interval(confidence)});
  }
}

void Checker::LookAt(std::size_t index, std::uint32_t look_number, std::uint64_t worlds) {
  RunningClaim& running = running_[index];
  ClaimResult& result = result_.claims[index];
  const model::Claim& claim = model_.claims[running.id.index()];
  std::vector<Linearised> estimands;
  for (const RunningEstimand& one : running.estimands) estimands.push_back(one.totals.Linearise());
  const ClaimNumbers numbers = NumbersOf(claim, std::move(estimands));
  result.worlds = worlds;
  result.looks = look_number + 1;
  bool last = worlds >= Budget();
  result.confidence =
      1.0 - LookError(look_number, LooksUntil(Budget()), 1.0 - options_.confidence);
  result.why = Untestable(claim, numbers, options_.fewest_selected);
  Look look;
  if (!result.why.empty()) {
    look.verdict = Verdict::kNotTestable;
    look.agreement.positive = std::numeric_limits<double>::quiet_NaN();
  } else {
    look = analysis::LookAt(numbers, result.confidence, options_.agree_share);
    last = last || (worlds >= Budget() / 4 && GoTogether(look, options_.agree_share));
    if (last) CloseUndecided(numbers, look, result.why);
    if (look.verdict == Verdict::kUndecided && last) {
      result.why = fmt::format("undecided with {} worlds", worlds);
    }
  }
  running.open = !look.clear && !last;
  Record(numbers, look, result);
  if (running.open || look.verdict == Verdict::kNotTestable) return;
  const DrawEffects effects = numbers.MostDisputed().Effects();
  disputed_[index].clear();
  for (std::size_t j = 0; j < effects.draws(); ++j) disputed_[index].push_back(effects.Effect(j));
}

void Checker::Decide(const Ensembles& ensembles) {
  // Claims stop at different looks, so their draws differ in number: ranks are made for each.
  std::size_t ranked = 0;
  std::optional<ParameterRanks> ranks;
  for (std::size_t i = 0; i < disputed_.size(); ++i) {
    const std::size_t draws = disputed_[i].size();
    if (draws == 0) continue;
    if (!ranks || ranked != draws) {
      std::vector<std::vector<double>> values;
      for (const std::vector<double>& all : ensembles.draws()) {
        values.emplace_back(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(
                                                           std::min(draws, all.size())));
      }
      ranks.emplace(values);
      ranked = draws;
    }
    ClaimResult& result = result_.claims[i];
    const std::string& name = model_.claims[result.claim.index()].provenance.name;
    const auto deciding = ranks->Decide(disputed_[i], options_.seed, Fnv1a64(name));
    if (!deciding) continue;
    result.deciding = model::ParameterId(deciding->parameter);
    result.correlation = deciding->correlation;
  }
}

Result<ClaimsResult> Checker::Run() {
  Choose();
  Result<Ensembles> ensembles = Ensembles::Make(model_, options_, running_);
  if (!ensembles) return tl::unexpected(ensembles.error());
  disputed_.resize(running_.size());
  for (const RunningClaim& running : running_) {
    ClaimResult claim;
    claim.claim = running.id;
    claim.agreement.positive = std::numeric_limits<double>::quiet_NaN();
    result_.claims.push_back(std::move(claim));
  }
  const std::uint64_t per_draw = options_.worlds_per_draw;
  const std::uint64_t budget = Budget();
  const auto any_open = [&] {
    return std::any_of(running_.begin(), running_.end(),
                       [](const RunningClaim& claim) { return claim.open; });
  };
  std::uint64_t done = 0;
  for (std::uint32_t look = 0; any_open() && done < budget && !result_.partial; ++look) {
    const std::uint64_t whole = LookWorlds(look) / per_draw * per_draw;
    const std::uint64_t to = std::min(std::max(whole, per_draw), budget);
    if (to <= done) continue;
    const Result<bool> all = ensembles->Extend(done, to, running_);
    if (!all) return tl::unexpected(all.error());
    result_.partial = !*all;
    if (result_.partial) break;
    done = to;
    for (std::size_t i = 0; i < running_.size(); ++i) {
      if (running_[i].open) LookAt(i, look, to);
    }
  }
  if (result_.partial) {
    for (std::size_t i = 0; i < running_.size(); ++i) {
      if (running_[i].open) result_.claims[i].why = "stopped before a verdict";
    }
  }
  Decide(*ensembles);
  result_.seed = options_.seed;
  result_.worlds_per_draw = per_draw;
  result_.simulated = ensembles->simulated();
  result_.failed = ensembles->failed();
  result_.ensembles = ensembles->count();
  result_.confidence = options_.confidence;
  result_.agree_share = options_.agree_share;
  return std::move(result_);
}

}  // namespace

const char* VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSupported: return "supported";
    case Verdict::kContradicted: return "contradicted";
    case Verdict::kDepends: return "depends";
    case Verdict::kUndecided: return "undecided";
    case Verdict::kNotTestable: return "not_testable";
  }
  return "undecided";
}

Result<void> CheckOptions(const model::Model& model, const ClaimsOptions& options) {
  if (options.worlds_per_draw < 2 || options.worlds_per_draw % 2 != 0) {
    return Fail(fmt::format("{} worlds a draw: claims need an even number, so that half a draw can "
                            "be held against the other half", options.worlds_per_draw));
  }
  constexpr std::uint64_t kMostWorlds = std::uint64_t{1} << 24;
  if (options.worlds < 1 || options.worlds > kMostWorlds) {
    return Fail(fmt::format("{} worlds were asked for; claims are checked with 1 to {}",
                            options.worlds, kMostWorlds));
  }
  const std::vector<std::string> names = NamesOf(model);
  for (const std::string& name : options.names) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const std::string nearest = NearestName(name, names).value_or("");
    return Fail("no claim is called `" + name + "`" +
                (nearest.empty() ? "" : "; did you mean `" + nearest + "`?"));
  }
  return {};
}

Result<ClaimsResult> CheckClaims(const model::Model& model, const ClaimsOptions& options) {
  if (const Result<void> fine = CheckOptions(model, options); !fine) {
    return tl::unexpected(fine.error());
  }
  return Checker(model, options).Run();
}

}  // namespace entente::analysis
