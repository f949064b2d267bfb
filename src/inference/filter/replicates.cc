// Independent filters side by side: their likelihood with its error, and whether to look ahead.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "inference/filter/filter.h"
#include "inference/filter/resampling.h"

namespace entente::inference {
namespace {

constexpr double kImpossible = -std::numeric_limits<double>::infinity();

ReplicateSummary Summarise(FilterRun run, std::size_t particles) {
  ReplicateSummary summary;
  const std::vector<double>& each = run.log_likelihood;
  const double replicates = static_cast<double>(each.size());
  summary.log_likelihood = LogSumExp(each) - std::log(replicates);
  if (each.size() > 1 && summary.log_likelihood > kImpossible) {
    double squares = 0.0;
    for (const double value : each) {
      const double ratio = std::exp(value - summary.log_likelihood) - 1.0;
      squares += ratio * ratio;
    }
    summary.standard_error = std::sqrt(squares / (replicates - 1.0) / replicates);
  }
  summary.smallest_effective = 1.0;
  for (std::size_t s = 0; s < run.steps[0].size(); ++s) {
    std::vector<double> parts;
    for (const std::vector<FilterStep>& steps : run.steps) {
      parts.push_back(steps[s].effective / static_cast<double>(particles));
    }
    std::nth_element(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(parts.size() / 2),
                     parts.end());
    const double median = parts[parts.size() / 2];
    if (median >= summary.smallest_effective) continue;
    summary.smallest_effective = median;
    summary.smallest_effective_day = run.steps[0][s].day;
  }
  summary.run = std::move(run);
  return summary;
}

}  // namespace

Result<Followed> FollowRecord(const model::Model& model, const Data& data,
                              const FilterSettings& settings, double day,
                              const engine::ParameterValues* values) {
  constexpr double kDegenerate = 0.02;
  const auto once = [&](LookAhead look_ahead) -> Result<Followed> {
    FilterSettings wanted = settings;
    wanted.look_ahead = look_ahead;
    Result<ParticleFilter> filter = ParticleFilter::Make(model, data, wanted);
    if (!filter) return tl::unexpected(filter.error());
    if (values != nullptr) {
      if (Result<void> begun = filter->Restart(wanted.seed, values); !begun) {
        return tl::unexpected(begun.error());
      }
    }
    Result<FilterRun> run = filter->Run(day);
    if (!run) return tl::unexpected(run.error());
    ReplicateSummary summary = Summarise(std::move(*run), settings.particles);
    summary.looked_ahead = look_ahead == LookAhead::kAlways;
    return Followed{std::move(*filter), std::move(summary)};
  };
  if (settings.look_ahead != LookAhead::kWhenNeeded) return once(settings.look_ahead);
  Result<Followed> plain = once(LookAhead::kNever);
  if (!plain || plain->summary.smallest_effective >= kDegenerate) return plain;
  return once(LookAhead::kAlways);
}

Result<ReplicateSummary> FilterReplicates(const model::Model& model, const Data& data,
                                          const FilterSettings& settings, double day) {
  Result<Followed> followed = FollowRecord(model, data, settings, day);
  if (!followed) return tl::unexpected(followed.error());
  return std::move(followed->summary);
}

}  // namespace entente::inference
