#include "report/words/structure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "model/print/print.h"
#include "report/data/run_view.h"
#include "report/text/columns.h"
#include "report/text/numbers.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

constexpr std::size_t kExpressionLimit = 200;

bool StartsWith(const std::string& text, std::string_view start) {
  return text.compare(0, start.size(), start) == 0;
}

// A factor that is a sum or a choice stands in parentheses beside the others.
std::string Factor(const std::string& text) {
  int depth = 0;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '[') ++depth;
    if (text[i] == ')' || text[i] == ']') --depth;
    const std::string_view rest = std::string_view(text).substr(i);
    const bool loose = rest.substr(0, 3) == " + " || rest.substr(0, 3) == " - " ||
                       rest.substr(0, 4) == " if ";
    if (depth == 0 && loose) return "(" + text + ")";
  }
  return text;
}

// The factors of a rate, sorted into a product, what raises, lowers or links it, and its guard:
// "2 per year × trust; raised by retaliation; while gsomia is in_force".
std::string FactorsText(const std::vector<model::RateFactor>& factors) {
  std::string product, tail, guard;
  for (const model::RateFactor& factor : factors) {
    const std::string& text = factor.text;
    if (StartsWith(text, "while ")) {
      guard += (guard.empty() ? "; " : " and ") + (guard.empty() ? text : text.substr(6));
    } else if (StartsWith(text, "raised by ") || StartsWith(text, "lowered by ")) {
      tail += "; " + text;
    } else if (StartsWith(text, "linkage ")) {
      tail += "; times the linkage " + text.substr(8);
    } else if (StartsWith(text, "framework ")) {
      tail += "; damped by " + text.substr(10);
    } else {
      product += (product.empty() ? "" : " × ") + (factors.size() > 1 ? Factor(text) : text);
    }
  }
  std::string all = product + tail + guard;
  if (StartsWith(all, "; ")) all.erase(0, 2);
  return all;
}

// A rate from its factors, or from the expression.
std::string RateText(const model::Model& model, const model::HazardTerm& term) {
  std::string text = FactorsText(term.factors);
  const model::ExpressionPool& pool = model.expressions;
  if (text.empty() && pool.IsConstant(term.rate_per_day)) {
    text = "rate " + Brief(pool.ConstantValue(term.rate_per_day) * kDaysPerYear) + " per year";
  } else if (text.empty()) {
    text = "rate " + PrintExpression(model, term.rate_per_day, kExpressionLimit) + " per day";
  }
  if (term.guard.valid() && text.find("while ") == std::string::npos) {
    text += " while " + PrintExpression(model, term.guard, kExpressionLimit);
  }
  return text;
}

std::string DurationText(const Duration& duration) {
  if (duration.months == 0) return SpanOfTime(duration.days);
  if (duration.days == 0 && std::fmod(duration.months, 12.0) == 0) {
    return Brief(duration.months / 12) + (duration.months == 12 ? " year" : " years");
  }
  if (duration.days == 0) return Brief(duration.months) + " months";
  return SpanOfTime(duration.MeanDays());
}

std::string DatesText(const model::Model& model, const std::vector<double>& days) {
  constexpr std::size_t kShown = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, days.size()); ++i) {
    text += (i > 0 ? ", " : "") + DateOf(model, days[i]);
  }
  if (days.size() > kShown) text += fmt::format(", … ({} dates)", days.size());
  return text;
}

std::string WindowsText(const model::Model& model, const model::Trigger& trigger) {
  if (trigger.days.empty() || trigger.window_ends.empty()) return "in yearly windows";
  return fmt::format("on a day between {} and {}{}", DateOf(model, trigger.days[0]),
                     DateOf(model, trigger.window_ends[0]),
                     trigger.days.size() > 1
                         ? fmt::format(" and in {} further windows", trigger.days.size() - 1)
                         : "");
}

std::string TriggerText(const model::Model& model, const model::Trigger& trigger) {
  using model::TriggerKind;
  const auto condition = [&] {
    return PrintExpression(model, trigger.condition, kExpressionLimit);
  };
  std::string text;
  switch (trigger.kind) {
    case TriggerKind::kDates: text = "on " + DatesText(model, trigger.days); break;
    case TriggerKind::kWindows: text = WindowsText(model, trigger); break;
    case TriggerKind::kAfter: text = "after " + DurationText(trigger.delay); break;
    case TriggerKind::kAfterBetween:
      text = "after " + DurationText(trigger.delay) + " to " + DurationText(trigger.delay_high);
      break;
    case TriggerKind::kOnNext:
      text = fmt::format("on the next {:02}-{:02}", trigger.month, trigger.day);
      break;
    case TriggerKind::kBeforeLeaving:
      text = DurationText(trigger.delay) + " before its deadline";
      break;
    case TriggerKind::kOnce: text = "once " + condition(); break;
    case TriggerKind::kWhenever: text = "whenever " + condition(); break;
  }
  if (trigger.guard.valid()) {
    text += " while " + PrintExpression(model, trigger.guard, kExpressionLimit);
  }
  if (trigger.probability.valid()) {
    text += " with probability " + PrintExpression(model, trigger.probability, kExpressionLimit);
  }
  return text;
}

bool SameOutlet(const model::Outlet& a, const model::Outlet& b) {
  return a.happening == b.happening && a.decision == b.decision && a.chance == b.chance;
}

using ArcKey = std::pair<std::uint32_t, model::StateIndex>;  // issue, to

// For each target state, what moves an issue there as a consequence of something else.
std::map<ArcKey, std::vector<std::string>> MovesByEffect(const model::Model& model) {
  std::map<ArcKey, std::vector<std::string>> moves;
  const auto note = [&](const std::vector<model::Effect>& effects, const std::string& because) {
    for (const model::Effect& effect : effects) {
      if (effect.kind != model::EffectKind::kMove || !effect.issue.valid()) continue;
      std::vector<std::string>& causes = moves[{effect.issue.index(), effect.to}];
      if (std::find(causes.begin(), causes.end(), because) == causes.end()) {
        causes.push_back(because);
      }
    }
  };
  for (std::size_t h = 0; h < model.happenings.size(); ++h) {
    const model::Happening& one = model.happenings[h];
    std::string because = "upon " + HappeningText(model, model::HappeningId(h));
    if (one.kind == model::HappeningKind::kOption) {
      because = "by choice: " + HappeningText(model, model::HappeningId(h));
    } else if (one.kind == model::HappeningKind::kNotice) {
      because = "by ballot or schedule";
    } else if (one.kind == model::HappeningKind::kTransition && one.issue.valid()) {
      // From wherever it came: ways into one state have their reactions in common.
      const model::Issue& issue = model.issues[one.issue.index()];
      because = "upon " + TitleOf(issue.provenance) + " → " + StateText(issue, one.to);
    }
    note(one.effects, because);
    for (const model::Reaction& reaction : one.reactions) note(reaction.effects, because);
  }
  return moves;
}

}  // namespace

std::string SourceText(const model::Model& model, SourceSpan span, std::size_t limit) {
  if (model.text == nullptr || !span.valid()) return "";
  std::string line;
  for (const char c : model.text->Text(span)) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space) line += c;
    else if (!line.empty() && line.back() != ' ') line += ' ';
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return Cut(line, static_cast<int>(limit));
}

std::vector<std::string> CausesOf(const model::Model& model, const model::Outlet& outlet) {
  std::vector<std::string> causes;
  for (const model::Channel& channel : model.channels) {
    if (!SameOutlet(channel.outlet, outlet)) continue;
    for (const model::HazardTerm& term : channel.terms) causes.push_back(RateText(model, term));
  }
  for (const model::Trigger& trigger : model.triggers) {
    if (SameOutlet(trigger.outlet, outlet)) causes.push_back(TriggerText(model, trigger));
  }
  return causes;
}

std::vector<std::vector<Arc>> ArcsOf(const model::Model& model) {
  std::vector<std::vector<Arc>> arcs(model.issues.size());
  const auto by_effect = MovesByEffect(model);
  for (std::size_t h = 0; h < model.happenings.size(); ++h) {
    const model::Happening& one = model.happenings[h];
    if (one.kind != model::HappeningKind::kTransition || !one.issue.valid()) continue;
    Arc arc{one.from, one.to, {}};
    model::Outlet outlet;
    outlet.happening = model::HappeningId(h);
    arc.causes = CausesOf(model, outlet);
    const auto found = by_effect.find({one.issue.index(), one.to});
    if (found != by_effect.end() && arc.causes.empty()) {
      for (const std::string& cause : found->second) arc.causes.push_back(cause);
    }
    arcs[one.issue.index()].push_back(std::move(arc));
  }
  return arcs;
}

std::string ActText(const model::Model& model, const model::Act& act) {
  const auto names = [&](const std::vector<model::ActorId>& ids) {
    std::string text;
    for (const model::ActorId id : ids) {
      text += (text.empty() ? "" : ", ") + model.actors[id.index()].provenance.name;
    }
    return text;
  };
  std::string text = names(act.by);
  if (!act.toward.empty()) text += " toward " + names(act.toward);
  if (act.track.valid()) text += " about " + TitleOf(model.tracks[act.track.index()].provenance);
  if (act.weight.valid() && model.expressions.IsConstant(act.weight)) {
    const double weight = model.expressions.ConstantValue(act.weight);
    if (weight != 0) text += fmt::format(", weight {}{}", weight > 0 ? "+" : "", Brief(weight));
  }
  return text;
}

}  // namespace entente::report
