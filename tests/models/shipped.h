// What the tests of the shipped models share: compiling one by name and running it.
#ifndef ENTENTE_TESTS_MODELS_SHIPPED_H_
#define ENTENTE_TESTS_MODELS_SHIPPED_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/run.h"
#include "language/compile.h"
#include "model/apply_policies.h"

namespace entente {

inline const std::vector<std::string>& ShippedModels() {
  static const std::vector<std::string> names = {
      "birth_death", "cuba_1962", "hawkes_pair",      "japan_korea_dyad",
      "net24",       "net4",      "northeast_asia", "two_rivals"};
  return names;
}

// The checked model of models/NAME; a failed expectation and an empty model if it has errors.
inline model::Model Shipped(const std::string& name) {
  auto compiled = language::Compile(std::string(ENTENTE_SOURCE_DIR) + "/models/" + name);
  EXPECT_TRUE(compiled.has_value() && compiled->ok()) << name;
  return compiled && compiled->ok() ? std::move(*compiled->model) : model::Model{};
}

inline model::Model Under(const model::Model& model, const std::vector<std::string>& policies) {
  auto changed = model::Apply(model, policies);
  EXPECT_TRUE(changed.has_value()) << policies.front();
  return changed ? std::move(*changed) : model::Model{};
}

inline engine::RunResult RunWorlds(const model::Model& model, std::uint64_t worlds,
                                   std::uint64_t seed) {
  engine::RunOptions options;
  options.worlds = worlds;
  options.seed = seed;
  const auto result = engine::Run(model, options);
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  return result ? *result : engine::RunResult{};
}

// The summary of an outcome by name.
inline const engine::OutcomeSummary& Find(const model::Model& model,
                                          const engine::RunResult& result,
                                          const std::string& name) {
  static const engine::OutcomeSummary none;
  for (const engine::OutcomeSummary& summary : result.outcomes) {
    if (model.outcomes[summary.outcome.index()].provenance.name == name) return summary;
  }
  ADD_FAILURE() << "no outcome " << name;
  return none;
}

}  // namespace entente

#endif  // ENTENTE_TESTS_MODELS_SHIPPED_H_
