#include <fmt/format.h>

#include <cmath>

#include "model/print/print.h"

namespace entente::model {
namespace {

// Binding strength of operators, loosest first.
enum Precedence {
  kSelectP,
  kOrP,
  kAndP,
  kNotP,
  kCompareP,
  kSumP,
  kProductP,
  kUnaryP,
  kPowerP,
  kLeafP
};

Precedence PrecedenceOf(Op op) {
  switch (op) {
    case Op::kSelect:
      return kSelectP;
    case Op::kOr:
      return kOrP;
    case Op::kAnd:
      return kAndP;
    case Op::kNot:
      return kNotP;
    case Op::kLess:
    case Op::kLessEqual:
    case Op::kEqual:
    case Op::kNotEqual:
      return kCompareP;
    case Op::kAdd:
    case Op::kSubtract:
      return kSumP;
    case Op::kMultiply:
    case Op::kDivide:
      return kProductP;
    case Op::kNegate:
      return kUnaryP;
    case Op::kPower:
      return kPowerP;
    default:
      return kLeafP;
  }
}

class Printer {
 public:
  Printer(const Model& model, std::size_t limit) : model_(model), limit_(limit) {}

  std::string Print(ExprId id) {
    Write(id, kSelectP, 0);
    if (text_.size() > limit_) {
      text_.resize(limit_);
      text_ += "…";
    }
    return std::move(text_);
  }

 private:
  // Deep chains are cut too: the printer must not exhaust the stack on a program's model.
  static constexpr int kMaxDepth = 2'000;

  void Write(ExprId id, Precedence outer, int depth);
  void WriteOperator(const Expression& node, int depth);
  void WriteLeaf(const Expression& node);
  void WriteStates(const Expression& node);

  const Model& model_;
  std::size_t limit_;
  std::string text_;
};

void Printer::WriteStates(const Expression& node) {
  const Issue& issue = model_.issues[node.index];
  std::string names;
  int count = 0;
  for (std::size_t i = 0; i < issue.states.size(); ++i) {
    if ((node.mask >> i & 1) == 0) continue;
    names += (count++ > 0 ? ", " : "") + issue.states[i].name;
  }
  text_ += count == 1 ? fmt::format("{} is {}", issue.provenance.name, names)
                      : fmt::format("{} in {{{}}}", issue.provenance.name, names);
}

void Printer::WriteLeaf(const Expression& node) {
  const auto name = [&node](const auto& elements) { return elements[node.index].provenance.name; };
  switch (node.op) {
    case Op::kConstant:
      text_ += PrintNumber(node.value);
      return;
    case Op::kParameter:
      text_ += name(model_.parameters);
      return;
    case Op::kQuantity:
      text_ += name(model_.quantities);
      return;
    case Op::kPressure:
      text_ += fmt::format("pressure({})", model_.pressures[node.index].name);
      return;
    case Op::kDefinition:
      text_ += name(model_.definitions);
      return;
    case Op::kIssueIn:
      WriteStates(node);
      return;
    case Op::kStateValue: {
      text_ += fmt::format("{}.{{", name(model_.issues));
      const std::vector<double>& table = model_.state_tables[node.table.index()];
      for (std::size_t i = 0; i < table.size(); ++i) {
        text_ += fmt::format("{}{} {}", i > 0 ? ", " : "", model_.issues[node.index].states[i].name,
                             PrintNumber(table[i]));
      }
      text_ += "}";
      return;
    }
    case Op::kTime:
      text_ += "time";
      return;
    case Op::kTimeInState:
      text_ += fmt::format("time in state of {}", name(model_.issues));
      return;
    case Op::kTimeSince:
      text_ += fmt::format("time since {}", name(model_.happenings));
      return;
    case Op::kTimeUntil:
      text_ += fmt::format("time until calendar {}", node.index);
      return;
    default:
      text_ += "?";
      return;
  }
}

void Printer::WriteOperator(const Expression& node, int depth) {
  const Precedence own = PrecedenceOf(node.op);
  // The right operand binds one step tighter, so that a - (b - c) keeps its brackets.
  const auto tighter = static_cast<Precedence>(own + 1);
  switch (node.op) {
    case Op::kNegate:
    case Op::kNot:
      text_ += node.op == Op::kNot ? "not " : "-";
      Write(node.a, tighter, depth);
      return;
    case Op::kAbs:
    case Op::kExp:
    case Op::kLog:
    case Op::kSqrt:
    case Op::kMin:
    case Op::kMax:
      text_ += fmt::format("{}(", OpName(node.op));
      Write(node.a, kSelectP, depth);
      if (OperandCount(node.op) == 2) {
        text_ += ", ";
        Write(node.b, kSelectP, depth);
      }
      text_ += ")";
      return;
    case Op::kSelect:
      Write(node.b, tighter, depth);
      text_ += " if ";
      Write(node.a, tighter, depth);
      text_ += " else ";
      Write(node.c, own, depth);
      return;
    default:
      Write(node.a, own == kCompareP || own == kPowerP ? tighter : own, depth);
      text_ += fmt::format(" {} ", OpName(node.op));
      Write(node.b, tighter, depth);
      return;
  }
}

void Printer::Write(ExprId id, Precedence outer, int depth) {
  if (text_.size() > limit_ || depth > kMaxDepth) {
    text_.append(text_.size() > limit_ ? 0 : 1, '?');
    return;
  }
  const Expression& node = model_.expressions[id];
  if (OperandCount(node.op) == 0) {
    WriteLeaf(node);
    return;
  }
  const bool brackets = PrecedenceOf(node.op) < outer;
  if (brackets) text_ += "(";
  WriteOperator(node, depth + 1);
  if (brackets) text_ += ")";
}

}  // namespace

std::string PrintNumber(double value) { return fmt::format("{}", value); }

std::string PrintExpression(const Model& model, ExprId id, std::size_t limit) {
  return id.valid() ? Printer(model, limit).Print(id) : "always";
}

std::string PrintPrior(const Prior& prior) {
  switch (prior.kind) {
    case PriorKind::kPoint:
      return PrintNumber(prior.a);
    case PriorKind::kNormal:
      return fmt::format("normal(mean {}, sd {})", prior.a, prior.b);
    case PriorKind::kLognormal:
      return fmt::format("lognormal(median {}, sd of log {})", prior.a, prior.b);
    case PriorKind::kLogitNormal:
      return fmt::format("logit-normal(mean {}, sd {})", prior.a, prior.b);
    case PriorKind::kBeta:
      return fmt::format("beta({}, {})", prior.a, prior.b);
    case PriorKind::kUniform:
      return fmt::format("uniform({}, {})", prior.a, prior.b);
    case PriorKind::kGamma:
      return fmt::format("gamma(shape {}, rate {})", prior.a, prior.b);
    case PriorKind::kTriangular:
      return fmt::format("triangular({}, {}, {})", prior.a, prior.b, prior.c);
  }
  return "?";
}

}  // namespace entente::model
