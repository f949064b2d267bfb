#include "engine/sinks/intervals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <vector>

#include "engine/luck/luck.h"

namespace entente::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Published example: Newcombe (1998), 81 of 263 and 0 of 20, 1 of 29 (his method 3).
TEST(WilsonInterval, PublishedExamples) {
  const Estimate a = WilsonInterval(81, 263, 0.95);
  EXPECT_NEAR(a.value, 81.0 / 263.0, 1e-15);
  EXPECT_NEAR(a.low, 0.2553, 5e-5);
  EXPECT_NEAR(a.high, 0.3662, 5e-5);
  const Estimate b = WilsonInterval(0, 20, 0.95);
  EXPECT_EQ(b.low, 0.0);
  EXPECT_NEAR(b.high, 0.1611, 5e-5);
  const Estimate c = WilsonInterval(1, 29, 0.95);
  EXPECT_NEAR(c.low, 0.0061, 5e-5);
  EXPECT_NEAR(c.high, 0.1718, 5e-5);
}

TEST(WilsonInterval, IsMirrored) {
  for (int x = 0; x <= 30; ++x) {
    const Estimate a = WilsonInterval(x, 30, 0.9);
    const Estimate b = WilsonInterval(30 - x, 30, 0.9);
    EXPECT_NEAR(a.low, 1.0 - b.high, 1e-14);
    EXPECT_LE(a.low, a.value);
    EXPECT_GE(a.high, a.value);
  }
  const Estimate none = WilsonInterval(0, 0, 0.95);
  EXPECT_TRUE(std::isnan(none.value));
  EXPECT_EQ(none.low, 0.0);
  EXPECT_EQ(none.high, 1.0);
}

// Exact coverage by summing the binomial distribution: Wilson's interval is close to its level on
// average over p (Agresti and Coull 1998 report 0.95 ± 0.01 in the mean at n = 50).
TEST(WilsonInterval, MeanCoverageIsTheLevel) {
  constexpr int kN = 50;
  double total = 0.0;
  int points = 0;
  for (double p = 0.005; p < 1.0; p += 0.01, ++points) {
    const boost::math::binomial_distribution<double> binomial(kN, p);
    for (int x = 0; x <= kN; ++x) {
      const Estimate e = WilsonInterval(x, kN, 0.95);
      if (e.low <= p && p <= e.high) total += boost::math::pdf(binomial, x);
    }
  }
  EXPECT_NEAR(total / points, 0.95, 0.01);
}

TEST(MeanInterval, UsesStudentsT) {
  // t with 4 degrees of freedom at 97.5 %: 2.7764451.
  const Estimate e = MeanInterval(10.0, 2.0, 5, 0.95);
  EXPECT_NEAR(e.high - 10.0, 2.7764451051977987 * 2.0 / std::sqrt(5.0), 1e-9);
  EXPECT_NEAR(10.0 - e.low, e.high - 10.0, 1e-12);
  EXPECT_EQ(MeanInterval(1.0, 0.0, 1, 0.95).low, -kInfinity);
  EXPECT_TRUE(std::isnan(MeanInterval(0.0, 0.0, 0, 0.95).value));
}

ClusterTotals Totals(const std::vector<std::vector<double>>& clusters) {
  ClusterTotals totals;
  for (const auto& cluster : clusters) {
    double sum = 0.0;
    for (const double y : cluster) sum += y;
    totals.Add(static_cast<double>(cluster.size()), sum);
  }
  return totals;
}

// With equal sizes the ratio estimate's variance is that of the mean of cluster means.
TEST(Clusters, EqualSizesGiveTheVarianceOfClusterMeans) {
  const ClusterTotals totals = Totals({{1, 2, 3}, {4, 5, 9}, {0, 0, 0}, {2, 2, 2}});
  const std::vector<double> means = {2, 6, 0, 2};
  double squares = 0.0;
  for (const double m : means) squares += (m - 2.5) * (m - 2.5);
  EXPECT_NEAR(ClusteredVariance(totals), squares / 3 / 4, 1e-14);
  EXPECT_NEAR(ClusteredMeanInterval(totals, 0.95).value, 2.5, 1e-15);
}

TEST(Clusters, OneWorldADrawIsThePlainMean) {
  const ClusterTotals totals = Totals({{1}, {4}, {2}, {8}, {5}});
  const Estimate clustered = ClusteredMeanInterval(totals, 0.9);
  const Estimate plain = MeanInterval(4.0, std::sqrt(7.5), 5, 0.9);
  EXPECT_NEAR(clustered.low, plain.low, 1e-12);
  EXPECT_NEAR(clustered.high, plain.high, 1e-12);
}

TEST(Clusters, WorldsThatAgreeWithinADrawAreWorthOneEach) {
  ClusterTotals totals;
  for (int j = 0; j < 100; ++j) totals.Add(8.0, j < 30 ? 8.0 : 0.0);
  const double sd = std::sqrt(0.3 * 0.7 * 800 / 799);
  EXPECT_NEAR(EffectiveCount(totals, sd), 99.0, 0.5);
  const Estimate e = ClusteredProbabilityInterval(totals, 0.95);
  const Estimate independent = WilsonInterval(30, 100, 0.95);
  EXPECT_NEAR(e.low, independent.low, 0.003);
  EXPECT_NEAR(e.high, independent.high, 0.003);
}

// 2,000 samples of 40 draws of 5 worlds whose probability is itself uniform on [0.1, 0.9]: nominal
// coverage 0.95. The bound allows three points of undercoverage; the binomial standard error of a
// coverage is 0.005, so a method at 0.95 fails with probability below 1e-9, and the unclustered
// Wilson interval, which covers about 0.83 here, would fail.
TEST(Clusters, IntervalsCoverTheTruth) {
  constexpr int kSamples = 2000;
  const std::uint64_t key = PurposeKey(3, Purpose::kChance);
  int probability_hits = 0, mean_hits = 0, plain_hits = 0;
  for (std::uint32_t sample = 0; sample < kSamples; ++sample) {
    ClusterTotals totals;
    double successes = 0.0;
    for (std::uint64_t draw = 0; draw < 40; ++draw) {
      const double p = 0.1 + 0.8 * Uniform(key, draw, sample, 0);
      double hits = 0.0;
      for (std::uint64_t w = 1; w <= 5; ++w) hits += Uniform(key, draw, sample, w) < p ? 1.0 : 0.0;
      totals.Add(5.0, hits);
      successes += hits;
    }
    const auto covers = [](const Estimate& e) { return e.low <= 0.5 && 0.5 <= e.high; };
    probability_hits += covers(ClusteredProbabilityInterval(totals, 0.95));
    mean_hits += covers(ClusteredMeanInterval(totals, 0.95));
    plain_hits += covers(WilsonInterval(successes, 200, 0.95));
  }
  EXPECT_GT(probability_hits, 0.92 * kSamples);
  EXPECT_GT(mean_hits, 0.92 * kSamples);
  EXPECT_LT(plain_hits, 0.92 * kSamples);
}

// Classical table: for the median of 10, X_(2) … X_(9) covers 97.9 %, X_(3) … X_(8) only 89.1 %.
TEST(QuantileRanks, ClassicalMedianRanks) {
  const RankInterval ten = QuantileRanks(0.5, 10, 0.95);
  EXPECT_EQ(ten.low, 2u);
  EXPECT_EQ(ten.high, 9u);
  const RankInterval five = QuantileRanks(0.5, 5, 0.95);
  EXPECT_EQ(five.low, 0u);  // five values can not bound a median at 95 %
  EXPECT_EQ(five.high, 6u);
}

// The definition, checked by summing: coverage is at least the level and the next tighter ranks on
// either side would break that side's tail.
TEST(QuantileRanks, AreValidAndTight) {
  for (const std::uint64_t n : {20u, 100u, 1000u, 12345u}) {
    for (const double level : {0.05, 0.25, 0.5, 0.95}) {
      const RankInterval ranks = QuantileRanks(level, n, 0.95);
      const boost::math::binomial_distribution<double> below(static_cast<double>(n), level);
      const auto cdf = [&](double k) { return k < 0.0 ? 0.0 : boost::math::cdf(below, k); };
      const double low = static_cast<double>(ranks.low);
      const double high = static_cast<double>(ranks.high);
      EXPECT_LE(cdf(low - 1.0), 0.025 + 1e-12);
      EXPECT_GT(cdf(low), 0.025 - 1e-12);
      if (ranks.high <= n) {
        EXPECT_LE(1.0 - cdf(high - 1.0), 0.025 + 1e-12);
      }
      EXPECT_GT(1.0 - cdf(high - 2.0), 0.025 - 1e-12);
    }
  }
}

TEST(Until, ErrorLevelsSumToAtMostAlpha) {
  double spent = 0.0;
  for (unsigned look = 0; look <= 22; ++look) {
    EXPECT_EQ(LookWorlds(look), 1024ULL << look);
    spent += 1.0 - LookConfidence(look, 0.95);
  }
  EXPECT_LT(spent, 0.05);
  EXPECT_GT(spent, 0.047);
}

// Anytime coverage: 1,000 runs that stop at the first look at which the interval is narrower than
// 0.02. Error rate at most 0.05 by construction; 95 or more misses of 1,000 would have probability
// below 1e-8 at 0.05.
TEST(Until, StoppedIntervalsCover) {
  constexpr int kRuns = 1000;
  const double p = 0.03;
  int misses = 0;
  const std::uint64_t key = PurposeKey(5, Purpose::kChance);
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    std::uint64_t worlds = 0;
    double hits = 0.0;
    for (unsigned look = 0;; ++look) {
      for (; worlds < LookWorlds(look); ++worlds) hits += Uniform(key, 1, run, worlds) < p;
      const Estimate e =
          WilsonInterval(hits, static_cast<double>(worlds), LookConfidence(look, 0.95));
      if (e.high - e.low > 0.02) continue;
      misses += !(e.low <= p && p <= e.high);
      break;
    }
  }
  EXPECT_LT(misses, 95);
}

}  // namespace
}  // namespace entente::engine
