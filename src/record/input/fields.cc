#include "record/input/fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/calendar.h"

namespace entente::record {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

char LowerOf(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::optional<std::int32_t> Digits(std::string_view text) {
  std::int32_t value = 0;
  if (text.empty() || !std::all_of(text.begin(), text.end(), IsDigit)) return std::nullopt;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

std::optional<std::int64_t> DayOf(std::string_view year, std::string_view month,
                                  std::string_view day) {
  const auto y = Digits(year), m = Digits(month), d = Digits(day);
  if (!y || !m || !d) return std::nullopt;
  const CivilDate date{*y, *m, *d};
  if (!IsValidDate(date)) return std::nullopt;
  return DayNumber(date);
}

}  // namespace

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view OrEmpty(std::string_view text) {
  text = Trimmed(text);
  for (const std::string_view nothing : {"NA", "NULL", "None", "nan", "NaN"}) {
    if (text == nothing) return {};
  }
  return text;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), LowerOf);
  return lower;
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return LowerOf(x) == LowerOf(y);
         });
}

std::optional<std::int64_t> ReadDay(std::string_view text) {
  text = Trimmed(text);
  if (text.size() == 8) return DayOf(text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
  if (text.size() < 10 || text[4] != text[7] || (text[4] != '-' && text[4] != '/')) {
    return std::nullopt;
  }
  if (text.size() > 10 && text[10] != ' ' && text[10] != 'T') return std::nullopt;
  return DayOf(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2));
}

std::optional<double> ReadNumber(std::string_view text) {
  text = Trimmed(text);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> ReadWhole(std::string_view text) {
  text = Trimmed(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool IsCameo(std::string_view code) {
  if (code.size() < 2 || code.size() > 4 || !std::all_of(code.begin(), code.end(), IsDigit)) {
    return false;
  }
  const int root = (code[0] - '0') * 10 + (code[1] - '0');
  return root >= 1 && root <= 20;
}

}  // namespace entente::record
