#include "language/lex/lexer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "language/lex/utf8.h"
#include "language/parse/parse.h"

namespace entente::language {
namespace {

struct Lexed {
  explicit Lexed(std::string text, const TextLimits& limits = {}) {
    file = sources.Add("test.ent", std::move(text));
    stream = Lex(sources, file, sink, limits);
    for (const Token& token : stream.tokens) {
      words.emplace_back(stream.TextOf(token));
      kinds.push_back(token.kind);
    }
    words.pop_back();
    kinds.pop_back();
    for (const Diagnostic& d : sink.all()) slugs.emplace_back(InfoOf(d.kind).slug);
  }
  SourceMap sources;
  FileId file;
  DiagnosticSink sink;
  TokenStream stream;
  std::vector<std::string> words;
  std::vector<TokenKind> kinds;
  std::vector<std::string> slugs;
};

using Strings = std::vector<std::string>;
using Kinds = std::vector<TokenKind>;

TEST(LexerTest, SplitsWordsNumbersAndSigns) {
  const Lexed lexed("in 0..1 a.b 0.5 1e-3 x->y += ..");
  EXPECT_EQ(lexed.words, (Strings{"in", "0", "..", "1", "a", ".", "b", "0.5", "1e-3", "x", "->",
                                  "y", "+=", ".."}));
  EXPECT_TRUE(lexed.slugs.empty());
}

TEST(LexerTest, TellsDatesFromSubtractions) {
  const Lexed lexed("2019-08-22 11-23 2020-12 5-3 2019 - 08");
  EXPECT_EQ(lexed.kinds,
            (Kinds{TokenKind::kDate, TokenKind::kMonthDay, TokenKind::kYearMonth,
                   TokenKind::kNumber, TokenKind::kMinus, TokenKind::kNumber, TokenKind::kNumber,
                   TokenKind::kMinus, TokenKind::kNumber}));
}

TEST(LexerTest, ReadsHalfLifeAsOneWord) {
  EXPECT_EQ(Lexed("half-life half - life half-lifes").words,
            (Strings{"half-life", "half", "-", "life", "half", "-", "lifes"}));
}

TEST(LexerTest, KeepsCommentsApart) {
  const Lexed lexed("a // one\n/// doc\nb //// line");
  EXPECT_EQ(lexed.words, (Strings{"a", "b"}));
  ASSERT_EQ(lexed.stream.comments.size(), 3U);
  EXPECT_FALSE(lexed.stream.comments[0].is_doc);
  EXPECT_FALSE(lexed.stream.comments[0].line_start);
  EXPECT_TRUE(lexed.stream.comments[1].is_doc);
  EXPECT_EQ(lexed.stream.comments[1].next_token, 1U);
  EXPECT_FALSE(lexed.stream.comments[2].is_doc);
}

TEST(LexerTest, MarksLineStartsAndIndentation) {
  const Lexed lexed("a b\n  c");
  EXPECT_TRUE(lexed.stream.tokens[0].line_start);
  EXPECT_FALSE(lexed.stream.tokens[1].line_start);
  EXPECT_TRUE(lexed.stream.tokens[2].line_start);
  EXPECT_EQ(lexed.stream.tokens[2].begin - lexed.stream.tokens[2].line_begin, 2U);
}

TEST(LexerTest, AcceptsByteOrderMarkAndCarriageReturns) {
  const Lexed lexed("\xEF\xBB\xBF" "a\r\nb\r\n");
  EXPECT_EQ(lexed.words, (Strings{"a", "b"}));
  EXPECT_TRUE(lexed.slugs.empty());
}

TEST(LexerTest, ReportsDaysThatNoCalendarHas) {
  EXPECT_EQ(Lexed("2019-02-29").slugs, Strings{"invalid-date"});
  EXPECT_TRUE(Lexed("2020-02-29 02-29").slugs.empty());
  EXPECT_EQ(Lexed("13-01").slugs, Strings{"invalid-date"});
  EXPECT_EQ(Lexed("04-31").slugs, Strings{"invalid-date"});
}

TEST(LexerTest, ReportsBadNumbersOnce) {
  EXPECT_EQ(Lexed("18months").slugs, Strings{"invalid-number"});
  EXPECT_EQ(Lexed("1e999").slugs, Strings{"invalid-number"});
  const Lexed fraction(".5");
  EXPECT_EQ(fraction.slugs, Strings{"invalid-number"});
  ASSERT_TRUE(fraction.sink.all()[0].fix.has_value());
  EXPECT_EQ(fraction.sink.all()[0].fix->replacement, "0.5");
}

TEST(LexerTest, ReportsUnclosedTextsOnTheirLine) {
  const Lexed lexed("a \"open\nb");
  EXPECT_EQ(lexed.slugs, Strings{"unterminated-string"});
  EXPECT_EQ(lexed.words.back(), "b");
  EXPECT_TRUE(Lexed(R"("a \" b" c)").slugs.empty());
  EXPECT_EQ(Lexed("\"ends in \\").slugs, Strings{"unterminated-string"});
}

TEST(LexerTest, SuggestsWhatALookalikeStandsFor) {
  const Lexed lexed("a ≤ b");
  ASSERT_EQ(lexed.slugs, Strings{"unexpected-character"});
  EXPECT_EQ(lexed.sink.all()[0].suggestion, "write `<=`");
}

TEST(LexerTest, ReportsARunOfStrangeCharactersOnce) {
  EXPECT_EQ(Lexed("a ?!?!§§ b").slugs, Strings{"unexpected-character"});
}

TEST(LexerTest, RefusesWhatIsNotText) {
  for (const std::string& text : {std::string("a\0b", 3), std::string("a \xFF"),
                                  std::string("\xC0\x80"), std::string("\xED\xA0\x80"),
                                  std::string("a\x01"), std::string("\xF5\x80\x80\x80")}) {
    const Lexed lexed(text);
    EXPECT_EQ(lexed.slugs, Strings{"not-text"});
    EXPECT_FALSE(lexed.stream.usable);
    EXPECT_TRUE(lexed.words.empty());
  }
}

TEST(LexerTest, RefusesFilesAboveTheBound) {
  TextLimits limits;
  limits.max_file_bytes = 10;
  EXPECT_TRUE(Lexed("0123456789", limits).slugs.empty());
  EXPECT_EQ(Lexed("01234567890", limits).slugs, Strings{"too-large-input"});
  // A sequence that the bound cuts in two is no fault of the text.
  EXPECT_EQ(Lexed("123456789–", limits).slugs, Strings{"too-large-input"});
}

TEST(LexerTest, StopsReportingGarbageAfterFifty) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "1x ? ";
  EXPECT_EQ(Lexed(text).slugs.size(), 50U);
}

TEST(LexerTest, CoversTheTextInOrder) {
  const Lexed lexed("issue a { states b, c  starts b  b -> c rate 0.5 per year }");
  std::uint32_t last = 0;
  for (const Token& token : lexed.stream.tokens) {
    EXPECT_LE(last, token.begin);
    EXPECT_LE(token.begin, token.end);
    last = token.end;
  }
}

TEST(LexerTest, DumpsOneTokenALine) {
  SourceMap sources;
  DiagnosticSink sink;
  const FileId file = sources.Add("t.ent", "issue gsomia {\n  0.5");
  EXPECT_EQ(DumpTokens(sources, file, sink),
            "1:1 name issue\n1:7 name gsomia\n1:14 `{`\n2:3 number 0.5\n2:6 the end of the file\n");
}

TEST(Utf8Test, KnowsWellFormedSequences) {
  EXPECT_EQ(SequenceLength("a", 0), 1U);
  EXPECT_EQ(SequenceLength("é", 0), 2U);
  EXPECT_EQ(SequenceLength("→", 0), 3U);
  EXPECT_EQ(SequenceLength("\xF0\x9F\x8C\x8D", 0), 4U);
  EXPECT_EQ(SequenceLength("\xE2\x82", 0), 0U);
  EXPECT_EQ(SequenceLength("\x80", 0), 0U);
  EXPECT_EQ(FirstNonText("abc é → \t\r\n"), std::string("abc é → \t\r\n").size());
  EXPECT_EQ(FirstNonText("ab\x7F"), 2U);
}

}  // namespace
}  // namespace entente::language
