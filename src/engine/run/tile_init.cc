// The beginning of worlds: parameters, start states, first thresholds, the first instant.
#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/run/parameters.h"
#include "engine/run/tile.h"

namespace entente::engine {
namespace {

// In place of generated code that is not there: a rate that none can be.
double NoHazard(NativeFrame*) { return -1.0; }

}  // namespace

LuckKeys::LuckKeys(std::uint64_t seed)
    : threshold(PurposeKey(seed, Purpose::kThreshold)),
      decision(PurposeKey(seed, Purpose::kDecision)),
      chance(PurposeKey(seed, Purpose::kChance)),
      branch(PurposeKey(seed, Purpose::kBranch)),
      brownian(PurposeKey(seed, Purpose::kBrownian)),
      parameter(PurposeKey(seed, Purpose::kParameter)),
      sojourn(PurposeKey(seed, Purpose::kSojourn)),
      window(PurposeKey(seed, Purpose::kWindowDay)) {}

Tile::Tile(TileSettings settings)
    : plan_(*settings.plan),
      model_(*settings.plan->model),
      settings_(std::move(settings)),
      keys_(settings_.seed),
      math_(Math()),
      philox_(Philox()),
      vm_(Vm()),
      width_(PaddedWidth(settings_.width)),
      periods_(std::max<std::size_t>(1, settings_.period_ends.size())) {
  const std::size_t grid = plan_.grid_channels.size();
  rows_ = Aligned<double>(plan_.rows * width_);
  states_ = Aligned<std::int64_t>(std::max<std::size_t>(1, model_.issues.size()) * width_);
  normals_own_ = Aligned<double>(width_);
  normals_factor_ = Aligned<double>(width_);
  lanes_.resize(width_);
  hazard_ = Aligned<double>(grid * width_);
  residual_ = Aligned<double>(grid * width_);
  spare_ = Aligned<double>(grid * width_);
  firing_ = Aligned<std::uint32_t>(grid * width_);
  channel_active_.resize(grid);
  occupied_.resize(model_.issues.size());
  jumps_.resize(plan_.jump_channels.size() * width_);
  slot_stride_ = PaddedWidth(plan_.slots);
  slot_time_ = Aligned<double>(slot_stride_ * width_);
  slot_channel_.resize(slot_stride_ * width_);
  synced_ = Aligned<double>(plan_.components.size() * width_);
  trigger_stride_ = PaddedWidth(plan_.triggers.size());
  trigger_due_ = Aligned<double>(trigger_stride_ * width_);
  trigger_cursor_.resize(trigger_stride_ * width_);
  trigger_entries_.resize(trigger_stride_ * width_);
  condition_true_.resize(plan_.conditions.size() * width_);
  condition_done_.resize(plan_.conditions.size() * width_);
  branch_counts_.resize(plan_.branch_counters * width_);
  occasion_counts_.resize((plan_.decisions.size() + plan_.chances.size()) * width_);
  monitors_.resize(plan_.monitors.size() * width_);
  counts_.resize(plan_.happenings.size() * periods_ * width_);
  clamped_.resize(model_.quantities.size() * width_);
  negative_.resize(model_.channels.size() * width_);
  no_arc_.resize(model_.issues.size() * width_);
  marked_channels_.resize(plan_.component_channels.words);
  condition_stamp_.resize(plan_.triggers.size());
  monitor_stamp_.resize(plan_.monitors.size());
  class_stride_ = PaddedWidth(plan_.decay_classes);
  shrink_values_ = Aligned<double>(kShrinkWays * class_stride_);
  minus_decay_ = Aligned<double>(width_ * class_stride_);
  step_shrink_ = Aligned<double>(plan_.decay_classes * width_);
  lane_step_shrink_ = Aligned<double>(width_ * class_stride_);
  dirty_.resize(width_ * plan_.downstream.words);
  for (auto* set : {&touched_components_, &plain_components_, &refreshing_components_}) {
    set->resize(plan_.downstream.words);
  }
  own_clocks_.resize(width_);
  live_.resize(width_ * plan_.component_channels.words);
  in_due_.resize(width_ * plan_.component_channels.words);
  for (std::uint32_t c = 0; c < plan_.channels.size(); ++c) {
    const HotChannel& hot = plan_.hot[c];
    GridChannel channel;
    if (hot.grid) {
      const NativeFunction native =
          settings_.native != nullptr ? settings_.native->hazard(c) : nullptr;
      channel.native = native != nullptr ? native : &NoHazard;
      channel.own = hot.own;
      channel.at = static_cast<std::uint32_t>(hot.own * width_);
      if (hot.issue != kNoIndex) {
        channel.state_at = static_cast<std::uint32_t>(hot.issue * width_);
      }
      channel.from = static_cast<std::int32_t>(hot.from);
    }
    grid_hot_.push_back(channel);
  }
  if (settings_.native != nullptr) common_native_ = settings_.native->grid_segment(0);
  for (const GridHazard& hazard : plan_.hazards) {
    const PlannedChannel& channel = plan_.channels[hazard.channel];
    const TileSegment& segment = plan_.grid_program.segments[hazard.segment];
    GridSegment made;
    if (settings_.native != nullptr) made.native = settings_.native->grid_segment(hazard.segment);
    made.mask = segment.mask;
    made.gate = segment.issue == kNoRow ? kNoIndex : segment.issue;
    made.segment = hazard.segment;
    made.channel = hazard.channel;
    made.own = channel.own;
    made.issue = channel.issue;
    made.hazard = hazard.hazard;
    made.from = static_cast<std::int64_t>(channel.from);
    grid_segments_.push_back(made);
  }
  open_channels_.resize(plan_.channels.size());
  open_hazards_.resize(plan_.channels.size());
  for (std::uint32_t k = 0; k < plan_.components.size(); ++k) {
    const Component& component = plan_.components[k];
    Motion motion;
    if (settings_.native != nullptr) {
      motion.advance = settings_.native->advance(k);
      motion.refresh = settings_.native->refresh(k);
    }
    if (component.members.size() == 1) {
      motion.alone = motion.advance != nullptr;
      motion.value = plan_.continuous[component.members[0]].value * width_;
      motion.next = plan_.continuous[component.members[0]].next * width_;
    }
    const std::uint64_t bit = std::uint64_t{1} << (k % 64);
    if (component.plain_decay) plain_components_[k / 64] |= bit;
    if (component.refreshes) refreshing_components_[k / 64] |= bit;
    motion.start_reads_decaying = component.start_reads_decaying;
    motion.watched = !plan_.conditions_reading_component[k].empty();
    for (const std::uint32_t m : plan_.monitors_reading_component[k]) {
      motion.watched |= !plan_.monitors[m].on_grid;
    }
    std::size_t downstream = 0;
    for (std::size_t w = 0; w < plan_.downstream.words; ++w) {
      downstream += static_cast<std::size_t>(std::popcount(plan_.downstream.row(k)[w]));
    }
    motion.lone = downstream == 1;  // itself
    motions_.push_back(motion);
    any_moving_decay_ |= !component.plain_decay &&
                         (component.fixed_decay || component.end_reads_decaying ||
                          component.middle_reads_decaying);
  }
  InitFrames();
  memo_stamp_.resize(plan_.continuous.size());
  memo_at_.resize(plan_.continuous.size());
  memo_value_.resize(plan_.continuous.size());
}

// The uniform of a parameter's draw. Of two that are drawn jointly, the later one's normal score
// leans on the earlier one's: z' = ρ z + √(1 − ρ²) z_own. Fixing the earlier leaves it unchanged.
double Tile::ParameterLuck(std::size_t p, std::uint32_t draw) const {
  const double own = Uniform(keys_.parameter, plan_.parameter_hashes[p], draw, 0);
  const model::Parameter& parameter = model_.parameters[p];
  if (!parameter.jointly_with.valid()) return own;
  const double rho = parameter.correlation;
  const double other = math_.normal_quantile1(ParameterLuck(parameter.jointly_with.index(), draw));
  const double score = rho * other + std::sqrt(1.0 - rho * rho) * math_.normal_quantile1(own);
  constexpr double kLeast = 0x1p-54;
  const double uniform = 0.5 * std::erfc(-score / std::sqrt(2.0));
  return std::min(std::max(uniform, kLeast), 1.0 - kLeast);
}

void Tile::DrawParameters() {
  for (std::size_t p = 0; p < plan_.parameter_rows.size(); ++p) {
    double* row = &rows_[plan_.parameter_rows[p] * width_];
    if (model_.parameters[p].prior.kind == model::PriorKind::kPoint) {
      std::fill(row, row + width_, model_.parameters[p].prior.a);
      continue;
    }
    for (std::size_t lane = 0; lane < width_; ++lane) {
      const auto draw =
          static_cast<std::uint32_t>(lanes_[lane].world / settings_.worlds_per_draw);
      row[lane] = settings_.sampler->Draw(p, ParameterLuck(p, draw));
    }
  }
  for (const KnownParameter& known : settings_.known) {
    std::fill_n(&rows_[plan_.parameter_rows[known.parameter] * width_], width_, known.value);
  }
  if (settings_.fixed == nullptr) return;
  const FixedParameters& fixed = *settings_.fixed;
  for (std::size_t i = 0; i < fixed.parameters.size(); ++i) {
    double* row = &rows_[plan_.parameter_rows[fixed.parameters[i]] * width_];
    for (std::size_t lane = 0; lane < count_; ++lane) {
      row[lane] = fixed.values[i * fixed.stride + (lanes_[lane].world - fixed.first_world)];
    }
  }
}

void Tile::DrawFirstThresholds() {
  const std::uint32_t first = lanes_[0].world;
  for (const std::uint32_t c : plan_.grid_channels) {
    const PlannedChannel& channel = plan_.channels[c];
    const std::size_t base = channel.own * width_;
    philox_.pair_unit_exponential(keys_.threshold, channel.hash, first, 0, &residual_[base],
                                  &spare_[base], width_);
    for (std::size_t lane = 0; lane < width_; ++lane) {
      hazard_[base + lane] = 0.0;
      firing_[base + lane] = 0;
    }
    channel_active_[channel.own] = 0;
  }
  alignas(64) double even[kMaxTileWidth];
  alignas(64) double odd[kMaxTileWidth];
  const std::size_t jumps = plan_.jump_channels.size();
  for (const std::uint32_t c : plan_.jump_channels) {
    const PlannedChannel& channel = plan_.channels[c];
    philox_.pair_unit_exponential(keys_.threshold, channel.hash, first, 0, even, odd, width_);
    for (std::size_t lane = 0; lane < width_; ++lane) {
      jumps_[lane * jumps + channel.own] = {even[lane], 0.0, 0.0, odd[lane], 0};
    }
  }
}

void Tile::InitWorlds(std::uint32_t first_world, unsigned count) {
  count_ = count;
  events_ = 0;
  step_ = -1.0;
  clock_ = 0.0;
  hazard_clock_ = 0.0;
  last_sample_ = -1.0;
  period_ = 0;
  std::fill(dirty_.begin(), dirty_.end(), 0u);
  std::fill(live_.begin(), live_.end(), ~std::uint64_t{0});
  std::fill(own_clocks_.begin(), own_clocks_.end(), std::uint8_t{0});
  any_own_clock_ = false;
  for (Frame& frame : frames_) frame.at = -1.0;
  ++frame_serial_;
  std::fill(std::begin(shrink_memo_), std::end(shrink_memo_), ShrinkMemo{});
  std::fill(in_due_.begin(), in_due_.end(), 0u);
  for (std::size_t lane = 0; lane < width_; ++lane) {
    Lane& l = lanes_[lane];
    l.alive = lane < count;
    l.fault = WorldFault::kNone;
    l.fault_what.clear();
    l.world = first_world + static_cast<std::uint32_t>(lane);
    l.events = 0;
    l.trigger_min = kNever;
    l.due.clear();
    l.slots_changed = true;
  }
  DrawParameters();
  RunProgram(plan_.world_program);
  TakeDecays();
  for (std::size_t i = 0; i < model_.issues.size(); ++i) {
    std::fill_n(&states_[i * width_], width_, static_cast<std::int64_t>(model_.issues[i].start));
    if (plan_.entered_rows[i] != kNoRow) {
      std::fill_n(&rows_[plan_.entered_rows[i] * width_], width_, 0.0);
    }
  }
  for (const Row row : plan_.clock_rows) std::fill_n(&rows_[row * width_], width_, -kNever);
  for (const ContinuousVar& variable : plan_.continuous) {
    std::fill_n(&rows_[variable.value * width_], width_, 0.0);
  }
  std::fill_n(synced_.data(), synced_.size(), 0.0);
  std::fill_n(slot_time_.data(), slot_time_.size(), kNever);
  std::fill(slot_channel_.begin(), slot_channel_.end(), kNoIndex);
  std::fill_n(trigger_due_.data(), trigger_due_.size(), kNever);
  std::fill(trigger_cursor_.begin(), trigger_cursor_.end(), 0u);
  std::fill(trigger_entries_.begin(), trigger_entries_.end(), 0u);
  for (auto* bytes : {&condition_true_, &condition_done_, &clamped_, &negative_, &no_arc_}) {
    std::fill(bytes->begin(), bytes->end(), std::uint8_t{0});
  }
  for (auto* numbers : {&branch_counts_, &occasion_counts_, &counts_}) {
    std::fill(numbers->begin(), numbers->end(), 0u);
  }
  InitSkips();
  DrawFirstThresholds();
}

// Start values, schedules and the hazards of jump channels of one world.
void Tile::StartLane(std::size_t lane) {
  ++memo_now_;
  for (std::size_t q = 0; q < plan_.start_codes.size(); ++q) {
    double value = Evaluate(plan_.start_codes[q], lane, 0.0);
    const model::Quantity& quantity = model_.quantities[q];
    if (!(std::fabs(value) < kNever)) {
      Fail(lane, WorldFault::kNonFinite, quantity.provenance.span,
           "non-finite start of `" + quantity.provenance.name + "`");
      return;
    }
    if (value < quantity.lower || value > quantity.upper) {
      value = value < quantity.lower ? quantity.lower : quantity.upper;
      clamped_[q * width_ + lane] = 1;
    }
    At(plan_.quantity_rows[q], lane) = value;
    ++memo_now_;
  }
  ScheduleStart(lane);
  StartMonitors(lane);
  for (const std::uint32_t c : plan_.jump_channels) RecomputeChannel(lane, c, 0.0);
}

}  // namespace entente::engine
