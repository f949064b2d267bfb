// Language intelligence: what an editor asks about a model's text while it is being written. One
// LanguageWorkspace holds one model: the texts being edited over the files of its folder. Answers
// are JSON in the shapes of the Language Server Protocol 3.17 (lines and columns from 0, columns in
// UTF-16 units); `entente lsp`, `entente serve` and other editors put them on the wire as they are.
//
//   entente::api::LanguageWorkspace workspace;
//   workspace.SetText("main.ent", text);
//   entente::api::LanguageQuestion question;
//   question.feature = entente::api::LanguageFeature::kHover;
//   question.path = "main.ent";
//   question.position = {4, 12};
//   use(workspace.Ask(question).json);
#ifndef ENTENTE_LANGUAGE_H_
#define ENTENTE_LANGUAGE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct TextPosition {
  std::uint32_t line = 0;
  std::uint32_t character = 0;  // UTF-16 units; beyond the line's end means its end
};

struct TextRange {
  TextPosition start;
  TextPosition end;  // not in the range
};

// The name in brackets is the one that LanguageFeatureNamed and the HTTP interface use; then what
// the answer's JSON is. "null" where there is nothing to say.
enum class LanguageFeature {
  kDiagnostics,        // [diagnostics]       {path: Diagnostic[]}, with every file of the model;
                       //                     Diagnostic.data.fixes = [{title, edits: TextEdit[]}]
  kCompletion,         // [completion]        CompletionList
  kHover,              // [hover]             Hover | null
  kDefinition,         // [definition]        Location[]
  kReferences,         // [references]        Location[]
  kHighlight,          // [highlight]         DocumentHighlight[]
  kPrepareRename,      // [prepare_rename]    {range, placeholder} | null
  kRename,             // [rename]            WorkspaceEdit ({changes: {path: TextEdit[]}})
  kSymbols,            // [symbols]           DocumentSymbol[]
  kWorkspaceSymbols,   // [workspace_symbols] SymbolInformation[], of all files
  kFormat,             // [format]            TextEdit[]; empty if the text has syntax errors
  kTokens,             // [tokens]            SemanticTokens; see LanguageLegend
  kCodeActions,        // [code_actions]      CodeAction[] that mend faults in the range
  kFolding,            // [folding]           FoldingRange[]
};
std::optional<LanguageFeature> LanguageFeatureNamed(std::string_view name);
std::vector<std::string> LanguageFeatureNames();

// {"tokenTypes": […], "tokenModifiers": […]}: what the numbers of kTokens mean.
std::string LanguageLegend();

struct LanguageQuestion {
  LanguageFeature feature = LanguageFeature::kDiagnostics;
  std::string path;                 // as given to SetText, or of a file in the folder
  TextPosition position;            // completion, hover, definition, references, highlight, renames
  TextRange range;                  // code actions
  std::string new_name;             // rename
  bool include_declaration = true;  // references
  std::string query;                // workspace symbols: part of a name; empty means all
};

// status: kOk; kBadRequest for an unknown path or a rename that can not be done (message says why);
// kInternal for a fault of ours. In Location and SymbolInformation `uri` is a path of the workspace,
// to be mapped to the caller's addresses; the same holds for the keys of WorkspaceEdit.changes.
struct LanguageAnswer : Answer {
  std::string json = "null";
};

struct LanguageWorkspaceOptions {
  // A folder on disk whose files are read where no text was set. Empty: nothing but set texts.
  std::string folder;
  // Where the model begins. If there is no such file: the only .ent text that was set, if it is one.
  std::string main = "main.ent";
};

// Not safe to share between threads without a lock. What is asked is worked out from the current
// texts at the first question after a change and kept until the next change.
class LanguageWorkspace {
 public:
  explicit LanguageWorkspace(LanguageWorkspaceOptions options = {});
  ~LanguageWorkspace();
  LanguageWorkspace(LanguageWorkspace&&) noexcept;
  LanguageWorkspace& operator=(LanguageWorkspace&&) noexcept;

  // The text of a file, relative to the model's folder ("main.ent", "record.csv"). False if it was
  // refused: the path leaves the folder, or there are too many texts or bytes.
  bool SetText(const std::string& path, std::string text);
  // Replaces a range of a text that was set; false if there is none or it was refused.
  bool EditText(const std::string& path, TextRange range, std::string_view replacement);
  // Forgets a text; the folder's file, if there is one, is read again.
  void Remove(const std::string& path);
  // Says that files of the folder changed on disk.
  void ReadAgain();

  // Paths of all texts of the model: those reached from the main file, then those set besides.
  std::vector<std::string> Files();
  // The current text of a file, set or read.
  std::optional<std::string> Text(const std::string& path);

  LanguageAnswer Ask(const LanguageQuestion& question);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace entente::api

#endif  // ENTENTE_LANGUAGE_H_
