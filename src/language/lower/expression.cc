#include "language/lower/expression.h"

#include <utility>
#include <variant>

#include <fmt/format.h>

#include "language/lower/aggregate.h"
#include "language/lower/arithmetic.h"
#include "language/lower/happening.h"
#include "language/lower/intensity.h"
#include "language/lower/pending.h"
#include "language/lower/seasons.h"

namespace entente::language::lower {
namespace {

using check::Member;
using check::Space;
using check::Symbol;
using check::SymbolKind;
using check::TypeKind;
using model::Op;

constexpr model::StateMask kLatchOn = 2;

// One expression node; an operator() for each payload.
struct Lowerer {
  Context& context;
  const Scope& scope;
  SourceSpan span;

  model::ExpressionPool& pool() { return context.model.expressions; }

  Value operator()(const syntax::ErrorExpr&) { return {}; }
  Value operator()(const syntax::NumberExpr& e) {
    Value value = NumberValue(pool().Constant(e.value, span));
    value.type.zero = e.value == 0.0;
    return value;
  }
  Value operator()(const syntax::BoolExpr& e) { return ConstantTruth(context, e.value, span); }
  Value operator()(const syntax::DateExpr& e) {
    Value value;
    value.type = check::DateType();
    value.expr = pool().Constant(DayOf(context, e.date), span);
    return value;
  }
  Value operator()(const syntax::UnitExpr& e) {
    return ApplyUnit(context, Lower(context, scope, e.value), e.unit, span);
  }
  Value operator()(const syntax::UnaryExpr& e) {
    return ApplyUnary(context, e.op, Lower(context, scope, e.operand), span);
  }
  Value operator()(const syntax::ConditionalExpr& e) {
    const Value condition = Lower(context, scope, e.condition);
    const Value then_value = Lower(context, scope, e.then_value);
    const Value else_value = Lower(context, scope, e.else_value);
    return ApplyConditional(context, condition, then_value, else_value, span,
                            scope.at(e.condition).span);
  }
  Value operator()(const syntax::CallExpr& e) {
    std::vector<Value> arguments;
    for (const syntax::ExprId argument : e.arguments) {
      arguments.push_back(Lower(context, scope, argument));
    }
    return ApplyFunction(context, e.function, arguments, span);
  }
  Value operator()(const syntax::AggregateExpr& e) {
    return LowerAggregate(context, scope, e, span);
  }

  // A chain `a + b + c …` leans left and may be long: it is walked, not recursed into.
  Value operator()(const syntax::BinaryExpr& top) {
    struct Step {
      const syntax::BinaryExpr* expr;
      SourceSpan span;
    };
    std::vector<Step> chain = {{&top, span}};
    syntax::ExprId left = top.left;
    while (left.valid()) {
      const syntax::Expr& expr = scope.at(left);
      const auto* binary = std::get_if<syntax::BinaryExpr>(&expr.node);
      if (binary == nullptr) break;
      chain.push_back({binary, expr.span});
      left = binary->left;
    }
    Value value = Lower(context, scope, left);
    for (auto step = chain.rbegin(); step != chain.rend(); ++step) {
      value = ApplyBinary(context, step->expr->op, step->expr->op_span, value,
                          Lower(context, scope, step->expr->right), step->span);
    }
    return value;
  }

  // ---- names -----------------------------------------------------------------------------------

  Value Leaf(Op op, std::uint32_t index, const Type& type) {
    if (type.is_error()) return {};
    Value value;
    value.type = type;
    value.expr = pool().Leaf(op, index, span);
    return value;
  }

  Value operator()(const syntax::NameExpr& e) {
    const syntax::Ref& ref = e.ref;
    if (!ref.name.present()) return {};
    if (ref.indices.empty()) {
      if (const Value* bound = scope.Find(ref.name.text); bound != nullptr) return *bound;
    }
    Symbol* symbol = context.symbols.Find(Space::kThing, ref.name.text);
    if (symbol == nullptr) {
      std::vector<std::string> names = context.symbols.Names(Space::kThing);
      for (const std::string& name : scope.Names()) names.push_back(name);
      context.Unknown("anything that has a value", ref.name, names);
      return {};
    }
    symbol->used = true;
    return Read(*symbol, ref);
  }

  Value Read(const Symbol& symbol, const syntax::Ref& ref) {
    switch (symbol.kind) {
      case SymbolKind::kMember:
        return ReadMember(symbol, ref);
      case SymbolKind::kNotExecuted:
        return {};
      case SymbolKind::kTable:
      case SymbolKind::kParameter:
      case SymbolKind::kQuantity:
      case SymbolKind::kDefinition:
      case SymbolKind::kIssue:
        break;
      default:
        context.Report(DiagnosticKind::kWrongKind, span,
                       fmt::format("`{}` is {}, which has no value", symbol.name,
                                   NameOf(symbol.kind)),
                       symbol.kind == SymbolKind::kEvent
                           ? fmt::format("`time since {}` has one", symbol.name)
                           : std::string());
        return {};
    }
    const auto index = ElementOf(context, scope, symbol, ref);
    if (!index) return {};
    switch (symbol.kind) {
      case SymbolKind::kTable: {
        // The elements of a table number its cells.
        const std::vector<double>& cells = context.table_cells[symbol.position];
        Value value = NumberValue(pool().Constant(cells[*index], span));
        value.type = context.table_types[symbol.position];
        return value;
      }
      case SymbolKind::kParameter:
        return Leaf(Op::kParameter, *index, context.parameter_types[*index]);
      case SymbolKind::kQuantity:
        return Leaf(Op::kQuantity, *index,
                    QuantityType(context, model::QuantityId(*index), span));
      case SymbolKind::kDefinition:
        return Leaf(Op::kDefinition, *index,
                    DefinitionType(context, model::DefinitionId(*index), span));
      default: {
        const model::IssueId issue(*index);
        if (context.issues[*index].is_latch) return InStates(issue, kLatchOn, false);
        Value value;
        value.type.kind = TypeKind::kIssue;
        value.issue = issue;
        return value;
      }
    }
  }

  Value ReadMember(const Symbol& symbol, const syntax::Ref& ref) {
    if (!ref.indices.empty()) {
      context.Report(DiagnosticKind::kWrongIndex, span,
                     fmt::format("`{}` is a member of a set and takes no index", symbol.name));
      return {};
    }
    Value value;
    value.type.kind = TypeKind::kMember;
    value.member = symbol.member;
    return value;
  }

  Value operator()(const syntax::AttributeExpr& e) {
    const Value object = Lower(context, scope, e.object);
    if (object.is_error() || !e.attribute.present()) return {};
    if (object.type.kind == TypeKind::kMember) return MemberAttribute(object.member, e.attribute);
    if (object.type.kind == TypeKind::kIssue) return StateAttribute(object.issue, e.attribute);
    ReportWrongType(context, object, "an actor, an issue or an office",
                    fmt::format("what `.{}` is asked of", e.attribute.text), span);
    return {};
  }

  Value MemberAttribute(check::MemberId id, const syntax::Name& name) {
    const Member& member = context.member(id);
    const auto place = member.attributes.find(name.text);
    if (place == member.attributes.end()) {
      std::vector<std::string> names;
      for (const auto& [known, value] : member.attributes) names.push_back(known);
      const auto nearest = NearestName(name.text, names);
      context.Report(DiagnosticKind::kUnknownAttribute, name.span,
                     fmt::format("`{}` has no attribute `{}`", member.name, name.text),
                     nearest ? fmt::format("did you mean `{}`?", *nearest)
                             : fmt::format("declare it: `{} {{ {} 0.5 }}`", member.name, name.text));
      return {};
    }
    Value value = NumberValue(pool().Constant(place->second.value, span));
    value.type.time_halves = place->second.time_halves;
    return value;
  }

  Value StateAttribute(model::IssueId issue, const syntax::Name& name) {
    const check::IssueInfo& info = context.issues[issue.index()];
    const model::Issue& declared = context.model.issues[issue.index()];
    const auto place = info.attributes.find(name.text);
    if (place == info.attributes.end()) {
      std::vector<std::string> names;
      for (const auto& [known, column] : info.attributes) names.push_back(known);
      const auto nearest = NearestName(name.text, names);
      context.Report(DiagnosticKind::kUnknownAttribute, name.span,
                     fmt::format("no state of `{}` has an attribute `{}`",
                                 declared.provenance.name, name.text),
                     nearest ? fmt::format("did you mean `{}`?", *nearest) : std::string());
      return {};
    }
    for (std::size_t i = 0; i < declared.states.size(); ++i) {
      if (place->second.present[i]) continue;
      context.Report(DiagnosticKind::kUnknownAttribute, name.span,
                     fmt::format("state `{}` of `{}` has no attribute `{}`; every state needs one "
                                 "that is read",
                                 declared.states[i].name, declared.provenance.name, name.text),
                     fmt::format("write `{} {{ {} 0 }}`", declared.states[i].name, name.text));
      return {};
    }
    Value value = NumberValue(pool().StateValue(issue, place->second.table, span));
    value.type.time_halves = place->second.time_halves;
    return value;
  }

  // ---- states ----------------------------------------------------------------------------------

  Value operator()(const syntax::StateTestExpr& e) {
    const Value subject = Lower(context, scope, e.subject);
    if (subject.is_error()) return {};
    if (subject.type.kind == TypeKind::kMember) {
      const check::MemberId other = MemberNamed(context, scope, e.state);
      if (!other.valid()) return {};
      return ConstantTruth(context, (subject.member == other) != e.negated, span);
    }
    if (subject.type.kind != TypeKind::kIssue) {
      ReportWrongType(context, subject, "an issue, an office or a member", "what stands before `is`",
                      span);
      return {};
    }
    const auto state = StateOf(context, subject.issue, e.state);
    if (!state) return {};
    return InStates(subject.issue, model::StateMask{1} << *state, e.negated);
  }

  Value InStates(model::IssueId issue, model::StateMask mask, bool negated) {
    const std::size_t count = context.model.issues[issue.index()].states.size();
    const model::StateMask all =
        count >= model::kMaxStates ? ~model::StateMask{0} : (model::StateMask{1} << count) - 1;
    return TruthValue(pool().IssueIn(issue, negated ? all & ~mask : mask, span));
  }

  Value operator()(const syntax::MembershipExpr& e) {
    const Value subject = Lower(context, scope, e.subject);
    if (subject.is_error()) return {};
    if (subject.type.kind == TypeKind::kMember) {
      const std::vector<check::MemberId> members = MembersOf(context, scope, e.set);
      bool found = false;
      for (const check::MemberId member : members) found = found || member == subject.member;
      return ConstantTruth(context, found != e.negated, span);
    }
    if (subject.type.kind != TypeKind::kIssue) {
      ReportWrongType(context, subject, "an issue, an office or a member",
                      "what stands before `in`", span);
      return {};
    }
    model::StateMask mask = 0;
    std::vector<syntax::Name> states = e.set.members;
    if (e.set.form == syntax::SetForm::kNamed) states = {e.set.name};
    bool sound = true;
    for (const syntax::Name& name : states) {
      const auto state = StateOf(context, subject.issue, name);
      sound = sound && state.has_value();
      if (state) mask |= model::StateMask{1} << *state;
    }
    if (!sound) return {};
    return InStates(subject.issue, mask, e.negated);
  }

  // ---- clocks ----------------------------------------------------------------------------------

  Value operator()(const syntax::TimeInExpr& e) {
    const model::IssueId issue = e.issue ? IssueOf(context, scope, *e.issue) : scope.issue();
    if (!issue.valid()) {
      if (!e.issue) {
        context.Report(DiagnosticKind::kMissingClause, span,
                       fmt::format("`time in {}` stands outside an issue, so it must say which "
                                   "issue is meant", e.state.text),
                       fmt::format("write `time in {} of ISSUE`", e.state.text));
      }
      return {};
    }
    const auto state = StateOf(context, issue, e.state);
    if (!state) return {};
    const model::ExprId inside = pool().IssueIn(issue, model::StateMask{1} << *state, span);
    const model::ExprId clock = pool().Leaf(Op::kTimeInState, issue.index(), span);
    return NumberValue(pool().Select(inside, clock, pool().Constant(0.0, span), span),
                       check::kDuration);
  }

  Value operator()(const syntax::TimeSinceExpr& e) {
    model::ExprId least;
    for (const model::HappeningId happening : HappeningsOf(context, scope, e.happening)) {
      const model::ExprId since = pool().Leaf(Op::kTimeSince, happening.index(), span);
      least = least.valid() ? pool().Binary(Op::kMin, least, since, span) : since;
    }
    if (!least.valid()) return {};
    return NumberValue(least, check::kDuration);
  }

  Value operator()(const syntax::TimeUntilElectionExpr& e) {
    const model::ActorId actor = ActorNamed(context, scope, e.actor);
    if (!actor.valid()) return {};
    const std::string& name = context.model.actors[actor.index()].provenance.name;
    const auto calendar = context.elections.find(name);
    if (calendar == context.elections.end()) {
      context.Report(DiagnosticKind::kUnknownName, e.actor.span,
                     fmt::format("`{}` has no office with an election", name));
      return {};
    }
    return NumberValue(pool().Leaf(Op::kTimeUntil, calendar->second.index(), span),
                       check::kDuration);
  }

  // ---- pressures -------------------------------------------------------------------------------

  Value operator()(const syntax::PressureExpr& e) {
    const model::ActorId from = ActorNamed(context, scope, e.from);
    const model::ActorId to = ActorNamed(context, scope, e.to);
    model::TrackId track;
    const auto* name =
        e.track.valid() ? std::get_if<syntax::NameExpr>(&scope.at(e.track).node) : nullptr;
    const bool all = name != nullptr && name->ref.indices.empty() && name->ref.name.text == "all";
    if (e.track.valid() && !all) {
      const Value value = Lower(context, scope, e.track);
      if (value.is_error()) return {};
      if (value.type.kind != TypeKind::kMember ||
          !context.member(value.member).track.valid()) {
        ReportWrongType(context, value, "a track", "the last index of a pressure",
                        scope.at(e.track).span);
        return {};
      }
      track = context.member(value.member).track;
    }
    if (!from.valid() || !to.valid()) return {};
    if (!context.pressures_known) {
      context.Report(DiagnosticKind::kCyclicDefinition, span,
                     "a pressure is read by the weight of an act or the strength of a linkage, "
                     "from which the pressures are made");
      return {};
    }
    if (!context.Spend(1 + context.model.pressures.size() / 16, span)) return {};
    model::ExprId sum = pool().Constant(0.0, span);
    for (std::size_t i = 0; i < context.model.pressures.size(); ++i) {
      const model::Pressure& pressure = context.model.pressures[i];
      if (pressure.by != from || pressure.toward != to || !pressure.raises) continue;
      if (pressure.hostile == e.goodwill || (track.valid() && pressure.track != track)) continue;
      sum = pool().Add(sum, pool().Leaf(Op::kPressure, static_cast<std::uint32_t>(i), span));
    }
    return NumberValue(sum);
  }

  // ---- clocks of the year, intensities, what no single world can read ------------------------

  Value operator()(const syntax::SeasonExpr& e) { return LowerSeason(context, scope, e, span); }
  Value operator()(const syntax::IntensityExpr& e) {
    return LowerIntensity(context, scope, e.acts, span);
  }
  Value operator()(const syntax::ProbeExpr&) { return OfManyWorlds(); }
  Value operator()(const syntax::RateOfExpr&) { return OfManyWorlds(); }
  Value operator()(const syntax::CausationExpr&) { return OfManyWorlds(); }
  Value OfManyWorlds() {
    context.Report(DiagnosticKind::kWrongKind, span,
                   "this is a number of many worlds, which no single world can read",
                   "probabilities, rates and causes belong in a `claim`");
    return {};
  }
};

}  // namespace

Value Lower(Context& context, const Scope& scope, syntax::ExprId id) {
  if (!id.valid()) return {};
  const syntax::Expr& expr = scope.at(id);
  if (!context.Spend(1, expr.span) || !context.Descend(expr.span)) return {};
  const Value value = std::visit(Lowerer{context, scope, expr.span}, expr.node);
  --context.depth;
  return value;
}

}  // namespace entente::language::lower
