#include "engine/sinks/outcome.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "engine/sinks/histogram.h"

namespace entente::engine {
namespace {

constexpr double kLevels[] = {0.05, 0.25, 0.5, 0.75, 0.95};
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

// ---- moments -----------------------------------------------------------------------------------

double Moments::mean() const {
  return count_ == 0 ? kNan : origin_ + sum_ / static_cast<double>(count_);
}

double Moments::SquaredDeviations() const {
  if (count_ == 0) return 0.0;
  return std::max(0.0, squares_ - sum_ * (sum_ / static_cast<double>(count_)));
}

double Moments::standard_deviation() const {
  return count_ < 2 ? 0.0 : std::sqrt(SquaredDeviations() / static_cast<double>(count_ - 1));
}

void Moments::Merge(const Moments& right) {
  if (right.count_ == 0) return;
  if (count_ == 0) {
    *this = right;
    return;
  }
  const double n_left = static_cast<double>(count_);
  const double n_right = static_cast<double>(right.count_);
  const double difference = right.mean() - mean();
  const double middle = mean() + difference * (n_right / (n_left + n_right));
  const double squares = SquaredDeviations() + right.SquaredDeviations() +
                         difference * difference * (n_left * n_right / (n_left + n_right));
  count_ += right.count_;
  origin_ = middle;
  sum_ = 0.0;
  squares_ = squares;
}

void Moments::Write(ByteWriter& writer) const {
  writer.Varint(count_);
  for (const double value : {origin_, sum_, squares_}) writer.F64(value);
}

void Moments::Read(ByteReader& reader) {
  count_ = reader.Varint();
  for (double* const value : {&origin_, &sum_, &squares_}) *value = reader.F64();
}

// ---- draws -------------------------------------------------------------------------------------

void DrawTotals::Close(const Open& open) { closed_.Add(static_cast<double>(open.n), open.sum); }

void DrawTotals::Add(std::uint64_t draw, double value) {
  Open& last = tail_.n > 0 ? tail_ : head_;
  if (last.n > 0 && last.draw != draw) {
    if (tail_.n > 0) Close(tail_);
    tail_ = {draw, 1, value};
    return;
  }
  last.draw = draw;
  ++last.n;
  last.sum += value;
}

void DrawTotals::Merge(const DrawTotals& right) {
  if (right.head_.n == 0) return;
  if (head_.n == 0) {
    *this = right;
    return;
  }
  Open& last = tail_.n > 0 ? tail_ : head_;
  if (last.draw == right.head_.draw) {
    last.n += right.head_.n;
    last.sum += right.head_.sum;
  } else {
    if (tail_.n > 0) Close(tail_);
    tail_ = right.head_;
  }
  if (right.tail_.n == 0) return;
  if (tail_.n > 0) Close(tail_);
  closed_.Add(right.closed_);
  tail_ = right.tail_;
}

ClusterTotals DrawTotals::Totals() const {
  ClusterTotals totals = closed_;
  for (const Open& open : {head_, tail_}) {
    if (open.n > 0) totals.Add(static_cast<double>(open.n), open.sum);
  }
  return totals;
}

void DrawTotals::Write(ByteWriter& writer) const {
  for (const Open& open : {head_, tail_}) {
    writer.Varint(open.draw);
    writer.Varint(open.n);
    writer.F64(open.sum);
  }
  writer.Varint(closed_.clusters);
  for (const double value : {closed_.n, closed_.n2, closed_.y, closed_.y2, closed_.ny}) {
    writer.F64(value);
  }
}

void DrawTotals::Read(ByteReader& reader) {
  for (Open* const open : {&head_, &tail_}) {
    open->draw = reader.Varint();
    open->n = reader.Varint();
    open->sum = reader.F64();
  }
  closed_.clusters = reader.Varint();
  for (double* const value : {&closed_.n, &closed_.n2, &closed_.y, &closed_.y2, &closed_.ny}) {
    *value = reader.F64();
  }
}

// ---- outcome -----------------------------------------------------------------------------------

OutcomeAccumulator::OutcomeAccumulator(const model::Outcome& outcome,
                                       std::uint64_t worlds_per_draw, std::uint64_t first_world)
    : kind_(outcome.kind),
      window_days_(outcome.to_day - outcome.from_day),
      worlds_per_draw_(worlds_per_draw),
      next_world_(first_world) {
  ENTENTE_CHECK(worlds_per_draw >= 1);
}

void OutcomeAccumulator::Add(const double* values, const std::uint8_t* failed, std::size_t n) {
  const bool is_time = kind_ == model::OutcomeKind::kTimeTo;
  const bool is_probability = kind_ == model::OutcomeKind::kEver;
  for (std::size_t i = 0; i < n; ++i, ++next_world_) {
    if (failed != nullptr && failed[i] != 0) continue;
    double value = values[i];
    if (std::isnan(value)) {
      ++never_opened_;
      continue;
    }
    if (!is_probability) sketch_.Add(value);
    const bool finite = std::isfinite(value);
    const bool hit = is_probability ? value != 0.0 : finite;
    reached_ += hit ? 1 : 0;
    if (finite) {
      minimum_ = any_finite_ ? std::min(minimum_, value) : value;
      maximum_ = any_finite_ ? std::max(maximum_, value) : value;
      any_finite_ = true;
    }
    if (is_time) value = std::min(value, window_days_);
    moments_.Add(value);
    if (clustered()) {
      const std::uint64_t draw = next_world_ / worlds_per_draw_;
      draws_.Add(draw, value);
      if (is_time) reached_draws_.Add(draw, hit ? 1.0 : 0.0);
    }
  }
}

void OutcomeAccumulator::Merge(const OutcomeAccumulator& right) {
  ENTENTE_CHECK(kind_ == right.kind_ && worlds_per_draw_ == right.worlds_per_draw_);
  next_world_ = right.next_world_;
  never_opened_ += right.never_opened_;
  reached_ += right.reached_;
  if (right.any_finite_) {
    minimum_ = any_finite_ ? std::min(minimum_, right.minimum_) : right.minimum_;
    maximum_ = any_finite_ ? std::max(maximum_, right.maximum_) : right.maximum_;
    any_finite_ = true;
  }
  moments_.Merge(right.moments_);
  draws_.Merge(right.draws_);
  reached_draws_.Merge(right.reached_draws_);
  sketch_.Merge(right.sketch_);
}

Estimate OutcomeAccumulator::MainEstimate(double confidence) const {
  const bool is_probability = kind_ == model::OutcomeKind::kEver;
  if (clustered()) {
    const ClusterTotals totals = draws_.Totals();
    return is_probability ? ClusteredProbabilityInterval(totals, confidence)
                          : ClusteredMeanInterval(totals, confidence);
  }
  if (is_probability) {
    return WilsonInterval(static_cast<double>(reached_), static_cast<double>(moments_.count()),
                          confidence);
  }
  return MeanInterval(moments_.mean(), moments_.standard_deviation(), moments_.count(), confidence);
}

Estimate OutcomeAccumulator::ReachedEstimate(double confidence) const {
  if (clustered()) return ClusteredProbabilityInterval(reached_draws_.Totals(), confidence);
  return WilsonInterval(static_cast<double>(reached_), static_cast<double>(moments_.count()),
                        confidence);
}

double OutcomeAccumulator::Width(double confidence) const {
  const Estimate estimate = MainEstimate(confidence);
  return estimate.high - estimate.low;
}

void OutcomeAccumulator::FinishQuantiles(double confidence, OutcomeSummary& summary) const {
  const std::uint64_t n = sketch_.count();
  if (n == 0) return;
  // Clustered worlds are worth fewer: the design effect of the mean stands in for the quantile's.
  double effective = static_cast<double>(n);
  if (clustered()) effective = EffectiveCount(draws_.Totals(), moments_.standard_deviation());
  const auto effective_n = static_cast<std::uint64_t>(effective);
  const double scale = static_cast<double>(n) / static_cast<double>(effective_n);
  for (const double level : kLevels) {
    const auto rank = static_cast<std::uint64_t>(std::ceil(level * static_cast<double>(n)));
    const RankInterval ranks = QuantileRanks(level, effective_n, confidence);
    QuantileEstimate quantile;
    quantile.level = level;
    const auto clip = [&](double value) {
      return std::isfinite(value) ? std::clamp(value, minimum_, maximum_) : value;
    };
    quantile.at.value = clip(sketch_.AtRank(std::clamp<std::uint64_t>(rank, 1, n)).value);
    quantile.at.low = -kInfinity;
    quantile.at.high = kInfinity;
    if (ranks.low >= 1) {
      const auto low =
          static_cast<std::uint64_t>(std::floor(static_cast<double>(ranks.low) * scale));
      quantile.at.low = clip(sketch_.AtRank(std::clamp<std::uint64_t>(low, 1, n)).low);
    }
    if (ranks.high <= effective_n) {
      const auto high =
          static_cast<std::uint64_t>(std::ceil(static_cast<double>(ranks.high) * scale));
      quantile.at.high = clip(sketch_.AtRank(std::clamp<std::uint64_t>(high, 1, n)).high);
    }
    summary.quantiles.push_back(quantile);
  }
  summary.quantile_relative_error = QuantileSketch::kRelativeError;
}

OutcomeSummary OutcomeAccumulator::Finish(model::OutcomeId outcome, double confidence) const {
  OutcomeSummary summary;
  summary.outcome = outcome;
  summary.worlds = moments_.count();
  summary.never_opened = never_opened_;
  summary.estimate = MainEstimate(confidence);
  summary.standard_deviation = moments_.standard_deviation();
  summary.minimum = any_finite_ ? minimum_ : kNan;
  summary.maximum = any_finite_ ? maximum_ : kNan;
  if (kind_ == model::OutcomeKind::kTimeTo) summary.reached = ReachedEstimate(confidence);
  if (kind_ == model::OutcomeKind::kEver) return summary;
  FinishQuantiles(confidence, summary);
  const bool is_time = kind_ == model::OutcomeKind::kTimeTo;
  if (any_finite_) {
    summary.histogram = MakeHistogram(sketch_, is_time ? std::min(0.0, minimum_) : minimum_,
                                      is_time ? std::max(window_days_, maximum_) : maximum_);
  }
  return summary;
}

void OutcomeAccumulator::Write(ByteWriter& writer) const {
  writer.Varint(static_cast<std::uint64_t>(kind_));
  writer.F64(window_days_);
  for (const std::uint64_t value : {worlds_per_draw_, next_world_, never_opened_, reached_}) {
    writer.Varint(value);
  }
  writer.F64(minimum_);
  writer.F64(maximum_);
  writer.Bool(any_finite_);
  moments_.Write(writer);
  draws_.Write(writer);
  reached_draws_.Write(writer);
  sketch_.Write(writer);
}

void OutcomeAccumulator::Read(ByteReader& reader) {
  kind_ = static_cast<model::OutcomeKind>(
      reader.Bounded(static_cast<std::uint64_t>(model::OutcomeKind::kShareOfCounts)));
  window_days_ = reader.F64();
  for (std::uint64_t* const value :
       {&worlds_per_draw_, &next_world_, &never_opened_, &reached_}) {
    *value = reader.Varint();
  }
  minimum_ = reader.F64();
  maximum_ = reader.F64();
  any_finite_ = reader.Bool();
  moments_.Read(reader);
  draws_.Read(reader);
  reached_draws_.Read(reader);
  sketch_.Read(reader);
  if (worlds_per_draw_ == 0) reader.SetFailed();
}

}  // namespace entente::engine
