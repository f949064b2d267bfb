// Rows by what they are about: an issue, an event, a decision.
#include <fmt/format.h>

#include <algorithm>

#include "base/diagnostic.h"
#include "record/chronology/resolver.h"

namespace entente::record {
namespace {

using model::HappeningId;
using model::IssueId;
using model::StateIndex;

std::string DidYouMean(const std::optional<std::string>& nearest) {
  return nearest ? fmt::format("did you mean `{}`?", *nearest) : std::string();
}

}  // namespace

// ---- issues, offices, chances -----------------------------------------------------------------

bool Resolver::ReadStates(IssueId issue, std::optional<StateIndex>& from,
                          std::optional<StateIndex>& to) {
  bool sound = true;
  const auto read = [&](Column column, std::optional<StateIndex>& state) {
    const std::string& name = row().cell(column);
    if (name.empty()) return;
    state = names_.State(issue, name);
    if (state) return;
    const std::vector<std::string> all = names_.StateNames(issue);
    const auto nearest = NearestName(name, all);
    Fault& fault = Report(
        FaultKind::kUnknownState, column,
        fmt::format("`{}` has no state `{}`", NameOf(issue), name),
        nearest ? DidYouMean(nearest) : fmt::format("its states are `{}`", fmt::join(all, "`, `")));
    fault.model_span = model_.issues[issue.index()].provenance.span;
    fault.related = fmt::format("`{}` is declared here", NameOf(issue));
    sound = false;
  };
  read(Column::kFrom, from);
  read(Column::kTo, to);
  if (sound && !to) {
    Report(FaultKind::kUnreadable, Column::kTo,
           fmt::format("this row does not say into which state `{}` went", NameOf(issue)));
    sound = false;
  }
  return sound;
}

// A row dated before the model's start says where an issue stood then.
void Resolver::SetInitial(IssueId issue, StateIndex to) {
  Move(issue, to);
  made_.initial_states[issue.index()] = to;
  ++made_.rows_used;
}

// The state that the row tells against the one that the rows before it lead to. Of what the record
// is complete for a difference is a contradiction; elsewhere a change between may be unrecorded.
bool Resolver::CheckState(IssueId issue, StateIndex told) {
  const StateIndex known = state_[issue.index()];
  if (told == known) return true;
  const int line = moved_by_line_[issue.index()];
  const bool inside = now_.day >= made_.complete_from_day && now_.day < made_.complete_to_day;
  const bool contradicts = IsComplete(issue, {}) && inside;
  Fault& fault =
      Report(FaultKind::kWrongState, Column::kFrom,
             fmt::format("`{}` is said to leave `{}`, but by then it is in `{}`", NameOf(issue),
                         StateName(issue, told), StateName(issue, known)),
             fmt::format("a row is missing that leads from `{}` to `{}`, or this one is wrong",
                         StateName(issue, known), StateName(issue, told)));
  fault.error = contradicts;
  if (line > 0) {
    fault.related_line = line;
    fault.related = fmt::format("it went to `{}` here", StateName(issue, known));
  } else {
    fault.model_span = model_.issues[issue.index()].provenance.span;
    fault.related = fmt::format("it starts in `{}` here", StateName(issue, known));
  }
  return !contradicts;
}

void Resolver::ResolveIssue(IssueId issue) {
  std::optional<StateIndex> from, to;
  if (!ReadStates(issue, from, to)) return;
  const bool office = model_.issues[issue.index()].kind == model::IssueKind::kOffice;
  if (from && !CheckState(issue, *from)) return;
  if (now_.day < 0.0) return SetInitial(issue, *to);
  const StateIndex left = from.value_or(state_[issue.index()]);
  if (left == *to) {
    if (office) return Stay(issue, *to);
    Report(FaultKind::kNoChange, Column::kTo,
           fmt::format("`{}` is in `{}` already; a transition leads into another state",
                       NameOf(issue), StateName(issue, *to)));
    return;
  }
  const HappeningId way = names_.Way(issue, left, *to);
  if (!way.valid()) {
    const std::vector<std::string> ways = names_.WaysFrom(issue, left);
    Fault& fault =
        Report(FaultKind::kUndeclaredArc, Column::kTo,
               fmt::format("the model declares no way of `{}` from `{}` to `{}`", NameOf(issue),
                           StateName(issue, left), StateName(issue, *to)),
               ways.empty() ? fmt::format("no way leaves `{}`", StateName(issue, left))
                            : fmt::format("from `{}` ways lead to `{}`", StateName(issue, left),
                                          fmt::join(ways, "`, `")));
    fault.model_span = model_.issues[issue.index()].provenance.span;
    fault.related = fmt::format("`{}` is declared here", NameOf(issue));
    return;
  }
  RecordedHappening made = Made(way);
  made.from_told = from.has_value();
  made.complete = IsComplete(issue, {}) && made.day >= made_.complete_from_day &&
                  made.day < made_.complete_to_day;
  const Names::Draw draw = names_.DrawOf(way);
  made.chance = draw.chance;
  made.option = draw.option;
  if (!office && !AddChoice(made, issue, *to)) return;
  RemarkOutside(issue, {}, made.complete);
  if (office) AddBallot(made, issue, *to);
  Move(issue, *to);
  made_.happenings.push_back(std::move(made));
  ++made_.rows_used;
}

// Somebody was elected again: only the ballot happened.
void Resolver::Stay(IssueId issue, StateIndex person) {
  RecordedHappening made = Made({});
  made.complete = IsComplete(issue, {}) && made.day >= made_.complete_from_day &&
                  made.day < made_.complete_to_day;
  RemarkOutside(issue, {}, made.complete);
  AddBallot(made, issue, person);
  ++made_.rows_used;
}

// The choice that the change was, where an option leads there. False (reported) if only a choice
// can have brought it about and none was due.
bool Resolver::AddChoice(RecordedHappening& made, IssueId issue, StateIndex to) {
  const std::vector<OptionPlace> options = OptionsInto(model_, issue, to);
  for (const bool dated : {true, false}) {
    for (const OptionPlace& place : options) {
      const auto choice =
          OccasionOn(model_, model::DecisionId(place.owner), place.option, now_.day, entered_);
      if (choice && choice->occasion.valid() == dated) {
        made.choice = choice;
        return true;
      }
    }
  }
  if (options.empty() || ComesAboutWithoutChoice(model_, made.happening)) return true;
  const model::Decision& decision = model_.decisions[options.front().owner];
  Fault& fault = Report(
      FaultKind::kOutsideOccasion, Column::kDate,
      fmt::format("`{}` goes from `{}` to `{}` by the decision `{}` only, which has no occasion on "
                  "{}",
                  NameOf(issue), StateName(issue, model_.happenings[made.happening.index()].from),
                  StateName(issue, to), decision.provenance.name, row().cell(Column::kDate)),
      "move the window of the decision, or declare another way");
  fault.model_span = decision.provenance.span;
  fault.related = "the decision is declared here";
  return false;
}

// The ballot that put the person there is part of what happened: without it the model would put
// somebody else into the office later.
void Resolver::AddBallot(const RecordedHappening& of, IssueId office, StateIndex person) {
  const auto ballot = BallotBefore(model_, office, person, now_.day);
  if (ballot) {
    RecordedHappening result = of;
    result.day = ballot->day;
    result.chance = ballot->chance;
    result.option = ballot->option;
    result.happening = model_.chances[ballot->chance.index()].options[ballot->option].happening;
    result.implied = true;
    made_.happenings.push_back(std::move(result));
    return;
  }
  if (HasUndatedBallot(model_, office)) return;
  Fault& fault =
      Remark(FaultKind::kBeforeBallot, Column::kTo,
             fmt::format("no ballot of the model can have put `{}` into `{}` by {}",
                         StateName(office, person), NameOf(office), row().cell(Column::kDate)));
  fault.model_span = model_.issues[office.index()].provenance.span;
  fault.related = "the office is declared here";
}

// ---- events -----------------------------------------------------------------------------------

bool Resolver::ReadActor(Column column, model::ActorId& actor) {
  const std::string& name = row().cell(column);
  if (name.empty()) return true;
  actor = names_.Actor(name);
  if (actor.valid()) return true;
  Report(FaultKind::kUnknownName, column, fmt::format("`{}` is not the name of an actor", name),
         DidYouMean(NearestName(name, names_.ActorNames())));
  return false;
}

bool Resolver::Fits(HappeningId event, model::ActorId from, model::ActorId to) const {
  const auto& act = model_.happenings[event.index()].act;
  const auto among = [](const std::vector<model::ActorId>& actors, model::ActorId one) {
    return !one.valid() || std::find(actors.begin(), actors.end(), one) != actors.end();
  };
  if (!act) return !from.valid() && !to.valid();
  return among(act->by, from) && among(act->toward, to);
}

void Resolver::ResolveEvent(const std::vector<std::uint32_t>& candidates) {
  model::ActorId from, to;
  const bool known = ReadActor(Column::kFrom, from);
  if (!ReadActor(Column::kTo, to) || !known) return;
  std::vector<HappeningId> fitting;
  for (const std::uint32_t i : candidates) {
    if (Fits(HappeningId(i), from, to)) fitting.emplace_back(i);
  }
  const model::Provenance& declared = model_.happenings[candidates.front()].provenance;
  const auto names = [&](const auto& ids) {
    std::vector<std::string> all;
    for (const auto id : ids) {
      if (all.size() < 4) all.push_back(model_.happenings[HappeningId(id).index()].provenance.name);
    }
    return fmt::format("`{}`", fmt::join(all, "`, `"));
  };
  if (fitting.empty()) {
    Fault& fault = Report(FaultKind::kWrongActor, from.valid() ? Column::kFrom : Column::kTo,
                          fmt::format("the model has no `{}` by {} toward {}", declared.family,
                                      from.valid() ? row().cell(Column::kFrom) : "anybody",
                                      to.valid() ? row().cell(Column::kTo) : "anybody"),
                          candidates.size() > 1 ? "there are " + names(candidates) : std::string());
    fault.model_span = declared.span;
    fault.related = "the event is declared here";
    return;
  }
  if (fitting.size() > 1) {
    Report(FaultKind::kAmbiguous, Column::kWhat,
           fmt::format("`{}` fits {} events of the model; a row is about one",
                       row().cell(Column::kWhat), fitting.size()),
           "name it with its indices, or fill `from` and `to`: " + names(fitting));
    return;
  }
  if (now_.known_from < now_.day) {
    Remark(FaultKind::kKnownBefore, Column::kKnownFrom,
           fmt::format("known from {}, before it happened on {}", row().cell(Column::kKnownFrom),
                       row().cell(Column::kDate)));
  }
  if (now_.day < 0.0) {
    ++made_.rows_outside;
    return;
  }
  RecordedHappening made = Made(fitting.front());
  made.form = names_.FormOf(made.happening);
  made.from_told = from.valid();
  made.complete = IsComplete({}, made.happening) && made.day >= made_.complete_from_day &&
                  made.day < made_.complete_to_day;
  RemarkOutside({}, made.happening, made.complete);
  made_.happenings.push_back(std::move(made));
  ++made_.rows_used;
}

// ---- decisions --------------------------------------------------------------------------------

void Resolver::ResolveDecision(model::DecisionId id) {
  const model::Decision& decision = model_.decisions[id.index()];
  const std::string& name = row().cell(Column::kTo);
  std::vector<std::string> options;
  std::size_t chosen = decision.options.size();
  for (std::size_t k = 0; k < decision.options.size(); ++k) {
    options.push_back(decision.options[k].name);
    if (decision.options[k].name == name) chosen = k;
  }
  if (chosen == decision.options.size()) {
    const auto nearest = NearestName(name, options);
    Fault& fault = Report(
        FaultKind::kUnknownState, Column::kTo,
        name.empty()
            ? fmt::format("this row does not say what was chosen in `{}`", decision.provenance.name)
            : fmt::format("`{}` has no option `{}`", decision.provenance.name, name),
        nearest ? DidYouMean(nearest)
                : fmt::format("its options are `{}`", fmt::join(options, "`, `")));
    fault.model_span = decision.provenance.span;
    fault.related = "the decision is declared here";
    return;
  }
  if (now_.day < 0.0) {
    ++made_.rows_outside;
    return;
  }
  const auto choice =
      OccasionOn(model_, id, static_cast<std::uint32_t>(chosen), now_.day, entered_);
  if (!choice) {
    Fault& fault = Report(FaultKind::kOutsideOccasion, Column::kDate,
                          fmt::format("`{}` has no occasion on {}", decision.provenance.name,
                                      row().cell(Column::kDate)),
                          "move its window or its date");
    fault.model_span = decision.provenance.span;
    fault.related = "the decision is declared here";
    return;
  }
  RecordedHappening made = Made(decision.options[chosen].happening);
  made.choice = choice;
  if (made.happening.valid()) {
    for (const model::Effect& effect : model_.happenings[made.happening.index()].effects) {
      const bool moves = effect.kind == model::EffectKind::kMove && !effect.guard.valid() &&
                         !effect.probability.valid();
      if (!moves) continue;
      if (names_.Way(effect.issue, state_[effect.issue.index()], effect.to).valid()) {
        Move(effect.issue, effect.to);
      }
    }
  }
  made_.happenings.push_back(std::move(made));
  ++made_.rows_used;
}

}  // namespace entente::record
