// Model expressions as tile nodes, read at three instants of a step: its start, its predicted middle
// and its predicted end; and the numerical scheme of the motion (execution contract, section 1):
//   predicted value after τ:  T0 + (x − T0) e^{−k0 τ} + f0 φ(k0, τ),  φ = (1 − e^{−kτ})/k, or τ;
//   next grid point:          Tm + (x − Tm) e^{−km h} + ½ (f0 + f1) φ(km, h)
// with target T, decay k and drift f at the start (0), the predicted middle (m) and end (1):
// exponential midpoint for `relaxes`, Heun for `changes by`.
#include <cmath>

#include "base/check.h"
#include "engine/plan/builder.h"

namespace entente::engine {
namespace {

using model::Op;

TileOp TileOpOf(Op op) {
  switch (op) {
    case Op::kNegate: return TileOp::kNegate;
    case Op::kAbs: return TileOp::kAbs;
    case Op::kExp: return TileOp::kExp;
    case Op::kLog: return TileOp::kLog;
    case Op::kSqrt: return TileOp::kSqrt;
    case Op::kNot: return TileOp::kNot;
    case Op::kAdd: return TileOp::kAdd;
    case Op::kSubtract: return TileOp::kSubtract;
    case Op::kMultiply: return TileOp::kMultiply;
    case Op::kDivide: return TileOp::kDivide;
    case Op::kPower: return TileOp::kPower;
    case Op::kMin: return TileOp::kMin;
    case Op::kMax: return TileOp::kMax;
    case Op::kLess: return TileOp::kLess;
    case Op::kLessEqual: return TileOp::kLessEqual;
    case Op::kEqual: return TileOp::kEqual;
    case Op::kNotEqual: return TileOp::kNotEqual;
    case Op::kAnd: return TileOp::kAnd;
    case Op::kOr: return TileOp::kOr;
    default: break;
  }
  ENTENTE_CHECK(false);
  return TileOp::kCopy;
}

}  // namespace

NodeId PlanBuilder::LeafNode(const model::Expression& node, Instant instant) {
  const Row clock = instant == Instant::kNow      ? plan_.now_row
                    : instant == Instant::kMiddle ? plan_.middle_row
                                                  : plan_.end_row;
  switch (node.op) {
    case Op::kConstant: return graph_.Constant(node.value);
    case Op::kParameter:
      return graph_.FixedRow(plan_.parameter_rows[node.index], Level::kWorld);
    case Op::kQuantity: {
      const std::uint32_t variable = plan_.quantity_continuous[node.index];
      return variable == kNoIndex
                 ? graph_.FixedRow(plan_.quantity_rows[node.index], Level::kGrid)
                 : Predicted(variable, instant);
    }
    case Op::kPressure: return Predicted(plan_.pressure_continuous[node.index], instant);
    case Op::kIssueIn: return graph_.IssueIn(node.index, node.mask);
    case Op::kStateValue: {
      std::uint64_t offset = 0;
      for (std::uint32_t t = 0; t < node.table.index(); ++t) {
        offset += model_->state_tables[t].size();
      }
      return graph_.StateValue(node.index, offset);
    }
    case Op::kTime: return graph_.FixedRow(clock, Level::kGrid);
    case Op::kTimeInState:
      return graph_.Binary(TileOp::kSubtract, graph_.FixedRow(clock, Level::kGrid),
                           graph_.FixedRow(plan_.entered_rows[node.index], Level::kGrid));
    case Op::kTimeSince:
      return graph_.Binary(
          TileOp::kSubtract, graph_.FixedRow(clock, Level::kGrid),
          graph_.FixedRow(plan_.clock_rows[plan_.happenings[node.index].clock], Level::kGrid));
    case Op::kTimeUntil: {
      const Plan::CalendarRows& rows = plan_.calendar_rows[node.index];
      return graph_.FixedRow(instant == Instant::kNow      ? rows.now
                             : instant == Instant::kMiddle ? rows.middle
                                                           : rows.end,
                             Level::kGrid);
    }
    default: break;
  }
  ENTENTE_CHECK(false);
  return kNoNode;
}

NodeId PlanBuilder::Translate(model::ExprId expression, Instant instant) {
  std::vector<NodeId>& memo = node_memo_[static_cast<std::size_t>(instant)];
  if (memo.size() < model_->expressions.size()) memo.resize(model_->expressions.size(), kNoNode);
  std::vector<model::ExprId> stack{expression};
  while (!stack.empty()) {
    const model::ExprId id = stack.back();
    if (memo[id.index()] != kNoNode) {
      stack.pop_back();
      continue;
    }
    const model::Expression& node = model_->expressions[id];
    if (node.op == Op::kDefinition) {
      const model::ExprId inner = model_->definitions[node.index].value;
      if (memo[inner.index()] == kNoNode) {
        stack.push_back(inner);
        continue;
      }
      memo[id.index()] = memo[inner.index()];
      stack.pop_back();
      continue;
    }
    bool ready = true;
    for (const model::ExprId operand : {node.a, node.b, node.c}) {
      if (operand.valid() && memo[operand.index()] == kNoNode) {
        stack.push_back(operand);
        ready = false;
      }
    }
    if (!ready) continue;
    stack.pop_back();
    NodeId made = kNoNode;
    switch (OperandCount(node.op)) {
      case 0: made = LeafNode(node, instant); break;
      case 1: made = graph_.Unary(TileOpOf(node.op), memo[node.a.index()]); break;
      case 2:
        made = graph_.Binary(TileOpOf(node.op), memo[node.a.index()], memo[node.b.index()]);
        break;
      default:
        made = graph_.Select(memo[node.a.index()], memo[node.b.index()], memo[node.c.index()]);
    }
    // LeafNode may have translated other expressions and grown the memo's backing store.
    node_memo_[static_cast<std::size_t>(instant)][id.index()] = made;
  }
  return memo[expression.index()];
}

NodeId PlanBuilder::Bounded(const ContinuousVar& variable, NodeId node) {
  if (!variable.bounded) return node;
  // In this order of operands min and max let a NaN through, so that the fault is seen.
  if (std::isfinite(variable.lower)) {
    node = graph_.Binary(TileOp::kMax, graph_.Constant(variable.lower), node);
  }
  if (std::isfinite(variable.upper)) {
    node = graph_.Binary(TileOp::kMin, graph_.Constant(variable.upper), node);
  }
  return node;
}

// φ(k, τ) = (1 − e^{−kτ})/k, or τ where k = 0.
NodeId PlanBuilder::DecayedTime(NodeId decay, NodeId shrink, NodeId tau) {
  return graph_.Select(
      graph_.Binary(TileOp::kEqual, decay, graph_.Constant(0.0)), tau,
      graph_.Binary(TileOp::kDivide,
                    graph_.Binary(TileOp::kSubtract, graph_.Constant(1.0), shrink), decay));
}

NodeId PlanBuilder::Shrink(NodeId decay, NodeId tau) {
  return graph_.Unary(
      TileOp::kExp,
      graph_.Unary(TileOp::kNegate, graph_.Binary(TileOp::kMultiply, decay, tau)));
}

// The value `tau` after the step's start, with target and decay read at `instant`.
NodeId PlanBuilder::Moved(std::uint32_t v, NodeId tau, Instant instant, NodeId drift) {
  const ContinuousVar& variable = plan_.continuous[v];
  const Motion& motion = motion_[v];
  NodeId value = graph_.FixedRow(variable.value, Level::kGrid);
  NodeId phi = tau;
  if (motion.decay.valid()) {
    const NodeId decay = Translate(motion.decay, instant);
    const NodeId shrink = Shrink(decay, tau);
    phi = DecayedTime(decay, shrink, tau);
    if (motion.target.valid()) {
      const NodeId target = Translate(motion.target, instant);
      value = graph_.Binary(
          TileOp::kAdd, target,
          graph_.Binary(TileOp::kMultiply, graph_.Binary(TileOp::kSubtract, value, target),
                        shrink));
    } else {
      value = graph_.Binary(TileOp::kMultiply, value, shrink);
    }
  }
  if (drift != kNoNode) {
    value = graph_.Binary(TileOp::kAdd, value, graph_.Binary(TileOp::kMultiply, drift, phi));
  }
  return Bounded(variable, value);
}

NodeId PlanBuilder::Predicted(std::uint32_t v, Instant instant) {
  if (instant == Instant::kNow) return graph_.FixedRow(plan_.continuous[v].value, Level::kGrid);
  const NodeId step = graph_.FixedRow(plan_.step_row, Level::kStep);
  const NodeId tau = instant == Instant::kMiddle
                         ? graph_.Binary(TileOp::kMultiply, step, graph_.Constant(0.5))
                         : step;
  const model::ExprId drift = motion_[v].drift;
  return Moved(v, tau, Instant::kNow,
               drift.valid() ? Translate(drift, Instant::kNow) : kNoNode);
}

NodeId PlanBuilder::NextValue(std::uint32_t v) {
  const model::ExprId drift = motion_[v].drift;
  NodeId mean = kNoNode;
  if (drift.valid()) {
    mean = graph_.Binary(TileOp::kMultiply,
                         graph_.Binary(TileOp::kAdd, Translate(drift, Instant::kNow),
                                       Translate(drift, Instant::kEnd)),
                         graph_.Constant(0.5));
  }
  return Moved(v, graph_.FixedRow(plan_.step_row, Level::kStep), Instant::kMiddle, mean);
}

// The sd of the noise added at the end of the step: sd √((1 − e^{−2kh})/(2k)), or sd √h.
NodeId PlanBuilder::NoiseNode(std::uint32_t v) {
  const Motion& motion = motion_[v];
  const NodeId step = graph_.FixedRow(plan_.step_row, Level::kStep);
  NodeId variance = step;
  if (motion.decay.valid()) {
    const NodeId twice = graph_.Binary(TileOp::kMultiply, Translate(motion.decay, Instant::kNow),
                                       graph_.Constant(2.0));
    variance = DecayedTime(twice, Shrink(twice, step), step);
  }
  return graph_.Binary(TileOp::kMultiply, Translate(motion.noise_sd, Instant::kNow),
                       graph_.Unary(TileOp::kSqrt, variance));
}

NodeId PlanBuilder::HazardNode(const model::Channel& channel) {
  NodeId total = kNoNode;
  for (const model::HazardTerm& term : channel.terms) {
    NodeId rate = Translate(term.rate_per_day, Instant::kMiddle);
    if (term.guard.valid()) {
      rate = graph_.Select(Translate(term.guard, Instant::kNow), rate, graph_.Constant(0.0));
    }
    total = total == kNoNode ? rate : graph_.Binary(TileOp::kAdd, total, rate);
  }
  return total;
}

TileRoot PlanBuilder::HazardRoot(const model::Channel& channel) {
  TileRoot root{HazardNode(channel), kNoRow, kNoRow, 0};
  if (channel.issue.valid()) {
    root.issue = channel.issue.index();
    root.mask = std::uint64_t{1} << channel.from;
  } else if (channel.terms.size() == 1 && channel.terms[0].guard.valid()) {
    const model::Expression& guard = model_->expressions[channel.terms[0].guard];
    if (guard.op == Op::kIssueIn) {
      root.issue = guard.index;
      root.mask = guard.mask;
    }
  }
  return root;
}

std::vector<PlanBuilder::Wanted> PlanBuilder::WantedRows() {
  std::vector<Wanted> wanted;
  const auto want = [&](model::ExprId expression, Row* row, bool condition) {
    if (expression.valid()) {
      wanted.push_back({Translate(expression, Instant::kNow), row, condition});
    }
  };
  for (std::uint32_t v = 0; v < plan_.continuous.size(); ++v) {
    ContinuousVar& variable = plan_.continuous[v];
    want(motion_[v].target, &variable.target, false);
    want(motion_[v].decay, &variable.decay, false);
    want(motion_[v].drift, &variable.drift, false);
    want(motion_[v].factor_share, &variable.factor_share, false);
    if (motion_[v].noise_sd.valid()) wanted.push_back({NoiseNode(v), &variable.noise_sd, false});
  }
  for (std::size_t t = 0; t < plan_.triggers.size(); ++t) {
    PlannedTrigger& trigger = plan_.triggers[t];
    if (trigger.condition_on_grid) {
      want(model_->triggers[t].condition, &trigger.condition_row, true);
    }
  }
  for (std::size_t m = 0; m < plan_.monitors.size(); ++m) {
    PlannedMonitor& monitor = plan_.monitors[m];
    if (monitor.on_grid) want(model_->outcomes[m].expression, &monitor.row, false);
    if (monitor.opener_on_grid) want(model_->outcomes[m].opens_when, &monitor.opener_row, false);
  }
  return wanted;
}

void PlanBuilder::WriteTilePrograms() {
  // Everything is translated before rows for pins and temporaries are handed out.
  std::vector<TileRoot> grid_roots, condition_roots;
  const std::vector<Wanted> wanted = WantedRows();
  for (const Wanted& w : wanted) {
    if (graph_[w.node].level < Level::kGrid) continue;
    *w.row = NewRow();
    (w.condition ? condition_roots : grid_roots).push_back({w.node, *w.row, kNoRow, 0});
  }
  for (Component& component : plan_.components) {
    const ContinuousVar& first = plan_.continuous[component.members[0]];
    const LaneCode::Kind decay = first.decay_code.kind;
    component.plain_decay =
        component.members.size() == 1 && !first.target_code && !first.drift_code &&
        !first.bounded && (decay == LaneCode::Kind::kConstant || decay == LaneCode::Kind::kRow);
  }
  for (std::uint32_t v = 0; v < plan_.continuous.size(); ++v) {
    if (plan_.components[plan_.continuous[v].component].plain_decay) continue;
    grid_roots.push_back({NextValue(v), plan_.continuous[v].next, kNoRow, 0});
  }
  const std::size_t first_hazard = grid_roots.size();
  for (const std::uint32_t c : plan_.grid_channels) {
    grid_roots.push_back(HazardRoot(model_->channels[c]));
  }
  std::vector<std::pair<NodeId, Row>> pins;
  for (const auto& [expression, row] : pins_) {
    pins.emplace_back(Translate(expression, Instant::kNow), row);
  }

  plan_.state_rows = plan_.rows;
  TileCodegen codegen(graph_, plan_.rows);
  for (const Wanted& w : wanted) {
    if (graph_[w.node].level < Level::kGrid) *w.row = codegen.Pin(w.node);
  }
  plan_.condition_program = codegen.GridProgram(condition_roots);
  plan_.grid_program = codegen.GridProgram(grid_roots);
  for (std::size_t h = first_hazard; h < grid_roots.size(); ++h) {
    GridHazard hazard;
    hazard.channel = plan_.grid_channels[h - first_hazard];
    hazard.segment = static_cast<std::uint32_t>(1 + h);
    hazard.hazard = grid_roots[h].into;
    plan_.hazards.push_back(hazard);
  }
  for (const auto& [node, row] : pins) codegen.Pin(node);
  plan_.world_program = codegen.WorldProgram();
  for (const auto& [node, row] : pins) {
    TileInstr copy;
    copy.op = TileOp::kCopy;
    copy.dst = row;
    copy.a = codegen.Pin(node);
    plan_.world_program.code.push_back(copy);
  }
  plan_.world_program.segments[0].end = static_cast<std::uint32_t>(plan_.world_program.code.size());
  plan_.step_program = codegen.StepProgram();
  std::unordered_map<Row, std::uint32_t> classes;
  for (ContinuousVar& variable : plan_.continuous) {
    const LaneCode::Kind kind = variable.decay_code.kind;
    if (kind != LaneCode::Kind::kConstant && kind != LaneCode::Kind::kRow) continue;
    variable.decay_class =
        classes.emplace(variable.decay, static_cast<std::uint32_t>(classes.size())).first->second;
  }
  plan_.decay_classes = static_cast<std::uint32_t>(classes.size());
  plan_.class_rows.resize(classes.size());
  for (const auto& [row, number] : classes) plan_.class_rows[number] = row;
  for (const ContinuousVar& variable : plan_.continuous) {
    HotContinuous hot;
    hot.lower = variable.lower;
    hot.upper = variable.upper;
    hot.value = variable.value;
    hot.next = variable.next;
    hot.target = variable.target;
    hot.decay = variable.decay;
    hot.drift = variable.drift;
    hot.component = variable.component;
    hot.decay_class = variable.decay_class;
    hot.plain_decay = plan_.components[variable.component].plain_decay;
    plan_.hot_continuous.push_back(hot);
    plan_.continuous_rows.push_back(hot.value);
  }
  for (LaneProgram& program : plan_.lane_programs) {
    for (std::uint32_t i = program.begin; i < program.end; ++i) {
      const LaneInstr& in = plan_.lane_code[i];
      const bool continuous = in.op == LaneOp::kContinuous || in.op == LaneOp::kAddContinuous ||
                              in.op == LaneOp::kMultiplyContinuous;
      program.reads_decaying |=
          continuous && plan_.hot_continuous[in.index].decay_class != kNoIndex;
    }
  }
  for (Component& component : plan_.components) {
    const auto decaying = [&](const LaneCode& code) {
      return code.kind == LaneCode::Kind::kProgram && plan_.lane_programs[code.table].reads_decaying;
    };
    const auto varies = [](const LaneCode& code) {
      return code.kind == LaneCode::Kind::kProgram || code.kind == LaneCode::Kind::kTable;
    };
    for (const std::uint32_t v : component.members) {
      const ContinuousVar& variable = plan_.continuous[v];
      component.fixed_decay |= variable.decay_class != kNoIndex;
      component.end_reads_decaying |= decaying(variable.drift_code);
      component.middle_reads_decaying |=
          decaying(variable.target_code) || decaying(variable.decay_code);
      component.refreshes |= varies(variable.target_code) || varies(variable.decay_code) ||
                             varies(variable.drift_code);
    }
    component.start_reads_decaying =
        component.middle_reads_decaying || component.end_reads_decaying;
  }
  plan_.rows = codegen.row_count();
}

}  // namespace entente::engine
