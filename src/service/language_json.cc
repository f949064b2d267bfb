#include "service/language_json.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace entente::service {

using editor::Document;

namespace {

Json At(editor::Position position) {
  return {{"line", position.line}, {"character", position.character}};
}
Json At(editor::Range range) { return {{"start", At(range.start)}, {"end", At(range.end)}}; }

int SeverityOf(Severity severity) {
  switch (severity) {
    case Severity::kError: return 1;
    case Severity::kWarning: return 2;
    case Severity::kNote: break;
  }
  return 3;
}

std::string TitleOf(const Fix& fix, std::string_view written) {
  if (written.empty()) return fmt::format("Insert `{}`", fix.replacement);
  if (fix.replacement.empty()) return fmt::format("Remove `{}`", written);
  return fmt::format("Replace `{}` by `{}`", written, fix.replacement);
}

// Where a span is shown; spans without a place stand at the beginning of the first file.
const Document* DocumentOf(const editor::Analysis& analysis, const editor::Unit& unit,
                           SourceSpan span) {
  if (!span.valid() || span.file.index() >= unit.compiled.sources->size()) {
    for (const Document& document : analysis.documents) {
      if (document.unit == &unit) return &document;
    }
    return nullptr;
  }
  return &analysis.At(unit, span.file);
}

Json RangeIn(const Document& document, SourceSpan span) {
  return At(span.valid() ? document.positions.RangeOf(span) : editor::Range{});
}

Json Fixes(const editor::Analysis& analysis, const editor::Unit& unit,
           const Diagnostic& diagnostic, const Document& document) {
  Json fixes = Json::array();
  if (!diagnostic.fix) return fixes;
  // Only fixes of the file itself: the others would need another shape.
  if (DocumentOf(analysis, unit, diagnostic.fix->span) != &document) return fixes;
  const std::string_view written = unit.compiled.sources->Text(diagnostic.fix->span);
  fixes.push_back({{"title", TitleOf(*diagnostic.fix, written)},
                   {"edits", Json::array({{{"range", RangeIn(document, diagnostic.fix->span)},
                                           {"newText", diagnostic.fix->replacement}}})}});
  return fixes;
}

Json ToJson(const editor::Analysis& analysis, const editor::Unit& unit,
            const Diagnostic& diagnostic, const Document& document) {
  const DiagnosticKindInfo& info = InfoOf(diagnostic.kind);
  std::string message = diagnostic.message;
  if (!diagnostic.suggestion.empty()) message += "\n" + diagnostic.suggestion;
  Json json = {{"range", RangeIn(document, diagnostic.span)},
               {"severity", SeverityOf(diagnostic.severity)},
               {"code", info.slug},
               {"source", "entente"},
               {"message", message},
               {"data", {{"fixes", Fixes(analysis, unit, diagnostic, document)}}}};
  const bool unused = diagnostic.kind == DiagnosticKind::kUnusedDeclaration;
  if (unused) json["tags"] = {1};  // shown faded
  Json related = Json::array();
  for (const RelatedPlace& place : diagnostic.related) {
    const Document* other = DocumentOf(analysis, unit, place.span);
    if (other == nullptr) continue;
    related.push_back(
        {{"location", {{"uri", other->path}, {"range", RangeIn(*other, place.span)}}},
         {"message", place.message}});
  }
  if (!related.empty()) json["relatedInformation"] = std::move(related);
  return json;
}

bool Touch(editor::Range a, editor::Range b) { return a.start <= b.end && b.start <= a.end; }

}  // namespace

std::string Text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json Diagnostics(const editor::Analysis& analysis) {
  Json all = Json::object();
  for (const Document& document : analysis.documents) all[document.path] = Json::array();
  for (const auto& unit : analysis.units) {
    for (const Diagnostic& diagnostic : unit->compiled.diagnostics.all()) {
      const Document* document = DocumentOf(analysis, *unit, diagnostic.span);
      if (document == nullptr) continue;
      all[document->path].push_back(ToJson(analysis, *unit, diagnostic, *document));
    }
  }
  return all;
}

Json CodeActions(const editor::Analysis& analysis, const Document& document,
                 editor::Range range) {
  Json actions = Json::array();
  const editor::Unit& unit = *document.unit;
  for (const Diagnostic& diagnostic : unit.compiled.diagnostics.all()) {
    if (!diagnostic.fix || DocumentOf(analysis, unit, diagnostic.span) != &document) continue;
    const editor::Range place =
        diagnostic.span.valid() ? document.positions.RangeOf(diagnostic.span) : editor::Range{};
    if (!Touch(place, range)) continue;
    const Json shown = ToJson(analysis, unit, diagnostic, document);
    for (const Json& fix : shown["data"]["fixes"]) {
      actions.push_back({{"title", fix["title"]},
                         {"kind", "quickfix"},
                         {"isPreferred", true},
                         {"diagnostics", Json::array({shown})},
                         {"edit", {{"changes", {{document.path, fix["edits"]}}}}}});
    }
  }
  return actions;
}

Json FormatEdits(const Document& document, const std::optional<std::string>& formatted) {
  Json edits = Json::array();
  const std::string_view before = document.text();
  if (!formatted || *formatted == before) return edits;
  // One edit between the common beginning and the common end, whole lines, so that the cursor and
  // marks elsewhere stay where they are.
  const std::string_view after = *formatted;
  const std::size_t least = std::min(before.size(), after.size());
  std::size_t begin = 0;
  for (std::size_t i = 0; i < least && before[i] == after[i]; ++i) {
    if (before[i] == '\n') begin = i + 1;
  }
  std::size_t end = 0;
  for (std::size_t i = 0; i < least - begin; ++i) {
    if (before[before.size() - 1 - i] != after[after.size() - 1 - i]) break;
    if (before[before.size() - 1 - i] == '\n') end = i;
  }
  const editor::Range range = {
      document.positions.PositionOf(static_cast<std::uint32_t>(begin)),
      document.positions.PositionOf(static_cast<std::uint32_t>(before.size() - end))};
  edits.push_back({{"range", At(range)},
                   {"newText", after.substr(begin, after.size() - end - begin)}});
  return edits;
}

Json ToJson(const editor::Completions& completions) {
  Json items = Json::array();
  for (const editor::Completion& one : completions.items) {
    Json item = {{"label", one.label},
                 {"kind", static_cast<int>(one.shape)},
                 {"sortText", fmt::format("{}{}", one.rank, one.label)},
                 {"textEdit", {{"range", At(completions.replace)}, {"newText", one.label}}}};
    if (!one.detail.empty()) item["detail"] = one.detail;
    if (!one.words.empty()) {
      item["documentation"] = {{"kind", "plaintext"}, {"value", one.words}};
    }
    items.push_back(std::move(item));
  }
  return {{"isIncomplete", false}, {"items", std::move(items)}};
}

Json ToJson(const std::optional<editor::Hover>& hover) {
  if (!hover) return nullptr;
  return {{"contents", {{"kind", "markdown"}, {"value", hover->markdown}}},
          {"range", At(hover->range)}};
}

Json ToJson(const std::vector<editor::Location>& locations) {
  Json all = Json::array();
  for (const editor::Location& one : locations) {
    all.push_back({{"uri", one.path}, {"range", At(one.range)}});
  }
  return all;
}

Json ToJson(const std::vector<editor::Highlight>& highlights) {
  Json all = Json::array();
  for (const editor::Highlight& one : highlights) {
    all.push_back({{"range", At(one.range)}, {"kind", one.writes ? 3 : 2}});
  }
  return all;
}

Json ToJson(const std::optional<editor::Renamable>& renamable) {
  if (!renamable) return nullptr;
  return {{"range", At(renamable->range)}, {"placeholder", renamable->name}};
}

Json ToJson(const editor::Edits& edits) {
  Json changes = Json::object();
  for (const auto& [path, list] : edits) {
    Json& all = changes[path] = Json::array();
    for (const editor::Edit& one : list) {
      all.push_back({{"range", At(one.range)}, {"newText", one.text}});
    }
  }
  return {{"changes", std::move(changes)}};
}

Json ToJson(const std::vector<editor::Symbol>& symbols) {
  Json all = Json::array();
  for (const editor::Symbol& one : symbols) {
    Json json = {{"name", one.name},
                 {"detail", one.detail},
                 {"kind", static_cast<int>(one.shape)},
                 {"range", At(one.whole)},
                 {"selectionRange", At(one.name_range)}};
    if (!one.children.empty()) json["children"] = ToJson(one.children);
    all.push_back(std::move(json));
  }
  return all;
}

Json ToJson(const std::vector<editor::FoundSymbol>& symbols) {
  Json all = Json::array();
  for (const editor::FoundSymbol& one : symbols) {
    all.push_back({{"name", one.name},
                   {"containerName", one.container},
                   {"kind", static_cast<int>(one.shape)},
                   {"location", {{"uri", one.place.path}, {"range", At(one.place.range)}}}});
  }
  return all;
}

Json ToJson(const std::vector<editor::Fold>& folds) {
  Json all = Json::array();
  for (const editor::Fold& one : folds) {
    all.push_back({{"startLine", one.from_line},
                   {"endLine", one.to_line},
                   {"kind", one.comment ? "comment" : "region"}});
  }
  return all;
}

}  // namespace entente::service
