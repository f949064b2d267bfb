// Acts and happenings: who acts toward whom, which acts are meant, what can happen.
#include <fmt/format.h>

#include "language/parse/parser.h"

namespace entente::language {

using syntax::ActClauses;
using syntax::ActPattern;
using syntax::ActSign;
using syntax::Dyad;
using syntax::Happening;
using syntax::HappeningForm;
using syntax::Name;

void Parser::SpanAct(ActClauses& act, std::size_t start) {
  act.span = act.span.valid() ? Cover(act.span, SpanFrom(start)) : SpanFrom(start);
}

bool Parser::TryAct(ActClauses& act, bool in_body) {
  const std::size_t start = at_;
  const bool first = in_body && !act.span.valid();
  const auto accept = [&](std::string_view word) {
    if (!IsWord(word)) return false;
    if (first) Hint(kHintClause);
    return AcceptWord(word);
  };
  if (IsWord("by") && !(IsWordAhead(1, "effect")) &&
      !(IsWordAhead(1, "decision") && IsAhead(2, TokenKind::kName))) {
    accept("by");
    Once(!act.by.empty(), "by", start);
    act.by = ParseNames("an actor");
  } else if (accept("toward")) {
    Once(!act.toward.empty(), "toward", start);
    act.toward = ParseNames("an actor");
  } else if (AcceptWord("together")) {
    act.together = true;
  } else if (accept("about")) {
    Once(!act.about.empty(), "about", start);
    do {
      act.about.push_back(ParseExpr());
    } while (Accept(TokenKind::kComma));
  } else if (accept("weight")) {
    Once(act.weight.valid(), "weight", start);
    ParseInterval(act.weight, act.weight_high);
  } else if (accept("tagged")) {
    Once(!act.tags.empty(), "tagged", start);
    act.tags = ParseNames("a tag");
  } else if (IsWord("without") && IsWordAhead(1, "linkages")) {
    accept("without");
    Advance();
    act.without_linkages = true;
  } else {
    return false;
  }
  SpanAct(act, start);
  return true;
}

// ---- patterns -------------------------------------------------------------------------------

bool Parser::AtActPattern(bool dyads_allowed) const {
  if (IsAnyWord({"hostile", "cooperative", "acts"})) return true;
  if (!Is(TokenKind::kName)) return false;
  if (dyads_allowed && IsAhead(1, TokenKind::kArrow)) return true;
  for (std::size_t ahead = 1; IsAhead(ahead, TokenKind::kName) && ahead < 4; ++ahead) {
    const std::string_view word = TextAhead(ahead);
    if (word == "hostile" || word == "cooperative" || word == "acts") return true;
    if (IsReserved(word) || word == "to" || word == "of") return false;
  }
  return false;
}

Dyad Parser::ParseDyad() {
  const std::size_t start = at_;
  Dyad dyad;
  dyad.from = ParseName("an actor");
  Expect(TokenKind::kArrow, "between the actors of a pair");
  dyad.to = ParseName("an actor");
  dyad.span = SpanFrom(start);
  return dyad;
}

// After a comma: another track, and not the next clause (`, half-life 6 months`) or argument
// (`, size 2`).
bool Parser::AtTrackList() const {
  return Is(TokenKind::kComma) && IsAhead(1, TokenKind::kName) && !IsWordAhead(1, "half-life") &&
         !IsAhead(2, TokenKind::kNumber) && !IsAhead(2, TokenKind::kArrow);
}

// `scale acts by NOR by 2`: the last `by` of an intervention is its factor, an earlier one is not.
bool Parser::AtActors() const {
  constexpr std::size_t kMaxLookahead = 128;
  std::size_t ahead = 1;
  while (ahead < kMaxLookahead && IsAhead(ahead, TokenKind::kName) &&
         IsAhead(ahead + 1, TokenKind::kComma)) {
    ahead += 2;
  }
  return IsAhead(ahead, TokenKind::kName) &&
         (IsWordAhead(ahead + 1, "by") || IsWordAhead(ahead + 1, "toward") ||
          IsWordAhead(ahead + 1, "about"));
}

std::vector<Name> Parser::ParsePatternNames(std::string_view what, PatternUse use) {
  std::vector<Name> names = {ParseName(what)};
  if (use == PatternUse::kInExpression) return names;  // there a comma separates arguments
  while (AtTrackList() && Accept(TokenKind::kComma)) names.push_back(ParseName(what));
  return names;
}

bool Parser::TryPatternClause(ActPattern& pattern, PatternUse use) {
  const std::size_t start = at_;
  if (AcceptWord("between")) {
    // `between KOR, JPN` needs two, everywhere.
    Once(!pattern.between.empty(), "between", start);
    pattern.between = {ParseName("an actor or a set")};
    while (AtTrackList() && Accept(TokenKind::kComma)) {
      pattern.between.push_back(ParseName("an actor"));
      if (use == PatternUse::kInExpression) break;
    }
  } else if ((use != PatternUse::kBeforeFactor || AtActors()) && AcceptWord("by")) {
    Once(!pattern.by.empty(), "by", start);
    pattern.by = ParsePatternNames("an actor", use);
  } else if (AcceptWord("toward")) {
    Once(!pattern.toward.empty(), "toward", start);
    pattern.toward = ParsePatternNames("an actor", use);
  } else if (AcceptWord("about")) {
    Once(!pattern.about.empty(), "about", start);
    pattern.about = ParsePatternNames("a track", use);
  } else {
    return false;
  }
  return true;
}

ActPattern Parser::ParseActPattern(PatternUse use) {
  const std::size_t start = at_;
  ActPattern pattern;
  while (Is(TokenKind::kName) && !IsAhead(1, TokenKind::kArrow) && !AcceptWord("acts")) {
    if (IsAnyWord({"between", "by", "toward", "about", "to"})) break;
    if (AcceptWord("hostile")) {
      pattern.sign = ActSign::kHostile;
    } else if (AcceptWord("cooperative")) {
      pattern.sign = ActSign::kCooperative;
    } else if (AtActPattern(true)) {
      pattern.tags.push_back(ParseName("a tag"));
    } else {
      break;
    }
  }
  if (Is(TokenKind::kName) && IsAhead(1, TokenKind::kArrow)) {
    do {
      pattern.dyads.push_back(ParseDyad());
    } while (Is(TokenKind::kComma) && IsAhead(1, TokenKind::kName) &&
             IsAhead(2, TokenKind::kArrow) && Accept(TokenKind::kComma));
  }
  while (TryPatternClause(pattern, use)) {
  }
  if (at_ == start) {
    FailExpected("acts such as `hostile a -> b about history` or `hostile acts between KOR, JPN`",
                 "here");
  }
  pattern.span = SpanFrom(start);
  return pattern;
}

// ---- happenings -----------------------------------------------------------------------------

std::vector<Name> Parser::ParseStateSet() {
  std::vector<Name> names;
  if (AcceptWord("each")) ExpectWord("of", "after `each`");
  if (Is(TokenKind::kLeftBrace)) {
    Braced("the states", [&] { names.push_back(ParseName("a state")); });
  } else {
    names.push_back(ParseName("a state"));
  }
  return names;
}

Happening Parser::ParseHappening(bool several_targets, syntax::IndexHead* head) {
  const std::size_t start = at_;
  Happening happening;
  if (head != nullptr && IsAhead(1, TokenKind::kLeftBracket) && AtBinding(2)) {
    // upon nts[x in topics] -> securitised: the indices are declared where they stand.
    happening.target.name = ParseName("an issue, event or decision");
    syntax::IndexHead declared = ParseBracketHead();
    for (const syntax::Binding& binding : declared.bindings) {
      for (const Name& variable : binding.variables) {
        tree_.expressions.push_back(syntax::Expr{
            variable.span, syntax::NameExpr{syntax::Ref{variable, {}, variable.span}}, false});
        heights_.push_back(1);
        happening.target.indices.push_back(syntax::ExprId(tree_.expressions.size() - 1));
      }
    }
    *head = std::move(declared);
    happening.target.span = SpanFrom(start);
  } else {
    happening.target = ParseRef("an issue, event or decision");
  }
  if (Accept(TokenKind::kColon)) {
    std::vector<Name> names = ParseStateSet();
    if (Is(TokenKind::kArrow)) {
      happening.from = std::move(names);
    } else {
      happening.form = HappeningForm::kOption;
      happening.to = std::move(names);
    }
  }
  if (Accept(TokenKind::kArrow)) {
    happening.form = HappeningForm::kTransition;
    happening.to.push_back(ParseName("a state"));
    // `chip_rules -> huawei, advanced_chips`: further states, unless the next is a happening.
    while (several_targets && Is(TokenKind::kComma) && IsAhead(1, TokenKind::kName) &&
           !IsAhead(2, TokenKind::kArrow) && !IsAhead(2, TokenKind::kLeftBracket) &&
           !IsAhead(2, TokenKind::kColon) && Accept(TokenKind::kComma)) {
      happening.to.push_back(ParseName("a state"));
    }
  }
  happening.span = SpanFrom(start);
  return happening;
}

std::vector<Happening> Parser::ParseHappenings(syntax::IndexHead* head) {
  std::vector<Happening> happenings;
  do {
    happenings.push_back(ParseHappening(true, head));
  } while (Accept(TokenKind::kComma));
  return happenings;
}

}  // namespace entente::language
