#include "inference/scores/counts.h"

#include <cmath>
#include <limits>

#include "base/check.h"

namespace entente::inference {
namespace {

constexpr double kTail = 1e-12;
constexpr std::uint64_t kSummedTerms = 64;
constexpr double kLargeSize = 1e4;
constexpr std::size_t kMaxEntries = 1'000'000;

// std::lgamma writes a global; this does not, so threads may call it.
double LogGamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

std::vector<double> Mass(double mean, auto log_mass) {
  std::vector<double> mass;
  double sum = 0.0;
  // Past the mean the terms fall; before it a small sum is no sign of the end.
  for (std::uint64_t k = 0;; ++k) {
    const double p = std::exp(log_mass(k));
    mass.push_back(p);
    sum += p;
    if (static_cast<double>(k) > mean && (sum > 1.0 - kTail || p < kTail * 1e-4)) break;
    if (mass.size() == kMaxEntries) break;
  }
  mass.back() += 1.0 - sum > 0.0 ? 1.0 - sum : 0.0;
  return mass;
}

}  // namespace

double LogPoisson(std::uint64_t k, double mean) {
  ENTENTE_CHECK(mean >= 0.0);
  const double n = static_cast<double>(k);
  if (mean == 0.0) return k == 0 ? 0.0 : -std::numeric_limits<double>::infinity();
  return n * std::log(mean) - mean - LogGamma(n + 1.0);
}

double LogNegativeBinomial(std::uint64_t k, double mean, double size) {
  ENTENTE_CHECK(mean >= 0.0 && size > 0.0);
  // Above this size the two laws differ by less than the rounding of the gamma functions below.
  if (size > 1e10 * (1.0 + mean)) return LogPoisson(k, mean);
  const double n = static_cast<double>(k);
  if (mean == 0.0) return k == 0 ? 0.0 : -std::numeric_limits<double>::infinity();
  // ln Γ(n + size) / Γ(size) / (size + mean)^n: for large sizes the gamma functions would cancel.
  double ratio = 0.0;
  if (k <= kSummedTerms || size > kLargeSize) {
    for (std::uint64_t i = 0; i < k; ++i) {
      ratio += std::log1p((static_cast<double>(i) - mean) / (size + mean));
    }
  } else {
    ratio = LogGamma(n + size) - LogGamma(size) - n * std::log(size + mean);
  }
  return ratio - LogGamma(n + 1.0) - size * std::log1p(mean / size) + n * std::log(mean);
}

std::vector<double> PoissonMass(double mean) {
  return Mass(mean, [&](std::uint64_t k) { return LogPoisson(k, mean); });
}

std::vector<double> NegativeBinomialMass(double mean, double size) {
  return Mass(mean, [&](std::uint64_t k) { return LogNegativeBinomial(k, mean, size); });
}

}  // namespace entente::inference
