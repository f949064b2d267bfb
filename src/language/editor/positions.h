// Places of a text as editors count them: lines from 0, ended by \n, \r\n or \r, and columns from 0
// in UTF-16 units (Language Server Protocol 3.17, "Position"). The compiler counts bytes.
#ifndef ENTENTE_LANGUAGE_EDITOR_POSITIONS_H_
#define ENTENTE_LANGUAGE_EDITOR_POSITIONS_H_

#include <compare>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace entente::language::editor {

struct Position {
  std::uint32_t line = 0;
  std::uint32_t character = 0;
  auto operator<=>(const Position&) const = default;
};

struct Range {
  Position start;
  Position end;
  bool operator==(const Range&) const = default;
};

// The line index of one text, which must outlive it.
class PositionMap {
 public:
  explicit PositionMap(std::string_view text);

  // Offsets past the end mean the end; one inside a character means its beginning.
  Position PositionOf(std::uint32_t offset) const;
  Range RangeOf(SourceSpan span) const { return {PositionOf(span.begin), PositionOf(span.end)}; }
  // A column past the line's end means the end of the line, before its break; a line past the last
  // means the end of the text; the second half of a surrogate pair means the character's beginning.
  std::uint32_t OffsetOf(Position position) const;
  std::uint32_t LineBegin(std::uint32_t line) const;
  std::uint32_t LineEnd(std::uint32_t line) const;  // before the break
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(starts_.size()); }

 private:
  // A character that begins in, or just before, each block of bytes: questions cost the same on a
  // line of a million characters.
  struct Mark {
    std::uint32_t offset = 0;
    std::uint32_t units = 0;  // before it, from the beginning of the text
  };
  // Units before the character that holds the offset.
  std::uint32_t UnitsBefore(std::uint32_t offset) const;

  std::string_view text_;
  std::vector<std::uint32_t> starts_;
  std::vector<Mark> marks_;
};

// Bytes and UTF-16 units of the character that begins at `at`; a byte that begins none counts as
// one of each, so that ill-formed text has places, too.
struct CharacterSize {
  std::uint32_t bytes = 1;
  std::uint32_t units = 1;
};
CharacterSize SizeAt(std::string_view text, std::size_t at);

}  // namespace entente::language::editor

#endif  // ENTENTE_LANGUAGE_EDITOR_POSITIONS_H_
