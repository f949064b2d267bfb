#include "engine/native/tile_emitter.h"

#if defined(__x86_64__)

#include <algorithm>
#include <bit>
#include <cstddef>
#include <deque>

#include "engine/kernels/vm.h"

namespace entente::engine {
namespace {

namespace x86 = asmjit::x86;
using asmjit::imm;

constexpr std::size_t kVectorBytes = 32;
constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;
// Rows kept in registers: there are 16, some are needed for constants and results.
constexpr std::size_t kCachedRows = 10;

bool NeedsKernel(TileOp op) {
  switch (op) {
    case TileOp::kExp:
    case TileOp::kLog:
    case TileOp::kPower:
    case TileOp::kPowerI:
    case TileOp::kRPower: return true;
    default: return false;
  }
}

class TileEmitter {
 public:
  TileEmitter(const TileProgram& program, std::size_t width, x86::Compiler& compiler)
      : program_(program), row_bytes_(width * sizeof(double)), cc_(compiler) {}

  asmjit::Label Emit(const TileSegment& segment) {
    asmjit::FuncNode* const function =
        cc_.addFunc(asmjit::FuncSignatureT<void, const TileView*>());
    function->frame().setAvxEnabled();
    function->frame().setAvxCleanup();
    view_ = cc_.newUIntPtr();
    function->setArg(0, view_);
    rows_ = Pointer(offsetof(TileView, rows));
    states_ = Pointer(offsetof(TileView, states));
    tables_ = Pointer(offsetof(TileView, tables));
    for (std::uint32_t i = segment.begin; i < segment.end;) {
      std::uint32_t end = i;
      while (end < segment.end && !NeedsKernel(program_.code[end].op)) ++end;
      if (end > i) Loop(i, end);
      for (; end < segment.end && NeedsKernel(program_.code[end].op); ++end) Kernel(end);
      i = end;
    }
    cc_.ret();
    cc_.endFunc();
    return function->label();
  }

 private:
  using Value = x86::Ymm;

  x86::Gp Pointer(std::size_t offset) {
    const x86::Gp pointer = cc_.newUIntPtr();
    cc_.mov(pointer, x86::ptr(view_, static_cast<std::int32_t>(offset)));
    return pointer;
  }
  void Kernel(std::uint32_t i) {
    const x86::Gp code = cc_.newUIntPtr(), count = cc_.newUInt64();
    cc_.mov(code, imm(reinterpret_cast<std::uintptr_t>(&program_.code[i])));
    cc_.mov(count, imm(1));
    asmjit::InvokeNode* call = nullptr;
    cc_.vzeroupper();
    cc_.invoke(&call, imm(reinterpret_cast<std::uintptr_t>(Vm().run)),
               asmjit::FuncSignatureT<void, const TileInstr*, std::size_t, const TileView*>());
    call->setArg(0, code);
    call->setArg(1, count);
    call->setArg(2, view_);
  }
  void Loop(std::uint32_t begin, std::uint32_t end) {
    offset_ = cc_.newUIntPtr();
    cc_.xor_(offset_, offset_);
    const asmjit::Label again = cc_.newLabel();
    cc_.bind(again);
    cached_.clear();
    for (std::uint32_t i = begin; i < end; ++i) {
      const TileInstr& in = program_.code[i];
      const Value result = One(in);
      cc_.vmovapd(At(in.dst), result);
      Remember(in.dst, result);
    }
    cc_.add(offset_, imm(kVectorBytes));
    cc_.cmp(offset_, imm(row_bytes_));
    cc_.jb(again);
  }
  x86::Mem At(Row row) {
    return x86::ymmword_ptr(rows_, offset_, 0, static_cast<std::int32_t>(row * row_bytes_));
  }
  x86::Mem Issue(std::uint32_t issue) {
    return x86::ymmword_ptr(states_, offset_, 0, static_cast<std::int32_t>(issue * row_bytes_));
  }
  Value New() { return cc_.newYmmPd(); }
  void Remember(Row row, const Value& value) {
    std::erase_if(cached_, [&](const Cached& entry) { return entry.row == row; });
    cached_.push_back({row, value});
    if (cached_.size() > kCachedRows) cached_.pop_front();
  }
  Value Load(Row row) {
    for (const Cached& entry : cached_) {
      if (entry.row == row) return entry.value;
    }
    const Value value = New();
    cc_.vmovapd(value, At(row));
    Remember(row, value);
    return value;
  }
  Value SetBits(std::uint64_t bits) {
    const Value value = New();
    if (bits == 0) {
      cc_.vxorpd(value, value, value);
    } else {
      cc_.vbroadcastsd(value, cc_.newUInt64Const(asmjit::ConstPoolScope::kGlobal, bits));
    }
    return value;
  }
  Value Set(double constant) { return SetBits(std::bit_cast<std::uint64_t>(constant)); }
  Value Truth(const Value& mask) {
    const Value truth = New();
    cc_.vandpd(truth, mask, Set(1.0));
    return truth;
  }
  Value Compare(const Value& a, const Value& b, x86::CmpImm predicate) {
    const Value mask = New();
    cc_.vcmppd(mask, a, b, imm(static_cast<int>(predicate)));
    return mask;
  }
  Value NonZero(const Value& a) { return Compare(a, Set(0.0), x86::CmpImm::kNEQ); }
  Value IssueIn(const TileInstr& in) {
    const Value bits = New();
    const Value one = SetBits(1);
    const Value mask = SetBits(in.mask);
    cc_.vpsrlvq(bits, mask, Issue(in.index));
    cc_.vpand(bits, bits, one);
    cc_.vpcmpeqq(bits, bits, one);
    return Truth(bits);
  }
  Value StateValue(const TileInstr& in) {
    const Value result = SetBits(0), all = New(), state = New();
    cc_.vmovapd(state, Issue(in.index));
    cc_.vpcmpeqq(all, all, all);
    cc_.vgatherqpd(result, x86::ptr(tables_, state, 3, static_cast<std::int32_t>(in.mask * 8)),
                   all);
    return result;
  }
  Value Arithmetic(TileOp op, const Value& a, const Value& b) {
    const Value result = New();
    switch (op) {
      case TileOp::kAdd: cc_.vaddpd(result, a, b); break;
      case TileOp::kSubtract: cc_.vsubpd(result, a, b); break;
      case TileOp::kMultiply: cc_.vmulpd(result, a, b); break;
      case TileOp::kDivide: cc_.vdivpd(result, a, b); break;
      case TileOp::kMin: cc_.vminpd(result, a, b); break;
      case TileOp::kMax: cc_.vmaxpd(result, a, b); break;
      case TileOp::kLess: return Truth(Compare(a, b, x86::CmpImm::kLT));
      case TileOp::kLessEqual: return Truth(Compare(a, b, x86::CmpImm::kLE));
      case TileOp::kEqual: return Truth(Compare(a, b, x86::CmpImm::kEQ));
      case TileOp::kNotEqual: return Truth(Compare(a, b, x86::CmpImm::kNEQ));
      case TileOp::kAnd: {
        const Value left = NonZero(a), right = NonZero(b);
        cc_.vandpd(result, left, right);
        return Truth(result);
      }
      default: {
        const Value left = NonZero(a), right = NonZero(b);
        cc_.vorpd(result, left, right);
        return Truth(result);
      }
    }
    return result;
  }

  Value One(const TileInstr& in) {
    const auto both = [&](TileOp op) {
      const Value a = Load(in.a);
      return Arithmetic(op, a, Load(in.b));
    };
    const auto right = [&](TileOp op) { return Arithmetic(op, Load(in.a), Set(in.imm)); };
    const auto left = [&](TileOp op) { return Arithmetic(op, Set(in.imm), Load(in.a)); };
    switch (in.op) {
      case TileOp::kFill: return Set(in.imm);
      case TileOp::kCopy: return Load(in.a);
      case TileOp::kIssueIn: return IssueIn(in);
      case TileOp::kStateValue: return StateValue(in);
      case TileOp::kNegate: {
        const Value result = New();
        cc_.vxorpd(result, Load(in.a), SetBits(kSignBit));
        return result;
      }
      case TileOp::kAbs: {
        const Value result = New();
        cc_.vandpd(result, Load(in.a), SetBits(~kSignBit));
        return result;
      }
      case TileOp::kSqrt: {
        const Value result = New();
        cc_.vsqrtpd(result, Load(in.a));
        return result;
      }
      case TileOp::kNot: return Truth(Compare(Load(in.a), Set(0.0), x86::CmpImm::kEQ));
      case TileOp::kAddI: return right(TileOp::kAdd);
      case TileOp::kSubtractI: return right(TileOp::kSubtract);
      case TileOp::kMultiplyI: return right(TileOp::kMultiply);
      case TileOp::kDivideI: return right(TileOp::kDivide);
      case TileOp::kMinI: return right(TileOp::kMin);
      case TileOp::kMaxI: return right(TileOp::kMax);
      case TileOp::kLessI: return right(TileOp::kLess);
      case TileOp::kLessEqualI: return right(TileOp::kLessEqual);
      case TileOp::kEqualI: return right(TileOp::kEqual);
      case TileOp::kNotEqualI: return right(TileOp::kNotEqual);
      case TileOp::kRSubtract: return left(TileOp::kSubtract);
      case TileOp::kRDivide: return left(TileOp::kDivide);
      case TileOp::kRLess: return left(TileOp::kLess);
      case TileOp::kRLessEqual: return left(TileOp::kLessEqual);
      case TileOp::kSelect: {
        const Value result = New();
        const Value condition = NonZero(Load(in.a));
        const Value then = Load(in.b);
        cc_.vblendvpd(result, Load(in.c), then, condition);
        return result;
      }
      default: return both(in.op);
    }
  }

  struct Cached {
    Row row;
    Value value;
  };

  const TileProgram& program_;
  const std::size_t row_bytes_;
  x86::Compiler& cc_;
  x86::Gp view_, rows_, states_, tables_, offset_;
  std::deque<Cached> cached_;
};

}  // namespace

asmjit::Label EmitTileSegment(const TileProgram& program, const TileSegment& segment,
                              std::size_t width, x86::Compiler& compiler) {
  if (segment.begin == segment.end) return asmjit::Label();
  return TileEmitter(program, width, compiler).Emit(segment);
}

}  // namespace entente::engine

#endif
