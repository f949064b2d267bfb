// What an expression can ever read: its static read set. The plan derives from it which channels a
// jump touches, which quantities move together, and what never changes within a world.
#ifndef ENTENTE_ENGINE_PLAN_READS_H_
#define ENTENTE_ENGINE_PLAN_READS_H_

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "model/model.h"

namespace entente::engine {

// The states of an issue, told apart only as far as an expression can: states with equal class give
// equal values. A move between states of one class writes nothing in the read set.
using StateClasses = std::array<std::uint8_t, model::kMaxStates>;

struct Reads {
  std::set<std::uint32_t> parameters;
  std::set<std::uint32_t> quantities;
  std::set<std::uint32_t> pressures;
  std::map<std::uint32_t, StateClasses> issues;
  std::set<std::uint32_t> clocks_of_issues;      // kTimeInState
  std::set<std::uint32_t> clocks_of_happenings;  // kTimeSince
  bool time = false;                             // any clock: varies between jumps

  bool Discrete() const { return quantities.empty() && pressures.empty() && !time; }
  void Merge(const Reads& other);
};

// Reads of `expression` with definitions followed. An invalid id reads nothing.
Reads CollectReads(const model::Model& model, model::ExprId expression);

// Makes `classes` at least as fine as `other` (the coarsest common refinement).
void Refine(StateClasses& classes, const StateClasses& other);

// Number of classes (largest label + 1) among the first `states` states.
std::uint32_t ClassCount(const StateClasses& classes, std::size_t states);

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_PLAN_READS_H_
