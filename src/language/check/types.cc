#include "language/check/types.h"

#include <cmath>

#include <fmt/format.h>

#include "base/calendar.h"

namespace entente::language::check {

std::string Describe(const Type& type) {
  switch (type.kind) {
    case TypeKind::kError:
      return "an error";
    case TypeKind::kTruth:
      return "a truth";
    case TypeKind::kDate:
      return "a date";
    case TypeKind::kMember:
      return "a member of a set";
    case TypeKind::kIssue:
      return "an issue";
    case TypeKind::kNumber:
      break;
  }
  if (type.time_halves == kNoTime) return "a number without unit";
  if (type.time_halves == kRate) return "a rate (per time)";
  if (type.time_halves == kDuration) return "a duration";
  if (type.time_halves == kPerSqrtTime) return "a number per square root of time";
  const double power = type.time_halves / 2.0;
  return fmt::format("a number in time^{:g}", power);
}

bool SameUnit(const Type& a, const Type& b) {
  if (!a.is_number() || !b.is_number()) return false;
  return a.time_halves == b.time_halves || a.zero || b.zero;
}

double DaysOf(syntax::TimeUnit unit) {
  switch (unit) {
    case syntax::TimeUnit::kDay:
      return 1.0;
    case syntax::TimeUnit::kWeek:
      return kDaysPerWeek;
    case syntax::TimeUnit::kMonth:
      return kDaysPerMonth;
    case syntax::TimeUnit::kYear:
      break;
  }
  return kDaysPerYear;
}

const char* NameOf(syntax::TimeUnit unit) {
  switch (unit) {
    case syntax::TimeUnit::kDay:
      return "day";
    case syntax::TimeUnit::kWeek:
      return "week";
    case syntax::TimeUnit::kMonth:
      return "month";
    case syntax::TimeUnit::kYear:
      break;
  }
  return "year";
}

model::Unit DisplayUnit(const Type& type, syntax::TimeUnit unit, bool share) {
  model::Unit display;
  if (!type.is_number() || type.time_halves == kNoTime) {
    display.share = share;
    return display;
  }
  const double days = DaysOf(unit);
  switch (type.time_halves) {
    case kRate:
      display.scale = days;
      display.label = fmt::format("per {}", NameOf(unit));
      break;
    case kDuration:
      display.scale = 1.0 / days;
      display.label = fmt::format("{}s", NameOf(unit));
      break;
    case kPerSqrtTime:
      display.scale = std::sqrt(days);
      display.label = fmt::format("per sqrt {}", NameOf(unit));
      break;
    default:
      display.label = fmt::format("day^{:g}", type.time_halves / 2.0);
      break;
  }
  return display;
}

}  // namespace entente::language::check
