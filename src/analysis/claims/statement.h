// The arithmetic of claims: each side of a comparison as a number with its derivatives, and the
// comparison as slacks, which must all be above 0 for it to hold.
#ifndef ENTENTE_ANALYSIS_CLAIMS_STATEMENT_H_
#define ENTENTE_ANALYSIS_CLAIMS_STATEMENT_H_

#include <vector>

#include "analysis/claims/estimand.h"
#include "analysis/worlds/agreement.h"
#include "model/claims.h"

namespace entente::analysis {

// A number made of estimands, linearised: value + influence[h] for half draw h.
struct Combined {
  double value = 0.0;
  std::vector<double> influence;
  double unseen_variance = 0.0;

  engine::Estimate Interval(double confidence) const {
    return IntervalOf(value, influence, unseen_variance, confidence);
  }
  DrawEffects Effects() const;
};

// The postfix steps over the claim's estimands, by the chain rule. The estimands' influences have
// one length. A division by 0 gives a value that is not finite.
Combined Evaluate(const std::vector<model::ClaimStep>& steps,
                  const std::vector<Linearised>& estimands);

struct StatementNumbers {
  Combined left, right, effect;  // effect = left − right
  std::vector<Combined> slacks;  // the statement holds where all are above 0 (or at 0, if weak)
  bool weak = false;             // <=, >=, about: 0 is enough
};
StatementNumbers NumbersOf(const model::ClaimStatement& statement,
                           const std::vector<Linearised>& estimands);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_CLAIMS_STATEMENT_H_
