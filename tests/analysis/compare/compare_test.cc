// Comparisons against exact solutions, the same bits for any threads, and regret by hand.
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/compare/compare.h"
#include "exact/exact.h"
#include "model/apply_policies.h"
#include "model/builder.h"

namespace entente::analysis {
namespace {

using model::Builder;
using model::Intervention;
using model::InterventionKind;

Intervention Scale(model::ChannelId channel, model::ExprId value) {
  Intervention change;
  change.kind = InterventionKind::kScaleChannel;
  change.channels = {channel};
  change.value = value;
  return change;
}

// Peace breaks at 0.5 a year and is mended at 1; `care` halves the breaking, `storm` doubles it. The
// rate of breaking is known to a factor if `uncertain`.
model::Model MakePeace(bool uncertain) {
  Builder b("peace", 730.0);
  const auto peace = b.Issue("peace", {"kept", "broken"});
  const auto rate = uncertain ? b.Param("rate", {model::PriorKind::kLognormal, 0.5 / 365, 0.7, 0.0})
                              : b.Param("rate", 0.5 / 365);
  const auto breaks = b.Rate(peace, "kept", "broken", b.Value(rate));
  b.Rate(peace, "broken", "kept", b.Number(1.0 / 365));
  const auto quake = b.Event("quake", b.Number(0.7 / 365));
  b.Ever("broken_once", b.In(peace, {"broken"}));
  b.Ask("kept_share", model::OutcomeKind::kShareOfTime, b.In(peace, {"kept"}));
  b.Count("quakes", {quake});
  b.Ask("broken_at_end", model::OutcomeKind::kValueAt, b.ByState(peace, {0.0, 1.0}));
  b.AddPolicy("care", {Scale(breaks, b.Number(0.5))});
  b.AddPolicy("mend", {});
  const auto storm = b.AddPolicy("storm", {Scale(breaks, b.Number(2.0))});
  b.model().policies[storm.index()].is_scenario = true;
  return b.Build();
}

CompareResult RunGrid(const model::Model& model, const CompareOptions& options,
                  const std::vector<std::vector<std::string>>& combinations) {
  const Result<CompareGrid> grid = GridOf(model, combinations, false);
  EXPECT_TRUE(grid.has_value());
  Result<CompareResult> result = Compare(model, *grid, options);
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  return result ? std::move(*result) : CompareResult{};
}

TEST(Compare, AgreesWithTheExactSolution) {
  const model::Model model = MakePeace(false);
  CompareOptions options;
  options.worlds = 40'000;
  const CompareResult result = RunGrid(model, options, {{"care"}, {"storm"}});
  ASSERT_EQ(result.grid.rows.size(), 2u);
  ASSERT_EQ(result.grid.columns.size(), 2u);
  for (std::size_t cell = 0; cell < 4; ++cell) {
    std::vector<std::string> names = result.grid.columns[cell % 2];
    for (const auto& name : result.grid.rows[cell / 2]) names.push_back(name);
    const auto changed = model::Apply(model, names);
    const auto base = model::Apply(model, cell < 2 ? std::vector<std::string>{}
                                                   : result.grid.columns[cell % 2]);
    ASSERT_TRUE(changed && base);
    const auto with = exact::Solve(*changed, {}), without = exact::Solve(*base, {});
    ASSERT_TRUE(with && without);
    for (std::size_t o = 0; o < model.outcomes.size(); ++o) {
      if (!with->outcomes[o].solved) continue;
      const CompareCell& one = result.outcomes[o].cells[cell];
      // 4 standard errors: 32 looks of which one in 500 fails by chance.
      const double truth = with->outcomes[o].estimate;
      EXPECT_NEAR(one.value.value, truth, 2.05 * (one.value.high - one.value.value) + 1e-12);
      if (cell == 0) continue;
      const double difference = truth - without->outcomes[o].estimate;
      const double half = 0.5 * (one.change.difference.high - one.change.difference.low);
      EXPECT_NEAR(one.change.difference.value, difference, 2.05 * half + 1e-9) << o << cell;
    }
  }
}

TEST(Compare, AnUntouchedOutcomeDoesNotDiffer) {
  const model::Model model = MakePeace(true);
  CompareOptions options;
  options.worlds = 2'000;
  const CompareResult result = RunGrid(model, options, {{"care"}, {"mend"}});
  const CompareCell& quakes = result.outcomes[2].cells[1];
  EXPECT_EQ(quakes.change.difference.value, 0.0);
  EXPECT_EQ(quakes.change.rose.value + quakes.change.fell.value, 0.0);
  EXPECT_EQ(quakes.survival, Survival::kNoDifference);
  EXPECT_TRUE(std::isinf(quakes.change.variance_ratio));
  // `mend` changes nothing at all.
  for (const OutcomeComparison& one : result.outcomes) {
    EXPECT_EQ(one.cells[2].change.difference.value, 0.0);
  }
  // Fewer breaks never break a peace that held: the change has one direction.
  const CompareCell& broken = result.outcomes[0].cells[1];
  EXPECT_GT(broken.change.fell.value, 0.05);
  EXPECT_EQ(broken.change.rose.value, 0.0);
  EXPECT_EQ(broken.survival, Survival::kSurvives);
  EXPECT_GT(broken.change.variance_ratio, 1.5);
}

TEST(Compare, IsTheSameForAnyThreadsAndTile) {
  const model::Model model = MakePeace(true);
  CompareOptions options;
  options.worlds = 3'000;
  options.threads = 1;
  const CompareResult one = RunGrid(model, options, {{"care", "storm"}});
  options.threads = 2;
  options.tile_width = 40;
  const CompareResult other = RunGrid(model, options, {{"care", "storm"}});
  for (std::size_t o = 0; o < one.outcomes.size(); ++o) {
    for (std::size_t cell = 0; cell < 4; ++cell) {
      const CompareCell& a = one.outcomes[o].cells[cell];
      const CompareCell& b = other.outcomes[o].cells[cell];
      EXPECT_EQ(a.value.value, b.value.value);
      EXPECT_EQ(a.change.difference.low, b.change.difference.low);
      EXPECT_TRUE(a.change.agreement.low == b.change.agreement.low);
    }
    EXPECT_EQ(one.outcomes[o].lower_better[1].largest.high,
              other.outcomes[o].lower_better[1].largest.high);
  }
}

TEST(Compare, SortsPoliciesFromScenarios) {
  const model::Model model = MakePeace(false);
  const auto grid = GridOf(model, {{"care", "storm"}, {"mend"}, {"care"}}, true);
  ASSERT_TRUE(grid.has_value());
  const std::vector<std::vector<std::string>> rows = {{}, {"care"}, {"mend"}, {"care", "mend"}};
  const std::vector<std::vector<std::string>> columns = {{}, {"storm"}};
  EXPECT_EQ(grid->rows, rows);
  EXPECT_EQ(grid->columns, columns);
  const auto wrong = GridOf(model, {{"cares"}}, false);
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(wrong.error().message.find("care"), std::string::npos);
}

TEST(Compare, RefusesWhatCanNotBeAsked) {
  const model::Model model = MakePeace(false);
  const CompareGrid grid = *GridOf(model, {{"care"}}, false);
  CompareOptions options;
  options.worlds_per_draw = 3;
  EXPECT_FALSE(Compare(model, grid, options).has_value());
  options.worlds_per_draw = 2;
  options.worlds = 0;
  EXPECT_FALSE(Compare(model, grid, options).has_value());
}

// Two choices, two scenarios, no noise: regrets are differences.
TEST(Regret, IsTheDistanceToTheBestOfEachScenario) {
  BatchSums sums(2, 2);
  const double values[2][2] = {{1.0, 5.0}, {2.0, 3.0}};
  for (std::size_t draw = 0; draw < 64; ++draw) {
    for (std::size_t r = 0; r < 2; ++r) {
      for (std::size_t c = 0; c < 2; ++c) sums.AddDraw(r, c, draw, &values[r][c], 1);
    }
  }
  const std::vector<Regret> lower = Regrets(sums, true, 0.95);
  EXPECT_DOUBLE_EQ(lower[0].largest.value, 2.0);
  EXPECT_DOUBLE_EQ(lower[0].expected.value, 1.0);
  EXPECT_DOUBLE_EQ(lower[1].largest.value, 1.0);
  EXPECT_DOUBLE_EQ(lower[1].expected.value, 0.5);
  EXPECT_NEAR(lower[0].largest.high, 2.0, 1e-9);
  const std::vector<Regret> higher = Regrets(sums, false, 0.95);
  EXPECT_DOUBLE_EQ(higher[0].largest.value, 1.0);
  EXPECT_DOUBLE_EQ(higher[1].largest.value, 2.0);
}

}  // namespace
}  // namespace entente::analysis
