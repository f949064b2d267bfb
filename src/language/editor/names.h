// Where every name of a model's text is declared and used: the map behind hover, definition,
// references, rename and highlighting. Made from syntax trees alone, so that it exists while the
// text is wrong; it knows the checker's name spaces and scopes (check/symbols.h) and nothing of
// types. What the checker would refuse may still be resolved here.
#ifndef ENTENTE_LANGUAGE_EDITOR_NAMES_H_
#define ENTENTE_LANGUAGE_EDITOR_NAMES_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/ids.h"
#include "base/source.h"
#include "language/syntax/tree.h"

namespace entente::language::editor {

using ThingId = Id<struct ThingTag>;

enum class ThingKind {
  kSystem,
  kActor,
  kOrgan,
  kTrack,
  kElement,    // a member that a set declares
  kActorKind,  // `state` in `actor KOR : state`
  kSet,
  kTable,
  kParameter,
  kQuantity,
  kMemory,
  kLatch,
  kDefinition,
  kOffice,
  kChance,
  kIssue,
  kState,  // of an issue; a person of an office; what a chance may give
  kEvent,
  kDecision,
  kOption,
  kLinkage,
  kFramework,
  kObservation,
  kOutcome,
  kPolicy,
  kScenario,
  kDose,
  kClaim,
  kSource,
  kAttribute,
  kVariable,  // of an index
  kTag,
  kFactor,  // a shared shock: `noise 0.05 per sqrt year shared public_mood 0.3`
};
const char* NameOf(ThingKind kind);  // "quantity"

// The checker's name spaces, and one for what is named inside another thing.
enum class NameSpace { kThing, kOutcome, kPolicy, kSource, kClaim, kInner };

// One place where a thing is declared. Pointers are into the trees, which must outlive them.
struct DeclarationSite {
  SourceSpan name;
  SourceSpan whole;  // the declaration, or the clause that declares
  const syntax::SyntaxTree* tree = nullptr;
  const syntax::Decl* decl = nullptr;
  const syntax::Annotations* annotations = nullptr;  // its own; null if it can have none
};

struct Thing {
  ThingKind kind = ThingKind::kSystem;
  NameSpace space = NameSpace::kInner;
  std::string name;
  ThingId owner;  // of states, options, attributes of states, doses
  std::vector<DeclarationSite> sites;  // several for offices and definitions by element
  std::vector<ThingId> states;         // issues, offices, chances: their states; decisions: options
  SourceSpan scope;                    // kVariable, kDose: where it is known
};

enum class Role : std::uint8_t {
  kDeclaration,
  kReference,
  kWrite,     // changed by an effect or a lever
  kFunction,  // a function or family of priors of the language
  kField,     // a field of a source, an argument's name: fixed words
  kUnknown,   // nothing of this name
};

struct Occurrence {
  SourceSpan span;
  ThingId thing;  // invalid for kFunction, kField, kUnknown
  Role role = Role::kReference;
};

class NameIndex {
 public:
  NameIndex() = default;
  // Reads the trees of one model, which must outlive it.
  explicit NameIndex(const std::vector<const syntax::SyntaxTree*>& trees);

  const std::vector<Thing>& things() const { return things_; }
  const Thing& thing(ThingId id) const { return things_[id.index()]; }
  // In order of file and place; no two overlap.
  const std::vector<Occurrence>& occurrences() const { return occurrences_; }
  // The one that holds the offset or ends at it; null if there is none.
  const Occurrence* At(FileId file, std::uint32_t offset) const;
  std::vector<const Occurrence*> Of(ThingId thing) const;

  ThingId Find(NameSpace space, std::string_view name) const;
  // Something that `owner` holds: a state, an option, an attribute; an invalid owner holds the
  // attributes of members, actor kinds, tags and factors.
  ThingId FindInner(ThingId owner, ThingKind kind, std::string_view name) const;
  std::vector<ThingId> InnerOf(ThingId owner, ThingKind kind) const;

 private:
  friend class NameWalker;
  using InnerKey = std::tuple<std::uint32_t, ThingKind, std::string>;

  std::vector<Thing> things_;
  std::vector<Occurrence> occurrences_;
  std::map<std::pair<NameSpace, std::string>, ThingId> by_name_;
  std::map<InnerKey, ThingId> inner_;
};

}  // namespace entente::language::editor

#endif  // ENTENTE_LANGUAGE_EDITOR_NAMES_H_
