// Vectorised luck: the numbers of luck/luck.h for many worlds at once, bit-identical to the scalar
// functions on the same SIMD target (uniforms: on every target).
#ifndef ENTENTE_ENGINE_KERNELS_PHILOX_H_
#define ENTENTE_ENGINE_KERNELS_PHILOX_H_

#include <cstddef>
#include <cstdint>

namespace entente::engine {

// One address per output: out[i] is the number of world first_world + i at occurrence k.
using FillRow = void (*)(std::uint64_t key, std::uint64_t name_hash, std::uint32_t first_world,
                         std::uint64_t k, double* out, std::size_t n);
// out[i] is the number of world worlds[i] at occurrence k[i].
using FillGather = void (*)(std::uint64_t key, std::uint64_t name_hash, const std::uint32_t* worlds,
                            const std::uint64_t* k, double* out, std::size_t n);
// even[i] and odd[i] are the numbers of world first_world + i at 2 * pair and 2 * pair + 1.
using FillPair = void (*)(std::uint64_t key, std::uint64_t name_hash, std::uint32_t first_world,
                          std::uint64_t pair, double* even, double* odd, std::size_t n);

struct PhiloxKernels {
  FillRow fill_uniform;
  FillRow fill_unit_exponential;
  FillRow fill_gumbel;
  FillRow fill_normal;
  FillGather gather_uniform;
  FillGather gather_unit_exponential;
  FillGather gather_gumbel;
  FillGather gather_normal;
  FillPair pair_uniform;
  FillPair pair_unit_exponential;
  FillPair pair_gumbel;
  FillPair pair_normal;
};

// The table of this machine's best target; chosen at the first call.
const PhiloxKernels& Philox();

// The same without remembering: follows hwy::SetSupportedTargetsForTest.
const PhiloxKernels& PhiloxForChosenTarget();

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_KERNELS_PHILOX_H_
