// Decisions: occasions, options with utilities, and how sharply the better option is chosen.
#include <utility>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/effects.h"
#include "language/lower/expression.h"
#include "language/lower/lower.h"
#include "language/lower/triggers.h"

namespace entente::language::lower {
namespace {

void LowerOption(Context& context, const Scope& scope, const syntax::OptionClause& clause,
                 model::DecisionOption& option) {
  auto& pool = context.model.expressions;
  if (!clause.utility.valid()) {
    context.Report(DiagnosticKind::kMissingClause, clause.span,
                   fmt::format("option `{}` has no utility", clause.name.text),
                   "write `utility 0`");
  }
  const model::ExprId utility =
      LowerNumber(context, scope, clause.utility, "the utility of an option");
  option.utility = utility.valid() ? utility : pool.Constant(0.0, clause.span);
  option.guard = LowerGuard(context, scope, clause.guard);
  const std::string name =
      context.model.happenings[option.happening.index()].provenance.luck_name;
  std::vector<model::Effect> effects = LowerEffects(context, scope, clause.effects, name);
  context.model.happenings[option.happening.index()].effects = std::move(effects);
}

void LowerDecision(Context& context, const Scope& scope, const syntax::DecisionDecl& node,
                   model::DecisionId id) {
  auto& pool = context.model.expressions;
  model::ExprId rationality = pool.Constant(1.0);
  if (node.rationality.valid()) {
    rationality = LowerNumber(context, scope, node.rationality, "the rationality");
    if (!rationality.valid()) rationality = pool.Constant(1.0);
    if (pool.IsConstant(rationality) && pool.ConstantValue(rationality) < 0.0) {
      context.Report(DiagnosticKind::kOutOfRange, scope.at(node.rationality).span,
                     "a negative rationality prefers what is worse");
    }
  } else {
    context.Report(DiagnosticKind::kMissingClause, node.name.span,
                   fmt::format("decision `{}` does not say how sharply it prefers what is better",
                               node.name.text),
                   "write `rationality 2`; 0 is a toss-up");
  }
  std::vector<model::DecisionOption> options = context.model.decisions[id.index()].options;
  std::size_t next = 0;
  for (const syntax::OptionClause& clause : node.options) {
    if (!clause.name.present() || next >= options.size()) continue;
    LowerOption(context, scope, clause, options[next++]);
  }
  model::Decision& decision = context.model.decisions[id.index()];
  decision.options = std::move(options);
  decision.rationality = rationality;
  TriggerSite site;
  site.place = TriggerPlace::kDecision;
  site.provenance = decision.provenance;
  site.outlet.decision = id;
  site.before = node.before;
  if (node.triggers.empty()) {
    context.Report(DiagnosticKind::kMissingClause, node.name.span,
                   fmt::format("decision `{}` has no occasion", node.name.text),
                   "write `rate 2 per year while …` or `every year between 07-25 and 08-24`");
  }
  LowerTriggers(context, scope, node.triggers, site);
}

}  // namespace

void LowerDecisions(Context& context) {
  check::ForEach<syntax::DecisionDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                    const syntax::Decl&, const auto& node) {
    const check::Symbol* symbol = context.symbols.Find(check::Space::kThing, node.name.text);
    if (symbol == nullptr || symbol->kind != check::SymbolKind::kDecision) return;
    if (symbol->span.begin != node.name.span.begin) return;
    const Scope file(tree);
    for (const check::Element& element : Expand(context, file, node.head)) {
      const auto place = symbol->elements.find(element.key);
      if (place == symbol->elements.end()) continue;
      LowerDecision(context, Bound(file, element), node, model::DecisionId(place->second));
    }
  });
}

}  // namespace entente::language::lower
