#include "inference/fit/draws.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace entente::inference {

double LogSumExp(std::span<const double> a) {
  double top = -std::numeric_limits<double>::infinity();
  for (const double x : a) top = std::max(top, x);
  if (!std::isfinite(top)) return top;
  double sum = 0.0;
  for (const double x : a) sum += std::exp(x - top);
  return top + std::log(sum);
}

std::vector<std::size_t> SystematicResample(std::span<const double> log_weights, std::size_t n,
                                            double u) {
  const double total = LogSumExp(log_weights);
  ENTENTE_CHECK(std::isfinite(total));
  std::vector<std::size_t> chosen;
  chosen.reserve(n);
  double below = 0.0;
  std::size_t last = 0;  // the last owner with any weight takes what rounding leaves over
  for (std::size_t i = 0; i < log_weights.size(); ++i) {
    const double weight = std::exp(log_weights[i] - total);
    if (weight > 0.0) last = i;
    below += weight;
    while (chosen.size() < n &&
           (static_cast<double>(chosen.size()) + u) / static_cast<double>(n) < below) {
      chosen.push_back(i);
    }
  }
  chosen.resize(n, last);
  return chosen;
}

double EffectiveSize(std::span<const double> log_weights) {
  const double total = LogSumExp(log_weights);
  if (!std::isfinite(total)) return 0.0;
  double squares = 0.0;
  for (const double w : log_weights) {
    const double share = std::exp(w - total);
    squares += share * share;
  }
  return 1.0 / squares;
}

}  // namespace entente::inference
