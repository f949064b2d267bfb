#include "analysis/claims/verdict.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace entente::analysis {
namespace {

bool IsConstant(const Combined& number) {
  return std::all_of(number.influence.begin(), number.influence.end(),
                     [](double one) { return one == 0.0; });
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

}  // namespace

const Combined& ClaimNumbers::MostDisputed() const {
  const auto strength = [](const Combined& slack) {
    double squares = 0.0;
    for (const double one : slack.influence) squares += one * one;
    return squares > 0.0 ? slack.value / std::sqrt(squares)
                         : std::numeric_limits<double>::infinity();
  };
  return **std::min_element(slacks.begin(), slacks.end(),
                            [&](const Combined* a, const Combined* b) {
                              return strength(*a) < strength(*b);
                            });
}

ClaimNumbers NumbersOf(const model::Claim& claim, std::vector<Linearised> estimands) {
  ClaimNumbers numbers;
  numbers.estimands = std::move(estimands);
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

double LookError(std::uint32_t look, std::uint32_t looks, double alpha) {
  if (looks == 1) return alpha;
  if (look == 0) return alpha / 4;
  if (looks == 2) return 0.75 * alpha;
  return look + 1 == looks ? alpha / 2 : alpha / (4.0 * (looks - 2));
}

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

Look LookAt(const ClaimNumbers& numbers, double confidence, double share) {
  Look look;
  look.standing = StandingOf(numbers, confidence);
  look.agreement = AgreementOf(numbers, confidence);
  const Agreement& draws = look.agreement;
  if (look.standing == Standing::kHolds && draws.low >= share) {
    look.verdict = Verdict::kSupported;
  } else if (look.standing == Standing::kFails && draws.high <= 1.0 - share) {
    look.verdict = Verdict::kContradicted;
  } else if ((draws.low > 1.0 - share && draws.high < share) ||
             (look.standing == Standing::kHolds && draws.high <= 1.0 - share) ||
             (look.standing == Standing::kFails && draws.low >= share)) {
    look.verdict = Verdict::kDepends;
  }
  look.clear = look.verdict != Verdict::kUndecided;
  return look;
}

bool GoTogether(const Look& look, double share) {
  return (look.standing == Standing::kHolds && look.agreement.positive >= share) ||
         (look.standing == Standing::kFails && look.agreement.positive <= 1.0 - share);
}

void CloseUndecided(const ClaimNumbers& numbers, Look& look, std::string& why) {
  if (look.clear) return;
  if (const std::optional<bool> weak = AtZero(numbers)) {
    look.verdict = *weak ? Verdict::kSupported : Verdict::kContradicted;
    why = "nothing that it compares differs in any world";
    return;
  }
  switch (look.standing) {
    case Standing::kHolds: look.verdict = Verdict::kSupported; return;
    case Standing::kFails: look.verdict = Verdict::kContradicted; return;
    case Standing::kOpen: look.verdict = Verdict::kUndecided; return;
  }
}

}  // namespace entente::analysis
