#include "language/format/layout.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace entente::language {
namespace {

// How much longer than the shortest of a run a line may be and still be lined up with it.
constexpr std::size_t kMaxColumnSpread = 24;
constexpr std::size_t kMaxCommentSpread = 40;
constexpr std::size_t kGap = 2;

std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// Calls `visit(begin, end)` for each longest run of neighbouring lines that `belongs`, broken at
// blank lines and changes of indentation.
void ForRuns(const std::vector<FormattedLine>& lines,
             const std::function<bool(const FormattedLine&)>& belongs,
             const std::function<void(std::size_t, std::size_t)>& visit) {
  for (std::size_t i = 0; i < lines.size();) {
    if (!belongs(lines[i])) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    while (end < lines.size() && belongs(lines[end]) && !lines[end].blank_before &&
           lines[end].indent == lines[i].indent) {
      ++end;
    }
    visit(i, end);
    i = end;
  }
}

// The width that a run lines up to: the largest that is not far beyond the smallest. One long line
// must not tear the others apart; it is then left as it is.
std::size_t CommonWidth(const std::vector<std::size_t>& widths, std::size_t spread) {
  const std::size_t least = *std::min_element(widths.begin(), widths.end());
  std::size_t common = least;
  for (const std::size_t width : widths) {
    if (width <= least + spread) common = std::max(common, width);
  }
  return common;
}

void LineUpColumns(std::vector<FormattedLine>& lines) {
  const auto marked = [](const FormattedLine& line) { return line.column.has_value(); };
  ForRuns(lines, marked, [&](std::size_t begin, std::size_t end) {
    std::vector<std::size_t> widths;
    for (std::size_t i = begin; i < end; ++i) {
      widths.push_back(Width(std::string_view(lines[i].text).substr(0, *lines[i].column)));
    }
    const std::size_t common = CommonWidth(widths, kMaxColumnSpread);
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t pad = common - std::min(common, widths[i - begin]);
      // Lining up is no reason to make a line too long.
      const std::size_t all = lines[i].indent + Width(lines[i].text);
      if (all <= kLineWidth && all + pad > kLineWidth) continue;
      lines[i].text.insert(*lines[i].column, pad, ' ');
    }
  });
}

void LineUpComments(std::vector<FormattedLine>& lines) {
  const auto marked = [](const FormattedLine& line) { return !line.comment.empty(); };
  ForRuns(lines, marked, [&](std::size_t begin, std::size_t end) {
    std::vector<std::size_t> widths;
    for (std::size_t i = begin; i < end; ++i) widths.push_back(Width(lines[i].text));
    const std::size_t common = CommonWidth(widths, kMaxCommentSpread);
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t width = widths[i - begin];
      const std::size_t pad = width < common ? common - width : 0;
      lines[i].text += std::string(pad + kGap, ' ') + lines[i].comment;
    }
  });
}

}  // namespace

std::string JoinLines(std::vector<FormattedLine> lines) {
  LineUpColumns(lines);
  LineUpComments(lines);
  std::string out;
  for (const FormattedLine& line : lines) {
    if (line.blank_before && !out.empty()) out += '\n';
    out += std::string(line.indent, ' ') + line.text + "\n";
  }
  return out;
}

}  // namespace entente::language
