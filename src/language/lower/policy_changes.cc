#include "language/lower/policy_changes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "language/check/expand.h"
#include "language/lower/act_pattern.h"
#include "language/lower/arithmetic.h"
#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/linkages.h"
#include "language/lower/pending.h"

namespace entente::language::lower {
namespace {

using check::Symbol;
using check::SymbolKind;
using model::ChanceId;
using model::HappeningId;
using model::InterventionKind;
using syntax::HappeningForm;

constexpr double kAlways = std::numeric_limits<double>::quiet_NaN();

class Lowerer {
 public:
  Lowerer(Context& context, const Scope& scope, const syntax::Intervention& written,
          const InForce& when, std::vector<model::Intervention>& out)
      : context_(context), scope_(scope), written_(written), when_(when), out_(out) {}

  void Run() {
    if (written_.guard.valid()) return NotYet("`while` on an intervention");
    if (written_.attribute.present()) return NotYet("changes of attributes");
    switch (written_.kind) {
      case syntax::InterventionKind::kSet:
        return Set();
      case syntax::InterventionKind::kScale:
        return Scale();
      case syntax::InterventionKind::kAdd:
        return Add();
      case syntax::InterventionKind::kForce:
        return Force();
      case syntax::InterventionKind::kForbid:
        return Forbid();
      case syntax::InterventionKind::kFix:
        return Fix();
      case syntax::InterventionKind::kHold:
        return Hold();
      case syntax::InterventionKind::kStart:
        return Start();
      case syntax::InterventionKind::kShiftTarget:
        return ShiftTarget();
    }
  }

 private:
  void Set();
  void Scale();
  void Add();
  void Force();
  void Forbid();
  void Fix();
  void Hold();
  void Start();
  void ShiftTarget();

  void NotYet(std::string_view feature) { context_.NotExecuted(feature, written_.span); }
  model::Intervention Make(InterventionKind kind) const;
  void Emit(model::Intervention change) { out_.push_back(std::move(change)); }

  // The symbol of the target, of one of `kinds`.
  Symbol* Target(const std::vector<SymbolKind>& kinds, std::string_view wanted);
  bool PlainTarget();
  std::vector<std::uint32_t> Elements(const Symbol& symbol) {
    return ElementsOf(context_, scope_, symbol, written_.target.target);
  }
  template <typename Id>
  std::vector<Id> Ids(const Symbol& symbol) {
    std::vector<Id> ids;
    for (const std::uint32_t index : Elements(symbol)) ids.emplace_back(index);
    return ids;
  }
  // The strengths of a linkage, or definitions.
  std::vector<model::DefinitionId> Definitions(const Symbol& symbol);
  int UnitOf(const Symbol& symbol, std::uint32_t element);

  model::ExprId Factor();
  model::ExprId ValueIn(const Symbol& symbol, std::string_view what);
  std::vector<model::ChannelId> ChannelsOf(const std::vector<HappeningId>& happenings) const;
  std::vector<model::ChannelId> TargetChannels(const Symbol* symbol);
  void ForceAt(const std::vector<HappeningId>& happenings, double day);
  void ForceBy(const std::vector<HappeningId>& happenings, const syntax::Trigger& trigger);
  void HoldIssue(model::IssueId issue, model::StateIndex state);
  void FixOffice(const Symbol& symbol, model::IssueId issue);
  std::vector<ChanceId> ChancesOf(model::IssueId issue) const;
  bool FallsOn(ChanceId chance, double day) const;

  Context& context_;
  const Scope& scope_;
  const syntax::Intervention& written_;
  const InForce when_;
  std::vector<model::Intervention>& out_;
};

// ---- small parts --------------------------------------------------------------------------------

model::Intervention Lowerer::Make(InterventionKind kind) const {
  model::Intervention change;
  change.kind = kind;
  change.from_day = when_.from_day;
  change.to_day = when_.to_day;
  change.span = written_.span;
  change.text = context_.TextOf(written_.span);
  while (!change.text.empty() && (change.text.back() == ',' || change.text.back() == ' ')) {
    change.text.pop_back();
  }
  return change;
}

Symbol* Lowerer::Target(const std::vector<SymbolKind>& kinds, std::string_view wanted) {
  return SymbolOf(context_, written_.target.target, kinds, wanted);
}

bool Lowerer::PlainTarget() {
  if (written_.target.form == HappeningForm::kNamed && !written_.acts) return true;
  context_.Report(DiagnosticKind::kWrongKind, written_.span,
                  "a value is changed here, not something that happens",
                  "`scale`, `add`, `force` and `forbid` change what happens");
  return false;
}

std::vector<model::DefinitionId> Lowerer::Definitions(const Symbol& symbol) {
  if (symbol.kind == SymbolKind::kDefinition) return Ids<model::DefinitionId>(symbol);
  std::vector<model::DefinitionId> strengths;
  if (!written_.target.target.indices.empty()) {
    NotYet("changing single elements of a linkage");
    return strengths;
  }
  for (const model::LinkageId id : LinkagesOf(symbol)) {
    strengths.push_back(context_.model.linkages[id.index()].strength);
  }
  return strengths;
}

int Lowerer::UnitOf(const Symbol& symbol, std::uint32_t element) {
  const SourceSpan span = written_.span;
  switch (symbol.kind) {
    case SymbolKind::kParameter:
      return context_.parameter_types[element].time_halves;
    case SymbolKind::kQuantity:
      return QuantityType(context_, model::QuantityId(element), span).time_halves;
    case SymbolKind::kDefinition:
      return DefinitionType(context_, model::DefinitionId(element), span).time_halves;
    default:
      return check::kNoTime;  // a linkage's strength
  }
}

// A factor: a number that is not negative.
model::ExprId Lowerer::Factor() {
  const model::ExprId value = LowerNumber(context_, scope_, written_.value, "a factor");
  const auto& pool = context_.model.expressions;
  if (value.valid() && pool.IsConstant(value) && pool.ConstantValue(value) < 0.0) {
    context_.Report(DiagnosticKind::kOutOfRange, scope_.at(written_.value).span,
                    fmt::format("a factor of {:g} would turn the sign; it can not be negative",
                                pool.ConstantValue(value)));
    return {};
  }
  return value;
}

// The value in the unit of what is changed.
model::ExprId Lowerer::ValueIn(const Symbol& symbol, std::string_view what) {
  const std::vector<std::uint32_t> elements = Elements(symbol);
  if (elements.empty()) return {};
  if (symbol.kind == SymbolKind::kDefinition &&
      DefinitionType(context_, model::DefinitionId(elements.front()), written_.span).kind ==
          check::TypeKind::kTruth) {
    return LowerTruth(context_, scope_, written_.value, what);
  }
  return LowerAs(context_, scope_, written_.value, UnitOf(symbol, elements.front()), what);
}

std::vector<model::ChannelId> Lowerer::ChannelsOf(
    const std::vector<HappeningId>& happenings) const {
  std::vector<model::ChannelId> channels;
  for (std::size_t i = 0; i < context_.model.channels.size(); ++i) {
    const HappeningId id = context_.model.channels[i].outlet.happening;
    if (id.valid() && std::find(happenings.begin(), happenings.end(), id) != happenings.end()) {
      channels.emplace_back(i);
    }
  }
  return channels;
}

// The channels of the target: acts of a pattern, an event, transitions, or a decision's occasions.
std::vector<model::ChannelId> Lowerer::TargetChannels(const Symbol* symbol) {
  std::vector<model::ChannelId> channels;
  if (written_.acts) {
    const auto acts = ResolvePattern(context_, scope_, *written_.acts);
    if (!acts) return channels;
    const std::vector<HappeningId> happenings = ActsIn(context_, *acts);
    for (const HappeningId id : happenings) {
      if (acts->sign == syntax::ActSign::kAny || SignIsKnown(context_, id)) continue;
      NotYet("changes of acts by a sign that changes");
      return channels;
    }
    channels = ChannelsOf(happenings);
  } else if (symbol->kind == SymbolKind::kDecision) {
    if (written_.target.form != HappeningForm::kNamed) {
      context_.Report(DiagnosticKind::kWrongKind, written_.target.span,
                      "an option has no rate; it is chosen by its utility",
                      "change what its utility reads, or `forbid` it");
      return channels;
    }
    for (const std::uint32_t index : Elements(*symbol)) {
      for (std::size_t i = 0; i < context_.model.channels.size(); ++i) {
        if (context_.model.channels[i].outlet.decision == model::DecisionId(index)) {
          channels.emplace_back(i);
        }
      }
    }
  } else {
    const std::vector<HappeningId> happenings = HappeningsOf(context_, scope_, written_.target);
    if (happenings.empty()) return channels;
    channels = ChannelsOf(happenings);
  }
  if (channels.empty()) {
    const SourceSpan span = written_.acts ? written_.acts->span : written_.target.span;
    context_.Report(DiagnosticKind::kNothingToChange, span,
                    fmt::format("`{}` does not come about by a `rate`, so there is no rate to "
                                "change",
                                context_.TextOf(span)),
                    "`force` and `forbid` work on whatever happens");
  }
  return channels;
}

// ---- values ----------------------------------------------------------------------------------

void Lowerer::Set() {
  if (!PlainTarget()) return;
  const Symbol* symbol = Target(
      {SymbolKind::kParameter, SymbolKind::kDefinition, SymbolKind::kLinkage, SymbolKind::kTable,
       SymbolKind::kQuantity},
      "a parameter");
  if (symbol == nullptr) return;
  if (symbol->kind == SymbolKind::kTable) return NotYet("changes of tables");
  if (symbol->kind == SymbolKind::kQuantity) {
    context_.Report(DiagnosticKind::kWrongKind, written_.target.span,
                    fmt::format("`{}` is a quantity, which moves; only a parameter is `set`",
                                symbol->name),
                    fmt::format("write `start {0} at …` or `hold {0} at …`", symbol->name));
    return;
  }
  const bool parameter = symbol->kind == SymbolKind::kParameter;
  model::Intervention change = Make(parameter ? InterventionKind::kSetParameter
                                              : InterventionKind::kSetDefinition);
  if (parameter) change.parameters = Ids<model::ParameterId>(*symbol);
  if (!parameter) change.definitions = Definitions(*symbol);
  if (change.parameters.empty() && change.definitions.empty()) return;
  change.value = symbol->kind == SymbolKind::kLinkage
                     ? LowerNumber(context_, scope_, written_.value, "the strength of a linkage")
                     : ValueIn(*symbol, "the value that is set");
  if (change.value.valid()) Emit(std::move(change));
}

void Lowerer::Scale() {
  const Symbol* symbol = nullptr;
  if (!written_.acts) {
    symbol = Target({SymbolKind::kParameter, SymbolKind::kDefinition, SymbolKind::kLinkage,
                     SymbolKind::kQuantity, SymbolKind::kEvent, SymbolKind::kIssue,
                     SymbolKind::kDecision},
                    "something that can be scaled");
    if (symbol == nullptr) return;
  }
  model::Intervention change = Make(InterventionKind::kScaleChannel);
  const SymbolKind kind = symbol != nullptr ? symbol->kind : SymbolKind::kEvent;
  switch (kind) {
    case SymbolKind::kParameter:
      change.kind = InterventionKind::kScaleParameter;
      change.parameters = Ids<model::ParameterId>(*symbol);
      break;
    case SymbolKind::kDefinition:
    case SymbolKind::kLinkage:
      change.kind = InterventionKind::kScaleDefinition;
      change.definitions = Definitions(*symbol);
      break;
    case SymbolKind::kQuantity:
      change.kind = InterventionKind::kScaleDrift;
      change.quantities = Ids<model::QuantityId>(*symbol);
      for (const model::QuantityId id : change.quantities) {
        if (!context_.model.quantities[id.index()].drifts.empty()) continue;
        context_.Report(DiagnosticKind::kNothingToChange, written_.target.span,
                        fmt::format("`{}` has no `changes by` that could be scaled", symbol->name),
                        fmt::format("write `shift target of {} by …`", symbol->name));
        return;
      }
      break;
    default:
      change.channels = TargetChannels(symbol);
      break;
  }
  if (change.parameters.empty() && change.definitions.empty() && change.quantities.empty() &&
      change.channels.empty()) {
    return;
  }
  change.value = Factor();
  if (change.value.valid()) Emit(std::move(change));
}

void Lowerer::Add() {
  const Symbol* symbol = nullptr;
  if (!written_.acts) {
    symbol = Target({SymbolKind::kParameter, SymbolKind::kDefinition, SymbolKind::kLinkage,
                     SymbolKind::kQuantity, SymbolKind::kEvent, SymbolKind::kIssue,
                     SymbolKind::kDecision},
                    "something that can be added to");
    if (symbol == nullptr) return;
  }
  if (symbol != nullptr && symbol->kind == SymbolKind::kQuantity) {
    return NotYet("adding to a quantity's change");
  }
  model::Intervention change = Make(InterventionKind::kAddChannel);
  if (symbol != nullptr && symbol->kind == SymbolKind::kParameter) {
    change.kind = InterventionKind::kAddParameter;
    change.parameters = Ids<model::ParameterId>(*symbol);
    if (change.parameters.empty()) return;
    change.value = ValueIn(*symbol, "what is added");
  } else if (symbol != nullptr && (symbol->kind == SymbolKind::kDefinition ||
                                   symbol->kind == SymbolKind::kLinkage)) {
    change.kind = InterventionKind::kAddDefinition;
    change.definitions = Definitions(*symbol);
    if (change.definitions.empty()) return;
    change.value = symbol->kind == SymbolKind::kLinkage
                       ? LowerNumber(context_, scope_, written_.value, "what is added")
                       : ValueIn(*symbol, "what is added");
  } else {
    change.channels = TargetChannels(symbol);
    if (change.channels.empty()) return;
    change.value = LowerRate(context_, scope_, written_.value, "what is added to a rate");
  }
  if (change.value.valid()) Emit(std::move(change));
}

void Lowerer::ShiftTarget() {
  if (!PlainTarget()) return;
  const Symbol* symbol = Target({SymbolKind::kQuantity}, "a quantity");
  if (symbol == nullptr) return;
  model::Intervention change = Make(InterventionKind::kShiftTarget);
  change.quantities = Ids<model::QuantityId>(*symbol);
  for (const model::QuantityId id : change.quantities) {
    if (context_.model.quantities[id.index()].relaxation) continue;
    context_.Report(DiagnosticKind::kNothingToChange, written_.target.span,
                    fmt::format("`{}` relaxes to no target that could be shifted",
                                context_.model.quantities[id.index()].provenance.name),
                    "give it `relaxes to … with half-life …`, or `scale` its changes");
    return;
  }
  if (change.quantities.empty()) return;
  change.value = ValueIn(*symbol, "the shift of a target");
  if (change.value.valid()) Emit(std::move(change));
}

// ---- holding and starting --------------------------------------------------------------------

void Lowerer::HoldIssue(model::IssueId issue, model::StateIndex state) {
  const bool dated = when_.from_day.value_or(0.0) > 0.0;
  if (!dated) {
    model::Intervention start = Make(InterventionKind::kStartIssue);
    start.from_day.reset();
    start.to_day.reset();
    start.issue = issue;
    start.state = state;
    Emit(std::move(start));
  }
  // First nothing else may happen, then it is brought there: what is forced later is not forbidden.
  model::Intervention forbid = Make(InterventionKind::kForbid);
  std::vector<HappeningId> into;
  for (std::size_t i = 0; i < context_.model.happenings.size(); ++i) {
    const model::Happening& happening = context_.model.happenings[i];
    if (happening.issue != issue) continue;
    forbid.happenings.emplace_back(i);
    if (happening.to == state) into.emplace_back(i);
  }
  if (!forbid.happenings.empty()) Emit(std::move(forbid));
  if (dated && !into.empty()) ForceAt(into, *when_.from_day);
}

void Lowerer::Hold() {
  if (!PlainTarget()) return;
  if (written_.state.present()) {
    const model::IssueId issue = IssueOf(context_, scope_, written_.target.target);
    const auto state = StateOf(context_, issue, written_.state);
    if (state) HoldIssue(issue, *state);
    return;
  }
  const Symbol* symbol =
      Target({SymbolKind::kQuantity, SymbolKind::kDefinition, SymbolKind::kParameter},
             "a quantity or a definition");
  if (symbol == nullptr) return;
  model::Intervention change = Make(InterventionKind::kHoldQuantity);
  if (symbol->kind == SymbolKind::kQuantity) {
    change.quantities = Ids<model::QuantityId>(*symbol);
  } else if (symbol->kind == SymbolKind::kDefinition) {
    change.kind = InterventionKind::kSetDefinition;
    change.definitions = Ids<model::DefinitionId>(*symbol);
  } else {
    change.kind = InterventionKind::kSetParameter;
    change.parameters = Ids<model::ParameterId>(*symbol);
  }
  change.value = ValueIn(*symbol, "the value that is held");
  if (change.value.valid()) Emit(std::move(change));
}

void Lowerer::Start() {
  if (!PlainTarget()) return;
  if (when_.from_day || when_.to_day) {
    context_.Report(DiagnosticKind::kConflictingClauses, written_.span,
                    "`start` changes the beginning of the model; it can not have dates of its own",
                    "write `hold` or `force` for a later date");
    return;
  }
  if (written_.state.present()) {
    const model::IssueId issue = IssueOf(context_, scope_, written_.target.target);
    const auto state = StateOf(context_, issue, written_.state);
    if (!state) return;
    model::Intervention change = Make(InterventionKind::kStartIssue);
    change.issue = issue;
    change.state = *state;
    Emit(std::move(change));
    return;
  }
  const Symbol* symbol = Target({SymbolKind::kQuantity}, "a quantity");
  if (symbol == nullptr) return;
  model::Intervention change = Make(InterventionKind::kStartQuantity);
  change.quantities = Ids<model::QuantityId>(*symbol);
  change.value = ValueIn(*symbol, "the start of a quantity");
  if (change.value.valid()) Emit(std::move(change));
}

// ---- what happens ----------------------------------------------------------------------------

void Lowerer::ForceAt(const std::vector<HappeningId>& happenings, double day) {
  model::Intervention change = Make(InterventionKind::kForce);
  change.happenings = happenings;
  change.force_day = day;
  change.from_day.reset();  // the day says when
  change.to_day.reset();
  Emit(std::move(change));
}

void Lowerer::ForceBy(const std::vector<HappeningId>& happenings, const syntax::Trigger& trigger) {
  if (trigger.probability.valid()) return NotYet("`with probability` in `force`");
  if (trigger.guard.valid()) return NotYet("`while` on an intervention");
  switch (trigger.kind) {
    case syntax::TriggerKind::kOnDate: {
      const double day = DayOf(context_, trigger.date->date);
      if (day < 0.0 || day > context_.model.time.horizon_days) {
        context_.Report(DiagnosticKind::kDateOutsideTime, trigger.date->span,
                        fmt::format("{} lies outside the simulated time, so this never happens",
                                    FormatDate(trigger.date->date)));
        return;
      }
      return ForceAt(happenings, day);
    }
    case syntax::TriggerKind::kOnce:
    case syntax::TriggerKind::kWhenever: {
      model::Intervention change = Make(InterventionKind::kForce);
      change.happenings = happenings;
      change.condition =
          LowerTruth(context_, scope_, trigger.value, "the condition of a forced happening");
      change.every_time = trigger.kind == syntax::TriggerKind::kWhenever;
      if (change.condition.valid()) Emit(std::move(change));
      return;
    }
    default:
      context_.Report(DiagnosticKind::kMisplacedTrigger, trigger.span,
                      "`force` takes `on DATE`, `once CONDITION` or `whenever CONDITION`",
                      "`add 2 per year to …` raises a rate");
      return;
  }
}

void Lowerer::Force() {
  const Symbol* symbol =
      Target({SymbolKind::kEvent, SymbolKind::kIssue, SymbolKind::kDecision},
             "an event, an issue or an option");
  if (symbol == nullptr) return;
  const bool single = written_.target.form != HappeningForm::kNamed;
  if (!single && symbol->kind != SymbolKind::kEvent) {
    context_.Report(DiagnosticKind::kWrongKind, written_.target.span,
                    fmt::format("`{}` is {}; it must be said what is forced", symbol->name,
                                NameOf(symbol->kind)),
                    symbol->kind == SymbolKind::kIssue
                        ? fmt::format("write `force {} -> STATE on DATE`", symbol->name)
                        : fmt::format("write `force {}: OPTION on DATE`", symbol->name));
    return;
  }
  const std::vector<HappeningId> happenings = HappeningsOf(context_, scope_, written_.target);
  if (happenings.empty()) return;
  // Events are forced each on its own; of transitions the one that can follow is taken.
  std::vector<std::vector<HappeningId>> groups;
  if (symbol->kind == SymbolKind::kIssue) {
    groups.push_back(happenings);
  } else {
    for (const HappeningId id : happenings) groups.push_back({id});
  }
  for (const auto& group : groups) {
    if (written_.triggers.empty()) ForceAt(group, when_.from_day.value_or(0.0));
    for (const syntax::Trigger& trigger : written_.triggers) ForceBy(group, trigger);
  }
}

void Lowerer::Forbid() {
  model::Intervention change = Make(InterventionKind::kForbid);
  if (written_.acts) {
    const auto acts = ResolvePattern(context_, scope_, *written_.acts);
    if (!acts) return;
    change.happenings = ActsIn(context_, *acts);
    for (const HappeningId id : change.happenings) {
      if (acts->sign == syntax::ActSign::kAny || SignIsKnown(context_, id)) continue;
      return NotYet("changes of acts by a sign that changes");
    }
    if (change.happenings.empty()) {
      context_.Report(DiagnosticKind::kNothingToChange, written_.acts->span,
                      fmt::format("no act of the model is `{}`, so nothing is forbidden",
                                  context_.TextOf(written_.acts->span)));
      return;
    }
  } else {
    const Symbol* symbol = Target({SymbolKind::kEvent, SymbolKind::kIssue, SymbolKind::kDecision},
                                  "an event, an issue or an option");
    if (symbol == nullptr) return;
    change.happenings = HappeningsOf(context_, scope_, written_.target);
    if (change.happenings.empty()) return;
  }
  Emit(std::move(change));
}

// ---- chances and elections -------------------------------------------------------------------

// The draws whose result an issue takes: a chance has one, an office one for its elections and
// perhaps one for vacancies. They bear the issue's name, followed by what they are.
std::vector<ChanceId> Lowerer::ChancesOf(model::IssueId issue) const {
  const std::string& name = context_.model.issues[issue.index()].provenance.name;
  std::vector<ChanceId> chances;
  for (std::size_t i = 0; i < context_.model.chances.size(); ++i) {
    const std::string& other = context_.model.chances[i].provenance.name;
    const bool same = other == name;
    const bool part = other.size() > name.size() && other.compare(0, name.size(), name) == 0 &&
                      (other[name.size()] == ' ' || other[name.size()] == '.');
    if (same || part) chances.emplace_back(i);
  }
  return chances;
}

bool Lowerer::FallsOn(ChanceId chance, double day) const {
  for (const model::Trigger& trigger : context_.model.triggers) {
    if (trigger.outlet.chance != chance || trigger.kind != model::TriggerKind::kDates) continue;
    for (const double other : trigger.days) {
      if (std::fabs(other - day) < 0.5) return true;
    }
  }
  return false;
}

void Lowerer::FixOffice(const Symbol& symbol, model::IssueId issue) {
  const auto state = StateOf(context_, issue, written_.state);
  if (!state) return;
  const std::string& name = context_.model.issues[issue.index()].provenance.name;
  const double day = written_.election ? DayOf(context_, written_.election->date) : kAlways;
  bool dated = !written_.election.has_value();
  bool found = false;
  std::vector<std::string> names;
  for (const ChanceId id : ChancesOf(issue)) {
    const model::Chance& chance = context_.model.chances[id.index()];
    if (written_.election && !FallsOn(id, day)) continue;
    dated = true;
    for (std::size_t i = 0; i < chance.options.size(); ++i) {
      names.push_back(chance.options[i].name);
      if (chance.options[i].name != written_.state.text) continue;
      found = true;
      model::Intervention change = Make(InterventionKind::kFixChance);
      change.chance = id;
      change.option = static_cast<std::uint32_t>(i);
      change.force_day = day;
      Emit(std::move(change));
    }
  }
  if (!dated) {
    context_.Report(DiagnosticKind::kNothingToChange, written_.election->span,
                    fmt::format("`{}` has no election on {}", name,
                                FormatDate(written_.election->date)),
                    "name the day of one of its elections");
    return;
  }
  const bool office = context_.model.issues[issue.index()].kind == model::IssueKind::kOffice;
  if (!found && (!office || written_.election)) {
    context_.Report(DiagnosticKind::kUnknownName, written_.state.span,
                    fmt::format("`{}` is not among the outcomes of `{}`: `{}`", written_.state.text,
                                symbol.name, fmt::join(names, "`, `")));
    return;
  }
  // `fix leader[A] to N` without a date: that person from the start.
  if (office && !written_.election) {
    model::Intervention start = Make(InterventionKind::kStartIssue);
    start.issue = issue;
    start.state = *state;
    Emit(std::move(start));
  }
}

void Lowerer::Fix() {
  if (when_.from_day || when_.to_day) {
    context_.Report(DiagnosticKind::kConflictingClauses, written_.span,
                    "a draw has its own date; `fix` can not stand in a dated part",
                    "write `fix leader[KOR] election 2022-03-09 to …`");
    return;
  }
  const Symbol* symbol = Target({SymbolKind::kIssue}, "an office or a chance");
  if (symbol == nullptr) return;
  const model::IssueId issue = IssueOf(context_, scope_, written_.target.target);
  if (!issue.valid()) return;
  const model::IssueKind kind = context_.model.issues[issue.index()].kind;
  if (kind != model::IssueKind::kOffice && kind != model::IssueKind::kChance) {
    context_.Report(DiagnosticKind::kWrongKind, written_.target.span,
                    fmt::format("`{}` is an issue; only elections and chances are fixed",
                                symbol->name),
                    fmt::format("write `force {0} -> STATE on DATE` or `hold {0} in STATE`",
                                symbol->name));
    return;
  }
  FixOffice(*symbol, issue);
}

}  // namespace

void LowerIntervention(Context& context, const Scope& scope, const syntax::Intervention& written,
                       const InForce& when, std::vector<model::Intervention>& out) {
  Lowerer(context, scope, written, when, out).Run();
}

}  // namespace entente::language::lower
