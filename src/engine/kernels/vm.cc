// See vm.h. Compiled once per SIMD target by foreach_target.
#include "engine/kernels/vm.h"

#include <bit>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/vm.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep

#include "hwy/highway.h"

#include "engine/kernels/math_lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace entente::engine {
namespace HWY_NAMESPACE {
namespace {

using Tag = hn::CappedTag<double, 8>;
using Vector = hn::Vec<Tag>;
using Mask = hn::Mask<Tag>;
using StateTag = hn::RebindToSigned<Tag>;
using BitTag = hn::RebindToUnsigned<Tag>;

HWY_INLINE Vector Truth(Mask mask) {
  const Tag d;
  return hn::IfThenElseZero(mask, hn::Set(d, 1.0));
}

template <class Function>
HWY_INLINE void Unary(const TileInstr& in, const TileView& tile, Function function) {
  const Tag d;
  const double* HWY_RESTRICT a = tile.rows + in.a * tile.width;
  double* dst = tile.rows + in.dst * tile.width;
  for (std::size_t i = 0; i < tile.width; i += hn::Lanes(d)) {
    hn::Store(function(hn::Load(d, a + i)), d, dst + i);
  }
}

template <class Function>
HWY_INLINE void Binary(const TileInstr& in, const TileView& tile, Function function) {
  const Tag d;
  const double* a = tile.rows + in.a * tile.width;
  const double* b = tile.rows + in.b * tile.width;
  double* dst = tile.rows + in.dst * tile.width;
  for (std::size_t i = 0; i < tile.width; i += hn::Lanes(d)) {
    hn::Store(function(hn::Load(d, a + i), hn::Load(d, b + i)), d, dst + i);
  }
}

// Right operand immediate.
template <class Function>
HWY_INLINE void Immediate(const TileInstr& in, const TileView& tile, Function function) {
  const Tag d;
  const Vector imm = hn::Set(d, in.imm);
  Unary(in, tile, [&](Vector a) HWY_ATTR { return function(a, imm); });
}

// Left operand immediate.
template <class Function>
HWY_INLINE void Reversed(const TileInstr& in, const TileView& tile, Function function) {
  const Tag d;
  const Vector imm = hn::Set(d, in.imm);
  Unary(in, tile, [&](Vector a) HWY_ATTR { return function(imm, a); });
}

struct AddOp { HWY_INLINE Vector operator()(Vector a, Vector b) const { return hn::Add(a, b); } };
struct SubOp { HWY_INLINE Vector operator()(Vector a, Vector b) const { return hn::Sub(a, b); } };
struct MulOp { HWY_INLINE Vector operator()(Vector a, Vector b) const { return hn::Mul(a, b); } };
struct DivOp { HWY_INLINE Vector operator()(Vector a, Vector b) const { return hn::Div(a, b); } };
struct PowOp {
  HWY_INLINE Vector operator()(Vector a, Vector b) const { return LanePow(Tag(), a, b); }
};
// The same choice as lane code makes: the left one only if it is strictly smaller (greater).
struct MinOp {
  HWY_INLINE Vector operator()(Vector a, Vector b) const {
    return hn::IfThenElse(hn::Lt(a, b), a, b);
  }
};
struct MaxOp {
  HWY_INLINE Vector operator()(Vector a, Vector b) const {
    return hn::IfThenElse(hn::Gt(a, b), a, b);
  }
};
struct LtOp { HWY_INLINE Vector operator()(Vector a, Vector b) const { return Truth(hn::Lt(a, b)); } };
struct LeOp { HWY_INLINE Vector operator()(Vector a, Vector b) const { return Truth(hn::Le(a, b)); } };
struct EqOp { HWY_INLINE Vector operator()(Vector a, Vector b) const { return Truth(hn::Eq(a, b)); } };
struct NeOp { HWY_INLINE Vector operator()(Vector a, Vector b) const { return Truth(hn::Ne(a, b)); } };
struct AndOp {
  HWY_INLINE Vector operator()(Vector a, Vector b) const {
    const Vector zero = hn::Zero(Tag());
    return Truth(hn::And(hn::Ne(a, zero), hn::Ne(b, zero)));
  }
};
struct OrOp {
  HWY_INLINE Vector operator()(Vector a, Vector b) const {
    const Vector zero = hn::Zero(Tag());
    return Truth(hn::Or(hn::Ne(a, zero), hn::Ne(b, zero)));
  }
};

HWY_ATTR void IssueIn(const TileInstr& in, const TileView& tile) {
  const Tag d;
  const BitTag du;
  const StateTag di;
  const auto mask = hn::Set(du, in.mask);
  const auto one = hn::Set(du, 1);
  const std::int64_t* states = tile.states + in.index * tile.width;
  double* dst = tile.rows + in.dst * tile.width;
  for (std::size_t i = 0; i < tile.width; i += hn::Lanes(d)) {
    const auto state = hn::BitCast(du, hn::Load(di, states + i));
    const auto bit = hn::And(hn::Shr(mask, state), one);
    hn::Store(Truth(hn::RebindMask(d, hn::Eq(bit, one))), d, dst + i);
  }
}

HWY_ATTR void StateValue(const TileInstr& in, const TileView& tile) {
  const Tag d;
  const StateTag di;
  const double* table = tile.tables + in.mask;
  const std::int64_t* states = tile.states + in.index * tile.width;
  double* dst = tile.rows + in.dst * tile.width;
  for (std::size_t i = 0; i < tile.width; i += hn::Lanes(d)) {
    hn::Store(hn::GatherIndex(d, table, hn::Load(di, states + i)), d, dst + i);
  }
}

HWY_ATTR void Select(const TileInstr& in, const TileView& tile) {
  const Tag d;
  const double* a = tile.rows + in.a * tile.width;
  const double* b = tile.rows + in.b * tile.width;
  const double* c = tile.rows + in.c * tile.width;
  double* dst = tile.rows + in.dst * tile.width;
  for (std::size_t i = 0; i < tile.width; i += hn::Lanes(d)) {
    const auto yes = hn::Ne(hn::Load(d, a + i), hn::Zero(d));
    hn::Store(hn::IfThenElse(yes, hn::Load(d, b + i), hn::Load(d, c + i)), d, dst + i);
  }
}

HWY_ATTR void RunOne(const TileInstr& in, const TileView& tile) {
  const Tag d;
  switch (in.op) {
    case TileOp::kFill: {
      double* dst = tile.rows + in.dst * tile.width;
      for (std::size_t i = 0; i < tile.width; i += hn::Lanes(d)) {
        hn::Store(hn::Set(d, in.imm), d, dst + i);
      }
      break;
    }
    case TileOp::kCopy: Unary(in, tile, [](Vector a) HWY_ATTR { return a; }); break;
    case TileOp::kIssueIn: IssueIn(in, tile); break;
    case TileOp::kStateValue: StateValue(in, tile); break;
    case TileOp::kNegate: Unary(in, tile, [](Vector a) HWY_ATTR { return hn::Neg(a); }); break;
    case TileOp::kAbs: Unary(in, tile, [](Vector a) HWY_ATTR { return hn::Abs(a); }); break;
    case TileOp::kExp: Unary(in, tile, [](Vector a) HWY_ATTR { return LaneExp(Tag(), a); }); break;
    case TileOp::kLog: Unary(in, tile, [](Vector a) HWY_ATTR { return LaneLog(Tag(), a); }); break;
    case TileOp::kSqrt: Unary(in, tile, [](Vector a) HWY_ATTR { return hn::Sqrt(a); }); break;
    case TileOp::kNot:
      Unary(in, tile, [](Vector a) HWY_ATTR { return Truth(hn::Eq(a, hn::Zero(Tag()))); });
      break;
    case TileOp::kAdd: Binary(in, tile, AddOp()); break;
    case TileOp::kSubtract: Binary(in, tile, SubOp()); break;
    case TileOp::kMultiply: Binary(in, tile, MulOp()); break;
    case TileOp::kDivide: Binary(in, tile, DivOp()); break;
    case TileOp::kPower: Binary(in, tile, PowOp()); break;
    case TileOp::kMin: Binary(in, tile, MinOp()); break;
    case TileOp::kMax: Binary(in, tile, MaxOp()); break;
    case TileOp::kLess: Binary(in, tile, LtOp()); break;
    case TileOp::kLessEqual: Binary(in, tile, LeOp()); break;
    case TileOp::kEqual: Binary(in, tile, EqOp()); break;
    case TileOp::kNotEqual: Binary(in, tile, NeOp()); break;
    case TileOp::kAnd: Binary(in, tile, AndOp()); break;
    case TileOp::kOr: Binary(in, tile, OrOp()); break;
    case TileOp::kAddI: Immediate(in, tile, AddOp()); break;
    case TileOp::kSubtractI: Immediate(in, tile, SubOp()); break;
    case TileOp::kMultiplyI: Immediate(in, tile, MulOp()); break;
    case TileOp::kDivideI: Immediate(in, tile, DivOp()); break;
    case TileOp::kPowerI: Immediate(in, tile, PowOp()); break;
    case TileOp::kMinI: Immediate(in, tile, MinOp()); break;
    case TileOp::kMaxI: Immediate(in, tile, MaxOp()); break;
    case TileOp::kLessI: Immediate(in, tile, LtOp()); break;
    case TileOp::kLessEqualI: Immediate(in, tile, LeOp()); break;
    case TileOp::kEqualI: Immediate(in, tile, EqOp()); break;
    case TileOp::kNotEqualI: Immediate(in, tile, NeOp()); break;
    case TileOp::kRSubtract: Reversed(in, tile, SubOp()); break;
    case TileOp::kRDivide: Reversed(in, tile, DivOp()); break;
    case TileOp::kRPower: Reversed(in, tile, PowOp()); break;
    case TileOp::kRLess: Reversed(in, tile, LtOp()); break;
    case TileOp::kRLessEqual: Reversed(in, tile, LeOp()); break;
    case TileOp::kSelect: Select(in, tile); break;
  }
}

HWY_ATTR void Run(const TileInstr* code, std::size_t count, const TileView& tile) {
  for (std::size_t i = 0; i < count; ++i) RunOne(code[i], tile);
}

// Sets the bits of lanes [i, i + lanes) from a mask.
HWY_INLINE void SetBits(LaneBits& bits, std::size_t i, Mask mask) {
  std::uint8_t bytes[8] = {};
  hn::StoreMaskBits(Tag(), mask, bytes);
  bits.words[i / 64] |= static_cast<std::uint64_t>(bytes[0]) << (i % 64);
}

// Everything that one test per vector has passed over: which worlds are due, or were told nonsense.
HWY_ATTR HWY_NOINLINE void FlagWorlds(const ChannelUpdate& u, std::size_t i, Vector fresh,
                                      Vector hazard, Vector residual, ChannelFlags& flags) {
  const Tag d;
  const Vector zero = hn::Zero(d);
  const Vector infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  SetBits(flags.due, i,
          hn::And(hn::Gt(hazard, zero), hn::Ge(hn::Mul(hazard, hn::Set(d, u.rest)), residual)));
  SetBits(flags.faulty, i, hn::Not(hn::Lt(hn::Abs(fresh), infinity)));
  SetBits(flags.negative, i, hn::Lt(fresh, zero));
}

template <bool kStates>
HWY_ATTR ChannelNews UpdateOpenChannel(const ChannelUpdate& u, ChannelFlags& flags) {
  const Tag d;
  const StateTag di;
  const Vector elapsed = hn::Set(d, u.elapsed);
  const Vector length = hn::Set(d, u.rest);
  const Vector zero = hn::Zero(d);
  const Vector infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  const auto from = hn::Set(di, u.from);
  Vector largest = zero;
  bool flagged = false;
  for (std::size_t i = 0; i < u.width; i += hn::Lanes(d)) {
    const Vector old = hn::Load(d, u.hazard + i);
    const Vector residual = hn::Sub(hn::Load(d, u.residual + i), hn::Mul(old, elapsed));
    Vector fresh = hn::Load(d, u.raw + i);
    if constexpr (kStates) {
      const auto enabled = hn::Eq(hn::Load(di, u.states + i), from);
      fresh = hn::IfThenElseZero(hn::RebindMask(d, enabled), fresh);
    }
    const Vector hazard = hn::IfThenElseZero(hn::Gt(fresh, zero), fresh);
    hn::Store(hazard, d, u.hazard + i);
    hn::Store(residual, d, u.residual + i);
    largest = hn::Max(largest, hazard);
    const auto fine = hn::And(hn::Ge(fresh, zero), hn::Lt(fresh, infinity));
    const auto quiet = hn::And(fine, hn::Lt(hn::Mul(fresh, length), residual));
    if (!hn::AllTrue(d, quiet)) {
      if (!flagged) flags = ChannelFlags();
      flagged = true;
      FlagWorlds(u, i, fresh, hazard, residual, flags);
    }
  }
  return {!hn::AllFalse(d, hn::Gt(largest, zero)), flagged};
}

// Closed in all worlds.
HWY_ATTR ChannelNews UpdateClosedChannel(const ChannelUpdate& u) {
  const Tag d;
  const Vector elapsed = hn::Set(d, u.elapsed);
  for (std::size_t i = 0; i < u.width; i += hn::Lanes(d)) {
    const Vector fallen = hn::Mul(hn::Load(d, u.hazard + i), elapsed);
    hn::Store(hn::Sub(hn::Load(d, u.residual + i), fallen), d, u.residual + i);
    hn::Store(hn::Zero(d), d, u.hazard + i);
  }
  return {};
}

HWY_ATTR ChannelNews UpdateChannel(const ChannelUpdate& u, ChannelFlags& flags) {
  if (u.raw == nullptr) return UpdateClosedChannel(u);
  return u.states == nullptr ? UpdateOpenChannel<false>(u, flags)
                             : UpdateOpenChannel<true>(u, flags);
}

HWY_ATTR void AddNoise(const NoiseUpdate& u) {
  const Tag d;
  const Vector lower = hn::Set(d, u.lower);
  const Vector upper = hn::Set(d, u.upper);
  const Vector twice_lower = hn::Set(d, 2.0 * u.lower);
  const Vector twice_upper = hn::Set(d, 2.0 * u.upper);
  const Vector one = hn::Set(d, 1.0);
  for (std::size_t i = 0; i < u.width; i += hn::Lanes(d)) {
    Vector z = hn::Load(d, u.own + i);
    if (u.factor != nullptr) {
      const Vector share = hn::Load(d, u.share + i);
      z = hn::Add(hn::Mul(hn::Sqrt(share), hn::Load(d, u.factor + i)),
                  hn::Mul(hn::Sqrt(hn::Sub(one, share)), z));
    }
    Vector x = hn::Add(hn::Load(d, u.value + i), hn::Mul(hn::Load(d, u.sd + i), z));
    x = hn::IfThenElse(hn::Gt(x, upper), hn::Sub(twice_upper, x), x);
    x = hn::IfThenElse(hn::Lt(x, lower), hn::Sub(twice_lower, x), x);
    x = hn::IfThenElse(hn::Gt(x, upper), upper, x);
    x = hn::IfThenElse(hn::Lt(x, lower), lower, x);
    hn::Store(x, d, u.value + i);
  }
}

HWY_ATTR std::uint64_t Occupied(const std::int64_t* states, std::size_t width) {
  const StateTag di;
  const BitTag du;
  auto all = hn::Zero(du);
  const auto one = hn::Set(du, 1);
  for (std::size_t i = 0; i < width; i += hn::Lanes(di)) {
    all = hn::Or(all, hn::Shl(one, hn::BitCast(du, hn::Load(di, states + i))));
  }
  HWY_ALIGN std::uint64_t lanes[8];
  hn::Store(all, du, lanes);
  std::uint64_t mask = 0;
  for (std::size_t i = 0; i < hn::Lanes(du); ++i) mask |= lanes[i];
  return mask;
}

HWY_ATTR void Multiply(double* values, const double* factors, std::size_t width) {
  const Tag d;
  for (std::size_t i = 0; i < width; i += hn::Lanes(d)) {
    hn::Store(hn::Mul(hn::Load(d, values + i), hn::Load(d, factors + i)), d, values + i);
  }
}

// x − x is 0 for finite x and NaN otherwise, and NaN stays in a sum.
HWY_ATTR bool AnyNonFinite(const double* rows, const Row* which, std::size_t count,
                           std::size_t width) {
  const Tag d;
  // Two sums, which need not wait for each other.
  Vector even = hn::Zero(d), odd = hn::Zero(d);
  const std::size_t pair = 2 * hn::Lanes(d);
  for (std::size_t r = 0; r < count; ++r) {
    const double* const values = rows + which[r] * width;
    std::size_t i = 0;
    for (; i + pair <= width; i += pair) {
      const Vector x = hn::Load(d, values + i);
      const Vector y = hn::Load(d, values + i + hn::Lanes(d));
      even = hn::Add(even, hn::Sub(x, x));
      odd = hn::Add(odd, hn::Sub(y, y));
    }
    for (; i < width; i += hn::Lanes(d)) {
      const Vector x = hn::Load(d, values + i);
      even = hn::Add(even, hn::Sub(x, x));
    }
  }
  const Vector sum = hn::Add(even, odd);
  return !hn::AllTrue(d, hn::Eq(sum, sum));
}

// n a multiple of the granule.
HWY_ATTR void Fill(double* values, double x, std::size_t n) {
  const Tag d;
  const Vector all = hn::Set(d, x);
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) hn::Store(all, d, values + i);
}

HWY_ATTR LaneBits NonFinite(const double* values, std::size_t width) {
  const Tag d;
  const Vector infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  LaneBits bits;
  for (std::size_t i = 0; i < width; i += hn::Lanes(d)) {
    SetBits(bits, i, hn::Not(hn::Lt(hn::Abs(hn::Load(d, values + i)), infinity)));
  }
  return bits;
}

// Values are padded with +inf to a multiple of the granule.
HWY_ATTR std::size_t ArgMin(const double* values, std::size_t n) {
  const Tag d;
  Vector least = hn::Load(d, values);
  for (std::size_t i = hn::Lanes(d); i < n; i += hn::Lanes(d)) {
    least = hn::Min(least, hn::Load(d, values + i));
  }
  const Vector minimum = hn::MinOfLanes(d, least);
  for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
    const auto found = hn::FindFirstTrue(d, hn::Eq(hn::Load(d, values + i), minimum));
    if (found >= 0) return i + static_cast<std::size_t>(found);
  }
  return 0;
}

}  // namespace

const VmKernels& VmTable() {
  static const VmKernels table = {Run,          UpdateChannel, AddNoise,  Occupied, Multiply,
                                 AnyNonFinite, NonFinite,     Fill,     ArgMin};
  return table;
}

}  // namespace HWY_NAMESPACE
}  // namespace entente::engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace entente::engine {

HWY_EXPORT(VmTable);

const VmKernels& Vm() {
  static const VmKernels& table = HWY_DYNAMIC_DISPATCH(VmTable)();
  return table;
}

}  // namespace entente::engine
#endif
