#include "language/lower/triggers.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "language/lower/arithmetic.h"
#include "language/lower/definitions.h"
#include "language/lower/expression.h"

namespace entente::language::lower {
namespace {

using model::TriggerClass;
using SyntaxKind = syntax::TriggerKind;

struct TriggerLowerer {
  Context& context;
  const Scope& scope;
  const TriggerSite& site;
  // What stands in the stead of a dated fact that is not known yet: the guard that it is not.
  model::ExprId only = {};

  void Misplaced(const syntax::Trigger& trigger, std::string_view rule) {
    context.Report(DiagnosticKind::kMisplacedTrigger, trigger.span, std::string(rule));
  }

  model::ExprId Probability(const syntax::Trigger& trigger, bool* sound) {
    if (!trigger.probability.valid()) return site.probability;
    const model::ExprId own = LowerShare(context, scope, trigger.probability, "a probability");
    *sound = own.valid();
    if (!own.valid() || !site.probability.valid()) return own;
    return context.model.expressions.Multiply(own, site.probability);
  }

  // The trigger with all that its kind does not decide; nullopt if a guard was wrong.
  std::optional<model::Trigger> Common(const syntax::Trigger& trigger, std::string_view suffix) {
    model::Trigger made;
    made.provenance = site.provenance;
    made.provenance.name += suffix;
    made.provenance.luck_name += suffix;
    made.provenance.span = trigger.span;
    made.issue = site.issue;
    made.from = site.from;
    made.outlet = site.outlet;
    bool sound = true;
    made.probability = Probability(trigger, &sound);
    made.guard = LowerGuard(context, scope, trigger.guard);
    if (!sound || (trigger.guard.valid() && !made.guard.valid())) return std::nullopt;
    made.guard = context.model.expressions.And(made.guard, only);
    made.trigger_class =
        site.place == TriggerPlace::kDecision ? TriggerClass::kDecision : TriggerClass::kDated;
    return made;
  }

  model::TriggerId Add(model::Trigger trigger) {
    return AddTrigger(context, std::move(trigger), site.before);
  }

  void Rate(const syntax::Trigger& trigger) {
    model::HazardTerm term = LowerHazard(context, scope, trigger.value, trigger.guard, "a rate");
    bool sound = true;
    const model::ExprId probability = Probability(trigger, &sound);
    if (!term.rate_per_day.valid() || !sound) return;
    term.guard = context.model.expressions.And(term.guard, only);
    if (probability.valid()) {
      // Thinning: occurrences that are kept with probability p have the rate times p.
      term.rate_per_day = context.model.expressions.Multiply(term.rate_per_day, probability);
      term.factors.push_back({"with probability", probability, trigger.span});
    }
    model::Channel* channel = ChannelOf(context, site, trigger.span);
    if (channel != nullptr) channel->terms.push_back(std::move(term));
  }

  void OnDate(const syntax::Trigger& trigger) {
    if (!trigger.date) return;
    auto made = Common(trigger, " on " + FormatDate(trigger.date->date));
    if (!made) return;
    const double day = DayOf(context, trigger.date->date);
    if (day < 0.0 || day > context.model.time.horizon_days) {
      context.Report(DiagnosticKind::kDateOutsideTime, trigger.date->span,
                     fmt::format("{} lies outside the simulated time, {} to {}, so this never "
                                 "happens",
                                 FormatDate(trigger.date->date),
                                 FormatDate(context.model.time.start),
                                 FormatDate(context.model.time.end)));
      return;
    }
    made->kind = model::TriggerKind::kDates;
    made->days = {day};
    const model::TriggerId id = Add(std::move(*made));
    // A date is known from itself on, unless the text says that it was known earlier.
    AddFact(trigger, id, trigger.known_from ? *trigger.known_from : *trigger.date);
  }

  // A fact that forecasts made before it was known do not see, and what they see in its stead.
  void AddFact(const syntax::Trigger& trigger, model::TriggerId id, const syntax::Date& known) {
    model::DatedFact fact;
    fact.trigger = id;
    fact.known_from_day = DayOf(context, known.date);
    fact.span = trigger.span;
    if (!trigger.otherwise.empty()) {
      model::Provenance provenance;
      provenance.name = provenance.luck_name = fmt::format(
          "not known: {}", context.model.triggers[id.index()].provenance.name);
      provenance.span = trigger.span;
      fact.withdrawn = AddDefinition(context, std::move(provenance),
                                     ConstantTruth(context, false, trigger.span));
      context.model.definitions[fact.withdrawn.index()].hidden = true;
      auto& pool = context.model.expressions;
      TriggerLowerer otherwise{
          context, scope, site,
          pool.And(only, pool.Leaf(model::Op::kDefinition, fact.withdrawn.index()))};
      for (const syntax::Trigger& other : trigger.otherwise) otherwise.Lower(other);
    }
    context.model.dated_facts.push_back(fact);
  }

  void OnNext(const syntax::Trigger& trigger) {
    if (site.place != TriggerPlace::kArc) {
      return Misplaced(trigger, "`on next` counts from when a state was entered: it triggers the "
                                "ways of an issue only");
    }
    if (!trigger.day) return;
    auto made = Common(trigger, fmt::format(" on next {:02}-{:02}", trigger.day->month,
                                            trigger.day->day));
    if (!made) return;
    made->kind = model::TriggerKind::kOnNext;
    made->trigger_class = TriggerClass::kDeadline;
    made->month = trigger.day->month;
    made->day = trigger.day->day;
    Add(std::move(*made));
  }

  void Every(const syntax::Trigger& trigger) {
    if (trigger.between_from && trigger.between_to) return Windows(trigger);
    auto made = Common(trigger, " every");
    if (!made) return;
    made->kind = model::TriggerKind::kDates;
    made->days = DatesOf(context, scope, trigger);
    if (made->days.empty()) return;
    const model::TriggerId id = Add(std::move(*made));
    if (trigger.known_from) AddFact(trigger, id, *trigger.known_from);
  }

  void Windows(const syntax::Trigger& trigger) {
    auto made = Common(trigger, " every");
    const auto period = LowerDuration(context, scope, trigger.value, "the period of `every`");
    if (!made || !period) return;
    if (period->days > 0.0 || std::fmod(period->months, 12.0) != 0.0 || period->months < 12.0) {
      return Misplaced(trigger, "a window between two days of the year goes with `every year` or "
                                "whole years");
    }
    made->kind = model::TriggerKind::kWindows;
    const model::TimeFrame& time = context.model.time;
    const auto years = static_cast<std::int32_t>(period->months / 12.0);
    const std::int32_t first = trigger.date ? trigger.date->date.year : time.start.year;
    for (std::int32_t year = first; year <= time.end.year; year += years) {
      if (!context.Spend(1, trigger.span)) return;
      const auto day = [&](const syntax::MonthDay& of, std::int32_t in) {
        return DayOf(context, {in, of.month, std::min(of.day, DaysInMonth(in, of.month))});
      };
      const double opens = day(*trigger.between_from, year);
      double closes = day(*trigger.between_to, year);
      if (closes < opens) closes = day(*trigger.between_to, year + 1);
      const bool begun = !trigger.date || opens >= DayOf(context, trigger.date->date);
      const bool over = trigger.until && closes > DayOf(context, trigger.until->date);
      // A window that the time cuts has no fair day to draw.
      if (!begun || over || opens < 0.0 || closes > time.horizon_days) continue;
      made->days.push_back(opens);
      made->window_ends.push_back(closes);
    }
    if (made->days.empty()) return;
    const model::TriggerId id = Add(std::move(*made));
    if (trigger.known_from) AddFact(trigger, id, *trigger.known_from);
  }

  void After(const syntax::Trigger& trigger) {
    if (site.place != TriggerPlace::kArc) {
      return Misplaced(trigger, "`after` counts from when a state was entered: it triggers the ways "
                                "of an issue only");
    }
    auto made = Common(trigger, " after");
    const auto delay = LowerDuration(context, scope, trigger.value, "the time of `after`");
    if (!made || !delay) return;
    made->kind = model::TriggerKind::kAfter;
    made->trigger_class = TriggerClass::kDeadline;
    made->delay = *delay;
    if (trigger.high.valid()) {
      const auto high = LowerDuration(context, scope, trigger.high, "the time of `after`");
      if (!high) return;
      if (!(delay->MeanDays() > 0.0 && delay->MeanDays() < high->MeanDays())) {
        context.Report(DiagnosticKind::kOutOfRange, trigger.span,
                       "a random time runs from a shorter one, above 0, to a longer one");
        return;
      }
      made->kind = model::TriggerKind::kAfterBetween;
      made->delay_high = *high;
    }
    Add(std::move(*made));
  }

  void Condition(const syntax::Trigger& trigger) {
    const bool once = trigger.kind == SyntaxKind::kOnce;
    auto made = Common(trigger, once ? " once" : " whenever");
    if (!made) return;
    made->kind = once ? model::TriggerKind::kOnce : model::TriggerKind::kWhenever;
    made->trigger_class = TriggerClass::kCondition;
    made->condition = LowerTruth(context, scope, trigger.value,
                                 once ? "the condition of `once`" : "the condition of `whenever`");
    if (made->condition.valid()) Add(std::move(*made));
  }

  void BeforeLeaving(const syntax::Trigger& trigger) {
    if (site.place != TriggerPlace::kDecision) {
      return Misplaced(trigger, "`before … leaves` is an occasion for a decision only");
    }
    if (!trigger.issue) return;
    const model::IssueId issue = IssueOf(context, scope, *trigger.issue);
    const auto state = StateOf(context, issue, trigger.state);
    const auto delay = LowerDuration(context, scope, trigger.value, "the time before");
    if (!state || !delay) return;
    bool found = false;
    const std::size_t count = context.model.triggers.size();
    for (std::size_t i = 0; i < count; ++i) {
      const model::Trigger& deadline = context.model.triggers[i];
      const bool falls_due = deadline.trigger_class == TriggerClass::kDeadline &&
                             deadline.issue == issue && deadline.from == *state;
      if (!falls_due) continue;
      found = true;
      auto made = Common(trigger, " before leaving");
      if (!made) return;
      made->kind = model::TriggerKind::kBeforeLeaving;
      made->issue = issue;
      made->from = *state;
      made->delay = *delay;
      made->deadline = model::TriggerId(i);
      Add(std::move(*made));
    }
    if (found) return;
    context.Report(DiagnosticKind::kMisplacedTrigger, trigger.span,
                   fmt::format("`{}` leaves `{}` at no time that is known beforehand",
                               context.model.issues[issue.index()].provenance.name,
                               trigger.state.text),
                   "give it a deadline: `after 90 days` or `on next 11-23`");
  }

  void ArcOnly(const syntax::Trigger& trigger) {
    if (site.place != TriggerPlace::kArc) {
      return Misplaced(trigger, "`by decision` and `by effect` declare a way of an issue; they "
                                "trigger nothing else");
    }
    if (trigger.kind != SyntaxKind::kByDecision || !trigger.decision.present()) return;
    syntax::Ref ref;
    ref.name = trigger.decision;
    ref.span = trigger.decision.span;
    SymbolOf(context, ref, {check::SymbolKind::kDecision}, "a decision");
  }

  // `known from` withdraws a dated fact from forecasts made before that day (model/known_on.h); a
  // plain run knows all of it, so that `otherwise` does not apply.
  void Lower(const syntax::Trigger& trigger) {
    const bool dated = trigger.kind == SyntaxKind::kOnDate ||
                       (trigger.kind == SyntaxKind::kEvery && trigger.known_from);
    if (!dated && (trigger.known_from || !trigger.otherwise.empty())) {
      return Misplaced(trigger, "`known from` and `otherwise` go with a date: `on 2018-10-30 known "
                                "from 2018-10-30 otherwise rate 0.5 per year`");
    }
    switch (trigger.kind) {
      case SyntaxKind::kRate:
        return Rate(trigger);
      case SyntaxKind::kOnDate:
        return OnDate(trigger);
      case SyntaxKind::kOnNext:
        return OnNext(trigger);
      case SyntaxKind::kEvery:
        return Every(trigger);
      case SyntaxKind::kAfter:
        return After(trigger);
      case SyntaxKind::kOnce:
      case SyntaxKind::kWhenever:
        return Condition(trigger);
      case SyntaxKind::kByDecision:
      case SyntaxKind::kByEffect:
        return ArcOnly(trigger);
      case SyntaxKind::kBeforeLeaving:
        return BeforeLeaving(trigger);
    }
  }
};

}  // namespace

model::Channel* ChannelOf(Context& context, const TriggerSite& site, SourceSpan span) {
  const auto place = context.channels.find(site.provenance.name);
  if (place != context.channels.end()) return &context.model.channels[place->second.index()];
  if (context.model.channels.size() >= context.limits.max_channels) {
    context.Report(DiagnosticKind::kTooLargeModel, span,
                   fmt::format("the model has more than {} channels, ways that things happen at a "
                               "rate (option `--max-channels`)",
                               context.limits.max_channels));
    context.exhausted = true;
    return nullptr;
  }
  model::Channel channel;
  channel.provenance = site.provenance;
  channel.provenance.span = span;
  channel.issue = site.issue;
  channel.from = site.from;
  channel.outlet = site.outlet;
  context.channels.emplace(site.provenance.name,
                           model::ChannelId(context.model.channels.size()));
  context.model.channels.push_back(std::move(channel));
  return &context.model.channels.back();
}

model::TriggerId AddTrigger(Context& context, model::Trigger trigger, const syntax::Name& before) {
  const model::TriggerId id(context.model.triggers.size());
  const std::string base = trigger.provenance.name;
  const std::string luck = trigger.provenance.luck_name;
  while (!context.triggers.emplace(trigger.provenance.name, id).second) {
    const int k = ++context.trigger_counts[base] + 1;
    trigger.provenance.name = fmt::format("{} #{}", base, k);
    trigger.provenance.luck_name = fmt::format("{} #{}", luck, k);
  }
  context.model.triggers.push_back(std::move(trigger));
  if (before.present()) context.before.emplace_back(id, before);
  return id;
}

void LowerTriggers(Context& context, const Scope& scope,
                   const std::vector<syntax::Trigger>& triggers, const TriggerSite& site) {
  TriggerLowerer lowerer{context, scope, site};
  for (const syntax::Trigger& trigger : triggers) lowerer.Lower(trigger);
}

}  // namespace entente::language::lower
