// A tile: a few worlds simulated side by side. At grid points all worlds advance together by tile
// code; between grid points each world jumps on its own. Every value of a world depends on that
// world alone, so results do not depend on the tile's width or on its neighbours.
#ifndef ENTENTE_ENGINE_RUN_TILE_H_
#define ENTENTE_ENGINE_RUN_TILE_H_

#include <atomic>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/kernels/math.h"
#include "engine/kernels/philox.h"
#include "engine/kernels/vm.h"
#include "engine/luck/luck.h"
#include "engine/native/native.h"
#include "engine/plan/plan.h"
#include "engine/run.h"
#include "engine/run/aligned.h"
#include "engine/run/observer.h"
#include "engine/run/teaching.h"

namespace entente::engine {

inline constexpr double kNever = std::numeric_limits<double>::infinity();

// Keys of the streams of one seed.
struct LuckKeys {
  explicit LuckKeys(std::uint64_t seed);
  std::uint64_t threshold, decision, chance, branch, brownian, parameter, sojourn, window;
};

// The inverse distribution functions of a model's priors, tabulated where they are costly.
class ParameterSampler;

// Values that stand in for the draws of some parameters: values[i · stride + w − first_world] for
// world w. Those of worlds past the last column are never read.
struct FixedParameters {
  std::vector<std::uint32_t> parameters;
  const double* values = nullptr;
  std::size_t stride = 0;
  std::uint64_t first_world = 0;
};

// Worlds of a tile that is asked to have `width`.
inline std::size_t PaddedWidth(std::size_t width) {
  return (width + kTileGranule - 1) / kTileGranule * kTileGranule;
}

struct TileSettings {
  const Plan* plan = nullptr;
  const ParameterSampler* sampler = nullptr;
  const NativeCode* native = nullptr;  // null: lane programs are interpreted
  std::uint64_t seed = 1;
  unsigned width = 64;  // a multiple of kTileGranule
  std::uint64_t worlds_per_draw = 1;
  RunLimits limits;
  std::vector<double> period_ends;
  std::vector<double> grid;  // the plan's work grid, with more stops if somebody samples
  const std::atomic<bool>* cancel = nullptr;
  const FixedParameters* fixed = nullptr;  // null: all are drawn
  std::vector<KnownParameter> known;       // in place of draws, too
  std::vector<Skip> skips;
};

class Tile {
 public:
  explicit Tile(TileSettings settings);

  // Simulates worlds first_world … first_world + count − 1 (count <= width) to the horizon. False if
  // cancelled; then nothing of the tile counts.
  bool Run(std::uint32_t first_world, unsigned count, GridObserver* at_grid,
           OccurrenceObserver* at_occurrence);
  // The same step by step: the worlds' beginning, before anything happens; then grid point after
  // grid point, each followed by jumps.
  void Begin(std::uint32_t first_world, unsigned count);
  void GridPoint(std::size_t grid_index);

  // ---- what came out, after Run; by lane ----
  double OutcomeValue(std::size_t outcome, std::size_t lane) const;
  std::uint32_t world(std::size_t lane) const { return lanes_[lane].world; }
  WorldFault fault(std::size_t lane) const { return lanes_[lane].fault; }
  const std::string& fault_what(std::size_t lane) const { return lanes_[lane].fault_what; }
  SourceSpan fault_span(std::size_t lane) const { return lanes_[lane].fault_span; }
  const std::uint32_t* happening_counts(std::size_t happening) const {
    return counts_.data() + happening * periods_ * width_;
  }
  std::size_t width() const { return width_; }
  std::size_t periods() const { return periods_; }
  std::uint64_t events() const { return events_; }
  // By lane, 1 where the quantity was clamped, the channel's rate was negative, or the issue was told
  // to go a way that it did not have.
  const std::uint8_t* clamped(std::size_t quantity) const { return &clamped_[quantity * width_]; }
  const std::uint8_t* negative(std::size_t channel) const { return &negative_[channel * width_]; }
  const std::uint8_t* no_arc(std::size_t issue) const { return &no_arc_[issue * width_]; }

  // ---- reading a lane's state (observers, story) ----
  const Plan& plan() const { return plan_; }
  double Parameter(std::size_t parameter, std::size_t lane) const {
    return rows_[plan_.parameter_rows[parameter] * width_ + lane];
  }
  const double* quantity_row(std::size_t quantity) const {
    return &rows_[plan_.quantity_rows[quantity] * width_];
  }
  const std::int64_t* issue_row(std::size_t issue) const { return &states_[issue * width_]; }
  bool alive(std::size_t lane) const { return lanes_[lane].alive; }
  unsigned count() const { return count_; }
  double ChannelHazard(std::size_t lane, std::uint32_t channel) const {
    const HotChannel& hot = plan_.hot[channel];
    return hot.grid ? hazard_[hot.own * width_ + lane]
                    : jumps_[lane * plan_.jump_channels.size() + hot.own].hazard;
  }
  // Evaluates code in a lane at an instant, with at most one issue or one continuous variable
  // replaced: "what if this had been otherwise?"
  struct Override {
    std::uint32_t issue = kNoIndex;
    std::int64_t state = 0;
    std::uint32_t continuous = kNoIndex;
    double value = 0.0;
  };
  double Evaluate(const LaneCode& code, std::size_t lane, double at, const Override& replace);
  double HazardIf(std::uint32_t channel, std::size_t lane, double at, const Override& replace);
  // The value of a continuous variable at `at`, if nothing jumps until then.
  double Predict(std::uint32_t v, std::size_t lane, double at) const {
    const HotContinuous& variable = plan_.hot_continuous[v];
    if (!variable.plain_decay) return PredictMoving(v, lane, at);
    const double x = At(variable.value, lane);
    if (x == 0.0) return 0.0;
    const double tau = at - synced_[variable.component * width_ + lane];
    return tau == 0.0 ? x : x * Shrink(variable.decay_class, lane, tau);
  }

 private:
  struct Context;
  friend struct Context;
  friend class ParticleTile;

  struct JumpChannel {
    double residual = 0.0, hazard = 0.0, since = 0.0, spare = 0.0;
    std::uint32_t k = 0;
  };
  // A lane at an instant, as native code reads it.
  struct Frame : NativeFrame {
    std::uint64_t version = 0;        // of the lane's state, as memo_now_
    // e^{−kτ} by decay class: since the grid point, since `other`, and since `third`.
    bool shrink_known = false;
    double third = -1.0;
    Aligned<double> since_grid, since_other, since_third;
    std::vector<std::uint64_t> stamps; // by continuous variable
    std::vector<double> values;
  };
  struct Due {
    double time;
    std::uint32_t channel;
  };
  struct MonitorState {
    double value = 0.0, since = 0.0, acc = 0.0, open = 0.0, close = 0.0;
    double out_of = 0.0;  // kShareOfCounts: the denominator
    bool opener_true = false;
  };
  struct Lane {
    bool alive = false;
    bool slots_changed = true;
    std::uint32_t world = 0;
    double trigger_min = 0.0;
    double slot_min = 0.0;  // of the flat times, at slot_first; stale if slots_changed
    std::size_t slot_first = 0;
    std::vector<Due> due;
    std::uint64_t events = 0;
    WorldFault fault = WorldFault::kNone;
    std::string fault_what;
    SourceSpan fault_span;
  };
  struct Work {
    std::uint32_t happening;
    std::int32_t reaction;  // −1: the happening's own effects
    std::size_t occurrence;
  };
  struct Resolved {
    std::uint32_t happening;
    Origin origin;
  };

  // tile_init.cc
  void InitFrames();
  void InitWorlds(std::uint32_t first_world, unsigned count);
  void DrawParameters();
  double ParameterLuck(std::size_t parameter, std::uint32_t draw) const;
  void DrawFirstThresholds();
  void StartLane(std::size_t lane);

  // tile_grid.cc
  void AdvanceToGrid(std::size_t grid_index);
  void AddNoise(std::size_t grid_index);
  void SetClockRows(double now, double next);
  void TakeDecays();
  void ShrinkSteps();
  void RunProgram(const TileProgram& program);
  void UpdateHazards(double now, double next);
  void TakeFlags(std::uint32_t channel, const ChannelFlags& flags, double now, double next);
  void CheckFinite(double day);
  void SampleMonitors(double day);
  bool SamplesMatter(const PlannedMonitor& plan) const;
  bool SampleInside(const PlannedMonitor& plan, std::uint32_t monitor, const double* row,
                    double day);

  // tile_values.cc
  double Evaluate(const LaneCode& code, std::size_t lane, double at) {
    switch (code.kind) {
      case LaneCode::Kind::kNone: return 0.0;
      case LaneCode::Kind::kConstant: return code.value;
      case LaneCode::Kind::kRow: return At(code.begin, lane);
      default: return EvaluateCode(code, lane, at);
    }
  }
  double EvaluateCode(const LaneCode& code, std::size_t lane, double at);
  bool Guard(const LaneCode& code, std::size_t lane, double at) {
    return code.kind == LaneCode::Kind::kNone || Evaluate(code, lane, at) != 0.0;
  }
  // e^{−kτ} of a decay class.
  double Shrink(std::uint32_t decay_class, std::size_t lane, double tau) const {
    for (std::size_t way = 0; way < kShrinkWays; ++way) {
      if (shrink_memo_[way].tau == tau && shrink_memo_[way].lane == lane) {
        return shrink_values_[way * class_stride_ + decay_class];
      }
    }
    return FillShrink(lane, tau)[decay_class];
  }
  const double* FillShrink(std::size_t lane, double tau) const;
  void AdvanceDirty(std::size_t lane, double day);
  Frame& FrameAt(std::size_t lane, double at, bool decaying) {
    Frame& last = frames_[frame_last_];
    Frame& frame = last.at == at && last.lane == lane ? last : OtherFrameAt(lane, at);
    if (frame.version != memo_now_) {
      frame.version = memo_now_;
      frame.stamp = ++frame_stamp_;
    }
    if (decaying && !frame.shrink_known) KnowShrink(frame);
    return frame;
  }
  Frame& OtherFrameAt(std::size_t lane, double at);
  void KnowShrink(Frame& frame);
  void KnowOther(Frame& frame, double other) {
    if (frame.other != other) FillOther(frame, other);
  }
  void FillOther(Frame& frame, double other);
  void KnowBoth(Frame& frame, double other);
  // After a lane's state was changed from outside: what frames remember is void.
  void ForgetFrames() {
    for (Frame& frame : frames_) frame.at = -1.0;
    ++frame_serial_;
    ++memo_now_;
  }
  struct Motion;
  void KnowMotion(Frame& middle, Frame& end, double from);
  // The frame of a motion's middle, with all that generated code reads.
  Frame& FrameOfMotion(std::size_t lane, double from, double to);
  double PredictIn(Frame& frame, std::uint32_t variable);
  double PredictMoving(std::uint32_t variable, std::size_t lane, double at) const;
  double PredictFresh(std::uint32_t variable, std::size_t lane, double at) const;
  double PredictAfter(const HotContinuous& variable, std::size_t lane, double tau,
                      double class_shrink) const;
  void AdvanceComponents(std::uint32_t first, std::uint64_t set, std::size_t lane, double to,
                         bool into_next);
  void AdvanceInGeneral(std::uint32_t component, std::size_t lane, double to, bool into_next);
  void RefreshComponent(std::uint32_t component, std::size_t lane, double at);
  double HazardAt(std::uint32_t channel, std::size_t lane, double now);

  // tile_instant.cc: everything that happens at one instant in one lane
  void BeginInstant(std::size_t lane, double day);
  void EndInstant();
  void Occur(std::uint32_t happening, const Origin& origin);
  void DrainQueue();
  void RunEffect(const PlannedEffect& effect, std::size_t occurrence);
  void Assign(const PlannedEffect& effect);
  void Move(std::uint32_t happening);
  void MoveFreely(std::uint32_t issue, model::StateIndex to);
  void Enter(std::uint32_t issue, model::StateIndex from, model::StateIndex to);
  void TouchComponent(std::uint32_t component, bool written, bool keep_clock = false);
  void MarkWritten(std::uint32_t component);
  void AddToPressure(std::uint32_t variable, double amount);
  void TouchStatic(std::uint32_t quantity);
  void MarkChannel(std::uint32_t channel) {
    marked_channels_[channel / 64] |= std::uint64_t{1} << (channel % 64);
  }
  // For a channel that opens or closes at this instant.
  void MarkTurning(std::uint32_t channel) {
    live_[lane_ * marked_channels_.size() + channel / 64] |= std::uint64_t{1} << (channel % 64);
    MarkChannel(channel);
  }
  // tile_skip.cc: whether the occurrence at hand is to be void; counts it.
  void InitSkips();
  bool IsSkipped(std::uint32_t happening);
  void MarkCondition(std::uint32_t trigger);
  void MarkMonitor(std::uint32_t monitor);
  void Fail(std::size_t lane, WorldFault fault, SourceSpan span, std::string what);

  // tile_triggers.cc
  void ScheduleEntry(std::size_t lane, std::uint32_t trigger, double entered);
  void ScheduleStart(std::size_t lane);
  void AdvanceDates(std::size_t lane, std::uint32_t trigger, double after);
  void UpdateTriggerMin(std::size_t lane);
  void ProcessTriggers(std::size_t lane, double day);
  bool Resolve(std::uint32_t trigger, double day, double scheduled, Resolved* out);
  bool ResolveOutlet(const model::Outlet& outlet, std::uint64_t k, Resolved* out);
  bool IsUndated(const Origin& origin) const;
  void SettleConditions();
  bool ConditionTruth(std::uint32_t trigger);
  void GridConditions(double day);
  std::uint64_t CalendarKey(double day) const;

  // tile_channels.cc
  void RecomputeChannel(std::size_t lane, std::uint32_t channel, double now);
  void RecomputeMarked();
  void RenewThreshold(std::size_t lane, std::uint32_t channel, double now);
  void Fire(std::size_t lane, std::uint32_t channel, double now);
  // tile_fast.cc
  void FireFast(std::size_t lane, std::uint32_t channel, const FastMove& move, double now);
  double HotHazard(const HotChannel& channel, std::uint32_t index, std::size_t lane, double now);

  void SetDue(std::size_t lane, std::uint32_t channel, double time);
  void RunLane(std::size_t lane);
  void Prefetch(std::size_t lane) const;

  // tile_monitors.cc
  void StartMonitors(std::size_t lane);
  void UpdateMonitor(std::uint32_t monitor, std::size_t lane, double day, double value,
                     bool opener);
  void Accumulate(const PlannedMonitor& plan, MonitorState& state, double to, double next,
                  bool last) const;
  void FinishMonitors(double day);

  double& At(Row row, std::size_t lane) { return rows_[row * width_ + lane]; }
  double At(Row row, std::size_t lane) const { return rows_[row * width_ + lane]; }
  std::int64_t& StateOf(std::uint32_t issue, std::size_t lane) {
    return states_[issue * width_ + lane];
  }
  double& DueAt(std::size_t lane, std::uint32_t trigger) {
    return trigger_due_[lane * trigger_stride_ + trigger];
  }
  TileView View() { return {rows_.data(), states_.data(), plan_.state_tables.data(), width_}; }

  const Plan& plan_;
  const model::Model& model_;
  const TileSettings settings_;
  LuckKeys keys_;  // constant but for particles, which change streams when they are resampled
  const MathKernels& math_;
  const PhiloxKernels& philox_;
  const VmKernels& vm_;
  const std::size_t width_;
  const std::size_t periods_;
  GridObserver* grid_observer_ = nullptr;
  OccurrenceObserver* observer_ = nullptr;
  Teaching* teaching_ = nullptr;  // null: worlds are free

  unsigned count_ = 0;
  double now_ = 0.0;        // the last grid point
  double next_grid_ = 0.0;  // the next one
  double run_to_ = 0.0;     // lanes run to here: the next grid point, or a stop before it
  double clock_ = 0.0;      // the grid point as of which pressures stand
  double step_ = -1.0;      // length for which the step rows stand
  bool at_grid_ = false;    // hazards and refreshed motions will be recomputed by tile code
  std::uint64_t events_ = 0;

  Aligned<double> rows_;
  Aligned<std::int64_t> states_;
  Aligned<double> normals_own_, normals_factor_;
  std::vector<Lane> lanes_;
  // Grid channels: [channel][lane].
  // The residual threshold stands as of hazard_clock_: at t it is residual − hazard × (t − clock).
  Aligned<double> hazard_, residual_, spare_;
  double hazard_clock_ = 0.0;
  double last_sample_ = -1.0;  // the grid point at which monitors were sampled last
  Aligned<std::uint32_t> firing_;
  std::vector<char> channel_active_;
  std::vector<std::uint64_t> occupied_;  // by issue: the states that some world is in
  // Jump channels: [lane][channel]; next times: [lane][slot].
  std::vector<JumpChannel> jumps_;
  Aligned<double> slot_time_;
  std::vector<std::uint32_t> slot_channel_;
  std::size_t slot_stride_ = 0;
  // Motion: [component][lane].
  Aligned<double> synced_;
  // [lane][word]: components synchronised in this step.
  std::vector<std::uint64_t> dirty_;
  // Triggers: [lane][trigger].
  Aligned<double> trigger_due_;
  std::size_t trigger_stride_ = 0;
  std::vector<std::uint32_t> trigger_cursor_, trigger_entries_;
  std::vector<std::uint8_t> condition_true_, condition_done_;  // [bit][lane]
  std::vector<std::uint32_t> branch_counts_;                   // [counter][lane], see plan
  std::vector<std::uint32_t> occasion_counts_;                 // decisions then chances, [.][lane]
  std::vector<MonitorState> monitors_;                         // [monitor][lane]
  std::vector<std::uint32_t> counts_;                          // [happening][period][lane]
  std::vector<std::uint8_t> clamped_, negative_, no_arc_;
  std::size_t period_ = 0;

  // Skips: by happening, which of settings_.skips count it (empty: none at all); [skip][lane].
  std::vector<std::vector<std::uint32_t>> skips_of_;
  std::vector<std::uint64_t> skip_counts_;

  // The instant in hand.
  std::size_t lane_ = 0;
  double day_ = 0.0;
  std::uint64_t instant_ = 0;
  std::vector<Work> queue_;
  std::vector<std::uint32_t> marked_conditions_, marked_monitors_;
  std::vector<std::uint64_t> touched_components_;  // one bit a component: stands as of the instant
  bool any_touched_ = false;
  std::vector<std::uint64_t> marked_channels_;  // one bit a channel
  std::vector<std::uint64_t> condition_stamp_, monitor_stamp_;
  std::vector<Resolved> resolved_;
  std::vector<std::uint32_t> due_triggers_;

  // Frames of native code: the instant in hand, the next grid point, and two others.
  static constexpr std::size_t kInstantFrame = 0, kGridFrame = 1, kFrames = 4;
  Frame frames_[kFrames];
  std::size_t frame_last_ = 0;                 // looked at last
  std::size_t frame_other_ = kFrames - 1;      // of the two others, the one looked at last
  std::uint64_t frame_stamp_ = 0, frame_serial_ = 1;
  // The frames that the last motion was seen in; they stand while no frame was set to another
  // instant.
  struct {
    std::uint64_t serial = 0;
    std::size_t lane = 0;
    double from = 0.0, to = 0.0;
    Frame* middle = nullptr;
    Frame* end = nullptr;
  } motion_;
  // What recomputing a grid channel reads, close together: where its numbers and its issue's state
  // are, in the first lane.
  struct GridChannel {
    NativeFunction native = nullptr;  // its hazard; below 0 if the interpreter is to say it
    std::uint32_t own = kNoIndex, at = 0, state_at = kNoIndex;
    std::int32_t from = 0;
  };
  std::vector<const GridChannel*> open_channels_;   // of the instant: to be recomputed
  std::vector<double> open_hazards_;
  std::vector<GridChannel> grid_hot_;          // by channel
  // What updating a grid channel in all lanes reads, close together.
  struct GridSegment {
    NativeSegment native = nullptr;   // null: nothing to run, or interpreted
    std::uint64_t mask = 0;
    std::uint32_t gate = kNoIndex;    // needed only if some world has this issue in `mask`
    std::uint32_t segment = 0, channel = 0, own = 0, issue = kNoIndex;
    Row hazard = kNoRow;
    std::int64_t from = 0;
  };
  std::vector<GridSegment> grid_segments_;
  NativeSegment common_native_ = nullptr;
  // What moving a component in one lane reads, close together.
  struct Motion {
    NativeFunction advance = nullptr;  // null: in general
    NativeFunction refresh = nullptr;
    // One member, moved by generated code; where its rows are in the first lane.
    bool alone = false;
    std::size_t value = 0, next = 0;
    bool start_reads_decaying = false;
    bool watched = false;  // a condition or a monitor reads it at jumps
    bool lone = false;     // nothing is downstream of it
  };
  std::vector<Motion> motions_;  // by component
  // One bit a component: only decays at a fixed rate; has targets, decays or drifts to refresh.
  std::vector<std::uint64_t> plain_components_, refreshing_components_;
  bool any_moving_decay_ = false;  // some motion has, or reads, a decay at a fixed rate
  bool any_decaying_ = false;                  // some variable decays at a fixed rate
  // [lane][word]: grid channels that are open, or were when last looked at. The others have no
  // threshold that falls: marks on them are void.
  std::vector<std::uint64_t> live_;
  std::vector<std::uint64_t> in_due_;          // [lane][word]: channels in Lane::due
  std::vector<std::uint8_t> own_clocks_;  // by lane: some pressure was given a clock of its own
  bool any_own_clock_ = false;

  // Memo of predictions: valid while stamp and instant of reading agree.
  mutable std::vector<std::uint64_t> memo_stamp_;
  mutable std::vector<double> memo_at_, memo_value_;
  std::uint64_t memo_now_ = 1;
  // Memo of e^{−kτ} for all decay classes at once: the few τ of one instant in one world.
  static constexpr std::size_t kShrinkWays = 4;
  struct ShrinkMemo {
    double tau = -1.0;
    std::size_t lane = static_cast<std::size_t>(-1);
  };
  mutable ShrinkMemo shrink_memo_[kShrinkWays];
  mutable std::size_t shrink_next_ = 0;
  mutable Aligned<double> shrink_values_;  // [way][class]
  Aligned<double> minus_decay_;            // [lane][class]
  Aligned<double> step_shrink_;            // [class][lane]: e^{−kh} of the present step
  Aligned<double> lane_step_shrink_;       // [lane][class]: the same
  std::size_t class_stride_ = 0;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_RUN_TILE_H_
