// What the names in declarations and their clauses mean.
#include <variant>

#include "language/editor/name_walker.h"

namespace entente::language::editor {

using syntax::ExprId;
using syntax::Name;

void NameWalker::Visit(const syntax::Annotations& annotations) {
  for (const syntax::Citation& citation : annotations.citations) {
    if (!citation.source.present()) continue;
    const ThingId source = index_.Find(NameSpace::kSource, citation.source.text);
    Mark(citation.source, source, source.valid() ? Role::kReference : Role::kUnknown);
  }
}

void NameWalker::VisitAttributes(const std::vector<syntax::Attribute>& attributes) {
  for (const syntax::Attribute& attribute : attributes) Visit(attribute.value);
}

void NameWalker::VisitRows(const std::vector<syntax::TableRow>& rows) {
  for (const syntax::TableRow& row : rows) {
    VisitThings(row.key);
    for (const ExprId value : row.values) Visit(value);
  }
}

void NameWalker::VisitPrior(const syntax::Prior& prior) {
  Mark(prior.family, {}, Role::kFunction);
  for (const syntax::PriorArgument& argument : prior.arguments) {
    Mark(argument.name, {}, Role::kField);
    for (const ExprId value : argument.values) Visit(value);
  }
  Visit(prior.low);
  Visit(prior.high);
}

void NameWalker::VisitStart(const syntax::StartClause& start) {
  Visit(start.value);
  VisitRows(start.rows);
}

void NameWalker::VisitDynamics(const std::vector<syntax::RelaxClause>& relaxes,
                               const std::vector<syntax::ChangeClause>& changes,
                               const std::vector<syntax::NoiseClause>& noises) {
  for (const syntax::RelaxClause& clause : relaxes) {
    Visit(clause.target);
    Visit(clause.half_life);
    Visit(clause.guard);
    Visit(clause.annotations);
  }
  for (const syntax::ChangeClause& clause : changes) {
    Visit(clause.rate);
    Visit(clause.guard);
    Visit(clause.annotations);
  }
  for (const syntax::NoiseClause& clause : noises) {
    Visit(clause.amount);
    if (clause.shared.present()) {
      // The first use of a shared factor declares it.
      if (!index_.FindInner({}, ThingKind::kFactor, clause.shared.text).valid()) {
        EnterInner({}, ThingKind::kFactor, clause.shared, clause.span);
      } else {
        VisitInner({}, ThingKind::kFactor, clause.shared);
      }
    }
    Visit(clause.shared_weight);
  }
}

void NameWalker::VisitOdds(ThingId owner, const std::vector<syntax::OddsEntry>& odds) {
  for (const syntax::OddsEntry& entry : odds) {
    VisitState(owner, entry.outcome);
    Visit(entry.probability);
  }
}

void NameWalker::Visit(const syntax::Trigger& trigger) {
  Visit(trigger.value);
  Visit(trigger.high);
  VisitThing(trigger.decision);
  if (trigger.issue) VisitState(VisitRef(*trigger.issue), trigger.state);
  Visit(trigger.guard);
  Visit(trigger.probability);
  Each(trigger.otherwise);
}

void NameWalker::Visit(const syntax::ActClauses& act) {
  VisitThings(act.by);
  VisitThings(act.toward);
  for (const ExprId track : act.about) Visit(track);
  Visit(act.weight);
  Visit(act.weight_high);
  for (const Name& tag : act.tags) VisitInner({}, ThingKind::kTag, tag);
}

void NameWalker::Visit(const syntax::Effect& effect) {
  Visit(effect.probability);
  Visit(effect.delay);
  Visit(effect.delay_high);
  Visit(effect.over);
  if (const auto* assign = std::get_if<syntax::AssignEffect>(&effect.action)) {
    VisitRef(assign->target, Role::kWrite);
    Visit(assign->value);
  } else if (const auto* transition = std::get_if<syntax::TransitionEffect>(&effect.action)) {
    VisitState(VisitRef(transition->issue, Role::kWrite), transition->to);
  } else if (const auto* excite = std::get_if<syntax::ExciteEffect>(&effect.action)) {
    VisitRef(excite->linkage, Role::kWrite);
    Visit(excite->dyad);
    VisitThings(excite->about);
    Visit(excite->amount);
  } else if (const auto* loop = std::get_if<syntax::ForEffect>(&effect.action)) {
    const Scope scope(*this);
    Bind(loop->head, effect.span);
    Each(loop->body);
  } else if (const auto* group = std::get_if<syntax::GroupEffect>(&effect.action)) {
    Each(group->body);
  }
  Visit(effect.guard);
  Visit(effect.unless);
}

void NameWalker::Visit(const syntax::ArcClause& arc) {
  for (const Name& state : arc.from) VisitState(issue_, state);
  VisitState(issue_, arc.to);
  Each(arc.triggers);
  Visit(arc.probability);
  Visit(arc.act);
  Each(arc.effects);
  VisitThing(arc.before);
  Visit(arc.annotations);
}

void NameWalker::Visit(const syntax::LinkageDecl& linkage) {
  Bind(linkage.head, decl_->span);
  if (const auto* acts = std::get_if<syntax::ActLinkage>(&linkage.body)) {
    Visit(acts->from);
    Visit(acts->to);
    Visit(acts->strength);
    Visit(acts->strength_high);
    Visit(acts->per_weight);
    Visit(acts->half_life);
    return;
  }
  const auto& states = std::get<syntax::StateLinkage>(linkage.body);
  Visit(states.condition);
  for (const syntax::Happening& target : states.targets) Visit(target);
  if (states.acts) Visit(*states.acts);
  Visit(states.factor);
  Visit(states.factor_high);
}

void NameWalker::Visit(const syntax::Intervention& intervention) {
  for (const syntax::InterventionBlock& block : intervention.block) {
    Visit(block.condition);
    Each(block.body);
  }
  if (!intervention.block.empty()) return;
  ThingId target;
  if (intervention.target.target.name.present()) {
    Visit(intervention.target, Role::kWrite);
    target = FindThing(intervention.target.target.name.text);
  }
  if (intervention.acts) Visit(*intervention.acts);
  VisitInner({}, ThingKind::kAttribute, intervention.attribute);
  Visit(intervention.value);
  if (intervention.state.present()) VisitState(target, intervention.state);
  Each(intervention.triggers);
  Visit(intervention.guard);
}

void NameWalker::Visit(const syntax::OutcomeDecl& outcome) {
  Bind(outcome.head, decl_->span);
  outcomes_first_ = outcome.form == syntax::OutcomeForm::kExpression;
  Visit(outcome.value);
  outcomes_first_ = false;
  Visit(outcome.acts);
  for (const syntax::Happening& happening : outcome.happenings) Visit(happening);
  Visit(outcome.at);
  const ThingId issue = VisitRef(outcome.episode_issue);
  if (outcome.episode_state.present()) VisitState(issue, outcome.episode_state);
  for (const Name& state : outcome.episode_end) VisitState(issue, state);
  Visit(outcome.window.within);
  Visit(outcome.window.from);
  Visit(outcome.window.to);
  Visit(outcome.window.of);
  Visit(outcome.given);
  VisitPolicies(outcome.under);
}

namespace {

// A name that some clauses may leave out of the index heads: `audience cost of public a -> b`.
template <typename Bound>
void EachEnd(const syntax::ActPattern& acts, const Bound& bind) {
  for (const syntax::Dyad& dyad : acts.dyads) {
    bind(dyad.from);
    bind(dyad.to);
  }
}

}  // namespace

void NameWalker::Visit(const syntax::Decl& decl) {
  if (const auto* source = std::get_if<syntax::SourceDecl>(&decl.node)) {
    for (const syntax::SourceField& field : source->fields) Mark(field.field, {}, Role::kField);
  } else if (const auto* time = std::get_if<syntax::TimeDecl>(&decl.node)) {
    for (const syntax::StepSegment& step : time->steps) Visit(step.step);
  } else if (const auto* actor = std::get_if<syntax::ActorDecl>(&decl.node)) {
    for (const Name& kind : actor->kinds) VisitInner({}, ThingKind::kActorKind, kind);
    VisitAttributes(actor->attributes);
  } else if (const auto* organ = std::get_if<syntax::OrganDecl>(&decl.node)) {
    VisitThing(organ->of);
    VisitAttributes(organ->attributes);
  } else if (const auto* set = std::get_if<syntax::SetDecl>(&decl.node)) {
    if (set->value) Visit(*set->value);
    for (const syntax::SetMember& member : set->members) {
      Visit(member.annotations);
      VisitAttributes(member.attributes);
    }
  } else if (const auto* track = std::get_if<syntax::TrackDecl>(&decl.node)) {
    for (const syntax::SetMember& member : track->tracks) {
      Visit(member.annotations);
      VisitAttributes(member.attributes);
    }
  } else if (const auto* table = std::get_if<syntax::TableDecl>(&decl.node)) {
    Bind(table->head, decl.span);
    VisitRows(table->rows);
  } else if (const auto* param = std::get_if<syntax::ParamDecl>(&decl.node)) {
    Bind(param->head, decl.span);
    if (param->prior) VisitPrior(*param->prior);
    Visit(param->value);
    Visit(param->low);
    Visit(param->high);
  } else if (const auto* quantity = std::get_if<syntax::QuantityDecl>(&decl.node)) {
    Bind(quantity->head, decl.span);
    Mark(quantity->unit, {}, Role::kField);
    if (quantity->range) {
      Visit(quantity->range->low);
      Visit(quantity->range->high);
    }
    for (const syntax::StartClause& start : quantity->starts) VisitStart(start);
    VisitDynamics(quantity->relaxes, quantity->changes, quantity->noises);
    VisitAttributes(quantity->attributes);
  } else if (const auto* also = std::get_if<syntax::AlsoDecl>(&decl.node)) {
    Bind(also->head, decl.span);
    VisitRef(also->target, Role::kWrite);
    VisitDynamics(also->relaxes, also->changes, also->noises);
  } else if (const auto* memory = std::get_if<syntax::MemoryDecl>(&decl.node)) {
    Bind(memory->head, decl.span);
    Visit(memory->acts);
    Visit(memory->half_life);
    if (memory->starts) VisitStart(*memory->starts);
  } else if (const auto* latch = std::get_if<syntax::LatchDecl>(&decl.node)) {
    Bind(latch->head, decl.span);
    Visit(latch->once);
    Visit(latch->until);
  } else if (const auto* define = std::get_if<syntax::DefineDecl>(&decl.node)) {
    Bind(define->head, decl.span);
    VisitThings(define->elements);
    Visit(define->value);
  } else if (const auto* office = std::get_if<syntax::OfficeDecl>(&decl.node)) {
    const ThingId id = FindThing(office->name.text);
    VisitThing(office->of);
    for (const syntax::PersonClause& person : office->persons) {
      Visit(person.annotations);
      VisitAttributes(person.attributes);
    }
    if (office->starts.present()) VisitState(id, office->starts);
    for (const syntax::ElectionClause& election : office->elections) {
      Visit(election.every);
      Visit(election.in_office_after);
      VisitOdds(id, election.odds);
      VisitOdds(id, election.otherwise);
      Visit(election.annotations);
    }
    Visit(office->vacancy_ballot_after);
    VisitOdds(id, office->vacancy_odds);
  } else if (const auto* chance = std::get_if<syntax::ChanceDecl>(&decl.node)) {
    Bind(chance->head, decl.span);
    const ThingId id = FindThing(chance->name.text);
    VisitOdds(id, chance->odds);
    VisitOdds(id, chance->otherwise);
  } else if (const auto* issue = std::get_if<syntax::IssueDecl>(&decl.node)) {
    Bind(issue->head, decl.span);
    issue_ = FindThing(issue->name.text);
    VisitThings(issue->between);
    VisitThings(issue->of);
    for (const ExprId about : issue->about) Visit(about);
    for (const syntax::StateClause& state : issue->states) {
      Visit(state.annotations);
      VisitAttributes(state.attributes);
    }
    if (issue->starts.present()) VisitState(issue_, issue->starts);
    Each(issue->arcs);
  } else if (const auto* event = std::get_if<syntax::EventDecl>(&decl.node)) {
    Bind(event->head, decl.span);
    Visit(event->act);
    Each(event->triggers);
    Each(event->effects);
    if (event->success) {
      Visit(event->success->probability);
      Each(event->success->then_effects);
      Visit(event->success->else_act);
      Each(event->success->else_effects);
    }
    VisitThing(event->before);
  } else if (const auto* upon = std::get_if<syntax::UponDecl>(&decl.node)) {
    Bind(upon->head, decl.span);
    for (const syntax::Happening& happening : upon->happenings) Visit(happening);
    Visit(upon->guard);
    Visit(upon->probability);
    Each(upon->effects);
    VisitThing(upon->before);
  } else if (const auto* linkage = std::get_if<syntax::LinkageDecl>(&decl.node)) {
    Visit(*linkage);
  } else if (const auto* decision = std::get_if<syntax::DecisionDecl>(&decl.node)) {
    Bind(decision->head, decl.span);
    Visit(decision->act);
    Each(decision->triggers);
    for (const syntax::OptionClause& option : decision->options) {
      Visit(option.annotations);
      Visit(option.utility);
      Visit(option.guard);
      Visit(option.act);
      Each(option.effects);
    }
    Visit(decision->rationality);
    VisitThing(decision->before);
  } else if (const auto* audience = std::get_if<syntax::AudienceCostDecl>(&decl.node)) {
    Bind(audience->head, decl.span);
    EachEnd(audience->acts, [&](const Name& name) {
      const bool known = FindLocal(name.text).valid() || FindThing(name.text).valid();
      if (!known) BindVariable(name, decl.span);
    });
    Visit(audience->acts);
    Visit(audience->cost);
  } else if (const auto* framework = std::get_if<syntax::FrameworkDecl>(&decl.node)) {
    VisitThings(framework->members);
    Visit(framework->depth);
    for (const syntax::DampClause& damp : framework->damps) {
      Visit(damp.target);
      VisitThings(damp.about);
      Visit(damp.amount);
      Visit(damp.annotations);
    }
  } else if (const auto* policy = std::get_if<syntax::PolicyDecl>(&decl.node)) {
    const ThingId id = index_.Find(NameSpace::kPolicy, policy->name.text);
    for (const syntax::DoseClause& dose : policy->doses) {
      locals_.emplace_back(dose.name.text,
                           index_.FindInner(id, ThingKind::kDose, dose.name.text));
      Visit(dose.range.low);
      Visit(dose.range.high);
    }
    VisitThings(policy->by);
    Visit(policy->cost);
    VisitPolicies(policy->includes);
    Each(policy->interventions);
  } else if (const auto* outcome = std::get_if<syntax::OutcomeDecl>(&decl.node)) {
    Visit(*outcome);
  } else if (const auto* claim = std::get_if<syntax::ClaimDecl>(&decl.node)) {
    for (const syntax::ClaimStatement& statement : claim->statements) {
      Visit(statement.comparison);
      Visit(statement.within);
    }
    VisitPolicies(claim->under);
    Visit(claim->given);
  } else if (const auto* record = std::get_if<syntax::RecordDecl>(&decl.node)) {
    for (const syntax::Ref& ref : record->complete_for) VisitRef(ref);
  } else if (const auto* observe = std::get_if<syntax::ObserveDecl>(&decl.node)) {
    Bind(observe->head, decl.span);
    Mark(observe->period, {}, Role::kField);
    Mark(observe->dataset, {}, Role::kField);
    VisitThing(observe->from);
    VisitThing(observe->to);
    for (const Name& category : observe->categories) Mark(category, {}, Role::kField);
    Visit(observe->value);
    VisitPrior(observe->likelihood);
  } else if (const auto* objective = std::get_if<syntax::ObjectiveDecl>(&decl.node)) {
    VisitThing(objective->of);
    outcomes_first_ = true;
    Visit(objective->value);
  }
}

}  // namespace entente::language::editor
