// Triggers (when something happens) and effects (what then changes).
#include <fmt/format.h>

#include "language/parse/parser.h"

namespace entente::language {

using syntax::Effect;
using syntax::ExprId;
using syntax::Trigger;
using syntax::TriggerKind;

// ---- triggers -------------------------------------------------------------------------------

bool Parser::AtTrigger() const {
  if (IsWord("by")) {
    return IsWordAhead(1, "effect") ||
           (IsWordAhead(1, "decision") && IsAhead(2, TokenKind::kName));
  }
  const bool before = Is(TokenKind::kNumber) && IsTimeUnit(1) && IsWordAhead(2, "before");
  return before || IsAnyWord({"rate", "on", "every", "after", "once", "whenever"});
}

bool Parser::TryTrigger(std::vector<Trigger>& out, bool apart) {
  if (!AtTrigger()) return false;
  const std::size_t start = at_;
  Trigger trigger;
  if (apart) Hint(kHintClause);
  ParseTriggerHead(trigger);
  ParseTriggerTail(trigger);
  trigger.span = SpanFrom(start);
  out.push_back(std::move(trigger));
  return true;
}

void Parser::ParseTriggerHead(Trigger& trigger) {
  if (AcceptWord("rate")) {
    trigger.value = ParseExpr();
  } else if (AcceptWord("on")) {
    if (AcceptWord("next")) {
      trigger.kind = TriggerKind::kOnNext;
      trigger.day = ParseMonthDay("after `on next`");
    } else {
      trigger.kind = TriggerKind::kOnDate;
      if (Is(TokenKind::kMonthDay)) {
        Fail(DiagnosticKind::kSyntaxError, NowSpan(),
             fmt::format("`on {}` names no year", TextAhead(0)),
             fmt::format("write `on next {}`, or `every year on {}`", TextAhead(0), TextAhead(0)));
      }
      trigger.date = ParseDate("after `on`");
    }
  } else if (AcceptWord("every")) {
    ParseEvery(trigger);
  } else if (AcceptWord("after")) {
    trigger.kind = TriggerKind::kAfter;
    ParseInterval(trigger.value, trigger.high);
  } else if (AcceptWord("once")) {
    trigger.kind = TriggerKind::kOnce;
    trigger.value = ParseExpr();
  } else if (AcceptWord("whenever")) {
    trigger.kind = TriggerKind::kWhenever;
    trigger.value = ParseExpr();
  } else if (AcceptWord("by")) {
    trigger.kind = IsWord("effect") ? TriggerKind::kByEffect : TriggerKind::kByDecision;
    Advance();
    if (trigger.kind == TriggerKind::kByDecision) trigger.decision = ParseName("a decision");
  } else {
    trigger.kind = TriggerKind::kBeforeLeaving;
    trigger.value = ParseDuration("before `before`");
    ExpectWord("before", "after the length of time");
    trigger.issue = ParseRef("an issue");
    ExpectWord("leaves", "after the issue");
    trigger.state = ParseName("a state");
  }
}

void Parser::ParseEvery(Trigger& trigger) {
  trigger.kind = TriggerKind::kEvery;
  trigger.value = ParseDuration("after `every`");
  while (!AtDatedBlock()) {
    if (AcceptWord("from")) {
      trigger.date = ParseDate("after `from`");
    } else if (AcceptWord("until")) {
      trigger.until = ParseDate("after `until`");
    } else if (IsWord("on") && IsAhead(1, TokenKind::kMonthDay)) {
      Advance();
      trigger.day = ParseMonthDay("after `on`");
    } else if (AcceptWord("between")) {
      trigger.between_from = ParseMonthDay("after `between`");
      ExpectWord("and", "between the days of a window");
      trigger.between_to = ParseMonthDay("at the end of a window");
    } else {
      break;
    }
  }
}

void Parser::ParseTriggerTail(Trigger& trigger) {
  while (true) {
    const std::size_t start = at_;
    if (AcceptWord("while")) {
      Once(trigger.guard.valid(), "while", start);
      trigger.guard = ParseExpr();
    } else if (IsWord("with") && IsWordAhead(1, "probability")) {
      Advance();
      Advance();
      Once(trigger.probability.valid(), "with probability", start);
      trigger.probability = ParseExpr();
    } else if (IsWord("known") && IsWordAhead(1, "from")) {
      Advance();
      Advance();
      trigger.known_from = ParseDate("after `known from`");
    } else if (AcceptWord("otherwise")) {
      const Nesting nesting(*this);
      if (nesting_ > limits_.max_nesting && TooDeep()) return;
      if (!TryTrigger(trigger.otherwise, false)) FailExpected("a trigger", "after `otherwise`");
      return;
    } else {
      return;
    }
  }
}

// ---- effects --------------------------------------------------------------------------------

std::vector<Effect> Parser::ParseEffects() {
  std::vector<Effect> effects;
  do {
    effects.push_back(ParseEffect());
  } while (Accept(TokenKind::kComma));
  return effects;
}

Effect Parser::ParseEffect() {
  const std::size_t start = at_;
  Effect effect;
  while (TryEffectPrefix(effect)) {
  }
  ParseEffectAction(effect);
  while (true) {
    const std::size_t suffix = at_;
    if (AcceptWord("while")) {
      Once(effect.guard.valid(), "while", suffix);
      effect.guard = ParseExpr();
    } else if (AcceptWord("unless")) {
      Once(effect.unless.valid(), "unless", suffix);
      effect.unless = ParseExpr();
    } else {
      break;
    }
  }
  effect.span = SpanFrom(start);
  return effect;
}

bool Parser::TryEffectPrefix(Effect& effect) {
  if (IsWord("with") && IsWordAhead(1, "probability")) {
    Advance();
    Advance();
    effect.probability = ParseExpr();
  } else if (AcceptWord("after")) {
    ParseInterval(effect.delay, effect.delay_high);
  } else if (AcceptWord("over")) {
    effect.over = ParseDuration("after `over`");
  } else {
    return false;
  }
  return true;
}

void Parser::ParseEffectAction(Effect& effect) {
  if (Is(TokenKind::kLeftBrace)) {
    effect.action = syntax::GroupEffect{ParseEffectBlock()};
    return;
  }
  if (IsWord("for") && AtBinding(1)) {
    Advance();
    syntax::ForEffect loop;
    ParseBindings(loop.head);
    loop.body = ParseEffectBlock();
    effect.action = std::move(loop);
    return;
  }
  if (IsWord("excite") && IsAhead(1, TokenKind::kName)) {
    Advance();
    syntax::ExciteEffect excite;
    excite.linkage = ParseRef("a linkage");
    excite.dyad = ParseDyad();
    if (AcceptWord("about")) excite.about = ParseNames("a track");
    ExpectWord("by", "before the size of the pulse");
    excite.amount = ParseExpr();
    effect.action = std::move(excite);
    return;
  }
  const syntax::Ref target = ParseRef("a quantity or issue to change");
  if (Accept(TokenKind::kArrow)) {
    effect.action = syntax::TransitionEffect{target, ParseName("a state")};
    return;
  }
  syntax::AssignEffect assign;
  assign.target = target;
  if (Accept(TokenKind::kPlusEqual)) {
    assign.op = syntax::AssignOp::kAdd;
  } else if (Accept(TokenKind::kMinusEqual)) {
    assign.op = syntax::AssignOp::kSubtract;
  } else if (Accept(TokenKind::kStarEqual)) {
    assign.op = syntax::AssignOp::kMultiply;
  } else {
    Expect(TokenKind::kEqual, "or `+=`, `-=`, `*=`, `->` after what an effect changes");
  }
  assign.value = ParseExpr();
  effect.action = std::move(assign);
}

std::vector<Effect> Parser::ParseEffectBlock() {
  std::vector<Effect> effects;
  Block("the effects", {}, [&] {
    if (!Is(TokenKind::kName) && !Is(TokenKind::kLeftBrace)) return false;
    effects.push_back(ParseEffect());
    Accept(TokenKind::kComma);
    return true;
  });
  return effects;
}

}  // namespace entente::language
