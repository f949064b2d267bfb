// Runs a test body once for every SIMD target that was compiled and that this machine has.
#ifndef ENTENTE_TESTS_ENGINE_KERNELS_TARGETS_H_
#define ENTENTE_TESTS_ENGINE_KERNELS_TARGETS_H_

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <cstdint>
#include <vector>

#include "engine/kernels/math.h"

namespace entente::engine {

template <typename Body>
void ForEachTarget(const Body& body) {
  std::vector<std::int64_t> targets;
  for (std::int64_t rest = hwy::SupportedTargets(); rest != 0; rest &= rest - 1) {
    targets.push_back(rest & -rest);
  }
  std::vector<const MathKernels*> seen;
  for (const std::int64_t target : targets) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    const MathKernels* const table = &MathForChosenTarget();
    bool is_new = true;  // a target that was not compiled falls back to another
    for (const MathKernels* const other : seen) is_new = is_new && other != table;
    seen.push_back(table);
    if (!is_new) continue;
    SCOPED_TRACE(table->target);
    body();
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace entente::engine

#endif  // ENTENTE_TESTS_ENGINE_KERNELS_TARGETS_H_
