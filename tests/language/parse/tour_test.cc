// Every construct of the language, in one model that is read whole.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "language/read_text.h"

namespace entente::language {
namespace {

constexpr const char* kTour = "tests/data/language_tour.ent";

TEST(TourTest, HasNoSyntaxError) {
  const ReadText read(FileText(kTour));
  EXPECT_EQ(read.report, "");
  EXPECT_GT(read.tree.declarations.size(), 80U);
}

// The dump was read against the text by hand once; it changes only when the language does.
TEST(TourTest, ReadsAsBefore) {
  ExpectFile("tests/data/language_tour.syntax", ReadText(FileText(kTour)).dump + "\n");
}

TEST(TourTest, HasEveryKindOfDeclarationAndExpression) {
  const ReadText read(FileText(kTour));
  std::set<std::size_t> declarations;
  for (const syntax::Decl& decl : read.tree.declarations) declarations.insert(decl.node.index());
  EXPECT_EQ(declarations.size(), std::variant_size_v<decltype(syntax::Decl::node)>);
  std::set<std::size_t> expressions;
  for (const syntax::Expr& expr : read.tree.expressions) expressions.insert(expr.node.index());
  EXPECT_EQ(expressions.size(), std::variant_size_v<decltype(syntax::Expr::node)> - 1)
      << "all but ErrorExpr";
}

TEST(TourTest, SpansLieInTheTextAndNest) {
  const ReadText read(FileText(kTour));
  const std::size_t size = read.sources.file(read.file).text().size();
  for (const syntax::Decl& decl : read.tree.declarations) {
    EXPECT_LT(decl.span.begin, decl.span.end);
    EXPECT_LE(decl.span.end, size);
  }
  for (const syntax::Expr& expr : read.tree.expressions) {
    EXPECT_TRUE(expr.span.valid());
    EXPECT_LE(expr.span.begin, expr.span.end);
    EXPECT_LE(expr.span.end, size);
  }
}

TEST(TourTest, DocCommentsReachTheirDeclaration) {
  const ReadText read("/// One.\n/// Two.\n// aside\nactor A\nactor B");
  EXPECT_EQ(read.tree.declarations[0].annotations.doc, "One.\nTwo.");
  EXPECT_EQ(read.tree.declarations[1].annotations.doc, "");
}

TEST(TourTest, CitationsOnAnArcsLineAreTheArcs) {
  const ReadText read(
      "issue i {\n  states a, b  starts a\n  a -> b rate 1 per year cite s\n  cite t\n}");
  ASSERT_EQ(read.report, "");
  const auto& issue = std::get<syntax::IssueDecl>(read.tree.declarations[0].node);
  ASSERT_EQ(issue.arcs[0].annotations.citations.size(), 1U);
  EXPECT_EQ(issue.arcs[0].annotations.citations[0].source.text, "s");
  ASSERT_EQ(read.tree.declarations[0].annotations.citations.size(), 1U);
  EXPECT_EQ(read.tree.declarations[0].annotations.citations[0].source.text, "t");
}

TEST(TourTest, KeywordsAreNamesWhereNothingElseCanBe) {
  EXPECT_EQ(DumpOf("issue rate { states on, by, to  starts on  on -> by rate rate  by -> to on "
                   "2020-01-01 }"),
            "(issue rate\n  (state on)\n  (state by)\n  (state to)\n  (starts on)\n"
            "  (arc (from on) (to by) (rate rate))\n  (arc (from by) (to to) (on 2020-01-01)))");
}

}  // namespace
}  // namespace entente::language
