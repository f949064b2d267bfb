// The posterior by sequential Monte Carlo over parameters: a cloud of points is led from the prior to
// the posterior by raising the likelihood's power from 0 to 1, resampled on the way and moved by
// particle marginal Metropolis–Hastings steps.
//
// Density-tempered marginalised SMC (Duan and Fulop 2015, "Density-tempered marginalized sequential
// Monte Carlo samplers"): the estimate L̂ kept with each point is part of the state, so that at power
// 1 the points' law is exactly the posterior however noisy L̂ is (Andrieu and Roberts 2009). Powers
// are chosen so that each step keeps the effective size (Del Moral, Doucet, Jasra 2012).
#ifndef ENTENTE_INFERENCE_FIT_TEMPERED_H_
#define ENTENTE_INFERENCE_FIT_TEMPERED_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "inference/fit/draws.h"
#include "inference/fit/likelihood.h"

namespace entente::inference {

struct TemperedStage {
  double power = 0.0;           // of the likelihood, after the stage
  double effective_size = 0.0;  // before its resampling
  double acceptance = 0.0;      // of its moves, mean
  double step = 0.0;            // β of its last move
  std::uint32_t moves = 0;
  std::size_t distinct = 0;     // different points after its moves
};

struct TemperedSettings {
  std::size_t points = 256;          // >= 8
  double keep_effective = 0.5;       // share of the effective size that a step of the power keeps
  double wanted_accepts = 2.0;       // moves go on until a point has been accepted so often, mean …
  std::uint32_t max_moves = 12;      // … or so many moves were made
  std::uint32_t max_stages = 200;
  std::uint64_t seed = 1;
  // After each stage; not called again for stages that an archive held.
  std::function<void(const TemperedStage&)> on_stage;
  const std::atomic<bool>* cancel = nullptr;
  // An archive, written after each stage and continued if it exists. What it belongs to is told by
  // `fingerprint` (of model, record and settings): another one is an error.
  std::string checkpoint_file;
  std::uint64_t fingerprint = 0;
};

struct TemperedFit {
  Draws draws;                // at power 1, or as far as it came
  double log_evidence = 0.0;  // ln of an estimate of p(record)
  std::vector<TemperedStage> stages;
  bool complete = false;      // power 1 was reached
};

// Fails if no point of the prior gives the record a likelihood above 0, if the estimator fails, or if
// the archive can not be read or written. Cancelled: the cloud as it is, `complete` false. The same
// for the same seed, wherever it was stopped and continued. Cost: (1 + moves) × points estimates a
// stage.
Result<TemperedFit> FitTempered(LikelihoodEstimator& likelihood, const TemperedSettings& settings);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_TEMPERED_H_
