#include "inference/random/stream.h"

namespace entente::inference {

std::uint64_t Stream::Poisson(double mean) {
  constexpr double kChunk = 30.0;
  std::uint64_t count = 0;
  while (mean > 0.0) {
    const double part = mean > kChunk ? kChunk : mean;
    mean -= part;
    double term = std::exp(-part);
    double below = term;
    const double u = Uniform();
    std::uint64_t k = 0;
    // The terms vanish in double before the sum can pass the largest uniform: stop there.
    while (u > below && term > 0.0) {
      ++k;
      term *= part / static_cast<double>(k);
      below += term;
    }
    count += k;
  }
  return count;
}

double Stream::Gamma(double shape) {
  if (shape < 1.0) {
    const double u = Uniform();
    return Gamma(shape + 1.0) * std::pow(u, 1.0 / shape);
  }
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = Normal();
    const double root = 1.0 + c * x;
    if (root <= 0.0) continue;
    const double v = root * root * root;
    if (std::log(Uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

}  // namespace entente::inference
