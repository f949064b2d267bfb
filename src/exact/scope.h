// What one outcome depends on: the issues, channels and triggers that can change its value, found
// by following what is read and written. Everything else is left out of the chain. Says in words
// why an outcome is out of reach of an exact solution.
#ifndef ENTENTE_EXACT_SCOPE_H_
#define ENTENTE_EXACT_SCOPE_H_

#include <string>
#include <unordered_map>
#include <vector>

#include "model/model.h"

namespace entente::exact {

struct Scope {
  std::string refusal;  // empty: the outcome can be solved
  std::vector<bool> issues;
  std::vector<model::ChannelId> channels;
  // Ordered as they act within an instant.
  std::vector<model::TriggerId> triggers;    // dated
  std::vector<model::TriggerId> conditions;  // once, whenever

  friend bool operator==(const Scope&, const Scope&) = default;
};

// The issues an expression reads, and the first thing in it that a chain can not hold.
struct Reads {
  std::vector<std::uint32_t> issues;
  std::string refusal;
  bool day = false;  // reads the calendar day: fine at a date, not in a hazard
};

class ScopeFinder {
 public:
  // `has_values`: parameters with priors are given values from outside.
  ScopeFinder(const model::Model& model, bool has_values);

  Scope Find(const model::Outcome& outcome);

 private:
  // Everything a channel or trigger may read, move and bring about.
  struct Footprint {
    std::vector<bool> reads, writes;  // issues
    std::vector<bool> occurs;         // happenings
    std::string refusal;
  };

  const Reads& ReadsOf(model::ExprId id);
  void Visit(model::ExprId id, std::vector<bool>& seen, Reads& reads) const;
  void Note(Footprint& footprint, model::ExprId id, bool at_a_date, const std::string& owner);
  void NoteEffects(Footprint& footprint, const std::vector<model::Effect>& effects, bool at_a_date,
                   const std::string& owner, std::vector<model::HappeningId>& pending);
  void NoteHappenings(Footprint& footprint, std::vector<model::HappeningId> pending,
                      bool at_a_date);
  void NoteOutlet(Footprint& footprint, const model::Outlet& outlet, bool at_a_date);
  Footprint Of(const model::Channel& channel);
  Footprint Of(const model::Trigger& trigger);

  const model::Model& model_;
  bool has_values_;
  std::unordered_map<std::uint32_t, Reads> cache_;
  std::vector<Footprint> channels_, triggers_;
};

}  // namespace entente::exact

#endif  // ENTENTE_EXACT_SCOPE_H_
