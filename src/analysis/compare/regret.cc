#include "analysis/compare/regret.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/sinks/intervals.h"

namespace entente::analysis {
namespace {

struct Point {
  double largest = 0.0, expected = 0.0;
};

std::vector<Point> PointsOf(const BatchSums& sums, bool lower_is_better, std::size_t left_out) {
  std::vector<Point> points(sums.rows());
  for (std::size_t c = 0; c < sums.columns(); ++c) {
    std::vector<double> badness(sums.rows());
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t r = 0; r < sums.rows(); ++r) {
      badness[r] = (lower_is_better ? 1.0 : -1.0) * sums.Mean(r, c, left_out);
      if (badness[r] < best) best = badness[r];
    }
    for (std::size_t r = 0; r < sums.rows(); ++r) {
      const double regret = badness[r] - best;
      points[r].largest = std::isnan(regret) ? regret : std::max(points[r].largest, regret);
      points[r].expected += regret / static_cast<double>(sums.columns());
    }
  }
  return points;
}

}  // namespace

void BatchSums::AddDraw(std::size_t row, std::size_t column, std::size_t draw,
                        const double* values, std::size_t worlds) {
  const std::size_t at = (row * columns_ + column) * kMostBatches + draw % kMostBatches;
  for (std::size_t w = 0; w < worlds; ++w) {
    if (std::isnan(values[w])) continue;
    n_[at] += 1.0;
    sum_[at] += values[w];
  }
}

double BatchSums::Mean(std::size_t row, std::size_t column, std::size_t left_out) const {
  double n = 0.0, sum = 0.0;
  for (std::size_t b = 0; b < kMostBatches; ++b) {
    if (b == left_out) continue;
    n += n_[(row * columns_ + column) * kMostBatches + b];
    sum += sum_[(row * columns_ + column) * kMostBatches + b];
  }
  return sum / n;
}

std::vector<Regret> Regrets(const BatchSums& sums, bool lower_is_better, double confidence) {
  constexpr std::size_t kBatches = BatchSums::kMostBatches;
  const std::vector<Point> all = PointsOf(sums, lower_is_better, kBatches);
  std::vector<std::vector<Point>> without;
  for (std::size_t b = 0; b < kBatches; ++b) {
    without.push_back(PointsOf(sums, lower_is_better, b));
  }
  const double count = static_cast<double>(kBatches);
  const double critical = engine::StudentCritical(count - 1.0, confidence);
  const auto estimate = [&](std::size_t row, double Point::*number) {
    double mean = 0.0, squares = 0.0;
    for (const auto& points : without) mean += points[row].*number / count;
    for (const auto& points : without) {
      squares += (points[row].*number - mean) * (points[row].*number - mean);
    }
    const double half = critical * std::sqrt((count - 1.0) / count * squares);
    const double value = all[row].*number;
    return engine::Estimate{value, std::max(0.0, value - half), value + half};
  };
  std::vector<Regret> regrets(sums.rows());
  for (std::size_t r = 0; r < sums.rows(); ++r) {
    regrets[r] = {estimate(r, &Point::largest), estimate(r, &Point::expected)};
  }
  return regrets;
}

}  // namespace entente::analysis
