// Acts, memories, latches, seasons: what lowering makes of them, and what it refuses.
#include <gtest/gtest.h>

#include "language/questions/compile_help.h"

namespace entente::language {
namespace {

using Slugs = std::vector<std::string>;

constexpr std::string_view kModel = R"(
quantity mood in 0..1 { starts 0.5 }
event jibe by A toward B about past weight -4 tagged sharp { rate 1 per year * (1 + mood) }
event gift by A toward B about trade weight +2 tagged quiet { rate 1 per year }
)";

Slugs Faults(std::string_view rest) { return SlugsIn(std::string(kModel) + std::string(rest)); }
model::Model ModelWith(std::string_view rest) {
  return ModelIn(std::string(kModel) + std::string(rest));
}

TEST(Acts, TagsSelect) {
  const model::Model model = ModelWith(
      "outcome a = count of sharp hostile A -> B  outcome b = count of public cooperative A -> B "
      "outcome c = count of quiet cooperative A -> B");
  EXPECT_EQ(model.outcomes[0].counted.size(), 1u);
  EXPECT_TRUE(model.outcomes[1].counted.empty());
  EXPECT_EQ(model.outcomes[2].counted.size(), 1u);
}

TEST(Acts, MistakesAreNamedOnce) {
  EXPECT_EQ(Faults("outcome a = count of loud hostile A -> B"), Slugs{"unknown-name"});
  EXPECT_EQ(Faults("event e by A toward B about past weight -1 tagged public { rate 1 per year }"),
            Slugs{"reserved-word"});
  EXPECT_EQ(Faults("event e by A, B together toward C about past weight 1 { rate 1 per year }"),
            Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("event e by A together about past weight 1 { rate 1 per year }"),
            Slugs{"empty-index"});
  EXPECT_EQ(Faults("event e by A toward B about past weight -1 to -2.5 { rate 1 per year }"),
            Slugs{"out-of-range"});
  EXPECT_EQ(Faults("event e by A toward B about past weight -1 to 2 { rate 1 per year }"),
            Slugs{"out-of-range"});
  EXPECT_EQ(Faults("event e by A toward B about past weight -1 to -2 "
                   "{ rate 1 per year  succeeds with probability 0.5 }"),
            Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("event e by A toward B about past weight 2 "
                   "{ rate 1 per year  succeeds with probability 1.5 }"),
            Slugs{"out-of-range"});
  EXPECT_EQ(Faults("event e by A toward B about mood weight 2 { rate 1 per year }"),
            Slugs{"wrong-kind"});
}

TEST(Acts, AJointActIsTowardEveryOther) {
  const model::Model model =
      ModelWith("event s by A, B, C together about trade weight +6 { rate 1 per year }");
  const model::Act& act = *Named(model.happenings, "s").act;
  EXPECT_EQ(act.by.size(), 3u);
  EXPECT_EQ(act.toward, act.by);
  EXPECT_EQ(act.pair_share, 0.5);
}

// One joint act of weight 10 adds the linkage's strength to what bears on each of its actors.
TEST(Acts, AJointActFeedsEachPairInPart) {
  const model::Model model = ModelWith(R"(
event s by A, B, C together about trade weight +10 { rate 1 per year }
linkage habit for a, b in states where a != b
  from cooperative a -> b about trade  to cooperative a -> b about trade
  adds 60 % per act of weight 10, half-life 6 months
)");
  const model::Happening& summit = Named(model.happenings, "s");
  ASSERT_EQ(summit.feeds.size(), 6u);
  explain::Point point = explain::StartOf(model);
  for (const model::Feed& feed : summit.feeds) {
    const double amount = explain::ValueAt(model, point, feed.amount);
    EXPECT_DOUBLE_EQ(amount, 0.3);
    point.pressures[feed.pressure.index()] = amount;
  }
  EXPECT_NEAR(RatePerYear(model, "s", point), 1.6, 1e-12);
}

TEST(Acts, PressureBearsOnAnActOnlyOnItsPresentTrack) {
  const model::Model model = ModelWith(R"(
issue secured { states no, yes  starts no  no -> yes  rate 1 per year }
event ban by A toward B about (past if secured is yes else trade) weight -5 { rate 1 per year }
linkage sore from hostile B -> A about past  to hostile A -> B about past
  adds 100 % per act of weight 10, half-life 6 months
event slight by B toward A about past weight -10 { rate 1 per year }
)");
  explain::Point point = explain::StartOf(model);
  point.pressures[PressureOf(model, "sore>hostile[A,B,past]")] = 1.0;
  EXPECT_NEAR(RatePerYear(model, "ban", point), 1.0, 1e-12);
  point.states[PlaceOf(model.issues, "secured")] = 1;
  EXPECT_NEAR(RatePerYear(model, "ban", point), 2.0, 1e-12);
}

TEST(Memories, ReadLikeQuantities) {
  EXPECT_EQ(Faults("memory m of hostile acts A -> B half-life 2 years "
                   "outcome o = final of m"),
            Slugs{});
  EXPECT_EQ(Faults("memory m of hostile acts A -> C half-life 2 years outcome o = final of m"),
            Slugs{"nothing-to-change"});
  EXPECT_EQ(Faults("memory m of hostile acts A -> B half-life 2 outcome o = final of m"),
            Slugs{"missing-unit"});
  EXPECT_EQ(Faults("memory m of hostile acts A -> B half-life 2 years starts -1 "
                   "outcome o = final of m"),
            Slugs{"out-of-range"});
  EXPECT_EQ(Faults("memory m of hostile acts A -> B half-life 2 years starts mood "
                   "outcome o = final of m"),
            Slugs{"not-constant"});
}

TEST(Latches, AreTruthsAndIssues) {
  const std::string latch = "latch dark once mood < 0.2 until mood > 0.4 ";
  EXPECT_EQ(Faults(latch + "outcome o = ever dark"), Slugs{});
  EXPECT_EQ(Faults(latch + "event e { rate 1 per year while not dark }"), Slugs{});
  EXPECT_EQ(Faults(latch + "outcome o = count of dark -> on"), Slugs{});
  EXPECT_EQ(Faults("latch dark once mood until mood > 0.4"), Slugs{"type-mismatch"});
  const model::Model model = ModelWith(latch);
  EXPECT_EQ(model.triggers.size(), 2u);
}

TEST(Seasons, SayWhatHoldsInTheRestOfTheYear) {
  EXPECT_EQ(Faults("define d = season(08-10 to 08-20: 2) outcome o = final of d"),
            Slugs{"missing-clause"});
  EXPECT_EQ(Faults("define d = season(08-10 to 08-20: 2, else 1) outcome o = final of d"),
            Slugs{});
  EXPECT_EQ(Faults("define d = season(08-10 to 08-20: 2 per year, else 1) outcome o = final of d"),
            Slugs{"unit-mismatch"});
}

TEST(Effects, OnlyAdditionsAreSpread) {
  EXPECT_EQ(Faults("upon jibe { then over 6 months mood += 0.1 }"), Slugs{});
  EXPECT_EQ(Faults("upon jibe { then over 6 months mood = 0.1 }"), Slugs{"conflicting-clauses"});
  EXPECT_EQ(Faults("upon jibe { then after 9 to 2 months mood += 0.1 }"), Slugs{"out-of-range"});
}

TEST(Audience, CostsNeedOptions) {
  EXPECT_EQ(Faults("audience cost[a in states] of public cooperative a -> b: mood"),
            Slugs{"nothing-to-change"});
}

TEST(JointPriors, NeedACorrelation) {
  const auto joint = [](const std::string& rest) {
    return "param (x, y) ~ joint normal(mean 0, 0 sd 1, 1" + rest +
           ") outcome o = final of x + y";
  };
  EXPECT_EQ(Faults(joint(" correlation 0.5")), Slugs{});
  EXPECT_EQ(Faults(joint("")), Slugs{"missing-clause"});
  EXPECT_EQ(Faults(joint(" correlation 1.5")), Slugs{"out-of-range"});
}

TEST(Expressions, NumbersOfManyWorldsBelongInClaims) {
  EXPECT_EQ(Faults("outcome o = ever mood > 0.6 outcome p = ever P(o) > 0.5"),
            Slugs{"wrong-kind"});
}

TEST(Frameworks, MayDampOneElementOfALinkage) {
  const model::Model model = ModelWith(R"(
event back by B toward A about past weight -4 { rate 1 per year }
linkage anger for a, b in states where a != b
  from hostile a -> b about past  to hostile b -> a about past
  adds 50 % per act of weight 10, half-life 6 months
framework talks { members A, B  damps anger[A, B] by 0.5 }
)");
  const explain::Point point = explain::StartOf(model);
  const auto fed = [&](std::string_view name) {
    return explain::ValueAt(model, point, Named(model.happenings, name).feeds.front().amount);
  };
  EXPECT_DOUBLE_EQ(fed("jibe"), 0.1);   // A -> B, damped by half
  EXPECT_DOUBLE_EQ(fed("back"), 0.2);
}

}  // namespace
}  // namespace entente::language
