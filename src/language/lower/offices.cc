// Offices. `office leader of KOR` is an issue `leader[KOR]` whose states are persons. An election
// is a dated chance; who wins takes office at once, or waits in the hidden issue
// `leader[KOR] elect` until a deadline moves both.
#include "language/lower/offices.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/issues.h"
#include "language/lower/lower.h"
#include "language/lower/odds.h"
#include "language/lower/triggers.h"

namespace entente::language::lower {
namespace {

using check::OfficeSite;
using check::Symbol;
using check::SymbolKind;
using model::HappeningId;
using model::IssueId;
using model::StateIndex;

constexpr const char* kVacant = "vacant";

bool HasVacancy(const syntax::OfficeDecl& node) { return node.vacancy_ballot_after.valid(); }
bool HasInterval(const syntax::OfficeDecl& node) {
  return std::any_of(node.elections.begin(), node.elections.end(),
                     [](const auto& election) { return election.in_office_after.valid(); });
}

// All transitions between two different states, so that any ballot may lead anywhere.
void DeclareAllArcs(Context& context, IssueId issue, SourceSpan span) {
  const std::size_t count = context.model.issues[issue.index()].states.size();
  for (std::size_t from = 0; from < count; ++from) {
    for (std::size_t to = 0; to < count; ++to) {
      if (from == to) continue;
      TransitionOf(context, issue, static_cast<StateIndex>(from), static_cast<StateIndex>(to),
                   span);
    }
  }
}

void DeclarePersons(Context& context, const syntax::OfficeDecl& node, model::Issue& office) {
  for (const syntax::PersonClause& person : node.persons) {
    const bool known =
        std::any_of(office.states.begin(), office.states.end(),
                    [&](const auto& state) { return state.name == person.name.text; });
    if (known) {
      context.Report(DiagnosticKind::kDuplicateName, person.name.span,
                     fmt::format("`{}` is a person of this office already", person.name.text));
      continue;
    }
    if (office.states.size() + 1 >= model::kMaxStates) {
      context.Report(DiagnosticKind::kTooLargeExpansion, person.name.span,
                     fmt::format("an office has at most {} persons", model::kMaxStates - 2));
      break;
    }
    office.states.push_back(
        {person.name.text, person.annotations.title ? person.annotations.title->text : ""});
  }
  if (office.states.empty()) {
    context.Report(DiagnosticKind::kMissingClause, node.name.span, "this office has no persons",
                   "write `person moon { pragmatism 0.4 }`");
    office.states.push_back({kNoState, ""});
  }
  if (HasVacancy(node)) office.states.push_back({kVacant, "Vacant"});
}

IssueId DeclareElect(Context& context, const OfficeSite& site) {
  const model::Issue& office = context.model.issues[site.office.index()];
  model::Issue elect;
  elect.provenance = office.provenance;
  elect.provenance.name += " elect";
  elect.provenance.luck_name += " elect";
  elect.kind = model::IssueKind::kHidden;
  elect.states.push_back({"none", ""});
  for (const model::State& state : office.states) {
    if (state.name != kVacant) elect.states.push_back(state);
  }
  check::IssueInfo info;
  info.tree = site.tree;
  info.span = site.decl->span;
  const IssueId id = AddIssue(context, std::move(elect), std::move(info));
  DeclareAllArcs(context, id, site.decl->span);
  return id;
}

// The dates of each election clause, and the calendar that `time until election` reads.
void DeclareBallots(Context& context, OfficeSite& site) {
  const Scope scope(*site.tree);
  std::vector<double> all;
  const double endless = std::numeric_limits<double>::infinity();
  for (const syntax::ElectionClause& election : site.node->elections) {
    std::vector<double> days;
    if (!election.from) {
      context.Report(DiagnosticKind::kMissingClause, election.span,
                     "this election has no first date",
                     "write `election every 4 years from 2024-11-05`");
    } else if (!election.every.valid()) {
      const double day = DayOf(context, election.from->date);
      if (day >= 0.0 && day <= context.model.time.horizon_days) days.push_back(day);
    } else {
      const auto period =
          LowerDuration(context, scope, election.every, "the period of an election");
      const double until = election.until ? DayOf(context, election.until->date) : endless;
      if (period && period->MeanDays() < 1.0) {
        context.Report(DiagnosticKind::kOutOfRange, election.span,
                       "the period of an election is at least a day");
      } else if (period) {
        days = RepeatedDates(context, election.from->date, *period, until);
      }
    }
    all.insert(all.end(), days.begin(), days.end());
    site.ballots.push_back(std::move(days));
  }
  if (site.node->elections.empty()) return;
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  context.elections.try_emplace(site.actor, model::CalendarId(context.model.calendars.size()));
  context.model.calendars.push_back(std::move(all));
}

void DeclareOffice(Context& context, const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                   const syntax::OfficeDecl& node) {
  Symbol* symbol = ShareName(context, SymbolKind::kIssue, node.name, tree, decl);
  if (symbol == nullptr) return;
  const Scope scope(tree);
  const model::ActorId actor = ActorNamed(context, scope, node.of);
  if (!actor.valid()) return;
  if (symbol->order.empty()) symbol->arity = 1;
  OfficeSite site;
  site.symbol = symbol;
  site.tree = &tree;
  site.decl = &decl;
  site.node = &node;
  site.actor = context.model.actors[actor.index()].provenance.name;
  if (symbol->arity != 1 ||
      !AddElement(*symbol, site.actor, static_cast<std::uint32_t>(context.model.issues.size()))) {
    check::ReportDuplicate(context, check::QualifiedName(node.name.text, site.actor),
                           node.name.span, symbol->span);
    return;
  }
  model::Issue office;
  office.provenance =
      MakeProvenance(context, decl.annotations, node.name.text, site.actor, decl.span);
  office.kind = model::IssueKind::kOffice;
  office.actors = {actor};
  DeclarePersons(context, node, office);
  const auto persons = office.states;
  check::IssueInfo info;
  info.symbol = symbol;
  info.tree = &tree;
  info.span = decl.span;
  site.office = AddIssue(context, std::move(office), std::move(info));
  for (const syntax::PersonClause& person : node.persons) {
    for (std::size_t i = 0; i < persons.size(); ++i) {
      if (persons[i].name != person.name.text) continue;
      AddStateAttributes(context, scope, site.office, static_cast<StateIndex>(i),
                         person.attributes);
    }
  }
  if (HasVacancy(node)) {
    // An empty office has no leanings: its attributes read as 0.
    for (auto& [name, column] : context.issues[site.office.index()].attributes) {
      column.present.back() = true;
    }
  }
  if (const auto start = StateOf(context, site.office, node.starts)) {
    context.model.issues[site.office.index()].start = *start;
  } else if (!node.starts.present()) {
    context.Report(DiagnosticKind::kMissingClause, node.name.span,
                   "this office does not say who holds it at the start",
                   fmt::format("write `starts {}`", persons.front().name));
  }
  DeclareAllArcs(context, site.office, decl.span);
  if (HasInterval(node)) site.elect = DeclareElect(context, site);
  DeclareBallots(context, site);
  context.offices.push_back(std::move(site));
}

// ---- bodies -------------------------------------------------------------------------------------

// A hidden happening that moves issues.
HappeningId AddNotice(Context& context, const model::Provenance& of, const std::string& suffix,
                      std::vector<model::Effect> effects, SourceSpan span) {
  model::Happening notice;
  notice.provenance = of;
  notice.provenance.name += suffix;
  notice.provenance.luck_name += suffix;
  notice.provenance.span = span;
  notice.kind = model::HappeningKind::kNotice;
  notice.effects = std::move(effects);
  return AddHappening(context, std::move(notice), {});
}

model::Effect Move(IssueId issue, StateIndex to, SourceSpan span) {
  model::Effect move;
  move.kind = model::EffectKind::kMove;
  move.issue = issue;
  move.to = to;
  move.span = span;
  return move;
}

// The chance of one ballot: each option puts its person into `into` (the office, or the hidden
// issue of who is elected, whose states are one further on).
std::optional<model::ChanceId> AddBallot(Context& context, const OfficeSite& site,
                                         const std::string& name,
                                         const std::vector<syntax::OddsEntry>& odds, IssueId into,
                                         SourceSpan span) {
  const Scope scope(*site.tree);
  const std::vector<model::ExprId> shares = LowerOdds(context, scope, odds, span);
  if (shares.empty() && !odds.empty()) return std::nullopt;
  if (odds.empty()) {
    context.Report(DiagnosticKind::kMissingClause, span, "this ballot has no odds",
                   "write `{ moon 0.4  yoon 0.6 }`");
    return std::nullopt;
  }
  model::Provenance provenance = context.model.issues[site.office.index()].provenance;
  provenance.name += " " + name;
  provenance.luck_name += " " + name;
  provenance.span = span;
  const model::ChanceId id = AddChance(context, provenance);
  for (std::size_t i = 0; i < odds.size(); ++i) {
    const auto person = StateOf(context, site.office, odds[i].outcome);
    if (!person) return std::nullopt;
    const auto to = static_cast<StateIndex>(into == site.office ? *person : *person + 1);
    model::ChanceOption option;
    option.name = odds[i].outcome.text;
    option.odds = shares[i];
    option.happening = AddNotice(context, provenance, ": " + option.name,
                                 {Move(into, to, odds[i].span)}, odds[i].span);
    context.model.chances[id.index()].options.push_back(std::move(option));
  }
  return id;
}

void LowerElection(Context& context, const OfficeSite& site, std::size_t k) {
  const syntax::ElectionClause& election = site.node->elections[k];
  const std::string name = k == 0 ? "election" : fmt::format("election {}", k + 1);
  const IssueId into = election.in_office_after.valid() ? site.elect : site.office;
  const auto chance = AddBallot(context, site, name, election.odds, into, election.span);
  if (!chance) return;
  AddKnownOdds(context, Scope(*site.tree), *chance, election.known_from, election.otherwise);
  model::Trigger trigger;
  trigger.provenance = context.model.chances[chance->index()].provenance;
  trigger.kind = model::TriggerKind::kDates;
  trigger.trigger_class = model::TriggerClass::kChance;
  trigger.days = site.ballots[k];
  trigger.outlet.chance = *chance;
  if (!trigger.days.empty()) AddTrigger(context, std::move(trigger), {});
}

// Who is elected takes office when the time is over.
void LowerTakingOffice(Context& context, const OfficeSite& site) {
  if (!site.elect.valid()) return;
  const Scope scope(*site.tree);
  std::optional<Duration> wait;
  for (const syntax::ElectionClause& election : site.node->elections) {
    if (!election.in_office_after.valid()) continue;
    const auto own =
        LowerDuration(context, scope, election.in_office_after, "the time to taking office");
    if (!own) return;
    if (wait && !(*wait == *own)) {
      context.Report(DiagnosticKind::kConflictingClauses, election.span,
                     "the elections of one office have different times to taking office",
                     "give them one");
      return;
    }
    wait = own;
  }
  const std::vector<model::State> states = context.model.issues[site.elect.index()].states;
  const model::Provenance of = context.model.issues[site.office.index()].provenance;
  for (std::size_t i = 1; i < states.size(); ++i) {
    model::Trigger trigger;
    trigger.provenance = of;
    trigger.provenance.name += ": " + states[i].name + " takes office";
    trigger.provenance.luck_name += ": " + states[i].name + " takes office";
    trigger.kind = model::TriggerKind::kAfter;
    trigger.trigger_class = model::TriggerClass::kDeadline;
    trigger.issue = site.elect;
    trigger.from = static_cast<StateIndex>(i);
    trigger.delay = *wait;
    const SourceSpan span = site.decl->span;
    trigger.outlet.happening = AddNotice(
        context, of, ": " + states[i].name + " takes office",
        {Move(site.office, static_cast<StateIndex>(i - 1), span), Move(site.elect, 0, span)}, span);
    AddTrigger(context, std::move(trigger), {});
  }
}

void LowerVacancy(Context& context, const OfficeSite& site) {
  if (!HasVacancy(*site.node)) return;
  const Scope scope(*site.tree);
  const auto wait =
      LowerDuration(context, scope, site.node->vacancy_ballot_after, "the time to a ballot");
  const auto& odds = !site.node->vacancy_odds.empty() ? site.node->vacancy_odds
                     : site.node->elections.empty()   ? site.node->vacancy_odds
                                                      : site.node->elections.front().odds;
  const auto chance =
      AddBallot(context, site, "vacancy ballot", odds, site.office, site.node->name.span);
  if (!wait || !chance) return;
  const auto& states = context.model.issues[site.office.index()].states;
  model::Trigger trigger;
  trigger.provenance = context.model.chances[chance->index()].provenance;
  trigger.kind = model::TriggerKind::kAfter;
  trigger.trigger_class = model::TriggerClass::kDeadline;
  trigger.issue = site.office;
  trigger.from = static_cast<StateIndex>(states.size() - 1);
  trigger.delay = *wait;
  trigger.outlet.chance = *chance;
  AddTrigger(context, std::move(trigger), {});
}

}  // namespace

model::ChanceId AddChance(Context& context, model::Provenance provenance) {
  model::Chance chance;
  chance.provenance = std::move(provenance);
  context.model.chances.push_back(std::move(chance));
  return model::ChanceId(context.model.chances.size() - 1);
}

void DeclareOffices(Context& context) {
  check::ForEach<syntax::OfficeDecl>(
      context, [&](const syntax::SyntaxTree& tree, const syntax::Decl& decl, const auto& node) {
        DeclareOffice(context, tree, decl, node);
      });
}

void LowerOffices(Context& context) {
  for (std::size_t i = 0; i < context.offices.size(); ++i) {
    const OfficeSite site = context.offices[i];
    for (std::size_t k = 0; k < site.node->elections.size(); ++k) LowerElection(context, site, k);
    LowerTakingOffice(context, site);
    LowerVacancy(context, site);
  }
}

}  // namespace entente::language::lower
