// Interventions on numbers: parameters, rates, strengths, targets.
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
#include "language/lower/policy_lowerer.h"
#include "language/lower/variants.h"

namespace entente::language::lower {

using syntax::HappeningForm;

// ---- small parts --------------------------------------------------------------------------------

model::Intervention PolicyLowerer::Make(InterventionKind kind) const {
  model::Intervention change;
  change.kind = kind;
  change.from_day = when_.from_day;
  change.to_day = when_.to_day;
  change.adopt_when = when_.adopt_when;
  change.adopt_reverts = when_.adopt_reverts;
  change.span = written_.span;
  change.text = context_.TextOf(written_.span);
  while (!change.text.empty() && (change.text.back() == ',' || change.text.back() == ' ')) {
    change.text.pop_back();
  }
  return change;
}

Symbol* PolicyLowerer::Target(const std::vector<SymbolKind>& kinds, std::string_view wanted) {
  return SymbolOf(context_, written_.target.target, kinds, wanted);
}

bool PolicyLowerer::PlainTarget() {
  if (written_.target.form == HappeningForm::kNamed && !written_.acts) return true;
  context_.Report(DiagnosticKind::kWrongKind, written_.span,
                  "a value is changed here, not something that happens",
                  "`scale`, `add`, `force` and `forbid` change what happens");
  return false;
}

std::vector<model::DefinitionId> PolicyLowerer::Definitions(const Symbol& symbol) {
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

int PolicyLowerer::UnitOf(const Symbol& symbol, std::uint32_t element) {
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
model::ExprId PolicyLowerer::Factor() {
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
model::ExprId PolicyLowerer::ValueIn(const Symbol& symbol, std::string_view what) {
  const std::vector<std::uint32_t> elements = Elements(symbol);
  if (elements.empty()) return {};
  if (symbol.kind == SymbolKind::kDefinition &&
      DefinitionType(context_, model::DefinitionId(elements.front()), written_.span).kind ==
          check::TypeKind::kTruth) {
    return LowerTruth(context_, scope_, written_.value, what);
  }
  return LowerAs(context_, scope_, written_.value, UnitOf(symbol, elements.front()), what);
}

std::vector<model::ChannelId> PolicyLowerer::ChannelsOf(
    const std::vector<HappeningId>& happenings) const {
  std::vector<model::ChannelId> channels;
  for (std::size_t i = 0; i < context_.model.channels.size(); ++i) {
    const HappeningId id = HappeningOf(context_, context_.model.channels[i].outlet);
    if (id.valid() && std::find(happenings.begin(), happenings.end(), id) != happenings.end()) {
      channels.emplace_back(i);
    }
  }
  return channels;
}

// The channels of the target: acts of a pattern, an event, transitions, or a decision's occasions.
std::vector<model::ChannelId> PolicyLowerer::TargetChannels(const Symbol* symbol) {
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

void PolicyLowerer::Set() {
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

void PolicyLowerer::Scale() {
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

void PolicyLowerer::Add() {
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

void PolicyLowerer::ShiftTarget() {
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

void LowerIntervention(Context& context, const Scope& scope, const syntax::Intervention& written,
                       const InForce& when, std::vector<model::Intervention>& out) {
  PolicyLowerer(context, scope, written, when, out).Run();
}

}  // namespace entente::language::lower
