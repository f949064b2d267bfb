#include "base/diagnostic.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace entente {
namespace {

struct Fixture {
  SourceMap sources;
  DiagnosticSink sink;
  FileId file;
  explicit Fixture(std::string text) : file(sources.Add("main.ent", std::move(text))) {}
  SourceSpan Span(std::uint32_t begin, std::uint32_t end) const { return {file, begin, end}; }
};

TEST(DiagnosticTest, EveryKindHasItsOwnSlug) {
  std::set<std::string> slugs;
  for (const DiagnosticKind kind : AllDiagnosticKinds()) {
    const DiagnosticKindInfo& info = InfoOf(kind);
    EXPECT_TRUE(slugs.insert(std::string(info.slug)).second) << info.slug;
    EXPECT_FALSE(info.summary.empty());
    for (const char c : info.slug) EXPECT_TRUE((c >= 'a' && c <= 'z') || c == '-') << info.slug;
  }
  EXPECT_EQ(InfoOf(DiagnosticKind::kUnknownName).slug, "unknown-name");
}

TEST(DiagnosticTest, ShowsTheLineWithACaret) {
  Fixture f("issue a {\n  rate 3 per yaer\n}");
  f.sink.Add(DiagnosticKind::kUnknownKeyword, f.Span(23, 27), "`yaer` means nothing here",
             "did you mean `year`?");
  EXPECT_EQ(RenderText(f.sink, f.sources, false),
            "main.ent:2:14: error: `yaer` means nothing here [unknown-keyword]\n"
            "    2 |   rate 3 per yaer\n"
            "      |              ^~~~\n"
            "        suggestion: did you mean `year`?\n");
}

TEST(DiagnosticTest, CountsCodePointsNotBytes) {
  Fixture f("é → x");
  f.sink.Add(DiagnosticKind::kSyntaxError, f.Span(7, 8), "m");
  EXPECT_NE(RenderText(f.sink, f.sources, false).find("    1 | é → x\n      |     ^\n"),
            std::string::npos)
      << RenderText(f.sink, f.sources, false);
}

TEST(DiagnosticTest, ClipsLongLinesAndHidesControls) {
  Fixture f(std::string(100000, 'x') + "\x1b[31m" + std::string(100000, 'y'));
  f.sink.Add(DiagnosticKind::kSyntaxError, f.Span(100000, 200000), "bad \x1b[0m");
  const std::string text = RenderText(f.sink, f.sources, false);
  EXPECT_LT(text.size(), 1000U);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(DiagnosticTest, RendersWithoutAPlaceAndWithRelatedPlaces) {
  Fixture f("first\nsecond");
  f.sink.Add(DiagnosticKind::kSyntaxError, SourceSpan{}, "nowhere");
  Diagnostic& named = f.sink.Add(DiagnosticKind::kDuplicateName, f.Span(6, 12), "again");
  named.related.push_back({f.Span(0, 5), "declared here"});
  const std::string text = RenderText(f.sink, f.sources, false);
  EXPECT_EQ(text.find("error: nowhere [syntax-error]\n"), 0U) << text;
  EXPECT_NE(text.find("main.ent:1:1: note: declared here"), std::string::npos) << text;
}

TEST(DiagnosticTest, ColoursOnlyWhenAsked) {
  Fixture f("x");
  f.sink.Add(DiagnosticKind::kSyntaxError, f.Span(0, 1), "m");
  EXPECT_EQ(RenderText(f.sink, f.sources, false).find('\x1b'), std::string::npos);
  EXPECT_NE(RenderText(f.sink, f.sources, true).find('\x1b'), std::string::npos);
}

TEST(DiagnosticTest, JsonIsJsonWhateverTheText) {
  Fixture f("a\n\"b\\\x01\xFF");
  Diagnostic& d = f.sink.Add(DiagnosticKind::kSyntaxError, f.Span(2, 4), "say \"no\"\n\x01\xFF é",
                             "write `b`");
  d.fix = Fix{f.Span(2, 3), "b"};
  d.related.push_back({f.Span(0, 1), "there"});
  f.sink.Add(DiagnosticKind::kSyntaxError, SourceSpan{}, "nowhere");
  const auto json = nlohmann::json::parse(RenderJson(f.sink, f.sources));
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0]["kind"], "syntax-error");
  EXPECT_EQ(json[0]["severity"], "error");
  EXPECT_EQ(json[0]["file"], "main.ent");
  EXPECT_EQ(json[0]["line"], 2);
  EXPECT_EQ(json[0]["column"], 1);
  EXPECT_EQ(json[0]["end_column"], 3);
  EXPECT_EQ(json[0]["suggestion"], "write `b`");
  EXPECT_EQ(json[0]["fix"]["replacement"], "b");
  EXPECT_EQ(json[0]["related"][0]["message"], "there");
  EXPECT_TRUE(json[1]["file"].is_null());
  EXPECT_EQ(nlohmann::json::parse(RenderJson(DiagnosticSink(), f.sources)).size(), 0U);
}

TEST(DiagnosticTest, KeepsABoundedNumberAndCountsTheRest) {
  Fixture f("x");
  DiagnosticSink sink(3);
  for (int i = 0; i < 10; ++i) sink.Add(DiagnosticKind::kSyntaxError, f.Span(0, 1), "m");
  EXPECT_EQ(sink.all().size(), 3U);
  EXPECT_EQ(sink.error_count(), 10U);
  EXPECT_EQ(sink.suppressed(), 7U);
  EXPECT_NE(RenderText(sink, f.sources, false).find("and 7 more, not shown"), std::string::npos);
}

TEST(DiagnosticTest, SortsByPlaceKeepingOrderAtOnePlace) {
  Fixture f("abc");
  f.sink.Add(DiagnosticKind::kSyntaxError, SourceSpan{}, "nowhere");
  f.sink.Add(DiagnosticKind::kSyntaxError, f.Span(2, 3), "c");
  f.sink.Add(DiagnosticKind::kSyntaxError, f.Span(0, 1), "a1");
  f.sink.Add(DiagnosticKind::kSyntaxError, f.Span(0, 2), "a2");
  f.sink.SortByPlace();
  std::vector<std::string> order;
  for (const Diagnostic& d : f.sink.all()) order.push_back(d.message);
  EXPECT_EQ(order, (std::vector<std::string>{"a1", "a2", "c", "nowhere"}));
}

TEST(NearestNameTest, FindsLikelySlips) {
  const std::vector<std::string> names = {"gsomia", "grievance", "rate", "year", "yearly"};
  EXPECT_EQ(NearestName("gsomai", names), "gsomia");
  EXPECT_EQ(NearestName("grievence", names), "grievance");
  EXPECT_EQ(NearestName("yaer", names), "year") << "a swap is one slip";
  EXPECT_EQ(NearestName("rat", names), "rate");
  EXPECT_EQ(NearestName("zebra", names), std::nullopt);
  EXPECT_EQ(NearestName("rate", {"rate"}), std::nullopt) << "the name itself is no suggestion";
  EXPECT_EQ(NearestName("bat", {"cat", "bar", "hat"}), "bar") << "ties go to the first by alphabet";
  EXPECT_EQ(NearestName("", names), std::nullopt);
}

}  // namespace
}  // namespace entente
