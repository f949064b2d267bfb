#include "inference/likelihood/laws.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include "inference/scores/counts.h"

namespace entente::inference {
namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

// A count that a law of counts can have at all.
bool IsCount(double y) { return y >= 0.0 && y == std::floor(y) && y < 0x1p63; }

}  // namespace

double LogPoisson(double y, double mean) {
  if (!IsCount(y) || !(mean >= 0.0)) return kImpossible;
  return LogPoisson(static_cast<std::uint64_t>(y), mean);
}

double LogNegativeBinomial(double y, double mean, double size) {
  if (!IsCount(y) || !(mean >= 0.0) || !(size > 0.0)) return kImpossible;
  return LogNegativeBinomial(static_cast<std::uint64_t>(y), mean, size);
}

double LogNormalDensity(double y, double mean, double sd) {
  if (!(sd > 0.0)) return kImpossible;
  const double z = (y - mean) / sd;
  constexpr double kHalfLogTwoPi = 0.91893853320467274178;
  return -0.5 * z * z - std::log(sd) - kHalfLogTwoPi;
}

}  // namespace entente::inference
