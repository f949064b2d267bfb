// What is made of a model before its first world: its plan, the tables of its priors, its native code.
#ifndef ENTENTE_ENGINE_RUN_PREPARED_MODEL_H_
#define ENTENTE_ENGINE_RUN_PREPARED_MODEL_H_

#include <memory>

#include "base/result.h"
#include "engine/native/native.h"
#include "engine/plan/plan.h"
#include "engine/run.h"
#include "engine/run/parameters.h"

namespace entente::engine {

// The tile width that suits a plan, unless somebody asked for another.
unsigned DefaultTileWidth(const Plan& plan);

// Fails for a tile that is too wide or a step factor outside (0, 1].
Result<void> CheckStepping(unsigned tile_width, double step_factor);

// Never changed once it is made, so that runs may share it, on several threads at once.
struct PreparedModel {
  // Of `options` it depends on the step factor, the tile's width and `native` alone. The model must
  // outlive it. Fails for a model that can not be run.
  static Result<std::shared_ptr<const PreparedModel>> Make(const model::Model& model,
                                                           const RunOptions& options);

  const model::Model& model;
  const Plan plan;
  const ParameterSampler sampler;
  unsigned width = 0;
  std::shared_ptr<const NativeCode> native;  // null: programs are interpreted
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_RUN_PREPARED_MODEL_H_
