#include "inference/fit/density.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.h"

namespace entente::inference {
namespace {

constexpr double kMiddle = 2.053748910631823;  // Φ⁻¹(0.98)
constexpr int kSteps = 120;

double Normal(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi); }

double Bandwidth(const std::vector<double>& sorted, double independent) {
  const auto n = static_cast<double>(sorted.size());
  double mean = 0.0, squares = 0.0;
  for (const double z : sorted) mean += z / n;
  for (const double z : sorted) squares += (z - mean) * (z - mean);
  const double sd = std::sqrt(squares / std::max(n - 1.0, 1.0));
  const double quartiles = sorted[sorted.size() * 3 / 4] - sorted[sorted.size() / 4];
  const double width = quartiles > 0.0 ? std::min(sd, quartiles / 1.34) : sd;
  return std::max(0.9 * width * std::pow(independent, -0.2), 0.01);
}

}  // namespace

DensityCurves DensitiesOf(const Coordinates& coordinates, const Draws& draws,
                          std::size_t coordinate, double independent) {
  ENTENTE_CHECK(coordinate < coordinates.dimension() && draws.size() > 0 && independent > 0.0);
  std::vector<double> scores, one(coordinates.dimension());
  for (std::size_t i = 0; i < draws.size(); ++i) {
    coordinates.Scores(draws.point(i), one);
    scores.push_back(one[coordinate]);
  }
  std::sort(scores.begin(), scores.end());
  const double width = Bandwidth(scores, independent);
  const std::size_t outermost = scores.size() / 200;
  const double low = std::min(-kMiddle, scores[outermost] - 2.0 * width);
  const double high = std::max(kMiddle, scores[scores.size() - 1 - outermost] + 2.0 * width);
  const double step = (high - low) / kSteps;
  DensityCurves curves;
  for (int i = 0; i < kSteps; ++i) {
    const double from = low + step * i, z = from + 0.5 * step;
    const double span =
        coordinates.ValueAt(coordinate, from + step) - coordinates.ValueAt(coordinate, from);
    if (!(span > 0.0) || !std::isfinite(span)) continue;
    double kernel = 0.0;
    for (const double score : scores) kernel += Normal((z - score) / width);
    const double per_value = step / span;  // dz/dx
    curves.at.push_back(coordinates.ValueAt(coordinate, z));
    curves.prior.push_back(Normal(z) * per_value);
    curves.posterior.push_back(kernel / (width * static_cast<double>(scores.size())) * per_value);
  }
  return curves;
}

}  // namespace entente::inference
