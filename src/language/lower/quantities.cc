#include "language/lower/quantities.h"

#include <limits>
#include <utility>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/arithmetic.h"
#include "language/lower/expression.h"
#include "language/lower/leaves.h"
#include "language/lower/lower.h"
#include "language/lower/pending.h"
#include "language/lower/rows.h"

namespace entente::language::lower {
namespace {

using check::Progress;
using check::QuantitySite;
using check::Symbol;
using check::SymbolKind;
using model::Op;
using model::QuantityId;

Scope ElementScope(const Scope& file, const QuantitySite& site) {
  Scope scope(&file);
  for (const auto& [name, member] : site.bindings) scope.Bind(name, member);
  return scope;
}

// The expression of this element's start, from `starts 0.3` or its row of `starts { … }`.
syntax::ExprId StartOf(Context& context, const Scope& file, const QuantitySite& site) {
  const syntax::QuantityDecl& node = *site.decl;
  if (node.starts.empty()) {
    context.Report(DiagnosticKind::kMissingClause, node.name.span,
                   fmt::format("quantity `{}` has no start", node.name.text),
                   "write `starts 0.3`");
    return {};
  }
  const syntax::StartClause& start = node.starts.front();
  if (start.value.valid() || start.rows.empty()) return start.value;
  const auto [place, fresh] = context.start_cells.try_emplace(&node);
  if (fresh) {
    const std::vector<check::Element> elements = Expand(context, file, node.head);
    const std::vector<syntax::ExprId> cells =
        CellsOf(context, file, node.head, elements, start.rows,
                fmt::format("`starts` of `{}`", node.name.text), start.span);
    for (std::size_t i = 0; i < elements.size(); ++i) {
      place->second.emplace(elements[i].key, cells[i]);
    }
  }
  const auto cell = place->second.find(site.key);
  return cell == place->second.end() ? syntax::ExprId() : cell->second;
}

// `starts from "start.csv"`: a number without unit for each element.
Value StartFromFile(Context& context, const Scope& file, const QuantitySite& site) {
  const syntax::Text& name = *site.decl->starts.front().from_file;
  const auto [place, fresh] = context.start_numbers.try_emplace(site.decl);
  if (fresh) {
    const std::vector<check::Element> elements = Expand(context, file, site.decl->head);
    const auto cells = CellsFromFile(context, file, site.decl->head, elements, name,
                                     fmt::format("`starts` of `{}`", site.decl->name.text));
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (cells[i]) place->second.emplace(elements[i].key, *cells[i]);
    }
  }
  const auto cell = place->second.find(site.key);
  if (cell == place->second.end()) return {};
  return NumberValue(context.model.expressions.Constant(cell->second, name.span));
}

void LowerStart(Context& context, QuantityId id) {
  const QuantitySite site = context.quantity_sites[id.index()];
  const Scope file(*site.tree);
  const Scope scope = ElementScope(file, site);
  const bool from_file =
      !site.decl->starts.empty() && site.decl->starts.front().from_file.has_value();
  const syntax::ExprId start = from_file ? syntax::ExprId() : StartOf(context, file, site);
  Value value =
      from_file ? StartFromFile(context, file, site) : Lower(context, scope, start);
  if (!value.is_error() && !value.type.is_number()) {
    ReportWrongType(context, value, "a number", "the start of a quantity", scope.at(start).span);
    value = {};
  }
  if (!value.is_error() && ChangesInTime(context.model, value.expr)) {
    context.Report(DiagnosticKind::kNotConstant, scope.at(start).span,
                   "a start is read before anything has a value; it may use parameters, tables and "
                   "attributes only");
    value = {};
  }
  // `starts 0` of a quantity with a unit takes the unit of its range, if that has one.
  if (value.type.zero && site.decl->range && site.decl->range->high.valid()) {
    const Value high = Lower(context, scope, site.decl->range->high);
    if (high.type.is_number() && !high.type.zero) value.type = high.type;
  }
  value.type.zero = false;
  model::Quantity& quantity = context.model.quantities[id.index()];
  quantity.start = value.is_error() ? context.model.expressions.Constant(0.0) : value.expr;
  context.quantity_types[id.index()] = value.type;
}

void LowerRange(Context& context, const Scope& scope, const QuantitySite& site,
                model::Quantity& quantity, const Type& type) {
  if (!site.decl->range) return;
  const auto bound = [&](syntax::ExprId id, double otherwise) {
    if (!id.valid()) return otherwise;
    const auto constant = LowerConstant(context, scope, id, "a bound of a quantity");
    if (!constant) return otherwise;
    if (!SameUnit(constant->type, type)) {
      context.Report(DiagnosticKind::kUnitMismatch, scope.at(id).span,
                     fmt::format("this bound is {}; `{}` starts as {}", Describe(constant->type),
                                 quantity.provenance.family, Describe(type)));
    }
    return constant->value;
  };
  quantity.lower = bound(site.decl->range->low, quantity.lower);
  quantity.upper = bound(site.decl->range->high, quantity.upper);
  if (!(quantity.lower < quantity.upper)) {
    context.Report(DiagnosticKind::kOutOfRange, site.decl->range->span,
                   "the range is empty; the lower bound comes first");
    quantity.upper = std::numeric_limits<double>::infinity();
  }
  const auto& pool = context.model.expressions;
  if (!pool.IsConstant(quantity.start)) return;
  const double start = pool.ConstantValue(quantity.start);
  if (start < quantity.lower || start > quantity.upper) {
    context.Report(DiagnosticKind::kOutOfRange, site.decl->starts.front().span,
                   fmt::format("`{}` starts at {:g}, outside its range", quantity.provenance.name,
                               start));
  }
}

// ---- clauses shared with `also` -----------------------------------------------------------------

struct Terms {
  Context& context;
  QuantityId id;
  Type type;

  model::Quantity& quantity() { return context.model.quantities[id.index()]; }
  std::string Name() { return "`" + context.model.quantities[id.index()].provenance.family + "`"; }

  void Relax(const Scope& scope, const syntax::RelaxClause& clause) {
    if (quantity().relaxation) {
      context.Report(DiagnosticKind::kConflictingClauses, clause.span,
                     fmt::format("{} relaxes already; it has one target", Name()),
                     "write the other pull as `changes by`");
      return;
    }
    model::Relaxation relaxation;
    relaxation.target = LowerAs(context, scope, clause.target, type.time_halves,
                                fmt::format("the target of {}", Name()));
    relaxation.half_life_days =
        LowerAs(context, scope, clause.half_life, check::kDuration, "a half-life");
    const model::ExprId guard = LowerGuard(context, scope, clause.guard);
    if (!relaxation.target.valid() || !relaxation.half_life_days.valid()) return;
    auto& pool = context.model.expressions;
    const model::ExprId half_life = relaxation.half_life_days;
    if (pool.IsConstant(half_life) && !(pool.ConstantValue(half_life) > 0.0)) {
      context.Report(DiagnosticKind::kOutOfRange, scope.at(clause.half_life).span,
                     "a half-life is longer than nothing");
      return;
    }
    if (guard.valid()) {
      // An endless half-life is no change.
      const model::ExprId endless = pool.Constant(std::numeric_limits<double>::infinity());
      relaxation.half_life_days = pool.Select(guard, half_life, endless, clause.span);
    }
    quantity().relaxation = relaxation;
  }

  void Change(const Scope& scope, const syntax::ChangeClause& clause) {
    model::Drift drift;
    drift.rate_per_day = LowerAs(context, scope, clause.rate, type.time_halves + check::kRate,
                                 fmt::format("the change of {}", Name()));
    drift.guard = LowerGuard(context, scope, clause.guard);
    drift.span = clause.span;
    if (drift.rate_per_day.valid()) quantity().drifts.push_back(drift);
  }

  void AddNoise(const Scope& scope, const syntax::NoiseClause& clause) {
    if (quantity().noise) {
      context.Report(DiagnosticKind::kConflictingClauses, clause.span,
                     fmt::format("{} has noise already", Name()));
      return;
    }
    model::Noise noise;
    noise.sd_per_sqrt_day =
        LowerAs(context, scope, clause.amount, type.time_halves + check::kPerSqrtTime,
                fmt::format("the noise of {}", Name()));
    if (clause.shared.present()) {
      auto& factors = context.model.factors;
      std::size_t i = 0;
      while (i < factors.size() && factors[i] != clause.shared.text) ++i;
      if (i == factors.size()) factors.push_back(clause.shared.text);
      noise.factor = model::FactorId(i);
      noise.factor_share =
          LowerShare(context, scope, clause.shared_weight, "the share of a common factor");
      if (!noise.factor_share.valid()) return;
    }
    if (noise.sd_per_sqrt_day.valid()) quantity().noise = noise;
  }

  template <typename Clauses>
  void All(const Scope& scope, const Clauses& node) {
    for (const syntax::RelaxClause& clause : node.relaxes) Relax(scope, clause);
    for (const syntax::ChangeClause& clause : node.changes) Change(scope, clause);
    for (const syntax::NoiseClause& clause : node.noises) AddNoise(scope, clause);
  }
};

void LowerAlso(Context& context) {
  check::ForEach<syntax::AlsoDecl>(context, [&](const syntax::SyntaxTree& tree, const syntax::Decl&,
                                                const auto& node) {
    const Scope file(tree);
    for (const check::Element& element : Expand(context, file, node.head)) {
      const Scope scope = Bound(file, element);
      const Symbol* symbol =
          SymbolOf(context, node.target, {SymbolKind::kQuantity}, "a quantity");
      if (symbol == nullptr) return;
      for (const std::uint32_t index : ElementsOf(context, scope, *symbol, node.target)) {
        const Type type = QuantityType(context, QuantityId(index), node.target.span);
        if (!type.is_error()) Terms{context, QuantityId(index), type}.All(scope, node);
      }
    }
  });
}

}  // namespace

void DeclareQuantities(Context& context) {
  check::ForEach<syntax::QuantityDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                    const syntax::Decl& decl, const auto& node) {
    Symbol* symbol = check::DeclareName(context, check::Space::kThing, SymbolKind::kQuantity,
                                        node.name, tree, decl);
    if (symbol == nullptr) return;
    symbol->arity = check::ArityOf(node.head);
    for (const check::Element& element : Expand(context, Scope(tree), node.head)) {
      AddElement(*symbol, element.key,
                 static_cast<std::uint32_t>(context.model.quantities.size()));
      model::Quantity quantity;
      quantity.provenance =
          MakeProvenance(context, decl.annotations, symbol->name, element.key, decl.span);
      context.model.quantities.push_back(std::move(quantity));
      context.quantity_types.emplace_back();
      context.quantity_sites.push_back(
          {symbol, &tree, &node, element.bindings, element.key, Progress::kWaiting});
    }
  });
}

Type QuantityType(Context& context, QuantityId id, SourceSpan use) {
  const Progress progress = context.quantity_sites[id.index()].progress;
  if (progress == Progress::kDone) return context.quantity_types[id.index()];
  const std::string name = context.model.quantities[id.index()].provenance.name;
  if (progress == Progress::kBusy) {
    ReportReadingCycle(context, name, use);
    return check::ErrorType();
  }
  if (!EnterReading(context, name, use)) return check::ErrorType();
  context.quantity_sites[id.index()].progress = Progress::kBusy;
  LowerStart(context, id);
  context.quantity_sites[id.index()].progress = Progress::kDone;
  context.reading.pop_back();
  return context.quantity_types[id.index()];
}

void LowerQuantities(Context& context) {
  for (std::size_t i = 0; i < context.quantity_sites.size(); ++i) {
    const QuantitySite site = context.quantity_sites[i];
    if (site.decl == nullptr) continue;  // a memory
    const Type type = QuantityType(context, QuantityId(i), site.decl->name.span);
    const Scope file(*site.tree);
    const Scope scope = ElementScope(file, site);
    model::Quantity& quantity = context.model.quantities[i];
    if (type.is_error()) continue;
    LowerRange(context, scope, site, quantity, type);
    Terms{context, QuantityId(i), type}.All(scope, *site.decl);
    const bool share = type.time_halves == check::kNoTime && quantity.lower >= 0.0 &&
                       quantity.upper <= 1.0;
    const auto unit = WrittenTimeUnit(
        scope, site.decl->starts.empty() ? syntax::ExprId() : site.decl->starts.front().value);
    quantity.unit = DisplayUnit(type, unit.value_or(syntax::TimeUnit::kYear), share);
  }
  LowerAlso(context);
}

}  // namespace entente::language::lower
