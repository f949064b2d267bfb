// Worlds one by one agree with the ensemble, with replay, and with themselves whatever the range,
// threads and tiles; given parameters stand in for draws; failures and stops are marked.
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "engine/run.h"
#include "engine/worlds.h"
#include "model/builder.h"

namespace entente::engine {
namespace {

using model::Builder;
using model::HappeningId;
using model::Op;
using model::OutcomeId;
using model::ParameterId;

struct Quarrel {
  model::Model model;
  ParameterId rate;
  HappeningId insult, breaking;
};

// Jump channels, a grid channel with a moving hazard, a deadline and three kinds of outcome.
Quarrel MakeQuarrel() {
  Builder b("quarrel", 300.0, 10.0);
  Quarrel q;
  q.rate = b.Param("rate", {model::PriorKind::kLognormal, 0.02, 0.5, 0.0});
  const auto share = b.Param("share", {model::PriorKind::kBeta, 3.0, 4.0, 0.0});
  const auto anger = b.AddQuantity("anger", b.Number(0.4), 0.0, 1.0);
  b.Relax(anger, b.Value(share), b.Number(60.0));
  b.Noise(anger, b.Number(0.01));
  const auto row = b.Issue("row", {"calm", "heated", "broken"});
  q.insult = b.Event("insult", b.pool().Multiply(b.Value(q.rate), b.Value(anger)));
  b[q.insult].effects = {Builder::Increase(anger, b.Number(0.1))};
  b.Rate(row, "calm", "heated", b.Value(q.rate));
  b.Rate(row, "heated", "calm", b.Number(0.01));
  q.breaking = b.Transition(row, "heated", "broken");
  b.After(q.breaking, {45.0, 0.0});
  b.Ever("broken", b.In(row, {"broken"}));
  b.Ask("anger_mean", model::OutcomeKind::kMean, b.Value(anger));
  b.Ask("time_to_broken", model::OutcomeKind::kTimeTo, b.In(row, {"broken"}));
  b.Count("insults", {q.insult});
  q.model = b.Build();
  return q;
}

// Equal bit for bit, NaN included.
bool SameBits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

WorldValues Simulate(const model::Model& model, const WorldsOptions& options) {
  Result<WorldValues> values = SimulateWorlds(model, options);
  EXPECT_TRUE(values.has_value()) << (values ? "" : values.error().message);
  return values ? std::move(*values) : WorldValues{};
}

TEST(Worlds, AreTheSameInAnyRangeThreadAndTile) {
  const Quarrel q = MakeQuarrel();
  WorldsOptions options;
  options.settings.parameters = true;
  options.settings.first_days_of = {q.breaking};
  options.settings.worlds_per_draw = 4;
  options.worlds = 700;
  options.settings.threads = 1;
  const WorldValues whole = Simulate(q.model, options);
  for (const unsigned tile : {8u, 40u, 256u}) {
    options.settings.threads = 2;
    options.settings.tile_width = tile;
    Result<WorldSimulator> simulator = WorldSimulator::Make(q.model, options.settings);
    ASSERT_TRUE(simulator.has_value());
    std::uint64_t first = 0;
    for (const std::uint64_t n : {1ULL, 99ULL, 600ULL}) {
      const Result<WorldValues> part = simulator->Simulate(first, n);
      ASSERT_TRUE(part.has_value());
      for (std::uint64_t w = 0; w < n; ++w) {
        for (std::size_t o = 0; o < 4; ++o) {
          ASSERT_TRUE(SameBits(part->outcome(o)[w], whole.outcome(o)[first + w]));
        }
        ASSERT_TRUE(SameBits(part->first_day(0)[w], whole.first_day(0)[first + w]));
        ASSERT_TRUE(SameBits(part->parameter(0)[w], whole.parameter(0)[first + w]));
      }
      first += n;
    }
  }
  // Draws last four worlds and differ from their neighbours.
  EXPECT_EQ(whole.parameter(0)[4], whole.parameter(0)[7]);
  EXPECT_NE(whole.parameter(0)[7], whole.parameter(0)[8]);
}

TEST(Worlds, AgreeWithTheEnsembleAndWithReplay) {
  const Quarrel q = MakeQuarrel();
  WorldsOptions options;
  options.worlds = 2'000;
  options.settings.seed = 9;
  options.settings.first_days_of = {q.breaking, q.insult};
  const WorldValues values = Simulate(q.model, options);
  RunOptions run;
  run.worlds = options.worlds;
  run.seed = 9;
  const Result<RunResult> summary = engine::Run(q.model, run);
  ASSERT_TRUE(summary.has_value());
  for (const std::size_t o : {0u, 1u, 3u}) {
    double sum = 0.0;
    for (std::uint64_t w = 0; w < options.worlds; ++w) sum += values.outcome(o)[w];
    EXPECT_NEAR(sum / 2'000.0, summary->outcomes[o].estimate.value, 1e-12);
  }
  for (const std::uint32_t w : {0u, 17u, 1'999u}) {
    const Result<Story> story = Replay(q.model, 9, w);
    ASSERT_TRUE(story.has_value());
    double broken = std::numeric_limits<double>::infinity(), insult = broken;
    for (const Occurrence& occurrence : story->occurrences) {
      if (occurrence.happening == q.breaking) broken = std::min(broken, occurrence.day);
      if (occurrence.happening == q.insult) insult = std::min(insult, occurrence.day);
    }
    EXPECT_EQ(values.first_day(0)[w], broken);
    EXPECT_EQ(values.first_day(1)[w], insult);
    // The issue breaks once: its first day is the outcome's time.
    EXPECT_EQ(values.first_day(0)[w], values.outcome(2)[w]);
    for (std::size_t o = 0; o < 4; ++o) {
      EXPECT_TRUE(SameBits(values.outcome(o)[w], story->outcomes[o]));
    }
  }
}

TEST(Worlds, GivenParametersStandInForDraws) {
  const Quarrel q = MakeQuarrel();
  WorldsOptions options;
  options.first_world = 50;
  options.worlds = 300;
  options.settings.parameters = true;
  ParameterValues given;
  given.parameters = {q.rate};
  for (std::uint64_t w = 0; w < options.worlds; ++w) {
    given.values.push_back(w % 2 == 0 ? 0.01 : 0.08);
  }
  options.values = &given;
  const WorldValues mixed = Simulate(q.model, options);
  options.values = nullptr;
  for (const std::uint64_t parity : {0u, 1u}) {
    model::Model point = q.model;
    point.parameters[q.rate.index()].prior = {model::PriorKind::kPoint, parity == 0 ? 0.01 : 0.08,
                                              0.0, 0.0};
    const WorldValues wanted = Simulate(point, options);
    for (std::uint64_t w = parity; w < options.worlds; w += 2) {
      for (std::size_t o = 0; o < 4; ++o) {
        ASSERT_TRUE(SameBits(mixed.outcome(o)[w], wanted.outcome(o)[w]));
      }
      // The other parameter keeps its draw.
      ASSERT_TRUE(SameBits(mixed.parameter(1)[w], wanted.parameter(1)[w]));
    }
  }
  given.values.pop_back();
  options.values = &given;
  EXPECT_FALSE(SimulateWorlds(q.model, options).has_value());
  given.values.push_back(std::nan(""));
  EXPECT_FALSE(SimulateWorlds(q.model, options).has_value());
}

TEST(Worlds, ChoosesOutcomesOfTheModelAndOfClaims) {
  Quarrel q = MakeQuarrel();
  q.model.claim_outcomes = {q.model.outcomes[3]};
  q.model.claim_outcomes[0].to_day = 150.0;
  WorldsOptions options;
  const WorldValues all = Simulate(q.model, options);
  EXPECT_EQ(all.outcomes.size(), 4 * options.worlds);
  options.settings.outcomes = {OutcomeId(4), OutcomeId(1)};
  const WorldValues chosen = Simulate(q.model, options);
  ASSERT_EQ(chosen.outcomes.size(), 2 * options.worlds);
  double half = 0.0, full = 0.0;
  for (std::uint64_t w = 0; w < options.worlds; ++w) {
    EXPECT_TRUE(SameBits(chosen.outcome(1)[w], all.outcome(1)[w]));
    EXPECT_LE(chosen.outcome(0)[w], all.outcome(3)[w]);
    half += chosen.outcome(0)[w];
    full += all.outcome(3)[w];
  }
  EXPECT_GT(half, 0.0);
  EXPECT_LT(half, full);
  options.settings.outcomes = {OutcomeId(5)};
  EXPECT_FALSE(SimulateWorlds(q.model, options).has_value());
}

TEST(Worlds, MarksFailedWorlds) {
  Builder b("runaway", 100.0);
  const auto heat = b.AddQuantity("heat", b.Number(1.0));
  const auto spark = b.Event("spark", b.Number(0.005));
  b[spark].effects = {Builder::Assign(heat, b.pool().Binary(Op::kDivide, b.Number(1.0),
                                                            b.Number(0.0)))};
  b.Count("sparks", {spark});
  const model::Model model = b.Build();
  WorldsOptions options;
  options.worlds = 500;
  options.settings.first_days_of = {spark};
  const WorldValues values = Simulate(model, options);
  std::uint64_t failed = 0, first = 500;
  for (std::uint64_t w = 0; w < 500; ++w) {
    EXPECT_EQ(values.failed(w), std::isnan(values.outcome(0)[w]));
    EXPECT_EQ(values.failed(w), std::isnan(values.first_day(0)[w]));
    if (values.failed(w)) first = std::min(first, w);
    failed += values.failed(w) ? 1 : 0;
  }
  ASSERT_EQ(values.failures.size(), 1u);
  EXPECT_EQ(values.failures[0].worlds, failed);
  EXPECT_EQ(values.failures[0].example_world, first);
  // 1 − e^{−0.5} of them; five standard errors.
  EXPECT_NEAR(static_cast<double>(failed) / 500.0, 0.3935, 5 * 0.0219);
}

TEST(Worlds, StopsWhenTold) {
  const Quarrel q = MakeQuarrel();
  std::atomic<bool> stop{true};
  WorldsOptions options;
  options.settings.cancel = &stop;
  const WorldValues values = Simulate(q.model, options);
  EXPECT_FALSE(values.complete);
  EXPECT_EQ(values.worlds, 0u);
  EXPECT_TRUE(values.outcomes.empty());
}

TEST(Worlds, RefusesRangesThatAreNone) {
  const Quarrel q = MakeQuarrel();
  WorldsOptions options;
  options.worlds = 0;
  EXPECT_FALSE(SimulateWorlds(q.model, options).has_value());
  options.worlds = 2;
  options.first_world = (std::uint64_t{1} << 32) - 1;
  EXPECT_FALSE(SimulateWorlds(q.model, options).has_value());
  options.first_world = 0;
  options.settings.first_days_of = {q.insult, q.insult};
  EXPECT_FALSE(SimulateWorlds(q.model, options).has_value());
}

}  // namespace
}  // namespace entente::engine
