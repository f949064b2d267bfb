#include "engine/luck/prior.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/luck/luck.h"

namespace entente::engine {
namespace {

using model::Prior;
using model::PriorKind;

double Q(PriorKind kind, double a, double b, double c, double u) {
  return PriorQuantile(Math(), Prior{kind, a, b, c}, u);
}

// Closed forms.
TEST(Prior, QuantilesHaveTheirClosedForms) {
  constexpr double kZ90 = 1.2815515655446004;
  EXPECT_EQ(Q(PriorKind::kPoint, 3.5, 0, 0, 0.2), 3.5);
  EXPECT_NEAR(Q(PriorKind::kNormal, 2.0, 0.5, 0, 0.9), 2.0 + 0.5 * kZ90, 1e-14);
  EXPECT_NEAR(Q(PriorKind::kLognormal, 2.0, 0.5, 0, 0.9), 2.0 * std::exp(0.5 * kZ90), 1e-14);
  EXPECT_NEAR(Q(PriorKind::kLogitNormal, -1.0, 2.0, 0, 0.1),
              1.0 / (1.0 + std::exp(1.0 + 2.0 * kZ90)), 1e-14);
  EXPECT_NEAR(Q(PriorKind::kUniform, -1.0, 3.0, 0, 0.25), 0.0, 1e-15);
  EXPECT_NEAR(Q(PriorKind::kBeta, 2.0, 1.0, 0, 0.49), 0.7, 1e-14);        // F = x²
  EXPECT_NEAR(Q(PriorKind::kBeta, 1.0, 3.0, 0, 1.0 - 0.027), 0.7, 1e-14);  // F = 1 − (1 − x)³
  EXPECT_NEAR(Q(PriorKind::kGamma, 1.0, 4.0, 0, 1.0 - std::exp(-2.0)), 0.5, 1e-14);
  EXPECT_NEAR(Q(PriorKind::kTriangular, 0.0, 1.0, 4.0, 0.25), 1.0, 1e-15);
  EXPECT_NEAR(Q(PriorKind::kTriangular, 0.0, 1.0, 4.0, 0.04), 0.4, 1e-15);
  EXPECT_NEAR(Q(PriorKind::kTriangular, 0.0, 1.0, 4.0, 1.0 - 0.12), 4.0 - 1.2, 1e-14);
  EXPECT_EQ(Q(PriorKind::kTriangular, 2.0, 2.0, 2.0, 0.3), 2.0);
}

// Every quantile function rises, and stays finite and in its support at the extreme uniforms.
TEST(Prior, QuantilesRiseAndStayInTheSupport) {
  struct Case {
    Prior prior;
    double low, high;
  };
  const double inf = std::numeric_limits<double>::infinity();
  const std::vector<Case> cases = {
      {{PriorKind::kNormal, 1, 2, 0}, -inf, inf},   {{PriorKind::kLognormal, 3, 1, 0}, 0, inf},
      {{PriorKind::kLogitNormal, 0, 5, 0}, 0, 1},   {{PriorKind::kBeta, 0.5, 0.7, 0}, 0, 1},
      {{PriorKind::kBeta, 40, 3, 0}, 0, 1},         {{PriorKind::kUniform, -2, 5, 0}, -2, 5},
      {{PriorKind::kGamma, 0.3, 2, 0}, 0, inf},     {{PriorKind::kGamma, 50, 0.01, 0}, 0, inf},
      {{PriorKind::kTriangular, 1, 1, 3}, 1, 3},    {{PriorKind::kTriangular, 1, 3, 3}, 1, 3},
  };
  for (const Case& c : cases) {
    ASSERT_TRUE(CheckPrior(c.prior).has_value());
    double last = -inf;
    for (const double u : {0x1p-54, 1e-9, 0.01, 0.2, 0.5, 0.8, 0.99, 1 - 1e-9, kLargestUniform}) {
      const double x = PriorQuantile(Math(), c.prior, u);
      EXPECT_TRUE(std::isfinite(x));
      EXPECT_GE(x, last);
      EXPECT_GE(x, c.low);
      EXPECT_LE(x, c.high);
      last = x;
    }
    EXPECT_EQ(PriorMedian(Math(), c.prior), PriorQuantile(Math(), c.prior, 0.5));
  }
}

// Means of 10^5 keyed draws within 4.5 standard errors; six tests, family-wise error below 5e-5.
TEST(Prior, DrawsHaveTheRightMeans) {
  struct Case {
    Prior prior;
    double mean, sd;
  };
  const std::vector<Case> cases = {
      {{PriorKind::kNormal, 1, 2, 0}, 1, 2},
      {{PriorKind::kLognormal, 3, 0.5, 0}, 3 * std::exp(0.125),
       3 * std::exp(0.125) * std::sqrt(std::expm1(0.25))},
      {{PriorKind::kBeta, 2, 3, 0}, 0.4, 0.2},
      {{PriorKind::kUniform, 1, 4, 0}, 2.5, 3 / std::sqrt(12.0)},
      {{PriorKind::kGamma, 4, 2, 0}, 2, 1},
      {{PriorKind::kTriangular, 0, 1, 5}, 2, std::sqrt(21.0 / 18.0)},
  };
  constexpr std::uint32_t kDraws = 100'000;
  const std::uint64_t key = PurposeKey(9, Purpose::kParameter);
  for (const Case& c : cases) {
    double sum = 0.0;
    for (std::uint32_t world = 0; world < kDraws; ++world) {
      sum += PriorQuantile(Math(), c.prior, Uniform(key, 17, world, 0));
    }
    EXPECT_NEAR(sum / kDraws, c.mean, 4.5 * c.sd / std::sqrt(double{kDraws}));
  }
}

TEST(Prior, WrongArgumentsAreNamed) {
  EXPECT_FALSE(CheckPrior({PriorKind::kNormal, 0, -1, 0}).has_value());
  EXPECT_FALSE(CheckPrior({PriorKind::kLognormal, 0, 1, 0}).has_value());
  EXPECT_FALSE(CheckPrior({PriorKind::kBeta, 0, 1, 0}).has_value());
  EXPECT_FALSE(CheckPrior({PriorKind::kGamma, 1, 0, 0}).has_value());
  EXPECT_FALSE(CheckPrior({PriorKind::kUniform, 2, 1, 0}).has_value());
  EXPECT_FALSE(CheckPrior({PriorKind::kTriangular, 0, 5, 4}).has_value());
  EXPECT_FALSE(CheckPrior({PriorKind::kPoint, std::nan(""), 0, 0}).has_value());
  EXPECT_TRUE(CheckPrior({PriorKind::kNormal, 0, 0, 0}).has_value());
}

}  // namespace
}  // namespace entente::engine
