#include "inference/fit/learned.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace entente::inference {
namespace {

// The distance at which Kolmogorov's test of n values rejects at `level`: the limit law's first term
// with Stephens's (1970) correction, good to a few values.
double CriticalDistance(double n, double level) {
  const double root = std::sqrt(n);
  return std::sqrt(-0.5 * std::log(0.5 * level)) / (root + 0.12 + 0.11 / root);
}

double DistanceToNormal(const std::vector<double>& sorted) {
  const auto n = static_cast<double>(sorted.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double p = 0.5 * std::erfc(-sorted[i] / std::sqrt(2.0));
    largest = std::max({largest, p - static_cast<double>(i) / n,
                        static_cast<double>(i + 1) / n - p});
  }
  return largest;
}

double Quantile(const std::vector<double>& sorted, double p) {
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

std::vector<Learned> WhatWasLearned(const Coordinates& coordinates, const Draws& draws,
                                    double independent) {
  const std::size_t d = coordinates.dimension();
  ENTENTE_CHECK(draws.dimension == d && draws.size() > 0 && independent > 0.0);
  std::vector<std::vector<double>> scores(d);
  std::vector<double> one(d);
  for (std::size_t i = 0; i < draws.size(); ++i) {
    coordinates.Scores(draws.point(i), one);
    for (std::size_t j = 0; j < d; ++j) scores[j].push_back(one[j]);
  }
  constexpr double kTail = 1.6448536269514722;  // Φ⁻¹(0.95)
  // Over all parameters together (Bonferroni): each is one more chance to see something in nothing.
  const double critical = CriticalDistance(independent, 0.05 / static_cast<double>(d));
  const auto n = static_cast<double>(draws.size());
  std::vector<Learned> all;
  for (std::size_t j = 0; j < d; ++j) {
    std::vector<double>& s = scores[j];
    std::sort(s.begin(), s.end());
    Learned learned;
    learned.name = coordinates.name(j);
    learned.coordinate = j;
    learned.prior_low = coordinates.ValueAt(j, -kTail);
    learned.prior_median = coordinates.ValueAt(j, 0.0);
    learned.prior_high = coordinates.ValueAt(j, kTail);
    learned.low = coordinates.ValueAt(j, Quantile(s, 0.05));
    learned.median = coordinates.ValueAt(j, Quantile(s, 0.5));
    learned.high = coordinates.ValueAt(j, Quantile(s, 0.95));
    for (const double z : s) learned.shift += z / n;
    double squares = 0.0;
    for (const double z : s) squares += (z - learned.shift) * (z - learned.shift);
    learned.sd = std::sqrt(squares / std::max(n - 1.0, 1.0));
    const double variance = std::max(learned.sd * learned.sd, 1e-12);
    learned.bits = 0.5 *
                   (variance + learned.shift * learned.shift - 1.0 - std::log(variance)) /
                   std::log(2.0);
    learned.told = DistanceToNormal(s) > critical;
    all.push_back(std::move(learned));
  }
  return all;
}

}  // namespace entente::inference
