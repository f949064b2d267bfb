// Addressable luck: every random number has an address (seed, purpose, name, world, k) and is a
// pure function of it. Nothing depends on who asks, in which order or on which thread, so a world
// can be replayed with one thing changed, and two runs can be compared world by world.
//
// The convention, fixed for ever (execution contract, section 2):
//   key      SplitMix64(seed xor purpose)
//   counter  word 0: k >> 1; word 1: world; word 2: low half of the name hash; word 3: high half
//   bits     even k: output words 0 (high half) and 1 (low); odd k: words 2 (high) and 3 (low)
//   m        the top 53 of those 64 bits
//   uniform  (m + 1/2) 2^-53, in (0, 1)
// k counts occurrences from 0. k >> 1 must fit 32 bits: k < 2^33.
#ifndef ENTENTE_ENGINE_LUCK_LUCK_H_
#define ENTENTE_ENGINE_LUCK_LUCK_H_

#include <cstdint>

#include "base/hash.h"
#include "engine/kernels/math.h"
#include "engine/luck/philox.h"

namespace entente::engine {

// What a number is for. The values sit in the top byte, so that no two seeds below 2^56 share a
// stream, not even across purposes.
enum class Purpose : std::uint64_t {
  kThreshold = 1ULL << 56,      // unit exponentials: a channel's k-th firing
  kDecision = 2ULL << 56,       // one Gumbel per option and occasion
  kChance = 3ULL << 56,         // chance nodes and ballots
  kBranch = 4ULL << 56,         // probability branches of effects and triggers
  kBrownian = 5ULL << 56,       // noise of quantities and common factors, by grid point
  kParameter = 6ULL << 56,      // one sample of all parameters
  kResampling = 7ULL << 56,     // particle filter epochs
  kSojourn = 8ULL << 56,        // drawn sojourns (`after … between`)
  kWindowDay = 9ULL << 56,      // the day drawn in a window
  kScramble = 10ULL << 56,      // scrambled Sobol points
};

constexpr std::uint64_t PurposeKey(std::uint64_t seed, Purpose purpose) {
  return SplitMix64(seed ^ static_cast<std::uint64_t>(purpose));
}

// The largest uniform that is ever returned.
inline constexpr double kLargestUniform = 1.0 - 0x1p-53;

// (m + 1/2) 2^-53 with m the top 53 bits of `bits`, in double: for m >= 2^52 the half is rounded to
// even, and m = 2^53 - 1, whose value would round to 1, gives 1 - 2^-53. Range [2^-54, 1 - 2^-53].
constexpr double UniformFromBits(std::uint64_t bits) {
  const double u = (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53;
  return u < kLargestUniform ? u : kLargestUniform;
}

constexpr PhiloxWords LuckWords(std::uint64_t key, std::uint64_t name_hash, std::uint32_t world,
                                std::uint64_t k) {
  return Philox4x32_10({static_cast<std::uint32_t>(k >> 1), world,
                        static_cast<std::uint32_t>(name_hash),
                        static_cast<std::uint32_t>(name_hash >> 32)},
                       key);
}

// The 64 bits at an address.
constexpr std::uint64_t LuckBits(std::uint64_t key, std::uint64_t name_hash, std::uint32_t world,
                                 std::uint64_t k) {
  const PhiloxWords w = LuckWords(key, name_hash, world, k);
  return (k & 1) == 0 ? (std::uint64_t{w[0]} << 32 | w[1]) : (std::uint64_t{w[2]} << 32 | w[3]);
}

constexpr double Uniform(std::uint64_t key, std::uint64_t name_hash, std::uint32_t world,
                         std::uint64_t k) {
  return UniformFromBits(LuckBits(key, name_hash, world, k));
}

// The numbers at k = 2 * pair and 2 * pair + 1, for the price of one.
struct LuckPair {
  double even = 0.0;
  double odd = 0.0;
};

constexpr LuckPair UniformPair(std::uint64_t key, std::uint64_t name_hash, std::uint32_t world,
                               std::uint64_t pair) {
  const PhiloxWords w = LuckWords(key, name_hash, world, pair << 1);
  return {UniformFromBits(std::uint64_t{w[0]} << 32 | w[1]),
          UniformFromBits(std::uint64_t{w[2]} << 32 | w[3])};
}

// −ln u: the threshold of a unit-rate Poisson process. Range (1.1e-16, 37.43]; never 0.
inline double UnitExponential(const MathKernels& math, std::uint64_t key, std::uint64_t name_hash,
                              std::uint32_t world, std::uint64_t k) {
  return -math.log_positive1(Uniform(key, name_hash, world, k));
}

inline LuckPair UnitExponentialPair(const MathKernels& math, std::uint64_t key,
                                    std::uint64_t name_hash, std::uint32_t world,
                                    std::uint64_t pair) {
  const LuckPair u = UniformPair(key, name_hash, world, pair);
  const TwoDoubles logs = math.log_positive2(u.even, u.odd);
  return {-logs.first, -logs.second};
}

// −ln(−ln u): standard Gumbel. Adding one to each scaled utility and taking the largest draws from
// the quantal response (McFadden 1974). Range [-3.63, 36.74].
inline double Gumbel(const MathKernels& math, std::uint64_t key, std::uint64_t name_hash,
                     std::uint32_t world, std::uint64_t k) {
  return -math.log_positive1(-math.log_positive1(Uniform(key, name_hash, world, k)));
}

// Φ⁻¹(u) by Wichura's AS241 PPND16 (1988). Range [-8.3, 8.3].
inline double StandardNormal(const MathKernels& math, std::uint64_t key, std::uint64_t name_hash,
                             std::uint32_t world, std::uint64_t k) {
  return math.normal_quantile1(Uniform(key, name_hash, world, k));
}

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_LUCK_LUCK_H_
