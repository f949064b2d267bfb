#include "inference/scores/crps.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.h"
#include "inference/scores/counts.h"

namespace entente::inference {
namespace {

struct Sums {
  double to_y = 0.0;     // Σ |x_i − y|
  double between = 0.0;  // Σ_{i<j} |x_i − x_j|
};

Sums SumsOf(std::span<const double> members, double y) {
  std::vector<double> copy;
  if (!std::is_sorted(members.begin(), members.end())) {
    copy.assign(members.begin(), members.end());
    std::sort(copy.begin(), copy.end());
    members = copy;
  }
  const double n = static_cast<double>(members.size());
  // Distances from the smallest: differences of large numbers would lose digits.
  const double origin = members.front();
  Sums sums;
  for (std::size_t i = 0; i < members.size(); ++i) {
    sums.to_y += std::abs(members[i] - y);
    sums.between += (2.0 * static_cast<double>(i) - n + 1.0) * (members[i] - origin);
  }
  return sums;
}

}  // namespace

double CrpsBiased(std::span<const double> members, double y) {
  ENTENTE_CHECK(!members.empty());
  const Sums sums = SumsOf(members, y);
  const double n = static_cast<double>(members.size());
  return sums.to_y / n - sums.between / (n * n);
}

double CrpsFair(std::span<const double> members, double y) {
  ENTENTE_CHECK(members.size() >= 2);
  const Sums sums = SumsOf(members, y);
  const double n = static_cast<double>(members.size());
  return sums.to_y / n - sums.between / (n * (n - 1.0));
}

double CrpsNormal(double mean, double sd, double y) {
  ENTENTE_CHECK(sd > 0.0);
  const double z = (y - mean) / sd;
  const double density = std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
  // 2 Φ(z) − 1 = erf(z / √2)
  return sd * (z * std::erf(z / std::numbers::sqrt2) + 2.0 * density - std::numbers::inv_sqrtpi);
}

double CrpsMass(std::span<const double> mass, std::uint64_t y) { return TwCrpsMass(mass, y, 0.0); }

double CrpsPoisson(double mean, std::uint64_t y) { return CrpsMass(PoissonMass(mean), y); }

double CrpsNegativeBinomial(double mean, double size, std::uint64_t y) {
  return CrpsMass(NegativeBinomialMass(mean, size), y);
}

double TwCrpsEnsemble(std::span<const double> members, double y, double threshold) {
  std::vector<double> chained(members.begin(), members.end());
  for (double& x : chained) x = std::max(x, threshold);
  return CrpsBiased(chained, std::max(y, threshold));
}

double TwCrpsMass(std::span<const double> mass, std::uint64_t y, double threshold) {
  ENTENTE_CHECK(!mass.empty());
  const double last = static_cast<double>(mass.size());
  double below = 0.0;  // F
  double sum = 0.0;
  for (std::size_t k = 0; k < mass.size(); ++k) {
    below += mass[k];
    // The integrand is constant on [k, k + 1).
    const double width = std::clamp(static_cast<double>(k) + 1.0 - threshold, 0.0, 1.0);
    const double gap = std::min(below, 1.0) - (y <= k ? 1.0 : 0.0);
    sum += width * gap * gap;
  }
  // Beyond the masses F is 1: only what lies below y counts.
  const double high = static_cast<double>(y);
  if (high > last) sum += high - std::max(last, std::min(threshold, high));
  return sum;
}

}  // namespace entente::inference
