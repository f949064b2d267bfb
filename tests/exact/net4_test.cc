// Known answer 1: four linked issues, solved to the printed digits.
#include <gtest/gtest.h>

#include "exact/exact.h"
#include "support/nets.h"

namespace entente::exact {
namespace {

TEST(Net4, AgreesWithTheKnownAnswers) {
  const Result<ExactResult> result = Solve(testing::Net4());
  ASSERT_TRUE(result.has_value());
  ASSERT_EQ(result->outcomes.size(), 4u);
  for (const ExactOutcome& outcome : result->outcomes) {
    EXPECT_TRUE(outcome.solved) << outcome.why_not;
    EXPECT_EQ(outcome.states, 256u);
    EXPECT_LT(outcome.error_bound, 1e-9);
  }
  EXPECT_NEAR(result->outcomes[0].estimate, 0.1966558, 5e-8);  // P(x0 = 3 at 10)
  EXPECT_NEAR(result->outcomes[1].estimate, 0.0738241, 5e-8);  // P(ever all at 3 within 10)
  EXPECT_NEAR(result->outcomes[2].estimate, 0.0071582, 5e-8);  // P(ever x0 = x1 = 3 within 2)
  EXPECT_NEAR(result->outcomes[3].estimate, 44.368129, 5e-7);  // mean events in [0, 10]
}

TEST(Net4, ReachesItsStationaryDistribution) {
  const Result<ExactResult> result = Solve(testing::Net4(5'000.0));
  ASSERT_TRUE(result.has_value());
  EXPECT_NEAR(result->outcomes[0].estimate, 0.2066008, 5e-8);
}

}  // namespace
}  // namespace entente::exact
