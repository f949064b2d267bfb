#include "base/source.h"

#include <gtest/gtest.h>

#include <string>

#include "base/check.h"

namespace entente {
namespace {

SourceSpan SpanOf(FileId file, std::uint32_t begin, std::uint32_t end) {
  return SourceSpan{file, begin, end};
}

TEST(SourceTest, LocatesLinesAndCodePoints) {
  SourceMap sources;
  const FileId file = sources.Add("a.ent", "ab\ncdé→x\n\nlast");
  const SourceFile& text = sources.file(file);
  EXPECT_EQ(text.Locate(0).line, 1U);
  EXPECT_EQ(text.Locate(2).column, 3U);
  EXPECT_EQ(text.Locate(3).line, 2U);
  const auto x = static_cast<std::uint32_t>(text.text().find('x'));
  EXPECT_EQ(text.Locate(x).line, 2U);
  EXPECT_EQ(text.Locate(x).column, 5U) << "é and → are one column each";
  EXPECT_EQ(text.Locate(10000).line, 4U);
  EXPECT_EQ(text.Locate(10000).column, 5U);
}

TEST(SourceTest, GivesLinesWithoutTheirBreaks) {
  const SourceFile file("a.ent", "one\r\ntwo\n\nfour");
  EXPECT_EQ(file.Line(1), "one");
  EXPECT_EQ(file.Line(2), "two");
  EXPECT_EQ(file.Line(3), "");
  EXPECT_EQ(file.Line(4), "four");
  EXPECT_EQ(file.Line(0), "");
  EXPECT_EQ(file.Line(5), "");
  EXPECT_EQ(SourceFile("b", "").Line(1), "");
}

TEST(SourceTest, DescribesPlaces) {
  SourceMap sources;
  const FileId file = sources.Add("main.ent", "a\n  b");
  EXPECT_EQ(sources.Describe(SpanOf(file, 4, 5)), "main.ent:2:3");
  EXPECT_EQ(sources.Text(SpanOf(file, 4, 5)), "b");
  EXPECT_EQ(sources.Describe(SourceSpan{}), "(no source)");
  EXPECT_EQ(sources.Text(SpanOf(file, 4, 900)), "b");
  EXPECT_THROW(sources.file(FileId()), InternalError);
}

TEST(SourceTest, CoversTwoSpans) {
  SourceMap sources;
  const FileId a = sources.Add("a", "0123456789");
  const FileId b = sources.Add("b", "0123456789");
  const SourceSpan cover = Cover(SpanOf(a, 5, 7), SpanOf(a, 1, 3));
  EXPECT_EQ(cover.begin, 1U);
  EXPECT_EQ(cover.end, 7U);
  EXPECT_EQ(Cover(SpanOf(a, 5, 7), SpanOf(b, 1, 3)).begin, 5U);
  EXPECT_EQ(Cover(SourceSpan{}, SpanOf(b, 1, 3)).begin, 1U);
}

}  // namespace
}  // namespace entente
