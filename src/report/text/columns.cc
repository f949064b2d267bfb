#include "report/text/columns.h"

#include <algorithm>
#include <cstdint>

namespace entente::report {
namespace {

struct Glyph {
  std::size_t bytes = 1;
  int columns = 1;
};

bool IsCombining(std::uint32_t c) {
  return (c >= 0x0300 && c <= 0x036f) || (c >= 0x200b && c <= 0x200f) || c == 0xfeff ||
         (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0x20d0 && c <= 0x20ff);
}

bool IsWide(std::uint32_t c) {
  return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) ||
         (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
         (c >= 0x1f300 && c <= 0x1f64f) || (c >= 0x20000 && c <= 0x3fffd);
}

Glyph EscapeSequence(std::string_view text) {
  std::size_t end = 2;
  while (end < text.size() && (text[end] < '@' || text[end] > '~')) ++end;
  return {std::min(end + 1, text.size()), 0};
}

Glyph GlyphAt(std::string_view text) {
  const auto first = static_cast<std::uint8_t>(text[0]);
  if (first == 0x1b && text.size() > 1 && text[1] == '[') return EscapeSequence(text);
  if (first < 0x80) return {1, first < 0x20 ? 0 : 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  if (length == 1 || text.size() < length) return {1, 1};
  std::uint32_t code = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<std::uint8_t>(text[i]);
    if ((next & 0xc0) != 0x80) return {1, 1};
    code = (code << 6) | (next & 0x3fU);
  }
  return {length, IsCombining(code) ? 0 : IsWide(code) ? 2 : 1};
}

// Shrinks the columns that may be cut, always the widest, until the table fits: two long ones end
// up equally wide, and none is cut to its bones while another keeps its length.
void Shrink(const std::vector<Column>& columns, std::vector<int>& widths, int limit) {
  constexpr int kNarrowest = 12;
  for (;;) {
    int total = 2 * (static_cast<int>(widths.size()) - 1);
    for (const int width : widths) total += width;
    std::size_t widest = columns.size();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (!columns[c].may_be_cut || widths[c] <= kNarrowest) continue;
      if (widest == columns.size() || widths[c] > widths[widest]) widest = c;
    }
    if (total <= limit || widest == columns.size()) return;
    --widths[widest];
  }
}

void TrimRight(std::string& line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
}

}  // namespace

int DisplayWidth(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Glyph glyph = GlyphAt(text.substr(at));
    width += glyph.columns;
    at += glyph.bytes;
  }
  return width;
}

std::string Cut(std::string_view text, int width, bool unicode) {
  if (DisplayWidth(text) <= width) return std::string(text);
  if (width <= 0) return "";
  int used = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const Glyph glyph = GlyphAt(text.substr(at));
    if (used + glyph.columns > width - 1) break;
    used += glyph.columns;
    at += glyph.bytes;
  }
  std::string cut(text.substr(0, at));
  TrimRight(cut);
  return cut + (unicode ? "…" : "~");
}

std::string PadRight(std::string_view text, int width) {
  const int missing = width - DisplayWidth(text);
  return std::string(text) + std::string(static_cast<std::size_t>(std::max(0, missing)), ' ');
}

std::string PadLeft(std::string_view text, int width) {
  const int missing = width - DisplayWidth(text);
  return std::string(static_cast<std::size_t>(std::max(0, missing)), ' ') + std::string(text);
}

std::vector<std::string> Wrap(std::string_view text, int width) {
  std::vector<std::string> lines;
  std::string line;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = text.find_first_not_of(" \n", at);
    if (start == std::string_view::npos) break;
    const std::size_t end = std::min(text.find_first_of(" \n", start), text.size());
    const std::string_view word = text.substr(start, end - start);
    if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
    at = end;
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

std::vector<std::string> LayOut(const std::vector<Column>& columns,
                                const std::vector<std::vector<std::string>>& rows, int width,
                                bool unicode) {
  std::vector<int> widths;
  for (const Column& column : columns) widths.push_back(DisplayWidth(column.head));
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size() && c < widths.size(); ++c) {
      widths[c] = std::max(widths[c], DisplayWidth(row[c]));
    }
  }
  Shrink(columns, widths, width);
  const auto lay = [&](auto&& cell_at) {
    std::string line;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const std::string cell = Cut(cell_at(c), widths[c], unicode);
      if (c > 0) line += "  ";
      line += columns[c].align == Align::kRight ? PadLeft(cell, widths[c])
                                                : PadRight(cell, widths[c]);
    }
    TrimRight(line);
    return line + "\n";
  };
  std::vector<std::string> lines;
  lines.push_back(lay([&](std::size_t c) { return columns[c].head; }));
  for (const auto& row : rows) {
    lines.push_back(lay([&](std::size_t c) { return c < row.size() ? row[c] : std::string(); }));
  }
  return lines;
}

}  // namespace entente::report
