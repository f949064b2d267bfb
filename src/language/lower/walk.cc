#include "language/lower/walk.h"

#include <utility>
#include <variant>

namespace entente::language::lower {
namespace {

using syntax::ExprId;

struct Children {
  std::vector<ExprId> found;

  void Add(ExprId id) {
    if (id.valid()) found.push_back(id);
  }
  void Add(const syntax::Ref& ref) {
    for (const ExprId index : ref.indices) Add(index);
  }
  void Add(const syntax::IndexHead& head) {
    for (const syntax::Binding& binding : head.bindings) Add(binding.set.where);
    Add(head.where);
  }

  void operator()(const syntax::ErrorExpr&) {}
  void operator()(const syntax::NumberExpr&) {}
  void operator()(const syntax::BoolExpr&) {}
  void operator()(const syntax::DateExpr&) {}
  void operator()(const syntax::UnitExpr& e) { Add(e.value); }
  void operator()(const syntax::NameExpr& e) { Add(e.ref); }
  void operator()(const syntax::AttributeExpr& e) { Add(e.object); }
  void operator()(const syntax::CallExpr& e) {
    for (const ExprId argument : e.arguments) Add(argument);
  }
  void operator()(const syntax::UnaryExpr& e) { Add(e.operand); }
  void operator()(const syntax::BinaryExpr& e) {
    Add(e.left);
    Add(e.right);
  }
  void operator()(const syntax::ConditionalExpr& e) {
    Add(e.then_value);
    Add(e.condition);
    Add(e.else_value);
  }
  void operator()(const syntax::StateTestExpr& e) { Add(e.subject); }
  void operator()(const syntax::MembershipExpr& e) {
    Add(e.subject);
    Add(e.set.where);
  }
  void operator()(const syntax::AggregateExpr& e) {
    Add(e.head);
    Add(e.body);
  }
  void operator()(const syntax::TimeInExpr& e) {
    if (e.issue) Add(*e.issue);
  }
  void operator()(const syntax::TimeSinceExpr& e) { Add(e.happening.target); }
  void operator()(const syntax::TimeUntilElectionExpr&) {}
  void operator()(const syntax::SeasonExpr& e) {
    for (const syntax::SeasonPart& part : e.parts) Add(part.value);
    Add(e.otherwise);
  }
  void operator()(const syntax::PressureExpr& e) { Add(e.track); }
  void operator()(const syntax::IntensityExpr&) {}
  void operator()(const syntax::ProbeExpr& e) {
    Add(e.outcome);
    Add(e.level);
    Add(e.given);
  }
  void operator()(const syntax::RateOfExpr& e) {
    Add(e.happening.target);
    Add(e.guard);
  }
  void operator()(const syntax::CausationExpr& e) {
    Add(e.cause.target);
    Add(e.effect.target);
  }
};

}  // namespace

std::vector<syntax::ExprId> ChildrenOf(const syntax::Expr& expr) {
  Children children;
  std::visit([&](const auto& node) { children(node); }, expr.node);
  return std::move(children.found);
}

}  // namespace entente::language::lower
