#include "language/format/format.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "language/read_text.h"

namespace entente::language {
namespace {

std::string Formatted(const std::string& text) {
  SourceMap sources;
  DiagnosticSink sink;
  const FileId file = sources.Add("test.ent", text);
  const std::optional<std::string> formatted = Format(sources, file, sink);
  EXPECT_TRUE(formatted.has_value()) << text << RenderText(sink, sources, false);
  return formatted.value_or("");
}

// Idempotent, and the tree is the same.
void ExpectLaws(const std::string& text, const std::string& what) {
  const std::string once = Formatted(text);
  EXPECT_EQ(Formatted(once), once) << what;
  EXPECT_EQ(ReadText(once).dump, ReadText(text).dump) << what;
}

std::vector<std::string> ModelFiles() {
  std::vector<std::string> files = {"tests/data/language_tour.ent"};
  const std::filesystem::path root(ENTENTE_SOURCE_DIR);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "models")) {
    if (entry.path().extension() == ".ent") {
      files.push_back(std::filesystem::relative(entry.path(), root).generic_string());
    }
  }
  return files;
}

TEST(FormatTest, LawsHoldOnEveryModel) {
  const std::vector<std::string> files = ModelFiles();
  EXPECT_GT(files.size(), 1U);
  for (const std::string& file : files) ExpectLaws(FileText(file), file);
}

// The same words with every blank and line break moved keep their meaning's tree.
TEST(FormatTest, LawsHoldOnTornTexts) {
  const std::string text = FileText("tests/data/language_tour.ent");
  std::string torn;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && text[i - 1] != '\\') in_string = !in_string;
    const bool open = text[i] == '{' && !in_string;
    torn += text[i];
    if (open) torn += "\n\n\n   ";
  }
  ExpectLaws(torn, "torn");
}

TEST(FormatTest, TheTourIsInCanonicalForm) {
  const std::string text = FileText("tests/data/language_tour.ent");
  EXPECT_EQ(Formatted(text), text);
}

struct Case {
  std::string text;
  std::string formatted;
};

class FormatCaseTest : public testing::TestWithParam<Case> {};

TEST_P(FormatCaseTest, FormatsAs) {
  EXPECT_EQ(Formatted(GetParam().text), GetParam().formatted);
  ExpectLaws(GetParam().text, GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Spacing, FormatCaseTest,
    testing::Values(
        Case{"define x=a*( b+c )", "define x = a * (b + c)\n"},
        Case{"define x = max( 0 ,- 1 )", "define x = max(0, -1)\n"},
        Case{"define x = sum(y in s)f [ y ]", "define x = sum (y in s) f[y]\n"},
        Case{"define x = 60% * a . b", "define x = 60 % * a.b\n"},
        Case{"quantity q in 0 .. 1{starts 1}", "quantity q in 0..1 { starts 1 }\n"},
        Case{"quantity q in 0 .. {starts 1}", "quantity q in 0.. { starts 1 }\n"},
        Case{"actor A:state{ x 1   y 2 }", "actor A : state { x 1  y 2 }\n"},
        Case{"set s={a,b}", "set s = { a, b }\n"},
        Case{"upon a->b{then x+=1,y-=-2}", "upon a -> b { then x += 1, y -= -2 }\n"},
        Case{"policy p( a in 0..1 ){}", "policy p(a in 0..1) {}\n"},
        Case{"", ""}));

INSTANTIATE_TEST_SUITE_P(
    Lines, FormatCaseTest,
    testing::Values(
        Case{"actor A\n\n\n\nactor B\n", "actor A\n\nactor B\n"},
        Case{"actor A   actor B", "actor A\nactor B\n"},
        Case{"event e\n{\n\nrate 1 per year\n\n}", "event e {\n  rate 1 per year\n}\n"},
        Case{"event e { rate 1 per year\nthen x += 1 }",
             "event e {\n  rate 1 per year\n  then x += 1\n}\n"},
        Case{"linkage l\nfrom hostile a -> b to hostile b -> a\nadds 1 per act of weight 10",
             "linkage l\n  from hostile a -> b  to hostile b -> a\n  adds 1 per act of weight 10\n"},
        Case{"policy p { from 2020-01-01 { scale x by 2\n} }",
             "policy p {\n  from 2020-01-01 {\n    scale x by 2\n  }\n}\n"},
        Case{"issue i {\nstates a, b starts a\na -> b rate 1 per year weight 3 by A\n"
             "b -> a on next 11-23\n}",
             "issue i {\n  states a, b  starts a\n  a -> b  rate 1 per year  weight 3 by A\n"
             "  b -> a  on next 11-23\n}\n"},
        Case{"outcome a = ever x\noutcome long_name = ever y",
             "outcome a         = ever x\noutcome long_name = ever y\n"}));

INSTANTIATE_TEST_SUITE_P(
    Comments, FormatCaseTest,
    testing::Values(
        Case{"//a\nactor A//b\n///c\nactor BB // d", "//a\nactor A  //b\n///c\nactor BB  // d\n"},
        Case{"actor A//b\nactor BB // d", "actor A   //b\nactor BB  // d\n"},
        Case{"event e { // why\nrate 1 per year\n// last\n}",
             "event e {  // why\n  rate 1 per year\n  // last\n}\n"},
        Case{"define x = 1 + // one\n2", "define x = 1 +  // one\n  2\n"},
        Case{"actor A\n\n// end", "actor A\n\n// end\n"}));

TEST(FormatTest, RefusesTextWithMistakes) {
  SourceMap sources;
  DiagnosticSink sink;
  const FileId file = sources.Add("test.ent", "actor 3");
  EXPECT_FALSE(Format(sources, file, sink).has_value());
  EXPECT_TRUE(sink.has_errors());
}

std::size_t LongestLine(const std::string& text) {
  std::size_t longest = 0, now = 0;
  for (const char c : text) {
    now = c == '\n' ? 0 : now + ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0);
    longest = std::max(longest, now);
  }
  return longest;
}

TEST(FormatTest, LongLinesAreBroken) {
  const std::string text =
      "system t\ntime from 2020-01-01 to 2021-01-01 step 1 week\n"
      "issue wartime_labour \"Compensation of wartime labourers\" between KOR, JPN about history { states "
      "dormant, ruled, seized  starts dormant  dormant -> ruled rate 0.5 per year  ruled -> seized rate 4 "
      "per year weight -8 by KOR toward JPN }\n"
      "define exposure_to_everything = first_quantity * second_quantity + third_quantity * (fourth_quantity + "
      "fifth_quantity) + sixth_quantity - seventh_quantity\n"
      "linkage linkage_politics for a, b in spokes where a != b from hostile a -> b about history to hostile b "
      "-> a about economy, security adds 100 % per act of weight 10, half-life 9 months\n";
  const std::string formatted = Formatted(text);
  EXPECT_LE(LongestLine(formatted), 100U) << formatted;
  EXPECT_NE(formatted.find("define exposure_to_everything = first_quantity * second_quantity\n  + third"),
            std::string::npos)
      << formatted;
  ExpectLaws(text, "long lines");
}

// Where operators are the only places, a line is broken before the one that binds weakest.
TEST(FormatTest, LongComparisonsAreBrokenAtTheComparison) {
  const std::string text =
      "system t\nclaim c {\n  E(first_outcome_with_a_name under first_policy) - E(first_outcome_with_a_name) > "
      "E(second_outcome_with_a_name) - 2 * E(third)\n}\n"
      "outcome named \"An outcome whose title takes most of its line\" = mean of (trust[a] + trust[b]) / 2 "
      "from 2020-01-01 to 2021-01-01\n"
      "quantity enmity[a in spokes,\n  b in spokes where a != b] \"Resentment of a toward b, with a title that takes "
      "more than a line\" in 0..1 {\n  starts 0.5\n}\n";
  const std::string formatted = Formatted(text);
  EXPECT_NE(formatted.find("E(first_outcome_with_a_name)\n    > E(second_outcome_with_a_name) - 2 * E(third)\n"),
            std::string::npos)
      << formatted;
  EXPECT_NE(formatted.find("(trust[a] + trust[b]) / 2\n  from 2020-01-01"), std::string::npos)
      << formatted;
  EXPECT_NE(formatted.find("where a != b]"), std::string::npos) << formatted;
  ExpectLaws(text, "comparisons");
}

// A citation on the line of a way is the way's; on a line of its own it would be the issue's.
TEST(FormatTest, BreakingALineMovesNoCitation) {
  const std::string text =
      "system t\nissue wartime_labour {\n  states dormant, ruled  starts dormant\n"
      "  dormant -> ruled rate 0.5 per year * some_very_long_quantity_name weight -8 by KOR toward JPN cite "
      "somebody2020 at \"a section with quite a long name\"\n}\n";
  ExpectLaws(text, "citation");
  // A line that can not be broken freely keeps no other from it.
  const std::string judged = "param burden = 0.30 per year \"how much one side arms for a unit of the other's arms\"";
  EXPECT_NE(Formatted(text + judged + "  judgement \"stable: below fatigue\"\n").find(judged + "\n  judgement"),
            std::string::npos);
  ExpectLaws(text + judged + "  judgement \"stable: below fatigue\"\n", "citation beside another");
}

}  // namespace
}  // namespace entente::language
