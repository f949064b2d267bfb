// Numbers, columns, sparklines, escaping and the record's CSV.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

#include "report/data/record_rows.h"
#include "report/html/escape.h"
#include "report/text/columns.h"
#include "report/text/numbers.h"

namespace entente::report {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

TEST(Numbers, ThousandsAreApart) {
  EXPECT_EQ(Thousands(0), "0");
  EXPECT_EQ(Thousands(999), "999");
  EXPECT_EQ(Thousands(1000), "1,000");
  EXPECT_EQ(Thousands(1234567), "1,234,567");
}

TEST(Numbers, OneIsNoPlural) {
  EXPECT_EQ(Counted(0, "claim"), "0 claims");
  EXPECT_EQ(Counted(1, "claim"), "1 claim");
  EXPECT_EQ(Counted(2000, "claim"), "2,000 claims");
}

TEST(Numbers, WhatIsNotZeroShowsItsSign) {
  EXPECT_EQ(Signed(0.12, 3), "+0.120");
  EXPECT_EQ(Signed(-0.12, 3), "−0.120");
  EXPECT_EQ(Signed(-1e-9, 3), "0.000");
  EXPECT_EQ(Signed(1e-9, 3), "0.000");
  EXPECT_EQ(Signed(-std::numeric_limits<double>::infinity(), 3), "−∞");
}

TEST(Numbers, FixedAndBrief) {
  EXPECT_EQ(Fixed(12345.678, 1), "12,345.7");
  EXPECT_EQ(Fixed(-0.04, 1), "0.0");  // no minus before a zero
  EXPECT_EQ(Fixed(-1.25, 1), "−1.2");
  EXPECT_EQ(Fixed(kInf, 2), "∞");
  EXPECT_EQ(Fixed(std::nan(""), 2), "–");
  EXPECT_EQ(Brief(0.02344), "0.0234");
  EXPECT_EQ(Brief(0.5), "0.5");
  EXPECT_EQ(Brief(12.34), "12.3");
  EXPECT_EQ(Brief(4510.2), "4,510");
  EXPECT_EQ(Brief(0), "0");
}

TEST(Numbers, ShortestReadsBackToTheSameBits) {
  for (const double value : {0.1, 1.0 / 3, 1e300, 5e-324, 123456789.123456789}) {
    EXPECT_EQ(std::strtod(Shortest(value).c_str(), nullptr), value);
  }
}

TEST(Numbers, DecimalsFollowTheInterval) {
  EXPECT_EQ(DecimalsFor(15), 0);
  EXPECT_EQ(DecimalsFor(1.5), 1);
  EXPECT_EQ(DecimalsFor(0.015), 3);
  EXPECT_EQ(DecimalsFor(0), 1);
}

TEST(Numbers, SparklineHasTheShapeOfItsHistogram) {
  const engine::Histogram rising{{0, 1, 2, 3, 4}, {1, 2, 4, 8}};
  EXPECT_EQ(Sparkline(rising, 4, true), "▂▃▅█");
  const engine::Histogram gap{{0, 1, 2}, {5, 0}};
  EXPECT_EQ(Sparkline(gap, 2, true), "█ ");
  EXPECT_EQ(Sparkline(engine::Histogram{}, 4, true), "");
  EXPECT_EQ(Sparkline(engine::Histogram{{0, 0}, {7}}, 4, true), "");  // one value only
  EXPECT_EQ(Sparkline(engine::Histogram{{0, kInf}, {7}}, 4, true), "");
}

TEST(Numbers, ShareBarGrowsByEighths) {
  EXPECT_EQ(ShareBar(0, 8, true), "");
  EXPECT_EQ(ShareBar(1.0 / 64, 8, true), "▏");
  EXPECT_EQ(ShareBar(0.5, 8, true), "████");
  EXPECT_EQ(ShareBar(2.0, 8, true), "████████");
  EXPECT_EQ(ShareBar(0.5, 8, false), "####");
}

TEST(Columns, WidthCountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("–▁█"), 3);
  EXPECT_EQ(DisplayWidth("한국"), 4);
  EXPECT_EQ(DisplayWidth("e\xcc\x81"), 1);       // combining accent
  EXPECT_EQ(DisplayWidth("\x1b[1mab\x1b[0m"), 2);  // colours take no room
  EXPECT_EQ(DisplayWidth("\xff\xfe"), 2);          // no UTF-8
}

TEST(Columns, CutKeepsWholeCharacters) {
  EXPECT_EQ(Cut("abcdef", 4), "abc…");
  EXPECT_EQ(Cut("abcdef", 4, false), "abc~");
  EXPECT_EQ(Cut("한국어", 4), "한…");
  EXPECT_EQ(Cut("abc", 3), "abc");
}

TEST(Columns, TablesLineUpAndFit) {
  const auto lines = LayOut({{"name", Align::kLeft, false},
                             {"n", Align::kRight, false},
                             {"words", Align::kLeft, true}},
                            {{"한국", "1", "short"}, {"b", "1000", std::string(80, 'x')}}, 40);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[1], "한국     1  short\n");
  for (const std::string& line : lines) EXPECT_LE(DisplayWidth(line), 40) << line;
}

TEST(Columns, TwoLongColumnsShareWhatThereIs) {
  const std::string left(60, 'a'), right(50, 'b');
  const auto lines = LayOut({{"day"}, {"left", Align::kLeft, true}, {"right", Align::kLeft, true}},
                            {{"day", left, right}}, 67);
  // 67 − 3 of the day − 2 · 2 between = 60.
  EXPECT_EQ(lines.at(1), "day  " + std::string(29, 'a') + "…  " + std::string(29, 'b') + "…\n");
}

TEST(Columns, WrapBreaksAtSpaces) {
  EXPECT_EQ(Wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(Wrap("unbreakable", 4), (std::vector<std::string>{"unbreakable"}));
  EXPECT_TRUE(Wrap("  ", 4).empty());
}

TEST(Escaping, NothingOfTheModelBecomesMarkup) {
  EXPECT_EQ(Escape("<b>\"a\" & 'b'</b>"),
            "&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/b&gt;");
  EXPECT_EQ(Escape("a\xff" "b\x01" "c"), "a\xef\xbf\xbd" "bc");
  EXPECT_EQ(Escape("한 →"), "한 →");
  EXPECT_EQ(EscapeJson("\"</script><!--\"").find('<'), std::string::npos);
  EXPECT_EQ(Slug("a b\"><c"), "a-b-c");
}

TEST(Record, ShowsTheRowsThatStandByDate) {
  model::Model model;
  model::Issue issue;
  issue.provenance.name = "a";
  issue.states = {{"x", ""}, {"y", ""}};
  model.issues.push_back(issue);
  model.time.horizon_days = 1e5;
  const auto read = record::ReadChronology(
      model, nullptr, "r.csv",
      "date,what,from,to,source\n1969-02-01,a,,y,\"one, two\"\n1969-01-01,a,,x,s\n1969-03-01,b,,,s\n");
  ASSERT_TRUE(read.has_value()) << read.error().message;
  const auto rows = RecordRowsOf(*read);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].date, "1969-01-01");
  EXPECT_EQ(rows[1].source, "one, two");
}

TEST(Escape, BackticksOfProseAreCode) {
  EXPECT_EQ(Prose("run `a<b` and `c`"), "run <code>a&lt;b</code> and <code>c</code>");
  EXPECT_EQ(Prose("a lone ` stays"), "a lone ` stays");
  EXPECT_EQ(Prose("one `\nother `"), "one `\nother `");
  EXPECT_EQ(Prose("a lone ` here\nand `x`"), "a lone ` here\nand <code>x</code>");
  EXPECT_EQ(Prose(""), "");
}

}  // namespace
}  // namespace entente::report
