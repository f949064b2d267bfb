// A parameter at a person's value: shown units, the prior's range, everything else as it was.
#include "model/fix_parameters.h"

#include <gtest/gtest.h>

#include <limits>

#include "model/builder.h"

namespace entente::model {
namespace {

Model Two() {
  Model model;
  Parameter rate;
  rate.provenance.name = "rate";
  rate.prior = {PriorKind::kLognormal, 0.01, 0.5, 0.0};
  rate.unit.scale = 365.25;  // per day, shown per year
  model.parameters.push_back(rate);
  Parameter share;
  share.provenance.name = "share";
  share.prior = {PriorKind::kBeta, 2.0, 3.0, 0.0};
  share.unit.scale = 1.0;
  model.parameters.push_back(share);
  return model;
}

TEST(FixParameters, TakesTheValueInTheUnitThatIsShown) {
  const auto fixed = FixParameters(Two(), {{"rate", 3.6525}});
  ASSERT_TRUE(fixed.has_value());
  EXPECT_EQ(fixed->parameters[0].prior.kind, PriorKind::kPoint);
  EXPECT_DOUBLE_EQ(fixed->parameters[0].prior.a, 0.01);
  EXPECT_EQ(fixed->parameters[1].prior.kind, PriorKind::kBeta);
}

TEST(FixParameters, HoldsToThePriorsRange) {
  EXPECT_TRUE(FixParameters(Two(), {{"share", 1.0}}).has_value());
  EXPECT_FALSE(FixParameters(Two(), {{"share", 1.2}}).has_value());
  EXPECT_FALSE(FixParameters(Two(), {{"rate", -1.0}}).has_value());
  EXPECT_FALSE(
      FixParameters(Two(), {{"rate", std::numeric_limits<double>::quiet_NaN()}}).has_value());
}

TEST(FixParameters, SuggestsTheNearestNameAndRefusesOneTwice) {
  const auto unknown = FixParameters(Two(), {{"shar", 0.5}});
  ASSERT_FALSE(unknown.has_value());
  EXPECT_NE(unknown.error().message.find("`share`"), std::string::npos);
  EXPECT_FALSE(FixParameters(Two(), {{"share", 0.5}, {"share", 0.6}}).has_value());
}

}  // namespace
}  // namespace entente::model
