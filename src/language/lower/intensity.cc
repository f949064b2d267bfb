#include "language/lower/intensity.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "language/lower/act_pattern.h"
#include "language/lower/arithmetic.h"
#include "language/lower/definitions.h"
#include "model/intensity.h"

namespace entente::language::lower {
namespace {

using model::DefinitionId;
using model::ExprId;
using model::Op;

// The class in words with its names resolved: what is meant by one name is summed once.
std::string NameOfClass(const Context& context, const ActClass& acts) {
  const auto actor = [&](model::ActorId id) {
    return context.model.actors[id.index()].provenance.name;
  };
  const auto list = [&](const std::vector<model::ActorId>& ids) {
    std::vector<std::string> names;
    for (const model::ActorId id : ids) names.push_back(actor(id));
    return fmt::format("{}", fmt::join(names, ", "));
  };
  std::string name = "intensity of ";
  if (acts.only_public) name += "public ";
  for (const std::string& tag : acts.tags) name += tag + " ";
  if (acts.sign == syntax::ActSign::kHostile) name += "hostile ";
  if (acts.sign == syntax::ActSign::kCooperative) name += "cooperative ";
  name += "acts";
  for (std::size_t i = 0; i < acts.pairs.size(); ++i) {
    name += fmt::format("{} {} -> {}", i == 0 ? "" : ",", actor(acts.pairs[i].first),
                        actor(acts.pairs[i].second));
  }
  if (!acts.by.empty()) name += " by " + list(acts.by);
  if (!acts.toward.empty()) name += " toward " + list(acts.toward);
  if (acts.any_track) return name;
  std::vector<std::string> tracks;
  for (const model::TrackId id : acts.tracks) {
    tracks.push_back(context.model.tracks[id.index()].provenance.name);
  }
  return name + fmt::format(" about {}", fmt::join(tracks, ", "));
}

std::vector<model::Intensity::Part> PartsOf(Context& context, const ActClass& acts) {
  auto& pool = context.model.expressions;
  std::vector<model::Intensity::Part> parts;
  for (const model::HappeningId id : ActsIn(context, acts)) {
    ExprId guard = TopicGuard(context, acts, id);
    if (acts.sign != syntax::ActSign::kAny) {
      guard = pool.And(guard, SignGuard(context, id, acts.sign == syntax::ActSign::kHostile));
    }
    parts.push_back({id, guard});
  }
  return parts;
}

// Whether the expression reads the definition, through others.
bool LeadsTo(const model::Model& model, ExprId root, DefinitionId target) {
  std::unordered_set<std::uint32_t> seen;
  std::vector<ExprId> stack = {root};
  while (!stack.empty()) {
    const ExprId id = stack.back();
    stack.pop_back();
    if (!id.valid() || !seen.insert(id.index()).second) continue;
    const model::Expression& node = model.expressions[id];
    if (node.op == Op::kDefinition) {
      if (node.index == target.index()) return true;
      stack.push_back(model.definitions[node.index].value);
      continue;
    }
    const int operands = model::OperandCount(node.op);
    if (operands > 0) stack.push_back(node.a);
    if (operands > 1) stack.push_back(node.b);
    if (operands > 2) stack.push_back(node.c);
  }
  return false;
}

// The channel through which an intensity comes back to itself, for the message.
std::string WayBack(const model::Model& model, DefinitionId id) {
  for (const model::Channel& channel : model.channels) {
    for (const model::HazardTerm& term : channel.terms) {
      if (LeadsTo(model, term.rate_per_day, id) || LeadsTo(model, term.guard, id)) {
        return fmt::format("the rate of `{}` is made from it", channel.provenance.name);
      }
    }
  }
  return "its acts are made from it";
}

}  // namespace

check::Value LowerIntensity(Context& context, const Scope& scope, const syntax::ActPattern& pattern,
                            SourceSpan span) {
  if (!context.pressures_known) {
    context.Report(DiagnosticKind::kCyclicDefinition, span,
                   "an intensity is read by the weight of an act or the strength of a linkage, "
                   "before it is known which acts there are");
    return {};
  }
  const auto acts = ResolvePattern(context, scope, pattern);
  if (!acts ||
      !context.Spend(1 + context.model.happenings.size() / 8 + context.model.intensities.size(),
                     span))
    return {};
  std::string name = NameOfClass(context, *acts);
  const auto known =
      std::find_if(context.model.intensities.begin(), context.model.intensities.end(),
                   [&](const model::Intensity& one) {
                     return context.model.definitions[one.value.index()].provenance.name == name;
                   });
  DefinitionId id;
  if (known != context.model.intensities.end()) {
    id = known->value;
  } else {
    model::Provenance provenance;
    provenance.name = provenance.luck_name = std::move(name);
    provenance.span = span;
    // Until the sum is written, the clock stands for something that changes in time.
    Value value = NumberValue(context.model.expressions.Leaf(Op::kTime, 0), check::kRate);
    id = AddDefinition(context, std::move(provenance), value,
                       check::DisplayUnit(value.type, syntax::TimeUnit::kYear, false));
    context.model.definitions[id.index()].hidden = true;
    context.model.intensities.push_back({id, PartsOf(context, *acts)});
  }
  Value value =
      NumberValue(context.model.expressions.Leaf(Op::kDefinition, id.index(), span), check::kRate);
  return value;
}

void SumIntensities(Context& context) {
  model::Model& model = context.model;
  model::WriteIntensities(model);
  for (const model::Intensity& intensity : model.intensities) {
    model::Definition& definition = model.definitions[intensity.value.index()];
    if (LeadsTo(model, definition.value, intensity.value)) {
      context.Report(DiagnosticKind::kCyclicDefinition, definition.provenance.span,
                     fmt::format("`{}` is made from itself: {}", definition.provenance.name,
                                 WayBack(model, intensity.value)),
                     "acts that raise later acts are a `linkage`; a rate may read the intensity of "
                     "other acts only");
      definition.value = model.expressions.Constant(0.0, definition.provenance.span);
      continue;
    }
    const bool never = model.expressions.IsConstant(definition.value) &&
                       model.expressions.ConstantValue(definition.value) == 0.0;
    if (!never) continue;
    context.Report(DiagnosticKind::kNeverHappens, definition.provenance.span,
                   fmt::format("`{}` is always 0: none of these acts comes about by a `rate`",
                               definition.provenance.name));
  }
}

}  // namespace entente::language::lower
