#include "language/editor/positions.h"

#include <algorithm>

#include "language/lex/utf8.h"

namespace entente::language::editor {

CharacterSize SizeAt(std::string_view text, std::size_t at) {
  const std::size_t length = SequenceLength(text, at);
  if (length == 0) return {};
  // Four bytes are a character beyond the basic plane: a surrogate pair.
  return {static_cast<std::uint32_t>(length), length == 4 ? 2U : 1U};
}

namespace {

constexpr std::uint32_t kBlock = 256;  // bytes from mark to mark

}  // namespace

PositionMap::PositionMap(std::string_view text) : text_(text) {
  starts_.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool breaks =
        text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (breaks) starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
  Mark mark;
  marks_.push_back(mark);
  while (mark.offset < text.size()) {
    const CharacterSize size = SizeAt(text, mark.offset);
    const Mark next{mark.offset + size.bytes, mark.units + size.units};
    // The last character that begins at or before the block's first byte.
    while (marks_.size() * kBlock < next.offset) marks_.push_back(mark);
    mark = next;
  }
  marks_.push_back(mark);
}

std::uint32_t PositionMap::UnitsBefore(std::uint32_t offset) const {
  const std::size_t block = std::min<std::size_t>(offset / kBlock, marks_.size() - 1);
  Mark mark = marks_[block];
  while (mark.offset < offset) {
    const CharacterSize size = SizeAt(text_, mark.offset);
    if (mark.offset + size.bytes > offset) break;
    mark.offset += size.bytes;
    mark.units += size.units;
  }
  return mark.units;
}

std::uint32_t PositionMap::LineBegin(std::uint32_t line) const {
  return line < starts_.size() ? starts_[line] : static_cast<std::uint32_t>(text_.size());
}

std::uint32_t PositionMap::LineEnd(std::uint32_t line) const {
  if (line + 1 >= starts_.size()) return static_cast<std::uint32_t>(text_.size());
  std::uint32_t end = starts_[line + 1] - 1;
  if (end > starts_[line] && text_[end] == '\n' && text_[end - 1] == '\r') --end;
  return end;
}

Position PositionMap::PositionOf(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  Position position;
  position.line = static_cast<std::uint32_t>(after - starts_.begin()) - 1;
  position.character = UnitsBefore(offset) - UnitsBefore(starts_[position.line]);
  return position;
}

std::uint32_t PositionMap::OffsetOf(Position position) const {
  if (position.line >= starts_.size()) return static_cast<std::uint32_t>(text_.size());
  const std::uint32_t begin = starts_[position.line];
  const std::uint32_t end = LineEnd(position.line);
  const std::uint64_t wanted = std::uint64_t{UnitsBefore(begin)} + position.character;
  // The last mark before the place, but not before the line.
  const auto after = std::upper_bound(
      marks_.begin(), marks_.end(), wanted,
      [](std::uint64_t units, const Mark& mark) { return units < mark.units; });
  Mark mark{begin, UnitsBefore(begin)};
  if (after != marks_.begin() && (after - 1)->offset > begin) mark = *(after - 1);
  while (mark.offset < end) {
    const CharacterSize size = SizeAt(text_, mark.offset);
    if (std::uint64_t{mark.units} + size.units > wanted) break;
    mark.units += size.units;
    mark.offset += size.bytes;
  }
  return std::min(mark.offset, end);
}

}  // namespace entente::language::editor
