#include "inference/filter/resampling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/check.h"

namespace entente::inference {

double LogSumExp(std::span<const double> values) {
  double largest = -std::numeric_limits<double>::infinity();
  for (const double value : values) largest = std::max(largest, value);
  if (!(largest > -std::numeric_limits<double>::infinity())) return largest;
  double sum = 0.0;
  for (const double value : values) sum += std::exp(value - largest);
  return largest + std::log(sum);
}

double EffectiveSize(std::span<const double> log_weights) {
  double largest = -std::numeric_limits<double>::infinity();
  for (const double value : log_weights) largest = std::max(largest, value);
  if (!(largest > -std::numeric_limits<double>::infinity())) return 0.0;
  double sum = 0.0, squares = 0.0;
  for (const double value : log_weights) {
    const double w = std::exp(value - largest);
    sum += w;
    squares += w * w;
  }
  return sum * sum / squares;
}

void SystematicAncestors(std::span<const double> log_weights, double uniform, std::uint32_t first,
                         std::span<std::uint32_t> ancestors) {
  const std::size_t n = log_weights.size();
  const double total = LogSumExp(log_weights);
  ENTENTE_CHECK(n > 0 && ancestors.size() == n && std::isfinite(total));
  // Particle i is chosen once for each point (k + uniform) / n in its part of [0, 1).
  std::vector<std::uint32_t> spare;
  double sum = 0.0;
  std::size_t next = 0, last_positive = 0;
  constexpr std::uint32_t kOpen = std::numeric_limits<std::uint32_t>::max();
  std::fill(ancestors.begin(), ancestors.end(), kOpen);
  const auto choose = [&](std::size_t i) {
    const auto who = first + static_cast<std::uint32_t>(i);
    if (ancestors[i] == kOpen) {
      ancestors[i] = who;
    } else {
      spare.push_back(who);
    }
    ++next;
  };
  for (std::size_t i = 0; i < n; ++i) {
    const double w = std::exp(log_weights[i] - total);
    if (w > 0.0) last_positive = i;
    sum += w;
    while (next < n && static_cast<double>(next) + uniform < sum * static_cast<double>(n)) choose(i);
  }
  // What rounding left over.
  while (next < n) choose(last_positive);
  std::size_t taken = 0;
  for (std::uint32_t& ancestor : ancestors) {
    if (ancestor == kOpen) ancestor = spare[taken++];
  }
}

}  // namespace entente::inference
