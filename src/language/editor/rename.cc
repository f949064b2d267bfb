// Another name for a thing, at every place where it stands.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "language/editor/answers.h"
#include "language/lex/lexer.h"
#include "language/parse/parser.h"

namespace entente::language::editor {
namespace {

bool IsName(const std::string& text) {
  DiagnosticSink sink;
  SourceMap sources;
  const FileId file = sources.Add("name", text);
  const TokenStream stream = Lex(sources, file, sink, {});
  return stream.usable && stream.tokens.size() == 2 && sink.all().empty() &&
         stream.comments.empty() && stream.tokens[0].kind == TokenKind::kName &&
         stream.tokens[0].begin == 0 && stream.tokens[0].end == text.size();
}

bool Overlap(SourceSpan a, SourceSpan b) {
  return a.file == b.file && a.begin < b.end && b.begin < a.end;
}

// What is called `name` already and could be mistaken for `thing` under that name.
std::optional<std::string> Clash(const NameIndex& names, const Thing& thing, ThingId id,
                                 const std::string& name) {
  const auto says = [&](ThingId other) -> std::optional<std::string> {
    if (!other.valid() || other == id) return std::nullopt;
    return fmt::format("`{}` is the name of a {} already", name,
                       NameOf(names.thing(other).kind));
  };
  if (thing.kind == ThingKind::kVariable || thing.kind == ThingKind::kDose) {
    // Seen inside its scope only; whatever has the new name there would be hidden or hide it.
    for (const Occurrence& one : names.occurrences()) {
      if (!one.thing.valid() || one.thing == id || !Overlap(one.span, thing.scope)) continue;
      if (names.thing(one.thing).name == name) return says(one.thing);
    }
    return std::nullopt;
  }
  if (thing.space != NameSpace::kInner) {
    if (auto clash = says(names.Find(thing.space, name))) return clash;
    if (thing.space != NameSpace::kThing) return std::nullopt;
    // A variable of that name hides the thing where it is used.
    const std::vector<const Occurrence*> uses = names.Of(id);
    for (std::size_t i = 0; i < names.things().size(); ++i) {
      const Thing& other = names.things()[i];
      if (other.kind != ThingKind::kVariable && other.kind != ThingKind::kDose) continue;
      if (other.name != name) continue;
      for (const Occurrence* one : uses) {
        if (Overlap(one->span, other.scope)) return says(ThingId(i));
      }
    }
    return std::nullopt;
  }
  return says(names.FindInner(thing.owner, thing.kind, name));
}

}  // namespace

std::optional<Renamable> RenamableAt(const Document& document, Position position) {
  const Occurrence* at = OccurrenceAt(document, position);
  if (at == nullptr || !at->thing.valid()) return std::nullopt;
  return Renamable{document.positions.RangeOf(at->span), document.names().thing(at->thing).name};
}

Result<Edits> RenameAt(const Analysis& analysis, const Document& document, Position position,
                       const std::string& new_name) {
  const Occurrence* at = OccurrenceAt(document, position);
  if (at == nullptr || !at->thing.valid()) {
    return Fail("no name of the model stands here; only declared names can be renamed");
  }
  const NameIndex& names = document.names();
  const Thing& thing = names.thing(at->thing);
  if (!IsName(new_name)) {
    return Fail(fmt::format("`{}` is not a name; names are letters, digits and `_`, and begin with "
                            "no digit", new_name));
  }
  if (IsReserved(new_name)) {
    return Fail(fmt::format("`{}` is a word of the language", new_name));
  }
  if (const auto clash = Clash(names, thing, at->thing, new_name)) return Fail(*clash);
  Edits edits;
  for (const Occurrence* one : names.Of(at->thing)) {
    const Document& holder = analysis.At(*document.unit, one->span.file);
    const std::string_view written = document.unit->compiled.sources->Text(one->span);
    // `states` are the actors of kind `state`.
    const bool plural = thing.kind == ThingKind::kActorKind && written == thing.name + "s";
    edits[holder.path].push_back(
        {holder.positions.RangeOf(one->span), plural ? new_name + "s" : new_name});
  }
  return edits;
}

}  // namespace entente::language::editor
