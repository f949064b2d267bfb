#include "record/chronology/names.h"

#include "base/diagnostic.h"

namespace entente::record {
namespace {

using model::HappeningKind;

std::string WithoutSpaces(std::string_view text) {
  std::string plain;
  int depth = 0;
  for (const char c : text) {
    if (c == '[') ++depth;
    if (c == ']') --depth;
    if (depth == 0 || c != ' ') plain += c;
  }
  return plain;
}

}  // namespace

Names::Names(const model::Model& model) : model_(model) {
  // Draws among events are forms of one event: the first stands for the event.
  for (std::size_t i = 0; i < model.chances.size(); ++i) {
    const auto& options = model.chances[i].options;
    for (std::size_t k = 0; k < options.size(); ++k) {
      const model::HappeningId id = options[k].happening;
      if (!id.valid()) continue;
      const bool event = model.happenings[id.index()].kind == HappeningKind::kEvent;
      if (event && k == 0) forms_.emplace(id.index(), model::ChanceId(i));
      if (event && k > 0) first_forms_.emplace(id.index(), options.front().happening);
      if (!event) {
        draws_.emplace(id.index(), Draw{model::ChanceId(i), static_cast<std::uint32_t>(k)});
      }
    }
  }
  const auto enter = [this](const model::Provenance& provenance, MeaningKind kind,
                            std::uint32_t index, bool with_family) {
    const auto add = [&](const std::string& name) {
      if (name.empty()) return;
      Meaning& meaning = by_name_[name];
      if (meaning.kind == MeaningKind::kNone) meaning.kind = kind;
      if (meaning.kind != kind) return;
      if (meaning.elements.empty() || meaning.elements.back() != index) {
        meaning.elements.push_back(index);
      }
    };
    add(WithoutSpaces(provenance.name));
    if (with_family && provenance.family != provenance.name) add(provenance.family);
  };
  for (std::size_t i = 0; i < model.issues.size(); ++i) {
    if (model.issues[i].kind == model::IssueKind::kHidden) continue;
    enter(model.issues[i].provenance, MeaningKind::kIssue, static_cast<std::uint32_t>(i), true);
  }
  for (std::size_t i = 0; i < model.happenings.size(); ++i) {
    const model::Happening& happening = model.happenings[i];
    const auto index = static_cast<std::uint32_t>(i);
    if (happening.kind == HappeningKind::kEvent) {
      enter(happening.provenance, MeaningKind::kEvent, index, !first_forms_.contains(index));
    } else if (happening.kind == HappeningKind::kTransition) {
      ways_.emplace(std::make_tuple(happening.issue.index(), happening.from, happening.to),
                    model::HappeningId(i));
    }
  }
  for (std::size_t i = 0; i < model.decisions.size(); ++i) {
    enter(model.decisions[i].provenance, MeaningKind::kDecision, static_cast<std::uint32_t>(i),
          true);
  }
  for (std::size_t i = 0; i < model.actors.size(); ++i) {
    const model::Actor& actor = model.actors[i];
    actors_.emplace(actor.provenance.name,
                    actor.principal.valid() ? actor.principal : model::ActorId(i));
  }
}

Meaning Names::Find(std::string_view what) const {
  const auto place = by_name_.find(WithoutSpaces(what));
  return place == by_name_.end() ? Meaning{} : place->second;
}

std::optional<std::string> Names::Nearest(std::string_view what) const {
  std::vector<std::string> names;
  for (const auto& [name, meaning] : by_name_) names.push_back(name);
  return NearestName(WithoutSpaces(what), names);
}

std::vector<std::string> Names::StateNames(model::IssueId issue) const {
  std::vector<std::string> names;
  for (const model::State& state : model_.issues[issue.index()].states) {
    names.push_back(state.name);
  }
  return names;
}

std::optional<model::StateIndex> Names::State(model::IssueId issue, std::string_view name) const {
  const auto& states = model_.issues[issue.index()].states;
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i].name == name) return static_cast<model::StateIndex>(i);
  }
  return std::nullopt;
}

model::ActorId Names::Actor(std::string_view name) const {
  const auto place = actors_.find(std::string(name));
  return place == actors_.end() ? model::ActorId() : place->second;
}

std::vector<std::string> Names::ActorNames() const {
  std::vector<std::string> names;
  for (const model::Actor& actor : model_.actors) names.push_back(actor.provenance.name);
  return names;
}

model::HappeningId Names::Way(model::IssueId issue, model::StateIndex from,
                              model::StateIndex to) const {
  const auto place = ways_.find(std::make_tuple(issue.index(), from, to));
  return place == ways_.end() ? model::HappeningId() : place->second;
}

std::vector<std::string> Names::WaysFrom(model::IssueId issue, model::StateIndex from) const {
  std::vector<std::string> names;
  const auto& states = model_.issues[issue.index()].states;
  for (std::size_t to = 0; to < states.size(); ++to) {
    if (Way(issue, from, static_cast<model::StateIndex>(to)).valid()) {
      names.push_back(states[to].name);
    }
  }
  return names;
}

model::ChanceId Names::FormOf(model::HappeningId event) const {
  const auto place = forms_.find(event.index());
  return place == forms_.end() ? model::ChanceId() : place->second;
}

model::HappeningId Names::FirstForm(model::HappeningId event) const {
  const auto place = first_forms_.find(event.index());
  return place == first_forms_.end() ? event : place->second;
}

Names::Draw Names::DrawOf(model::HappeningId happening) const {
  const auto place = draws_.find(happening.index());
  return place == draws_.end() ? Draw{} : place->second;
}

}  // namespace entente::record
