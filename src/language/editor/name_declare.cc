// What each declaration declares.
#include <variant>

#include "language/editor/name_walker.h"

namespace entente::language::editor {

using syntax::Decl;
using syntax::Name;

void NameWalker::Walk(const std::vector<const syntax::SyntaxTree*>& trees) {
  for (const syntax::SyntaxTree* tree : trees) {
    tree_ = tree;
    for (const Decl& decl : tree->declarations) Declare(decl);
  }
  for (const syntax::SyntaxTree* tree : trees) {
    tree_ = tree;
    for (const Decl& decl : tree->declarations) {
      decl_ = &decl;
      locals_.clear();
      issue_ = ThingId();
      outcomes_first_ = false;
      Visit(decl.annotations);
      Visit(decl);
    }
  }
}

void NameWalker::Mark(const Name& name, ThingId thing, Role role) {
  if (!name.present() || !name.span.valid() || name.span.begin >= name.span.end) return;
  index_.occurrences_.push_back({name.span, thing, role});
}

ThingId NameWalker::Enter(NameSpace space, ThingKind kind, const Name& name, SourceSpan whole,
                          const syntax::Annotations* annotations) {
  if (!name.present()) return {};
  const auto [place, fresh] = index_.by_name_.try_emplace({space, name.text});
  if (fresh) {
    place->second = ThingId(index_.things_.size());
    Thing thing;
    thing.kind = kind;
    thing.space = space;
    thing.name = name.text;
    index_.things_.push_back(std::move(thing));
  }
  index_.things_[place->second.index()].sites.push_back(
      {name.span, whole, tree_, decl_, annotations});
  Mark(name, place->second, Role::kDeclaration);
  return place->second;
}

ThingId NameWalker::EnterInner(ThingId owner, ThingKind kind, const Name& name, SourceSpan whole,
                               const syntax::Annotations* annotations) {
  if (!name.present()) return {};
  const auto [place, fresh] =
      index_.inner_.try_emplace(NameIndex::InnerKey{owner.index(), kind, name.text});
  if (fresh) {
    place->second = ThingId(index_.things_.size());
    Thing thing;
    thing.kind = kind;
    thing.name = name.text;
    thing.owner = owner;
    index_.things_.push_back(std::move(thing));
  }
  index_.things_[place->second.index()].sites.push_back(
      {name.span, whole, tree_, decl_, annotations});
  Mark(name, place->second, Role::kDeclaration);
  return place->second;
}

ThingId NameWalker::EnterState(ThingId owner, ThingKind kind, const Name& name, SourceSpan whole,
                               const syntax::Annotations* annotations) {
  if (!owner.valid()) return {};
  const std::size_t before = index_.things_.size();
  const ThingId state = EnterInner(owner, kind, name, whole, annotations);
  const bool fresh = index_.things_.size() > before;
  if (fresh) index_.things_[owner.index()].states.push_back(state);
  return state;
}

void NameWalker::EnterAttributes(ThingId owner, const std::vector<syntax::Attribute>& attributes) {
  for (const syntax::Attribute& attribute : attributes) {
    EnterInner(owner, ThingKind::kAttribute, attribute.name, attribute.span);
  }
}

void NameWalker::EnterMembers(ThingKind kind, const std::vector<syntax::SetMember>& members) {
  for (const syntax::SetMember& member : members) {
    Enter(NameSpace::kThing, kind, member.name, member.name.span, &member.annotations);
    EnterAttributes({}, member.attributes);
  }
}

// What odds name and no person or earlier odds declared.
void NameWalker::EnterOdds(ThingId owner, const std::vector<syntax::OddsEntry>& odds) {
  for (const syntax::OddsEntry& entry : odds) {
    if (index_.FindInner(owner, ThingKind::kState, entry.outcome.text).valid()) continue;
    EnterState(owner, ThingKind::kState, entry.outcome, entry.span, nullptr);
  }
}

void NameWalker::EnterTags(const syntax::ActClauses& act) {
  for (const Name& tag : act.tags) {
    if (!index_.FindInner({}, ThingKind::kTag, tag.text).valid()) {
      EnterInner({}, ThingKind::kTag, tag, tag.span);
    }
  }
}

void NameWalker::Declare(const Decl& decl) {
  decl_ = &decl;
  const auto thing = [&](ThingKind kind, const Name& name) {
    return Enter(NameSpace::kThing, kind, name, decl.span, &decl.annotations);
  };
  const auto other = [&](NameSpace space, ThingKind kind, const Name& name) {
    return Enter(space, kind, name, decl.span, &decl.annotations);
  };
  if (const auto* system = std::get_if<syntax::SystemDecl>(&decl.node)) {
    if (system->name.present() &&
        !index_.FindInner({}, ThingKind::kSystem, system->name.text).valid()) {
      EnterInner({}, ThingKind::kSystem, system->name, decl.span, &decl.annotations);
    }
  } else if (const auto* source = std::get_if<syntax::SourceDecl>(&decl.node)) {
    other(NameSpace::kSource, ThingKind::kSource, source->name);
  } else if (const auto* actor = std::get_if<syntax::ActorDecl>(&decl.node)) {
    thing(ThingKind::kActor, actor->name);
    for (const Name& kind : actor->kinds) {
      if (!index_.FindInner({}, ThingKind::kActorKind, kind.text).valid()) {
        EnterInner({}, ThingKind::kActorKind, kind, kind.span);
      }
    }
    EnterAttributes({}, actor->attributes);
  } else if (const auto* organ = std::get_if<syntax::OrganDecl>(&decl.node)) {
    thing(ThingKind::kOrgan, organ->name);
    EnterAttributes({}, organ->attributes);
  } else if (const auto* set = std::get_if<syntax::SetDecl>(&decl.node)) {
    thing(ThingKind::kSet, set->name);
    EnterMembers(ThingKind::kElement, set->members);
  } else if (const auto* track = std::get_if<syntax::TrackDecl>(&decl.node)) {
    EnterMembers(ThingKind::kTrack, track->tracks);
  } else if (const auto* table = std::get_if<syntax::TableDecl>(&decl.node)) {
    thing(ThingKind::kTable, table->name);
  } else if (const auto* param = std::get_if<syntax::ParamDecl>(&decl.node)) {
    for (const Name& name : param->names) thing(ThingKind::kParameter, name);
  } else if (const auto* quantity = std::get_if<syntax::QuantityDecl>(&decl.node)) {
    thing(ThingKind::kQuantity, quantity->name);
  } else if (const auto* memory = std::get_if<syntax::MemoryDecl>(&decl.node)) {
    thing(ThingKind::kMemory, memory->name);
  } else if (const auto* latch = std::get_if<syntax::LatchDecl>(&decl.node)) {
    thing(ThingKind::kLatch, latch->name);
  } else if (const auto* define = std::get_if<syntax::DefineDecl>(&decl.node)) {
    thing(ThingKind::kDefinition, define->name);
  } else if (const auto* office = std::get_if<syntax::OfficeDecl>(&decl.node)) {
    const ThingId id = thing(ThingKind::kOffice, office->name);
    for (const syntax::PersonClause& person : office->persons) {
      EnterState(id, ThingKind::kState, person.name, person.span, &person.annotations);
      EnterAttributes(id, person.attributes);
    }
    for (const syntax::ElectionClause& election : office->elections) {
      EnterOdds(id, election.odds);
      EnterOdds(id, election.otherwise);
    }
    EnterOdds(id, office->vacancy_odds);
  } else if (const auto* chance = std::get_if<syntax::ChanceDecl>(&decl.node)) {
    const ThingId id = thing(ThingKind::kChance, chance->name);
    EnterOdds(id, chance->odds);
    EnterOdds(id, chance->otherwise);
  } else if (const auto* issue = std::get_if<syntax::IssueDecl>(&decl.node)) {
    const ThingId id = thing(ThingKind::kIssue, issue->name);
    for (const syntax::StateClause& state : issue->states) {
      EnterState(id, ThingKind::kState, state.name, state.span, &state.annotations);
      EnterAttributes(id, state.attributes);
    }
    for (const syntax::ArcClause& arc : issue->arcs) EnterTags(arc.act);
  } else if (const auto* event = std::get_if<syntax::EventDecl>(&decl.node)) {
    thing(ThingKind::kEvent, event->name);
    EnterTags(event->act);
  } else if (const auto* decision = std::get_if<syntax::DecisionDecl>(&decl.node)) {
    const ThingId id = thing(ThingKind::kDecision, decision->name);
    EnterTags(decision->act);
    for (const syntax::OptionClause& option : decision->options) {
      EnterState(id, ThingKind::kOption, option.name, option.span, &option.annotations);
      EnterTags(option.act);
    }
  } else if (const auto* linkage = std::get_if<syntax::LinkageDecl>(&decl.node)) {
    thing(ThingKind::kLinkage, linkage->name);
  } else if (const auto* framework = std::get_if<syntax::FrameworkDecl>(&decl.node)) {
    thing(ThingKind::kFramework, framework->name);
  } else if (const auto* observe = std::get_if<syntax::ObserveDecl>(&decl.node)) {
    thing(ThingKind::kObservation, observe->name);
  } else if (const auto* outcome = std::get_if<syntax::OutcomeDecl>(&decl.node)) {
    other(NameSpace::kOutcome, ThingKind::kOutcome, outcome->name);
  } else if (const auto* policy = std::get_if<syntax::PolicyDecl>(&decl.node)) {
    const ThingKind kind = policy->is_scenario ? ThingKind::kScenario : ThingKind::kPolicy;
    const ThingId id = other(NameSpace::kPolicy, kind, policy->name);
    for (const syntax::DoseClause& dose : policy->doses) {
      const ThingId inner = EnterInner(id, ThingKind::kDose, dose.name, dose.span);
      if (inner.valid()) index_.things_[inner.index()].scope = decl.span;
    }
  } else if (const auto* claim = std::get_if<syntax::ClaimDecl>(&decl.node)) {
    other(NameSpace::kClaim, ThingKind::kClaim, claim->name);
  }
}

}  // namespace entente::language::editor
