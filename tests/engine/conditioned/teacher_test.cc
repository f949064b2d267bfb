// Worlds that follow a record: log-weights against the closed forms of point processes, what the
// record overrides, and that worlds which nothing teaches are the engine's own, bit for bit.
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "engine/particles.h"
#include "model/builder.h"
#include "support/random_models.h"

namespace entente::engine {
namespace {

using model::Builder;
using model::HappeningId;
using model::Op;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TaughtHappening Row(double day, HappeningId happening, bool complete = true) {
  TaughtHappening row;
  row.day = day;
  row.happening = happening;
  row.complete = complete;
  return row;
}

ParticleEnsemble Make(const model::Model& model, const ParticleSettings& settings,
                      const Teacher& teacher) {
  Result<ParticleEnsemble> made = ParticleEnsemble::Make(model, settings, teacher);
  EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
  return std::move(*made);
}

Advance To(ParticleEnsemble& ensemble, double day) {
  Result<Advance> advance = ensemble.AdvanceTo(day);
  EXPECT_TRUE(advance.has_value()) << (advance ? "" : advance.error().message);
  return std::move(*advance);
}

ParticleSettings Small(std::size_t particles = 3) {
  ParticleSettings settings;
  settings.particles = particles;
  settings.threads = 1;
  return settings;
}

// Two issues; the rates of the second depend on the state of the first.
struct Chain {
  Builder b{"chain", 1000.0};
  model::IssueId x, y;
  HappeningId up, down, rise, fall;
  Chain() {
    x = b.Issue("x", {"low", "high"});
    y = b.Issue("y", {"calm", "tense"});
    b.Rate(x, "low", "high", b.Number(0.03));
    b.Rate(x, "high", "low", b.Number(0.2));
    b.Rate(y, "calm", "tense", b.ByState(x, {0.004, 2.5}));
    b.Rate(y, "tense", "calm", b.ByState(x, {0.7, 0.01}));
    up = b.Transition(x, "low", "high");
    down = b.Transition(x, "high", "low");
    rise = b.Transition(y, "calm", "tense");
    fall = b.Transition(y, "tense", "calm");
  }
};

// Σ log λ(t_i−) − ∫ λ dt, in closed form; 0.7 × 900 days passes the threshold that only adds up
// dozens of times.
TEST(TeacherTest, ChainHasItsClosedFormLikelihood) {
  Chain c;
  Teacher teacher;
  teacher.windows = {{{c.x, c.y}, {}, 0.0, 1000.0}};
  teacher.happenings = {Row(10.5, c.rise), Row(20.5, c.up), Row(25.5, c.down), Row(900.5, c.fall),
                        Row(930.5, c.up)};
  ParticleEnsemble ensemble = Make(c.b.Build(), Small(), teacher);
  const double expected =
      -10.5 * (0.03 + 0.004) + std::log(0.004)      // low, calm
      - 10.0 * (0.03 + 0.7) + std::log(0.03)        // low, tense
      - 5.0 * (0.2 + 0.01) + std::log(0.2)          // high, tense
      - 875.0 * (0.03 + 0.7) + std::log(0.7)        // low, tense
      - 30.0 * (0.03 + 0.004) + std::log(0.03)      // low, calm
      - 69.5 * (0.2 + 2.5);                         // high, calm
  std::vector<double> total(3, 0.0);
  for (const double day : {5.0, 20.5, 77.25, 930.5, 1000.0}) {
    const Advance advance = To(ensemble, day);
    for (std::size_t i = 0; i < 3; ++i) total[i] += advance.log_weight[i];
  }
  for (const double value : total) EXPECT_NEAR(value, expected, 1e-9);
}

TEST(TeacherTest, SaysHowLikelyARowWas) {
  Chain c;
  Teacher teacher;
  teacher.windows = {{{c.y}, {}, 0.0, 1000.0}};
  teacher.happenings = {Row(10.5, c.up, false), Row(10.5, c.rise)};
  ParticleEnsemble ensemble = Make(c.b.Build(), Small(1), teacher);
  const Advance advance = To(ensemble, 11.0);
  ASSERT_EQ(advance.taught.size(), 2u);
  // Forced only: it weighs nothing.
  EXPECT_EQ(advance.taught[0].log_density[0], 0.0);
  EXPECT_TRUE(std::isnan(advance.taught[0].probability[0]));
  // The state effect of the row before it on the same day counts.
  EXPECT_NEAR(advance.taught[1].log_density[0], std::log(2.5), 1e-12);
  EXPECT_NEAR(advance.taught[1].probability[0], 1.0 - std::exp(-2.5), 1e-12);
}

TEST(TeacherTest, ContradictionIsMinusInfinity) {
  Chain c;
  Teacher teacher;
  teacher.windows = {{{c.x}, {}, 0.0, 1000.0}};
  teacher.happenings = {Row(10.5, c.down)};  // it was low
  ParticleEnsemble ensemble = Make(c.b.Build(), Small(2), teacher);
  const Advance advance = To(ensemble, 20.0);
  EXPECT_EQ(advance.log_weight[0], -kInfinity);
  EXPECT_EQ(advance.taught[0].log_density[1], -kInfinity);
}

// Nothing happens of itself inside the window; everything does outside it.
TEST(TeacherTest, WindowsBeginAndEnd) {
  Chain c;
  Teacher teacher;
  teacher.windows = {{{c.x}, {}, 100.0, 200.0}};
  ParticleSettings settings = Small(4096);
  ParticleEnsemble ensemble = Make(c.b.Build(), settings, teacher);
  std::vector<model::StateIndex> at_100, at_200, at_201;
  const Advance before = To(ensemble, 99.0);
  To(ensemble, 100.0);
  ensemble.ReadIssue(c.x, at_100);
  const Advance inside = To(ensemble, 200.0);
  ensemble.ReadIssue(c.x, at_200);
  const Advance after = To(ensemble, 201.0);
  ensemble.ReadIssue(c.x, at_201);
  std::size_t high = 0, left_low = 0;
  for (std::size_t i = 0; i < 4096; ++i) {
    EXPECT_EQ(before.log_weight[i], 0.0);
    EXPECT_EQ(at_100[i], at_200[i]);
    EXPECT_NEAR(inside.log_weight[i], at_100[i] == 1 ? -20.0 : -3.0, 1e-9);
    EXPECT_EQ(after.log_weight[i], 0.0);
    high += at_200[i];
    left_low += at_200[i] == 0 && at_201[i] == 1 ? 1 : 0;
  }
  // Stationary share 0.03 / 0.23; then one day at 0.03 per day (and back at 0.2). At 3.5 standard
  // errors each: the family errs in 1 of 1,000 seeds.
  EXPECT_NEAR(static_cast<double>(high), 4096 * 0.13043, 3.5 * std::sqrt(4096 * 0.1134));
  const double share = 0.13043 * (1.0 - std::exp(-0.23));
  const double lows = 4096.0 - static_cast<double>(high);
  EXPECT_NEAR(static_cast<double>(left_low), lows * share,
              3.5 * std::sqrt(lows * share * (1.0 - share)));
}

// An event whose acts make it likelier: λ(t) = μ (1 + Σ a e^{−k (t − t_i)}).
struct SelfExciting {
  static constexpr double kRate = 0.05, kJump = 0.8, kHalfLife = 20.0;
  Builder b;
  HappeningId act;
  model::PressureId pressure;
  explicit SelfExciting(double step) : b("echo", 365.0, step) {
    const auto linkage = b.ActLinkage("echo", b.Number(kJump), b.Number(kHalfLife));
    pressure = b.AddPressure("echo>act", linkage);
    act = b.Event("act", b.pool().Multiply(b.Number(kRate),
                                           b.pool().Add(b.Number(1.0), b.Value(pressure))));
    b[act].feeds = {{pressure, b.Number(kJump)}};
  }
  static double Exact(const std::vector<double>& days, double until) {
    const double k = std::log(2.0) / kHalfLife;
    double total = -kRate * until;
    for (std::size_t i = 0; i < days.size(); ++i) {
      double pressure = 0.0;
      for (std::size_t j = 0; j < i; ++j) {
        // Rows of one day do not see the pressure of one another.
        if (days[j] < days[i]) pressure += kJump * std::exp(-k * (days[i] - days[j]));
      }
      total += std::log(kRate * (1.0 + pressure));
      total -= kRate * kJump * (1.0 - std::exp(-k * (until - days[i]))) / k;
    }
    return total;
  }
};

TEST(TeacherTest, SelfExcitingEventHasTheHawkesLikelihood) {
  const std::vector<double> days{30.5, 33.5, 33.5, 60.5, 61.5, 61.5, 61.5, 150.5, 300.5};
  const double exact = SelfExciting::Exact(days, 365.0);
  double error[2];
  for (const int fine : {0, 1}) {
    SelfExciting s(fine != 0 ? 1.0 : 4.0);
    Teacher teacher;
    teacher.windows = {{{}, {s.act}, 0.0, 366.0}};
    for (const double day : days) teacher.happenings.push_back(Row(day, s.act));
    ParticleEnsemble ensemble = Make(s.b.Build(), Small(), teacher);
    const Advance advance = To(ensemble, 365.0);
    error[fine] = advance.log_weight[2] - exact;
  }
  // Left limits are exact; the integral's midpoint rule errs by (k h)² / 24 of what the pressure
  // adds, and by as much again in steps that a row cuts short: second order.
  EXPECT_NEAR(error[1], 0.0, 2e-3);
  EXPECT_NEAR(error[0], 0.0, 2e-2);
  EXPECT_GT(std::fabs(error[0]), 8.0 * std::fabs(error[1]));
}

TEST(TeacherTest, RecordOverridesDatesDeadlinesConditionsAndEffects) {
  Builder b("dated", 400.0);
  const auto x = b.Issue("x", {"a", "b", "c", "d"});
  const auto y = b.Issue("y", {"off", "on"});
  const HappeningId ab = b.Transition(x, "a", "b"), bc = b.Transition(x, "b", "c");
  const HappeningId cd = b.Transition(x, "c", "d"), off_on = b.Transition(y, "off", "on");
  b.On(ab, {50.0});
  b.After(bc, Duration{30, 0});
  b.Once(cd, b.In(y, {"on"}));
  b.On(off_on, {120.0});
  b[off_on].effects = {Builder::Move(x, 2)};
  const model::Model model = b.Build();
  Teacher teacher;
  teacher.windows = {{{x}, {}, 0.0, 400.0}};
  teacher.happenings = {Row(60.5, ab), Row(200.5, bc)};
  ParticleEnsemble ensemble = Make(model, Small(1), teacher);
  std::vector<model::StateIndex> state;
  double weight = 0.0;
  for (const auto& [day, expected] : std::vector<std::pair<double, int>>{
           {55.0, 0}, {61.0, 1}, {130.0, 1}, {200.0, 1}, {201.0, 2}, {400.0, 2}}) {
    weight += To(ensemble, day).log_weight[0];
    ensemble.ReadIssue(x, state);
    EXPECT_EQ(state[0], expected) << "day " << day;
  }
  EXPECT_EQ(weight, 0.0);
}

// A row about something incomplete happens and weighs nothing, whatever the state was.
TEST(TeacherTest, OtherRowsAreForced) {
  Chain c;
  Teacher teacher;
  teacher.happenings = {Row(300.5, c.fall, false)};
  ParticleEnsemble ensemble = Make(c.b.Build(), Small(200), teacher);
  To(ensemble, 300.0);
  std::vector<model::StateIndex> before, after;
  ensemble.ReadIssue(c.y, before);
  const Advance advance = To(ensemble, 300.5);
  ensemble.ReadIssue(c.y, after);
  int tense = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    EXPECT_EQ(after[i], 0);
    EXPECT_EQ(advance.log_weight[i], 0.0);
    tense += before[i];
  }
  EXPECT_GT(tense, 0);
  EXPECT_LT(tense, 200);
}

TEST(TeacherTest, SaysWhatIsWrongWithATeacher) {
  Chain c;
  const model::Model model = c.b.Build();
  Teacher teacher;
  teacher.happenings = {Row(20.5, c.up), Row(10.5, c.down)};
  EXPECT_FALSE(ParticleEnsemble::Make(model, Small(), teacher).has_value());
  teacher.happenings = {Row(2000.5, c.up)};
  EXPECT_FALSE(ParticleEnsemble::Make(model, Small(), teacher).has_value());
  teacher.happenings = {Row(2.5, HappeningId(99))};
  EXPECT_FALSE(ParticleEnsemble::Make(model, Small(), teacher).has_value());
  teacher.happenings.clear();
  teacher.windows = {{{c.x}, {}, 10.0, 10.0}};
  EXPECT_FALSE(ParticleEnsemble::Make(model, Small(), teacher).has_value());
}

// ---- decisions ----------------------------------------------------------------------------------

struct Choosing {
  Builder b{"choosing", 800.0};
  model::IssueId pact;
  HappeningId leave, left, stay;
  model::DecisionId decision;
  Choosing() {
    pact = b.Issue("pact", {"kept", "left"});
    left = b.Transition(pact, "kept", "left");
    stay = b.Happening("choose.stay", model::HappeningKind::kOption);
    leave = b.Happening("choose.leave", model::HappeningKind::kOption);
    b[leave].effects = {Builder::Move(pact, 1)};
    model::Decision d;
    d.provenance.name = d.provenance.luck_name = "choose";
    d.options = {{"stay", b.Number(1.0), {}, stay}, {"leave", b.Number(0.2), {}, leave}};
    d.rationality = b.Number(1.5);
    b.model().decisions.push_back(d);
    decision = model::DecisionId(0);
  }
  static double Leave() { return 1.0 / (1.0 + std::exp(1.5 * 0.8)); }
};

TEST(TeacherTest, ChoiceOfADatedOccasion) {
  Choosing c;
  model::Trigger trigger;
  trigger.provenance.name = trigger.provenance.luck_name = "each summer";
  trigger.kind = model::TriggerKind::kWindows;
  trigger.trigger_class = model::TriggerClass::kDecision;
  trigger.days = {100.0, 400.0};
  trigger.window_ends = {130.0, 430.0};
  trigger.outlet.decision = c.decision;
  const model::TriggerId occasion = c.b.AddTrigger(trigger);
  const model::Model model = c.b.Build();
  Teacher teacher;
  teacher.windows = {{{c.pact}, {}, 0.0, 800.0}};
  TaughtHappening row = Row(410.5, c.left);
  row.choice = TaughtChoice{c.decision, 1, occasion, 400.0, 430.0};
  teacher.happenings = {row};
  ParticleEnsemble ensemble = Make(model, Small(50), teacher);
  // The first summer's absence of a row says that it stayed; the second summer it left.
  const Advance first = To(ensemble, 200.0);
  const Advance second = To(ensemble, 800.0);
  std::vector<model::StateIndex> state;
  ensemble.ReadIssue(c.pact, state);
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_NEAR(first.log_weight[i], std::log(1.0 - Choosing::Leave()), 1e-12);
    EXPECT_NEAR(second.log_weight[i], std::log(Choosing::Leave()), 1e-12);
    EXPECT_NEAR(second.taught[0].probability[i], Choosing::Leave(), 1e-12);
    EXPECT_EQ(state[i], 1);
  }
}

// A decision that comes up at a rate: occasions are simulated, each weighs that nobody left; the
// expected weight is e^{−λ P(leave) T} λ P(leave).
TEST(TeacherTest, ChoiceAtARate) {
  Choosing c;
  const double rate = 0.01;
  model::Channel channel;
  channel.provenance.name = channel.provenance.luck_name = "choose";
  channel.issue = c.pact;
  channel.terms.push_back({c.b.Number(rate), {}, {}});
  channel.outlet.decision = c.decision;
  c.b.model().channels.push_back(channel);
  const model::Model model = c.b.Build();
  Teacher teacher;
  teacher.windows = {{{c.pact}, {}, 0.0, 800.0}};
  TaughtHappening row = Row(300.5, c.left);
  row.choice = TaughtChoice{c.decision, 1, {}, 0.0, 0.0};
  teacher.happenings = {row};
  const std::size_t n = 20000;
  ParticleEnsemble ensemble = Make(model, Small(n), teacher);
  const Advance advance = To(ensemble, 800.0);
  double sum = 0.0, squares = 0.0;
  for (const double w : advance.log_weight) {
    sum += std::exp(w);
    squares += std::exp(2.0 * w);
  }
  const double mean = sum / n, se = std::sqrt((squares / n - mean * mean) / n);
  const double p = rate * Choosing::Leave();
  EXPECT_NEAR(mean, p * std::exp(-p * 300.5), 3.5 * se);  // errs for 1 seed in 2,000
  EXPECT_LT(se, 0.01 * mean);
}

// An event that comes in two forms: the row says that it happened, chance says how; the likelihood is
// that of the event.
TEST(TeacherTest, FormOfAnEventIsDrawn) {
  Builder b("forms", 100.0);
  const auto won = b.AddQuantity("won", b.Number(0.0));
  const HappeningId success = b.Happening("offer.success"), failure = b.Happening("offer.failure");
  b[success].effects = {Builder::Increase(won, b.Number(1.0))};
  model::Chance chance;
  chance.provenance.name = chance.provenance.luck_name = "offer.form";
  chance.options = {{"success", b.Number(0.3), success}, {"failure", b.Number(0.7), failure}};
  b.model().chances.push_back(chance);
  model::Channel channel;
  channel.provenance.name = channel.provenance.luck_name = "offer";
  channel.terms.push_back({b.Number(0.02), {}, {}});
  channel.outlet.chance = model::ChanceId(0);
  b.model().channels.push_back(channel);
  Teacher teacher;
  teacher.windows = {{{}, {success}, 0.0, 100.0}};
  TaughtHappening row = Row(50.5, success);
  row.form = model::ChanceId(0);
  teacher.happenings = {row};
  const std::size_t n = 4000;
  ParticleEnsemble ensemble = Make(b.Build(), Small(n), teacher);
  const Advance advance = To(ensemble, 100.0);
  std::vector<double> value;
  ensemble.ReadQuantity(won, value);
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    EXPECT_NEAR(advance.log_weight[i], -2.0 + std::log(0.02), 1e-9);
    sum += value[i];
  }
  EXPECT_NEAR(sum, 0.3 * n, 3.5 * std::sqrt(0.21 * n));  // errs for 1 seed in 2,000
}

// The recorded result of a dated draw takes the place of the draw.
TEST(TeacherTest, ResultOfADatedDraw) {
  Builder b("draw", 100.0);
  const auto house = b.Issue("house", {"open", "left", "right"});
  const HappeningId left = b.Transition(house, "open", "left");
  const HappeningId right = b.Transition(house, "open", "right");
  model::Chance chance;
  chance.provenance.name = chance.provenance.luck_name = "ballot";
  chance.options = {{"left", b.Number(0.25), left}, {"right", b.Number(0.75), right}};
  b.model().chances.push_back(chance);
  model::Trigger trigger;
  trigger.provenance.name = trigger.provenance.luck_name = "ballot day";
  trigger.kind = model::TriggerKind::kDates;
  trigger.trigger_class = model::TriggerClass::kChance;
  trigger.days = {40.0};
  trigger.outlet.chance = model::ChanceId(0);
  b.AddTrigger(trigger);
  const model::Model model = b.Build();
  for (const bool complete : {false, true}) {
    Teacher teacher;
    if (complete) teacher.windows = {{{house}, {}, 0.0, 100.0}};
    TaughtHappening row = Row(40.5, left, complete);
    row.chance = model::ChanceId(0);
    row.option = 0;
    teacher.happenings = {row};
    ParticleEnsemble ensemble = Make(model, Small(40), teacher);
    const Advance advance = To(ensemble, 100.0);
    std::vector<model::StateIndex> state;
    ensemble.ReadIssue(house, state);
    for (std::size_t i = 0; i < 40; ++i) {
      EXPECT_EQ(state[i], 1);
      EXPECT_NEAR(advance.log_weight[i], complete ? std::log(0.25) : 0.0, 1e-12);
    }
  }
}

// A date that the record speaks of does not come twice, complete or not.
TEST(TeacherTest, DatedEventOfTheSameDayComesOnce) {
  Builder b("once", 100.0);
  const auto n = b.AddQuantity("n", b.Number(0.0));
  const HappeningId parade = b.Happening("parade");
  b[parade].effects = {Builder::Increase(n, b.Number(1.0))};
  b.On(parade, {30.0, 60.0});
  Teacher teacher;
  teacher.happenings = {Row(30.5, parade, false)};
  ParticleEnsemble ensemble = Make(b.Build(), Small(1), teacher);
  std::vector<double> value;
  To(ensemble, 30.0);
  ensemble.ReadQuantity(n, value);
  EXPECT_EQ(value[0], 0.0);
  To(ensemble, 100.0);
  ensemble.ReadQuantity(n, value);
  EXPECT_EQ(value[0], 2.0);
}

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
  ensemble.ReadQuantity(mood, before);
  ASSERT_TRUE(ensemble.Resample(std::vector<std::uint32_t>(40, 17)).has_value());
  ensemble.ReadQuantity(mood, after);
  EXPECT_EQ(after, std::vector<double>(40, before[17]));
  To(ensemble, 104.0);
  ensemble.ReadQuantity(n, later);
  To(ensemble, 365.0);
  ensemble.ReadQuantity(mood, later);
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
    ensemble.ReadQuantity(id, values);
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
