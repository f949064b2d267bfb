// Makes a Plan. The steps are separate so that each can be read alone; MakePlan calls them in order.
#ifndef ENTENTE_ENGINE_PLAN_BUILDER_H_
#define ENTENTE_ENGINE_PLAN_BUILDER_H_

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/plan/lane_compiler.h"
#include "engine/plan/plan.h"

namespace entente::engine {

// At which instant continuous variables and clocks are read by tile code.
enum class Instant : std::uint8_t { kNow, kMiddle, kEnd };

class PlanBuilder {
 public:
  PlanBuilder(std::shared_ptr<model::Model> model, double step_factor);
  Result<Plan> Build(const std::vector<model::ExprId>& probes);

 private:
  // motion.cc: what moves by itself, and together.
  void FindMovingQuantities();
  void AddContinuous();
  void FindComponents();
  // builder.cc: rows and discrete structure.
  void AssignRows();
  void AddArcs();
  void AddHappenings();
  void AddChannels();
  void AddTriggers();
  void AddDecisionsAndChances();
  void AddMonitors();
  PlannedEffect PlanEffect(const model::Effect& effect);
  // tile_translator.cc: expressions to tile nodes; roots of the grid programs.
  NodeId Translate(model::ExprId expression, Instant instant);
  NodeId LeafNode(const model::Expression& node, Instant instant);
  NodeId Predicted(std::uint32_t variable, Instant instant);
  NodeId NextValue(std::uint32_t variable);
  NodeId Moved(std::uint32_t variable, NodeId tau, Instant instant, NodeId drift);
  NodeId Shrink(NodeId decay, NodeId tau);
  NodeId DecayedTime(NodeId decay, NodeId shrink, NodeId tau);
  NodeId Bounded(const ContinuousVar& variable, NodeId node);
  NodeId NoiseNode(std::uint32_t variable);
  NodeId HazardNode(const model::Channel& channel);
  TileRoot HazardRoot(const model::Channel& channel);
  struct Wanted {
    NodeId node;
    Row* row;
    bool condition;  // belongs to the condition program
  };
  std::vector<Wanted> WantedRows();
  void WriteTilePrograms();
  // dependencies.cc: who is touched by what.
  void AddDependencies();
  void AddFastMoves();
  void AddTouches();
  FastMove MakeFastMove(std::uint32_t issue, std::size_t from, std::size_t to);
  void Register(const Reads& reads, std::uint32_t target,
                std::vector<std::vector<IssueReader>>& by_issue,
                std::vector<std::vector<std::uint32_t>>* by_component,
                std::vector<std::vector<std::uint32_t>>& by_static);

  bool IsWorld(model::ExprId expression);
  Row PinExpression(model::ExprId expression);
  bool ReadsMoving(const Reads& reads) const;
  Row NewRow() { return plan_.rows++; }
  LaneCode Lane(model::ExprId expression) { return lanes_.Compile(expression); }

  std::shared_ptr<model::Model> model_;
  Plan plan_;
  TileGraph graph_;
  LaneCompiler lanes_;
  std::vector<char> moving_;  // by quantity
  struct Motion { model::ExprId target, decay, drift, noise_sd, factor_share; };
  std::vector<Motion> motion_;  // by continuous variable
  std::vector<signed char> world_memo_;
  std::vector<NodeId> node_memo_[3];
  std::vector<std::pair<model::ExprId, Row>> pins_;  // world-constant inputs of lane code
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_PLAN_BUILDER_H_
