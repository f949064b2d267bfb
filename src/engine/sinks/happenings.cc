#include "engine/sinks/happenings.h"

#include "base/check.h"

namespace entente::engine {

void HappeningCounts::Add(model::HappeningId happening, const std::uint32_t* counts,
                          std::size_t stride, const std::uint8_t* failed, std::size_t n) {
  std::uint64_t* const totals = totals_.data() + happening.index() * periods_;
  std::uint64_t with_any = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (failed != nullptr && failed[i] != 0) continue;
    std::uint32_t any = 0;
    for (std::size_t period = 0; period < periods_; ++period) {
      const std::uint32_t count = counts[period * stride + i];
      totals[period] += count;
      any |= count;
    }
    with_any += any != 0 ? 1 : 0;
  }
  with_any_[happening.index()] += with_any;
}

void HappeningCounts::Merge(const HappeningCounts& other) {
  ENTENTE_CHECK(totals_.size() == other.totals_.size() && periods_ == other.periods_);
  worlds_ += other.worlds_;
  for (std::size_t i = 0; i < totals_.size(); ++i) totals_[i] += other.totals_[i];
  for (std::size_t i = 0; i < with_any_.size(); ++i) with_any_[i] += other.with_any_[i];
}

std::vector<HappeningSummary> HappeningCounts::Finish() const {
  std::vector<HappeningSummary> summaries(with_any_.size());
  const double worlds = worlds_ == 0 ? 1.0 : static_cast<double>(worlds_);
  for (std::size_t h = 0; h < summaries.size(); ++h) {
    HappeningSummary& summary = summaries[h];
    summary.happening = model::HappeningId(h);
    summary.share_of_worlds = static_cast<double>(with_any_[h]) / worlds;
    std::uint64_t total = 0;
    for (std::size_t period = 0; period < periods_; ++period) {
      const std::uint64_t count = totals_[h * periods_ + period];
      total += count;
      summary.mean_by_period.push_back(static_cast<double>(count) / worlds);
    }
    summary.mean_count = static_cast<double>(total) / worlds;
  }
  return summaries;
}

void HappeningCounts::Write(ByteWriter& writer) const {
  writer.Varint(periods_);
  writer.Varint(with_any_.size());
  writer.Varint(worlds_);
  for (const std::uint64_t count : totals_) writer.Varint(count);
  for (const std::uint64_t count : with_any_) writer.Varint(count);
}

void HappeningCounts::Read(ByteReader& reader) {
  if (reader.Varint() != periods_ || reader.Varint() != with_any_.size()) reader.SetFailed();
  worlds_ = reader.Varint();
  for (std::uint64_t& count : totals_) count = reader.Varint();
  for (std::uint64_t& count : with_any_) count = reader.Varint();
}

}  // namespace entente::engine
