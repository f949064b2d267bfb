#include "engine/kernels/math.h"

#include <gtest/gtest.h>

#include <bit>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "engine/kernels/targets.h"

namespace entente::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool SameBits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// |got - exact| in units of the last place of the exact value.
double UlpError(double got, long double exact) {
  const double rounded = static_cast<double>(exact);
  if (std::isinf(rounded)) return got == rounded ? 0.0 : kInfinity;
  const double above = std::nextafter(std::fabs(rounded), kInfinity);
  const long double ulp = static_cast<long double>(above) - std::fabs(rounded);
  return static_cast<double>(std::fabs(static_cast<long double>(got) - exact) / ulp);
}

std::vector<double> Uniforms(std::size_t n, double low, double high, unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(low, high);
  std::vector<double> values(n);
  for (double& value : values) value = uniform(random);
  return values;
}

// Positive doubles of every magnitude, subnormal ones too.
std::vector<double> AnyPositive(std::size_t n, unsigned seed) {
  std::mt19937_64 random(seed);
  std::vector<double> values(n);
  for (double& value : values) {
    value = std::bit_cast<double>(random() % 0x7FF0000000000000ULL);
  }
  return values;
}

std::vector<double> Specials() {
  return {0.0,  -0.0, 1.0,  -1.0,  kInfinity, -kInfinity, kNan, 0.5, 2.0, 3.0, -2.0, -3.0, 1e308,
          -1e308, 5e-324, -5e-324, 709.0, 710.0, -745.0, -746.0, -2.5, 1e-300, 1e17, -1e17};
}

TEST(MathKernels, SomeTargetIsChosen) {
  EXPECT_GE(Math().lanes, 1u);
  int targets = 0;
  ForEachTarget([&] { ++targets; });
  EXPECT_GE(targets, 1);
}

TEST(MathKernels, ArraysOfAnyLengthAgreeWithSingleValuesBitForBit) {
  ForEachTarget([] {
    const MathKernels& math = MathForChosenTarget();
    for (std::size_t n = 1; n <= 67; ++n) {
      auto x = Uniforms(n, -40.0, 40.0, static_cast<unsigned>(n));
      const auto y = Uniforms(n, -3.0, 3.0, static_cast<unsigned>(n) + 100);
      auto p = Uniforms(n, 0.0, 1.0, static_cast<unsigned>(n) + 200);
      const auto specials = Specials();
      x[n - 1] = specials[n % specials.size()];
      p[n / 2] = std::ldexp(1.0, -static_cast<int>(n) - 3);
      std::vector<double> out(n);
      math.exp(x.data(), out.data(), n);
      for (std::size_t i = 0; i < n; ++i) EXPECT_TRUE(SameBits(out[i], math.exp1(x[i]))) << x[i];
      math.log(x.data(), out.data(), n);
      for (std::size_t i = 0; i < n; ++i) EXPECT_TRUE(SameBits(out[i], math.log1(x[i]))) << x[i];
      math.sqrt(x.data(), out.data(), n);
      for (std::size_t i = 0; i < n; ++i) EXPECT_TRUE(SameBits(out[i], math.sqrt1(x[i]))) << x[i];
      math.pow(x.data(), y.data(), out.data(), n);
      for (std::size_t i = 0; i < n; ++i) {
        EXPECT_TRUE(SameBits(out[i], math.pow1(x[i], y[i]))) << x[i] << '^' << y[i];
      }
      math.normal_quantile(p.data(), out.data(), n);
      for (std::size_t i = 0; i < n; ++i) {
        EXPECT_TRUE(SameBits(out[i], math.normal_quantile1(p[i]))) << p[i];
      }
    }
  });
}

TEST(MathKernels, UncheckedLogarithmsAgreeBitForBit) {
  ForEachTarget([] {
    const MathKernels& math = MathForChosenTarget();
    const auto x = AnyPositive(2'000, 8);
    const auto y = Uniforms(2'000, 1e-17, 1.0, 9);
    for (std::size_t i = 0; i < x.size(); ++i) {
      EXPECT_TRUE(SameBits(math.log_positive1(x[i]), math.log1(x[i]))) << x[i];
      const TwoDoubles both = math.log_positive2(x[i], y[i]);
      EXPECT_TRUE(SameBits(both.first, math.log1(x[i]))) << x[i];
      EXPECT_TRUE(SameBits(both.second, math.log1(y[i]))) << y[i];
    }
  });
}

TEST(MathKernels, PowArraysAgreeWithSingleValuesOnAllSpecialPairs) {
  ForEachTarget([] {
    const MathKernels& math = MathForChosenTarget();
    std::vector<double> x, y;
    for (const double a : Specials()) {
      for (const double b : Specials()) {
        x.push_back(a);
        y.push_back(b);
      }
    }
    std::vector<double> out(x.size());
    math.pow(x.data(), y.data(), out.data(), x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      EXPECT_TRUE(SameBits(out[i], math.pow1(x[i], y[i]))) << x[i] << '^' << y[i];
      const double expected = std::pow(x[i], y[i]);
      if (std::isnan(expected)) {
        EXPECT_TRUE(std::isnan(out[i])) << x[i] << '^' << y[i] << " = " << out[i];
      } else if (expected == 0.0 || std::isinf(expected)) {
        EXPECT_TRUE(SameBits(out[i], expected)) << x[i] << '^' << y[i] << " = " << out[i];
      } else {
        EXPECT_LE(UlpError(out[i], std::pow(static_cast<long double>(x[i]), y[i])), 8.0)
            << x[i] << '^' << y[i] << " = " << out[i];
      }
    }
  });
}

TEST(MathKernels, InPlaceIsAllowed) {
  const auto x = Uniforms(33, -5.0, 5.0, 7);
  auto y = x;
  Math().exp(y.data(), y.data(), y.size());
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_TRUE(SameBits(y[i], Math().exp1(x[i])));
}

TEST(MathKernels, SpecialValues) {
  ForEachTarget([] {
    const MathKernels& math = MathForChosenTarget();
    EXPECT_EQ(math.exp1(-kInfinity), 0.0);
    EXPECT_EQ(math.exp1(kInfinity), kInfinity);
    EXPECT_EQ(math.exp1(1e300), kInfinity);
    EXPECT_EQ(math.exp1(-1e300), 0.0);
    EXPECT_EQ(math.exp1(0.0), 1.0);
    EXPECT_EQ(math.exp1(-0.0), 1.0);
    EXPECT_TRUE(std::isnan(math.exp1(kNan)));
    EXPECT_EQ(math.exp1(710.0), kInfinity);
    EXPECT_LT(math.exp1(709.7), kInfinity);
    EXPECT_EQ(math.log1(0.0), -kInfinity);
    EXPECT_EQ(math.log1(-0.0), -kInfinity);
    EXPECT_EQ(math.log1(1.0), 0.0);
    EXPECT_EQ(math.log1(kInfinity), kInfinity);
    EXPECT_TRUE(std::isnan(math.log1(-1.0)));
    EXPECT_TRUE(std::isnan(math.log1(-kInfinity)));
    EXPECT_TRUE(std::isnan(math.log1(kNan)));
    EXPECT_EQ(math.sqrt1(2.25), 1.5);
    EXPECT_TRUE(std::isnan(math.sqrt1(-1.0)));
    EXPECT_EQ(math.normal_quantile1(0.5), 0.0);
    EXPECT_EQ(math.normal_quantile1(0.0), -kInfinity);
    EXPECT_EQ(math.normal_quantile1(1.0), kInfinity);
    EXPECT_TRUE(std::isnan(math.normal_quantile1(-0.1)));
    EXPECT_TRUE(std::isnan(math.normal_quantile1(1.1)));
    EXPECT_TRUE(std::isnan(math.normal_quantile1(kNan)));
  });
}

TEST(MathKernels, ExpAccuracy) {
  ForEachTarget([] {
    const MathKernels& math = MathForChosenTarget();
    double worst = 0.0;
    for (const auto& [low, high] : {std::pair{-1.0, 1.0}, {-20.0, 20.0}, {-708.0, 709.7}}) {
      for (const double x : Uniforms(40'000, low, high, 11)) {
        worst = std::max(worst, UlpError(math.exp1(x), std::exp(static_cast<long double>(x))));
      }
    }
    RecordProperty("worst_ulp", std::to_string(worst));
    EXPECT_LT(worst, 1.0);
  });
}

TEST(MathKernels, LogAccuracy) {
  ForEachTarget([] {
    const MathKernels& math = MathForChosenTarget();
    double worst = 0.0;
    const auto check = [&](const std::vector<double>& values) {
      for (const double x : values) {
        worst = std::max(worst, UlpError(math.log1(x), std::log(static_cast<long double>(x))));
      }
    };
    check(Uniforms(40'000, 0.0, 1.0, 12));
    check(Uniforms(40'000, 0.9, 1.1, 13));
    check(Uniforms(40'000, 0.0, 1000.0, 14));
    check(AnyPositive(40'000, 15));
    RecordProperty("worst_ulp", std::to_string(worst));
    EXPECT_LT(worst, 1.0);
  });
}

TEST(MathKernels, PowAccuracy) {
  ForEachTarget([] {
    const MathKernels& math = MathForChosenTarget();
    double worst = 0.0;
    const auto x = Uniforms(40'000, 0.0, 20.0, 16);
    const auto y = Uniforms(40'000, -32.0, 32.0, 17);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const long double exact = std::pow(static_cast<long double>(x[i]), y[i]);
      worst = std::max(worst, UlpError(math.pow1(x[i], y[i]), exact));
    }
    RecordProperty("worst_ulp", std::to_string(worst));
    EXPECT_LT(worst, 2.0);
    for (const double a : x) {
      EXPECT_EQ(math.pow1(a, 1.0), a);
      EXPECT_EQ(math.pow1(-a, 2.0), a * a);
    }
  });
}

TEST(MathKernels, SqrtIsCorrectlyRounded) {
  ForEachTarget([] {
    const MathKernels& math = MathForChosenTarget();
    for (const double x : AnyPositive(10'000, 18)) EXPECT_EQ(math.sqrt1(x), std::sqrt(x));
  });
}

// Against Boost's inverse of erfc, an independent implementation.
TEST(MathKernels, NormalQuantileAccuracy) {
  ForEachTarget([] {
    const MathKernels& math = MathForChosenTarget();
    const boost::math::normal_distribution<long double> normal;
    double worst = 0.0;
    const auto check = [&](double p) {
      const long double exact = boost::math::quantile(normal, static_cast<long double>(p));
      const long double error = std::fabs(math.normal_quantile1(p) - exact);
      worst = std::max(worst, static_cast<double>(error / std::max(0.5L, std::fabs(exact))));
    };
    for (const double p : Uniforms(20'000, 0.0, 1.0, 19)) check(p);
    for (int e = 2; e <= 60; ++e) check(std::ldexp(1.0, -e));
    for (int e = 2; e <= 53; ++e) check(1.0 - std::ldexp(1.0, -e));
    RecordProperty("worst_relative", std::to_string(worst * 1e15) + "e-15");
    EXPECT_LT(worst, 1e-15);
  });
}

}  // namespace
}  // namespace entente::engine
