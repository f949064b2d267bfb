#include "engine/native/tile_emitter.h"

#if defined(__x86_64__)

#include <algorithm>
#include <bit>
#include <cstddef>
#include <deque>
#include <unordered_map>
#include <vector>

#include "engine/kernels/vm.h"

namespace entente::engine {
namespace {

namespace x86 = asmjit::x86;
using asmjit::imm;

constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;
// Two kinds of vector: AVX2's, with masks that are vectors, and AVX-512's, with masks of their own.
// Rows kept in registers are fewer than registers: some are needed for constants and results.
struct Narrow {
  using Value = x86::Ymm;
  using Mask = x86::Ymm;
  static constexpr bool kWide = false;
  static constexpr std::size_t kBytes = 32;
  static constexpr std::size_t kCachedRows = 10;
};
struct Wide {
  using Value = x86::Zmm;
  using Mask = x86::KReg;
  static constexpr bool kWide = true;
  static constexpr std::size_t kBytes = 64;
  static constexpr std::size_t kCachedRows = 24;
};

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

// The rows that an instruction reads.
template <typename Visit>
void ForEachRead(const TileInstr& in, const Visit& visit) {
  switch (in.op) {
    case TileOp::kFill:
    case TileOp::kIssueIn:
    case TileOp::kStateValue: return;
    case TileOp::kSelect:
      visit(in.a);
      visit(in.b);
      visit(in.c);
      return;
    case TileOp::kAdd: case TileOp::kSubtract: case TileOp::kMultiply: case TileOp::kDivide:
    case TileOp::kPower: case TileOp::kMin: case TileOp::kMax: case TileOp::kLess:
    case TileOp::kLessEqual: case TileOp::kEqual: case TileOp::kNotEqual: case TileOp::kAnd:
    case TileOp::kOr:
      visit(in.a);
      visit(in.b);
      return;
    default: visit(in.a);
  }
}

template <typename Vectors>
class TileEmitter {
 public:
  TileEmitter(const TileProgram& program, std::size_t width, x86::Compiler& compiler)
      : program_(program), row_bytes_(width * sizeof(double)), cc_(compiler) {}

  asmjit::Label Emit(const TileSegment& segment) {
    asmjit::FuncNode* const function =
        cc_.addFunc(asmjit::FuncSignatureT<void, const TileView*>());
    function->frame().setAvxEnabled();
    function->frame().setAvxCleanup();
    if (Vectors::kWide) function->frame().setAvx512Enabled();
    view_ = cc_.newUIntPtr();
    function->setArg(0, view_);
    rows_ = Pointer(offsetof(TileView, rows));
    states_ = Pointer(offsetof(TileView, states));
    tables_ = Pointer(offsetof(TileView, tables));
    segment_ = segment;
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
  using Value = typename Vectors::Value;
  using Mask = typename Vectors::Mask;

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
    const std::vector<char> stored = Stored(begin, end);
    cached_.clear();
    for (std::uint32_t i = begin; i < end; ++i) {
      const TileInstr& in = program_.code[i];
      const Value result = One(in);
      if (stored[i - begin] != 0) cc_.vmovapd(At(in.dst), result);
      Remember(cached_, in.dst, result);
    }
    cc_.add(offset_, imm(Vectors::kBytes));
    cc_.cmp(offset_, imm(row_bytes_));
    cc_.jb(again);
  }
  // Which results of a loop have to be written to their rows: those that are kept, and scratch
  // values that are read again from memory, in this loop or after it.
  std::vector<char> Stored(std::uint32_t begin, std::uint32_t end) const {
    std::vector<char> stored(end - begin, 0);
    std::unordered_map<Row, std::uint32_t> made;
    Cache cache;
    for (std::uint32_t i = begin; i < end; ++i) {
      const TileInstr& in = program_.code[i];
      ForEachRead(in, [&](Row row) {
        if (Find(cache, row) != nullptr) return;
        if (const auto by = made.find(row); by != made.end()) stored[by->second - begin] = 1;
        Remember(cache, row, Value());
      });
      if (!in.scratch) stored[i - begin] = 1;
      made[in.dst] = i;
      Remember(cache, in.dst, Value());
    }
    for (const auto& [row, by] : made) {
      if (stored[by - begin] == 0 && ReadAfter(row, end)) stored[by - begin] = 1;
    }
    return stored;
  }
  // Whether scratch that stands in the row at `from` is read by the rest of the segment or, from
  // the common segment, by another one.
  bool ReadAfter(Row row, std::uint32_t from) const {
    const auto read_first = [&](std::uint32_t begin, std::uint32_t end, bool* written) {
      bool read = false;
      for (std::uint32_t i = begin; i < end && !read && !*written; ++i) {
        ForEachRead(program_.code[i], [&](Row operand) { read |= operand == row; });
        *written = program_.code[i].dst == row;
      }
      return read;
    };
    bool written = false;
    if (read_first(from, segment_.end, &written)) return true;
    if (written || segment_.begin != program_.segments[0].begin) return false;
    for (std::size_t s = 1; s < program_.segments.size(); ++s) {
      bool over = false;
      if (read_first(program_.segments[s].begin, program_.segments[s].end, &over)) return true;
    }
    return false;
  }
  x86::Mem Vector(const x86::Gp& base, std::uint32_t row) {
    return x86::Mem(base, offset_, 0, static_cast<std::int32_t>(row * row_bytes_),
                    Vectors::kBytes);
  }
  x86::Mem At(Row row) { return Vector(rows_, row); }
  x86::Mem Issue(std::uint32_t issue) { return Vector(states_, issue); }
  Value New() {
    if constexpr (Vectors::kWide) {
      return cc_.newZmmPd();
    } else {
      return cc_.newYmmPd();
    }
  }
  Mask NewMask() {
    if constexpr (Vectors::kWide) {
      return cc_.newKb();
    } else {
      return cc_.newYmmPd();
    }
  }
  struct Cached {
    Row row;
    Value value;
  };
  using Cache = std::deque<Cached>;
  static void Remember(Cache& cache, Row row, const Value& value) {
    std::erase_if(cache, [&](const Cached& entry) { return entry.row == row; });
    cache.push_back({row, value});
    if (cache.size() > Vectors::kCachedRows) cache.pop_front();
  }
  static const Cached* Find(const Cache& cache, Row row) {
    const auto found = std::find_if(cache.begin(), cache.end(),
                                    [&](const Cached& entry) { return entry.row == row; });
    return found == cache.end() ? nullptr : &*found;
  }
  Value Load(Row row) {
    if (const Cached* const cached = Find(cached_, row)) return cached->value;
    const Value value = New();
    cc_.vmovapd(value, At(row));
    Remember(cached_, row, value);
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
  Value Truth(const Mask& mask) {
    const Value one = Set(1.0), truth = New();
    if constexpr (Vectors::kWide) {
      cc_.k(mask).z().vmovapd(truth, one);
    } else {
      cc_.vandpd(truth, mask, one);
    }
    return truth;
  }
  Mask Compare(const Value& a, const Value& b, x86::CmpImm predicate) {
    const Mask mask = NewMask();
    cc_.vcmppd(mask, a, b, imm(static_cast<int>(predicate)));
    return mask;
  }
  Mask NonZero(const Value& a) { return Compare(a, Set(0.0), x86::CmpImm::kNEQ); }
  Mask Both(const Mask& a, const Mask& b) {
    const Mask mask = NewMask();
    if constexpr (Vectors::kWide) {
      cc_.kandb(mask, a, b);
    } else {
      cc_.vandpd(mask, a, b);
    }
    return mask;
  }
  Mask Either(const Mask& a, const Mask& b) {
    const Mask mask = NewMask();
    if constexpr (Vectors::kWide) {
      cc_.korb(mask, a, b);
    } else {
      cc_.vorpd(mask, a, b);
    }
    return mask;
  }
  Value IssueIn(const TileInstr& in) {
    const Value bits = New();
    const Value one = SetBits(1);
    cc_.vpsrlvq(bits, SetBits(in.mask), Issue(in.index));
    const Mask mask = NewMask();
    if constexpr (Vectors::kWide) {
      cc_.vptestmq(mask, bits, one);
    } else {
      cc_.vpand(bits, bits, one);
      cc_.vpcmpeqq(mask, bits, one);
    }
    return Truth(mask);
  }
  Value StateValue(const TileInstr& in) {
    const Value result = SetBits(0), state = New();
    const Mask all = NewMask();
    const x86::Mem from =
        x86::ptr(tables_, state, 3, static_cast<std::int32_t>(in.mask * sizeof(double)));
    cc_.vmovapd(state, Issue(in.index));
    if constexpr (Vectors::kWide) {
      cc_.kxnorb(all, all, all);
      cc_.k(all).vgatherqpd(result, from);
    } else {
      cc_.vpcmpeqq(all, all, all);
      cc_.vgatherqpd(result, from, all);
    }
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
        const Mask left = NonZero(a);
        return Truth(Both(left, NonZero(b)));
      }
      default: {
        const Mask left = NonZero(a);
        return Truth(Either(left, NonZero(b)));
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
        const Mask condition = NonZero(Load(in.a));
        const Value then = Load(in.b), otherwise = Load(in.c);
        if constexpr (Vectors::kWide) {
          cc_.k(condition).vblendmpd(result, otherwise, then);
        } else {
          cc_.vblendvpd(result, otherwise, then, condition);
        }
        return result;
      }
      default: return both(in.op);
    }
  }

  const TileProgram& program_;
  const std::size_t row_bytes_;
  x86::Compiler& cc_;
  x86::Gp view_, rows_, states_, tables_, offset_;
  TileSegment segment_;
  Cache cached_;
};

}  // namespace

asmjit::Label EmitTileSegment(const TileProgram& program, const TileSegment& segment,
                              std::size_t width, bool wide, x86::Compiler& compiler) {
  if (segment.begin == segment.end) return asmjit::Label();
  return wide ? TileEmitter<Wide>(program, width, compiler).Emit(segment)
              : TileEmitter<Narrow>(program, width, compiler).Emit(segment);
}

}  // namespace entente::engine

#endif
