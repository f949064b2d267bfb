// The small pieces every part of the syntax tree is made of: names and strings with their place,
// units, sets, index heads, citations. The tree mirrors the text: nothing is resolved here.
#ifndef ENTENTE_LANGUAGE_SYNTAX_COMMON_H_
#define ENTENTE_LANGUAGE_SYNTAX_COMMON_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/ids.h"
#include "base/source.h"

namespace entente::language::syntax {

using ExprId = Id<struct ExprTag>;  // into SyntaxTree::expressions; invalid means "not written"

// A name as written. An empty text stands for a name that was missing (already reported).
struct Name {
  std::string text;
  SourceSpan span;
  bool present() const { return !text.empty(); }
};

// A quoted string, without its quotes and with escapes resolved.
struct Text {
  std::string text;
  SourceSpan span;
};

// A calendar date, "2019-08-22".
struct Date {
  CivilDate date;
  SourceSpan span;
};

// A day of every year, "11-23".
struct MonthDay {
  std::int32_t month = 1;
  std::int32_t day = 1;
  SourceSpan span;
};

enum class TimeUnit { kDay, kWeek, kMonth, kYear };

enum class UnitKind {
  kPercent,   // 60 %
  kPoints,    // 5 points (of a percentage; in claims)
  kDuration,  // 18 months
  kPer,       // 0.3 per year
  kPerSqrt,   // 0.05 per sqrt year
};

struct Unit {
  UnitKind kind = UnitKind::kPercent;
  TimeUnit time = TimeUnit::kYear;  // for kDuration, kPer, kPerSqrt
  SourceSpan span;
  // `18 to 36 months`: the unit is written once, after the upper bound, and holds for both. The
  // parser wraps the lower bound too and marks it so.
  bool implied = false;
};

// A name with indices: `gsomia`, `rebuke[KOR, JPN]`, `leader[a]`.
struct Ref {
  Name name;
  std::vector<ExprId> indices;
  SourceSpan span;
};

enum class SetForm {
  kNamed,     // spokes
  kListed,    // { JPN, KOR }; a listed name may itself be a set
  kFiltered,  // { a in states where a.sea_lanes > 0.5 }
  kRange,     // 0..1 (the range of a policy's dose)
};

struct Set {
  SetForm form = SetForm::kNamed;
  Name name;                  // kNamed: the set; kFiltered: the set that is filtered
  std::vector<Name> members;  // kListed
  Name variable;              // kFiltered
  ExprId where;               // kFiltered
  ExprId low, high;           // kRange
  SourceSpan span;
};

// `a, b in spokes`: each variable runs over the set.
struct Binding {
  std::vector<Name> variables;
  Set set;
  SourceSpan span;
};

// `a in spokes, b in spokes where a != b`, in brackets after a name, after `for`, or in an
// aggregate's parentheses.
struct IndexHead {
  std::vector<Binding> bindings;
  ExprId where;
  SourceSpan span;
  bool present() const { return !bindings.empty(); }
};

// `cite okonogi2021 at "linkage politics" says "…"`, or `judgement "why"`.
struct Citation {
  bool is_judgement = false;
  Name source;
  std::optional<Text> at;
  std::optional<Text> says;
  std::optional<Text> why;  // judgement
  SourceSpan span;
};

// What any declaration, arc, option or clause of weight may carry.
struct Annotations {
  std::optional<Text> title;
  std::string doc;  // `///` lines before it, joined by newlines
  std::vector<Citation> citations;
  std::optional<Text> key;  // key "old_name": keeps luck under renaming
};

// `sea_lanes 0.9`
struct Attribute {
  Name name;
  ExprId value;
  SourceSpan span;
};

// `yoon 0.50`, or `else progressive` for what is left.
struct OddsEntry {
  Name outcome;
  ExprId probability;  // invalid for the rest
  bool is_rest = false;
  SourceSpan span;
};

}  // namespace entente::language::syntax

#endif  // ENTENTE_LANGUAGE_SYNTAX_COMMON_H_
