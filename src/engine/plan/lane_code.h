// Code for one world at one instant: what is run at jumps, for a single lane of a tile. Register i
// holds the result of instruction i; the last one is the value. Leaves read the lane's state through
// a context, so continuous variables can be predicted to the instant that is asked for.
#ifndef ENTENTE_ENGINE_PLAN_LANE_CODE_H_
#define ENTENTE_ENGINE_PLAN_LANE_CODE_H_

#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/kernels/math.h"
#include "engine/plan/reads.h"

namespace entente::engine {

enum class LaneOp : std::uint8_t {
  kValue,       // imm
  kRow,         // a row of the tile that is constant in this world (index)
  kContinuous,  // continuous variable `index`, at the instant of evaluation
  kStatic,      // quantity that only effects change: its row `index`
  kIssueIn,     // issue `index` in mask
  kStateValue,  // state table at offset `imm bits` for issue `index`
  kTime,
  kTimeInState, // issue index
  kTimeSince,   // clock index
  kTimeUntil,   // calendar index
  kNegate, kAbs, kExp, kLog, kSqrt, kNot,
  kAdd, kSubtract, kMultiply, kDivide, kPower, kMin, kMax,
  kLess, kLessEqual, kEqual, kNotEqual, kAnd, kOr,
  kSelect,
  // Fused pairs, made by FuseLaneCode; the same arithmetic with fewer steps.
  kAddValue, kMultiplyValue, kSubtractValue, kValueSubtract,  // with imm on one side
  kAddRow, kMultiplyRow,                                      // with a row that is constant
  kAddContinuous, kMultiplyContinuous,
  kExpNegate,                                                 // exp(−a)
  kSelectIn,                                                  // issue in mask ? b : c
};

struct LaneInstr {
  LaneOp op = LaneOp::kValue;
  std::uint16_t a = 0, b = 0, c = 0;
  std::uint32_t index = 0;
  union {
    double imm = 0.0;
    std::uint64_t mask;
  };
};

inline constexpr std::size_t kMaxLaneInstructions = 4096;

// Fuses operations with an operand that nothing else uses, and drops what is then dead.
void FuseLaneCode(std::vector<LaneInstr>& code);

// How to get an expression's value in one lane, cheapest first.
struct LaneCode {
  enum class Kind : std::uint8_t {
    kNone,      // no expression
    kConstant,  // value
    kRow,       // constant in the world: row `begin`
    kTable,     // a table over the states of a few issues: digits [begin, end), values at `table`
    kProgram,   // instructions [begin, end)
  };
  Kind kind = Kind::kNone;
  std::uint32_t begin = 0, end = 0;
  std::uint32_t table = 0;    // programs: their number, into Plan::lane_programs
  double value = 0.0;

  explicit operator bool() const { return kind != Kind::kNone; }
};

// A program's instructions, and whether it reads variables that decay at a rate fixed in
// the world.
struct LaneProgram {
  std::uint32_t begin = 0, end = 0;
  bool reads_decaying = false;
};

// One digit of a table's index: stride × class of the issue's state.
struct TableDigit {
  std::uint32_t issue = 0;
  std::array<std::uint8_t, model::kMaxStates> offset{};  // stride × class, fits a byte
};

// Runs instructions [code, code + count). Context supplies Row, Continuous, Static, State (index of
// an issue's state), StateTable, Time, TimeInState, TimeSince, TimeUntil.
template <typename Context>
double RunLaneCode(const LaneInstr* code, std::size_t count, const MathKernels& math,
               Context& context) {
  double r[kMaxLaneInstructions];
  for (std::size_t i = 0; i < count; ++i) {
    const LaneInstr& in = code[i];
    double value = 0.0;
    switch (in.op) {
      case LaneOp::kValue: value = in.imm; break;
      case LaneOp::kRow: value = context.Row(in.index); break;
      case LaneOp::kContinuous: value = context.Continuous(in.index); break;
      case LaneOp::kStatic: value = context.Row(in.index); break;
      case LaneOp::kIssueIn:
        value = static_cast<double>((in.mask >> context.State(in.index)) & 1);
        break;
      case LaneOp::kStateValue:
        value = context.StateTable(in.mask + static_cast<std::uint64_t>(context.State(in.index)));
        break;
      case LaneOp::kTime: value = context.Time(); break;
      case LaneOp::kTimeInState: value = context.TimeInState(in.index); break;
      case LaneOp::kTimeSince: value = context.TimeSince(in.index); break;
      case LaneOp::kTimeUntil: value = context.TimeUntil(in.index); break;
      case LaneOp::kNegate: value = -r[in.a]; break;
      case LaneOp::kAbs: value = std::fabs(r[in.a]); break;
      case LaneOp::kExp: value = r[in.a] == 0.0 ? 1.0 : math.exp1(r[in.a]); break;
      case LaneOp::kLog: value = math.log1(r[in.a]); break;
      case LaneOp::kSqrt: value = math.sqrt1(r[in.a]); break;
      case LaneOp::kNot: value = r[in.a] == 0.0 ? 1.0 : 0.0; break;
      case LaneOp::kAdd: value = r[in.a] + r[in.b]; break;
      case LaneOp::kSubtract: value = r[in.a] - r[in.b]; break;
      case LaneOp::kMultiply: value = r[in.a] * r[in.b]; break;
      case LaneOp::kDivide: value = r[in.a] / r[in.b]; break;
      case LaneOp::kPower: value = math.pow1(r[in.a], r[in.b]); break;
      case LaneOp::kMin: value = r[in.a] < r[in.b] ? r[in.a] : r[in.b]; break;
      case LaneOp::kMax: value = r[in.a] > r[in.b] ? r[in.a] : r[in.b]; break;
      case LaneOp::kLess: value = r[in.a] < r[in.b] ? 1.0 : 0.0; break;
      case LaneOp::kLessEqual: value = r[in.a] <= r[in.b] ? 1.0 : 0.0; break;
      case LaneOp::kEqual: value = r[in.a] == r[in.b] ? 1.0 : 0.0; break;
      case LaneOp::kNotEqual: value = r[in.a] != r[in.b] ? 1.0 : 0.0; break;
      case LaneOp::kAnd: value = r[in.a] != 0.0 && r[in.b] != 0.0 ? 1.0 : 0.0; break;
      case LaneOp::kOr: value = r[in.a] != 0.0 || r[in.b] != 0.0 ? 1.0 : 0.0; break;
      case LaneOp::kSelect: value = r[in.a] != 0.0 ? r[in.b] : r[in.c]; break;
      case LaneOp::kAddValue: value = r[in.a] + in.imm; break;
      case LaneOp::kMultiplyValue: value = r[in.a] * in.imm; break;
      case LaneOp::kSubtractValue: value = r[in.a] - in.imm; break;
      case LaneOp::kValueSubtract: value = in.imm - r[in.a]; break;
      case LaneOp::kAddRow: value = r[in.a] + context.Row(in.index); break;
      case LaneOp::kMultiplyRow: value = r[in.a] * context.Row(in.index); break;
      case LaneOp::kAddContinuous: value = r[in.a] + context.Continuous(in.index); break;
      case LaneOp::kMultiplyContinuous: value = r[in.a] * context.Continuous(in.index); break;
      case LaneOp::kExpNegate: value = r[in.a] == 0.0 ? 1.0 : math.exp1(-r[in.a]); break;
      case LaneOp::kSelectIn:
        value = ((in.mask >> context.State(in.index)) & 1) != 0 ? r[in.b] : r[in.c];
        break;
    }
    r[i] = value;
  }
  return r[count - 1];
}

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_PLAN_LANE_CODE_H_
