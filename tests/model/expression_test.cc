#include "model/expression.h"

#include <gtest/gtest.h>

#include <cmath>

namespace entente::model {
namespace {

TEST(ExpressionPool, SharesEqualNodes) {
  ExpressionPool pool;
  const ExprId a = pool.Leaf(Op::kQuantity, 3);
  const ExprId b = pool.Leaf(Op::kQuantity, 4);
  EXPECT_EQ(pool.Add(a, b), pool.Add(pool.Leaf(Op::kQuantity, 3), b));
  EXPECT_NE(pool.Add(a, b), pool.Multiply(a, b));
  EXPECT_NE(pool.Leaf(Op::kQuantity, 3), pool.Leaf(Op::kParameter, 3));
  EXPECT_NE(pool.IssueIn(IssueId(0), 1), pool.IssueIn(IssueId(0), 2));
  EXPECT_NE(pool.StateValue(IssueId(0), StateTableId(0)),
            pool.StateValue(IssueId(0), StateTableId(1)));
}

TEST(ExpressionPool, KeepsTheFirstPlace) {
  ExpressionPool pool;
  const SourceSpan first{FileId(0), 1, 2};
  const ExprId id = pool.Leaf(Op::kQuantity, 0, first);
  EXPECT_EQ(pool.Leaf(Op::kQuantity, 0, SourceSpan{FileId(0), 7, 9}), id);
  EXPECT_EQ(pool[id].span.begin, 1u);
}

TEST(ExpressionPool, TellsTheZerosApart) {
  ExpressionPool pool;
  EXPECT_NE(pool.Constant(0.0), pool.Constant(-0.0));
}

TEST(ExpressionPool, FoldsExactArithmetic) {
  ExpressionPool pool;
  const auto constant = [&](double value) { return pool.Constant(value); };
  const auto folded = [&](Op op, double a, double b) {
    const ExprId id = pool.Binary(op, constant(a), constant(b));
    EXPECT_TRUE(pool.IsConstant(id)) << OpName(op);
    return pool.ConstantValue(id);
  };
  EXPECT_EQ(folded(Op::kAdd, 0.1, 0.2), 0.1 + 0.2);
  EXPECT_EQ(folded(Op::kSubtract, 0.1, 0.2), 0.1 - 0.2);
  EXPECT_EQ(folded(Op::kMultiply, 0.1, 0.2), 0.1 * 0.2);
  EXPECT_EQ(folded(Op::kDivide, 1.0, 3.0), 1.0 / 3.0);
  EXPECT_EQ(folded(Op::kMin, 1.0, 3.0), 1.0);
  EXPECT_EQ(folded(Op::kMax, 1.0, 3.0), 3.0);
  EXPECT_EQ(folded(Op::kLess, 1.0, 3.0), 1.0);
  EXPECT_EQ(folded(Op::kLessEqual, 3.0, 1.0), 0.0);
  EXPECT_EQ(folded(Op::kEqual, 3.0, 3.0), 1.0);
  EXPECT_EQ(folded(Op::kNotEqual, 3.0, 3.0), 0.0);
  EXPECT_EQ(folded(Op::kAnd, 1.0, 0.0), 0.0);
  EXPECT_EQ(folded(Op::kOr, 1.0, 0.0), 1.0);
}

TEST(ExpressionPool, LeavesTheKernelsFunctionsToTheKernel) {
  ExpressionPool pool;
  EXPECT_FALSE(pool.IsConstant(pool.Unary(Op::kExp, pool.Constant(1.0))));
  EXPECT_FALSE(pool.IsConstant(pool.Unary(Op::kLog, pool.Constant(1.0))));
  EXPECT_FALSE(pool.IsConstant(pool.Binary(Op::kPower, pool.Constant(2.0), pool.Constant(0.5))));
}

TEST(ExpressionPool, LeavesFaultsToTheWorldThatMeetsThem) {
  ExpressionPool pool;
  EXPECT_FALSE(pool.IsConstant(pool.Binary(Op::kDivide, pool.Constant(0.0), pool.Constant(0.0))));
  EXPECT_FALSE(pool.IsConstant(pool.Binary(Op::kDivide, pool.Constant(1.0), pool.Constant(0.0))));
}

TEST(ExpressionPool, DropsNeutralElements) {
  ExpressionPool pool;
  const ExprId x = pool.Leaf(Op::kQuantity, 0);
  const ExprId zero = pool.Constant(0.0), one = pool.Constant(1.0);
  EXPECT_EQ(pool.Add(x, zero), x);
  EXPECT_EQ(pool.Add(zero, x), x);
  EXPECT_EQ(pool.Binary(Op::kSubtract, x, zero), x);
  EXPECT_EQ(pool.Multiply(x, one), x);
  EXPECT_EQ(pool.Multiply(one, x), x);
  EXPECT_EQ(pool.Binary(Op::kDivide, x, one), x);
  // x * 0 is not 0 where x is not finite: the product stays.
  EXPECT_FALSE(pool.IsConstant(pool.Multiply(x, zero)));
}

TEST(ExpressionPool, SimplifiesTruthsOnlyWhereTheyAreTruths) {
  ExpressionPool pool;
  const ExprId truth = pool.IssueIn(IssueId(0), 1);
  const ExprId number = pool.Leaf(Op::kQuantity, 0);
  const auto negated = [&](ExprId id) { return pool.Unary(Op::kNot, id); };
  EXPECT_EQ(negated(negated(truth)), truth);
  EXPECT_NE(negated(negated(number)), number);
  EXPECT_EQ(pool.And(truth, pool.Constant(1.0)), truth);
  EXPECT_NE(pool.And(number, pool.Constant(1.0)), number);
  EXPECT_EQ(pool.ConstantValue(pool.And(number, pool.Constant(0.0))), 0.0);
}

TEST(ExpressionPool, SelectsByConstants) {
  ExpressionPool pool;
  const ExprId x = pool.Leaf(Op::kQuantity, 0), y = pool.Leaf(Op::kQuantity, 1);
  EXPECT_EQ(pool.Select(pool.Constant(1.0), x, y), x);
  EXPECT_EQ(pool.Select(pool.Constant(0.0), x, y), y);
  EXPECT_EQ(pool.Select(pool.IssueIn(IssueId(0), 1), x, x), x);
}

TEST(ExpressionPool, AnInvalidGuardMeansAlways) {
  ExpressionPool pool;
  const ExprId truth = pool.IssueIn(IssueId(0), 1);
  EXPECT_EQ(pool.And({}, truth), truth);
  EXPECT_EQ(pool.And(truth, {}), truth);
  EXPECT_FALSE(pool.And({}, {}).valid());
}

}  // namespace
}  // namespace entente::model
