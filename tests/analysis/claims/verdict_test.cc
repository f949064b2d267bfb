// The rule of verdicts by itself: how looks share the error, and what intervals leave.
#include "analysis/claims/verdict.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/sinks/intervals.h"

namespace entente::analysis {
namespace {

TEST(Verdicts, LooksShareTheError) {
  for (std::uint32_t looks = 1; looks <= 12; ++looks) {
    double sum = 0.0;
    for (std::uint32_t look = 0; look < looks; ++look) {
      const double error = LookError(look, looks, 0.05);
      EXPECT_GT(error, 0.0);
      sum += error;
    }
    EXPECT_NEAR(sum, 0.05, 1e-15) << looks;
  }
  EXPECT_EQ(LookError(4, 5, 0.05), 0.025);
}

// A claim `x > 0` about one number that is `effects[j]` in draw j, without chance.
ClaimNumbers Above(const std::vector<double>& effects) {
  model::Claim claim;
  model::ClaimStatement statement;
  statement.left = {{model::ClaimOp::kEstimand, 0.0, 0}};
  statement.right = {{model::ClaimOp::kConstant, 0.0, 0}};
  statement.relation = model::ClaimRelation::kGreater;
  claim.statements = {statement};
  Linearised one;
  for (const double effect : effects) one.value += effect / static_cast<double>(effects.size());
  for (const double effect : effects) {
    one.influence.insert(one.influence.end(), 2, effect - one.value);
  }
  return NumbersOf(claim, {one});
}

// The quantiles of a normal distribution of effects with mean `mean` and standard deviation 1 in 400
// draws: the share of draws above 0 is Φ(mean) to within 1/400.
ClaimNumbers Normal(double mean) {
  std::vector<double> effects;
  // In an order in which every group of the jackknife has its part of all quantiles.
  for (int i = 0; i < 400; ++i) {
    const double share = ((i * 161) % 400 + 0.5) / 400.0;
    effects.push_back(mean + (share < 0.5 ? -1.0 : 1.0) *
                                 engine::StudentCritical(1e9, std::abs(2.0 * share - 1.0)));
  }
  return Above(effects);
}

TEST(Verdicts, FollowAverageAndDraws) {
  const auto verdict = [](double mean) {
    return std::string(VerdictName(LookAt(Normal(mean), 0.95, 2.0 / 3.0).verdict));
  };
  EXPECT_EQ(verdict(1.0), "supported");      // 84 % of the draws
  EXPECT_EQ(verdict(-1.0), "contradicted");  // 16 %
  EXPECT_EQ(verdict(0.0), "depends");        // half
  EXPECT_EQ(verdict(0.2), "depends");        // 58 %, though the average is known to be above 0
  EXPECT_EQ(verdict(0.4307), "undecided");   // two thirds: left open, and ...

  Look look = LookAt(Normal(0.4307), 0.95, 2.0 / 3.0);
  EXPECT_EQ(look.standing, Standing::kHolds);
  std::string why;
  CloseUndecided(Normal(0.4307), look, why);  // ... called by the average when worlds run out
  EXPECT_EQ(look.verdict, Verdict::kSupported);
  EXPECT_FALSE(look.clear);
  EXPECT_TRUE(why.empty());
}

TEST(Verdicts, RestEarlyOnlyWhereAverageAndDrawsGoTogether) {
  const auto together = [](double mean) {
    return GoTogether(LookAt(Normal(mean), 0.95, 2.0 / 3.0), 2.0 / 3.0);
  };
  EXPECT_TRUE(together(0.6));
  EXPECT_TRUE(together(-0.6));
  EXPECT_FALSE(together(0.3));   // the average is known, the draws are 62 %
  EXPECT_FALSE(together(-0.3));
  EXPECT_FALSE(together(0.01));  // the average is not known
}

}  // namespace
}  // namespace entente::analysis
