// The share of parameter draws with a sign: its interval covers the true share at about the stated
// rate, it is not fooled by chance, and joint shares join.
#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "analysis/worlds/agreement.h"
#include "base/hash.h"
#include "engine/kernels/math.h"
#include "engine/luck/luck.h"

namespace entente::analysis {
namespace {

double Normal(std::uint32_t experiment, std::uint64_t k, const std::string& name) {
  const std::uint64_t key = engine::PurposeKey(2024, engine::Purpose::kBrownian);
  return engine::StandardNormal(engine::Math(), key, Fnv1a64(name), experiment, k);
}

// Draws with normal effects (mean, between) and half estimates with their own noise.
DrawEffects Draws(std::uint32_t experiment, std::size_t draws, double mean, double between,
                  double noise) {
  DrawEffects effects;
  for (std::size_t j = 0; j < draws; ++j) {
    const double effect = mean + between * Normal(experiment, j, "effect");
    // A half's noise is √2 that of the draw's mean.
    const double half = noise * std::sqrt(2.0);
    effects.Add(effect + half * Normal(experiment, j, "one"),
                effect + half * Normal(experiment, j, "two"));
  }
  return effects;
}

double Phi(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// 200 experiments each; a coverage below 0.90 of a nominal 0.95 has probability below 0.3 % if the
// true coverage is 0.945, and the estimate's bias is bounded as well.
TEST(Agreement, CoversTheShareOfNormalEffects) {
  const struct {
    double mean, between, noise;
  } cases[] = {{1.0, 1.0, 0.5}, {1.0, 1.0, 3.0}, {0.3, 1.0, 2.0}, {2.0, 1.0, 0.2}, {0.0, 1.0, 1.0}};
  std::uint32_t experiment = 0;
  for (const auto& one : cases) {
    const double truth = Phi(one.mean / one.between);
    int covered = 0;
    double sum = 0.0;
    constexpr int kExperiments = 200;
    for (int i = 0; i < kExperiments; ++i) {
      const Agreement share =
          PositiveShare(Draws(++experiment, 512, one.mean, one.between, one.noise), 0.95);
      covered += share.low <= truth && truth <= share.high ? 1 : 0;
      sum += share.positive;
    }
    EXPECT_GE(covered, kExperiments * 90 / 100) << one.mean << " " << one.noise;
    EXPECT_NEAR(sum / kExperiments, truth, 0.03) << one.mean << " " << one.noise;
  }
}

// A plain count of signs would say 69 % here: noise of 2 about an effect of 1 in every draw.
TEST(Agreement, IsNotFooledByChance) {
  int whole = 0;
  for (std::uint32_t i = 0; i < 50; ++i) {
    const Agreement share = PositiveShare(Draws(90'000 + i, 1'024, 1.0, 0.0, 2.0), 0.95);
    EXPECT_GT(share.positive, 0.9);
    EXPECT_EQ(share.high, 1.0);
    whole += share.low > 0.75 ? 1 : 0;
    EXPECT_NEAR(share.noise_sd, 2.0, 0.3);
  }
  EXPECT_GE(whole, 45);
}

TEST(Agreement, SaysWhenItKnowsNothing) {
  DrawEffects few;
  few.Add(1.0, 1.0);
  EXPECT_TRUE(std::isnan(PositiveShare(few, 0.95).positive));
  for (int i = 0; i < 5; ++i) few.Add(1.0, 2.0);
  const Agreement share = PositiveShare(few, 0.95);
  EXPECT_EQ(share.low, 0.0);
  EXPECT_EQ(share.high, 1.0);
  DrawEffects none;
  for (int i = 0; i < 50; ++i) none.Add(0.0, 0.0);
  EXPECT_TRUE(std::isnan(PositiveShare(none, 0.95).positive));
}

// The two sides of a margin can not both fail: the joint share is exact.
TEST(Agreement, JoinsTheSidesOfAMargin) {
  DrawEffects above, below;
  for (std::size_t j = 0; j < 4'000; ++j) {
    const double x = Normal(7, j, "x");
    above.Add(1.0 + x, 1.0 + x);
    below.Add(1.0 - x, 1.0 - x);
  }
  const Agreement share = PositiveShare({&above, &below}, 0.95);
  EXPECT_NEAR(share.positive, Phi(1.0) - Phi(-1.0), 0.03);
  EXPECT_LT(share.low, 0.6827);
  EXPECT_GT(share.high, 0.6827);
}

TEST(Agreement, MirrorsWithTheSign) {
  const DrawEffects effects = Draws(3, 300, 0.4, 1.0, 0.7);
  DrawEffects mirrored;
  for (std::size_t j = 0; j < effects.draws(); ++j) {
    mirrored.Add(-effects.first[j], -effects.second[j]);
  }
  const Agreement one = PositiveShare(effects, 0.9), other = PositiveShare(mirrored, 0.9);
  EXPECT_NEAR(one.positive, 1.0 - other.positive, 1e-12);
  EXPECT_NEAR(one.low, 1.0 - other.high, 1e-12);
}

}  // namespace
}  // namespace entente::analysis
