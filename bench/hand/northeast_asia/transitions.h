// Transitions of the issues with what follows from them, and the decisions.
#ifndef ENTENTE_BENCH_HAND_NORTHEAST_ASIA_TRANSITIONS_H_
#define ENTENTE_BENCH_HAND_NORTHEAST_ASIA_TRANSITIONS_H_

#include "hand/northeast_asia/simulation.h"

namespace hand::asia {

// ---- transitions and what follows from them ----------------------------------------------------

inline void Simulation::EnterLabour(Labour to, double t) {
  if (w_.labour == Labour::kSeized) Set(kOrderSale, kNever);
  w_.labour = to;
  switch (to) {
    case Labour::kRuled:
      Multiply(kTrust1, 0.75, t);
      Add(kGrievance1, 0.08, t);
      if (w_.claims == Claims::kUnquestioned) EnterClaims(Claims::kChallenged, t);
      break;
    case Labour::kSeized:
      Add(kGrievance1, 0.03, t);
      Set(kOrderSale, t + Sojourn(18, 45));
      break;
    case Labour::kOrdered:
      if (w_.claims == Claims::kUpheld) EnterClaims(Claims::kChallenged, t);
      break;
    case Labour::kLiquidated:
      ++answers_->liquidated;
      Multiply(kTrust1, 0.7, t);
      Add(kGrievance1, 0.15, t);
      if (w_.summitry != Summitry::kFrozen) EnterSummitry(Summitry::kFrozen, t);
      break;
    case Labour::kThirdParty:
    case Labour::kSettled:
      Add(kTrust1, 0.10, t);
      Add(kGrievance1, -0.05, t);
      if (to == Labour::kThirdParty) Add(kGrievance0, 0.03, t);
      if (w_.claims == Claims::kChallenged || w_.claims == Claims::kArbitration) {
        EnterClaims(Claims::kUpheld, t);
      }
      if (!closed_) closed_at_ = t;
      closed_ = true;
      break;
    case Labour::kDormant:
      break;
  }
  Moved(kLabourBit, t);
}

inline void Simulation::EnterClaims(Claims to, double t) {
  w_.claims = to;
  Moved(kClaimsBit, t);
}

inline void Simulation::EnterControl(Control to, double t) {
  if (w_.control == Control::kItemsLifted) Set(kRestore, kNever);
  Settle(kDiversification, t);
  w_.control = to;
  DecayOfDiversification(w_.Controlled()               ? 0.3 / kYear
                         : to == Control::kItemsLifted ? 0.0
                                                       : 0.05 / kYear);
  if (to == Control::kThreeItems) {
    if (t <= Day(2021, 10, 1)) ++answers_->imposed;
    Add(kGrievance0, 0.10, t);
    Multiply(kTrust0, 0.75, t);
  } else if (to == Control::kDelisted) {
    Add(kGrievance0, 0.05, t);
    Multiply(kTrust0, 0.85, t);
  } else if (to == Control::kItemsLifted) {
    lifted_ = true;
    Add(kGrievance0, -0.03, t);
    Add(kTrust0, 0.06, t);
    if (w_.wto == Wto::kFiled || w_.wto == Wto::kPaused || w_.wto == Wto::kPanel) {
      EnterWto(Wto::kWithdrawn, t);
    }
    Set(kRestore, t + Sojourn(2, 8));
  }
  Moved(kControlBit, t);
}

inline void Simulation::EnterWto(Wto to, double t) {
  if (w_.wto == Wto::kPanel) Set(kReport, kNever);
  w_.wto = to;
  if (to == Wto::kFiled) ++answers_->filed;
  if (to == Wto::kPanel) Set(kReport, t + Sojourn(18, 48));
  if (to == Wto::kWithdrawn) withdrawn_ = true;
  Moved(kWtoBit, t);
}

inline void Simulation::EnterSummitry(Summitry to, double t) {
  if (w_.summitry == Summitry::kShuttle) answers_->thaw_days += t - shuttle_since_;
  w_.summitry = to;
  if (to == Summitry::kShuttle) {
    shuttle_since_ = t;
    thaw_ = true;
  }
  Moved(kSummitryBit, t);
}

inline void Simulation::EnterTrilateral(Trilateral to, double t) {
  w_.trilateral = to;
  institutional_ |= to == Trilateral::kInstitutional;
  Moved(kTrilateralBit, t);
}

inline void Simulation::EnterGsomia(Gsomia to, double t) {
  w_.gsomia = to;
  if (to == Gsomia::kNotice) {
    // The next 23 November, and the last day before it.
    double lapse = 0;
    for (int year = 2018; lapse <= t; ++year) lapse = Day(year, 11, 23);
    Set(kLapse, lapse);
    Set(kLastDay, lapse - 1);
  } else {
    Set(kLapse, kNever);
    Set(kLastDay, kNever);
  }
  if (to == Gsomia::kSuspended) {
    if (w_.wto == Wto::kFiled) EnterWto(Wto::kPaused, t);
    if (w_.summitry == Summitry::kFrozen) EnterSummitry(Summitry::kContacts, t);
  } else if (to == Gsomia::kTerminated) {
    lost_ = true;
    Multiply(kTrust1, 0.8, t);
    if (w_.trilateral != Trilateral::kDormant) EnterTrilateral(Trilateral::kDormant, t);
  }
  spiral_ |= to != Gsomia::kInForce && t <= Day(2021, 10, 1);
  Moved(kGsomiaBit, t);
}

inline void Simulation::EnterPremier(Premier to, double t) {
  w_.premier = to;
  Moved(kPremierBit, t);
}

// ---- decisions ---------------------------------------------------------------------------------

inline void Simulation::LabourPlan(double t) {
  for (const int v : {kGrievance0, kAlignment}) Settle(v, t);
  const double support = w_.ruling_party ? 1.15 : 1.0;
  const double utility =
      2 * w_.Pragmatism(0) * support - 1.2 * w_.AudienceCostNow(0) + 0.6 * w_.value[kAlignment];
  if (Chosen(utility, p_.wait_value, 2.5)) {
    Act(0, Track::kHistory, 6, t);
    EnterLabour(Labour::kThirdParty, t);
  }
}

inline void Simulation::AnswerLiquidation(double t) {
  for (const int v : {kGrievance1, kAlignment}) Settle(v, t);
  const double measures =
      1 + w_.Nationalism(1) + 0.5 * w_.value[kGrievance1] - 0.5 * p_.restraint_japan;
  if (Chosen(measures, 0.8 + 0.5 * w_.value[kAlignment], 2)) {
    Act(1, Track::kEconomy, -8, t);
    w_.counter = Counter::kEnacted;
    countered_ = true;
    Moved(kCounterBit, t);
    Add(kStrain, 0.2, t);
    Add(kGrievance0, 0.10, t);
  }
}

inline void Simulation::Mediate(double t) {
  for (const int v : {kHub, kAlignment}) Settle(v, t);
  const double silent = std::exp(2 * 0.6 * (1 - w_.value[kHub]));
  const double quiet = std::exp(2 * (0.5 + w_.value[kAlignment]));
  const double overt = std::exp(2 * (0.9 - 0.5 * w_.value[kAlignment]));
  const double u = random_.Uniform() * (silent + quiet + overt);
  if (u < quiet) {
    Settle(kPressureUs, t);
    Add(kPressureUs, 0.15 * (1 - w_.value[kPressureUs]), t);
  } else if (u < quiet + overt) {
    Settle(kPressureUs, t);
    Add(kPressureUs, 0.4 * (1 - w_.value[kPressureUs]), t);
    Add(kGrievance0, 0.02 * p_.backfire, t);
  }
}

inline void Simulation::RenewGsomia(double t) {
  if (w_.gsomia != Gsomia::kInForce) return;
  for (const int v : {kGrievance0, kAlignment, kRetSecurity0, kPoisonSecurity0}) Settle(v, t);
  const double heat = w_.value[kRetSecurity0] + w_.value[kPoisonSecurity0];
  const double renew =
      p_.alliance_value + 0.5 * w_.value[kAlignment] + 0.3 * (1 - w_.Seoul().extra);
  const double notice = p_.bite_weight * w_.Bite() + 0.6 * w_.AudienceCostNow(0) + 0.3 * heat;
  if (Chosen(notice, renew, 2.5)) {
    Act(0, Track::kSecurity, -7, t);
    EnterGsomia(Gsomia::kNotice, t);
  }
}

inline void Simulation::LastDay(double t) {
  for (const int v : {kGrievance0, kAlignment, kPressureUs}) Settle(v, t);
  const double lapse = 0.7 * p_.bite_weight * w_.Bite() + 0.5 * w_.AudienceCostNow(0);
  const double suspend = 1 + w_.value[kAlignment] + 1.2 * w_.value[kPressureUs];
  if (Chosen(suspend, lapse, 2.5)) {
    Act(0, Track::kSecurity, 4, t);
    EnterGsomia(Gsomia::kSuspended, t);
  }
}

}  // namespace hand::asia

#endif  // ENTENTE_BENCH_HAND_NORTHEAST_ASIA_TRANSITIONS_H_
