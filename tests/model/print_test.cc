#include "model/print/print.h"

#include <gtest/gtest.h>

#include "model/builder.h"
#include "support/nets.h"

namespace entente::model {
namespace {

TEST(PrintExpression, WritesAsAPersonWould) {
  Builder b("m", 10.0);
  const QuantityId q = b.AddQuantity("grievance[KOR,JPN]", b.Number(0));
  const ParameterId p = b.Param("p", 1.0);
  const IssueId x = b.Issue("x", {"low", "mid", "high"});
  ExpressionPool& e = b.pool();
  const auto print = [&](ExprId id) { return PrintExpression(b.model(), id); };
  const ExprId sum = e.Add(b.Number(0.2), b.Value(q));
  EXPECT_EQ(print(sum), "0.2 + grievance[KOR,JPN]");
  EXPECT_EQ(print(e.Multiply(b.Value(p), sum)), "p * (0.2 + grievance[KOR,JPN])");
  EXPECT_EQ(
      print(e.Binary(Op::kSubtract, b.Value(p), e.Binary(Op::kSubtract, b.Value(q), b.Value(p)))),
      "p - (grievance[KOR,JPN] - p)");
  EXPECT_EQ(print(b.In(x, {"low"})), "x is low");
  EXPECT_EQ(print(e.Unary(Op::kNot, b.In(x, {"low", "high"}))), "not x in {low, high}");
  EXPECT_EQ(print(e.Select(b.In(x, {"mid"}), b.Number(2), b.Value(p))), "2 if x is mid else p");
  EXPECT_EQ(print(b.ByState(x, {0, 1, 2})), "x.{low 0, mid 1, high 2}");
  EXPECT_EQ(print(e.Binary(Op::kMin, b.Value(p), sum)), "min(p, 0.2 + grievance[KOR,JPN])");
  EXPECT_EQ(print({}), "always");
}

TEST(PrintExpression, IsBoundedWhereNodesAreShared) {
  Builder b("m", 10.0);
  ExprId x = b.Value(b.AddQuantity("q", b.Number(0)));
  for (int i = 0; i < 200; ++i) x = b.pool().Add(x, x);  // 2^200 leaves when written out
  EXPECT_LE(PrintExpression(b.model(), x, 100).size(), 110u);
}

TEST(PrintExpression, SurvivesDeepChains) {
  Builder b("m", 10.0);
  ExprId x = b.Value(b.AddQuantity("q", b.Number(0)));
  for (int i = 0; i < 100'000; ++i) x = b.pool().Unary(Op::kNegate, x);
  EXPECT_FALSE(PrintExpression(b.model(), x, 1'000'000).empty());
}

TEST(DumpModel, NamesEveryElement) {
  const Model model = testing::Net4();
  const std::string text = DumpModel(model);
  const std::string json = DumpModelJson(model);
  for (const std::string name : {"net4", "x0", "x3.s2->s3", "all_top", "0.8"}) {
    EXPECT_NE(text.find(name), std::string::npos) << name;
    EXPECT_NE(json.find(name), std::string::npos) << name;
  }
  EXPECT_NE(text.find("  - name: x0\n    states:"), std::string::npos) << text.substr(0, 800);
}

}  // namespace
}  // namespace entente::model
