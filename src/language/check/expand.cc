#include "language/check/expand.h"

#include <algorithm>

#include <fmt/format.h>

#include "language/lower/expression.h"

namespace entente::language::check {
namespace {

// `states` for actors of kind `state`, `actors`, `tracks`: sets that nobody declares.
std::optional<std::vector<MemberId>> BuiltInSet(const Context& context, std::string_view name) {
  std::vector<MemberId> found;
  bool known = name == "actors" || name == "tracks" || name == "organs";
  for (std::size_t i = 0; i < context.members.size(); ++i) {
    const Member& member = context.members[i];
    bool in = (name == "actors" && member.kind == MemberKind::kActor) ||
              (name == "organs" && member.kind == MemberKind::kOrgan) ||
              (name == "tracks" && member.kind == MemberKind::kTrack);
    if (member.actor.valid()) {
      for (const std::string& kind : context.model.actors[member.actor.index()].kinds) {
        if (name == kind || (name.size() == kind.size() + 1 && name.back() == 's' &&
                             name.substr(0, kind.size()) == kind)) {
          in = true;
        }
      }
    }
    if (in) {
      known = true;
      found.emplace_back(i);
    }
  }
  if (!known) return std::nullopt;
  return found;
}

std::vector<std::string> SetNames(Context& context, const Scope& scope) {
  std::vector<std::string> names = context.symbols.Names(
      Space::kThing, {SymbolKind::kSet, SymbolKind::kMember});
  for (const std::string& name : scope.Names()) names.push_back(name);
  for (const char* name : {"actors", "tracks", "organs"}) names.emplace_back(name);
  for (const model::Actor& actor : context.model.actors) {
    for (const std::string& kind : actor.kinds) names.push_back(kind + "s");
  }
  return names;
}

// A set declared as a view of others is resolved when first used.
void ResolveSet(Context& context, Symbol& symbol) {
  if (symbol.resolved) return;
  if (symbol.in_progress) {
    context.Report(DiagnosticKind::kCyclicDefinition, symbol.span,
                   fmt::format("the set `{}` is made from itself", symbol.name));
    symbol.resolved = true;
    return;
  }
  if (!context.Descend(symbol.span)) return;
  symbol.in_progress = true;
  const Scope scope(*symbol.tree);
  const auto& decl = std::get<syntax::SetDecl>(symbol.decl->node);
  std::vector<MemberId> members = MembersOf(context, scope, *decl.value);
  symbol.members = std::move(members);
  symbol.in_progress = false;
  symbol.resolved = true;
  --context.depth;
}

void AppendUnique(std::vector<MemberId>& members, const std::vector<MemberId>& more) {
  for (const MemberId member : more) {
    if (std::find(members.begin(), members.end(), member) == members.end()) {
      members.push_back(member);
    }
  }
}

// Whether the filter holds, which must be known while compiling.
bool Holds(Context& context, const Scope& scope, syntax::ExprId where) {
  if (!where.valid()) return true;
  const model::ExprId truth =
      lower::LowerTruth(context, scope, where, "the filter `where` of an index");
  if (!truth.valid()) return false;
  if (!context.model.expressions.IsConstant(truth)) {
    context.Report(DiagnosticKind::kNotConstant, scope.at(where).span,
                   "the filter `where` of an index must be known before anything runs; this one "
                   "changes in time",
                   "use members, their attributes and tables; put the rest into a `while` guard");
    return false;
  }
  return context.model.expressions.ConstantValue(truth) != 0.0;
}

}  // namespace

std::vector<MemberId> MembersNamed(Context& context, const Scope& scope,
                                   const syntax::Name& name) {
  if (!name.present()) return {};
  if (const Value* bound = scope.Find(name.text); bound != nullptr) {
    if (bound->type.kind == TypeKind::kMember) return {bound->member};
    if (!bound->is_error()) {
      context.Report(DiagnosticKind::kWrongKind, name.span,
                     fmt::format("`{}` is a value here, not a set or a member", name.text));
    }
    return {};
  }
  if (Symbol* symbol = context.symbols.Find(Space::kThing, name.text); symbol != nullptr) {
    symbol->used = true;
    if (symbol->kind == SymbolKind::kMember) return {symbol->member};
    if (symbol->kind == SymbolKind::kSet) {
      ResolveSet(context, *symbol);
      return symbol->members;
    }
    context.Report(DiagnosticKind::kWrongKind, name.span,
                   fmt::format("`{}` is {}; a set or a member of one is wanted here", name.text,
                               NameOf(symbol->kind)));
    return {};
  }
  if (!context.Spend(1 + context.members.size() / 16, name.span)) return {};
  if (auto built_in = BuiltInSet(context, name.text)) return *built_in;
  context.Unknown("a set or of a member of one", name, SetNames(context, scope));
  return {};
}

MemberId MemberNamed(Context& context, const Scope& scope, const syntax::Name& name) {
  if (const Value* bound = scope.Find(name.text);
      bound != nullptr && bound->type.kind == TypeKind::kMember) {
    return bound->member;
  }
  Symbol* symbol = context.symbols.Find(Space::kThing, name.text);
  if (symbol != nullptr && symbol->kind == SymbolKind::kMember) {
    symbol->used = true;
    return symbol->member;
  }
  if (symbol != nullptr) {
    context.Report(DiagnosticKind::kWrongKind, name.span,
                   fmt::format("`{}` is {}; an actor, a track or another member is wanted here",
                               name.text, NameOf(symbol->kind)));
    return {};
  }
  std::vector<std::string> names = context.symbols.Names(Space::kThing, {SymbolKind::kMember});
  for (const std::string& bound : scope.Names()) names.push_back(bound);
  context.Unknown("an actor, a track or another member of a set", name, names);
  return {};
}

model::ActorId ActorNamed(Context& context, const Scope& scope, const syntax::Name& name) {
  if (!name.present()) return {};
  const MemberId id = MemberNamed(context, scope, name);
  if (!id.valid()) return {};
  const Member& member = context.member(id);
  if (!member.actor.valid()) {
    context.Report(DiagnosticKind::kWrongKind, name.span,
                   fmt::format("`{}` is not an actor", member.name));
  }
  return member.actor;
}

std::vector<model::ActorId> ActorsNamed(Context& context, const Scope& scope,
                                        const std::vector<syntax::Name>& names) {
  std::vector<model::ActorId> actors;
  for (const syntax::Name& name : names) {
    for (const MemberId id : MembersNamed(context, scope, name)) {
      const Member& member = context.member(id);
      if (!member.actor.valid()) {
        context.Report(DiagnosticKind::kWrongKind, name.span,
                       fmt::format("`{}` is not an actor", member.name));
        continue;
      }
      model::ActorId actor = member.actor;
      const model::ActorId principal = context.model.actors[actor.index()].principal;
      if (principal.valid()) actor = principal;
      if (std::find(actors.begin(), actors.end(), actor) == actors.end()) actors.push_back(actor);
    }
  }
  return actors;
}

std::vector<model::TrackId> TracksNamed(Context& context, const Scope& scope,
                                        const std::vector<syntax::Name>& names) {
  std::vector<model::TrackId> tracks;
  for (const syntax::Name& name : names) {
    for (const MemberId id : MembersNamed(context, scope, name)) {
      const Member& member = context.member(id);
      if (!member.track.valid()) {
        context.Report(DiagnosticKind::kWrongKind, name.span,
                       fmt::format("`{}` is not a track", member.name));
        continue;
      }
      if (std::find(tracks.begin(), tracks.end(), member.track) == tracks.end()) {
        tracks.push_back(member.track);
      }
    }
  }
  return tracks;
}

std::vector<MemberId> MembersOf(Context& context, const Scope& scope, const syntax::Set& set) {
  switch (set.form) {
    case syntax::SetForm::kNamed:
      return MembersNamed(context, scope, set.name);
    case syntax::SetForm::kListed: {
      std::vector<MemberId> members;
      for (const syntax::Name& name : set.members) {
        AppendUnique(members, MembersNamed(context, scope, name));
      }
      return members;
    }
    case syntax::SetForm::kFiltered: {
      std::vector<MemberId> members;
      for (const MemberId member : MembersNamed(context, scope, set.name)) {
        Scope inner(&scope);
        inner.Bind(set.variable.text, member);
        if (!context.Spend(1, set.span)) break;
        if (Holds(context, inner, set.where)) members.push_back(member);
      }
      return members;
    }
    case syntax::SetForm::kRange:
      break;
  }
  context.Report(DiagnosticKind::kWrongKind, set.span,
                 "a range of numbers is no index set: sets are finite",
                 "declare the members: `set levels { low, middle, high }`");
  return {};
}

std::size_t ArityOf(const syntax::IndexHead& head) {
  std::size_t arity = 0;
  for (const syntax::Binding& binding : head.bindings) arity += binding.variables.size();
  return arity;
}

std::vector<Element> Expand(Context& context, const Scope& scope, const syntax::IndexHead& head) {
  if (!head.present()) return {Element{}};
  std::vector<std::string> names;
  std::vector<std::vector<MemberId>> sets;
  double combinations = 1.0;
  for (const syntax::Binding& binding : head.bindings) {
    const std::vector<MemberId> members = MembersOf(context, scope, binding.set);
    for (const syntax::Name& variable : binding.variables) {
      names.push_back(variable.text);
      sets.push_back(members);
      combinations *= static_cast<double>(members.size());
    }
  }
  if (combinations > static_cast<double>(context.limits.max_elements)) {
    context.Report(DiagnosticKind::kTooLargeExpansion, head.span,
                   fmt::format("this index stands for {:.0f} combinations; the bound is {} for one "
                               "declaration (option `--max-elements`)",
                               combinations, context.limits.max_elements),
                   "use smaller sets");
    return {};
  }
  std::vector<Element> elements;
  if (combinations < 1.0) return elements;
  std::vector<std::size_t> position(names.size(), 0);
  while (true) {
    if (!context.Spend(1, head.span)) return elements;
    Element element;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const MemberId member = sets[i][position[i]];
      element.bindings.emplace_back(names[i], member);
      if (i > 0) element.key += ',';
      element.key += context.member(member).name;
    }
    const Scope inner = Bound(scope, element);
    if (Holds(context, inner, head.where)) elements.push_back(std::move(element));
    // The last variable runs fastest, as the index is read.
    std::size_t i = names.size();
    while (i > 0) {
      --i;
      if (++position[i] < sets[i].size()) break;
      position[i] = 0;
      if (i == 0) return elements;
    }
  }
}

Scope Bound(const Scope& parent, const Element& element) {
  Scope scope(&parent);
  for (const auto& [name, member] : element.bindings) scope.Bind(name, member);
  return scope;
}

}  // namespace entente::language::check
