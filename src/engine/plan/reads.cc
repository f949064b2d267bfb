#include "engine/plan/reads.h"

#include <utility>

namespace entente::engine {
namespace {

using model::Op;

StateClasses FromMask(model::StateMask mask) {
  StateClasses classes{};
  // The first state has label 0, so that equal partitions get equal labels.
  const bool first = (mask & 1) != 0;
  for (std::size_t s = 0; s < classes.size(); ++s) {
    classes[s] = (((mask >> s) & 1) != 0) == first ? 0 : 1;
  }
  return classes;
}

StateClasses FromTable(const std::vector<double>& table) {
  StateClasses classes{};
  std::map<double, std::uint8_t> labels;
  for (std::size_t s = 0; s < classes.size() && s < table.size(); ++s) {
    classes[s] =
        labels.emplace(table[s], static_cast<std::uint8_t>(labels.size())).first->second;
  }
  return classes;
}

void AddIssue(Reads& reads, std::uint32_t issue, const StateClasses& classes) {
  const auto [it, inserted] = reads.issues.emplace(issue, classes);
  if (!inserted) Refine(it->second, classes);
}

void Visit(const model::Model& model, const model::Expression& node, Reads& reads) {
  switch (node.op) {
    case Op::kParameter: reads.parameters.insert(node.index); break;
    case Op::kQuantity: reads.quantities.insert(node.index); break;
    case Op::kPressure: reads.pressures.insert(node.index); break;
    case Op::kIssueIn: AddIssue(reads, node.index, FromMask(node.mask)); break;
    case Op::kStateValue:
      AddIssue(reads, node.index, FromTable(model.state_tables[node.table.index()]));
      break;
    case Op::kTimeInState:
      reads.time = true;
      reads.clocks_of_issues.insert(node.index);
      break;
    case Op::kTimeSince:
      reads.time = true;
      reads.clocks_of_happenings.insert(node.index);
      break;
    case Op::kTime:
    case Op::kTimeUntil: reads.time = true; break;
    default: break;
  }
}

}  // namespace

void Refine(StateClasses& classes, const StateClasses& other) {
  std::map<std::pair<std::uint8_t, std::uint8_t>, std::uint8_t> labels;
  for (std::size_t s = 0; s < classes.size(); ++s) {
    classes[s] = labels.emplace(std::pair(classes[s], other[s]),
                                static_cast<std::uint8_t>(labels.size())).first->second;
  }
}

std::uint32_t ClassCount(const StateClasses& classes, std::size_t states) {
  std::uint32_t count = 0;
  for (std::size_t s = 0; s < states && s < classes.size(); ++s) {
    if (classes[s] + 1u > count) count = classes[s] + 1u;
  }
  return count;
}

void Reads::Merge(const Reads& other) {
  parameters.insert(other.parameters.begin(), other.parameters.end());
  quantities.insert(other.quantities.begin(), other.quantities.end());
  pressures.insert(other.pressures.begin(), other.pressures.end());
  for (const auto& [issue, classes] : other.issues) AddIssue(*this, issue, classes);
  clocks_of_issues.insert(other.clocks_of_issues.begin(), other.clocks_of_issues.end());
  clocks_of_happenings.insert(other.clocks_of_happenings.begin(),
                              other.clocks_of_happenings.end());
  time = time || other.time;
}

Reads CollectReads(const model::Model& model, model::ExprId expression) {
  Reads reads;
  if (!expression.valid()) return reads;
  std::vector<model::ExprId> stack{expression};
  std::set<std::uint32_t> seen;
  while (!stack.empty()) {
    const model::ExprId id = stack.back();
    stack.pop_back();
    if (!seen.insert(id.index()).second) continue;
    const model::Expression& node = model.expressions[id];
    Visit(model, node, reads);
    if (node.op == Op::kDefinition) stack.push_back(model.definitions[node.index].value);
    for (const model::ExprId operand : {node.a, node.b, node.c}) {
      if (operand.valid()) stack.push_back(operand);
    }
  }
  return reads;
}

}  // namespace entente::engine
