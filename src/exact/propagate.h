// The distribution of a chain carried over one stretch of time by uniformisation, with what is
// watched on the way.
#ifndef ENTENTE_EXACT_PROPAGATE_H_
#define ENTENTE_EXACT_PROPAGATE_H_

#include <string>
#include <vector>

#include "exact/chain.h"
#include "exact/poisson.h"

namespace entente::exact {

// A number followed through a stretch: value(k) after k steps of the uniformised chain. It stays at
// its last entry once the chain has settled.
struct Series {
  std::vector<double> by_step;
  double At(std::size_t k) const { return k < by_step.size() ? by_step[k] : by_step.back(); }
};

struct Stretch {
  double length = 0.0;          // days
  double rate = 0.0;            // of the uniformised chain, per day
  std::vector<Series> watched;  // probability-weighted sums of the watched vectors
  Series absorbed;              // probability absorbed since the stretch began
  double cut = 0.0;             // probability that truncation may have misplaced
  std::string problem;

  // The expected value at `days` into the stretch, and its integral over the whole stretch.
  double ValueAt(const Series& series, double days, double epsilon) const;
  double Integral(const Series& series, double epsilon, double& error) const;
};

// Carries `probability` (in place) over `length` days. `watch`: vectors over states. `absorbing`:
// states whose mass is taken out as soon as it arrives (flags by state; empty: none); mass that is
// there at the beginning must have been taken out before.
Stretch Carry(const Chain& chain, double length,
              const std::vector<const std::vector<double>*>& watch,
              const std::vector<bool>& absorbing, const ExactOptions& options, double& work,
              std::vector<double>& probability);

}  // namespace entente::exact

#endif  // ENTENTE_EXACT_PROPAGATE_H_
