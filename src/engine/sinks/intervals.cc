#include "engine/sinks/intervals.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace entente::engine {
namespace {

namespace policies = boost::math::policies;
// Quantiles of the binomial round outwards by our own arithmetic below, so ask for the real rule:
// the smallest whole number whose distribution function reaches the level.
using Policy = policies::policy<policies::promote_double<false>,
                                policies::discrete_quantile<policies::integer_round_up>,
                                policies::overflow_error<policies::ignore_error>>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
// Above this many degrees of freedom t and the normal agree to 1e-6.
constexpr double kNormalDegrees = 1e6;

double NormalCritical(double confidence) {
  const boost::math::normal_distribution<double, Policy> normal;
  return boost::math::quantile(boost::math::complement(normal, (1.0 - confidence) / 2.0));
}

Estimate Wilson(double p, double n, double critical) {
  if (!(n > 0.0)) return {kNan, 0.0, 1.0};
  if (std::isinf(critical)) return {p, 0.0, 1.0};
  const double z2 = critical * critical;
  const double middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
  const double half =
      critical / (1.0 + z2 / n) * std::sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n));
  // The ends are exactly 0 and 1 at p = 0 and 1; rounding must not move them past p.
  return {p, p <= 0.0 ? 0.0 : std::max(0.0, std::min(p, middle - half)),
          p >= 1.0 ? 1.0 : std::min(1.0, std::max(p, middle + half))};
}

Estimate Around(double mean, double standard_error, double critical) {
  if (std::isinf(critical)) return {mean, -kInfinity, kInfinity};
  return {mean, mean - critical * standard_error, mean + critical * standard_error};
}

}  // namespace

double StudentCritical(double degrees, double confidence) {
  if (degrees < 1.0) return kInfinity;
  if (degrees > kNormalDegrees) return NormalCritical(confidence);
  const boost::math::students_t_distribution<double, Policy> student(degrees);
  return boost::math::quantile(boost::math::complement(student, (1.0 - confidence) / 2.0));
}

Estimate WilsonInterval(double successes, double n, double confidence) {
  return Wilson(successes / n, n, NormalCritical(confidence));
}

Estimate MeanInterval(double mean, double sd, std::uint64_t n, double confidence) {
  if (n == 0) return {kNan, -kInfinity, kInfinity};
  const double count = static_cast<double>(n);
  return Around(mean, sd / std::sqrt(count), StudentCritical(count - 1.0, confidence));
}

double ClusteredVariance(const ClusterTotals& totals) {
  if (totals.clusters < 2) return kInfinity;
  const double ratio = totals.y / totals.n;
  const double squares = totals.y2 - 2.0 * ratio * totals.ny + ratio * ratio * totals.n2;
  const double clusters = static_cast<double>(totals.clusters);
  return clusters / (clusters - 1.0) * std::max(0.0, squares) / (totals.n * totals.n);
}

Estimate ClusteredMeanInterval(const ClusterTotals& totals, double confidence) {
  if (totals.clusters == 0) return {kNan, -kInfinity, kInfinity};
  const double clusters = static_cast<double>(totals.clusters);
  return Around(totals.y / totals.n, std::sqrt(ClusteredVariance(totals)),
                StudentCritical(clusters - 1.0, confidence));
}

Estimate ClusteredProbabilityInterval(const ClusterTotals& totals, double confidence) {
  if (totals.clusters == 0) return {kNan, 0.0, 1.0};
  const double clusters = static_cast<double>(totals.clusters);
  const double p = totals.y / totals.n;
  const double variance = ClusteredVariance(totals);
  const bool informative = p > 0.0 && p < 1.0 && variance > 0.0;
  const double effective = informative ? p * (1.0 - p) / variance : clusters;
  return Wilson(p, std::clamp(effective, 1.0, std::max(1.0, totals.n)),
                StudentCritical(clusters - 1.0, confidence));
}

double EffectiveCount(const ClusterTotals& totals, double sd) {
  if (totals.clusters < 2) return 1.0;
  const double variance = ClusteredVariance(totals);
  if (!(variance > 0.0)) return std::max(1.0, totals.n);
  return std::clamp(sd * sd / variance, 1.0, std::max(1.0, totals.n));
}

RankInterval QuantileRanks(double level, std::uint64_t n, double confidence) {
  if (n == 0) return {0, 1};
  const boost::math::binomial_distribution<double, Policy> below(static_cast<double>(n), level);
  const double tail = (1.0 - confidence) / 2.0;
  // X_(r) > q has probability P(B <= r − 1), B the number of values at most q.
  const double low = boost::math::quantile(below, tail);
  const double high = boost::math::quantile(boost::math::complement(below, tail)) + 1.0;
  RankInterval ranks{static_cast<std::uint64_t>(low),
                     static_cast<std::uint64_t>(std::min(high, static_cast<double>(n) + 1.0))};
  // Boost finds the whole number by root search: settle it by the definition.
  const auto chance_low_above = [&](std::uint64_t rank) {
    return boost::math::cdf(below, static_cast<double>(rank) - 1.0);
  };
  const auto chance_high_below = [&](std::uint64_t rank) {
    return boost::math::cdf(boost::math::complement(below, static_cast<double>(rank) - 1.0));
  };
  while (ranks.low >= 1 && chance_low_above(ranks.low) > tail) --ranks.low;
  while (ranks.high <= n && chance_high_below(ranks.high) > tail) ++ranks.high;
  return ranks;
}

}  // namespace entente::engine
