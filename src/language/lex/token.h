// Tokens: the words of the language with their place. Keywords are contextual, so the lexer knows
// none (but `half-life`, for its hyphen): a word is a name, and the parser decides what it means.
#ifndef ENTENTE_LANGUAGE_LEX_TOKEN_H_
#define ENTENTE_LANGUAGE_LEX_TOKEN_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace entente::language {

enum class TokenKind : std::uint8_t {
  kEnd,
  kName,       // gsomia, KOR, half-life
  kNumber,     // 3, 0.25, 1e-3
  kDate,       // 2019-08-22
  kYearMonth,  // 2020-12 (sources only)
  kMonthDay,   // 11-23
  kString,     // "…", on one line
  kLeftBrace, kRightBrace, kLeftBracket, kRightBracket, kLeftParen, kRightParen,
  kComma, kColon, kDot, kDotDot, kArrow,
  kPlus, kMinus, kStar, kSlash, kCaret, kPercent, kTilde,
  kLess, kLessEqual, kGreater, kGreaterEqual, kEqual, kEqualEqual, kNotEqual,
  kPlusEqual, kMinusEqual, kStarEqual,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  bool line_start = false;      // first token of its line
  std::uint32_t begin = 0;      // bytes
  std::uint32_t end = 0;
  std::uint32_t line_begin = 0; // first byte of its line: begin - line_begin is the indentation
};

// `// …` and `/// …`, to the end of the line.
struct Comment {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool is_doc = false;
  bool line_start = false;       // nothing but blanks before it on its line
  std::uint32_t next_token = 0;  // index of the first token after it
};

struct TokenStream {
  FileId file;
  std::string_view text;        // the whole file, owned by the SourceMap
  std::vector<Token> tokens;    // ends with one kEnd
  std::vector<Comment> comments;
  std::vector<std::uint32_t> bad_lines;  // first bytes of lines whose tokens are not to be trusted
  bool usable = true;  // false: not text, or too large; already reported, no tokens

  std::string_view TextOf(const Token& token) const {
    return text.substr(token.begin, token.end - token.begin);
  }
};

// "name", "number", "`{`": how messages call a token kind.
std::string_view NameOf(TokenKind kind);

}  // namespace entente::language

#endif  // ENTENTE_LANGUAGE_LEX_TOKEN_H_
