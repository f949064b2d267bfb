// Mistakes: one message each, at the right place, with the right suggestion, and the rest is read.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "language/read_text.h"

namespace entente::language {
namespace {

using Strings = std::vector<std::string>;

struct Case {
  std::string text;
  Strings kinds;
  std::string suggestion;  // of the first
};

class RecoveryTest : public testing::TestWithParam<Case> {};

TEST_P(RecoveryTest, OneMessageAMistake) {
  const ReadText read(GetParam().text);
  EXPECT_EQ(read.kinds, GetParam().kinds) << read.report;
  if (!GetParam().suggestion.empty() && !read.sink.all().empty()) {
    EXPECT_EQ(read.sink.all()[0].suggestion, GetParam().suggestion);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Words, RecoveryTest,
    testing::Values(
        Case{"quantitty q { starts 1 }", {"unknown-keyword"}, "did you mean `quantity`?"},
        Case{"quantity q { strats 1 }", {"unknown-keyword"}, "did you mean `starts`?"},
        Case{"event e { rte 1 per year }", {"unknown-keyword"}, "did you mean `rate`?"},
        Case{"issue i { states a, b starts a\n a -> b wieght 3 }",
             {"unknown-keyword"},
             "did you mean `weight`?"},
        Case{"outcome o = ever x wihtin 3 years", {"unknown-keyword"}, "did you mean `within`?"},
        Case{"policy p { sacle x by 2 }", {"unknown-keyword"}, "did you mean `scale`?"},
        Case{"decision d { rationalty 2 }", {"unknown-keyword"}, "did you mean `rationality`?"},
        Case{"linkage l from hostile a -> b to hostile b -> a ads 3", {"unknown-keyword"},
             "did you mean `adds`?"},
        Case{"source s { autor \"x\" }", {"unknown-keyword"}, "did you mean `author`?"},
        Case{"hello world", {"unknown-keyword"}, ""}));

INSTANTIATE_TEST_SUITE_P(
    Braces, RecoveryTest,
    testing::Values(
        Case{"event e { rate 1 per year\nactor A\nactor B", {"unclosed-bracket"}, "add a `}`"},
        Case{"set s = { a, b\nactor A : state", {"unclosed-bracket"}, "add a `}`"},
        Case{"event e { rate 1 per year } }\nactor A", {"unclosed-bracket"}, "remove it"},
        Case{"issue i { states a, b { level 1 \n starts a }\nactor A", {"unclosed-bracket"}, ""},
        Case{"event e { rate (1 + 2 per year }\nactor A", {"unclosed-bracket"}, "add a `)`"}));

INSTANTIATE_TEST_SUITE_P(
    Forms, RecoveryTest,
    testing::Values(
        Case{"param p ~ 3\nactor A", {"syntax-error"}, ""},
        Case{"param p", {"syntax-error"}, ""},
        Case{"define if = 3", {"reserved-word"}, "choose another name, such as `if_`"},
        Case{"event e { on 11-23 }", {"syntax-error"}, "write `on next 11-23`, or `every year on 11-23`"},
        Case{"issue i { states a, b, c  starts a\n { a, b } -> c rate 1 per year }",
             {"syntax-error"},
             "write `each of { … } -> state`: one channel a source state"},
        Case{"issue i { states a  starts a  starts a }", {"repeated-clause"}, "keep one of them"},
        Case{"time from 2019-02-30 to 2020-01-01 step 1 week", {"invalid-date"}, ""},
        Case{"actor A – 3\nactor B", {"unexpected-character"}, "write `-`"},
        Case{"actor A \"open\nactor B", {"unterminated-string"}, ""}));

TEST(RecoveryTest, ReadsWhatIsRightAroundMistakes) {
  const ReadText read(
      "actor A\n"
      "issue i {\n"
      "  states a, b  starts a\n"
      "  a -> b rte 3\n"
      "  b -> a rate 2 per year\n"
      "}\n"
      "event e { rate 1 per yer  then x += 1 }\n"
      "quantity q in 0..1 { strats 1\n  changes by 2 per year }\n"
      "actor B\n");
  EXPECT_EQ(read.kinds, (Strings{"unknown-keyword", "unknown-keyword", "unknown-keyword"}))
      << read.report;
  ASSERT_EQ(read.tree.declarations.size(), 5U);
  EXPECT_EQ(std::get<syntax::IssueDecl>(read.tree.declarations[1].node).arcs.size(), 2U);
  EXPECT_EQ(std::get<syntax::QuantityDecl>(read.tree.declarations[3].node).changes.size(), 1U);
}

TEST(RecoveryTest, PointsAtTheExactCharacters) {
  const ReadText read("issue i {\n  states a, b  starts a\n  a -> b rate 0.5 per yeer\n}");
  ASSERT_EQ(read.sink.all().size(), 1U) << read.report;
  EXPECT_EQ(read.sources.Text(read.sink.all()[0].span), "yeer");
  EXPECT_EQ(read.sources.Describe(read.sink.all()[0].span), "test.ent:3:23");
  ASSERT_TRUE(read.sink.all()[0].fix.has_value());
  EXPECT_EQ(read.sink.all()[0].fix->replacement, "year");
}

TEST(RecoveryTest, WhatIsMissingAtALinesEndIsShownThere) {
  const ReadText read("define x =\nactor A");
  ASSERT_EQ(read.kinds, Strings{"syntax-error"});
  EXPECT_EQ(read.sources.Describe(read.sink.all()[0].span), "test.ent:1:11");
}

TEST(RecoveryTest, NestingBeyondTheBoundIsOneError) {
  const std::string open(10000, '(');
  const std::string shut(10000, ')');
  const std::vector<std::string> texts = {
      "define x = " + open + "1" + shut,
      "define x = " + std::string(10000, '-') + "1",
      "upon x -> y { then " + std::string(10000, '{') + "a += 1",
      [] {
        std::string text = "define x = 1";
        for (int i = 0; i < 10000; ++i) text += " + 1";
        return text;
      }(),
      [] {
        std::string text = "define x = ";
        for (int i = 0; i < 10000; ++i) text += "not ";
        return text + "true";
      }(),
      [] {
        std::string text = "define x = ";
        for (int i = 0; i < 10000; ++i) text += "2 ^ ";
        return text + "2";
      }(),
      [] {
        std::string text = "define x = ";
        for (int i = 0; i < 10000; ++i) text += "1 if a else ";
        return text + "2";
      }(),
      [] {
        std::string text = "define x = ";
        for (int i = 0; i < 10000; ++i) text += "sum (x in s) ";
        return text + "2";
      }(),
      [] {
        std::string text = "define x = a";
        for (int i = 0; i < 10000; ++i) text += ".b";
        return text;
      }(),
      [] {
        std::string text = "define x = ";
        for (int i = 0; i < 10000; ++i) text += "f[";
        return text;
      }(),
      [] {
        std::string text = "issue i { states a, b starts a a -> b on 2020-01-01 known from 2020-01-01 ";
        for (int i = 0; i < 10000; ++i) text += "otherwise rate 1 per year ";
        return text;
      }(),
      [] {
        std::string text = "policy p { ";
        for (int i = 0; i < 10000; ++i) text += "from 2020-01-01 { ";
        return text;
      }(),
  };
  for (const std::string& text : texts) {
    const ReadText read(text);
    EXPECT_EQ(read.kinds, Strings{"too-deep-nesting"}) << text.substr(0, 60);
  }
}

TEST(RecoveryTest, DepthWithinTheBoundIsRead) {
  const ReadText read("define x = " + std::string(150, '(') + "1" + std::string(150, ')'));
  EXPECT_EQ(read.report, "");
}

TEST(RecoveryTest, GarbageEndsInBoundedErrors) {
  std::string text;
  std::uint32_t state = 1;
  for (int i = 0; i < 300000; ++i) {
    state = state * 1664525U + 1013904223U;
    text += static_cast<char>(' ' + (state >> 24U) % 95U);
    if (i % 70 == 69) text += '\n';
  }
  const ReadText read(text);
  EXPECT_GT(read.kinds.size(), 0U);
  EXPECT_LE(read.kinds.size(), 100U);
}

}  // namespace
}  // namespace entente::language
