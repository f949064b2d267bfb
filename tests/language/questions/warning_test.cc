#include <gtest/gtest.h>

#include "language/questions/compile_help.h"

namespace entente::language {
namespace {

using Slugs = std::vector<std::string>;

TEST(Warnings, WhatNothingReads) {
  EXPECT_EQ(SlugsIn("param idle ~ 0.2 to 0.8"), Slugs{"unused-declaration"});
  EXPECT_EQ(SlugsIn("define idle = 2"), Slugs{"unused-declaration"});
  EXPECT_EQ(SlugsIn("quantity mood in 0..1 { starts 0.5 }\noutcome m = final of mood"), Slugs{});
}

TEST(Warnings, WhatCanNeverHappen) {
  EXPECT_EQ(SlugsIn("event e by A toward B about past weight -1 { rate 0 per year }"),
            Slugs{"never-happens"});
  EXPECT_EQ(SlugsIn("event e { rate 1 per year while false }"), Slugs{"never-happens"});
  EXPECT_EQ(SlugsIn("event e { rate 0 per year }\nscenario s { force e on 2021-01-01 }"), Slugs{});
}

TEST(Warnings, ADateOutsideTheTimeExplainsWhyNothingHappens) {
  EXPECT_EQ(SlugsIn("event e { on 2031-01-01 }"), Slugs{"date-outside-time"});
}

TEST(Warnings, StatesOutOfReach) {
  EXPECT_EQ(SlugsIn("issue x about past { states p, q, r  starts p  p -> q rate 1 per year }"),
            Slugs{"unreachable-state"});
  // An effect that is declared and that nothing makes.
  EXPECT_EQ(SlugsIn("issue x about past { states p, q  starts p  p -> q by effect }"),
            Slugs{"never-happens"});
  EXPECT_EQ(SlugsIn("issue x about past { states p, q  starts p  p -> q by effect }\n"
                    "event e { rate 1 per year  then x -> q }"),
            Slugs{});
  EXPECT_EQ(SlugsIn("issue x about past { states p, q  starts p  p -> q by effect }\n"
                    "scenario s { force x -> q on 2021-01-01 }"),
            Slugs{});
}

TEST(Warnings, ARateBelowZeroHasAWitness) {
  const CompiledModel compiled = CompileIn(
      "param bias ~ 0.2 to 0.8\nevent e { rate 1 per year * (0.5 - bias) }");
  ASSERT_EQ(SlugsOf(compiled), Slugs{"negative-rate"});
  EXPECT_NE(compiled.diagnostics.all()[0].message.find("`bias`"), std::string::npos);
  EXPECT_EQ(SlugsIn("param bias ~ 0.2 to 0.8\nevent e { rate 1 per year * (1 - bias) }"), Slugs{});
  EXPECT_EQ(SlugsIn("param bias ~ 0.2 to 0.8\nevent e { rate max(0, 0.5 - bias) * 1 per year }"),
            Slugs{});
  // What the guard excludes is no witness.
  EXPECT_EQ(SlugsIn("param bias ~ 0.2 to 0.8\n"
                    "event e { rate 1 per year * (0.5 - bias) while bias < 0.4 }"),
            Slugs{});
}

TEST(Warnings, TwoWritersOfOneInstant) {
  EXPECT_EQ(SlugsIn("quantity mood in 0..1 { starts 0.5 }\noutcome m = final of mood\n"
                    "event e { on 2021-01-01  then mood = 0.1 }\n"
                    "event f { on 2021-01-01  then mood = 0.9 }"),
            Slugs{"two-writers"});
  EXPECT_EQ(SlugsIn("quantity mood in 0..1 { starts 0.5 }\noutcome m = final of mood\n"
                    "event e { on 2021-01-01  then mood = 0.1  before f }\n"
                    "event f { on 2021-01-01  then mood = 0.9 }"),
            Slugs{});
  EXPECT_EQ(SlugsIn("quantity mood in 0..1 { starts 0.5 }\noutcome m = final of mood\n"
                    "event e { on 2021-01-01  then mood = 0.1 }\n"
                    "event f { on 2021-01-02  then mood = 0.9 }"),
            Slugs{});
  EXPECT_EQ(SlugsIn("quantity mood in 0..1 { starts 0.5 }\noutcome m = final of mood\n"
                    "event e { rate 1 per year  then mood += 0.1, mood = 0.9 }"),
            Slugs{"two-writers"});
  EXPECT_EQ(SlugsIn("issue x about past { states p, q, r  starts p\n"
                    "  p -> q on 2021-01-01\n  p -> r on 2021-01-01 }"),
            Slugs{"two-writers"});
}

}  // namespace
}  // namespace entente::language
