// Every shipped model compiles without a word from the checker and runs without a failed world, and
// no quantity of it lives at the edge of its range.
#include "models/shipped.h"

namespace entente {
namespace {

class ShippedModel : public testing::TestWithParam<std::string> {};

TEST_P(ShippedModel, CompilesWithoutWarnings) {
  const auto compiled =
      language::Compile(std::string(ENTENTE_SOURCE_DIR) + "/models/" + GetParam());
  ASSERT_TRUE(compiled.has_value());
  EXPECT_TRUE(compiled->ok());
  EXPECT_TRUE(compiled->diagnostics.all().empty());
}

TEST_P(ShippedModel, RunsWithoutFailuresAndClamps) {
  const engine::RunResult result = RunWorlds(Shipped(GetParam()), 512, 7);
  EXPECT_EQ(result.worlds, 512U);
  EXPECT_EQ(result.failed, 0U);
  EXPECT_FALSE(result.outcomes.empty());
  for (const engine::NoticeSummary& notice : result.notices) {
    EXPECT_LT(notice.worlds, 26U) << notice.what;  // 5 %
  }
}

INSTANTIATE_TEST_SUITE_P(Models, ShippedModel, testing::ValuesIn(ShippedModels()),
                         [](const auto& model) { return model.param; });

}  // namespace
}  // namespace entente
