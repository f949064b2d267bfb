// Poisson probabilities for uniformisation: all weights that matter of Poisson(mean), computed from
// the mode outwards so that nothing underflows for any mean, with a bound on what is cut off.
#ifndef ENTENTE_EXACT_POISSON_H_
#define ENTENTE_EXACT_POISSON_H_

#include <cstddef>
#include <vector>

namespace entente::exact {

// weights[i] = P(N = first + i) for N ~ Poisson(mean); `cut` bounds the mass outside, and
// beyond[i] = P(N > first + i), summed from the right.
struct PoissonWindow {
  std::size_t first = 0;
  std::vector<double> weights;
  std::vector<double> beyond;
  double cut = 0.0;
  // Bounds E[(N − last)+], what ∫ P(N > k) loses beyond the window.
  double cut_excess = 0.0;

  std::size_t last() const { return first + weights.size() - 1; }
  double Weight(std::size_t k) const { return k < first || k > last() ? 0.0 : weights[k - first]; }
  double Beyond(std::size_t k) const {
    return k < first ? 1.0 : (k > last() ? 0.0 : beyond[k - first]);
  }
};

// mean >= 0, 0 < epsilon < 1. About 12 √mean + 40 weights for epsilon = 1e-12. Relative error of
// each weight about 1e-15 × its distance from the mode (Fox and Glynn 1988, without their scaling:
// the ratios are exact enough in double).
PoissonWindow MakePoissonWindow(double mean, double epsilon);

}  // namespace entente::exact

#endif  // ENTENTE_EXACT_POISSON_H_
