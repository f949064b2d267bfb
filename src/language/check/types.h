// Types of expressions: what a value is and which power of time it carries. A share and a number
// are the same type; a rate is time^-1, a duration time^1, noise time^(-1/2).
#ifndef ENTENTE_LANGUAGE_CHECK_TYPES_H_
#define ENTENTE_LANGUAGE_CHECK_TYPES_H_

#include <string>

#include "base/ids.h"
#include "language/syntax/common.h"
#include "model/elements.h"

namespace entente::language::check {

enum class TypeKind {
  kError,   // already reported: everything made from it is silent
  kNumber,  // with a power of time
  kTruth,
  kDate,    // an instant, stored as days since the start
  kMember,  // an actor, a track or another member of a set: known while compiling
  kIssue,   // an issue or office, to be asked `is`, `in` or `.attribute`
};

// Powers of time are counted in halves, so that `per sqrt year` is exact.
inline constexpr int kNoTime = 0;
inline constexpr int kRate = -2;
inline constexpr int kDuration = 2;
inline constexpr int kPerSqrtTime = -1;

struct Type {
  TypeKind kind = TypeKind::kError;
  int time_halves = 0;
  // A literal zero: the same in every unit, so it fits wherever a number does.
  bool zero = false;

  bool is_error() const { return kind == TypeKind::kError; }
  bool is_number() const { return kind == TypeKind::kNumber; }
};

inline Type NumberType(int time_halves = kNoTime) { return {TypeKind::kNumber, time_halves, false}; }
inline Type TruthType() { return {TypeKind::kTruth, 0, false}; }
inline Type DateType() { return {TypeKind::kDate, 0, false}; }
inline Type ErrorType() { return {}; }

// "a rate (per time)", "a number", "a truth": with its article, for messages.
std::string Describe(const Type& type);
// `true` when both are numbers of one unit, or one of them is a literal zero.
bool SameUnit(const Type& a, const Type& b);

double DaysOf(syntax::TimeUnit unit);
const char* NameOf(syntax::TimeUnit unit);  // "year"

// How stored numbers of this type are shown: rates per `unit`, durations in `unit`.
model::Unit DisplayUnit(const Type& type, syntax::TimeUnit unit, bool share);

using MemberId = Id<struct MemberTag>;

// What an expression means after lowering.
struct Value {
  Type type;
  model::ExprId expr;    // kNumber, kTruth, kDate
  MemberId member;       // kMember
  model::IssueId issue;  // kIssue

  bool is_error() const { return type.is_error(); }
};

}  // namespace entente::language::check

#endif  // ENTENTE_LANGUAGE_CHECK_TYPES_H_
