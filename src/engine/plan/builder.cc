#include "engine/plan/builder.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/check.h"
#include "base/hash.h"

namespace entente::engine {
namespace {

constexpr std::size_t kMaxRows = 60'000;
constexpr std::size_t kMaxChannels = 20'000;

std::vector<double> RefinedGrid(const model::TimeFrame& time, double step_factor) {
  const std::vector<double> coarse = model::GridPoints(time);
  if (step_factor >= 1.0) return coarse;
  const int parts = static_cast<int>(std::lround(1.0 / step_factor));
  std::vector<double> fine{coarse.front()};
  for (std::size_t i = 1; i < coarse.size(); ++i) {
    for (int p = 1; p < parts; ++p) {
      fine.push_back(coarse[i - 1] + (coarse[i] - coarse[i - 1]) * p / parts);
    }
    fine.push_back(coarse[i]);
  }
  return fine;
}

}  // namespace

PlanBuilder::PlanBuilder(std::shared_ptr<model::Model> model, double step_factor)
    : model_(std::move(model)),
      lanes_(*model_, plan_, [this](model::ExprId e) { return IsWorld(e); },
             [this](model::ExprId e) { return PinExpression(e); }) {
  plan_.grid = RefinedGrid(model_->time, step_factor);
  plan_.horizon = model_->time.horizon_days;
}

bool PlanBuilder::IsWorld(model::ExprId expression) {
  if (world_memo_.size() < model_->expressions.size()) {
    world_memo_.resize(model_->expressions.size(), -1);
  }
  signed char& memo = world_memo_[expression.index()];
  if (memo < 0) {
    const Reads reads = CollectReads(*model_, expression);
    memo = reads.Discrete() && reads.issues.empty() ? 1 : 0;
  }
  return memo == 1;
}

Row PlanBuilder::PinExpression(model::ExprId expression) {
  for (const auto& [pinned, row] : pins_) {
    if (pinned == expression) return row;
  }
  pins_.emplace_back(expression, NewRow());
  return pins_.back().second;
}

bool PlanBuilder::ReadsMoving(const Reads& reads) const {
  if (reads.time || !reads.pressures.empty()) return true;
  return std::any_of(reads.quantities.begin(), reads.quantities.end(),
                     [&](std::uint32_t q) { return moving_[q] != 0; });
}

void PlanBuilder::AssignRows() {
  for (const model::Parameter& parameter : model_->parameters) {
    plan_.parameter_rows.push_back(NewRow());
    plan_.parameter_hashes.push_back(Fnv1a64(parameter.provenance.luck_name));
  }
  for (std::size_t q = 0; q < model_->quantities.size(); ++q) {
    plan_.quantity_rows.push_back(NewRow());
  }
  for (ContinuousVar& variable : plan_.continuous) {
    variable.value = variable.quantity != kNoIndex ? plan_.quantity_rows[variable.quantity]
                                                   : NewRow();
    variable.next = NewRow();
  }
  plan_.now_row = NewRow();
  plan_.middle_row = NewRow();
  plan_.end_row = NewRow();
  plan_.step_row = NewRow();
  for (std::size_t c = 0; c < model_->calendars.size(); ++c) {
    plan_.calendar_rows.push_back({NewRow(), NewRow(), NewRow()});
  }
  // Clocks exist only where some expression reads them.
  plan_.entered_rows.assign(model_->issues.size(), kNoRow);
  plan_.happenings.resize(model_->happenings.size());
  for (std::size_t e = 0; e < model_->expressions.size(); ++e) {
    const model::Expression& node = model_->expressions[model::ExprId(e)];
    if (node.op == model::Op::kTimeInState && plan_.entered_rows[node.index] == kNoRow) {
      plan_.entered_rows[node.index] = NewRow();
    }
    if (node.op == model::Op::kTimeSince && plan_.happenings[node.index].clock == kNoIndex) {
      plan_.happenings[node.index].clock = static_cast<std::uint32_t>(plan_.clock_rows.size());
      plan_.clock_rows.push_back(NewRow());
      plan_.clock_happenings.push_back(node.index);
    }
  }
  for (const auto& table : model_->state_tables) {
    plan_.state_tables.insert(plan_.state_tables.end(), table.begin(), table.end());
  }
}

void PlanBuilder::AddArcs() {
  for (const model::Issue& issue : model_->issues) {
    plan_.arcs.emplace_back(issue.states.size() * issue.states.size(), kNoIndex);
    plan_.channels_from.emplace_back(issue.states.size());
    plan_.timed_from.emplace_back(issue.states.size());
  }
  for (std::uint32_t h = 0; h < model_->happenings.size(); ++h) {
    const model::Happening& happening = model_->happenings[h];
    if (!happening.issue.valid()) continue;
    const std::uint32_t i = happening.issue.index();
    plan_.arcs[i][happening.from * model_->issues[i].states.size() + happening.to] = h;
  }
}

PlannedEffect PlanBuilder::PlanEffect(const model::Effect& effect) {
  PlannedEffect planned;
  planned.effect = effect;
  planned.value = Lane(effect.value);
  planned.guard = Lane(effect.guard);
  planned.probability = Lane(effect.probability);
  planned.hash = Fnv1a64(effect.luck_name);
  if (planned.probability) planned.counter = plan_.branch_counters++;
  if (effect.kind == model::EffectKind::kExcite) {
    planned.continuous = plan_.pressure_continuous[effect.pressure.index()];
  } else if (effect.kind != model::EffectKind::kMove) {
    planned.continuous = plan_.quantity_continuous[effect.quantity.index()];
    planned.row = plan_.quantity_rows[effect.quantity.index()];
    planned.lower = model_->quantities[effect.quantity.index()].lower;
    planned.upper = model_->quantities[effect.quantity.index()].upper;
    planned.held_while = Lane(model_->quantities[effect.quantity.index()].held_while);
  }
  return planned;
}

void PlanBuilder::AddHappenings() {
  for (std::size_t h = 0; h < model_->happenings.size(); ++h) {
    const model::Happening& happening = model_->happenings[h];
    PlannedHappening& planned = plan_.happenings[h];
    if (happening.kind == model::HappeningKind::kTransition) {
      planned.issue = happening.issue.index();
      planned.from = happening.from;
      planned.to = happening.to;
    }
    for (const model::Feed& feed : happening.feeds) {
      planned.feeds.push_back(
          {plan_.pressure_continuous[feed.pressure.index()], Lane(feed.amount)});
    }
    for (const model::Effect& effect : happening.effects) {
      planned.effects.push_back(PlanEffect(effect));
    }
    for (const model::Reaction& reaction : happening.reactions) {
      PlannedReaction made{Lane(reaction.guard), {}};
      for (const model::Effect& effect : reaction.effects) {
        made.effects.push_back(PlanEffect(effect));
      }
      planned.reactions.push_back(std::move(made));
    }
  }
}

void PlanBuilder::AddChannels() {
  std::vector<std::vector<std::uint32_t>> slots_of_state;  // jump channels by (issue, state)
  std::vector<std::vector<std::uint32_t>> used(model_->issues.size());
  for (std::size_t i = 0; i < model_->issues.size(); ++i) {
    used[i].assign(model_->issues[i].states.size(), 0);
  }
  for (std::uint32_t c = 0; c < model_->channels.size(); ++c) {
    const model::Channel& channel = model_->channels[c];
    PlannedChannel planned;
    planned.hash = Fnv1a64(channel.provenance.luck_name);
    planned.outlet = channel.outlet;
    planned.span = channel.provenance.span;
    Reads reads;
    for (const model::HazardTerm& term : channel.terms) {
      reads.Merge(CollectReads(*model_, term.rate_per_day));
      reads.Merge(CollectReads(*model_, term.guard));
      planned.terms.push_back({Lane(term.rate_per_day), Lane(term.guard)});
    }
    if (planned.terms.size() == 1 && !planned.terms[0].guard) {
      planned.single = planned.terms[0].rate;
    }
    if (channel.issue.valid()) {
      planned.issue = channel.issue.index();
      planned.from = channel.from;
      plan_.channels_from[planned.issue][planned.from].push_back(c);
    }
    if (channel.outlet.happening.valid()) {
      const std::uint32_t h = channel.outlet.happening.index();
      const PlannedHappening& happening = plan_.happenings[h];
      planned.move_happening = h;
      planned.plain_move = model_->happenings[h].kind == model::HappeningKind::kTransition &&
                           happening.feeds.empty() && happening.effects.empty() &&
                           happening.reactions.empty() && happening.clock == kNoIndex;
    }
    planned.grid = ReadsMoving(reads);
    auto& own = planned.grid ? plan_.grid_channels : plan_.jump_channels;
    planned.own = static_cast<std::uint32_t>(own.size());
    own.push_back(c);
    // A slot of the flat array of next-firing times: channels out of different states of one issue
    // share slots, since only one of those states is occupied.
    if (!planned.grid && planned.issue != kNoIndex) {
      planned.slot = used[planned.issue][planned.from]++;
    }
    plan_.channels.push_back(std::move(planned));
  }
  std::vector<std::uint32_t> base(model_->issues.size(), 0);
  for (std::size_t i = 0; i < used.size(); ++i) {
    base[i] = plan_.slots;
    plan_.slots += used[i].empty() ? 0 : *std::max_element(used[i].begin(), used[i].end());
  }
  for (const std::uint32_t c : plan_.jump_channels) {
    PlannedChannel& channel = plan_.channels[c];
    channel.slot = channel.issue == kNoIndex ? plan_.slots++ : base[channel.issue] + channel.slot;
  }
}

void PlanBuilder::AddTriggers() {
  std::vector<std::uint32_t> order(model_->triggers.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const model::Trigger& x = model_->triggers[a];
    const model::Trigger& y = model_->triggers[b];
    if (x.trigger_class != y.trigger_class) return x.trigger_class < y.trigger_class;
    if (x.order != y.order) return x.order < y.order;
    return x.provenance.name < y.provenance.name;
  });
  plan_.triggers.resize(model_->triggers.size());
  for (std::uint32_t rank = 0; rank < order.size(); ++rank) plan_.triggers[order[rank]].rank = rank;
  for (std::uint32_t t = 0; t < model_->triggers.size(); ++t) {
    const model::Trigger& trigger = model_->triggers[t];
    PlannedTrigger& planned = plan_.triggers[t];
    planned.condition = Lane(trigger.condition);
    planned.guard = Lane(trigger.guard);
    planned.probability = Lane(trigger.probability);
    planned.hash = Fnv1a64(trigger.provenance.luck_name);
    if (planned.probability) planned.counter = plan_.branch_counters++;
    if (trigger.kind == model::TriggerKind::kOnce ||
        trigger.kind == model::TriggerKind::kWhenever) {
      planned.condition_bit = static_cast<std::uint32_t>(plan_.conditions.size());
      planned.condition_on_grid = ReadsMoving(CollectReads(*model_, trigger.condition));
      plan_.conditions.push_back(t);
    } else {
      plan_.timed.push_back(t);
      if (trigger.issue.valid()) {
        plan_.timed_from[trigger.issue.index()][trigger.from].push_back(t);
      }
    }
  }
  std::sort(plan_.conditions.begin(), plan_.conditions.end(),
            [&](std::uint32_t a, std::uint32_t b) {
              return plan_.triggers[a].rank < plan_.triggers[b].rank;
            });
  for (std::uint32_t bit = 0; bit < plan_.conditions.size(); ++bit) {
    plan_.triggers[plan_.conditions[bit]].condition_bit = bit;
  }
}

void PlanBuilder::AddDecisionsAndChances() {
  for (const model::Decision& decision : model_->decisions) {
    PlannedDecision planned;
    planned.rationality = Lane(decision.rationality);
    for (const model::DecisionOption& option : decision.options) {
      planned.options.push_back(
          {Lane(option.utility), Lane(option.guard),
           Fnv1a64(decision.provenance.luck_name + "." + option.name),
           option.happening.index()});
    }
    plan_.decisions.push_back(std::move(planned));
  }
  for (const model::Chance& chance : model_->chances) {
    PlannedChance planned;
    planned.hash = Fnv1a64(chance.provenance.luck_name);
    for (const model::ChanceOption& option : chance.options) {
      planned.odds.push_back(Lane(option.odds));
    }
    plan_.chances.push_back(std::move(planned));
  }
}

void PlanBuilder::AddMonitors() {
  for (std::uint32_t m = 0; m < model_->outcomes.size(); ++m) {
    const model::Outcome& outcome = model_->outcomes[m];
    PlannedMonitor planned;
    planned.kind = outcome.kind;
    planned.from = outcome.from_day;
    planned.to = outcome.to_day;
    planned.per_days = outcome.per_days;
    planned.expression = Lane(outcome.expression);
    planned.opens_when = Lane(outcome.opens_when);
    planned.counted_while = Lane(outcome.counted_while);
    planned.out_of_while = Lane(outcome.out_of_while);
    planned.on_grid = ReadsMoving(CollectReads(*model_, outcome.expression));
    planned.opener_on_grid = ReadsMoving(CollectReads(*model_, outcome.opens_when));
    for (const model::HappeningId happening : outcome.counted) {
      plan_.happenings[happening.index()].counted_by.push_back(m);
    }
    for (const model::HappeningId happening : outcome.out_of) {
      plan_.happenings[happening.index()].out_of_by.push_back(m);
    }
    (planned.on_grid || planned.opener_on_grid ? plan_.grid_monitors : plan_.jump_monitors)
        .push_back(m);
    plan_.monitors.push_back(std::move(planned));
  }
}

Result<Plan> PlanBuilder::Build(const std::vector<model::ExprId>& probes) {
  if (model_->channels.size() > kMaxChannels) {
    return Fail(fmt::format("the model has {} channels; the engine takes at most {}",
                            model_->channels.size(), kMaxChannels));
  }
  FindMovingQuantities();
  AddContinuous();
  FindComponents();
  AssignRows();
  AddArcs();
  AddHappenings();
  AddChannels();
  AddTriggers();
  AddDecisionsAndChances();
  AddMonitors();
  for (const model::Quantity& quantity : model_->quantities) {
    plan_.start_codes.push_back(
        Lane(quantity.held_at.valid() && model_->expressions.IsConstant(quantity.held_while) &&
                     model_->expressions.ConstantValue(quantity.held_while) != 0.0
                 ? quantity.held_at
                 : quantity.start));
  }
  for (const model::ExprId probe : probes) plan_.probes.push_back(Lane(probe));
  for (std::size_t v = 0; v < plan_.continuous.size(); ++v) {
    plan_.continuous[v].target_code = Lane(motion_[v].target);
    plan_.continuous[v].decay_code = Lane(motion_[v].decay);
    plan_.continuous[v].drift_code = Lane(motion_[v].drift);
  }
  if (lanes_.failed()) {
    return Fail(fmt::format("an expression needs more than {} operations; split it with `define`",
                            kMaxLaneInstructions));
  }
  AddDependencies();
  AddFastMoves();
  AddTouches();
  WriteTilePrograms();
  if (plan_.rows > kMaxRows) {
    return Fail(fmt::format("the model needs {} rows of state; the engine takes at most {}",
                            plan_.rows, kMaxRows));
  }
  const auto on_grid = [&](std::uint32_t t) { return plan_.triggers[t].condition_on_grid; };
  plan_.moving = !plan_.continuous.empty() || !plan_.grid_channels.empty() ||
                 !plan_.grid_monitors.empty() ||
                 std::any_of(plan_.conditions.begin(), plan_.conditions.end(), on_grid);
  if (!plan_.moving) plan_.grid = {0.0, plan_.horizon};
  plan_.model = model_;
  return std::move(plan_);
}

Result<Plan> MakePlan(const model::Model& model, double step_factor,
                      const std::vector<model::ExprId>& probes) {
  return PlanBuilder(std::make_shared<model::Model>(model), step_factor).Build(probes);
}

}  // namespace entente::engine
