// Skill: how much better a forecaster scored than a reference on the same occasions, with an
// interval that knows that neighbouring occasions are alike.
#ifndef ENTENTE_INFERENCE_SCORES_SKILL_H_
#define ENTENTE_INFERENCE_SCORES_SKILL_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace entente::inference {

struct SkillSettings {
  std::size_t block = 0;    // occasions; 0: BlockLength(n, overlap)
  std::size_t overlap = 1;  // occasions that share a part of their window: horizon / spacing
  std::uint64_t resamples = 2'000;
  double level = 0.95;
  std::uint64_t seed = 1;
};

// max(overlap, ceil(n^(1/3))): blocks as long as windows overlap, and growing at the rate that is
// optimal for the variance of a mean (Künsch 1989; Hall, Horowitz, Jing 1995). At most n.
std::size_t BlockLength(std::size_t n, std::size_t overlap);

struct Skill {
  double skill = 0.0;  // 1 − mean score / mean reference score: 1 perfect, 0 no better, below worse
  double low = 0.0, high = 0.0;
  double score = 0.0, reference = 0.0;  // the means
  std::size_t occasions = 0, block = 0;
  // Fewer than four blocks can not tell how much the mean varies: the interval is then unbounded.
  bool told() const { return occasions >= 4 * block; }
  // The interval lies above (below) 0.
  bool better() const { return low > 0.0; }
  bool worse() const { return high < 0.0; }
};

// Scores (lower is better, >= 0) of occasions in the order of time, the same for both. Percentile
// interval of the moving-blocks bootstrap: blocks of consecutive occasions drawn with replacement
// from all n − block + 1 of them until n occasions are there. A mean reference score of 0 gives
// skill 0 if the score is 0 too, else −inf. Of fewer than four blocks of occasions no interval is
// told: it is −inf to +inf. On short and strongly dependent series the interval is too narrow: it
// holds the truth in about 84 % of series of 150 occasions with autocorrelation 0.7.
// Keyed luck. O(n resamples).
Skill SkillScore(std::span<const double> scores, std::span<const double> reference,
                 const SkillSettings& settings);

// Whether two forecasters differ in expected score: Diebold and Mariano (1995) with the rectangular
// window of overlap − 1 lags (Bartlett's weights if that gives no positive variance) and the
// small-sample correction of Harvey, Leybourne and Newbold (1997), against Student's t with n − 1
// degrees. statistic < 0: the first scored lower (better). n >= 3; p_value is NaN when all
// differences are equal.
struct DieboldMariano {
  double statistic = 0.0;
  double p_value = 1.0;  // two-sided
};
DieboldMariano TestEqualSkill(std::span<const double> first, std::span<const double> second,
                              std::size_t overlap);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_SCORES_SKILL_H_
