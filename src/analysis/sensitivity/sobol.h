// First-order and total Sobol indices of a simulator that also has luck.
//
// Write f(θ, ω) for the outcome of parameters θ under luck ω, and g(θ) = E_ω f(θ, ω). The indices
// here are those of g, the expected outcome: what one would learn about the odds by learning a
// parameter. Luck is noise, and is taken out without bias rather than averaged away: every row of
// the design is run under two independent lucks ω1, ω2, the same two for A, B and every A_B^(i)
// (common random numbers), and products always pair different lucks where equal ones would square
// the noise:
//
//   V_i   = E[ g(B) (g(A_B^(i)) − g(A)) ]
//         ≈ mean ½ Σ_{r≠s} (f(B,ω_r) − m)(f(A_B^(i),ω_s) − f(A,ω_s))
//   T_i   = ½ E[ (g(A) − g(A_B^(i)))² ]
//         ≈ mean ½ (f(A,ω1) − f(A_B^(i),ω1)) (f(A,ω2) − f(A_B^(i),ω2))
//   Var g ≈ mean of (f(A,ω1) − m)(f(A,ω2) − m) and the same of B
//   noise = E Var(f | θ) ≈ mean ½ (f(·,ω1) − f(·,ω2))²
//
// With one luck (a deterministic simulator) these are the estimators of Saltelli et al. (2010,
// Computer Physics Communications 181, 259–270), table 2 (b) and (f: Jansen 1999).
#ifndef ENTENTE_ANALYSIS_SENSITIVITY_SOBOL_H_
#define ENTENTE_ANALYSIS_SENSITIVITY_SOBOL_H_

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "engine/results.h"

namespace entente::analysis {

// Values of one outcome at a Saltelli design. Index [luck · rows + row]; A_B^(i) is A with its
// column i from B.
struct SaltelliValues {
  std::size_t rows = 0;
  std::size_t lucks = 1;  // 1: deterministic; 2: two independent lucks a row
  std::vector<double> a, b;
  std::vector<std::vector<double>> ab;  // by factor
};

struct SobolIndex {
  engine::Estimate first;  // V_i / Var g
  engine::Estimate total;  // T_i / Var g
  // The index is above 0 at the error level of the intervals, shared among all factors
  // (Bonferroni): with none that matters, the chance that any is called so is at most α.
  bool first_above_zero = false;
  bool total_above_zero = false;
};

struct SobolResult {
  std::size_t rows = 0;        // with finite values throughout
  std::size_t left_out = 0;    // rows with a value that is not finite
  double mean = 0.0;
  engine::Estimate variance;   // of g: what parameters explain
  double noise_variance = 0.0; // E Var(f | θ): what luck adds; 0 for one luck
  // False: the interval of the variance reaches 0, so nothing can be said to be explained; the
  // indices are then undefined (NaN).
  bool defined = false;
  std::vector<SobolIndex> indices;  // by factor
};

// Intervals are asymptotic: each index is a ratio of means over independent rows, linearised
// (Janon et al. 2014, ESAIM: P&S 18, 342–364); replacing the mean m by its estimate does not change
// the first order. Fails if shapes disagree, lucks is not 1 or 2, or fewer than 16 rows are finite.
// Deterministic; cost O(rows · factors).
Result<SobolResult> Sobol(const SaltelliValues& values, double confidence);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_SENSITIVITY_SOBOL_H_
