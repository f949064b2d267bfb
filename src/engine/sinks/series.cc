#include "engine/sinks/series.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace entente::engine {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kShareScale = 0x1p31;
constexpr int kBinShift = 31 - 7;
static_assert(SampleDistribution::kBins == 1 << 7);
constexpr double kValueScale = 0x1p32;
constexpr double kLargestValue = 0x1p62;

}  // namespace

bool SeriesLayout::Range::bounded() const {
  return std::isfinite(lower) && std::isfinite(upper) && lower < upper;
}

std::shared_ptr<const SeriesLayout> SeriesLayout::Of(const model::Model& model,
                                                     std::size_t samples) {
  auto layout = std::make_shared<SeriesLayout>();
  for (const auto& quantity : model.quantities) {
    layout->quantities.push_back({quantity.lower, quantity.upper});
  }
  for (const auto& issue : model.issues) layout->states.push_back(issue.states.size());
  layout->samples = samples;
  return layout;
}

// ---- one quantity at one instant ---------------------------------------------------------------

// The bin is the leading bits of the fixed-point share; 0 and 2^31 are the bounds themselves.
template <bool kBounded>
void SampleDistribution::AddAs(const SeriesLayout::Range& range, const double* values,
                               const std::uint8_t* failed, std::size_t n) {
  const double lower = range.lower;
  const double scale = kBounded ? kShareScale / (range.upper - range.lower) : kValueScale;
  std::uint32_t* const bins = bins_.data();
  double minimum = minimum_;
  double maximum = maximum_;
  std::uint64_t count = 0;
  std::int64_t share_sum = 0;
  Int128 value_sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double value = values[i];
    if ((failed != nullptr && failed[i] != 0) || value != value) continue;
    ++count;
    minimum = value < minimum ? value : minimum;
    maximum = value > maximum ? value : maximum;
    if constexpr (kBounded) {
      const double share = std::min(std::max((value - lower) * scale, 0.0), kShareScale);
      const auto fixed = static_cast<std::int64_t>(share + 0.5);
      share_sum += fixed;
      ++bins[(fixed >> kBinShift) + (fixed != 0 ? 1 : 0)];
    } else {
      sketch_.Add(value);
      const double fixed = std::clamp(value, -kLargestValue, kLargestValue) * scale;
      if (std::fabs(fixed) < 0x1p62) {  // nearly always, and much faster
        value_sum += static_cast<std::int64_t>(fixed + (fixed < 0.0 ? -0.5 : 0.5));
      } else {
        value_sum += static_cast<Int128>(fixed);
      }
    }
  }
  minimum_ = minimum;
  maximum_ = maximum;
  count_ += count;
  sum_ += kBounded ? Int128{share_sum} : value_sum;
}

void SampleDistribution::Add(const SeriesLayout::Range& range, const double* values,
                             const std::uint8_t* failed, std::size_t n) {
  if (!range.bounded()) {
    AddAs<false>(range, values, failed, n);
    return;
  }
  if (bins_.empty()) bins_.assign(kBins + 2, 0);
  AddAs<true>(range, values, failed, n);
}

void SampleDistribution::Merge(const SampleDistribution& other) {
  if (other.count_ == 0) return;
  minimum_ = std::min(minimum_, other.minimum_);
  maximum_ = std::max(maximum_, other.maximum_);
  count_ += other.count_;
  ENTENTE_CHECK(count_ <= std::numeric_limits<std::uint32_t>::max());
  sum_ += other.sum_;
  if (bins_.size() < other.bins_.size()) bins_.resize(other.bins_.size(), 0);
  for (std::size_t i = 0; i < other.bins_.size(); ++i) bins_[i] += other.bins_[i];
  sketch_.Merge(other.sketch_);
}

double SampleDistribution::Mean(const SeriesLayout::Range& range) const {
  if (count_ == 0) return kNan;
  const double mean = static_cast<double>(sum_) / static_cast<double>(count_);
  const double value = range.bounded()
                           ? range.lower + (range.upper - range.lower) * (mean / kShareScale)
                           : mean / kValueScale;
  return std::clamp(value, minimum_, maximum_);
}

double SampleDistribution::Quantile(const SeriesLayout::Range& range, double level) const {
  if (count_ == 0) return kNan;
  const double exact_rank = std::ceil(level * static_cast<double>(count_));
  const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(exact_rank), 1, count_);
  if (!range.bounded()) return std::clamp(sketch_.AtRank(rank).value, minimum_, maximum_);
  std::uint64_t below = 0;
  std::size_t bin = 0;
  while (below + bins_[bin] < rank) below += bins_[bin++];
  if (bin == 0) return range.lower;
  if (bin == kBins + 1) return range.upper;
  const double within = (static_cast<double>(rank - below) - 0.5) / bins_[bin];
  const double share = (static_cast<double>(bin - 1) + within) / kBins;
  return std::clamp(range.lower + (range.upper - range.lower) * share, minimum_, maximum_);
}

void SampleDistribution::Write(ByteWriter& writer) const {
  writer.Varint(count_);
  if (count_ == 0) return;
  writer.U64(static_cast<std::uint64_t>(sum_));
  writer.U64(static_cast<std::uint64_t>(sum_ >> 64));
  writer.F64(minimum_);
  writer.F64(maximum_);
  writer.Varint(bins_.size());
  for (const std::uint32_t count : bins_) writer.Varint(count);
  if (bins_.empty()) sketch_.Write(writer);
}

void SampleDistribution::Read(ByteReader& reader) {
  *this = {};
  count_ = reader.Varint();
  if (count_ == 0) return;
  const std::uint64_t low = reader.U64();
  const std::uint64_t high = reader.U64();
  sum_ = static_cast<Int128>(static_cast<std::int64_t>(high)) * (static_cast<Int128>(1) << 64) +
         static_cast<Int128>(low);
  minimum_ = reader.F64();
  maximum_ = reader.F64();
  bins_.assign(reader.Bounded(kBins + 2), 0);
  if (!bins_.empty() && bins_.size() != kBins + 2) reader.SetFailed();
  std::uint64_t total = 0;
  for (std::uint32_t& count : bins_) {
    count = static_cast<std::uint32_t>(reader.Bounded(std::numeric_limits<std::uint32_t>::max()));
    total += count;
  }
  if (bins_.empty()) {
    sketch_.Read(reader);
    total = sketch_.count();
  }
  if (total != count_) reader.SetFailed();
}

// ---- all of them -------------------------------------------------------------------------------

SeriesAccumulator::SeriesAccumulator(std::shared_ptr<const SeriesLayout> layout)
    : layout_(std::move(layout)) {
  quantities_.resize(layout_->samples * layout_->quantities.size());
  for (const std::size_t states : layout_->states) {
    state_offsets_.push_back(states_per_sample_);
    states_per_sample_ += states;
  }
  state_counts_.assign(layout_->samples * states_per_sample_, 0);
}

std::size_t SeriesAccumulator::StateIndex(std::size_t sample, std::size_t issue) const {
  return sample * states_per_sample_ + state_offsets_[issue];
}

std::uint64_t* SeriesAccumulator::StateCounts(std::size_t sample, model::IssueId issue) {
  return state_counts_.data() + StateIndex(sample, issue.index());
}

void SeriesAccumulator::AddQuantity(std::size_t sample, model::QuantityId quantity,
                                    const double* values, const std::uint8_t* failed,
                                    std::size_t n) {
  const SeriesLayout::Range& range = layout_->quantities[quantity.index()];
  SampleDistribution& distribution =
      quantities_[sample * layout_->quantities.size() + quantity.index()];
  distribution.Add(range, values, failed, n);
}

void SeriesAccumulator::Merge(const SeriesAccumulator& other) {
  ENTENTE_CHECK(quantities_.size() == other.quantities_.size() &&
                state_counts_.size() == other.state_counts_.size());
  for (std::size_t i = 0; i < quantities_.size(); ++i) quantities_[i].Merge(other.quantities_[i]);
  for (std::size_t i = 0; i < state_counts_.size(); ++i) state_counts_[i] += other.state_counts_[i];
}

RunSeries SeriesAccumulator::Finish(const std::vector<double>& days) const {
  ENTENTE_CHECK(days.size() == layout_->samples);
  RunSeries series;
  series.days = days;
  series.levels = {0.05, 0.25, 0.5, 0.75, 0.95};
  const std::size_t quantities = layout_->quantities.size();
  for (std::size_t q = 0; q < quantities; ++q) {
    const SeriesLayout::Range& range = layout_->quantities[q];
    QuantitySeries& out = series.quantities.emplace_back();
    out.quantity = model::QuantityId(q);
    out.quantiles.resize(series.levels.size());
    for (std::size_t sample = 0; sample < layout_->samples; ++sample) {
      const SampleDistribution& distribution = quantities_[sample * quantities + q];
      out.mean.push_back(distribution.Mean(range));
      for (std::size_t level = 0; level < series.levels.size(); ++level) {
        out.quantiles[level].push_back(distribution.Quantile(range, series.levels[level]));
      }
    }
  }
  for (std::size_t issue = 0; issue < layout_->states.size(); ++issue) {
    IssueSeries& out = series.issues.emplace_back();
    out.issue = model::IssueId(issue);
    out.share.assign(layout_->states[issue], std::vector<double>(layout_->samples, kNan));
    for (std::size_t sample = 0; sample < layout_->samples; ++sample) {
      const std::uint64_t* const counts = state_counts_.data() + StateIndex(sample, issue);
      std::uint64_t worlds = 0;
      for (std::size_t state = 0; state < layout_->states[issue]; ++state) worlds += counts[state];
      if (worlds == 0) continue;
      for (std::size_t state = 0; state < layout_->states[issue]; ++state) {
        out.share[state][sample] =
            static_cast<double>(counts[state]) / static_cast<double>(worlds);
      }
    }
  }
  return series;
}

void SeriesAccumulator::Write(ByteWriter& writer) const {
  for (const SampleDistribution& distribution : quantities_) distribution.Write(writer);
  for (const std::uint64_t count : state_counts_) writer.Varint(count);
}

void SeriesAccumulator::Read(ByteReader& reader) {
  for (SampleDistribution& distribution : quantities_) distribution.Read(reader);
  for (std::uint64_t& count : state_counts_) count = reader.Varint();
}

}  // namespace entente::engine
