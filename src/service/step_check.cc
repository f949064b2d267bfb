#include "service/step_check.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "engine/kernels/math.h"

namespace entente::service {
namespace {

constexpr std::size_t kBatches = 16;

// One batch: estimates at half the step minus those at the step, by outcome.
Result<std::vector<double>> BatchShifts(const model::Model& model, engine::RunOptions options,
                                        std::uint64_t seed) {
  options.seed = seed;
  const Result<engine::RunResult> full = engine::Run(model, options);
  if (!full) return Fail(full.error().message);
  options.step_factor = 0.5;
  const Result<engine::RunResult> half = engine::Run(model, options);
  if (!half) return Fail(half.error().message);
  if (full->partial || half->partial) return Fail("stopped during the check of the step");
  std::vector<double> shifts;
  for (std::size_t i = 0; i < full->outcomes.size(); ++i) {
    shifts.push_back(half->outcomes[i].estimate.value - full->outcomes[i].estimate.value);
  }
  return shifts;
}

engine::Estimate PairedInterval(const std::vector<double>& shifts, double confidence) {
  const auto n = static_cast<double>(shifts.size());
  double mean = 0.0;
  for (const double shift : shifts) mean += shift / n;
  double squares = 0.0;
  for (const double shift : shifts) squares += (shift - mean) * (shift - mean);
  const double error = std::sqrt(squares / (n - 1) / n);
  const double half = StudentQuantile(0.5 + confidence / 2, n - 1) * error;
  return {mean, mean - half, mean + half};
}

}  // namespace

double StudentQuantile(double p, double freedom) {
  const double z = engine::Math().normal_quantile1(p);
  const double z2 = z * z;
  const double first = z * (z2 + 1) / 4;
  const double second = z * ((5 * z2 + 16) * z2 + 3) / 96;
  const double third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
  return z + first / freedom + second / (freedom * freedom) +
         third / (freedom * freedom * freedom);
}

Result<std::vector<engine::Estimate>> StepShifts(const model::Model& model,
                                                 const engine::RunOptions& options,
                                                 std::uint64_t worlds) {
  engine::RunOptions batch = options;
  batch.worlds = std::max<std::uint64_t>(1, worlds / kBatches);
  batch.until_width.reset();
  batch.series = false;
  batch.checkpoint_file.clear();
  batch.on_progress = nullptr;
  std::vector<std::vector<double>> by_outcome(model.outcomes.size());
  for (std::size_t k = 0; k < kBatches; ++k) {
    const auto shifts = BatchShifts(model, batch, SplitMix64(options.seed + k));
    if (!shifts) return Fail(shifts.error().message);
    for (std::size_t i = 0; i < by_outcome.size() && i < shifts->size(); ++i) {
      by_outcome[i].push_back((*shifts)[i]);
    }
  }
  std::vector<engine::Estimate> estimates;
  for (const std::vector<double>& shifts : by_outcome) {
    estimates.push_back(PairedInterval(shifts, options.confidence));
  }
  return estimates;
}

}  // namespace entente::service
