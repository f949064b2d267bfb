// What is uncertain in models/northeast_asia, drawn once a world, as a programmer would write it:
// rejection samplers on a sequential Philox stream. Rates are per day.
#ifndef ENTENTE_BENCH_HAND_NORTHEAST_ASIA_DRAWS_H_
#define ENTENTE_BENCH_HAND_NORTHEAST_ASIA_DRAWS_H_

#include <cmath>

#include "hand/common.h"

namespace hand::asia {

inline constexpr double kYear = 365.2425;
inline constexpr double kMonth = kYear / 12;

class Random {
 public:
  Random(std::uint64_t seed, std::uint32_t world) : stream_(seed, world) {}
  double Uniform() { return OpenUnit(stream_.Next()); }
  double Unit() { return Exponential(stream_.Next()); }
  // Marsaglia's polar method; the second normal is kept.
  double Normal() {
    if (have_spare_) {
      have_spare_ = false;
      return spare_;
    }
    double x = 0;
    double y = 0;
    double s = 0;
    do {
      x = 2 * Uniform() - 1;
      y = 2 * Uniform() - 1;
      s = x * x + y * y;
    } while (s >= 1 || s == 0);
    const double factor = std::sqrt(-2 * std::log(s) / s);
    spare_ = y * factor;
    have_spare_ = true;
    return x * factor;
  }
  // Marsaglia and Tsang (2000), shape >= 1.
  double Gamma(double shape) {
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
      const double x = Normal();
      const double v = 1 + c * x;
      if (v <= 0) continue;
      const double cube = v * v * v;
      if (std::log(Uniform()) < 0.5 * x * x + d - d * cube + d * std::log(cube)) return d * cube;
    }
  }
  double Beta(double a, double b) {
    const double x = Gamma(a);
    return x / (x + Gamma(b));
  }
  double Lognormal(double median, double spread) {
    return median * std::exp(std::log(spread) * Normal());
  }
  // 10th and 90th percentiles of a logit-normal share.
  double Share(double low, double high) {
    const double a = std::log(low / (1 - low));
    const double b = std::log(high / (1 - high));
    return 1 / (1 + std::exp(-((a + b) / 2 + (b - a) / 2 / kZ90 * Normal())));
  }
  // 10th and 90th percentiles of a lognormal.
  double Positive(double low, double high) {
    const double a = std::log(low);
    const double b = std::log(high);
    return std::exp((a + b) / 2 + (b - a) / 2 / kZ90 * Normal());
  }

 private:
  static constexpr double kZ90 = 1.2815515655446004;
  PhiloxStream stream_;
  double spare_ = 0;
  bool have_spare_ = false;
};

struct Parameters {
  explicit Parameters(Random& r)
      : p_biden(r.Beta(12, 10)),
        p_yoon(r.Beta(20, 20)),
        p_kishida(r.Beta(6, 4)),
        premier_exit(r.Lognormal(0.35, 1.5) / kYear),
        rebuke_rate(r.Lognormal(1.8, 1.3) / kYear),
        gesture_rate(r.Lognormal(2.5, 1.3) / kYear),
        mood_noise(r.Share(0.03, 0.07) / std::sqrt(kYear)),
        control_rate(r.Lognormal(0.04, 1.6) / kYear),
        lifting_rate(r.Lognormal(2, 1.6) / kYear),
        damping(r.Beta(5, 4)),
        rivalry_goal(r.Share(0.65, 0.85)),
        pair_effect(r.Normal()),
        hub_doubt(r.Beta(3, 7)),
        backfire(r.Beta(5, 5)),
        p_ruling(r.Beta(18, 2)),
        seizure_rate(r.Lognormal(4, 1.6) / kYear),
        sale_rate(r.Lognormal(0.12, 1.8) / kYear),
        restraint_korea(r.Share(0.3, 0.8)),
        restraint_japan(r.Share(0.3, 0.8)),
        settle_rate(r.Lognormal(0.06, 1.8) / kYear),
        wait_value(r.Positive(1.6, 2)),
        spillover(r.Beta(4, 4)),
        tit_for_tat(r.Share(0.15, 0.45)),
        reciprocity(r.Share(0.15, 0.45)),
        labour_pull(r.Lognormal(7, 1.4)),
        labour_block(r.Share(0.03, 0.15)),
        bite_weight(r.Positive(0.8, 1.3)),
        alliance_value(r.Positive(1.3, 1.8)) {}

  double p_biden, p_yoon, p_kishida, premier_exit, rebuke_rate, gesture_rate, mood_noise;
  double control_rate, lifting_rate, damping, rivalry_goal, pair_effect, hub_doubt, backfire;
  double p_ruling, seizure_rate, sale_rate, restraint_korea, restraint_japan, settle_rate;
  double wait_value, spillover, tit_for_tat, reciprocity, labour_pull, labour_block;
  double bite_weight, alliance_value;
};

}  // namespace hand::asia

#endif  // ENTENTE_BENCH_HAND_NORTHEAST_ASIA_DRAWS_H_
