#include "analysis/claims/estimand.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/sinks/intervals.h"

namespace entente::analysis {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
// Fewer cases (or counter-cases) of a probability than this say little about their own spread.
constexpr double kFewCases = 5.0;
constexpr double kDensityConfidence = 0.95;

}  // namespace

void EstimandTotals::AddDraw(const WorldShare* worlds, std::size_t n) {
  for (std::size_t half = 0; half < 2; ++half) {
    Half sums;
    const std::size_t from = half == 0 ? 0 : n / 2, to = half == 0 ? n / 2 : n;
    for (std::size_t w = from; w < to; ++w) {
      ++worlds_;
      if (worlds[w].weight == 0.0 && worlds[w].value == 0.0) continue;
      selected_ += worlds[w].weight > 0.0 ? 1 : 0;
      if (shape_ == Shape::kQuantile) {
        values_.emplace_back(worlds[w].value, static_cast<std::uint32_t>(halves_.size()));
      }
      sums.value += worlds[w].value;
      sums.weight += worlds[w].weight;
    }
    halves_.push_back(sums);
  }
}

Linearised EstimandTotals::Linearise() const {
  if (shape_ == Shape::kQuantile) return LineariseQuantile();
  Linearised result;
  result.selected = selected_;
  result.worlds = worlds_;
  double value = 0.0, weight = 0.0;
  for (const Half& half : halves_) {
    value += half.value;
    weight += half.weight;
  }
  if (!(weight > 0.0)) {
    result.value = kNan;
    result.influence.assign(halves_.size(), 0.0);
    return result;
  }
  result.value = value / weight;
  const double mean_weight = weight / static_cast<double>(halves_.size());
  for (const Half& half : halves_) {
    result.influence.push_back((half.value - result.value * half.weight) / mean_weight);
  }
  if (shape_ == Shape::kProbability && std::min(value, weight - value) < kFewCases) {
    const double p = (value + 2.0) / (weight + 4.0);
    result.unseen_variance = p * (1.0 - p) / weight;
  }
  return result;
}

Linearised EstimandTotals::LineariseQuantile() const {
  Linearised result;
  result.selected = selected_;
  result.worlds = worlds_;
  result.influence.assign(halves_.size(), 0.0);
  const std::uint64_t n = values_.size();
  if (n == 0) {
    result.value = kNan;
    return result;
  }
  std::vector<double> sorted;
  for (const auto& [value, half] : values_) sorted.push_back(std::min(value, window_));
  std::sort(sorted.begin(), sorted.end());
  const double count = static_cast<double>(n);
  const auto rank = std::clamp<std::uint64_t>(
      static_cast<std::uint64_t>(std::ceil(level_ * count)), 1, n);
  result.value = sorted[rank - 1];
  result.beyond = result.value >= window_ && std::isfinite(window_);
  const engine::RankInterval ranks = engine::QuantileRanks(level_, n, kDensityConfidence);
  const double low = sorted[std::max<std::uint64_t>(ranks.low, 1) - 1];
  const double high = sorted[std::min(ranks.high, n) - 1];
  // d value / d probability.
  const double z = engine::StudentCritical(1e9, kDensityConfidence);
  const double slope = (high - low) / (2.0 * z * std::sqrt(level_ * (1.0 - level_) / count));
  const double mean_weight = count / static_cast<double>(halves_.size());
  for (const auto& [value, half] : values_) {
    const double below = std::min(value, window_) <= result.value ? 1.0 : 0.0;
    result.influence[half] -= slope * (below - level_) / mean_weight;
  }
  // Ties and the discrete rank leave a small mean.
  double mean = 0.0;
  for (const double one : result.influence) mean += one / static_cast<double>(halves_.size());
  for (double& one : result.influence) one -= mean;
  return result;
}

engine::Estimate IntervalOf(double value, const std::vector<double>& influence,
                            double unseen_variance, double confidence) {
  const double draws = static_cast<double>(influence.size() / 2);
  double squares = 0.0;
  for (std::size_t j = 0; j + 1 < influence.size(); j += 2) {
    const double one = 0.5 * (influence[j] + influence[j + 1]);
    squares += one * one;
  }
  const double infinity = std::numeric_limits<double>::infinity();
  if (draws < 2.0) return {value, -infinity, infinity};
  const double variance = std::max(squares / (draws * (draws - 1.0)), unseen_variance);
  const double half = engine::StudentCritical(draws - 1.0, confidence) * std::sqrt(variance);
  return {value, value - half, value + half};
}

}  // namespace entente::analysis
