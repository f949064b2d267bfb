// What the language says, against what the engine does: each feature on a model small enough for a
// known answer. Statistical checks allow 4.5 standard errors at a fixed seed: one in 150,000 would
// fail by chance.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "engine/run.h"
#include "language/compile.h"
#include "model/apply_policies.h"

namespace entente {
namespace {

constexpr double kAllowed = 4.5;  // standard errors

constexpr std::string_view kFrame = R"(
system t "Test"
time from 2020-01-01 to 2025-01-01 step 1 week
actor A : state  actor B : state  actor C : state
track past, trade
)";

model::Model Compiled(const std::string& text) {
  language::CompiledModel compiled =
      language::CompileText("test.ent", std::string(kFrame) + text);
  EXPECT_TRUE(compiled.ok()) << RenderText(compiled.diagnostics, *compiled.sources, false);
  return compiled.ok() ? std::move(*compiled.model) : model::Model{};
}

class Answers {
 public:
  Answers(const std::string& text, const std::vector<std::string>& policies = {},
          std::uint64_t worlds = 4'000)
      : Answers(Compiled(text), policies, worlds) {}
  Answers(model::Model model, const std::vector<std::string>& policies, std::uint64_t worlds) {
    auto changed = model::Apply(model, policies);
    EXPECT_TRUE(changed.has_value()) << (changed ? "" : changed.error().message);
    if (!changed) return;
    model_ = std::move(*changed);
    engine::RunOptions options;
    options.worlds = worlds;
    options.threads = 1;
    auto run = engine::Run(model_, options);
    EXPECT_TRUE(run.has_value()) << (run ? "" : run.error().message);
    if (run) run_ = std::move(*run);
  }

  const engine::OutcomeSummary& Of(std::string_view name) const {
    for (const engine::OutcomeSummary& one : run_.outcomes) {
      if (OutcomeOf(model_, one.outcome).provenance.name == name) return one;
    }
    ADD_FAILURE() << "no outcome " << name;
    static const engine::OutcomeSummary kNone;
    return kNone;
  }
  double Mean(std::string_view name) const { return Of(name).estimate.value; }
  // The mean is the known one, within what chance allows.
  void ExpectMean(std::string_view name, double known) const {
    const engine::OutcomeSummary& one = Of(name);
    const double error = one.standard_deviation > 0.0
                             ? one.standard_deviation / std::sqrt(static_cast<double>(one.worlds))
                             : std::sqrt(known * (1.0 - known) / static_cast<double>(one.worlds));
    EXPECT_NEAR(one.estimate.value, known, kAllowed * error + 1e-12) << name;
  }

 private:
  model::Model model_;
  engine::RunResult run_;
};

// ---- claims and outcomes ------------------------------------------------------------------------

TEST(LanguageFeatures, ARateWhileAConditionHoldsIsTheRateThatWasWritten) {
  model::Model model = Compiled(R"(
issue calm { states no, yes  starts no  no -> yes  rate 1 per year  yes -> no  rate 1 per year }
issue x {
  states a, b  starts a
  a -> b  rate 0.5 per year while calm is yes  rate 0.1 per year while calm is no
  b -> a  rate 3 per year
}
claim faster { rate of x -> b while calm is yes > rate of x -> b while calm is no }
)");
  ASSERT_EQ(model.claims.size(), 1u);
  const model::Claim claim = model.claims.front();
  std::vector<std::string> names;
  for (const model::Estimand& estimand : claim.estimands) {
    names.push_back(OutcomeOf(model, estimand.outcome).provenance.name);
    names.push_back(OutcomeOf(model, estimand.time).provenance.name);
  }
  for (const model::Outcome& outcome : model.claim_outcomes) model.outcomes.push_back(outcome);
  model.claims.clear();
  model.claim_outcomes.clear();
  const Answers answers(std::move(model), {}, 4'000);
  const double known[] = {0.5, 0.1};
  for (std::size_t i = 0; i < 2; ++i) {
    const double count = answers.Mean(names[2 * i]);
    const double rate = count / answers.Mean(names[2 * i + 1]) * kDaysPerYear;
    // A count of N has a relative error of about 1 / √N.
    EXPECT_NEAR(rate, known[i], kAllowed * known[i] / std::sqrt(count * 4'000.0)) << i;
  }
}

// Every episode ends in cold with probability 1/4, whatever its length; what comes after an episode
// does not depend on how it ended, so the number of episodes says nothing about their ends.
TEST(LanguageFeatures, SharesOfEpisodesAreCompetingRisks) {
  const Answers answers(R"(
issue w {
  states cold, warm, hot  starts cold
  cold -> warm  rate 2 per year
  warm -> cold  rate 1 per year
  warm -> hot   rate 3 per year
  hot -> cold   by effect
}
upon w -> hot { then w -> cold }
outcome ended = share of episodes of w in warm that end in cold
)", {}, 8'000);
  answers.ExpectMean("ended", 0.25);
}

// One episode a world.
TEST(LanguageFeatures, SharesOfEpisodesWithinATime) {
  const Answers answers(R"(
issue w {
  states cold, warm, hot  starts cold
  cold -> warm  on 2022-06-01
  warm -> cold  rate 1 per year
  warm -> hot   rate 3 per year
}
issue v { states warm, cold  starts warm  warm -> cold  rate 4 per year }
outcome within  = share of episodes of w in warm that end in cold within 3 months
outcome either  = share of episodes of w in warm that end in { cold, hot } within 3 months
                  from 2 years to 4 years
outcome none    = share of episodes of w in warm that end in cold within 3 months from 3 years to 4 years
outcome started = share of episodes of v in warm that end in cold within 3 months
)", {}, 8'000);
  const double quick = 1.0 - std::exp(-4.0 * 0.25);
  answers.ExpectMean("within", 0.25 * quick);
  answers.ExpectMean("either", quick);
  answers.ExpectMean("started", quick);
  EXPECT_EQ(answers.Of("none").never_opened, 8'000u);
}

TEST(LanguageFeatures, GivenSelectsWorldsByWhatCameBefore) {
  const Answers answers(R"(
chance coin on 2020-06-01 { heads 0.3  tails 0.7 }
issue x {
  states a, b  starts a
  a -> b  rate (4 per year if coin is heads else 0.5 per year) while coin is not open
}
outcome any   = ever x is b from 2020-06-02 to 2021-06-02
outcome heads = ever x is b from 2020-06-02 to 2021-06-02 given coin is heads
)");
  const double year = 365.0 / kDaysPerYear;
  const double with = 1.0 - std::exp(-4.0 * (year + 1.0 / kDaysPerYear));
  answers.ExpectMean("heads", with);
  const auto& heads = answers.Of("heads");
  EXPECT_NEAR(static_cast<double>(heads.never_opened) / 4'000.0, 0.7,
              kAllowed * std::sqrt(0.21 / 4'000.0));
}

TEST(LanguageFeatures, AWindowMayOpenSomeTimeAfterACondition) {
  const Answers answers(R"(
issue x { states a, b  starts a  a -> b  on 2021-01-01 }
event ping { on 2021-02-15 }
outcome early = count of ping from 10 days to 40 days of x is b
outcome late  = count of ping from 40 days to 60 days of x is b
)", {}, 64);
  EXPECT_EQ(answers.Mean("early"), 0.0);
  EXPECT_EQ(answers.Mean("late"), 1.0);
}

TEST(LanguageFeatures, NowIsWhereWindowsAndPoliciesBegin) {
  const std::string text = R"(
now 2022-01-01
event ping { on 2021-06-01  on 2022-06-01 }
event beat { rate 20 per year }
policy stop { forbid beat }
outcome pings  = count of ping within 12 months
outcome before = count of beat from 2020-01-01 to 2021-12-31
outcome after  = count of beat
)";
  EXPECT_EQ(Answers(text, {}, 64).Mean("pings"), 1.0);
  const Answers stopped(text, {"stop"}, 64);
  EXPECT_GT(stopped.Mean("before"), 20.0);
  EXPECT_EQ(stopped.Mean("after"), 0.0);
}

// ---- acts ---------------------------------------------------------------------------------------

// Asked for at a grid point (210 days), where quantities have their exact values.
TEST(LanguageFeatures, AMemoryIsASumOfDecayingActs) {
  const Answers answers(R"(
event ping by A toward B about trade weight -5 { on 2020-01-11  on 2020-03-01  on 2020-07-01 }
set duo = { A, B }
memory m[a, b in duo where a != b] of hostile acts a -> b half-life 100 days  starts { A, B: 2  B, A: 0 }
outcome m_ab = value of m[A, B] at 2020-07-29
outcome m_ba = value of m[B, A] at 2020-07-29
)", {}, 64);
  const auto kept = [](double age) { return std::exp2(-age / 100.0); };
  EXPECT_NEAR(answers.Mean("m_ab"),
              2.0 * kept(210) + 0.5 * (kept(200) + kept(150) + kept(28)), 1e-9);
  EXPECT_EQ(answers.Mean("m_ba"), 0.0);
}

TEST(LanguageFeatures, AJointActIsEachPairsActInPart) {
  const Answers answers(R"(
event summit by A, B, C together about trade weight +6 { on 2020-02-01 }
memory m[a, b in states where a != b] of cooperative acts a -> b half-life 1000 years
outcome ab = final of m[A, B]
outcome cb = final of m[C, B]
outcome acts = count of cooperative acts
)", {}, 64);
  const double kept = std::exp2(-(1827.0 - 31.0) / (1000.0 * kDaysPerYear));
  EXPECT_NEAR(answers.Mean("ab"), 0.3 * kept, 1e-9);
  EXPECT_NEAR(answers.Mean("cb"), 0.3 * kept, 1e-9);
  EXPECT_EQ(answers.Mean("acts"), 1.0);
}

TEST(LanguageFeatures, TagsTellQuietActsFromPublicOnes) {
  const Answers answers(R"(
event wreath by A toward B about past weight +3 tagged quiet { on 2020-02-01 }
event speech by A toward B about past weight +3 { on 2020-03-01  on 2020-04-01 }
outcome quiet  = count of quiet cooperative A -> B
outcome public = count of public cooperative A -> B
)", {}, 64);
  EXPECT_EQ(answers.Mean("quiet"), 1.0);
  EXPECT_EQ(answers.Mean("public"), 2.0);
}

TEST(LanguageFeatures, AnEventThatFailsIsAnotherAct) {
  const Answers answers(R"(
quantity glow in 0..1000 { starts 0 }
quantity gloom in 0..1000 { starts 0 }
quantity tries in 0..1000 { starts 0 }
event gift by A toward B about trade weight +3 {
  rate 2 per year
  then tries += 1
  succeeds with probability 0.3 then glow += 1 else weight -1 then gloom += 1
}
policy none { forbid gift }
policy more { scale gift by 2 }
outcome good = count of cooperative acts per year
outcome bad  = count of hostile acts per year
outcome all_gifts = count of gift per year
outcome glows = final of glow
outcome glooms = final of gloom
outcome tried = final of tries
)");
  answers.ExpectMean("good", 0.6);
  answers.ExpectMean("bad", 1.4);
  answers.ExpectMean("all_gifts", 2.0);
  const double years = 1827.0 / kDaysPerYear;
  EXPECT_NEAR(answers.Mean("glows"), answers.Mean("good") * years, 1e-9);
  EXPECT_NEAR(answers.Mean("glooms"), answers.Mean("bad") * years, 1e-9);
  EXPECT_NEAR(answers.Mean("tried"), answers.Mean("all_gifts") * years, 1e-9);
}

TEST(LanguageFeatures, PoliciesReachAllFormsOfAnEvent) {
  const std::string text = R"(
event gift by A toward B about trade weight +3 {
  rate 2 per year  succeeds with probability 0.3 else weight -1
}
policy none { forbid gift }
policy more { scale gift by 2 }
outcome gifts = count of gift per year
)";
  EXPECT_EQ(Answers(text, {"none"}, 256).Mean("gifts"), 0.0);
  Answers(text, {"more"}).ExpectMean("gifts", 4.0);
}

TEST(LanguageFeatures, ADrawnWeightIsAnyWholeNumberBetweenItsBounds) {
  const Answers answers(R"(
event jibe by A toward B about past weight -2 to -4 { rate 3 per year }
memory m of hostile acts A -> B half-life 100000 years
outcome acts = count of hostile acts per year
outcome size = final of m
)");
  answers.ExpectMean("acts", 3.0);
  answers.ExpectMean("size", 0.3 * 3.0 * 1827.0 / kDaysPerYear);
}

TEST(LanguageFeatures, AnActMayChangeItsTrack) {
  const Answers answers(R"(
issue secured { states no, yes  starts no  no -> yes  on 2021-01-01 }
event ban by A toward B about (past if secured is yes else trade) weight -5 {
  on 2020-06-01  on 2021-06-01  on 2022-06-01
}
event both by A toward B about past, trade weight -5 { on 2020-07-01 }
memory of_past of hostile acts A -> B about past half-life 1000000 years
memory of_trade of hostile acts A -> B about trade half-life 1000000 years
outcome past_sum = final of of_past
outcome trade_sum = final of of_trade
)", {}, 64);
  EXPECT_NEAR(answers.Mean("past_sum"), 1.5, 1e-4);
  EXPECT_NEAR(answers.Mean("trade_sum"), 1.0, 1e-4);
}

TEST(LanguageFeatures, AudienceCostsLowerTheUtilityOfSuchOptions) {
  const Answers answers(R"(
quantity anger[a, b in states where a != b] in 0..1 { starts 0.5 }
decision reach_out by A about trade {
  on 2020-06-01
  option gesture  utility 1  toward B weight +4
  option quietly  utility 0  toward B weight +3 tagged quiet
  rationality 2
}
audience cost[a in states] of public cooperative a -> b: 3 * anger[a, b]
outcome gestures = count of reach_out: gesture
)");
  // exp(2 (1 − 1.5)) against exp(0).
  answers.ExpectMean("gestures", 1.0 / (1.0 + std::exp(1.0)));
}

// ---- state --------------------------------------------------------------------------------------

TEST(LanguageFeatures, ALatchHasHysteresis) {
  const Answers answers(R"(
quantity x in 0..1 { starts 0.2 }
event up   { on 2020-02-01  then x = 0.9 }
event mid  { on 2020-03-01  then x = 0.6 }
event down { on 2020-04-01  then x = 0.3 }
event back { on 2020-05-01  then x = 0.6 }
latch high once x > 0.7 until x < 0.5
quantity lit in 0..1 { starts 0 }
upon high -> on { then lit = 1 }
outcome at_start = value of (1 if high else 0) at 2020-01-15
outcome at_up    = value of (1 if high else 0) at 2020-02-15
outcome at_mid   = value of (1 if high else 0) at 2020-03-15
outcome at_down  = value of (1 if high else 0) at 2020-04-15
outcome at_back  = value of (1 if high else 0) at 2020-05-15
outcome ever_lit = final of lit
)", {}, 64);
  EXPECT_EQ(answers.Mean("at_start"), 0.0);
  EXPECT_EQ(answers.Mean("at_up"), 1.0);
  EXPECT_EQ(answers.Mean("at_mid"), 1.0);
  EXPECT_EQ(answers.Mean("at_down"), 0.0);
  EXPECT_EQ(answers.Mean("at_back"), 0.0);
  EXPECT_EQ(answers.Mean("ever_lit"), 1.0);
}

// A condition is tried again after every write to what it reads, also when what it brings about writes
// once more at the same instant: each kick is relieved, however many there are in a week.
TEST(LanguageFeatures, AConditionIsTriedAfterEveryWrite) {
  const Answers answers(R"(
quantity moves in 0..100 { starts 3  relaxes to 3 with half-life 1 year }
quantity stands in 0..100 { starts 3 }
event kick by A { rate 100 per year  then moves += 10, stands += 10 }
event relief by A { whenever moves > 8  then moves = 3 }
event easing by A { whenever stands > 8  then stands = 3 }
outcome kicks   = count of kick
outcome reliefs = count of relief
outcome easings = count of easing
)", {}, 200);
  EXPECT_GT(answers.Mean("kicks"), 400.0);
  EXPECT_EQ(answers.Mean("reliefs"), answers.Mean("kicks"));
  EXPECT_EQ(answers.Mean("easings"), answers.Mean("kicks"));
}

TEST(LanguageFeatures, IssuesMayBeIndexed) {
  const Answers answers(R"(
set topics { pandemic "Pandemics", climate "Climate" }
issue nts[x in topics] {
  states idle, joint  starts idle
  idle -> joint  rate (1 per year if x is pandemic else 2 per year)
}
outcome both = ever nts[pandemic] is joint and nts[climate] is joint within 1 year
outcome steps[x in topics] = ever nts[x] is joint within 1 year
outcome moves = count of nts[climate] -> joint
)");
  const double year = 366.0 / kDaysPerYear;
  const double slow = 1.0 - std::exp(-year), fast = 1.0 - std::exp(-2.0 * year);
  answers.ExpectMean("both", slow * fast);
  answers.ExpectMean("steps[pandemic]", slow);
  answers.ExpectMean("steps[climate]", fast);
}

// A run that starts from no record knows every dated fact.
TEST(LanguageFeatures, KnownFromHasNoEffectOnARun) {
  const Answers answers(R"(
issue x { states a, b  starts a  a -> b  on 2021-01-01 known from 2022-01-01 otherwise rate 50 per year }
chance coin on 2020-06-01 known from 2020-05-01 { heads 1  tails 0 }
outcome when = time to x is b
outcome heads = ever coin is heads
)", {}, 64);
  EXPECT_EQ(answers.Mean("when"), 366.0);
  EXPECT_EQ(answers.Mean("heads"), 1.0);
}

TEST(LanguageFeatures, ASeasonBeginsAndEndsOnItsDays) {
  const Answers answers(R"(
event parade { rate 40 per year * season(03-01 to 03-31: 2, 11-01 to 02-29: 0.5, else 0) }
outcome off    = count of parade from 2021-04-01 to 2021-10-31
outcome march  = count of parade from 2021-03-01 to 2021-04-01
outcome winter = count of parade from 2020-11-01 to 2021-03-01
)");
  EXPECT_EQ(answers.Mean("off"), 0.0);
  answers.ExpectMean("march", 80.0 * 31.0 / kDaysPerYear);
  answers.ExpectMean("winter", 20.0 * 120.0 / kDaysPerYear);
}

TEST(LanguageFeatures, JointPriorsHaveTheirCorrelationAndTheirOwnSpread) {
  const std::string text = R"(
param (x, y) ~ joint normal(mean 0, 1  sd 1, 2  correlation 0.6)
event ping { rate 0 per year }
policy fix_x { set x = 3 }
outcome xy = final of x * (y - 1)
outcome yy = final of (y - 1) * (y - 1)
outcome xx = final of x * x
outcome only_y = final of y
)";
  const Answers answers(text, {}, 20'000);
  answers.ExpectMean("xy", 0.6 * 2.0);
  answers.ExpectMean("yy", 4.0);
  answers.ExpectMean("xx", 1.0);
  // Setting one is no news about the other.
  EXPECT_EQ(Answers(text, {"fix_x"}, 20'000).Mean("only_y"), answers.Mean("only_y"));
}

TEST(LanguageFeatures, SharedShocksMoveTogether) {
  const Answers answers(R"(
quantity x { starts 0  noise 1 per sqrt year  shared mood 0.3 }
quantity y { starts 0  noise 1 per sqrt year  shared mood 0.3 }
outcome xy = final of x * y
outcome xx = final of x * x
)", {}, 8'000);
  const double years = 1827.0 / kDaysPerYear;
  answers.ExpectMean("xx", years);
  answers.ExpectMean("xy", 0.3 * years);
}

// ---- later, and bit by bit ----------------------------------------------------------------------

TEST(LanguageFeatures, DelayedEffectsFallDueAndMayBeCalledOff) {
  const Answers answers(R"(
quantity x in 0..100 { starts 0 }
issue calm { states no, yes  starts no  no -> yes  on 2020-06-15 }
event shock { on 2020-03-01  on 2020-03-11  on 2020-06-01  then after 30 days x += 1 unless calm is yes }
outcome before = value of x at 2020-03-30
outcome first  = value of x at 2020-04-01
outcome second = value of x at 2020-04-12
outcome called_off = final of x
)", {}, 64);
  EXPECT_EQ(answers.Mean("before"), 0.0);
  EXPECT_EQ(answers.Mean("first"), 1.0);
  EXPECT_EQ(answers.Mean("second"), 2.0);  // two were under way at once
  EXPECT_EQ(answers.Mean("called_off"), 2.0);
}

TEST(LanguageFeatures, ADelayedEffectMayBeDrawnAndOfRandomLength) {
  const Answers answers(R"(
quantity x in 0..100 { starts 0 }
event shock { on 2020-03-01  then with probability 0.3 after 10 to 90 days x += 1 }
outcome soon = value of x at 2020-03-31
outcome all_of_it = final of x
)");
  answers.ExpectMean("all_of_it", 0.3);
  // The median of a lognormal with these percentiles is their geometric mean: 30 days.
  answers.ExpectMean("soon", 0.15);
}

TEST(LanguageFeatures, AnEffectSpreadOverTimeIsAllThereAtItsEnd) {
  const Answers answers(R"(
quantity x in -100..100 { starts 0 }
event build { on 2020-03-04  on 2020-04-22  then over 98 days x += 1 }
outcome half = value of x at 2020-04-22
outcome both = value of x at 2020-05-20
outcome done = final of x
)", {}, 64);
  EXPECT_NEAR(answers.Mean("half"), 0.5, 1e-9);
  EXPECT_NEAR(answers.Mean("both"), (77.0 + 28.0) / 98.0, 1e-9);
  EXPECT_NEAR(answers.Mean("done"), 2.0, 1e-9);
}

// ---- policies -----------------------------------------------------------------------------------

constexpr const char* kAdaptive = R"(
issue s { states calm, tense  starts calm  calm -> tense  on 2021-01-01  tense -> calm  on 2022-01-01 }
issue t { states no, yes  starts no  no -> yes  by effect }
event beat { rate 20 per year }
policy once_tense  { adopt once s is tense { scale beat by 0  force t -> yes } }
policy while_tense { adopt while s is tense { scale beat by 0 } }
policy guarded     { scale beat by 0 while s is tense }
policy dose(level in 0..1) { scale beat by 1 - level }
policy twice { include dose(0.25) }
outcome before = count of beat from 2020-01-01 to 2020-12-31
outcome during = count of beat from 2021-01-02 to 2021-12-31
outcome after  = count of beat from 2022-01-02 to 2022-12-31
outcome all_beats = count of beat per year
outcome forced = time to t is yes
)";

TEST(LanguageFeatures, AdaptivePoliciesStartAndMayRevert) {
  const Answers plain(kAdaptive, {}, 256);
  const Answers once(kAdaptive, {"once_tense"}, 256);
  EXPECT_EQ(once.Mean("before"), plain.Mean("before"));
  EXPECT_EQ(once.Mean("during"), 0.0);
  EXPECT_EQ(once.Mean("after"), 0.0);
  EXPECT_EQ(once.Mean("forced"), 366.0);
  for (const char* policy : {"while_tense", "guarded"}) {
    const Answers reverts(kAdaptive, {policy}, 256);
    EXPECT_EQ(reverts.Mean("before"), plain.Mean("before"));
    EXPECT_EQ(reverts.Mean("during"), 0.0);
    EXPECT_GT(reverts.Mean("after"), 15.0);
  }
}

TEST(LanguageFeatures, ADoseIsGivenWhereThePolicyIsNamed) {
  Answers(kAdaptive, {"dose(0.5)"}, 1'024).ExpectMean("all_beats", 10.0);
  Answers(kAdaptive, {"twice"}, 1'024).ExpectMean("all_beats", 15.0);
  const model::Model model = Compiled(kAdaptive);
  EXPECT_FALSE(model::Apply(model, {"dose"}).has_value());
  EXPECT_FALSE(model::Apply(model, {"dose(2)"}).has_value());
  EXPECT_FALSE(model::Apply(model, {"dose(x)"}).has_value());
  EXPECT_FALSE(model::Apply(model, {"while_tense(1)"}).has_value());
  EXPECT_FALSE(model::Apply(model, {"dose(0.5)", "dose(0.6)"}).has_value());
}

// What nothing else reads draws no luck of others.
TEST(LanguageFeatures, UnrelatedDeclarationsChangeNoBit) {
  const std::string base = R"(
event jibe by A toward B about past weight -4 { rate 3 per year * (0.2 + mood) }
quantity mood in 0..1 { starts 0.5  relaxes to 0.3 with half-life 6 months  noise 0.2 per sqrt year }
outcome jibes = count of jibe
outcome feeling = mean of mood
)";
  const std::string more = R"(
memory m of hostile acts A -> B half-life 1 year
latch dark once mood < 0.2 until mood > 0.4
event try by B toward A about trade weight +2 {
  rate 2 per year * season(03-01 to 03-31: 2, else 1)
  succeeds with probability 0.5 else weight -1
}
quantity z in 0..9 { starts 0 }
upon jibe { then after 30 days z += 1, over 6 months z -= 0.5 }
claim c { rate of jibe while dark > 0 per year }
policy p(level in 0..1) { adopt while dark { scale try by level } }
outcome tries = count of try
)";
  const Answers plain(base, {}, 512);
  const std::string extended = base + more;
  const Answers with(extended, {}, 512);
  for (const char* name : {"jibes", "feeling"}) {
    EXPECT_EQ(with.Mean(name), plain.Mean(name)) << name;
    EXPECT_EQ(with.Of(name).standard_deviation, plain.Of(name).standard_deviation) << name;
  }
}

}  // namespace
}  // namespace entente
