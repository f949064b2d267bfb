// Native code and the interpreters give the same bits, operation by operation and as a whole.
#include "engine/native/native.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/kernels/philox.h"
#include "engine/kernels/targets.h"
#include "engine/kernels/vm.h"
#include "engine/run.h"
#include "model/builder.h"

namespace entente::engine {
namespace {

using model::Builder;
using model::ExprId;
using model::Op;

RunResult RunWith(const model::Model& model, bool native, unsigned width = 64,
                  std::uint64_t worlds = 512) {
  RunOptions options;
  options.native = native;
  options.tile_width = width;
  options.worlds = worlds;
  options.threads = 1;
  options.seed = 3;
  const Result<RunResult> result = engine::Run(model, options);
  EXPECT_TRUE(result.has_value());
  return *result;
}

std::vector<std::uint64_t> Bits(const RunResult& result) {
  std::vector<std::uint64_t> bits{result.events, result.failed};
  for (const OutcomeSummary& summary : result.outcomes) {
    for (const double value : {summary.estimate.value, summary.standard_deviation,
                               summary.minimum, summary.maximum}) {
      bits.push_back(std::bit_cast<std::uint64_t>(value));
    }
  }
  for (const HappeningSummary& happening : result.happenings) {
    bits.push_back(std::bit_cast<std::uint64_t>(happening.mean_count));
  }
  return bits;
}

// A model in motion: `mood` relaxes to a level that a pressure moves, `drift` drifts and relaxes,
// `season` reads no state. `rate` is the rate of an act that jolts all of it, so that it is
// evaluated at grid points, at jumps, and right after them.
struct Setting {
  Builder b{"setting", 730.0, 7.0};
  model::QuantityId mood, drift;
  model::PressureId pressure, fast;
  model::IssueId issue;
  model::ParameterId level;
  ExprId X() { return b.Value(mood); }
  ExprId Y() { return b.Value(pressure); }
};

model::Model Make(const std::function<ExprId(Setting&)>& expression) {
  Setting s;
  Builder& b = s.b;
  auto& pool = b.pool();
  s.level = b.Param("level", {model::PriorKind::kLognormal, 0.02, 0.4, 0.0});
  s.mood = b.AddQuantity("mood", b.Number(0.4), 0.0, 1.0);
  s.drift = b.AddQuantity("drift", b.Number(0.5), 0.0, 1.0);
  s.issue = b.Issue("issue", {"calm", "heated", "broken"});
  const auto linkage = b.ActLinkage("echo", b.Number(0.4), b.Number(90.0));
  const auto quick = b.ActLinkage("quick", b.Number(0.4), b.Number(5.0));
  s.pressure = b.AddPressure("echo>act", linkage);
  s.fast = b.AddPressure("quick>act", quick);
  b.Relax(s.mood, pool.Binary(Op::kMin, b.Number(0.9), pool.Add(b.Number(0.1), s.Y())),
          b.Number(60.0));
  b.Noise(s.mood, b.Number(0.01));
  b.Relax(s.drift, b.Number(0.3), b.Number(200.0));
  b.Drift(s.drift, pool.Multiply(b.Number(0.002), s.X()));
  const auto act = b.Event(
      "act", pool.Multiply(b.Value(s.level),
                           pool.Add(b.Number(0.5), pool.Add(b.Value(s.fast), b.Value(s.drift)))));
  b[act].feeds = {{s.pressure, b.Number(0.3)}, {s.fast, b.Number(0.2)}};
  b[act].effects = {Builder::Increase(s.mood, b.Number(0.1))};
  b.Rate(s.issue, "calm", "heated", pool.Multiply(b.Number(0.01), s.X()));
  b.Rate(s.issue, "heated", "broken", b.Number(0.02));
  b.Rate(s.issue, "broken", "calm", pool.Multiply(b.Number(0.01), s.Y()));
  // Never negative, never large, whatever the expression is.
  const ExprId value = expression(s);
  const ExprId bounded = pool.Binary(
      Op::kMin, b.Number(0.2),
      pool.Multiply(b.Number(0.01), pool.Add(b.Number(1.0), pool.Unary(Op::kAbs, value))));
  const auto tested = b.Event("tested", bounded);
  b[tested].feeds = {{s.fast, b.Number(0.05)}};
  b.Count("tests", {tested});
  b.Ask("mood", model::OutcomeKind::kMean, s.X());
  b.Ask("drift", model::OutcomeKind::kMean, b.Value(s.drift));
  return b.Build();
}

struct Case {
  const char* name;
  std::function<ExprId(Setting&)> expression;
};

ExprId Binary(Setting& s, Op op) {
  return s.b.pool().Binary(op, s.X(), s.b.pool().Multiply(s.Y(), s.b.Value(s.level)));
}

const std::vector<Case>& Cases() {
  static const std::vector<Case> cases = {
      {"exp", [](Setting& s) { return s.b.pool().Unary(Op::kExp, s.X()); }},
      {"exp_negate",
       [](Setting& s) {
         return s.b.pool().Unary(Op::kExp, s.b.pool().Unary(Op::kNegate, s.Y()));
       }},
      {"log",
       [](Setting& s) {
         return s.b.pool().Unary(Op::kLog, s.b.pool().Add(s.X(), s.b.Number(0.5)));
       }},
      {"sqrt", [](Setting& s) { return s.b.pool().Unary(Op::kSqrt, s.Y()); }},
      {"not", [](Setting& s) { return s.b.pool().Unary(Op::kNot, Binary(s, Op::kLess)); }},
      {"add", [](Setting& s) { return Binary(s, Op::kAdd); }},
      {"subtract", [](Setting& s) { return Binary(s, Op::kSubtract); }},
      {"multiply", [](Setting& s) { return Binary(s, Op::kMultiply); }},
      {"divide",
       [](Setting& s) {
         return s.b.pool().Binary(Op::kDivide, s.X(), s.b.pool().Add(s.Y(), s.b.Number(0.7)));
       }},
      {"power",
       [](Setting& s) {
         return s.b.pool().Binary(Op::kPower, s.b.pool().Add(s.X(), s.b.Number(0.1)), s.Y());
       }},
      {"minimum", [](Setting& s) { return Binary(s, Op::kMin); }},
      {"maximum", [](Setting& s) { return Binary(s, Op::kMax); }},
      {"less", [](Setting& s) { return Binary(s, Op::kLess); }},
      {"less_equal", [](Setting& s) { return Binary(s, Op::kLessEqual); }},
      {"equal", [](Setting& s) { return Binary(s, Op::kEqual); }},
      {"not_equal", [](Setting& s) { return Binary(s, Op::kNotEqual); }},
      {"and_or",
       [](Setting& s) {
         auto& pool = s.b.pool();
         return pool.Binary(Op::kOr, pool.Binary(Op::kAnd, s.X(), Binary(s, Op::kLess)),
                            pool.Binary(Op::kLess, s.b.Number(0.8), s.X()));
       }},
      {"select",
       [](Setting& s) {
         return s.b.pool().Select(Binary(s, Op::kLess), s.X(), s.b.Number(0.25));
       }},
      {"select_state",
       [](Setting& s) {
         return s.b.pool().Select(s.b.In(s.issue, {"heated", "broken"}), s.X(), s.Y());
       }},
      {"state_value",
       [](Setting& s) {
         return s.b.pool().Multiply(s.b.ByState(s.issue, {0.1, 0.5, 2.0}), s.X());
       }},
      {"table",
       [](Setting& s) { return s.b.ByState(s.issue, {0.1, 0.5, 2.0}); }},
      {"time",
       [](Setting& s) {
         return s.b.pool().Multiply(s.b.pool().Multiply(s.b.Number(0.01), s.b.Time()), s.X());
       }},
      {"time_in_state",
       [](Setting& s) {
         return s.b.pool().Multiply(
             s.b.Number(0.01), s.b.pool().Leaf(Op::kTimeInState, s.issue.index()));
       }},
      {"value_on_the_left",
       [](Setting& s) {
         return s.b.pool().Binary(Op::kSubtract, s.b.Number(1.0),
                                  s.b.pool().Binary(Op::kDivide, s.b.Number(0.3),
                                                    s.b.pool().Add(s.X(), s.b.Number(1.0))));
       }},
  };
  return cases;
}

TEST(Native, IsThereOnThisMachineOrSaysNothing) {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("avx2")) GTEST_SKIP() << "no AVX2: the interpreter does the work";
  const Result<Plan> plan = MakePlan(Make(Cases()[0].expression), 1.0);
  ASSERT_TRUE(plan.has_value());
  EXPECT_NE(CompileNative(*plan, 64), nullptr);
#else
  GTEST_SKIP() << "native code is for x86-64";
#endif
}

TEST(Native, EveryOperationHasTheInterpretersBits) {
  for (const Case& test : Cases()) {
    const model::Model model = Make(test.expression);
    const RunResult interpreted = RunWith(model, false);
    EXPECT_GT(interpreted.outcomes[0].estimate.value, 1.0) << test.name;  // it does happen
    EXPECT_EQ(interpreted.failed, 0u) << test.name;
    EXPECT_EQ(Bits(RunWith(model, true)), Bits(interpreted)) << test.name;
    EXPECT_EQ(Bits(RunWith(model, true, 8)), Bits(interpreted)) << test.name << ", narrow";
  }
}

TEST(Native, GuardsThatMoveAndGuardsThatStandStill) {
  for (const bool moving : {false, true}) {
    Setting s;
    Builder& b = s.b;
    auto& pool = b.pool();
    s.mood = b.AddQuantity("mood", b.Number(0.4), 0.0, 1.0);
    s.issue = b.Issue("issue", {"calm", "heated"});
    b.Relax(s.mood, b.Number(0.2), b.Number(60.0));
    const auto act = b.Event("act", pool.Multiply(b.Number(0.05), s.X()),
                             moving ? pool.Binary(Op::kLess, b.Number(0.25), s.X())
                                    : b.In(s.issue, {"calm"}));
    b[act].effects = {Builder::Increase(s.mood, b.Number(0.2))};
    b.Rate(s.issue, "calm", "heated", pool.Multiply(b.Number(0.02), s.X()));
    b.Rate(s.issue, "heated", "calm", b.Number(0.02));
    const auto jolt = b.Event("jolt", b.Number(0.01));
    b[jolt].effects = {Builder::Increase(s.mood, b.Number(0.3))};
    b.Count("acts", {act});
    const model::Model model = b.Build();
    const RunResult interpreted = RunWith(model, false);
    EXPECT_GT(interpreted.outcomes[0].estimate.value, 1.0);
    EXPECT_EQ(Bits(RunWith(model, true)), Bits(interpreted));
  }
}

// Two quantities that read each other, one whose half-life depends on a state, one that reads it,
// one that only drifts; jolted several times a step, so that they stand as of different instants.
TEST(Native, MotionHasTheInterpretersBits) {
  Builder b("motion", 900.0, 30.0);
  auto& pool = b.pool();
  const auto issue = b.Issue("issue", {"slow", "fast"});
  b.Rate(issue, "slow", "fast", b.Number(0.02));
  b.Rate(issue, "fast", "slow", b.Number(0.03));
  const auto hunter = b.AddQuantity("hunter", b.Number(0.3), 0.0, 1.0);
  const auto prey = b.AddQuantity("prey", b.Number(0.6), 0.0, 1.0);
  const auto uneven = b.AddQuantity("uneven", b.Number(0.5), 0.0, 1.0);
  const auto after = b.AddQuantity("after", b.Number(0.2), 0.0, 1.0);
  const auto walk = b.AddQuantity("walk", b.Number(0.2), 0.0, 0.5);
  const auto pressure = b.AddPressure("echo>jolt", b.ActLinkage("echo", b.Number(0.4),
                                                                b.Number(40.0)));
  b.Relax(hunter, b.Value(prey), b.Number(50.0));
  b.Drift(hunter, pool.Multiply(b.Number(-0.001), b.Value(hunter)));
  b.Relax(prey, pool.Binary(Op::kSubtract, b.Number(1.0), b.Value(hunter)), b.Number(80.0));
  b.Relax(uneven, pool.Binary(Op::kMin, b.Number(0.9), b.Value(pressure)),
          b.ByState(issue, {120.0, 15.0}));
  b.Relax(after, pool.Multiply(b.Value(uneven), b.Value(prey)), b.Number(30.0));
  b.Drift(walk, pool.Multiply(b.Number(0.01), b.Value(after)), b.In(issue, {"fast"}));
  const auto jolt = b.Event("jolt", pool.Multiply(b.Number(0.1), b.Value(hunter)));
  b[jolt].feeds = {{pressure, b.Number(0.1)}};
  b[jolt].effects = {Builder::Increase(prey, b.Number(-0.05)),
                     Builder::Increase(uneven, b.Number(0.02))};
  const auto push = b.Event("push", pool.Multiply(b.Number(0.1), b.Value(after)));
  b[push].effects = {Builder::Increase(hunter, b.Number(0.03)),
                     Builder::Increase(walk, b.Number(-0.2))};
  b.Count("jolts", {jolt});
  b.Count("pushes", {push});
  for (const auto& [name, quantity] :
       {std::pair{"hunters", hunter}, {"preys", prey}, {"unevens", uneven}, {"afters", after},
        {"walks", walk}}) {
    b.Ask(name, model::OutcomeKind::kMean, b.Value(quantity));
  }
  const model::Model model = b.Build();
  const RunResult interpreted = RunWith(model, false);
  EXPECT_GT(interpreted.outcomes[0].estimate.value, 20.0);
  EXPECT_GT(interpreted.outcomes[1].estimate.value, 10.0);
  EXPECT_EQ(interpreted.failed, 0u);
  EXPECT_EQ(Bits(RunWith(model, true)), Bits(interpreted));
  EXPECT_EQ(Bits(RunWith(model, true, 8)), Bits(interpreted));
}

// Tile code for the narrow vectors, on a machine that has the wide ones.
TEST(Native, WideAndNarrowVectorsHaveTheSameBits) {
  Vm();  // the kernels' own choice is made once, and not here
  Math();
  Philox();
  ForEachTarget([] {
    if (MathForChosenTarget().lanes < 4) return;  // as for 4
    for (const Case& test : Cases()) {
      const model::Model model = Make(test.expression);
      EXPECT_EQ(Bits(RunWith(model, true, 64, 64)), Bits(RunWith(model, false, 64, 64)))
          << test.name << ", " << MathForChosenTarget().target;
    }
  });
}

// Negative and non-finite rates are counted and located as by the interpreter.
TEST(Native, FaultsAreTheSame) {
  const model::Model model = Make([](Setting& s) {
    auto& pool = s.b.pool();
    const ExprId risky = pool.Binary(Op::kDivide, s.b.Number(1.0),
                                     s.b.ByState(s.issue, {1.0, 1.0, 0.0}));
    s.b.Event("risky", pool.Multiply(pool.Multiply(s.b.Number(0.001), risky), s.X()));
    s.b.Event("shy", pool.Binary(Op::kSubtract, s.X(), s.b.Number(0.3)));
    return s.X();
  });
  const RunResult interpreted = RunWith(model, false), native = RunWith(model, true);
  EXPECT_GT(interpreted.failed, 10u);
  EXPECT_EQ(native.failed, interpreted.failed);
  ASSERT_EQ(native.failures.size(), interpreted.failures.size());
  EXPECT_EQ(native.failures[0].what, interpreted.failures[0].what);
  ASSERT_EQ(native.notices.size(), interpreted.notices.size());
  EXPECT_EQ(Bits(native), Bits(interpreted));
}

// A pressure that is gone within minutes, in steps of a month: e^{−kτ} underflows, the pressure gets
// a clock of its own, and the rate is the base rate. Poisson with mean 20 × (1 + what an act adds
// while it lasts: 0.05 × 1e-3 days, nothing); four standard errors of 4,096 worlds.
TEST(Pressures, ThatVanishWithinTheStepAddNothing) {
  Builder b("stiff", 1000.0, 30.0);
  auto& pool = b.pool();
  const auto linkage = b.ActLinkage("flash", b.Number(0.4), b.Number(1e-3));
  const auto pressure = b.AddPressure("flash>act", linkage);
  const auto act = b.Event(
      "act", pool.Multiply(b.Number(0.02), pool.Add(b.Number(1.0), b.Value(pressure))));
  b[act].feeds = {{pressure, b.Number(0.05)}};
  b.Count("acts", {act});
  const model::Model model = b.Build();
  const RunResult interpreted = RunWith(model, false, 64, 4096);
  EXPECT_EQ(Bits(RunWith(model, true, 64, 4096)), Bits(interpreted));
  EXPECT_EQ(Bits(RunWith(model, true, 8, 4096)), Bits(interpreted));
  EXPECT_NEAR(interpreted.outcomes[0].estimate.value, 20.0, 4.0 * std::sqrt(20.0 / 4096.0));
}

}  // namespace
}  // namespace entente::engine
