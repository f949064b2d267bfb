// What the record says happened, in one world: how likely it was just before, and then it happens.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/run/particle_tile.h"

namespace entente::engine {
bool ParticleTile::Forces(std::uint32_t happening) const {
  return forces_all_ || happening == forced_ || happening == forced_through_;
}

bool ParticleTile::Cancels(std::uint32_t trigger, double day) const {
  for (const TaughtOccasion& occasion : taught_.cancelled[trigger]) {
    if (day >= occasion.from && day < occasion.to) return true;
  }
  return false;
}

// Whether the happening's own effects would move, in this world now, what only the record may move.
bool ParticleTile::WouldMove(std::uint32_t h, std::size_t lane, double at) {
  if (overridden[h] != 0) return true;
  for (const PlannedEffect& effect : plan_.happenings[h].effects) {
    if (effect.effect.kind != model::EffectKind::kMove) continue;
    const std::uint32_t issue = effect.effect.issue.index();
    const auto from = static_cast<std::size_t>(tile_.StateOf(issue, lane));
    if (from == effect.effect.to) continue;
    const std::uint32_t arc =
        plan_.arcs[issue][from * model_.issues[issue].states.size() + effect.effect.to];
    if (arc == kNoIndex || overridden[arc] == 0) continue;
    if (tile_.Guard(effect.guard, lane, at)) return true;
  }
  return false;
}

std::uint32_t ParticleTile::ChooseFreely(std::size_t lane, std::uint32_t d, std::uint64_t k,
                                         bool undated) {
  Undated& last = undated_[d * tile_.width_ + lane];
  if (undated && last.ahead > 0) {  // the record has spoken of this one already
    --last.ahead;
    return kNoIndex;
  }
  const PlannedDecision& decision = plan_.decisions[d];
  const double at = tile_.day_;
  const double rationality = tile_.Evaluate(decision.rationality, lane, at);
  double best = -kNever, largest = -kNever;
  std::uint32_t pick = kNoIndex;
  struct Weighed {
    double scaled;
    bool free;
  };
  std::vector<Weighed> weighed;
  for (std::uint32_t i = 0; i < decision.options.size(); ++i) {
    const PlannedOption& option = decision.options[i];
    if (!tile_.Guard(option.guard, lane, at)) continue;
    const double scaled = rationality * tile_.Evaluate(option.utility, lane, at);
    if (!(std::fabs(scaled) < kNever)) {
      tile_.Fail(lane, WorldFault::kNonFinite, model_.decisions[d].provenance.span,
                 "non-finite utility of `" + model_.decisions[d].provenance.name + "." +
                     model_.decisions[d].options[i].name + "`");
      return kNoIndex;
    }
    const bool free = !WouldMove(option.happening, lane, at);
    weighed.push_back({scaled, free});
    largest = std::max(largest, scaled);
    if (!free) continue;
    const double noisy = scaled + Gumbel(tile_.math_, tile_.keys_.decision, option.hash,
                                         tile_.lanes_[lane].world, k);
    if (noisy > best) {
      best = noisy;
      pick = i;
    }
  }
  double all = 0.0, left = 0.0;
  for (const Weighed& option : weighed) {
    const double weight = std::exp(option.scaled - largest);
    all += weight;
    if (option.free) left += weight;
  }
  const double weight =
      all > 0.0 && left < all ? (left > 0.0 ? std::log(left / all) : -kNever) : 0.0;
  if (!undated || row_ >= taught_.undated_until[d]) {
    log_weight_[lane] += weight;
    return pick;
  }
  // Some later row is a choice of this decision: it takes the place of the last occasion before it.
  // So the occasion before this one was free, and this one waits.
  if (last.open) log_weight_[lane] += last.log_weight;
  last.open = true;
  last.log_weight = weight;
  return pick;
}

// The row at hand is an undated choice of the decision: what was chosen freely on its occasion, if the
// world had it already, weighs nothing; else the next occasion is this one.
void ParticleTile::Match(std::size_t lane, std::uint32_t d) {
  Undated& last = undated_[d * tile_.width_ + lane];
  if (!last.open) ++last.ahead;
  last.open = false;
}

double ParticleTile::ChoiceProbability(std::uint32_t d, std::uint32_t option, std::size_t lane,
                                       double at) {
  const PlannedDecision& decision = plan_.decisions[d];
  const double rationality = tile_.Evaluate(decision.rationality, lane, at);
  double largest = -kNever;
  std::vector<double> scaled(decision.options.size(), -kNever);
  for (std::size_t i = 0; i < decision.options.size(); ++i) {
    if (!tile_.Guard(decision.options[i].guard, lane, at)) continue;
    scaled[i] = rationality * tile_.Evaluate(decision.options[i].utility, lane, at);
    largest = std::max(largest, scaled[i]);
  }
  double sum = 0.0;
  for (double& value : scaled) sum += value = std::exp(value - largest);
  const double probability = scaled[option] / sum;
  return std::isfinite(probability) ? probability : 0.0;
}

double ParticleTile::ResultProbability(std::uint32_t c, std::uint32_t option, std::size_t lane,
                                       double at) {
  const PlannedChance& chance = plan_.chances[c];
  double sum = 0.0, own = 0.0;
  for (std::size_t i = 0; i < chance.odds.size(); ++i) {
    const double odds = std::max(0.0, tile_.Evaluate(chance.odds[i], lane, at));
    sum += odds;
    if (i == option) own = odds;
  }
  return sum > 0.0 ? own / sum : 0.0;
}

// The hazard's left limit: its expression on the state at `at`, before what happens there.
double ParticleTile::LeftHazard(std::uint32_t c, std::size_t lane, double at) {
  const PlannedChannel& channel = plan_.channels[c];
  if (channel.issue != kNoIndex &&
      tile_.StateOf(channel.issue, lane) != static_cast<std::int64_t>(channel.from)) {
    return 0.0;
  }
  double total = 0.0;
  for (const PlannedTerm& term : channel.terms) {
    if (tile_.Guard(term.guard, lane, at)) total += tile_.Evaluate(term.rate, lane, at);
  }
  if (!(std::fabs(total) < kNever)) {
    tile_.Fail(lane, WorldFault::kNonFinite, channel.span,
               "non-finite rate of `" + model_.channels[c].provenance.name + "`");
    return 0.0;
  }
  return std::max(total, 0.0);
}

// Rows of one day do not see the pressure of one another: it is kept as it was before the first.
void ParticleTile::KeepPressures(double at) {
  const std::size_t n = pressures_.size();
  kept_pressure_.resize(n * tile_.width_);
  for (std::size_t lane = 0; lane < tile_.count_; ++lane) {
    ++tile_.memo_now_;
    for (std::size_t i = 0; i < n; ++i) {
      kept_pressure_[lane * n + i] = tile_.Predict(pressures_[i], lane, at);
    }
  }
}

// Exchanges the pressures as they are with those kept; a second call undoes the first.
void ParticleTile::SwapPressures(std::size_t lane, double at) {
  const std::size_t n = pressures_.size();
  const bool kept_inside = !kept_synced_.empty();
  if (!kept_inside) {
    kept_synced_.assign(n + 1, at);
    kept_synced_[n] = 1.0;  // native code takes pressures to stand as of the grid point
  }
  for (std::size_t i = 0; i < n; ++i) {
    const HotContinuous& variable = plan_.hot_continuous[pressures_[i]];
    std::swap(tile_.At(variable.value, lane), kept_pressure_[lane * n + i]);
    // Several pressures of one component share its clock: it is exchanged once.
    double& synced = tile_.synced_[variable.component * tile_.width_ + lane];
    if (plan_.components[variable.component].members.front() == pressures_[i]) {
      std::swap(synced, kept_synced_[i]);
    }
  }
  const std::uint8_t flag = tile_.own_clocks_[lane];
  tile_.own_clocks_[lane] = static_cast<std::uint8_t>(kept_synced_[n]);
  kept_synced_[n] = flag;
  if (kept_inside) kept_synced_.clear();
  tile_.ForgetFrames();
}

void ParticleTile::Teach(std::size_t first, std::size_t last, const AdvanceSink& sink) {
  const double at = taught_.happenings[first].what.day;
  Harvest(at);
  if (last - first > 1) KeepPressures(at);
  for (std::size_t row = first; row < last; ++row) {
    const TaughtPlan& plan = taught_.happenings[row];
    row_ = row + 1;
    TaughtWeight* const weight =
        sink.taught == nullptr ? nullptr : &(*sink.taught)[row - sink.first_taught];
    for (std::size_t lane = 0; lane < tile_.count_; ++lane) {
      const std::size_t slot = first_slot_ + lane;
      const bool alive = tile_.lanes_[lane].alive;
      if (weight != nullptr) weight->log_weight_before[slot] = alive ? log_weight_[lane] : -kNever;
      double log_density = 0.0, probability = kNan;
      if (alive) {
        TeachLane(lane, plan, &log_density, &probability);
        log_weight_[lane] += log_density;
      }
      if (weight != nullptr) {
        weight->log_density[slot] = log_density;
        weight->probability[slot] = probability;
      }
    }
  }
}

void ParticleTile::TeachLane(std::size_t lane, const TaughtPlan& plan, double* log_density,
                             double* probability) {
  const double at = plan.what.day;
  const model::Happening& happening = model_.happenings[plan.what.happening.index()];
  ++tile_.memo_now_;
  if (happening.kind == model::HappeningKind::kTransition) {
    const std::uint32_t issue = happening.issue.index();
    const std::int64_t state = tile_.StateOf(issue, lane);
    const bool there = state == static_cast<std::int64_t>(happening.to);
    if (there && (!plan.what.complete || plan.same_instant_as_before)) {
      // What the world chose itself is the choice that the row tells.
      if (plan.undated) Match(lane, plan.what.choice->decision.index());
      return;
    }
    if (state != static_cast<std::int64_t>(happening.from)) {
      if (plan.what.complete) {
        *log_density = -kNever;
        *probability = 0.0;
        return;
      }
      // The record knows better what the state before was.
      tile_.BeginInstant(lane, at);
      tile_.MoveFreely(issue, happening.from);
      tile_.EndInstant();
      if (!tile_.lanes_[lane].alive) return;
    }
  }
  if (plan.same_instant_as_before) SwapPressures(lane, at);
  const RowOdds odds = Odds(lane, plan, at);
  if (plan.same_instant_as_before) SwapPressures(lane, at);
  *log_density = odds.log_density;
  *probability = odds.probability;
  if (odds.log_density == -kNever || !tile_.lanes_[lane].alive) return;
  if (plan.undated) Match(lane, plan.what.choice->decision.index());
  Force(lane, plan, odds.route ? &*odds.route : nullptr, at);
}

// How likely the row is on the state at `at`, and by which way it comes about.
ParticleTile::RowOdds ParticleTile::Odds(std::size_t lane, const TaughtPlan& plan, double at) {
  const model::Happening& happening = model_.happenings[plan.what.happening.index()];
  RowOdds odds;
  if (plan.by_occasion || plan.by_draw) {
    TaughtRoute dated;
    double p = 0.0;
    if (plan.by_draw) {
      dated.kind = TaughtRoute::Kind::kResult;
      dated.option = plan.what.option;
      p = ResultProbability(plan.what.chance.index(), plan.what.option, lane, at);
    } else {
      dated.kind = TaughtRoute::Kind::kChoice;
      dated.option = plan.what.choice->option;
      p = ChoiceProbability(plan.what.choice->decision.index(), dated.option, lane, at);
      if (plan.what.choice->occasion.valid()) {
        const PlannedTrigger& trigger = plan_.triggers[plan.what.choice->occasion.index()];
        if (!tile_.Guard(trigger.guard, lane, at)) p = 0.0;
        if (trigger.probability) p *= tile_.Evaluate(trigger.probability, lane, at);
      }
    }
    odds.route = dated;
    if (plan.what.complete) {
      odds.log_density = std::log(p);
      odds.probability = p;
    }
  } else if (!plan.routes.empty()) {
    double total = 0.0;
    std::vector<double> upto;
    for (const TaughtRoute& way : plan.routes) {
      double rate = LeftHazard(way.channel, lane, at);
      const model::Outlet& outlet = plan_.channels[way.channel].outlet;
      if (rate > 0.0 && way.kind == TaughtRoute::Kind::kChoice) {
        rate *= ChoiceProbability(outlet.decision.index(), way.option, lane, at);
      } else if (rate > 0.0 && way.kind == TaughtRoute::Kind::kResult) {
        rate *= ResultProbability(outlet.chance.index(), way.option, lane, at);
      }
      upto.push_back(total += rate);
    }
    std::size_t pick = 0;
    if (plan.routes.size() > 1) {
      const double u = Uniform(tile_.keys_.branch, Fnv1a64(happening.provenance.luck_name),
                               tile_.lanes_[lane].world, tile_.CalendarKey(at));
      while (pick + 1 < upto.size() && upto[pick] <= u * total) ++pick;
    }
    odds.route = plan.routes[pick];
    if (plan.what.complete && (total > 0.0 || !plan.other_ways)) {
      odds.log_density = std::log(total);
      odds.probability = -std::expm1(-total);
    }
  } else if (plan.what.complete && !plan.other_ways) {
    odds.log_density = -kNever;
    odds.probability = 0.0;
  }
  return odds;
}

double ParticleTile::LogDensityNow(std::size_t taught, std::size_t lane) {
  if (!tile_.lanes_[lane].alive) return -kNever;
  const TaughtPlan& plan = taught_.happenings[taught];
  const model::Happening& happening = model_.happenings[plan.what.happening.index()];
  if (happening.kind == model::HappeningKind::kTransition &&
      tile_.StateOf(happening.issue.index(), lane) != static_cast<std::int64_t>(happening.from)) {
    return -kNever;
  }
  ++tile_.memo_now_;
  return Odds(lane, plan, day_).log_density;
}

void ParticleTile::Force(std::size_t lane, const TaughtPlan& plan, const TaughtRoute* route,
                         double at) {
  const std::uint32_t h = plan.what.happening.index();
  const model::Happening& happening = model_.happenings[h];
  tile_.BeginInstant(lane, at);
  forced_ = h;
  const auto occur = [&](std::uint32_t which) {
    tile_.Occur(which, Origin{});
    tile_.DrainQueue();
  };
  bool done = false;
  const auto through = [&](std::uint32_t which) {
    // Where the row names the choice or result itself, what it moves is the record's doing.
    forces_all_ = which == h;
    forced_through_ = which;
    occur(which);
    forces_all_ = false;
    done = which == h ||
           (happening.kind == model::HappeningKind::kTransition &&
            tile_.StateOf(happening.issue.index(), lane) != static_cast<std::int64_t>(happening.from));
  };
  if (route != nullptr && route->kind == TaughtRoute::Kind::kForm) {
    Tile::Resolved resolved;
    const std::uint32_t form = plan.what.form.index();
    const std::uint64_t k =
        tile_.occasion_counts_[(plan_.decisions.size() + form) * tile_.width_ + lane]++;
    model::Outlet outlet;
    outlet.chance = plan.what.form;
    if (tile_.ResolveOutlet(outlet, k, &resolved)) {
      forced_through_ = resolved.happening;
      occur(resolved.happening);
      done = true;
    }
  } else if (route != nullptr && route->kind == TaughtRoute::Kind::kResult) {
    const model::ChanceId chance = plan.by_draw ? plan.what.chance
                                                : plan_.channels[route->channel].outlet.chance;
    const std::uint32_t which =
        model_.chances[chance.index()].options[route->option].happening.index();
    through(which);
  } else if (route != nullptr && route->kind == TaughtRoute::Kind::kChoice) {
    const model::DecisionId decision = plan.what.choice->decision;
    through(plan_.decisions[decision.index()].options[route->option].happening);
  }
  if (!done && tile_.lanes_[lane].alive) occur(h);
  tile_.EndInstant();
  forced_ = forced_through_ = kNoIndex;
}

}  // namespace entente::engine
