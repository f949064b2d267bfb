// Policies and scenarios: lists of interventions, kept as data and applied on demand.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/check/expand.h"
#include "language/lower/arithmetic.h"
#include "language/lower/definitions.h"
#include "language/lower/expression.h"
#include "language/lower/lower.h"
#include "language/lower/policy_changes.h"

namespace entente::language::lower {
namespace {

using check::Space;
using check::Symbol;
using check::SymbolKind;
using syntax::InterventionBlock;
using syntax::PolicyDecl;

// The day of a date within the simulated time; dates before it mean its beginning, dates after it
// its end (warned about: that part never acts).
double ClampedDay(Context& context, const syntax::Date& date) {
  const double day = DayOf(context, date.date);
  const double horizon = context.model.time.horizon_days;
  if (day >= 0.0 && day <= horizon) return day;
  context.Report(DiagnosticKind::kDateOutsideTime, date.span,
                 fmt::format("{} lies {} the simulated time", FormatDate(date.date),
                             day < 0.0 ? "before" : "after"));
  return std::clamp(day, 0.0, horizon);
}

// The overlap of what is in force around and of the dates written here; false (reported) if they
// are in the wrong order.
bool Restrict(Context& context, const std::optional<syntax::Date>& from,
              const std::optional<syntax::Date>& to, InForce& when) {
  if (from) {
    const double day = ClampedDay(context, *from);
    when.from_day = when.from_now ? day : std::max(when.from_day.value_or(0.0), day);
    when.from_now = false;
  }
  if (to) {
    const double day = ClampedDay(context, *to);
    when.to_day = when.to_day ? std::min(*when.to_day, day) : day;
  }
  if (!when.to_day || when.from_day.value_or(0.0) < *when.to_day) return true;
  context.Report(DiagnosticKind::kOutOfRange, to ? to->span : from->span,
                 "this part ends before it begins; the second date must be later");
  return false;
}

// From when the condition has been true, or while it is; false (reported) if it can not be.
bool Adopt(Context& context, const Scope& scope, syntax::ExprId condition, bool reverts,
           InForce& when) {
  const model::ExprId truth =
      LowerTruth(context, scope, condition, "the condition of an adaptive policy");
  if (!truth.valid()) return false;
  if (when.adopt_when.valid()) {
    context.Report(DiagnosticKind::kConflictingClauses, scope.at(condition).span,
                   "this is adopted upon another condition already",
                   "join both conditions with `and`");
    return false;
  }
  when.adopt_when = truth;
  when.adopt_reverts = reverts;
  return true;
}

// A dated part may hold dated parts; the parser bounds the depth.
void LowerList(Context& context, const Scope& scope,
               const std::vector<syntax::Intervention>& written, const InForce& when,
               std::vector<model::Intervention>& out) {
  for (const syntax::Intervention& entry : written) {
    if (context.exhausted) return;
    if (entry.block.empty()) {
      InForce inner = when;
      // Another start or result is not something that is done at a time.
      if (inner.from_now && (entry.kind == syntax::InterventionKind::kStart ||
                             entry.kind == syntax::InterventionKind::kFix)) {
        inner.from_day.reset();
        inner.from_now = false;
      }
      if (entry.guard.valid() && !Adopt(context, scope, entry.guard, true, inner)) continue;
      if (Restrict(context, entry.from, entry.to, inner)) {
        LowerIntervention(context, scope, entry, inner, out);
      }
      continue;
    }
    const InterventionBlock& block = entry.block.front();
    InForce inner = when;
    if (block.form != InterventionBlock::Form::kDated) {
      const bool reverts = block.form == InterventionBlock::Form::kAdoptWhile;
      if (Adopt(context, scope, block.condition, reverts, inner)) {
        LowerList(context, scope, block.body, inner, out);
      }
      continue;
    }
    if (Restrict(context, block.from, block.to, inner)) {
      LowerList(context, scope, block.body, inner, out);
    }
  }
}

// Binds the doses of a policy in its scope to these values.
void BindDoses(const PolicyDecl& node, const std::vector<Value>& values, Scope& scope) {
  for (std::size_t i = 0; i < node.doses.size() && i < values.size(); ++i) {
    scope.Bind(node.doses[i].name.text, values[i]);
  }
}

// The doses that an `include hub(0.5)` gives; nullopt (reported) if they do not fit.
std::optional<std::vector<Value>> GivenDoses(Context& context, const Scope& scope,
                                             const syntax::Ref& ref, const PolicyDecl& policy) {
  std::vector<Value> values;
  for (const syntax::ExprId id : ref.indices) {
    const Value value = Lower(context, scope, id);
    if (value.is_error()) return std::nullopt;
    values.push_back(value);
  }
  if (values.size() == policy.doses.size()) return values;
  context.Report(DiagnosticKind::kWrongIndex, ref.span,
                 fmt::format("`{}` has {} doses; {} are given", policy.name.text,
                             policy.doses.size(), values.size()));
  return std::nullopt;
}

// The interventions of a policy with those it includes first. `path` holds the policies that are
// being included, against circles.
void LowerWithIncludes(Context& context, const Scope& scope, const PolicyDecl& node,
                       std::vector<const PolicyDecl*>& path,
                       std::vector<model::Intervention>& out) {
  constexpr std::size_t kMaxIncludes = 32;
  path.push_back(&node);
  for (const syntax::Ref& ref : node.includes) {
    Symbol* other = context.symbols.Find(Space::kPolicy, ref.name.text);
    if (other == nullptr) {
      context.Unknown("a policy or scenario", ref.name, context.symbols.Names(Space::kPolicy));
      continue;
    }
    other->used = true;
    const auto& included = std::get<PolicyDecl>(other->decl->node);
    if (std::find(path.begin(), path.end(), &included) != path.end() ||
        path.size() >= kMaxIncludes) {
      context.Report(DiagnosticKind::kCyclicDefinition, ref.span,
                     fmt::format("policy `{}` includes itself", ref.name.text));
      continue;
    }
    if (!context.Spend(1, ref.span)) return;
    const auto doses = GivenDoses(context, scope, ref, included);
    if (!doses) continue;
    const Scope file(*other->tree);
    Scope inner(&file);
    BindDoses(included, *doses, inner);
    LowerWithIncludes(context, inner, included, path, out);
  }
  // What may be done begins now; a scenario is another world from its start.
  InForce when;
  if (!node.is_scenario && context.now_day > 0.0) {
    when.from_day = context.now_day;
    when.from_now = true;
  }
  LowerList(context, scope, node.interventions, when, out);
  path.pop_back();
}

// `policy hub(level in 0..1)`: a definition stands for the dose until one is given.
std::optional<std::vector<Value>> DeclareDoses(Context& context, const Scope& scope,
                                               const PolicyDecl& node, model::Policy& policy) {
  std::vector<Value> values;
  for (const syntax::DoseClause& clause : node.doses) {
    const auto low = LowerConstant(context, scope, clause.range.low, "the least dose");
    const auto high = LowerConstant(context, scope, clause.range.high, "the largest dose");
    if (!low || !high) return std::nullopt;
    if (!(low->value < high->value) || !check::SameUnit(low->type, high->type) ||
        (low->type.time_halves != check::kNoTime && !low->type.zero)) {
      context.Report(DiagnosticKind::kOutOfRange, clause.range.span,
                     "a dose is a number without unit, from a lower to a higher bound",
                     "for example `level in 0..1`");
      return std::nullopt;
    }
    model::Provenance provenance = policy.provenance;
    provenance.name = fmt::format("{} dose {}", policy.provenance.name, clause.name.text);
    provenance.luck_name = provenance.name;
    provenance.title = fmt::format("how much of `{}`", policy.provenance.name);
    model::Dose dose;
    dose.name = clause.name.text;
    dose.low = low->value;
    dose.high = high->value;
    auto& pool = context.model.expressions;
    dose.value = AddDefinition(context, std::move(provenance),
                               NumberValue(pool.Constant(low->value, clause.span)));
    values.push_back(
        NumberValue(pool.Leaf(model::Op::kDefinition, dose.value.index(), clause.span)));
    policy.doses.push_back(std::move(dose));
  }
  return values;
}

void LowerPolicy(Context& context, const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                 const PolicyDecl& node, Symbol& symbol) {
  const Scope file(tree);
  Scope scope(&file);
  model::Policy policy;
  policy.provenance = MakeProvenance(context, decl.annotations, node.name.text, "", decl.span);
  policy.is_scenario = node.is_scenario;
  policy.by = ActorsNamed(context, scope, node.by);
  const auto doses = DeclareDoses(context, file, node, policy);
  if (!doses) return;
  BindDoses(node, *doses, scope);
  if (node.cost.valid()) {
    policy.cost_per_day = LowerRate(context, scope, node.cost, "the cost of a policy");
  }
  std::vector<const PolicyDecl*> path;
  LowerWithIncludes(context, scope, node, path, policy.interventions);
  AddElement(symbol, "", static_cast<std::uint32_t>(context.model.policies.size()));
  context.model.policies.push_back(std::move(policy));
}

}  // namespace

void LowerPolicies(Context& context) {
  // Names first: a policy may include one that comes later.
  check::ForEach<PolicyDecl>(context, [&](const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                                          const PolicyDecl& node) {
    DeclareName(context, Space::kPolicy, SymbolKind::kPolicy, node.name, tree, decl);
  });
  check::ForEach<PolicyDecl>(context, [&](const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                                          const PolicyDecl& node) {
    Symbol* symbol = context.symbols.Find(Space::kPolicy, node.name.text);
    if (symbol != nullptr && symbol->decl == &decl) LowerPolicy(context, tree, decl, node, *symbol);
  });
}

}  // namespace entente::language::lower
