// The yardstick for bench/models/northeast_asia_slice: the reference slice as a careful C++ program.
//
//   hand_northeast_asia WORLDS [SEED]
//
// Same actors, issues, rates, linkages, decisions, calendar and priors as the model's text of the
// same date; weekly grid with exact relaxation and midpoint rates, direct method between
// recomputations, only what an event touches is computed again, one Philox stream a world. It draws
// other luck than the engine, so the two agree in law, not world by world. Prints one line of JSON.
#include <cstdlib>

#include "hand/northeast_asia/transitions.h"

namespace hand::asia {

// ---- what happens on its day -------------------------------------------------------------------

void Simulation::Due(Deadline which, double t) {
  Set(which, kNever);
  switch (which) {
    case kOrderSale:
      Act(0, Track::kHistory, -4, t);
      EnterLabour(Labour::kOrdered, t);
      break;
    case kReport:
      EnterWto(Wto::kReported, t);
      break;
    case kFade:
      w_.boycott = Boycott::kFading;
      Moved(kBoycottBit, t);
      break;
    case kOpenBorders:
      w_.closed = false;
      Moved(kBordersBit, t);
      break;
    case kRestore:
      Act(1, Track::kEconomy, 4, t);
      EnterControl(Control::kRestored, t);
      break;
    case kLapse:
      Act(0, Track::kSecurity, -6, t);
      EnterGsomia(Gsomia::kTerminated, t);
      break;
    case kLastDay:
      LastDay(t);
      break;
    case kDeadlines:
      break;
  }
}

void Simulation::OnDate(Date what, double t) {
  switch (what) {
    case Date::kRuling:
      if (w_.labour == Labour::kDormant && random_.Uniform() < p_.p_ruling) {
        Act(0, Track::kHistory, -6, t);
        EnterLabour(Labour::kRuled, t);
      }
      break;
    case Date::kAssembly:
      w_.ruling_party = random_.Uniform() < 0.6;
      break;
    case Date::kUsaOffice:
      w_.usa = random_.Uniform() < p_.p_biden ? 1 : 0;
      Moved(kLeaderUsaBit, t);
      break;
    case Date::kKoreaOffice:
      w_.korea = random_.Uniform() < p_.p_yoon ? 1 : 2;
      Moved(kLeaderKoreaBit, t);
      break;
    case Date::kPremierModerate:
      if (w_.premier <= Premier::kSuga && random_.Uniform() < p_.p_kishida) {
        EnterPremier(Premier::kKishida, t);
      }
      break;
    case Date::kPremierHardliner:
      if (w_.premier <= Premier::kSuga && random_.Uniform() < 0.4) {
        EnterPremier(Premier::kNationalist, t);
      }
      break;
    case Date::kRenewal:
      RenewGsomia(t);
      break;
    case Date::kUsaBallot:
    case Date::kKoreaBallot:
      break;  // the draw is made when the winner takes office: nothing reads it before
  }
}

// ---- what happens by chance --------------------------------------------------------------------

void Simulation::FirePublic(int channel, double t) {
  switch (channel) {
    case kRebuke0:
    case kRebuke1: {
      const int d = channel - kRebuke0;
      Act(d, Track::kHistory, -2, t);
      Add(kGrievance0 + 1 - d, 0.006, t);
      break;
    }
    case kHistoryGesture:
      Act(1, Track::kHistory, -3, t);
      Add(kGrievance0, 0.008, t);
      break;
    case kPublicGesture0:
    case kPublicGesture1: {
      const int d = channel == kPublicGesture1;
      Act(d, Track::kHuman, 3, t);
      Add(kGrievance0 + 1 - d, -0.01, t);
      Add(kFamiliarity, 0.005, t);
      break;
    }
    case kWithdrawnGesture0:
    case kWithdrawnGesture1: {
      const int d = channel == kWithdrawnGesture1;
      Act(d, Track::kHuman, -1, t);
      Add(kGrievance0 + d, 0.005, t);
      Add(kGrievance0 + 1 - d, 0.01, t);
      break;
    }
    case kQuietDeed0:
    case kQuietDeed1: {
      const int d = channel - kQuietDeed0;
      Act(d, Track::kHuman, 2, t);
      Add(kGrievance0 + 1 - d, -0.01, t);
      Add(kTrust0 + 1 - d, 0.005, t);
      break;
    }
    case kBoycottMove:
      if (w_.boycott == Boycott::kNone) {
        w_.boycott = Boycott::kOnStrike;
        boycotted_ = true;
        Set(kFade, t + Sojourn(10, 20));
        Moved(kBoycottBit, t);
        Add(kFamiliarity, -0.05, t);
        Add(kGrievance1, 0.03, t);
      } else {
        w_.boycott = Boycott::kNone;
        Moved(kBoycottBit, t);
      }
      break;
    case kBordersClose:
      w_.closed = true;
      Set(kOpenBorders, t + Sojourn(18, 36));
      Moved(kBordersBit, t);
      break;
    case kDialogue0:
    case kDialogue1: {
      const int d = channel - kDialogue0;
      Act(d, Track::kEconomy, 3, t);
      Add(kTrust0 + 1 - d, 0.004, t);
      break;
    }
    case kControlMove:
      Act(1, Track::kEconomy, w_.control == Control::kDelisted ? 6 : -6, t);
      EnterControl(static_cast<Control>(static_cast<int>(w_.control) + 1), t);
      break;
    case kListMove:
      Act(0, Track::kEconomy, w_.removed ? 4 : -4, t);
      w_.removed = !w_.removed;
      Moved(kListBit, t);
      break;
    default:
      Act(0, Track::kEconomy, w_.wto == Wto::kNone ? -3 : -2, t);
      EnterWto(w_.wto == Wto::kNone ? Wto::kFiled : Wto::kPanel, t);
  }
}

void Simulation::FireSecurity(int channel, double t) {
  switch (channel) {
    case kMeeting0:
    case kMeeting1:
      Act(channel == kMeeting1, Track::kSecurity, 4, t);
      Add(kTrust0, 0.01, t);
      Add(kTrust1, 0.01, t);
      break;
    case kTalks0:
    case kTalks1:
      Act(channel == kTalks1, Track::kSecurity, 2, t);
      Add(channel == kTalks0 ? kTrust1 : kTrust0, 0.003, t);
      break;
    case kOverture:
      Act(0, Track::kSecurity, 3, t);
      Add(kTrust1, 0.005, t);
      break;
    case kIncident0:
    case kIncident1:
      Act(channel == kIncident1, Track::kSecurity, -4, t);
      Multiply(channel == kIncident0 ? kTrust1 : kTrust0, 0.95, t);
      break;
    case kTrilateralUp:
      Act(0, Track::kSecurity, w_.trilateral == Trilateral::kDormant ? 4 : 6, t);
      EnterTrilateral(
          w_.trilateral == Trilateral::kDormant ? Trilateral::kRevived : Trilateral::kInstitutional,
          t);
      break;
    case kTrilateralDown:
      EnterTrilateral(
          w_.trilateral == Trilateral::kRevived ? Trilateral::kDormant : Trilateral::kRevived, t);
      break;
    case kGsomiaRestore:
      Act(0, Track::kSecurity, w_.gsomia == Gsomia::kSuspended ? 5 : 6, t);
      EnterGsomia(Gsomia::kInForce, t);
      break;
    case kGsomiaLapse:
      Act(0, Track::kSecurity, -6, t);
      EnterGsomia(Gsomia::kTerminated, t);
      break;
    case kSummitryUp:
      Act(0, Track::kSecurity, w_.summitry == Summitry::kFrozen ? 3 : 5, t);
      EnterSummitry(w_.summitry == Summitry::kFrozen ? Summitry::kContacts : Summitry::kShuttle, t);
      break;
    case kSummitryDown:
      if (w_.summitry == Summitry::kContacts) {
        Act(1, Track::kSecurity, -2, t);
        EnterSummitry(Summitry::kFrozen, t);
      } else {
        EnterSummitry(Summitry::kContacts, t);
      }
      break;
    default:
      Act(0, Track::kSecurity, -5, t);
      EnterSummitry(Summitry::kFrozen, t);
  }
}

void Simulation::FireHistory(int channel, double t) {
  switch (channel) {
    case kLabourForward:
      Act(0, Track::kHistory, w_.labour == Labour::kRuled ? -4 : -8, t);
      EnterLabour(w_.labour == Labour::kRuled ? Labour::kSeized : Labour::kLiquidated, t);
      break;
    case kLabourSettle:
      Act(w_.labour == Labour::kThirdParty, Track::kHistory, 6, t);
      EnterLabour(Labour::kSettled, t);
      break;
    case kLabourReopen:
      Act(0, Track::kHistory, -4, t);
      EnterLabour(Labour::kOrdered, t);
      break;
    case kLaterRuling:
      Act(0, Track::kHistory, -6, t);
      Act(0, Track::kHistory, -6, t);  // the event and the transition that it brings about
      EnterLabour(Labour::kRuled, t);
      break;
    case kCourtStep:
      Act(0, Track::kHistory, -3, t);
      Add(kGrievance1, 0.01, t);
      break;
    case kLabourPlan:
      LabourPlan(t);
      break;
    case kClaimsMove:
      Act(1, Track::kHistory, -3, t);
      EnterClaims(Claims::kArbitration, t);
      break;
    case kCounterDecide:
      AnswerLiquidation(t);
      break;
    case kCounterEnd:
      Act(1, Track::kEconomy, 3, t);
      w_.counter = Counter::kWithdrawn;
      Moved(kCounterBit, t);
      break;
    case kComfortForward:
      if (w_.comfort == Comfort::kInForce) {
        Act(0, Track::kHistory, -4, t);
        w_.comfort = Comfort::kHollowed;
        hollow_ = true;
        Multiply(kTrust1, 0.75, t);
      } else {
        Act(0, Track::kHistory, -5, t);
        w_.comfort = Comfort::kCourtRuled;
        Multiply(kTrust1, 0.9, t);
        Add(kGrievance1, 0.03, t);
      }
      Moved(kComfortBit, t);
      break;
    default:
      Act(0, Track::kHistory, 3, t);
      w_.comfort = Comfort::kReaffirmed;
      Moved(kComfortBit, t);
  }
}

void Simulation::Fire(int channel, double t) {
  if (channel < kMeeting0 || channel == kControlMove || channel == kListMove ||
      channel == kWtoMove) {
    return FirePublic(channel, t);
  }
  if (channel <= kShuttleFreeze) return FireSecurity(channel, t);
  if (channel <= kComfortReaffirm) return FireHistory(channel, t);
  switch (channel) {
    case kPremierExit:
      return EnterPremier(Premier::kSuga, t);
    case kPremierPragmatist:
      return EnterPremier(Premier::kPragmatist, t);
    case kPremierNationalist:
      return EnterPremier(Premier::kNationalist, t);
    case kCurb:
      Feed(kShadow, 0.8 * p_.spillover * 0.6, t);
      Feed(kRiposte, 0.5 * 0.6, t);
      return Add(kRivalry, 0.01, t);
    case kAnswer:
      return;
    case kTruce:
      return Add(kRivalry, -0.02, t);
    case kUsOnHistory:
      Add(kTrust1, 0.01, t);
      Add(kGrievance0, 0.08 * p_.backfire, t);
      return Add(kGrievance1, 0.04 * p_.backfire, t);
    case kMediation:
      return Mediate(t);
    default:
      ++answers_->coerced;
      Add(kFamiliarity, -0.005, t);
  }
}

// ---- a world -----------------------------------------------------------------------------------

void Simulation::Schedule() {
  const auto add = [this](double day, Date what) { dated_[dates_++] = {day, what}; };
  add(Day(2018, 10, 30), Date::kRuling);
  add(Day(2020, 4, 15), Date::kAssembly);
  add(Day(2020, 11, 3) + 78, Date::kUsaOffice);
  add(Day(2021, 10, 4), Date::kPremierModerate);
  add(Day(2021, 10, 5), Date::kPremierHardliner);
  add(Day(2022, 3, 9) + 62, Date::kKoreaOffice);
  for (int year = 2019; year <= 2023; ++year) {
    add(Day(year, 7, 25) + std::floor(31 * random_.Uniform()), Date::kRenewal);
  }
  std::sort(dated_, dated_ + dates_, [](const Dated& a, const Dated& b) { return a.day < b.day; });
  dated_[dates_] = {kNever, Date::kRenewal};
}

void Simulation::Start() {
  w_.value[kGrievance0] = 0.50;
  w_.value[kGrievance1] = 0.40;
  w_.value[kTrust0] = w_.value[kTrust1] = 0.45;
  w_.value[kFamiliarity] = 0.6;
  w_.value[kPreoccupation0] = w_.value[kPreoccupation1] = 0.5;
  w_.value[kRivalry] = 0.55;
  w_.value[kHub] = 0.45;
  w_.value[kAlignment] = w_.value[kDepth] = 0.2;
  w_.value[kDiversification] = 0.1;
  DecayOfDiversification(0.05 / kYear);
  std::fill(due_, due_ + kDeadlines, kNever);
  Schedule();
}

void Simulation::Run(Answers& answers) {
  answers_ = &answers;
  const double strain_before = answers.worst_strain;
  answers.worst_strain = 0;
  Start();
  double t = 0;
  GridPoint(0);
  double left = random_.Unit();  // internal time until the next chance event
  for (;;) {
    const double stop = std::min({next_grid_, next_due_, dated_[next_date_].day, kHorizon});
    const double t_event = t + left / rates_.total();
    if (t_event < stop) {
      t = t_event;
      ++answers.events;
      const int channel = rates_.Pick(random_.Uniform() * rates_.total());
      left = random_.Unit();
      Fire(channel, t);
    } else {
      left -= rates_.total() * (stop - t);
      t = stop;
      if (t >= kHorizon) break;
      if (t == dated_[next_date_].day) {
        OnDate(dated_[next_date_++].what, t);
      } else if (t == next_due_) {
        for (int which = 0; which < kDeadlines; ++which) {
          if (due_[which] == t) Due(static_cast<Deadline>(which), t);
        }
      } else {
        GridPoint(t);
      }
    }
    if (w_.changed != 0) {
      rates_.Refresh(w_, p_, Rates::ReadersOf(w_.changed));
      w_.changed = 0;
    }
  }
  for (int v = 0; v < kQuantities; ++v) Settle(v, kHorizon);
  if (w_.summitry == Summitry::kShuttle) answers.thaw_days += kHorizon - shuttle_since_;
  answers.worst_strain += strain_before;
  answers.labour_days += std::min(closed_at_, kHorizon);
  answers.grievance += w_.value[kGrievance0];
  answers.trust += w_.value[kTrust1];
  answers.rivalry += w_.value[kRivalry];
  answers.depth += w_.value[kDepth];
  answers.spiral += spiral_;
  answers.lifted += lifted_;
  answers.lost += lost_;
  answers.in_force += w_.gsomia == Gsomia::kInForce;
  answers.withdrawn += withdrawn_;
  answers.closed += closed_;
  answers.countered += countered_;
  answers.hollow += hollow_;
  answers.boycotted += boycotted_;
  answers.thaw += thaw_;
  answers.institutional += institutional_;
}

}  // namespace hand::asia

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: hand_northeast_asia WORLDS [SEED]\n");
    return 2;
  }
  const auto worlds = static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10));
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  hand::asia::Answers a;
  const hand::Stopwatch watch;
  for (std::uint32_t world = 0; world < worlds; ++world) {
    hand::asia::Simulation simulation(seed, world);
    simulation.Run(a);
  }
  const double seconds = watch.Seconds();
  const double n = worlds;
  const auto share = [n](std::uint64_t count) { return static_cast<double>(count) / n; };
  std::printf(
      "{\"program\":\"hand_northeast_asia\",\"worlds\":%u,\"seconds\":%.6f,"
      "\"worlds_per_second\":%.0f,\"events_per_world\":%.3f,\"outcomes\":{",
      worlds, seconds, n / seconds, share(a.events));
  std::printf(
      "\"spiral\":%.5f,\"controls_imposed\":%.5f,\"controls_lifted\":%.5f,"
      "\"gsomia_lost\":%.5f,\"gsomia_at_end\":%.5f,\"wto_filed\":%.5f,"
      "\"wto_withdrawn\":%.5f,\"labour_closed\":%.5f,\"liquidated\":%.5f,"
      "\"countered\":%.5f,\"agreement_2015_hollow\":%.5f,\"boycotted\":%.5f,\"thaw\":%.5f,",
      share(a.spiral), share(a.imposed), share(a.lifted), share(a.lost), share(a.in_force),
      share(a.filed), share(a.withdrawn), share(a.closed), share(a.liquidated), share(a.countered),
      share(a.hollow), share(a.boycotted), share(a.thaw));
  const double years = n * hand::asia::kHorizon / hand::asia::kYear;
  std::printf(
      "\"thaw_share\":%.5f,\"trilateral_made\":%.5f,\"hostile_acts\":%.5f,"
      "\"coop_security\":%.5f,\"coop_economy\":%.5f,\"coop_human\":%.5f,\"coerced\":%.5f,"
      "\"grievance_end\":%.5f,\"trust_end\":%.5f,\"worst_strain\":%.5f,"
      "\"rivalry_end\":%.5f,\"depth_end\":%.5f}}\n",
      a.thaw_days / n / hand::asia::kHorizon, share(a.institutional), a.hostile / years,
      a.coop_security / years, a.coop_economy / years, a.coop_human / years, a.coerced / years,
      a.grievance / n, a.trust / n, a.worst_strain / n, a.rivalry / n, a.depth / n);
  return 0;
}
