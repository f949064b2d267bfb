#include "analysis/sensitivity/split.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/kernels/math.h"

namespace entente::analysis {
namespace {

constexpr std::size_t kFewestDraws = 16;

// Sums over draws from which everything follows. Values are taken relative to a fixed centre, so
// that squares lose no digits.
struct Sums {
  double draws = 0.0;
  double within = 0.0;                 // Σ_s Σ_j sample variance within the draw
  std::vector<double> mean, mean2;     // by scenario: Σ_j ȳ_sj, Σ_j ȳ_sj²
  double spread = 0.0;                 // Σ_j of the variance over scenarios of ȳ_sj

  void Add(const Sums& other, double sign) {
    draws += sign * other.draws;
    within += sign * other.within;
    spread += sign * other.spread;
    for (std::size_t s = 0; s < mean.size(); ++s) {
      mean[s] += sign * other.mean[s];
      mean2[s] += sign * other.mean2[s];
    }
  }
};

// chance, parameter, scenario.
using Parts = std::array<double, 3>;

Parts PartsOf(const Sums& sums, double worlds_per_draw) {
  const double scenarios = static_cast<double>(sums.mean.size());
  const double n = sums.draws;
  const double chance = sums.within / (scenarios * n);
  double between = 0.0, grand = 0.0, squares = 0.0;
  for (std::size_t s = 0; s < sums.mean.size(); ++s) {
    const double mean = sums.mean[s] / n;
    between += (sums.mean2[s] - n * mean * mean) / (n - 1.0) / scenarios;
    grand += mean / scenarios;
    squares += mean * mean / scenarios;
  }
  const double raw = std::max(0.0, squares - grand * grand);
  // Var over scenarios of the observed means has expectation Var_s E + (1/n) E_j[variance over s of
  // ȳ_sj around the scenario effects]; the latter is the mean spread less the spread of the means.
  const double noise = (sums.spread / n - raw) / (n - 1.0);
  return {chance, between - chance / worlds_per_draw, raw - noise};
}

Parts SharesOf(Parts parts) {
  double total = 0.0;
  for (double& part : parts) total += part = std::max(0.0, part);
  if (!(total > 0.0)) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    return {nan, nan, nan};
  }
  for (double& part : parts) part /= total;
  return parts;
}

// The same with parts below 0 as they came out: what has a sampling error of its own even where the
// share is cut to 0, so that "0 %" never looks certain.
Parts UncutShares(Parts parts) {
  const double total = parts[0] + parts[1] + parts[2];
  for (double& part : parts) part /= total;
  return parts;
}

Sums SumsOfDraw(const NestedValues& values, std::size_t draw, double centre) {
  const std::size_t m = values.worlds_per_draw;
  Sums one;
  one.draws = 1.0;
  double mean_of_means = 0.0, mean_of_squares = 0.0;
  const double scenarios = static_cast<double>(values.scenarios.size());
  for (const std::vector<double>& y : values.scenarios) {
    double mean = 0.0, squares = 0.0;
    for (std::size_t k = 0; k < m; ++k) mean += y[draw * m + k] - centre;
    mean /= static_cast<double>(m);
    for (std::size_t k = 0; k < m; ++k) {
      const double off = y[draw * m + k] - centre - mean;
      squares += off * off;
    }
    one.within += squares / static_cast<double>(m - 1);
    one.mean.push_back(mean);
    one.mean2.push_back(mean * mean);
    mean_of_means += mean / scenarios;
    mean_of_squares += mean * mean / scenarios;
  }
  one.spread = mean_of_squares - mean_of_means * mean_of_means;
  return one;
}

bool IsFinite(const NestedValues& values, std::size_t draw) {
  const std::size_t m = values.worlds_per_draw;
  return std::all_of(values.scenarios.begin(), values.scenarios.end(),
                     [&](const std::vector<double>& y) {
                       return std::all_of(&y[draw * m], &y[draw * m] + m,
                                          [](double value) { return std::isfinite(value); });
                     });
}

double Clip(double share) { return std::clamp(share, 0.0, 1.0); }

}  // namespace

Result<SplitResult> SplitVariance(const NestedValues& values, double confidence) {
  const std::size_t m = values.worlds_per_draw;
  if (m < 2) return Fail("a split of variance needs at least two worlds a draw");
  if (values.scenarios.empty()) return Fail("a split of variance needs values");
  for (const std::vector<double>& y : values.scenarios) {
    if (y.size() != values.scenarios[0].size() || y.size() % m != 0) {
      return Fail("the values of the scenarios do not have the same whole number of draws");
    }
  }
  const std::size_t all = values.scenarios[0].size() / m;
  std::vector<std::size_t> kept;
  double centre = 0.0;
  for (std::size_t j = 0; j < all; ++j) {
    if (!IsFinite(values, j)) continue;
    kept.push_back(j);
    centre += values.scenarios[0][j * m];
  }
  if (kept.size() < kFewestDraws) {
    return Fail(fmt::format("{} of {} draws have values in all their worlds; at least {} are needed",
                            kept.size(), all, kFewestDraws));
  }
  const double n = static_cast<double>(kept.size());
  centre /= n;
  Sums sums;
  sums.mean.assign(values.scenarios.size(), 0.0);
  sums.mean2 = sums.mean;
  std::vector<Sums> draws;
  for (const std::size_t j : kept) {
    draws.push_back(SumsOfDraw(values, j, centre));
    sums.Add(draws.back(), 1.0);
  }
  const double z = engine::Math().normal_quantile1(0.5 + 0.5 * confidence);
  const double worlds = static_cast<double>(m);
  const Parts parts = PartsOf(sums, worlds);
  const Parts shares = SharesOf(parts), uncut = UncutShares(parts);
  Parts part_sum{}, part_squares{}, share_sum{}, share_squares{};
  for (const Sums& one : draws) {
    Sums without = sums;
    without.Add(one, -1.0);
    const Parts left = PartsOf(without, worlds), left_shares = UncutShares(left);
    for (std::size_t i = 0; i < 3; ++i) {
      const double d = left[i] - parts[i], e = left_shares[i] - uncut[i];
      part_sum[i] += d;
      part_squares[i] += d * d;
      share_sum[i] += e;
      share_squares[i] += e * e;
    }
  }
  const auto error = [n](double sum, double squares) {
    return std::sqrt(std::max(0.0, (n - 1.0) / n * (squares - sum * sum / n)));
  };
  const auto part = [&](std::size_t i) {
    const double e = z * error(part_sum[i], part_squares[i]);
    return engine::Estimate{parts[i], parts[i] - e, parts[i] + e};
  };
  const auto share = [&](std::size_t i) {
    const double e = z * error(share_sum[i], share_squares[i]);
    return engine::Estimate{shares[i], Clip(uncut[i] - e), Clip(uncut[i] + e)};
  };
  SplitResult result;
  result.draws = kept.size();
  result.left_out = all - kept.size();
  for (std::size_t s = 0; s < values.scenarios.size(); ++s) {
    const double mean = sums.mean[s] / n;
    const double sd = std::sqrt(std::max(0.0, (sums.mean2[s] - n * mean * mean) / (n - 1.0)) / n);
    result.means.push_back(
        {centre + mean, centre + mean - z * sd, centre + mean + z * sd});
  }
  result.chance = part(0);
  result.parameter = part(1);
  result.scenario = part(2);
  for (const double one : parts) result.total += std::max(0.0, one);
  result.chance_share = share(0);
  result.parameter_share = share(1);
  result.scenario_share = share(2);
  return result;
}

}  // namespace entente::analysis
