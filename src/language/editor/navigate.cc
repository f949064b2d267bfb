// From a name to its declaration and its uses.
#include "language/editor/answers.h"

namespace entente::language::editor {

const Occurrence* OccurrenceAt(const Document& document, Position position) {
  return document.names().At(document.file, document.positions.OffsetOf(position));
}

std::string TitleOf(const Thing& thing) {
  for (const DeclarationSite& site : thing.sites) {
    if (site.annotations != nullptr && site.annotations->title) {
      return site.annotations->title->text;
    }
  }
  return "";
}

std::string DocOf(const Thing& thing) {
  for (const DeclarationSite& site : thing.sites) {
    if (site.annotations != nullptr && !site.annotations->doc.empty()) {
      return site.annotations->doc;
    }
  }
  return "";
}

namespace {

Location LocationOf(const Analysis& analysis, const Document& from, SourceSpan span) {
  const Document& document = analysis.At(*from.unit, span.file);
  return {document.path, document.positions.RangeOf(span)};
}

const Thing* ThingAt(const Document& document, Position position) {
  const Occurrence* found = OccurrenceAt(document, position);
  if (found == nullptr || !found->thing.valid()) return nullptr;
  return &document.names().thing(found->thing);
}

// `import "tech.ent"`: the file itself.
std::optional<Location> ImportAt(const Analysis& analysis, const Document& document,
                                 Position position) {
  const syntax::SyntaxTree* tree = document.tree();
  if (tree == nullptr) return std::nullopt;
  const std::uint32_t offset = document.positions.OffsetOf(position);
  for (const syntax::Decl& decl : tree->declarations) {
    const auto* import = std::get_if<syntax::ImportDecl>(&decl.node);
    if (import == nullptr || offset < decl.span.begin || offset > decl.span.end) continue;
    for (const Document& other : analysis.documents) {
      const bool same = other.path == import->path.text ||
                        other.path.ends_with("/" + import->path.text);
      if (same && other.unit == document.unit) return Location{other.path, Range{}};
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<Location> DefinitionAt(const Analysis& analysis, const Document& document,
                                   Position position) {
  std::vector<Location> found;
  const Thing* thing = ThingAt(document, position);
  if (thing == nullptr) {
    if (const auto file = ImportAt(analysis, document, position)) found.push_back(*file);
    return found;
  }
  for (const DeclarationSite& site : thing->sites) {
    found.push_back(LocationOf(analysis, document, site.name));
  }
  return found;
}

std::vector<Location> ReferencesAt(const Analysis& analysis, const Document& document,
                                   Position position, bool with_declarations) {
  std::vector<Location> found;
  const Occurrence* at = OccurrenceAt(document, position);
  if (at == nullptr || !at->thing.valid()) return found;
  for (const Occurrence* one : document.names().Of(at->thing)) {
    if (one->role == Role::kDeclaration && !with_declarations) continue;
    found.push_back(LocationOf(analysis, document, one->span));
  }
  return found;
}

std::vector<Highlight> HighlightsAt(const Analysis&, const Document& document,
                                    Position position) {
  std::vector<Highlight> found;
  const Occurrence* at = OccurrenceAt(document, position);
  if (at == nullptr || !at->thing.valid()) return found;
  for (const Occurrence* one : document.names().Of(at->thing)) {
    if (one->span.file != document.file) continue;
    const bool writes = one->role == Role::kDeclaration || one->role == Role::kWrite;
    found.push_back({document.positions.RangeOf(one->span), writes});
  }
  return found;
}

}  // namespace entente::language::editor
