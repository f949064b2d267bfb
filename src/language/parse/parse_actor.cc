// Who there is and what is given: actors, organs, sets, tracks, tables, parameters.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "language/parse/parser.h"

namespace entente::language {

using syntax::Annotations;
using syntax::ExprId;

syntax::ActorDecl Parser::ParseActor(Annotations& notes) {
  syntax::ActorDecl actor;
  actor.name = ParseDeclaredName("the actor's name");
  while (TryAnnotation(notes, true)) {
  }
  if (Is(TokenKind::kColon)) Hint(kHintColumn);
  if (Accept(TokenKind::kColon)) actor.kinds = ParseNames("a kind of actor, such as `state`");
  while (TryAnnotation(notes, true)) {
  }
  actor.attributes = ParseAttributes();
  return actor;
}

syntax::OrganDecl Parser::ParseOrgan(Annotations& notes) {
  syntax::OrganDecl organ;
  organ.name = ParseDeclaredName("the organ's name");
  while (TryAnnotation(notes, true)) {
  }
  ExpectWord("of", "and the actor that the organ belongs to");
  organ.of = ParseName("an actor");
  organ.attributes = ParseAttributes();
  return organ;
}

syntax::SetMember Parser::ParseSetMember() {
  syntax::SetMember member;
  member.name = ParseDeclaredName("a member");
  while (TryAnnotationOnLine(member.annotations) ||
         (Is(TokenKind::kString) && TryAnnotation(member.annotations, true))) {
  }
  member.attributes = ParseAttributes();
  return member;
}

syntax::SetDecl Parser::ParseSetDecl(Annotations& notes) {
  syntax::SetDecl set;
  set.name = ParseDeclaredName("the set's name");
  while (TryAnnotation(notes, true)) {
  }
  if (Accept(TokenKind::kEqual)) {
    set.value = ParseSet();
    return set;
  }
  if (!Is(TokenKind::kLeftBrace)) {
    FailExpected("`= { … }` or `{ … }`", "after the set's name");
    return set;
  }
  Braced("the set", [&] { set.members.push_back(ParseSetMember()); });
  return set;
}

syntax::TrackDecl Parser::ParseTracks() {
  syntax::TrackDecl tracks;
  do {
    tracks.tracks.push_back(ParseSetMember());
  } while (Accept(TokenKind::kComma));
  return tracks;
}

syntax::TableDecl Parser::ParseTable(Annotations& notes) {
  syntax::TableDecl table;
  table.name = ParseDeclaredName("the table's name");
  table.head = ParseBracketHead();
  while (TryAnnotation(notes, true)) {
  }
  if (AcceptClause("from")) {
    table.from_file = ParseText("a file's name");
  } else if (Is(TokenKind::kLeftBrace)) {
    table.rows = ParseRows();
  } else {
    FailExpected("`{ rows }` or `from \"file.csv\"`", "after the table's name");
  }
  return table;
}

// ---- parameters -----------------------------------------------------------------------------

syntax::ParamDecl Parser::ParseParam(Annotations& notes) {
  syntax::ParamDecl param;
  if (Accept(TokenKind::kLeftParen)) {
    param.joint = true;
    do {
      param.names.push_back(ParseDeclaredName("a parameter's name"));
    } while (Accept(TokenKind::kComma));
    Expect(TokenKind::kRightParen, "to close the parameters");
  } else {
    param.names.push_back(ParseDeclaredName("the parameter's name"));
  }
  param.head = ParseBracketHead();
  const auto try_range = [&] {
    if (!AcceptWord("in")) return;
    const syntax::Range range = ParseRange();
    param.low = range.low;
    param.high = range.high;
  };
  while (TryAnnotation(notes, true)) {
  }
  try_range();
  if (Accept(TokenKind::kTilde)) {
    if (AcceptWord("joint")) param.joint = true;
    param.prior = ParsePrior();
  } else if (Accept(TokenKind::kEqual)) {
    param.value = ParseSum();
  } else {
    FailExpected("`~ prior` or `= value`", "after the parameter's name");
  }
  try_range();
  return param;
}

syntax::Prior Parser::ParsePrior() {
  const std::size_t start = at_;
  syntax::Prior prior;
  if (Is(TokenKind::kName) && IsAhead(1, TokenKind::kLeftParen)) {
    prior.family = ParseName("a family of distributions");
    Hint(kHintCallParen);
    Advance();
    if (!Is(TokenKind::kRightParen)) {
      do {
        prior.arguments.push_back(ParsePriorArgument());
      } while (Accept(TokenKind::kComma) || AtNamedArgument(0));
    }
    Expect(TokenKind::kRightParen, "to close the prior's arguments");
  } else {
    prior.form = syntax::PriorForm::kInterval;
    ParseInterval(prior.low, prior.high);
    if (!panic_ && !prior.high.valid()) {
      FailExpected("`to`", "and the upper bound: a prior is `low to high` or `family(…)`");
    }
  }
  prior.span = SpanFrom(start);
  return prior;
}

bool Parser::AtNamedArgument(std::size_t ahead) const {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"mean", "sd", "median", "spread", "low", "high", "mode", "rate", "shape", "scale", "size",
       "correlation", "min", "max", "location", "df", "alpha", "beta", "probability", "trials",
       "concentration", "weights", "dispersion"});
  if (!IsAhead(ahead, TokenKind::kName)) return false;
  const std::string_view word = TextAhead(ahead);
  if (std::find(kNames.begin(), kNames.end(), word) == kNames.end()) return false;
  switch (Ahead(ahead + 1).kind) {
    case TokenKind::kName:
      return !IsWordAhead(ahead + 1, "of");  // `rate of x -> y` is an expression
    case TokenKind::kNumber:
    case TokenKind::kDate:
    case TokenKind::kMinus:
      return true;
    case TokenKind::kLeftParen:  // `mean (x in s) …` and `max(a, b)` are expressions
      return word != "min" && word != "max" && !AtBinding(ahead + 2);
    default:
      return false;
  }
}

syntax::PriorArgument Parser::ParsePriorArgument() {
  const std::size_t start = at_;
  syntax::PriorArgument argument;
  const bool named = AtNamedArgument(0);
  if (named) {
    Hint(kHintClause);
    argument.name = ParseName("an argument");
  }
  argument.values.push_back(ParseExpr());
  // `mean 0, 0` of a joint prior: further values of the same argument.
  while (named && Is(TokenKind::kComma) && !AtNamedArgument(1) && Accept(TokenKind::kComma)) {
    argument.values.push_back(ParseExpr());
  }
  argument.span = SpanFrom(start);
  return argument;
}

}  // namespace entente::language
