// Makes models from a program in a few lines, with no text and no parser: for tests, benches and
// programs that write models. Names are given as the language would write them; the luck name is
// the name.
//
//   Builder b("net", 10.0);
//   const IssueId x = b.Issue("x", {"low", "high"});
//   b.Rate(x, "low", "high", b.Number(0.6));
//   b.Ever("high_once", b.In(x, {"high"}));
//   const Model model = b.Build();
#ifndef ENTENTE_MODEL_BUILDER_H_
#define ENTENTE_MODEL_BUILDER_H_

#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"

namespace entente::model {

class Builder {
 public:
  // A model from day 0 to `horizon_days` with a grid of `step_days`, starting at `start`.
  explicit Builder(std::string name, double horizon_days, double step_days = 7.0,
                   CivilDate start = {2000, 1, 1});

  // The model under construction, for what has no shorthand here.
  Model& model() { return model_; }
  ExpressionPool& pool() { return model_.expressions; }

  // ---- expressions ----
  ExprId Number(double value) { return pool().Constant(value); }
  ExprId Value(ParameterId id) { return pool().Leaf(Op::kParameter, id.index()); }
  ExprId Value(QuantityId id) { return pool().Leaf(Op::kQuantity, id.index()); }
  ExprId Value(PressureId id) { return pool().Leaf(Op::kPressure, id.index()); }
  ExprId Value(DefinitionId id) { return pool().Leaf(Op::kDefinition, id.index()); }
  ExprId In(IssueId issue, std::initializer_list<std::string_view> states);
  ExprId In(IssueId issue, StateMask mask) { return pool().IssueIn(issue, mask); }
  // One value per state of the issue.
  ExprId ByState(IssueId issue, std::vector<double> values);
  ExprId Time() { return pool().Leaf(Op::kTime, 0); }

  // ---- who and what ----
  ActorId AddActor(std::string name);
  TrackId AddTrack(std::string name);
  ParameterId Param(std::string name, Prior prior);
  ParameterId Param(std::string name, double point) {
    return Param(std::move(name), Prior{PriorKind::kPoint, point, 0.0, 0.0});
  }
  DefinitionId Define(std::string name, ExprId value);
  QuantityId AddQuantity(std::string name, ExprId start,
                         double lower = -std::numeric_limits<double>::infinity(),
                         double upper = std::numeric_limits<double>::infinity());
  void Relax(QuantityId quantity, ExprId target, ExprId half_life_days);
  void Drift(QuantityId quantity, ExprId rate_per_day, ExprId guard = {});
  void Noise(QuantityId quantity, ExprId sd_per_sqrt_day);
  IssueId Issue(std::string name, std::vector<std::string> states, StateIndex start = 0);
  StateIndex State(IssueId issue, std::string_view state) const;

  // ---- what can happen ----
  // The transition's happening, made when first asked for: "x.low->high".
  HappeningId Transition(IssueId issue, StateIndex from, StateIndex to);
  HappeningId Transition(IssueId issue, std::string_view from, std::string_view to);
  // Adds a term to the transition's channel (made when first asked for).
  ChannelId Rate(IssueId issue, StateIndex from, StateIndex to, ExprId rate_per_day,
                 ExprId guard = {});
  ChannelId Rate(IssueId issue, std::string_view from, std::string_view to, ExprId rate_per_day,
                 ExprId guard = {});
  // A happening of no issue, with no way to come about yet.
  HappeningId Happening(std::string name, HappeningKind kind = HappeningKind::kEvent);
  // An event with its channel; a further call with the same name adds a term.
  HappeningId Event(std::string name, ExprId rate_per_day, ExprId guard = {});
  ChannelId ChannelOf(HappeningId happening) const;  // invalid if it has none
  model::Happening& operator[](HappeningId id) { return model_.happenings[id.index()]; }

  // A trigger that brings about `happening`; set further fields on the reference, which is valid
  // until the next call.
  Trigger& On(HappeningId happening, std::vector<double> days);
  Trigger& After(HappeningId transition, Duration delay);
  Trigger& Once(HappeningId happening, ExprId condition);
  Trigger& Whenever(HappeningId happening, ExprId condition);
  TriggerId AddTrigger(Trigger trigger);  // name and luck name as in its provenance

  static Effect Move(IssueId issue, StateIndex to, ExprId guard = {});
  static Effect Increase(QuantityId quantity, ExprId value, ExprId guard = {});
  static Effect Assign(QuantityId quantity, ExprId value, ExprId guard = {});

  // A linkage between acts and one pressure of it. `strength` per act of weight 10.
  LinkageId ActLinkage(std::string name, ExprId strength, ExprId half_life_days,
                       bool raises = true);
  PressureId AddPressure(std::string name, LinkageId linkage, bool hostile = true);

  // ---- questions ---- windows default to [0, horizon]
  OutcomeId Ask(std::string name, OutcomeKind kind, ExprId expression, double from = 0.0,
                double to = -1.0);
  OutcomeId Ever(std::string name, ExprId truth, double from = 0.0, double to = -1.0) {
    return Ask(std::move(name), OutcomeKind::kEver, truth, from, to);
  }
  OutcomeId Count(std::string name, std::vector<HappeningId> counted, double from = 0.0,
                  double to = -1.0);

  PolicyId AddPolicy(std::string name, std::vector<Intervention> interventions);

  // The verified model. Throws InternalError naming the first broken rule.
  Model Build() const;

 private:
  static Provenance Named(std::string name);
  Trigger& Append(Trigger trigger, std::string_view why);

  Model model_;
};

}  // namespace entente::model

#endif  // ENTENTE_MODEL_BUILDER_H_
