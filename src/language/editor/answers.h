// What editors ask about a place in a text, answered as plain data; src/service puts it into JSON.
// All functions are total: any text, any path and any position give an answer.
#ifndef ENTENTE_LANGUAGE_EDITOR_ANSWERS_H_
#define ENTENTE_LANGUAGE_EDITOR_ANSWERS_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/editor/workspace.h"

namespace entente::language::editor {

struct Location {
  std::string path;
  Range range;
};

// ---- hover.cc ---------------------------------------------------------------------------------

struct Hover {
  Range range;
  std::string markdown;
};
// What the name there is: its declaration, words, unit, sources, and what it is made of with its
// numbers at the start (language/explain), from the last model without errors.
std::optional<Hover> HoverAt(Workspace& workspace, const Document& document, Position position);
// "quantity, per year": kind and unit of a thing in few words, for lists.
std::string DetailOf(const Thing& thing, const Unit& unit, const Unit* good);

// ---- navigate.cc --------------------------------------------------------------------------------

std::vector<Location> DefinitionAt(const Analysis& analysis, const Document& document,
                                   Position position);
std::vector<Location> ReferencesAt(const Analysis& analysis, const Document& document,
                                   Position position, bool with_declarations);
struct Highlight {
  Range range;
  bool writes = false;
};
std::vector<Highlight> HighlightsAt(const Analysis& analysis, const Document& document,
                                    Position position);

// ---- rename.cc ----------------------------------------------------------------------------------

struct Edit {
  Range range;
  std::string text;
};
using Edits = std::map<std::string, std::vector<Edit>>;  // by path

struct Renamable {
  Range range;
  std::string name;
};
std::optional<Renamable> RenamableAt(const Document& document, Position position);
// All edits that give the thing there another name. Fails, with the reason, if the name is no name
// or is taken where it would be seen.
Result<Edits> RenameAt(const Analysis& analysis, const Document& document, Position position,
                       const std::string& new_name);

// ---- outline.cc ---------------------------------------------------------------------------------

// LSP's SymbolKind, those that are used.
enum class SymbolShape {
  kModule = 2,
  kNamespace = 3,
  kProperty = 7,
  kField = 8,
  kEnum = 10,
  kInterface = 11,
  kFunction = 12,
  kVariable = 13,
  kConstant = 14,
  kArray = 18,
  kObject = 19,
  kEnumMember = 22,
  kEvent = 24,
  kOperator = 25,
};
SymbolShape ShapeOf(ThingKind kind);

struct Symbol {
  std::string name;
  std::string detail;
  SymbolShape shape = SymbolShape::kVariable;
  Range whole;
  Range name_range;
  std::vector<Symbol> children;
};
std::vector<Symbol> SymbolsOf(const Document& document);

struct FoundSymbol {
  std::string name;
  std::string container;  // the issue of a state, the decision of an option
  SymbolShape shape = SymbolShape::kVariable;
  Location place;
};
// Things whose name holds `query`, whatever the case; at most `limit`.
std::vector<FoundSymbol> FindSymbols(const Analysis& analysis, std::string_view query,
                                     std::size_t limit = 500);

struct Fold {
  std::uint32_t from_line = 0;
  std::uint32_t to_line = 0;
  bool comment = false;
};
std::vector<Fold> FoldsOf(const Document& document);

// ---- tokens.cc ----------------------------------------------------------------------------------

// The semantic tokens of a text, five numbers each as LSP 3.17 has them.
std::vector<std::uint32_t> TokensOf(const Document& document);
const std::vector<std::string>& TokenTypes();
const std::vector<std::string>& TokenModifiers();

// ---- complete.cc --------------------------------------------------------------------------------

enum class CompletionShape {
  kFunction = 3,
  kField = 5,
  kVariable = 6,
  kInterface = 8,
  kModule = 9,
  kProperty = 10,
  kUnit = 11,
  kEnum = 13,
  kKeyword = 14,
  kFile = 17,
  kReference = 18,
  kEnumMember = 20,
  kConstant = 21,
  kEvent = 23,
  kOperator = 24,
};
struct Completion {
  std::string label;
  CompletionShape shape = CompletionShape::kKeyword;
  std::string detail;  // kind, unit
  std::string words;   // title and documentation
  int rank = 0;        // lower stands first
};
struct Completions {
  Range replace;  // the word being written
  std::vector<Completion> items;
};
Completions CompleteAt(Workspace& workspace, const Document& document, Position position);

// ---- shared -------------------------------------------------------------------------------------

// The occurrence at a position; null if there is none.
const Occurrence* OccurrenceAt(const Document& document, Position position);
// Title and documentation of where it is declared; either may be empty.
std::string TitleOf(const Thing& thing);
std::string DocOf(const Thing& thing);

}  // namespace entente::language::editor

#endif  // ENTENTE_LANGUAGE_EDITOR_ANSWERS_H_
