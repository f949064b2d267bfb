#include "language/editor/completion_offer.h"

#include <algorithm>
#include <utility>

namespace entente::language::editor {
namespace {

CompletionShape ShapeOfCompletion(ThingKind kind) {
  switch (kind) {
    case ThingKind::kActor:
    case ThingKind::kOrgan:
    case ThingKind::kActorKind:
    case ThingKind::kSet:
      return CompletionShape::kEnum;
    case ThingKind::kTrack:
    case ThingKind::kElement:
    case ThingKind::kState:
    case ThingKind::kOption:
      return CompletionShape::kEnumMember;
    case ThingKind::kTable:
    case ThingKind::kParameter:
      return CompletionShape::kConstant;
    case ThingKind::kEvent:
    case ThingKind::kDecision:
      return CompletionShape::kEvent;
    case ThingKind::kIssue:
    case ThingKind::kOffice:
    case ThingKind::kChance:
    case ThingKind::kFramework:
      return CompletionShape::kInterface;
    case ThingKind::kDefinition:
    case ThingKind::kOutcome:
    case ThingKind::kClaim:
      return CompletionShape::kFunction;
    case ThingKind::kPolicy:
    case ThingKind::kScenario:
      return CompletionShape::kModule;
    case ThingKind::kLinkage:
      return CompletionShape::kOperator;
    case ThingKind::kSource:
      return CompletionShape::kReference;
    case ThingKind::kAttribute:
      return CompletionShape::kProperty;
    default:
      return CompletionShape::kVariable;
  }
}

bool HasValue(ThingKind kind) {
  switch (kind) {
    case ThingKind::kActor:
    case ThingKind::kOrgan:
    case ThingKind::kTrack:
    case ThingKind::kElement:
    case ThingKind::kTable:
    case ThingKind::kParameter:
    case ThingKind::kQuantity:
    case ThingKind::kMemory:
    case ThingKind::kLatch:
    case ThingKind::kDefinition:
    case ThingKind::kOffice:
    case ThingKind::kChance:
    case ThingKind::kIssue:
      return true;
    default:
      return false;
  }
}

}  // namespace

void CompletionOffer::Put(Completion item) {
  if (seen_.insert(item.label).second) answer_.items.push_back(std::move(item));
}

void CompletionOffer::PutThing(const Thing& thing, const Unit& unit, int rank) {
  Completion item;
  item.label = thing.name;
  item.shape = ShapeOfCompletion(thing.kind);
  item.detail = DetailOf(thing, unit, good_);
  item.words = TitleOf(thing);
  if (const std::string doc = DocOf(thing); !doc.empty()) {
    item.words += (item.words.empty() ? "" : "\n\n") + doc;
  }
  item.rank = rank;
  Put(std::move(item));
}

void CompletionOffer::PutThings(NameSpace space, int rank, const std::function<bool(ThingKind)>& wanted) {
  const auto from = [&](const Unit& unit) {
    for (const Thing& thing : unit.names.things()) {
      if (thing.space == space && wanted(thing.kind)) PutThing(thing, unit, rank);
    }
  };
  from(*place_.document().unit);
  // What the text declared before it broke.
  if (good_ != nullptr && good_ != place_.document().unit) from(*good_);
}

void CompletionOffer::PutKinds(std::initializer_list<ThingKind> kinds, int rank) {
  PutThings(NameSpace::kThing, rank, [&](ThingKind kind) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  });
}

void CompletionOffer::PutStates(ThingId thing) {
  for (const ThingId state : place_.names().thing(thing).states) {
    PutThing(place_.names().thing(state), *place_.document().unit, 0);
  }
}

void CompletionOffer::PutWords(std::span<const Word> words, CompletionShape shape, int rank) {
  for (const Word& word : words) {
    Put({std::string(word.word), shape, std::string(word.usage), std::string(word.words), rank});
  }
}

void CompletionOffer::PutPlain(std::span<const std::string_view> words, CompletionShape shape, int rank) {
  for (const std::string_view word : words) Put({std::string(word), shape, "", "", rank});
}

void CompletionOffer::PutUnits(int rank) { PutPlain(TimeUnits(), CompletionShape::kUnit, rank); }

void CompletionOffer::PutVariables() {
  const std::uint32_t from =
      place_.declaration_begin();
  for (const Thing& thing : place_.names().things()) {
    if (thing.kind != ThingKind::kVariable && thing.kind != ThingKind::kDose) continue;
    if (thing.scope.file != place_.document().file) continue;
    // The declaration being written may have been read only in part: its own variables count.
    const bool whole = thing.scope.begin == from;
    const bool inside = thing.scope.begin <= place_.offset() && place_.offset() <= thing.scope.end + 1;
    if (whole || inside) PutThing(thing, *place_.document().unit, 0);
  }
}

void CompletionOffer::PutMembers() {
  PutVariables();
  PutKinds({ThingKind::kActor, ThingKind::kOrgan, ThingKind::kSet, ThingKind::kElement}, 1);
}

void CompletionOffer::PutSets() {
  PutKinds({ThingKind::kSet}, 0);
  for (const ThingId kind : place_.names().InnerOf({}, ThingKind::kActorKind)) {
    Completion item;
    item.label = place_.names().thing(kind).name + "s";
    item.shape = CompletionShape::kEnum;
    item.detail = "all actors of this kind";
    item.rank = 1;
    Put(std::move(item));
  }
  for (const char* set : {"actors", "organs", "tracks"}) {
    Put({set, CompletionShape::kEnum, "a set of the language", "", 2});
  }
}

void CompletionOffer::PutTracks() {
  PutVariables();
  PutKinds({ThingKind::kTrack, ThingKind::kSet}, 1);
}

void CompletionOffer::PutPolicies() {
  PutThings(NameSpace::kPolicy, 0, [](ThingKind) { return true; });
}

void CompletionOffer::PutOutcomes(int rank) {
  PutThings(NameSpace::kOutcome, rank, [](ThingKind) { return true; });
}

void CompletionOffer::PutHappenings() {
  PutKinds({ThingKind::kEvent, ThingKind::kIssue, ThingKind::kDecision, ThingKind::kOffice}, 0);
}

void CompletionOffer::PutAttributes(ThingId object) {
  const auto attributes =
      place_.names().InnerOf(place_.HasStates(object) ? object : ThingId(), ThingKind::kAttribute);
  for (const ThingId one : attributes) PutThing(place_.names().thing(one), *place_.document().unit, 0);
}

void CompletionOffer::PutExpression() {
  PutVariables();
  if (place_.declaration() == "framework") {
    Put({"depth", CompletionShape::kVariable, "depth of this framework", "", 0});
  }
  if (place_.declaration() == "claim" || place_.declaration() == "objective") PutOutcomes(1);
  PutThings(NameSpace::kThing, 1, HasValue);
  PutWords(Functions(), CompletionShape::kFunction, 2);
  PutWords(ExpressionWords(), CompletionShape::kKeyword, 3);
}

}  // namespace entente::language::editor
