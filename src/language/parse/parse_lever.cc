// What can be done and what might be: policies and scenarios.
#include <fmt/format.h>

#include "language/parse/parser.h"

namespace entente::language {

using syntax::Annotations;
using syntax::Intervention;
using syntax::InterventionBlock;
using syntax::InterventionKind;

namespace {

const Words& InterventionWords() {
  static const Words words = {"set",  "scale", "add",   "force", "forbid",  "fix",  "hold",
                              "start", "shift", "from", "adopt", "include", "cite", "judgement"};
  return words;
}

}  // namespace

syntax::PolicyDecl Parser::ParsePolicy(Annotations& notes, bool is_scenario) {
  syntax::PolicyDecl policy;
  const std::string_view what = is_scenario ? "a scenario" : "a policy";
  policy.is_scenario = is_scenario;
  policy.name = ParseDeclaredName(is_scenario ? "the scenario's name" : "the policy's name");
  if (Is(TokenKind::kLeftParen)) {
    Hint(kHintCallParen);
    Advance();
    do {
      const std::size_t start = at_;
      syntax::DoseClause dose;
      dose.name = ParseDeclaredName("the dose's name");
      ExpectWord("in", "and the range of the dose");
      dose.range = ParseRange();
      dose.span = SpanFrom(start);
      policy.doses.push_back(std::move(dose));
    } while (Accept(TokenKind::kComma));
    Expect(TokenKind::kRightParen, "to close the doses");
  }
  while (true) {
    const std::size_t start = at_;
    if (AcceptWord("by")) {
      Once(!policy.by.empty(), "by", start);
      policy.by = ParseNames("an actor");
    } else if (AcceptWord("cost")) {
      Once(policy.cost.valid(), "cost", start);
      policy.cost = ParseExpr();
    } else if (!TryAnnotation(notes, true)) {
      break;
    }
  }
  Block(what, InterventionWords(), [&] {
    if (AcceptClause("include")) {
      policy.includes = ParseUnder();
      return true;
    }
    return TryAnnotation(notes, true) || ParseIntervention(policy.interventions);
  });
  return policy;
}

void Parser::ParseInterventionTarget(Intervention& entry) {
  if (AtActPattern(false)) {
    entry.acts = ParseActPattern(PatternUse::kBeforeFactor);
    return;
  }
  entry.target = ParseHappening(true);
  if (Accept(TokenKind::kDot)) entry.attribute = ParseName("an attribute");
}

void Parser::ParseFix(Intervention& entry) {
  if (IsWord("chance") && IsAhead(1, TokenKind::kName)) {
    Advance();
    entry.is_chance = true;
  }
  entry.target = ParseHappening(false);
  if (AcceptWord("election")) {
    entry.is_election = true;
    entry.election = ParseDate("after `election`");
  }
  ExpectWord("to", "and what it is fixed to");
  entry.state = ParseName("an outcome");
}

bool Parser::AtDatedBlock() const {
  return IsWord("from") && IsAhead(1, TokenKind::kDate) &&
         (IsAhead(2, TokenKind::kLeftBrace) ||
          (IsWordAhead(2, "to") && IsAhead(4, TokenKind::kLeftBrace)));
}

void Parser::ParseInterventionTail(Intervention& entry) {
  while (!AtDatedBlock()) {
    const std::size_t start = at_;
    if (AcceptWord("from")) {
      Once(entry.from.has_value(), "from", start);
      entry.from = ParseDate("after `from`");
      if (AcceptWord("to")) entry.to = ParseDate("after `to`");
    } else if (AcceptWord("while")) {
      Once(entry.guard.valid(), "while", start);
      entry.guard = ParseExpr();
    } else if (!TryTrigger(entry.triggers, false)) {
      return;
    }
  }
}

void Parser::ParseInterventionBlock(Intervention& entry) {
  InterventionBlock block;
  if (AcceptClause("from")) {
    block.from = ParseDate("after `from`");
    if (AcceptWord("to")) block.to = ParseDate("after `to`");
  } else {
    AcceptClause("adopt");
    if (AcceptWord("while")) {
      block.form = InterventionBlock::Form::kAdoptWhile;
    } else {
      ExpectWord("once", "or `while` after `adopt`");
      block.form = InterventionBlock::Form::kAdoptOnce;
    }
    block.condition = ParseExpr();
  }
  Block("the dated or adopted part", InterventionWords(),
        [&] { return ParseIntervention(block.body); });
  entry.block.push_back(std::move(block));
}

bool Parser::ParseIntervention(std::vector<Intervention>& out) {
  const std::size_t start = at_;
  Intervention entry;
  Hint(kHintClause);
  if (IsAnyWord({"from", "adopt"})) {
    ParseInterventionBlock(entry);
  } else if (AcceptWord("set")) {
    entry.kind = InterventionKind::kSet;
    ParseInterventionTarget(entry);
    Expect(TokenKind::kEqual, "before the value that is set");
    entry.value = ParseExpr();
  } else if (AcceptWord("scale")) {
    entry.kind = InterventionKind::kScale;
    ParseInterventionTarget(entry);
    ExpectWord("by", "and the factor");
    entry.value = ParseExpr();
  } else if (AcceptWord("add")) {
    entry.kind = InterventionKind::kAdd;
    entry.value = ParseExpr();
    ExpectWord("to", "and what it is added to");
    ParseInterventionTarget(entry);
  } else if (AcceptWord("force")) {
    entry.kind = InterventionKind::kForce;
    entry.target = ParseHappening(false);
  } else if (AcceptWord("forbid")) {
    entry.kind = InterventionKind::kForbid;
    ParseInterventionTarget(entry);
  } else if (AcceptWord("fix")) {
    entry.kind = InterventionKind::kFix;
    ParseFix(entry);
  } else if (IsAnyWord({"hold", "start"})) {
    entry.kind = IsWord("hold") ? InterventionKind::kHold : InterventionKind::kStart;
    Advance();
    ParseInterventionTarget(entry);
    if (AcceptWord("in")) {
      entry.state = ParseName("a state");
    } else if (ExpectWord("at", "and a value, or `in` and a state")) {
      entry.value = ParseExpr();
    }
  } else if (AcceptWord("shift")) {
    entry.kind = InterventionKind::kShiftTarget;
    ExpectWord("target", "after `shift`");
    ExpectWord("of", "after `shift target`");
    ParseInterventionTarget(entry);
    ExpectWord("by", "and how far");
    entry.value = ParseExpr();
  } else {
    return false;
  }
  if (entry.block.empty()) ParseInterventionTail(entry);
  Accept(TokenKind::kComma);
  entry.span = SpanFrom(start);
  out.push_back(std::move(entry));
  return true;
}

}  // namespace entente::language
