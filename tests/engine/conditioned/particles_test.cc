// Particles: worlds that nothing teaches are the engine's own, bit for bit; resampling, integrals,
// parameters.
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "support/random_models.h"
#include "engine/conditioned/taught.h"

namespace entente::engine {
namespace {

// ---- worlds that nothing teaches ----------------------------------------------------------------

// A model in which everything moves: quantities, pressures, noise, guards on moving things.
model::Model MovingModel() {
  SelfExciting s(7.0);
  Builder& b = s.b;
  const auto mood = b.AddQuantity("mood", b.Number(0.1), 0.0, 1.0);
  b.Relax(mood, b.pool().Binary(Op::kMin, b.Number(0.9), b.Value(s.pressure)), b.Number(50.0));
  b.Noise(mood, b.Number(0.02));
  const auto x = b.Issue("x", {"low", "high", "gone"});
  const auto tension = b.Param("tension", model::Prior{model::PriorKind::kLognormal, 0.02, 0.5, 0.0});
  b.Rate(x, "low", "high", b.pool().Multiply(b.Value(tension), b.Value(mood)));
  b.Rate(x, "high", "low", b.Number(0.03), b.pool().Binary(Op::kLess, b.Value(mood), b.Number(0.3)));
  b.Rate(x, "high", "gone", b.Number(0.002));
  b[b.Transition(x, "low", "high")].feeds = {{s.pressure, b.Number(0.5)}};
  b[s.act].effects = {Builder::Increase(mood, b.Number(0.05), b.In(x, {"high"}))};
  b.Once(b.Happening("alarm"), b.pool().Binary(Op::kLess, b.Number(0.35), b.Value(mood)));
  b.After(b.Transition(x, "gone", "low"), Duration{40, 0});
  b.Count("acts", {s.act});
  b.Ask("mood", model::OutcomeKind::kMean, b.Value(mood));
  b.Ever("gone", b.In(x, {"gone"}));
  return b.Build();
}

model::Model AnyModel(std::uint64_t seed) {
  return seed == 1 ? MovingModel() : testing::RandomModel(seed);
}

std::vector<std::uint64_t> Bits(const std::vector<double>& values) {
  std::vector<std::uint64_t> bits;
  for (const double value : values) bits.push_back(std::bit_cast<std::uint64_t>(value));
  return bits;
}

TEST(ParticleTest, FreeParticlesAreTheEnginesWorlds) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const model::Model model = AnyModel(seed);
    WorldsOptions options;
    options.settings.seed = seed;
    options.settings.threads = 1;
    options.worlds = 100;
    const Result<WorldValues> worlds = SimulateWorlds(model, options);
    ASSERT_TRUE(worlds.has_value());
    ParticleSettings settings;
    settings.particles = 100;
    settings.seed = seed;
    settings.threads = 1;
    for (std::uint32_t o = 0; o < model.outcomes.size(); ++o) {
      settings.outcomes.push_back(model::OutcomeId(o));
    }
    ParticleEnsemble ensemble = Make(model, settings, {});
    // Stops between grid points change nothing.
    const double horizon = ensemble.horizon();
    for (const double part : {0.0, 0.1003, 0.33, 0.77712, 1.0}) To(ensemble, part * horizon);
    std::vector<double> value;
    for (std::size_t o = 0; o < model.outcomes.size(); ++o) {
      ensemble.ReadOutcome(o, value);
      const std::vector<double> expected(worlds->outcome(o), worlds->outcome(o) + 100);
      EXPECT_EQ(Bits(value), Bits(expected)) << "model " << seed << " outcome " << o;
    }
  }
}

TEST(ParticleTest, SameBitsForAnyThreadsAndTiles) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const model::Model model = AnyModel(seed);
    std::vector<std::vector<std::uint64_t>> all;
    for (const auto& [threads, width, native] :
         std::vector<std::tuple<unsigned, unsigned, bool>>{
             {1, 64, true}, {2, 8, true}, {2, 16, false}}) {
      ParticleSettings settings;
      settings.particles = 90;
      settings.seed = seed;
      settings.threads = threads;
      settings.tile_width = width;
      settings.native = native;
      for (std::uint32_t o = 0; o < model.outcomes.size(); ++o) {
        settings.outcomes.push_back(model::OutcomeId(o));
      }
      Teacher teacher;
      if (!model.issues.empty()) {
        teacher.windows = {{{model::IssueId(0)}, {}, 0.1, 0.6 * model.time.horizon_days}};
      }
      ParticleEnsemble ensemble = Make(model, settings, teacher);
      std::vector<std::uint64_t> bits;
      for (const double part : {0.2, 0.512345, 0.8, 1.0}) {
        const Advance advance = To(ensemble, part * ensemble.horizon());
        const std::vector<std::uint64_t> weights = Bits(advance.log_weight);
        bits.insert(bits.end(), weights.begin(), weights.end());
        if (part == 1.0) break;
        // Once with all survivors in their slots, then with a permutation that overwrites sources.
        std::vector<std::uint32_t> ancestors(90);
        for (std::uint32_t i = 0; i < 90; ++i) {
          ancestors[i] = part == 0.2 ? i - i % 3 : (i * 7 + 11) % 90;
        }
        EXPECT_TRUE(ensemble.Resample(ancestors).has_value());
      }
      std::vector<double> value;
      for (std::size_t o = 0; o < model.outcomes.size(); ++o) {
        ensemble.ReadOutcome(o, value);
        const std::vector<std::uint64_t> outcome = Bits(value);
        bits.insert(bits.end(), outcome.begin(), outcome.end());
      }
      all.push_back(bits);
    }
    EXPECT_EQ(all[0], all[1]) << "model " << seed;
    EXPECT_EQ(all[0], all[2]) << "model " << seed;
  }
}

// A copy is its ancestor in everything, and goes its own way from there.
TEST(ParticleTest, CopiesStartAlikeAndPart) {
  SelfExciting s(7.0);
  const auto mood = s.b.AddQuantity("mood", s.b.Number(0.0));
  s.b.Relax(mood, s.b.Value(s.pressure), s.b.Number(50.0));
  s.b.Noise(mood, s.b.Number(0.1));
  const auto n = s.b.AddQuantity("n", s.b.Number(0.0));
  s.b[s.act].effects = {Builder::Increase(n, s.b.Number(1.0))};
  ParticleSettings settings = Small(40);
  settings.tile_width = 8;
  ParticleEnsemble ensemble = Make(s.b.Build(), settings, {});
  To(ensemble, 101.3);  // between grid points
  std::vector<double> before, after, later;
  before = QuantityOf(ensemble, mood);
  ASSERT_TRUE(ensemble.Resample(std::vector<std::uint32_t>(40, 17)).has_value());
  after = QuantityOf(ensemble, mood);
  EXPECT_EQ(after, std::vector<double>(40, before[17]));
  To(ensemble, 104.0);
  later = QuantityOf(ensemble, n);
  To(ensemble, 365.0);
  later = QuantityOf(ensemble, mood);
  for (std::size_t i = 1; i < 40; ++i) EXPECT_NE(later[i], later[0]);
  ASSERT_EQ(ensemble.epochs().size(), 1u);
  EXPECT_EQ(ensemble.epochs()[0].ancestors[3], 17u);
}

// Redrawing residual thresholds changes no law: counts of a Poisson process and of the self-exciting
// one keep their means through resamplings with equal weights.
TEST(ParticleTest, ResamplingKeepsTheLaw) {
  Builder b("law", 300.0);
  const auto plain = b.Event("plain", b.Number(0.04));
  const auto counted = b.AddQuantity("counted", b.Number(0.0));
  b[plain].effects = {Builder::Increase(counted, b.Number(1.0))};
  const auto level = b.AddQuantity("level", b.Number(0.05));
  b.Relax(level, b.Number(0.1), b.Number(100.0));
  const auto moving = b.Event("moving", b.Value(level));
  const auto moved = b.AddQuantity("moved", b.Number(0.0));
  b[moving].effects = {Builder::Increase(moved, b.Number(1.0))};
  const std::size_t n = 20000;
  ParticleSettings settings = Small(n);
  ParticleEnsemble ensemble = Make(b.Build(), settings, {});
  std::vector<std::uint32_t> itself(n);
  for (std::uint32_t i = 0; i < n; ++i) itself[i] = i;
  for (const double day : {3.0, 50.0, 51.7, 140.0, 200.2}) {
    To(ensemble, day);
    ASSERT_TRUE(ensemble.Resample(itself).has_value());
  }
  To(ensemble, 300.0);
  const double k = std::log(2.0) / 100.0;
  const double expected_moving = 0.1 * 300.0 - 0.05 * (1.0 - std::exp(-300.0 * k)) / k;
  std::vector<double> values;
  const auto check = [&](model::QuantityId id, double expected) {
    values = QuantityOf(ensemble, id);
    double sum = 0.0, squares = 0.0;
    for (const double v : values) {
      sum += v;
      squares += v * v;
    }
    const double mean = sum / n, variance = squares / n - mean * mean;
    // Both are Poisson: mean and variance; 3.5 standard errors, 4 comparisons: 1 seed in 500.
    EXPECT_NEAR(mean, expected, 3.5 * std::sqrt(expected / n));
    EXPECT_NEAR(variance, expected, 3.5 * expected * std::sqrt(2.2 / n));
  };
  check(counted, 12.0);
  check(moved, expected_moving);
}

TEST(ParticleTest, IntegralsAddUpBetweenTakings) {
  Chain c;
  model::ParameterId unused = c.b.Param("unused", 1.0);
  (void)unused;
  ParticleSettings settings = Small(30);
  settings.integrals = {{c.b.ByState(c.x, {2.0, 5.0}), true}, {c.b.ByState(c.x, {-1.0, 3.0}), false}};
  Teacher teacher;
  teacher.windows = {{{c.x}, {}, 0.0, 1000.0}};
  teacher.happenings = {Row(40.5, c.up), Row(50.5, c.down)};
  ParticleEnsemble ensemble = Make(c.b.Build(), settings, teacher);
  std::vector<double> first, second;
  To(ensemble, 45.0);
  ensemble.TakeIntegral(0, first);
  ensemble.TakeIntegral(1, second);
  EXPECT_NEAR(first[7], 40.5 * 2.0 + 4.5 * 5.0, 1e-9);
  EXPECT_NEAR(second[7], 40.5 * -1.0 + 4.5 * 3.0, 1e-9);
  To(ensemble, 100.0);
  ensemble.TakeIntegral(0, first);
  EXPECT_NEAR(first[7], 5.5 * 5.0 + 49.5 * 2.0, 1e-9);
}

TEST(ParticleTest, ParametersCanBeGivenAndReplaced) {
  Builder b("rates", 200.0);
  const auto rate = b.Param("rate", model::Prior{model::PriorKind::kUniform, 0.1, 0.2, 0.0});
  const auto act = b.Event("act", b.Value(rate));
  ParticleSettings settings = Small(9);
  Teacher teacher;
  teacher.windows = {{{}, {act}, 0.0, 200.0}};
  ParticleEnsemble ensemble = Make(b.Build(), settings, teacher);
  ParameterValues values;
  values.parameters = {rate};
  for (int i = 0; i < 9; ++i) values.values.push_back(0.01 * (i + 1));
  ASSERT_TRUE(ensemble.Restart(5, &values).has_value());
  Advance advance = To(ensemble, 100.0);
  EXPECT_NEAR(advance.log_weight[4], -5.0, 1e-9);
  for (double& value : values.values) value *= 2.0;
  ASSERT_TRUE(ensemble.SetParameters(values).has_value());
  advance = To(ensemble, 150.0);
  EXPECT_NEAR(advance.log_weight[4], -5.0, 1e-9);
  ASSERT_TRUE(ensemble.Restart(5).has_value());
  std::vector<double> drawn;
  ensemble.ReadParameter(rate, drawn);
  for (const double value : drawn) EXPECT_TRUE(value >= 0.1 && value <= 0.2);
}

}  // namespace
}  // namespace entente::engine
