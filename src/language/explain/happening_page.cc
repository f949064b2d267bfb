// Explanations of what happens: events, transitions, options, issues, decisions, draws.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "language/explain/page.h"

namespace entente::language::explain {
namespace {

using model::HappeningId;
using model::TriggerKind;

constexpr std::size_t kMaxDates = 6;

// "× 0.55" or, for a factor that carries the unit, "0.5 per year".
std::string FactorNumber(const Page& page, const model::RateFactor& factor) {
  if (factor.text.rfind("while ", 0) == 0) return page.Guard(factor.value);
  const double value = page.At(factor.value);
  const model::Model& model = page.model();
  const model::Expression& top = model.expressions[factor.value];
  if (top.op == model::Op::kParameter) {
    return page.Shown(value, model.parameters[top.index].unit);
  }
  if (top.op == model::Op::kDefinition) {
    return page.Shown(value, model.definitions[top.index].unit);
  }
  const bool rate = factor.text.find(" per ") != std::string::npos;
  return rate ? page.Rate(value) : fmt::format("{:.4g}", value);
}

// The text of a factor on one line.
std::string OneLine(const std::string& text) {
  constexpr std::size_t kLongest = 52;
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (line.size() > kLongest) line = line.substr(0, kLongest - 3) + "...";
  return line;
}

bool Open(const Page& page, model::IssueId issue, model::StateIndex from) {
  if (!issue.valid() || from == model::kAnyState) return true;
  return page.start().states[issue.index()] == from;
}

std::string StateName(const Page& page, model::IssueId issue, model::StateIndex state) {
  if (state == model::kAnyState) return "any state";
  return page.model().issues[issue.index()].states[state].name;
}

std::string DatesText(const Page& page, const std::vector<double>& days) {
  std::vector<std::string> dates;
  for (std::size_t i = 0; i < days.size() && i < kMaxDates; ++i) {
    dates.push_back(page.Date(days[i]));
  }
  std::string text = fmt::format("{}", fmt::join(dates, ", "));
  if (days.size() > kMaxDates) text += fmt::format(" and {} more", days.size() - kMaxDates);
  return text;
}

std::string TriggerText(const Page& page, const model::Trigger& trigger) {
  switch (trigger.kind) {
    case TriggerKind::kDates:
      return trigger.days.empty() ? "on no date within the time"
                                  : "on " + DatesText(page, trigger.days);
    case TriggerKind::kWindows: {
      if (trigger.days.empty()) return "in no window within the time";
      std::string text = fmt::format("on a day drawn between {} and {}",
                                     page.Date(trigger.days.front()),
                                     page.Date(trigger.window_ends.front()));
      if (trigger.days.size() > 1) {
        text += fmt::format(", and in {} more windows", trigger.days.size() - 1);
      }
      return text;
    }
    case TriggerKind::kAfter:
      return fmt::format("{} after entering {}", page.Length(trigger.delay),
                         StateName(page, trigger.issue, trigger.from));
    case TriggerKind::kAfterBetween:
      return fmt::format("{} to {} (10th and 90th percentile) after entering {}",
                         page.Length(trigger.delay), page.Length(trigger.delay_high),
                         StateName(page, trigger.issue, trigger.from));
    case TriggerKind::kOnNext:
      return fmt::format("on the next {:02}-{:02} after entering {}", trigger.month, trigger.day,
                         StateName(page, trigger.issue, trigger.from));
    case TriggerKind::kBeforeLeaving:
      return fmt::format("{} before {} is left", page.Length(trigger.delay),
                         StateName(page, trigger.issue, trigger.from));
    case TriggerKind::kOnce:
      return "once " + page.Text(trigger.condition);
    case TriggerKind::kWhenever:
      return "whenever " + page.Text(trigger.condition);
  }
  return {};
}

void DescribeAct(Page& page, const model::Act& act) {
  std::string line = "an act by " + page.Actors(act.by);
  if (!act.toward.empty()) line += " toward " + page.Actors(act.toward);
  if (act.track.valid()) {
    line += " about " + page.model().tracks[act.track.index()].provenance.name;
  }
  const double weight = page.At(act.weight);
  line += fmt::format(", weight {:+.3g}", weight);
  if (weight != 0.0) line += weight < 0.0 ? " (hostile)" : " (cooperative)";
  page.Line(1, line);
}

void DescribeFeeds(Page& page, const model::Happening& happening) {
  const model::Model& model = page.model();
  if (happening.feeds.empty()) return;
  page.Line(1, "feeds");
  for (const model::Feed& feed : happening.feeds) {
    const model::Pressure& pressure = model.pressures[feed.pressure.index()];
    page.Row(2, pressure.name,
             fmt::format("+{:.3g}, half-life {}", page.At(feed.amount),
                         page.Days(page.At(pressure.half_life_days))));
  }
}

// Effects elsewhere that move the issue along this way.
void DescribeMovers(Page& page, const model::Happening& happening) {
  const model::Model& model = page.model();
  std::vector<std::string> movers;
  const auto scan = [&](const std::vector<model::Effect>& effects, const std::string& owner) {
    for (const model::Effect& effect : effects) {
      if (effect.kind != model::EffectKind::kMove || effect.issue != happening.issue ||
          effect.to != happening.to) {
        continue;
      }
      if (std::find(movers.begin(), movers.end(), owner) == movers.end()) movers.push_back(owner);
    }
  };
  for (const model::Happening& other : model.happenings) {
    scan(other.effects, other.provenance.name);
    for (const model::Reaction& reaction : other.reactions) {
      scan(reaction.effects, other.provenance.name);
    }
  }
  for (const std::string& mover : movers) page.Line(1, "as an effect of " + mover);
}

}  // namespace

void DescribeChannel(Page& page, int indent, const model::Channel& channel) {
  double total = 0.0;
  for (const model::HazardTerm& term : channel.terms) {
    if (page.At(term.guard) != 0.0) total += std::max(0.0, page.At(term.rate_per_day));
  }
  const bool open = Open(page, channel.issue, channel.from);
  std::string number = page.Rate(total) + " at the start";
  if (!open) {
    number = fmt::format("{} once {}", page.Rate(total),
                         StateName(page, channel.issue, channel.from));
  }
  page.Row(indent, "by a rate", number);
  for (std::size_t i = 0; i < channel.terms.size(); ++i) {
    const model::HazardTerm& term = channel.terms[i];
    if (channel.terms.size() > 1) {
      page.Row(indent + 1, fmt::format("term {} of {}", i + 1, channel.terms.size()),
               page.Rate(page.At(term.rate_per_day)));
    }
    for (const model::RateFactor& factor : term.factors) {
      std::string number_text = FactorNumber(page, factor);
      const std::string place = page.PlaceOf(factor.span);
      if (!place.empty()) number_text += "   " + place;
      page.Row(indent + 1, OneLine(factor.text), number_text);
    }
    if (term.factors.empty()) page.Line(indent + 1, page.Text(term.rate_per_day));
  }
}

void DescribeTrigger(Page& page, int indent, const model::Trigger& trigger) {
  std::string line = TriggerText(page, trigger);
  if (trigger.issue.valid() && trigger.kind == TriggerKind::kDates) {
    line += fmt::format(", if {} then", StateName(page, trigger.issue, trigger.from));
  }
  page.Line(indent, line);
  if (trigger.guard.valid()) {
    page.Row(indent + 1, "while " + page.Text(trigger.guard), page.Guard(trigger.guard));
  }
  if (trigger.probability.valid()) {
    page.Row(indent + 1, "with probability " + page.Text(trigger.probability),
             fmt::format("{:.3g}", page.At(trigger.probability)));
  }
}

void DescribeEffects(Page& page, int indent, const std::vector<model::Effect>& effects) {
  const model::Model& model = page.model();
  for (const model::Effect& effect : effects) {
    std::string line;
    const auto quantity = [&] { return model.quantities[effect.quantity.index()].provenance.name; };
    switch (effect.kind) {
      case model::EffectKind::kSet:
        line = fmt::format("{} = {}", quantity(), page.Text(effect.value));
        break;
      case model::EffectKind::kIncrease:
        line = fmt::format("{} += {}", quantity(), page.Text(effect.value));
        break;
      case model::EffectKind::kDecrease:
        line = fmt::format("{} -= {}", quantity(), page.Text(effect.value));
        break;
      case model::EffectKind::kScale:
        line = fmt::format("{} *= {}", quantity(), page.Text(effect.value));
        break;
      case model::EffectKind::kMove:
        line = fmt::format("{} -> {}", model.issues[effect.issue.index()].provenance.name,
                           StateName(page, effect.issue, effect.to));
        break;
      case model::EffectKind::kExcite:
        line = fmt::format("excite {} by {}", model.pressures[effect.pressure.index()].name,
                           page.Text(effect.value));
        break;
    }
    if (effect.probability.valid()) {
      line += fmt::format(", with probability {:.3g}", page.At(effect.probability));
    }
    if (effect.guard.valid()) line += ", while " + page.Text(effect.guard);
    page.Line(indent, line);
  }
}

void DescribeHappening(Page& page, HappeningId id) {
  const model::Model& model = page.model();
  const model::Happening& happening = model.happenings[id.index()];
  const char* kind = "event";
  if (happening.kind == model::HappeningKind::kTransition) kind = "transition";
  if (happening.kind == model::HappeningKind::kOption) kind = "option";
  if (happening.kind == model::HappeningKind::kNotice) kind = "bookkeeping";
  page.Heading(happening.provenance, kind);
  if (happening.act) DescribeAct(page, *happening.act);
  bool caused = false;
  // An event with several forms comes about through a chance among them.
  const auto brings = [&](const model::Outlet& outlet) {
    if (outlet.happening == id) return true;
    if (!outlet.chance.valid() || happening.kind != model::HappeningKind::kEvent) return false;
    for (const model::ChanceOption& option : model.chances[outlet.chance.index()].options) {
      if (option.happening != id) continue;
      page.Row(1, "each time with odds " + page.Text(option.odds),
               fmt::format("{:.3g} at the start", page.At(option.odds)));
      return true;
    }
    return false;
  };
  for (const model::Channel& channel : model.channels) {
    if (!brings(channel.outlet)) continue;
    DescribeChannel(page, 1, channel);
    caused = true;
  }
  for (const model::Trigger& trigger : model.triggers) {
    if (!brings(trigger.outlet)) continue;
    DescribeTrigger(page, 1, trigger);
    caused = true;
  }
  for (const model::Decision& decision : model.decisions) {
    for (const model::DecisionOption& option : decision.options) {
      if (option.happening != id) continue;
      page.Row(1, "chosen in " + decision.provenance.name,
               fmt::format("utility {:.3g} at the start", page.At(option.utility)));
      page.Line(2, page.Text(option.utility));
      if (option.guard.valid()) {
        page.Row(2, "while " + page.Text(option.guard), page.Guard(option.guard));
      }
      caused = true;
    }
  }
  if (happening.kind == model::HappeningKind::kTransition) DescribeMovers(page, happening);
  if (!caused && happening.kind == model::HappeningKind::kEvent) {
    page.Line(1, "nothing brings it about but a policy");
  }
  DescribeFeeds(page, happening);
  if (!happening.effects.empty()) {
    page.Line(1, "then");
    DescribeEffects(page, 2, happening.effects);
  }
  for (const model::Reaction& reaction : happening.reactions) {
    page.Line(1, "upon it" + (reaction.guard.valid() ? " while " + page.Text(reaction.guard)
                                                     : std::string()));
    DescribeEffects(page, 2, reaction.effects);
  }
  page.Sources(happening.provenance);
}

void DescribeIssue(Page& page, model::IssueId id) {
  const model::Model& model = page.model();
  const model::Issue& issue = model.issues[id.index()];
  const char* kind = "issue";
  if (issue.kind == model::IssueKind::kOffice) kind = "office";
  if (issue.kind == model::IssueKind::kChance) kind = "chance";
  if (issue.kind == model::IssueKind::kHidden) kind = "bookkeeping";
  page.Heading(issue.provenance, kind);
  std::vector<std::string> states;
  for (const model::State& state : issue.states) states.push_back(state.name);
  page.Line(1, fmt::format("states {}; starts {}", fmt::join(states, ", "), states[issue.start]));
  page.Sources(issue.provenance);
  // Ways of offices and chances only say who follows whom; their draws tell more.
  if (issue.kind != model::IssueKind::kIssue) return;
  for (std::size_t i = 0; i < model.happenings.size(); ++i) {
    const model::Happening& happening = model.happenings[i];
    if (happening.issue == id && happening.kind == model::HappeningKind::kTransition) {
      DescribeHappening(page, HappeningId(i));
    }
  }
}

void DescribeDecision(Page& page, model::DecisionId id) {
  const model::Model& model = page.model();
  const model::Decision& decision = model.decisions[id.index()];
  page.Heading(decision.provenance, "decision");
  if (decision.by.valid()) {
    page.Line(1, "by " + model.actors[decision.by.index()].provenance.name);
  }
  for (const model::Channel& channel : model.channels) {
    if (channel.outlet.decision == id) DescribeChannel(page, 1, channel);
  }
  for (const model::Trigger& trigger : model.triggers) {
    if (trigger.outlet.decision == id) DescribeTrigger(page, 1, trigger);
  }
  const double rationality = page.At(decision.rationality);
  page.Row(1, "rationality " + page.Text(decision.rationality),
           fmt::format("{:.3g}", rationality));
  double best = -INFINITY;
  for (const model::DecisionOption& option : decision.options) {
    if (page.At(option.guard) != 0.0) best = std::max(best, page.At(option.utility));
  }
  double sum = 0.0;
  std::vector<double> shares;
  for (const model::DecisionOption& option : decision.options) {
    const bool open = page.At(option.guard) != 0.0;
    shares.push_back(open ? std::exp(rationality * (page.At(option.utility) - best)) : 0.0);
    sum += shares.back();
  }
  for (std::size_t i = 0; i < decision.options.size(); ++i) {
    const model::DecisionOption& option = decision.options[i];
    page.Row(1, "option " + option.name,
             fmt::format("chosen in {:.0f} % at the start, utility {:.3g}",
                         sum > 0.0 ? 100.0 * shares[i] / sum : 0.0, page.At(option.utility)));
    page.Line(2, "utility " + page.Text(option.utility));
    if (option.guard.valid()) {
      page.Row(2, "while " + page.Text(option.guard), page.Guard(option.guard));
    }
    DescribeEffects(page, 2, model.happenings[option.happening.index()].effects);
  }
  page.Sources(decision.provenance);
}

void DescribeChance(Page& page, model::ChanceId id) {
  const model::Model& model = page.model();
  const model::Chance& chance = model.chances[id.index()];
  page.Heading(chance.provenance, "draw");
  for (const model::Trigger& trigger : model.triggers) {
    if (trigger.outlet.chance == id) DescribeTrigger(page, 1, trigger);
  }
  double sum = 0.0;
  for (const model::ChanceOption& option : chance.options) sum += page.At(option.odds);
  for (const model::ChanceOption& option : chance.options) {
    page.Row(1, option.name,
             fmt::format("{:.1f} % at the start",
                         sum > 0.0 ? 100.0 * page.At(option.odds) / sum : 0.0));
  }
  page.Sources(chance.provenance);
}

}  // namespace entente::language::explain
