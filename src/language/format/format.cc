#include "language/format/format.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.h"
#include "language/format/layout.h"
#include "language/lex/lexer.h"
#include "language/parse/parse.h"
#include "language/parse/parser.h"
#include "language/syntax/dump.h"

namespace entente::language {
namespace {

constexpr std::size_t kIndent = 2;
constexpr int kDepthRank = 10;            // how much worse a place is for each bracket around it
constexpr std::size_t kMaxTokens = 1000;  // a line of more is no line that a person wrote

// Where lines that are too long may be broken.
enum class BreakAt {
  kNowhere,  // the author's breaks only
  kAnywhere,
  // Not before citations: one on the line of a clause is the clause's, one on a line of its own may
  // be the declaration's.
  kNotCitations,
};

class Formatter {
 public:
  Formatter(const TokenStream& stream, const std::vector<LayoutHints>& hints, BreakAt where)
      : stream_(stream), hints_(hints), where_(where), count_(stream.tokens.size() - 1) {}

  // `broke`: whether a line was broken that the author had not broken.
  std::string Run(bool* broke) {
    PairBrackets();
    forced_.assign(count_ + 1, false);
    *broke = false;
    // Each pass breaks every line that is too long once; the result is laid out like a text that
    // had these breaks, so that formatting it again changes nothing.
    for (;;) {
      DecideBreaks();
      PutAll();
      if (where_ == BreakAt::kNowhere || !BreakLongLines()) break;
      *broke = true;
    }
    return JoinLines(std::move(lines_));
  }

 private:
  static constexpr std::size_t kNoToken = static_cast<std::size_t>(-1);

  void PutAll() {
    lines_.clear();
    open_.clear();
    places_.assign(count_, {});
    last_end_ = 0;
    last_token_ = kNoToken;
    after_comment_line_ = false;
    std::size_t comment = 0;
    for (std::size_t i = 0; i <= count_; ++i) {
      for (; comment < stream_.comments.size() && stream_.comments[comment].next_token == i;
           ++comment) {
        PutComment(stream_.comments[comment], i);
      }
      if (i < count_) PutToken(i);
    }
  }

  const Token& At(std::size_t i) const { return stream_.tokens[i]; }
  bool Has(std::size_t i, LayoutHints hint) const { return (hints_[i] & hint) != 0; }

  void PairBrackets() {
    partner_.assign(count_ + 1, 0);
    in_index_.assign(count_ + 1, false);
    std::vector<std::size_t> open;
    std::size_t indices = 0;
    for (std::size_t i = 0; i < count_; ++i) {
      if (At(i).kind == TokenKind::kLeftBracket) ++indices;
      if (At(i).kind == TokenKind::kRightBracket && indices > 0) --indices;
      in_index_[i] = indices > 0;
      if (At(i).kind == TokenKind::kLeftBrace) open.push_back(i);
      if (At(i).kind == TokenKind::kRightBrace && !open.empty()) {
        partner_[open.back()] = i;
        partner_[i] = open.back();
        open.pop_back();
      }
    }
  }

  bool CommentBetween(std::size_t first, std::size_t last) const {  // before tokens first..last
    const auto found = std::lower_bound(
        stream_.comments.begin(), stream_.comments.end(), first,
        [](const Comment& comment, std::size_t token) { return comment.next_token < token; });
    return found != stream_.comments.end() && found->next_token <= last;
  }

  // The author's line breaks stay, but: a declaration starts a line, an opening brace does not,
  // and a body in braces is either all on one line or has lines of its own.
  void DecideBreaks() {
    breaks_.assign(count_ + 1, false);
    for (std::size_t i = 0; i < count_; ++i) {
      const bool joins = At(i).kind == TokenKind::kLeftBrace && !Has(i, kHintItem) && i > 0 &&
                         !CommentBetween(i, i);
      breaks_[i] = (At(i).line_start && !joins) || Has(i, kHintDeclaration) ||
                   CommentBetween(i, i) || forced_[i];
    }
    std::vector<std::size_t> breaks_before(count_ + 2, 0);  // breaks at tokens < i
    for (std::size_t i = 0; i < count_; ++i) {
      breaks_before[i + 1] = breaks_before[i] + (breaks_[i] ? 1 : 0);
    }
    for (std::size_t i = 0; i < count_; ++i) {
      const std::size_t close = partner_[i];
      if (At(i).kind != TokenKind::kLeftBrace || close == 0) continue;
      const bool empty = close == i + 1 && !CommentBetween(close, close);
      if (empty) {
        breaks_[close] = false;
      } else if (breaks_before[close + 1] > breaks_before[i + 1]) {
        breaks_[i + 1] = breaks_[close] = true;
      }
    }
  }

  std::size_t LineBreaksIn(std::size_t begin, std::size_t end) const {
    return static_cast<std::size_t>(
        std::count(stream_.text.begin() + static_cast<std::ptrdiff_t>(begin),
                   stream_.text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
  }

  // Starts a new line for what stands at `begin` in the old text.
  void StartLine(std::size_t begin, std::size_t indent, bool closes) {
    FormattedLine line;
    line.indent = indent;
    const bool after_opener = !lines_.empty() && last_token_ != kNoToken &&
                              At(last_token_).kind == TokenKind::kLeftBrace && !after_comment_line_;
    line.blank_before = !lines_.empty() && !closes && !after_opener &&
                        LineBreaksIn(last_end_, begin) > 1;
    lines_.push_back(std::move(line));
  }

  std::size_t BodyIndent() const { return open_.empty() ? 0 : open_.back() + kIndent; }

  std::size_t IndentOf(std::size_t i) const {
    if (i < count_ && At(i).kind == TokenKind::kRightBrace) {
      return open_.empty() ? 0 : open_.back();
    }
    const bool leads = i >= count_ || Has(i, kHintItem) || Has(i, kHintDeclaration);
    return BodyIndent() + (leads ? 0 : kIndent);
  }

  void PutComment(const Comment& comment, std::size_t next) {
    const std::string text(stream_.text.substr(comment.begin, comment.end - comment.begin));
    if (!comment.line_start && !lines_.empty() && lines_.back().comment.empty()) {
      lines_.back().comment = text;
    } else {
      const bool closes = next < count_ && At(next).kind == TokenKind::kRightBrace;
      StartLine(comment.begin, closes ? BodyIndent() : IndentOf(next), false);
      lines_.back().text = text;
      after_comment_line_ = true;
    }
    last_end_ = comment.end;
  }

  void PutToken(std::size_t i) {
    const Token& token = At(i);
    if (breaks_[i] || lines_.empty()) {
      StartLine(token.begin, IndentOf(i), token.kind == TokenKind::kRightBrace);
    } else {
      lines_.back().text += Gap(i);
    }
    after_comment_line_ = false;
    FormattedLine& line = lines_.back();
    if (Has(i, kHintColumn) && !line.column && !line.text.empty()) line.column = line.text.size();
    if (token.kind == TokenKind::kRightBrace && !open_.empty()) open_.pop_back();
    if (token.kind == TokenKind::kLeftBrace) open_.push_back(line.indent);
    const std::size_t column = line.indent + Width(line.text);
    line.text += stream_.TextOf(token);
    places_[i] = {lines_.size() - 1, column, line.indent + Width(line.text)};
    last_end_ = token.end;
    last_token_ = i;
  }

  // The blanks between token i - 1 and token i on one line.
  std::string_view Gap(std::size_t i) const {
    const TokenKind left = At(i - 1).kind;
    const TokenKind right = At(i).kind;
    if (left == TokenKind::kDotDot && !StartsBound(i)) return " ";
    if (Has(i - 1, kHintPrefix) || IsTight(left)) return "";
    switch (right) {
      case TokenKind::kComma:
      case TokenKind::kRightParen:
      case TokenKind::kRightBracket:
      case TokenKind::kLeftBracket:
      case TokenKind::kDot:
        return "";
      case TokenKind::kDotDot:  // `in ..0` has no lower bound
        return left == TokenKind::kName && stream_.TextOf(At(i - 1)) == "in" ? " " : "";
      case TokenKind::kColon:
        return Has(i, kHintColumn) ? " " : "";
      case TokenKind::kLeftParen:
        return Has(i, kHintCallParen) ? "" : " ";
      case TokenKind::kRightBrace:
        return left == TokenKind::kLeftBrace ? "" : " ";
      default:
        break;
    }
    const bool apart = Has(i, kHintClause) && left != TokenKind::kComma &&
                       left != TokenKind::kLeftBrace && left != TokenKind::kColon;
    return apart ? "  " : " ";
  }

  // ---- lines that are too long ----------------------------------------------------------------

  // True if any line was broken.
  bool BreakLongLines() {
    bool any = false;
    for (std::size_t begin = 0; begin < count_;) {
      std::size_t end = begin + 1;
      while (end < count_ && places_[end].line == places_[begin].line) ++end;
      const bool long_line = places_[end - 1].end > kLineWidth && end - begin <= kMaxTokens;
      if (long_line) any = BreakLine(begin, end) || any;
      begin = end;
    }
    return any;
  }

  bool BreakLine(std::size_t begin, std::size_t end) {
    if (OpenBody(begin, end, Body::kLast)) return true;
    const Break best = BestPlace(begin, end);
    if (best.token != kNoToken && best.depth == 0) return BreakBefore(best.token);
    return OpenBody(begin, end, Body::kClauses) || OpenBody(begin, end, Body::kList) ||
           BreakBefore(best.token);
  }

  bool BreakBefore(std::size_t token) {
    if (token == kNoToken || forced_[token]) return false;
    forced_[token] = true;
    return true;
  }

  enum class Body {
    kLast,     // of clauses, and it ends the line
    kClauses,
    kList,     // of names and the like, with commas
  };

  // A body in braces gets lines of its own: one an item.
  bool OpenBody(std::size_t begin, std::size_t end, Body wanted) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t close = partner_[i];
      if (At(i).kind != TokenKind::kLeftBrace || close <= i + 1 || close >= end) continue;
      std::vector<std::size_t> items;
      for (std::size_t k = i + 1; k < close; ++k) {
        if (Has(k, kHintItem)) items.push_back(k);
        if (At(k).kind == TokenKind::kLeftBrace && partner_[k] > k) k = partner_[k];
      }
      const bool list = items.size() > 1 && At(items[1] - 1).kind == TokenKind::kComma;
      if (items.empty() || list != (wanted == Body::kList)) continue;
      if (wanted == Body::kLast && close + 1 != end) continue;
      for (const std::size_t item : items) forced_[item] = true;
      forced_[i + 1] = forced_[close] = true;
      return true;
    }
    return false;
  }

  struct Break {
    std::size_t token = kNoToken;
    int depth = 0;  // of brackets around it
  };

  bool MayBreakBefore(std::size_t i) const {
    const std::string_view word = stream_.TextOf(At(i));
    if (At(i).kind == TokenKind::kLeftBrace || At(i).kind == TokenKind::kRightBrace) return false;
    const bool citation = word == "cite" || word == "judgement" || word == "at" || word == "says";
    return where_ == BreakAt::kAnywhere || !citation;
  }

  // The last place that leaves a line short enough, of the best kind there is (KindOfPlace), as far
  // outside of brackets as can be. If none leaves a short line, the first.
  Break BestPlace(std::size_t begin, std::size_t end) const {
    std::size_t best = kNoToken;
    int best_rank = 0;
    int depth = 0;
    for (std::size_t i = begin + 1; i < end; ++i) {
      const TokenKind left = At(i - 1).kind;
      if (left == TokenKind::kLeftParen || left == TokenKind::kLeftBracket ||
          left == TokenKind::kLeftBrace) {
        ++depth;
      }
      if (At(i).kind == TokenKind::kRightParen || At(i).kind == TokenKind::kRightBracket ||
          At(i).kind == TokenKind::kRightBrace) {
        --depth;
        continue;
      }
      const int kind = KindOfPlace(i);
      if (kind == 0 || !MayBreakBefore(i)) continue;
      const int rank = kDepthRank * std::max(depth, 0) + kind;
      const bool fits = places_[i - 1].end <= kLineWidth;
      const bool better = best == kNoToken || rank < best_rank || (rank == best_rank && fits);
      if (!better || (best != kNoToken && !fits && rank >= best_rank)) continue;
      best = i;
      best_rank = rank;
    }
    return {best, best_rank / kDepthRank};
  }

  // 1 a clause, 2 after a comma, then before a word or an operator: the weaker it binds, the better;
  // 0 no place to break.
  int KindOfPlace(std::size_t i) const {
    if (Has(i, kHintClause) || Has(i, kHintItem)) return 1;
    if (At(i - 1).kind == TokenKind::kComma) return 2;
    if (Has(i, kHintPrefix)) return 0;
    // The condition of an index is short, and stays with its bracket.
    if (Has(i, kHintRelation)) return in_index_[i] ? 0 : 6;
    switch (At(i).kind) {
      case TokenKind::kPlus:
      case TokenKind::kMinus:
        return 7;
      case TokenKind::kStar:
      case TokenKind::kSlash:
        return 8;
      case TokenKind::kName:
        return KindOfWord(stream_.TextOf(At(i)));
      default:
        return 0;
    }
  }
  static int KindOfWord(std::string_view word) {
    static constexpr std::string_view kJoints[] = {"if",    "else", "within", "given",
                                                   "under", "from", "then"};
    if (std::find(std::begin(kJoints), std::end(kJoints), word) != std::end(kJoints)) return 3;
    return word == "or" ? 4 : word == "and" ? 5 : 0;
  }

  static std::size_t Width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
  }

  // Token i, after `..`, is the upper bound and not what follows an open range.
  bool StartsBound(std::size_t i) const {
    const TokenKind kind = At(i).kind;
    return (kind == TokenKind::kName && !Has(i, kHintClause)) || kind == TokenKind::kNumber ||
           kind == TokenKind::kMinus || kind == TokenKind::kLeftParen ||
           kind == TokenKind::kRightParen || kind == TokenKind::kComma;
  }

  static bool IsTight(TokenKind left) {
    return left == TokenKind::kLeftParen || left == TokenKind::kLeftBracket ||
           left == TokenKind::kDot || left == TokenKind::kDotDot;
  }

  const TokenStream& stream_;
  const std::vector<LayoutHints>& hints_;
  const BreakAt where_;
  std::size_t count_;                 // tokens without the end
  std::vector<std::size_t> partner_;  // of braces
  std::vector<bool> in_index_;        // within square brackets
  std::vector<bool> breaks_;          // a line break before this token
  std::vector<bool> forced_;          // breaks that long lines need
  struct Place {
    std::size_t line = 0, column = 0, end = 0;  // columns on that line, indentation included
  };
  std::vector<Place> places_;         // of tokens
  std::vector<std::size_t> open_;     // indentation of the lines that hold the open braces
  std::vector<FormattedLine> lines_;
  std::size_t last_end_ = 0;
  std::size_t last_token_ = kNoToken;
  bool after_comment_line_ = false;
};

bool SameTokens(const TokenStream& a, const TokenStream& b) {
  return std::equal(a.tokens.begin(), a.tokens.end(), b.tokens.begin(), b.tokens.end(),
                    [&](const Token& x, const Token& y) {
                      return x.kind == y.kind && a.TextOf(x) == b.TextOf(y);
                    });
}

bool SameMeaning(const syntax::SyntaxTree& tree, const std::string& text,
                 const TextLimits& limits) {
  SourceMap again;
  DiagnosticSink sink;
  TextLimits unbounded = limits;
  unbounded.max_file_bytes = text.size();
  const syntax::SyntaxTree copy = Parse(again, again.Add("formatted", text), sink, unbounded);
  return !sink.has_errors() && DumpSyntax(copy) == DumpSyntax(tree);
}

// `settled`: false if lines were left long since breaking them somewhere would have changed the meaning.
std::optional<std::string> FormatOnce(const SourceMap& sources, FileId file, DiagnosticSink& sink,
                                      const TextLimits& limits, bool* settled) {
  const std::size_t errors_before = sink.error_count();
  const TokenStream stream = Lex(sources, file, sink, limits);
  Parser parser(stream, sink, limits);
  const syntax::SyntaxTree tree = parser.Run();
  if (sink.error_count() > errors_before) return std::nullopt;
  std::string text;
  for (const BreakAt where : {BreakAt::kAnywhere, BreakAt::kNotCitations, BreakAt::kNowhere}) {
    bool broke = false;
    text = Formatter(stream, parser.hints(), where).Run(&broke);
    *settled = where == BreakAt::kAnywhere;
    // A line break decides whose a citation is: what was broken must read as it did.
    if (!broke || SameMeaning(tree, text, limits)) break;
  }

  // Layout must never change meaning: whatever else is wrong, the words are the same.
  SourceMap again;
  DiagnosticSink ignored;
  TextLimits unbounded = limits;
  unbounded.max_file_bytes = text.size();
  const FileId copy = again.Add("formatted", text);
  ENTENTE_CHECK(SameTokens(stream, Lex(again, copy, ignored, unbounded)));
  return text;
}

}  // namespace

std::optional<std::string> Format(const SourceMap& sources, FileId file, DiagnosticSink& sink,
                                  const TextLimits& limits) {
  bool settled = true;
  std::optional<std::string> text = FormatOnce(sources, file, sink, limits, &settled);
  // Where one line could not be broken freely, no other was. Once it is broken as it can be, the others
  // may be; so that formatting again changes nothing, it is done here.
  constexpr int kRounds = 4;
  for (int round = 0; text && !settled && round < kRounds; ++round) {
    SourceMap again;
    DiagnosticSink ignored;  // it was said already
    TextLimits unbounded = limits;
    unbounded.max_file_bytes = text->size();
    std::optional<std::string> next =
        FormatOnce(again, again.Add("formatted", *text), ignored, unbounded, &settled);
    if (!next || *next == *text) break;
    text = std::move(next);
  }
  return text;
}

}  // namespace entente::language
