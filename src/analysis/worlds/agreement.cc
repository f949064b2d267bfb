#include "analysis/worlds/agreement.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/sinks/intervals.h"

namespace entente::analysis {
namespace {

constexpr std::size_t kFewestDraws = 16;
constexpr std::size_t kMostGroups = 20;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double NormalCdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// Φ(mean/sd), with its limits where sd is 0.
double ShareAbove(double mean, double sd) {
  if (sd > 0.0) return NormalCdf(mean / sd);
  return mean > 0.0 ? 1.0 : mean < 0.0 ? 0.0 : 0.5;
}

struct Fit {
  double mean = 0.0;
  double between = 0.0;  // variance of the effects: may come out negative
  double noise = 0.0;    // W
  double share = 0.0;
};

// Of all draws but those of group `left_out` of `groups` (left_out == groups: all).
Fit FitOf(const DrawEffects& effects, std::size_t groups, std::size_t left_out) {
  const auto out = [&](std::size_t j) { return left_out < groups && j % groups == left_out; };
  double n = 0.0, sum = 0.0, noise = 0.0;
  for (std::size_t j = 0; j < effects.draws(); ++j) {
    if (out(j)) continue;
    const double gap = effects.first[j] - effects.second[j];
    n += 1.0;
    sum += effects.Effect(j);
    noise += 0.25 * gap * gap;
  }
  Fit fit;
  fit.mean = sum / n;
  fit.noise = noise / n;
  double squares = 0.0;
  for (std::size_t j = 0; j < effects.draws(); ++j) {
    if (out(j)) continue;
    const double off = effects.Effect(j) - fit.mean;
    squares += off * off;
  }
  fit.between = squares / (n - 1.0) - fit.noise;
  const double between = std::max(0.0, fit.between);
  if (between == 0.0) {
    fit.share = ShareAbove(fit.mean, 0.0);
    return fit;
  }
  const double weight = between / (between + fit.noise);
  const double sd = std::sqrt(weight * fit.noise);
  double share = 0.0;
  for (std::size_t j = 0; j < effects.draws(); ++j) {
    if (out(j)) continue;
    share += ShareAbove(fit.mean + weight * (effects.Effect(j) - fit.mean), sd);
  }
  fit.share = share / n;
  return fit;
}

}  // namespace

Agreement PositiveShare(const DrawEffects& effects, double confidence) {
  Agreement agreement;
  agreement.draws = effects.draws();
  const auto nothing = [](double x) { return x == 0.0; };
  if (std::all_of(effects.first.begin(), effects.first.end(), nothing) &&
      std::all_of(effects.second.begin(), effects.second.end(), nothing)) {
    agreement.positive = kNan;
    return agreement;
  }
  if (effects.draws() < 2) {
    agreement.positive = kNan;
    return agreement;
  }
  const std::size_t groups = std::min(kMostGroups, effects.draws() / 2);
  const Fit all = FitOf(effects, groups, groups);
  agreement.positive = all.share;
  agreement.between_sd = std::sqrt(std::max(0.0, all.between));
  agreement.noise_sd = std::sqrt(all.noise);
  if (effects.draws() < kFewestDraws) return agreement;

  std::vector<Fit> without;
  for (std::size_t g = 0; g < groups; ++g) without.push_back(FitOf(effects, groups, g));
  const double count = static_cast<double>(groups);
  const double critical = engine::StudentCritical(count - 1.0, confidence);
  // Half the jackknife interval of one of the fit's numbers.
  const auto half = [&](double Fit::*number) {
    double mean = 0.0, squares = 0.0;
    for (const Fit& fit : without) mean += fit.*number / count;
    for (const Fit& fit : without) squares += (fit.*number - mean) * (fit.*number - mean);
    return critical * std::sqrt((count - 1.0) / count * squares);
  };
  const double share_half = half(&Fit::share);
  agreement.low = std::max(0.0, all.share - share_half);
  agreement.high = std::min(1.0, all.share + share_half);
  const double between_half = half(&Fit::between);
  if (all.between > between_half) return agreement;
  const double widest = std::sqrt(std::max(0.0, all.between + between_half));
  const double mean_half = half(&Fit::mean);
  agreement.low = std::min(agreement.low, ShareAbove(all.mean - mean_half, widest));
  agreement.high = std::max(agreement.high, ShareAbove(all.mean + mean_half, widest));
  // Without any spread all draws agree: on the one sign, or on the other if the mean's is open.
  if (all.mean + mean_half > 0.0) agreement.high = 1.0;
  if (all.mean - mean_half < 0.0) agreement.low = 0.0;
  return agreement;
}

}  // namespace entente::analysis
