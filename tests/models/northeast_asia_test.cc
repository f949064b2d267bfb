// The reference model: each mechanism that its README lists is reached in simulation, each lever
// moves something, and the numbers that it was tuned to stay where the record's order of magnitude
// puts them.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "models/shipped.h"

namespace entente {
namespace {

#ifdef NDEBUG
constexpr std::uint64_t kWorlds = 20'000;
#else
constexpr std::uint64_t kWorlds = 4'000;
#endif

struct Baseline {
  model::Model model = Shipped("northeast_asia");
  engine::RunResult result;
  std::map<std::string, double> mean_count;  // by happening

  Baseline() {
    engine::RunOptions options;
    options.worlds = kWorlds;
    options.seed = 11;
    options.series = true;
    auto run = engine::Run(model, options);
    EXPECT_TRUE(run.has_value());
    if (run) result = std::move(*run);
    for (const engine::HappeningSummary& happening : result.happenings) {
      const model::Happening& declared = model.happenings[happening.happening.index()];
      mean_count[declared.provenance.name] = happening.mean_count;
    }
  }
};

const Baseline& Base() {
  static const Baseline baseline;
  return baseline;
}

// What must happen in some world, by mechanism of the README's table.
const std::map<std::string, std::vector<std::string>>& Happenings() {
  static const std::map<std::string, std::vector<std::string>> by_mechanism = {
      {"1 hub and spokes",
       {"leader[USA].trump->biden", "trilateral.dormant->revived",
        "trilateral.revived->institutional", "trilateral.revived->dormant"}},
      {"2 spill-over of rivalry",
       {"us_curb", "china_riposte", "truce", "coercion[JPN]", "coercion[KOR]"}},
      {"3 the spiral",
       {"wartime_labour.dormant->ruled", "wartime_labour.ruled->seized",
        "export_control.normal->three_items", "export_control.three_items->delisted",
        "export_control.delisted->items_lifted", "export_control.items_lifted->restored",
        "korea_list.listed->removed", "korea_list.removed->listed", "wto_case.none->filed",
        "wto_case.filed->paused", "wto_case.paused->panel", "wto_case.panel->reported",
        "wto_case.panel->withdrawn", "gsomia.in_force->notice", "gsomia.notice->terminated",
        "gsomia.notice->suspended", "gsomia.suspended->in_force", "gsomia.suspended->terminated",
        "gsomia.terminated->in_force", "renew_gsomia.renew", "renew_gsomia.notice",
        "last_day.lapse", "last_day.suspend", "leaders_meeting[KOR,JPN]"}},
      {"4 linkage politics",
       {"wartime_labour.seized->ordered", "wartime_labour.ordered->liquidated",
        "wartime_labour.seized->settled", "countermeasures.none->enacted",
        "countermeasures.enacted->withdrawn", "answer_liquidation.protest",
        "answer_liquidation.measures"}},
      {"6 American mediation",
       {"mediation.silent", "mediation.quiet", "mediation.overt", "us_on_history", "overture"}},
      {"7 the treaty of 1965",
       {"court_step", "later_ruling", "claims_agreement.unquestioned->challenged",
        "claims_agreement.challenged->arbitration_asked", "labour_plan.wait",
        "labour_plan.third_party", "wartime_labour.ordered->third_party",
        "wartime_labour.third_party->settled", "claims_agreement.arbitration_asked->upheld"}},
      {"8 the agreement of 2015",
       {"comfort_women.in_force->hollowed", "comfort_women.hollowed->court_ruled",
        "comfort_women.court_ruled->reaffirmed", "history_gesture", "boycott.none->on_strike",
        "boycott.on_strike->fading", "boycott.fading->none"}},
      {"9 leaders and elections",
       {"leader[KOR].moon->yoon", "leader[KOR].moon->progressive", "premier.abe->suga",
        "premier.suga->kishida", "premier.suga->nationalist", "premier.kishida->pragmatist",
        "assembly_2020.open->ruling_party", "assembly_2020.open->opposition"}},
      {"10 publics",
       {"rebuke[KOR,JPN]", "rebuke[JPN,KOR]", "public_gesture[KOR,JPN]", "public_gesture[JPN,KOR]",
        "withdrawn_gesture[KOR,JPN]", "withdrawn_gesture[JPN,KOR]", "quiet_deed[JPN,KOR]",
        "quiet_deed[KOR,JPN]", "summitry.contacts->frozen", "summitry.frozen->contacts"}},
      {"11 culture, travel, business",
       {"borders.open->closed", "borders.closed->open", "economic_dialogue[KOR,JPN]",
        "summitry.contacts->shuttle", "working_talks[JPN,KOR]", "naval_incident[JPN,KOR]"}},
  };
  return by_mechanism;
}

TEST(NortheastAsia, EveryMechanismIsReached) {
  for (const auto& [mechanism, names] : Happenings()) {
    for (const std::string& name : names) {
      const auto found = Base().mean_count.find(name);
      if (found == Base().mean_count.end()) {
        ADD_FAILURE() << mechanism << ": no happening " << name;
      } else {
        EXPECT_GT(found->second, 0.0) << mechanism << ": " << name << " never happened";
      }
    }
  }
}

TEST(NortheastAsia, EveryQuantityMoves) {
  ASSERT_FALSE(Base().result.series.quantities.empty());
  for (const engine::QuantitySeries& series : Base().result.series.quantities) {
    double low = series.mean.front(), high = low;
    for (const double mean : series.mean) {
      low = std::min(low, mean);
      high = std::max(high, mean);
    }
    EXPECT_GT(high - low, 0.005)
        << Base().model.quantities[series.quantity.index()].provenance.name;
  }
}

// Mechanism 5 and all other levers: applied to the same luck, each moves some outcome.
TEST(NortheastAsia, EveryLeverMovesSomething) {
  const engine::RunResult before = RunWorlds(Base().model, 512, 11);
  for (const model::Policy& policy : Base().model.policies) {
    const engine::RunResult after =
        RunWorlds(Under(Base().model, {policy.provenance.name}), 512, 11);
    EXPECT_EQ(after.failed, 0U) << policy.provenance.name;
    ASSERT_EQ(after.outcomes.size(), before.outcomes.size());
    bool moved = false;
    for (std::size_t i = 0; i < before.outcomes.size(); ++i) {
      moved = moved || after.outcomes[i].estimate.value != before.outcomes[i].estimate.value;
    }
    EXPECT_EQ(moved, policy.provenance.name != "do_nothing") << policy.provenance.name;
  }
}

void ExpectBetween(const std::string& outcome, double low, double high) {
  const double value = Find(Base().model, Base().result, outcome).estimate.value;
  EXPECT_GE(value, low) << outcome;
  EXPECT_LE(value, high) << outcome;
}

TEST(NortheastAsia, StaysInTheRecordsOrderOfMagnitude) {
  ExpectBetween("controls_imposed", 0.50, 0.75);
  ExpectBetween("spiral", 0.30, 0.55);
  ExpectBetween("gsomia_lost", 0.08, 0.20);
  ExpectBetween("gsomia_at_end", 0.5, 0.8);
  ExpectBetween("labour_closed", 0.15, 0.40);
  ExpectBetween("liquidated", 0.03, 0.15);
  ExpectBetween("thaw", 0.30, 0.55);
  const engine::OutcomeSummary& hostile = Find(Base().model, Base().result, "hostile_acts");
  EXPECT_GT(hostile.estimate.value, 8.0);
  EXPECT_LT(hostile.estimate.value, 20.0);
  // No loop of linkages runs away in any draw of the priors.
  EXPECT_LT(hostile.maximum, 5 * hostile.estimate.value);
}

// What the five texts assert in direction, with margins far beyond chance at 4,000 worlds.
TEST(NortheastAsia, PoliciesActInTheDirectionTheirAuthorsSay) {
  const auto probability = [](const std::vector<std::string>& with, const std::string& outcome) {
    const model::Model model = with.empty() ? Base().model : Under(Base().model, with);
    return Find(model, RunWorlds(model, 4'000, 11), outcome).estimate.value;
  };
  EXPECT_LT(probability({"no_ruling"}, "spiral"), 0.5 * probability({}, "spiral"));
  EXPECT_LT(probability({"two_track"}, "spiral"), 0.8 * probability({}, "spiral"));
  EXPECT_GT(probability({"us_silent"}, "gsomia_lost"), 1.2 * probability({}, "gsomia_lost"));
  EXPECT_LT(probability({"liquidate"}, "thaw"), 0.9 * probability({}, "thaw"));
}

}  // namespace
}  // namespace entente
