#include "engine/plan/lane_compiler.h"

#include <algorithm>
#include <unordered_map>

#include "base/check.h"

namespace entente::engine {
namespace {

using model::Op;

constexpr std::size_t kMaxTable = 256;

LaneOp LaneOpOf(Op op) {
  switch (op) {
    case Op::kNegate: return LaneOp::kNegate;
    case Op::kAbs: return LaneOp::kAbs;
    case Op::kExp: return LaneOp::kExp;
    case Op::kLog: return LaneOp::kLog;
    case Op::kSqrt: return LaneOp::kSqrt;
    case Op::kNot: return LaneOp::kNot;
    case Op::kAdd: return LaneOp::kAdd;
    case Op::kSubtract: return LaneOp::kSubtract;
    case Op::kMultiply: return LaneOp::kMultiply;
    case Op::kDivide: return LaneOp::kDivide;
    case Op::kPower: return LaneOp::kPower;
    case Op::kMin: return LaneOp::kMin;
    case Op::kMax: return LaneOp::kMax;
    case Op::kLess: return LaneOp::kLess;
    case Op::kLessEqual: return LaneOp::kLessEqual;
    case Op::kEqual: return LaneOp::kEqual;
    case Op::kNotEqual: return LaneOp::kNotEqual;
    case Op::kAnd: return LaneOp::kAnd;
    case Op::kOr: return LaneOp::kOr;
    case Op::kSelect: return LaneOp::kSelect;
    default: break;
  }
  ENTENTE_CHECK(false);
  return LaneOp::kValue;
}

// Evaluates with states only: what a table entry needs.
struct StateContext {
  const std::vector<double>& tables;
  const std::vector<std::uint8_t>& states;
  double Row(std::uint32_t) { return 0.0; }
  double Continuous(std::uint32_t) { return 0.0; }
  std::uint64_t State(std::uint32_t issue) { return states[issue]; }
  double StateTable(std::uint64_t at) { return tables[at]; }
  double Time() { return 0.0; }
  double TimeInState(std::uint32_t) { return 0.0; }
  double TimeSince(std::uint32_t) { return 0.0; }
  double TimeUntil(std::uint32_t) { return 0.0; }
};

}  // namespace

LaneInstr LaneCompiler::Leaf(const model::Expression& node) const {
  LaneInstr instr;
  instr.index = node.index;
  switch (node.op) {
    case Op::kConstant:
      instr.op = LaneOp::kValue;
      instr.imm = node.value;
      break;
    case Op::kQuantity:
      if (plan_.quantity_continuous[node.index] != kNoIndex) {
        instr.op = LaneOp::kContinuous;
        instr.index = plan_.quantity_continuous[node.index];
      } else {
        instr.op = LaneOp::kStatic;
        instr.index = plan_.quantity_rows[node.index];
      }
      break;
    case Op::kPressure:
      instr.op = LaneOp::kContinuous;
      instr.index = plan_.pressure_continuous[node.index];
      break;
    case Op::kIssueIn:
      instr.op = LaneOp::kIssueIn;
      instr.mask = node.mask;
      break;
    case Op::kStateValue: {
      instr.op = LaneOp::kStateValue;
      std::uint64_t offset = 0;
      for (std::uint32_t t = 0; t < node.table.index(); ++t) {
        offset += model_.state_tables[t].size();
      }
      instr.mask = offset;
      break;
    }
    case Op::kTime: instr.op = LaneOp::kTime; break;
    case Op::kTimeInState: instr.op = LaneOp::kTimeInState; break;
    case Op::kTimeSince:
      instr.op = LaneOp::kTimeSince;
      instr.index = plan_.happenings[node.index].clock;
      break;
    case Op::kTimeUntil: instr.op = LaneOp::kTimeUntil; break;
    default: ENTENTE_CHECK(false);
  }
  return instr;
}

// Post-order, iterative: the parser bounds depth, but models may also be built by programs.
std::uint32_t LaneCompiler::Emit(model::ExprId root, std::vector<LaneInstr>& code) {
  std::unordered_map<std::uint32_t, std::uint16_t> register_of;
  struct Frame { model::ExprId id; bool expanded; };
  std::vector<Frame> stack{{root, false}};
  while (!stack.empty()) {
    const Frame frame = stack.back();
    stack.pop_back();
    if (register_of.count(frame.id.index()) != 0) continue;
    const model::Expression& node = model_.expressions[frame.id];
    const auto finish = [&](const LaneInstr& instr) {
      register_of[frame.id.index()] = static_cast<std::uint16_t>(code.size());
      code.push_back(instr);
    };
    if (node.op != Op::kConstant && is_world_(frame.id)) {
      LaneInstr instr;
      instr.op = LaneOp::kRow;
      instr.index = pin_(frame.id);
      finish(instr);
      continue;
    }
    if (node.op == Op::kDefinition) {
      const model::ExprId inner = model_.definitions[node.index].value;
      const auto found = register_of.find(inner.index());
      if (found != register_of.end()) {
        register_of[frame.id.index()] = found->second;
      } else {
        stack.push_back({frame.id, true});
        stack.push_back({inner, false});
      }
      continue;
    }
    if (OperandCount(node.op) == 0) {
      finish(Leaf(node));
      continue;
    }
    if (!frame.expanded) {
      stack.push_back({frame.id, true});
      for (const model::ExprId operand : {node.c, node.b, node.a}) {
        if (operand.valid()) stack.push_back({operand, false});
      }
      continue;
    }
    LaneInstr instr;
    instr.op = LaneOpOf(node.op);
    if (node.a.valid()) instr.a = register_of.at(node.a.index());
    if (node.b.valid()) instr.b = register_of.at(node.b.index());
    if (node.c.valid()) instr.c = register_of.at(node.c.index());
    finish(instr);
    if (code.size() >= kMaxLaneInstructions) {
      failed_ = true;
      return 0;
    }
  }
  return register_of.at(root.index());
}

bool LaneCompiler::Tabulate(model::ExprId expression, LaneCode& code) {
  const Reads reads = CollectReads(model_, expression);
  if (!reads.Discrete() || !reads.parameters.empty() || reads.issues.empty()) return false;
  std::size_t size = 1;
  for (const auto& [issue, classes] : reads.issues) {
    size *= ClassCount(classes, model_.issues[issue].states.size());
    if (size > kMaxTable) return false;
  }
  const std::uint32_t digits_begin = static_cast<std::uint32_t>(plan_.digits.size());
  std::size_t stride = 1;
  std::vector<std::pair<std::uint32_t, std::vector<std::uint8_t>>> representatives;
  for (const auto& [issue, classes] : reads.issues) {
    const std::size_t states = model_.issues[issue].states.size();
    const std::uint32_t count = ClassCount(classes, states);
    TableDigit digit;
    digit.issue = issue;
    std::vector<std::uint8_t> representative(count, 0);
    for (std::size_t s = states; s-- > 0;) {
      digit.offset[s] = static_cast<std::uint8_t>(stride * classes[s]);
      representative[classes[s]] = static_cast<std::uint8_t>(s);
    }
    representatives.emplace_back(issue, std::move(representative));
    plan_.digits.push_back(digit);
    stride *= count;
  }
  code.kind = LaneCode::Kind::kTable;
  code.table = static_cast<std::uint32_t>(plan_.table_values.size());
  std::vector<std::uint8_t> states(model_.issues.size(), 0);
  StateContext context{plan_.state_tables, states};
  for (std::size_t entry = 0; entry < size; ++entry) {
    std::size_t rest = entry;
    for (const auto& [issue, representative] : representatives) {
      states[issue] = representative[rest % representative.size()];
      rest /= representative.size();
    }
    plan_.table_values.push_back(RunLaneCode(plan_.lane_code.data() + code.begin,
                                         code.end - code.begin, Math(), context));
  }
  code.begin = digits_begin;
  code.end = static_cast<std::uint32_t>(plan_.digits.size());
  return true;
}

LaneCode LaneCompiler::Compile(model::ExprId expression) {
  LaneCode result;
  if (!expression.valid() || failed_) return result;
  const model::Expression& node = model_.expressions[expression];
  if (node.op == Op::kConstant) {
    result.kind = LaneCode::Kind::kConstant;
    result.value = node.value;
    return result;
  }
  if (is_world_(expression)) {
    result.kind = LaneCode::Kind::kRow;
    result.begin = pin_(expression);
    return result;
  }
  std::vector<LaneInstr> code;
  const std::uint32_t value = Emit(expression, code);
  if (failed_) return result;
  // The value must be the last instruction: true unless the root is a definition of an earlier one.
  if (value + 1 != code.size()) {
    LaneInstr copy;
    copy.op = LaneOp::kMax;
    copy.a = copy.b = static_cast<std::uint16_t>(value);
    code.push_back(copy);
  }
  FuseLaneCode(code);
  result.kind = LaneCode::Kind::kProgram;
  result.begin = static_cast<std::uint32_t>(plan_.lane_code.size());
  plan_.lane_code.insert(plan_.lane_code.end(), code.begin(), code.end());
  result.end = static_cast<std::uint32_t>(plan_.lane_code.size());
  const std::uint32_t begin = result.begin;
  if (Tabulate(expression, result)) {
    plan_.lane_code.resize(begin);
  } else {
    result.table = static_cast<std::uint32_t>(plan_.lane_programs.size());
    plan_.lane_programs.push_back({result.begin, result.end, false});
  }
  return result;
}

}  // namespace entente::engine
