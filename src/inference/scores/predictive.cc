#include "inference/scores/predictive.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "inference/scores/counts.h"
#include "inference/scores/crps.h"

namespace entente::inference {
namespace {

// Rounding in a sum of masses must not move a quantile to the next number.
constexpr double kSumSlack = 1e-12;

// A count observed, or forecast by members that are counts.
std::uint64_t Whole(double y) {
  ENTENTE_CHECK(y >= 0.0 && y == std::floor(y));
  return static_cast<std::uint64_t>(y);
}

}  // namespace

Predictive Predictive::Ensemble(std::vector<double> members) {
  ENTENTE_CHECK(!members.empty());
  for (const double x : members) ENTENTE_CHECK(std::isfinite(x));
  Predictive made;
  made.members_ = std::move(members);
  std::sort(made.members_.begin(), made.members_.end());
  return made;
}

Predictive Predictive::Mass(std::vector<double> mass) {
  double sum = 0.0;
  for (const double p : mass) {
    ENTENTE_CHECK(p >= 0.0);
    sum += p;
  }
  ENTENTE_CHECK(std::abs(sum - 1.0) < 1e-6);
  for (double& p : mass) p /= sum;
  Predictive made;
  made.mass_ = std::move(mass);
  return made;
}

Predictive Predictive::Poisson(double mean) { return Mass(PoissonMass(mean)); }

Predictive Predictive::NegativeBinomial(double mean, double size) {
  return Mass(NegativeBinomialMass(mean, size));
}

Predictive Predictive::Event(double probability) {
  ENTENTE_CHECK(probability >= 0.0 && probability <= 1.0);
  return Mass({1.0 - probability, probability});
}

double Predictive::Mean() const {
  double sum = 0.0;
  if (is_ensemble()) {
    for (const double x : members_) sum += x;
    return sum / static_cast<double>(members_.size());
  }
  for (std::size_t k = 0; k < mass_.size(); ++k) sum += static_cast<double>(k) * mass_[k];
  return sum;
}

double Predictive::Variance() const {
  const double mean = Mean();
  double sum = 0.0;
  if (is_ensemble()) {
    for (const double x : members_) sum += (x - mean) * (x - mean);
    return sum / static_cast<double>(members_.size());
  }
  for (std::size_t k = 0; k < mass_.size(); ++k) {
    const double gap = static_cast<double>(k) - mean;
    sum += gap * gap * mass_[k];
  }
  return sum;
}

double Predictive::AtMost(double x) const {
  if (is_ensemble()) {
    const auto end = std::upper_bound(members_.begin(), members_.end(), x);
    return static_cast<double>(end - members_.begin()) / static_cast<double>(members_.size());
  }
  double sum = 0.0;
  for (std::size_t k = 0; k < mass_.size() && static_cast<double>(k) <= x; ++k) sum += mass_[k];
  return std::min(sum, 1.0);
}

double Predictive::Below(double x) const {
  if (is_ensemble()) {
    const auto end = std::lower_bound(members_.begin(), members_.end(), x);
    return static_cast<double>(end - members_.begin()) / static_cast<double>(members_.size());
  }
  double sum = 0.0;
  for (std::size_t k = 0; k < mass_.size() && static_cast<double>(k) < x; ++k) sum += mass_[k];
  return std::min(sum, 1.0);
}

double Predictive::Quantile(double p) const {
  ENTENTE_CHECK(p > 0.0 && p < 1.0);
  if (is_ensemble()) {
    const double rank = std::ceil(p * static_cast<double>(members_.size()) - kSumSlack);
    return members_[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
  }
  double sum = 0.0;
  for (std::size_t k = 0; k < mass_.size(); ++k) {
    sum += mass_[k];
    if (sum >= p - kSumSlack) return static_cast<double>(k);
  }
  return static_cast<double>(mass_.size() - 1);
}

double Predictive::Crps(double y) const {
  return is_ensemble() ? CrpsBiased(members_, y) : CrpsMass(mass_, Whole(y));
}

double Predictive::TwCrps(double y, double threshold) const {
  return is_ensemble() ? TwCrpsEnsemble(members_, y, threshold)
                       : TwCrpsMass(mass_, Whole(y), threshold);
}

double Predictive::LogScore(std::uint64_t y) const {
  if (!is_ensemble()) return -std::log(y < mass_.size() ? mass_[y] : 0.0);
  const double value = static_cast<double>(y);
  const auto [from, to] = std::equal_range(members_.begin(), members_.end(), value);
  const double hits = static_cast<double>(to - from);
  const double mean = Mean();
  const double excess = Variance() - mean;
  // All members 0 say "never": the mixture's law then keeps half an act's worth of doubt.
  const double m = mean > 0.0 ? mean : 0.5 / (static_cast<double>(members_.size()) + 1.0);
  const double law =
      mean > 0.0 && excess > 0.0 ? LogNegativeBinomial(y, m, m * m / excess) : LogPoisson(y, m);
  return -std::log((hits + std::exp(law)) / (static_cast<double>(members_.size()) + 1.0));
}

double Predictive::IntervalScore(double y, double level) const {
  const double alpha = 1.0 - level;
  return inference::IntervalScore(Quantile(0.5 * alpha), Quantile(1.0 - 0.5 * alpha), alpha, y);
}

bool Predictive::Covers(double y, double level) const {
  const double alpha = 1.0 - level;
  return Quantile(0.5 * alpha) <= y && y <= Quantile(1.0 - 0.5 * alpha);
}

double IntervalScore(double low, double high, double alpha, double y) {
  ENTENTE_CHECK(low <= high && alpha > 0.0 && alpha < 1.0);
  double score = high - low;
  if (y < low) score += 2.0 / alpha * (low - y);
  if (y > high) score += 2.0 / alpha * (y - high);
  return score;
}

}  // namespace entente::inference
