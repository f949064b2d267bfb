// Actors, organs, tracks and sets: everything that an index can stand for.
#include <algorithm>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/expression.h"
#include "language/lower/lower.h"

namespace entente::language::lower {
namespace {

using check::DeclareName;
using check::ForEach;
using check::Member;
using check::MemberId;
using check::MemberKind;
using check::Space;
using check::Symbol;
using check::SymbolKind;
using syntax::Decl;
using syntax::SyntaxTree;

MemberId AddMember(Context& context, Member member) {
  context.members.push_back(std::move(member));
  return MemberId(context.members.size() - 1);
}

Symbol* DeclareMember(Context& context, const syntax::Name& name, MemberKind kind,
                      const SyntaxTree& tree, const Decl& decl) {
  Symbol* symbol =
      DeclareName(context, Space::kThing, SymbolKind::kMember, name, tree, decl);
  if (symbol == nullptr) return nullptr;
  Member member;
  member.name = name.text;
  member.kind = kind;
  member.span = name.span;
  symbol->member = AddMember(context, std::move(member));
  return symbol;
}

void DeclareActors(Context& context) {
  ForEach<syntax::ActorDecl>(context, [&](const SyntaxTree& tree, const Decl& decl,
                                          const auto& node) {
    const Symbol* symbol = DeclareMember(context, node.name, MemberKind::kActor, tree, decl);
    if (symbol == nullptr) return;
    model::Actor actor;
    actor.provenance = MakeProvenance(context, decl.annotations, node.name.text, "", decl.span);
    for (const syntax::Name& kind : node.kinds) actor.kinds.push_back(kind.text);
    context.members[symbol->member.index()].actor = model::ActorId(context.model.actors.size());
    context.model.actors.push_back(std::move(actor));
  });
  ForEach<syntax::OrganDecl>(context, [&](const SyntaxTree& tree, const Decl& decl,
                                          const auto& node) {
    const Symbol* symbol = DeclareMember(context, node.name, MemberKind::kOrgan, tree, decl);
    if (symbol == nullptr) return;
    model::Actor organ;
    organ.provenance = MakeProvenance(context, decl.annotations, node.name.text, "", decl.span);
    context.members[symbol->member.index()].actor = model::ActorId(context.model.actors.size());
    context.model.actors.push_back(std::move(organ));
  });
  // Principals last: an organ may stand before its actor.
  ForEach<syntax::OrganDecl>(context, [&](const SyntaxTree& tree, const Decl&, const auto& node) {
    const Symbol* symbol = context.symbols.Find(Space::kThing, node.name.text);
    if (symbol == nullptr || symbol->kind != SymbolKind::kMember) return;
    const model::ActorId organ = context.member(symbol->member).actor;
    const model::ActorId principal = ActorNamed(context, Scope(tree), node.of);
    if (!organ.valid() || !principal.valid()) return;
    if (context.members[symbol->member.index()].kind != MemberKind::kOrgan) return;
    if (organ == principal || context.model.actors[principal.index()].principal.valid()) {
      context.Report(DiagnosticKind::kWrongKind, node.of.span,
                     "an organ belongs to an actor, not to an organ");
      return;
    }
    context.model.actors[organ.index()].principal = principal;
  });
}

void DeclareTracksAndSets(Context& context) {
  ForEach<syntax::TrackDecl>(context, [&](const SyntaxTree& tree, const Decl& decl,
                                          const auto& node) {
    for (const syntax::SetMember& entry : node.tracks) {
      const Symbol* symbol = DeclareMember(context, entry.name, MemberKind::kTrack, tree, decl);
      if (symbol == nullptr) continue;
      model::Track track;
      track.provenance =
          MakeProvenance(context, decl.annotations, entry.name.text, "", entry.name.span);
      Annotate(context, entry.annotations, track.provenance);
      context.members[symbol->member.index()].track = model::TrackId(context.model.tracks.size());
      context.model.tracks.push_back(std::move(track));
    }
  });
  ForEach<syntax::SetDecl>(context, [&](const SyntaxTree& tree, const Decl& decl,
                                        const auto& node) {
    Symbol* set = DeclareName(context, Space::kThing, SymbolKind::kSet, node.name, tree, decl);
    if (set == nullptr) return;
    set->resolved = !node.value.has_value();
    for (const syntax::SetMember& entry : node.members) {
      const Symbol* symbol = DeclareMember(context, entry.name, MemberKind::kElement, tree, decl);
      if (symbol != nullptr) set->members.push_back(symbol->member);
    }
  });
}

void LowerAttributes(Context& context, const SyntaxTree& tree, const syntax::Name& owner,
                     const std::vector<syntax::Attribute>& attributes) {
  const Symbol* symbol = context.symbols.Find(Space::kThing, owner.text);
  if (symbol == nullptr || symbol->kind != SymbolKind::kMember) return;
  const Scope scope(tree);
  for (const syntax::Attribute& attribute : attributes) {
    const auto constant = LowerConstant(context, scope, attribute.value,
                                        fmt::format("attribute `{}`", attribute.name.text));
    if (!constant) continue;
    Member& member = context.members[symbol->member.index()];
    const check::AttributeValue value{constant->value, constant->type.time_halves};
    if (!member.attributes.emplace(attribute.name.text, value).second) {
      check::ReportDuplicate(context, attribute.name.text, attribute.name.span, member.span);
      continue;
    }
    if (member.actor.valid()) {
      context.model.actors[member.actor.index()].attributes.emplace_back(attribute.name.text,
                                                                         constant->value);
    }
  }
}

}  // namespace

void LowerMembers(Context& context) {
  DeclareActors(context);
  DeclareTracksAndSets(context);
  ForEach<syntax::ActorDecl>(context, [&](const SyntaxTree& tree, const Decl&, const auto& node) {
    LowerAttributes(context, tree, node.name, node.attributes);
  });
  ForEach<syntax::OrganDecl>(context, [&](const SyntaxTree& tree, const Decl&, const auto& node) {
    LowerAttributes(context, tree, node.name, node.attributes);
  });
  ForEach<syntax::SetDecl>(context, [&](const SyntaxTree& tree, const Decl&, const auto& node) {
    for (const syntax::SetMember& entry : node.members) {
      LowerAttributes(context, tree, entry.name, entry.attributes);
    }
    // A view is resolved now, so that its faults are found even if nothing uses it.
    if (node.value && node.name.present()) MembersNamed(context, Scope(tree), node.name);
  });
  ForEach<syntax::TrackDecl>(context, [&](const SyntaxTree& tree, const Decl&, const auto& node) {
    for (const syntax::SetMember& entry : node.tracks) {
      LowerAttributes(context, tree, entry.name, entry.attributes);
    }
  });
}

}  // namespace entente::language::lower
