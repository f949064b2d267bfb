#include "cli/parse_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace entente::cli {
namespace {

std::optional<double> WholeDouble(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::uint64_t> ParseCount(std::string text) {
  std::erase_if(text, [](char c) { return c == ',' || c == '_' || c == ' ' || c == '\''; });
  std::uint64_t exact = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exact);
  if (error == std::errc() && end == text.data() + text.size()) return exact;
  double factor = 1;
  if (!text.empty() && (text.back() == 'k' || text.back() == 'K')) factor = 1e3;
  if (!text.empty() && text.back() == 'M') factor = 1e6;
  if (factor > 1) text.pop_back();
  const std::optional<double> value = WholeDouble(text);
  if (!value.has_value() || !(*value >= 0) || *value * factor > 9e15) return std::nullopt;
  const double count = *value * factor;
  if (count != std::floor(count)) return std::nullopt;
  return static_cast<std::uint64_t>(count);
}

std::optional<double> ParseShare(std::string text) {
  std::erase(text, ' ');
  const bool percent = !text.empty() && text.back() == '%';
  if (percent) text.pop_back();
  const std::optional<double> value = WholeDouble(text);
  if (!value.has_value()) return std::nullopt;
  return percent ? *value / 100 : *value;
}

}  // namespace entente::cli
