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

PositionMap::PositionMap(std::string_view text) : text_(text) {
  starts_.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool breaks =
        text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (breaks) starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
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
  for (std::uint32_t at = starts_[position.line]; at < offset;) {
    const CharacterSize size = SizeAt(text_, at);
    at += size.bytes;
    if (at <= offset) position.character += size.units;
  }
  return position;
}

std::uint32_t PositionMap::OffsetOf(Position position) const {
  if (position.line >= starts_.size()) return static_cast<std::uint32_t>(text_.size());
  const std::uint32_t end = LineEnd(position.line);
  std::uint32_t at = starts_[position.line];
  std::uint32_t units = 0;
  while (at < end) {
    const CharacterSize size = SizeAt(text_, at);
    if (units + size.units > position.character) break;
    units += size.units;
    at += size.bytes;
  }
  return at;
}

}  // namespace entente::language::editor
