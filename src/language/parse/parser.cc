// The cursor, the errors and the recovery of the parser.
#include "language/parse/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace entente::language {

namespace {

constexpr std::size_t kMaxErrorsPerFile = 50;
constexpr std::size_t kMaxListedWords = 18;
constexpr std::size_t kMaxShownToken = 40;  // bytes of a token in a message

}  // namespace

const Words& DeclarationWords() {
  static const Words words = {
      "actor",    "also",   "audience",  "chance",  "claim",  "decision", "define",
      "event",    "framework", "import", "issue",   "latch",  "linkage",  "memory",
      "now",      "objective", "observe", "office", "organ",  "outcome",  "param",
      "policy",   "quantity",  "record",  "scenario", "set",  "source",   "system",
      "table",    "time",      "track",   "upon"};
  return words;
}

const Words& ContinuationWords() {
  static const Words words = {
      "about",  "adds",    "after",   "and",    "at",     "before", "between",   "by",
      "cite",   "complete", "cost",   "day",    "days",   "every",  "for",       "from",
      "given",  "half-life", "if",    "in",     "is",     "joint",  "judgement", "known",
      "lowers", "month",   "months",  "multiplies", "not", "of",    "once",      "or",
      "per",    "points",  "starts",  "step",   "tagged", "then",   "title",     "to",
      "toward", "under",   "unless",  "until",  "week",   "weeks",  "weight",    "where",
      "while",  "whenever", "with",   "within", "without", "year",  "years"};
  return words;
}

bool IsReserved(std::string_view word) {
  constexpr auto kReserved = std::to_array<std::string_view>(
      {"and", "else", "false", "if", "in", "is", "not", "or", "per", "then", "true", "where",
       "while"});
  return std::find(kReserved.begin(), kReserved.end(), word) != kReserved.end();
}

Parser::Parser(const TokenStream& stream, DiagnosticSink& sink, const TextLimits& limits)
    : stream_(stream), sink_(sink), limits_(limits), end_(stream.tokens.back()) {
  tree_.file = stream.file;
  hints_.assign(stream.tokens.size(), LayoutHints{0});
}

const Token& Parser::Ahead(std::size_t count) const {
  if (panic_) return end_;
  return stream_.tokens[std::min(at_ + count, stream_.tokens.size() - 1)];
}

bool Parser::IsWordAhead(std::size_t count, std::string_view word) const {
  const Token& token = Ahead(count);
  return token.kind == TokenKind::kName && stream_.TextOf(token) == word;
}

bool Parser::IsAnyWord(std::initializer_list<std::string_view> words) const {
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return IsWord(w); });
}

void Parser::Advance() {
  const Token& token = Now();
  if (token.kind == TokenKind::kEnd) return;
  if (token.kind == TokenKind::kLeftBrace) ++brace_level_;
  if (token.kind == TokenKind::kRightBrace && brace_level_ > 0) --brace_level_;
  ++at_;
}

bool Parser::Accept(TokenKind kind) {
  if (!Is(kind) || kind == TokenKind::kEnd) return false;
  Advance();
  return true;
}

bool Parser::AcceptWord(std::string_view word) {
  if (!IsWord(word)) return false;
  Advance();
  return true;
}

bool Parser::AcceptClause(std::string_view word) {
  if (!IsWord(word)) return false;
  Hint(kHintClause);
  Advance();
  return true;
}

bool Parser::Expect(TokenKind kind, std::string_view where) {
  if (Accept(kind)) return true;
  FailExpected(NameOf(kind), where);
  return false;
}

bool Parser::ExpectWord(std::string_view word, std::string_view where) {
  if (AcceptWord(word)) return true;
  FailExpected(fmt::format("`{}`", word), where);
  return false;
}

void Parser::Hint(LayoutHints hint) {
  if (!panic_) hints_[at_] = static_cast<LayoutHints>(hints_[at_] | hint);
}

SourceSpan Parser::NowSpan() const {
  const Token& token = Now();
  return SourceSpan{stream_.file, token.begin, token.end};
}

SourceSpan Parser::SpanFrom(std::size_t start) const {
  const std::size_t last = at_ > start ? at_ - 1 : start;
  const std::uint32_t end = at_ > start ? stream_.tokens[last].end : stream_.tokens[start].begin;
  return SourceSpan{stream_.file, stream_.tokens[start].begin, end};
}

std::string Parser::Saw() const {
  const Token& token = Now();
  if (token.kind == TokenKind::kEnd) return "the end of the file";
  const std::string_view text = stream_.TextOf(token);
  if (text.size() > kMaxShownToken) return std::string(NameOf(token.kind));
  return fmt::format("`{}`", text);
}

bool Parser::AtBadLine() const {
  const std::vector<std::uint32_t>& bad = stream_.bad_lines;
  if (bad.empty()) return false;
  const auto is_bad = [&](const Token& token) {
    return std::binary_search(bad.begin(), bad.end(), token.line_begin);
  };
  return is_bad(Now()) || (at_ > 0 && is_bad(stream_.tokens[at_ - 1]));
}

Diagnostic* Parser::Report(DiagnosticKind kind, SourceSpan span, std::string message,
                           std::string suggestion) {
  if (panic_ || given_up_ || AtBadLine()) return nullptr;
  Diagnostic& diagnostic = sink_.Add(kind, span, std::move(message), std::move(suggestion));
  if (++errors_ >= kMaxErrorsPerFile) {
    // So many faults mean that this is no model at all.
    given_up_ = true;
    at_ = stream_.tokens.size() - 1;
  }
  return &diagnostic;
}

void Parser::Fail(DiagnosticKind kind, SourceSpan span, std::string message,
                  std::string suggestion) {
  Report(kind, span, std::move(message), std::move(suggestion));
  panic_ = true;
}

void Parser::FailExpected(std::string_view what, std::string_view where) {
  if (panic_) return;
  // At the end of a line the fault is what is missing there, not what the next line begins with.
  SourceSpan span = NowSpan();
  if (Now().line_start && at_ > 0) {
    const Token& last = stream_.tokens[at_ - 1];
    span = SourceSpan{stream_.file, last.end, last.end};
  }
  Fail(DiagnosticKind::kSyntaxError, span,
       fmt::format("saw {}, expected {} {}", Saw(), what, where));
}

void Parser::FailUnknownWord(std::string_view where, const Words& words) {
  if (panic_) return;
  if (!Is(TokenKind::kName)) {
    Fail(DiagnosticKind::kSyntaxError, NowSpan(), fmt::format("saw {} {}", Saw(), where),
         words.empty() || words.size() > kMaxListedWords
             ? ""
             : fmt::format("expected one of: {}", fmt::join(words, ", ")));
    return;
  }
  const std::string_view written = stream_.TextOf(Now());
  const std::string word(written.substr(0, kMaxShownToken));
  const std::optional<std::string> nearest = NearestName(word, words);
  const SourceSpan span = NowSpan();
  std::string suggestion;
  if (nearest) {
    suggestion = fmt::format("did you mean `{}`?", *nearest);
  } else if (words.size() <= kMaxListedWords) {
    suggestion = fmt::format("expected one of: {}", fmt::join(words, ", "));
  }
  Diagnostic* diagnostic =
      Report(DiagnosticKind::kUnknownKeyword, span,
             fmt::format("`{}` means nothing {}", word, where), std::move(suggestion));
  if (diagnostic != nullptr && nearest) diagnostic->fix = Fix{span, *nearest};
  panic_ = true;
}

bool Parser::AtDeclaration() const {
  const Token& token = Now();
  if (token.kind != TokenKind::kName || !token.line_start) return false;
  const Words& words = DeclarationWords();
  return std::binary_search(words.begin(), words.end(), stream_.TextOf(token));
}

bool Parser::AtFlushDeclaration() const {
  const Token& token = Now();
  if (!AtDeclaration() || token.begin != token.line_begin) return false;
  const Token& next = Ahead(1);
  return !next.line_start && (next.kind == TokenKind::kName || next.kind == TokenKind::kString ||
                              next.kind == TokenKind::kDate);
}

void Parser::SkipToItem(const Words& words, std::size_t level) {
  panic_ = false;
  while (!Is(TokenKind::kEnd)) {
    if (AtFlushDeclaration()) return;
    if (brace_level_ <= level) {
      if (Is(TokenKind::kRightBrace)) return;
      const bool known =
          Is(TokenKind::kName) &&
          std::find(words.begin(), words.end(), stream_.TextOf(Now())) != words.end();
      if (Now().line_start && (known || AtArc())) return;
    }
    Advance();
  }
}

void Parser::SkipToDeclaration() {
  panic_ = false;
  while (!Is(TokenKind::kEnd)) {
    if (AtFlushDeclaration() || (brace_level_ == 0 && AtDeclaration())) break;
    Advance();
  }
  brace_level_ = 0;
}

bool Parser::TooDeep() {
  const bool nested = nesting_ > limits_.max_nesting;
  Report(DiagnosticKind::kTooDeepNesting, NowSpan(),
         nested ? fmt::format("nesting is deeper than {} levels, the bound", limits_.max_nesting)
                : fmt::format("an expression chains more than {} operators, the bound",
                              limits_.max_expression_depth),
         nested ? "name parts of it with `define`"
                : "name parts of it with `define`, or use `sum (x in S) …`");
  given_up_ = true;
  panic_ = false;
  at_ = stream_.tokens.size() - 1;
  return true;
}

void Parser::Block(std::string_view what, const Words& words, const std::function<bool()>& item) {
  const SourceSpan opener = NowSpan();
  if (!Expect(TokenKind::kLeftBrace, fmt::format("to open the body of {}", what))) return;
  const Nesting nesting(*this);
  if (nesting_ > limits_.max_nesting && TooDeep()) return;
  const std::size_t level = brace_level_;
  while (!Accept(TokenKind::kRightBrace)) {
    if (Is(TokenKind::kEnd) || AtFlushDeclaration()) {
      Report(DiagnosticKind::kUnclosedBracket, opener,
             fmt::format("the `{{` of {} is not closed before {}", what, Saw()), "add a `}`");
      brace_level_ = level - 1;
      return;
    }
    const std::size_t before = at_;
    Hint(kHintItem);
    const bool read = item();
    if (!read || (at_ == before && !panic_)) {
      FailUnknownWord(fmt::format("in {}", what), words);
    }
    if (!panic_) continue;
    if (at_ == before) {  // never see the same token twice
      panic_ = false;
      Advance();
    }
    SkipToItem(words, level);
  }
}

void Parser::Braced(std::string_view what, const std::function<void()>& item) {
  const SourceSpan opener = NowSpan();
  if (!Expect(TokenKind::kLeftBrace, fmt::format("to open {}", what))) return;
  while (!Is(TokenKind::kRightBrace) && !Is(TokenKind::kEnd) && !AtFlushDeclaration()) {
    const std::size_t before = at_;
    Hint(kHintItem);
    item();
    Accept(TokenKind::kComma);
    if (at_ == before) break;
  }
  if (panic_ || Accept(TokenKind::kRightBrace)) return;
  if (Is(TokenKind::kEnd) || AtFlushDeclaration()) {
    Fail(DiagnosticKind::kUnclosedBracket, opener,
         fmt::format("the `{{` of {} is not closed before {}", what, Saw()), "add a `}`");
  } else {
    FailExpected("`}`", fmt::format("to close {}", what));
  }
}

void Parser::Once(bool already, std::string_view clause, std::size_t start) {
  if (!already) return;
  Report(DiagnosticKind::kRepeatedClause, SpanFrom(start),
         fmt::format("`{}` is written twice; it may be written once here", clause),
         "keep one of them");
}

}  // namespace entente::language
