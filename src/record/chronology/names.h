// What the names in a chronology's rows mean in a model: issues, events, decisions, states, actors,
// and the ways between states. Built once for a file.
#ifndef ENTENTE_RECORD_CHRONOLOGY_NAMES_H_
#define ENTENTE_RECORD_CHRONOLOGY_NAMES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "model/model.h"

namespace entente::record {

enum class MeaningKind : std::uint8_t { kNone, kIssue, kEvent, kDecision };

// The elements that a name stands for: one for a qualified name (`rebuke[KOR,JPN]`), all of a
// family (`rebuke`). Positions in the model's vector of the kind (events: happenings).
struct Meaning {
  MeaningKind kind = MeaningKind::kNone;
  std::vector<std::uint32_t> elements;
};

class Names {
 public:
  explicit Names(const model::Model& model);

  // Spaces inside brackets do not matter: "rebuke[KOR, JPN]".
  Meaning Find(std::string_view what) const;
  // The nearest name of anything a row may be about.
  std::optional<std::string> Nearest(std::string_view what) const;

  std::optional<model::StateIndex> State(model::IssueId issue, std::string_view name) const;
  model::ActorId Actor(std::string_view name) const;  // an organ gives its principal
  std::vector<std::string> ActorNames() const;
  std::vector<std::string> StateNames(model::IssueId issue) const;

  // The declared way from one state into another; invalid if there is none.
  model::HappeningId Way(model::IssueId issue, model::StateIndex from, model::StateIndex to) const;
  std::vector<std::string> WaysFrom(model::IssueId issue, model::StateIndex from) const;

  // The chance that draws the form of an event; invalid if it has one form only.
  model::ChanceId FormOf(model::HappeningId event) const;
  // The event for which a form stands: itself, if it has one form or is the first.
  model::HappeningId FirstForm(model::HappeningId event) const;
  // The dated chance whose result the happening is, and its option; invalid if it is none.
  struct Draw {
    model::ChanceId chance;
    std::uint32_t option = 0;
  };
  Draw DrawOf(model::HappeningId happening) const;

 private:
  const model::Model& model_;
  std::unordered_map<std::string, Meaning> by_name_;
  std::unordered_map<std::string, model::ActorId> actors_;
  std::map<std::tuple<std::uint32_t, model::StateIndex, model::StateIndex>, model::HappeningId>
      ways_;
  std::unordered_map<std::uint32_t, model::ChanceId> forms_;           // by the first form
  std::unordered_map<std::uint32_t, model::HappeningId> first_forms_;  // by a later form
  std::unordered_map<std::uint32_t, Draw> draws_;
};

}  // namespace entente::record

#endif  // ENTENTE_RECORD_CHRONOLOGY_NAMES_H_
