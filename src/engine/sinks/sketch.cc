#include "engine/sinks/sketch.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/check.h"

namespace entente::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::uint32_t kOctave = 1U << QuantileSketch::kBucketBits;

}  // namespace

void QuantileSketch::AddSpecial(double value) {
  if (std::isnan(value)) {
    ++nans_;
  } else if (value > 0.0) {
    ++above_;
  } else {
    ++below_;
  }
}

void QuantileSketch::CheckWhole(double value) {
  if (value != std::floor(value)) all_whole_ = false;
}

// Makes room for the indices low … high, in whole octaves so that growth is rare.
void QuantileSketch::Side::Grow(std::uint32_t low, std::uint32_t high) {
  std::uint32_t start = low / kOctave * kOctave;
  std::uint32_t end = (high / kOctave + 1) * kOctave;
  if (!counts.empty()) {
    start = std::min(start, first);
    end = std::max(end, first + static_cast<std::uint32_t>(counts.size()));
  }
  std::vector<std::uint64_t> grown(end - start, 0);
  std::copy(counts.begin(), counts.end(), grown.begin() + (counts.empty() ? 0 : first - start));
  counts = std::move(grown);
  first = start;
}

void QuantileSketch::Side::Merge(const Side& other) {
  if (other.counts.empty()) return;
  const auto last = other.first + static_cast<std::uint32_t>(other.counts.size()) - 1;
  if (counts.empty() || other.first < first || last - first >= counts.size()) {
    Grow(other.first, last);
  }
  for (std::size_t i = 0; i < other.counts.size(); ++i) {
    counts[other.first - first + i] += other.counts[i];
  }
}

std::uint64_t QuantileSketch::Side::Total() const {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

// Equal contents, however much room was made on the way.
bool operator==(const QuantileSketch::Side& a, const QuantileSketch::Side& b) {
  const auto end = [](const QuantileSketch::Side& side) {
    return side.first + static_cast<std::uint32_t>(side.counts.size());
  };
  const auto at = [&](const QuantileSketch::Side& side, std::uint32_t index) {
    return index >= side.first && index < end(side) ? side.counts[index - side.first] : 0;
  };
  for (std::uint32_t i = std::min(a.first, b.first); i < std::max(end(a), end(b)); ++i) {
    if (at(a, i) != at(b, i)) return false;
  }
  return true;
}

void QuantileSketch::Merge(const QuantileSketch& other) {
  positive_.Merge(other.positive_);
  negative_.Merge(other.negative_);
  zeros_ += other.zeros_;
  below_ += other.below_;
  above_ += other.above_;
  nans_ += other.nans_;
  all_whole_ = all_whole_ && other.all_whole_;
}

std::uint64_t QuantileSketch::count() const {
  return positive_.Total() + negative_.Total() + zeros_ + below_ + above_;
}

QuantileSketch::Bucket QuantileSketch::MakeBucket(const Side& side, std::size_t position,
                                                  double sign) const {
  const std::uint32_t index = side.first + static_cast<std::uint32_t>(position);
  const double near = LowEdge(index);
  const double far = LowEdge(index + 1);
  // The harmonic middle halves the largest relative error.
  double value = 2.0 * near * (far / (near + far));
  if (all_whole_) value = far - near <= 1.0 ? std::ceil(near) : std::round(value);
  Bucket bucket;
  bucket.count = side.counts[position];
  bucket.value = sign * value;
  bucket.low = sign > 0 ? near : -far;
  bucket.high = sign > 0 ? far : -near;
  // Only one whole number fits: the bucket is that number.
  if (all_whole_ && far - near <= 1.0) bucket.low = bucket.high = bucket.value;
  return bucket;
}

void QuantileSketch::ForEachBucket(const std::function<void(const Bucket&)>& visit) const {
  if (below_ > 0) visit({-kInfinity, -kInfinity, -kInfinity, below_});
  for (std::size_t i = negative_.counts.size(); i-- > 0;) {
    if (negative_.counts[i] > 0) visit(MakeBucket(negative_, i, -1.0));
  }
  if (zeros_ > 0) visit({0.0, 0.0, 0.0, zeros_});
  for (std::size_t i = 0; i < positive_.counts.size(); ++i) {
    if (positive_.counts[i] > 0) visit(MakeBucket(positive_, i, 1.0));
  }
  if (above_ > 0) visit({kInfinity, kInfinity, kInfinity, above_});
}

QuantileSketch::Bucket QuantileSketch::AtRank(std::uint64_t rank) const {
  ENTENTE_CHECK(rank >= 1 && rank <= count());
  Bucket found;
  std::uint64_t below = 0;
  ForEachBucket([&](const Bucket& bucket) {
    if (below < rank) found = bucket;
    below += bucket.count;
  });
  return found;
}

double QuantileSketch::NearestEdge(double value) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(value);
  const std::uint64_t sign = bits & (1ULL << 63);
  const std::uint64_t magnitude = bits ^ sign;
  if (magnitude < kSmallestBits) return 0.0;
  const std::uint64_t rounded = (magnitude + (1ULL << (kShift - 1))) >> kShift << kShift;
  return std::bit_cast<double>(rounded | sign);
}

void QuantileSketch::Side::Write(ByteWriter& writer) const {
  writer.Varint(first);
  writer.Varint(counts.size());
  for (const std::uint64_t count : counts) writer.Varint(count);
}

void QuantileSketch::Side::Read(ByteReader& reader) {
  first = static_cast<std::uint32_t>(reader.Bounded(kBuckets));
  counts.assign(reader.Bounded(kBuckets), 0);
  if (first % kOctave != 0 || counts.size() % kOctave != 0 || first + counts.size() > kBuckets) {
    reader.SetFailed();
  }
  for (std::uint64_t& count : counts) count = reader.Varint();
}

void QuantileSketch::Write(ByteWriter& writer) const {
  positive_.Write(writer);
  negative_.Write(writer);
  for (const std::uint64_t count : {zeros_, below_, above_, nans_}) writer.Varint(count);
  writer.Bool(all_whole_);
}

void QuantileSketch::Read(ByteReader& reader) {
  positive_.Read(reader);
  negative_.Read(reader);
  for (std::uint64_t* const count : {&zeros_, &below_, &above_, &nans_}) *count = reader.Varint();
  all_whole_ = reader.Bool();
}

}  // namespace entente::engine
