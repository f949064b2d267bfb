// What is asked and what is known: outcomes, claims, records, observations, objectives.
#include <fmt/format.h>

#include "language/parse/parser.h"

namespace entente::language {

using syntax::Annotations;
using syntax::OutcomeForm;

// ---- outcomes -------------------------------------------------------------------------------

syntax::OutcomeDecl Parser::ParseOutcome(Annotations& notes) {
  syntax::OutcomeDecl outcome;
  outcome.name = ParseDeclaredName("the outcome's name");
  outcome.head = ParseBracketHead();
  while (TryAnnotation(notes, true)) {
  }
  Hint(kHintColumn | kHintRelation);
  Expect(TokenKind::kEqual, "before what is asked");
  ParseFunctional(outcome);
  while (TryOutcomeClause(outcome) || TryAnnotation(notes, true)) {
  }
  return outcome;
}

void Parser::ParseFunctional(syntax::OutcomeDecl& outcome) {
  const auto of_form = [&](std::string_view word, OutcomeForm form) {
    if (!IsWord(word) || !IsWordAhead(1, "of")) return false;
    Advance();
    Advance();
    outcome.form = form;
    outcome.value = ParseExpr();
    return true;
  };
  if (IsAnyWord({"ever", "always"})) {
    outcome.form = IsWord("ever") ? OutcomeForm::kEver : OutcomeForm::kAlways;
    Advance();
    outcome.value = ParseExpr();
  } else if (IsWord("time") && IsWordAhead(1, "to")) {
    Advance();
    Advance();
    outcome.form = OutcomeForm::kTimeTo;
    outcome.value = ParseExpr();
  } else if (IsWord("count") && IsWordAhead(1, "of")) {
    Advance();
    Advance();
    if (AtActPattern(false)) {
      outcome.form = OutcomeForm::kCountActs;
      outcome.acts = ParseActPattern();
    } else {
      outcome.form = OutcomeForm::kCount;
      outcome.happenings = ParseHappenings();
    }
  } else if (IsWord("share") && IsWordAhead(1, "of")) {
    ParseShare(outcome);
  } else if (of_form("value", OutcomeForm::kValueAt)) {
    if (ExpectWord("at", "and a date or a length of time")) outcome.at = ParseSum();
  } else if (!of_form("mean", OutcomeForm::kMean) && !of_form("max", OutcomeForm::kMax) &&
             !of_form("min", OutcomeForm::kMin) && !of_form("final", OutcomeForm::kFinal)) {
    outcome.form = OutcomeForm::kExpression;
    outcome.value = ParseExpr();
  }
}

void Parser::ParseShare(syntax::OutcomeDecl& outcome) {
  Advance();
  Advance();
  if (AcceptWord("time")) {
    outcome.form = OutcomeForm::kShareOfTime;
    outcome.value = ParseExpr();
    return;
  }
  outcome.form = OutcomeForm::kEpisodes;
  ExpectWord("episodes", "or `time` after `share of`");
  ExpectWord("of", "after `episodes`");
  outcome.episode_issue = ParseRef("an issue");
  ExpectWord("in", "and the state that an episode is spent in");
  outcome.episode_state = ParseName("a state");
  ExpectWord("that", "after the state");
  ExpectWord("end", "after `that`");
  ExpectWord("in", "after `that end`");
  outcome.episode_end = ParseStateSet();
}

bool Parser::TryOutcomeClause(syntax::OutcomeDecl& outcome) {
  const std::size_t start = at_;
  syntax::OutcomeWindow& window = outcome.window;
  if (AcceptWord("within")) {
    Once(window.within.valid(), "within", start);
    window.within = ParseDuration("after `within`");
  } else if (AcceptWord("from")) {
    Once(window.from.valid(), "from", start);
    ParseInterval(window.from, window.to);
    if (!panic_ && !window.to.valid()) FailExpected("`to`", "and the end of the window");
  } else if (AcceptWord("of")) {
    Once(window.of.valid(), "of", start);
    window.of = ParseExpr();
  } else if (IsWord("per") && IsTimeUnit(1)) {
    Advance();
    outcome.per = ParseTimeUnit();
    return true;
  } else if (AcceptWord("given")) {
    Once(outcome.given.valid(), "given", start);
    outcome.given = ParseExpr();
    return true;
  } else if (AcceptWord("under")) {
    outcome.under = ParseUnder();
    return true;
  } else {
    return false;
  }
  window.span = window.span.valid() ? Cover(window.span, SpanFrom(start)) : SpanFrom(start);
  return true;
}

// ---- claims ---------------------------------------------------------------------------------

syntax::ClaimDecl Parser::ParseClaim(Annotations& notes) {
  syntax::ClaimDecl claim;
  claim.name = ParseDeclaredName("the claim's name");
  while (TryAnnotation(notes, true)) {
  }
  static const Words words = {"under", "given", "cite", "judgement", "P", "E", "rate"};
  Block("a claim", words, [&] {
    if (AcceptClause("under")) {
      claim.under = ParseUnder();
      return true;
    }
    if (AcceptClause("given")) {
      claim.given = ParseExpr();
      return true;
    }
    if (TryAnnotation(notes, true)) return true;
    if (!AtExpression()) return false;
    const std::size_t start = at_;
    syntax::ClaimStatement statement;
    statement.comparison = ParseExpr();
    if (AcceptWord("within")) statement.within = ParseSum();
    statement.span = SpanFrom(start);
    claim.statements.push_back(statement);
    Accept(TokenKind::kComma);
    return true;
  });
  return claim;
}

// ---- the record -----------------------------------------------------------------------------

syntax::RecordDecl Parser::ParseRecord() {
  syntax::RecordDecl record;
  record.path = ParseText("a file's name");
  if (AcceptWord("complete")) {
    ExpectWord("for", "after `complete`");
    do {
      record.complete_for.push_back(ParseRef("an issue or event"));
    } while (Accept(TokenKind::kComma));
  }
  if (AcceptWord("from")) {
    record.from = ParseDate("after `from`");
    ExpectWord("to", "after the first date");
    record.to = ParseDate("after `to`");
  }
  return record;
}

// A class of events by name, or CAMEO events by their code in quotes.
syntax::Name Parser::ParseCategory() {
  if (!Is(TokenKind::kString)) return ParseName("a category, such as `verbal_conflict` or \"14\"");
  const syntax::Text code = ParseText("a code");
  return {code.text, code.span};
}

syntax::ObserveDecl Parser::ParseObserve(Annotations& notes) {
  syntax::ObserveDecl observe;
  observe.name = ParseDeclaredName("the observation's name");
  observe.head = ParseBracketHead();
  while (TryAnnotation(notes, true)) {
  }
  if (!IsAnyWord({"daily", "weekly", "monthly", "yearly"})) {
    FailUnknownWord("after the observation's name", {"daily", "weekly", "monthly", "yearly"});
    return observe;
  }
  observe.period = ParseName("a period");
  observe.is_count = IsWord("count");
  if (!AcceptWord("count")) ExpectWord("mean", "or `count` after the period");
  ExpectWord("of", "and what is observed");
  if (observe.is_count) {
    observe.dataset = ParseName("a data set");
    ExpectWord("events", "after the data set");
    if (IsWord("from") && !IsAhead(1, TokenKind::kString)) {
      Advance();
      observe.from = ParseName("an actor");
      ExpectWord("to", "and the actor acted on");
      observe.to = ParseName("an actor");
    }
    if (AcceptWord("in")) {
      do {
        observe.categories.push_back(ParseCategory());
      } while (Accept(TokenKind::kComma));
    }
  } else {
    observe.value = ParseExpr();
  }
  if (AcceptWord("from")) observe.from_file = ParseText("a file's name");
  Expect(TokenKind::kTilde, "before the distribution of what is observed");
  observe.likelihood = ParsePrior();
  return observe;
}

syntax::ObjectiveDecl Parser::ParseObjective() {
  syntax::ObjectiveDecl objective;
  ExpectWord("of", "after `objective`");
  objective.of = ParseName("an actor");
  Expect(TokenKind::kEqual, "before the objective");
  objective.value = ParseExpr();
  return objective;
}

}  // namespace entente::language
