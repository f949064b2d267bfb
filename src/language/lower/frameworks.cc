// Frameworks: treaties, alliances and institutions that damp linkages between their members, and
// single ways of an issue.
#include <algorithm>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/check/expand.h"
#include "language/lower/arithmetic.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/linkages.h"
#include "language/lower/lower.h"
#include "language/lower/variants.h"

namespace entente::language::lower {
namespace {

using check::Space;
using check::Symbol;
using check::SymbolKind;
using model::ActorId;

bool BothMembers(const std::vector<ActorId>& members, const model::Act& act) {
  const auto is_member = [&](ActorId actor) {
    return std::find(members.begin(), members.end(), actor) != members.end();
  };
  const std::vector<ActorPair> pairs = PairsOf(act);
  return !pairs.empty() && std::all_of(pairs.begin(), pairs.end(), [&](const ActorPair& pair) {
    return is_member(pair.first) && is_member(pair.second);
  });
}

// `damps ISSUE: a -> b by x` and `damps EVENT by x`: the rate × (1 − x). Of events, those between
// two members.
void DampRates(Context& context, const Scope& scope, const syntax::DampClause& damp,
               const model::Framework& framework, bool is_event, model::ExprId keep) {
  const std::vector<model::HappeningId> targets = HappeningsOf(context, scope, damp.target);
  if (targets.empty()) return;
  bool found = false;
  for (model::Channel& channel : context.model.channels) {
    const model::HappeningId id = HappeningOf(context, channel.outlet);
    if (!id.valid() || std::find(targets.begin(), targets.end(), id) == targets.end()) continue;
    const auto& act = context.model.happenings[id.index()].act;
    if (is_event && !(act && BothMembers(framework.members, *act))) continue;
    found = true;
    MultiplyChannel(context, channel, keep,
                    fmt::format("framework {}", framework.provenance.name), damp.span);
  }
  if (found) return;
  context.Report(DiagnosticKind::kNothingToChange, damp.span,
                 is_event ? fmt::format("`{}` is never an act between two members that comes about "
                                        "by a `rate`, so there is nothing to damp",
                                        context.TextOf(damp.target.span))
                          : fmt::format("`{}` does not come about by a `rate`, so there is nothing "
                                        "to damp",
                                        context.TextOf(damp.target.span)));
}

// The keys of the elements that `retaliation[KOR, JPN, all]` means; empty (reported) if none.
std::vector<std::string> KeysOf(Context& context, const Scope& scope, const Symbol& symbol,
                                const syntax::Ref& ref) {
  std::vector<std::string> wanted;  // by place; empty: any
  for (const syntax::ExprId id : ref.indices) {
    const auto* name = std::get_if<syntax::NameExpr>(&scope.at(id).node);
    if (name != nullptr && name->ref.name.text == "all") {
      wanted.emplace_back();
      continue;
    }
    const Value value = Lower(context, scope, id);
    if (value.is_error()) return {};
    if (value.type.kind != check::TypeKind::kMember) {
      ReportWrongType(context, value, "a member of a set", "an index", scope.at(id).span);
      return {};
    }
    wanted.push_back(context.member(value.member).name);
  }
  std::vector<std::string> keys;
  for (const auto& [key, index] : symbol.order) {
    std::size_t from = 0;
    bool fits = true;
    for (std::size_t i = 0; i < wanted.size() && fits; ++i) {
      const std::size_t comma = std::min(key.find(',', from), key.size());
      const std::string part = key.substr(std::min(from, key.size()), comma - from);
      fits = from <= key.size() && (wanted[i].empty() || wanted[i] == part);
      from = comma + 1;
    }
    if (fits && from == key.size() + 1) keys.push_back(key);
  }
  if (keys.empty()) {
    context.Report(DiagnosticKind::kWrongIndex, ref.span,
                   fmt::format("`{}` has no such element", symbol.name));
  }
  return keys;
}

void DampLinkage(Context& context, const Scope& scope, const syntax::DampClause& damp,
                 const model::Framework& framework, const Symbol& symbol, model::ExprId keep) {
  LinkageDamping damping;
  damping.linkages = LinkagesOf(symbol);
  if (!damp.target.target.indices.empty()) {
    damping.keys = KeysOf(context, scope, symbol, damp.target.target);
    if (damping.keys.empty()) return;
  }
  damping.members = framework.members;
  damping.tracks = TracksNamed(context, scope, damp.about);
  damping.keep = keep;
  if (damping.tracks.empty() && !damp.about.empty()) return;
  const auto contains = [](const auto& list, auto one) {
    return std::find(list.begin(), list.end(), one) != list.end();
  };
  bool found = false;
  for (const model::LinkageId id : damping.linkages) {
    found = found || !context.model.linkages[id.index()].between_acts;
  }
  for (const model::Pressure& pressure : context.model.pressures) {
    found = found || (contains(damping.linkages, pressure.linkage) &&
                      contains(damping.members, pressure.by) &&
                      contains(damping.members, pressure.toward) &&
                      (damping.tracks.empty() || contains(damping.tracks, pressure.track)));
  }
  if (found) {
    context.linkage_plan->dampings.push_back(std::move(damping));
    return;
  }
  context.Report(DiagnosticKind::kNothingToChange, damp.span,
                 fmt::format("linkage `{}` puts no pressure on acts between two members{}, so there "
                             "is nothing to damp",
                             symbol.name, damp.about.empty() ? "" : " about this"));
}

void LowerDamp(Context& context, const Scope& scope, const syntax::DampClause& damp,
               const model::Framework& framework) {
  const Symbol* symbol =
      SymbolOf(context, damp.target.target,
               {SymbolKind::kLinkage, SymbolKind::kEvent, SymbolKind::kIssue},
               "a linkage, an event or an issue");
  if (symbol == nullptr) return;
  const model::ExprId share = LowerShare(context, scope, damp.amount, "what a framework damps by");
  if (!share.valid()) return;
  const model::ExprId keep = WhatIsLeft(context, share);
  if (symbol->kind == SymbolKind::kLinkage) {
    DampLinkage(context, scope, damp, framework, *symbol, keep);
    return;
  }
  if (!damp.about.empty()) {
    context.Report(DiagnosticKind::kConflictingClauses, damp.about.front().span,
                   fmt::format("`about` belongs to the damping of linkages; `{}` is {}",
                               symbol->name, NameOf(symbol->kind)),
                   "leave out `about`");
    return;
  }
  DampRates(context, scope, damp, framework, symbol->kind == SymbolKind::kEvent, keep);
}

}  // namespace

void LowerFrameworks(Context& context) {
  using syntax::FrameworkDecl;
  check::ForEach<FrameworkDecl>(context, [&](const syntax::SyntaxTree& tree,
                                             const syntax::Decl& decl, const FrameworkDecl& node) {
    Symbol* symbol =
        DeclareName(context, Space::kThing, SymbolKind::kFramework, node.name, tree, decl);
    if (symbol == nullptr) return;
    const Scope file(tree);
    Scope scope(&file);
    model::Framework framework;
    framework.provenance =
        MakeProvenance(context, decl.annotations, node.name.text, "", decl.span);
    framework.members = ActorsNamed(context, file, node.members);
    if (framework.members.size() < 2) {
      if (node.members.empty() || !framework.members.empty()) {
        context.Report(DiagnosticKind::kMissingClause, node.name.span,
                       fmt::format("framework `{}` has fewer than two members", node.name.text),
                       "write `members JPN, USA, KOR`");
      }
      return;
    }
    if (node.depth.valid()) {
      framework.depth = LowerShare(context, file, node.depth, "the depth of a framework");
    } else {
      framework.depth = context.model.expressions.Constant(1.0, decl.span);
    }
    // A depth that is wrong is silent where the dampings read it.
    Value depth;
    if (framework.depth.valid()) depth = NumberValue(framework.depth);
    scope.Bind("depth", depth);
    if (!framework.depth.valid()) framework.depth = context.model.expressions.Constant(0.0);
    for (const syntax::DampClause& damp : node.damps) LowerDamp(context, scope, damp, framework);
    AddElement(*symbol, "", static_cast<std::uint32_t>(context.model.frameworks.size()));
    symbol->position = context.model.frameworks.size();
    context.model.frameworks.push_back(std::move(framework));
  });
}

}  // namespace entente::language::lower
