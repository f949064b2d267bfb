#include "engine/sinks/sketch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "engine/sinks/histogram.h"

namespace entente::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<double> Mixture(std::size_t n, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) {
    switch (i % 4) {
      case 0: values.push_back(normal(random)); break;
      case 1: values.push_back(std::exp(5.0 * normal(random))); break;
      case 2: values.push_back(-std::exp(5.0 * normal(random))); break;
      default: values.push_back(i % 8 == 3 ? 0.0 : 100.0 + normal(random)); break;
    }
  }
  return values;
}

TEST(QuantileSketch, EveryRankIsWithinTheStatedError) {
  auto values = Mixture(20'000, 1);
  QuantileSketch sketch;
  for (const double value : values) sketch.Add(value);
  std::sort(values.begin(), values.end());
  ASSERT_EQ(sketch.count(), values.size());
  for (std::size_t i = 0; i < values.size(); i += 37) {
    const auto bucket = sketch.AtRank(i + 1);
    const double bound = QuantileSketch::kRelativeError * std::fabs(values[i]) * (1 + 1e-12);
    EXPECT_LE(std::fabs(bucket.value - values[i]), bound);
    EXPECT_LE(bucket.low, values[i]);
    EXPECT_GE(bucket.high, values[i]);
  }
  EXPECT_LE(QuantileSketch::kRelativeError, 0.005);
}

TEST(QuantileSketch, MergingCommutesAndEqualsOneSketch) {
  const auto values = Mixture(5'000, 2);
  QuantileSketch whole, a, b, c;
  for (std::size_t i = 0; i < values.size(); ++i) {
    whole.Add(values[i]);
    (i % 7 < 3 ? a : i % 7 < 4 ? b : c).Add(values[i]);
  }
  QuantileSketch left = a;
  left.Merge(b);
  left.Merge(c);
  QuantileSketch right = c;
  QuantileSketch inner = b;
  inner.Merge(a);
  right.Merge(inner);
  EXPECT_EQ(left, right);
  EXPECT_EQ(left, whole);
  QuantileSketch other = whole;
  other.Add(1.5);
  EXPECT_FALSE(other == whole);
}

TEST(QuantileSketch, SpecialValuesAreCountedApart) {
  QuantileSketch sketch;
  const double nan = std::nan("");
  for (const double value : {kInfinity, kInfinity, -kInfinity, nan, 0.0, -0.0, 1e-30, 2.0}) {
    sketch.Add(value);
  }
  EXPECT_EQ(sketch.count(), 7u);
  EXPECT_EQ(sketch.nans(), 1u);
  EXPECT_EQ(sketch.AtRank(1).value, -kInfinity);
  for (const std::uint64_t rank : {2, 3, 4}) EXPECT_EQ(sketch.AtRank(rank).value, 0.0);
  EXPECT_NEAR(sketch.AtRank(5).value, 2.0, 0.01);
  EXPECT_EQ(sketch.AtRank(6).value, kInfinity);
  EXPECT_EQ(sketch.AtRank(7).value, kInfinity);
  sketch.Add(1e300);  // beyond the outermost bucket: still ranked last
  EXPECT_GT(sketch.AtRank(6).value, 1e38);
}

TEST(QuantileSketch, SmallWholeNumbersAreExact) {
  QuantileSketch sketch;
  for (int i = -255; i <= 255; ++i) sketch.Add(i);
  for (int i = -255; i <= 255; ++i) {
    const auto bucket = sketch.AtRank(static_cast<std::uint64_t>(i + 256));
    EXPECT_EQ(bucket.value, i);
    EXPECT_EQ(bucket.low, i);
    EXPECT_EQ(bucket.high, i);
  }
  EXPECT_TRUE(sketch.all_whole());
  sketch.Add(0.5);
  EXPECT_FALSE(sketch.all_whole());
}

TEST(QuantileSketch, BytesRoundTrip) {
  QuantileSketch sketch;
  for (const double value : Mixture(3'000, 3)) sketch.Add(value);
  sketch.Add(kInfinity);
  ByteWriter writer;
  sketch.Write(writer);
  ByteReader reader(writer.bytes());
  QuantileSketch copy;
  copy.Read(reader);
  EXPECT_TRUE(reader.ok() && reader.at_end());
  EXPECT_EQ(copy, sketch);
}

TEST(Histogram, CountsAreExactBetweenItsEdges) {
  auto values = Mixture(8'000, 4);
  values.erase(std::remove_if(values.begin(), values.end(), [](double x) { return x <= 0.0; }),
               values.end());
  QuantileSketch sketch;
  for (const double value : values) sketch.Add(value);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const Histogram histogram = MakeHistogram(sketch, *low, *high);
  ASSERT_EQ(histogram.edges.size(), histogram.counts.size() + 1);
  EXPECT_EQ(histogram.edges.front(), *low);
  EXPECT_EQ(histogram.edges.back(), *high);
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    const bool last = i + 1 == histogram.counts.size();
    const auto expected = std::count_if(values.begin(), values.end(), [&](double x) {
      return x >= histogram.edges[i] &&
             (x < histogram.edges[i + 1] || (last && x == histogram.edges[i + 1]));
    });
    EXPECT_EQ(histogram.counts[i], static_cast<std::uint64_t>(expected));
    total += histogram.counts[i];
  }
  EXPECT_EQ(total, values.size());
}

TEST(Histogram, FewWholeNumbersGetABinEach) {
  QuantileSketch sketch;
  for (int i = 0; i < 60; ++i) sketch.Add(i % 6);
  const Histogram histogram = MakeHistogram(sketch, 0.0, 5.0);
  EXPECT_EQ(histogram.edges, (std::vector<double>{-0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5}));
  EXPECT_EQ(histogram.counts, (std::vector<std::uint64_t>(6, 10)));
}

TEST(Histogram, NarrowSpreadsGetFewerBinsAndLoseNothing) {
  QuantileSketch sketch;
  for (int i = 0; i < 1000; ++i) sketch.Add(1000.0 + 0.02 * i + 0.001);
  const Histogram histogram = MakeHistogram(sketch, 1000.001, 1019.981);
  EXPECT_LT(histogram.counts.size(), 8u);
  std::uint64_t total = 0;
  for (const auto count : histogram.counts) total += count;
  EXPECT_EQ(total, 1000u);
  QuantileSketch one;
  one.Add(3.25);
  EXPECT_EQ(MakeHistogram(one, 3.25, 3.25).counts, (std::vector<std::uint64_t>{1}));
  EXPECT_TRUE(MakeHistogram(QuantileSketch(), 0.0, 0.0).counts.empty());
}

}  // namespace
}  // namespace entente::engine
