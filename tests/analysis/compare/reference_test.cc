// On the reference model a mild policy is seen with far fewer worlds when worlds are paired.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/compare/compare.h"
#include "language/compile.h"

namespace entente::analysis {
namespace {

TEST(CompareReference, PairingSavesWorldsForAMildPolicy) {
  const auto compiled =
      language::Compile(std::string(ENTENTE_SOURCE_DIR) + "/models/northeast_asia");
  ASSERT_TRUE(compiled.has_value());
  ASSERT_TRUE(compiled->model.has_value());
  const model::Model& model = *compiled->model;
  // Culture, travel and business first: shifts one quantity's target.
  const auto grid = GridOf(model, {{"people_first"}}, false);
  ASSERT_TRUE(grid.has_value());
  CompareOptions options;
  options.worlds = 1'024;
  const auto result = Compare(model, *grid, options);
  ASSERT_TRUE(result.has_value()) << result.error().message;
  std::vector<double> ratios;
  for (const OutcomeComparison& one : result->outcomes) {
    const double ratio = one.cells[1].change.variance_ratio;
    if (std::isfinite(ratio)) ratios.push_back(ratio);
    EXPECT_GE(ratio, 5.0) << model.outcomes[one.outcome.index()].provenance.name;
  }
  ASSERT_GE(ratios.size(), 10u);
  std::sort(ratios.begin(), ratios.end());
  EXPECT_GE(ratios[ratios.size() / 2], 50.0);
}

}  // namespace
}  // namespace entente::analysis
