// The editor's words are the language's: those of the grammar, no more and no fewer.
#include "language/editor/vocabulary.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "language/lex/lexer.h"

namespace entente::language::editor {
namespace {

std::string ReadWhole(const std::string& path) {
  std::ifstream in(std::string(ENTENTE_SOURCE_DIR) + "/" + path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  EXPECT_FALSE(text.str().empty()) << path;
  return text.str();
}

// The quoted words of the grammar, and those that it names in capitals.
std::set<std::string> WordsOfTheGrammar() {
  std::set<std::string> words;
  std::string text = ReadWhole("docs/reference/grammar.ebnf");
  for (std::size_t at = text.find("/*"); at != std::string::npos; at = text.find("/*")) {
    const std::size_t end = text.find("*/", at);
    text.erase(at, end == std::string::npos ? end : end + 2 - at);
  }
  for (std::size_t at = text.find('"'); at != std::string::npos;) {
    const std::size_t end = text.find('"', at + 1);
    if (end == std::string::npos) break;
    const std::string word = text.substr(at + 1, end - at - 1);
    const bool is_word =
        !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyzPE-") ==
        std::string::npos && word != "-" && word != "->";
    if (is_word) words.insert(word);
    at = text.find('"', end + 1);
  }
  return words;
}

TEST(Vocabulary, HoldsEveryWordOfTheGrammar) {
  const std::vector<std::string_view> all = AllWords();
  const std::set<std::string_view> known(all.begin(), all.end());
  const std::set<std::string> grammar = WordsOfTheGrammar();
  EXPECT_GT(grammar.size(), 150U);
  for (const std::string& word : grammar) EXPECT_TRUE(known.contains(word)) << word;
}

TEST(Vocabulary, HoldsNoWordThatTheLanguageDoesNotKnow) {
  // Words that the grammar leaves to names: annotations, functions, priors and their arguments.
  const std::set<std::string_view> elsewhere = {
      "abs", "clamp", "exp", "log", "logistic", "sqrt",                              // functions
      "beta", "normal", "lognormal", "logit_normal", "uniform", "gamma",             // priors
      "exponential", "triangular", "poisson", "negative_binomial", "key"};
  const std::set<std::string> grammar = WordsOfTheGrammar();
  for (const std::string_view word : AllWords()) {
    EXPECT_TRUE(grammar.contains(std::string(word)) || elsewhere.contains(word)) << word;
  }
}

TEST(Vocabulary, DeclarationsHaveClauses) {
  for (const Word& one : DeclarationWords()) {
    EXPECT_TRUE(one.usage.starts_with(one.word)) << one.word;
    EXPECT_FALSE(one.words.empty());
    const bool bare = one.word == "import" || one.word == "system" || one.word == "now";
    EXPECT_EQ(ClauseWords(one.word).empty(), bare) << one.word;
  }
}

}  // namespace
}  // namespace entente::language::editor
