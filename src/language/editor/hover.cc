// What a name is, in Markdown.
#include <algorithm>

#include <fmt/format.h>

#include "language/editor/answers.h"
#include "language/editor/vocabulary.h"
#include "language/explain/explain.h"
#include "language/lex/lexer.h"

namespace entente::language::editor {
namespace {

constexpr std::size_t kMostLines = 40;         // of the explanation of one thing
constexpr std::size_t kLongestSignature = 400;  // bytes of a declaration that are shown

// Text of the model inside Markdown: nothing in it may become mark-up.
std::string Escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]()<>#+!|~").find(c) != std::string_view::npos) safe += '\\';
    safe += c;
  }
  return safe;
}

std::string Fenced(std::string_view language, std::string_view text) {
  // A fence longer than any run of backticks in the text.
  std::size_t longest = 2;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fmt::format("{}{}\n{}\n{}\n", fence, language, text, fence);
}

std::size_t CutAtCharacter(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return most;
}

// A declaration up to its body: what a reader takes it in by.
std::string SignatureOf(const Unit& unit, const DeclarationSite& site) {
  std::string_view text = unit.compiled.sources->Text(site.whole);
  bool quoted = false;
  std::size_t end = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted) continue;
    const bool body = text[i] == '{' && i > 0;
    // What stands on further lines of a declaration without a body belongs to it.
    if (body || (text[i] == '\n' && i > 200)) {
      end = i;
      break;
    }
  }
  text = text.substr(0, end);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  const std::size_t cut = CutAtCharacter(text, kLongestSignature);
  return std::string(text.substr(0, cut)) + (cut < text.size() ? " …" : "");
}

// The name by which the explainer knows a thing; empty if it does not.
std::string ExplainedName(const NameIndex& names, const Thing& thing) {
  switch (thing.kind) {
    case ThingKind::kParameter:
    case ThingKind::kQuantity:
    case ThingKind::kMemory:
    case ThingKind::kLatch:
    case ThingKind::kDefinition:
    case ThingKind::kOffice:
    case ThingKind::kChance:
    case ThingKind::kIssue:
    case ThingKind::kEvent:
    case ThingKind::kDecision:
    case ThingKind::kLinkage:
    case ThingKind::kFramework:
    case ThingKind::kOutcome:
    case ThingKind::kPolicy:
    case ThingKind::kScenario:
      return thing.name;
    case ThingKind::kState:
      return thing.owner.valid() ? names.thing(thing.owner).name + "->" + thing.name : "";
    case ThingKind::kOption:
      return thing.owner.valid() ? names.thing(thing.owner).name + "." + thing.name : "";
    default:
      return "";
  }
}

std::string Shortened(std::string_view page) {
  std::size_t lines = 0;
  std::size_t at = 0;
  while (at < page.size() && lines < kMostLines) {
    const std::size_t end = page.find('\n', at);
    at = end == std::string_view::npos ? page.size() : end + 1;
    ++lines;
  }
  std::string text(page.substr(0, at));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  if (at < page.size()) {
    const auto rest = std::count(page.begin() + static_cast<std::ptrdiff_t>(at), page.end(), '\n');
    text += fmt::format("\n… and {} more lines; `entente check --explain` shows all", rest);
  }
  return text;
}

const model::Unit* UnitIn(const model::Model& model, const Thing& thing) {
  const auto find = [&](const auto& elements) -> const model::Unit* {
    for (const auto& element : elements) {
      if (element.provenance.family == thing.name) return &element.unit;
    }
    return nullptr;
  };
  switch (thing.kind) {
    case ThingKind::kParameter: return find(model.parameters);
    case ThingKind::kQuantity:
    case ThingKind::kMemory: return find(model.quantities);
    case ThingKind::kDefinition: return find(model.definitions);
    case ThingKind::kOutcome: return find(model.outcomes);
    default: return nullptr;
  }
}

std::string SourceLine(const NameIndex& names, const syntax::Citation& citation) {
  std::string line;
  if (citation.is_judgement) {
    line = "- judgement";
    if (citation.why) line += ": " + Escaped(citation.why->text);
    return line + "\n";
  }
  line = "- " + Escaped(citation.source.text);
  const ThingId source = names.Find(NameSpace::kSource, citation.source.text);
  if (source.valid()) {
    for (const DeclarationSite& site : names.thing(source).sites) {
      const auto* decl = std::get_if<syntax::SourceDecl>(&site.decl->node);
      if (decl == nullptr) continue;
      for (const syntax::SourceField& field : decl->fields) {
        const bool shown = field.field.text == "author" || field.field.text == "title";
        if (shown && field.text) line += ", " + Escaped(field.text->text);
      }
    }
  }
  if (citation.at) line += ", at “" + Escaped(citation.at->text) + "”";
  if (citation.says) line += ": “" + Escaped(citation.says->text) + "”";
  return line + "\n";
}

std::string Sources(const NameIndex& names, const Thing& thing) {
  std::string lines;
  for (const DeclarationSite& site : thing.sites) {
    if (site.annotations == nullptr) continue;
    for (const syntax::Citation& citation : site.annotations->citations) {
      lines += SourceLine(names, citation);
    }
  }
  return lines;
}

}  // namespace

std::string DetailOf(const Thing& thing, const Unit& unit, const Unit* good) {
  std::string detail = NameOf(thing.kind);
  if (thing.owner.valid()) detail += " of " + unit.names.thing(thing.owner).name;
  if (good == nullptr || !good->compiled.model) return detail;
  const model::Unit* shown = UnitIn(*good->compiled.model, thing);
  if (shown == nullptr) return detail;
  if (!shown->label.empty()) return detail + ", " + shown->label;
  return shown->share ? detail + ", share" : detail;
}

namespace {

// A word of the language: how it is written and what it says.
std::optional<Hover> HoverOfWord(const Document& document, Position position) {
  const std::uint32_t offset = document.positions.OffsetOf(position);
  DiagnosticSink sink;
  const TokenStream stream = Lex(*document.unit->compiled.sources, document.file, sink, {});
  for (const Token& token : stream.tokens) {
    if (token.end < offset) continue;
    if (token.begin > offset || token.kind != TokenKind::kName) return std::nullopt;
    const Word* word = FindWord(stream.TextOf(token), token.begin == token.line_begin);
    if (word == nullptr) return std::nullopt;
    Hover hover;
    hover.range = {document.positions.PositionOf(token.begin),
                   document.positions.PositionOf(token.end)};
    hover.markdown = fmt::format("**{}**: {}\n\n{}", Escaped(word->word), Escaped(word->words),
                                 Fenced("entente", word->usage));
    return hover;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Hover> HoverAt(Workspace& workspace, const Document& document, Position position) {
  const Occurrence* at = OccurrenceAt(document, position);
  if (at == nullptr || at->role == Role::kFunction) return HoverOfWord(document, position);
  if (!at->thing.valid()) return std::nullopt;
  const NameIndex& names = document.names();
  const Thing& thing = names.thing(at->thing);
  const Unit* good = document.unit->is_model ? workspace.LastGood() : nullptr;
  Hover hover;
  hover.range = document.positions.RangeOf(at->span);
  hover.markdown = fmt::format("**{}**: {}", Escaped(thing.name),
                               Escaped(DetailOf(thing, *document.unit, good)));
  const std::string title = TitleOf(thing);
  if (!title.empty()) hover.markdown += ", “" + Escaped(title) + "”";
  hover.markdown += "\n\n";
  if (const std::string doc = DocOf(thing); !doc.empty()) {
    hover.markdown += Escaped(doc) + "\n\n";
  }
  if (!thing.sites.empty()) {
    const DeclarationSite& site = thing.sites.front();
    hover.markdown += Fenced("entente", SignatureOf(*document.unit, site)) + "\n";
  }
  if (const std::string sources = Sources(names, thing); !sources.empty()) {
    hover.markdown += sources + "\n";
  }
  const std::string explained = ExplainedName(names, thing);
  if (good != nullptr && !explained.empty()) {
    if (const auto page = explain::Explain(*good->compiled.model, explained)) {
      hover.markdown += Fenced("text", Shortened(*page));
      if (good != document.unit) {
        hover.markdown += "\nNumbers are those of the text before it had errors.\n";
      }
    }
  }
  return hover;
}

}  // namespace entente::language::editor
