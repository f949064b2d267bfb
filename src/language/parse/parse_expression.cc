// Expressions by precedence, loosest first:
//   conditional   a if c else b
//   or, and, not
//   comparison    < <= > >= == = !=   is   in       (they do not chain)
//   sum           + -
//   product       * /
//   sign          -x
//   power         ^                                 (to the right)
//   unit          60 %, 18 months, x per year
#include <fmt/format.h>

#include <array>

#include "language/parse/parser.h"

namespace entente::language {

using syntax::BinaryExpr;
using syntax::BinaryOp;
using syntax::ExprId;
using syntax::Name;
using syntax::Unit;
using syntax::UnitKind;

std::size_t Parser::HeightOf(ExprId id) const {
  return id.valid() ? heights_[id.index()] : 0;
}

ExprId Parser::AddError() {
  tree_.expressions.push_back(syntax::Expr{NowSpan(), syntax::ErrorExpr{}, false});
  heights_.push_back(1);
  return ExprId(tree_.expressions.size() - 1);
}

bool Parser::AtExpression() const {
  switch (Now().kind) {
    case TokenKind::kNumber:
    case TokenKind::kDate:
    case TokenKind::kLeftParen:
    case TokenKind::kMinus:
      return true;
    case TokenKind::kName:
      return !IsReserved(stream_.TextOf(Now())) || IsAnyWord({"not", "true", "false"});
    default:
      return false;
  }
}

ExprId Parser::ParseExpr() {
  const Nesting nesting(*this);
  if (nesting_ > limits_.max_nesting && TooDeep()) return AddError();
  const std::size_t start = at_;
  const ExprId value = ParseOr();
  if (!AcceptWord("if")) return value;
  const ExprId condition = ParseOr();
  ExpectWord("else", "after the condition of `if`");
  const ExprId otherwise = ParseExpr();
  return Add(start, syntax::ConditionalExpr{condition, value, otherwise},
             {condition, value, otherwise});
}

ExprId Parser::ParseOr() {
  const std::size_t start = at_;
  ExprId left = ParseAnd();
  for (SourceSpan op = NowSpan(); AcceptWord("or"); op = NowSpan()) {
    const ExprId right = ParseAnd();
    left = Add(start, BinaryExpr{BinaryOp::kOr, op, left, right}, {left, right});
  }
  return left;
}

ExprId Parser::ParseAnd() {
  const std::size_t start = at_;
  ExprId left = ParseNot();
  for (SourceSpan op = NowSpan(); AcceptWord("and"); op = NowSpan()) {
    const ExprId right = ParseNot();
    left = Add(start, BinaryExpr{BinaryOp::kAnd, op, left, right}, {left, right});
  }
  return left;
}

ExprId Parser::ParseNot() {
  const std::size_t start = at_;
  if (!AcceptWord("not")) return ParseComparison();
  const Nesting nesting(*this);
  if (nesting_ > limits_.max_nesting && TooDeep()) return AddError();
  const ExprId operand = ParseNot();
  return Add(start, syntax::UnaryExpr{syntax::UnaryOp::kNot, operand}, {operand});
}

namespace {

std::optional<BinaryOp> ComparisonOf(TokenKind kind) {
  switch (kind) {
    case TokenKind::kLess:
      return BinaryOp::kLess;
    case TokenKind::kLessEqual:
      return BinaryOp::kLessEqual;
    case TokenKind::kGreater:
      return BinaryOp::kGreater;
    case TokenKind::kGreaterEqual:
      return BinaryOp::kGreaterEqual;
    case TokenKind::kEqual:
    case TokenKind::kEqualEqual:
      return BinaryOp::kEqual;
    case TokenKind::kNotEqual:
      return BinaryOp::kNotEqual;
    default:
      return std::nullopt;
  }
}

}  // namespace

ExprId Parser::ParseComparison() {
  const std::size_t start = at_;
  ExprId left = ParseSum();
  if (IsAnyWord({"is", "in"}) || (IsWord("not") && IsWordAhead(1, "in"))) {
    return ParseStateTest(start, left);
  }
  const std::optional<BinaryOp> op = ComparisonOf(Now().kind);
  if (!op) return left;
  const SourceSpan op_span = NowSpan();
  Hint(kHintRelation);
  Advance();
  const ExprId right = ParseSum();
  left = Add(start, BinaryExpr{*op, op_span, left, right}, {left, right});
  if (ComparisonOf(Now().kind)) {
    Fail(DiagnosticKind::kSyntaxError, NowSpan(),
         fmt::format("saw {} after a comparison; comparisons do not chain", Saw()),
         "write `a < b and b < c`");
  }
  return left;
}

// The guard in `rate of X while C < 2`: a state test or a sum, for the comparison is of the rates.
ExprId Parser::ParseRateGuard() {
  const std::size_t start = at_;
  const ExprId left = ParseSum();
  if (IsAnyWord({"is", "in"}) || (IsWord("not") && IsWordAhead(1, "in"))) {
    return ParseStateTest(start, left);
  }
  return left;
}

ExprId Parser::ParseStateTest(std::size_t start, ExprId subject) {
  if (AcceptWord("is")) {
    const bool negated = AcceptWord("not");
    if (!IsWord("in")) {
      const Name state = ParseName("a state");
      return Add(start, syntax::StateTestExpr{subject, state, negated}, {subject});
    }
    const SourceSpan in_span = NowSpan();
    Advance();
    if (Is(TokenKind::kLeftBrace)) {
      const syntax::Set set = ParseSet();
      return Add(start, syntax::MembershipExpr{subject, set, negated}, {subject});
    }
    // `gsomia is in force` names the state `in_force`.
    Name state = ParseName("a state");
    state.text = "in_" + state.text;
    state.span = Cover(in_span, state.span);
    return Add(start, syntax::StateTestExpr{subject, state, negated}, {subject});
  }
  const bool negated = AcceptWord("not");
  AcceptWord("in");
  const syntax::Set set = ParseSet();
  return Add(start, syntax::MembershipExpr{subject, set, negated}, {subject, set.where});
}

ExprId Parser::ParseSum() {
  const std::size_t start = at_;
  ExprId left = ParseProduct();
  while (Is(TokenKind::kPlus) || Is(TokenKind::kMinus)) {
    const BinaryOp op = Is(TokenKind::kPlus) ? BinaryOp::kAdd : BinaryOp::kSubtract;
    const SourceSpan op_span = NowSpan();
    Advance();
    const ExprId right = ParseProduct();
    left = Add(start, BinaryExpr{op, op_span, left, right}, {left, right});
  }
  return left;
}

ExprId Parser::ParseProduct() {
  const std::size_t start = at_;
  ExprId left = ParseUnary();
  while (Is(TokenKind::kStar) || Is(TokenKind::kSlash)) {
    const BinaryOp op = Is(TokenKind::kStar) ? BinaryOp::kMultiply : BinaryOp::kDivide;
    const SourceSpan op_span = NowSpan();
    Advance();
    const ExprId right = ParseUnary();
    left = Add(start, BinaryExpr{op, op_span, left, right}, {left, right});
  }
  return left;
}

ExprId Parser::ParseUnary() {
  const std::size_t start = at_;
  if (!Is(TokenKind::kMinus) && !Is(TokenKind::kPlus)) return ParsePower();
  const Nesting nesting(*this);
  if (nesting_ > limits_.max_nesting && TooDeep()) return AddError();
  Hint(kHintPrefix);
  const bool minus = Is(TokenKind::kMinus);
  Advance();
  const ExprId operand = ParseUnary();
  if (!minus) return operand;  // `weight +6`: the sign is for the reader
  return Add(start, syntax::UnaryExpr{syntax::UnaryOp::kMinus, operand}, {operand});
}

ExprId Parser::ParsePower() {
  const std::size_t start = at_;
  const ExprId base = ParsePostfix();
  const SourceSpan op_span = NowSpan();
  if (!Accept(TokenKind::kCaret)) return base;
  const Nesting nesting(*this);
  if (nesting_ > limits_.max_nesting && TooDeep()) return AddError();
  const ExprId exponent = ParseUnary();
  return Add(start, BinaryExpr{BinaryOp::kPower, op_span, base, exponent}, {base, exponent});
}

// ---- units ----------------------------------------------------------------------------------

namespace {

struct UnitWord {
  std::string_view word;
  syntax::TimeUnit unit;
};
constexpr auto kUnitWords = std::to_array<UnitWord>({
    {"day", syntax::TimeUnit::kDay},     {"days", syntax::TimeUnit::kDay},
    {"week", syntax::TimeUnit::kWeek},   {"weeks", syntax::TimeUnit::kWeek},
    {"month", syntax::TimeUnit::kMonth}, {"months", syntax::TimeUnit::kMonth},
    {"year", syntax::TimeUnit::kYear},   {"years", syntax::TimeUnit::kYear},
});

}  // namespace

bool Parser::IsTimeUnit(std::size_t ahead) const {
  for (const UnitWord& entry : kUnitWords) {
    if (IsWordAhead(ahead, entry.word)) return true;
  }
  return false;
}

syntax::TimeUnit Parser::ParseTimeUnit() {
  for (const UnitWord& entry : kUnitWords) {
    if (AcceptWord(entry.word)) return entry.unit;
  }
  FailExpected("a unit of time: day, week, month, year", "here");
  return syntax::TimeUnit::kYear;
}

std::optional<Unit> Parser::TryUnit(bool after_number) {
  const std::size_t start = at_;
  Unit unit;
  if (Accept(TokenKind::kPercent)) {
    unit.kind = UnitKind::kPercent;
  } else if (after_number && (AcceptWord("points") || AcceptWord("point"))) {
    unit.kind = UnitKind::kPoints;
  } else if (after_number && IsTimeUnit(0)) {
    unit.kind = UnitKind::kDuration;
    unit.time = ParseTimeUnit();
  } else if (IsWord("per") && !IsWordAhead(1, "act")) {
    Advance();
    unit.kind = AcceptWord("sqrt") ? UnitKind::kPerSqrt : UnitKind::kPer;
    if (!IsTimeUnit(0) && Is(TokenKind::kName)) {
      FailUnknownWord("after `per`", {"day", "week", "month", "year", "sqrt"});
    }
    unit.time = ParseTimeUnit();
  } else {
    return std::nullopt;
  }
  unit.span = SpanFrom(start);
  return unit;
}

ExprId Parser::WithUnit(std::size_t start, ExprId value, const Unit& unit) {
  return Add(start, syntax::UnitExpr{value, unit}, {value});
}

ExprId Parser::ParsePostfix() {
  const std::size_t start = at_;
  const bool number = Is(TokenKind::kNumber) || Is(TokenKind::kLeftParen);
  ExprId value = ParsePrimary();
  while (Is(TokenKind::kDot)) {
    Advance();
    const Name attribute = ParseName("an attribute");
    value = Add(start, syntax::AttributeExpr{value, attribute}, {value});
  }
  // Two at most: 5 % per year.
  for (int i = 0; i < 2; ++i) {
    if (const std::optional<Unit> unit = TryUnit(number && i == 0)) {
      value = WithUnit(start, value, *unit);
    }
  }
  return value;
}

void Parser::ParseInterval(ExprId& low, ExprId& high) {
  const std::size_t start = at_;
  low = ParseSum();
  if (!AcceptWord("to")) return;
  high = ParseSum();
  if (panic_) return;
  const auto* united = std::get_if<syntax::UnitExpr>(&tree_.at(high).node);
  if (united == nullptr || std::holds_alternative<syntax::UnitExpr>(tree_.at(low).node)) return;
  // The unit after the upper bound holds for both.
  Unit unit = united->unit;
  unit.implied = true;
  const SourceSpan span = tree_.at(low).span;
  low = WithUnit(start, low, unit);
  tree_.expressions[low.index()].span = span;
}

ExprId Parser::ParseDuration(std::string_view where) {
  const std::size_t start = at_;
  if (IsTimeUnit(0)) {
    const ExprId one = Add(start, syntax::NumberExpr{1}, {});
    Unit unit;
    unit.kind = UnitKind::kDuration;
    unit.time = ParseTimeUnit();
    unit.span = SpanFrom(start);
    return WithUnit(start, one, unit);
  }
  if (!AtExpression()) {
    FailExpected("a length of time such as `18 months`", where);
    return AddError();
  }
  return ParseSum();
}

syntax::Range Parser::ParseRange() {
  const std::size_t start = at_;
  syntax::Range range;
  if (!Is(TokenKind::kDotDot)) range.low = ParseSum();
  Expect(TokenKind::kDotDot, "between the bounds of a range");
  const bool named = Is(TokenKind::kName) && !Now().line_start &&
                     !IsReserved(TextAhead(0)) && !IsAnyWord({"cite", "judgement", "key"});
  if (Is(TokenKind::kNumber) || Is(TokenKind::kMinus) || Is(TokenKind::kLeftParen) || named) {
    range.high = ParseSum();
  }
  range.span = SpanFrom(start);
  return range;
}

std::vector<ExprId> Parser::ParseExprList(TokenKind close, std::string_view where) {
  std::vector<ExprId> list;
  if (Accept(close)) return list;
  do {
    list.push_back(ParseExpr());
  } while (Accept(TokenKind::kComma));
  Expect(close, where);
  return list;
}

}  // namespace entente::language
