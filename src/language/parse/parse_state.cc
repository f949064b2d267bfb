// What changes continuously and who holds office: quantities, memories, latches, definitions,
// offices, chance.
#include <fmt/format.h>

#include "language/parse/parser.h"

namespace entente::language {

using syntax::Annotations;
using syntax::ExprId;
using syntax::IndexHead;

// ---- quantities -----------------------------------------------------------------------------

bool Parser::TryDynamics(std::vector<syntax::RelaxClause>& relaxes,
                         std::vector<syntax::ChangeClause>& changes,
                         std::vector<syntax::NoiseClause>& noises, bool apart) {
  const std::size_t start = at_;
  if (apart && IsAnyWord({"relaxes", "changes", "noise"})) Hint(kHintClause);
  if (AcceptWord("relaxes")) {
    syntax::RelaxClause clause;
    ExpectWord("to", "after `relaxes`");
    clause.target = ParseExpr();
    ExpectWord("with", "and a half-life after the target");
    ExpectWord("half-life", "after `with`");
    clause.half_life = ParseDuration("after `half-life`");
    if (AcceptWord("while")) clause.guard = ParseExpr();
    while (TryAnnotationOnLine(clause.annotations)) {
    }
    clause.span = SpanFrom(start);
    relaxes.push_back(std::move(clause));
    return true;
  }
  if (AcceptWord("changes")) {
    syntax::ChangeClause clause;
    ExpectWord("by", "after `changes`");
    clause.rate = ParseExpr();
    if (AcceptWord("while")) clause.guard = ParseExpr();
    while (TryAnnotationOnLine(clause.annotations)) {
    }
    clause.span = SpanFrom(start);
    changes.push_back(std::move(clause));
    return true;
  }
  if (AcceptWord("noise")) {
    syntax::NoiseClause clause;
    clause.amount = ParseExpr();
    if (AcceptClause("shared")) {
      clause.shared = ParseName("a shared shock");
      clause.shared_weight = ParseSum();
    }
    clause.span = SpanFrom(start);
    noises.push_back(std::move(clause));
    return true;
  }
  return false;
}

syntax::StartClause Parser::ParseStarts() {
  const std::size_t start = at_;
  syntax::StartClause clause;
  AcceptClause("starts");
  if (Is(TokenKind::kLeftBrace)) {
    clause.rows = ParseRows();
  } else if (AcceptWord("from")) {
    clause.from_file = ParseText("a file's name");
  } else {
    AcceptWord("at");
    clause.value = ParseExpr();
  }
  clause.span = SpanFrom(start);
  return clause;
}

syntax::QuantityDecl Parser::ParseQuantity(Annotations& notes) {
  syntax::QuantityDecl quantity;
  quantity.name = ParseDeclaredName("the quantity's name");
  quantity.head = ParseBracketHead();
  while (TryAnnotation(notes, true)) {
  }
  if (AcceptWord("in")) quantity.range = ParseRange();
  while (TryAnnotation(notes, true)) {
  }
  static const Words words = {"starts", "relaxes", "changes", "noise", "cite", "judgement", "key"};
  Block("a quantity", words, [&] {
    const std::size_t start = at_;
    if (IsWord("starts")) {
      quantity.starts.push_back(ParseStarts());
      Once(quantity.starts.size() > 1, "starts", start);
      return true;
    }
    return TryDynamics(quantity.relaxes, quantity.changes, quantity.noises) ||
           TryAnnotation(notes, true);
  });
  return quantity;
}

syntax::AlsoDecl Parser::ParseAlso() {
  syntax::AlsoDecl also;
  const std::size_t start = at_;
  also.target = ParseHappening(false, &also.head).target;
  also.target.span = SpanFrom(start);
  bool any = false;
  while (TryDynamics(also.relaxes, also.changes, also.noises, any)) any = true;
  if (!any) {
    FailUnknownWord("after the quantity that `also` adds to", {"changes", "relaxes", "noise"});
  }
  return also;
}

syntax::MemoryDecl Parser::ParseMemory(Annotations& notes) {
  syntax::MemoryDecl memory;
  memory.name = ParseDeclaredName("the memory's name");
  memory.head = ParseBracketHead();
  while (TryAnnotation(notes, true)) {
  }
  ExpectWord("of", "and the acts that are remembered");
  memory.acts = ParseActPattern();
  Accept(TokenKind::kComma);
  ExpectWord("half-life", "after the acts that are remembered");
  memory.half_life = ParseDuration("after `half-life`");
  if (IsWord("starts")) memory.starts = ParseStarts();
  return memory;
}

syntax::LatchDecl Parser::ParseLatch(Annotations& notes) {
  syntax::LatchDecl latch;
  latch.name = ParseDeclaredName("the latch's name");
  latch.head = ParseBracketHead();
  while (TryAnnotation(notes, true)) {
  }
  ExpectWord("once", "and the condition that closes the latch");
  latch.once = ParseExpr();
  ExpectWord("until", "and the condition that opens the latch again");
  latch.until = ParseExpr();
  if (AcceptClause("starts")) {
    latch.starts_on = IsWord("on");
    if (!AcceptWord("on")) ExpectWord("off", "or `on` after `starts`");
  }
  return latch;
}

syntax::DefineDecl Parser::ParseDefine(Annotations& notes) {
  syntax::DefineDecl define;
  define.name = ParseDeclaredName("the definition's name");
  if (Is(TokenKind::kLeftBracket) && !AtBinding(1)) {
    Advance();
    define.elements = ParseNames("a member");
    Expect(TokenKind::kRightBracket, "to close the members");
  } else {
    define.head = ParseBracketHead();
  }
  while (TryAnnotation(notes, true)) {
  }
  Expect(TokenKind::kEqual, "before what is defined");
  define.value = ParseExpr();
  return define;
}

// ---- offices and chance ---------------------------------------------------------------------

syntax::PersonClause Parser::ParsePerson() {
  const std::size_t start = at_;
  syntax::PersonClause person;
  AcceptClause("person");
  person.name = ParseDeclaredName("the person's name");
  while (TryAnnotation(person.annotations, true)) {
  }
  person.attributes = ParseAttributes();
  person.span = SpanFrom(start);
  return person;
}

syntax::ElectionClause Parser::ParseElection() {
  const std::size_t start = at_;
  syntax::ElectionClause election;
  AcceptClause("election");
  if (AcceptWord("on")) {
    election.from = ParseDate("after `on`");
  } else {
    ExpectWord("every", "or `on` after `election`");
    election.every = ParseDuration("after `every`");
    ExpectWord("from", "and the date of the first election");
    election.from = ParseDate("after `from`");
    if (AcceptWord("until")) election.until = ParseDate("after `until`");
  }
  while (!Is(TokenKind::kLeftBrace) && !Is(TokenKind::kEnd)) {
    Accept(TokenKind::kComma);
    if (AcceptWord("in")) {
      ExpectWord("office", "after `in`");
      ExpectWord("after", "after `in office`");
      election.in_office_after = ParseDuration("after `after`");
    } else if (AcceptWord("known")) {
      ExpectWord("from", "after `known`");
      election.known_from = ParseDate("after `known from`");
    } else if (!TryAnnotation(election.annotations, true)) {
      FailExpected("`in office after`, `known from` or the odds in `{ }`", "in an election");
    }
  }
  election.odds = ParseOdds();
  if (AcceptWord("otherwise")) election.otherwise = ParseOdds();
  while (TryAnnotationOnLine(election.annotations)) {
  }
  election.span = SpanFrom(start);
  return election;
}

syntax::OfficeDecl Parser::ParseOffice(Annotations& notes) {
  syntax::OfficeDecl office;
  office.name = ParseDeclaredName("the office's name");
  ExpectWord("of", "and the actor whose office it is");
  office.of = ParseName("an actor");
  while (TryAnnotation(notes, true)) {
  }
  static const Words words = {"person", "starts", "election", "vacancy", "cite", "judgement", "key"};
  Block("an office", words, [&] {
    const std::size_t start = at_;
    if (IsWord("person")) {
      office.persons.push_back(ParsePerson());
    } else if (AcceptClause("starts")) {
      Once(office.starts.present(), "starts", start);
      office.starts = ParseName("a person");
    } else if (IsWord("election")) {
      office.elections.push_back(ParseElection());
    } else if (AcceptClause("vacancy")) {
      Expect(TokenKind::kColon, "after `vacancy`");
      ExpectWord("ballot", "after `vacancy:`");
      ExpectWord("after", "after `ballot`");
      office.vacancy_ballot_after = ParseDuration("after `after`");
      if (Is(TokenKind::kLeftBrace)) office.vacancy_odds = ParseOdds();
    } else {
      return TryAnnotation(notes, true);
    }
    return true;
  });
  return office;
}

syntax::ChanceDecl Parser::ParseChance(Annotations& notes) {
  syntax::ChanceDecl chance;
  chance.name = ParseDeclaredName("the name of the chance");
  chance.head = ParseBracketHead();
  while (TryAnnotation(notes, true)) {
  }
  ExpectWord("on", "and the date of the chance");
  chance.date = ParseDate("after `on`");
  if (AcceptWord("known")) {
    ExpectWord("from", "after `known`");
    chance.known_from = ParseDate("after `known from`");
  }
  while (TryAnnotation(notes, true)) {
  }
  chance.odds = ParseOdds();
  if (AcceptWord("otherwise")) chance.otherwise = ParseOdds();
  return chance;
}

}  // namespace entente::language
