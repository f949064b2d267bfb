#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "language/lower/warnings.h"

namespace entente::language::lower {
namespace {

using check::Context;

// A write that the order of two writers decides: `=` to a quantity, or a way out of a state.
struct Write {
  std::string variable;
  std::string writer;
  SourceSpan span;
  std::size_t trigger = 0;  // position in the model's triggers, of dated writers
};

void AddAssignments(const model::Model& model, const std::vector<model::Effect>& effects,
                    const std::string& writer, std::vector<Write>& writes) {
  for (const model::Effect& effect : effects) {
    if (effect.kind != model::EffectKind::kSet || effect.guard.valid()) continue;
    writes.push_back(
        {model.quantities[effect.quantity.index()].provenance.name, writer, effect.span, 0});
  }
}

std::vector<Write> WritesOf(const model::Model& model, const model::Trigger& trigger) {
  std::vector<Write> writes;
  if (!trigger.outlet.happening.valid() || trigger.guard.valid() || trigger.probability.valid()) {
    return writes;
  }
  const model::Happening& happening = model.happenings[trigger.outlet.happening.index()];
  const std::string& name = happening.provenance.name;
  if (happening.issue.valid() && happening.kind == model::HappeningKind::kTransition) {
    const model::Issue& issue = model.issues[happening.issue.index()];
    if (issue.kind == model::IssueKind::kIssue) {
      const std::string state =
          happening.from == model::kAnyState ? "*" : issue.states[happening.from].name;
      writes.push_back({fmt::format("{} (from {})", issue.provenance.name, state), name,
                        trigger.provenance.span, 0});
    }
  }
  AddAssignments(model, happening.effects, name, writes);
  return writes;
}

// One list that assigns a quantity twice: the first value is lost.
void WarnList(Context& context, const std::vector<model::Effect>& effects) {
  std::map<std::uint32_t, SourceSpan> last;
  for (const model::Effect& effect : effects) {
    const bool numeric = effect.kind != model::EffectKind::kMove &&
                         effect.kind != model::EffectKind::kExcite;
    if (!numeric) continue;
    const bool assigns = effect.kind == model::EffectKind::kSet && !effect.guard.valid() &&
                         !effect.probability.valid();
    const auto place = last.find(effect.quantity.index());
    if (assigns && place != last.end()) {
      const std::string& name =
          context.model.quantities[effect.quantity.index()].provenance.name;
      Diagnostic& diagnostic = context.Report(
          DiagnosticKind::kTwoWriters, effect.span,
          fmt::format("`{}` is written twice in one list; what was written first is lost", name),
          "keep one of the two, or use `+=`");
      diagnostic.related.push_back({place->second, "written here first"});
    }
    last[effect.quantity.index()] = effect.span;
  }
}

}  // namespace

void WarnTwoWriters(Context& context) {
  const model::Model& model = context.model;
  // `before NAME` says which of the two comes first: then nothing is left to chance of names.
  const auto ordered = [&](std::size_t one, std::size_t other) {
    for (const auto& [id, name] : context.before) {
      const std::string& family = model.triggers[other].provenance.family;
      if (id.index() == one && name.text == family) return true;
    }
    return false;
  };
  for (const model::Happening& happening : model.happenings) {
    WarnList(context, happening.effects);
    for (const model::Reaction& reaction : happening.reactions) {
      WarnList(context, reaction.effects);
    }
  }
  // Dated triggers of one instant, by day and variable.
  std::map<std::pair<double, std::string>, Write> first;
  std::set<std::pair<std::string, std::string>> reported;
  for (std::size_t i = 0; i < model.triggers.size(); ++i) {
    const model::Trigger& trigger = model.triggers[i];
    if (trigger.kind != model::TriggerKind::kDates) continue;
    std::vector<Write> writes = WritesOf(model, trigger);
    for (Write& write : writes) write.trigger = i;
    for (const double day : trigger.days) {
      if (writes.empty() || !context.Spend(writes.size(), trigger.provenance.span)) break;
      for (const Write& write : writes) {
        const auto [place, fresh] = first.emplace(std::make_pair(day, write.variable), write);
        if (fresh || place->second.writer == write.writer) continue;
        if (ordered(i, place->second.trigger) || ordered(place->second.trigger, i)) continue;
        if (!reported.emplace(place->second.writer, write.writer).second) continue;
        Diagnostic& diagnostic = context.Report(
            DiagnosticKind::kTwoWriters, write.span,
            fmt::format("`{}` and `{}` both write `{}` on {}; the order of their names decides",
                        place->second.writer, write.writer, write.variable,
                        FormatInstant(model.time.start_day_number, day)),
            "say which comes first with `before NAME`, or give them different dates");
        diagnostic.related.push_back({place->second.span, "the other writer"});
      }
    }
  }
}

}  // namespace entente::language::lower
