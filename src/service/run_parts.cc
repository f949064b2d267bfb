#include "service/run_parts.h"

#include <fmt/format.h>

#include "engine/kernels/vm.h"
#include "exact/exact.h"
#include "service/sampling.h"
#include "service/stop_signal.h"

namespace entente::service {

report::Style StyleOf(const api::TextStyle& style) {
  return {style.colour, style.unicode, style.width};
}

Result<engine::RunOptions> OptionsOf(const api::RunRequest& request,
                                     const api::Control& control) {
  constexpr std::uint64_t kMostWorlds = 1ULL << 32;
  if (request.worlds < 1 || request.worlds > kMostWorlds) {
    return Fail(fmt::format("{} worlds: a run has from 1 to 2^32 worlds", request.worlds));
  }
  if (std::string wrong = CheckLevel(request.level); !wrong.empty()) return Fail(std::move(wrong));
  if (request.until_width && !(*request.until_width > 0 && *request.until_width < 1)) {
    return Fail(fmt::format("width {}: an interval's width lies between 0 and 1, such as 0.01",
                            *request.until_width));
  }
  if (request.tile_width > engine::kMaxTileWidth) {
    return Fail(fmt::format("a tile of {} worlds: the widest has {}", request.tile_width,
                            engine::kMaxTileWidth));
  }
  engine::RunOptions options;
  options.seed = request.seed;
  options.worlds = request.worlds;
  options.threads = request.threads;
  options.tile_width = request.tile_width;
  options.series = request.html;
  options.confidence = request.level;
  options.until_width = request.until_width;
  options.limits.condition_rounds = request.condition_rounds;
  options.limits.events_per_world = request.events_per_world;
  options.checkpoint_file = request.checkpoint_file;
  options.cancel = FlagOf(control);
  if (control.on_progress) {
    options.on_progress = [report = control.on_progress](const engine::Progress& progress) {
      report(progress.worlds_done, progress.worlds_wanted);
    };
  }
  return options;
}

std::vector<api::OutcomeEstimate> EstimatesOf(const report::RunView& view) {
  std::vector<api::OutcomeEstimate> estimates;
  std::size_t row = 0;
  for (const report::OutcomeView& one : report::ViewOutcomes(view)) {
    api::OutcomeEstimate estimate;
    estimate.name = one.outcome->provenance.name;
    estimate.title = one.outcome->provenance.title;
    estimate.kind = one.kind;
    estimate.unit = one.unit;
    estimate.estimate = one.estimate.value;
    estimate.low = one.estimate.low;
    estimate.high = one.estimate.high;
    estimate.worlds = one.summary->worlds;
    if (row < view.exact.size() && view.exact[row].solved) {
      estimate.exact = view.exact[row].value * one.scale;
    }
    estimates.push_back(std::move(estimate));
    ++row;
  }
  return estimates;
}

Result<std::vector<report::ExactValue>> ExactValues(const model::Model& model,
                                                    const api::Control& control) {
  exact::ExactOptions options;
  options.cancel = FlagOf(control);
  const Result<exact::ExactResult> result = exact::Solve(model, options);
  if (!result) return Fail(result.error().message);
  std::vector<report::ExactValue> values;
  for (const exact::ExactOutcome& one : result->outcomes) {
    values.push_back({one.solved, one.estimate, one.error_bound, one.why_not});
  }
  return values;
}

}  // namespace entente::service
