// Audience costs: what an act of some kind costs the actor at home is subtracted from the utility of
// every option that is such an act.
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/check/expand.h"
#include "language/lower/act_pattern.h"
#include "language/lower/expression.h"
#include "language/lower/lower.h"

namespace entente::language::lower {
namespace {

using check::MemberId;
using syntax::AudienceCostDecl;

MemberId MemberOf(Context& context, model::ActorId actor) {
  const std::string& name = context.model.actors[actor.index()].provenance.name;
  const check::Symbol* symbol = context.symbols.Find(check::Space::kThing, name);
  return symbol != nullptr ? symbol->member : MemberId();
}

class CostLowerer {
 public:
  CostLowerer(Context& context, const AudienceCostDecl& node) : context_(context), node_(node) {}

  void Element(const Scope& scope) {
    if (!context_.Spend(context_.model.decisions.size() + 1, node_.acts.span)) return;
    for (std::size_t d = 0; d < context_.model.decisions.size(); ++d) {
      for (std::size_t k = 0; k < context_.model.decisions[d].options.size(); ++k) {
        Option(scope, d, k);
      }
    }
  }

  bool found() const { return found_ || failed_; }

 private:
  // A name of the pattern that nothing declares stands for whatever actor is there.
  bool IsFree(const Scope& scope, const syntax::Name& name) {
    return name.present() && scope.Find(name.text) == nullptr &&
           context_.symbols.Find(check::Space::kThing, name.text) == nullptr;
  }

  // Whether an index variable stands for this actor; other names are judged with the pattern.
  bool MayBe(const Scope& scope, const syntax::Name& name, model::ActorId actor) {
    const Value* bound = scope.Find(name.text);
    return bound == nullptr || !bound->member.valid() ||
           context_.member(bound->member).actor == actor;
  }

  void Option(const Scope& scope, std::size_t d, std::size_t k) {
    const model::HappeningId id = context_.model.decisions[d].options[k].happening;
    if (!context_.model.happenings[id.index()].act) return;
    const model::Act act = *context_.model.happenings[id.index()].act;
    for (const auto& [by, toward] : PairsOf(act)) {
      Scope bound(&scope);
      bool fits = true;
      for (const syntax::Dyad& dyad : node_.acts.dyads) {
        if (IsFree(bound, dyad.from)) bound.Bind(dyad.from.text, MemberOf(context_, by));
        if (IsFree(bound, dyad.to)) bound.Bind(dyad.to.text, MemberOf(context_, toward));
        fits = fits && MayBe(bound, dyad.from, by) && MayBe(bound, dyad.to, toward);
      }
      if (!fits) continue;
      const auto acts = ResolvePattern(context_, bound, node_.acts);
      if (!acts) {
        failed_ = true;
        return;
      }
      if (acts->HasPair(by, toward) && IsIn(context_, *acts, id)) Subtract(bound, d, k, *acts, id);
      if (failed_) return;
    }
  }

  void Subtract(const Scope& scope, std::size_t d, std::size_t k, const ActClass& acts,
                model::HappeningId id) {
    model::ExprId cost = LowerNumber(context_, scope, node_.cost, "an audience cost");
    if (!cost.valid()) {
      failed_ = true;
      return;
    }
    found_ = true;
    auto& pool = context_.model.expressions;
    model::ExprId guard = TopicGuard(context_, acts, id);
    if (acts.sign != syntax::ActSign::kAny) {
      guard = pool.And(guard, SignGuard(context_, id, acts.sign == syntax::ActSign::kHostile));
    }
    if (guard.valid()) cost = pool.Select(guard, cost, pool.Constant(0.0));
    model::DecisionOption& option = context_.model.decisions[d].options[k];
    if (option.utility.valid()) {
      option.utility = pool.Binary(model::Op::kSubtract, option.utility, cost);
    }
  }

  Context& context_;
  const AudienceCostDecl& node_;
  bool found_ = false, failed_ = false;
};

}  // namespace

void LowerAudienceCosts(Context& context) {
  check::ForEach<AudienceCostDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                const syntax::Decl& decl,
                                                const AudienceCostDecl& node) {
    CostLowerer lowerer(context, node);
    const Scope file(tree);
    for (const check::Element& element : Expand(context, file, node.head)) {
      if (context.exhausted) return;
      lowerer.Element(Bound(file, element));
    }
    if (lowerer.found()) return;
    context.Report(DiagnosticKind::kNothingToChange, decl.span,
                   fmt::format("no option of a decision is `{}`, so this costs nothing",
                               context.TextOf(node.acts.span)),
                   "audience costs weigh on options with `toward` and `weight`");
  });
}

}  // namespace entente::language::lower
