// Names, index sets and their faults: each mistake once, with the nearest name.
#include <gtest/gtest.h>

#include "language/compile_text.h"

namespace entente::language {
namespace {

const char* const kSpokes =
    "actor KOR : state { size 2 }\nactor JPN : state { size 3 }\nactor USA : state, major_power\n"
    "set spokes = { JPN, KOR }\n";

TEST(Names, UnknownNameSuggestsTheNearestAndCarriesAFix) {
  const CompiledModel compiled =
      CompileBody("param pull ~ 0.2 to 0.8\nquantity mood in 0..1 { starts pul }\n");
  ASSERT_EQ(compiled.diagnostics.all().size(), 1U);
  const Diagnostic& diagnostic = compiled.diagnostics.all().front();
  EXPECT_EQ(diagnostic.kind, DiagnosticKind::kUnknownName);
  ASSERT_TRUE(diagnostic.fix.has_value());
  EXPECT_EQ(diagnostic.fix->replacement, "pull");
  EXPECT_FALSE(compiled.ok());
}

TEST(Names, OneMistakeInAnIndexedDeclarationIsOneMessage) {
  EXPECT_EQ(FaultsOf(std::string(kSpokes) +
                     "quantity mood[a in spokes] in 0..1 { starts strat }\n"
                     "define twice[a in spokes] = 2 * mood[a] + 1 per year\n"),
            (Faults{"unknown-name@5:45"}));
}

TEST(Names, WhatReadsAFaultyThingIsSilent) {
  EXPECT_EQ(FaultsOf("define a = nothing + 1\ndefine b = a * 2\n"
                     "issue i { states x, y  starts x  x -> y rate b per year }\n"),
            (Faults{"unknown-name@1:12"}));
}

TEST(Names, AnIssueWhoseStatesAreMissingIsSaidOnce) {
  EXPECT_EQ(FaultsOf("issue i { starts x  x -> y rate 1 per year }\n"
                     "outcome o = ever i is x within 1 year\n"),
            (Faults{"missing-clause@1:7"}));
  // The parser skips the body after its own mistake; the states in it are not asked for again.
  EXPECT_EQ(FaultsOf("issue i by A { states x, y  starts x  x -> y rate 1 per year }\n"
                     "outcome o = ever i is x within 1 year\n"),
            (Faults{"syntax-error@1:9"}));
}

TEST(Names, SeveralMistakesAreFoundInOnePass) {
  EXPECT_EQ(FaultsOf("quantity q in 0..1 { starts 2 }\n"
                     "issue i { states x, y  starts z  x -> y rate 3 }\n"
                     "event e { rate 1 per year while q }\n"),
            (Faults{"out-of-range@1:22", "unknown-state@2:31", "missing-unit@2:46",
                    "type-mismatch@3:33"}));
}

TEST(Names, DeclarationsComeInAnyOrder) {
  const model::Model model = ModelOf(
      "define c = b + 1\ndefine b = a * 2\nparam a = 3\nevent e { rate c per year }\n"
      "outcome n = count of e\n");
  EXPECT_EQ(model::PrintExpression(model, Named(model.definitions, "c")->value), "b + 1");
}

TEST(Names, KindsOfActorsAreSets) {
  const model::Model model = ModelOf(std::string(kSpokes) +
                                     "quantity q[a in states] in 0..1 { starts 0.5 }\n"
                                     "define n = sum(a in major_powers) 1 + sum(a in states) q[a]\n"
                                     "outcome o = final of n\n");
  EXPECT_EQ(model.quantities.size(), 3U);
  EXPECT_EQ(model.quantities[0].provenance.name, "q[KOR]");
  EXPECT_EQ(model.quantities[0].provenance.family, "q");
}

TEST(Names, WhereLeavesElementsOutAndNamesHaveNoSpaces) {
  const model::Model model =
      ModelOf(std::string(kSpokes) +
              "quantity q[a, b in spokes where a != b and a.size > 2] in 0..1 { starts 0.5 }\n"
              "outcome o = final of q[JPN, KOR]\n");
  ASSERT_EQ(model.quantities.size(), 1U);
  EXPECT_EQ(model.quantities[0].provenance.name, "q[JPN,KOR]");
}

TEST(Names, FilteredSetsAndSetsOfSets) {
  const model::Model model =
      ModelOf(std::string(kSpokes) +
              "set all_three = { spokes, USA }\nset big = { a in spokes where a.size > 2 }\n"
              "define n = 10 * sum(a in all_three) 1 + sum(a in big) 1\n"
              "outcome o = final of n\n");
  EXPECT_EQ(model::PrintExpression(model, Named(model.definitions, "n")->value), "31");
}

TEST(Names, SetsMadeFromThemselvesAreReported) {
  EXPECT_EQ(FaultsOf("set a = { b }\nset b = { a }\n"), (Faults{"cyclic-definition@1:5"}));
}

TEST(Names, AWhereThatChangesInTimeIsReported) {
  EXPECT_EQ(FaultsOf(std::string(kSpokes) + "quantity m in 0..1 { starts 0.5 }\n"
                                            "define f[a in spokes where m > 0.2] = 1\n"),
            (Faults{"not-constant@6:28"}));
}

TEST(Names, ExpansionIsBounded) {
  std::string text = "set s { ";
  for (int i = 0; i < 1000; ++i) text += (i ? ", m" : "m") + std::to_string(i);
  text += " }\nquantity q[a, b in s] in 0..1 { starts 0.5 }\n";
  EXPECT_EQ(FaultsOf(text), (Faults{"too-large-expansion@2:12"}));
}

TEST(Names, NestedAggregatesAreBounded) {
  std::string text = "set s { ";
  for (int i = 0; i < 300; ++i) text += (i ? ", m" : "m") + std::to_string(i);
  text +=
      " }\ndefine d = sum(a in s) sum(b in s) sum(c in s) sum(d in s) (1 if a == b and c == d else 0)\n";
  CompileOptions options;
  options.limits.max_work = 100'000;
  EXPECT_EQ(FaultsOf(text, options).size(), 1U);
}

TEST(Names, CyclesOfDefinitionsAreReportedWithTheirPath) {
  const CompiledModel compiled =
      CompileBody("define a = b + 1\ndefine b = c + 1\ndefine c = a + 1\n");
  ASSERT_EQ(compiled.diagnostics.all().size(), 1U);
  EXPECT_NE(compiled.diagnostics.all().front().message.find("`c` → `a` → `b` → `c`"),
            std::string::npos);
}

TEST(Names, LongChainsOfDefinitionsNeedNoStack) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    text += "define d" + std::to_string(i) + " = d" + std::to_string(i + 1) + " + 1\n";
  }
  text += "define d20000 = 1\nevent e { rate d0 per year }\noutcome o = count of e\n";
  EXPECT_EQ(FaultsOf(text), Faults{});
}

TEST(Names, ClausesByElementAreCheckedForTotality) {
  EXPECT_EQ(FaultsOf(std::string(kSpokes) + "define f[KOR] = 1\n"
                                            "define g = sum(a in spokes) f[a]\n"),
            (Faults{"incomplete-table@6:29"}));
}

TEST(Names, WhatIsNotExecutedIsSaidOnceForEachFeature) {
  EXPECT_EQ(FaultsOf(std::string(kSpokes) +
                     "objective of KOR = 1\n"
                     "objective of JPN = 2\n"
                     "outcome o = 1\n"),
            (Faults{"not-executed-yet@5:1", "not-executed-yet@7:1"}));
}

}  // namespace
}  // namespace entente::language
