// The atoms of expressions: numbers, dates, names with indices, calls, aggregates, clocks,
// pressures, and the probes of claims.
#include <fmt/format.h>

#include <array>
#include <charconv>

#include "language/parse/parser.h"

namespace entente::language {

using syntax::AggregateOp;
using syntax::ExprId;
using syntax::Name;

namespace {

struct AggregateWord {
  std::string_view word;
  AggregateOp op;
};
constexpr auto kAggregates = std::to_array<AggregateWord>({
    {"sum", AggregateOp::kSum}, {"mean", AggregateOp::kMean},   {"min", AggregateOp::kMin},
    {"max", AggregateOp::kMax}, {"count", AggregateOp::kCount}, {"any", AggregateOp::kAny},
    {"all", AggregateOp::kAll}, {"product", AggregateOp::kProduct},
});

std::optional<AggregateOp> AggregateOf(std::string_view word) {
  for (const AggregateWord& entry : kAggregates) {
    if (entry.word == word) return entry.op;
  }
  return std::nullopt;
}

}  // namespace

ExprId Parser::ParsePrimary() {
  const std::size_t start = at_;
  if (AtFlushDeclaration()) {
    FailExpected("an expression", "here");
    return AddError();
  }
  switch (Now().kind) {
    case TokenKind::kNumber:
      return ParseNumber();
    case TokenKind::kDate: {
      const syntax::Date date = ParseDate("here");
      return Add(start, syntax::DateExpr{date.date}, {});
    }
    case TokenKind::kLeftParen:
      return ParseParenthesised();
    case TokenKind::kMonthDay:
    case TokenKind::kYearMonth:
      Fail(DiagnosticKind::kSyntaxError, NowSpan(),
           fmt::format("`{}` is a day of the year or a month, not a number here", TextAhead(0)),
           "put spaces around the minus of a subtraction");
      return AddError();
    case TokenKind::kName:
      if (!IsReserved(TextAhead(0)) || IsAnyWord({"true", "false"})) return ParseNameExpr();
      break;
    default:
      break;
  }
  FailExpected("an expression", "here");
  return AddError();
}

ExprId Parser::ParseNumber() {
  const std::size_t start = at_;
  const std::string_view text = stream_.TextOf(Now());
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  Advance();
  return Add(start, syntax::NumberExpr{value}, {});
}

ExprId Parser::ParseParenthesised() {
  const SourceSpan opener = NowSpan();
  Advance();
  const ExprId value = ParseExpr();
  if (!panic_ && !Is(TokenKind::kRightParen)) {
    Fail(DiagnosticKind::kUnclosedBracket, opener,
         fmt::format("`(` is not closed before {}", Saw()), "add a `)`");
    return value;
  }
  Accept(TokenKind::kRightParen);
  if (value.valid()) tree_.expressions[value.index()].parenthesised = true;
  return value;
}

std::optional<ExprId> Parser::TrySpecialForm() {
  const std::size_t start = at_;
  if (IsWord("time") && (IsWordAhead(1, "in") || IsWordAhead(1, "since") ||
                         (IsWordAhead(1, "until") && IsWordAhead(2, "election")))) {
    return ParseClock();
  }
  if (IsWord("season") && IsAhead(1, TokenKind::kLeftParen)) return ParseSeason();
  if (IsAnyWord({"heat", "goodwill"}) && IsAhead(1, TokenKind::kLeftBracket)) {
    return ParsePressure();
  }
  if (IsWord("intensity") && IsWordAhead(1, "of")) {
    Advance();
    Advance();
    const syntax::ActPattern acts = ParseActPattern(PatternUse::kInExpression);
    return Add(start, syntax::IntensityExpr{acts}, {});
  }
  if (IsWord("rate") && IsWordAhead(1, "of")) {
    Advance();
    Advance();
    syntax::RateOfExpr rate;
    rate.happening = ParseHappening(false);
    if (AcceptWord("while")) rate.guard = ParseRateGuard();
    const ExprId guard = rate.guard;
    return Add(start, std::move(rate), {guard});
  }
  // Arguments open on the same line; a bracket on the next line begins something else.
  if (!IsAhead(1, TokenKind::kLeftParen) || Ahead(1).line_start) return std::nullopt;
  if (IsAnyWord({"necessity", "sufficiency"})) return ParseCausation();
  if (AggregateOf(TextAhead(0)) && AtBinding(2)) return ParseAggregate();
  return ParseCall();
}

ExprId Parser::ParseNameExpr() {
  const std::size_t start = at_;
  if (IsAnyWord({"true", "false"})) {
    const bool value = IsWord("true");
    Advance();
    return Add(start, syntax::BoolExpr{value}, {});
  }
  if (const std::optional<ExprId> special = TrySpecialForm()) return *special;
  const syntax::Ref ref = ParseRef("a name");
  return Add(start, syntax::NameExpr{ref}, {}, ref.indices);
}

ExprId Parser::ParseClock() {
  const std::size_t start = at_;
  Advance();
  if (AcceptWord("in")) {
    syntax::TimeInExpr clock;
    clock.state = ParseName("a state");
    if (AcceptWord("of")) clock.issue = ParseRef("an issue");
    return Add(start, std::move(clock), {});
  }
  if (AcceptWord("since")) {
    syntax::TimeSinceExpr clock{ParseHappening(false)};
    return Add(start, std::move(clock), {});
  }
  ExpectWord("until", "after `time`");
  ExpectWord("election", "after `time until`");
  ExpectWord("of", "after `election`");
  const Name actor = ParseName("an actor");
  return Add(start, syntax::TimeUntilElectionExpr{actor}, {});
}

ExprId Parser::ParseSeason() {
  const std::size_t start = at_;
  Advance();
  Hint(kHintCallParen);
  Accept(TokenKind::kLeftParen);
  syntax::SeasonExpr season;
  std::vector<ExprId> values;
  do {
    if (AcceptWord("else")) {
      season.otherwise = ParseExpr();
      values.push_back(season.otherwise);
      break;
    }
    syntax::SeasonPart part;
    part.from = ParseMonthDay("at the start of a season");
    ExpectWord("to", "between the ends of a season");
    part.to = ParseMonthDay("at the end of a season");
    Expect(TokenKind::kColon, "before a season's value");
    part.value = ParseExpr();
    values.push_back(part.value);
    season.parts.push_back(std::move(part));
  } while (Accept(TokenKind::kComma));
  Expect(TokenKind::kRightParen, "to close the seasons");
  return Add(start, std::move(season), {}, values);
}

ExprId Parser::ParsePressure() {
  const std::size_t start = at_;
  syntax::PressureExpr pressure;
  pressure.goodwill = IsWord("goodwill");
  Advance();
  Advance();
  pressure.from = ParseName("an actor");
  Expect(TokenKind::kComma, "between the actors of a pressure");
  pressure.to = ParseName("an actor");
  Expect(TokenKind::kComma, "before the track of a pressure; all tracks are written `all`");
  pressure.track = ParseExpr();
  Expect(TokenKind::kRightBracket, "to close the indices");
  const ExprId track = pressure.track;
  return Add(start, std::move(pressure), {track});
}

ExprId Parser::ParseAggregate() {
  const std::size_t start = at_;
  const Nesting nesting(*this);
  if (nesting_ > limits_.max_nesting && TooDeep()) return AddError();
  syntax::AggregateExpr aggregate;
  aggregate.op = AggregateOf(TextAhead(0)).value_or(AggregateOp::kSum);
  Advance();
  Accept(TokenKind::kLeftParen);
  ParseBindings(aggregate.head);
  Expect(TokenKind::kRightParen, "to close the index variables");
  const bool truth = aggregate.op == AggregateOp::kCount || aggregate.op == AggregateOp::kAny ||
                     aggregate.op == AggregateOp::kAll;
  // `count (x in S where C)` is complete; all others need a body.
  if (aggregate.op != AggregateOp::kCount || !aggregate.head.where.valid()) {
    aggregate.body = truth ? ParseComparison() : ParseProduct();
  }
  const ExprId body = aggregate.body;
  const ExprId where = aggregate.head.where;
  return Add(start, std::move(aggregate), {body, where});
}

ExprId Parser::ParseCausation() {
  const std::size_t start = at_;
  syntax::CausationExpr causation;
  causation.sufficiency = IsWord("sufficiency");
  Advance();
  Hint(kHintCallParen);
  Accept(TokenKind::kLeftParen);
  causation.cause = ParseHappening(false);
  Expect(TokenKind::kComma, "between cause and effect");
  causation.effect = ParseHappening(false);
  Expect(TokenKind::kRightParen, "to close the arguments");
  return Add(start, std::move(causation), {});
}

ExprId Parser::ParseCall() {
  const std::size_t start = at_;
  const Nesting nesting(*this);
  if (nesting_ > limits_.max_nesting && TooDeep()) return AddError();
  const Name function = ParseName("a function");
  Hint(kHintCallParen);
  Accept(TokenKind::kLeftParen);
  const bool is_probe = function.text == "P" || function.text == "E" || function.text == "m";
  const bool is_quantile = function.text == "quantile";
  std::vector<ExprId> arguments;
  if (!Is(TokenKind::kRightParen)) {
    do {
      arguments.push_back(ParseExpr());
    } while (Accept(TokenKind::kComma));
  }
  if ((arguments.size() == 1 && (is_probe || IsAnyWord({"under", "given"}))) ||
      (arguments.size() == 2 && is_quantile)) {
    syntax::ProbeExpr probe;
    probe.functional = function;
    probe.outcome = arguments.front();
    if (is_quantile) probe.level = arguments.back();
    if (AcceptWord("under")) probe.under = ParseUnder();
    if (AcceptWord("given")) probe.given = ParseExpr();
    Expect(TokenKind::kRightParen, "to close the arguments");
    const ExprId given = probe.given;
    const ExprId level = probe.level;
    return Add(start, std::move(probe), {arguments.front(), level, given});
  }
  Expect(TokenKind::kRightParen, "to close the arguments");
  return Add(start, syntax::CallExpr{function, arguments}, {}, arguments);
}

std::vector<syntax::Ref> Parser::ParseUnder() {
  std::vector<syntax::Ref> refs;
  do {
    const std::size_t start = at_;
    syntax::Ref ref{ParseName("a policy or scenario"), {}, {}};
    if (Is(TokenKind::kLeftParen)) {
      Hint(kHintCallParen);
      Advance();
      ref.indices = ParseExprList(TokenKind::kRightParen, "to close the doses");
    }
    ref.span = SpanFrom(start);
    refs.push_back(std::move(ref));
  } while (Accept(TokenKind::kComma));
  return refs;
}

}  // namespace entente::language
