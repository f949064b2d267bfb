// Expressions: one node type, whose payload is a variant. Nodes live in SyntaxTree::expressions
// and name their operands by ExprId; operands always have smaller ids than their parent.
#ifndef ENTENTE_LANGUAGE_SYNTAX_EXPRESSION_H_
#define ENTENTE_LANGUAGE_SYNTAX_EXPRESSION_H_

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "language/syntax/common.h"

namespace entente::language::syntax {

// ---- acts and happenings, named inside expressions too --------------------------------------

// Something that can happen: an event `rebuke[a, b]`; a transition `gsomia -> notice` or
// `thaw: warm -> cold` or `x: each of { p, q } -> s`; a decision's option `renew_gsomia: notice`.
enum class HappeningForm {
  kNamed,       // rebuke, rebuke[a, b], a whole issue or decision
  kTransition,  // issue -> a, b   or   issue: from -> to
  kOption,      // decision: option
};

struct Happening {
  HappeningForm form = HappeningForm::kNamed;
  Ref target;
  std::vector<Name> from;  // kTransition; empty means from any state
  std::vector<Name> to;    // kTransition: states entered; kOption: the option
  SourceSpan span;
};

// `a -> b` between actors; names are actors, sets or index variables.
struct Dyad {
  Name from;
  Name to;
  SourceSpan span;
};

enum class ActSign { kAny, kHostile, kCooperative };

// Which acts are meant: `hostile a -> b, b -> a about history`, `hostile acts between KOR, JPN`,
// `public cooperative acts by KOR toward JPN about economy`, `acts of rebuke`.
struct ActPattern {
  ActSign sign = ActSign::kAny;
  std::vector<Name> tags;      // quiet, public, …
  std::vector<Dyad> dyads;     // a -> b
  std::vector<Name> between;   // either direction among these
  std::vector<Name> by;
  std::vector<Name> toward;
  std::vector<Name> about;     // tracks or index variables; empty means all
  SourceSpan span;
};

// ---- payloads -------------------------------------------------------------------------------

struct NumberExpr {
  double value = 0;
};
struct BoolExpr {
  bool value = false;
};
struct DateExpr {
  CivilDate date;
};
// `value UNIT`: 60 %, 18 months, 0.3 per year, (a + b) per year.
struct UnitExpr {
  ExprId value;
  Unit unit;
};
// A name, with indices when written: `spillover`, `trust[a, b]`, `KOR`, a state, a variable.
struct NameExpr {
  Ref ref;
};
// `a.sea_lanes`, `leader[a].nationalism`
struct AttributeExpr {
  ExprId object;
  Name attribute;
};
// min max exp log sqrt abs … of comma-separated arguments. Aggregates are AggregateExpr.
struct CallExpr {
  Name function;
  std::vector<ExprId> arguments;
};

enum class UnaryOp { kMinus, kNot };
struct UnaryExpr {
  UnaryOp op = UnaryOp::kMinus;
  ExprId operand;
};

enum class BinaryOp {
  kAdd, kSubtract, kMultiply, kDivide, kPower,
  kLess, kLessEqual, kGreater, kGreaterEqual, kEqual, kNotEqual,
  kAnd, kOr,
};
struct BinaryExpr {
  BinaryOp op = BinaryOp::kAdd;
  SourceSpan op_span;
  ExprId left;
  ExprId right;
};
// `then_value if condition else else_value`
struct ConditionalExpr {
  ExprId condition;
  ExprId then_value;
  ExprId else_value;
};
// `gsomia is terminated`, `x is not quiet`. `gsomia is in force` is read as `is in_force`.
struct StateTestExpr {
  ExprId subject;  // a NameExpr
  Name state;
  bool negated = false;
};
// `x in { ruled, seized }` (states of an issue, or members), `a in spokes`, `not in`.
struct MembershipExpr {
  ExprId subject;
  Set set;
  bool negated = false;
};

enum class AggregateOp { kSum, kMean, kMin, kMax, kCount, kAny, kAll, kProduct };
// `sum (x in S where C) body`; for count the body may be missing (counts the elements) or a
// condition; for any and all it is a condition.
struct AggregateExpr {
  AggregateOp op = AggregateOp::kSum;
  IndexHead head;
  ExprId body;
};

// `time in notice` (inside its issue) or `time in notice of gsomia`: days since it was entered.
struct TimeInExpr {
  Name state;
  std::optional<Ref> issue;
};
// `time since rebuke[KOR, JPN]`, `time since gsomia -> notice`
struct TimeSinceExpr {
  Happening happening;
};
// `time until election of KOR`
struct TimeUntilElectionExpr {
  Name actor;
};
// `season(08-10 to 08-20: 2, else 1)`
struct SeasonPart {
  MonthDay from;
  MonthDay to;
  ExprId value;
};
struct SeasonExpr {
  std::vector<SeasonPart> parts;
  ExprId otherwise;
};

// `heat[a, b, t]`, `goodwill[a, b, t]`; the track may be `all` (track.text == "all").
struct PressureExpr {
  bool goodwill = false;
  Name from;
  Name to;
  ExprId track;  // a NameExpr
};
// `intensity of hostile acts a -> b`
struct IntensityExpr {
  ActPattern acts;
};

// In claims: `P(gsomia_lost under two_track given C)`, `E(x)`, `median(x)`, `m(x)` …,
// `quantile(x, 0.9 under A)`.
struct ProbeExpr {
  Name functional;
  ExprId outcome;          // a NameExpr naming an outcome
  ExprId level;            // quantile
  std::vector<Ref> under;  // policies and scenarios, with doses as indices
  ExprId given;
};
// `rate of wartime_labour -> settled while C`
struct RateOfExpr {
  Happening happening;
  ExprId guard;
};
// `necessity(cause, effect)`, `sufficiency(cause, effect)`
struct CausationExpr {
  bool sufficiency = false;
  Happening cause;
  Happening effect;
};
// Text that could not be read as an expression; already reported.
struct ErrorExpr {};

struct Expr {
  SourceSpan span;
  std::variant<ErrorExpr, NumberExpr, BoolExpr, DateExpr, UnitExpr, NameExpr, AttributeExpr,
               CallExpr, UnaryExpr, BinaryExpr, ConditionalExpr, StateTestExpr, MembershipExpr,
               AggregateExpr, TimeInExpr, TimeSinceExpr, TimeUntilElectionExpr, SeasonExpr,
               PressureExpr, IntensityExpr, ProbeExpr, RateOfExpr, CausationExpr>
      node;
  bool parenthesised = false;  // written in parentheses
};

}  // namespace entente::language::syntax

#endif  // ENTENTE_LANGUAGE_SYNTAX_EXPRESSION_H_
