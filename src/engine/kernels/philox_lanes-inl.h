// Philox4x32-10 and its uniforms on Highway vectors: one 64-bit lane holds one 32-bit counter word
// of one world. Included once per target; agrees with luck/philox.h and luck/luck.h in every bit.
#if defined(ENTENTE_ENGINE_KERNELS_PHILOX_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifndef ENTENTE_ENGINE_KERNELS_PHILOX_LANES_INL_H_
#define ENTENTE_ENGINE_KERNELS_PHILOX_LANES_INL_H_
#else
#undef ENTENTE_ENGINE_KERNELS_PHILOX_LANES_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"

#include "engine/kernels/math_lanes-inl.h"
#include "engine/luck/luck.h"

HWY_BEFORE_NAMESPACE();
namespace entente::engine {
namespace HWY_NAMESPACE {

// The 64 bits of the even and of the odd occurrence.
template <class VU>
struct LaneBitsPair {
  VU even;
  VU odd;
};

// The full product of the low halves of each 64-bit lane; the high halves may hold rubbish.
template <class DU, class VU = hn::Vec<DU>>
HWY_INLINE VU LaneWideProduct(DU du, VU a, std::uint32_t b) {
#if HWY_TARGET == HWY_SCALAR
  return hn::Mul(hn::And(a, hn::Set(du, 0xFFFFFFFFULL)), hn::Set(du, std::uint64_t{b}));
#else
  const hn::Repartition<std::uint32_t, DU> dw;
  return hn::MulEven(hn::BitCast(dw, a), hn::BitCast(dw, hn::Set(du, std::uint64_t{b})));
#endif
}

// `block` (k >> 1) and `world` are below 2^32 in each 64-bit lane. The low half of a lane is the
// word; the high half may hold rubbish between rounds, which LaneWideProduct ignores.
template <class DU, class VU = hn::Vec<DU>>
HWY_INLINE LaneBitsPair<VU> LanePhilox(DU du, std::uint64_t key, std::uint64_t name_hash, VU world,
                                       VU block) {
  VU c0 = block;
  VU c1 = world;
  VU c2 = hn::Set(du, name_hash & 0xFFFFFFFFULL);
  VU c3 = hn::Set(du, name_hash >> 32);
  std::uint32_t key0 = static_cast<std::uint32_t>(key);
  std::uint32_t key1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < kPhiloxRounds; ++round) {
    const VU product0 = LaneWideProduct(du, c0, kPhiloxMultiplier0);
    const VU product1 = LaneWideProduct(du, c2, kPhiloxMultiplier1);
    const VU round_key0 = hn::Set(du, std::uint64_t{key0});
    const VU round_key1 = hn::Set(du, std::uint64_t{key1});
    c0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(product1), c1), round_key0);
    c2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(product0), c3), round_key1);
    c1 = product1;
    c3 = product0;
    key0 += kPhiloxWeyl0;
    key1 += kPhiloxWeyl1;
  }
  const VU low = hn::Set(du, 0xFFFFFFFFULL);
  return {hn::Or(hn::ShiftLeft<32>(c0), hn::And(c1, low)),
          hn::Or(hn::ShiftLeft<32>(c2), hn::And(c3, low))};
}

// UniformFromBits. The 53-bit integer becomes a double exactly, in halves of 21 and 32 bits.
template <class DU, class VU = hn::Vec<DU>>
HWY_INLINE hn::Vec<hn::RebindToFloat<DU>> LaneUniformFromBits(DU du, VU bits) {
  const hn::RebindToFloat<DU> d;
  const VU m = hn::ShiftRight<11>(bits);
  const VU low = hn::Or(hn::And(m, hn::Set(du, 0xFFFFFFFFULL)), hn::Set(du, 0x4330000000000000ULL));
  const VU high = hn::Or(hn::ShiftRight<32>(m), hn::Set(du, 0x4530000000000000ULL));
  const auto whole = hn::Add(hn::Sub(hn::BitCast(d, high), hn::Set(d, 0x1p84)),
                             hn::Sub(hn::BitCast(d, low), hn::Set(d, 0x1p52)));
  const auto u = hn::Mul(hn::Add(whole, hn::Set(d, 0.5)), hn::Set(d, 0x1p-53));
  return hn::Min(u, hn::Set(d, kLargestUniform));
}

struct UniformLaw {
  template <class D, class V>
  HWY_INLINE V operator()(D, V u) const { return u; }
};
struct UnitExponentialLaw {
  template <class D, class V>
  HWY_INLINE V operator()(D d, V u) const { return hn::Neg(LaneLogPositive(d, u)); }
};
struct GumbelLaw {
  template <class D, class V>
  HWY_INLINE V operator()(D d, V u) const {
    return hn::Neg(LaneLogPositive(d, hn::Neg(LaneLogPositive(d, u))));
  }
};
struct NormalLaw {
  template <class D, class V>
  HWY_INLINE V operator()(D d, V u) const { return LaneNormalQuantile(d, u); }
};

}  // namespace HWY_NAMESPACE
}  // namespace entente::engine
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
