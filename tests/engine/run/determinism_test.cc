// What must not change a bit: threads, tile width, unrelated additions, the short way for plain
// moves, stopping and going on. And what must: the seed.
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/run.h"
#include "model/builder.h"

namespace entente::engine {
namespace {

using model::Builder;
using model::ExprId;
using model::Op;

// Every kind of moving part: relaxing, drifting and noisy quantities, a pressure, issues with rates,
// deadlines and conditions, effects and reactions.
void Furnish(Builder& b) {
  auto& pool = b.pool();
  const auto anger = b.AddQuantity("anger", b.Number(0.4), 0.0, 1.0);
  const auto trade = b.AddQuantity("trade", b.Number(0.5), 0.0, 1.0);
  const auto stock = b.AddQuantity("stock", b.Number(3.0), 0.0, 50.0);
  const auto rate = b.Param("rate", {model::PriorKind::kLognormal, 0.02, 0.4, 0.0});
  const auto share = b.Param("share", {model::PriorKind::kBeta, 3.0, 4.0, 0.0});
  b.Relax(anger, pool.Multiply(b.Value(share), b.Value(trade)), b.Number(60.0));
  b.Noise(anger, b.Number(0.01));
  b.Drift(trade, pool.Multiply(b.Number(0.001), pool.Binary(Op::kSubtract, b.Number(1.0),
                                                            b.Value(anger))));
  const auto row = b.Issue("row", {"calm", "heated", "broken"});
  const auto linkage = b.ActLinkage("echo", b.Number(0.4), b.Number(90.0));
  const auto pressure = b.AddPressure("echo>insult", linkage);
  const auto insult = b.Event(
      "insult", pool.Multiply(b.Value(rate), pool.Multiply(pool.Add(b.Number(0.2), b.Value(anger)),
                                                           pool.Add(b.Number(1.0),
                                                                    b.Value(pressure)))));
  b[insult].feeds.push_back({pressure, b.Number(0.05)});
  b[insult].effects = {Builder::Increase(anger, b.Number(0.05)),
                       Builder::Increase(stock, b.Number(1.0))};
  b.Rate(row, "calm", "heated", pool.Multiply(b.Number(0.01), b.Value(anger)));
  b.Rate(row, "heated", "calm", b.Number(0.01));
  b.Rate(row, "broken", "calm", b.Number(0.002));
  b.After(b.Transition(row, "heated", "broken"), {45.0, 0.0});
  const auto sale = b.Happening("sale");
  b[sale].effects = {Builder::Assign(stock, b.Number(0.0))};
  b.Whenever(sale, pool.Binary(Op::kLess, b.Number(5.5), b.Value(stock)));
  b.Ever("broken", b.In(row, {"broken"}));
  b.Ask("anger_mean", model::OutcomeKind::kMean, b.Value(anger));
  b.Ask("calm_share", model::OutcomeKind::kShareOfTime, b.In(row, {"calm"}));
  b.Ask("time_to_broken", model::OutcomeKind::kTimeTo, b.In(row, {"broken"}));
  b.Count("insults", {insult});
  b.Count("sales", {sale});
}

model::Model Furnished() {
  Builder b("furnished", 1461.0, 7.0);
  Furnish(b);
  return b.Build();
}

std::vector<std::uint64_t> Bits(const RunResult& result, std::size_t outcomes) {
  std::vector<std::uint64_t> bits;
  const auto add = [&](double value) { bits.push_back(std::bit_cast<std::uint64_t>(value)); };
  for (std::size_t o = 0; o < outcomes; ++o) {
    const OutcomeSummary& summary = result.outcomes[o];
    for (const double value : {summary.estimate.value, summary.estimate.low, summary.estimate.high,
                               summary.standard_deviation, summary.minimum, summary.maximum}) {
      add(value);
    }
    for (const QuantileEstimate& quantile : summary.quantiles) add(quantile.at.value);
    for (const std::uint64_t count : summary.histogram.counts) bits.push_back(count);
  }
  return bits;
}

RunResult RunWith(const model::Model& model, unsigned threads, unsigned width,
                  std::uint64_t seed = 5, std::uint64_t worlds = 3000) {
  RunOptions options;
  options.threads = threads;
  options.tile_width = width;
  options.seed = seed;
  options.worlds = worlds;
  const Result<RunResult> result = engine::Run(model, options);
  EXPECT_TRUE(result.has_value());
  return *result;
}

TEST(Determinism, SameBitsForThreadsAndTileWidths) {
  const model::Model model = Furnished();
  const RunResult reference = RunWith(model, 1, 64);
  EXPECT_EQ(reference.failed, 0u);
  EXPECT_GT(reference.outcomes[4].estimate.value, 1.0);  // insults happen
  EXPECT_GT(reference.outcomes[5].estimate.value, 0.01);  // so do sales
  EXPECT_GT(reference.outcomes[0].estimate.value, 0.01);
  EXPECT_LT(reference.outcomes[0].estimate.value, 0.99);
  for (const unsigned threads : {1u, 2u, 3u}) {
    for (const unsigned width : {1u, 8u, 24u, 64u, 256u}) {
      EXPECT_EQ(Bits(RunWith(model, threads, width), 6), Bits(reference, 6))
          << threads << " threads, tiles of " << width;
    }
  }
}

TEST(Determinism, AnotherSeedDiffers) {
  const model::Model model = Furnished();
  EXPECT_NE(Bits(RunWith(model, 1, 64, 6), 6), Bits(RunWith(model, 1, 64, 5), 6));
}

TEST(Determinism, UnrelatedAdditionsChangeNoBit) {
  const RunResult plain = RunWith(Furnished(), 2, 64);
  Builder b("furnished", 1461.0, 7.0);
  // Declared before, so that every index shifts.
  const auto other = b.AddQuantity("other", b.Number(0.1), 0.0, 1.0);
  b.Relax(other, b.Number(0.7), b.Number(33.0));
  b.Noise(other, b.Number(0.02));
  b.Param("unused", {model::PriorKind::kNormal, 0.0, 1.0, 0.0});
  const auto quarrel = b.Issue("quarrel", {"off", "on"});
  b.Rate(quarrel, "off", "on", b.pool().Multiply(b.Number(0.05), b.Value(other)));
  b.Rate(quarrel, "on", "off", b.Number(0.05));
  const auto noise = b.Event("noise", b.Number(0.3));
  b[noise].effects = {Builder::Increase(other, b.Number(0.01))};
  Furnish(b);
  const RunResult more = RunWith(b.Build(), 2, 64);
  EXPECT_EQ(Bits(more, 6), Bits(plain, 6));
}

TEST(Determinism, StoryIsTheSameWorldAsInTheEnsemble) {
  const model::Model model = Furnished();
  // The ensemble of one world is world 0.
  const RunResult one = RunWith(model, 1, 64, 5, 1);
  const Result<Story> story = Replay(model, 5, 0);
  ASSERT_TRUE(story.has_value());
  EXPECT_EQ(story->outcomes[1], one.outcomes[1].estimate.value);
  EXPECT_EQ(story->outcomes[4], one.outcomes[4].estimate.value);
  std::size_t insults = 0;
  for (const Occurrence& occurrence : story->occurrences) {
    insults += model.happenings[occurrence.happening.index()].provenance.name == "insult" ? 1 : 0;
  }
  EXPECT_EQ(static_cast<double>(insults), story->outcomes[4]);
}

TEST(Determinism, StoppedRunGoesOnFromItsArchive) {
  const model::Model model = Furnished();
  const std::string archive =
      (std::filesystem::temp_directory_path() /
       ("entente_determinism_test." + std::to_string(::getpid()) + ".archive"))
          .string();
  std::filesystem::remove(archive);
  RunOptions options;
  options.seed = 5;
  options.worlds = 8192;
  options.threads = 2;
  const Result<RunResult> whole = engine::Run(model, options);
  ASSERT_TRUE(whole.has_value());

  std::atomic<bool> cancel{false};
  options.checkpoint_file = archive;
  options.cancel = &cancel;
  options.on_progress = [&](const Progress& progress) {
    if (progress.worlds_done >= 2048) cancel = true;
  };
  const Result<RunResult> stopped = engine::Run(model, options);
  ASSERT_TRUE(stopped.has_value());
  EXPECT_TRUE(stopped->partial);
  EXPECT_LT(stopped->worlds, 8192u);
  ASSERT_TRUE(std::filesystem::exists(archive));

  cancel = false;
  std::uint64_t first_report = 0;
  options.on_progress = [&](const Progress& progress) {
    if (first_report == 0) first_report = progress.worlds_done;
  };
  const Result<RunResult> resumed = engine::Run(model, options);
  ASSERT_TRUE(resumed.has_value());
  EXPECT_FALSE(resumed->partial);
  EXPECT_GT(stopped->worlds, 0u);
  EXPECT_GT(first_report, stopped->worlds);  // it did not start from nothing
  EXPECT_EQ(Bits(*resumed, 6), Bits(*whole, 6));
  EXPECT_EQ(resumed->events, whole->events);

  options.seed = 6;
  const Result<RunResult> foreign = engine::Run(model, options);
  ASSERT_FALSE(foreign.has_value());
  EXPECT_NE(foreign.error().message.find("another run"), std::string::npos);

  // Damage is found, not used.
  std::filesystem::resize_file(archive, std::filesystem::file_size(archive) / 2);
  options.seed = 5;
  EXPECT_FALSE(engine::Run(model, options).has_value());
  std::filesystem::remove(archive);
}

TEST(Determinism, UntilStopsAtALookAndSaysSo) {
  const model::Model model = Furnished();
  RunOptions options;
  options.seed = 5;
  options.worlds = 200'000;
  options.until_width = 0.03;
  const Result<RunResult> result = engine::Run(model, options);
  ASSERT_TRUE(result.has_value());
  EXPECT_TRUE(result->width_reached);
  const OutcomeSummary& broken = result->outcomes[0];
  EXPECT_LE(broken.estimate.high - broken.estimate.low, 0.03);
  EXPECT_EQ(result->worlds, std::uint64_t{1024} << (result->looks - 1));
}

TEST(Faults, AreCountedAndLocatedNotFatal) {
  Builder b("faulty", 100.0, 1.0);
  const auto x = b.AddQuantity("x", b.Number(1.0));
  const auto coin = b.Issue("coin", {"fine", "bad"});
  b.Rate(coin, "fine", "bad", b.Number(0.005));
  // Division by a state value that is 0 in one state: infinite there.
  const auto event = b.Event(
      "risky", b.pool().Binary(Op::kDivide, b.Number(0.01), b.ByState(coin, {1.0, 0.0})));
  b[event].effects = {Builder::Increase(x, b.Number(1.0))};
  b.Ask("x", model::OutcomeKind::kValueAt, b.Value(x));
  const RunResult result = RunWith(b.Build(), 2, 64, 5, 4096);
  // P(bad within 100 days) = 1 − e^{−1/2} = 0.393; five standard errors.
  EXPECT_NEAR(static_cast<double>(result.failed) / 4096.0, 0.3935, 0.038);
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].fault, WorldFault::kNonFinite);
  EXPECT_NE(result.failures[0].what.find("`risky`"), std::string::npos);
  EXPECT_EQ(result.outcomes[0].worlds + result.failed, 4096u);
}

TEST(Faults, RunawayConditionsAndEventsEnd) {
  {
    Builder b("ping_pong", 10.0, 1.0);
    const auto ball = b.Issue("ball", {"here", "there"});
    const auto there = b.Transition(ball, "here", "there");
    const auto here = b.Transition(ball, "there", "here");
    b.Whenever(there, b.In(ball, {"here"}));
    b.Whenever(here, b.In(ball, {"there"}));
    b.Ever("there", b.In(ball, {"there"}));
    const RunResult result = RunWith(b.Build(), 1, 8, 5, 16);
    EXPECT_EQ(result.failed, 16u);
    ASSERT_FALSE(result.failures.empty());
    EXPECT_EQ(result.failures[0].fault, WorldFault::kConditionRounds);
  }
  {
    Builder b("explosion", 1000.0, 10.0);
    const auto linkage = b.ActLinkage("self", b.Number(3.0), b.Number(10.0));
    const auto pressure = b.AddPressure("self>act", linkage);
    const auto act = b.Event("act", b.pool().Add(b.Number(1.0), b.Value(pressure)));
    b[act].feeds.push_back({pressure, b.Number(3.0)});
    b.Count("acts", {act});
    RunOptions options;
    options.worlds = 8;
    options.limits.events_per_world = 5000;
    const Result<RunResult> result = engine::Run(b.Build(), options);
    ASSERT_TRUE(result.has_value());
    EXPECT_EQ(result->failed, 8u);
    EXPECT_EQ(result->failures[0].fault, WorldFault::kTooManyEvents);
  }
}

}  // namespace
}  // namespace entente::engine
