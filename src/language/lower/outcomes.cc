// Outcomes: what is asked of every world.
#include <cmath>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/check/expand.h"
#include "language/lower/act_pattern.h"
#include "language/lower/arithmetic.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/lower.h"
#include "language/lower/outcome_opening.h"
#include "language/lower/outcome_window.h"

namespace entente::language::lower {
namespace {

using check::Space;
using model::Op;
using check::Symbol;
using check::SymbolKind;
using model::OutcomeKind;
using syntax::OutcomeDecl;
using syntax::OutcomeForm;

constexpr double kLongHorizonDays = 1000.0;

// What this version reads and does not execute; true if the outcome uses any of it.
bool UsesLaterParts(Context& context, const OutcomeDecl& node, SourceSpan span) {
  if (!node.under.empty()) {
    context.Report(DiagnosticKind::kConflictingClauses, node.under.front().span,
                   "an outcome is observed in one model, as it is run; `under` changes the model",
                   "say it in a claim, `P(x under policy)`, or run with `--with policy`");
    return true;
  }
  if (node.form == OutcomeForm::kExpression) {
    context.NotExecuted("outcomes made of other outcomes", span);
    return true;
  }
  return false;
}

model::Unit ShareUnit() {
  model::Unit unit;
  unit.share = true;
  return unit;
}

// How a value is shown: as its quantity, parameter or definition is, or in the unit of the text.
model::Unit UnitOf(const Context& context, const Scope& scope, const Value& value,
                   syntax::ExprId id) {
  if (value.type.kind == check::TypeKind::kTruth) return ShareUnit();
  const model::Expression& top = context.model.expressions[value.expr];
  if (top.op == model::Op::kQuantity) return context.model.quantities[top.index].unit;
  if (top.op == model::Op::kParameter) return context.model.parameters[top.index].unit;
  if (top.op == model::Op::kDefinition) return context.model.definitions[top.index].unit;
  const auto written = WrittenTimeUnit(scope, id);
  return DisplayUnit(value.type, written.value_or(syntax::TimeUnit::kYear), false);
}

// The expression of a form that observes a number or a truth; false (reported) if it is wrong.
bool LowerObserved(Context& context, const Scope& scope, const OutcomeDecl& node,
                   model::Outcome& outcome) {
  const Value value = Lower(context, scope, node.value);
  if (value.is_error()) return false;
  if (!value.type.is_number() && value.type.kind != check::TypeKind::kTruth) {
    ReportWrongType(context, value, "a number or a truth", "what an outcome observes",
                    scope.at(node.value).span);
    return false;
  }
  outcome.expression = value.expr;
  outcome.unit = UnitOf(context, scope, value, node.value);
  return true;
}

bool LowerCondition(Context& context, const Scope& scope, const OutcomeDecl& node,
                    model::Outcome& outcome) {
  outcome.expression = LowerTruth(context, scope, node.value, "the condition of an outcome");
  outcome.unit = ShareUnit();
  return outcome.expression.valid();
}

bool LowerCountedActs(Context& context, const Scope& scope, const OutcomeDecl& node,
                      model::Outcome& outcome) {
  const auto acts = ResolvePattern(context, scope, node.acts);
  if (!acts) return false;
  outcome.counted = ActsIn(context, *acts);
  for (const model::HappeningId id : outcome.counted) {
    if (TopicGuard(context, *acts, id).valid()) {
      context.NotExecuted("counts of acts by a track that changes", node.acts.span);
      return false;
    }
    if (acts->sign == syntax::ActSign::kAny || SignIsKnown(context, id)) continue;
    context.NotExecuted("counts of acts by a sign that changes", node.acts.span);
    return false;
  }
  if (outcome.counted.empty()) {
    context.Report(DiagnosticKind::kNeverHappens, node.acts.span,
                   fmt::format("no act of the model is `{}`, so this counts nothing",
                               context.TextOf(node.acts.span)),
                   "acts are events, options and transitions with `by`, `toward` and `weight`");
  }
  return true;
}

bool LowerCounted(Context& context, const Scope& scope, const OutcomeDecl& node,
                  model::Outcome& outcome) {
  for (const syntax::Happening& happening : node.happenings) {
    const std::vector<model::HappeningId> found = HappeningsOf(context, scope, happening);
    if (found.empty()) return false;
    for (const model::HappeningId id : found) {
      bool known = false;
      for (const model::HappeningId counted : outcome.counted) known = known || counted == id;
      if (!known) outcome.counted.push_back(id);
    }
  }
  return !outcome.counted.empty();
}

// The instant of `value of E at …` and `final of E`: both bounds of its window.
bool LowerMoment(Context& context, const Scope& scope, const OutcomeDecl& node,
                 model::Outcome& outcome) {
  if (node.at.valid()) {
    const auto day = LowerInstant(context, scope, node.at, outcome.from_day, "this instant");
    if (!day) return false;
    outcome.to_day = *day;
  }
  if (!outcome.opens_when.valid()) outcome.from_day = outcome.to_day;
  return true;
}

// `share of episodes of I in S that end in T`: of the stays in S that begin in the window, those
// that end in T. With `within D`, stays that begin less than D before the window's end are left
// out, and those that last longer than D did not end so; without, only stays that have ended count.
bool LowerEpisodes(Context& context, const Scope& scope, const OutcomeDecl& node,
                   model::Outcome& outcome) {
  const model::IssueId issue = IssueOf(context, scope, node.episode_issue);
  if (!issue.valid()) return false;
  const auto in = StateOf(context, issue, node.episode_state);
  model::StateMask ends = 0;
  for (const syntax::Name& name : node.episode_end) {
    const auto state = StateOf(context, issue, name);
    if (!state) return false;
    ends |= model::StateMask{1} << *state;
  }
  if (!in) return false;
  if (outcome.opens_when.valid()) {
    context.Report(DiagnosticKind::kConflictingClauses, node.window.span,
                   "stays are looked for between two dates, not after a condition",
                   "write `from … to …`");
    return false;
  }
  auto& pool = context.model.expressions;
  outcome.kind = OutcomeKind::kShareOfCounts;
  outcome.unit = ShareUnit();
  const double first = outcome.from_day;
  const model::ExprId time = pool.Leaf(Op::kTime, 0);
  const model::ExprId stay = pool.Leaf(Op::kTimeInState, issue.index());
  const model::ExprId began = pool.Binary(Op::kSubtract, time, stay);
  const auto at_least = [&](model::ExprId a, double b) {
    return pool.Binary(Op::kLessEqual, pool.Constant(b), a);
  };
  const auto at_most = [&](model::ExprId a, double b) {
    return pool.Binary(Op::kLessEqual, a, pool.Constant(b));
  };
  if (first > 0.0) outcome.counted_while = at_least(began, first);
  const bool bounded = node.window.within.valid();
  if (bounded) {
    const auto length = LowerDuration(context, scope, node.window.within, "the length of a stay");
    if (!length) return false;
    const double last = outcome.to_day - length->MeanDays();
    if (last < first) {
      context.Report(DiagnosticKind::kWindowPastEnd, scope.at(node.window.within).span,
                     "no stay can last this long within the window",
                     "ask for less, or let `time from … to …` end later");
      return false;
    }
    outcome.counted_while = pool.And(outcome.counted_while, at_most(stay, length->MeanDays()));
    outcome.counted_while = pool.And(outcome.counted_while, at_most(began, last));
    outcome.out_of_while = at_most(time, last);
    // The stay that the start of time finds under way begins with it.
    if (first == 0.0) outcome.expression = pool.IssueIn(issue, model::StateMask{1} << *in);
  } else {
    outcome.out_of_while = outcome.counted_while;
  }
  for (const auto& [arc, id] : context.issues[issue.index()].arcs) {
    if (arc.first == *in && ((ends >> arc.second) & 1) != 0) outcome.counted.push_back(id);
    if ((bounded ? arc.second : arc.first) == *in) outcome.out_of.push_back(id);
  }
  if (!outcome.counted.empty()) return true;
  context.Report(DiagnosticKind::kUndeclaredArc, node.episode_state.span,
                 fmt::format("`{}` declares no way from `{}` to such an end",
                             context.model.issues[issue.index()].provenance.name,
                             node.episode_state.text));
  return false;
}

bool LowerForm(Context& context, const Scope& scope, const OutcomeDecl& node,
               model::Outcome& outcome) {
  switch (node.form) {
    case OutcomeForm::kEver:
      outcome.kind = OutcomeKind::kEver;
      return LowerCondition(context, scope, node, outcome);
    case OutcomeForm::kAlways:
      // Always true is a least value of 1: its mean over the worlds is the probability.
      outcome.kind = OutcomeKind::kMin;
      return LowerCondition(context, scope, node, outcome);
    case OutcomeForm::kTimeTo:
      outcome.kind = OutcomeKind::kTimeTo;
      if (!LowerCondition(context, scope, node, outcome)) return false;
      outcome.unit = DisplayUnit(check::NumberType(check::kDuration),
                                 outcome.to_day - outcome.from_day > kLongHorizonDays
                                     ? syntax::TimeUnit::kYear
                                     : syntax::TimeUnit::kDay,
                                 false);
      return true;
    case OutcomeForm::kShareOfTime:
      outcome.kind = OutcomeKind::kShareOfTime;
      return LowerCondition(context, scope, node, outcome);
    case OutcomeForm::kCountActs:
      outcome.kind = OutcomeKind::kCount;
      return LowerCountedActs(context, scope, node, outcome);
    case OutcomeForm::kCount:
      outcome.kind = OutcomeKind::kCount;
      return LowerCounted(context, scope, node, outcome);
    case OutcomeForm::kMean:
      outcome.kind = OutcomeKind::kMean;
      return LowerObserved(context, scope, node, outcome);
    case OutcomeForm::kMax:
      outcome.kind = OutcomeKind::kMax;
      return LowerObserved(context, scope, node, outcome);
    case OutcomeForm::kMin:
      outcome.kind = OutcomeKind::kMin;
      return LowerObserved(context, scope, node, outcome);
    case OutcomeForm::kFinal:
    case OutcomeForm::kValueAt:
      outcome.kind = OutcomeKind::kValueAt;
      return LowerMoment(context, scope, node, outcome) &&
             LowerObserved(context, scope, node, outcome);
    case OutcomeForm::kEpisodes:
      return LowerEpisodes(context, scope, node, outcome);
    case OutcomeForm::kExpression:
      break;
  }
  return false;
}

// `per year`: only counts can be divided by time.
bool LowerPeriod(Context& context, const OutcomeDecl& node, SourceSpan span,
                 model::Outcome& outcome) {
  if (!node.per) return true;
  if (outcome.kind != OutcomeKind::kCount) {
    context.Report(DiagnosticKind::kConflictingClauses, span,
                   fmt::format("`per {}` belongs to counts; this outcome counts nothing",
                               check::NameOf(*node.per)),
                   fmt::format("leave out `per {}`", check::NameOf(*node.per)));
    return false;
  }
  if (!(outcome.to_day > outcome.from_day)) {
    context.Report(DiagnosticKind::kOutOfRange, span,
                   "a count per unit of time needs a window that lasts");
    return false;
  }
  outcome.per_days = check::DaysOf(*node.per);
  outcome.unit.label = fmt::format("per {}", check::NameOf(*node.per));
  return true;
}

// The type of its value, for claims that compare it.
check::OutcomeInfo InfoOf(Context& context, const Scope& scope, const OutcomeDecl& node,
                          const model::Outcome& outcome) {
  check::OutcomeInfo info;
  info.type = check::NumberType();
  switch (outcome.kind) {
    case OutcomeKind::kEver:
      info.yes_or_no = true;
      break;
    case OutcomeKind::kTimeTo:
      info.type = check::NumberType(check::kDuration);
      break;
    case OutcomeKind::kCount:
      if (outcome.per_days > 0.0) info.type = check::NumberType(check::kRate);
      break;
    case OutcomeKind::kShareOfTime:
    case OutcomeKind::kShareOfCounts:
      break;
    default: {
      const Value value = Lower(context, scope, node.value);
      if (value.type.is_number()) info.type = check::NumberType(value.type.time_halves);
      info.yes_or_no =
          value.type.kind == check::TypeKind::kTruth && outcome.kind != OutcomeKind::kMean;
      break;
    }
  }
  return info;
}

void LowerElement(Context& context, const Scope& scope, const syntax::Decl& decl,
                  const OutcomeDecl& node, const std::string& key, Symbol& symbol) {
  model::Outcome outcome;
  outcome.provenance =
      MakeProvenance(context, decl.annotations, node.name.text, key, decl.span);
  // `within` bounds a stay, not the window, where stays are asked for.
  syntax::OutcomeWindow written = node.window;
  if (node.form == OutcomeForm::kEpisodes) written.within = {};
  auto window = LowerWindow(context, scope, written);
  if (!window) return;
  const std::string& name = outcome.provenance.name;
  OpenLater(context, *window, name, node.window.span);
  outcome.from_day = window->from_day;
  outcome.to_day = window->to_day;
  outcome.opens_when = window->opens_when;
  if (!LowerForm(context, scope, node, outcome)) return;
  if (!LowerPeriod(context, node, decl.span, outcome)) return;
  window->from_day = outcome.from_day;
  window->to_day = outcome.to_day;
  if (!OpenGiven(context, scope, node.given, *window, name)) return;
  outcome.opens_when = window->opens_when;
  AddElement(symbol, key, static_cast<std::uint32_t>(context.model.outcomes.size()));
  context.outcome_info.push_back(InfoOf(context, scope, node, outcome));
  context.model.outcomes.push_back(std::move(outcome));
}

}  // namespace

void LowerOutcomes(Context& context) {
  check::ForEach<OutcomeDecl>(context, [&](const syntax::SyntaxTree& tree,
                                           const syntax::Decl& decl, const OutcomeDecl& node) {
    Symbol* symbol =
        DeclareName(context, Space::kOutcome, SymbolKind::kOutcome, node.name, tree, decl);
    if (symbol == nullptr || UsesLaterParts(context, node, decl.span)) return;
    symbol->arity = check::ArityOf(node.head);
    const Scope scope(tree);
    for (const check::Element& element : Expand(context, scope, node.head)) {
      if (context.exhausted) return;
      const Scope inner = Bound(scope, element);
      LowerElement(context, inner, decl, node, element.key, *symbol);
    }
  });
}

}  // namespace entente::language::lower
