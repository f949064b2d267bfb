// Types and units: what may be added, compared and multiplied, and what the place expects.
#include <gtest/gtest.h>

#include <cmath>

#include "language/compile_text.h"

namespace entente::language {
namespace {

// The value of `define d = EXPR`, which must be constant.
double ValueOf(const std::string& expression) {
  const model::Model model = ModelOf("define d = " + expression + "\noutcome o = final of d\n");
  if (model.definitions.empty()) return std::nan("");
  const model::ExprId value = model.definitions.front().value;
  EXPECT_TRUE(model.expressions.IsConstant(value)) << expression;
  return model.expressions.ConstantValue(value);
}

Faults FaultsOfExpression(const std::string& expression) {
  Faults slugs;
  for (const std::string& fault :
       FaultsOf("define d = " + expression + "\noutcome o = final of d\n")) {
    slugs.push_back(fault.substr(0, fault.find('@')));
  }
  return slugs;
}

TEST(Units, StoredNumbersAreInDays) {
  EXPECT_DOUBLE_EQ(ValueOf("60 %"), 0.6);
  EXPECT_DOUBLE_EQ(ValueOf("3 per year"), 3 / 365.2425);
  EXPECT_DOUBLE_EQ(ValueOf("3 per month"), 3 / (365.2425 / 12));
  EXPECT_DOUBLE_EQ(ValueOf("2 weeks"), 14);
  EXPECT_DOUBLE_EQ(ValueOf("18 months"), 18 * 365.2425 / 12);
  EXPECT_DOUBLE_EQ(ValueOf("0.05 per sqrt year"), 0.05 / std::sqrt(365.2425));
}

TEST(Units, ArithmeticFollowsUnits) {
  EXPECT_DOUBLE_EQ(ValueOf("1 year * 3 per year"), 3);
  EXPECT_DOUBLE_EQ(ValueOf("1 year / 1 month"), 12);
  EXPECT_EQ(FaultsOfExpression("sqrt(4 per year * 9 per year) * 1 year + 1"), Faults{});
  EXPECT_EQ(FaultsOfExpression("(4 years) ^ 0.5 * 1 per sqrt year + 1"), Faults{});
  EXPECT_DOUBLE_EQ(ValueOf("2020-01-11 - 2020-01-01"), 10);
  EXPECT_DOUBLE_EQ(ValueOf("2 if 2020-01-01 + 10 days == 2020-01-11 else 3"), 2);
  EXPECT_DOUBLE_EQ(ValueOf("max(1, 7, 3) - min(4, 2) + clamp(9, 0, 1)"), 6);
}

TEST(Units, ConstantsMayBeComputed) {
  const model::Model model = ModelOf(
      "param p = sqrt(16) + exp(0) - 2 ^ 2 * 2 ^ 3 ^ 0\n"
      "outcome o = final of p\n");
  EXPECT_DOUBLE_EQ(Named(model.parameters, "p")->prior.a, -3);
}

TEST(Units, ZeroFitsEveryUnit) {
  EXPECT_DOUBLE_EQ(ValueOf("max(0, 3 per year) * 1 year"), 3);
  EXPECT_DOUBLE_EQ(ValueOf("(0.4 per year if 1 < 2 else 0) * 1 year"), 0.4);
}

TEST(Units, MismatchesAreErrors) {
  EXPECT_EQ(FaultsOfExpression("1 + 1 per year"), (Faults{"unit-mismatch"}));
  EXPECT_EQ(FaultsOfExpression("1 year < 3"), (Faults{"unit-mismatch"}));
  EXPECT_EQ(FaultsOfExpression("exp(1 year)"), (Faults{"unit-mismatch"}));
  EXPECT_EQ(FaultsOfExpression("2 ^ (1 year)"), (Faults{"type-mismatch"}));
  EXPECT_EQ(FaultsOfExpression("(1 if 1 < 2 else 1 year)"), (Faults{"unit-mismatch"}));
  EXPECT_EQ(FaultsOfExpression("2020-01-01 + 2020-01-01"), (Faults{"unit-mismatch"}));
}

TEST(Units, TruthsAreNoNumbers) {
  EXPECT_EQ(FaultsOfExpression("2 * (1 < 2)"), (Faults{"type-mismatch"}));
  EXPECT_EQ(FaultsOfExpression("not 3"), (Faults{"type-mismatch"}));
  EXPECT_EQ(FaultsOfExpression("1 and 2 > 1"), (Faults{"type-mismatch"}));
  EXPECT_EQ(FaultsOfExpression("(1 if 3 else 2)"), (Faults{"type-mismatch"}));
}

TEST(Units, FunctionsCheckTheirArguments) {
  EXPECT_EQ(FaultsOfExpression("exp(1, 2)"), (Faults{"wrong-index"}));
  EXPECT_EQ(FaultsOfExpression("max(1, 1 year)"), (Faults{"unit-mismatch"}));
}

TEST(Units, ARateWithoutUnitSuggestsOne) {
  const CompiledModel compiled = CompileBody("event e { rate 3 }\n");
  ASSERT_EQ(compiled.diagnostics.all().size(), 1U);
  const Diagnostic& diagnostic = compiled.diagnostics.all().front();
  EXPECT_EQ(diagnostic.kind, DiagnosticKind::kMissingUnit);
  ASSERT_TRUE(diagnostic.fix.has_value());
  EXPECT_EQ(diagnostic.fix->replacement, "3 per year");
}

TEST(Units, PriorsGiveTheirUnitToTheParameter) {
  EXPECT_EQ(FaultsOf("param r ~ lognormal(median 0.3 per year, spread 2)\nevent e { rate r }\n"
                     "param d ~ 15 to 35 years\nquantity q in 0..1 { starts 0.1 relaxes to 0 with half-life d }\n"
                     "outcome o = final of q\noutcome n = count of e\n"),
            Faults{});
  EXPECT_EQ(FaultsOf("param r ~ beta(4, 4)\nevent e { rate r }\n"), (Faults{"missing-unit@2:16"}));
}

TEST(Units, QuantitiesWithAUnit) {
  EXPECT_EQ(FaultsOf("quantity pace in 0 per year..10 per year { starts 2 per year\n"
                     "  relaxes to 1 per year with half-life 1 year  noise (0.1 per year) per sqrt year }\n"
                     "event e { rate pace  then pace += 0.5 per year, pace *= 2 }\n"
                     "outcome n = count of e\n"),
            Faults{});
  EXPECT_EQ(FaultsOf("quantity pace { starts 2 per year }\nevent e { rate pace then pace += 1 }\n"),
            (Faults{"missing-unit@2:34"}));
}

}  // namespace
}  // namespace entente::language
