#include "record/chronology/occasions.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace entente::record {
namespace {

using model::TriggerKind;

bool Moves(const std::vector<model::Effect>& effects, model::IssueId issue, model::StateIndex to) {
  return std::any_of(effects.begin(), effects.end(), [&](const model::Effect& effect) {
    return effect.kind == model::EffectKind::kMove && effect.issue == issue && effect.to == to;
  });
}

bool MovesAtAll(const model::Happening& happening, model::IssueId issue, model::StateIndex to) {
  return Moves(happening.effects, issue, to) ||
         std::any_of(happening.reactions.begin(), happening.reactions.end(),
                     [&](const auto& reaction) { return Moves(reaction.effects, issue, to); });
}

// The day of the deadline `on next 11-23` or `after 90 days` of a state entered at `entered`.
std::optional<double> DeadlineAfter(const model::Model& model, const model::Trigger& deadline,
                                    double entered) {
  const std::int64_t start = model.time.start_day_number;
  if (deadline.kind == TriggerKind::kAfter) return Shift(start, entered, deadline.delay);
  if (deadline.kind != TriggerKind::kOnNext) return std::nullopt;
  const auto today = start + static_cast<std::int64_t>(std::floor(entered));
  for (std::int32_t year = CivilFromDayNumber(today).year;; ++year) {
    const CivilDate date{year, deadline.month,
                         std::min(deadline.day, DaysInMonth(year, deadline.month))};
    const auto due = static_cast<double>(DayNumber(date) - start);
    if (due > entered) return due;
  }
}

// The hidden issue of who is elected and not yet in office; invalid if there is none.
model::IssueId ElectOf(const model::Model& model, model::IssueId office) {
  const std::string name = model.issues[office.index()].provenance.name + " elect";
  for (std::size_t i = 0; i < model.issues.size(); ++i) {
    if (model.issues[i].kind == model::IssueKind::kHidden &&
        model.issues[i].provenance.name == name) {
      return model::IssueId(i);
    }
  }
  return {};
}

// Whether the result puts this person into the office, at once or later.
bool Elects(const model::Model& model, const model::Happening& result, model::IssueId office,
            model::IssueId elect, const std::string& person) {
  for (const model::Effect& effect : result.effects) {
    if (effect.kind != model::EffectKind::kMove) continue;
    if (effect.issue != office && (!elect.valid() || effect.issue != elect)) continue;
    if (model.issues[effect.issue.index()].states[effect.to].name == person) return true;
  }
  return false;
}

}  // namespace

std::vector<OptionPlace> OptionsInto(const model::Model& model, model::IssueId issue,
                                     model::StateIndex to) {
  std::vector<OptionPlace> found;
  for (std::size_t d = 0; d < model.decisions.size(); ++d) {
    const auto& options = model.decisions[d].options;
    for (std::size_t k = 0; k < options.size(); ++k) {
      if (!options[k].happening.valid()) continue;
      const model::Happening& chosen = model.happenings[options[k].happening.index()];
      if (MovesAtAll(chosen, issue, to)) {
        found.push_back({static_cast<std::uint32_t>(d), static_cast<std::uint32_t>(k)});
      }
    }
  }
  return found;
}

bool ComesAboutWithoutChoice(const model::Model& model, model::HappeningId transition) {
  const auto brings = [&](const model::Outlet& outlet) {
    if (outlet.happening == transition) return true;
    if (!outlet.chance.valid()) return false;
    const auto& options = model.chances[outlet.chance.index()].options;
    return std::any_of(options.begin(), options.end(),
                       [&](const auto& option) { return option.happening == transition; });
  };
  const auto by = [&](const auto& element) { return brings(element.outlet); };
  if (std::any_of(model.channels.begin(), model.channels.end(), by)) return true;
  if (std::any_of(model.triggers.begin(), model.triggers.end(), by)) return true;
  const model::Happening& way = model.happenings[transition.index()];
  return std::any_of(model.happenings.begin(), model.happenings.end(), [&](const auto& other) {
    return other.kind != model::HappeningKind::kOption && MovesAtAll(other, way.issue, way.to);
  });
}

std::optional<RecordedChoice> OccasionOn(const model::Model& model, model::DecisionId decision,
                                         std::uint32_t option, double day, const Entered& entered) {
  RecordedChoice choice;
  choice.decision = decision;
  choice.option = option;
  choice.window_from = choice.window_to = day;
  bool any_time = false;
  const auto found = [&](std::size_t trigger, double from, double to) {
    choice.occasion = model::TriggerId(trigger);
    choice.window_from = from;
    choice.window_to = to;
    return choice;
  };
  for (std::size_t i = 0; i < model.triggers.size(); ++i) {
    const model::Trigger& trigger = model.triggers[i];
    if (trigger.outlet.decision != decision) continue;
    switch (trigger.kind) {
      case TriggerKind::kDates:
        for (const double date : trigger.days) {
          if (std::floor(date) == day) return found(i, date, date);
        }
        break;
      case TriggerKind::kWindows:
        for (std::size_t k = 0; k < trigger.days.size(); ++k) {
          if (trigger.days[k] <= day && day <= trigger.window_ends[k]) {
            return found(i, trigger.days[k], trigger.window_ends[k]);
          }
        }
        break;
      case TriggerKind::kBeforeLeaving: {
        const auto due = DeadlineAfter(model, model.triggers[trigger.deadline.index()],
                                       entered[trigger.issue.index()]);
        if (!due) {
          any_time = true;
          break;
        }
        const Duration back{-trigger.delay.days, -trigger.delay.months};
        const double at = Shift(model.time.start_day_number, *due, back);
        if (std::floor(at) == day) return found(i, at, at);
        break;
      }
      default:
        any_time = true;
    }
  }
  for (const model::Channel& channel : model.channels) {
    any_time = any_time || channel.outlet.decision == decision;
  }
  return any_time ? std::optional(choice) : std::nullopt;
}

std::optional<Ballot> BallotBefore(const model::Model& model, model::IssueId office,
                                   model::StateIndex person, double day) {
  const model::IssueId elect = ElectOf(model, office);
  const std::string& name = model.issues[office.index()].states[person].name;
  std::optional<Ballot> latest;
  for (const model::Trigger& trigger : model.triggers) {
    if (!trigger.outlet.chance.valid() || trigger.kind != TriggerKind::kDates) continue;
    const auto& options = model.chances[trigger.outlet.chance.index()].options;
    for (std::size_t k = 0; k < options.size(); ++k) {
      if (!options[k].happening.valid()) continue;
      const model::Happening& result = model.happenings[options[k].happening.index()];
      if (!Elects(model, result, office, elect, name)) continue;
      for (const double date : trigger.days) {
        if (date > day || (latest && date <= latest->day)) continue;
        latest = Ballot{date, trigger.outlet.chance, static_cast<std::uint32_t>(k)};
      }
    }
  }
  return latest;
}

bool HasUndatedBallot(const model::Model& model, model::IssueId office) {
  return std::any_of(model.triggers.begin(), model.triggers.end(), [&](const auto& trigger) {
    return trigger.outlet.chance.valid() && trigger.issue == office;
  });
}

}  // namespace entente::record
