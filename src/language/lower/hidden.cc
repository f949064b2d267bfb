#include "language/lower/hidden.h"

#include <algorithm>
#include <utility>

#include "language/lower/happening.h"
#include "language/lower/issues.h"
#include "language/lower/triggers.h"

namespace entente::language::lower {

model::IssueId AddHiddenIssue(check::Context& context, const std::string& name,
                              const std::string& family, std::vector<std::string> states,
                              model::StateIndex start, SourceSpan span) {
  model::Issue issue;
  issue.provenance.name = issue.provenance.luck_name = name;
  issue.provenance.family = family;
  issue.provenance.span = span;
  issue.kind = model::IssueKind::kHidden;
  for (std::string& state : states) issue.states.push_back({std::move(state), ""});
  issue.start = start;
  check::IssueInfo info;
  info.span = span;
  return AddIssue(context, std::move(issue), std::move(info));
}

model::TriggerId AddSwitch(check::Context& context, model::IssueId issue, model::StateIndex from,
                           model::StateIndex to, model::Trigger trigger, SwitchPlace place) {
  const SourceSpan span = context.model.issues[issue.index()].provenance.span;
  const model::HappeningId id = TransitionOf(context, issue, from, to, span);
  trigger.provenance = context.model.happenings[id.index()].provenance;
  trigger.issue = issue;
  trigger.from = from;
  trigger.outlet.happening = id;
  // OrderTriggers puts the first ones first; what comes after that pass is placed here.
  std::uint32_t last = 0;
  for (model::Trigger& other : context.model.triggers) {
    if (other.trigger_class != trigger.trigger_class) continue;
    if (place == SwitchPlace::kFirst) ++other.order;
    last = std::max(last, other.order + 1);
  }
  trigger.order = place == SwitchPlace::kFirst ? 0 : last;
  const model::TriggerId made = AddTrigger(context, std::move(trigger), {});
  if (place == SwitchPlace::kFirst) context.first_triggers.push_back(made);
  return made;
}

}  // namespace entente::language::lower
