// The hindcast: forecasts made as they would have been made, from many origins in turn, each from
// what was known then, and scored against what followed, beside the baselines. It answers one
// question first: does the model beat its best baseline?
#ifndef ENTENTE_INFERENCE_HINDCAST_HINDCAST_H_
#define ENTENTE_INFERENCE_HINDCAST_HINDCAST_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "inference/hindcast/past.h"
#include "inference/scores/binary.h"
#include "inference/scores/calibration.h"
#include "inference/scores/skill.h"

namespace entente::inference {

// What is scored: a monthly count, or whether it reaches `at_least`.
struct Target {
  std::string name;  // "KOR to JPN, conflict"
  std::vector<std::size_t> series;
  bool event = false;
  double at_least = 1.0;  // of events
};

struct HindcastPlan {
  std::vector<std::int64_t> origins;  // firsts of months, upwards
  std::vector<int> leads;             // months, see Question
  bool cumulative = false;
  std::vector<Target> targets;
  std::uint64_t seed = 1;
  double level = 0.95;  // of skill intervals
  std::uint64_t resamples = 2'000;
  std::size_t pit_bins = 10;
};

// Firsts of the months from the month of `first` to that of `last`, every `months`.
std::vector<std::int64_t> MonthlyOrigins(std::int64_t first, std::int64_t last, int months = 1);

// One forecaster's scores on one target and lead. Means over occasions; NaN where a score does not
// apply. All but auc and average_precision: lower is better.
struct ScoreRow {
  double score = 0.0;  // CRPS of counts, Brier score of events
  double log_score = 0.0;
  double tail_score = 0.0;      // counts: twCRPS above the 0.9 quantile of the outcomes before the
                                // first origin
  double interval_score = 0.0;  // counts: of the central 90 % interval
  double covered_50 = 0.0, covered_90 = 0.0;  // counts: shares of outcomes inside
  std::vector<double> pit;                    // counts: non-random histogram
  double auc = 0.0, average_precision = 0.0;  // events
  BrierParts brier;                           // events, ten bins
};

struct Comparison {
  Skill skill;  // of the subject against this forecaster
  DieboldMariano test;
};

struct HindcastCell {
  std::size_t target = 0;
  int lead_months = 1;
  std::size_t occasions = 0;
  double base_rate = 0.0;           // mean outcome
  std::vector<ScoreRow> rows;       // by forecaster
  std::size_t best_baseline = 0;    // index of a forecaster: the lowest mean score
  std::vector<Comparison> against;  // by forecaster; the subject's own entry is void
  // Every occasion: origin (index in the plan), outcome, mean and central 90 % interval of each
  // forecaster (or the probability of an event, thrice).
  struct Occasion {
    std::size_t origin = 0;
    double outcome = 0.0;
    struct Said {
      double mean = 0.0, low = 0.0, high = 0.0, score = 0.0;
    };
    std::vector<Said> said;
  };
  std::vector<Occasion> history;
};

struct ForecasterInfo {
  std::string name, summary;
  bool baseline = false;
};

struct Hindcast {
  HindcastPlan plan;
  std::vector<std::string> series;
  std::vector<ForecasterInfo> forecasters;  // the subject first
  std::vector<HindcastCell> cells;          // targets × leads, in the plan's order
  std::size_t skipped = 0;  // (origin, target, lead) whose window the record does not cover
  // Over all cells, each score divided by the cell's mean climatology score (so that no target
  // outweighs another), averaged by origin.
  std::size_t best_baseline = 0;
  std::vector<Comparison> overall;  // by forecaster
  // The subject's probabilities of events, over all leads; by target, empty for counts.
  std::vector<std::vector<ReliabilityBin>> reliability;
};

// "the model beats its best baseline (hawkes)": the overall skill's interval lies above 0; below 0:
// "is worse than"; else "does not beat". With the numbers.
std::string Verdict(const Hindcast& hindcast);

// Runs subject and baselines over the plan. Each forecaster gets only Past(record, origin), with
// the seed of the plan and the origin. Blocks of the bootstrap are at least as long as the longest
// lead. `go_on` is asked before each origin; false ends with an error. Errors: no origin has an
// outcome, or fewer than 3 occasions in a cell.
Result<Hindcast> RunHindcast(const ActsRecord& record, const HindcastPlan& plan,
                             const Forecaster& subject, const std::vector<Forecaster>& baselines,
                             const std::function<bool(std::size_t origins_done)>& go_on = {});

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_HINDCAST_HINDCAST_H_
