// Events and reactions: what happens without a change of state, and what follows from happenings.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/effects.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/lower.h"
#include "language/lower/triggers.h"
#include "language/lower/variants.h"

namespace entente::language::lower {
namespace {

using model::HappeningId;

void LowerEvent(Context& context, const Scope& scope, const syntax::EventDecl& node,
                HappeningId id) {
  TriggerSite site;
  site.place = TriggerPlace::kEvent;
  site.provenance = context.model.happenings[id.index()].provenance;
  site.outlet = LowerVariants(context, scope, node, id);
  site.before = node.before;
  LowerTriggers(context, scope, node.triggers, site);
}

}  // namespace

void LowerEvents(Context& context) {
  check::ForEach<syntax::EventDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                 const syntax::Decl&, const auto& node) {
    const check::Symbol* symbol = context.symbols.Find(check::Space::kThing, node.name.text);
    if (symbol == nullptr || symbol->kind != check::SymbolKind::kEvent) return;
    if (symbol->span.begin != node.name.span.begin) return;  // a duplicate, already reported
    const Scope file(tree);
    for (const check::Element& element : Expand(context, file, node.head)) {
      const auto place = symbol->elements.find(element.key);
      if (place == symbol->elements.end()) continue;
      LowerEvent(context, Bound(file, element), node, HappeningId(place->second));
    }
  });
}

namespace {

// `upon rebuke[a, b]` binds a and b to the indices of each element: variables that nothing else
// declares stand for whatever is there. Returns the scopes and happenings that match.
struct Match {
  check::Element bound;
  HappeningId happening;
};

bool IsFreeVariable(Context& context, const Scope& scope, syntax::ExprId id, std::string* name) {
  const auto* expr = std::get_if<syntax::NameExpr>(&scope.at(id).node);
  if (expr == nullptr || !expr->ref.indices.empty()) return false;
  *name = expr->ref.name.text;
  return *name != "all" && scope.Find(*name) == nullptr &&
         context.symbols.Find(check::Space::kThing, *name) == nullptr;
}

std::vector<std::string> SplitKey(const std::string& key) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from <= key.size()) {
    const std::size_t comma = std::min(key.find(',', from), key.size());
    parts.push_back(key.substr(from, comma - from));
    from = comma + 1;
  }
  return parts;
}

std::vector<Match> MatchesOf(Context& context, const Scope& scope,
                             const syntax::Happening& happening) {
  std::vector<Match> matches;
  std::vector<std::pair<std::size_t, std::string>> free;
  for (std::size_t i = 0; i < happening.target.indices.size(); ++i) {
    std::string name;
    if (IsFreeVariable(context, scope, happening.target.indices[i], &name)) {
      free.emplace_back(i, name);
    }
  }
  if (free.empty()) {
    for (const HappeningId id : HappeningsOf(context, scope, happening)) {
      matches.push_back({{}, id});
    }
    return matches;
  }
  const check::Symbol* symbol = context.symbols.Find(check::Space::kThing,
                                                     happening.target.name.text);
  if (symbol == nullptr || symbol->arity != happening.target.indices.size()) {
    HappeningsOf(context, scope, happening);  // reports what is wrong
    return matches;
  }
  for (const auto& [key, index] : symbol->order) {
    check::Element element;
    const std::vector<std::string> parts = SplitKey(key);
    bool fits = parts.size() == symbol->arity;
    for (const auto& [position, name] : free) {
      if (!fits) break;
      const check::Symbol* member = context.symbols.Find(check::Space::kThing, parts[position]);
      fits = member != nullptr && member->kind == check::SymbolKind::kMember;
      if (fits) element.bindings.emplace_back(name, member->member);
    }
    if (!fits) continue;
    // With the variables bound, the other indices must fit this element too.
    const Scope inner = Bound(scope, element);
    const std::vector<std::uint32_t> same = [&] {
      for (std::size_t i = 0; i < parts.size(); ++i) {
        const Value value = Lower(context, inner, happening.target.indices[i]);
        if (value.is_error() || value.type.kind != check::TypeKind::kMember ||
            context.member(value.member).name != parts[i]) {
          return std::vector<std::uint32_t>();
        }
      }
      return std::vector<std::uint32_t>{index};
    }();
    if (same.empty()) continue;
    for (const HappeningId id : HappeningsOf(context, inner, happening)) {
      matches.push_back({element, id});
    }
  }
  return matches;
}

void LowerReaction(Context& context, const Scope& scope, const syntax::UponDecl& node,
                   const syntax::Decl& decl, HappeningId id) {
  const model::Happening& happening = context.model.happenings[id.index()];
  model::Reaction reaction;
  reaction.name = "upon " + happening.provenance.name;
  reaction.span = decl.span;
  const std::string owner = "upon " + happening.provenance.luck_name;
  const std::size_t earlier = happening.reactions.size();
  reaction.guard = LowerGuard(context, scope, node.guard);
  if (node.guard.valid() && !reaction.guard.valid()) return;
  const std::string name =
      earlier == 0 ? owner : fmt::format("{} #{}", owner, earlier + 1);
  model::ExprId probability;
  if (node.probability.valid()) {
    probability = LowerShare(context, scope, node.probability, "a probability");
    if (!probability.valid()) return;
  }
  reaction.effects = LowerEffects(context, scope, node.effects, name, probability);
  context.model.happenings[id.index()].reactions.push_back(std::move(reaction));
}

}  // namespace

void LowerReactions(Context& context) {
  check::ForEach<syntax::UponDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                const syntax::Decl& decl, const auto& node) {
    const Scope file(tree);
    if (node.before.present()) context.NotExecuted("`before` of reactions", node.before.span);
    for (const check::Element& element : Expand(context, file, node.head)) {
      const Scope scope = Bound(file, element);
      for (const syntax::Happening& happening : node.happenings) {
        for (const Match& match : MatchesOf(context, scope, happening)) {
          LowerReaction(context, Bound(scope, match.bound), node, decl, match.happening);
        }
      }
    }
  });
}

}  // namespace entente::language::lower
