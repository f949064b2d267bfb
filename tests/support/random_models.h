// Small random models that the exact solver can hold, for comparing solvers with one another. The
// same seed gives the same model on every machine.
#ifndef ENTENTE_TESTS_SUPPORT_RANDOM_MODELS_H_
#define ENTENTE_TESTS_SUPPORT_RANDOM_MODELS_H_

#include <cstdint>

#include "model/model.h"

namespace entente::testing {

struct RandomModelOptions {
  bool effects = true;    // events, effects, reactions, conditions, branches by probability
  bool decisions = true;  // choices at random occasions
  bool dates = true;      // dated triggers, a chance and a dated policy that is applied
};

// 2–4 issues of 2–4 states with random arcs; rates that depend on the states of other issues by
// factors, additions, tables and guards; by options also events with effects, `upon` reactions,
// conditions, decisions, dated triggers and chances. Horizon 4–10 days. One outcome of each kind:
// ever, time to, count, mean, share of time, value at, max, min, over random windows.
model::Model RandomModel(std::uint64_t seed, const RandomModelOptions& options = {});

}  // namespace entente::testing

#endif  // ENTENTE_TESTS_SUPPORT_RANDOM_MODELS_H_
