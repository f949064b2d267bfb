// Laws of the record in a model: declaring it changes no bit of a run, and what was known only
// after an origin changes no bit of a run from it.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "engine/run.h"
#include "language/compile.h"
#include "model/apply_policies.h"
#include "model/known_on.h"

namespace entente {
namespace {

constexpr std::string_view kFrame = R"(
system t "Test"
time from 2020-01-01 to 2024-01-01 step 1 week
actor A : state  actor B : state
track past
quantity anger in 0..1 { starts 0.3  relaxes to 0.2 with half-life 1 year  noise 0.1 per sqrt year }
event slight by A toward B about past weight -4 { rate 3 per year * (0.2 + anger)  then anger += 0.05 }
linkage again from hostile A -> B about past to hostile A -> B about past
  adds 30 % per act of weight 10, half-life 4 months
issue z { states early, late  starts early  early -> late rate 0.4 per year }
)";

model::Model Compiled(const std::string& text) {
  language::CompiledModel compiled = language::CompileText("test.ent", std::string(kFrame) + text);
  EXPECT_TRUE(compiled.ok()) << RenderText(compiled.diagnostics, *compiled.sources, false);
  return compiled.ok() ? std::move(*compiled.model) : model::Model{};
}

engine::RunResult RunOf(const model::Model& model) {
  engine::RunOptions options;
  options.worlds = 2'048;
  options.threads = 1;
  auto run = engine::Run(model, options);
  EXPECT_TRUE(run.has_value()) << (run ? "" : run.error().message);
  return run ? std::move(*run) : engine::RunResult{};
}

// The first `count` outcomes, to the last bit.
void ExpectSame(const engine::RunResult& a, const engine::RunResult& b, std::size_t count) {
  ASSERT_GE(a.outcomes.size(), count);
  ASSERT_GE(b.outcomes.size(), count);
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_EQ(a.outcomes[i].estimate.value, b.outcomes[i].estimate.value) << i;
    EXPECT_EQ(a.outcomes[i].standard_deviation, b.outcomes[i].standard_deviation) << i;
  }
}

constexpr const char* kQuestions =
    "outcome slights = count of slight\noutcome mood = mean of anger\noutcome done = ever z is "
    "late\n";

TEST(Vintage, ARecordAndItsSeriesChangeNoBitOfARun) {
  const engine::RunResult plain = RunOf(Compiled(kQuestions));
  const engine::RunResult recorded = RunOf(Compiled(std::string(kQuestions) + R"(
param rows_per_act ~ lognormal(median 10, spread 2)
record "record.csv" complete for z, slight from 2020-01-01 to 2021-12-31
observe news monthly count of icews events from A to B in verbal_conflict
  ~ negative_binomial(mean rows_per_act * intensity of hostile acts A -> B, size 2)
)"));
  ExpectSame(plain, recorded, 3);
  EXPECT_GT(plain.outcomes[0].estimate.value, 1.0);
}

TEST(Vintage, WhatWasKnownOnlyLaterChangesNoBitOfAForecast) {
  const auto text = [](const std::string& date, const std::string& odds) {
    return std::string(kQuestions) +
           "issue ruling { states open, made  starts open\n  open -> made  on " + date +
           " known from 2021-06-01 otherwise rate 0.6 per year }\n"
           "upon ruling -> made { then anger += 0.3 }\n"
           "chance ballot on 2021-11-01 known from 2021-09-01 " +
           odds +
           " otherwise { won 0.5  lost 0.5 }\n"
           "upon ballot -> lost { then anger += 0.2 }\n"
           "event parade by B toward A about past weight -2 { on " +
           date + "  then anger += 0.1 }\n";
  };
  const model::Model one = Compiled(text("2021-07-01", "{ won 0.9  lost 0.1 }"));
  const model::Model other = Compiled(text("2023-02-03", "{ won 0.2  lost 0.8 }"));
  const auto known = [](const model::Model& model, double day) {
    return RunOf(model::AsKnownOn(model, day));
  };
  const engine::RunResult before = known(one, 300.0);
  ExpectSame(before, known(other, 300.0), 3);
  // Not because nothing reads it: with everything known the two differ.
  EXPECT_NE(RunOf(one).outcomes[1].estimate.value, RunOf(other).outcomes[1].estimate.value);
  EXPECT_NE(before.outcomes[1].estimate.value, RunOf(one).outcomes[1].estimate.value);
}

// `otherwise` is lowered like all else: policies reach it.
TEST(Vintage, PoliciesReachWhatStandsInsteadOfAFact) {
  const model::Model model = Compiled(R"(
issue ruling { states open, made  starts open
  open -> made  on 2021-07-01 known from 2021-06-01 otherwise rate 0.6 per year }
policy never by A { forbid ruling -> made }
outcome made = ever ruling is made
)");
  const model::Model early = model::AsKnownOn(model, 0.0);
  // 4.5 standard errors of 2,048 worlds at a fixed seed: one in 150,000 would fail by chance.
  EXPECT_NEAR(RunOf(early).outcomes[0].estimate.value, 1.0 - std::exp(-0.6 * 4.0), 0.029);
  const auto never = model::Apply(early, {"never"});
  ASSERT_TRUE(never.has_value()) << never.error().message;
  EXPECT_EQ(RunOf(*never).outcomes[0].estimate.value, 0.0);
}

}  // namespace
}  // namespace entente
