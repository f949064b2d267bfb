// The words of the language for completion, hover and highlighting: what may begin a declaration, a
// clause of each kind of declaration, and what the built-in functions are. A test holds them to
// docs/reference/grammar.ebnf.
#ifndef ENTENTE_LANGUAGE_EDITOR_VOCABULARY_H_
#define ENTENTE_LANGUAGE_EDITOR_VOCABULARY_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entente::language::editor {

struct Word {
  std::string_view word;
  std::string_view usage;  // how it is written, as an example
  std::string_view words;  // what it says, in plain English
};

// Words that begin a declaration.
std::span<const Word> DeclarationWords();
// Words that may begin or continue a clause in a declaration that begins with `declaration`.
std::span<const std::string_view> ClauseWords(std::string_view declaration);
// Words inside expressions: operators and built-in readings of the model (`heat`, `time since`).
std::span<const Word> ExpressionWords();
std::span<const Word> Functions();
std::span<const Word> Priors();
std::span<const std::string_view> TimeUnits();

// What a word of the language says: at the beginning of a declaration, or elsewhere. Null if the
// word is none of them.
const Word* FindWord(std::string_view word, bool begins_declaration);
// Every word of the language once, sorted.
std::vector<std::string_view> AllWords();

}  // namespace entente::language::editor

#endif  // ENTENTE_LANGUAGE_EDITOR_VOCABULARY_H_
