// The teacher's rows and windows against the plan: by which ways each row can have come about, what
// may not happen of itself and when, and which occasions the rows already speak of.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/run/particle_tile.h"

namespace entente::engine {
namespace {

using model::EffectKind;

bool EffectsReach(const std::vector<model::Effect>& effects, const model::Happening& happening) {
  return std::any_of(effects.begin(), effects.end(), [&](const model::Effect& effect) {
    return effect.kind == EffectKind::kMove && effect.issue == happening.issue &&
           effect.to == happening.to;
  });
}

// Is there a way to the happening other than a channel that fires at a rate and brings just it about?
bool OtherWays(const model::Model& model, model::HappeningId id) {
  const model::Happening& happening = model.happenings[id.index()];
  for (const model::Trigger& trigger : model.triggers) {
    if (trigger.outlet.happening == id) return true;
  }
  const auto among = [&](const auto& options) {
    return std::any_of(options.begin(), options.end(),
                       [&](const auto& option) { return option.happening == id; });
  };
  for (const model::Decision& decision : model.decisions) {
    if (among(decision.options)) return true;
  }
  for (const model::Chance& chance : model.chances) {
    if (among(chance.options)) return true;
  }
  if (happening.kind != model::HappeningKind::kTransition) return false;
  for (const model::Happening& other : model.happenings) {
    if (EffectsReach(other.effects, happening)) return true;
    for (const model::Reaction& reaction : other.reactions) {
      if (EffectsReach(reaction.effects, happening)) return true;
    }
  }
  return false;
}

Result<TaughtPlan> PlanRow(const Plan& plan, const TaughtHappening& row, std::size_t number) {
  const model::Model& model = *plan.model;
  const auto fail = [&](const char* what) {
    return Fail(fmt::format("taught happening {} names {} that the model does not have", number,
                            what));
  };
  if (!row.happening.valid() || row.happening.index() >= model.happenings.size()) {
    return fail("a happening");
  }
  if (row.form.valid() && row.form.index() >= model.chances.size()) return fail("a chance");
  if (row.chance.valid() && (row.chance.index() >= model.chances.size() ||
                             row.option >= model.chances[row.chance.index()].options.size())) {
    return fail("a result of a chance");
  }
  if (row.choice) {
    const TaughtChoice& choice = *row.choice;
    if (!choice.decision.valid() || choice.decision.index() >= model.decisions.size() ||
        choice.option >= model.decisions[choice.decision.index()].options.size() ||
        (choice.occasion.valid() && choice.occasion.index() >= model.triggers.size())) {
      return fail("a choice");
    }
  }
  if (!(row.day > 0.0 && row.day <= plan.horizon)) {
    return Fail(fmt::format("taught happening {} lies on day {}, outside the model's time (0 to {})",
                            number, row.day, plan.horizon));
  }
  TaughtPlan planned;
  planned.what = row;
  planned.by_draw = row.chance.valid();
  bool decision_has_channel = false;
  for (std::uint32_t c = 0; c < plan.channels.size(); ++c) {
    const model::Outlet& outlet = plan.channels[c].outlet;
    TaughtRoute route;
    route.channel = c;
    if (outlet.happening == row.happening) {
      planned.routes.push_back(route);
    } else if (outlet.chance.valid() && outlet.chance == row.form) {
      route.kind = TaughtRoute::Kind::kForm;
      planned.routes.push_back(route);
    } else if (outlet.chance.valid()) {
      const model::Chance& chance = model.chances[outlet.chance.index()];
      for (std::uint32_t i = 0; i < chance.options.size(); ++i) {
        if (chance.options[i].happening != row.happening) continue;
        route.kind = TaughtRoute::Kind::kResult;
        route.option = i;
        planned.routes.push_back(route);
      }
    } else if (outlet.decision.valid() && row.choice && outlet.decision == row.choice->decision) {
      decision_has_channel = true;
      route.kind = TaughtRoute::Kind::kChoice;
      route.option = row.choice->option;
      planned.routes.push_back(route);
    }
  }
  planned.by_occasion = row.choice && (row.choice->occasion.valid() || !decision_has_channel);
  planned.undated = planned.by_occasion && !row.choice->occasion.valid();
  planned.other_ways = OtherWays(model, row.happening);
  return planned;
}

// What only the record may do while these windows last.
TaughtSets SetsOf(const Plan& plan, const Teacher& teacher, double day) {
  const model::Model& model = *plan.model;
  TaughtSets sets;
  sets.day = day;
  sets.forbidden.assign(plan.channels.size(), 0);
  sets.overridden.assign(plan.happenings.size(), 0);
  sets.taught_decisions.assign(plan.decisions.size(), 0);
  for (const CompleteWindow& window : teacher.windows) {
    if (!(window.from <= day && day < window.to)) continue;
    for (std::size_t h = 0; h < model.happenings.size(); ++h) {
      const model::Happening& happening = model.happenings[h];
      const bool listed =
          happening.kind == model::HappeningKind::kTransition
              ? std::find(window.issues.begin(), window.issues.end(), happening.issue) !=
                    window.issues.end()
              : std::find(window.events.begin(), window.events.end(), model::HappeningId(h)) !=
                    window.events.end();
      if (listed) sets.overridden[h] = 1;
    }
  }
  // The forms of one event stand or fall together.
  for (std::size_t c = 0; c < plan.channels.size(); ++c) {
    const model::Outlet& outlet = plan.channels[c].outlet;
    if (outlet.happening.valid()) {
      sets.forbidden[c] = sets.overridden[outlet.happening.index()];
    } else if (outlet.chance.valid()) {
      const auto& options = model.chances[outlet.chance.index()].options;
      sets.forbidden[c] =
          std::any_of(options.begin(), options.end(), [&](const model::ChanceOption& option) {
            return sets.overridden[option.happening.index()] != 0;
          });
      if (sets.forbidden[c] == 0) continue;
      for (const model::ChanceOption& option : options) {
        sets.overridden[option.happening.index()] = 1;
      }
    }
  }
  for (std::size_t d = 0; d < model.decisions.size(); ++d) {
    for (const model::DecisionOption& option : model.decisions[d].options) {
      const model::Happening& happening = model.happenings[option.happening.index()];
      bool moves = sets.overridden[option.happening.index()] != 0;
      for (const model::Effect& effect : happening.effects) {
        if (effect.kind != EffectKind::kMove) continue;
        const std::uint32_t issue = effect.issue.index();
        const std::size_t states = model.issues[issue].states.size();
        for (std::size_t from = 0; from < states; ++from) {
          const std::uint32_t arc = plan.arcs[issue][from * states + effect.to];
          moves = moves || (arc != kNoIndex && sets.overridden[arc] != 0);
        }
      }
      if (moves) sets.taught_decisions[d] = 1;
    }
  }
  return sets;
}

}  // namespace

Result<TaughtModel> MakeTaughtModel(const Plan& plan, const Teacher& teacher) {
  const model::Model& model = *plan.model;
  TaughtModel taught;
  double last = 0.0;
  for (std::size_t i = 0; i < teacher.happenings.size(); ++i) {
    Result<TaughtPlan> row = PlanRow(plan, teacher.happenings[i], i);
    if (!row) return tl::unexpected(row.error());
    if (row->what.day < last) {
      return Fail(fmt::format("taught happening {} lies before the one above it", i));
    }
    row->same_instant_as_before = i > 0 && row->what.day == last;
    last = row->what.day;
    taught.happenings.push_back(std::move(*row));
  }
  taught.undated_until.assign(plan.decisions.size(), 0);
  for (std::size_t i = 0; i < taught.happenings.size(); ++i) {
    const TaughtPlan& row = taught.happenings[i];
    if (row.undated) taught.undated_until[row.what.choice->decision.index()] = i + 1;
  }
  // Occasions of which a row speaks: that of its choice, and dates of the same day that lead to it.
  taught.cancelled.resize(plan.triggers.size());
  for (const TaughtPlan& row : taught.happenings) {
    const double today = std::floor(row.what.day);
    if (row.what.choice && row.what.choice->occasion.valid()) {
      taught.cancelled[row.what.choice->occasion.index()].push_back(
          {row.what.choice->window_from, row.what.choice->window_to + 1.0});
    }
    for (std::size_t t = 0; t < model.triggers.size(); ++t) {
      const model::Outlet& outlet = model.triggers[t].outlet;
      if (outlet.happening == row.what.happening ||
          (outlet.chance.valid() &&
           (outlet.chance == row.what.chance || outlet.chance == row.what.form))) {
        taught.cancelled[t].push_back({today, today + 1.0});
      }
    }
  }
  std::vector<double> days{0.0};
  for (const CompleteWindow& window : teacher.windows) {
    if (!(window.from < window.to)) return Fail("a complete window ends before it begins");
    for (const model::IssueId id : window.issues) {
      if (!id.valid() || id.index() >= model.issues.size()) {
        return Fail("a complete window names an issue that the model does not have");
      }
    }
    for (const model::HappeningId id : window.events) {
      if (!id.valid() || id.index() >= model.happenings.size()) {
        return Fail("a complete window names an event that the model does not have");
      }
    }
    for (const double day : {window.from, window.to}) {
      if (day > 0.0 && day <= plan.horizon) days.push_back(day);
    }
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  for (const double day : days) taught.sets.push_back(SetsOf(plan, teacher, day));
  return taught;
}

}  // namespace entente::engine
