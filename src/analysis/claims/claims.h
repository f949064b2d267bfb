// Do the authors' claims hold in the model? Each claim is simulated until its verdict is clear, or
// until the worlds run out.
#ifndef ENTENTE_ANALYSIS_CLAIMS_CLAIMS_H_
#define ENTENTE_ANALYSIS_CLAIMS_CLAIMS_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/claims/deciding.h"
#include "analysis/worlds/agreement.h"
#include "base/result.h"
#include "engine/results.h"
#include "engine/run.h"
#include "model/model.h"

namespace entente::analysis {

// Let the claim's slack be what must be above 0 for it to hold; a conjunction holds if all its
// slacks are. On average over worlds and parameters, and in what share of parameter draws?
enum class Verdict : std::uint8_t {
  kSupported,     // holds on average, and the draws were not shown to disagree
  kContradicted,  // fails on average, and the draws were not shown to disagree
  kDepends,       // the draws were shown to disagree: neither side has `agree_share` of them
  kUndecided,     // the worlds ran out before chance let the average's sign be known
  kNotTestable,   // no number to judge by: see ClaimResult::why
};
const char* VerdictName(Verdict verdict);  // "supported", …, "not_testable"

struct ClaimsOptions {
  std::uint64_t seed = 1;
  std::uint64_t worlds = 32'768;       // at most, of each set of policies
  std::uint64_t worlds_per_draw = 32;  // even; why so many: see decision 0016
  unsigned threads = 0;
  unsigned tile_width = 0;
  double confidence = 0.95;
  // In (0.5, 1). Two thirds is where assessments begin to say "likely" (IPCC guidance on the
  // treatment of uncertainties: Mastrandrea et al. 2010, table 1).
  double agree_share = 2.0 / 3.0;
  std::uint64_t fewest_selected = 100;  // worlds that a condition must leave, else not testable
  std::vector<std::string> names;      // claims by name; empty: all
  engine::RunLimits limits;
  std::function<void(const engine::Progress&)> on_progress;
  const std::atomic<bool>* cancel = nullptr;
};

struct EstimandResult {
  engine::Estimate value;       // stored units
  std::uint64_t selected = 0;   // worlds that count
  std::uint64_t worlds = 0;
  bool beyond_window = false;   // a quantile of times that lies beyond the window
};

struct StatementResult {
  engine::Estimate left, right, effect;  // effect = left − right, paired
};

struct ClaimResult {
  model::ClaimId claim;
  Verdict verdict = Verdict::kUndecided;
  bool clear = false;   // no other verdict at the look's error level; else by the average alone
  std::string why;      // not testable, undecided: in words
  std::uint64_t worlds = 0;  // of each set of policies
  std::uint32_t looks = 0;
  double confidence = 0.95;  // of the intervals: that of the last look
  std::vector<EstimandResult> estimands;
  std::vector<StatementResult> statements;
  Agreement agreement;  // share of draws in which the claim holds
  // The parameter whose draws go most with the claim's slack (the most disputed one of several);
  // a positive correlation means that higher values make it hold.
  std::optional<model::ParameterId> deciding;
  double correlation = 0.0;
};

struct ClaimsResult {
  std::uint64_t seed = 0;
  std::uint64_t worlds_per_draw = 0;
  std::uint64_t simulated = 0;  // worlds in all, over the sets of policies
  std::size_t ensembles = 0;    // distinct sets of policies
  double confidence = 0.95;
  double agree_share = 2.0 / 3.0;
  bool partial = false;         // cancelled: verdicts are of the last whole look
  std::uint64_t failed = 0;
  std::vector<ClaimResult> claims;  // in the model's order
};

// Whether CheckClaims can begin: names that the model has, numbers in their ranges.
Result<void> CheckOptions(const model::Model& model, const ClaimsOptions& options);

// Looks at 2048·2^m worlds; all looks of a claim share the error 1 − confidence (verdict.h), so that
// stopping early is honest for each claim (not for all claims at once). All sets of policies share
// seed and parameter draws, so every comparison is paired; estimands of one set share its worlds.
// A verdict is clear when the intervals of the slacks and of the share of draws leave no other: at
// least `agree_share` of the draws go with the average, or neither side has so many. When the worlds
// run out, a claim that is not clear is called by its average if the average's sign is known, else it
// is undecided; so it is called after a quarter of them if by the estimate, too, so many draws go
// with the average. A slack that is 0 in every draw contradicts a strict claim (nothing changes) and
// supports a weak one.
// Deterministic for any threads and tile width. Fails if a policy can not be applied, the model not
// be planned, or as CheckOptions does.
Result<ClaimsResult> CheckClaims(const model::Model& model, const ClaimsOptions& options);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_CLAIMS_CLAIMS_H_
