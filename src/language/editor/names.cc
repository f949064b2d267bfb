#include "language/editor/names.h"

#include <algorithm>

#include "language/editor/name_walker.h"

namespace entente::language::editor {

const char* NameOf(ThingKind kind) {
  switch (kind) {
    case ThingKind::kSystem: return "system";
    case ThingKind::kActor: return "actor";
    case ThingKind::kOrgan: return "organ";
    case ThingKind::kTrack: return "track";
    case ThingKind::kElement: return "member of a set";
    case ThingKind::kActorKind: return "kind of actor";
    case ThingKind::kSet: return "set";
    case ThingKind::kTable: return "table";
    case ThingKind::kParameter: return "parameter";
    case ThingKind::kQuantity: return "quantity";
    case ThingKind::kMemory: return "memory";
    case ThingKind::kLatch: return "latch";
    case ThingKind::kDefinition: return "definition";
    case ThingKind::kOffice: return "office";
    case ThingKind::kChance: return "chance";
    case ThingKind::kIssue: return "issue";
    case ThingKind::kState: return "state";
    case ThingKind::kEvent: return "event";
    case ThingKind::kDecision: return "decision";
    case ThingKind::kOption: return "option";
    case ThingKind::kLinkage: return "linkage";
    case ThingKind::kFramework: return "framework";
    case ThingKind::kObservation: return "observation";
    case ThingKind::kOutcome: return "outcome";
    case ThingKind::kPolicy: return "policy";
    case ThingKind::kScenario: return "scenario";
    case ThingKind::kDose: return "dose";
    case ThingKind::kClaim: return "claim";
    case ThingKind::kSource: return "source";
    case ThingKind::kAttribute: return "attribute";
    case ThingKind::kVariable: return "index variable";
    case ThingKind::kTag: return "tag";
    case ThingKind::kFactor: return "shared factor";
  }
  return "name";
}

NameIndex::NameIndex(const std::vector<const syntax::SyntaxTree*>& trees) {
  NameWalker(*this).Walk(trees);
  const auto before = [](const Occurrence& a, const Occurrence& b) {
    if (a.span.file != b.span.file) return a.span.file < b.span.file;
    if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
    return a.role < b.role;  // a declaration before a use of the same place
  };
  std::stable_sort(occurrences_.begin(), occurrences_.end(), before);
  std::vector<Occurrence> kept;
  for (const Occurrence& one : occurrences_) {
    const bool overlaps = !kept.empty() && kept.back().span.file == one.span.file &&
                          one.span.begin < kept.back().span.end;
    if (!overlaps) {
      kept.push_back(one);
    } else if (kept.back().role == Role::kUnknown && one.role != Role::kUnknown) {
      kept.back() = one;
    }
  }
  occurrences_ = std::move(kept);
}

const Occurrence* NameIndex::At(FileId file, std::uint32_t offset) const {
  // The first that begins after the offset; the one before it may hold it.
  const auto after = std::partition_point(
      occurrences_.begin(), occurrences_.end(), [&](const Occurrence& one) {
        return one.span.file < file || (one.span.file == file && one.span.begin <= offset);
      });
  if (after == occurrences_.begin()) return nullptr;
  const Occurrence& one = *(after - 1);
  return one.span.file == file && offset <= one.span.end ? &one : nullptr;
}

std::vector<const Occurrence*> NameIndex::Of(ThingId thing) const {
  std::vector<const Occurrence*> found;
  for (const Occurrence& one : occurrences_) {
    if (one.thing == thing) found.push_back(&one);
  }
  return found;
}

ThingId NameIndex::Find(NameSpace space, std::string_view name) const {
  const auto place = by_name_.find({space, std::string(name)});
  return place == by_name_.end() ? ThingId() : place->second;
}

ThingId NameIndex::FindInner(ThingId owner, ThingKind kind, std::string_view name) const {
  const auto place = inner_.find(InnerKey{owner.index(), kind, std::string(name)});
  return place == inner_.end() ? ThingId() : place->second;
}

std::vector<ThingId> NameIndex::InnerOf(ThingId owner, ThingKind kind) const {
  std::vector<ThingId> found;
  auto place = inner_.lower_bound(InnerKey{owner.index(), kind, std::string()});
  for (; place != inner_.end(); ++place) {
    if (std::get<0>(place->first) != owner.index() || std::get<1>(place->first) != kind) break;
    found.push_back(place->second);
  }
  return found;
}

}  // namespace entente::language::editor
