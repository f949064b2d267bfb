// What moves by itself: quantities with dynamics, pressures, and the components in which they must
// be advanced jointly.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/hash.h"
#include "engine/plan/builder.h"

namespace entente::engine {
namespace {

// A held quantity relaxes to its value at this rate: at once for every purpose.
constexpr double kHoldingRatePerDay = 1e9;

}  // namespace

void PlanBuilder::FindMovingQuantities() {
  moving_.assign(model_->quantities.size(), 0);
  for (std::size_t q = 0; q < model_->quantities.size(); ++q) {
    const model::Quantity& quantity = model_->quantities[q];
    moving_[q] = quantity.relaxation.has_value() || !quantity.drifts.empty() ||
                 quantity.noise.has_value() || quantity.held_at.valid();
  }
  plan_.quantity_continuous.assign(model_->quantities.size(), kNoIndex);
  plan_.pressure_continuous.assign(model_->pressures.size(), kNoIndex);
  for (std::uint32_t q = 0; q < model_->quantities.size(); ++q) {
    if (moving_[q] == 0) continue;
    plan_.quantity_continuous[q] = static_cast<std::uint32_t>(plan_.continuous.size());
    ContinuousVar variable;
    variable.quantity = q;
    variable.lower = model_->quantities[q].lower;
    variable.upper = model_->quantities[q].upper;
    variable.bounded = std::isfinite(variable.lower) || std::isfinite(variable.upper);
    plan_.continuous.push_back(variable);
  }
  for (std::uint32_t p = 0; p < model_->pressures.size(); ++p) {
    plan_.pressure_continuous[p] = static_cast<std::uint32_t>(plan_.continuous.size());
    ContinuousVar variable;
    variable.pressure = p;
    variable.upper = std::numeric_limits<double>::infinity();
    plan_.continuous.push_back(variable);
  }
}

void PlanBuilder::AddContinuous() {
  model::ExpressionPool& pool = model_->expressions;
  const model::ExprId ln2 = pool.Constant(std::numbers::ln2);
  const model::ExprId zero = pool.Constant(0.0);
  for (ContinuousVar& variable : plan_.continuous) {
    Motion motion;
    if (variable.pressure != kNoIndex) {
      motion.decay = pool.Binary(model::Op::kDivide, ln2,
                                 model_->pressures[variable.pressure].half_life_days);
    } else {
      const model::Quantity& quantity = model_->quantities[variable.quantity];
      const auto unless_held = [&](model::ExprId expression, model::ExprId otherwise) {
        return quantity.held_at.valid()
                   ? pool.Select(quantity.held_while, otherwise, expression)
                   : expression;
      };
      if (quantity.relaxation) {
        motion.target = quantity.relaxation->target;
        motion.decay =
            pool.Binary(model::Op::kDivide, ln2, quantity.relaxation->half_life_days);
      }
      if (quantity.held_at.valid()) {
        motion.target = unless_held(motion.target.valid() ? motion.target : zero,
                                    quantity.held_at);
        motion.decay = unless_held(motion.decay.valid() ? motion.decay : zero,
                                   pool.Constant(kHoldingRatePerDay));
      }
      for (const model::Drift& drift : quantity.drifts) {
        const model::ExprId rate =
            drift.guard.valid() ? pool.Select(drift.guard, drift.rate_per_day, zero)
                                : drift.rate_per_day;
        motion.drift = motion.drift.valid() ? pool.Add(motion.drift, rate) : rate;
      }
      if (motion.drift.valid()) motion.drift = unless_held(motion.drift, zero);
      if (quantity.noise) {
        motion.noise_sd = unless_held(quantity.noise->sd_per_sqrt_day, zero);
        variable.noise_hash = Fnv1a64(quantity.provenance.luck_name);
        if (quantity.noise->factor.valid()) {
          motion.factor_share = quantity.noise->factor_share;
          variable.factor_hash =
              Fnv1a64("factor " + model_->factors[quantity.noise->factor.index()]);
        }
      }
    }
    motion_.push_back(motion);
  }
}

// Tarjan's algorithm: components come out with those that are read first.
void PlanBuilder::FindComponents() {
  const std::size_t count = plan_.continuous.size();
  std::vector<std::vector<std::uint32_t>> reads(count);
  for (std::size_t v = 0; v < count; ++v) {
    Reads all = CollectReads(*model_, motion_[v].target);
    all.Merge(CollectReads(*model_, motion_[v].decay));
    all.Merge(CollectReads(*model_, motion_[v].drift));
    for (const std::uint32_t q : all.quantities) {
      if (moving_[q] != 0) reads[v].push_back(plan_.quantity_continuous[q]);
    }
    for (const std::uint32_t p : all.pressures) reads[v].push_back(plan_.pressure_continuous[p]);
  }
  std::vector<std::uint32_t> number(count, kNoIndex), low(count, 0);
  std::vector<char> on_stack(count, 0);
  std::vector<std::uint32_t> stack;
  std::uint32_t next_number = 0;
  struct Frame { std::uint32_t v; std::size_t edge; };
  for (std::uint32_t root = 0; root < count; ++root) {
    if (number[root] != kNoIndex) continue;
    std::vector<Frame> frames{{root, 0}};
    number[root] = low[root] = next_number++;
    stack.push_back(root);
    on_stack[root] = 1;
    while (!frames.empty()) {
      Frame& frame = frames.back();
      if (frame.edge < reads[frame.v].size()) {
        const std::uint32_t w = reads[frame.v][frame.edge++];
        if (number[w] == kNoIndex) {
          number[w] = low[w] = next_number++;
          stack.push_back(w);
          on_stack[w] = 1;
          frames.push_back({w, 0});
        } else if (on_stack[w] != 0) {
          low[frame.v] = std::min(low[frame.v], number[w]);
        }
        continue;
      }
      const std::uint32_t v = frame.v;
      frames.pop_back();
      if (!frames.empty()) low[frames.back().v] = std::min(low[frames.back().v], low[v]);
      if (low[v] != number[v]) continue;
      Component component;
      std::uint32_t member = kNoIndex;
      do {
        member = stack.back();
        stack.pop_back();
        on_stack[member] = 0;
        plan_.continuous[member].component = static_cast<std::uint32_t>(plan_.components.size());
        component.members.push_back(member);
      } while (member != v);
      std::sort(component.members.begin(), component.members.end());
      plan_.components.push_back(std::move(component));
    }
  }
  // Transitive readers: highest numbers first, so each sees its readers' lists complete.
  std::vector<std::vector<std::uint32_t>> readers(plan_.components.size());
  for (std::size_t v = 0; v < count; ++v) {
    for (const std::uint32_t w : reads[v]) {
      const std::uint32_t from = plan_.continuous[w].component;
      const std::uint32_t to = plan_.continuous[v].component;
      if (from != to) readers[from].push_back(to);
    }
  }
  plan_.downstream = BitRows(plan_.components.size(), plan_.components.size());
  for (std::size_t c = plan_.components.size(); c-- > 0;) {
    plan_.downstream.Set(c, c);
    std::uint64_t* const all = plan_.downstream.row(c);
    for (const std::uint32_t reader : readers[c]) {
      const std::uint64_t* const further = plan_.downstream.row(reader);
      for (std::size_t w = 0; w < plan_.downstream.words; ++w) all[w] |= further[w];
    }
  }
}

}  // namespace entente::engine
