// Straight-line code for a tile: every operand is a row of one double per world, so one instruction
// serves all worlds of the tile. Made once per model; run at grid points by kernels/vm.
#ifndef ENTENTE_ENGINE_PLAN_TILE_CODE_H_
#define ENTENTE_ENGINE_PLAN_TILE_CODE_H_

#include <cstdint>
#include <limits>
#include <string>
#include <unordered_map>
#include <vector>

namespace entente::engine {

using Row = std::uint32_t;
inline constexpr Row kNoRow = std::numeric_limits<Row>::max();

enum class TileOp : std::uint8_t {
  kFill,        // dst = imm
  kCopy,        // dst = a
  kIssueIn,     // dst = (mask >> state[index]) & 1
  kStateValue,  // dst = tables[table_offset + state[index]]
  kNegate, kAbs, kExp, kLog, kSqrt, kNot,
  // Binary operations on rows; ...I take imm as the right operand, kR... take imm as the left.
  kAdd, kSubtract, kMultiply, kDivide, kPower, kMin, kMax,
  kLess, kLessEqual, kEqual, kNotEqual, kAnd, kOr,
  kAddI, kSubtractI, kMultiplyI, kDivideI, kPowerI, kMinI, kMaxI,
  kLessI, kLessEqualI, kEqualI, kNotEqualI,
  kRSubtract, kRDivide, kRPower, kRLess, kRLessEqual,
  kSelect,      // dst = a != 0 ? b : c
};

struct TileInstr {
  TileOp op = TileOp::kFill;
  bool scratch = false;  // nobody but later instructions of the same program reads the result
  Row dst = 0;
  Row a = 0, b = 0, c = 0;
  std::uint32_t index = 0;         // issue; for kStateValue the table's offset is in `mask`
  union {
    double imm = 0.0;
    std::uint64_t mask;
  };
};

// How often a value can change; a node is computed by the program of its level.
enum class Level : std::uint8_t {
  kConstant,  // never
  kWorld,     // once a world (parameters)
  kStep,      // when the step's length changes
  kGrid,      // at every grid point
};

// Nodes of the tile's dataflow graph, hash-consed: operands precede users.
using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = std::numeric_limits<NodeId>::max();

class TileGraph {
 public:
  struct Node {
    TileOp op = TileOp::kFill;
    Level level = Level::kConstant;
    Row fixed = kNoRow;     // leaves that live in a fixed row
    NodeId a = kNoNode, b = kNoNode, c = kNoNode;
    std::uint32_t index = 0;
    std::uint64_t bits = 0;  // immediate or mask
  };

  NodeId Constant(double value);
  NodeId FixedRow(Row row, Level level);
  NodeId IssueIn(std::uint32_t issue, std::uint64_t mask);
  NodeId StateValue(std::uint32_t issue, std::uint64_t table_offset);
  NodeId Unary(TileOp op, NodeId a);
  NodeId Binary(TileOp op, NodeId a, NodeId b);  // register form; folds immediates itself
  NodeId Select(NodeId condition, NodeId then, NodeId otherwise);

  const Node& operator[](NodeId id) const { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }
  bool IsConstant(NodeId id) const { return nodes_[id].level == Level::kConstant; }
  double ConstantValue(NodeId id) const;

 private:
  NodeId Intern(Node node);
  std::vector<Node> nodes_;
  std::unordered_map<std::string, NodeId> index_;
};

// One run of instructions; needed only if some world of the tile has `issue` in a state of `mask`
// (issue kNoRow: always).
struct TileSegment {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t issue = kNoRow;
  std::uint64_t mask = 0;
};

// What has to be computed. Either into the fixed row `into`, in the common segment; or, if `into`
// is kNoRow, in a segment of its own, whose caller reads the value right after running it: then
// `into` is set to the row where it is found.
struct TileRoot {
  NodeId node = kNoNode;
  Row into = kNoRow;
  std::uint32_t issue = kNoRow;  // own segments: needed only while some world is in `mask`
  std::uint64_t mask = 0;
};

struct TileProgram {
  std::vector<TileInstr> code;
  std::vector<TileSegment> segments;
};

// Allocates rows and writes programs. Rows below `first_free` are fixed and never reused.
class TileCodegen {
 public:
  TileCodegen(TileGraph& graph, Row first_free) : graph_(graph), next_row_(first_free) {}

  // A row that keeps the node's value for the whole world or step; only for levels below kGrid.
  Row Pin(NodeId node);
  // Programs for all pinned nodes, to be called after the last Pin. Order: world, then step.
  TileProgram WorldProgram();
  TileProgram StepProgram();
  // The grid program for `roots`; fills each root's `into`. Segment 0 is common code: the roots with
  // rows and whatever several roots need. Segment 1 + j is root j's own code (maybe empty).
  TileProgram GridProgram(std::vector<TileRoot>& roots);

  Row row_count() const { return next_row_; }

 private:
  Row RowOf(NodeId node);
  void Emit(NodeId node, Row dst, std::vector<TileInstr>& code);
  TileProgram PinnedProgram(Level level);
  Row NewRow() { return next_row_++; }
  Row AcquireTemp();

  TileGraph& graph_;
  Row next_row_;
  std::vector<Row> pinned_;   // by node: kNoRow or its row
  std::vector<Row> temp_of_;  // by node: present temporary row
  std::vector<Row> free_temps_;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_PLAN_TILE_CODE_H_
