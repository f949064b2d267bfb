#include "language/editor/completion_place.h"

#include <algorithm>

#include "language/editor/vocabulary.h"

namespace entente::language::editor {

CompletionPlace::CompletionPlace(const Document& document, std::uint32_t offset)
    : document_(document), names_(document.names()), offset_(offset) {
  DiagnosticSink sink;
  TextLimits limits;
  stream_ = Lex(*document.unit->compiled.sources, document.file, sink, limits);
  FindPlace();
  FindDeclaration();
}

void CompletionPlace::FindPlace() {
  word_begin_ = offset_;
  for (const Token& token : stream_.tokens) {
    if (token.kind == TokenKind::kEnd || token.begin >= offset_) break;
    if (token.kind == TokenKind::kName && token.end >= offset_) {
      word_begin_ = token.begin;
      break;
    }
    ++count_;
  }
}

bool CompletionPlace::InComment() const {
  const auto after = std::partition_point(
      stream_.comments.begin(), stream_.comments.end(),
      [&](const Comment& one) { return one.begin < offset_; });
  if (after == stream_.comments.begin()) return false;
  const std::uint32_t begin = (after - 1)->begin;
  return document_.positions.PositionOf(begin).line ==
         document_.positions.PositionOf(offset_).line;
}

std::optional<std::uint32_t> CompletionPlace::OpenString() const {
  const std::string_view text = document_.text();
  std::optional<std::uint32_t> open;
  const std::uint32_t line = document_.positions.PositionOf(offset_).line;
  for (std::uint32_t at = document_.positions.LineBegin(line); at < offset_; ++at) {
    if (text[at] == '\\' && open) {
      ++at;
    } else if (text[at] == '"') {
      open = open ? std::nullopt : std::optional(at + 1);
    }
  }
  return open;
}

const Token* CompletionPlace::Back(std::size_t steps) const {
  return steps <= count_ ? &stream_.tokens[count_ - steps] : nullptr;
}

TokenKind CompletionPlace::KindBack(std::size_t steps) const {
  const Token* token = Back(steps);
  return token == nullptr ? TokenKind::kEnd : token->kind;
}

std::string_view CompletionPlace::WordBack(std::size_t steps) const {
  const Token* token = Back(steps);
  return token != nullptr && token->kind == TokenKind::kName ? stream_.TextOf(*token)
                                                             : std::string_view();
}

bool CompletionPlace::IsDeclarationWord(std::string_view text) {
  const auto words = DeclarationWords();
  return std::any_of(words.begin(), words.end(),
                     [&](const Word& one) { return one.word == text; });
}

void CompletionPlace::FindDeclaration() {
  for (std::size_t i = count_; i > 0; --i) {
    const Token& token = stream_.tokens[i - 1];
    const bool begins = token.kind == TokenKind::kName && token.begin == token.line_begin;
    if (!begins || !IsDeclarationWord(stream_.TextOf(token))) continue;
    declaration_ = stream_.TextOf(token);
    declaration_at_ = i - 1;
    break;
  }
  for (std::size_t i = declaration_at_; i < count_; ++i) {
    const TokenKind kind = stream_.tokens[i].kind;
    if (kind == TokenKind::kLeftBrace) ++depth_;
    if (kind == TokenKind::kRightBrace && depth_ > 0) --depth_;
  }
  if (declaration_.empty()) return;
  const Token* name = declaration_at_ + 1 < count_ ? &stream_.tokens[declaration_at_ + 1] : nullptr;
  if (name != nullptr && name->kind == TokenKind::kName) {
    own_ = names_.Find(NameSpace::kThing, stream_.TextOf(*name));
  }
}

bool CompletionPlace::BeginsLine(std::uint32_t& indent) const {
  const std::string_view text = document_.text();
  std::uint32_t at = word_begin_;
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
  indent = word_begin_ - at;
  return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
}

std::size_t CompletionPlace::NameBefore(std::size_t steps) const {
  if (KindBack(steps) == TokenKind::kRightBracket) {
    std::size_t open = 0;
    for (; steps <= count_; ++steps) {
      if (KindBack(steps) == TokenKind::kRightBracket) ++open;
      if (KindBack(steps) == TokenKind::kLeftBracket && --open == 0) break;
    }
    ++steps;
  }
  return KindBack(steps) == TokenKind::kName ? steps : 0;
}

ThingId CompletionPlace::ThingBefore(std::size_t steps) const {
  const std::size_t at = NameBefore(steps);
  return at == 0 ? ThingId() : names_.Find(NameSpace::kThing, WordBack(at));
}

bool CompletionPlace::HasStates(ThingId thing) const {
  return thing.valid() && !names_.thing(thing).states.empty();
}

}  // namespace entente::language::editor
