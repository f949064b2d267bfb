// Peephole fusion of lane code: fewer instructions at jumps, the same bits.
#include <utility>
#include <vector>

#include "engine/plan/lane_code.h"

namespace entente::engine {
namespace {

int Operands(LaneOp op) {
  switch (op) {
    case LaneOp::kValue: case LaneOp::kRow: case LaneOp::kContinuous: case LaneOp::kStatic:
    case LaneOp::kIssueIn: case LaneOp::kStateValue: case LaneOp::kTime:
    case LaneOp::kTimeInState: case LaneOp::kTimeSince: case LaneOp::kTimeUntil: return 0;
    case LaneOp::kNegate: case LaneOp::kAbs: case LaneOp::kExp: case LaneOp::kLog:
    case LaneOp::kSqrt: case LaneOp::kNot: case LaneOp::kAddValue: case LaneOp::kMultiplyValue:
    case LaneOp::kSubtractValue: case LaneOp::kValueSubtract: case LaneOp::kAddRow:
    case LaneOp::kMultiplyRow: case LaneOp::kAddContinuous: case LaneOp::kMultiplyContinuous:
    case LaneOp::kExpNegate: return 1;
    case LaneOp::kSelect: return 3;
    case LaneOp::kSelectIn: return 2;  // b and c
    default: return 2;
  }
}

template <typename Visit>
void ForEachOperand(const LaneInstr& in, const Visit& visit) {
  if (in.op == LaneOp::kSelectIn) {
    visit(in.b);
    visit(in.c);
    return;
  }
  const int count = Operands(in.op);
  if (count > 0) visit(in.a);
  if (count > 1) visit(in.b);
  if (count > 2) visit(in.c);
}

// `in` with the leaf `leaf` as its operand and `other` as the remaining one; false if no form fits.
bool FuseBinary(LaneInstr& in, const LaneInstr& leaf, std::uint16_t other, bool leaf_is_right) {
  const bool add = in.op == LaneOp::kAdd, multiply = in.op == LaneOp::kMultiply;
  const bool subtract = in.op == LaneOp::kSubtract;
  LaneInstr fused;
  fused.a = other;
  if (leaf.op == LaneOp::kValue && (add || multiply || subtract)) {
    fused.op = add                ? LaneOp::kAddValue
               : multiply         ? LaneOp::kMultiplyValue
               : leaf_is_right    ? LaneOp::kSubtractValue
                                  : LaneOp::kValueSubtract;
    fused.imm = leaf.imm;
  } else if ((leaf.op == LaneOp::kRow || leaf.op == LaneOp::kStatic) && (add || multiply)) {
    fused.op = add ? LaneOp::kAddRow : LaneOp::kMultiplyRow;
    fused.index = leaf.index;
  } else if (leaf.op == LaneOp::kContinuous && (add || multiply)) {
    fused.op = add ? LaneOp::kAddContinuous : LaneOp::kMultiplyContinuous;
    fused.index = leaf.index;
  } else {
    return false;
  }
  in = fused;
  return true;
}

}  // namespace

void FuseLaneCode(std::vector<LaneInstr>& code) {
  std::vector<int> uses(code.size(), 0);
  for (const LaneInstr& in : code) {
    ForEachOperand(in, [&](std::uint16_t operand) { ++uses[operand]; });
  }
  const auto once = [&](std::uint16_t operand) { return uses[operand] == 1; };
  for (LaneInstr& in : code) {
    if (in.op == LaneOp::kAdd || in.op == LaneOp::kMultiply || in.op == LaneOp::kSubtract) {
      const std::uint16_t left = in.a, right = in.b;
      if (left != right) {
        if (once(right) && FuseBinary(in, code[right], left, true)) continue;
        if (once(left)) FuseBinary(in, code[left], right, false);
      }
    } else if (in.op == LaneOp::kExp && code[in.a].op == LaneOp::kNegate && once(in.a)) {
      in.op = LaneOp::kExpNegate;
      in.a = code[in.a].a;
    } else if (in.op == LaneOp::kSelect && code[in.a].op == LaneOp::kIssueIn && once(in.a)) {
      const LaneInstr test = code[in.a];
      in.op = LaneOp::kSelectIn;
      in.index = test.index;
      in.mask = test.mask;
    }
  }
  std::vector<char> live(code.size(), 0);
  live.back() = 1;
  for (std::size_t i = code.size(); i-- > 0;) {
    if (live[i] != 0) ForEachOperand(code[i], [&](std::uint16_t operand) { live[operand] = 1; });
  }
  std::vector<std::uint16_t> renumbered(code.size(), 0);
  std::vector<LaneInstr> kept;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (live[i] == 0) continue;
    LaneInstr in = code[i];
    in.a = renumbered[in.a];
    in.b = renumbered[in.b];
    in.c = renumbered[in.c];
    renumbered[i] = static_cast<std::uint16_t>(kept.size());
    kept.push_back(in);
  }
  code = std::move(kept);
}

}  // namespace entente::engine
