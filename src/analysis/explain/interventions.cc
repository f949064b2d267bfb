#include "analysis/explain/interventions.h"

#include <algorithm>
#include <string>

#include "model/apply_policies.h"
#include "model/verify.h"

namespace entente::analysis {
namespace {

using model::ExprId;
using model::ExpressionPool;
using model::HappeningId;
using model::Model;
using model::Op;

// No name of a model holds a space at its start, so these are free.
constexpr const char* kBlockName = " block";
constexpr const char* kForceName = " force";

// A disjunction of guards, where an absent guard means "always".
class AnyOf {
 public:
  explicit AnyOf(ExpressionPool& pool) : pool_(pool) {}
  void Add(ExprId guard) {
    if (!guard.valid()) always_ = true;
    else any_ = any_.valid() ? pool_.Binary(Op::kOr, any_, guard) : guard;
  }
  // Nothing added: nothing can bring it about by itself, so nothing but its issue guards it.
  ExprId Take() const { return always_ ? ExprId() : any_; }

 private:
  ExpressionPool& pool_;
  ExprId any_;
  bool always_ = false;
};

ExprId InFrom(Model& model, model::IssueId issue, model::StateIndex from) {
  if (!issue.valid() || from == model::kAnyState) return {};
  return model.expressions.IssueIn(issue, model::StateMask{1} << from);
}

// The guards of whatever brings about `outlet`.
template <typename Same>
ExprId WaysOf(Model& model, const Same& same) {
  ExpressionPool& pool = model.expressions;
  AnyOf any(pool);
  for (const model::Channel& channel : model.channels) {
    if (!same(channel.outlet)) continue;
    const ExprId in_from = InFrom(model, channel.issue, channel.from);
    for (const model::HazardTerm& term : channel.terms) any.Add(pool.And(in_from, term.guard));
  }
  for (const model::Trigger& trigger : model.triggers) {
    if (!same(trigger.outlet)) continue;
    any.Add(pool.And(InFrom(model, trigger.issue, trigger.from), trigger.guard));
  }
  return any.Take();
}

ExprId GuardOf(Model& model, HappeningId id) {
  const model::Happening& happening = model.happenings[id.index()];
  if (happening.kind == model::HappeningKind::kTransition) {
    return InFrom(model, happening.issue, happening.from);
  }
  if (happening.kind == model::HappeningKind::kOption) {
    for (std::size_t d = 0; d < model.decisions.size(); ++d) {
      for (std::size_t o = 0; o < model.decisions[d].options.size(); ++o) {
        if (model.decisions[d].options[o].happening != id) continue;
        const ExprId available = model.decisions[d].options[o].guard;
        const ExprId ways = WaysOf(model, [d](const model::Outlet& outlet) {
          return outlet.decision.valid() && outlet.decision.index() == d;
        });
        return model.expressions.And(available, ways);
      }
    }
  }
  return WaysOf(model, [id](const model::Outlet& outlet) { return outlet.happening == id; });
}

std::uint32_t NextOrder(const Model& model, model::TriggerClass trigger_class) {
  std::uint32_t next = 0;
  for (const model::Trigger& trigger : model.triggers) {
    if (trigger.trigger_class == trigger_class) next = std::max(next, trigger.order + 1);
  }
  return next;
}

model::Provenance Named(const std::string& name) {
  model::Provenance provenance;
  provenance.name = provenance.luck_name = provenance.family = name;
  return provenance;
}

// The hidden switch that is turned off by the first occurrence of any of the happenings.
model::IssueId AddSwitch(Model& model, const std::vector<HappeningId>& happenings) {
  model::Issue issue;
  issue.provenance = Named(kForceName);
  issue.kind = model::IssueKind::kHidden;
  issue.states = {{"pending", ""}, {"done", ""}};
  const model::IssueId id(model.issues.size());
  model.issues.push_back(std::move(issue));
  model::Happening turned;
  turned.provenance = Named(std::string(kForceName) + ".pending->done");
  turned.kind = model::HappeningKind::kTransition;
  turned.issue = id;
  turned.from = 0;
  turned.to = 1;
  model.happenings.push_back(std::move(turned));
  for (const HappeningId happening : happenings) {
    model::Effect effect;
    effect.kind = model::EffectKind::kMove;
    effect.issue = id;
    effect.to = 1;
    model.happenings[happening.index()].effects.push_back(effect);
  }
  return id;
}

void AddForcing(Model& model, std::size_t number, HappeningId id, double day, ExprId guard) {
  const model::Happening& happening = model.happenings[id.index()];
  const auto trigger = [&](const char* how) {
    model::Trigger made;
    made.provenance = Named(kForceName + std::string(how) + std::to_string(number));
    if (happening.kind == model::HappeningKind::kTransition) {
      made.issue = happening.issue;
      made.from = happening.from;
    }
    made.outlet.happening = id;
    return made;
  };
  model::Trigger dated = trigger(" on the day ");
  dated.kind = model::TriggerKind::kDates;
  dated.trigger_class = model::TriggerClass::kDated;
  dated.order = NextOrder(model, dated.trigger_class);
  dated.days = {day};
  dated.guard = guard;
  model.triggers.push_back(std::move(dated));
  model::Trigger later = trigger(" later ");
  later.kind = model::TriggerKind::kOnce;
  later.trigger_class = model::TriggerClass::kCondition;
  later.order = NextOrder(model, later.trigger_class);
  ExpressionPool& pool = model.expressions;
  later.condition = pool.And(
      pool.Binary(Op::kLess, pool.Constant(day), pool.Leaf(Op::kTime, 0)), guard);
  model.triggers.push_back(std::move(later));
}

}  // namespace

Result<Model> Blocked(const Model& model, const std::vector<HappeningId>& happenings) {
  Model blocked = model;
  model::Intervention forbid;
  forbid.kind = model::InterventionKind::kForbid;
  forbid.happenings = happenings;
  forbid.text = "forbid";
  model::Policy policy;
  policy.provenance = Named(kBlockName);
  policy.interventions.push_back(std::move(forbid));
  blocked.policies.push_back(std::move(policy));
  return model::Apply(blocked, {kBlockName});
}

Result<Model> Forced(const Model& model, const std::vector<HappeningId>& happenings, double day) {
  Model forced = model;
  ExpressionPool& pool = forced.expressions;
  // Guards first: the switch below is no part of them.
  std::vector<ExprId> guards;
  for (const HappeningId id : happenings) guards.push_back(GuardOf(forced, id));
  const model::IssueId pending = AddSwitch(forced, happenings);
  ExprId open = pool.IssueIn(pending, 1);
  bool closed = false;
  for (std::size_t i = 0; i < happenings.size() && !closed; ++i) {
    AddForcing(forced, i, happenings[i], day, pool.And(open, guards[i]));
    closed = !guards[i].valid();  // an earlier one always can, so later ones never are the first
    if (!closed) open = pool.And(open, pool.Unary(Op::kNot, guards[i]));
  }
  if (const std::vector<std::string> faults = model::Verify(forced); !faults.empty()) {
    return Fail("the model with a forced happening is unsound: " + faults.front());
  }
  return forced;
}

}  // namespace entente::analysis
