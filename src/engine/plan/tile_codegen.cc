// From the dataflow graph to instructions: pinned rows for what changes once a world or once a
// step, reused temporary rows for what is computed at each grid point.
#include <algorithm>

#include "base/check.h"
#include "engine/plan/tile_code.h"

namespace entente::engine {

Row TileCodegen::Pin(NodeId node) {
  ENTENTE_CHECK(graph_[node].level < Level::kGrid);
  if (graph_[node].fixed != kNoRow) return graph_[node].fixed;
  if (pinned_.size() < graph_.size()) pinned_.resize(graph_.size(), kNoRow);
  if (pinned_[node] == kNoRow) pinned_[node] = NewRow();
  return pinned_[node];
}

Row TileCodegen::RowOf(NodeId node) {
  const TileGraph::Node& n = graph_[node];
  if (n.fixed != kNoRow) return n.fixed;
  if (n.level < Level::kGrid) return Pin(node);
  ENTENTE_CHECK(temp_of_[node] != kNoRow);
  return temp_of_[node];
}

void TileCodegen::Emit(NodeId node, Row dst, std::vector<TileInstr>& code) {
  const TileGraph::Node& n = graph_[node];
  TileInstr instr;
  instr.dst = dst;
  instr.index = n.index;
  if (n.fixed != kNoRow) {
    instr.op = TileOp::kCopy;
    instr.a = n.fixed;
  } else {
    instr.op = n.op;
    instr.mask = n.bits;
    if (n.a != kNoNode) instr.a = RowOf(n.a);
    if (n.b != kNoNode) instr.b = RowOf(n.b);
    if (n.c != kNoNode) instr.c = RowOf(n.c);
  }
  code.push_back(instr);
}

TileProgram TileCodegen::PinnedProgram(Level level) {
  // Pinning a node pins its operands of lower levels; those of the same level are pinned too, so
  // that index order computes everything. Rows are few: pinned values are inputs of hot code.
  pinned_.resize(graph_.size(), kNoRow);
  for (NodeId id = static_cast<NodeId>(graph_.size()); id-- > 0;) {
    if (pinned_[id] == kNoRow) continue;
    for (const NodeId operand : {graph_[id].a, graph_[id].b, graph_[id].c}) {
      if (operand != kNoNode) Pin(operand);
    }
  }
  TileProgram program;
  for (NodeId id = 0; id < graph_.size(); ++id) {
    const Level own = std::max(graph_[id].level, Level::kWorld);
    if (pinned_[id] != kNoRow && own == level) Emit(id, pinned_[id], program.code);
  }
  program.segments.push_back({0, static_cast<std::uint32_t>(program.code.size()), kNoRow, 0});
  return program;
}

TileProgram TileCodegen::WorldProgram() { return PinnedProgram(Level::kWorld); }
TileProgram TileCodegen::StepProgram() { return PinnedProgram(Level::kStep); }

Row TileCodegen::AcquireTemp() {
  if (free_temps_.empty()) return NewRow();
  const Row row = free_temps_.back();
  free_temps_.pop_back();
  return row;
}

namespace {

// owner[node] of a grid node: root index + 1 if only that conditional root needs it, else 0.
constexpr std::uint32_t kUnused = 0xffffffff;

}  // namespace

TileProgram TileCodegen::GridProgram(std::vector<TileRoot>& roots) {
  const std::size_t count = graph_.size();
  pinned_.resize(count, kNoRow);
  temp_of_.assign(count, kNoRow);
  std::vector<std::uint32_t> owner(count, kUnused);
  const auto claim = [&owner](NodeId node, std::uint32_t by) {
    owner[node] = owner[node] == kUnused || owner[node] == by ? by : 0;
  };
  for (std::uint32_t r = 0; r < roots.size(); ++r) {
    claim(roots[r].node, roots[r].into == kNoRow ? r + 1 : 0);
  }
  for (NodeId id = static_cast<NodeId>(count); id-- > 0;) {
    if (owner[id] == kUnused || graph_[id].level < Level::kGrid) continue;
    for (const NodeId operand : {graph_[id].a, graph_[id].b, graph_[id].c}) {
      if (operand != kNoNode) claim(operand, owner[id]);
    }
  }

  // Execution order: common nodes, then each root's own nodes; within each, index order.
  std::vector<NodeId> order;
  std::vector<std::uint32_t> ends{0};
  std::vector<std::vector<NodeId>> own(roots.size() + 1);
  for (NodeId id = 0; id < count; ++id) {
    if (owner[id] != kUnused && graph_[id].level == Level::kGrid && graph_[id].fixed == kNoRow) {
      own[owner[id]].push_back(id);
    }
  }
  for (const auto& list : own) {
    order.insert(order.end(), list.begin(), list.end());
    ends.push_back(static_cast<std::uint32_t>(order.size()));
  }

  // Last position (segment-wise for roots) at which each value is needed. A root without a row of
  // its own must survive until the caller has read it: to the end of its segment.
  std::vector<std::size_t> last_use(count, 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const NodeId operand : {graph_[order[i]].a, graph_[order[i]].b, graph_[order[i]].c}) {
      if (operand != kNoNode) last_use[operand] = i;
    }
  }
  // Values of own segments that live to the segment's end (operands used later in it included).
  std::vector<char> is_root(count, 0);
  std::vector<Row> direct(count, kNoRow);  // computed straight into its root's row
  for (const TileRoot& root : roots) {
    is_root[root.node] = 1;
    if (root.into != kNoRow && direct[root.node] == kNoRow) {
      direct[root.node] = root.into;
    }
  }

  TileProgram program;
  std::vector<std::vector<Row>> expiring(order.size() + 1);
  for (std::size_t segment = 0; segment + 1 < ends.size(); ++segment) {
    const auto begin = static_cast<std::uint32_t>(program.code.size());
    for (std::size_t i = ends[segment]; i < ends[segment + 1]; ++i) {
      const NodeId id = order[i];
      const Row row = direct[id] != kNoRow ? direct[id] : AcquireTemp();
      Emit(id, row, program.code);
      program.code.back().scratch = direct[id] == kNoRow && is_root[id] == 0;
      temp_of_[id] = row;
      // A root in a segment of its own is read right after that segment; any other root keeps its
      // row for the whole program.
      if (!is_root[id]) {
        expiring[std::max(i, last_use[id])].push_back(row);
      } else if (segment > 0) {
        expiring[ends[segment + 1] - 1].push_back(row);
      }
      for (const Row expired : expiring[i]) free_temps_.push_back(expired);
    }
    if (segment == 0) {
      for (TileRoot& root : roots) {
        if (root.into == kNoRow) continue;
        if (graph_[root.node].level == Level::kGrid && graph_[root.node].fixed == kNoRow &&
            temp_of_[root.node] == root.into) {
          continue;
        }
        TileInstr copy;
        copy.op = TileOp::kCopy;
        copy.dst = root.into;
        copy.a = RowOf(root.node);
        program.code.push_back(copy);
      }
    }
    TileSegment made;
    made.begin = begin;
    made.end = static_cast<std::uint32_t>(program.code.size());
    if (segment > 0) {
      made.issue = roots[segment - 1].issue;
      made.mask = roots[segment - 1].mask;
    }
    program.segments.push_back(made);
  }
  for (TileRoot& root : roots) {
    if (root.into == kNoRow) root.into = RowOf(root.node);
  }
  return program;
}

}  // namespace entente::engine
