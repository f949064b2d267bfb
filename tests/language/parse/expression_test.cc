#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "language/read_text.h"

namespace entente::language {
namespace {

struct Case {
  std::string text;
  std::string dump;
};

class ExpressionTest : public testing::TestWithParam<Case> {};

TEST_P(ExpressionTest, ReadsAs) { EXPECT_EQ(DumpOfExpression(GetParam().text), GetParam().dump); }

INSTANTIATE_TEST_SUITE_P(
    Precedence, ExpressionTest,
    testing::Values(
        Case{"1 + 2 * 3", "(+ 1 (* 2 3))"}, Case{"(1 + 2) * 3", "(* (+ 1 2) 3)"},
        Case{"1 - 2 - 3", "(- (- 1 2) 3)"}, Case{"8 / 4 / 2", "(/ (/ 8 4) 2)"},
        Case{"2 ^ 3 ^ 2", "(^ 2 (^ 3 2))"}, Case{"-2 ^ 2", "(- (^ 2 2))"},
        Case{"2 ^ -1", "(^ 2 (- 1))"}, Case{"2 * -x", "(* 2 (- x))"}, Case{"+6", "6"},
        Case{"a or b and not c", "(or a (and b (not c)))"},
        Case{"not a is b", "(not (is a b))"}, Case{"not not a", "(not (not a))"},
        Case{"a + 1 < b * 2", "(< (+ a 1) (* b 2))"}, Case{"a == b", "(= a b)"},
        Case{"a = b", "(= a b)"}, Case{"a != b", "(!= a b)"},
        Case{"a if b else c if d else e", "(if b a (if d c e))"},
        Case{"a + b if c or d else e", "(if (or c d) (+ a b) e)"}));

INSTANTIATE_TEST_SUITE_P(
    Units, ExpressionTest,
    testing::Values(
        Case{"0.3 per year", "(per-year 0.3)"}, Case{"0.05 per sqrt year", "(per-sqrt-year 0.05)"},
        Case{"18 months", "(month 18)"}, Case{"1 day + 2 weeks", "(+ (day 1) (week 2))"},
        Case{"60 % * x", "(* (percent 60) x)"}, Case{"5 % per month", "(per-month (percent 5))"},
        Case{"2 * x per year", "(* 2 (per-year x))"}, Case{"(a + b) per day", "(per-day (+ a b))"},
        Case{"-0.02 per year", "(- (per-year 0.02))"},
        Case{"1 / 3 per year", "(/ 1 (per-year 3))"}));

INSTANTIATE_TEST_SUITE_P(
    Names, ExpressionTest,
    testing::Values(
        Case{"trust[a, KOR]", "trust[a KOR]"}, Case{"a.sea_lanes", "(. a sea_lanes)"},
        Case{"leader[a].nationalism + 1", "(+ (. leader[a] nationalism) 1)"},
        Case{"f[g[a], 1 + 2]", "f[g[a] (+ 1 2)]"}, Case{"2020-02-29", "2020-02-29"},
        Case{"true", "true"}, Case{"rate * time", "(* rate time)"}));

INSTANTIATE_TEST_SUITE_P(
    States, ExpressionTest,
    testing::Values(
        Case{"gsomia is notice", "(is gsomia notice)"},
        Case{"gsomia is not notice", "(is-not gsomia notice)"},
        Case{"gsomia is in force", "(is gsomia in_force)"},
        Case{"gsomia is not in force", "(is-not gsomia in_force)"},
        Case{"nts[x] is open and y", "(and (is nts[x] open) y)"},
        Case{"x in { p, q }", "(in x {p q})"}, Case{"x is in { p, q }", "(in x {p q})"},
        Case{"x not in spokes", "(not-in x spokes)"},
        Case{"x is not in { p }", "(not-in x {p})"},
        Case{"x in { y in s where y != z }", "(in x {y in s where (!= y z)})"}));

INSTANTIATE_TEST_SUITE_P(
    Calls, ExpressionTest,
    testing::Values(
        Case{"max(0, 1 - x)", "(call max 0 (- 1 x))"}, Case{"exp(x)", "(call exp x)"},
        Case{"min(a)", "(call min a)"}, Case{"f()", "(call f)"},
        Case{"sum (x in s) f[x] * 2 + 1", "(+ (sum (for (in x s)) (* f[x] 2)) 1)"},
        Case{"mean(x, y in s where x != y) f[x, y]",
             "(mean (for (in x y s) (where (!= x y))) f[x y])"},
        Case{"any (x in s) f[x] > 1 or b", "(or (any (for (in x s)) (> f[x] 1)) b)"},
        Case{"count (x in s where f[x] > 1) / 2",
             "(/ (count (for (in x s) (where (> f[x] 1)))) 2)"},
        Case{"all (x in { a, b }) g[x] is open", "(all (for (in x {a b})) (is g[x] open))"}));

INSTANTIATE_TEST_SUITE_P(
    Clocks, ExpressionTest,
    testing::Values(
        Case{"time in notice", "(time-in notice)"},
        Case{"time in notice of gsomia", "(time-in notice gsomia)"},
        Case{"time since rebuke[KOR, JPN] > 1 year", "(> (time-since rebuke[KOR JPN]) (year 1))"},
        Case{"time since gsomia -> notice", "(time-since (arc-of gsomia (to notice)))"},
        Case{"time until election of KOR", "(time-until-election KOR)"},
        Case{"season(08-10 to 08-20: 2, else 1)", "(season (from 08-10 08-20 2) (else 1))"},
        Case{"heat[a, b, t] - goodwill[a, b, all]", "(- (heat a b t) (goodwill a b all))"},
        Case{"max(intensity of hostile acts a -> b about economy, 2)",
             "(call max (intensity (acts hostile a->b (about economy))) 2)"},
        Case{"rate of x -> y while z is open < 0.5 * rate of x -> y while q",
             "(< (rate-of (arc-of x (to y)) (while (is z open))) (* 0.5 (rate-of (arc-of x (to y)) "
             "(while q))))"}));

TEST(ExpressionSpanTest, PointsAtTheWholeExpression) {
  const ReadText read("define x = a + b * c");
  ASSERT_EQ(read.report, "");
  const auto& define = std::get<syntax::DefineDecl>(read.tree.declarations[0].node);
  EXPECT_EQ(read.sources.Text(read.tree.at(define.value).span), "a + b * c");
}

TEST(ExpressionSpanTest, OperandsPrecedeTheirParents) {
  const ReadText read("define x = a * (b + c) if max(d, e) > 1 else f.g");
  for (std::size_t i = 0; i < read.tree.expressions.size(); ++i) {
    if (const auto* binary = std::get_if<syntax::BinaryExpr>(&read.tree.expressions[i].node)) {
      EXPECT_LT(binary->left.index(), i);
      EXPECT_LT(binary->right.index(), i);
    }
  }
}

TEST(ExpressionErrorTest, OneMessageEach) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"define x = 1 < 2 < 3", "syntax-error"},
      {"define x = (1 + 2", "unclosed-bracket"},
      {"define x = 1 +", "syntax-error"},
      {"define x = * 2", "syntax-error"},
      {"define x = 0.5 per yaer", "unknown-keyword"},
      {"define x = f[1, 2", "syntax-error"},
      {"define x = 10-12", "syntax-error"},
      {"define x = \"text\"", "syntax-error"},
      {"define x = a if b", "syntax-error"},
      {"define x = a is", "syntax-error"},
      {"define x = while", "syntax-error"},
  };
  for (const auto& [text, kind] : cases) {
    EXPECT_EQ(ReadText(text).kinds, std::vector<std::string>{kind}) << text;
  }
}

}  // namespace
}  // namespace entente::language
