#include "engine/luck/luck.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "base/hash.h"

namespace entente::engine {
namespace {

const std::uint64_t kKey = PurposeKey(1, Purpose::kThreshold);
const std::uint64_t kName = Fnv1a64("rebuke[KOR,JPN]");

TEST(Luck, AddressesFollowTheConvention) {
  const auto low = static_cast<std::uint32_t>(kName);
  const auto high = static_cast<std::uint32_t>(kName >> 32);
  const PhiloxWords w = Philox4x32_10({3, 77, low, high}, kKey);
  EXPECT_EQ(LuckBits(kKey, kName, 77, 6), std::uint64_t{w[0]} << 32 | w[1]);
  EXPECT_EQ(LuckBits(kKey, kName, 77, 7), std::uint64_t{w[2]} << 32 | w[3]);
  EXPECT_EQ(kKey, SplitMix64(1ULL ^ (1ULL << 56)));
}

TEST(Luck, UniformIsTheMidpointOfItsCell) {
  EXPECT_EQ(UniformFromBits(0), 0x1p-54);
  EXPECT_EQ(UniformFromBits(0x7FF), 0x1p-54);
  EXPECT_EQ(UniformFromBits(0x800), 1.5 * 0x1p-53);
  EXPECT_EQ(UniformFromBits(0x8000000000000000ULL), 0.5);  // 2^52 + 1/2 rounds to even
  EXPECT_EQ(UniformFromBits(~0ULL), 1.0 - 0x1p-53);
}

TEST(Luck, ExtremeUniformsGiveFiniteNumbers) {
  for (const double u : {UniformFromBits(0), UniformFromBits(~0ULL)}) {
    const double exponential = -Math().log1(u);
    EXPECT_GT(exponential, 0.0);
    EXPECT_LT(exponential, 40.0);
    EXPECT_TRUE(std::isfinite(-Math().log1(exponential)));
    EXPECT_TRUE(std::isfinite(Math().normal_quantile1(u)));
  }
}

TEST(Luck, PairsAreTheTwoSingles) {
  for (std::uint64_t pair = 0; pair < 20; ++pair) {
    const LuckPair u = UniformPair(kKey, kName, 5, pair);
    EXPECT_EQ(u.even, Uniform(kKey, kName, 5, 2 * pair));
    EXPECT_EQ(u.odd, Uniform(kKey, kName, 5, 2 * pair + 1));
    const LuckPair e = UnitExponentialPair(Math(), kKey, kName, 5, pair);
    EXPECT_EQ(e.even, UnitExponential(Math(), kKey, kName, 5, 2 * pair));
    EXPECT_EQ(e.odd, UnitExponential(Math(), kKey, kName, 5, 2 * pair + 1));
  }
}

TEST(Luck, EveryPartOfTheAddressMatters) {
  std::set<std::uint64_t> seen;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    for (int purpose = 1; purpose <= 10; ++purpose) {
      const auto key = PurposeKey(seed, static_cast<Purpose>(std::uint64_t(purpose) << 56));
      for (const char* name : {"a", "b", "rebuke[KOR,JPN]", "rebuke[JPN,KOR]"}) {
        for (std::uint32_t world = 0; world < 4; ++world) {
          for (std::uint64_t k = 0; k < 4; ++k) {
            seen.insert(LuckBits(key, Fnv1a64(name), world, k));
          }
        }
      }
    }
  }
  EXPECT_EQ(seen.size(), 4u * 10 * 4 * 4 * 4);
}

// Kolmogorov-Smirnov distance of a sample to a distribution function.
template <typename Cdf>
double Distance(std::vector<double> sample, const Cdf& cdf) {
  std::sort(sample.begin(), sample.end());
  const double n = static_cast<double>(sample.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double f = cdf(sample[i]);
    distance = std::max({distance, f - static_cast<double>(i) / n,
                         static_cast<double>(i + 1) / n - f});
  }
  return distance;
}

// Four tests at 10^-4 each; family-wise error rate below 0.0004. 2.2252 is the 0.9999 quantile of
// the limiting Kolmogorov distribution.
TEST(Luck, DrawsFollowTheirLaws) {
  constexpr std::size_t kDraws = 100'000;
  const double bound = 2.2252 / std::sqrt(static_cast<double>(kDraws));
  std::vector<double> uniform, exponential, gumbel, normal;
  for (std::uint32_t i = 0; i < kDraws; ++i) {
    uniform.push_back(Uniform(kKey, kName, i / 10, i % 10));
    exponential.push_back(UnitExponential(Math(), kKey, kName, i % 1000, i / 1000));
    gumbel.push_back(Gumbel(Math(), kKey, kName, i, 3));
    normal.push_back(StandardNormal(Math(), kKey, kName, 12, i));
  }
  EXPECT_LT(Distance(uniform, [](double x) { return x; }), bound);
  EXPECT_LT(Distance(exponential, [](double x) { return -std::expm1(-x); }), bound);
  EXPECT_LT(Distance(gumbel, [](double x) { return std::exp(-std::exp(-x)); }), bound);
  EXPECT_LT(Distance(normal, [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }), bound);
}

// Neighbouring addresses are uncorrelated: three correlations of 10^5 pairs, each within 4.3
// standard errors; family-wise error rate below 6e-5.
TEST(Luck, NeighboursAreUncorrelated) {
  constexpr int kPairs = 100'000;
  double by_k = 0.0, by_world = 0.0, by_name = 0.0;
  for (std::uint32_t i = 0; i < kPairs; ++i) {
    const double u = Uniform(kKey, kName, i, 0) - 0.5;
    by_k += u * (Uniform(kKey, kName, i, 1) - 0.5);
    by_world += u * (Uniform(kKey, kName, i + 1, 0) - 0.5);
    by_name += u * (Uniform(kKey, kName + 1, i, 0) - 0.5);
  }
  const double bound = 4.3 / std::sqrt(static_cast<double>(kPairs)) / 12.0;
  EXPECT_LT(std::fabs(by_k / kPairs), bound);
  EXPECT_LT(std::fabs(by_world / kPairs), bound);
  EXPECT_LT(std::fabs(by_name / kPairs), bound);
}

}  // namespace
}  // namespace entente::engine
