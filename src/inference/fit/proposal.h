// How a chain proposes its next point: by a step that would leave a Gaussian unchanged, so that only
// the difference between that Gaussian and the posterior is left to accept or reject. With the
// posterior's own mean and covariance this stays efficient in tens of coordinates, where a random
// walk does not.
#ifndef ENTENTE_INFERENCE_FIT_PROPOSAL_H_
#define ENTENTE_INFERENCE_FIT_PROPOSAL_H_

#include <Eigen/Dense>
#include <cstddef>
#include <span>
#include <vector>

#include "inference/random/stream.h"

namespace entente::inference {

// z' = μ + √(1 − β²) (z − μ) + β L ξ with ξ ~ N(0, I), L Lᵀ = Σ: reversible with respect to N(μ, Σ)
// (the preconditioned Crank–Nicolson step, Cotter, Roberts, Stuart, White 2013, "MCMC methods for
// functions", eq. 4.2, about a fitted Gaussian).
class GaussianProposal {
 public:
  // N(0, I): the prior.
  explicit GaussianProposal(std::size_t dimension);
  // Mean and covariance of `points` ([point][coordinate], at least one). Correlations shrink towards
  // 0 by the factor n / (n + 2 d): few points say little about many pairs. Variances are raised by a
  // fifth, so that the posterior's tails stay in reach, and are at least 1e-6. Cost n d² + d³.
  GaussianProposal(std::span<const double> points, std::size_t dimension);

  // From `from` into `to`, both `dimension` long; 0 < beta <= 1.
  void Propose(std::span<const double> from, double beta, Stream& stream,
               std::span<double> to) const;
  // ln of prior density over the Gaussian's at z, up to a constant: the prior's part of the
  // acceptance ratio is LogTilt(z') − LogTilt(z).
  double LogTilt(std::span<const double> z) const;

 private:
  Eigen::VectorXd mean_;
  Eigen::MatrixXd factor_;  // L, lower triangular
};

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_PROPOSAL_H_
