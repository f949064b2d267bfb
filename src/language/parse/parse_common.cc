// Names, texts, dates, sets, index heads, annotations and the small lists in braces.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "language/parse/parser.h"

namespace entente::language {

using syntax::Annotations;
using syntax::Attribute;
using syntax::Binding;
using syntax::Citation;
using syntax::Date;
using syntax::ExprId;
using syntax::IndexHead;
using syntax::MonthDay;
using syntax::Name;
using syntax::OddsEntry;
using syntax::Ref;
using syntax::Set;
using syntax::SetForm;
using syntax::TableRow;
using syntax::Text;

namespace {

// Tokens looked through for the end of a list of names; a bound, or long lists would take time
// that grows with the square of their length.
constexpr std::size_t kMaxLookahead = 128;

// The date written, or, for an impossible day (which the lexer reported), one near it, so that no
// second message follows.
CivilDate NearestDate(std::string_view text) {
  const auto number = [&](std::size_t begin, std::size_t count) {
    std::int32_t value = 0;
    std::from_chars(text.data() + begin, text.data() + begin + count, value);
    return value;
  };
  CivilDate date;
  date.year = std::max(1, number(0, 4));
  date.month = std::clamp(number(5, 2), 1, 12);
  date.day = std::clamp(number(8, 2), 1, DaysInMonth(date.year, date.month));
  return date;
}

}  // namespace

Name Parser::ParseName(std::string_view what) {
  if (!Is(TokenKind::kName) || IsReserved(stream_.TextOf(Now())) || AtFlushDeclaration()) {
    FailExpected(what, "here");
    return Name{"", NowSpan()};
  }
  Name name{std::string(stream_.TextOf(Now())), NowSpan()};
  Advance();
  return name;
}

Name Parser::ParseDeclaredName(std::string_view what) {
  if (Is(TokenKind::kName) && IsReserved(stream_.TextOf(Now()))) {
    const std::string word(stream_.TextOf(Now()));
    Report(DiagnosticKind::kReservedWord, NowSpan(),
           fmt::format("`{}` is a word of the language and cannot be {}", word, what),
           fmt::format("choose another name, such as `{}_`", word));
    Name name{word, NowSpan()};
    Advance();
    return name;
  }
  return ParseName(what);
}

std::vector<Name> Parser::ParseNames(std::string_view what) {
  std::vector<Name> names;
  do {
    names.push_back(ParseName(what));
  } while (Accept(TokenKind::kComma));
  return names;
}

Text Parser::ParseText(std::string_view what) {
  if (!Is(TokenKind::kString)) {
    FailExpected(what, "in quotes here");
    return Text{"", NowSpan()};
  }
  const std::string_view raw = stream_.TextOf(Now());
  Text text{"", NowSpan()};
  const bool closed = raw.size() > 1 && raw.back() == '"';
  const std::string_view inner = raw.substr(1, raw.size() - (closed ? 2 : 1));
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] == '\\' && i + 1 < inner.size()) ++i;
    text.text += inner[i];
  }
  Advance();
  return text;
}

Date Parser::ParseDate(std::string_view where) {
  Date date{CivilDate{}, NowSpan()};
  if (!Is(TokenKind::kDate)) {
    FailExpected("a date such as 2019-08-22", where);
    return date;
  }
  date.date = NearestDate(stream_.TextOf(Now()));
  Advance();
  return date;
}

MonthDay Parser::ParseMonthDay(std::string_view where) {
  MonthDay day;
  day.span = NowSpan();
  if (!Is(TokenKind::kMonthDay)) {
    FailExpected("a day of the year such as 11-23", where);
    return day;
  }
  const std::string_view text = stream_.TextOf(Now());
  // An impossible day was reported by the lexer: one near it stands in.
  day.month = std::clamp((text[0] - '0') * 10 + (text[1] - '0'), 1, 12);
  day.day = std::clamp((text[3] - '0') * 10 + (text[4] - '0'), 1, 31);
  Advance();
  return day;
}

Ref Parser::ParseRef(std::string_view what) {
  const std::size_t start = at_;
  Ref ref;
  ref.name = ParseName(what);
  if (Accept(TokenKind::kLeftBracket)) {
    ref.indices = ParseExprList(TokenKind::kRightBracket, "to close the indices");
  }
  ref.span = SpanFrom(start);
  return ref;
}

Set Parser::ParseSet() {
  const std::size_t start = at_;
  Set set;
  if (!Is(TokenKind::kLeftBrace)) {
    set.name = ParseName("a set, or members in `{ }`");
    set.span = SpanFrom(start);
    return set;
  }
  if (IsAhead(1, TokenKind::kName) && IsWordAhead(2, "in")) {
    Advance();
    set.form = SetForm::kFiltered;
    set.variable = ParseName("a variable");
    ExpectWord("in", "after the variable");
    set.name = ParseName("a set");
    if (ExpectWord("where", "after the set that is filtered")) set.where = ParseExpr();
    Expect(TokenKind::kRightBrace, "to close the set");
  } else {
    set.form = SetForm::kListed;
    Braced("a set", [&] { set.members.push_back(ParseName("a member")); });
  }
  set.span = SpanFrom(start);
  return set;
}

Binding Parser::ParseBinding() {
  const std::size_t start = at_;
  Binding binding;
  do {
    binding.variables.push_back(ParseDeclaredName("an index variable"));
  } while (Accept(TokenKind::kComma));
  if (ExpectWord("in", "between the index variables and their set")) binding.set = ParseSet();
  binding.span = SpanFrom(start);
  return binding;
}

bool Parser::AtBinding(std::size_t ahead) const {
  const std::size_t end = ahead + kMaxLookahead;
  while (ahead < end && IsAhead(ahead, TokenKind::kName) && IsAhead(ahead + 1, TokenKind::kComma)) {
    ahead += 2;
  }
  return IsAhead(ahead, TokenKind::kName) && IsWordAhead(ahead + 1, "in");
}

void Parser::ParseBindings(IndexHead& head) {
  const std::size_t start = at_;
  do {
    head.bindings.push_back(ParseBinding());
    const std::size_t where_start = at_;
    if (!AcceptWord("where")) continue;
    const ExprId condition = ParseExpr();
    // Conditions after several bindings hold together.
    head.where = head.where.valid()
                     ? Add(where_start,
                           syntax::BinaryExpr{syntax::BinaryOp::kAnd, SpanFrom(where_start),
                                              head.where, condition},
                           {head.where, condition})
                     : condition;
  } while (IsAhead(0, TokenKind::kComma) && AtBinding(1) && Accept(TokenKind::kComma));
  head.span = SpanFrom(start);
}

IndexHead Parser::ParseBracketHead() {
  IndexHead head;
  if (!Accept(TokenKind::kLeftBracket)) return head;
  ParseBindings(head);
  Expect(TokenKind::kRightBracket, "to close the indices");
  return head;
}

bool Parser::TryAnnotation(Annotations& out, bool title_allowed) {
  const std::size_t start = at_;
  if (title_allowed && Is(TokenKind::kString)) {
    Once(out.title.has_value(), "the title", start);
    out.title = ParseText("a title");
    return true;
  }
  if (AcceptClause("cite")) {
    do {
      Citation citation;
      const std::size_t first = at_;
      citation.source = ParseName("a source");
      if (AcceptWord("at")) citation.at = ParseText("a place in the source");
      if (AcceptWord("says")) citation.says = ParseText("a paraphrase");
      citation.span = SpanFrom(first);
      out.citations.push_back(std::move(citation));
    } while (Accept(TokenKind::kComma));
    return true;
  }
  if (IsWord("judgement")) {
    AcceptClause("judgement");
    Citation citation;
    citation.is_judgement = true;
    if (Is(TokenKind::kString)) citation.why = ParseText("a reason");
    citation.span = SpanFrom(start);
    out.citations.push_back(std::move(citation));
    return true;
  }
  if (IsWord("key") && IsAhead(1, TokenKind::kString)) {
    AcceptClause("key");
    Once(out.key.has_value(), "key", start);
    out.key = ParseText("the old name");
    return true;
  }
  return false;
}

bool Parser::TryAnnotationOnLine(Annotations& out) {
  return !Now().line_start && TryAnnotation(out, false);
}

std::vector<Attribute> Parser::ParseAttributes() {
  std::vector<Attribute> attributes;
  if (!Is(TokenKind::kLeftBrace)) return attributes;
  Braced("the attributes", [&] {
    Attribute attribute;
    const std::size_t start = at_;
    Hint(kHintClause);
    attribute.name = ParseDeclaredName("an attribute");
    attribute.value = ParseExpr();
    attribute.span = SpanFrom(start);
    attributes.push_back(std::move(attribute));
  });
  return attributes;
}

std::vector<OddsEntry> Parser::ParseOdds() {
  std::vector<OddsEntry> odds;
  Braced("the odds", [&] {
    OddsEntry entry;
    const std::size_t start = at_;
    Hint(kHintClause);
    entry.is_rest = AcceptWord("else");
    entry.outcome = ParseName("an outcome");
    if (!entry.is_rest) entry.probability = ParseExpr();
    entry.span = SpanFrom(start);
    odds.push_back(std::move(entry));
  });
  return odds;
}

bool Parser::AtRow(std::size_t ahead) const {
  const std::size_t end = ahead + kMaxLookahead;
  while (ahead < end && IsAhead(ahead, TokenKind::kName) && IsAhead(ahead + 1, TokenKind::kComma)) {
    ahead += 2;
  }
  return IsAhead(ahead, TokenKind::kName) && IsAhead(ahead + 1, TokenKind::kColon);
}

std::vector<TableRow> Parser::ParseRows() {
  std::vector<TableRow> rows;
  Braced("the rows", [&] {
    TableRow row;
    const std::size_t start = at_;
    Hint(kHintClause);
    row.key = ParseNames("a member");
    Expect(TokenKind::kColon, "between a row's members and its values");
    do {
      row.values.push_back(ParseExpr());
      if (!Is(TokenKind::kComma)) break;
      // `KOR: 1, 2, JPN: 3, 4`: a comma may also stand between rows.
      if (AtRow(1)) break;
    } while (Accept(TokenKind::kComma));
    row.span = SpanFrom(start);
    rows.push_back(std::move(row));
  });
  return rows;
}

}  // namespace entente::language
