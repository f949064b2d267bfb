// The tables of philox.h, one per SIMD target.
#include "engine/kernels/philox.h"

#include <cstddef>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/philox.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep

#include "hwy/highway.h"

#include "engine/kernels/philox_lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace entente::engine {
namespace HWY_NAMESPACE {
namespace {

using OneLaneU = hn::CappedTag<std::uint64_t, 1>;

// The lanes' worlds: consecutive from `first`, wrapped to 32 bits.
template <class DU>
HWY_INLINE hn::Vec<DU> WorldsFrom(DU du, std::uint32_t first, std::size_t i) {
  const auto base = hn::Set(du, std::uint64_t{first} + i);
  return hn::And(hn::Add(hn::Iota(du, 0), base), hn::Set(du, 0xFFFFFFFFULL));
}

template <class Law, class DU>
HWY_INLINE void StoreLaw(DU du, hn::Vec<DU> bits, double* out) {
  const hn::RebindToFloat<DU> d;
  hn::StoreU(Law()(d, LaneUniformFromBits(du, bits)), d, out);
}

// Calls step(tag, i) for full vectors, then lane by lane.
template <class Step>
HWY_INLINE void ForLanes(std::size_t n, const Step& step) {
  const hn::ScalableTag<std::uint64_t> du;
  const std::size_t lanes = hn::Lanes(du);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) step(du, i);
  for (; i < n; ++i) step(OneLaneU(), i);
}

template <class Law>
struct RowStep {
  std::uint64_t key, name_hash;
  std::uint32_t first_world;
  std::uint64_t k;
  double* out;
  template <class DU>
  HWY_INLINE void operator()(DU du, std::size_t i) const {
    const auto pair = LanePhilox(du, key, name_hash, WorldsFrom(du, first_world, i),
                                 hn::Set(du, (k >> 1) & 0xFFFFFFFFULL));
    StoreLaw<Law>(du, (k & 1) == 0 ? pair.even : pair.odd, out + i);
  }
};

template <class Law>
struct PairStep {
  std::uint64_t key, name_hash;
  std::uint32_t first_world;
  std::uint64_t block;
  double* even;
  double* odd;
  template <class DU>
  HWY_INLINE void operator()(DU du, std::size_t i) const {
    const auto pair = LanePhilox(du, key, name_hash, WorldsFrom(du, first_world, i),
                                 hn::Set(du, block & 0xFFFFFFFFULL));
    StoreLaw<Law>(du, pair.even, even + i);
    StoreLaw<Law>(du, pair.odd, odd + i);
  }
};

template <class Law>
struct GatherStep {
  std::uint64_t key, name_hash;
  const std::uint32_t* worlds;
  const std::uint64_t* k;
  double* out;
  template <class DU>
  HWY_INLINE void operator()(DU du, std::size_t i) const {
    const hn::Rebind<std::uint32_t, DU> dw;
    const auto world = hn::PromoteTo(du, hn::LoadU(dw, worlds + i));
    const auto occasion = hn::LoadU(du, k + i);
    const auto block = hn::And(hn::ShiftRight<1>(occasion), hn::Set(du, 0xFFFFFFFFULL));
    const auto pair = LanePhilox(du, key, name_hash, world, block);
    const auto is_odd = hn::Ne(hn::And(occasion, hn::Set(du, 1)), hn::Zero(du));
    StoreLaw<Law>(du, hn::IfThenElse(is_odd, pair.odd, pair.even), out + i);
  }
};

template <class Law>
HWY_ATTR void Row(std::uint64_t key, std::uint64_t name_hash, std::uint32_t first_world,
                  std::uint64_t k, double* out, std::size_t n) {
  ForLanes(n, RowStep<Law>{key, name_hash, first_world, k, out});
}

template <class Law>
HWY_ATTR void Pair(std::uint64_t key, std::uint64_t name_hash, std::uint32_t first_world,
                   std::uint64_t pair, double* even, double* odd, std::size_t n) {
  ForLanes(n, PairStep<Law>{key, name_hash, first_world, pair, even, odd});
}

template <class Law>
HWY_ATTR void Gather(std::uint64_t key, std::uint64_t name_hash, const std::uint32_t* worlds,
                     const std::uint64_t* k, double* out, std::size_t n) {
  ForLanes(n, GatherStep<Law>{key, name_hash, worlds, k, out});
}

const PhiloxKernels& PhiloxTable() {
  static const PhiloxKernels table = {
      &Row<UniformLaw>,    &Row<UnitExponentialLaw>,    &Row<GumbelLaw>,    &Row<NormalLaw>,
      &Gather<UniformLaw>, &Gather<UnitExponentialLaw>, &Gather<GumbelLaw>, &Gather<NormalLaw>,
      &Pair<UniformLaw>,   &Pair<UnitExponentialLaw>,   &Pair<GumbelLaw>,   &Pair<NormalLaw>,
  };
  return table;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace entente::engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace entente::engine {

HWY_EXPORT(PhiloxTable);

const PhiloxKernels& PhiloxForChosenTarget() { return HWY_DYNAMIC_DISPATCH(PhiloxTable)(); }

const PhiloxKernels& Philox() {
  static const PhiloxKernels& table = PhiloxForChosenTarget();
  return table;
}

}  // namespace entente::engine
#endif  // HWY_ONCE
