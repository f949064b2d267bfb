// The order of triggers at one instant: within a class by `before NAME`, then by qualified name.
#include <algorithm>
#include <queue>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "language/lower/lower.h"

namespace entente::language::lower {
namespace {

// The triggers of everything of this name: an event, an issue, a decision, a chance.
std::vector<std::size_t> TriggersOf(const Context& context, const std::string& family) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < context.model.triggers.size(); ++i) {
    if (context.model.triggers[i].provenance.family == family) found.push_back(i);
  }
  return found;
}

struct Graph {
  std::vector<std::set<std::size_t>> after;  // edges: this one comes before those
  std::vector<std::size_t> waits;            // how many must come first
};

Graph BeforeGraph(Context& context) {
  Graph graph;
  graph.after.resize(context.model.triggers.size());
  graph.waits.resize(context.model.triggers.size(), 0);
  for (const auto& [id, name] : context.before) {
    check::Symbol* symbol = context.symbols.Find(check::Space::kThing, name.text);
    if (symbol == nullptr) {
      context.Unknown("an event, an issue, a decision or a chance", name,
                      context.symbols.Names(check::Space::kThing,
                                            {check::SymbolKind::kEvent, check::SymbolKind::kIssue,
                                             check::SymbolKind::kDecision}));
      continue;
    }
    symbol->used = true;
    for (const std::size_t later : TriggersOf(context, name.text)) {
      if (later != id.index() && graph.after[id.index()].insert(later).second) {
        ++graph.waits[later];
      }
    }
  }
  return graph;
}

}  // namespace

void OrderTriggers(Context& context) {
  auto& triggers = context.model.triggers;
  Graph graph = BeforeGraph(context);
  std::vector<bool> first(triggers.size(), false);
  for (const model::TriggerId id : context.first_triggers) first[id.index()] = true;
  const auto later = [&](std::size_t a, std::size_t b) {
    if (first[a] != first[b]) return static_cast<bool>(first[b]);
    return triggers[a].provenance.name > triggers[b].provenance.name;
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> ready(later);
  for (std::size_t i = 0; i < triggers.size(); ++i) {
    if (graph.waits[i] == 0) ready.push(i);
  }
  std::uint32_t order = 0;
  while (!ready.empty()) {
    const std::size_t i = ready.top();
    ready.pop();
    triggers[i].order = order++;
    for (const std::size_t next : graph.after[i]) {
      if (--graph.waits[next] == 0) ready.push(next);
    }
  }
  if (order == triggers.size()) return;
  for (const auto& [id, name] : context.before) {
    if (graph.waits[id.index()] == 0) continue;
    context.Report(DiagnosticKind::kOrderCycle, name.span,
                   fmt::format("`before {}` closes a circle: each of them would come before itself",
                               name.text));
    return;
  }
}

}  // namespace entente::language::lower
