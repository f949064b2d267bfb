#include "inference/scores/skill.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "base/check.h"
#include "inference/random/stream.h"

namespace entente::inference {
namespace {

double SkillOf(double score, double reference) {
  if (reference > 0.0) return 1.0 - score / reference;
  return score > 0.0 ? -std::numeric_limits<double>::infinity() : 0.0;
}

}  // namespace

std::size_t BlockLength(std::size_t n, std::size_t overlap) {
  const double root = std::ceil(std::cbrt(static_cast<double>(n)) - 1e-9);
  return std::min(n, std::max(overlap, static_cast<std::size_t>(root)));
}

Skill SkillScore(std::span<const double> scores, std::span<const double> reference,
                 const SkillSettings& settings) {
  const std::size_t n = scores.size();
  ENTENTE_CHECK(n > 0 && n == reference.size() && settings.resamples > 0);
  Skill made;
  made.occasions = n;
  made.block = settings.block > 0 ? std::min(settings.block, n) : BlockLength(n, settings.overlap);
  for (std::size_t i = 0; i < n; ++i) {
    made.score += scores[i];
    made.reference += reference[i];
  }
  made.score /= static_cast<double>(n);
  made.reference /= static_cast<double>(n);
  made.skill = SkillOf(made.score, made.reference);

  if (!made.told()) {
    made.low = -std::numeric_limits<double>::infinity();
    made.high = std::numeric_limits<double>::infinity();
    return made;
  }
  Stream stream(settings.seed, "skill");
  std::vector<double> skills;
  skills.reserve(settings.resamples);
  for (std::uint64_t r = 0; r < settings.resamples; ++r) {
    double score = 0.0, against = 0.0;
    for (std::size_t filled = 0; filled < n;) {
      const std::size_t from = stream.Below(n - made.block + 1);
      for (std::size_t i = from; i < from + made.block && filled < n; ++i, ++filled) {
        score += scores[i];
        against += reference[i];
      }
    }
    skills.push_back(SkillOf(score, against));
  }
  std::sort(skills.begin(), skills.end());
  const double tail = 0.5 * (1.0 - settings.level);
  const auto at = [&](double share) {
    const double rank = std::floor(share * static_cast<double>(skills.size()));
    return skills[std::min(static_cast<std::size_t>(rank), skills.size() - 1)];
  };
  made.low = at(tail);
  made.high = at(1.0 - tail);
  return made;
}

DieboldMariano TestEqualSkill(std::span<const double> first, std::span<const double> second,
                              std::size_t overlap) {
  const std::size_t n = first.size();
  ENTENTE_CHECK(n >= 3 && n == second.size() && overlap >= 1);
  const double count = static_cast<double>(n);
  std::vector<double> gap(n);
  double mean = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    gap[i] = first[i] - second[i];
    mean += gap[i] / count;
  }
  const std::size_t lags = std::min(overlap - 1, n - 1);
  const auto variance = [&](bool bartlett) {
    double sum = 0.0;
    for (std::size_t lag = 0; lag <= lags; ++lag) {
      double covariance = 0.0;
      for (std::size_t i = lag; i < n; ++i) covariance += (gap[i] - mean) * (gap[i - lag] - mean);
      const double weight =
          bartlett ? 1.0 - static_cast<double>(lag) / static_cast<double>(lags + 1) : 1.0;
      sum += (lag == 0 ? 1.0 : 2.0 * weight) * covariance / count;
    }
    return sum;
  };
  double spread = variance(false);
  if (!(spread > 0.0)) spread = variance(true);
  DieboldMariano test;
  if (!(spread > 0.0)) {
    test.p_value = std::numeric_limits<double>::quiet_NaN();
    return test;
  }
  const double h = static_cast<double>(overlap);
  const double correction =
      std::sqrt(std::max((count + 1.0 - 2.0 * h + h * (h - 1.0) / count) / count, 0.0));
  test.statistic = correction * mean / std::sqrt(spread / count);
  const boost::math::students_t law(count - 1.0);
  test.p_value = 2.0 * boost::math::cdf(boost::math::complement(law, std::abs(test.statistic)));
  return test;
}

}  // namespace entente::inference
