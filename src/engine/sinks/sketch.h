// Quantiles of many numbers in bounded memory, with a stated relative error, exactly mergeable.
// Source: Masson, Rim and Lee, "DDSketch: a fast and fully-mergeable quantile sketch with
// relative-error guarantees" (VLDB 2019), with the linearly interpolated bucket mapping: each power
// of two is cut into 128 equal buckets, so a bucket is the leading bits of the number itself. No
// logarithm is taken and bucket edges are exact, hence the same on every machine.
//
// Counts are integers: adding and merging commute, so the sketch does not depend on the order.
// A value below 2^-64 in size counts as 0; one of 2^128 or more falls into the outermost bucket.
// ±inf and NaN are counted apart. At most 2 · 24,576 buckets; a run of buckets in use is stored.
#ifndef ENTENTE_ENGINE_SINKS_SKETCH_H_
#define ENTENTE_ENGINE_SINKS_SKETCH_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/sinks/bytes.h"

namespace entente::engine {

class QuantileSketch {
 public:
  // |representative − value| <= kRelativeError · |value|: half a bucket of 1/128 at the least
  // favourable place.
  static constexpr int kBucketBits = 7;
  static constexpr double kRelativeError = 1.0 / ((2 << kBucketBits) + 1);

  void Add(double value) {
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(value);
    const std::uint64_t magnitude = bits & ~(1ULL << 63);
    if (magnitude >= kInfinityBits) {
      AddSpecial(value);
    } else if (magnitude < kSmallestBits) {
      ++zeros_;
      all_whole_ = all_whole_ && magnitude == 0;
    } else {
      if (all_whole_) CheckWhole(value);
      (magnitude == bits ? positive_ : negative_).Add(Index(magnitude));
    }
  }
  void Merge(const QuantileSketch& other);

  // Numbers counted, infinities included and NaN not.
  std::uint64_t count() const;
  std::uint64_t nans() const { return nans_; }
  std::uint64_t positive_infinities() const { return above_; }
  std::uint64_t negative_infinities() const { return below_; }
  // True while every finite value was a whole number.
  bool all_whole() const { return all_whole_; }

  // A bucket's numbers lie in [low, high]; `value` represents them (exact where only one whole
  // number fits and all values are whole).
  struct Bucket {
    double low = 0.0;
    double high = 0.0;
    double value = 0.0;
    std::uint64_t count = 0;
  };
  // The bucket of the rank-th smallest number, 1 <= rank <= count().
  Bucket AtRank(std::uint64_t rank) const;
  // All buckets in use, infinite ones too, in increasing order.
  void ForEachBucket(const std::function<void(const Bucket&)>& visit) const;

  // The bucket edge nearest to a finite number, rounding half away from zero: counts below an edge
  // are exact.
  static double NearestEdge(double value);

  void Write(ByteWriter& writer) const;
  void Read(ByteReader& reader);

  friend bool operator==(const QuantileSketch&, const QuantileSketch&) = default;

 private:
  static constexpr int kShift = 52 - kBucketBits;
  static constexpr std::uint64_t kInfinityBits = 0x7FF0000000000000ULL;
  static constexpr std::uint64_t kSmallestBits = std::bit_cast<std::uint64_t>(0x1p-64);
  static constexpr std::uint64_t kFirstIndex = kSmallestBits >> kShift;
  static constexpr std::uint64_t kBuckets = (64 + 128) << kBucketBits;

  // Buckets of one sign: counts of a run of indices, grown by whole powers of two.
  struct Side {
    std::uint32_t first = 0;
    std::vector<std::uint64_t> counts;

    void Add(std::uint32_t index) {
      if (index - first >= counts.size()) Grow(index, index);
      ++counts[index - first];
    }
    void Grow(std::uint32_t low, std::uint32_t high);
    void Merge(const Side& other);
    std::uint64_t Total() const;
    void Write(ByteWriter& writer) const;
    void Read(ByteReader& reader);
  };
  friend bool operator==(const Side& a, const Side& b);

  static std::uint32_t Index(std::uint64_t magnitude_bits) {
    const std::uint64_t index = (magnitude_bits >> kShift) - kFirstIndex;
    return static_cast<std::uint32_t>(index < kBuckets ? index : kBuckets - 1);
  }
  static double LowEdge(std::uint32_t index) {
    return std::bit_cast<double>((index + kFirstIndex) << kShift);
  }
  Bucket MakeBucket(const Side& side, std::size_t position, double sign) const;
  void AddSpecial(double value);
  void CheckWhole(double value);

  Side positive_;
  Side negative_;  // by size, so index 0 is next to zero
  std::uint64_t zeros_ = 0;
  std::uint64_t below_ = 0;  // −inf
  std::uint64_t above_ = 0;  // +inf
  std::uint64_t nans_ = 0;
  bool all_whole_ = true;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_SINKS_SKETCH_H_
