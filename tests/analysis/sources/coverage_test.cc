// Coverage of models whose citations are known because the test wrote them.
#include "analysis/sources/coverage.h"

#include <gtest/gtest.h>

#include "model/builder.h"

namespace entente::analysis {
namespace {

const CoveredElement* Find(const Coverage& coverage, ElementKind kind, const std::string& name) {
  for (const CoveredElement& element : coverage.elements) {
    if (element.kind == kind && element.name == name) return &element;
  }
  return nullptr;
}

struct Fixture {
  model::Builder b{"sample", 100.0};
  model::IssueId pact;
  model::HappeningId ended;

  Fixture() {
    b.model().sources.push_back({"alpha", {{"author", "A"}}, {}});
    b.model().sources.push_back({"beta", {}, {}});
    b.model().sources.push_back({"unread", {}, {}});
    pact = b.Issue("pact", {"on", "off", "gone"});
    Cite(b.model().issues[pact.index()].provenance, 0, "s1");
    b.Rate(pact, "on", "off", b.Number(0.1));
    ended = b.Transition(pact, "on", "off");
    Cite(b[ended].provenance, 0, "s1");
  }
  static void Cite(model::Provenance& provenance, std::size_t source, const char* at) {
    provenance.citations.push_back({model::SourceId(source), at, ""});
  }
};

TEST(Coverage, CountsDeclarationsOnceWhateverTheyExpandTo) {
  Fixture f;
  for (const char* name : {"anger[A,B]", "anger[B,A]"}) {
    const model::QuantityId q = f.b.AddQuantity(name, f.b.Number(0.5), 0.0, 1.0);
    model::Provenance& provenance = f.b.model().quantities[q.index()].provenance;
    provenance.family = "anger";
    f.Cite(provenance, 1, "intro");
  }
  const Coverage coverage = CoverageOf(f.b.Build());
  const CoveredElement* anger = Find(coverage, ElementKind::kQuantity, "anger");
  ASSERT_NE(anger, nullptr);
  EXPECT_EQ(anger->instances, 2U);
  EXPECT_EQ(anger->citations.size(), 1U) << "the same citation twice is one";
  EXPECT_EQ(coverage.by_kind[static_cast<std::size_t>(ElementKind::kQuantity)].cited, 1U);
  ASSERT_EQ(coverage.sources.size(), 3U);
  EXPECT_EQ(coverage.sources[1].elements, 1U);
  ASSERT_EQ(coverage.sources[1].sections.size(), 1U);
  EXPECT_EQ(coverage.sources[1].sections[0].at, "intro");
  EXPECT_TRUE(coverage.sources[2].sections.empty());
}

TEST(Coverage, AWayOfAnIssueStandsAloneOnlyWithABasisOfItsOwn) {
  Fixture f;
  EXPECT_EQ(Find(CoverageOf(f.b.Build()), ElementKind::kTransition, "pact.on->off"), nullptr);
  f.b[f.ended].provenance.citations.clear();
  f.b[f.ended].provenance.judgement = "guessed";
  const Coverage coverage = CoverageOf(f.b.Build());
  const CoveredElement* way = Find(coverage, ElementKind::kTransition, "pact.on->off");
  ASSERT_NE(way, nullptr);
  EXPECT_EQ(way->basis(), Basis::kJudgement);
}

TEST(Coverage, NamesWhatHasNeitherAndAsksNothingOfQuestions) {
  Fixture f;
  f.b.Param("bare", 1.0);
  const model::ParameterId judged = f.b.Param("judged", 2.0);
  f.b.model().parameters[judged.index()].provenance.judgement = "because";
  f.b.AddActor("A");
  f.b.Ever("lost", f.b.In(f.pact, {"off"}));
  const Coverage coverage = CoverageOf(f.b.Build());
  ASSERT_EQ(coverage.uncited.size(), 1U) << "neither actors nor outcomes need a basis";
  EXPECT_EQ(coverage.elements[coverage.uncited[0]].name, "bare");
  EXPECT_EQ(coverage.total.cited, 1U);
  EXPECT_EQ(coverage.total.judgement, 1U);
  EXPECT_EQ(coverage.total.neither, 1U);
}

TEST(Coverage, CountsClaimsApart) {
  Fixture f;
  model::Claim claim;
  claim.provenance.name = claim.provenance.family = "thesis";
  f.Cite(claim.provenance, 0, "s1");
  f.Cite(claim.provenance, 0, "s2");
  f.b.model().claims.push_back(claim);
  const Coverage coverage = CoverageOf(f.b.model());
  EXPECT_EQ(coverage.sources[0].elements, 1U);
  EXPECT_EQ(coverage.sources[0].claims, 1U);
  ASSERT_EQ(coverage.sources[0].sections.size(), 2U);
  EXPECT_EQ(coverage.sources[0].sections[0].elements.size(), 2U);
}

}  // namespace
}  // namespace entente::analysis
