#include "language/lower/delayed.h"

#include <utility>

#include <fmt/format.h>

#include "language/lower/happening.h"
#include "language/lower/hidden.h"

namespace entente::language::lower {
namespace {

using model::IssueId;
using model::StateIndex;

model::Effect MoveTo(IssueId issue, StateIndex to, model::ExprId guard, SourceSpan span) {
  model::Effect move;
  move.kind = model::EffectKind::kMove;
  move.issue = issue;
  move.to = to;
  move.guard = guard;
  move.span = span;
  return move;
}

// A hidden issue that goes to `due` and falls back, running `then`; all clocks of one effect share
// it, so that its draws are one stream.
IssueId MakeBell(check::Context& context, const std::string& name,
                 std::vector<model::Effect> then, SourceSpan span) {
  const IssueId bell = AddHiddenIssue(context, name + " falls due", name, {"rest", "due"}, 0, span);
  const model::HappeningId due = TransitionOf(context, bell, 0, 1, span);
  TransitionOf(context, bell, 1, 0, span);
  then.push_back(MoveTo(bell, 0, {}, span));
  context.model.happenings[due.index()].effects = std::move(then);
  return bell;
}

}  // namespace

Clocks MakeClocks(check::Context& context, const std::string& name, const Wait& wait,
                  model::ExprId guard, std::vector<model::Effect> then, SourceSpan span) {
  auto& pool = context.model.expressions;
  Clocks clocks;
  IssueId bell;
  if (!then.empty()) bell = MakeBell(context, name, std::move(then), span);
  std::vector<model::ExprId> busy;
  std::vector<IssueId> issues;
  for (std::size_t i = 0; i < kClocks; ++i) {
    const IssueId clock = AddHiddenIssue(context, fmt::format("{} clock {}", name, i + 1), name,
                                         {"idle", "runs"}, 0, span);
    TransitionOf(context, clock, 0, 1, span);
    model::Trigger ends;
    ends.kind = wait.high ? model::TriggerKind::kAfterBetween : model::TriggerKind::kAfter;
    ends.trigger_class = model::TriggerClass::kDeadline;
    ends.delay = wait.time;
    if (wait.high) ends.delay_high = *wait.high;
    AddSwitch(context, clock, 1, 0, std::move(ends), SwitchPlace::kLast);
    if (bell.valid()) {
      const model::HappeningId end = TransitionOf(context, clock, 1, 0, span);
      context.model.happenings[end.index()].effects = {MoveTo(bell, 1, {}, span)};
    }
    issues.push_back(clock);
    busy.push_back(pool.IssueIn(clock, model::StateMask{2}, span));
  }
  // The first free clock is taken. From the last to the first, so that what one takes no other
  // sees: each asks only about those before it.
  std::vector<model::ExprId> all_before(kClocks + 1);  // invalid: none before
  for (std::size_t i = 0; i < kClocks; ++i) {
    all_before[i + 1] = pool.And(all_before[i], busy[i]);
    clocks.running =
        clocks.running.valid() ? pool.Add(clocks.running, busy[i]) : busy[i];
  }
  // No way leads out of `room`: the loss is counted and told.
  const IssueId room = AddHiddenIssue(
      context, fmt::format("{} (no room for more than {} at once)", name, kClocks), name,
      {"room", "full"}, 0, span);
  clocks.start.push_back(MoveTo(room, 1, pool.And(guard, all_before[kClocks]), span));
  for (std::size_t i = kClocks; i-- > 0;) {
    const model::ExprId idle = pool.Unary(model::Op::kNot, busy[i], span);
    const model::ExprId free = pool.And(pool.And(guard, all_before[i]), idle);
    clocks.start.push_back(MoveTo(issues[i], 1, free, span));
  }
  return clocks;
}

}  // namespace entente::language::lower
