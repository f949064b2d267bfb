#include "analysis/claims/claims.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "analysis/claims/ensembles.h"
#include "analysis/claims/statement.h"
#include "base/diagnostic.h"
#include "base/hash.h"
#include "engine/sinks/intervals.h"

namespace entente::analysis {
namespace {

// All slacks of a claim, as of one look.
struct ClaimNumbers {
  std::vector<Linearised> estimands;
  std::vector<StatementNumbers> statements;
  std::vector<const Combined*> slacks;
  std::vector<bool> weak;  // by slack
};

ClaimNumbers NumbersOf(const model::Claim& claim, const RunningClaim& running) {
  ClaimNumbers numbers;
  for (const RunningEstimand& one : running.estimands) {
    numbers.estimands.push_back(one.totals.Linearise());
  }
  for (const model::ClaimStatement& statement : claim.statements) {
    numbers.statements.push_back(NumbersOf(statement, numbers.estimands));
  }
  for (const StatementNumbers& statement : numbers.statements) {
    for (const Combined& slack : statement.slacks) {
      numbers.slacks.push_back(&slack);
      numbers.weak.push_back(statement.weak);
    }
  }
  return numbers;
}

bool IsConstant(const Combined& number) {
  return std::all_of(number.influence.begin(), number.influence.end(),
                     [](double one) { return one == 0.0; });
}

// Empty, or why the numbers can not be judged.
std::string Untestable(const model::Claim& claim, const ClaimNumbers& numbers,
                       std::uint64_t fewest) {
  for (std::size_t i = 0; i < numbers.estimands.size(); ++i) {
    const Linearised& one = numbers.estimands[i];
    if (one.selected >= fewest) continue;
    return fmt::format("only {} of {} worlds count for `{}`; a claim needs at least {}",
                       one.selected, one.worlds, claim.estimands[i].text, fewest);
  }
  for (std::size_t s = 0; s < numbers.statements.size(); ++s) {
    const StatementNumbers& one = numbers.statements[s];
    if (!std::isfinite(one.effect.value)) {
      return fmt::format("`{}` has no finite value", claim.statements[s].text);
    }
    const auto beyond = std::count_if(numbers.estimands.begin(), numbers.estimands.end(),
                                      [](const Linearised& e) { return e.beyond; });
    if (beyond > 1 && one.effect.value == 0.0) {
      return fmt::format("both sides of `{}` lie beyond the window", claim.statements[s].text);
    }
  }
  return "";
}

// How the claim stands on average: every slack above 0, some slack below, or open. The level is
// shared among the slacks.
enum class Standing { kHolds, kFails, kOpen };

Standing StandingOf(const ClaimNumbers& numbers, double confidence) {
  const double alpha = (1.0 - confidence) / static_cast<double>(numbers.slacks.size());
  bool holds = true;
  for (std::size_t i = 0; i < numbers.slacks.size(); ++i) {
    const engine::Estimate slack = numbers.slacks[i]->Interval(1.0 - alpha);
    if (slack.high < 0.0) return Standing::kFails;
    holds = holds && slack.low > 0.0;
  }
  return holds ? Standing::kHolds : Standing::kOpen;
}

// A slack that no draw moves from 0: nothing that the claim is about changes.
std::optional<bool> AtZero(const ClaimNumbers& numbers) {
  for (std::size_t i = 0; i < numbers.slacks.size(); ++i) {
    if (numbers.slacks[i]->value == 0.0 && IsConstant(*numbers.slacks[i])) return numbers.weak[i];
  }
  return std::nullopt;
}

// The share of draws in which the claim holds.
Agreement AgreementOf(const ClaimNumbers& numbers, double confidence) {
  std::vector<DrawEffects> effects;
  std::vector<const DrawEffects*> pointers;
  for (std::size_t i = 0; i < numbers.slacks.size(); ++i) {
    const Combined* const slack = numbers.slacks[i];
    if (IsConstant(*slack)) {
      // The same in every draw: it fails in all of them or restricts none.
      const bool fails = slack->value < 0.0 || (slack->value == 0.0 && !numbers.weak[i]);
      if (fails) return {slack->influence.size() / 2, 0.0, 0.0, 0.0, 0.0, 0.0};
      continue;
    }
    effects.push_back(slack->Effects());
  }
  const std::uint64_t draws = numbers.slacks[0]->influence.size() / 2;
  if (effects.empty()) return {draws, 1.0, 1.0, 1.0, 0.0, 0.0};
  for (const DrawEffects& one : effects) pointers.push_back(&one);
  return PositiveShare(pointers, confidence);
}

// The slack whose mean is the smallest against its spread over draws.
const Combined& MostDisputed(const ClaimNumbers& numbers) {
  const auto strength = [](const Combined& slack) {
    double squares = 0.0;
    for (const double one : slack.influence) squares += one * one;
    return squares > 0.0 ? slack.value / std::sqrt(squares)
                         : std::numeric_limits<double>::infinity();
  };
  return **std::min_element(numbers.slacks.begin(), numbers.slacks.end(),
                            [&](const Combined* a, const Combined* b) {
                              return strength(*a) < strength(*b);
                            });
}

struct Look {
  Verdict verdict = Verdict::kUndecided;
  bool clear = false;
  Agreement agreement;
};

// The verdict that the intervals leave; kUndecided if they leave several.
Look ClearVerdict(const ClaimNumbers& numbers, double confidence, double share) {
  Look look;
  const Standing standing = StandingOf(numbers, confidence);
  look.agreement = AgreementOf(numbers, confidence);
  const Agreement& draws = look.agreement;
  if (standing == Standing::kHolds && draws.low >= share) {
    look.verdict = Verdict::kSupported;
  } else if (standing == Standing::kFails && draws.high <= 1.0 - share) {
    look.verdict = Verdict::kContradicted;
  } else if (draws.low > 1.0 - share && draws.high < share) {
    look.verdict = Verdict::kDepends;
  }
  look.clear = look.verdict != Verdict::kUndecided;
  return look;
}

// The worlds have run out: the estimates decide where the average's sign is known.
void LastVerdict(const ClaimNumbers& numbers, double confidence, double share, Look& look,
                 std::string& why) {
  if (look.clear) return;
  if (const std::optional<bool> weak = AtZero(numbers)) {
    look.verdict = *weak ? Verdict::kSupported : Verdict::kContradicted;
    why = "nothing that it compares differs in any world";
    return;
  }
  const double positive = look.agreement.positive;
  switch (StandingOf(numbers, confidence)) {
    case Standing::kHolds:
      look.verdict = positive >= share ? Verdict::kSupported : Verdict::kDepends;
      return;
    case Standing::kFails:
      look.verdict = positive <= 1.0 - share ? Verdict::kContradicted : Verdict::kDepends;
      return;
    case Standing::kOpen: break;
  }
  look.verdict = Verdict::kUndecided;
}

class Checker {
 public:
  Checker(const model::Model& model, const ClaimsOptions& options)
      : model_(model), options_(options) {}
  Result<ClaimsResult> Run();

 private:
  Result<void> Choose();
  void LookAt(std::size_t index, std::uint32_t look, std::uint64_t worlds, bool last);
  void Record(const ClaimNumbers& numbers, const Look& look, ClaimResult& result) const;
  void Decide(const Ensembles& ensembles);

  const model::Model& model_;
  const ClaimsOptions& options_;
  std::vector<RunningClaim> running_;
  ClaimsResult result_;
  std::vector<std::vector<double>> disputed_;  // by claim: the most disputed slack by draw
};

Result<void> Checker::Choose() {
  std::vector<std::string> names;
  for (const model::Claim& claim : model_.claims) names.push_back(claim.provenance.name);
  for (const std::string& name : options_.names) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const std::string nearest = NearestName(name, names).value_or("");
    return Fail("no claim is called `" + name + "`" +
                (nearest.empty() ? "" : "; did you mean `" + nearest + "`?"));
  }
  for (std::size_t c = 0; c < names.size(); ++c) {
    const bool wanted = options_.names.empty() ||
                        std::find(options_.names.begin(), options_.names.end(), names[c]) !=
                            options_.names.end();
    if (!wanted) continue;
    RunningClaim claim;
    claim.id = model::ClaimId(c);
    running_.push_back(std::move(claim));
  }
  return {};
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

void Checker::LookAt(std::size_t index, std::uint32_t look_number, std::uint64_t worlds,
                     bool last) {
  RunningClaim& running = running_[index];
  ClaimResult& result = result_.claims[index];
  const model::Claim& claim = model_.claims[running.id.index()];
  const ClaimNumbers numbers = NumbersOf(claim, running);
  result.worlds = worlds;
  result.looks = look_number + 1;
  result.confidence = engine::LookConfidence(look_number, options_.confidence);
  result.why = Untestable(claim, numbers, options_.fewest_selected);
  Look look;
  if (!result.why.empty()) {
    look.verdict = Verdict::kNotTestable;
    look.agreement.positive = std::numeric_limits<double>::quiet_NaN();
    running.open = !last;
  } else {
    look = ClearVerdict(numbers, result.confidence, options_.agree_share);
    if (last) {
      LastVerdict(numbers, result.confidence, options_.agree_share, look, result.why);
    }
    running.open = !look.clear && !last;
    if (look.verdict == Verdict::kUndecided && last) {
      result.why = fmt::format("undecided with {} worlds", worlds);
    }
  }
  Record(numbers, look, result);
  if (running.open || look.verdict == Verdict::kNotTestable) return;
  const DrawEffects effects = MostDisputed(numbers).Effects();
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
  if (const Result<void> chosen = Choose(); !chosen) return tl::unexpected(chosen.error());
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
  const std::uint64_t budget = (options_.worlds + per_draw - 1) / per_draw * per_draw;
  const auto any_open = [&] {
    return std::any_of(running_.begin(), running_.end(),
                       [](const RunningClaim& claim) { return claim.open; });
  };
  std::uint64_t done = 0;
  for (std::uint32_t look = 0; any_open() && done < budget && !result_.partial; ++look) {
    const std::uint64_t whole = engine::LookWorlds(look) / per_draw * per_draw;
    const std::uint64_t to = std::min(std::max(whole, per_draw), budget);
    if (to <= done) continue;
    const Result<bool> all = ensembles->Extend(done, to, running_);
    if (!all) return tl::unexpected(all.error());
    result_.partial = !*all;
    if (result_.partial) break;
    done = to;
    for (std::size_t i = 0; i < running_.size(); ++i) {
      if (running_[i].open) LookAt(i, look, to, to == budget);
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

Result<ClaimsResult> CheckClaims(const model::Model& model, const ClaimsOptions& options) {
  if (options.worlds_per_draw < 2 || options.worlds_per_draw % 2 != 0) {
    return Fail(fmt::format("{} worlds a draw: claims need an even number, so that half a draw can "
                            "be held against the other half", options.worlds_per_draw));
  }
  constexpr std::uint64_t kMostWorlds = std::uint64_t{1} << 24;
  if (options.worlds < 1 || options.worlds > kMostWorlds) {
    return Fail(fmt::format("{} worlds were asked for; claims are checked with 1 to {}",
                            options.worlds, kMostWorlds));
  }
  return Checker(model, options).Run();
}

}  // namespace entente::analysis
