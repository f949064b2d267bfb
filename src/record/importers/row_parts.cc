#include "record/importers/row_parts.h"

#include <fmt/format.h>

#include "record/input/fields.h"

namespace entente::record {
namespace {

// At most 40 bytes, not cut inside a character.
std::string Shown(std::string_view value) {
  if (value.size() <= 40) return std::string(value);
  std::size_t end = 40;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xc0U) == 0x80U) --end;
  return std::string(value.substr(0, end)) + "...";
}

}  // namespace

Rejection WrongColumns(std::size_t expected, std::size_t found, std::string* detail) {
  if (detail != nullptr) *detail = fmt::format("{} columns, expected {}", found, expected);
  return Rejection::kWrongColumns;
}

Rejection Reject(Rejection why, std::string_view value, const char* column, const char* rule,
                 std::string* detail) {
  if (detail != nullptr) *detail = fmt::format("`{}` in {}: {}", Shown(value), column, rule);
  return why;
}

Rejection TakeDate(std::string_view value, const char* column, Event& event, std::string* detail) {
  const auto day = ReadDay(value);
  if (!day) {
    return Reject(Rejection::kBadDate, value, column, "expected a day such as 2018-06-01", detail);
  }
  event.day = *day;
  event.known_from = *day;
  return Rejection::kNone;
}

Rejection TakeCameo(std::string_view value, const char* column, Event& event,
                    std::string* detail) {
  event.code = Trimmed(value);
  if (IsCameo(event.code)) return Rejection::kNone;
  return Reject(Rejection::kBadCode, value, column,
                "expected a CAMEO code, two to four digits from 01 to 20", detail);
}

Rejection TakeWeight(std::string_view value, const char* column, Event& event,
                     std::string* detail) {
  const std::string_view text = OrEmpty(value);
  if (text.empty()) return Rejection::kNone;
  const auto weight = ReadNumber(text);
  if (!weight || *weight < -10 || *weight > 10) {
    return Reject(Rejection::kBadNumber, value, column, "expected a number from -10 to 10", detail);
  }
  event.goldstein = *weight == 0 ? 0.0 : *weight;  // no negative zero
  return Rejection::kNone;
}

Rejection CheckActors(const Event& event, std::string* detail) {
  const auto named = [](const Party& party) {
    return !party.name.empty() || !party.country.empty();
  };
  if (named(event.source) || named(event.target)) return Rejection::kNone;
  if (detail != nullptr) *detail = "neither source nor target is named";
  return Rejection::kNoActor;
}

void LevelFromCountry(Party& party) {
  if (party.level.empty() && !party.country.empty() && party.name == party.country) {
    party.level = "state";
  }
}

}  // namespace entente::record
