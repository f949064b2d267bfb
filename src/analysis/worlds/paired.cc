#include "analysis/worlds/paired.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace entente::analysis {
namespace {

using engine::ClusterTotals;
using engine::Estimate;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// rose − fell by the limits of each.
Estimate DifferenceOfShares(const Estimate& rose, const Estimate& fell) {
  const double up = rose.value, down = fell.value;
  const double spread = (1.0 - up) * (1.0 - down);
  const double correlation = spread > 0.0 ? -std::sqrt(up * down / spread) : 0.0;
  const auto reach = [&](double a, double b) {
    return std::sqrt(std::max(0.0, a * a + b * b - 2.0 * correlation * a * b));
  };
  const double value = up - down;
  return {value, std::max(-1.0, value - reach(up - rose.low, fell.high - down)),
          std::min(1.0, value + reach(rose.high - up, down - fell.low))};
}

}  // namespace

void PairedDifference::AddDraw(const double* base, const double* changed, std::size_t worlds) {
  double n = 0.0, base_sum = 0.0, changed_sum = 0.0, difference = 0.0, rose = 0.0, fell = 0.0;
  double half_n[2] = {}, half_sum[2] = {};
  for (std::size_t w = 0; w < worlds; ++w) {
    if (std::isnan(base[w]) || std::isnan(changed[w])) {
      ++unusable_;
      continue;
    }
    const double d = changed[w] - base[w];
    const std::size_t half = 2 * w < worlds ? 0 : 1;
    n += 1.0;
    base_sum += base[w];
    changed_sum += changed[w];
    difference += d;
    rose += d > 0.0 ? 1.0 : 0.0;
    fell += d < 0.0 ? 1.0 : 0.0;
    half_n[half] += 1.0;
    half_sum[half] += d;
  }
  if (n == 0.0) return;
  base_.Add(n, base_sum);
  changed_.Add(n, changed_sum);
  difference_.Add(n, difference);
  rose_.Add(n, rose);
  fell_.Add(n, fell);
  moved_.Add(n, rose + fell);
  if (half_n[0] > 0.0 && half_n[1] > 0.0 && effects_.draws() < kMostDrawsKept) {
    effects_.Add(half_sum[0] / half_n[0], half_sum[1] / half_n[1]);
  }
}

PairedSummary PairedDifference::Summary(double confidence) const {
  PairedSummary summary;
  summary.pairs = static_cast<std::uint64_t>(difference_.n);
  summary.unusable = unusable_;
  const auto mean = [&](const ClusterTotals& totals) {
    return probability_ ? engine::ClusteredProbabilityInterval(totals, confidence)
                        : engine::ClusteredMeanInterval(totals, confidence);
  };
  summary.base = mean(base_);
  summary.changed = mean(changed_);
  // Both shares borrow the effective count of "changed at all": where one of them is 0 it has none
  // of its own.
  const Estimate any = engine::ClusteredProbabilityInterval(moved_, confidence);
  const double variance = engine::ClusteredVariance(moved_);
  const double draws = static_cast<double>(moved_.clusters);
  const double effective =
      any.value > 0.0 && any.value < 1.0 && variance > 0.0
          ? std::clamp(any.value * (1.0 - any.value) / variance, std::min(draws, moved_.n), moved_.n)
          : draws;
  summary.rose = engine::WilsonInterval(rose_.y / rose_.n * effective, effective, confidence);
  summary.fell = engine::WilsonInterval(fell_.y / fell_.n * effective, effective, confidence);
  summary.difference = probability_ ? DifferenceOfShares(summary.rose, summary.fell)
                                    : engine::ClusteredMeanInterval(difference_, confidence);
  const double together = engine::ClusteredVariance(difference_);
  const double apart = engine::ClusteredVariance(base_) + engine::ClusteredVariance(changed_);
  summary.variance_ratio = together > 0.0 ? apart / together : kInfinity;
  summary.agreement = PositiveShare(effects_, confidence);
  return summary;
}

void ClusteredValue::AddDraw(const double* values, std::size_t worlds) {
  double n = 0.0, sum = 0.0;
  for (std::size_t w = 0; w < worlds; ++w) {
    if (std::isnan(values[w])) continue;
    n += 1.0;
    sum += values[w];
  }
  if (n > 0.0) totals_.Add(n, sum);
}

Estimate ClusteredValue::Value(double confidence) const {
  return probability_ ? engine::ClusteredProbabilityInterval(totals_, confidence)
                      : engine::ClusteredMeanInterval(totals_, confidence);
}

}  // namespace entente::analysis
