#include "inference/linkages/linkages.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "language/compile.h"

namespace entente::inference {
namespace {

model::Model Shipped(const std::string& name) {
  auto compiled = language::Compile(std::string(ENTENTE_SOURCE_DIR) + "/models/" + name);
  EXPECT_TRUE(compiled.has_value() && compiled->ok()) << name;
  return std::move(*compiled->model);
}

std::size_t Named(const model::Model& model, const DeclaredLinkages& declared,
                  const std::string& name) {
  for (std::size_t l = 0; l < declared.linkages.size(); ++l) {
    if (model.linkages[declared.linkages[l].linkage.index()].provenance.name == name) return l;
  }
  ADD_FAILURE() << name;
  return 0;
}

TEST(LinkagesOf, ReadsKindsStrengthsAndHalfLivesFromTheModel) {
  const model::Model model = Shipped("hawkes_pair");
  const DeclaredLinkages declared = LinkagesOf(model);
  ASSERT_EQ(declared.linkages.size(), 3U);
  const DeclaredLinkage& reply = declared.linkages[Named(model, declared, "reply_of_d")];
  EXPECT_TRUE(reply.raises);
  EXPECT_NEAR(reply.strength, 1.0, 1e-12);
  EXPECT_NEAR(reply.half_life_days, 0.34657359027997264 * 365.2425, 1e-9);
  ASSERT_EQ(reply.arcs.size(), 1U);
  EXPECT_EQ(NameOf(model, declared.classes[reply.arcs[0].first]), "hostile C -> D, security");
  EXPECT_EQ(NameOf(model, declared.classes[reply.arcs[0].second]), "hostile D -> C, security");
}

TEST(LinkagesOf, KeepsTracksApartAndPoolsThemOnRequest) {
  const model::Model model = Shipped("japan_korea_dyad");
  const DeclaredLinkages declared = LinkagesOf(model);
  const DeclaredLinkage& trade = declared.linkages[Named(model, declared, "history_to_economy")];
  EXPECT_FALSE(trade.raises);
  EXPECT_NEAR(trade.strength, 0.3, 1e-12);
  EXPECT_EQ(trade.arcs.size(), 4U);  // each side's rebukes on each side's steps
  for (const auto& [from, to] : trade.arcs) {
    EXPECT_TRUE(declared.classes[from].hostile);
    EXPECT_FALSE(declared.classes[to].hostile);
  }
  const DeclaredLinkages pooled = WithoutTracks(declared);
  EXPECT_EQ(pooled.classes.size(), 4U);  // two directions, two signs
  for (const DeclaredLinkage& linkage : pooled.linkages) {
    for (const auto& [from, to] : linkage.arcs) EXPECT_NE(from, to);
  }
  EXPECT_TRUE(pooled.linkages[Named(model, pooled, "grudge")].arcs.empty());
}

// Two sides; hostile acts of each are answered (0.4 bred by each), dealings are not touched by
// them.
TEST(FitLinkages, FindsTheLinkageThatIsThereAndNotTheOther) {
  DeclaredLinkages declared;
  const model::ActorId a(0), b(1);
  declared.classes = {{a, b, {}, true}, {b, a, {}, true}, {a, b, {}, false}, {b, a, {}, false}};
  const double half_life = 20.0;
  const double decay = std::numbers::ln2 / half_life;
  declared.linkages = {
      {model::LinkageId(0), true, 0.5, half_life, {{0, 1}, {1, 0}}},
      {model::LinkageId(1), false, 0.3, half_life, {{0, 2}, {1, 3}}},
      {model::LinkageId(2), true, 0.3, half_life, {}},
  };
  DailyModel truth;
  truth.dimensions = 4;
  truth.law.links = {{decay, {{0, 1}, {1, 0}}}};
  truth.base = {0.15, 0.15, 0.5, 0.5};
  truth.strengths = {0.4 * decay / 0.15};
  truth.sizes = {2.0, 2.0, 2.0, 2.0};
  const std::size_t days = 3'000;
  Stream stream(71, "linkages");
  DailyActs acts = DailyActs::Make(4, days);
  acts.counts = SimulateDaily(truth, DailyActs::Make(4, 0), days, 1, stream);
  std::vector<std::size_t> years;
  for (std::size_t d = 0; d < days; ++d) years.push_back(d / 365);

  const auto report = FitLinkages(declared, acts, years, {});
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_EQ(report->findings.size(), 3U);
  const LinkageFinding& answered = report->findings[0];
  EXPECT_EQ(VerdictOf(answered), "raises");
  EXPECT_LT(answered.strength.low, truth.strengths[0]);
  EXPECT_GT(answered.strength.high, truth.strengths[0]);
  EXPECT_LT(answered.strength.p_value, 0.001);
  EXPECT_NEAR(answered.bred, 0.4, 0.2);
  EXPECT_EQ(VerdictOf(report->findings[1]), "undecided");
  EXPECT_EQ(VerdictOf(report->findings[2]), "untested");
  EXPECT_EQ(report->findings[2].why_not, "no act of the model feeds it");

  // Too few acts: said, not guessed.
  LinkageSettings strict;
  strict.fewest_acts = 1e6;
  const auto none = FitLinkages(declared, acts, years, strict);
  ASSERT_TRUE(none);
  EXPECT_NE(none->findings[0].why_not.find("fewer than 1000000 acts"), std::string::npos);
  EXPECT_FALSE(FitLinkages(declared, acts, years, {}, [](std::size_t) { return false; }));
}

}  // namespace
}  // namespace entente::inference
