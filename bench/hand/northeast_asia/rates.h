// The rates of models/northeast_asia, by hand, in families that read the same things. After an
// event only the families that read what it wrote are computed again.
#ifndef ENTENTE_BENCH_HAND_NORTHEAST_ASIA_RATES_H_
#define ENTENTE_BENCH_HAND_NORTHEAST_ASIA_RATES_H_

#include <algorithm>
#include <bit>

#include "hand/northeast_asia/state.h"

namespace hand::asia {

// Channels in the order of their families; where a pair of directions exists, direction 0 first.
enum Channel : int {
  kRebuke0,
  kRebuke1,
  kHistoryGesture,
  kPublicGesture0,
  kWithdrawnGesture0,
  kPublicGesture1,
  kWithdrawnGesture1,
  kQuietDeed0,
  kQuietDeed1,
  kBoycottMove,
  kBordersClose,
  kDialogue0,
  kDialogue1,
  kMeeting0,
  kTalks0,
  kOverture,
  kMeeting1,
  kTalks1,
  kIncident0,
  kIncident1,
  kControlMove,
  kListMove,
  kWtoMove,
  kTrilateralUp,
  kTrilateralDown,
  kGsomiaRestore,
  kGsomiaLapse,
  kSummitryUp,
  kSummitryDown,
  kShuttleFreeze,
  kLabourForward,
  kLabourSettle,
  kLabourReopen,
  kLaterRuling,
  kCourtStep,
  kLabourPlan,
  kClaimsMove,
  kCounterDecide,
  kCounterEnd,
  kComfortForward,
  kComfortReaffirm,
  kPremierExit,
  kPremierPragmatist,
  kPremierNationalist,
  kCurb,
  kAnswer,
  kTruce,
  kUsOnHistory,
  kCoercion0,
  kCoercion1,
  kMediation,
  kChannels
};

enum Family : int {
  kRebukeFamily0,
  kRebukeFamily1,
  kHistoryFamily,
  kGestureFamily0,
  kGestureFamily1,
  kQuietFamily0,
  kQuietFamily1,
  kBoycottFamily,
  kBordersFamily,
  kDialogueFamily0,
  kDialogueFamily1,
  kTalksFamily0,
  kTalksFamily1,
  kIncidentFamily0,
  kIncidentFamily1,
  kControlFamily,
  kListFamily,
  kWtoFamily,
  kTrilateralFamily,
  kGsomiaFamily,
  kSummitryFamily,
  kLabourFamily,
  kClaimsFamily,
  kCounterFamily,
  kComfortFamily,
  kPremierFamily,
  kUsaFamily,
  kCoercionFamily,
  kMediationFamily,
  kFamilies
};
inline constexpr int kFirstOf[kFamilies + 1] = {
    kRebuke0,     kRebuke1,       kHistoryGesture, kPublicGesture0, kPublicGesture1,
    kQuietDeed0,  kQuietDeed1,    kBoycottMove,    kBordersClose,   kDialogue0,
    kDialogue1,   kMeeting0,      kMeeting1,       kIncident0,      kIncident1,
    kControlMove, kListMove,      kWtoMove,        kTrilateralUp,   kGsomiaRestore,
    kSummitryUp,  kLabourForward, kClaimsMove,     kCounterDecide,  kComfortForward,
    kPremierExit, kCurb,          kCoercion0,      kMediation,      kChannels};

inline constexpr std::uint64_t kSeoulReads = Set(kLeaderKoreaBit);
inline constexpr std::uint64_t kTokyoReads = Set(kPremierBit);
inline constexpr std::uint64_t kReads[kFamilies] = {
    Set(kGrievance0, kRetHistory0, kCalm0) | kSeoulReads,
    Set(kGrievance1, kRetHistory1, kCalm1) | kTokyoReads,
    Set(kRetHistory1, kCalm1) | kTokyoReads,
    Set(kGrievance0, kChill0, kRetHuman0) | kSeoulReads,
    Set(kGrievance1, kChill1, kRetHuman1) | kTokyoReads,
    Set(kChill0) | kSeoulReads,
    Set(kChill1) | kTokyoReads,
    Set(kGrievance0, kControlBit, kBoycottBit),
    Set(kBordersBit),
    Set(kControlBit, kReciprocity0, kChill0) | kSeoulReads,
    Set(kControlBit, kReciprocity1, kChill1) | kTokyoReads,
    Set(kSummitryBit, kGrievance0, kAlignment, kReciprocity0, kChill0) | kSeoulReads,
    Set(kSummitryBit, kGrievance1, kReciprocity1, kChill1) | kTokyoReads,
    Set(kRetSecurity0, kPoisonSecurity0),
    Set(kRetSecurity1, kPoisonSecurity1),
    Set(kControlBit, kLabourBit, kComfortBit, kRetEconomy1, kPoisonEconomy1, kReciprocity1,
        kChill1) |
        kTokyoReads,
    Set(kControlBit, kListBit, kRetEconomy0, kPoisonEconomy0, kReciprocity0, kChill0),
    Set(kControlBit, kWtoBit, kRetEconomy0, kPoisonEconomy0),
    Set(kTrilateralBit, kAlignment, kHub, kGsomiaBit, kSummitryBit, kReciprocity0, kChill0),
    Set(kGsomiaBit, kTrust0, kControlBit, kAlignment, kLabourBit, kReciprocity0, kChill0,
        kRetSecurity0, kPoisonSecurity0) |
        kSeoulReads,
    Set(kSummitryBit, kGrievance0, kGrievance1, kAlignment, kComfortBit, kLabourBit, kDepth,
        kRetSecurity0, kRetSecurity1, kPoisonSecurity0, kPoisonSecurity1, kReciprocity0, kChill0) |
        kSeoulReads | kTokyoReads,
    Set(kLabourBit, kTrust0, kTrust1, kPreoccupation0, kRetHistory0, kCalm0, kControlBit) |
        kSeoulReads,
    Set(kClaimsBit, kRetHistory1, kCalm1) | kTokyoReads,
    Set(kCounterBit, kLabourBit, kReciprocity1, kChill1) | kTokyoReads,
    Set(kComfortBit, kRetHistory0, kCalm0) | kSeoulReads,
    Set(kPremierBit),
    Set(kRivalry, kRiposte, kLeaderUsaBit),
    Set(kRivalry, kHub, kGrievance0, kGrievance1, kShadow),
    Set(kGsomiaBit)};

class Rates {
 public:
  // Families to refresh for a set of written variables.
  static std::uint64_t ReadersOf(std::uint64_t changed) {
    static const std::array<std::uint64_t, kBits> readers = [] {
      std::array<std::uint64_t, kBits> table{};
      for (std::size_t bit = 0; bit < kBits; ++bit) {
        for (int f = 0; f < kFamilies; ++f) {
          if (kReads[f] >> bit & 1) table[bit] |= std::uint64_t{1} << f;
        }
      }
      return table;
    }();
    std::uint64_t families = 0;
    for (; changed != 0; changed &= changed - 1) {
      families |= readers[static_cast<std::size_t>(std::countr_zero(changed))];
    }
    return families;
  }

  void Refresh(const World& w, const Parameters& p, std::uint64_t families) {
    for (; families != 0; families &= families - 1) {
      const int f = std::countr_zero(families);
      Compute(f, w, p);
      double sum = 0;
      for (int c = kFirstOf[f]; c < kFirstOf[f + 1]; ++c) sum += rate_[c];
      family_[f] = sum;
    }
    total_ = 0;
    for (const double sum : family_) total_ += sum;
  }
  void RefreshAll(const World& w, const Parameters& p) {
    Refresh(w, p, (std::uint64_t{1} << kFamilies) - 1);
  }

  double total() const { return total_; }

  int Pick(double target) const {
    int f = 0;
    while (f < kFamilies - 1 && target >= family_[f]) target -= family_[f++];
    int c = kFirstOf[f];
    while (c < kFirstOf[f + 1] - 1 && target >= rate_[c]) target -= rate_[c++];
    return c;
  }

 private:
  static double Raised(const World& w, int d, Variable retaliation) {
    return 1 + w.mid[static_cast<std::size_t>(retaliation + d)];
  }
  static double HostileHistory(const World& w, int d) {
    return Raised(w, d, kRetHistory0) * w.calmed[d];
  }
  static double HostileEconomy(const World& w, int d) {
    return Raised(w, d, kRetEconomy0) + w.mid[static_cast<std::size_t>(kPoisonEconomy0 + d)];
  }
  static double HostileSecurity(const World& w, int d) {
    return Raised(w, d, kRetSecurity0) + w.mid[static_cast<std::size_t>(kPoisonSecurity0 + d)];
  }
  static double Chilled(const World& w, int d) { return w.chilled[d]; }
  static double Cooperative(const World& w, int d) {
    return (1 + w.mid[static_cast<std::size_t>(kReciprocity0 + d)]) * Chilled(w, d);
  }

  void Compute(int family, const World& w, const Parameters& p);
  void Publics(int family, const World& w, const Parameters& p);
  void Talks(int d, const World& w);
  void Economy(int family, const World& w, const Parameters& p);
  void Security(int family, const World& w);
  void Labours(const World& w, const Parameters& p);
  void GreatPowers(int family, const World& w);

  double rate_[kChannels]{};
  double family_[kFamilies]{};
  double total_ = 0;
};

inline void Rates::Publics(int family, const World& w, const Parameters& p) {
  const int d = family == kRebukeFamily1 || family == kGestureFamily1 || family == kQuietFamily1;
  switch (family) {
    case kRebukeFamily0:
    case kRebukeFamily1:
      rate_[kRebuke0 + d] =
          p.rebuke_rate * HostileHistory(w, d) *
          (0.2 + w.mid[static_cast<std::size_t>(kGrievance0 + d)] + 0.4 * w.Nationalism(d));
      break;
    case kHistoryFamily:
      rate_[kHistoryGesture] = 2 / kYear * w.Nationalism(1) * HostileHistory(w, 1);
      break;
    case kGestureFamily0:
    case kGestureFamily1: {
      const double cost = w.AudienceCost(d);
      rate_[kPublicGesture0 + 2 * d] = p.gesture_rate * std::max(0.0, 1 - cost) * Chilled(w, d);
      rate_[kWithdrawnGesture0 + 2 * d] =
          p.gesture_rate * std::min(1.0, cost) * Raised(w, d, kRetHuman0);
      break;
    }
    default:
      rate_[kQuietDeed0 + d] = 0.8 / kYear * w.Pragmatism(d) * Chilled(w, d);
  }
}

inline void Rates::Talks(int d, const World& w) {
  const double raised = Cooperative(w, d);
  const double meeting = w.summitry == Summitry::kFrozen     ? 0.25
                         : w.summitry == Summitry::kContacts ? 0.6
                                                             : 2.0;
  const double cost = w.AudienceCost(d);
  const double talks = 4 * (0.3 + w.Pragmatism(d)) * (1 - 0.5 * cost) *
                       (w.summitry == Summitry::kFrozen ? 0.5 : 1.0);
  rate_[d == 0 ? kMeeting0 : kMeeting1] = meeting / kYear * raised;
  rate_[d == 0 ? kTalks0 : kTalks1] = std::max(0.0, talks) / kYear * raised;
  if (d == 0) rate_[kOverture] = (0.3 + 3 * w.mid[kAlignment] * w.Pragmatism(0)) / kYear * raised;
}

inline void Rates::Economy(int family, const World& w, const Parameters& p) {
  switch (family) {
    case kBoycottFamily:
      rate_[kBoycottMove] = w.boycott == Boycott::kNone
                                ? (w.Controlled() ? 6 / kYear * w.mid[kGrievance0] : 0.0)
                                : (w.boycott == Boycott::kFading ? 0.7 / kYear : 0.0);
      break;
    case kBordersFamily:
      rate_[kBordersClose] = w.closed ? 0.0 : 0.15 / kYear;
      break;
    case kDialogueFamily0:
    case kDialogueFamily1: {
      const int d = family == kDialogueFamily1;
      rate_[kDialogue0 + d] =
          2 / kYear * w.Pragmatism(d) * (1 - 0.8 * w.Bite()) * Cooperative(w, d);
      break;
    }
    case kControlFamily: {
      double rate = 0;
      if (w.control == Control::kNormal) {
        rate = p.control_rate * (0.4 + w.Nationalism(1)) * HostileEconomy(w, 1) *
               (w.LabourOpen() ? p.labour_pull : 1.0);
      } else if (w.control == Control::kThreeItems) {
        rate = 6 / kYear * (0.3 + w.Nationalism(1)) * HostileEconomy(w, 1);
      } else if (w.control == Control::kDelisted) {
        rate = p.lifting_rate * w.Pragmatism(1) * (1 - 0.5 * w.Caution()) * Cooperative(w, 1) *
               (w.LabourOpen() ? p.labour_block : 1.0);
      }
      rate_[kControlMove] = rate;
      break;
    }
    case kListFamily: {
      double rate = 0;
      if (!w.removed && w.control == Control::kDelisted) rate = 12 / kYear * HostileEconomy(w, 0);
      if (w.removed && w.control >= Control::kItemsLifted) rate = 8 / kYear * Cooperative(w, 0);
      rate_[kListMove] = rate;
      break;
    }
    default: {
      double rate = 0;
      if (w.wto == Wto::kNone && w.Controlled()) rate = 5;
      if (w.wto == Wto::kFiled) rate = 1.2;
      if (w.wto == Wto::kPaused && w.control == Control::kDelisted) rate = 1.6;
      rate_[kWtoMove] = rate == 0 ? 0.0 : rate / kYear * HostileEconomy(w, 0);
    }
  }
}

inline void Rates::Security(int family, const World& w) {
  if (family == kTrilateralFamily) {
    const double value = kValue[static_cast<int>(w.gsomia)];
    double up = 0;
    double down = 0;
    if (w.trilateral == Trilateral::kDormant) {
      up = 2 * w.mid[kAlignment] * w.mid[kHub] * value *
           (w.summitry == Summitry::kFrozen ? 0.4 : 1.0) * Cooperative(w, 0);
    } else if (w.trilateral == Trilateral::kRevived) {
      if (w.summitry == Summitry::kShuttle)
        up = 4 * w.mid[kAlignment] * value * Cooperative(w, 0);
      down = 0.3 * (1.2 - w.mid[kHub]);
    } else {
      down = 0.1 * (1.2 - w.mid[kHub]);
    }
    rate_[kTrilateralUp] = up / kYear;
    rate_[kTrilateralDown] = down / kYear;
  } else if (family == kGsomiaFamily) {
    double restore = 0;
    double lapse = 0;
    if (w.gsomia == Gsomia::kSuspended) {
      restore =
          5 * w.Pragmatism(0) * w.mid[kTrust0] * Cooperative(w, 0) * (w.LabourOpen() ? 0.1 : 1.0);
      lapse = 0.02 * w.Bite() * HostileSecurity(w, 0);
    } else if (w.gsomia == Gsomia::kTerminated) {
      restore = 0.4 * w.mid[kAlignment] * w.Pragmatism(0) * Cooperative(w, 0);
    }
    rate_[kGsomiaRestore] = restore / kYear;
    rate_[kGsomiaLapse] = lapse / kYear;
  } else {
    double up = 0;
    double down = 0;
    double freeze = 0;
    if (w.summitry == Summitry::kFrozen) {
      up = 0.8 * (w.Pragmatism(0) + w.Pragmatism(1) + w.mid[kAlignment]) * Cooperative(w, 0);
    } else if (w.summitry == Summitry::kContacts) {
      up = 5 * w.Pragmatism(0) * w.Pragmatism(1) * (1 - 0.5 * w.Caution()) * Cooperative(w, 0) *
           (w.LabourOpen() ? 0.1 : 1.0);
      down = 0.3 * (0.3 + w.AudienceCost(0) + w.AudienceCost(1)) * HostileSecurity(w, 1);
    } else {
      down = 0.3 * (0.4 + w.Nationalism(0) + w.Nationalism(1)) * (1 - 0.5 * w.mid[kDepth]);
      freeze = 0.1 * (0.2 + w.AudienceCost(0)) * HostileSecurity(w, 0) * (1 - 0.8 * w.mid[kDepth]);
    }
    rate_[kSummitryUp] = up / kYear;
    rate_[kSummitryDown] = down / kYear;
    rate_[kShuttleFreeze] = freeze / kYear;
  }
}

inline void Rates::Labours(const World& w, const Parameters& p) {
  const double hostile = HostileHistory(w, 0);
  double forward = 0;
  double settle = 0;
  double reopen = 0;
  if (w.labour == Labour::kRuled) forward = p.seizure_rate * hostile;
  if (w.labour == Labour::kOrdered) {
    forward = p.sale_rate * (1 - 0.7 * p.restraint_korea) * hostile;
  }
  if (w.LabourPending()) {
    settle = p.settle_rate * w.mid[kTrust0] * w.mid[kTrust1] * (1 - 0.5 * w.mid[kPreoccupation0]) *
             (w.Controlled() ? 0.3 : 1.0);
  } else if (w.labour == Labour::kThirdParty) {
    settle = 0.2 / kYear * w.mid[kTrust0];
    reopen = 0.15 / kYear * w.Nationalism(0) * hostile;
  }
  rate_[kLabourForward] = forward;
  rate_[kLabourSettle] = settle;
  rate_[kLabourReopen] = reopen;
  rate_[kLaterRuling] = w.labour == Labour::kDormant ? 0.5 / kYear * hostile : 0.0;
  rate_[kCourtStep] = w.LabourPending() ? 1 / kYear * hostile : 0.0;
  rate_[kLabourPlan] = w.LabourPending() ? 1.2 / kYear : 0.0;
}

inline void Rates::GreatPowers(int family, const World& w) {
  const double rivalry = w.mid[kRivalry];
  if (family == kUsaFamily) {
    rate_[kCurb] = 1.2 / kYear * rivalry;
    rate_[kAnswer] = 1 / kYear * rivalry * (1 + w.mid[kRiposte]);
    rate_[kTruce] = 0.2 / kYear * (1.2 - rivalry);
    rate_[kUsOnHistory] = 0.4 / kYear * kAlliance[w.usa];
    return;
  }
  const double common = 0.6 / kYear * rivalry * (0.5 + w.mid[kHub]) * (1 + w.mid[kShadow]);
  rate_[kCoercion0] = common * 0.24 * (0.5 + w.mid[kGrievance0]);
  rate_[kCoercion1] = common * 0.21 * (0.5 + w.mid[kGrievance1]);
}

inline void Rates::Compute(int family, const World& w, const Parameters& p) {
  switch (family) {
    case kTalksFamily0:
      return Talks(0, w);
    case kTalksFamily1:
      return Talks(1, w);
    case kIncidentFamily0:
    case kIncidentFamily1: {
      const int d = family == kIncidentFamily1;
      rate_[kIncident0 + d] = 0.2 / kYear * HostileSecurity(w, d);
      return;
    }
    case kTrilateralFamily:
    case kGsomiaFamily:
    case kSummitryFamily:
      return Security(family, w);
    case kLabourFamily:
      return Labours(w, p);
    case kClaimsFamily:
      rate_[kClaimsMove] = w.claims == Claims::kChallenged
                               ? 1.5 / kYear * (0.4 + w.Nationalism(1)) * HostileHistory(w, 1)
                               : 0.0;
      return;
    case kCounterFamily:
      rate_[kCounterDecide] =
          w.labour == Labour::kLiquidated && w.counter == Counter::kNone ? 6 / kYear : 0.0;
      rate_[kCounterEnd] =
          w.counter == Counter::kEnacted ? 0.3 / kYear * w.Pragmatism(1) * Cooperative(w, 1) : 0.0;
      return;
    case kComfortFamily:
      rate_[kComfortForward] =
          w.comfort == Comfort::kInForce    ? 1.5 / kYear * w.Nationalism(0) * HostileHistory(w, 0)
          : w.comfort == Comfort::kHollowed ? 0.35 / kYear * HostileHistory(w, 0)
                                            : 0.0;
      rate_[kComfortReaffirm] = w.comfort == Comfort::kHollowed || w.comfort == Comfort::kCourtRuled
                                    ? 0.25 / kYear * w.Pragmatism(0)
                                    : 0.0;
      return;
    case kPremierFamily:
      rate_[kPremierExit] = w.premier == Premier::kAbe ? p.premier_exit : 0.0;
      rate_[kPremierPragmatist] = w.premier == Premier::kKishida ? 0.08 / kYear : 0.0;
      rate_[kPremierNationalist] = rate_[kPremierPragmatist];
      return;
    case kUsaFamily:
    case kCoercionFamily:
      return GreatPowers(family, w);
    case kMediationFamily:
      rate_[kMediation] = w.gsomia == Gsomia::kNotice ? 12 / kYear : 0.0;
      return;
    case kBoycottFamily:
    case kBordersFamily:
    case kDialogueFamily0:
    case kDialogueFamily1:
    case kControlFamily:
    case kListFamily:
    case kWtoFamily:
      return Economy(family, w, p);
    default:
      return Publics(family, w, p);
  }
}

}  // namespace hand::asia

#endif  // ENTENTE_BENCH_HAND_NORTHEAST_ASIA_RATES_H_
