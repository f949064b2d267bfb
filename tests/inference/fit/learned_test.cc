#include "inference/fit/learned.h"

#include <gtest/gtest.h>

#include <cmath>

#include "inference/fit/coordinates.h"
#include "inference/fit/draws_file.h"
#include "inference/fit/tempered.h"
#include "inference/random/stream.h"

namespace entente::inference {
namespace {

model::Model WithParameters() {
  model::Model model;
  model::Parameter rate;
  rate.provenance.name = "rate";
  rate.prior = {model::PriorKind::kGamma, 3.0, 2.0, 0.0};
  model.parameters.push_back(rate);
  model::Parameter fixed;
  fixed.provenance.name = "fixed";
  fixed.prior = {model::PriorKind::kPoint, 1.0, 0.0, 0.0};
  model.parameters.push_back(fixed);
  model::Parameter joint;
  joint.provenance.name = "twin";
  joint.prior = {model::PriorKind::kNormal, 10.0, 2.0, 0.0};
  joint.jointly_with = model::ParameterId(0);
  joint.correlation = 0.8;
  model.parameters.push_back(joint);
  return model;
}

TEST(Coordinates, AreTheUncertainParameters) {
  const model::Model model = WithParameters();
  const Result<Coordinates> all = Coordinates::Make(model);
  ASSERT_TRUE(all.has_value());
  ASSERT_EQ(all->dimension(), 2u);
  EXPECT_EQ(all->name(1), "twin");
  // A parameter brings along the one that it is drawn with.
  EXPECT_EQ(Coordinates::Make(model, {"twin"})->dimension(), 2u);
  EXPECT_EQ(Coordinates::Make(model, {"rate"})->dimension(), 1u);
  EXPECT_NE(Coordinates::Make(model, {"raet"}).error().message.find("did you mean `rate`"),
            std::string::npos);
  EXPECT_NE(Coordinates::Make(model, {"fixed"}).error().message.find("fixed number"),
            std::string::npos);
}

TEST(Coordinates, CarryTheCopula) {
  const model::Model model = WithParameters();
  const Result<Coordinates> all = Coordinates::Make(model);
  const std::vector<double> point = {1.0, 0.5};
  std::vector<double> values(2);
  all->Values(point, values);
  EXPECT_NEAR(values[1], 10.0 + 2.0 * (0.8 * 1.0 + 0.6 * 0.5), 1e-9);
}

TEST(DrawsFile, ReadsBackWhatItWrote) {
  const model::Model model = WithParameters();
  const Result<Coordinates> all = Coordinates::Make(model);
  Draws draws;
  draws.dimension = 2;
  Stream stream(4, "draws");
  for (int i = 0; i < 20; ++i) {
    draws.points.push_back(stream.Normal());
    draws.points.push_back(stream.Normal());
    draws.log_likelihood.push_back(-10.0 * i);
  }
  const Result<ReadDrawsResult> back = ReadDraws(model, WriteDraws(*all, draws));
  ASSERT_TRUE(back.has_value()) << back.error().message;
  ASSERT_EQ(back->draws.size(), 20u);
  for (std::size_t i = 0; i < 40; ++i) {
    EXPECT_NEAR(back->draws.points[i], draws.points[i], 1e-6);
  }
  EXPECT_EQ(back->draws.log_likelihood, draws.log_likelihood);
}

TEST(DrawsFile, SaysWhatIsWrong) {
  const model::Model model = WithParameters();
  const auto error = [&](const char* text) {
    const Result<ReadDrawsResult> read = ReadDraws(model, text);
    EXPECT_FALSE(read.has_value()) << text;
    return read ? std::string() : read.error().message;
  };
  EXPECT_NE(error("").find("empty"), std::string::npos);
  EXPECT_NE(error("raet\n1\n").find("did you mean `rate`"), std::string::npos);
  EXPECT_NE(error("rate\n").find("no draw"), std::string::npos);
  EXPECT_NE(error("rate\nx\n").find("line 2, column 1: `x` is no number"), std::string::npos);
  EXPECT_NE(error("rate\n-1\n").find("outside the prior"), std::string::npos);
  EXPECT_NE(error("rate\n1,2\n").find("2 cells"), std::string::npos);
  EXPECT_NE(error("twin\n10\n").find("drawn jointly"), std::string::npos);
}

// A gamma prior and n events in a time T: the posterior is Gamma(a + n, b + T), exactly.
TEST(Learned, GammaAndPoissonAreConjugate) {
  const model::Model model = WithParameters();
  const Result<Coordinates> coordinates = Coordinates::Make(model, {"rate"});
  struct Poisson : LikelihoodEstimator {
    const Coordinates* coordinates;
    std::size_t dimension() const override { return 1; }
    Result<std::vector<double>> Estimate(std::span<const double> points, std::uint64_t) override {
      std::vector<double> values;
      for (const double& z : points) {
        double rate = 0.0;
        coordinates->Values({&z, 1}, {&rate, 1});
        values.push_back(17.0 * std::log(rate) - rate * 4.0);
      }
      return values;
    }
  } likelihood;
  likelihood.coordinates = &*coordinates;
  TemperedSettings settings;
  settings.points = 2'000;
  const Result<TemperedFit> fit = FitTempered(likelihood, settings);
  ASSERT_TRUE(fit.has_value());
  double mean = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < fit->draws.size(); ++i) {
    double rate = 0.0;
    coordinates->Values(fit->draws.point(i), {&rate, 1});
    mean += rate / 2'000.0;
    squares += rate * rate / 2'000.0;
  }
  // Gamma(20, 6): mean 20/6, variance 20/36. Bounds: 4 standard errors of 500 independent draws.
  const double sd = std::sqrt(20.0) / 6.0;
  EXPECT_NEAR(mean, 20.0 / 6.0, 4.0 * sd / std::sqrt(500.0));
  EXPECT_NEAR(std::sqrt(squares - mean * mean) / sd, 1.0, 4.0 / std::sqrt(1'000.0));
  // The evidence of the conjugate pair: b^a Γ(a+n) / (Γ(a) (b+T)^(a+n)).
  EXPECT_NEAR(fit->log_evidence,
              3.0 * std::log(2.0) + std::lgamma(20.0) - std::lgamma(3.0) - 20.0 * std::log(6.0),
              0.15);
  const std::vector<Learned> learned = WhatWasLearned(*coordinates, fit->draws, 500.0);
  ASSERT_EQ(learned.size(), 1u);
  EXPECT_TRUE(learned[0].told);
  EXPECT_GT(learned[0].bits, 0.5);
  EXPECT_LT(learned[0].sd, 0.6);
  EXPECT_LT(learned[0].prior_low, learned[0].low);
  EXPECT_NEAR(learned[0].median, 3.28, 0.15);  // the 50 % quantile of Gamma(20, 6)
}

TEST(Learned, SaysNothingOfDrawsOfThePrior) {
  const model::Model model = WithParameters();
  const Result<Coordinates> coordinates = Coordinates::Make(model);
  std::size_t any = 0;
  for (std::uint32_t repeat = 0; repeat < 200; ++repeat) {
    Draws draws;
    draws.dimension = 2;
    Stream stream(9, "prior draws", repeat);
    for (int i = 0; i < 200; ++i) {
      draws.points.push_back(stream.Normal());
      draws.points.push_back(stream.Normal());
      draws.log_likelihood.push_back(0.0);
    }
    bool told = false;
    for (const Learned& learned : WhatWasLearned(*coordinates, draws, 200.0)) {
      told = told || learned.told;
      EXPECT_LT(learned.bits, 0.1);
    }
    any += told ? 1 : 0;
  }
  // 5 % of 200 repeats (a little less, by Bonferroni), whose standard deviation is 3.1: more than 22 in
  // one of 15,000 runs; and a test that never rejects would be none.
  EXPECT_LE(any, 22u);
  EXPECT_GE(any, 1u);
}

}  // namespace
}  // namespace entente::inference
