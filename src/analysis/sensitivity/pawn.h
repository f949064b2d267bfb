// PAWN: how much of an outcome's distribution moves when a parameter is known, by the distance
// between the distribution given the parameter and the distribution without. Unlike variances it
// also sees what happens in the tails.
//
// Pianosi and Wagener (2018), Environmental Modelling & Software 108, 197–207: from any sample, the
// factor's range is cut into slices of equal counts; the Kolmogorov–Smirnov distance between the
// values in a slice and all values is summarised over slices. Distances of finite samples are
// positive even where nothing matters, so dummy factors that have no influence by construction
// (random orders of the sample) say what "nothing" looks like (Zadeh et al. 2017).
#ifndef ENTENTE_ANALYSIS_SENSITIVITY_PAWN_H_
#define ENTENTE_ANALYSIS_SENSITIVITY_PAWN_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"

namespace entente::analysis {

struct PawnOptions {
  std::size_t slices = 10;   // at least 2; lowered until a slice has at least 20 values
  std::size_t dummies = 200;  // random orders behind the threshold, at least; more for many factors
  double confidence = 0.95;  // 1 − the chance that any of the factors is above its threshold by luck
  std::uint64_t seed = 1;
};

struct PawnIndex {
  double median = 0.0;  // over slices, 0..1
  double maximum = 0.0;
  bool above_dummy = false;  // its maximum is above the threshold
};

struct PawnResult {
  std::size_t values = 0;     // finite or +inf; NaN are left out
  std::size_t slices = 0;
  double dummy_median = 0.0;  // the median over dummies of their median distance
  // The quantile of the dummies' maximum distance at the level shared among the factors (Bonferroni);
  // there are enough dummies for about four to lie above it.
  double threshold = 0.0;
  std::vector<PawnIndex> indices;  // by factor
};

// `factors` holds one row a factor, one column a value; `y` may hold +inf (a time not reached), which
// ties at the top. Fails if shapes disagree or fewer than 40 values remain. Deterministic in the
// seed. Cost O(n log n · factors + n · dummies).
Result<PawnResult> Pawn(const std::vector<std::vector<double>>& factors,
                        const std::vector<double>& y, const PawnOptions& options);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_SENSITIVITY_PAWN_H_
