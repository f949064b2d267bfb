// Necessity and sufficiency where they are known in closed form.
#include "analysis/explain/necessity.h"

#include <gtest/gtest.h>

#include <cmath>

#include "analysis/explain/interventions.h"
#include "model/builder.h"

namespace entente::analysis {
namespace {

using model::Builder;
using model::HappeningId;

constexpr double kHorizon = 10.0;
constexpr double kA = 0.15, kB = 0.10, kY = 0.25;  // per day

// 95 % intervals turned into four standard errors.
double Near(const engine::Estimate& e) { return 2.04 * 0.5 * (e.high - e.low) + 1e-9; }

CausalOptions Options(std::uint64_t worlds = 20'000) {
  CausalOptions options;
  options.worlds = worlds;
  options.threads = 1;
  return options;
}

// Two exponential clocks race to set off one event that either would set off alone: y at the first
// of them, after which nothing happens. Blocking a (rate α) leaves b (rate β): y vanishes just if b
// does not come by the horizon.
struct Race {
  Builder b{"race", kHorizon, 1.0};
  model::IssueId one, other, y;
  HappeningId a_fires, b_fires, y_fires;
  model::OutcomeId outcome;

  Race() {
    one = b.Issue("one", {"idle", "done"});
    other = b.Issue("other", {"idle", "done"});
    y = b.Issue("y", {"no", "yes"});
    b.Rate(one, "idle", "done", b.Number(kA));
    b.Rate(other, "idle", "done", b.Number(kB));
    a_fires = b.Transition(one, "idle", "done");
    b_fires = b.Transition(other, "idle", "done");
    y_fires = b.Transition(y, "no", "yes");
    b[a_fires].effects.push_back(Builder::Move(y, 1));
    b[b_fires].effects.push_back(Builder::Move(y, 1));
    outcome = b.Ever("happens", b.In(y, {"yes"}));
  }
};

TEST(Necessity, OfOneOfTwoSufficientCauses) {
  Race race;
  const model::Model model = race.b.Build();
  Effect effect;
  effect.happenings = {race.y_fires};
  const Result<NecessityResult> pn = Necessity(model, {race.a_fires}, effect, Options());
  ASSERT_TRUE(pn) << pn.error().message;
  // a precedes y just if a comes first (a and y are simultaneous then): probability
  // α/(α+β) (1 − e^{−(α+β)T}). Without a, y vanishes if b does not come by T; of these worlds all
  // have a before b: P(a <= T, b > T) = (1 − e^{−αT}) e^{−βT}.
  const double first = kA / (kA + kB) * (1 - std::exp(-(kA + kB) * kHorizon));
  const double only = (1 - std::exp(-kA * kHorizon)) * std::exp(-kB * kHorizon);
  EXPECT_NEAR(static_cast<double>(pn->both) / static_cast<double>(pn->worlds), first, 0.015);
  EXPECT_NEAR(pn->probability.value, only / first, Near(pn->probability));
  EXPECT_EQ(pn->alone, 0U) << "a always brings y";
  EXPECT_EQ(pn->appeared, 0U);
  // A monotone cause: the bounds meet PN.
  EXPECT_NEAR(pn->tian_pearl.low, pn->probability.value, 1e-12);
  EXPECT_NEAR(pn->tian_pearl.high, pn->probability.value, 1e-12);
}

TEST(Necessity, IsTheSameAskedOfTheOutcome) {
  Race race;
  const model::Model model = race.b.Build();
  Effect happening, outcome;
  happening.happenings = {race.y_fires};
  outcome.outcome = race.outcome;
  const auto one = Necessity(model, {race.a_fires}, happening, Options(2'000));
  const auto two = Necessity(model, {race.a_fires}, outcome, Options(2'000));
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->selected, two->selected);
  EXPECT_EQ(one->changed, two->changed);
}

TEST(Necessity, IsOneWithoutAnotherWayAndZeroWithoutALink) {
  Builder b("chain", kHorizon, 1.0);
  const model::IssueId y = b.Issue("y", {"no", "yes"});
  const HappeningId x = b.Event("x", b.Number(kA));
  const HappeningId idle = b.Event("idle", b.Number(kB));
  b[x].effects.push_back(Builder::Move(y, 1));
  const HappeningId y_fires = b.Transition(y, "no", "yes");
  const model::Model model = b.Build();
  Effect effect;
  effect.happenings = {y_fires};
  const auto necessary = Necessity(model, {x}, effect, Options(2'000));
  const auto idle_one = Necessity(model, {idle}, effect, Options(2'000));
  ASSERT_TRUE(necessary && idle_one);
  EXPECT_GT(necessary->both, 500U);
  EXPECT_EQ(necessary->vanished, necessary->both);
  EXPECT_GT(idle_one->both, 300U);
  EXPECT_EQ(idle_one->vanished, 0U) << "the same luck: nothing else changes";
  EXPECT_EQ(idle_one->appeared, 0U);
}

// Each x (rate α, again and again) opens y for good at its own rate only while a gate is open; here
// any x will do, so skipping the first leaves the later ones: token PN is the share of worlds with y
// by x in which x occurs once only.
TEST(Necessity, OfTheFirstOnlyIsLowerWhereItComesAgain) {
  Builder b("again", kHorizon, 1.0);
  const model::IssueId y = b.Issue("y", {"no", "yes"});
  const HappeningId x = b.Event("x", b.Number(kA));
  b[x].effects.push_back(Builder::Move(y, 1));
  const HappeningId y_fires = b.Transition(y, "no", "yes");
  const model::Model model = b.Build();
  Effect effect;
  effect.happenings = {y_fires};
  auto worlds = Counterfactuals::Make(model, effect, {{CandidateKind::kEvent, "x", {x}}},
                                      Options());
  ASSERT_TRUE(worlds) << worlds.error().message;
  const auto type = worlds->Necessity(0), token = worlds->TokenNecessity(0);
  ASSERT_TRUE(type && token);
  EXPECT_EQ(type->probability.value, 1.0);
  const double mean = kA * kHorizon;  // Poisson: exactly one, given at least one
  EXPECT_NEAR(token->probability.value, mean * std::exp(-mean) / (1 - std::exp(-mean)),
              Near(token->probability));
}

// y comes at rate κ once x has occurred (rate α), never before.
TEST(Sufficiency, OfACauseThatStartsAClock) {
  Builder b("starts", kHorizon, 1.0);
  const model::IssueId x = b.Issue("x", {"no", "yes"});
  const model::IssueId y = b.Issue("y", {"no", "yes"});
  b.Rate(x, "no", "yes", b.Number(kA));
  b.Rate(y, "no", "yes", b.Number(kY), b.In(x, {"yes"}));
  const HappeningId cause = b.Transition(x, "no", "yes");
  const HappeningId y_fires = b.Transition(y, "no", "yes");
  const model::Model model = b.Build();
  Effect effect;
  effect.happenings = {y_fires};
  const auto ps = Sufficiency(model, {cause}, effect, Options());
  ASSERT_TRUE(ps) << ps.error().message;
  // The median of x among worlds that have it by T.
  const double median = -std::log(1 - 0.5 * (1 - std::exp(-kA * kHorizon))) / kA;
  EXPECT_NEAR(ps->median_day, median, 0.15);
  EXPECT_EQ(ps->never_possible, 0U);
  EXPECT_EQ(ps->forced, ps->neither);
  EXPECT_NEAR(ps->probability.value, 1 - std::exp(-kY * (kHorizon - ps->median_day)),
              Near(ps->probability));
  EXPECT_LE(ps->tian_pearl.low, ps->probability.value + 1e-12);
  EXPECT_GE(ps->tian_pearl.high, ps->probability.value - 1e-12);
  EXPECT_EQ(ps->tian_pearl.low, ps->probability.value) << "forcing x never prevents y";
}

// x can only happen while a gate is open, which some worlds never see.
TEST(Sufficiency, CountsWorldsApartWhereTheCauseCanNeverBe) {
  Builder b("gated", kHorizon, 1.0);
  const model::IssueId gate = b.Issue("gate", {"shut", "open"});
  const model::IssueId y = b.Issue("y", {"no", "yes"});
  b.Rate(gate, "shut", "open", b.Number(kA));
  const HappeningId x = b.Event("x", b.Number(kB), b.In(gate, {"open"}));
  b[x].effects.push_back(Builder::Move(y, 1));
  const HappeningId y_fires = b.Transition(y, "no", "yes");
  const model::Model model = b.Build();
  Effect effect;
  effect.happenings = {y_fires};
  const auto ps = Sufficiency(model, {x}, effect, Options(5'000));
  ASSERT_TRUE(ps);
  const double never = static_cast<double>(ps->never_possible) / static_cast<double>(ps->worlds);
  EXPECT_NEAR(never, std::exp(-kA * kHorizon), 0.03) << "the gate never opens";
  EXPECT_EQ(ps->forced + ps->never_possible, ps->neither);
  EXPECT_EQ(ps->happened, ps->forced) << "x brings y at once, whenever it can";
}

// A cause that brings y in some worlds and prevents it in others: the realised PN is inside the
// bounds, and those are apart.
TEST(Necessity, StaysWithinTheBoundsOfTianAndPearl) {
  Builder b("both_ways", kHorizon, 1.0);
  const model::IssueId mood = b.Issue("mood", {"calm", "tense"});
  const model::IssueId shield = b.Issue("shield", {"down", "up"});
  const model::IssueId y = b.Issue("y", {"no", "yes"});
  b.Rate(mood, "calm", "tense", b.Number(0.2));
  b.Rate(shield, "down", "up", b.Number(0.05), b.In(mood, {"tense"}));
  b.Rate(y, "no", "yes", b.Number(0.05));
  b.Rate(y, "no", "yes", b.Number(0.2),
         b.pool().And(b.In(mood, {"tense"}), b.In(shield, {"down"})));
  b.Rate(shield, "up", "down", b.Number(0.01));
  const HappeningId x = b.Transition(mood, "calm", "tense");
  const HappeningId y_fires = b.Transition(y, "no", "yes");
  const model::Model model = b.Build();
  Effect effect;
  effect.happenings = {y_fires};
  const auto pn = Necessity(model, {x}, effect, Options(8'000));
  const auto ps = Sufficiency(model, {x}, effect, Options(8'000));
  ASSERT_TRUE(pn && ps);
  EXPECT_LE(pn->tian_pearl.low, pn->probability.value);
  EXPECT_GE(pn->tian_pearl.high, pn->probability.value);
  EXPECT_LT(pn->tian_pearl.low, pn->tian_pearl.high);
  EXPECT_LE(ps->tian_pearl.low, ps->probability.value);
  EXPECT_GE(ps->tian_pearl.high, ps->probability.value);
}

// Time runs on: intervals by draws are wider than by worlds where draws share a parameter.
TEST(Necessity, DrawsAreClusters) {
  Builder b("draws", kHorizon, 1.0);
  const model::ParameterId p = b.Param("p", {model::PriorKind::kLognormal, 0.1, 1.5, 0.0});
  const model::IssueId y = b.Issue("y", {"no", "yes"});
  const HappeningId x = b.Event("x", b.Number(0.5));
  b.Rate(y, "no", "yes", b.Value(p));
  b[x].effects.push_back(Builder::Move(y, 1));
  const HappeningId y_fires = b.Transition(y, "no", "yes");
  const model::Model model = b.Build();
  Effect effect;
  effect.happenings = {y_fires};
  CausalOptions options = Options(4'096);
  const auto plain = Necessity(model, {x}, effect, options);
  options.worlds_per_draw = 64;
  const auto clustered = Necessity(model, {x}, effect, options);
  ASSERT_TRUE(plain && clustered);
  EXPECT_GT(clustered->probability.high - clustered->probability.low,
            1.5 * (plain->probability.high - plain->probability.low));
}

TEST(Necessity, ResultsDoNotDependOnThreads) {
  Race race;
  const model::Model model = race.b.Build();
  Effect effect;
  effect.outcome = race.outcome;
  CausalOptions options = Options(1'000);
  const auto one = Necessity(model, {race.a_fires}, effect, options);
  options.threads = 2;
  const auto two = Necessity(model, {race.a_fires}, effect, options);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->changed, two->changed);
}

TEST(Necessity, RefusesACauseThatIsTheEffect) {
  Race race;
  Effect effect;
  effect.happenings = {race.y_fires};
  EXPECT_FALSE(Necessity(race.b.Build(), {race.y_fires}, effect, Options(100)));
  EXPECT_FALSE(Necessity(race.b.Build(), {race.a_fires}, {}, Options(100)));
}

TEST(Candidates, GroupWhatAPersonNamesOnce) {
  Race race;
  const model::Model model = race.b.Build();
  const auto all = CandidatesOf(model);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].name, "one -> done");
  EXPECT_TRUE(FindCandidate(model, "one->done"));
  EXPECT_TRUE(FindCandidate(model, "one.idle->done"));
  const auto missing = FindCandidate(model, "onne -> done");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("did you mean `one -> done`"), std::string::npos)
      << missing.error().message;
}

}  // namespace
}  // namespace entente::analysis
