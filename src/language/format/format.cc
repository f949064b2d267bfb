#include "language/format/format.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "language/format/layout.h"
#include "language/lex/lexer.h"
#include "language/parse/parser.h"

namespace entente::language {
namespace {

constexpr std::size_t kIndent = 2;

class Formatter {
 public:
  Formatter(const TokenStream& stream, const std::vector<LayoutHints>& hints)
      : stream_(stream), hints_(hints), count_(stream.tokens.size() - 1) {}

  std::string Run() {
    PairBraces();
    DecideBreaks();
    std::size_t comment = 0;
    for (std::size_t i = 0; i <= count_; ++i) {
      for (; comment < stream_.comments.size() && stream_.comments[comment].next_token == i;
           ++comment) {
        PutComment(stream_.comments[comment], i);
      }
      if (i < count_) PutToken(i);
    }
    return JoinLines(std::move(lines_));
  }

 private:
  const Token& At(std::size_t i) const { return stream_.tokens[i]; }
  bool Has(std::size_t i, LayoutHints hint) const { return (hints_[i] & hint) != 0; }

  void PairBraces() {
    partner_.assign(count_ + 1, 0);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < count_; ++i) {
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
      breaks_[i] = (At(i).line_start && !joins) || Has(i, kHintDeclaration) || CommentBetween(i, i);
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
    line.text += stream_.TextOf(token);
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

  static constexpr std::size_t kNoToken = static_cast<std::size_t>(-1);

  const TokenStream& stream_;
  const std::vector<LayoutHints>& hints_;
  std::size_t count_;                 // tokens without the end
  std::vector<std::size_t> partner_;  // of braces
  std::vector<bool> breaks_;          // a line break before this token
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

}  // namespace

std::optional<std::string> Format(const SourceMap& sources, FileId file, DiagnosticSink& sink,
                                  const TextLimits& limits) {
  const std::size_t errors_before = sink.error_count();
  const TokenStream stream = Lex(sources, file, sink, limits);
  Parser parser(stream, sink, limits);
  parser.Run();
  if (sink.error_count() > errors_before) return std::nullopt;
  std::string text = Formatter(stream, parser.hints()).Run();

  // Layout must never change meaning: whatever else is wrong, the words are the same.
  SourceMap again;
  DiagnosticSink ignored;
  TextLimits unbounded = limits;
  unbounded.max_file_bytes = text.size();
  const FileId copy = again.Add("formatted", text);
  ENTENTE_CHECK(SameTokens(stream, Lex(again, copy, ignored, unbounded)));
  return text;
}

}  // namespace entente::language
