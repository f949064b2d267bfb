#include "inference/likelihood/laws.h"

#include <cmath>
#include <limits>

namespace entente::inference {
namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

}  // namespace

double LogPoisson(double y, double mean) {
  if (!(y >= 0.0) || !(mean >= 0.0)) return kImpossible;
  if (mean == 0.0) return y == 0.0 ? 0.0 : kImpossible;
  return y * std::log(mean) - mean - std::lgamma(y + 1.0);
}

double LogNegativeBinomial(double y, double mean, double size) {
  if (!(y >= 0.0) || !(mean >= 0.0) || !(size > 0.0)) return kImpossible;
  if (mean == 0.0) return y == 0.0 ? 0.0 : kImpossible;
  // log1p keeps what is left of it where size is large against the mean.
  return std::lgamma(y + size) - std::lgamma(size) - std::lgamma(y + 1.0) -
         (size + y) * std::log1p(mean / size) + y * (std::log(mean) - std::log(size));
}

double LogNormalDensity(double y, double mean, double sd) {
  if (!(sd > 0.0)) return kImpossible;
  const double z = (y - mean) / sd;
  constexpr double kHalfLogTwoPi = 0.91893853320467274178;
  return -0.5 * z * z - std::log(sd) - kHalfLogTwoPi;
}

}  // namespace entente::inference
