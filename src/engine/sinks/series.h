// Distributions of quantities and shares of issue states at sample instants, for charts. All sums
// are integers (fixed point), so adding and merging commute: the result does not depend on order,
// tiles or threads, and one running total is enough however many worlds there are (BlockPrefix).
#ifndef ENTENTE_ENGINE_SINKS_SERIES_H_
#define ENTENTE_ENGINE_SINKS_SERIES_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "engine/results.h"
#include "engine/sinks/bytes.h"
#include "engine/sinks/sketch.h"
#include "model/model.h"

namespace entente::engine {

// What is sampled; shared by the accumulators of all blocks.
struct SeriesLayout {
  struct Range {
    double lower, upper;
    bool bounded() const;  // both finite and apart
  };
  std::vector<Range> quantities;    // by quantity
  std::vector<std::size_t> states;  // by issue: number of states
  std::size_t samples = 0;

  static std::shared_ptr<const SeriesLayout> Of(const model::Model& model, std::size_t samples);
};

// One quantity at one instant. Bounded quantities: counts at the lower bound, in 128 equal bins and
// at the upper bound (quantiles within range / 128, exact at the bounds), mean to range / 2^31.
// Others: a QuantileSketch, mean to 2^-32 for values below 2^62 (beyond, clamped). For fewer than
// 2^32 worlds.
class SampleDistribution {
 public:
  static constexpr std::size_t kBins = 128;

  // Worlds with failed[i] != 0 (null: none) and NaN are left out.
  void Add(const SeriesLayout::Range& range, const double* values, const std::uint8_t* failed,
           std::size_t n);
  void Merge(const SampleDistribution& other);

  std::uint64_t count() const { return count_; }
  double Mean(const SeriesLayout::Range& range) const;  // NaN if empty
  double Quantile(const SeriesLayout::Range& range, double level) const;

  void Write(ByteWriter& writer) const;
  void Read(ByteReader& reader);

 private:
  __extension__ using Int128 = __int128;

  template <bool kBounded>
  void AddAs(const SeriesLayout::Range& range, const double* values, const std::uint8_t* failed,
             std::size_t n);

  std::uint64_t count_ = 0;
  Int128 sum_ = 0;  // of (value − lower) / range · 2^31, or of value · 2^32
  double minimum_ = std::numeric_limits<double>::infinity();
  double maximum_ = -std::numeric_limits<double>::infinity();
  std::vector<std::uint32_t> bins_;  // bounded: kBins + 2
  QuantileSketch sketch_;            // unbounded
};

class SeriesAccumulator {
 public:
  SeriesAccumulator() = default;
  explicit SeriesAccumulator(std::shared_ptr<const SeriesLayout> layout);

  // Values of n worlds at one sample instant. Worlds with failed[i] != 0 (null: none) and NaN are
  // left out.
  void AddQuantity(std::size_t sample, model::QuantityId quantity, const double* values,
                   const std::uint8_t* failed, std::size_t n);
  // States of n worlds, as any arithmetic type.
  template <typename State>
  void AddStates(std::size_t sample, model::IssueId issue, const State* states,
                 const std::uint8_t* failed, std::size_t n) {
    std::uint64_t* const counts = StateCounts(sample, issue);
    for (std::size_t i = 0; i < n; ++i) {
      if (failed == nullptr || failed[i] == 0) ++counts[static_cast<std::size_t>(states[i])];
    }
  }
  void Merge(const SeriesAccumulator& other);

  // `days`: the sample instants.
  RunSeries Finish(const std::vector<double>& days) const;

  void Write(ByteWriter& writer) const;
  void Read(ByteReader& reader);

 private:
  std::uint64_t* StateCounts(std::size_t sample, model::IssueId issue);
  std::size_t StateIndex(std::size_t sample, std::size_t issue) const;

  std::shared_ptr<const SeriesLayout> layout_;
  std::vector<SampleDistribution> quantities_;  // sample · quantities + quantity
  std::vector<std::size_t> state_offsets_;      // by issue, within a sample
  std::size_t states_per_sample_ = 0;
  std::vector<std::uint64_t> state_counts_;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_SINKS_SERIES_H_
