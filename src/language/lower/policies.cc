// Policies and scenarios: lists of interventions, kept as data and applied on demand.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/check/expand.h"
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

// A dated part may hold dated parts; the parser bounds the depth.
void LowerList(Context& context, const Scope& scope,
               const std::vector<syntax::Intervention>& written, const InForce& when,
               std::vector<model::Intervention>& out) {
  for (const syntax::Intervention& entry : written) {
    if (context.exhausted) return;
    if (entry.block.empty()) {
      InForce inner = when;
      // Another start is not something that is done at a time.
      if (inner.from_now && entry.kind == syntax::InterventionKind::kStart) inner = {};
      if (Restrict(context, entry.from, entry.to, inner)) {
        LowerIntervention(context, scope, entry, inner, out);
      }
      continue;
    }
    const InterventionBlock& block = entry.block.front();
    if (block.form != InterventionBlock::Form::kDated) {
      context.NotExecuted("adaptive policies", entry.span);
      continue;
    }
    InForce inner = when;
    if (Restrict(context, block.from, block.to, inner)) {
      LowerList(context, scope, block.body, inner, out);
    }
  }
}

// The interventions of a policy with those it includes first. `path` holds the policies that are
// being included, against circles.
void LowerWithIncludes(Context& context, const syntax::SyntaxTree& tree, const PolicyDecl& node,
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
    LowerWithIncludes(context, *other->tree, included, path, out);
  }
  // What may be done begins now; a scenario is another world from its start.
  InForce when;
  if (!node.is_scenario && context.now_day > 0.0) {
    when.from_day = context.now_day;
    when.from_now = true;
  }
  LowerList(context, Scope(tree), node.interventions, when, out);
  path.pop_back();
}

void LowerPolicy(Context& context, const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                 const PolicyDecl& node, Symbol& symbol) {
  if (!node.doses.empty()) {
    context.NotExecuted("doses of policies", node.doses.front().span);
    return;
  }
  const Scope scope(tree);
  model::Policy policy;
  policy.provenance = MakeProvenance(context, decl.annotations, node.name.text, "", decl.span);
  policy.is_scenario = node.is_scenario;
  policy.by = ActorsNamed(context, scope, node.by);
  if (node.cost.valid()) {
    policy.cost_per_day = LowerRate(context, scope, node.cost, "the cost of a policy");
  }
  std::vector<const PolicyDecl*> path;
  LowerWithIncludes(context, tree, node, path, policy.interventions);
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
