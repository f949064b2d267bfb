#include "support/random_models.h"

#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/hash.h"
#include "model/apply_policies.h"
#include "model/builder.h"

namespace entente::testing {
namespace {

using model::Builder;
using model::ExprId;
using model::HappeningId;
using model::HappeningKind;
using model::IssueId;
using model::Op;
using model::OutcomeKind;
using model::StateIndex;
using model::StateMask;

class Generator {
 public:
  Generator(std::uint64_t seed, const RandomModelOptions& options)
      : options_(options),
        state_(SplitMix64(seed)),
        b_("random_" + std::to_string(seed), 0.0 + Whole(4, 10), 1.0 * Whole(1, 3)) {}

  model::Model Make();

 private:
  std::uint64_t Next() { return state_ = SplitMix64(state_); }
  // Uniform integer in [low, high].
  int Whole(int low, int high) {
    return low + static_cast<int>(Next() % static_cast<std::uint64_t>(high - low + 1));
  }
  double Real(double low, double high) {
    return low + (high - low) * static_cast<double>(Next() >> 11) * 0x1.0p-53;
  }
  bool Coin(double probability) { return Real(0, 1) < probability; }

  IssueId AnyIssue() { return issues_[static_cast<std::size_t>(Whole(0, Last()))]; }
  int Last() const { return static_cast<int>(issues_.size()) - 1; }
  int StateCount(IssueId issue) {
    return static_cast<int>(b_.model().issues[issue.index()].states.size());
  }
  StateIndex AnyState(IssueId issue) {
    return static_cast<StateIndex>(Whole(0, StateCount(issue) - 1));
  }
  // Neither empty nor all states.
  ExprId AnyTruth(IssueId issue) {
    const int all = (1 << StateCount(issue)) - 1;
    return b_.In(issue, static_cast<StateMask>(Whole(1, all - 1)));
  }
  ExprId AnyTable(IssueId issue, double low, double high) {
    std::vector<double> values;
    for (int i = 0; i < StateCount(issue); ++i) values.push_back(Real(low, high));
    return b_.ByState(issue, values);
  }
  ExprId AnyRate();
  HappeningId AnyArc() {
    return arcs_[static_cast<std::size_t>(Whole(0, static_cast<int>(arcs_.size()) - 1))];
  }
  model::Effect AnyMove();

  void MakeIssues();
  void MakeArcs();
  void MakeEvents();
  void MakeReactions();
  void MakeDecision();
  void MakeConditions();
  void MakeDates();
  void MakeChance();
  void MakePolicy();
  void MakeOutcomes();
  std::pair<double, double> AnyWindow();

  RandomModelOptions options_;
  std::uint64_t state_;
  Builder b_;
  std::vector<IssueId> issues_;
  std::vector<HappeningId> arcs_;
  std::vector<model::ChannelId> channels_;
  int branches_ = 0;
};

ExprId Generator::AnyRate() {
  ExprId rate = b_.Number(Real(0.1, 1.2));
  if (Coin(0.6)) {
    rate = b_.pool().Multiply(
        rate, b_.pool().Select(AnyTruth(AnyIssue()), b_.Number(Real(0.1, 4.0)), b_.Number(1)));
  }
  if (Coin(0.3)) rate = b_.pool().Add(rate, AnyTable(AnyIssue(), 0.0, 0.8));
  // Now and then negative in some states: such a rate counts as 0.
  if (Coin(0.1)) {
    rate = b_.pool().Binary(Op::kSubtract, rate, AnyTable(AnyIssue(), 0.0, 1.0));
  }
  return rate;
}

void Generator::MakeIssues() {
  const int count = Whole(2, 4);
  for (int i = 0; i < count; ++i) {
    std::vector<std::string> states;
    const int size = Whole(2, 4);
    for (int s = 0; s < size; ++s) states.push_back("s" + std::to_string(s));
    const auto start = static_cast<StateIndex>(Whole(0, size - 1));
    issues_.push_back(b_.Issue("x" + std::to_string(i), states, start));
  }
}

// A cycle through all states, so that most can be reached, and some chords.
void Generator::MakeArcs() {
  for (const IssueId issue : issues_) {
    const int size = StateCount(issue);
    for (int from = 0; from < size; ++from) {
      for (int to = 0; to < size; ++to) {
        if (from == to || (to != (from + 1) % size && !Coin(0.4))) continue;
        const auto f = static_cast<StateIndex>(from), t = static_cast<StateIndex>(to);
        arcs_.push_back(b_.Transition(issue, f, t));
        if (Coin(0.15)) continue;  // an arc that only effects and dates follow
        const ExprId guard = Coin(0.25) ? AnyTruth(AnyIssue()) : ExprId();
        channels_.push_back(b_.Rate(issue, f, t, AnyRate(), guard));
        if (Coin(0.2)) b_.Rate(issue, f, t, AnyRate(), AnyTruth(AnyIssue()));
      }
    }
  }
}

model::Effect Generator::AnyMove() {
  const IssueId issue = AnyIssue();
  model::Effect effect = Builder::Move(issue, AnyState(issue));
  if (Coin(0.4)) effect.guard = AnyTruth(AnyIssue());
  if (Coin(0.4)) {
    effect.probability = Coin(0.5) ? b_.Number(Real(0.1, 0.9)) : AnyTable(AnyIssue(), 0.1, 0.9);
    effect.luck_name = "branch " + std::to_string(branches_++);
  }
  return effect;
}

void Generator::MakeEvents() {
  const int count = Whole(0, 2);
  for (int i = 0; i < count; ++i) {
    const ExprId guard = Coin(0.3) ? AnyTruth(AnyIssue()) : ExprId();
    const HappeningId event = b_.Event("event" + std::to_string(i), AnyRate(), guard);
    channels_.push_back(b_.ChannelOf(event));
    const int effects = Whole(0, 2);
    for (int e = 0; e < effects; ++e) b_[event].effects.push_back(AnyMove());
  }
}

// Reactions lead only to issues further on, so that none sets itself off without end.
void Generator::MakeReactions() {
  const int count = Whole(0, 3);
  for (int i = 0; i < count; ++i) {
    const HappeningId arc = AnyArc();
    const auto source = static_cast<int>(b_[arc].issue.index());
    if (source == Last()) continue;
    const IssueId target = issues_[static_cast<std::size_t>(Whole(source + 1, Last()))];
    model::Effect effect = AnyMove();
    effect.issue = target;
    effect.to = AnyState(target);
    if (Coin(0.3)) {
      b_[arc].effects.push_back(effect);
      continue;
    }
    model::Reaction reaction;
    reaction.name = "upon " + b_[arc].provenance.name;
    if (Coin(0.3)) reaction.guard = AnyTruth(AnyIssue());
    reaction.effects.push_back(effect);
    b_[arc].reactions.push_back(reaction);
  }
}

void Generator::MakeDecision() {
  model::Decision decision;
  decision.provenance.name = decision.provenance.luck_name = "decide";
  decision.rationality = b_.Number(Real(0.5, 3.0));
  const int count = Whole(2, 3);
  for (int i = 0; i < count; ++i) {
    const std::string name = "decide.option" + std::to_string(i);
    const HappeningId option = b_.Happening(name, HappeningKind::kOption);
    if (i > 0) b_[option].effects.push_back(AnyMove());
    const ExprId guard = i > 0 && Coin(0.3) ? AnyTruth(AnyIssue()) : ExprId();
    decision.options.push_back(
        {"option" + std::to_string(i), AnyTable(AnyIssue(), -1.0, 1.0), guard, option});
  }
  b_.model().decisions.push_back(decision);
  model::Channel occasion;
  occasion.provenance.name = occasion.provenance.luck_name = "decide";
  occasion.terms.push_back({b_.Number(Real(0.2, 1.0)), {}, {}});
  occasion.outlet.decision = model::DecisionId(std::size_t{0});
  b_.model().channels.push_back(occasion);
}

// Conditions read the issues before the one that they move, so that they settle.
void Generator::MakeConditions() {
  const int count = Whole(0, 2);
  for (int i = 0; i < count; ++i) {
    const HappeningId arc = AnyArc();
    const auto target = static_cast<int>(b_[arc].issue.index());
    if (target == 0) continue;
    const ExprId condition = AnyTruth(issues_[static_cast<std::size_t>(Whole(0, target - 1))]);
    const ExprId guard = Coin(0.3) ? AnyTruth(AnyIssue()) : ExprId();
    const ExprId probability = Coin(0.3) ? b_.Number(Real(0.2, 0.8)) : ExprId();
    model::Trigger& trigger = Coin(0.5) ? b_.Once(arc, condition) : b_.Whenever(arc, condition);
    trigger.guard = guard;
    trigger.probability = probability;
  }
}

void Generator::MakeDates() {
  const int count = Whole(0, 2);
  const int horizon = static_cast<int>(b_.model().time.horizon_days);
  for (int i = 0; i < count; ++i) {
    const HappeningId arc = AnyArc();
    std::vector<double> days{Whole(1, horizon - 2) + 0.5 * Whole(0, 1)};
    if (Coin(0.3)) days.push_back(days.front() + 1.0);
    const ExprId guard = Coin(0.3) ? AnyTruth(AnyIssue()) : ExprId();
    const ExprId probability = Coin(0.4) ? b_.Number(Real(0.2, 0.8)) : ExprId();
    model::Trigger& trigger = b_.On(arc, days);
    trigger.guard = guard;
    trigger.probability = probability;
  }
}

void Generator::MakeChance() {
  if (!Coin(0.4)) return;
  const IssueId node = b_.Issue("node", {"open", "heads", "tails"});
  model::Chance chance;
  chance.provenance.name = chance.provenance.luck_name = "node";
  for (const int to : {1, 2}) {
    const HappeningId drawn = b_.Transition(node, 0, static_cast<StateIndex>(to));
    chance.options.push_back({to == 1 ? "heads" : "tails", AnyTable(AnyIssue(), 0.2, 2.0), drawn});
  }
  b_[b_.Transition(node, "open", "heads")].effects.push_back(AnyMove());
  b_.model().chances.push_back(chance);
  model::Trigger trigger;
  trigger.provenance.name = trigger.provenance.luck_name = "node";
  trigger.trigger_class = model::TriggerClass::kChance;
  trigger.issue = node;
  trigger.days = {1.0 * Whole(1, 3)};
  trigger.outlet.chance = model::ChanceId(std::size_t{0});
  b_.AddTrigger(trigger);
}

void Generator::MakePolicy() {
  model::Intervention change;
  const std::size_t which =
      static_cast<std::size_t>(Whole(0, static_cast<int>(channels_.size()) - 1));
  change.channels = {channels_[which]};
  change.happenings = {AnyArc()};
  change.kind = Coin(0.5) ? model::InterventionKind::kScaleChannel
                          : (Coin(0.5) ? model::InterventionKind::kAddChannel
                                       : model::InterventionKind::kForce);
  change.value = b_.Number(Real(0.2, 2.0));
  change.force_day = change.from_day.emplace(Whole(1, 3) + 0.25);
  if (Coin(0.3)) change.to_day = *change.from_day + 1.5;
  change.text = "a change";
  b_.AddPolicy("policy", {change});
}

std::pair<double, double> Generator::AnyWindow() {
  const double horizon = b_.model().time.horizon_days;
  if (Coin(0.4)) return {0.0, horizon};
  const double from = Real(0.0, 0.5) * horizon;
  return {from, from + Real(0.2, 1.0) * (horizon - from)};
}

void Generator::MakeOutcomes() {
  const auto ask = [this](const char* name, OutcomeKind kind, ExprId expression) {
    const auto [from, to] = AnyWindow();
    b_.Ask(name, kind, expression, from, to);
  };
  // Two truths on different issues, the first of which does not hold at the start.
  const auto pair = [this] {
    const IssueId first = AnyIssue();
    IssueId second = AnyIssue();
    while (second == first) second = AnyIssue();
    const StateMask start = StateMask{1} << b_.model().issues[first.index()].start;
    const StateMask all = (StateMask{1} << StateCount(first)) - 1;
    StateMask mask = 0;
    while (mask == 0) mask = Next() & all & ~start;
    return b_.pool().And(b_.In(first, mask), AnyTruth(second));
  };
  ask("ever", OutcomeKind::kEver, pair());
  ask("time_to", OutcomeKind::kTimeTo, pair());
  ask("mean", OutcomeKind::kMean, AnyTable(AnyIssue(), -1.0, 2.0));
  ask("share", OutcomeKind::kShareOfTime, pair());
  ask("value", OutcomeKind::kValueAt, AnyTruth(AnyIssue()));
  ask("max", OutcomeKind::kMax, AnyTable(AnyIssue(), -1.0, 2.0));
  ask("min", OutcomeKind::kMin, AnyTable(AnyIssue(), -1.0, 2.0));
  const auto [from, to] = AnyWindow();
  std::vector<HappeningId> counted;
  for (std::size_t i = 0; i < b_.model().happenings.size(); ++i) {
    if (b_.model().happenings[i].kind != HappeningKind::kNotice && Coin(0.5)) {
      counted.push_back(HappeningId(i));
    }
  }
  if (counted.empty()) counted.push_back(AnyArc());
  b_.Count("count", counted, from, to);
}

model::Model Generator::Make() {
  MakeIssues();
  MakeArcs();
  if (options_.effects) MakeEvents();
  if (options_.effects) MakeReactions();
  if (options_.effects) MakeConditions();
  if (options_.decisions && Coin(0.5)) MakeDecision();
  if (options_.dates) MakeDates();
  if (options_.dates) MakeChance();
  MakeOutcomes();
  const bool policy = options_.dates && Coin(0.4) && !channels_.empty();
  if (policy) MakePolicy();
  model::Model plain = b_.Build();
  if (!policy) return plain;
  Result<model::Model> changed = model::Apply(plain, {"policy"});
  ENTENTE_CHECK(changed.has_value());
  return *std::move(changed);
}

}  // namespace

model::Model RandomModel(std::uint64_t seed, const RandomModelOptions& options) {
  return Generator(seed, options).Make();
}

}  // namespace entente::testing
