// From numbers to a verdict: how a claim stands on average, whether the draws of the parameters
// disagree about it, and what that makes of it at a look and when the worlds run out.
#ifndef ENTENTE_ANALYSIS_CLAIMS_VERDICT_H_
#define ENTENTE_ANALYSIS_CLAIMS_VERDICT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/claims/claims.h"
#include "analysis/claims/statement.h"
#include "analysis/worlds/agreement.h"
#include "model/claims.h"

namespace entente::analysis {

// All slacks of a claim, as of one look. The slacks point into the statements.
struct ClaimNumbers {
  std::vector<Linearised> estimands;
  std::vector<StatementNumbers> statements;
  std::vector<const Combined*> slacks;
  std::vector<bool> weak;  // by slack

  // The slack whose mean is the smallest against its spread over draws.
  const Combined& MostDisputed() const;
};
ClaimNumbers NumbersOf(const model::Claim& claim, std::vector<Linearised> estimands);

// Empty, or why the numbers can not be judged.
std::string Untestable(const model::Claim& claim, const ClaimNumbers& numbers,
                       std::uint64_t fewest_selected);

// The share of the error `alpha` that look `look` (from 0) of `looks` may make, all looks together
// alpha: a quarter for the first, where most claims are settled; half for the last, where those are
// decided that need it; the others share the last quarter equally. With two looks the last has three
// quarters, with one all of it. (Error spending with a known number of looks, their errors added up
// as if they excluded each other: DeMets and Lan 1994.)
double LookError(std::uint32_t look, std::uint32_t looks, double alpha);

// How the claim stands on average: every slack above 0, some slack below, or neither can be told.
enum class Standing : std::uint8_t { kHolds, kFails, kOpen };
// At this confidence for the claim as a whole: its slacks share the error.
Standing StandingOf(const ClaimNumbers& numbers, double confidence);

struct Look {
  Verdict verdict = Verdict::kUndecided;
  bool clear = false;                  // the intervals leave no other verdict
  Standing standing = Standing::kOpen;  // at the look's confidence
  Agreement agreement;                 // of the draws with the claim
};

// The verdict that the intervals leave: supported or contradicted if the average and at least
// `share` of the draws say so, depends if neither side has so many or the average says the opposite of
// the draws. kUndecided if they leave several.
Look LookAt(const ClaimNumbers& numbers, double confidence, double share);

// Whether the average is known and, by the estimate, at least `share` of the draws go with it. More
// worlds might make that clear, but would hardly show the contrary.
bool GoTogether(const Look& look, double share);

// Sampling ends without a clear verdict. The average decides if its sign is known, for that the
// draws disagree is an assertion, too, and was not shown; else it is undecided, except that a slack
// of 0 in every draw contradicts a strict claim and supports a weak one. `why` says the latter.
void CloseUndecided(const ClaimNumbers& numbers, Look& look, std::string& why);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_CLAIMS_VERDICT_H_
