// Where a completion is asked for, read off the tokens before the place: the text there is unfinished,
// so no tree tells. Internal to completion.
#ifndef ENTENTE_LANGUAGE_EDITOR_COMPLETION_PLACE_H_
#define ENTENTE_LANGUAGE_EDITOR_COMPLETION_PLACE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "language/editor/workspace.h"
#include "language/lex/lexer.h"

namespace entente::language::editor {

// Steps count back from the place: 1 is the token before the word that is being written.
class CompletionPlace {
 public:
  CompletionPlace(const Document& document, std::uint32_t offset);

  const Document& document() const { return document_; }
  const NameIndex& names() const { return names_; }
  bool usable() const { return stream_.usable; }
  std::uint32_t offset() const { return offset_; }
  std::uint32_t word_begin() const { return word_begin_; }  // of the word being written
  std::size_t count() const { return count_; }              // tokens before that word
  // The declaration that it stands in: its first word (empty: none), where that is among the tokens and
  // in the text, the braces open inside it, what it declares.
  std::string_view declaration() const { return declaration_; }
  std::size_t declaration_at() const { return declaration_at_; }
  std::uint32_t declaration_begin() const {
    return declaration_.empty() ? 0 : stream_.tokens[declaration_at_].begin;
  }
  int depth() const { return depth_; }
  ThingId own() const { return own_; }

  // A comment runs to the end of its line.
  bool InComment() const;
  // Where the text begins that the place is inside of, "…" closed or not; nullopt if it is in none.
  std::optional<std::uint32_t> OpenString() const;
  TokenKind KindBack(std::size_t steps) const;
  std::string_view WordBack(std::size_t steps) const;
  static bool IsDeclarationWord(std::string_view text);
  // Whether the word begins its line; `indent`: how far in.
  bool BeginsLine(std::uint32_t& indent) const;
  // Steps back over `name` or `name[…]` that ends `steps` back; 0 if there is none.
  std::size_t NameBefore(std::size_t steps) const;
  // The thing named by what ends `steps` back; invalid if it is none.
  ThingId ThingBefore(std::size_t steps) const;
  bool HasStates(ThingId thing) const;

 private:
  // count_: tokens before the word that is being written.
  void FindPlace();
  const Token* Back(std::size_t steps) const;
  void FindDeclaration();

  const Document& document_;
  const NameIndex& names_;
  std::uint32_t offset_;
  TokenStream stream_;
  std::size_t count_ = 0;
  std::uint32_t word_begin_ = 0;
  std::string_view declaration_;
  std::size_t declaration_at_ = 0;
  int depth_ = 0;
  ThingId own_;
};

}  // namespace entente::language::editor

#endif  // ENTENTE_LANGUAGE_EDITOR_COMPLETION_PLACE_H_
