// An intensity is what its name says: the expected number of acts is its integral over time
// (Dynkin's formula for the counting process). Checked on the exact solution of small chains, where
// both sides come from different code, and on worlds with feedback.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "engine/run.h"
#include "exact/exact.h"
#include "language/compile.h"

namespace entente {
namespace {

model::Model Compiled(const std::string& text) {
  language::CompiledModel compiled =
      language::CompileText("test.ent",
                            "system t \"Test\"\ntime from 2020-01-01 to 2024-01-01 step 1 day\n"
                            "actor A : state  actor B : state\ntrack past, trade\n" +
                                text);
  EXPECT_TRUE(compiled.ok()) << RenderText(compiled.diagnostics, *compiled.sources, false);
  return compiled.ok() ? std::move(*compiled.model) : model::Model{};
}

constexpr double kYears = 1461.0 / kDaysPerYear;

TEST(Intensity, IntegratesToTheExpectedCountOnAChain) {
  const model::Model model = Compiled(R"(
issue mood { states calm, tense, hot  starts calm
  calm -> tense  rate 2 per year  weight -2 by A toward B
  tense -> hot   rate 1 per year  weight -6 by A toward B
  tense -> calm  rate 3 per year  weight +2 by A toward B
  hot -> calm    rate 0.7 per year  weight +4 by A, B together
}
event slight by A toward B weight -1 {
  rate 4 per year while mood is tense
  rate 9 per year while mood is hot
}
event pact by A toward B weight +5 { rate 0.5 per year  succeeds with probability 0.25  else weight -1 }
decision answer by A { rate 1 per year while mood is hot
  option shout  utility 1  toward B weight -4
  option wait   utility 0
  rationality 1.5
}
outcome rate_of  = mean of intensity of hostile acts A -> B
outcome count_of = count of hostile acts by A toward B
)");
  const auto solved = exact::Solve(model);
  ASSERT_TRUE(solved.has_value()) << solved.error().message;
  ASSERT_EQ(solved->outcomes.size(), 2u);
  for (const auto& outcome : solved->outcomes) ASSERT_TRUE(outcome.solved) << outcome.why_not;
  const double integral = solved->outcomes[0].estimate * 1461.0;
  EXPECT_GT(integral, 10.0);
  EXPECT_NEAR(integral, solved->outcomes[1].estimate, 1e-8 * integral);
}

// With a self-exciting linkage the rate depends on the past. Fixed seed; 4.5 standard errors of the
// difference world by world would let one in 150,000 fail by chance; the grid adds a bias below 1
// %.
TEST(Intensity, IntegratesToTheExpectedCountOfAHawkesProcess) {
  const model::Model model = Compiled(R"(
event blow by A toward B about past weight -10 { rate 2 per year }
linkage again from hostile A -> B about past to hostile A -> B about past
  adds 50 % per act of weight 10, half-life 4 months
outcome rate_of  = mean of intensity of hostile acts A -> B
outcome count_of = count of blow
)");
  engine::RunOptions options;
  options.worlds = 8'192;
  const auto run = engine::Run(model, options);
  ASSERT_TRUE(run.has_value()) << run.error().message;
  const auto& rate = run->outcomes[0];
  const auto& count = run->outcomes[1];
  const double expected = rate.estimate.value * 1461.0;
  EXPECT_GT(expected, 2.0 * kYears * 1.05) << "the linkage excites nothing";
  const double error = count.standard_deviation / std::sqrt(8'192.0) +
                       rate.standard_deviation * 1461.0 / std::sqrt(8'192.0);
  EXPECT_NEAR(expected, count.estimate.value, 4.5 * error + 0.01 * expected);
}

}  // namespace
}  // namespace entente
