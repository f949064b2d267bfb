#include "engine/run/prepared_model.h"

#include <fmt/format.h>

#include <utility>

#include "engine/run/tile.h"

namespace entente::engine {
namespace {

// A tile of worlds that jump more than they drift should fit the cache.
constexpr unsigned kMovingWidth = 32;
constexpr unsigned kJumpingWidth = 8;

}  // namespace

unsigned DefaultTileWidth(const Plan& plan) { return plan.moving ? kMovingWidth : kJumpingWidth; }

Result<void> CheckStepping(unsigned tile_width, double step_factor) {
  if (tile_width > kMaxTileWidth) {
    return Fail(fmt::format("a tile of {} worlds was asked for; the widest has {}", tile_width,
                            kMaxTileWidth));
  }
  if (!(step_factor > 0.0 && step_factor <= 1.0)) {
    return Fail(fmt::format("the step factor {} is not in (0, 1]", step_factor));
  }
  return {};
}

Result<std::shared_ptr<const PreparedModel>> PreparedModel::Make(const model::Model& model,
                                                                 const RunOptions& options) {
  if (const Result<void> fine = CheckStepping(options.tile_width, options.step_factor); !fine) {
    return tl::unexpected(fine.error());
  }
  Result<Plan> plan = MakePlan(model, options.step_factor);
  if (!plan) return tl::unexpected(plan.error());
  Result<ParameterSampler> sampler = ParameterSampler::Make(model);
  if (!sampler) return tl::unexpected(sampler.error());
  const auto prepared = std::make_shared<PreparedModel>(
      PreparedModel{model, std::move(*plan), std::move(*sampler), options.tile_width, nullptr});
  if (prepared->width == 0) prepared->width = DefaultTileWidth(prepared->plan);
  if (options.native) prepared->native = CompileNative(prepared->plan, PaddedWidth(prepared->width));
  return prepared;
}

}  // namespace entente::engine
