#include "exact/poisson.h"

#include <algorithm>
#include <cmath>

namespace entente::exact {
namespace {

// Unnormalised weights right of the mode (mode excluded) until the geometric bound on the rest,
// relative to the mode's weight 1, is below `small`; the bound is returned.
double WalkRight(double mean, double mode, double small, std::vector<double>& weights) {
  double weight = 1.0;
  for (double k = mode + 1.0;; k += 1.0) {
    weight *= mean / k;
    weights.push_back(weight);
    const double ratio = mean / (k + 1.0);
    const double rest = ratio < 1.0 ? weight * ratio / (1.0 - ratio) : weight;
    if (ratio < 1.0 && rest < small) return rest;
  }
}

double WalkLeft(double mean, double mode, double small, std::vector<double>& weights) {
  double weight = 1.0;
  for (double k = mode; k > 0.0; k -= 1.0) {
    weight *= k / mean;  // the weight at k − 1
    weights.push_back(weight);
    const double ratio = (k - 1.0) / mean;
    const double rest = ratio < 1.0 ? weight * ratio / (1.0 - ratio) : weight;
    if (ratio < 1.0 && rest < small) return rest;
  }
  return 0.0;
}

}  // namespace

PoissonWindow MakePoissonWindow(double mean, double epsilon) {
  PoissonWindow window;
  if (!(mean > 0.0)) {
    window.weights = {1.0};
    window.beyond = {0.0};
    return window;
  }
  const double mode = std::floor(mean);
  // The mode's weight 1 is the largest, so bounds relative to it are bounds relative to the sum.
  std::vector<double> left, right;
  const double cut_left = WalkLeft(mean, mode, epsilon / 4.0, left);
  const double cut_right = WalkRight(mean, mode, epsilon / (4.0 * (mean + 1.0)), right);

  window.first = static_cast<std::size_t>(mode) - left.size();
  window.weights.assign(left.rbegin(), left.rend());
  window.weights.push_back(1.0);
  window.weights.insert(window.weights.end(), right.begin(), right.end());
  // Small terms first, from both ends, for the sum's accuracy.
  double sum_left = 0.0, sum_right = 0.0;
  for (auto it = left.rbegin(); it != left.rend(); ++it) sum_left += *it;
  for (auto it = right.rbegin(); it != right.rend(); ++it) sum_right += *it;
  const double sum = 1.0 + sum_left + sum_right;
  for (double& weight : window.weights) weight /= sum;
  window.cut = (cut_left + cut_right) / sum;

  window.beyond.resize(window.weights.size());
  double tail = 0.0;
  for (std::size_t i = window.weights.size(); i-- > 0;) {
    window.beyond[i] = tail;
    tail += window.weights[i];
  }
  // Beyond the window the weights fall at least geometrically: Σ j w_j ≤ rest / (1 − ratio).
  const double ratio = mean / (static_cast<double>(window.last()) + 1.0);
  window.cut_excess = cut_right / sum / (1.0 - std::min(ratio, 0.999999));
  return window;
}

}  // namespace entente::exact
