// Proper scores against closed forms, definitions and laws.
#include <gtest/gtest.h>

#include <boost/math/special_functions/bessel.hpp>
#include <cmath>
#include <numbers>
#include <vector>

#include "inference/random/stream.h"
#include "inference/scores/binary.h"
#include "inference/scores/counts.h"
#include "inference/scores/crps.h"
#include "inference/scores/predictive.h"

namespace entente::inference {
namespace {

TEST(Crps, OfTheStandardNormalAtZero) {
  // Known answer: (√2 − 1)/√π.
  EXPECT_NEAR(CrpsNormal(0.0, 1.0, 0.0), 0.23369497725510913, 1e-15);
  EXPECT_NEAR(CrpsNormal(0.0, 1.0, 0.0), (std::numbers::sqrt2 - 1.0) * std::numbers::inv_sqrtpi,
              1e-15);
  // Location and scale: CRPS(a + b X, a + b y) = b CRPS(X, y).
  EXPECT_NEAR(CrpsNormal(3.0, 2.5, 3.0 + 2.5 * 1.7), 2.5 * CrpsNormal(0.0, 1.0, 1.7), 1e-14);
}

TEST(Crps, OfAnEnsembleByDefinition) {
  const std::vector<double> members = {4.0, -1.0, 2.5, 2.5, 10.0};
  for (const double y : {-3.0, 2.5, 3.0, 40.0}) {
    double to_y = 0.0, between = 0.0;
    for (const double a : members) {
      to_y += std::abs(a - y);
      for (const double b : members) between += std::abs(a - b);
    }
    EXPECT_NEAR(CrpsBiased(members, y), to_y / 5.0 - between / 50.0, 1e-13);
    EXPECT_NEAR(CrpsFair(members, y), to_y / 5.0 - between / 40.0, 1e-13);
  }
  EXPECT_DOUBLE_EQ(CrpsBiased(std::vector<double>{2.0}, 5.0), 3.0);  // a point: absolute error
}

// Poisson: (y − λ)(2 F(y) − 1) + 2 λ f(y) − λ e^{−2λ} (I0(2λ) + I1(2λ)) (Wei and Held 2014).
TEST(Crps, OfAPoissonAgreesWithTheBesselForm) {
  for (const double mean : {0.2, 1.0, 6.3, 42.0}) {
    const std::vector<double> mass = PoissonMass(mean);
    double at_most = 0.0;
    for (std::uint64_t y = 0; y < 60; ++y) {
      const double f = y < mass.size() ? mass[y] : 0.0;
      at_most += f;
      const double tail = std::exp(-2.0 * mean) * (boost::math::cyl_bessel_i(0, 2.0 * mean) +
                                                   boost::math::cyl_bessel_i(1, 2.0 * mean));
      const double n = static_cast<double>(y);
      const double closed = (n - mean) * (2.0 * at_most - 1.0) + 2.0 * mean * f - mean * tail;
      EXPECT_NEAR(CrpsPoisson(mean, y), closed, 1e-9 * (1.0 + closed)) << mean << " " << y;
    }
  }
}

// E|X − y| − E|X − X'|/2 over the masses, the other form of the same score.
TEST(Crps, OfANegativeBinomialAgreesWithItsExpectationForm) {
  const std::vector<double> mass = NegativeBinomialMass(3.4, 0.8);
  double between = 0.0;
  for (std::size_t i = 0; i < mass.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      between += 2.0 * mass[i] * mass[j] * static_cast<double>(i - j);
    }
  }
  for (const std::uint64_t y : {0U, 1U, 4U, 25U, 200U}) {
    double to_y = 0.0;
    for (std::size_t i = 0; i < mass.size(); ++i) {
      to_y += mass[i] * std::abs(static_cast<double>(i) - static_cast<double>(y));
    }
    EXPECT_NEAR(CrpsNegativeBinomial(3.4, 0.8, y), to_y - 0.5 * between, 1e-8);
  }
}

TEST(Counts, NegativeBinomialHasItsMomentsAndThePoissonAsLimit) {
  const Predictive law = Predictive::NegativeBinomial(5.0, 2.0);
  EXPECT_NEAR(law.Mean(), 5.0, 1e-8);
  EXPECT_NEAR(law.Variance(), 5.0 + 25.0 / 2.0, 1e-6);
  for (std::uint64_t k = 0; k < 20; ++k) {
    EXPECT_NEAR(LogNegativeBinomial(k, 5.0, 1e9), LogPoisson(k, 5.0), 1e-6);
  }
}

// A law's own expected score is the smallest: the sums are exact, so is the test.
TEST(Scores, AreProper) {
  const std::vector<double> truth = NegativeBinomialMass(4.0, 1.5);
  const auto expected = [&](auto score) {
    double sum = 0.0;
    for (std::size_t y = 0; y < truth.size(); ++y) {
      if (truth[y] > 1e-11) sum += truth[y] * score(y);
    }
    return sum;
  };
  const Predictive honest = Predictive::NegativeBinomial(4.0, 1.5);
  for (const auto& [mean, size] : {std::pair{3.5, 1.5}, {4.5, 1.5}, {4.0, 3.0}, {4.0, 0.9}}) {
    const Predictive other = Predictive::NegativeBinomial(mean, size);
    EXPECT_LT(expected([&](std::uint64_t y) { return honest.Crps(static_cast<double>(y)); }),
              expected([&](std::uint64_t y) { return other.Crps(static_cast<double>(y)); }));
    EXPECT_LE(expected([&](std::uint64_t y) { return honest.TwCrps(static_cast<double>(y), 8.0); }),
              expected([&](std::uint64_t y) { return other.TwCrps(static_cast<double>(y), 8.0); }));
    EXPECT_LT(expected([&](std::uint64_t y) { return -LogNegativeBinomial(y, 4.0, 1.5); }),
              expected([&](std::uint64_t y) { return -LogNegativeBinomial(y, mean, size); }));
    EXPECT_LE(expected([&](std::uint64_t y) {
                return honest.IntervalScore(static_cast<double>(y), 0.8);
              }),
              expected([&](std::uint64_t y) {
                return other.IntervalScore(static_cast<double>(y), 0.8);
              }));
  }
  // The event that happens with probability 0.3, for every probability said.
  for (const double said : {0.1, 0.29, 0.31, 0.8}) {
    const auto brier = [](double p) { return 0.3 * (1 - p) * (1 - p) + 0.7 * p * p; };
    EXPECT_LT(brier(0.3), brier(said));
    const std::vector<double> p = {said};
    EXPECT_NEAR(0.3 * Brier(p, {true}) + 0.7 * Brier(p, {false}), brier(said), 1e-15);
    const double cost = 0.3 * LogScore(p, {true}) + 0.7 * LogScore(p, {false});
    EXPECT_LT(-0.3 * std::log(0.3) - 0.7 * std::log(0.7), cost);
  }
}

// The mean of the fair form over small ensembles from F is the CRPS of F; the biased form's is
// higher by E|X − X'| / (2 n). |z| < 4.5 at a fixed seed: false alarm below 7e-6 each.
TEST(Crps, TheFairFormIsUnbiasedInTheSizeOfTheEnsemble) {
  Stream stream(3, "fair");
  const double y = 0.7;
  for (const std::size_t n : {2U, 5U}) {
    const int repeats = 40'000;
    double sum = 0.0, square = 0.0, biased = 0.0;
    std::vector<double> members(n);
    for (int i = 0; i < repeats; ++i) {
      for (double& x : members) x = stream.Normal();
      const double fair = CrpsFair(members, y);
      sum += fair;
      square += fair * fair;
      biased += CrpsBiased(members, y);
    }
    const double mean = sum / repeats;
    const double se = std::sqrt((square / repeats - mean * mean) / repeats);
    EXPECT_LT(std::abs(mean - CrpsNormal(0.0, 1.0, y)) / se, 4.5);
    // E|X − X'| = 2/√π for standard normals.
    const double bias = std::numbers::inv_sqrtpi / static_cast<double>(n);
    EXPECT_LT(std::abs(biased / repeats - bias - CrpsNormal(0.0, 1.0, y)) / se, 6.0);
  }
}

TEST(TwCrps, SplitsTheScoreAtTheThreshold) {
  const std::vector<double> members = {0.0, 1.0, 1.0, 4.0, 9.0};
  for (const double y : {0.0, 2.0, 12.0}) {
    EXPECT_NEAR(TwCrpsEnsemble(members, y, -1.0), CrpsBiased(members, y), 1e-13);
    // The lower part by the mirrored score.
    std::vector<double> mirrored = members;
    for (double& x : mirrored) x = -x;
    EXPECT_NEAR(TwCrpsEnsemble(members, y, 3.0) + TwCrpsEnsemble(mirrored, -y, -3.0),
                CrpsBiased(members, y), 1e-13);
  }
  // As an ensemble and as masses, the same law.
  const std::vector<double> mass = {0.2, 0.4, 0.0, 0.0, 0.2, 0.0, 0.0, 0.0, 0.0, 0.2};
  for (const std::uint64_t y : {0U, 2U, 12U}) {
    for (const double threshold : {-2.0, 0.0, 2.0, 3.5, 11.0, 20.0}) {
      EXPECT_NEAR(TwCrpsMass(mass, y, threshold),
                  TwCrpsEnsemble(members, static_cast<double>(y), threshold), 1e-12);
    }
  }
}

TEST(IntervalScore, IsWidthAndFines) {
  EXPECT_DOUBLE_EQ(IntervalScore(2.0, 5.0, 0.1, 4.0), 3.0);
  EXPECT_DOUBLE_EQ(IntervalScore(2.0, 5.0, 0.1, 1.0), 3.0 + 20.0);
  EXPECT_DOUBLE_EQ(IntervalScore(2.0, 5.0, 0.5, 7.0), 3.0 + 8.0);
}

TEST(Predictive, QuantilesAndTails) {
  const Predictive members = Predictive::Ensemble({5.0, 1.0, 3.0, 3.0});
  EXPECT_DOUBLE_EQ(members.Quantile(0.25), 1.0);
  EXPECT_DOUBLE_EQ(members.Quantile(0.26), 3.0);
  EXPECT_DOUBLE_EQ(members.AtMost(3.0), 0.75);
  EXPECT_DOUBLE_EQ(members.Below(3.0), 0.25);
  const Predictive event = Predictive::Event(0.3);
  EXPECT_DOUBLE_EQ(event.AtLeast(1.0), 0.3);
  EXPECT_NEAR(event.Crps(1.0), 0.49, 1e-15);  // of an event the CRPS is the Brier score
  // The log score's mixture is a law: its masses sum to 1.
  double sum = 0.0;
  for (std::uint64_t k = 0; k < 4'000; ++k) sum += std::exp(-members.LogScore(k));
  EXPECT_NEAR(sum, 1.0, 1e-9);
}

TEST(Brier, DecomposesExactly) {
  Stream stream(5, "murphy");
  std::vector<double> p;
  std::vector<bool> y;
  for (int i = 0; i < 500; ++i) {
    p.push_back(std::round(stream.Uniform() * 40.0) / 40.0);
    y.push_back(stream.Uniform() < 0.2 + 0.5 * p.back());
  }
  for (const std::size_t bins : {0U, 5U, 10U}) {
    const BrierParts parts = DecomposeBrier(p, y, bins);
    EXPECT_NEAR(parts.reliability - parts.resolution + parts.uncertainty + parts.within,
                Brier(p, y), 1e-12);
    if (bins == 0) {
      EXPECT_NEAR(parts.within, 0.0, 1e-15);
    }
  }
}

TEST(Ranking, AucAndAveragePrecisionByHand) {
  const std::vector<double> p = {0.9, 0.8, 0.8, 0.4, 0.1};
  const std::vector<bool> y = {true, false, true, false, true};
  // Pairs (event, other): .9 beats both; .8 ties one, beats one; .1 beats none: 3.5 of 6.
  EXPECT_NEAR(Auc(p, y), 3.5 / 6.0, 1e-15);
  // Recall 1/3 at precision 1, 2/3 at 2/3 (the tie enters together), 1 at 3/5.
  EXPECT_NEAR(AveragePrecision(p, y), (1.0 + 2.0 / 3.0 + 3.0 / 5.0) / 3.0, 1e-15);
  EXPECT_TRUE(std::isnan(Auc(p, {true, true, true, true, true})));
  EXPECT_TRUE(std::isnan(AveragePrecision(p, {false, false, false, false, false})));
}

}  // namespace
}  // namespace entente::inference
