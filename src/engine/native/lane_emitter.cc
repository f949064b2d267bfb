#include "engine/native/lane_emitter.h"

#if defined(__x86_64__)

#include <bit>
#include <cmath>
#include <cstddef>
#include <vector>

#include "engine/native/native.h"

namespace entente::engine {
namespace {

namespace x86 = asmjit::x86;
using asmjit::imm;

constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;

class LaneEmitter {
 public:
  LaneEmitter(const Plan& plan, std::size_t width, x86::Compiler& compiler)
      : plan_(plan), math_(Math()), width_(width), cc_(compiler) {}

  asmjit::Label EmitFunction(const LaneProgram& program) {
    asmjit::FuncNode* const function = Begin();
    cc_.ret(Program(program.begin, program.end));
    cc_.endFunc();
    return function->label();
  }

  asmjit::Label EmitHazard(const PlannedChannel& channel) {
    asmjit::FuncNode* const function = Begin();
    const Value total = Set(0.0);
    for (const PlannedTerm& term : channel.terms) {
      const asmjit::Label skip = cc_.newLabel();
      if (term.guard) {
        const x86::Gp holds = cc_.newUInt64();
        cc_.vmovq(holds, NonZero(Code(term.guard)));
        cc_.test(holds, holds);
        cc_.jz(skip);
      }
      cc_.vaddsd(total, total, Code(term.rate));
      cc_.bind(skip);
    }
    cc_.ret(total);
    cc_.endFunc();
    return function->label();
  }

  // Tile::AdvanceComponent in the same order.
  asmjit::Label EmitAdvance(const Component& component) {
    asmjit::FuncNode* const function = Begin();
    const x86::Gp middle = frame_;
    const x86::Gp end = Pointer(offsetof(NativeFrame, end));
    Value first;
    for (std::size_t i = 0; i < component.members.size(); ++i) {
      const Value value = Advanced(plan_.continuous[component.members[i]], middle, end);
      if (component.members.size() == 1) {
        first = value;
        break;
      }
      const x86::Gp fresh = Pointer(offsetof(NativeFrame, fresh));
      cc_.vmovsd(x86::qword_ptr(fresh, static_cast<std::int32_t>(i * sizeof(double))), value);
      if (i == 0) first = value;
    }
    cc_.ret(first);
    cc_.endFunc();
    return function->label();
  }
  // Tile::RefreshComponent in the same order.
  asmjit::Label EmitRefresh(const Component& component) {
    asmjit::FuncNode* const function = Begin();
    const auto refresh = [&](const LaneCode& code, Row row) {
      if (code.kind != LaneCode::Kind::kProgram && code.kind != LaneCode::Kind::kTable) return;
      cc_.vmovsd(At(row), Code(code));
    };
    for (const std::uint32_t v : component.members) {
      const ContinuousVar& variable = plan_.continuous[v];
      refresh(variable.target_code, variable.target);
      refresh(variable.decay_code, variable.decay);
      refresh(variable.drift_code, variable.drift);
    }
    cc_.ret(Set(0.0));
    cc_.endFunc();
    return function->label();
  }

 private:
  using Value = x86::Xmm;

  Value Advanced(const ContinuousVar& variable, const x86::Gp& middle, const x86::Gp& end) {
    const Value value = Load(At(variable.value));
    Value decay, shrink;
    if (variable.decay_code) {
      if (variable.decay_class != kNoIndex) {
        decay = Load(At(variable.decay));
        const x86::Gp shrinks = Pointer(offsetof(NativeFrame, length_shrink));
        shrink = Load(x86::qword_ptr(
            shrinks, static_cast<std::int32_t>(variable.decay_class * sizeof(double))));
      } else {
        decay = Code(variable.decay_code);
        const Value exponent = New();
        cc_.vmulsd(exponent, decay, Field(middle, offsetof(NativeFrame, length)));
        shrink = Call(math_.exp1, Negated(exponent));
      }
      if (variable.target_code) {
        const Value target = Code(variable.target_code);
        cc_.vsubsd(value, value, target);
        cc_.vmulsd(value, value, shrink);
        cc_.vaddsd(value, target, value);
      } else {
        cc_.vmulsd(value, value, shrink);
      }
    }
    if (variable.drift_code) {
      const Value phi = New(), drift = New();
      cc_.vmovsd(phi, Field(middle, offsetof(NativeFrame, length)));
      if (variable.decay_code) DecayedTime(phi, shrink, decay);
      frame_ = end;
      cc_.vaddsd(drift, Code(variable.drift_code), At(variable.drift));
      frame_ = middle;
      cc_.vmulsd(drift, drift, Constant(0.5));
      cc_.vmulsd(drift, drift, phi);
      cc_.vaddsd(value, value, drift);
    }
    Clamp(value, variable.lower, variable.upper);
    return value;
  }
  // phi = decay != 0 ? (1 − shrink)/decay : phi
  void DecayedTime(const Value& phi, const Value& shrink, const Value& decay) {
    const Value decayed = New();
    cc_.vsubsd(decayed, Set(1.0), shrink);
    cc_.vdivsd(decayed, decayed, decay);
    cc_.vblendvpd(phi, phi, decayed, NonZero(decay));
  }
  // A NaN stays one, as in C++.
  void Clamp(const Value& value, double lower, double upper) {
    if (std::isfinite(lower)) cc_.vmaxsd(value, Set(lower), value);
    if (std::isfinite(upper)) cc_.vminsd(value, Set(upper), value);
  }

  asmjit::FuncNode* Begin() {
    asmjit::FuncNode* const function =
        cc_.addFunc(asmjit::FuncSignatureT<double, NativeFrame*>());
    function->frame().setAvxEnabled();
    frame_ = cc_.newUIntPtr();
    function->setArg(0, frame_);
    rows_ = Pointer(offsetof(NativeFrame, rows));
    states_ = Pointer(offsetof(NativeFrame, states));
    return function;
  }
  Value Program(std::uint32_t begin, std::uint32_t end) {
    registers_.clear();
    for (std::uint32_t i = begin; i < end; ++i) registers_.push_back(One(plan_.lane_code[i]));
    return registers_.back();
  }
  Value Code(const LaneCode& code) {
    switch (code.kind) {
      case LaneCode::Kind::kNone: break;
      case LaneCode::Kind::kConstant: return Set(code.value);
      case LaneCode::Kind::kRow: return Load(At(code.begin));
      case LaneCode::Kind::kTable: return Table(code);
      case LaneCode::Kind::kProgram: return Program(code.begin, code.end);
    }
    return Set(0.0);
  }
  Value Table(const LaneCode& code) {
    const x86::Gp index = cc_.newUInt64(), base = cc_.newUIntPtr();
    cc_.mov(index, imm(code.table));
    for (std::uint32_t d = code.begin; d < code.end; ++d) {
      const TableDigit& digit = plan_.digits[d];
      const x86::Gp state = cc_.newUInt64(), offsets = cc_.newUIntPtr(), step = cc_.newUInt64();
      cc_.mov(state, Issue(digit.issue));
      cc_.mov(offsets, imm(reinterpret_cast<std::uintptr_t>(digit.offset.data())));
      cc_.movzx(step.r32(), x86::byte_ptr(offsets, state));
      cc_.add(index, step);
    }
    cc_.mov(base, imm(reinterpret_cast<std::uintptr_t>(plan_.table_values.data())));
    return Load(x86::qword_ptr(base, index, 3));
  }

  x86::Gp Pointer(std::size_t offset) {
    const x86::Gp pointer = cc_.newUIntPtr();
    cc_.mov(pointer, x86::ptr(frame_, static_cast<std::int32_t>(offset)));
    return pointer;
  }
  x86::Mem At(Row row) {
    return x86::qword_ptr(rows_, static_cast<std::int32_t>(row * width_ * sizeof(double)));
  }
  x86::Mem Issue(std::uint32_t issue) {
    return x86::qword_ptr(states_,
                          static_cast<std::int32_t>(issue * width_ * sizeof(std::int64_t)));
  }
  static x86::Mem Field(const x86::Gp& frame, std::size_t offset) {
    return x86::qword_ptr(frame, static_cast<std::int32_t>(offset));
  }
  x86::Mem Instant() {
    return x86::qword_ptr(frame_, static_cast<std::int32_t>(offsetof(NativeFrame, at)));
  }
  x86::Mem Constant(double value) {
    return cc_.newDoubleConst(asmjit::ConstPoolScope::kGlobal, value);
  }
  Value New() { return cc_.newXmmSd(); }
  Value Load(const x86::Mem& from) {
    const Value value = New();
    cc_.vmovsd(value, from);
    return value;
  }
  Value Set(double constant) {
    const Value value = New();
    if (std::bit_cast<std::uint64_t>(constant) == 0) {
      cc_.vxorpd(value, value, value);
    } else {
      cc_.vmovsd(value, Constant(constant));
    }
    return value;
  }
  // 1.0 where the mask is set, else 0.0.
  Value Truth(const Value& mask) {
    const Value one = Set(1.0), truth = New();
    cc_.vandpd(truth, mask, one);
    return truth;
  }
  // a PREDICATE b as a mask of all bits.
  Value Compare(const Value& a, const Value& b, x86::CmpImm predicate) {
    const Value mask = New();
    cc_.vcmpsd(mask, a, b, imm(static_cast<int>(predicate)));
    return mask;
  }
  Value NonZero(const Value& a) {  // NaN counts as true, as in C++
    return Compare(a, Set(0.0), x86::CmpImm::kNEQ);
  }
  Value Negated(const Value& a) {
    const Value sign = Set(std::bit_cast<double>(kSignBit)), result = New();
    cc_.vxorpd(result, a, sign);
    return result;
  }
  Value Call(double (*function)(double), const Value& a) {
    const Value result = New();
    asmjit::InvokeNode* call = nullptr;
    cc_.invoke(&call, imm(reinterpret_cast<std::uintptr_t>(function)),
               asmjit::FuncSignatureT<double, double>());
    call->setArg(0, a);
    call->setRet(0, result);
    return result;
  }
  Value CallFrame(std::size_t member, std::uint32_t index) {
    const Value result = New();
    const x86::Gp target = Pointer(member);
    const x86::Gp argument = cc_.newUInt32();
    cc_.mov(argument, imm(index));
    asmjit::InvokeNode* call = nullptr;
    cc_.invoke(&call, target, asmjit::FuncSignatureT<double, NativeFrame*, std::uint32_t>());
    call->setArg(0, frame_);
    call->setArg(1, argument);
    call->setRet(0, result);
    return result;
  }

  Value Continuous(std::uint32_t variable) {
    const HotContinuous& hot = plan_.hot_continuous[variable];
    const Value result = New();
    if (hot.plain_decay) {
      const x86::Gp shrink = Pointer(offsetof(NativeFrame, shrink));
      cc_.vmovsd(result, At(hot.value));
      cc_.vmulsd(result, result,
                 x86::qword_ptr(shrink, static_cast<std::int32_t>(hot.decay_class *
                                                                  sizeof(double))));
      return result;
    }
    if (hot.decay != kNoRow && hot.decay_class == kNoIndex) return Remembered(variable);
    // Tile::PredictAfter in the same order.
    const asmjit::Label done = cc_.newLabel();
    const x86::Gp synced = Pointer(offsetof(NativeFrame, synced)), since = cc_.newUInt64();
    const x86::Mem standing = x86::qword_ptr(
        synced, static_cast<std::int32_t>(hot.component * width_ * sizeof(double)));
    cc_.mov(since, standing);
    cc_.vmovsd(result, At(hot.value));
    // Instants are never negative, so equal ones have equal bits.
    cc_.cmp(since, Instant());
    cc_.je(done);
    Value shrink;
    if (hot.decay_class != kNoIndex) {
      const x86::Gp shrinks = Shrinks(variable, since, result, done);
      shrink = Load(x86::qword_ptr(shrinks,
                                   static_cast<std::int32_t>(hot.decay_class * sizeof(double))));
      if (hot.target != kNoRow) {
        const Value target = Load(At(hot.target));
        cc_.vsubsd(result, result, target);
        cc_.vmulsd(result, result, shrink);
        cc_.vaddsd(result, target, result);
      } else {
        cc_.vmulsd(result, result, shrink);
      }
    }
    if (hot.drift != kNoRow) {
      const Value phi = Load(Instant());
      cc_.vsubsd(phi, phi, standing);
      if (hot.decay_class != kNoIndex) DecayedTime(phi, shrink, Load(At(hot.decay)));
      cc_.vmulsd(phi, phi, At(hot.drift));
      cc_.vaddsd(result, result, phi);
    }
    Clamp(result, hot.lower, hot.upper);
    cc_.bind(done);
    return result;
  }
  // The e^{−kτ} since the instant as of which a variable stands: the grid point or the frame's other
  // one. Otherwise the variable is predicted by a call, and on to `done`.
  x86::Gp Shrinks(std::uint32_t variable, const x86::Gp& since, const Value& result,
                  const asmjit::Label& done) {
    const asmjit::Label found = cc_.newLabel();
    const x86::Gp shrinks = cc_.newUIntPtr();
    cc_.mov(shrinks, Field(frame_, offsetof(NativeFrame, shrink)));
    cc_.cmp(since, Field(frame_, offsetof(NativeFrame, clock)));
    cc_.je(found);
    cc_.mov(shrinks, Field(frame_, offsetof(NativeFrame, other_shrink)));
    cc_.cmp(since, Field(frame_, offsetof(NativeFrame, other)));
    cc_.je(found);
    cc_.vmovapd(result, CallFrame(offsetof(NativeFrame, predict), variable));
    cc_.jmp(done);
    cc_.bind(found);
    return shrinks;
  }
  // A variable whose decay varies: predicted once at an instant.
  Value Remembered(std::uint32_t variable) {
    const Value result = New();
    const asmjit::Label known = cc_.newLabel(), done = cc_.newLabel();
    const auto place = static_cast<std::int32_t>(variable * sizeof(double));
    const x86::Gp stamps = Pointer(offsetof(NativeFrame, moving_stamp));
    const x86::Gp stamp = Pointer(offsetof(NativeFrame, stamp));
    cc_.cmp(stamp, x86::qword_ptr(stamps, place));
    cc_.je(known);
    cc_.vmovapd(result, CallFrame(offsetof(NativeFrame, predict), variable));
    cc_.jmp(done);
    cc_.bind(known);
    const x86::Gp values = Pointer(offsetof(NativeFrame, moving_value));
    cc_.vmovsd(result, x86::qword_ptr(values, place));
    cc_.bind(done);
    return result;
  }
  // The state's bit of `mask` in the carry flag.
  void TestState(std::uint32_t issue, std::uint64_t mask) {
    const x86::Gp state = cc_.newUInt64(), bits = cc_.newUInt64();
    cc_.mov(state, Issue(issue));
    cc_.mov(bits, imm(mask));
    cc_.bt(bits, state);
  }
  Value StateValue(const LaneInstr& in) {
    const x86::Gp state = cc_.newUInt64(), table = cc_.newUIntPtr();
    cc_.mov(state, Issue(in.index));
    cc_.mov(table, imm(reinterpret_cast<std::uintptr_t>(plan_.state_tables.data() + in.mask)));
    return Load(x86::qword_ptr(table, state, 3));
  }
  Value IssueIn(const LaneInstr& in) {
    const x86::Gp bit = cc_.newUInt64();
    cc_.xor_(bit.r32(), bit.r32());
    TestState(in.index, in.mask);
    cc_.setc(bit.r8());
    const Value result = Set(0.0);
    cc_.vcvtsi2sd(result, result, bit);
    return result;
  }
  Value SelectIn(const LaneInstr& in, const Value& then, const Value& otherwise) {
    const Value result = New();
    const asmjit::Label done = cc_.newLabel();
    TestState(in.index, in.mask);
    cc_.vmovapd(result, then);
    cc_.jc(done);
    cc_.vmovapd(result, otherwise);
    cc_.bind(done);
    return result;
  }
  Value Select(const Value& condition, const Value& then, const Value& otherwise) {
    const Value result = New();
    cc_.vblendvpd(result, otherwise, then, NonZero(condition));
    return result;
  }
  Value Since(Row row) {
    const Value result = Load(Instant());
    cc_.vsubsd(result, result, At(row));
    return result;
  }

  Value One(const LaneInstr& in) {
    const auto r = [&](std::uint16_t operand) -> const Value& { return registers_[operand]; };
    const Value result = New();
    switch (in.op) {
      case LaneOp::kValue: return Set(in.imm);
      case LaneOp::kRow:
      case LaneOp::kStatic: return Load(At(in.index));
      case LaneOp::kContinuous: return Continuous(in.index);
      case LaneOp::kIssueIn: return IssueIn(in);
      case LaneOp::kStateValue: return StateValue(in);
      case LaneOp::kTime: return Load(Instant());
      case LaneOp::kTimeInState: return Since(plan_.entered_rows[in.index]);
      case LaneOp::kTimeSince: return Since(plan_.clock_rows[in.index]);
      case LaneOp::kTimeUntil: return CallFrame(offsetof(NativeFrame, until), in.index);
      case LaneOp::kNegate: return Negated(r(in.a));
      case LaneOp::kAbs:
        cc_.vandpd(result, r(in.a), Set(std::bit_cast<double>(~kSignBit)));
        return result;
      case LaneOp::kExp: return Call(math_.exp1, r(in.a));
      case LaneOp::kExpNegate: return Call(math_.exp1, Negated(r(in.a)));
      case LaneOp::kLog: return Call(math_.log1, r(in.a));
      case LaneOp::kSqrt: cc_.vsqrtsd(result, r(in.a), r(in.a)); return result;
      case LaneOp::kNot: return Truth(Compare(r(in.a), Set(0.0), x86::CmpImm::kEQ));
      case LaneOp::kAdd: cc_.vaddsd(result, r(in.a), r(in.b)); return result;
      case LaneOp::kSubtract: cc_.vsubsd(result, r(in.a), r(in.b)); return result;
      case LaneOp::kMultiply: cc_.vmulsd(result, r(in.a), r(in.b)); return result;
      case LaneOp::kDivide: cc_.vdivsd(result, r(in.a), r(in.b)); return result;
      case LaneOp::kPower: return Power(r(in.a), r(in.b));
      case LaneOp::kMin: cc_.vminsd(result, r(in.a), r(in.b)); return result;
      case LaneOp::kMax: cc_.vmaxsd(result, r(in.a), r(in.b)); return result;
      case LaneOp::kLess: return Truth(Compare(r(in.a), r(in.b), x86::CmpImm::kLT));
      case LaneOp::kLessEqual: return Truth(Compare(r(in.a), r(in.b), x86::CmpImm::kLE));
      case LaneOp::kEqual: return Truth(Compare(r(in.a), r(in.b), x86::CmpImm::kEQ));
      case LaneOp::kNotEqual: return Truth(Compare(r(in.a), r(in.b), x86::CmpImm::kNEQ));
      case LaneOp::kAnd: {
        const Value b = NonZero(r(in.b));
        cc_.vandpd(result, NonZero(r(in.a)), b);
        return Truth(result);
      }
      case LaneOp::kOr: {
        const Value b = NonZero(r(in.b));
        cc_.vorpd(result, NonZero(r(in.a)), b);
        return Truth(result);
      }
      case LaneOp::kSelect: return Select(r(in.a), r(in.b), r(in.c));
      case LaneOp::kAddValue: cc_.vaddsd(result, r(in.a), Constant(in.imm)); return result;
      case LaneOp::kMultiplyValue: cc_.vmulsd(result, r(in.a), Constant(in.imm)); return result;
      case LaneOp::kSubtractValue: cc_.vsubsd(result, r(in.a), Constant(in.imm)); return result;
      case LaneOp::kValueSubtract: cc_.vsubsd(result, Set(in.imm), r(in.a)); return result;
      case LaneOp::kAddRow: cc_.vaddsd(result, r(in.a), At(in.index)); return result;
      case LaneOp::kMultiplyRow: cc_.vmulsd(result, r(in.a), At(in.index)); return result;
      case LaneOp::kAddContinuous:
        cc_.vaddsd(result, r(in.a), Continuous(in.index));
        return result;
      case LaneOp::kMultiplyContinuous:
        cc_.vmulsd(result, r(in.a), Continuous(in.index));
        return result;
      case LaneOp::kSelectIn: return SelectIn(in, r(in.b), r(in.c));
    }
    return result;
  }

  Value Power(const Value& a, const Value& b) {
    const Value result = New();
    asmjit::InvokeNode* call = nullptr;
    cc_.invoke(&call, imm(reinterpret_cast<std::uintptr_t>(math_.pow1)),
               asmjit::FuncSignatureT<double, double, double>());
    call->setArg(0, a);
    call->setArg(1, b);
    call->setRet(0, result);
    return result;
  }

  const Plan& plan_;
  const MathKernels& math_;
  const std::size_t width_;
  x86::Compiler& cc_;
  x86::Gp frame_, rows_, states_;
  std::vector<Value> registers_;
};

}  // namespace

asmjit::Label EmitLaneProgram(const Plan& plan, const LaneProgram& program, std::size_t width,
                              x86::Compiler& compiler) {
  return LaneEmitter(plan, width, compiler).EmitFunction(program);
}

asmjit::Label EmitAdvance(const Plan& plan, const Component& component, std::size_t width,
                          x86::Compiler& compiler) {
  if (component.plain_decay) return asmjit::Label();
  return LaneEmitter(plan, width, compiler).EmitAdvance(component);
}

asmjit::Label EmitRefresh(const Plan& plan, const Component& component, std::size_t width,
                          x86::Compiler& compiler) {
  if (!component.refreshes) return asmjit::Label();
  return LaneEmitter(plan, width, compiler).EmitRefresh(component);
}

bool GuardsStandStill(const Plan& plan, const PlannedChannel& channel) {
  for (const PlannedTerm& term : channel.terms) {
    if (term.guard.kind != LaneCode::Kind::kProgram) continue;
    for (std::uint32_t i = term.guard.begin; i < term.guard.end; ++i) {
      switch (plan.lane_code[i].op) {
        case LaneOp::kContinuous:
        case LaneOp::kAddContinuous:
        case LaneOp::kMultiplyContinuous:
        case LaneOp::kTime:
        case LaneOp::kTimeInState:
        case LaneOp::kTimeSince:
        case LaneOp::kTimeUntil: return false;
        default: break;
      }
    }
  }
  return true;
}

asmjit::Label EmitHazard(const Plan& plan, const PlannedChannel& channel, std::size_t width,
                         x86::Compiler& compiler) {
  return LaneEmitter(plan, width, compiler).EmitHazard(channel);
}

}  // namespace entente::engine

#endif
