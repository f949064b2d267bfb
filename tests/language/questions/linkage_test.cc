#include <gtest/gtest.h>

#include <cmath>

#include "language/questions/compile_help.h"

namespace entente::language {
namespace {

using Slugs = std::vector<std::string>;

constexpr std::string_view kActs = R"(
set duo = { A, B }
issue deal "Deal" between A, B about trade {
  states none, signed
  starts none
  none -> signed  rate 1 per year
}
event jibe[a, b in duo where a != b] by a toward b about past weight -4 { rate 2 per year }
event gift by A toward B about trade weight +5 { rate 3 per year }
)";
constexpr std::string_view kTit = R"(
linkage tit for a, b in duo where a != b
  from hostile a -> b about past  to hostile b -> a about past
  adds 60 % per act of weight 10, half-life 6 months
)";
constexpr std::string_view kSour = R"(
linkage sour from hostile A -> B about past  to cooperative A -> B
  lowers by 30 % per act of weight 10, half-life 3 months
)";
constexpr std::string_view kPush = R"(
linkage push from deal is signed  to jibe[A, B], gift  multiplies by 4
)";

model::Model Build(std::initializer_list<std::string_view> parts) {
  std::string text(kActs);
  for (const std::string_view part : parts) text += part;
  return ModelIn(text);
}

Slugs Faults(std::string_view part) { return SlugsIn(std::string(kActs) + std::string(part)); }

// rate × (1 + Σ raising) × exp(−Σ lowering) × factors of states (the execution contract).
TEST(Linkages, TheEffectiveRateIsTheContract) {
  const model::Model model = Build({kTit, kSour, kPush});
  explain::Point point = explain::StartOf(model);
  EXPECT_NEAR(RatePerYear(model, "jibe[A,B]", point), 2.0, 1e-12);
  EXPECT_NEAR(RatePerYear(model, "gift", point), 3.0, 1e-12);
  point.pressures[PressureOf(model, "tit>hostile[A,B,past]")] = 0.7;
  point.pressures[PressureOf(model, "sour>cooperative[A,B,trade]")] = 0.4;
  EXPECT_NEAR(RatePerYear(model, "jibe[A,B]", point), 2.0 * 1.7, 1e-12);
  EXPECT_NEAR(RatePerYear(model, "jibe[B,A]", point), 2.0, 1e-12);
  EXPECT_NEAR(RatePerYear(model, "gift", point), 3.0 * std::exp(-0.4), 1e-12);
  point.states[PlaceOf(model.issues, "deal")] = 1;
  EXPECT_NEAR(RatePerYear(model, "jibe[A,B]", point), 2.0 * 1.7 * 4.0, 1e-12);
  EXPECT_NEAR(RatePerYear(model, "jibe[B,A]", point), 2.0, 1e-12);
  EXPECT_NEAR(RatePerYear(model, "gift", point), 3.0 * std::exp(-0.4) * 4.0, 1e-12);
}

TEST(Linkages, SeveralRaisingPressuresAddUp) {
  const model::Model model = Build({kTit, R"(
linkage more from cooperative A -> B  to hostile A -> B
  adds 10 % per act of weight 10, half-life 1 year
)"});
  explain::Point point = explain::StartOf(model);
  point.pressures[PressureOf(model, "tit>hostile[A,B,past]")] = 0.5;
  point.pressures[PressureOf(model, "more>hostile[A,B,past]")] = 0.25;
  EXPECT_NEAR(RatePerYear(model, "jibe[A,B]", point), 2.0 * 1.75, 1e-12);
}

TEST(Linkages, FactorsOfARateMultiplyToTheRate) {
  const model::Model model = Build({kTit, kSour, kPush});
  explain::Point point = explain::StartOf(model);
  for (double& pressure : point.pressures) pressure = 0.3;
  point.states[PlaceOf(model.issues, "deal")] = 1;
  for (const model::Channel& channel : model.channels) {
    for (const model::HazardTerm& term : channel.terms) {
      double product = 1.0;
      for (const model::RateFactor& factor : term.factors) {
        product *= explain::ValueAt(model, point, factor.value);
      }
      EXPECT_NEAR(product, explain::ValueAt(model, point, term.rate_per_day), 1e-15)
          << channel.provenance.name;
    }
  }
}

TEST(Linkages, OnlyTargetsThatExistHaveAPressure) {
  const model::Model model = Build({kTit, kSour});
  ASSERT_EQ(model.pressures.size(), 3u);
  const model::Pressure& pressure =
      model.pressures[PressureOf(model, "sour>cooperative[A,B,trade]")];
  EXPECT_FALSE(pressure.raises);
  EXPECT_FALSE(pressure.hostile);
  EXPECT_NEAR(explain::ValueAt(model, explain::StartOf(model), pressure.half_life_days),
              3.0 * kDaysPerMonth, 1e-9);
}

TEST(Linkages, AnActFeedsStrengthTimesItsWeight) {
  const model::Model model = Build({kTit, kSour});
  const explain::Point start = explain::StartOf(model);
  const model::Happening& jibe = Named(model.happenings, "jibe[A,B]");
  ASSERT_EQ(jibe.feeds.size(), 2u);
  EXPECT_EQ(model.pressures[jibe.feeds[0].pressure.index()].name, "tit>hostile[B,A,past]");
  EXPECT_NEAR(explain::ValueAt(model, start, jibe.feeds[0].amount), 0.6 * 0.4, 1e-15);
  EXPECT_NEAR(explain::ValueAt(model, start, jibe.feeds[1].amount), 0.3 * 0.4, 1e-15);
  EXPECT_TRUE(Named(model.happenings, "gift").feeds.empty());
}

TEST(Linkages, TheWeightThatIsMeantScalesTheStrength) {
  const model::Model model = Build({R"(
linkage half from hostile A -> B  to cooperative A -> B
  lowers by 20 % per act of weight 5, half-life 1 month
)"});
  const model::Happening& jibe = Named(model.happenings, "jibe[A,B]");
  ASSERT_EQ(jibe.feeds.size(), 1u);
  EXPECT_NEAR(explain::ValueAt(model, explain::StartOf(model), jibe.feeds[0].amount), 0.2 * 4 / 5,
              1e-15);
}

TEST(Linkages, OneStrengthIsOneLinkageSeveralAreSeveral) {
  EXPECT_EQ(Build({kTit}).linkages.size(), 1u);
  const model::Model model = Build({R"(
param touchy[a in duo] ~ 0.2 to 0.8
linkage tit for a, b in duo where a != b
  from hostile a -> b about past  to hostile b -> a about past
  adds 100 % * touchy[b] per act of weight 10, half-life 6 months
)"});
  ASSERT_EQ(model.linkages.size(), 2u);
  EXPECT_EQ(model.linkages[0].provenance.name, "tit[A,B]");
  EXPECT_EQ(model.linkages[0].provenance.family, "tit");
}

TEST(Linkages, AnIntervalIsAPriorNamedAfterTheLinkage) {
  const model::Model model = Build({R"(
linkage push from deal is signed  to jibe  multiplies by 5 to 20
)"});
  const model::Parameter& parameter = Named(model.parameters, "push");
  EXPECT_EQ(parameter.prior.kind, model::PriorKind::kLognormal);
  EXPECT_NEAR(parameter.prior.a, 10.0, 1e-9);
}

TEST(Linkages, WithoutLinkagesAnActFeedsAndIsNotRaised) {
  const model::Model model = Build({kTit, R"(
event snub by B toward A about past weight -2 without linkages { rate 1 per year }
)"});
  explain::Point point = explain::StartOf(model);
  for (double& pressure : point.pressures) pressure = 2.0;
  EXPECT_NEAR(RatePerYear(model, "snub", point), 1.0, 1e-12);
  EXPECT_EQ(Named(model.happenings, "snub").feeds.size(), 1u);
}

TEST(Linkages, AFrameworkDampsWhatIsAddedBetweenItsMembers) {
  const model::Model model = Build({kTit, kSour, R"(
quantity depth_of_pact in 0..1 { starts 0.5 }
framework pact {
  members A, B
  depth depth_of_pact
  damps tit about past by 0.4 * depth
  damps deal: none -> signed by depth
}
)"});
  explain::Point point = explain::StartOf(model);
  const model::Happening& jibe = Named(model.happenings, "jibe[A,B]");
  EXPECT_NEAR(explain::ValueAt(model, point, jibe.feeds[0].amount), 0.6 * 0.4 * (1 - 0.2), 1e-15);
  EXPECT_NEAR(explain::ValueAt(model, point, jibe.feeds[1].amount), 0.3 * 0.4, 1e-15);
  EXPECT_NEAR(RatePerYear(model, "deal.none->signed", point), 0.5, 1e-12);
  point.quantities[PlaceOf(model.quantities, "depth_of_pact")] = 1.0;
  EXPECT_NEAR(explain::ValueAt(model, point, jibe.feeds[0].amount), 0.6 * 0.4 * 0.6, 1e-15);
  EXPECT_NEAR(RatePerYear(model, "deal.none->signed", point), 0.0, 1e-12);
}

TEST(Linkages, AFrameworkOfOthersDampsNothingHere) {
  const model::Model model = Build({kTit, R"(
linkage far from hostile A -> B  to cooperative A -> B  lowers by 10 % per act of weight 10, half-life 1 year
event aside by A toward C about past weight -4 { rate 1 per year }
linkage tat from hostile A -> B  to hostile A -> C  adds 10 % per act of weight 10, half-life 1 year
framework pact { members A, C  damps tat by 0.5 }
)"});
  const explain::Point start = explain::StartOf(model);
  for (const model::Feed& feed : Named(model.happenings, "jibe[A,B]").feeds) {
    const std::string& name = model.pressures[feed.pressure.index()].name;
    const double amount = explain::ValueAt(model, start, feed.amount);
    if (name == "tat>hostile[A,C,past]") {
      EXPECT_NEAR(amount, 0.04 * 0.5, 1e-15);
    } else if (name == "tit>hostile[B,A,past]") {
      EXPECT_NEAR(amount, 0.24, 1e-15);
    }
  }
}

TEST(Linkages, ReadingItsOwnPressureInARateIsAnError) {
  const std::string rate = "event snub by A toward B about past weight -2";
  const std::string reads = " { rate 1 per year * (1 + heat[A, B, past]) }";
  EXPECT_EQ(Faults(std::string(kTit) + rate + reads), Slugs{"pressure-read-twice"});
  EXPECT_EQ(Faults(std::string(kTit) + rate + " without linkages" + reads), Slugs{});
  // Others' pressure may be read, and one's own in a guard.
  EXPECT_EQ(Faults(std::string(kTit) + rate + " { rate 1 per year * (1 + heat[B, A, past]) }"),
            Slugs{});
  EXPECT_EQ(Faults(std::string(kTit) + rate + " { rate 1 per year while heat[A, B, past] > 1 }"),
            Slugs{});
}

TEST(Linkages, TheReadingIsFoundBehindADefinition) {
  EXPECT_EQ(Faults(std::string(kTit) + R"(
define anger = 1 + heat[A, B, past]
event snub by A toward B about past weight -2 { rate 1 per year * anger }
)"),
            Slugs{"pressure-read-twice"});
}

TEST(Linkages, HeatIsTheSumOfRaisingPressures) {
  const model::Model model = Build({kTit, R"(
linkage more from cooperative A -> B  to hostile A -> B
  adds 10 % per act of weight 10, half-life 1 year
define anger = heat[A, B, past]
outcome worst = max of anger
)"});
  explain::Point point = explain::StartOf(model);
  point.pressures[PressureOf(model, "tit>hostile[A,B,past]")] = 0.5;
  point.pressures[PressureOf(model, "more>hostile[A,B,past]")] = 0.25;
  EXPECT_NEAR(explain::ValueAt(model, point, Named(model.definitions, "anger").value), 0.75,
              1e-15);
}

TEST(Linkages, WhatFindsNothingIsAnError) {
  EXPECT_EQ(Faults("linkage x from hostile A -> C  to hostile C -> A  adds 10 % per act of weight "
                   "10, half-life 1 year"),
            Slugs{"nothing-to-change"});
  EXPECT_EQ(Faults("issue odd about past { states p, q  starts p  p -> q on 2021-01-01 }\n"
                   "linkage x from deal is signed  to odd: p -> q  multiplies by 2"),
            Slugs{"nothing-to-change"});
  EXPECT_EQ(Faults(std::string(kTit) + "framework f { members A, C  damps tit by 0.5 }"),
            Slugs{"nothing-to-change"});
}

TEST(Linkages, MistakesAreNamedOnce) {
  EXPECT_EQ(Faults("linkage x from hostile A -> D  to hostile B -> A  adds 10 % per act of weight "
                   "10, half-life 1 year"),
            Slugs{"unknown-name"});
  EXPECT_EQ(Faults("linkage x from hostile A -> B  to hostile B -> A  adds 10 % per act of weight "
                   "10, half-life 3"),
            Slugs{"missing-unit"});
  EXPECT_EQ(Faults("linkage x from hostile A -> B  to hostile B -> A  adds -10 % per act of weight "
                   "10, half-life 1 year"),
            Slugs{"out-of-range"});
  EXPECT_EQ(Faults("linkage x from deal is sined  to gift  multiplies by 2"),
            Slugs{"unknown-state"});
  EXPECT_EQ(Faults(std::string(kTit) + "framework f { members A, B  damps tut by 0.5 }"),
            Slugs{"unknown-name"});
}

}  // namespace
}  // namespace entente::language
