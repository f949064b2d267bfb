#include "language/lower/remember.h"

#include <utility>
#include <variant>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/check/expand.h"
#include "language/lower/act_pattern.h"
#include "language/lower/arithmetic.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/hidden.h"
#include "language/lower/issues.h"
#include "language/lower/leaves.h"
#include "language/lower/lower.h"
#include "language/lower/rows.h"

namespace entente::language::lower {
namespace {

using check::Space;
using check::Symbol;
using check::SymbolKind;
using model::Op;
using model::QuantityId;
using syntax::LatchDecl;
using syntax::MemoryDecl;

constexpr model::StateIndex kOff = 0;
constexpr model::StateIndex kOn = 1;

// visit(scope, element, index) for each element of a declaration that has its name.
template <typename Node, typename Visit>
void ForElements(Context& context, SymbolKind kind, Visit visit) {
  check::ForEach<Node>(context, [&](const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                                    const Node& node) {
    const Symbol* symbol = context.symbols.Find(Space::kThing, node.name.text);
    if (symbol == nullptr || symbol->kind != kind || symbol->decl != &decl) return;
    const Scope file(tree);
    for (const check::Element& element : Expand(context, file, node.head)) {
      if (context.exhausted) return;
      const auto place = symbol->elements.find(element.key);
      if (place == symbol->elements.end()) continue;
      visit(Bound(file, element), node, element, place->second);
    }
  });
}

// The start of each element; invalid where none is written.
syntax::ExprId StartOf(Context& context, const Scope& scope, const MemoryDecl& node,
                       const std::string& key) {
  if (!node.starts) return {};
  if (node.starts->value.valid() || node.starts->rows.empty()) return node.starts->value;
  const Scope file(scope.tree());
  const std::vector<check::Element> elements = Expand(context, file, node.head);
  const std::vector<syntax::ExprId> cells =
      CellsOf(context, file, node.head, elements, node.starts->rows,
              fmt::format("`starts` of `{}`", node.name.text), node.starts->span);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (elements[i].key == key) return cells[i];
  }
  return {};
}

// |weight| / 10 × the part of each pair, while the act is such an act.
model::ExprId AmountOf(Context& context, const ActClass& acts, model::HappeningId id) {
  auto& pool = context.model.expressions;
  const model::Act& act = *context.model.happenings[id.index()].act;
  const model::ExprId size = pool.Unary(Op::kAbs, act.weight);
  model::ExprId amount = pool.Binary(Op::kDivide, size, pool.Constant(10.0 / act.pair_share));
  model::ExprId guard = TopicGuard(context, acts, id);
  if (acts.sign != syntax::ActSign::kAny) {
    guard = pool.And(guard, SignGuard(context, id, acts.sign == syntax::ActSign::kHostile));
  }
  return guard.valid() ? pool.Select(guard, amount, pool.Constant(0.0)) : amount;
}

}  // namespace

void DeclareMemories(Context& context) {
  check::ForEach<MemoryDecl>(context, [&](const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                                          const MemoryDecl& node) {
    Symbol* symbol = check::DeclareName(context, Space::kThing, SymbolKind::kQuantity, node.name,
                                        tree, decl);
    if (symbol == nullptr) return;
    symbol->arity = check::ArityOf(node.head);
    for (const check::Element& element : Expand(context, Scope(tree), node.head)) {
      AddElement(*symbol, element.key,
                 static_cast<std::uint32_t>(context.model.quantities.size()));
      model::Quantity memory;
      memory.provenance =
          MakeProvenance(context, decl.annotations, symbol->name, element.key, decl.span);
      memory.start = context.model.expressions.Constant(0.0);
      memory.lower = 0.0;
      context.model.quantities.push_back(std::move(memory));
      context.quantity_types.push_back(check::NumberType());
      context.quantity_sites.push_back({symbol, &tree, nullptr, element.bindings, element.key,
                                        check::Progress::kDone});
    }
  });
}

void DeclareLatches(Context& context) {
  check::ForEach<LatchDecl>(context, [&](const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                                         const LatchDecl& node) {
    Symbol* symbol = check::DeclareName(context, Space::kThing, SymbolKind::kIssue, node.name,
                                        tree, decl);
    if (symbol == nullptr) return;
    symbol->arity = check::ArityOf(node.head);
    for (const check::Element& element : Expand(context, Scope(tree), node.head)) {
      model::Issue latch;
      latch.provenance =
          MakeProvenance(context, decl.annotations, symbol->name, element.key, decl.span);
      latch.states = {{"off", ""}, {"on", ""}};
      latch.start = node.starts_on ? kOn : kOff;
      check::IssueInfo info;
      info.symbol = symbol;
      info.tree = &tree;
      info.span = decl.span;
      info.bindings = element.bindings;
      info.is_latch = true;
      AddElement(*symbol, element.key, static_cast<std::uint32_t>(context.model.issues.size()));
      const model::IssueId id = AddIssue(context, std::move(latch), std::move(info));
      TransitionOf(context, id, kOff, kOn, decl.span);
      TransitionOf(context, id, kOn, kOff, decl.span);
    }
  });
}

void LowerMemories(Context& context) {
  ForElements<MemoryDecl>(context, SymbolKind::kQuantity, [&](const Scope& scope,
                                                              const MemoryDecl& node,
                                                              const check::Element& element,
                                                              std::uint32_t index) {
    auto& pool = context.model.expressions;
    model::Relaxation relaxation;
    relaxation.target = pool.Constant(0.0);
    if (!node.half_life.valid()) {
      context.Report(DiagnosticKind::kMissingClause, node.name.span,
                     fmt::format("memory `{}` does not say how long it lasts", node.name.text),
                     "add `half-life 15 years`");
      return;
    }
    relaxation.half_life_days =
        LowerAs(context, scope, node.half_life, check::kDuration, "the half-life of a memory");
    if (!relaxation.half_life_days.valid()) return;
    if (pool.IsConstant(relaxation.half_life_days) &&
        !(pool.ConstantValue(relaxation.half_life_days) > 0.0)) {
      context.Report(DiagnosticKind::kOutOfRange, scope.at(node.half_life).span,
                     "the half-life of a memory must be longer than nothing");
      return;
    }
    context.model.quantities[index].relaxation = relaxation;
    const syntax::ExprId start = StartOf(context, scope, node, element.key);
    if (!start.valid()) return;
    const model::ExprId value = LowerNumber(context, scope, start, "the start of a memory");
    if (!value.valid()) return;
    if (ChangesInTime(context.model, value)) {
      context.Report(DiagnosticKind::kNotConstant, scope.at(start).span,
                     "a start is read before anything has a value; it may use parameters, tables "
                     "and attributes only");
      return;
    }
    if (pool.IsConstant(value) && pool.ConstantValue(value) < 0.0) {
      context.Report(DiagnosticKind::kOutOfRange, scope.at(start).span,
                     "a memory is a sum of sizes; it does not start below 0");
      return;
    }
    context.model.quantities[index].start = value;
  });
}

void LowerLatches(Context& context) {
  ForElements<LatchDecl>(context, SymbolKind::kIssue, [&](const Scope& scope, const LatchDecl& node,
                                                          const check::Element&,
                                                          std::uint32_t index) {
    const model::IssueId id(index);
    const model::ExprId on = LowerTruth(context, scope, node.once, "the condition of `once`");
    const model::ExprId off = LowerTruth(context, scope, node.until, "the condition of `until`");
    if (!on.valid() || !off.valid()) return;
    const auto add = [&](model::StateIndex from, model::StateIndex to, model::ExprId condition) {
      model::Trigger trigger;
      trigger.kind = model::TriggerKind::kWhenever;
      trigger.trigger_class = model::TriggerClass::kCondition;
      trigger.condition = condition;
      AddSwitch(context, id, from, to, std::move(trigger), SwitchPlace::kLast);
    };
    add(kOff, kOn, on);
    add(kOn, kOff, off);
  });
}

void FeedMemories(Context& context) {
  ForElements<MemoryDecl>(context, SymbolKind::kQuantity, [&](const Scope& scope,
                                                              const MemoryDecl& node,
                                                              const check::Element& element,
                                                              std::uint32_t index) {
    const auto acts = ResolvePattern(context, scope, node.acts);
    if (!acts) return;
    if (!context.Spend(context.model.happenings.size() / 8 + 1, node.name.span)) return;
    bool fed = false;
    const auto& pool = context.model.expressions;
    for (const model::HappeningId id : ActsIn(context, *acts)) {
      const model::ExprId weight = context.model.happenings[id.index()].act->weight;
      if (pool.IsConstant(weight) && pool.ConstantValue(weight) == 0.0) continue;
      fed = true;
      model::Effect add;
      add.kind = model::EffectKind::kIncrease;
      add.quantity = QuantityId(index);
      add.value = AmountOf(context, *acts, id);
      add.span = node.name.span;
      // Before what the act itself causes, like the pressures.
      auto& effects = context.model.happenings[id.index()].effects;
      effects.insert(effects.begin(), std::move(add));
    }
    if (fed || !element.key.empty()) return;
    context.Report(DiagnosticKind::kNothingToChange, node.acts.span,
                   fmt::format("no act of the model is `{}`, so `{}` remembers nothing",
                               context.TextOf(node.acts.span), node.name.text),
                   "acts are events, options and transitions with `by`, `toward` and `weight`");
  });
}

}  // namespace entente::language::lower
