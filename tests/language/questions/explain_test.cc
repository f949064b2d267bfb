#include "language/explain/explain.h"

#include <gtest/gtest.h>

#include <cmath>

#include "language/questions/compile_help.h"

namespace entente::language {
namespace {

constexpr std::string_view kModel = R"(
set duo = { A, B }
source book { title "A book" }
param pace ~ lognormal(median 2 per year, spread 1.5) "how often" cite book at "chapter 1"
quantity mood "Mood" in 0..1 { starts 0.5  relaxes to 0.3 with half-life 6 months }
issue deal "Deal" between A, B about trade {
  states none, signed, broken
  starts none
  none -> signed    rate 1 per year * (1 + mood) while mood > 0.4  weight +5 by A toward B
  signed -> broken  after 18 to 36 months
  broken -> none    by effect
}
event jibe[a, b in duo where a != b] "Jibe" by a toward b about past weight -4 {
  rate pace * (0.5 + mood)
  then mood += 0.05
  cite book
}
linkage tit "Tit for tat" for a, b in duo where a != b
  from hostile a -> b about past  to hostile b -> a about past
  adds 60 % per act of weight 10, half-life 6 months
decision sign "Sign or wait" by A about trade {
  every year between 03-01 and 04-01 while deal is none
  option wait  utility 0
  option go    utility 1  toward B weight +3  then deal -> signed
  rationality 2
}
upon deal -> broken { then deal -> none }
outcome ends = final of mood
policy calm by A cost 0.1 per year { scale tit by 0.5 }
)";

std::string Explained(std::string_view name) {
  static const model::Model kBuilt = ModelIn(kModel);
  const auto text = explain::Explain(kBuilt, name);
  return text ? *text : std::string();
}

void ExpectParts(std::string_view name, std::initializer_list<std::string_view> parts) {
  const std::string text = Explained(name);
  for (const std::string_view part : parts) {
    EXPECT_NE(text.find(part), std::string::npos) << "no `" << part << "` in\n" << text;
  }
}

TEST(Explain, AnEventTellsItsRateFactorsAndPressures) {
  ExpectParts("jibe[A, B]",
              {"jibe[A,B]: event \"Jibe\"", "an act by A toward B about past, weight -4 (hostile)",
               "2 per year at the start", "pace", "0.5 + mood", "raised by tit", "test.ent:",
               "tit>hostile[B,A,past]", "+0.24, half-life 6 months", "mood += 0.05", "after book"});
  EXPECT_EQ(Explained("jibe[A, B]").find("jibe[B,A]"), std::string::npos);
}

TEST(Explain, AFamilyIsAllItsElements) {
  ExpectParts("jibe", {"jibe[A,B]: event", "jibe[B,A]: event"});
}

TEST(Explain, ATransitionIsFoundAsModelsWriteIt) {
  for (const char* name : {"deal -> signed", "deal: none -> signed", "deal.none->signed"}) {
    ExpectParts(name, {"deal.none->signed: transition", "1.5 per year at the start",
                       "while mood > 0.4", "holds at the start", "as an effect of sign.go"});
  }
  ExpectParts("deal -> broken", {"18 months to 3 years (10th and 90th percentile)", "upon it",
                                 "deal -> none"});
  ExpectParts("deal", {"states none, signed, broken; starts none", "deal.signed->broken"});
}

// P(go) = e^2 / (1 + e^2) = 0.88.
TEST(Explain, ADecisionTellsItsOddsAtTheStart) {
  ExpectParts("sign", {"by A", "between 2020-03-01 and 2020-04-01", "option go",
                       "chosen in 88 % at the start", "while deal is none"});
}

TEST(Explain, ValuesAndQuestions) {
  ExpectParts("mood", {"quantity \"Mood\"", "stays in 0..1", "half-life 6 months",
                       "changed by jibe[A,B]", "ends (expression)"});
  ExpectParts("pace", {"parameter \"how often\"", "median 2 per year", "jibe[A,B] (rate)",
                       "after book at \"chapter 1\""});
  ExpectParts("tit", {"60 % per act of weight 10, half-life 6 months",
                      "branching ratio of its own loop", "fed by jibe[B,A]"});
  ExpectParts("ends", {"value at an instant", "on 2025-01-01"});
  ExpectParts("calm", {"policy", "by A", "0.1 per year", "scale tit by 0.5"});
}

TEST(Explain, AnUnknownNameHasNoText) {
  EXPECT_EQ(Explained("jib"), "");
  const model::Model model = ModelIn(kModel);
  const std::vector<std::string> names = explain::ExplainableNames(model);
  for (const std::string& name : names) {
    EXPECT_TRUE(explain::Explain(model, name).has_value()) << name;
  }
}

TEST(Medians, HalfOfThePriorLiesBelow) {
  using model::PriorKind;
  const auto median = [](PriorKind kind, double a, double b, double c = 0.0) {
    return explain::MedianOf({kind, a, b, c});
  };
  EXPECT_EQ(median(PriorKind::kUniform, 1.0, 3.0), 2.0);
  EXPECT_EQ(median(PriorKind::kLogitNormal, 0.0, 1.0), 0.5);
  EXPECT_EQ(median(PriorKind::kBeta, 4.0, 4.0), 0.5);
  EXPECT_NEAR(median(PriorKind::kBeta, 1.0, 3.0), 1 - std::cbrt(0.5), 1e-12);
  EXPECT_NEAR(median(PriorKind::kBeta, 2.0, 5.0), 0.26445, 0.003);  // tables: 0.26445
  EXPECT_NEAR(median(PriorKind::kGamma, 1.0, 1.0), std::log(2.0), 0.02);
  EXPECT_NEAR(median(PriorKind::kGamma, 4.0, 2.0), 1.83603, 0.005);  // tables: 3.67206 / 2
  EXPECT_NEAR(median(PriorKind::kTriangular, 0.0, 1.0, 1.0), std::sqrt(0.5), 1e-12);
}

}  // namespace
}  // namespace entente::language
