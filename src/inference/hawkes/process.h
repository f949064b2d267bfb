// Multivariate Hawkes processes: acts that breed acts. Dimension i (say, hostile acts of Japan
// toward Korea) has at time t the intensity
//
//   λ_i(t) = base_i + Σ_j Σ_r A_rij β_r Σ_{events of j at s < t} mark e^{−β_r (t − s)}
//
// a sum of exponential kernels with decays β_r shared by all pairs (one decay: the exponential
// kernel). A_rij is a number of acts: how many of i one act of j with mark 1 breeds through kernel
// r, so the spectral radius of Σ_r A_r is the branching ratio, and below 1 the process is stable
// (Hawkes 1971). It is what an act-linkage of the model language means when only that linkage moves
// its target: strength s on a target of rate μ is A = μ s (|weight| / 10) / β.
#ifndef ENTENTE_INFERENCE_HAWKES_PROCESS_H_
#define ENTENTE_INFERENCE_HAWKES_PROCESS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace entente::inference {

struct HawkesEvent {
  double time = 0.0;  // days (any unit of time, the same everywhere)
  std::uint32_t dimension = 0;
  double mark = 1.0;  // >= 0
};

struct HawkesModel {
  std::size_t dimensions = 0;
  std::vector<double> base;       // events per unit of time, >= 0
  std::vector<double> decays;     // per unit of time, > 0
  std::vector<double> branching;  // [kernel][excited][exciting], >= 0

  static HawkesModel Make(std::size_t dimensions, std::size_t kernels);
  std::size_t kernels() const { return decays.size(); }
  std::size_t Index(std::size_t kernel, std::size_t excited, std::size_t exciting) const {
    return (kernel * dimensions + excited) * dimensions + exciting;
  }
  double& A(std::size_t kernel, std::size_t excited, std::size_t exciting) {
    return branching[Index(kernel, excited, exciting)];
  }
  double A(std::size_t kernel, std::size_t excited, std::size_t exciting) const {
    return branching[Index(kernel, excited, exciting)];
  }
  // Spectral radius of Σ_r A_r (marks 1).
  double BranchingRatio() const;
  // (I − Σ_r A_r)⁻¹ base: the long-run rates; empty if the branching ratio is 1 or more.
  std::vector<double> StationaryRates() const;
};

// Decayed sums of past marks by kernel and dimension at a moment that only moves forward. Copying
// one is how a simulation starts from what has happened.
class Excitation {
 public:
  Excitation(const HawkesModel& model, double time);
  double time() const { return time_; }
  void AdvanceTo(double time);                     // time >= time()
  void Add(std::uint32_t dimension, double mark);  // an event now; it acts from now on
  // λ_i just after now.
  double Intensity(const HawkesModel& model, std::size_t i) const;
  // ∫ λ_i from now to `time` >= time() if nothing happens.
  double Integral(const HawkesModel& model, std::size_t i, double time) const;
  double Sum(std::size_t kernel, std::size_t j) const { return sums_[kernel * dimensions_ + j]; }

 private:
  std::size_t dimensions_;
  std::vector<double> decays_;
  std::vector<double> sums_;  // [kernel][dimension]
  double time_;
};

// The same shapes as a model: derivatives with respect to base, branching and decays.
struct HawkesGradient {
  std::vector<double> base, branching, decays;
};

// Σ_events ln λ_i(t−) − Σ_i ∫_0^end λ_i dt, exactly, in O(events × dimensions × kernels) by the
// recursion of Ogata (1981). Events in [0, end] in the order of time; events at one instant do not
// excite each other. −inf if an event has intensity 0. `gradient` may be null; it is exact.
double LogLikelihood(const HawkesModel& model, std::span<const HawkesEvent> events, double end,
                     HawkesGradient* gradient = nullptr);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_HAWKES_PROCESS_H_
