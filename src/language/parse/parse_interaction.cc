// How things move one another: linkages, decisions, audience costs, frameworks.
#include <fmt/format.h>

#include "language/parse/parser.h"

namespace entente::language {

using syntax::Annotations;
using syntax::LinkageChange;

// ---- linkages -------------------------------------------------------------------------------

void Parser::ParseLinkageEnds(syntax::LinkageDecl& linkage) {
  if (AtActPattern(true)) {
    syntax::ActLinkage acts;
    acts.from = ParseActPattern();
    Hint(kHintClause);
    ExpectWord("to", "and the acts that are moved");
    acts.to = ParseActPattern();
    linkage.body = std::move(acts);
    return;
  }
  syntax::StateLinkage states;
  states.condition = ParseExpr();
  Hint(kHintClause);
  ExpectWord("to", "and what is moved");
  if (AtActPattern(false)) {
    states.acts = ParseActPattern();
  } else {
    states.targets = ParseHappenings();
  }
  linkage.body = std::move(states);
}

bool Parser::TryLinkageStrength(syntax::LinkageDecl& linkage) {
  if (AcceptClause("adds")) {
    linkage.change = LinkageChange::kAdds;
  } else if (AcceptClause("lowers")) {
    linkage.change = LinkageChange::kLowers;
    ExpectWord("by", "after `lowers`");
  } else if (AcceptClause("multiplies")) {
    linkage.change = LinkageChange::kMultiplies;
    ExpectWord("by", "after `multiplies`");
  } else {
    return false;
  }
  if (auto* states = std::get_if<syntax::StateLinkage>(&linkage.body)) {
    ParseInterval(states->factor, states->factor_high);
    return true;
  }
  auto& acts = std::get<syntax::ActLinkage>(linkage.body);
  ParseInterval(acts.strength, acts.strength_high);
  if (AcceptWord("per")) {
    ExpectWord("act", "after `per`");
    ExpectWord("of", "after `per act`");
    ExpectWord("weight", "after `per act of`");
    acts.per_weight = ParseSum();
  }
  return true;
}

syntax::LinkageDecl Parser::ParseLinkage(Annotations& notes) {
  syntax::LinkageDecl linkage;
  linkage.name = ParseDeclaredName("the linkage's name");
  while (TryAnnotation(notes, true)) {
  }
  if (AcceptWord("for")) ParseBindings(linkage.head);
  while (TryAnnotation(notes, true)) {
  }
  Hint(kHintClause);
  if (!ExpectWord("from", "and what moves")) return linkage;
  ParseLinkageEnds(linkage);
  while (TryAnnotation(notes, true)) {
  }
  if (!TryLinkageStrength(linkage)) {
    FailUnknownWord("after the ends of a linkage", {"adds", "lowers", "multiplies"});
    return linkage;
  }
  const bool comma = Is(TokenKind::kComma) && IsWordAhead(1, "half-life");
  if (comma) Accept(TokenKind::kComma);
  if (!comma) Hint(IsWord("half-life") ? kHintClause : LayoutHints{0});
  auto* acts = std::get_if<syntax::ActLinkage>(&linkage.body);
  if (acts != nullptr && AcceptWord("half-life")) {
    acts->half_life = ParseDuration("after `half-life`");
  }
  return linkage;
}

// ---- decisions ------------------------------------------------------------------------------

syntax::OptionClause Parser::ParseOption() {
  const std::size_t start = at_;
  syntax::OptionClause option;
  AcceptClause("option");
  option.name = ParseDeclaredName("the option's name");
  while (true) {
    const std::size_t clause = at_;
    if (IsWord("utility")) {
      Hint(kHintColumn);
      AcceptClause("utility");
      Once(option.utility.valid(), "utility", clause);
      option.utility = ParseExpr();
    } else if (AcceptClause("while")) {
      Once(option.guard.valid(), "while", clause);
      option.guard = ParseExpr();
    } else if (AcceptClause("then")) {
      std::vector<syntax::Effect> effects = ParseEffects();
      std::move(effects.begin(), effects.end(), std::back_inserter(option.effects));
    } else if (!TryAct(option.act) && !TryAnnotationOnLine(option.annotations) &&
               !(Is(TokenKind::kString) && TryAnnotation(option.annotations, true))) {
      break;
    }
  }
  option.span = SpanFrom(start);
  return option;
}

syntax::DecisionDecl Parser::ParseDecision(Annotations& notes) {
  syntax::DecisionDecl decision;
  decision.name = ParseDeclaredName("the decision's name");
  decision.head = ParseBracketHead();
  while (TryAnnotation(notes, true) || TryAct(decision.act, false)) {
  }
  static const Words words = {"every",  "rate", "on",   "once",      "whenever", "option", "rationality",
                              "before", "cite", "judgement", "key", "about",    "toward", "tagged"};
  Block("a decision", words, [&] {
    const std::size_t start = at_;
    if (IsWord("option")) {
      decision.options.push_back(ParseOption());
      return true;
    }
    if (AcceptClause("rationality")) {
      Once(decision.rationality.valid(), "rationality", start);
      decision.rationality = ParseSum();
      return true;
    }
    if (AcceptClause("before")) {
      decision.before = ParseName("what this comes before");
      return true;
    }
    return TryTrigger(decision.triggers) || TryAct(decision.act) || TryAnnotation(notes, true);
  });
  return decision;
}

syntax::AudienceCostDecl Parser::ParseAudience() {
  syntax::AudienceCostDecl audience;
  ExpectWord("cost", "after `audience`");
  audience.head = ParseBracketHead();
  ExpectWord("of", "and the acts that cost");
  audience.acts = ParseActPattern();
  Expect(TokenKind::kColon, "before the cost");
  audience.cost = ParseExpr();
  return audience;
}

// ---- frameworks -----------------------------------------------------------------------------

syntax::DampClause Parser::ParseDamp() {
  const std::size_t start = at_;
  syntax::DampClause damp;
  AcceptClause("damps");
  damp.target = ParseHappening(false);
  if (AcceptWord("about")) damp.about = ParseNames("a track");
  ExpectWord("by", "and the share that is damped");
  damp.amount = ParseExpr();
  while (TryAnnotationOnLine(damp.annotations)) {
  }
  damp.span = SpanFrom(start);
  return damp;
}

syntax::FrameworkDecl Parser::ParseFramework(Annotations& notes) {
  syntax::FrameworkDecl framework;
  framework.name = ParseDeclaredName("the framework's name");
  while (TryAnnotation(notes, true)) {
  }
  static const Words words = {"members", "depth", "damps", "cite", "judgement", "key"};
  Block("a framework", words, [&] {
    const std::size_t start = at_;
    if (AcceptClause("members")) {
      Once(!framework.members.empty(), "members", start);
      framework.members = ParseNames("an actor");
    } else if (AcceptClause("depth")) {
      Once(framework.depth.valid(), "depth", start);
      framework.depth = ParseExpr();
    } else if (IsWord("damps")) {
      framework.damps.push_back(ParseDamp());
    } else {
      return TryAnnotation(notes, true);
    }
    return true;
  });
  return framework;
}

}  // namespace entente::language
