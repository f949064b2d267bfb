// Intervals for what an ensemble estimates. Each says how likely it is to cover (`confidence`, in
// (0, 1)) and is two-sided with equal tails. All functions are deterministic and cost microseconds.
#ifndef ENTENTE_ENGINE_SINKS_INTERVALS_H_
#define ENTENTE_ENGINE_SINKS_INTERVALS_H_

#include <cstdint>

#include "engine/results.h"

namespace entente::engine {

// Two-sided critical value of Student's t; the normal's from a million degrees of freedom on;
// infinite below one.
double StudentCritical(double degrees, double confidence);

// A probability from `successes` of `n` independent worlds: Wilson's score interval (1927).
// `n` and `successes` may be effective (fractional) counts. n = 0: value NaN, interval [0, 1].
Estimate WilsonInterval(double successes, double n, double confidence);

// A mean from n independent worlds with sample standard deviation `sd`: Student's t with n − 1
// degrees of freedom (the CLT for large n). n < 2: an unbounded interval; n = 0: value NaN.
Estimate MeanInterval(double mean, double sd, std::uint64_t n, double confidence);

// Sums over clusters (draws) j of n_j worlds each with total y_j: all that a ratio estimate needs.
struct ClusterTotals {
  std::uint64_t clusters = 0;
  double n = 0.0, n2 = 0.0;  // Σ n_j, Σ n_j²
  double y = 0.0, y2 = 0.0;  // Σ y_j, Σ y_j²
  double ny = 0.0;           // Σ n_j y_j

  void Add(double cluster_n, double cluster_y) {
    ++clusters;
    n += cluster_n;
    n2 += cluster_n * cluster_n;
    y += cluster_y;
    y2 += cluster_y * cluster_y;
    ny += cluster_n * cluster_y;
  }
  void Add(const ClusterTotals& other) {
    clusters += other.clusters;
    n += other.n;
    n2 += other.n2;
    y += other.y;
    y2 += other.y2;
    ny += other.ny;
  }
};

// Variance of the ratio Σ y_j / Σ n_j over J clusters, linearised (Cochran 1977, eq. 6.13 without
// the finite-population factor): J/(J−1) Σ (y_j − r n_j)² / (Σ n_j)². Infinite for J < 2.
double ClusteredVariance(const ClusterTotals& totals);

// A mean whose draws are clusters: t with J − 1 degrees of freedom.
Estimate ClusteredMeanInterval(const ClusterTotals& totals, double confidence);

// A probability whose draws are clusters: Wilson with the effective count p (1 − p) / variance, at
// most the worlds and at least 1, and t_{J−1} in place of z (Korn and Graubard 1998 for the idea).
// At p = 0 or 1, where the variance says nothing, the draws are the effective count.
Estimate ClusteredProbabilityInterval(const ClusterTotals& totals, double confidence);

// Worlds / design effect: how many independent worlds the clustered ones are worth for the mean of
// a quantity with standard deviation `sd`. In [1, Σ n_j].
double EffectiveCount(const ClusterTotals& totals, double sd);

// Ranks (1-based) of the order statistics that enclose the `level` quantile of n independent
// values, exact by the binomial distribution (David and Nagaraja 2003, section 7.1). low = 0 or
// high = n + 1 mean that no value bounds that side at this confidence.
struct RankInterval {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};
RankInterval QuantileRanks(double level, std::uint64_t n, double confidence);

// ---- --until --------------------------------------------------------------------------------

// Look m (from 0) happens at 1024 · 2^m worlds, at error level α / ((m + 1)(m + 2)). The levels
// sum to α over all looks, so the interval at the look where a run stops covers, whatever rule
// stopped it.
inline constexpr std::uint64_t kFirstLookWorlds = 1024;
constexpr std::uint64_t LookWorlds(unsigned look) { return kFirstLookWorlds << look; }
constexpr double LookConfidence(unsigned look, double confidence) {
  return 1.0 - (1.0 - confidence) / ((look + 1.0) * (look + 2.0));
}

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_SINKS_INTERVALS_H_
