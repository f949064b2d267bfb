// Expressions, sets and references as s-expressions.
#include <fmt/format.h>

#include <array>

#include "language/syntax/dump.h"

namespace entente::language::syntax {
namespace {

std::string_view NameOf(TimeUnit unit) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"day", "week", "month", "year"});
  return kNames[static_cast<std::size_t>(unit)];
}

std::string NameOf(const Unit& unit) {
  switch (unit.kind) {
    case UnitKind::kPercent:
      return "percent";
    case UnitKind::kPoints:
      return "points";
    case UnitKind::kDuration:
      return std::string(NameOf(unit.time));
    case UnitKind::kPer:
      return fmt::format("per-{}", NameOf(unit.time));
    case UnitKind::kPerSqrt:
      break;
  }
  return fmt::format("per-sqrt-{}", NameOf(unit.time));
}

std::string_view NameOf(BinaryOp op) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"+", "-", "*", "/", "^", "<", "<=", ">", ">=", "=", "!=", "and", "or"});
  return kNames[static_cast<std::size_t>(op)];
}

std::string_view NameOf(AggregateOp op) {
  static constexpr auto kNames = std::to_array<std::string_view>(
      {"sum", "mean", "min", "max", "count", "any", "all", "product"});
  return kNames[static_cast<std::size_t>(op)];
}

// One overload a payload.
struct Renderer {
  const Dumper& dump;

  std::string operator()(const ErrorExpr&) const { return "(error)"; }
  std::string operator()(const NumberExpr& e) const { return fmt::format("{}", e.value); }
  std::string operator()(const BoolExpr& e) const { return e.value ? "true" : "false"; }
  std::string operator()(const DateExpr& e) const { return FormatDate(e.date); }
  std::string operator()(const UnitExpr& e) const {
    return Dumper::Form(NameOf(e.unit), {dump.Of(e.value)});
  }
  std::string operator()(const NameExpr& e) const { return dump.Of(e.ref); }
  std::string operator()(const AttributeExpr& e) const {
    return Dumper::Form(".", {dump.Of(e.object), e.attribute.text});
  }
  std::string operator()(const CallExpr& e) const {
    return Dumper::Form("call", {e.function.text, dump.List(e.arguments)});
  }
  std::string operator()(const UnaryExpr& e) const {
    return Dumper::Form(e.op == UnaryOp::kMinus ? "-" : "not", {dump.Of(e.operand)});
  }
  std::string operator()(const BinaryExpr& e) const {
    return Dumper::Form(NameOf(e.op), {dump.Of(e.left), dump.Of(e.right)});
  }
  std::string operator()(const ConditionalExpr& e) const {
    return Dumper::Form("if",
                        {dump.Of(e.condition), dump.Of(e.then_value), dump.Of(e.else_value)});
  }
  std::string operator()(const StateTestExpr& e) const {
    return Dumper::Form(e.negated ? "is-not" : "is", {dump.Of(e.subject), e.state.text});
  }
  std::string operator()(const MembershipExpr& e) const {
    return Dumper::Form(e.negated ? "not-in" : "in", {dump.Of(e.subject), dump.Of(e.set)});
  }
  std::string operator()(const AggregateExpr& e) const {
    return Dumper::Form(NameOf(e.op), {dump.Of(e.head), dump.Of(e.body)});
  }
  std::string operator()(const TimeInExpr& e) const {
    return Dumper::Form("time-in", {e.state.text, e.issue ? dump.Of(*e.issue) : ""});
  }
  std::string operator()(const TimeSinceExpr& e) const {
    return Dumper::Form("time-since", {dump.Of(e.happening)});
  }
  std::string operator()(const TimeUntilElectionExpr& e) const {
    return Dumper::Form("time-until-election", {e.actor.text});
  }
  std::string operator()(const SeasonExpr& e) const {
    std::vector<std::string> parts;
    for (const SeasonPart& part : e.parts) {
      parts.push_back(
          Dumper::Form("from", {Dumper::Of(part.from), Dumper::Of(part.to), dump.Of(part.value)}));
    }
    parts.push_back(dump.Maybe("else", e.otherwise));
    return Dumper::Form("season", parts);
  }
  std::string operator()(const PressureExpr& e) const {
    return Dumper::Form(e.goodwill ? "goodwill" : "heat",
                        {e.from.text, e.to.text, dump.Of(e.track)});
  }
  std::string operator()(const IntensityExpr& e) const {
    return Dumper::Form("intensity", {dump.Of(e.acts)});
  }
  std::string operator()(const ProbeExpr& e) const {
    return Dumper::Form("probe", {e.functional.text, dump.Of(e.outcome),
                                  dump.Maybe("level", e.level), dump.List("under", e.under),
                                  dump.Maybe("given", e.given)});
  }
  std::string operator()(const RateOfExpr& e) const {
    return Dumper::Form("rate-of", {dump.Of(e.happening), dump.Maybe("while", e.guard)});
  }
  std::string operator()(const CausationExpr& e) const {
    return Dumper::Form(e.sufficiency ? "sufficiency" : "necessity",
                        {dump.Of(e.cause), dump.Of(e.effect)});
  }
};

}  // namespace

std::string Dumper::Join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += ' ';
    out += part;
  }
  return out;
}

std::string Dumper::Form(std::string_view head, const std::vector<std::string>& parts) {
  const std::string inside = Join(parts);
  return inside.empty() ? "" : fmt::format("({} {})", head, inside);
}

std::string Dumper::Expression(ExprId id) const {
  return id.valid() ? std::visit(Renderer{*this}, tree_.at(id).node) : "";
}

std::string Dumper::Of(const MonthDay& day) {
  return fmt::format("{:02}-{:02}", day.month, day.day);
}

std::string Dumper::Of(const Ref& ref) const {
  if (ref.indices.empty()) return ref.name.text;
  return fmt::format("{}[{}]", ref.name.text, List(ref.indices));
}

std::string Dumper::Of(const Set& set) const {
  switch (set.form) {
    case SetForm::kNamed:
      return set.name.text;
    case SetForm::kListed:
      return fmt::format("{{{}}}", List(set.members));
    case SetForm::kFiltered:
      return fmt::format("{{{} in {} where {}}}", set.variable.text, set.name.text,
                         Expression(set.where));
    case SetForm::kRange:
      break;
  }
  return fmt::format("{}..{}", Expression(set.low), Expression(set.high));
}

std::string Dumper::Of(const IndexHead& head) const {
  std::vector<std::string> parts;
  for (const Binding& binding : head.bindings) {
    parts.push_back(Form("in", {List(binding.variables), Of(binding.set)}));
  }
  parts.push_back(Maybe("where", head.where));
  return Form("for", parts);
}

}  // namespace entente::language::syntax
