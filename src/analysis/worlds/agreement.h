// In what share of parameter draws does an effect have a given sign? Chance blurs the effect that a
// few worlds show in one draw, so counting signs would make every effect look disputed. The blur is
// measured within draws and taken out.
#ifndef ENTENTE_ANALYSIS_WORLDS_AGREEMENT_H_
#define ENTENTE_ANALYSIS_WORLDS_AGREEMENT_H_

#include <cstdint>
#include <vector>

namespace entente::analysis {

// The effect in each draw, estimated twice from different worlds of it.
struct DrawEffects {
  std::vector<double> first, second;  // by draw

  void Add(double one, double other) {
    first.push_back(one);
    second.push_back(other);
  }
  std::size_t draws() const { return first.size(); }
  double Effect(std::size_t draw) const { return 0.5 * (first[draw] + second[draw]); }
};

struct Agreement {
  std::uint64_t draws = 0;
  double positive = 0.0;    // share of draws whose effect is above 0; NaN: no draw shows any effect
  double low = 0.0, high = 1.0;
  double between_sd = 0.0;  // of the effect between draws, chance taken out; 0: not detectable
  double noise_sd = 0.0;    // of one draw's estimate, by chance alone
};

// With D_j the mean of draw j's two estimates, chance has the variance W = mean((first − second)²)/4
// and the effects the variance τ² = max(0, Var(D) − W) (the nested-sampling correction; Sun, Apley
// and Staum 2011). Given τ, draw j's effect is normal about m_j = D̄ + τ²/(τ² + W)·(D_j − D̄) with
// variance τ²W/(τ² + W) (empirical Bayes: Efron and Morris 1973); the share is the mean over draws
// of P(effect_j > 0). Exact in the mean for normal effects; for others the better the smaller W is
// against τ². The interval is the jackknife's over 20 groups of draws; where τ² can not be told from
// 0 it is widened to Φ(D̄/τ) at the ends of the intervals of D̄ and τ.
// At least 16 draws, else the interval is [0, 1]. Deterministic; linear in the draws.
Agreement PositiveShare(const DrawEffects& effects, double confidence);

// The share of draws in which all of several effects are above 0 (same draws, in the same order).
// Within a draw the probabilities p_i of the single effects join to max(0, Σp_i − (k − 1)): exact
// where at most one can fail, as for the two sides of a margin, and a lower bound otherwise, close
// where a draw leaves little doubt. The standard deviations are of the effect that fails most.
Agreement PositiveShare(const std::vector<const DrawEffects*>& effects, double confidence);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_WORLDS_AGREEMENT_H_
