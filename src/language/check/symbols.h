// What names mean: members of sets, families of indexed elements, and the table that finds them.
// Five name spaces: things (one for all that an expression or clause may name), outcomes, policies
// with scenarios, sources, and claims.
#ifndef ENTENTE_LANGUAGE_CHECK_SYMBOLS_H_
#define ENTENTE_LANGUAGE_CHECK_SYMBOLS_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/source.h"
#include "language/check/types.h"
#include "language/syntax/tree.h"
#include "model/model.h"

namespace entente::language::check {

// ---- members of sets ----------------------------------------------------------------------------

enum class MemberKind { kActor, kOrgan, kTrack, kElement };

struct AttributeValue {
  double value = 0.0;  // stored unit
  int time_halves = 0;
};

struct Member {
  std::string name;
  MemberKind kind = MemberKind::kElement;
  SourceSpan span;
  model::ActorId actor;  // kActor, kOrgan
  model::TrackId track;  // kTrack
  std::map<std::string, AttributeValue, std::less<>> attributes;
};

// ---- names ----------------------------------------------------------------------------------------

enum class Space { kThing, kOutcome, kPolicy, kSource, kClaim };

enum class SymbolKind {
  kMember,
  kSet,
  kTable,
  kParameter,
  kQuantity,
  kDefinition,
  kIssue,  // issues, offices, chances
  kEvent,
  kDecision,
  kLinkage,
  kFramework,
  kOutcome,
  kPolicy,
  kSource,
  kClaim,
  kObservation,
  kNotExecuted,  // what is not executed yet: known by name so that uses are silent
};
const char* NameOf(SymbolKind kind);  // "a quantity"

// One declared name; indexed families have many elements, others the single key "".
struct Symbol {
  SymbolKind kind = SymbolKind::kMember;
  std::string name;
  SourceSpan span;
  const syntax::SyntaxTree* tree = nullptr;
  const syntax::Decl* decl = nullptr;
  std::size_t arity = 0;
  std::size_t position = 0;       // kTable, kLinkage, kFramework: in the model's vector
  MemberId member;                // kMember
  std::vector<MemberId> members;  // kSet, once `resolved`
  bool resolved = true;           // kSet: false until its members are known
  bool in_progress = false;       // kSet: being resolved
  // "KOR,JPN" -> position in the model's vector of the kind (Event: happening).
  std::unordered_map<std::string, std::uint32_t> elements;
  std::vector<std::pair<std::string, std::uint32_t>> order;  // the same in order of expansion
  bool by_element = false;  // kDefinition: has clauses for single elements
  bool used = false;        // read, changed or named by something else
};

class SymbolTable {
 public:
  // The new symbol, or the one already there (`fresh` false).
  std::pair<Symbol*, bool> Declare(Space space, SymbolKind kind, std::string_view name,
                                   SourceSpan span);
  Symbol* Find(Space space, std::string_view name);
  // All names of a space, for suggestions; only those of `kinds` if given.
  std::vector<std::string> Names(Space space, const std::vector<SymbolKind>& kinds = {}) const;
  const std::vector<Symbol*>& All(Space space) const { return order_[Index(space)]; }

  SymbolTable() = default;
  SymbolTable(const SymbolTable&) = delete;
  SymbolTable& operator=(const SymbolTable&) = delete;

 private:
  static std::size_t Index(Space space) { return static_cast<std::size_t>(space); }
  std::array<std::map<std::string, Symbol, std::less<>>, 5> by_name_;
  std::array<std::vector<Symbol*>, 5> order_;
};

// Adds an element to a family; false if the key is there already.
bool AddElement(Symbol& symbol, const std::string& key, std::uint32_t index);

// "rebuke" + "KOR,JPN" -> "rebuke[KOR,JPN]"; without a key just the family.
std::string QualifiedName(std::string_view family, std::string_view key);

}  // namespace entente::language::check

#endif  // ENTENTE_LANGUAGE_CHECK_SYMBOLS_H_
