// What happens: issues with their arcs, events, reactions.
#include <fmt/format.h>

#include "language/parse/parser.h"

namespace entente::language {

using syntax::Annotations;
using syntax::ArcClause;
using syntax::ExprId;

// ---- issues ---------------------------------------------------------------------------------

syntax::StateClause Parser::ParseState() {
  const std::size_t start = at_;
  syntax::StateClause state;
  state.name = ParseDeclaredName("a state");
  while (Is(TokenKind::kString) && TryAnnotation(state.annotations, true)) {
  }
  state.attributes = ParseAttributes();
  state.span = SpanFrom(start);
  return state;
}

bool Parser::AtArc() const {
  if (IsWord("each") && IsWordAhead(1, "of")) return true;
  if (Is(TokenKind::kLeftBrace)) return true;
  return Is(TokenKind::kName) && IsAhead(1, TokenKind::kArrow);
}

void Parser::ParseIssueHead(syntax::IssueDecl& issue, Annotations& notes) {
  while (!Is(TokenKind::kLeftBrace) && !Is(TokenKind::kEnd)) {
    const std::size_t start = at_;
    if (AcceptWord("between")) {
      Once(!issue.between.empty(), "between", start);
      issue.between = ParseNames("an actor");
    } else if (AcceptWord("of")) {
      Once(!issue.of.empty(), "of", start);
      issue.of = ParseNames("an actor");
    } else if (AcceptWord("about")) {
      Once(!issue.about.empty(), "about", start);
      do {
        issue.about.push_back(ParseExpr());
      } while (Accept(TokenKind::kComma));
    } else if (!TryAnnotation(notes, true)) {
      FailExpected("`between`, `of`, `about` or `{`", "after the issue's name");
    }
  }
}

syntax::IssueDecl Parser::ParseIssue(Annotations& notes) {
  syntax::IssueDecl issue;
  issue.name = ParseDeclaredName("the issue's name");
  issue.head = ParseBracketHead();
  ParseIssueHead(issue, notes);
  static const Words words = {"states", "starts", "each", "cite", "judgement", "key"};
  Block("an issue", words, [&] { return ParseIssueItem(issue, notes); });
  return issue;
}

bool Parser::ParseIssueItem(syntax::IssueDecl& issue, Annotations& notes) {
  if (AtArc()) {
    issue.arcs.push_back(ParseArc());
    return true;
  }
  const std::size_t start = at_;
  if (AcceptClause("states")) {
    Once(!issue.states.empty(), "states", start);
    do {
      issue.states.push_back(ParseState());
    } while (Accept(TokenKind::kComma));
    return true;
  }
  if (AcceptClause("starts")) {
    Once(issue.starts.present(), "starts", start);
    issue.starts = ParseName("a state");
    return true;
  }
  return TryAnnotation(notes, true);
}

ArcClause Parser::ParseArc() {
  const std::size_t start = at_;
  ArcClause arc;
  arc.each_of = IsWord("each");
  if (Is(TokenKind::kLeftBrace)) {
    Report(DiagnosticKind::kSyntaxError, NowSpan(), "arcs from several states begin with `each of`",
           "write `each of { … } -> state`: one channel a source state");
  }
  arc.from = ParseStateSet();
  Expect(TokenKind::kArrow, "between the states of an arc");
  arc.to = ParseName("a state");
  if (!Now().line_start && !AtArc() && Is(TokenKind::kName)) Hint(kHintColumn);
  ParseArcTail(arc);
  arc.span = SpanFrom(start);
  return arc;
}

void Parser::ParseArcTail(ArcClause& arc) {
  while (!AtArc() && !Is(TokenKind::kEnd)) {
    const std::size_t start = at_;
    if (TryTrigger(arc.triggers)) continue;
    if (IsWord("with") && IsWordAhead(1, "probability")) {
      AcceptClause("with");
      Advance();
      Once(arc.probability.valid(), "with probability", start);
      arc.probability = ParseExpr();
    } else if (AcceptClause("then")) {
      std::vector<syntax::Effect> effects = ParseEffects();
      std::move(effects.begin(), effects.end(), std::back_inserter(arc.effects));
    } else if (AcceptClause("before")) {
      arc.before = ParseName("what this comes before");
    } else if (IsWord("while")) {
      Fail(DiagnosticKind::kSyntaxError, NowSpan(), "a guard stands right after its trigger",
           "write `rate … while …`");
    } else if (!TryAct(arc.act) && !TryAnnotationOnLine(arc.annotations) &&
               !(Is(TokenKind::kString) && TryAnnotation(arc.annotations, true))) {
      break;
    }
  }
  if (!panic_ && arc.triggers.empty() && Is(TokenKind::kName) && !Now().line_start && !AtArc()) {
    FailUnknownWord("after an arc", {"rate", "on", "every", "after", "once", "whenever", "by",
                                     "while", "with", "toward", "about", "weight", "then"});
  }
}

// ---- events ---------------------------------------------------------------------------------

syntax::EventDecl Parser::ParseEvent(Annotations& notes) {
  syntax::EventDecl event;
  event.name = ParseDeclaredName("the event's name");
  event.head = ParseBracketHead();
  while (TryAnnotation(notes, true) || TryAct(event.act, false)) {
  }
  static const Words words = {"rate",   "on",     "every", "after",    "once",   "whenever",
                              "then",   "succeeds", "by",  "toward",   "about",  "weight",
                              "tagged", "without", "cite", "judgement", "before", "key"};
  Block("an event", words, [&] { return ParseEventItem(event, notes); });
  return event;
}

bool Parser::ParseEventItem(syntax::EventDecl& event, Annotations& notes) {
  const std::size_t start = at_;
  if (TryTrigger(event.triggers)) return true;
  if (AcceptClause("then")) {
    std::vector<syntax::Effect> effects = ParseEffects();
    std::move(effects.begin(), effects.end(), std::back_inserter(event.effects));
    return true;
  }
  if (IsWord("succeeds")) {
    Once(event.success.has_value(), "succeeds", start);
    event.success = ParseSuccess();
    return true;
  }
  if (AcceptClause("before")) {
    event.before = ParseName("what this comes before");
    return true;
  }
  return TryAct(event.act) || TryAnnotation(notes, true);
}

syntax::SuccessClause Parser::ParseSuccess() {
  const std::size_t start = at_;
  syntax::SuccessClause success;
  AcceptClause("succeeds");
  ExpectWord("with", "after `succeeds`");
  ExpectWord("probability", "after `succeeds with`");
  success.probability = ParseExpr();
  if (AcceptClause("then")) success.then_effects = ParseEffects();
  if (AcceptClause("else")) {
    bool any = false;
    while (true) {
      if (TryAct(success.else_act, any)) {
        any = true;
      } else if (AcceptClause("then")) {
        success.else_effects = ParseEffects();
        any = true;
      } else {
        break;
      }
    }
    if (!any) FailExpected("`weight` or `then`", "after `else`");
  }
  success.span = SpanFrom(start);
  return success;
}

// ---- reactions ------------------------------------------------------------------------------

syntax::UponDecl Parser::ParseUpon(Annotations& notes) {
  syntax::UponDecl upon;
  upon.happenings = ParseHappenings(&upon.head);
  if (AcceptWord("for")) ParseBindings(upon.head);
  if (AcceptWord("while")) upon.guard = ParseExpr();
  if (IsWord("with") && IsWordAhead(1, "probability")) {
    Advance();
    Advance();
    upon.probability = ParseExpr();
  }
  while (TryAnnotation(notes, true)) {
  }
  static const Words words = {"then", "before", "cite", "judgement", "key"};
  Block("a reaction", words, [&] {
    if (AcceptClause("then")) {
      std::vector<syntax::Effect> effects = ParseEffects();
      std::move(effects.begin(), effects.end(), std::back_inserter(upon.effects));
      return true;
    }
    if (AcceptClause("before")) {
      upon.before = ParseName("what this comes before");
      return true;
    }
    return TryAnnotation(notes, true);
  });
  return upon;
}

}  // namespace entente::language
