// Where the spread of an outcome comes from: chance (luck, with everything known), parameters (what
// nobody knows), and scenarios (what people disagree about).
//
// With equal weight for each of S scenarios, Var Y is exactly the sum of
//   chance     E_s E_θ Var(Y | θ, s)
//   parameter  E_s Var_θ E(Y | θ, s)
//   scenario   Var_s E(Y | s)         (over the scenarios given: not a sample of all there could be)
// estimated from a nested sample: J draws of the parameters, m >= 2 worlds a draw, the same draws
// and luck under every scenario. The variance of draw means holds chance as well, and that of
// scenario means holds both; the part is subtracted, which makes each estimate unbiased (the
// one-way analysis of variance, Searle, Casella and McCulloch 1992, section 3.5; Sun, Apley and
// Staum 2011 for nested simulation). A component may so come out below 0: it is reported as it is
// in its interval, and as 0 in the shares.
#ifndef ENTENTE_ANALYSIS_SENSITIVITY_SPLIT_H_
#define ENTENTE_ANALYSIS_SENSITIVITY_SPLIT_H_

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "engine/results.h"

namespace entente::analysis {

// Values of one outcome: [scenario][draw · worlds_per_draw + k].
struct NestedValues {
  std::size_t worlds_per_draw = 2;
  std::vector<std::vector<double>> scenarios;
};

struct SplitResult {
  std::size_t draws = 0;     // with finite values in every world and scenario
  std::size_t left_out = 0;  // draws with a value that is not finite
  std::vector<engine::Estimate> means;     // by scenario
  engine::Estimate chance, parameter, scenario;  // variances, in squared units of the outcome
  double total = 0.0;        // the sum of the three, each at least 0
  // Shares of the total, in 0..1; NaN where the outcome never varies.
  engine::Estimate chance_share, parameter_share, scenario_share;
};

// Intervals by the delete-one jackknife over draws with normal quantiles (Efron and Stein 1981);
// intervals of shares come from the uncut parts and are cut to 0..1 at the end. Fails if shapes
// disagree, worlds_per_draw < 2, or fewer than 16 draws are finite. Deterministic; cost O(values).
Result<SplitResult> SplitVariance(const NestedValues& values, double confidence);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_SENSITIVITY_SPLIT_H_
