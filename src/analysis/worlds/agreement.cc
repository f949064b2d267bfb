#include "analysis/worlds/agreement.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "engine/sinks/intervals.h"

namespace entente::analysis {
namespace {

constexpr std::size_t kFewestDraws = 16;
constexpr std::size_t kMostGroups = 20;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

using Effects = std::vector<const DrawEffects*>;

double NormalCdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// Φ(mean/sd), with its limits where sd is 0.
double ShareAbove(double mean, double sd) {
  if (sd > 0.0) return NormalCdf(mean / sd);
  return mean > 0.0 ? 1.0 : mean < 0.0 ? 0.0 : 0.5;
}

// One effect's normal fit over draws.
struct Fit {
  double mean = 0.0;
  double between = 0.0;  // variance of the effects: may come out negative
  double noise = 0.0;    // W

  // P(effect of a draw > 0), given the draw's own estimate.
  double Above(double estimate) const {
    const double spread = std::max(0.0, between);
    if (spread == 0.0) return ShareAbove(mean, 0.0);
    const double weight = spread / (spread + noise);
    return ShareAbove(mean + weight * (estimate - mean), std::sqrt(weight * noise));
  }
};

struct JointFit {
  std::vector<Fit> fits;  // by effect
  double share = 0.0;
};

// Of all draws but those of group `left_out` of `groups` (left_out == groups: all).
JointFit FitOf(const Effects& effects, std::size_t groups, std::size_t left_out) {
  const std::size_t draws = effects[0]->draws();
  const auto out = [&](std::size_t j) { return left_out < groups && j % groups == left_out; };
  double n = 0.0;
  for (std::size_t j = 0; j < draws; ++j) n += out(j) ? 0.0 : 1.0;
  JointFit joint;
  for (const DrawEffects* const one : effects) {
    Fit fit;
    for (std::size_t j = 0; j < draws; ++j) {
      if (out(j)) continue;
      const double gap = one->first[j] - one->second[j];
      fit.mean += one->Effect(j) / n;
      fit.noise += 0.25 * gap * gap / n;
    }
    double squares = 0.0;
    for (std::size_t j = 0; j < draws; ++j) {
      if (out(j)) continue;
      const double off = one->Effect(j) - fit.mean;
      squares += off * off;
    }
    fit.between = squares / (n - 1.0) - fit.noise;
    joint.fits.push_back(fit);
  }
  for (std::size_t j = 0; j < draws; ++j) {
    if (out(j)) continue;
    double all = 1.0;
    for (std::size_t e = 0; e < effects.size(); ++e) {
      all -= 1.0 - joint.fits[e].Above(effects[e]->Effect(j));
    }
    joint.share += std::max(0.0, all) / n;
  }
  return joint;
}

bool AllZero(const DrawEffects& effects) {
  const auto nothing = [](double x) { return x == 0.0; };
  return std::all_of(effects.first.begin(), effects.first.end(), nothing) &&
         std::all_of(effects.second.begin(), effects.second.end(), nothing);
}

// Half the delete-one-group jackknife interval of a number.
double JackknifeHalf(const std::vector<double>& without, double confidence) {
  const double count = static_cast<double>(without.size());
  double mean = 0.0, squares = 0.0;
  for (const double value : without) mean += value / count;
  for (const double value : without) squares += (value - mean) * (value - mean);
  return engine::StudentCritical(count - 1.0, confidence) *
         std::sqrt((count - 1.0) / count * squares);
}

}  // namespace

Agreement PositiveShare(const DrawEffects& effects, double confidence) {
  return PositiveShare(Effects{&effects}, confidence);
}

Agreement PositiveShare(const Effects& effects, double confidence) {
  ENTENTE_CHECK(!effects.empty());
  Agreement agreement;
  agreement.draws = effects[0]->draws();
  for (const DrawEffects* const one : effects) ENTENTE_CHECK(one->draws() == agreement.draws);
  const bool nothing = std::any_of(effects.begin(), effects.end(),
                                   [](const DrawEffects* one) { return AllZero(*one); });
  if (nothing || agreement.draws < 2) {
    agreement.positive = kNan;
    return agreement;
  }
  const std::size_t groups =
      std::min<std::size_t>(kMostGroups, static_cast<std::size_t>(agreement.draws) / 2);
  const JointFit all = FitOf(effects, groups, groups);
  agreement.positive = all.share;
  std::size_t weakest = 0;
  const auto ratio = [&](std::size_t e) {
    return all.fits[e].mean / std::sqrt(std::max(all.fits[e].between, 1e-300));
  };
  for (std::size_t e = 1; e < effects.size(); ++e) {
    if (ratio(e) < ratio(weakest)) weakest = e;
  }
  agreement.between_sd = std::sqrt(std::max(0.0, all.fits[weakest].between));
  agreement.noise_sd = std::sqrt(all.fits[weakest].noise);
  if (agreement.draws < kFewestDraws) return agreement;

  std::vector<JointFit> without;
  for (std::size_t g = 0; g < groups; ++g) without.push_back(FitOf(effects, groups, g));
  const auto half = [&](auto number) {
    std::vector<double> values;
    for (const JointFit& fit : without) values.push_back(number(fit));
    return JackknifeHalf(values, confidence);
  };
  const double share_half = half([](const JointFit& fit) { return fit.share; });
  agreement.low = std::max(0.0, all.share - share_half);
  agreement.high = std::min(1.0, all.share + share_half);

  // Effects whose spread over draws can not be told from none.
  bool widened = false;
  double low = 1.0, high = 1.0;
  for (std::size_t e = 0; e < effects.size(); ++e) {
    const Fit& fit = all.fits[e];
    const double between_half = half([e](const JointFit& one) { return one.fits[e].between; });
    if (fit.between > between_half) {
      low -= 1.0 - std::max(0.0, agreement.low);
      continue;
    }
    widened = true;
    const double widest = std::sqrt(std::max(0.0, fit.between + between_half));
    const double mean_half = half([e](const JointFit& one) { return one.fits[e].mean; });
    // Without any spread all draws agree: on the one sign, or on the other if the mean's is open.
    low -= fit.mean - mean_half < 0.0 ? 1.0 : 1.0 - ShareAbove(fit.mean - mean_half, widest);
    high = std::min(high, fit.mean + mean_half > 0.0
                              ? 1.0
                              : ShareAbove(fit.mean + mean_half, widest));
  }
  if (!widened) return agreement;
  agreement.low = std::max(0.0, std::min(agreement.low, low));
  agreement.high = std::max(agreement.high, high);
  return agreement;
}

}  // namespace entente::analysis
