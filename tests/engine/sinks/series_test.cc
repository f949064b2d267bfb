#include "engine/sinks/series.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/luck/luck.h"
#include "engine/sinks/happenings.h"

namespace entente::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const std::uint64_t kKey = PurposeKey(4, Purpose::kBrownian);
const model::QuantityId kShare(0), kIndex(1);
const model::IssueId kIssue(0);

std::shared_ptr<const SeriesLayout> Layout() {
  auto layout = std::make_shared<SeriesLayout>();
  layout->quantities = {{-1.0, 3.0}, {0.0, kInfinity}};
  layout->states = {3};
  layout->samples = 2;
  return layout;
}

struct Data {
  std::vector<double> share, index;
  std::vector<std::uint8_t> state;
};

Data Make(std::size_t n) {
  Data data;
  for (std::uint32_t i = 0; i < n; ++i) {
    data.share.push_back(
        std::clamp(StandardNormal(Math(), kKey, 1, i, 0), -1.0, 3.0));  // 16 % at the lower bound
    data.index.push_back(100.0 * std::exp(0.3 * StandardNormal(Math(), kKey, 2, i, 0)));
    data.state.push_back(static_cast<std::uint8_t>(Uniform(kKey, 3, i, 0) * 3.0));
  }
  return data;
}

void AddRange(SeriesAccumulator& series, const Data& data, std::size_t first, std::size_t n) {
  series.AddQuantity(1, kShare, data.share.data() + first, nullptr, n);
  series.AddQuantity(1, kIndex, data.index.data() + first, nullptr, n);
  series.AddStates(1, kIssue, data.state.data() + first, nullptr, n);
}

std::vector<std::uint8_t> State(const SeriesAccumulator& series) {
  ByteWriter writer;
  series.Write(writer);
  return writer.Take();
}

TEST(SeriesAccumulator, MeansQuantilesAndSharesAreRight) {
  const Data data = Make(5000);
  SeriesAccumulator series(Layout());
  AddRange(series, data, 0, 5000);
  const RunSeries run = series.Finish({0.0, 30.0});
  ASSERT_EQ(run.quantities.size(), 2u);
  const auto check = [&](const QuantitySeries& got, std::vector<double> values, double mean_error,
                         const auto& quantile_error) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    EXPECT_NEAR(got.mean[1], sum / 5000, mean_error);
    std::sort(values.begin(), values.end());
    for (std::size_t l = 0; l < run.levels.size(); ++l) {
      const auto rank = static_cast<std::size_t>(std::ceil(run.levels[l] * 5000));
      const double exact = values[rank - 1];
      EXPECT_NEAR(got.quantiles[l][1], exact, quantile_error(exact));
    }
    EXPECT_TRUE(std::isnan(got.mean[0]));  // nothing was added at the first instant
  };
  check(run.quantities[0], data.share, 4e-9, [](double) { return 4.0 / 128; });
  check(run.quantities[1], data.index, 1e-9,
        [](double x) { return QuantileSketch::kRelativeError * x; });
  EXPECT_EQ(run.quantities[0].quantiles[0][1], -1.0);  // exactly at the bound
  for (std::size_t s = 0; s < 3; ++s) {
    const auto count = std::count(data.state.begin(), data.state.end(), s);
    EXPECT_EQ(run.issues[0].share[s][1], static_cast<double>(count) / 5000.0);
  }
}

TEST(SeriesAccumulator, ConstantsStayExact) {
  SeriesAccumulator series(Layout());
  const std::vector<double> values(100, 0.7);
  series.AddQuantity(0, kShare, values.data(), nullptr, 100);
  series.AddQuantity(0, kIndex, values.data(), nullptr, 100);
  const RunSeries run = series.Finish({0.0, 1.0});
  for (const QuantitySeries& quantity : run.quantities) {
    EXPECT_EQ(quantity.mean[0], 0.7);
    for (const auto& level : quantity.quantiles) EXPECT_EQ(level[0], 0.7);
  }
}

TEST(SeriesAccumulator, OrderAndTilesChangeNoBit) {
  const Data data = Make(4096);
  SeriesAccumulator whole(Layout());
  AddRange(whole, data, 0, 4096);
  for (const std::size_t tile : {1, 8, 64, 256}) {
    std::vector<SeriesAccumulator> blocks(4, SeriesAccumulator(Layout()));
    for (std::size_t at = 0; at < 4096; at += tile) AddRange(blocks[at / 1024], data, at, tile);
    blocks[3].Merge(blocks[1]);
    blocks[2].Merge(blocks[3]);
    blocks[2].Merge(blocks[0]);
    EXPECT_EQ(State(blocks[2]), State(whole));
  }
}

TEST(SeriesAccumulator, FailedWorldsAreLeftOut) {
  SeriesAccumulator series(Layout());
  const double values[] = {1.0, 2.0, kNan, 0.5};
  const double states[] = {0.0, 1.0, 2.0, 2.0};
  const std::uint8_t failed[] = {0, 1, 0, 0};
  series.AddQuantity(0, kShare, values, failed, 4);
  series.AddStates(0, kIssue, states, failed, 4);
  const RunSeries run = series.Finish({0.0, 1.0});
  EXPECT_NEAR(run.quantities[0].mean[0], 0.75, 2e-9);
  EXPECT_EQ(run.issues[0].share[1][0], 0.0);
  EXPECT_NEAR(run.issues[0].share[2][0], 2.0 / 3.0, 1e-15);
}

TEST(SeriesAccumulator, BytesRoundTrip) {
  const Data data = Make(1000);
  SeriesAccumulator series(Layout()), copy(Layout());
  AddRange(series, data, 0, 1000);
  const double negative = -5.25;
  series.AddQuantity(0, kIndex, &negative, nullptr, 1);  // a negative fixed-point sum
  const auto bytes = State(series);
  ByteReader reader(bytes);
  copy.Read(reader);
  ASSERT_TRUE(reader.ok() && reader.at_end());
  EXPECT_EQ(State(copy), bytes);
  EXPECT_EQ(copy.Finish({0.0, 1.0}).quantities[1].mean[0], -5.25);
}

TEST(HappeningCounts, MeansAndShares) {
  HappeningCounts counts(2, 3), other(2, 3);
  // Two worlds of a tile of four lanes: periods by rows.
  const std::uint32_t first[] = {1, 0, 9, 9, 0, 0, 9, 9, 2, 0, 9, 9};
  counts.Add(model::HappeningId(1), first, 4, nullptr, 2);
  counts.AddWorlds(2);
  const std::uint8_t failed[] = {0, 1};
  const std::uint32_t second[] = {4, 7, 0, 7, 0, 7};
  other.Add(model::HappeningId(1), second, 2, failed, 2);
  other.AddWorlds(1);
  counts.Merge(other);
  ByteWriter writer;
  counts.Write(writer);
  ByteReader reader(writer.bytes());
  HappeningCounts copy(2, 3);
  copy.Read(reader);
  ASSERT_TRUE(reader.ok() && reader.at_end());
  const auto summaries = copy.Finish();
  ASSERT_EQ(summaries.size(), 2u);
  EXPECT_EQ(summaries[0].mean_count, 0.0);
  EXPECT_NEAR(summaries[1].mean_count, 7.0 / 3.0, 1e-15);
  EXPECT_NEAR(summaries[1].share_of_worlds, 2.0 / 3.0, 1e-15);
  EXPECT_NEAR(summaries[1].mean_by_period[0], 5.0 / 3.0, 1e-15);
  EXPECT_EQ(summaries[1].mean_by_period[1], 0.0);
}

}  // namespace
}  // namespace entente::engine
