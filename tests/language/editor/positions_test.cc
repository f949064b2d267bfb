// Places as editors count them: UTF-16 units, three kinds of line breaks.
#include "language/editor/positions.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace entente::language::editor {
namespace {

TEST(Positions, CountUtf16UnitsNotBytes) {
  const std::string text = "aé€𝕏b";  // 1, 2, 3, 4 and 1 bytes; 1, 1, 1, 2 and 1 units
  const PositionMap map(text);
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> known = {
      {0, 0}, {1, 1}, {3, 2}, {6, 3}, {10, 5}, {11, 6}};
  for (const auto& [offset, character] : known) {
    EXPECT_EQ(map.PositionOf(offset), (Position{0, character}));
    EXPECT_EQ(map.OffsetOf({0, character}), offset);
  }
  EXPECT_EQ(map.OffsetOf({0, 4}), 6U) << "the second half of a pair means its character";
  EXPECT_EQ(map.PositionOf(8), (Position{0, 3})) << "the middle of a character means its begin";
}

TEST(Positions, LinesEndInThreeWays) {
  const PositionMap map("a\r\nb\rc\nd");
  EXPECT_EQ(map.line_count(), 4U);
  EXPECT_EQ(map.PositionOf(3), (Position{1, 0}));
  EXPECT_EQ(map.PositionOf(5), (Position{2, 0}));
  EXPECT_EQ(map.PositionOf(7), (Position{3, 0}));
  EXPECT_EQ(map.OffsetOf({0, 99}), 1U) << "the end of a line is before its break";
  EXPECT_EQ(map.OffsetOf({1, 99}), 4U);
  EXPECT_EQ(map.OffsetOf({2, 99}), 6U);
  EXPECT_EQ(map.OffsetOf({99, 0}), 8U);
  EXPECT_EQ(map.PositionOf(99), (Position{3, 1}));
}

TEST(Positions, OfNothingAndOfIllFormedText) {
  const PositionMap empty("");
  EXPECT_EQ(empty.PositionOf(5), (Position{0, 0}));
  EXPECT_EQ(empty.OffsetOf({3, 3}), 0U);
  const std::string broken = "a\xff\xc3z";
  const PositionMap map(broken);
  for (std::uint32_t offset = 0; offset <= broken.size(); ++offset) {
    EXPECT_EQ(map.OffsetOf(map.PositionOf(offset)), offset);
  }
}

// What the marks answer is what counting from the line's begin gives.
TEST(Positions, OnLongLinesAreThoseOfCounting) {
  std::string text;
  const std::string pieces[] = {"a", "é", "€", "𝕏", "\n", "\r\n", "\xff", "xyz"};
  for (std::uint32_t i = 0, draw = 7; i < 4000; ++i) {
    draw = draw * 1664525U + 1013904223U;
    const std::uint32_t which = (draw >> 16U) % 64;
    text += pieces[which < 8 ? which : which % 4];
  }
  const PositionMap map(text);
  Position at;
  for (std::uint32_t offset = 0; offset < text.size();) {
    EXPECT_EQ(map.PositionOf(offset), at) << offset;
    const bool inside_break = text[offset] == '\n' && offset > 0 && text[offset - 1] == '\r';
    EXPECT_EQ(map.OffsetOf(at), inside_break ? offset - 1 : offset);
    const CharacterSize size = SizeAt(text, offset);
    offset += size.bytes;
    if (text[offset - 1] == '\n') {
      at = {at.line + 1, 0};
    } else {
      at.character += size.units;
    }
  }
  EXPECT_GT(map.line_count(), 50U);
}

}  // namespace
}  // namespace entente::language::editor
