// Triggers of the text to channels (rates) and triggers of the model.
#ifndef ENTENTE_LANGUAGE_LOWER_TRIGGERS_H_
#define ENTENTE_LANGUAGE_LOWER_TRIGGERS_H_

#include <string>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

enum class TriggerPlace { kArc, kEvent, kDecision };

// What the triggers of one clause bring about, and under which conditions.
struct TriggerSite {
  TriggerPlace place = TriggerPlace::kEvent;
  model::Provenance provenance;  // of what they bring about; names are made from it
  model::Outlet outlet;
  model::IssueId issue;  // arcs: fires only while the issue is in `from`
  model::StateIndex from = 0;
  model::ExprId probability;  // of the whole clause; invalid: certain
  syntax::Name before;
};

void LowerTriggers(check::Context& context, const check::Scope& scope,
                   const std::vector<syntax::Trigger>& triggers, const TriggerSite& site);

// The channel of this name, made if it is not there; nullptr beyond the bound on channels.
model::Channel* ChannelOf(check::Context& context, const TriggerSite& site, SourceSpan span);
// Adds a trigger under a name that is still free, made from its own.
model::TriggerId AddTrigger(check::Context& context, model::Trigger trigger,
                            const syntax::Name& before);
// All dates of `every PERIOD [from D] [until D] [on MM-DD]`, days since the start within the time.
std::vector<double> DatesOf(check::Context& context, const check::Scope& scope,
                            const syntax::Trigger& trigger);
// The same for a period, for elections.
std::vector<double> RepeatedDates(check::Context& context, CivilDate first, Duration period,
                                  double until_day);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_TRIGGERS_H_
