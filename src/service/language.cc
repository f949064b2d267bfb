// The public face of language intelligence: which question goes where, and what is refused.
#include "entente/language.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "language/editor/answers.h"
#include "language/format/format.h"
#include "service/guard.h"
#include "service/language_json.h"

namespace entente::api {

namespace editor = language::editor;
using service::Json;

namespace {

constexpr auto kNames = std::to_array<std::pair<LanguageFeature, std::string_view>>({
    {LanguageFeature::kDiagnostics, "diagnostics"},
    {LanguageFeature::kCompletion, "completion"},
    {LanguageFeature::kHover, "hover"},
    {LanguageFeature::kDefinition, "definition"},
    {LanguageFeature::kReferences, "references"},
    {LanguageFeature::kHighlight, "highlight"},
    {LanguageFeature::kPrepareRename, "prepare_rename"},
    {LanguageFeature::kRename, "rename"},
    {LanguageFeature::kSymbols, "symbols"},
    {LanguageFeature::kWorkspaceSymbols, "workspace_symbols"},
    {LanguageFeature::kFormat, "format"},
    {LanguageFeature::kTokens, "tokens"},
    {LanguageFeature::kCodeActions, "code_actions"},
    {LanguageFeature::kFolding, "folding"},
});

editor::Position From(TextPosition position) { return {position.line, position.character}; }

bool NeedsDocument(LanguageFeature feature) {
  return feature != LanguageFeature::kDiagnostics && feature != LanguageFeature::kWorkspaceSymbols;
}

}  // namespace

std::optional<LanguageFeature> LanguageFeatureNamed(std::string_view name) {
  for (const auto& [feature, known] : kNames) {
    if (known == name) return feature;
  }
  return std::nullopt;
}

std::vector<std::string> LanguageFeatureNames() {
  std::vector<std::string> names;
  for (const auto& [feature, name] : kNames) names.emplace_back(name);
  return names;
}

std::string LanguageLegend() {
  return service::Text(
      Json{{"tokenTypes", editor::TokenTypes()}, {"tokenModifiers", editor::TokenModifiers()}});
}

struct LanguageWorkspace::Impl {
  explicit Impl(const LanguageWorkspaceOptions& options)
      : workspace(options.folder, options.main) {}

  Json Format(const editor::Document& document) const {
    DiagnosticSink sink;
    const std::optional<std::string> formatted =
        language::Format(*document.unit->compiled.sources, document.file, sink);
    return service::FormatEdits(document, formatted);
  }

  Json Rename(const editor::Analysis& analysis, const editor::Document& document,
              const LanguageQuestion& question, LanguageAnswer& answer) const {
    const auto edits =
        editor::RenameAt(analysis, document, From(question.position), question.new_name);
    if (edits) return service::ToJson(*edits);
    answer.status = Status::kBadRequest;
    answer.message = edits.error().message;
    return nullptr;
  }

  Json About(const editor::Analysis& analysis, const editor::Document& document,
             const LanguageQuestion& question, LanguageAnswer& answer) {
    const editor::Position at = From(question.position);
    switch (question.feature) {
      case LanguageFeature::kCompletion:
        return service::ToJson(editor::CompleteAt(workspace, document, at));
      case LanguageFeature::kHover:
        return service::ToJson(editor::HoverAt(workspace, document, at));
      case LanguageFeature::kDefinition:
        return service::ToJson(editor::DefinitionAt(analysis, document, at));
      case LanguageFeature::kReferences:
        return service::ToJson(
            editor::ReferencesAt(analysis, document, at, question.include_declaration));
      case LanguageFeature::kHighlight:
        return service::ToJson(editor::HighlightsAt(analysis, document, at));
      case LanguageFeature::kPrepareRename:
        return service::ToJson(editor::RenamableAt(document, at));
      case LanguageFeature::kRename:
        return Rename(analysis, document, question, answer);
      case LanguageFeature::kSymbols:
        return service::ToJson(editor::SymbolsOf(document));
      case LanguageFeature::kFormat:
        return Format(document);
      case LanguageFeature::kTokens:
        return Json{{"data", editor::TokensOf(document)}};
      case LanguageFeature::kCodeActions:
        return service::CodeActions(analysis, document,
                                    {From(question.range.start), From(question.range.end)});
      case LanguageFeature::kFolding:
        return service::ToJson(editor::FoldsOf(document));
      case LanguageFeature::kDiagnostics:
      case LanguageFeature::kWorkspaceSymbols:
        break;
    }
    return nullptr;
  }

  LanguageAnswer Ask(const LanguageQuestion& question) {
    LanguageAnswer answer;
    const editor::Analysis& analysis = workspace.Current();
    if (!analysis.fault.empty() && question.feature == LanguageFeature::kDiagnostics) {
      answer.status = Status::kInternal;
      answer.message = analysis.fault;
    }
    Json result;
    if (!NeedsDocument(question.feature)) {
      result = question.feature == LanguageFeature::kDiagnostics
                   ? service::Diagnostics(analysis)
                   : service::ToJson(editor::FindSymbols(analysis, question.query));
    } else if (const editor::Document* document = analysis.Find(question.path)) {
      result = About(analysis, *document, question, answer);
    } else {
      answer.status = Status::kBadRequest;
      answer.message = "there is no text `" + question.path + "` in this model";
    }
    answer.json = service::Text(result);
    return answer;
  }

  editor::Workspace workspace;
};

LanguageWorkspace::LanguageWorkspace(LanguageWorkspaceOptions options)
    : impl_(std::make_unique<Impl>(options)) {}
LanguageWorkspace::~LanguageWorkspace() = default;
LanguageWorkspace::LanguageWorkspace(LanguageWorkspace&&) noexcept = default;
LanguageWorkspace& LanguageWorkspace::operator=(LanguageWorkspace&&) noexcept = default;

bool LanguageWorkspace::SetText(const std::string& path, std::string text) {
  return impl_->workspace.SetText(path, std::move(text));
}
bool LanguageWorkspace::EditText(const std::string& path, TextRange range,
                                 std::string_view replacement) {
  return impl_->workspace.EditText(path, {From(range.start), From(range.end)}, replacement);
}
void LanguageWorkspace::Remove(const std::string& path) { impl_->workspace.Remove(path); }
void LanguageWorkspace::ReadAgain() { impl_->workspace.ReadAgain(); }

std::vector<std::string> LanguageWorkspace::Files() {
  std::vector<std::string> paths;
  for (const editor::Document& document : impl_->workspace.Current().documents) {
    paths.push_back(document.path);
  }
  return paths;
}

std::optional<std::string> LanguageWorkspace::Text(const std::string& path) {
  return impl_->workspace.Text(path);
}

LanguageAnswer LanguageWorkspace::Ask(const LanguageQuestion& question) {
  return service::Guarded<LanguageAnswer>("language service of `" + question.path + "`",
                                          [&] { return impl_->Ask(question); });
}

}  // namespace entente::api
