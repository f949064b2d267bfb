// Summarises one outcome over worlds: fed with the values of a block's worlds in world order,
// merged with the neighbouring block's, finished into estimates with intervals, quantiles and a
// histogram. Memory is constant in the number of worlds.
#ifndef ENTENTE_ENGINE_SINKS_OUTCOME_H_
#define ENTENTE_ENGINE_SINKS_OUTCOME_H_

#include <cstddef>
#include <cstdint>

#include "engine/results.h"
#include "engine/sinks/bytes.h"
#include "engine/sinks/intervals.h"
#include "engine/sinks/sketch.h"
#include "model/questions.h"

namespace entente::engine {

// Count, mean and squared deviations, by sums about the first value. Merging is Chan, Golub and
// LeVeque's (1979) and depends, in the last bits, on the order: merge in a fixed tree.
class Moments {
 public:
  void Add(double value) {
    if (count_ == 0) origin_ = value;
    const double difference = value - origin_;
    sum_ += difference;
    squares_ += difference * difference;
    ++count_;
  }
  void Merge(const Moments& right);

  std::uint64_t count() const { return count_; }
  double mean() const;
  // Of a sample: divided by count − 1; 0 below two values.
  double standard_deviation() const;

  void Write(ByteWriter& writer) const;
  void Read(ByteReader& reader);

 private:
  double SquaredDeviations() const;

  std::uint64_t count_ = 0;
  double origin_ = 0.0;
  double sum_ = 0.0;      // of value − origin
  double squares_ = 0.0;  // of (value − origin)²
};

// Totals over draws, where a draw's worlds are consecutive and may straddle two accumulators: the
// first and the last draw stay open until their neighbours are merged.
class DrawTotals {
 public:
  void Add(std::uint64_t draw, double value);
  void Merge(const DrawTotals& right);
  ClusterTotals Totals() const;

  void Write(ByteWriter& writer) const;
  void Read(ByteReader& reader);

 private:
  struct Open {
    std::uint64_t draw = 0;
    std::uint64_t n = 0;  // 0: none
    double sum = 0.0;
  };
  void Close(const Open& open);

  Open head_, tail_;
  ClusterTotals closed_;
};

class OutcomeAccumulator {
 public:
  OutcomeAccumulator() = default;
  // For worlds from `first_world` on; `worlds_per_draw` >= 1.
  OutcomeAccumulator(const model::Outcome& outcome, std::uint64_t worlds_per_draw,
                     std::uint64_t first_world);

  // The next n worlds' values, in world order. NaN: the window never opened; +inf: the time was not
  // reached; a probability's value is 0 or 1. Worlds with failed[i] != 0 are left out (null: none
  // failed).
  void Add(const double* values, const std::uint8_t* failed, std::size_t n);
  // `right` must hold the worlds just after this one's.
  void Merge(const OutcomeAccumulator& right);

  // `confidence` in (0, 1). See OutcomeSummary; the interval is Wilson's for probabilities, t for
  // means, with draws as clusters when worlds_per_draw > 1; quantiles have order-statistic
  // intervals, widened by the sketch's bucket, infinite where no value bounds them.
  OutcomeSummary Finish(model::OutcomeId outcome, double confidence) const;

  // Width of the estimate's interval: what `--until` watches.
  double Width(double confidence) const;

  void Write(ByteWriter& writer) const;
  void Read(ByteReader& reader);

 private:
  bool clustered() const { return worlds_per_draw_ > 1; }
  Estimate MainEstimate(double confidence) const;
  Estimate ReachedEstimate(double confidence) const;
  void FinishQuantiles(double confidence, OutcomeSummary& summary) const;

  model::OutcomeKind kind_ = model::OutcomeKind::kEver;
  double window_days_ = 0.0;
  std::uint64_t worlds_per_draw_ = 1;
  std::uint64_t next_world_ = 0;
  std::uint64_t never_opened_ = 0;
  std::uint64_t reached_ = 0;  // finite values; for a probability: ones
  double minimum_ = 0.0;       // of the finite values; valid if any
  double maximum_ = 0.0;
  bool any_finite_ = false;
  Moments moments_;            // times restricted to the window
  DrawTotals draws_;           // the same by draw, only if clustered
  DrawTotals reached_draws_;
  QuantileSketch sketch_;      // not for probabilities
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_SINKS_OUTCOME_H_
