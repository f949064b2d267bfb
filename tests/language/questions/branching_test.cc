#include "language/explain/branching.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "language/explain/dense.h"
#include "language/questions/compile_help.h"

namespace entente::language {
namespace {

using explain::BranchingLoop;
using explain::BranchingOf;
using explain::LargestRealPart;
using explain::Matrix;

const double kLn2 = std::log(2.0);

TEST(LargestRealPart, KnownMatrices) {
  Matrix turn(2, 2);  // eigenvalues ± i
  turn.at(0, 1) = 1.0;
  turn.at(1, 0) = -1.0;
  EXPECT_NEAR(LargestRealPart(turn), 0.0, 1e-4);
  Matrix swap(2, 2);  // ± sqrt(0.06)
  swap.at(0, 1) = 0.2;
  swap.at(1, 0) = 0.3;
  EXPECT_NEAR(LargestRealPart(swap), std::sqrt(0.06), 1e-4);
  Matrix triangle(3, 3);
  triangle.at(0, 0) = -2.0;
  triangle.at(0, 2) = 5.0;
  triangle.at(1, 1) = 0.7;
  triangle.at(2, 2) = 0.2;
  EXPECT_NEAR(LargestRealPart(triangle), 0.7, 1e-4);
}

// For a matrix of positive entries the power method finds the same number (Perron).
TEST(LargestRealPart, AgreesWithThePowerMethod) {
  std::mt19937_64 random(7);
  for (int trial = 0; trial < 20; ++trial) {
    const std::size_t n = 2 + trial % 6;
    Matrix a(n, n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        a.at(i, j) = static_cast<double>(random() % 1000 + 1) / 1000.0;
      }
    }
    Matrix vector(n, 1);
    for (std::size_t i = 0; i < n; ++i) vector.at(i, 0) = 1.0;
    double root = 0.0;
    for (int step = 0; step < 500; ++step) {
      vector = Multiply(a, vector);
      root = 0.0;
      for (std::size_t i = 0; i < n; ++i) root = std::max(root, vector.at(i, 0));
      for (std::size_t i = 0; i < n; ++i) vector.at(i, 0) /= root;
    }
    EXPECT_NEAR(LargestRealPart(a), root, 1e-4);
  }
}

TEST(Solve, UndoesAProduct) {
  Matrix a(3, 3), x(3, 2);
  const double cells[] = {0.0, 2.0, 1.0, 1.0, -1.0, 0.5, 3.0, 0.0, 4.0};
  for (std::size_t i = 0; i < 9; ++i) a.at(i / 3, i % 3) = cells[i];
  for (std::size_t i = 0; i < 6; ++i) x.at(i / 2, i % 2) = static_cast<double>(i) - 2.5;
  const Matrix found = Solve(a, Multiply(a, x));
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(found.at(i / 2, i % 2), x.at(i / 2, i % 2), 1e-12);
  }
}

constexpr std::string_view kSelf = R"(
event strike by A toward B about past weight -10 { rate 0.5 per year }
linkage again from hostile A -> B  to hostile A -> B
  adds 100 % per act of weight 10, half-life 0.34657359027997264 years
)";

// One act adds 1 to a pressure that decays at 2 a year, of a base rate of 0.5: 0.5 × 1 / 2.
TEST(Branching, OneSidedHawkes) {
  const explain::Branching branching = BranchingOf(ModelIn(kSelf));
  ASSERT_EQ(branching.loops.size(), 1u);
  EXPECT_NEAR(branching.loops[0].ratio, 0.25, 1e-6);
  EXPECT_EQ(branching.loops[0].linkages, std::vector<std::string>{"again"});
  EXPECT_TRUE(branching.loops[0].alone);
}

TEST(Branching, AChainIsNoLoop) {
  const explain::Branching branching = BranchingOf(ModelIn(R"(
event strike by A toward B about past weight -10 { rate 0.5 per year }
event answer by B toward A about past weight -10 { rate 0.5 per year }
linkage on from hostile A -> B  to hostile B -> A
  adds 100 % per act of weight 10, half-life 1 year
)"));
  EXPECT_TRUE(branching.loops.empty());
}

// The act also raises a quantity that its rate reads: base × (feed τ + slope × jump × τ).
TEST(Branching, QuantitiesClosePartOfTheLoop) {
  const model::Model model = ModelIn(R"(
quantity anger in 0..10 { starts 0  relaxes to 0 with half-life 6 months }
event strike by A toward B about past weight -5 {
  rate 0.4 per year * (1 + 3 * anger)
  then anger += 0.1
}
linkage again from hostile A -> B  to hostile A -> B
  adds 50 % per act of weight 10, half-life 1 year
)");
  const explain::Branching branching = BranchingOf(model);
  ASSERT_EQ(branching.loops.size(), 2u);
  const double direct = 0.4 * 0.25 * 1.0 / kLn2;
  EXPECT_NEAR(branching.loops[0].ratio, direct, 1e-6);
  EXPECT_NEAR(branching.loops[1].ratio, direct + 0.4 * 3 * 0.1 * 0.5 / kLn2, 1e-6);
  EXPECT_EQ(branching.loops[1].quantities, std::vector<std::string>{"anger"});
  EXPECT_FALSE(branching.loops[1].alone);
}

// A second quantity that follows the first passes its whole integral on.
TEST(Branching, QuantitiesMoveOneAnother) {
  const model::Model model = ModelIn(R"(
quantity anger in 0..10 { starts 0  relaxes to 0 with half-life 6 months }
quantity mood in 0..10 { starts 0  relaxes to 2 * anger with half-life 3 months }
event strike by A toward B about past weight -5 {
  rate 0.4 per year * (1 + mood)
  then anger += 0.1
}
linkage again from hostile A -> B  to hostile A -> B
  adds 0.000001 % per act of weight 10, half-life 1 year
)");
  const explain::Branching branching = BranchingOf(model);
  ASSERT_FALSE(branching.loops.empty());
  EXPECT_NEAR(branching.loops.back().ratio, 0.4 * 2 * 0.1 * 0.5 / kLn2, 1e-6);
}

TEST(Branching, LoweringLoopsAreNotCountedAsBreeding) {
  const explain::Branching branching = BranchingOf(ModelIn(R"(
event gift by A toward B about trade weight +10 { rate 3 per year }
linkage enough from cooperative A -> B  to cooperative A -> B
  lowers by 30 % per act of weight 10, half-life 1 year
)"));
  EXPECT_TRUE(branching.loops.empty());
}

std::string SelfWithStrength(std::string_view strength) {
  return "event strike by A toward B about past weight -10 { rate 1 per year }\n"
         "linkage again from hostile A -> B  to hostile A -> B\n"
         "  adds " + std::string(strength) + " per act of weight 10, half-life 1 year\n";
}

TEST(Branching, AboveTheLimitIsAWarning) {
  using Slugs = std::vector<std::string>;
  // One act of weight 10 breeds strength / ln 2 further acts.
  EXPECT_EQ(SlugsIn(SelfWithStrength("50 %")), Slugs{});
  EXPECT_EQ(SlugsIn(SelfWithStrength("60 %")), Slugs{"branching-above-limit"});
  const CompiledModel runaway = CompileIn(SelfWithStrength("80 %"));
  ASSERT_EQ(SlugsOf(runaway), Slugs{"branching-above-limit"});
  EXPECT_NE(runaway.diagnostics.all()[0].message.find("runs away"), std::string::npos);
  EXPECT_TRUE(runaway.ok());
}

TEST(Branching, TheTextNamesRatioAndLinkage) {
  const model::Model model = ModelIn(kSelf);
  const std::string text = DescribeBranching(model, BranchingOf(model));
  EXPECT_NE(text.find("0.250  again"), std::string::npos) << text;
  EXPECT_NE(text.find("acts: strike"), std::string::npos) << text;
}

}  // namespace
}  // namespace entente::language
