#include "engine/sinks/outcome.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/luck/luck.h"
#include "engine/sinks/block_tree.h"

namespace entente::engine {
namespace {

using model::OutcomeKind;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const std::uint64_t kKey = PurposeKey(8, Purpose::kChance);

model::Outcome Outcome(OutcomeKind kind, double days = 100.0) {
  model::Outcome outcome;
  outcome.kind = kind;
  outcome.from_day = 10.0;
  outcome.to_day = 10.0 + days;
  return outcome;
}

OutcomeSummary Summarise(const model::Outcome& outcome, const std::vector<double>& values,
                         std::uint64_t worlds_per_draw = 1) {
  OutcomeAccumulator accumulator(outcome, worlds_per_draw, 0);
  accumulator.Add(values.data(), nullptr, values.size());
  return accumulator.Finish(model::OutcomeId(0), 0.95);
}

TEST(OutcomeAccumulator, Probability) {
  std::vector<double> values(200, 0.0);
  std::fill(values.begin(), values.begin() + 30, 1.0);
  values[199] = kNan;
  const OutcomeSummary s = Summarise(Outcome(OutcomeKind::kEver), values);
  EXPECT_EQ(s.worlds, 199u);
  EXPECT_EQ(s.never_opened, 1u);
  const Estimate wilson = WilsonInterval(30, 199, 0.95);
  EXPECT_EQ(s.estimate.value, wilson.value);
  EXPECT_EQ(s.estimate.low, wilson.low);
  EXPECT_EQ(s.estimate.high, wilson.high);
  EXPECT_TRUE(s.quantiles.empty());
  EXPECT_TRUE(s.histogram.counts.empty());
}

TEST(OutcomeAccumulator, TimeToIsRestrictedToItsWindow) {
  const OutcomeSummary s =
      Summarise(Outcome(OutcomeKind::kTimeTo), {20.0, kInfinity, 60.0, kInfinity, kNan});
  EXPECT_EQ(s.worlds, 4u);
  EXPECT_EQ(s.never_opened, 1u);
  EXPECT_NEAR(s.estimate.value, (20.0 + 100.0 + 60.0 + 100.0) / 4.0, 1e-12);
  EXPECT_EQ(s.reached.value, 0.5);
  EXPECT_EQ(s.minimum, 20.0);
  EXPECT_EQ(s.maximum, 60.0);
  ASSERT_EQ(s.quantiles.size(), 5u);
  EXPECT_NEAR(s.quantiles[2].at.value, 60.0, 0.3);
  EXPECT_EQ(s.quantiles[4].at.value, kInfinity);
  EXPECT_EQ(s.quantiles[4].at.high, kInfinity);
  EXPECT_EQ(s.histogram.edges.front(), 0.0);
  EXPECT_EQ(s.histogram.edges.back(), 100.0);
}

TEST(OutcomeAccumulator, FailedWorldsAreLeftOut) {
  OutcomeAccumulator accumulator(Outcome(OutcomeKind::kCount), 1, 0);
  const double values[] = {1.0, kNan, 3.0, 1e9};
  const std::uint8_t failed[] = {0, 1, 0, 1};
  accumulator.Add(values, failed, 4);
  const OutcomeSummary s = accumulator.Finish(model::OutcomeId(2), 0.95);
  EXPECT_EQ(s.outcome, model::OutcomeId(2));
  EXPECT_EQ(s.worlds, 2u);
  EXPECT_EQ(s.never_opened, 0u);
  EXPECT_EQ(s.estimate.value, 2.0);
  EXPECT_EQ(s.maximum, 3.0);
}

TEST(OutcomeAccumulator, NothingAddedIsNoNumber) {
  const OutcomeSummary s = Summarise(Outcome(OutcomeKind::kMean), {kNan, kNan});
  EXPECT_EQ(s.worlds, 0u);
  EXPECT_EQ(s.never_opened, 2u);
  EXPECT_TRUE(std::isnan(s.estimate.value));
  EXPECT_TRUE(s.quantiles.empty());
  EXPECT_TRUE(s.histogram.counts.empty());
}

// Large offset, small spread: the variance must not drown.
TEST(OutcomeAccumulator, MomentsSurviveALargeOffset) {
  std::vector<double> values;
  for (int i = 0; i < 1000; ++i) values.push_back(1e9 + i % 10);
  const OutcomeSummary s = Summarise(Outcome(OutcomeKind::kMean), values);
  EXPECT_NEAR(s.estimate.value, 1e9 + 4.5, 1e-6);
  EXPECT_NEAR(s.standard_deviation, std::sqrt(8.25 * 1000 / 999), 1e-9);
}

std::vector<double> Values(std::size_t n) {
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto world = static_cast<std::uint32_t>(i);
    values[i] = 5.0 * StandardNormal(Math(), kKey, 1, world, 0) + 3.0;
    if (world % 97 == 3) values[i] = kNan;
  }
  return values;
}

std::vector<std::uint8_t> State(const OutcomeAccumulator& accumulator) {
  ByteWriter writer;
  accumulator.Write(writer);
  return writer.Take();
}

// The same bytes for tiles of 1, 8, 64 and 256 worlds and for any order of the blocks.
TEST(OutcomeAccumulator, TilesAndOrderOfBlocksChangeNoBit) {
  constexpr std::size_t kWorlds = 5 * 1024 + 300;
  const auto values = Values(kWorlds);
  const model::Outcome outcome = Outcome(OutcomeKind::kMean);
  for (const std::uint64_t worlds_per_draw : {1, 4, 7, 3000}) {
    std::vector<std::uint8_t> expected;
    for (const std::size_t tile : {1024, 1, 8, 64, 256}) {
      BlockTree<OutcomeAccumulator> tree;
      for (const std::uint64_t block : {3, 5, 0, 1, 4, 2}) {
        const std::size_t first = block * 1024;
        const std::size_t last = std::min(kWorlds, first + 1024);
        OutcomeAccumulator accumulator(outcome, worlds_per_draw, first);
        for (std::size_t at = first; at < last; at += tile) {
          accumulator.Add(values.data() + at, nullptr, std::min(tile, last - at));
        }
        tree.Add(block, accumulator);
      }
      const auto bytes = State(*tree.Total(6));
      if (expected.empty()) expected = bytes;
      EXPECT_EQ(bytes, expected) << tile;
    }
  }
}

// Splitting into blocks changes the estimates by rounding at most, whatever the size of draws.
TEST(OutcomeAccumulator, DrawsThatStraddleBlocksAreWhole) {
  const auto values = Values(4096);
  const model::Outcome outcome = Outcome(OutcomeKind::kMean);
  for (const std::uint64_t worlds_per_draw : {1, 2, 3, 100, 1500, 2048}) {
    const OutcomeSummary whole = Summarise(outcome, values, worlds_per_draw);
    BlockTree<OutcomeAccumulator> tree;
    for (std::uint64_t block = 0; block < 4; ++block) {
      OutcomeAccumulator accumulator(outcome, worlds_per_draw, block * 1024);
      accumulator.Add(values.data() + block * 1024, nullptr, 1024);
      tree.Add(block, accumulator);
    }
    const OutcomeSummary merged = tree.Total(4)->Finish(model::OutcomeId(0), 0.95);
    EXPECT_EQ(merged.worlds, whole.worlds);
    EXPECT_NEAR(merged.estimate.value, whole.estimate.value, 1e-11);
    EXPECT_NEAR(merged.estimate.low, whole.estimate.low, 1e-8);
    EXPECT_NEAR(merged.standard_deviation, whole.standard_deviation, 1e-11);
    EXPECT_EQ(merged.histogram.counts, whole.histogram.counts);
  }
}

// The median of 301 exponentials, 1,000 times, at 90 %: order statistics cover at least that; the
// sketch only widens. 860 or fewer hits would have probability below 2e-5 at 0.9.
TEST(OutcomeAccumulator, QuantileIntervalsCover) {
  int hits = 0;
  for (std::uint32_t sample = 0; sample < 1000; ++sample) {
    OutcomeAccumulator accumulator(Outcome(OutcomeKind::kMax), 1, 0);
    for (std::uint64_t k = 0; k < 301; ++k) {
      const double value = UnitExponential(Math(), kKey, 2, sample, k);
      accumulator.Add(&value, nullptr, 1);
    }
    const Estimate median = accumulator.Finish(model::OutcomeId(0), 0.9).quantiles[2].at;
    EXPECT_LE(median.low, median.value);
    EXPECT_GE(median.high, median.value);
    hits += median.low <= std::log(2.0) && std::log(2.0) <= median.high;
  }
  EXPECT_GT(hits, 860);
}

TEST(OutcomeAccumulator, CountsHaveWholeBinsAndQuantiles) {
  std::vector<double> values;
  for (int i = 0; i < 500; ++i) values.push_back(i % 5);
  const OutcomeSummary s = Summarise(Outcome(OutcomeKind::kCount), values);
  EXPECT_EQ(s.histogram.counts, (std::vector<std::uint64_t>(5, 100)));
  EXPECT_EQ(s.quantiles[0].at.value, 0.0);
  EXPECT_EQ(s.quantiles[2].at.value, 2.0);
  EXPECT_EQ(s.quantiles[4].at.value, 4.0);
}

TEST(OutcomeAccumulator, BytesRoundTripAndCarryOn) {
  const auto values = Values(2048);
  OutcomeAccumulator left(Outcome(OutcomeKind::kMin), 5, 0);
  OutcomeAccumulator right(Outcome(OutcomeKind::kMin), 5, 1024);
  left.Add(values.data(), nullptr, 1024);
  right.Add(values.data() + 1024, nullptr, 1024);
  const auto bytes = State(left);
  ByteReader reader(bytes);
  OutcomeAccumulator copy;
  copy.Read(reader);
  ASSERT_TRUE(reader.ok() && reader.at_end());
  left.Merge(right);
  copy.Merge(right);
  EXPECT_EQ(State(copy), State(left));
}

}  // namespace
}  // namespace entente::engine
