#include "language/lex/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "base/calendar.h"
#include "language/lex/utf8.h"

namespace entente::language {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool IsNamePart(char c) { return IsNameStart(c) || IsDigit(c); }

// Characters that word processors put where ours belong.
struct Lookalike {
  std::string_view seen;
  std::string_view meant;
};
constexpr auto kLookalikes = std::to_array<Lookalike>({
    {"–", "-"},  {"—", "-"},  {"−", "-"},  {"×", "*"},  {"·", "*"},  {"÷", "/"},
    {"≤", "<="}, {"≥", ">="}, {"≠", "!="}, {"→", "->"}, {"“", "\""}, {"”", "\""},
    {"„", "\""}, {"‘", "\""}, {"’", "\""}, {"…", ".."}, {";", ","},  {"!", "not"},
    {"&", "and"}, {"|", "or"}, {"#", "//"}, {"@", "at"}, {"'", "\""}, {"$", ""},
});

constexpr std::size_t kMaxErrorsPerFile = 50;

class Lexer {
 public:
  Lexer(std::string_view text, FileId file, DiagnosticSink& sink)
      : text_(text), file_(file), sink_(sink) {
    out_.file = file;
    out_.text = text;
  }

  TokenStream Run() {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = line_begin_ = 3;  // byte-order mark
    while (at_ < text_.size()) Step();
    // The end carries its own line so that messages about it point at the last line.
    Push(TokenKind::kEnd, at_, at_);
    return std::move(out_);
  }

 private:
  char Peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void Push(TokenKind kind, std::size_t begin, std::size_t end) {
    out_.tokens.push_back(Token{kind, fresh_line_, static_cast<std::uint32_t>(begin),
                                static_cast<std::uint32_t>(end),
                                static_cast<std::uint32_t>(line_begin_)});
    fresh_line_ = false;
    at_ = end;
  }

  // Reports, unless there were so many already that this is no model at all. `disturbs`: tokens
  // are missing or wrong, so that what the parser then says of this line is no second mistake.
  Diagnostic* Report(DiagnosticKind kind, SourceSpan span, std::string message,
                     std::string suggestion = "", bool disturbs = false) {
    const auto line = static_cast<std::uint32_t>(line_begin_);
    if (disturbs && (out_.bad_lines.empty() || out_.bad_lines.back() != line)) {
      out_.bad_lines.push_back(line);
    }
    if (++errors_ > kMaxErrorsPerFile) return nullptr;
    return &sink_.Add(kind, span, std::move(message), std::move(suggestion));
  }

  SourceSpan Span(std::size_t begin, std::size_t end) const {
    return SourceSpan{file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  void Step() {
    const char c = Peek();
    if (c == '\n') {
      ++at_;
      line_begin_ = at_;
      fresh_line_ = true;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
    } else if (c == '/' && Peek(1) == '/') {
      LexComment();
    } else if (IsNameStart(c)) {
      LexName();
    } else if (IsDigit(c)) {
      LexNumberOrDate();
    } else if (c == '.' && IsDigit(Peek(1))) {
      LexBareFraction();
    } else if (c == '"') {
      LexString();
    } else if (!LexPunctuation()) {
      LexUnexpected();
    }
  }

  void LexComment() {
    std::size_t end = text_.find('\n', at_);
    if (end == std::string_view::npos) end = text_.size();
    const bool is_doc = Peek(2) == '/' && Peek(3) != '/';
    std::size_t trimmed = end;
    while (trimmed > at_ && (text_[trimmed - 1] == '\r' || text_[trimmed - 1] == ' ' ||
                             text_[trimmed - 1] == '\t')) {
      --trimmed;
    }
    out_.comments.push_back(Comment{static_cast<std::uint32_t>(at_),
                                    static_cast<std::uint32_t>(trimmed), is_doc, fresh_line_,
                                    static_cast<std::uint32_t>(out_.tokens.size())});
    at_ = end;
  }

  void LexName() {
    std::size_t end = at_;
    while (end < text_.size() && IsNamePart(text_[end])) ++end;
    constexpr std::string_view kLife = "-life";
    if (text_.substr(at_, end - at_) == "half" && text_.substr(end, kLife.size()) == kLife &&
        (end + kLife.size() >= text_.size() || !IsNamePart(text_[end + kLife.size()]))) {
      end += kLife.size();
    }
    Push(TokenKind::kName, at_, end);
  }

  std::size_t DigitsFrom(std::size_t begin) const {
    std::size_t end = begin;
    while (end < text_.size() && IsDigit(text_[end])) ++end;
    return end - begin;
  }

  // `text` matches a pattern in which 9 stands for a digit and the rest for itself, and no digit
  // or name goes on after it.
  bool Matches(std::string_view pattern) const {
    if (at_ + pattern.size() > text_.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      const char c = text_[at_ + i];
      if (pattern[i] == '9' ? !IsDigit(c) : c != pattern[i]) return false;
    }
    return !IsNamePart(Peek(pattern.size()));
  }

  void LexNumberOrDate() {
    if (Matches("9999-99-99")) {
      LexDate();
    } else if (Matches("9999-99") && Peek(7) != '-') {
      Push(TokenKind::kYearMonth, at_, at_ + 7);
    } else if (Matches("99-99") && Peek(5) != '-') {
      LexMonthDay();
    } else {
      LexNumber();
    }
  }

  void LexDate() {
    const std::string_view written = text_.substr(at_, 10);
    const auto date = ParseIsoDate(written);
    if (!date || !IsValidDate(*date)) {
      Report(DiagnosticKind::kInvalidDate, Span(at_, at_ + 10),
                fmt::format("no calendar has the day `{}`", written),
                "dates are written year-month-day, such as 2019-08-22");
    }
    Push(TokenKind::kDate, at_, at_ + 10);
  }

  void LexMonthDay() {
    const auto digit = [&](std::size_t i) { return Peek(i) - '0'; };
    const std::int32_t month = digit(0) * 10 + digit(1);
    const std::int32_t day = digit(3) * 10 + digit(4);
    // 2024 is a leap year, so 02-29 passes.
    if (month < 1 || month > 12 || day < 1 || day > DaysInMonth(2024, month)) {
      Report(DiagnosticKind::kInvalidDate, Span(at_, at_ + 5),
                fmt::format("no year has the day `{}`", text_.substr(at_, 5)),
                "days of the year are written month-day, such as 11-23; a subtraction needs "
                "spaces around its minus");
    }
    Push(TokenKind::kMonthDay, at_, at_ + 5);
  }

  void LexNumber() {
    std::size_t end = at_ + DigitsFrom(at_);
    if (end + 1 < text_.size() && text_[end] == '.' && IsDigit(text_[end + 1])) {
      end += 1 + DigitsFrom(end + 1);
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
      std::size_t exponent = end + 1;
      if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) {
        ++exponent;
      }
      if (DigitsFrom(exponent) > 0) end = exponent + DigitsFrom(exponent);
    }
    CheckNumber(end);
  }

  void CheckNumber(std::size_t end) {
    const std::size_t begin = at_;
    if (end < text_.size() && IsNamePart(text_[end])) {
      while (end < text_.size() && IsNamePart(text_[end])) ++end;
      Report(DiagnosticKind::kInvalidNumber, Span(begin, end),
                fmt::format("`{}` is neither a number nor a name",
                         text_.substr(begin, std::min<std::size_t>(end - begin, 40))),
                "put a space between a number and its unit; names start with a letter", true);
    } else {
      double value = 0;
      const auto result = std::from_chars(text_.data() + begin, text_.data() + end, value);
      if (result.ec != std::errc() || !std::isfinite(value)) {
        Report(DiagnosticKind::kInvalidNumber, Span(begin, end),
                  fmt::format("`{}` is out of the range of numbers",
                              text_.substr(begin, std::min<std::size_t>(end - begin, 40))));
      }
    }
    Push(TokenKind::kNumber, begin, end);
  }

  void LexBareFraction() {
    const std::size_t end = at_ + 1 + DigitsFrom(at_ + 1);
    const std::string written(text_.substr(at_, end - at_));
    Diagnostic* diagnostic = Report(DiagnosticKind::kInvalidNumber, Span(at_, end),
                                    fmt::format("`{}` has no digit before its point", written),
                                    fmt::format("write `0{}`", written));
    if (diagnostic != nullptr) diagnostic->fix = Fix{Span(at_, end), "0" + written};
    Push(TokenKind::kNumber, at_, end);
  }

  void LexString() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"' && text_[end] != '\n') {
      end += text_[end] == '\\' && end + 1 < text_.size() && text_[end + 1] != '\n' ? 2 : 1;
    }
    if (end < text_.size() && text_[end] == '"') {
      ++end;
    } else {
      end = std::min(end, text_.size());
      Report(DiagnosticKind::kUnterminatedString, Span(at_, end),
                "a quoted text does not end on its line; it needs a closing `\"`",
                "close it, or write `\\\"` for a quote inside the text", true);
    }
    Push(TokenKind::kString, at_, end);
  }

  bool LexPunctuation() {
    struct Sign {
      std::string_view text;
      TokenKind kind;
    };
    // Longest first.
    static constexpr auto kSigns = std::to_array<Sign>({
        {"->", TokenKind::kArrow},      {"..", TokenKind::kDotDot},
        {"<=", TokenKind::kLessEqual},  {">=", TokenKind::kGreaterEqual},
        {"==", TokenKind::kEqualEqual}, {"!=", TokenKind::kNotEqual},
        {"+=", TokenKind::kPlusEqual},  {"-=", TokenKind::kMinusEqual},
        {"*=", TokenKind::kStarEqual},  {"{", TokenKind::kLeftBrace},
        {"}", TokenKind::kRightBrace},  {"[", TokenKind::kLeftBracket},
        {"]", TokenKind::kRightBracket}, {"(", TokenKind::kLeftParen},
        {")", TokenKind::kRightParen},  {",", TokenKind::kComma},
        {":", TokenKind::kColon},       {".", TokenKind::kDot},
        {"+", TokenKind::kPlus},        {"-", TokenKind::kMinus},
        {"*", TokenKind::kStar},        {"/", TokenKind::kSlash},
        {"^", TokenKind::kCaret},       {"%", TokenKind::kPercent},
        {"~", TokenKind::kTilde},       {"<", TokenKind::kLess},
        {">", TokenKind::kGreater},     {"=", TokenKind::kEqual},
    });
    for (const Sign& sign : kSigns) {
      if (text_.substr(at_, sign.text.size()) == sign.text) {
        Push(sign.kind, at_, at_ + sign.text.size());
        return true;
      }
    }
    return false;
  }

  void LexUnexpected() {
    const std::size_t begin = at_;
    const std::string_view first =
        text_.substr(begin, std::max<std::size_t>(1, SequenceLength(text_, begin)));
    std::string suggestion;
    for (const Lookalike& lookalike : kLookalikes) {
      if (first == lookalike.seen && !lookalike.meant.empty()) {
        suggestion = fmt::format("write `{}`", lookalike.meant);
      }
    }
    while (at_ < text_.size() && StartsNothing(text_[at_])) {
      at_ += std::max<std::size_t>(1, SequenceLength(text_, at_));
    }
    Report(DiagnosticKind::kUnexpectedCharacter, Span(begin, begin + first.size()),
              fmt::format("`{}` starts no word, number or sign of the language", first),
              std::move(suggestion), true);
  }

  static bool StartsNothing(char c) {
    constexpr std::string_view kKnown = " \t\r\n\"{}[](),:.+-*/^%~<>=";
    return !IsNamePart(c) && kKnown.find(c) == std::string_view::npos;
  }

  std::string_view text_;
  FileId file_;
  DiagnosticSink& sink_;
  TokenStream out_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  bool fresh_line_ = true;
  std::size_t errors_ = 0;
};

// A stream of no tokens but the end, for text that cannot be lexed.
TokenStream Unusable(std::string_view text, FileId file) {
  TokenStream stream;
  stream.file = file;
  stream.text = text;
  stream.usable = false;
  stream.tokens.push_back(Token{TokenKind::kEnd, true, 0, 0, 0});
  return stream;
}

}  // namespace

TokenStream Lex(const SourceMap& sources, FileId file, DiagnosticSink& sink,
                const TextLimits& limits) {
  const std::string_view text = sources.file(file).text();
  const std::size_t bad = FirstNonText(text.substr(0, limits.max_file_bytes));
  const bool cut = text.size() > limits.max_file_bytes;
  // A sequence cut by the bound itself is no fault of the text.
  if (bad < text.size() && (!cut || bad + 4 <= limits.max_file_bytes)) {
    const auto place = static_cast<std::uint32_t>(bad);
    sink.Add(DiagnosticKind::kNotText, SourceSpan{file, place, place + 1},
             fmt::format("byte 0x{:02x} is not part of UTF-8 text; a model is a text file",
                         static_cast<unsigned char>(text[bad])),
             "save the file as UTF-8");
    return Unusable(text, file);
  }
  if (cut) {
    sink.Add(DiagnosticKind::kTooLargeInput, SourceSpan{file, 0, 0},
             fmt::format("the file is larger than {} bytes, the bound on one file",
                         limits.max_file_bytes),
             "split it with `import`, or raise the bound with --max-file-bytes");
    return Unusable(text, file);
  }
  return Lexer(text, file, sink).Run();
}

std::string_view NameOf(TokenKind kind) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"the end of the file", "a name", "a number", "a date", "a month", "a day of the year",
       "a quoted text", "`{`", "`}`", "`[`", "`]`", "`(`", "`)`", "`,`", "`:`", "`.`", "`..`",
       "`->`", "`+`", "`-`", "`*`", "`/`", "`^`", "`%`", "`~`", "`<`", "`<=`", "`>`", "`>=`", "`=`",
       "`==`", "`!=`", "`+=`", "`-=`", "`*=`"});
  return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace entente::language
