// The parser's one class. It is internal to parse/: its methods are spread over several files by
// what they read (cursor, expressions, clauses, declarations).
//
// Errors: the first mistake puts the parser in panic, in which every look at the text sees its
// end; so all loops stop by themselves and no second message follows. The loop over the items of
// a block (or of the file) then clears the panic and skips to the next item that it recognises.
#ifndef ENTENTE_LANGUAGE_PARSE_PARSER_H_
#define ENTENTE_LANGUAGE_PARSE_PARSER_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "language/lex/limits.h"
#include "language/lex/token.h"
#include "language/syntax/tree.h"

namespace entente::language {

// What the formatter must know of a token and cannot see from its neighbours: a set of these bits.
using LayoutHints = std::uint8_t;
inline constexpr LayoutHints kHintClause = 1;       // begins a clause: two spaces before it on a line
inline constexpr LayoutHints kHintPrefix = 2;       // a sign before its operand: no space after it
inline constexpr LayoutHints kHintCallParen = 4;    // opens arguments: no space before it
inline constexpr LayoutHints kHintItem = 8;         // begins an item of a body or list in braces
inline constexpr LayoutHints kHintDeclaration = 16; // begins a declaration: starts a line
inline constexpr LayoutHints kHintColumn = 32;      // lines up with its like on neighbouring lines
inline constexpr LayoutHints kHintRelation = 64;    // between two sides: a place to break a long line

using Words = std::vector<std::string>;

class Parser {
 public:
  Parser(const TokenStream& stream, DiagnosticSink& sink, const TextLimits& limits);

  // Reads the whole file; call once.
  syntax::SyntaxTree Run();
  // One hint a token, after Run.
  const std::vector<LayoutHints>& hints() const { return hints_; }

 private:
  // ---- cursor (parser.cc) -------------------------------------------------------------------
  const Token& Now() const { return Ahead(0); }
  const Token& Ahead(std::size_t count) const;
  bool Is(TokenKind kind) const { return Now().kind == kind; }
  bool IsAhead(std::size_t count, TokenKind kind) const { return Ahead(count).kind == kind; }
  bool IsWord(std::string_view word) const { return IsWordAhead(0, word); }
  bool IsWordAhead(std::size_t count, std::string_view word) const;
  bool IsAnyWord(std::initializer_list<std::string_view> words) const;
  std::string_view TextAhead(std::size_t count) const { return stream_.TextOf(Ahead(count)); }
  void Advance();
  bool Accept(TokenKind kind);
  bool AcceptWord(std::string_view word);
  bool AcceptClause(std::string_view word);  // AcceptWord, and it begins a clause
  bool Expect(TokenKind kind, std::string_view where);
  bool ExpectWord(std::string_view word, std::string_view where);
  void Hint(LayoutHints hint);  // adds one to the current token
  SourceSpan NowSpan() const;
  SourceSpan SpanFrom(std::size_t start) const;
  std::string Saw() const;  // the current token as messages call it

  // ---- errors and recovery (parser.cc) ------------------------------------------------------
  void Fail(DiagnosticKind kind, SourceSpan span, std::string message, std::string suggestion = "");
  void FailExpected(std::string_view what, std::string_view where);
  // Without panic. The answer, for adding a fix, may be null and is valid until the next report.
  Diagnostic* Report(DiagnosticKind kind, SourceSpan span, std::string message,
                     std::string suggestion = "");
  bool AtBadLine() const;  // the lexer found a fault on this line already
  // The current word is none of `words`: names the nearest.
  void FailUnknownWord(std::string_view where, const Words& words);
  bool AtDeclaration() const;      // a declaration's keyword at a line's start
  bool AtFlushDeclaration() const;  // the same, without indentation, followed by a name or text
  void SkipToItem(const Words& words, std::size_t level);
  void SkipToDeclaration();
  bool TooDeep();  // one level more is too deep: reports it and gives the file up

  // Reads `{ item item … }`. `item` reads one and returns false when the text is none.
  void Block(std::string_view what, const Words& words, const std::function<bool()>& item);
  // `{ a, b }` with optional commas; `item` reads one.
  void Braced(std::string_view what, const std::function<void()>& item);
  // Flags a clause that was there before.
  void Once(bool already, std::string_view clause, std::size_t start);

  // Counts nesting for as long as it lives.
  class Nesting {
   public:
    explicit Nesting(Parser& parser) : parser_(parser) { ++parser_.nesting_; }
    ~Nesting() { --parser_.nesting_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    Parser& parser_;
  };

  // ---- names, texts, dates (parse_common.cc) ------------------------------------------------
  syntax::Name ParseName(std::string_view what);
  syntax::Name ParseDeclaredName(std::string_view what);
  std::vector<syntax::Name> ParseNames(std::string_view what);
  syntax::Text ParseText(std::string_view what);
  syntax::Date ParseDate(std::string_view where);
  syntax::MonthDay ParseMonthDay(std::string_view where);
  syntax::Ref ParseRef(std::string_view what);
  syntax::Set ParseSet();
  syntax::Binding ParseBinding();
  bool AtBinding(std::size_t ahead) const;  // NAME, NAME in
  void ParseBindings(syntax::IndexHead& head);
  syntax::IndexHead ParseBracketHead();  // [a in S, …], or nothing
  bool TryAnnotation(syntax::Annotations& out, bool title_allowed);
  // Annotations that follow on the same line.
  bool TryAnnotationOnLine(syntax::Annotations& out);
  std::vector<syntax::Attribute> ParseAttributes();  // { name value … }, or nothing
  std::vector<syntax::OddsEntry> ParseOdds();
  bool AtRow(std::size_t ahead) const;  // NAME, NAME :
  std::vector<syntax::TableRow> ParseRows();

  // ---- expressions (parse_expression.cc, parse_primary.cc) ----------------------------------
  template <typename Node>
  syntax::ExprId Add(std::size_t start, Node node, std::initializer_list<syntax::ExprId> operands,
                     const std::vector<syntax::ExprId>& more = {});
  std::size_t HeightOf(syntax::ExprId id) const;
  syntax::ExprId AddError();
  bool AtExpression() const;
  syntax::ExprId ParseExpr();
  syntax::ExprId ParseOr();
  syntax::ExprId ParseAnd();
  syntax::ExprId ParseNot();
  syntax::ExprId ParseComparison();
  syntax::ExprId ParseRateGuard();
  syntax::ExprId ParseStateTest(std::size_t start, syntax::ExprId subject);
  syntax::ExprId ParseSum();
  syntax::ExprId ParseProduct();
  syntax::ExprId ParseUnary();
  syntax::ExprId ParsePower();
  syntax::ExprId ParsePostfix();
  syntax::ExprId ParsePrimary();
  syntax::ExprId ParseNumber();
  syntax::ExprId ParseParenthesised();
  syntax::ExprId ParseNameExpr();
  std::optional<syntax::ExprId> TrySpecialForm();
  syntax::ExprId ParseClock();
  syntax::ExprId ParseSeason();
  syntax::ExprId ParsePressure();
  syntax::ExprId ParseAggregate();
  syntax::ExprId ParseCall();
  syntax::ExprId ParseCausation();
  std::optional<syntax::Unit> TryUnit(bool after_number);
  syntax::ExprId WithUnit(std::size_t start, syntax::ExprId value, const syntax::Unit& unit);
  bool IsTimeUnit(std::size_t ahead) const;
  syntax::TimeUnit ParseTimeUnit();
  std::vector<syntax::ExprId> ParseExprList(TokenKind close, std::string_view where);
  // `low [to high]`, sharing a unit written once at the end.
  void ParseInterval(syntax::ExprId& low, syntax::ExprId& high);
  // A duration; a bare unit means one (`every year`).
  syntax::ExprId ParseDuration(std::string_view where);
  syntax::Range ParseRange();
  std::vector<syntax::Ref> ParseUnder();

  // ---- clauses (parse_clause.cc, parse_act.cc) ----------------------------------------------
  bool AtTrigger() const;
  // `apart`: it stands apart from what is before it on the line.
  bool TryTrigger(std::vector<syntax::Trigger>& out, bool apart = true);
  void ParseTriggerHead(syntax::Trigger& trigger);
  void ParseEvery(syntax::Trigger& trigger);
  void ParseTriggerTail(syntax::Trigger& trigger);
  // `in_body`: the first of the clauses stands apart from what is before it.
  bool TryAct(syntax::ActClauses& act, bool in_body = true);
  bool AtActPattern(bool dyads_allowed) const;
  // Where a pattern of acts stands decides what its commas and its `by` can mean.
  enum class PatternUse { kClause, kBeforeFactor, kInExpression };
  syntax::ActPattern ParseActPattern(PatternUse use = PatternUse::kClause);
  bool TryPatternClause(syntax::ActPattern& pattern, PatternUse use);
  std::vector<syntax::Name> ParsePatternNames(std::string_view what, PatternUse use);
  bool AtActors() const;
  syntax::Dyad ParseDyad();
  bool AtTrackList() const;
  syntax::Happening ParseHappening(bool several_targets, syntax::IndexHead* head = nullptr);
  std::vector<syntax::Happening> ParseHappenings(syntax::IndexHead* head = nullptr);
  std::vector<syntax::Name> ParseStateSet();
  std::vector<syntax::Effect> ParseEffects();
  syntax::Effect ParseEffect();
  bool TryEffectPrefix(syntax::Effect& effect);
  void ParseEffectAction(syntax::Effect& effect);
  std::vector<syntax::Effect> ParseEffectBlock();
  void SpanAct(syntax::ActClauses& act, std::size_t start);

  // ---- declarations (parse_frame.cc, parse_state.cc, parse_issue.cc, …) ----------------------
  void ParseDeclaration(syntax::SyntaxTree& tree);
  std::string DocBefore(std::size_t token) const;
  void ParseBody(syntax::Decl& decl);
  syntax::SystemDecl ParseSystem(syntax::Annotations& notes);
  syntax::TimeDecl ParseTime();
  syntax::NowDecl ParseNow();
  syntax::ImportDecl ParseImport();
  syntax::SourceDecl ParseSource(syntax::Annotations& notes);
  syntax::SourceField ParseSourceField();
  syntax::ActorDecl ParseActor(syntax::Annotations& notes);
  syntax::OrganDecl ParseOrgan(syntax::Annotations& notes);
  syntax::SetDecl ParseSetDecl(syntax::Annotations& notes);
  syntax::SetMember ParseSetMember();
  syntax::TrackDecl ParseTracks();
  syntax::TableDecl ParseTable(syntax::Annotations& notes);
  syntax::ParamDecl ParseParam(syntax::Annotations& notes);
  syntax::Prior ParsePrior();
  syntax::PriorArgument ParsePriorArgument();
  bool AtNamedArgument(std::size_t ahead) const;

  syntax::QuantityDecl ParseQuantity(syntax::Annotations& notes);
  // As above.
  bool TryDynamics(std::vector<syntax::RelaxClause>& relaxes,
                   std::vector<syntax::ChangeClause>& changes,
                   std::vector<syntax::NoiseClause>& noises, bool apart = true);
  syntax::StartClause ParseStarts();
  syntax::AlsoDecl ParseAlso();
  syntax::MemoryDecl ParseMemory(syntax::Annotations& notes);
  syntax::LatchDecl ParseLatch(syntax::Annotations& notes);
  syntax::DefineDecl ParseDefine(syntax::Annotations& notes);
  syntax::OfficeDecl ParseOffice(syntax::Annotations& notes);
  syntax::PersonClause ParsePerson();
  syntax::ElectionClause ParseElection();
  syntax::ChanceDecl ParseChance(syntax::Annotations& notes);

  syntax::IssueDecl ParseIssue(syntax::Annotations& notes);
  void ParseIssueHead(syntax::IssueDecl& issue, syntax::Annotations& notes);
  bool ParseIssueItem(syntax::IssueDecl& issue, syntax::Annotations& notes);
  syntax::StateClause ParseState();
  bool AtArc() const;
  syntax::ArcClause ParseArc();
  void ParseArcTail(syntax::ArcClause& arc);
  syntax::EventDecl ParseEvent(syntax::Annotations& notes);
  bool ParseEventItem(syntax::EventDecl& event, syntax::Annotations& notes);
  syntax::SuccessClause ParseSuccess();
  syntax::UponDecl ParseUpon(syntax::Annotations& notes);

  syntax::LinkageDecl ParseLinkage(syntax::Annotations& notes);
  void ParseLinkageEnds(syntax::LinkageDecl& linkage);
  bool TryLinkageStrength(syntax::LinkageDecl& linkage);
  syntax::DecisionDecl ParseDecision(syntax::Annotations& notes);
  syntax::OptionClause ParseOption();
  syntax::AudienceCostDecl ParseAudience();
  syntax::FrameworkDecl ParseFramework(syntax::Annotations& notes);
  syntax::DampClause ParseDamp();

  syntax::PolicyDecl ParsePolicy(syntax::Annotations& notes, bool is_scenario);
  bool ParseIntervention(std::vector<syntax::Intervention>& out);
  void ParseInterventionBlock(syntax::Intervention& entry);
  void ParseFix(syntax::Intervention& entry);
  void ParseInterventionTarget(syntax::Intervention& entry);
  bool AtDatedBlock() const;  // from DATE [to DATE] {
  void ParseInterventionTail(syntax::Intervention& entry);

  syntax::OutcomeDecl ParseOutcome(syntax::Annotations& notes);
  void ParseFunctional(syntax::OutcomeDecl& outcome);
  void ParseShare(syntax::OutcomeDecl& outcome);
  bool TryOutcomeClause(syntax::OutcomeDecl& outcome);
  syntax::ClaimDecl ParseClaim(syntax::Annotations& notes);
  syntax::RecordDecl ParseRecord();
  syntax::Name ParseCategory();
  syntax::ObserveDecl ParseObserve(syntax::Annotations& notes);
  syntax::ObjectiveDecl ParseObjective();

  const TokenStream& stream_;
  DiagnosticSink& sink_;
  TextLimits limits_;
  syntax::SyntaxTree tree_;
  std::vector<std::uint32_t> heights_;  // of tree_.expressions
  std::vector<LayoutHints> hints_;
  Token end_;                  // what a panicking parser sees
  std::size_t at_ = 0;
  std::size_t brace_level_ = 0;  // braces open before at_
  std::size_t nesting_ = 0;
  std::size_t errors_ = 0;
  bool panic_ = false;
  bool given_up_ = false;
};

template <typename Node>
syntax::ExprId Parser::Add(std::size_t start, Node node,
                           std::initializer_list<syntax::ExprId> operands,
                           const std::vector<syntax::ExprId>& more) {
  std::size_t height = 0;
  for (const syntax::ExprId id : operands) height = std::max(height, HeightOf(id));
  for (const syntax::ExprId id : more) height = std::max(height, HeightOf(id));
  if (height + 1 > limits_.max_expression_depth) {
    TooDeep();
    return AddError();
  }
  tree_.expressions.push_back(syntax::Expr{SpanFrom(start), std::move(node), false});
  heights_.push_back(static_cast<std::uint32_t>(height + 1));
  return syntax::ExprId(tree_.expressions.size() - 1);
}

// All words that go on a declaration or clause, for suggestions.
const Words& ContinuationWords();
// The declaration keywords, sorted.
const Words& DeclarationWords();
// Words that can never be names.
bool IsReserved(std::string_view word);

}  // namespace entente::language

#endif  // ENTENTE_LANGUAGE_PARSE_PARSER_H_
