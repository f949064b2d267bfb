// Names and ids of everything that can be indexed, before any body is read.
#include <utility>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/definitions.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/issues.h"
#include "language/lower/lower.h"
#include "language/lower/quantities.h"
#include "language/lower/remember.h"
#include "language/lower/seasons.h"
#include "language/lower/variants.h"

namespace entente::language::lower {
namespace {

using check::Symbol;
using check::SymbolKind;

void DeclareEvents(Context& context) {
  check::ForEach<syntax::EventDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                 const syntax::Decl& decl, const auto& node) {
    Symbol* symbol = check::DeclareName(context, check::Space::kThing, SymbolKind::kEvent,
                                        node.name, tree, decl);
    if (symbol == nullptr) return;
    symbol->arity = check::ArityOf(node.head);
    for (const check::Element& element : Expand(context, Scope(tree), node.head)) {
      model::Happening happening;
      happening.provenance =
          MakeProvenance(context, decl.annotations, symbol->name, element.key, decl.span);
      happening.kind = model::HappeningKind::kEvent;
      check::HappeningInfo info;
      info.symbol = symbol;
      info.without_linkages = node.act.without_linkages;
      const model::HappeningId id = AddHappening(context, std::move(happening), info);
      AddElement(*symbol, element.key, id.index());
      const Scope file(tree);
      DeclareVariants(context, Bound(file, element), node, id);
    }
  });
}

void DeclareOptions(Context& context, Symbol& symbol, model::DecisionId id,
                    const syntax::DecisionDecl& node) {
  for (const syntax::OptionClause& clause : node.options) {
    if (!clause.name.present()) continue;
    model::Decision& decision = context.model.decisions[id.index()];
    for (const model::DecisionOption& known : decision.options) {
      if (known.name == clause.name.text) {
        context.Report(DiagnosticKind::kDuplicateName, clause.name.span,
                       fmt::format("`{}` is an option of `{}` already", known.name, symbol.name));
      }
    }
    model::Happening happening;
    happening.provenance = decision.provenance;
    happening.provenance.name += "." + clause.name.text;
    happening.provenance.luck_name += "." + clause.name.text;
    happening.provenance.title.clear();
    happening.provenance.span = clause.span;
    Annotate(context, clause.annotations, happening.provenance);
    happening.kind = model::HappeningKind::kOption;
    check::HappeningInfo info;
    info.symbol = &symbol;
    info.decision = id;
    model::DecisionOption option;
    option.name = clause.name.text;
    option.happening = AddHappening(context, std::move(happening), info);
    context.model.decisions[id.index()].options.push_back(std::move(option));
  }
}

void DeclareDecisions(Context& context) {
  check::ForEach<syntax::DecisionDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                    const syntax::Decl& decl, const auto& node) {
    Symbol* symbol = check::DeclareName(context, check::Space::kThing, SymbolKind::kDecision,
                                        node.name, tree, decl);
    if (symbol == nullptr) return;
    symbol->arity = check::ArityOf(node.head);
    if (node.options.size() < 2) {
      context.Report(DiagnosticKind::kMissingClause, node.name.span,
                     fmt::format("decision `{}` has {} option; a choice needs two", symbol->name,
                                 node.options.empty() ? "no" : "one"),
                     "write `option wait  utility 0`");
    }
    for (const check::Element& element : Expand(context, Scope(tree), node.head)) {
      model::Decision decision;
      decision.provenance =
          MakeProvenance(context, decl.annotations, symbol->name, element.key, decl.span);
      const model::DecisionId id(context.model.decisions.size());
      context.model.decisions.push_back(std::move(decision));
      AddElement(*symbol, element.key, id.index());
      DeclareOptions(context, *symbol, id, node);
    }
  });
}

}  // namespace

void DeclareNames(Context& context) {
  DeclareQuantities(context);
  DeclareDefinitions(context);
  DeclareMemories(context);
  DeclareIssues(context);
  DeclareLatches(context);
  DeclareSeasons(context);
  DeclareOffices(context);
  DeclareChances(context);
  DeclareEvents(context);
  DeclareDecisions(context);
}

}  // namespace entente::language::lower
