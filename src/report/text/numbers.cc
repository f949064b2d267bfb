#include "report/text/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "base/calendar.h"

namespace entente::report {
namespace {

// Spreads the counts of a histogram over equal columns, each bin evenly over its range.
std::vector<double> Rebin(const engine::Histogram& histogram, int columns) {
  std::vector<double> heights(static_cast<std::size_t>(columns), 0.0);
  const double low = histogram.edges.front();
  const double span = histogram.edges.back() - low;
  if (!(span > 0)) return heights;
  const double width = span / columns;
  for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
    const double from = histogram.edges[bin] - low;
    const double to = histogram.edges[bin + 1] - low;
    if (!(to > from)) continue;
    const double density = static_cast<double>(histogram.counts[bin]) / (to - from);
    for (int c = 0; c < columns; ++c) {
      const double overlap = std::min(to, (c + 1) * width) - std::max(from, c * width);
      if (overlap > 0) heights[static_cast<std::size_t>(c)] += density * overlap;
    }
  }
  return heights;
}

bool IsDrawable(const engine::Histogram& histogram) {
  return !histogram.counts.empty() && histogram.edges.size() == histogram.counts.size() + 1 &&
         std::isfinite(histogram.edges.front()) && std::isfinite(histogram.edges.back());
}

}  // namespace

std::string Thousands(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::string Counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", Thousands(count), noun, count == 1 ? "" : "s");
}

std::string Signed(double value, int decimals) {
  const std::string text = Fixed(value, decimals);
  const bool zero = text.find_first_of("123456789∞") == std::string::npos;
  return value > 0 && !zero ? "+" + text : text;
}

std::string Fixed(double value, int decimals) {
  if (std::isnan(value)) return "–";
  if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
  std::string text = fmt::format("{:.{}f}", std::fabs(value), decimals);
  std::size_t point = text.find('.');
  if (point == std::string::npos) point = text.size();
  for (std::size_t at = point; at > 3; at -= 3) text.insert(at - 3, 1, ',');
  const bool is_zero = text.find_first_not_of("0.,") == std::string::npos;
  return (value < 0 && !is_zero) ? "−" + text : text;
}

std::string Brief(double value) {
  if (!std::isfinite(value) || value == 0) return Fixed(value, 0);
  const double size = std::fabs(value);
  if (size >= 1e9 || size < 1e-5) return fmt::format("{:.2e}", value);
  const int decimals = std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 8);
  std::string text = Fixed(value, decimals);
  if (decimals > 0) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

std::string Shortest(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return fmt::format("{}", value);
}

int DecimalsFor(double width) {
  if (!std::isfinite(width) || width <= 0) return 1;
  return std::clamp(static_cast<int>(std::ceil(-std::log10(width / 6))), 0, 6);
}

std::string SpanOfTime(double days) {
  if (!std::isfinite(days)) return Fixed(days, 0);
  if (days < 60) return Brief(days) + (days == 1 ? " day" : " days");
  if (days < 2 * kDaysPerYear) return Brief(days / kDaysPerMonth) + " months";
  return Brief(days / kDaysPerYear) + " years";
}

std::string Sparkline(const engine::Histogram& histogram, int columns, bool unicode) {
  static constexpr std::array<const char*, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  static constexpr std::array<const char*, 8> kAscii = {".", ".", ":", ":", "|", "|", "#", "#"};
  if (columns <= 0 || !IsDrawable(histogram)) return "";
  std::vector<double> heights = Rebin(histogram, columns);
  const double highest = *std::max_element(heights.begin(), heights.end());
  if (!(highest > 0)) return "";
  std::string line;
  for (const double height : heights) {
    if (!(height > 0)) {
      line += ' ';
      continue;
    }
    const auto level = static_cast<std::size_t>(std::min(7.0, std::floor(8 * height / highest)));
    line += unicode ? kBlocks[level] : kAscii[level];
  }
  return line;
}

std::string ShareBar(double share, int columns, bool unicode) {
  static constexpr std::array<const char*, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (!(share > 0) || columns <= 0) return "";
  const double length = std::min(share, 1.0) * columns;
  if (!unicode) return std::string(static_cast<std::size_t>(std::lround(std::ceil(length))), '#');
  const auto eighths = std::max(1L, std::lround(8 * length));
  std::string bar;
  for (long i = 0; i < eighths / 8; ++i) bar += "█";
  return bar + kEighths[static_cast<std::size_t>(eighths % 8)];
}

}  // namespace entente::report
