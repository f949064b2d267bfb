// What the names in expressions, references and patterns of acts mean.
#include <utility>
#include <variant>

#include "language/editor/name_walker.h"

namespace entente::language::editor {

using syntax::ExprId;
using syntax::Name;

ThingId NameWalker::FindLocal(const std::string& name) const {
  for (auto local = locals_.rbegin(); local != locals_.rend(); ++local) {
    if (local->first == name) return local->second;
  }
  return {};
}

ThingId NameWalker::FindThing(const std::string& name) const {
  const ThingId thing = index_.Find(NameSpace::kThing, name);
  if (thing.valid()) return thing;
  // `states` are the actors of kind `state`.
  const ThingId kind = index_.FindInner({}, ThingKind::kActorKind, name);
  if (kind.valid() || name.empty() || name.back() != 's') return kind;
  return index_.FindInner({}, ThingKind::kActorKind, name.substr(0, name.size() - 1));
}

ThingId NameWalker::VisitThing(const Name& name, Role role) {
  if (!name.present()) return {};
  ThingId thing = FindLocal(name.text);
  if (!thing.valid()) thing = FindThing(name.text);
  if (thing.valid()) {
    Mark(name, thing, role);
  } else {
    const bool own_depth = name.text == "depth" && decl_ != nullptr &&
                           std::holds_alternative<syntax::FrameworkDecl>(decl_->node);
    const bool built_in = name.text == "actors" || name.text == "tracks" ||
                          name.text == "organs" || name.text == "all" || own_depth;
    Mark(name, {}, built_in ? Role::kField : Role::kUnknown);
  }
  return thing;
}

void NameWalker::VisitThings(const std::vector<Name>& names) {
  for (const Name& name : names) VisitThing(name);
}

void NameWalker::VisitInner(ThingId owner, ThingKind kind, const Name& name) {
  if (!name.present()) return;
  const ThingId inner = index_.FindInner(owner, kind, name.text);
  Mark(name, inner, inner.valid() ? Role::kReference : Role::kUnknown);
}

void NameWalker::VisitState(ThingId issue, const Name& name) {
  if (!issue.valid()) {
    Mark(name, {}, Role::kUnknown);
    return;
  }
  const bool decides = index_.thing(issue).kind == ThingKind::kDecision;
  VisitInner(issue, decides ? ThingKind::kOption : ThingKind::kState, name);
}

ThingId NameWalker::VisitRef(const syntax::Ref& ref, NameSpace space, Role role) {
  ThingId thing;
  if (space == NameSpace::kThing) {
    // A name with indices is never a variable.
    if (ref.indices.empty()) {
      thing = VisitThing(ref.name, role);
    } else if (ref.name.present()) {
      thing = FindThing(ref.name.text);
      Mark(ref.name, thing, thing.valid() ? role : Role::kUnknown);
    }
  } else if (ref.name.present()) {
    thing = index_.Find(space, ref.name.text);
    Mark(ref.name, thing, thing.valid() ? role : Role::kUnknown);
  }
  for (const ExprId index : ref.indices) Visit(index);
  return thing;
}

void NameWalker::VisitPolicies(const std::vector<syntax::Ref>& refs) {
  for (const syntax::Ref& ref : refs) VisitRef(ref, NameSpace::kPolicy);
}

void NameWalker::Visit(const syntax::Dyad& dyad) {
  VisitThing(dyad.from);
  VisitThing(dyad.to);
}

void NameWalker::Visit(const syntax::ActPattern& acts) {
  for (const Name& tag : acts.tags) {
    const ThingId known = index_.FindInner({}, ThingKind::kTag, tag.text);
    Mark(tag, known, known.valid() ? Role::kReference : Role::kField);
  }
  Each(acts.dyads);
  VisitThings(acts.between);
  VisitThings(acts.by);
  VisitThings(acts.toward);
  VisitThings(acts.about);
}

void NameWalker::Visit(const syntax::Happening& happening, Role role) {
  const ThingId target = VisitRef(happening.target, role);
  for (const Name& state : happening.from) VisitState(target, state);
  for (const Name& state : happening.to) VisitState(target, state);
}

void NameWalker::BindVariable(const Name& name, SourceSpan scope) {
  if (!name.present()) return;
  const ThingId id(index_.things_.size());
  Thing thing;
  thing.kind = ThingKind::kVariable;
  thing.name = name.text;
  thing.scope = scope;
  thing.sites.push_back({name.span, name.span, tree_, decl_, nullptr});
  index_.things_.push_back(std::move(thing));
  Mark(name, id, Role::kDeclaration);
  locals_.emplace_back(name.text, id);
}

void NameWalker::Bind(const syntax::IndexHead& head, SourceSpan scope) {
  for (const syntax::Binding& binding : head.bindings) {
    Visit(binding.set);
    for (const Name& variable : binding.variables) BindVariable(variable, scope);
  }
  Visit(head.where);
}

void NameWalker::Visit(const syntax::Set& set, ThingId subject) {
  const bool of_states =
      subject.valid() && !index_.thing(subject).states.empty() &&
      index_.thing(subject).kind != ThingKind::kDecision;
  VisitThing(set.name);
  for (const Name& member : set.members) {
    if (of_states) {
      VisitState(subject, member);
    } else {
      VisitThing(member);
    }
  }
  if (set.form == syntax::SetForm::kFiltered) {
    const Scope scope(*this);
    BindVariable(set.variable, set.span);
    Visit(set.where);
  }
  Visit(set.low);
  Visit(set.high);
}

ThingId NameWalker::SubjectOf(ExprId id) const {
  if (!id.valid()) return {};
  const auto* name = std::get_if<syntax::NameExpr>(&at(id).node);
  if (name == nullptr) return {};
  if (name->ref.indices.empty()) {
    const ThingId local = FindLocal(name->ref.name.text);
    if (local.valid()) return local;
  }
  return FindThing(name->ref.name.text);
}

void NameWalker::VisitName(const syntax::NameExpr& name) {
  const std::string& text = name.ref.name.text;
  const bool outcome = index_.Find(NameSpace::kOutcome, text).valid();
  const bool local = name.ref.indices.empty() && FindLocal(text).valid();
  const bool as_outcome =
      outcome && !local && (outcomes_first_ || !FindThing(text).valid());
  VisitRef(name.ref, as_outcome ? NameSpace::kOutcome : NameSpace::kThing);
}

void NameWalker::VisitAttribute(const syntax::AttributeExpr& attribute) {
  Visit(attribute.object);
  const ThingId subject = SubjectOf(attribute.object);
  const bool of_states = subject.valid() && !index_.thing(subject).states.empty();
  VisitInner(of_states ? subject : ThingId(), ThingKind::kAttribute, attribute.attribute);
}

void NameWalker::Visit(ExprId id) {
  if (!id.valid()) return;
  const syntax::Expr& expr = at(id);
  struct Visitor {
    NameWalker& walker;
    SourceSpan span;

    void operator()(const syntax::ErrorExpr&) const {}
    void operator()(const syntax::NumberExpr&) const {}
    void operator()(const syntax::BoolExpr&) const {}
    void operator()(const syntax::DateExpr&) const {}
    void operator()(const syntax::UnitExpr& e) const { walker.Visit(e.value); }
    void operator()(const syntax::NameExpr& e) const { walker.VisitName(e); }
    void operator()(const syntax::AttributeExpr& e) const { walker.VisitAttribute(e); }
    void operator()(const syntax::CallExpr& e) const {
      walker.Mark(e.function, {}, Role::kFunction);
      for (const ExprId argument : e.arguments) walker.Visit(argument);
    }
    void operator()(const syntax::UnaryExpr& e) const { walker.Visit(e.operand); }
    void operator()(const syntax::BinaryExpr& e) const {
      walker.Visit(e.left);
      walker.Visit(e.right);
    }
    void operator()(const syntax::ConditionalExpr& e) const {
      walker.Visit(e.then_value);
      walker.Visit(e.condition);
      walker.Visit(e.else_value);
    }
    void operator()(const syntax::StateTestExpr& e) const {
      walker.Visit(e.subject);
      const ThingId subject = walker.SubjectOf(e.subject);
      if (subject.valid() && !walker.index_.thing(subject).states.empty()) {
        walker.VisitState(subject, e.state);
      } else {
        walker.VisitThing(e.state);  // one member is another
      }
    }
    void operator()(const syntax::MembershipExpr& e) const {
      walker.Visit(e.subject);
      walker.Visit(e.set, walker.SubjectOf(e.subject));
    }
    void operator()(const syntax::AggregateExpr& e) const {
      const Scope scope(walker);
      walker.Bind(e.head, span);
      walker.Visit(e.body);
    }
    void operator()(const syntax::TimeInExpr& e) const {
      const ThingId issue = e.issue ? walker.VisitRef(*e.issue) : walker.issue_;
      walker.VisitState(issue, e.state);
    }
    void operator()(const syntax::TimeSinceExpr& e) const { walker.Visit(e.happening); }
    void operator()(const syntax::TimeUntilElectionExpr& e) const { walker.VisitThing(e.actor); }
    void operator()(const syntax::SeasonExpr& e) const {
      for (const syntax::SeasonPart& part : e.parts) walker.Visit(part.value);
      walker.Visit(e.otherwise);
    }
    void operator()(const syntax::PressureExpr& e) const {
      walker.VisitThing(e.from);
      walker.VisitThing(e.to);
      walker.Visit(e.track);
    }
    void operator()(const syntax::IntensityExpr& e) const { walker.Visit(e.acts); }
    void operator()(const syntax::ProbeExpr& e) const {
      walker.Mark(e.functional, {}, Role::kFunction);
      const bool before = std::exchange(walker.outcomes_first_, true);
      walker.Visit(e.outcome);
      walker.outcomes_first_ = before;
      walker.Visit(e.level);
      walker.VisitPolicies(e.under);
      walker.Visit(e.given);
    }
    void operator()(const syntax::RateOfExpr& e) const {
      walker.Visit(e.happening);
      walker.Visit(e.guard);
    }
    void operator()(const syntax::CausationExpr& e) const {
      walker.Visit(e.cause);
      walker.Visit(e.effect);
    }
  };
  std::visit(Visitor{*this, expr.span}, expr.node);
}

}  // namespace entente::language::editor
