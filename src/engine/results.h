// What a run of an ensemble says: estimates with intervals, series over time, counts, failures.
// Plain data, in stored units (days, per day); contains no times of computing and no thread counts,
// so equal runs give equal results.
#ifndef ENTENTE_ENGINE_RESULTS_H_
#define ENTENTE_ENGINE_RESULTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/model.h"

namespace entente::engine {

struct Estimate {
  double value = 0.0;
  double low = 0.0;   // 95 % interval unless the run asked for another level
  double high = 0.0;
};

struct QuantileEstimate {
  double level = 0.0;  // 0..1
  Estimate at;         // +inf where a time lies beyond the horizon
};

struct Histogram {
  std::vector<double> edges;            // bins + 1, increasing
  std::vector<std::uint64_t> counts;    // bins
};

struct OutcomeSummary {
  model::OutcomeId outcome;
  std::uint64_t worlds = 0;         // worlds with a value
  std::uint64_t never_opened = 0;   // `of CONDITION` never came true
  // Probability, mean, or (time to) the mean restricted to the window.
  Estimate estimate;
  double standard_deviation = 0.0;
  double minimum = 0.0, maximum = 0.0;
  // Time to: share of worlds that got there within the window.
  Estimate reached;
  std::vector<QuantileEstimate> quantiles;  // 5, 25, 50, 75, 95 %; empty for probabilities
  Histogram histogram;                      // empty for probabilities
  // Largest relative error of a quantile or histogram edge due to the sketch.
  double quantile_relative_error = 0.0;
};

// Distributions at sample days, for charts. Index [sample].
struct QuantitySeries {
  model::QuantityId quantity;
  std::vector<double> mean;
  std::vector<std::vector<double>> quantiles;  // by level in RunSeries::levels, then by sample
};

struct IssueSeries {
  model::IssueId issue;
  std::vector<std::vector<double>> share;  // by state, then by sample
};

struct RunSeries {
  std::vector<double> days;    // sample instants, days since the start
  std::vector<double> levels;  // 0.05, 0.25, 0.5, 0.75, 0.95
  std::vector<QuantitySeries> quantities;
  std::vector<IssueSeries> issues;
};

// How often each happening occurred.
struct HappeningSummary {
  model::HappeningId happening;
  double mean_count = 0.0;          // per world
  double share_of_worlds = 0.0;     // with at least one
  std::vector<double> mean_by_period;  // per world in each of RunResult::period_ends' periods
};

enum class WorldFault : std::uint8_t { kNone, kNonFinite, kConditionRounds, kTooManyEvents };

struct FailureSummary {
  WorldFault fault = WorldFault::kNone;
  SourceSpan span;                // the operation that failed
  std::string what;               // "non-finite hazard of `rebuke[KOR,JPN]`"
  std::uint64_t worlds = 0;
  std::uint32_t example_world = 0;
};

// Things that are no failure but should be known.
struct NoticeSummary {
  enum class Kind : std::uint8_t { kClamped, kNegativeRate, kNoArc } kind = Kind::kClamped;
  SourceSpan span;
  std::string what;                // "`grievance[KOR,JPN]` was clamped to its range"
  std::uint64_t worlds = 0;        // worlds in which it happened
};

struct RunResult {
  std::uint64_t seed = 0;
  std::uint64_t worlds_requested = 0;
  std::uint64_t worlds = 0;  // completed prefix, failed ones included
  std::uint64_t failed = 0;
  bool partial = false;      // stopped before all were done
  std::uint64_t events = 0;  // firings of channels, for the bench
  double confidence = 0.95;
  // --until: the looks taken, and whether the width was reached.
  std::uint32_t looks = 0;
  bool width_reached = false;
  std::vector<OutcomeSummary> outcomes;  // in the model's order
  RunSeries series;                      // empty unless asked
  std::vector<double> period_ends;       // days; calendar years cut at the horizon
  std::vector<HappeningSummary> happenings;
  std::vector<FailureSummary> failures;
  std::vector<NoticeSummary> notices;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_RESULTS_H_
