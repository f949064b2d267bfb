// Answers of the language service as JSON in the shapes of LSP 3.17. Internal to this layer.
#ifndef ENTENTE_SERVICE_LANGUAGE_JSON_H_
#define ENTENTE_SERVICE_LANGUAGE_JSON_H_

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "language/editor/answers.h"

namespace entente::service {

using Json = nlohmann::json;
namespace editor = language::editor;

// On one line; bytes that are not UTF-8 (files may hold any) become U+FFFD.
std::string Text(const Json& json);

// {path: Diagnostic[]}, with an entry for every document.
Json Diagnostics(const editor::Analysis& analysis);
// Quick fixes of what is wrong in the range.
Json CodeActions(const editor::Analysis& analysis, const editor::Document& document,
                 editor::Range range);
// The least edit that makes the text the formatted one; none if they are equal or there is none.
Json FormatEdits(const editor::Document& document, const std::optional<std::string>& formatted);

Json ToJson(const editor::Completions& completions);
Json ToJson(const std::optional<editor::Hover>& hover);
Json ToJson(const std::vector<editor::Location>& locations);
Json ToJson(const std::vector<editor::Highlight>& highlights);
Json ToJson(const std::optional<editor::Renamable>& renamable);
Json ToJson(const editor::Edits& edits);
Json ToJson(const std::vector<editor::Symbol>& symbols);
Json ToJson(const std::vector<editor::FoundSymbol>& symbols);
Json ToJson(const std::vector<editor::Fold>& folds);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_LANGUAGE_JSON_H_
