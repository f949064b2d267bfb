// Parameters, tables, quantities, offices and chances as they arrive in the model.
#include <gtest/gtest.h>

#include <cmath>

#include "language/compile_text.h"

namespace entente::language {
namespace {

constexpr double kNinety = 1.2815515655446004;

model::Prior PriorOf(const std::string& text) {
  const model::Model model =
      ModelOf("param p ~ " + text + "\ndefine d = 1 if p > 0 * p else 2\noutcome o = final of d\n");
  return model.parameters.empty() ? model::Prior{} : model.parameters[0].prior;
}

TEST(Priors, AnIntervalIsTheTenthAndNinetiethPercentile) {
  const model::Prior share = PriorOf("0.2 to 0.8");
  EXPECT_EQ(share.kind, model::PriorKind::kLogitNormal);
  EXPECT_NEAR(share.a, 0, 1e-12);
  EXPECT_NEAR(1 / (1 + std::exp(-(share.a + kNinety * share.b))), 0.8, 1e-12);
  const model::Prior time = PriorOf("15 to 35 years");
  EXPECT_EQ(time.kind, model::PriorKind::kLognormal);
  EXPECT_NEAR(time.a * std::exp(kNinety * time.b), 35 * 365.2425, 1e-6);
  EXPECT_NEAR(time.a * std::exp(-kNinety * time.b), 15 * 365.2425, 1e-6);
  const model::Prior number = PriorOf("1.5 to 4");
  EXPECT_EQ(number.kind, model::PriorKind::kNormal);
  EXPECT_NEAR(number.a + kNinety * number.b, 4, 1e-12);
}

TEST(Priors, FamiliesKeepTheirShapes) {
  const model::Prior rate = PriorOf("lognormal(median 0.3 per year, spread 2)");
  EXPECT_DOUBLE_EQ(rate.a, 0.3 / 365.2425);
  EXPECT_DOUBLE_EQ(rate.b, std::log(2));
  const model::Prior gamma = PriorOf("gamma(shape 2, mean 4)");
  EXPECT_DOUBLE_EQ(gamma.a / gamma.b, 4);
  EXPECT_EQ(PriorOf("beta(4, 4)").kind, model::PriorKind::kBeta);
  EXPECT_EQ(PriorOf("uniform(0, 2)").b, 2);
  EXPECT_EQ(PriorOf("triangular(0, 0.3, 1)").c, 1);
  EXPECT_EQ(PriorOf("normal(mean 1, sd 2)").b, 2);
}

TEST(Priors, BadOnesAreReported) {
  EXPECT_EQ(FaultsOf("param p ~ 0.8 to 0.2\n"), (Faults{"out-of-range@1:11"}));
  EXPECT_EQ(FaultsOf("param p ~ lognormal(median 1, spread 0.5)\n"), (Faults{"out-of-range@1:11"}));
  EXPECT_EQ(FaultsOf("param p ~ bta(1, 2)\n"), (Faults{"unknown-name@1:11"}));
  EXPECT_EQ(FaultsOf("param p\n").size(), 1U);
  EXPECT_EQ(FaultsOf("param p in 0..1 ~ normal(mean 0.5, sd 1)\n"), (Faults{"out-of-range@1:7"}));
}

TEST(Parameters, IndexedOnesHaveOneDrawEach) {
  const model::Model model =
      ModelOf("set s { x, y }\nparam p[a in s] ~ beta(2, 2)\ndefine d = p[x] + p[y]\n"
              "outcome o = final of d\n");
  ASSERT_EQ(model.parameters.size(), 2U);
  EXPECT_EQ(model.parameters[1].provenance.luck_name, "p[y]");
  EXPECT_TRUE(model.parameters[0].unit.share);
}

TEST(Tables, AreInlinedAsConstants) {
  const model::Model model =
      ModelOf("actor KOR\nactor JPN\nactor CHN\nactor USA\n"
              "table share[a in { KOR, JPN }, p in { CHN, USA }] { KOR: 0.25, 0.14  JPN: 0.21, 0.18 }\n"
              "define d = share[JPN, USA]\noutcome o = final of d\n");
  EXPECT_EQ(model.expressions.ConstantValue(Named(model.definitions, "d")->value), 0.18);
  ASSERT_EQ(model.tables.size(), 1U);
  EXPECT_EQ(model.tables[0].cells.at(1), (std::pair<std::string, double>{"KOR,USA", 0.14}));
}

TEST(Quantities, HaveStartsByElementAndTermsFromElsewhere) {
  const model::Model model =
      ModelOf("actor KOR : state\nactor JPN : state\n"
              "quantity g[a, b in states where a != b] in 0..1 {\n"
              "  starts { KOR, JPN: 0.55  JPN, KOR: 0.40 }\n"
              "  relaxes to 0.2 with half-life 18 months\n"
              "  noise 0.05 per sqrt year shared mood 0.3 }\n"
              "also g[KOR, JPN] changes by 0.1 per year * (1 - g[JPN, KOR]) while i is a\n"
              "also g[x in { KOR }, y in { JPN }] changes by -0.02 per year\n"
              "issue i { states a, b  starts a  a -> b rate 1 per year }\n"
              "outcome o = final of g[KOR, JPN]\n");
  const model::Quantity* quantity = Named(model.quantities, "g[KOR,JPN]");
  EXPECT_EQ(model.expressions.ConstantValue(quantity->start), 0.55);
  ASSERT_TRUE(quantity->relaxation.has_value());
  EXPECT_DOUBLE_EQ(model.expressions.ConstantValue(quantity->relaxation->half_life_days),
                   1.5 * 365.2425);
  ASSERT_EQ(quantity->drifts.size(), 2U);
  EXPECT_TRUE(quantity->drifts[0].guard.valid());
  ASSERT_TRUE(quantity->noise.has_value());
  EXPECT_EQ(model.factors.at(quantity->noise->factor.index()), "mood");
  EXPECT_EQ(Named(model.quantities, "g[JPN,KOR]")->drifts.size(), 0U);
}

TEST(Quantities, StartsMayBeDrawnButNotChange) {
  EXPECT_EQ(FaultsOf("param p ~ 0.2 to 0.8\nquantity q in 0..1 { starts p }\noutcome o = final of q\n"),
            Faults{});
  EXPECT_EQ(FaultsOf("quantity r in 0..1 { starts 0.5 }\nquantity q in 0..1 { starts r }\n"),
            (Faults{"not-constant@2:29"}));
}

TEST(Offices, AreIssuesWithBallotsAndAWaitBeforeTakingOffice) {
  const model::Model model =
      ModelOf("actor KOR : state\n"
              "office leader of KOR \"President\" {\n"
              "  person moon { pragmatism 0.4 }  person yoon { pragmatism 0.8 }  starts moon\n"
              "  election every 5 years from 2022-03-09, in office after 62 days { moon 0.4  yoon 0.6 }\n"
              "  vacancy: ballot after 60 days }\n"
              "define p = leader[KOR].pragmatism\n"
              "event e { rate 1 per year while time until election of KOR < 1 year }\n"
              "outcome o = ever leader[KOR] is yoon\noutcome q = final of p\noutcome n = count of e\n");
  const model::Issue* office = Named(model.issues, "leader[KOR]");
  EXPECT_EQ(office->kind, model::IssueKind::kOffice);
  ASSERT_EQ(office->states.size(), 3U);
  EXPECT_EQ(office->states[2].name, "vacant");
  const model::Trigger* ballot = Named(model.triggers, "leader[KOR] election");
  EXPECT_EQ(ballot->trigger_class, model::TriggerClass::kChance);
  ASSERT_EQ(ballot->days.size(), 2U);  // 2022 and 2027
  EXPECT_EQ(ballot->days[0], 798);
  EXPECT_EQ(ballot->days, model.calendars.at(0));
  const model::Trigger* takes = Named(model.triggers, "leader[KOR]: yoon takes office");
  EXPECT_EQ(takes->delay, (Duration{62, 0}));
  EXPECT_EQ(model.issues[takes->issue.index()].kind, model::IssueKind::kHidden);
  Named(model.triggers, "leader[KOR] vacancy ballot");
  EXPECT_EQ(model.chances.size(), 2U);
}

TEST(Chances, AreOpenUntilTheirDay) {
  const model::Model model =
      ModelOf("chance ballot on 2024-01-13 { dpp 0.6  else kmt }\noutcome o = ever ballot is dpp\n");
  const model::Issue* issue = Named(model.issues, "ballot");
  EXPECT_EQ(issue->kind, model::IssueKind::kChance);
  EXPECT_EQ(issue->states.at(0).name, "open");
  const model::Chance* chance = Named(model.chances, "ballot");
  EXPECT_DOUBLE_EQ(model.expressions.ConstantValue(chance->options.at(1).odds), 0.4);
  EXPECT_EQ(model.happenings[chance->options[0].happening.index()].provenance.name,
            "ballot.open->dpp");
}

}  // namespace
}  // namespace entente::language
