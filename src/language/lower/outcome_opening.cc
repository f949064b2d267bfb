#include "language/lower/outcome_opening.h"

#include <utility>

#include "language/lower/expression.h"
#include "language/lower/hidden.h"

namespace entente::language::lower {
namespace {

using model::TriggerClass;
using model::TriggerKind;

model::Trigger OnceTrue(model::ExprId condition) {
  model::Trigger trigger;
  trigger.kind = TriggerKind::kOnce;
  trigger.trigger_class = TriggerClass::kCondition;
  trigger.condition = condition;
  return trigger;
}

}  // namespace

void OpenLater(check::Context& context, Window& window, const std::string& outcome,
               SourceSpan span) {
  if (!window.opens_when.valid() || window.opens_after_days <= 0.0) return;
  auto& pool = context.model.expressions;
  const model::IssueId issue = AddHiddenIssue(context, outcome + " opens", outcome,
                                              {"not_yet", "waits", "open"}, 0, span);
  // The condition counts from the window's base on, like every window.
  model::ExprId condition = window.opens_when;
  const double base = window.from_day - window.opens_after_days;
  if (base > 0.0) {
    condition = pool.And(condition, pool.Binary(model::Op::kLessEqual, pool.Constant(base),
                                                pool.Leaf(model::Op::kTime, 0)));
  }
  AddSwitch(context, issue, 0, 1, OnceTrue(condition), SwitchPlace::kLast);
  model::Trigger wait;
  wait.kind = TriggerKind::kAfter;
  wait.trigger_class = TriggerClass::kDeadline;
  wait.delay = Duration{window.opens_after_days, 0.0};
  AddSwitch(context, issue, 1, 2, std::move(wait), SwitchPlace::kLast);
  window.opens_when = pool.IssueIn(issue, model::StateMask{4}, span);
}

bool OpenGiven(check::Context& context, const check::Scope& scope, syntax::ExprId given,
               Window& window, const std::string& outcome) {
  if (!given.valid()) return true;
  const model::ExprId condition = LowerTruth(context, scope, given, "what stands after `given`");
  if (!condition.valid()) return false;
  const SourceSpan span = scope.at(given).span;
  if (window.opens_when.valid()) {
    context.Report(DiagnosticKind::kConflictingClauses, span,
                   "`given` looks at what held before the window, and this window opens upon a "
                   "condition",
                   "join both: `of C and D`");
    return false;
  }
  if (window.from_day <= 0.0) {
    if (IsFixed(context, condition)) {
      window.opens_when = condition;
      return true;
    }
    context.Report(DiagnosticKind::kConflictingClauses, span,
                   "`given` selects worlds by what held before the window, and this window begins "
                   "with the simulated time",
                   "let the window begin later (`from … to …`), or say `now DATE`");
    return false;
  }
  const model::IssueId issue = AddHiddenIssue(context, outcome + " given", outcome,
                                              {"not_yet", "held", "open"}, 0, span);
  AddSwitch(context, issue, 0, 1, OnceTrue(condition), SwitchPlace::kLast);
  model::Trigger opens;
  opens.kind = TriggerKind::kDates;
  opens.trigger_class = TriggerClass::kDated;
  opens.days = {window.from_day};
  AddSwitch(context, issue, 1, 2, std::move(opens), SwitchPlace::kLast);
  window.opens_when = context.model.expressions.IssueIn(issue, model::StateMask{4}, span);
  return true;
}

bool IsFixed(const check::Context& context, model::ExprId id) {
  const model::Expression& node = context.model.expressions[id];
  switch (node.op) {
    case model::Op::kConstant:
    case model::Op::kParameter:
      return true;
    case model::Op::kDefinition:
      return IsFixed(context, context.model.definitions[node.index].value);
    default:
      break;
  }
  const int count = model::OperandCount(node.op);
  if (count == 0 || !IsFixed(context, node.a)) return false;
  return (count < 2 || IsFixed(context, node.b)) && (count < 3 || IsFixed(context, node.c));
}

}  // namespace entente::language::lower
