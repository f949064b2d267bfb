// The plan: a checked model compiled for simulation. Rows and programs for tiles, code for single
// lanes, and the dependency graph that says what a jump touches. Immutable, shared by all threads.
//
// Three kinds of channel, told apart by what their hazard can read (execution contract, section 1):
//   jump channels read issues, parameters and quantities that only effects change: their hazard is
//     constant between jumps, so an absolute next-firing time stays valid and they are free at
//     grid points;
//   grid channels also read moving quantities, pressures or clocks: recomputed at grid points for
//     the whole tile, and for one lane at jumps that touch them.
#ifndef ENTENTE_ENGINE_PLAN_PLAN_H_
#define ENTENTE_ENGINE_PLAN_PLAN_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/plan/lane_code.h"
#include "engine/plan/tile_code.h"
#include "model/model.h"

namespace entente::engine {

inline constexpr std::uint32_t kNoIndex = 0xffffffff;

// A quantity that moves by itself, or a pressure.
struct ContinuousVar {
  std::uint32_t quantity = kNoIndex;  // else a pressure
  std::uint32_t pressure = kNoIndex;
  std::uint32_t component = 0;
  Row value = kNoRow;      // at the component's last synchronisation
  Row next = kNoRow;       // at the next grid point, if nothing jumps until then
  Row target = kNoRow;     // kNoRow: none (a pressure relaxes to 0)
  Row decay = kNoRow;      // per day; kNoRow: does not relax
  Row drift = kNoRow;      // per day; kNoRow: none
  LaneCode target_code, decay_code, drift_code;
  // Variables whose decay is one and the same number in a world share a class: then e^{−kτ} is
  // computed once for all of them. kNoIndex: the decay can change.
  std::uint32_t decay_class = kNoIndex;
  double lower = 0.0, upper = 0.0;
  // Noise at grid points: the increment's sd over the step just taken.
  Row noise_sd = kNoRow;
  std::uint64_t noise_hash = 0;
  std::uint64_t factor_hash = 0;   // 0: no common factor
  Row factor_share = kNoRow;
  bool bounded = false;
};

// What a prediction needs, close together.
struct HotContinuous {
  double lower = 0.0, upper = 0.0;
  Row value = kNoRow, next = kNoRow, target = kNoRow, decay = kNoRow, drift = kNoRow;
  std::uint32_t component = 0;
  std::uint32_t decay_class = kNoIndex;
  bool plain_decay = false;
};

// Continuous variables that must be advanced together: a strongly connected component of "the motion
// of a reads b". Components are numbered downstream last: a component only reads lower numbers.
struct Component {
  std::vector<std::uint32_t> members;  // indices into continuous
  // One member that only decays, at a rate constant in the world: most pressures. The general
  // scheme comes down to x e^{−kτ}, with nothing to refresh.
  bool plain_decay = false;
  // Whether its motion reads variables that decay at a rate fixed in the world, by when it does:
  // at a segment's start, middle and end.
  bool start_reads_decaying = false, middle_reads_decaying = false, end_reads_decaying = false;
  bool fixed_decay = false;   // some member's decay has a class
  bool refreshes = false;     // some target, decay or drift is not constant in the world
};

// An issue-state reader: touched if the move changes the class of the state.
struct IssueReader {
  std::uint32_t target = 0;  // channel, component, condition or monitor
  StateClasses classes{};
};

// Sets as rows of bits, one row an element.
struct BitRows {
  std::size_t words = 0;
  std::vector<std::uint64_t> bits;
  BitRows() = default;
  // Rows of `columns` bits, none set.
  BitRows(std::size_t rows, std::size_t columns)
      : words((columns + 63) / 64), bits(rows * words) {}
  void Set(std::size_t row, std::size_t column) {
    bits[row * words + column / 64] |= std::uint64_t{1} << (column % 64);
  }
  const std::uint64_t* row(std::size_t element) const { return bits.data() + element * words; }
  std::uint64_t* row(std::size_t element) { return bits.data() + element * words; }
};

struct PlannedTerm {
  LaneCode rate;   // at the predicted midpoint
  LaneCode guard;  // at the instant
};

struct PlannedChannel {
  bool grid = false;
  std::uint32_t own = 0;           // position among grid or among jump channels
  std::uint32_t issue = kNoIndex;  // enabled only while in `from`
  model::StateIndex from = 0;
  std::uint32_t slot = kNoIndex;   // jump channels: position in the lane's flat array of times
  std::uint64_t hash = 0;
  std::vector<PlannedTerm> terms;
  LaneCode single;                 // the whole hazard, if one unguarded term
  model::Outlet outlet;
  SourceSpan span;
  // Fast path: a transition and nothing else (no feeds, effects, reactions).
  bool plain_move = false;
  std::uint32_t move_happening = kNoIndex;
};

// What a jump channel's recomputation needs, close together.
struct HotChannel {
  std::uint64_t hash = 0;
  double value = 0.0;              // constant hazard
  std::uint32_t slot = 0, own = 0;
  std::uint32_t issue = kNoIndex;
  std::uint32_t table = 0;         // hazard by table: digits [digits, digits_end)
  std::uint32_t digits = 0, digits_end = 0;
  std::uint32_t happening = 0;
  model::StateIndex from = 0;
  bool grid = false;
  bool other = true;               // anything else: evaluated in general
  bool fast = false;               // a jump channel's plain transition that is a FastMove
};

// A move of an issue from one state to another that touches jump channels and monitors only. Most
// moves of large nets are such; they are done without the general bookkeeping of an instant.
struct FastMove {
  bool simple = false;
  std::uint32_t leave_begin = 0, leave_end = 0;    // channels out of the old state
  std::uint32_t enter_begin = 0, enter_end = 0;    // channels out of the new one
  std::uint32_t reader_begin = 0, reader_end = 0;  // others whose hazard can tell the difference
  std::uint32_t monitor_begin = 0, monitor_end = 0;
};

// What a transition touches, found once: the general bookkeeping of a move without its searches.
// `first` to `last` are ranges of Plan::touch_marks and Plan::touched.
struct MarkWord {
  std::uint32_t word = 0;      // of a set of channels
  std::uint64_t marks = 0;     // those to recompute
  std::uint64_t turning = 0;   // among them those that open or close
};
struct MoveTouch {
  std::uint32_t marks_begin = 0, marks_end = 0;
  std::uint32_t components_begin = 0, components_end = 0;
  std::uint32_t conditions_begin = 0, conditions_end = 0;
  std::uint32_t monitors_begin = 0, monitors_end = 0;
};

struct GridHazard {
  std::uint32_t channel = 0;
  std::uint32_t segment = 0;  // in the grid program
  Row hazard = kNoRow;        // raw, before clamping at 0
};

struct PlannedEffect {
  model::Effect effect;
  LaneCode value, guard, probability;
  std::uint64_t hash = 0;
  std::uint32_t continuous = kNoIndex;  // target is a continuous variable
  Row row = kNoRow;                     // or a static quantity's row
  double lower = 0.0, upper = 0.0;      // of the quantity
  LaneCode held_while;
  std::uint32_t counter = kNoIndex;     // counts the occasions of a probability branch
};

struct PlannedReaction {
  LaneCode guard;
  std::vector<PlannedEffect> effects;
};

struct PlannedFeed {
  std::uint32_t continuous = 0;
  LaneCode amount;
};

struct PlannedHappening {
  // A transition of this issue, as in the model; kNoIndex: none.
  std::uint32_t issue = kNoIndex;
  model::StateIndex from = 0, to = 0;
  std::vector<PlannedFeed> feeds;
  std::vector<PlannedEffect> effects;
  std::vector<PlannedReaction> reactions;
  std::uint32_t clock = kNoIndex;            // keeps the time of its last occurrence
  std::vector<std::uint32_t> counted_by;     // monitors
  std::vector<std::uint32_t> out_of_by;      // monitors: denominators of shares
};

struct PlannedTrigger {
  LaneCode condition, guard, probability;
  std::uint64_t hash = 0;
  std::uint32_t counter = kNoIndex;  // counts the occasions of a probability branch
  std::uint32_t rank = 0;       // order at one instant
  std::uint32_t condition_bit = kNoIndex;
  bool condition_on_grid = false;
  Row condition_row = kNoRow;   // grid conditions: truth at the grid point
};

struct PlannedOption {
  LaneCode utility, guard;
  std::uint64_t hash = 0;
  std::uint32_t happening = 0;
};
struct PlannedDecision {
  std::vector<PlannedOption> options;
  LaneCode rationality;
};

struct PlannedChance {
  std::vector<LaneCode> odds;
  std::uint64_t hash = 0;
};

// An outcome's functional while it is being observed.
struct PlannedMonitor {
  model::OutcomeKind kind = model::OutcomeKind::kEver;
  double from = 0.0, to = 0.0, per_days = 0.0;
  LaneCode expression, opens_when, counted_while, out_of_while;
  bool on_grid = false;          // reads moving things: sampled at grid points
  Row row = kNoRow;              // its value at grid points
  bool opener_on_grid = false;
  Row opener_row = kNoRow;
};

struct Plan {
  // The model that was planned, with the expressions that planning added (decay rates and the like).
  std::shared_ptr<const model::Model> model;
  std::vector<double> grid;      // work grid: {0, horizon} if nothing moves between jumps
  double horizon = 0.0;
  bool moving = false;           // something needs the grid

  Row rows = 0;
  std::vector<Row> parameter_rows;
  std::vector<std::uint64_t> parameter_hashes;
  std::vector<Row> quantity_rows;             // present value (static) or last synchronised value
  std::vector<std::uint32_t> quantity_continuous;
  std::vector<std::uint32_t> pressure_continuous;
  std::vector<Row> entered_rows;              // by issue: kNoRow unless a clock reads it
  std::vector<Row> clock_rows;                // by clock: day of last occurrence, −inf before
  Row now_row = kNoRow, middle_row = kNoRow, end_row = kNoRow, step_row = kNoRow;
  struct CalendarRows { Row now, middle, end; };
  std::vector<CalendarRows> calendar_rows;

  std::vector<double> state_tables;           // concatenated
  // In the order in which a tile runs them: at the world's start; when the step's length changes;
  // at grid points before the conditions on moving things; at grid points after them.
  TileProgram world_program, step_program, condition_program, grid_program;
  std::vector<LaneCode> start_codes;          // by quantity
  std::vector<LaneCode> probes;               // expressions that the caller wants to read
  // Rows below this hold a world's state; the others are computed from it by the programs.
  Row state_rows = 0;

  std::vector<ContinuousVar> continuous;
  std::vector<HotContinuous> hot_continuous;
  std::vector<Row> continuous_rows;            // their present values
  std::uint32_t decay_classes = 0;
  std::vector<Row> class_rows;                 // the decay itself, by class
  std::vector<Component> components;
  std::vector<GridHazard> hazards;

  std::vector<LaneInstr> lane_code;
  std::vector<LaneProgram> lane_programs;
  std::vector<TableDigit> digits;
  std::vector<double> table_values;

  std::vector<PlannedChannel> channels;
  std::vector<std::uint32_t> grid_channels, jump_channels;
  std::uint32_t slots = 0;                     // flat times a lane
  std::uint32_t branch_counters = 0;
  std::vector<PlannedHappening> happenings;
  std::vector<PlannedTrigger> triggers;        // by TriggerId
  std::vector<std::uint32_t> conditions;       // triggers that are once/whenever
  std::vector<std::uint32_t> timed;            // triggers with a date
  std::vector<PlannedDecision> decisions;
  std::vector<PlannedChance> chances;
  std::vector<PlannedMonitor> monitors;        // by OutcomeId
  std::vector<std::uint32_t> grid_monitors, jump_monitors;

  // happening of (issue, from, to); kNoIndex where no arc is declared
  std::vector<std::vector<std::uint32_t>> arcs;  // by issue: from * states + to
  // Fast moves by happening (simple only for plain transitions), and the lists they point into.
  std::vector<HotChannel> hot;  // by channel; meaningful for jump channels
  std::vector<FastMove> fast_moves;
  std::vector<std::uint32_t> fast_lists;
  std::vector<MoveTouch> move_touches;  // by happening
  std::vector<MarkWord> touch_marks;
  std::vector<std::uint32_t> touched;

  // by issue and state: channels and timed triggers that wait in that state
  std::vector<std::vector<std::vector<std::uint32_t>>> channels_from, timed_from;

  // Who reads what (for jumps). By issue; by component; by static quantity.
  std::vector<std::vector<IssueReader>> channels_reading_issue, components_reading_issue,
      conditions_reading_issue, monitors_reading_issue;
  std::vector<std::vector<std::uint32_t>> conditions_reading_component, monitors_reading_component;
  std::vector<std::vector<std::uint32_t>> channels_reading_static, components_reading_static,
      conditions_reading_static, monitors_reading_static;
  // Channels that read a component (and not only what is downstream of it); jump channels.
  BitRows component_channels;
  // Each component and all that read it, directly or not: what has to be synchronised before a
  // member is written.
  BitRows downstream;
  std::vector<std::uint64_t> jump_channel_set;
  std::vector<std::vector<std::uint32_t>> channels_reading_clock;  // by happening clock
  std::vector<std::uint32_t> clock_happenings;
};

// Fails with words if the model goes beyond a bound of the engine (rows, instructions, channels).
// `probes` are further expressions of the model that will be read, in Plan::probes.
Result<Plan> MakePlan(const model::Model& model, double step_factor,
                      const std::vector<model::ExprId>& probes = {});

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_PLAN_PLAN_H_
