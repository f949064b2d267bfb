// What a file declares, as a tree; where it can be folded.
#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "language/editor/answers.h"
#include "language/lex/lexer.h"

namespace entente::language::editor {

SymbolShape ShapeOf(ThingKind kind) {
  switch (kind) {
    case ThingKind::kSystem: return SymbolShape::kModule;
    case ThingKind::kActor:
    case ThingKind::kOrgan: return SymbolShape::kObject;
    case ThingKind::kTrack:
    case ThingKind::kElement:
    case ThingKind::kState:
    case ThingKind::kOption: return SymbolShape::kEnumMember;
    case ThingKind::kActorKind:
    case ThingKind::kSet: return SymbolShape::kEnum;
    case ThingKind::kTable: return SymbolShape::kArray;
    case ThingKind::kParameter: return SymbolShape::kConstant;
    case ThingKind::kOffice:
    case ThingKind::kChance:
    case ThingKind::kIssue: return SymbolShape::kEnum;
    case ThingKind::kEvent:
    case ThingKind::kDecision: return SymbolShape::kEvent;
    case ThingKind::kLinkage: return SymbolShape::kOperator;
    case ThingKind::kFramework: return SymbolShape::kInterface;
    case ThingKind::kPolicy:
    case ThingKind::kScenario: return SymbolShape::kNamespace;
    case ThingKind::kDefinition:
    case ThingKind::kOutcome:
    case ThingKind::kClaim: return SymbolShape::kFunction;
    case ThingKind::kSource: return SymbolShape::kField;
    case ThingKind::kAttribute: return SymbolShape::kProperty;
    default: return SymbolShape::kVariable;
  }
}

namespace {

Symbol SymbolOf(const Document& document, const Thing& thing, const DeclarationSite& site) {
  Symbol symbol;
  symbol.name = thing.name;
  symbol.detail = NameOf(thing.kind);
  if (site.annotations != nullptr && site.annotations->title) {
    symbol.detail += ", " + site.annotations->title->text;
  }
  symbol.shape = ShapeOf(thing.kind);
  symbol.whole = document.positions.RangeOf(Cover(site.whole, site.name));
  symbol.name_range = document.positions.RangeOf(site.name);
  return symbol;
}

bool IsListed(ThingKind kind) {
  return kind != ThingKind::kVariable && kind != ThingKind::kDose &&
         kind != ThingKind::kAttribute && kind != ThingKind::kTag &&
         kind != ThingKind::kFactor && kind != ThingKind::kActorKind;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

}  // namespace

std::vector<Symbol> SymbolsOf(const Document& document) {
  const NameIndex& names = document.names();
  struct Placed {
    std::uint32_t begin;
    Symbol symbol;
  };
  std::vector<Placed> placed;
  for (const Thing& thing : names.things()) {
    if (!IsListed(thing.kind) || thing.kind == ThingKind::kState ||
        thing.kind == ThingKind::kOption) {
      continue;
    }
    // What each of its declarations holds.
    std::map<const syntax::Decl*, std::vector<Symbol>> inner;
    for (const ThingId state : thing.states) {
      for (const DeclarationSite& site : names.thing(state).sites) {
        if (site.name.file != document.file) continue;
        inner[site.decl].push_back(SymbolOf(document, names.thing(state), site));
      }
    }
    for (const DeclarationSite& site : thing.sites) {
      if (site.name.file != document.file) continue;
      Symbol symbol = SymbolOf(document, thing, site);
      symbol.children = std::move(inner[site.decl]);
      placed.push_back({site.name.begin, std::move(symbol)});
    }
  }
  std::stable_sort(placed.begin(), placed.end(),
                   [](const Placed& a, const Placed& b) { return a.begin < b.begin; });
  std::vector<Symbol> symbols;
  for (Placed& one : placed) symbols.push_back(std::move(one.symbol));
  return symbols;
}

std::vector<FoundSymbol> FindSymbols(const Analysis& analysis, std::string_view query,
                                     std::size_t limit) {
  std::vector<FoundSymbol> found;
  const std::string wanted = Lower(query);
  for (const auto& unit : analysis.units) {
    for (const Thing& thing : unit->names.things()) {
      if (!IsListed(thing.kind) || Lower(thing.name).find(wanted) == std::string::npos) continue;
      for (const DeclarationSite& site : thing.sites) {
        if (found.size() >= limit) return found;
        const Document& document = analysis.At(*unit, site.name.file);
        found.push_back({thing.name,
                         thing.owner.valid() ? unit->names.thing(thing.owner).name : "",
                         ShapeOf(thing.kind),
                         {document.path, document.positions.RangeOf(site.name)}});
      }
    }
  }
  return found;
}

std::vector<Fold> FoldsOf(const Document& document) {
  std::vector<Fold> folds;
  DiagnosticSink sink;
  const TokenStream stream = Lex(*document.unit->compiled.sources, document.file, sink, {});
  const auto line = [&](std::uint32_t offset) { return document.positions.PositionOf(offset).line; };
  std::vector<std::uint32_t> open;
  std::set<std::uint32_t> begun;
  for (const Token& token : stream.tokens) {
    if (token.kind == TokenKind::kLeftBrace) open.push_back(line(token.begin));
    if (token.kind != TokenKind::kRightBrace || open.empty()) continue;
    const std::uint32_t from = open.back();
    const std::uint32_t to = line(token.begin);
    open.pop_back();
    // The closing brace stays in sight.
    if (to > from + 1 && begun.insert(from).second) folds.push_back({from, to - 1, false});
  }
  // Runs of comment lines.
  for (std::size_t i = 0; i < stream.comments.size();) {
    const std::uint32_t from = line(stream.comments[i].begin);
    std::uint32_t to = from;
    std::size_t next = i + 1;
    while (stream.comments[i].line_start && next < stream.comments.size() &&
           stream.comments[next].line_start && line(stream.comments[next].begin) == to + 1) {
      ++to;
      ++next;
    }
    if (to > from && begun.insert(from).second) folds.push_back({from, to, true});
    i = next;
  }
  std::sort(folds.begin(), folds.end(),
            [](const Fold& a, const Fold& b) { return a.from_line < b.from_line; });
  return folds;
}

}  // namespace entente::language::editor
