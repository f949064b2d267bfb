#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "language/lower/warnings.h"

namespace entente::language::lower {
namespace {

using check::Context;
using model::HappeningId;
using model::IssueId;
using model::StateIndex;

class Reach {
 public:
  explicit Reach(Context& context) : context_(context), model_(context.model) {}

  void Run() {
    Collect();
    WarnEvents();
    for (std::size_t i = 0; i < model_.issues.size(); ++i) WarnIssue(IssueId(i));
  }

 private:
  void Collect();
  void CollectMoves(const std::vector<model::Effect>& effects);
  void CollectPolicies();
  bool CanFire(const model::Channel& channel) const;
  bool CanFire(const model::Trigger& trigger) const;
  bool IsFalse(model::ExprId guard) const;
  bool CanOccur(IssueId issue, StateIndex to, HappeningId way) const;
  bool IsExplained(SourceSpan span) const;
  void WarnEvents();
  void WarnIssue(IssueId issue);
  void WarnStates(IssueId issue, const std::set<StateIndex>& reached);

  Context& context_;
  const model::Model& model_;
  std::set<std::uint32_t> occurs_;                             // happenings with a cause
  std::set<std::pair<std::uint32_t, StateIndex>> moved_to_;    // effects: issue, state
  std::set<std::pair<std::uint32_t, StateIndex>> started_in_;  // policies: issue, state
};

// Whether the expression is the constant 0, through definitions.
bool IsZero(const model::Model& model, model::ExprId id) {
  for (int depth = 0; depth < 64 && id.valid(); ++depth) {
    const model::Expression& node = model.expressions[id];
    if (node.op == model::Op::kConstant) return node.value == 0.0;
    if (node.op != model::Op::kDefinition) return false;
    id = model.definitions[node.index].value;
  }
  return false;
}

bool Reach::IsFalse(model::ExprId guard) const { return guard.valid() && IsZero(model_, guard); }

bool Reach::CanFire(const model::Channel& channel) const {
  for (const model::HazardTerm& term : channel.terms) {
    if (!IsFalse(term.guard) && !IsZero(model_, term.rate_per_day)) return true;
  }
  return false;
}

bool Reach::CanFire(const model::Trigger& trigger) const {
  if (IsFalse(trigger.guard) || IsFalse(trigger.probability) || IsFalse(trigger.condition)) {
    return false;
  }
  const bool dated = trigger.kind == model::TriggerKind::kDates ||
                     trigger.kind == model::TriggerKind::kWindows;
  return !dated || !trigger.days.empty();
}

void Reach::CollectMoves(const std::vector<model::Effect>& effects) {
  for (const model::Effect& effect : effects) {
    if (effect.kind == model::EffectKind::kMove && !IsFalse(effect.guard)) {
      moved_to_.emplace(effect.issue.index(), effect.to);
    }
  }
}

void Reach::CollectPolicies() {
  for (const model::Policy& policy : model_.policies) {
    for (const model::Intervention& change : policy.interventions) {
      switch (change.kind) {
        case model::InterventionKind::kForce:
          for (const HappeningId id : change.happenings) occurs_.insert(id.index());
          break;
        case model::InterventionKind::kAddChannel:
          for (const model::ChannelId id : change.channels) {
            const HappeningId happening = model_.channels[id.index()].outlet.happening;
            if (happening.valid()) occurs_.insert(happening.index());
          }
          break;
        case model::InterventionKind::kStartIssue:
          started_in_.emplace(change.issue.index(), change.state);
          break;
        default:
          break;
      }
    }
  }
}

void Reach::Collect() {
  std::set<std::uint32_t> decisions, chances;
  const auto cause = [&](const model::Outlet& outlet) {
    if (outlet.happening.valid()) occurs_.insert(outlet.happening.index());
    if (outlet.decision.valid()) decisions.insert(outlet.decision.index());
    if (outlet.chance.valid()) chances.insert(outlet.chance.index());
  };
  for (const model::Channel& channel : model_.channels) {
    if (CanFire(channel)) cause(channel.outlet);
  }
  for (const model::Trigger& trigger : model_.triggers) {
    if (CanFire(trigger)) cause(trigger.outlet);
  }
  for (const std::uint32_t id : decisions) {
    for (const model::DecisionOption& option : model_.decisions[id].options) {
      if (!IsFalse(option.guard)) occurs_.insert(option.happening.index());
    }
  }
  for (const std::uint32_t id : chances) {
    for (const model::ChanceOption& option : model_.chances[id].options) {
      occurs_.insert(option.happening.index());
    }
  }
  for (const model::Happening& happening : model_.happenings) {
    CollectMoves(happening.effects);
    for (const model::Reaction& reaction : happening.reactions) CollectMoves(reaction.effects);
  }
  CollectPolicies();
}

// A date outside the time has been reported there: that is why it never happens.
bool Reach::IsExplained(SourceSpan span) const {
  for (const Diagnostic& one : context_.sink.all()) {
    if (one.kind == DiagnosticKind::kDateOutsideTime && one.span.file == span.file &&
        one.span.begin >= span.begin && one.span.end <= span.end) {
      return true;
    }
  }
  return false;
}

void Reach::WarnEvents() {
  for (std::size_t i = 0; i < model_.happenings.size(); ++i) {
    const model::Happening& happening = model_.happenings[i];
    if (happening.kind != model::HappeningKind::kEvent || IsExplained(happening.provenance.span)) {
      continue;
    }
    if (occurs_.count(static_cast<std::uint32_t>(i)) > 0) continue;
    context_.Report(DiagnosticKind::kNeverHappens, happening.provenance.span,
                    fmt::format("`{}` can never happen: its rates and triggers can not fire",
                                happening.provenance.name),
                    "give it a `rate`, or look at its guards and dates");
  }
}

bool Reach::CanOccur(IssueId issue, StateIndex to, HappeningId way) const {
  return occurs_.count(way.index()) > 0 || moved_to_.count({issue.index(), to}) > 0;
}

void Reach::WarnIssue(IssueId issue) {
  const model::Issue& declared = model_.issues[issue.index()];
  if (declared.kind != model::IssueKind::kIssue) return;
  std::map<StateIndex, std::vector<StateIndex>> ways;
  for (const auto& [arc, way] : context_.issues[issue.index()].arcs) {
    const model::Happening& happening = model_.happenings[way.index()];
    // A way that nothing takes is one mistake: the state behind it is not reported as well.
    ways[arc.first].push_back(arc.second);
    if (CanOccur(issue, arc.second, way) || IsExplained(happening.provenance.span)) continue;
    context_.Report(DiagnosticKind::kNeverHappens, happening.provenance.span,
                    fmt::format("`{}` can never happen: no rate, date, decision or effect leads "
                                "along it",
                                happening.provenance.name),
                    "let something take it, or leave it out");
  }
  std::set<StateIndex> reached = {declared.start};
  std::vector<StateIndex> open = {declared.start};
  for (const auto& [other, state] : started_in_) {
    if (other == issue.index() && reached.insert(state).second) open.push_back(state);
  }
  while (!open.empty()) {
    const StateIndex state = open.back();
    open.pop_back();
    for (const StateIndex next : ways[state]) {
      if (reached.insert(next).second) open.push_back(next);
    }
  }
  WarnStates(issue, reached);
}

void Reach::WarnStates(IssueId issue, const std::set<StateIndex>& reached) {
  const model::Issue& declared = model_.issues[issue.index()];
  const check::IssueInfo& info = context_.issues[issue.index()];
  for (std::size_t i = 0; i < declared.states.size(); ++i) {
    if (reached.count(static_cast<StateIndex>(i)) > 0) continue;
    SourceSpan span = info.span;
    if (info.decl != nullptr) {
      for (const syntax::StateClause& clause : info.decl->states) {
        if (clause.name.text == declared.states[i].name) span = clause.name.span;
      }
    }
    context_.Report(DiagnosticKind::kUnreachableState, span,
                    fmt::format("`{}` can never be `{}`: no way leads there from `{}`",
                                declared.provenance.name, declared.states[i].name,
                                declared.states[declared.start].name),
                    "add a way into it, or leave the state out");
  }
}

}  // namespace

void WarnUnreachable(Context& context) { Reach(context).Run(); }

}  // namespace entente::language::lower
