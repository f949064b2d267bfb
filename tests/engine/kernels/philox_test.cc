#include "engine/kernels/philox.h"

#include <gtest/gtest.h>

#include <bit>
#include <vector>

#include "base/hash.h"
#include "engine/kernels/targets.h"
#include "engine/luck/luck.h"

namespace entente::engine {
namespace {

const std::uint64_t kKey = PurposeKey(42, Purpose::kBrownian);
const std::uint64_t kName = Fnv1a64("grievance[KOR,JPN]");

bool SameBits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

struct Law {
  FillRow PhiloxKernels::*row;
  FillGather PhiloxKernels::*gather;
  FillPair PhiloxKernels::*pair;
  double (*scalar)(const MathKernels&, std::uint64_t, std::uint64_t, std::uint32_t, std::uint64_t);
};

double PlainUniform(const MathKernels&, std::uint64_t key, std::uint64_t name, std::uint32_t world,
                    std::uint64_t k) {
  return Uniform(key, name, world, k);
}

const Law kLaws[] = {
    {&PhiloxKernels::fill_uniform, &PhiloxKernels::gather_uniform, &PhiloxKernels::pair_uniform,
     &PlainUniform},
    {&PhiloxKernels::fill_unit_exponential, &PhiloxKernels::gather_unit_exponential,
     &PhiloxKernels::pair_unit_exponential, &UnitExponential},
    {&PhiloxKernels::fill_gumbel, &PhiloxKernels::gather_gumbel, &PhiloxKernels::pair_gumbel,
     &Gumbel},
    {&PhiloxKernels::fill_normal, &PhiloxKernels::gather_normal, &PhiloxKernels::pair_normal,
     &StandardNormal},
};

TEST(PhiloxKernels, RowsEqualScalarLuckForEveryLength) {
  ForEachTarget([] {
    const MathKernels& math = MathForChosenTarget();
    for (const Law& law : kLaws) {
      for (std::size_t n = 0; n <= 67; ++n) {
        // Near 2^32 the world numbers wrap.
        const auto first = static_cast<std::uint32_t>(n % 2 == 0 ? 1000 * n : 0xFFFFFFFFu - n / 2);
        for (const std::uint64_t k : {0ULL, 7ULL, (1ULL << 33) - 1}) {
          std::vector<double> out(n + 1, -1.0), odd(n + 1, -1.0);
          (PhiloxForChosenTarget().*law.row)(kKey, kName, first, k, out.data(), n);
          for (std::size_t i = 0; i < n; ++i) {
            const auto world = static_cast<std::uint32_t>(first + i);
            EXPECT_TRUE(SameBits(out[i], law.scalar(math, kKey, kName, world, k)));
          }
          EXPECT_EQ(out[n], -1.0);
          (PhiloxForChosenTarget().*law.pair)(kKey, kName, first, k / 2, out.data(), odd.data(), n);
          for (std::size_t i = 0; i < n; ++i) {
            const auto world = static_cast<std::uint32_t>(first + i);
            EXPECT_TRUE(SameBits(out[i], law.scalar(math, kKey, kName, world, k / 2 * 2)));
            EXPECT_TRUE(SameBits(odd[i], law.scalar(math, kKey, kName, world, k / 2 * 2 + 1)));
          }
          EXPECT_EQ(odd[n], -1.0);
        }
      }
    }
  });
}

TEST(PhiloxKernels, GathersEqualScalarLuckForEveryLength) {
  ForEachTarget([] {
    const MathKernels& math = MathForChosenTarget();
    for (const Law& law : kLaws) {
      for (std::size_t n = 0; n <= 67; ++n) {
        std::vector<std::uint32_t> worlds(n);
        std::vector<std::uint64_t> k(n);
        for (std::size_t i = 0; i < n; ++i) {
          worlds[i] = static_cast<std::uint32_t>(SplitMix64(i));
          k[i] = SplitMix64(i + 1000) >> 31;
        }
        std::vector<double> out(n + 1, -1.0);
        (PhiloxForChosenTarget().*law.gather)(kKey, kName, worlds.data(), k.data(), out.data(), n);
        for (std::size_t i = 0; i < n; ++i) {
          EXPECT_TRUE(SameBits(out[i], law.scalar(math, kKey, kName, worlds[i], k[i])));
        }
        EXPECT_EQ(out[n], -1.0);
      }
    }
  });
}

}  // namespace
}  // namespace entente::engine
