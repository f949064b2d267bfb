// One world of models/northeast_asia, by hand: what can change, what reads what, and how quantities
// and pressures move between events. Direction 0 is Korea toward Japan, 1 the other way.
#ifndef ENTENTE_BENCH_HAND_NORTHEAST_ASIA_STATE_H_
#define ENTENTE_BENCH_HAND_NORTHEAST_ASIA_STATE_H_

#include <array>
#include <cmath>
#include <cstdint>

#include "hand/northeast_asia/draws.h"

namespace hand::asia {

inline constexpr double kStep = 7;
inline constexpr double kHorizon = 1826;  // 2018-10-01 .. 2023-10-01
inline constexpr double kLn2 = 0.69314718055994531;

// ---- continuous variables: quantities, then pressures ------------------------------------------
enum Variable : int {
  kGrievance0,
  kGrievance1,
  kTrust0,
  kTrust1,
  kFamiliarity,
  kPreoccupation0,
  kPreoccupation1,
  kRivalry,
  kHub,
  kAlignment,
  kPressureUs,
  kStrain,
  kDiversification,
  kDepth,
  kQuantities,
  // Retaliation on hostile acts, by track and direction.
  kRetHistory0 = kQuantities,
  kRetHistory1,
  kRetEconomy0,
  kRetEconomy1,
  kRetSecurity0,
  kRetSecurity1,
  kRetHuman0,
  kRetHuman1,
  // Spill-over into economy; into security (two linkages with one half-life, so one number).
  kPoisonEconomy0,
  kPoisonEconomy1,
  kPoisonSecurity0,
  kPoisonSecurity1,
  kChill0,
  kChill1,
  kReciprocity0,
  kReciprocity1,
  kCalm0,
  kCalm1,
  kShadow,
  kRiposte,
  kVariables
};

// ---- issues ------------------------------------------------------------------------------------
enum class Labour { kDormant, kRuled, kSeized, kOrdered, kLiquidated, kThirdParty, kSettled };
enum class Claims { kUnquestioned, kChallenged, kArbitration, kUpheld };
enum class Counter { kNone, kEnacted, kWithdrawn };
enum class Comfort { kInForce, kHollowed, kCourtRuled, kReaffirmed };
enum class Premier { kAbe, kSuga, kKishida, kPragmatist, kNationalist };
enum class Boycott { kNone, kOnStrike, kFading };
enum class Control { kNormal, kThreeItems, kDelisted, kItemsLifted, kRestored };
enum class Wto { kNone, kFiled, kPaused, kPanel, kReported, kWithdrawn };
enum class Trilateral { kDormant, kRevived, kInstitutional };
enum class Gsomia { kInForce, kNotice, kSuspended, kTerminated };
enum class Summitry { kFrozen, kContacts, kShuttle };

// Bits for issues in the sets of what a family of rates reads, after the continuous variables.
enum IssueBit : int {
  kLabourBit = kVariables,
  kClaimsBit,
  kCounterBit,
  kComfortBit,
  kPremierBit,
  kLeaderKoreaBit,
  kLeaderUsaBit,
  kBoycottBit,
  kBordersBit,
  kControlBit,
  kListBit,
  kWtoBit,
  kTrilateralBit,
  kGsomiaBit,
  kSummitryBit,
  kBits
};
static_assert(kBits <= 64);

template <typename... Bits>
constexpr std::uint64_t Set(Bits... bits) {
  return (... | (std::uint64_t{1} << bits));
}

struct Person {
  double nationalism, pragmatism, extra;  // north_first in Seoul, scar in Tokyo
};
inline constexpr Person kSeoul[] = {{0.65, 0.35, 0.9}, {0.20, 0.85, 0.1}, {0.55, 0.45, 0.8}};
inline constexpr Person kTokyo[] = {
    {0.70, 0.30, 0.4}, {0.50, 0.55, 0.9}, {0.40, 0.70, 0.6}, {0.30, 0.80, 0.4}, {0.80, 0.25, 0.6}};
inline constexpr double kAlliance[] = {0.3, 0.9};  // trump, biden
inline constexpr double kCraft[] = {0.2, 0.8};
inline constexpr double kBite[] = {0, 0.6, 1, 0.3, 0};
inline constexpr double kScar[] = {0, 1, 1, 0.4};
inline constexpr double kGoal[] = {0.15, 0.40, 0.80};
inline constexpr double kValue[] = {1, 0.7, 0.8, 0};

// Decay constants per day of each continuous variable.
struct Decay {
  Decay() {
    for (const int v : {kGrievance0, kGrievance1}) Half(v, 18);
    for (const int v : {kTrust0, kTrust1}) Half(v, 96);
    for (const int v : {kFamiliarity, kPreoccupation0, kPreoccupation1}) Half(v, 24);
    Half(kRivalry, 48);
    Half(kHub, 9);
    Half(kAlignment, 6);
    Half(kPressureUs, 2);
    Half(kStrain, 4);
    Half(kDepth, 12);
    for (int v = kRetHistory0; v <= kRetHuman1; ++v) Half(v, 5);
    for (int v = kPoisonEconomy0; v <= kPoisonSecurity1; ++v) Half(v, 9);
    for (const int v : {kChill0, kChill1}) Half(v, 5);
    for (const int v : {kReciprocity0, kReciprocity1}) Half(v, 6);
    for (const int v : {kCalm0, kCalm1}) Half(v, 9);
    Half(kShadow, 12);
    Half(kRiposte, 6);
  }
  void Half(int v, double months) {
    const auto i = static_cast<std::size_t>(v);
    rate[i] = kLn2 / (months * kMonth);
    over_half_step[i] = std::exp(-rate[i] * kStep / 2);
  }
  std::array<double, kVariables> rate{}, over_half_step{};
};

struct World {
  // value[v] holds at as_of[v] and relaxes toward target[v]; mid[v] is its prediction that rates
  // read.
  std::array<double, kVariables> value{}, target{}, as_of{}, mid{};
  // exp(-pressure) of the lowering pressures, by direction.
  double calmed[2] = {1, 1};
  double chilled[2] = {1, 1};

  Labour labour = Labour::kDormant;
  Claims claims = Claims::kUnquestioned;
  Counter counter = Counter::kNone;
  Comfort comfort = Comfort::kInForce;
  Premier premier = Premier::kAbe;
  int korea = 0;
  int usa = 0;
  bool ruling_party = false;
  Boycott boycott = Boycott::kNone;
  bool closed = false;
  Control control = Control::kNormal;
  bool removed = false;
  Wto wto = Wto::kNone;
  Trilateral trilateral = Trilateral::kDormant;
  Gsomia gsomia = Gsomia::kInForce;
  Summitry summitry = Summitry::kContacts;

  std::uint64_t changed = 0;  // bits of what was written since rates were last refreshed

  const Person& Seoul() const { return kSeoul[korea]; }
  const Person& Tokyo() const { return kTokyo[static_cast<int>(premier)]; }
  double Nationalism(int d) const { return d == 0 ? Seoul().nationalism : Tokyo().nationalism; }
  double Pragmatism(int d) const { return d == 0 ? Seoul().pragmatism : Tokyo().pragmatism; }
  double Bite() const { return kBite[static_cast<int>(control)]; }
  double Caution() const { return Tokyo().extra * kScar[static_cast<int>(comfort)]; }
  bool LabourOpen() const { return labour >= Labour::kRuled && labour <= Labour::kLiquidated; }
  bool LabourPending() const { return labour >= Labour::kRuled && labour <= Labour::kOrdered; }
  bool Controlled() const {
    return control == Control::kThreeItems || control == Control::kDelisted;
  }
  // The price at home of being seen to work with the other side, from predicted grievance.
  double AudienceCost(int d) const {
    return mid[static_cast<std::size_t>(kGrievance0 + d)] * (0.4 + Nationalism(d));
  }
  double AudienceCostNow(int d) const {
    return value[static_cast<std::size_t>(kGrievance0 + d)] * (0.4 + Nationalism(d));
  }
};

// What the whole world is asked at the end.
struct Answers {
  std::uint64_t spiral = 0, imposed = 0, lifted = 0, lost = 0, in_force = 0, filed = 0,
                withdrawn = 0, closed = 0, liquidated = 0, countered = 0, hollow = 0, boycotted = 0,
                thaw = 0, institutional = 0;
  double labour_days = 0, thaw_days = 0, hostile = 0, coop_security = 0, coop_economy = 0,
         coop_human = 0, coerced = 0, grievance = 0, trust = 0, worst_strain = 0, rivalry = 0,
         depth = 0;
  std::uint64_t events = 0;
};

}  // namespace hand::asia

#endif  // ENTENTE_BENCH_HAND_NORTHEAST_ASIA_STATE_H_
