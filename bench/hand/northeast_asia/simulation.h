// One world after another of models/northeast_asia, by hand: the grid, the calendar, deadlines and
// chance events (Gillespie's direct method between recomputations), and what each event does.
#ifndef ENTENTE_BENCH_HAND_NORTHEAST_ASIA_SIMULATION_H_
#define ENTENTE_BENCH_HAND_NORTHEAST_ASIA_SIMULATION_H_

#include <chrono>
#include <limits>

#include "hand/northeast_asia/rates.h"

namespace hand::asia {

inline constexpr double kNever = std::numeric_limits<double>::infinity();

// Days since 1 October 2018.
constexpr int Day(int year, unsigned month, unsigned day) {
  using namespace std::chrono;
  const sys_days start = std::chrono::year{2018} / 10 / 1;
  const sys_days date = std::chrono::year{year} / month / day;
  return static_cast<int>((date - start).count());
}

enum class Track { kHistory, kEconomy, kSecurity, kHuman };

class Simulation {
 public:
  Simulation(std::uint64_t seed, std::uint32_t world) : random_(seed, world), p_(random_) {}
  void Run(Answers& answers);

 private:
  enum Deadline {
    kOrderSale,
    kReport,
    kFade,
    kOpenBorders,
    kRestore,
    kLapse,
    kLastDay,
    kDeadlines
  };
  enum class Date {
    kRuling,
    kAssembly,
    kUsaBallot,
    kUsaOffice,
    kKoreaBallot,
    kKoreaOffice,
    kPremierModerate,
    kPremierHardliner,
    kRenewal
  };
  struct Dated {
    double day;
    Date what;
  };

  void Start();
  void Schedule();
  void GridPoint(double t);
  void Retarget(double t, bool at_grid_point = false);
  void Settle(int v, double t);
  void Predict(int v, double t);
  void Add(int v, double amount, double t);
  void DecayOfDiversification(double rate) {
    decay_[kDiversification] = rate;
    half_step_[kDiversification] = std::exp(-rate * kStep / 2);
  }
  void Multiply(int v, double factor, double t) {
    Settle(v, t);
    Add(v, (factor - 1) * w_.value[static_cast<std::size_t>(v)], t);
  }
  void Moved(IssueBit bit, double t);
  void Act(int by, Track track, double weight, double t);
  void Feed(int v, double amount, double t) { Add(v, amount, t); }
  void Due(Deadline which, double t);
  void OnDate(Date what, double t);
  void Fire(int channel, double t);
  void FirePublic(int channel, double t);
  void FireSecurity(int channel, double t);
  void FireHistory(int channel, double t);

  void EnterLabour(Labour to, double t);
  void EnterControl(Control to, double t);
  void EnterSummitry(Summitry to, double t);
  void EnterGsomia(Gsomia to, double t);
  void EnterTrilateral(Trilateral to, double t);
  void EnterPremier(Premier to, double t);
  void EnterWto(Wto to, double t);
  void EnterClaims(Claims to, double t);
  void LabourPlan(double t);
  void AnswerLiquidation(double t);
  void Mediate(double t);
  void RenewGsomia(double t);
  void LastDay(double t);
  bool Chosen(double utility, double other, double rationality) {
    return random_.Uniform() < 1 / (1 + std::exp(rationality * (other - utility)));
  }
  double Sojourn(double low_months, double high_months) {
    return random_.Positive(low_months, high_months) * kMonth;
  }
  void Set(Deadline which, double t) {
    due_[which] = t;
    next_due_ = *std::min_element(due_, due_ + kDeadlines);
  }

  static inline const Decay kHalfLives;
  Random random_;
  Parameters p_;
  World w_;
  Rates rates_;
  Answers* answers_ = nullptr;
  Dated dated_[24]{};
  int dates_ = 0;
  int next_date_ = 0;
  double due_[kDeadlines]{};
  double next_due_ = kNever;
  double next_grid_ = 0;
  // Per day; that of diversification depends on the controls.
  std::array<double, kVariables> decay_ = kHalfLives.rate;
  std::array<double, kVariables> half_step_ = kHalfLives.over_half_step;
  double shuttle_since_ = 0;
  double closed_at_ = kNever;
  bool spiral_ = false, lifted_ = false, lost_ = false, closed_ = false, thaw_ = false,
       institutional_ = false, countered_ = false, withdrawn_ = false, boycotted_ = false,
       hollow_ = false;
};

// ---- continuous variables ----------------------------------------------------------------------

// exp(-x) for x up to 0.08, to 3e-8: what a step's worth of decay needs.
inline double ShortDecay(double x) {
  return 1 + x * (-1 + x * (1.0 / 2 + x * (-1.0 / 6 + x * (1.0 / 24))));
}

inline void Simulation::Settle(int v, double t) {
  const auto i = static_cast<std::size_t>(v);
  const double gap = w_.value[i] - w_.target[i];
  w_.value[i] = w_.target[i] + gap * ShortDecay(decay_[i] * (t - w_.as_of[i]));
  w_.as_of[i] = t;
}

inline void Simulation::Predict(int v, double t) {
  const auto i = static_cast<std::size_t>(v);
  const double gap = w_.value[i] - w_.target[i];
  w_.mid[i] = w_.target[i] + gap * ShortDecay(decay_[i] * 0.5 * (next_grid_ - t));
  if (v == kCalm0 || v == kCalm1) w_.calmed[v - kCalm0] = std::exp(-w_.mid[i]);
  if (v == kChill0 || v == kChill1) w_.chilled[v - kChill0] = std::exp(-w_.mid[i]);
}

inline void Simulation::Add(int v, double amount, double t) {
  const auto i = static_cast<std::size_t>(v);
  Settle(v, t);
  w_.value[i] += amount;
  if (v < kQuantities) w_.value[i] = std::clamp(w_.value[i], 0.0, 1.0);
  Predict(v, t);
  w_.changed |= std::uint64_t{1} << v;
}

inline void Simulation::Retarget(double t, bool at_grid_point) {
  const auto& q = w_.value;
  double fresh[kQuantities];
  fresh[kGrievance0] = 0.25 + 0.30 * w_.Nationalism(0) - 0.20 * q[kFamiliarity];
  fresh[kGrievance1] = 0.25 + 0.30 * w_.Nationalism(1) - 0.20 * q[kFamiliarity];
  fresh[kTrust0] = fresh[kTrust1] = 0.5;
  fresh[kFamiliarity] =
      0.7 - (w_.closed ? 0.25 : 0.0) - (w_.boycott == Boycott::kOnStrike ? 0.15 : 0.0);
  fresh[kPreoccupation0] = fresh[kPreoccupation1] = 0.2 + 0.5 * 0.8 * q[kRivalry];
  fresh[kRivalry] =
      p_.rivalry_goal + (w_.summitry == Summitry::kShuttle
                             ? 0.03 / kYear * p_.pair_effect / kHalfLives.rate[kRivalry]
                             : 0.0);
  fresh[kHub] = kAlliance[w_.usa] * (1 - p_.hub_doubt * q[kRivalry]);
  fresh[kAlignment] = 0.85 * kCraft[w_.usa];
  fresh[kPressureUs] = 0;
  fresh[kStrain] = 0.5 * w_.Bite() * (1 - q[kDiversification]);
  fresh[kDiversification] = w_.Controlled() ? 1 : 0;
  fresh[kDepth] = kGoal[static_cast<int>(w_.trilateral)];
  for (std::size_t v = 0; v < kQuantities; ++v) {
    if (!at_grid_point && fresh[v] != w_.target[v]) {
      Settle(static_cast<int>(v), t);
      w_.target[v] = fresh[v];
      Predict(static_cast<int>(v), t);
      w_.changed |= std::uint64_t{1} << v;
    }
    w_.target[v] = fresh[v];
  }
}

// Standard deviation of unit noise over a step, given the decay rate.
inline double OrnsteinUhlenbeck(double rate) {
  return std::sqrt((1 - std::exp(-2 * rate * kStep)) / (2 * rate));
}

inline void Simulation::GridPoint(double t) {
  for (std::size_t v = 0; v < kVariables; ++v) {
    const double factor = ShortDecay(decay_[v] * (t - w_.as_of[v]));
    w_.value[v] = w_.target[v] + (w_.value[v] - w_.target[v]) * factor;
    w_.as_of[v] = t;
  }
  if (t > 0) {
    static const double mood_scale = OrnsteinUhlenbeck(kHalfLives.rate[kGrievance0]);
    static const double rivalry_scale =
        0.04 / std::sqrt(kYear) * OrnsteinUhlenbeck(kHalfLives.rate[kRivalry]);
    w_.value[kGrievance0] += p_.mood_noise * mood_scale * random_.Normal();
    w_.value[kGrievance1] += p_.mood_noise * mood_scale * random_.Normal();
    w_.value[kRivalry] += rivalry_scale * random_.Normal();
    for (std::size_t v = 0; v < kQuantities; ++v) w_.value[v] = std::clamp(w_.value[v], 0.0, 1.0);
  }
  answers_->worst_strain = std::max(answers_->worst_strain, w_.value[kStrain]);
  next_grid_ = t + kStep;
  Retarget(t, true);
  for (std::size_t v = 0; v < kVariables; ++v) {
    w_.mid[v] = w_.target[v] + (w_.value[v] - w_.target[v]) * half_step_[v];
  }
  for (const int v : {kCalm0, kCalm1, kChill0, kChill1}) Predict(v, t);
  w_.changed = 0;
  rates_.RefreshAll(w_, p_);
}

inline void Simulation::Moved(IssueBit bit, double t) {
  w_.changed |= std::uint64_t{1} << bit;
  Retarget(t);
}

// ---- acts and their pressures ------------------------------------------------------------------

inline void Simulation::Act(int by, Track track, double weight, double t) {
  const int to = 1 - by;
  const double size = std::abs(weight) / 10;
  if (weight < 0) {
    ++answers_->hostile;
    const int retaliation = kRetHistory0 + 2 * static_cast<int>(track);
    Feed(retaliation + to, p_.tit_for_tat * size, t);
    const double damped = p_.spillover * size * (1 - p_.damping * w_.mid[kDepth]);
    if (track == Track::kHistory) {
      Feed(kPoisonEconomy0 + to, p_.spillover * size, t);
      Feed(kPoisonSecurity0 + to, damped, t);
      Feed(kChill0 + to, 0.6 * p_.spillover * size, t);
    } else if (track == Track::kEconomy) {
      Feed(kPoisonSecurity0 + to, damped, t);
    }
    return;
  }
  if (track == Track::kHistory) return;
  Feed(kReciprocity0 + to, p_.reciprocity * size, t);
  if (track == Track::kHuman) {
    Feed(kCalm0 + to, 0.3 * size, t);
    ++answers_->coop_human;
  } else if (track == Track::kSecurity) {
    ++answers_->coop_security;
  } else {
    ++answers_->coop_economy;
  }
}

}  // namespace hand::asia

#endif  // ENTENTE_BENCH_HAND_NORTHEAST_ASIA_SIMULATION_H_
