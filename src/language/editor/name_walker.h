// Fills a NameIndex: a first pass over all trees enters what is declared, a second one finds what
// each other name means. Internal to names.cc.
#ifndef ENTENTE_LANGUAGE_EDITOR_NAME_WALKER_H_
#define ENTENTE_LANGUAGE_EDITOR_NAME_WALKER_H_

#include <string>
#include <utility>
#include <vector>

#include "language/editor/names.h"

namespace entente::language::editor {

class NameWalker {
 public:
  explicit NameWalker(NameIndex& index) : index_(index) {}
  void Walk(const std::vector<const syntax::SyntaxTree*>& trees);

 private:
  // ---- first pass: name_declare.cc ----------------------------------------------------------
  void Declare(const syntax::Decl& decl);
  ThingId Enter(NameSpace space, ThingKind kind, const syntax::Name& name, SourceSpan whole,
                const syntax::Annotations* annotations);
  ThingId EnterInner(ThingId owner, ThingKind kind, const syntax::Name& name, SourceSpan whole,
                     const syntax::Annotations* annotations = nullptr);
  ThingId EnterState(ThingId owner, ThingKind kind, const syntax::Name& name, SourceSpan whole,
                     const syntax::Annotations* annotations);
  void EnterAttributes(ThingId owner, const std::vector<syntax::Attribute>& attributes);
  void EnterMembers(ThingKind kind, const std::vector<syntax::SetMember>& members);
  void EnterOdds(ThingId owner, const std::vector<syntax::OddsEntry>& odds);
  void EnterTags(const syntax::ActClauses& act);

  // ---- second pass: declarations and clauses, name_clauses.cc ---------------------------------
  void Visit(const syntax::Decl& decl);
  void VisitAttributes(const std::vector<syntax::Attribute>& attributes);
  void VisitRows(const std::vector<syntax::TableRow>& rows);
  void VisitPrior(const syntax::Prior& prior);
  void VisitStart(const syntax::StartClause& start);
  void VisitDynamics(const std::vector<syntax::RelaxClause>& relaxes,
                     const std::vector<syntax::ChangeClause>& changes,
                     const std::vector<syntax::NoiseClause>& noises);
  void VisitOdds(ThingId owner, const std::vector<syntax::OddsEntry>& odds);
  void Visit(const syntax::Annotations& annotations);
  void Visit(const syntax::Trigger& trigger);
  void Visit(const syntax::ActClauses& act);
  void Visit(const syntax::Effect& effect);
  void Visit(const syntax::ArcClause& arc);
  void Visit(const syntax::LinkageDecl& linkage);
  void Visit(const syntax::Intervention& intervention);
  void Visit(const syntax::OutcomeDecl& outcome);
  template <typename T>
  void Each(const std::vector<T>& items) {
    for (const T& item : items) Visit(item);
  }

  // ---- second pass: expressions and references, name_expressions.cc ----------------------------
  void Visit(syntax::ExprId id);
  void VisitName(const syntax::NameExpr& name);
  void VisitAttribute(const syntax::AttributeExpr& attribute);
  // A set; `subject` is the issue whose states it may list, if there is one.
  void Visit(const syntax::Set& set, ThingId subject = {});
  // Binds the variables; the caller ends their scope with a Scope.
  void Bind(const syntax::IndexHead& head, SourceSpan scope);
  void BindVariable(const syntax::Name& name, SourceSpan scope);
  void Visit(const syntax::ActPattern& acts);
  void Visit(const syntax::Happening& happening, Role role = Role::kReference);
  void Visit(const syntax::Dyad& dyad);
  void VisitPolicies(const std::vector<syntax::Ref>& refs);
  // The thing a reference means; its indices are visited.
  ThingId VisitRef(const syntax::Ref& ref, NameSpace space, Role role = Role::kReference);
  ThingId VisitRef(const syntax::Ref& ref, Role role = Role::kReference) {
    return VisitRef(ref, NameSpace::kThing, role);
  }
  // A name that stands alone: index variable, then thing.
  ThingId VisitThing(const syntax::Name& name, Role role = Role::kReference);
  void VisitThings(const std::vector<syntax::Name>& names);
  void VisitInner(ThingId owner, ThingKind kind, const syntax::Name& name);
  void VisitState(ThingId issue, const syntax::Name& name);
  // What an expression names, if it is a plain name: the subject of `is`, `in`, `.`.
  ThingId SubjectOf(syntax::ExprId id) const;

  ThingId FindLocal(const std::string& name) const;
  ThingId FindThing(const std::string& name) const;
  void Mark(const syntax::Name& name, ThingId thing, Role role);
  const syntax::Expr& at(syntax::ExprId id) const { return tree_->at(id); }

  // Forgets, at its end, the variables bound since its begin.
  struct Scope {
    explicit Scope(NameWalker& of) : walker(of), count(of.locals_.size()) {}
    ~Scope() { walker.locals_.resize(count); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    NameWalker& walker;
    std::size_t count;
  };

  NameIndex& index_;
  const syntax::SyntaxTree* tree_ = nullptr;
  const syntax::Decl* decl_ = nullptr;
  ThingId issue_;                          // the issue whose body is being read
  bool outcomes_first_ = false;            // inside a question made of other outcomes
  std::vector<std::pair<std::string, ThingId>> locals_;
};

}  // namespace entente::language::editor

#endif  // ENTENTE_LANGUAGE_EDITOR_NAME_WALKER_H_
