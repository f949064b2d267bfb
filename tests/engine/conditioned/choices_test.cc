// What the record says of choices, forms of events and results of dated draws.
#include <cmath>
#include <vector>

#include "engine/conditioned/taught.h"

namespace entente::engine {
namespace {

// ---- decisions ----------------------------------------------------------------------------------

struct Choosing {
  Builder b{"choosing", 800.0};
  model::IssueId pact;
  HappeningId leave, left, stay;
  model::DecisionId decision;
  Choosing() {
    pact = b.Issue("pact", {"kept", "left"});
    left = b.Transition(pact, "kept", "left");
    stay = b.Happening("choose.stay", model::HappeningKind::kOption);
    leave = b.Happening("choose.leave", model::HappeningKind::kOption);
    b[leave].effects = {Builder::Move(pact, 1)};
    model::Decision d;
    d.provenance.name = d.provenance.luck_name = "choose";
    d.options = {{"stay", b.Number(1.0), {}, stay}, {"leave", b.Number(0.2), {}, leave}};
    d.rationality = b.Number(1.5);
    b.model().decisions.push_back(d);
    decision = model::DecisionId(0);
  }
  static double Leave() { return 1.0 / (1.0 + std::exp(1.5 * 0.8)); }
};

TEST(TeacherTest, ChoiceOfADatedOccasion) {
  Choosing c;
  model::Trigger trigger;
  trigger.provenance.name = trigger.provenance.luck_name = "each summer";
  trigger.kind = model::TriggerKind::kWindows;
  trigger.trigger_class = model::TriggerClass::kDecision;
  trigger.days = {100.0, 400.0};
  trigger.window_ends = {130.0, 430.0};
  trigger.outlet.decision = c.decision;
  const model::TriggerId occasion = c.b.AddTrigger(trigger);
  const model::Model model = c.b.Build();
  Teacher teacher;
  teacher.windows = {{{c.pact}, {}, 0.0, 800.0}};
  TaughtHappening row = Row(410.5, c.left);
  row.choice = TaughtChoice{c.decision, 1, occasion, 400.0, 430.0};
  teacher.happenings = {row};
  ParticleEnsemble ensemble = Make(model, Small(50), teacher);
  // The first summer's absence of a row says that it stayed; the second summer it left.
  const Advance first = To(ensemble, 200.0);
  const Advance second = To(ensemble, 800.0);
  std::vector<model::StateIndex> state;
  state = IssueOf(ensemble, c.pact);
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_NEAR(first.log_weight[i], std::log(1.0 - Choosing::Leave()), 1e-12);
    EXPECT_NEAR(second.log_weight[i], std::log(Choosing::Leave()), 1e-12);
    EXPECT_NEAR(second.taught[0].probability[i], Choosing::Leave(), 1e-12);
    EXPECT_EQ(state[i], 1);
  }
}

// A decision that comes up at a rate: occasions are simulated, each weighs that nobody left; the
// expected weight is e^{−λ P(leave) T} λ P(leave).
TEST(TeacherTest, ChoiceAtARate) {
  Choosing c;
  const double rate = 0.01;
  model::Channel channel;
  channel.provenance.name = channel.provenance.luck_name = "choose";
  channel.issue = c.pact;
  channel.terms.push_back({c.b.Number(rate), {}, {}});
  channel.outlet.decision = c.decision;
  c.b.model().channels.push_back(channel);
  const model::Model model = c.b.Build();
  Teacher teacher;
  teacher.windows = {{{c.pact}, {}, 0.0, 800.0}};
  TaughtHappening row = Row(300.5, c.left);
  row.choice = TaughtChoice{c.decision, 1, {}, 0.0, 0.0};
  teacher.happenings = {row};
  const std::size_t n = 20000;
  ParticleEnsemble ensemble = Make(model, Small(n), teacher);
  const Advance advance = To(ensemble, 800.0);
  double sum = 0.0, squares = 0.0;
  for (const double w : advance.log_weight) {
    sum += std::exp(w);
    squares += std::exp(2.0 * w);
  }
  const double mean = sum / n, se = std::sqrt((squares / n - mean * mean) / n);
  const double p = rate * Choosing::Leave();
  EXPECT_NEAR(mean, p * std::exp(-p * 300.5), 3.5 * se);  // errs for 1 seed in 2,000
  EXPECT_LT(se, 0.01 * mean);
}

// Dates on which a hidden issue rises and falls: what conditions of the tests below wait for.
model::ExprId HighBetween(Choosing& c, std::vector<double> rises, std::vector<double> falls) {
  const model::IssueId tide = c.b.Issue("tide", {"low", "high"});
  c.b.On(c.b.Transition(tide, "low", "high"), std::move(rises));
  c.b.On(c.b.Transition(tide, "high", "low"), std::move(falls));
  return c.b.In(tide, {"high"});
}

model::Trigger ByCondition(const Choosing& c, model::TriggerKind kind, model::ExprId condition) {
  model::Trigger trigger;
  trigger.provenance.name = trigger.provenance.luck_name = "at high tide";
  trigger.kind = kind;
  trigger.trigger_class = model::TriggerClass::kCondition;
  trigger.condition = condition;
  trigger.outlet.decision = c.decision;
  return trigger;
}

Teacher LeavingOn(const Choosing& c, double day) {
  Teacher teacher;
  teacher.windows = {{{c.pact}, {}, 0.0, 800.0}};
  TaughtHappening row = Row(day, c.left);
  row.choice = TaughtChoice{c.decision, 1, {}, std::floor(day), std::floor(day)};
  teacher.happenings = {row};
  return teacher;
}

// One occasion, one choice: the recorded one takes the place of what the world would have chosen,
// whether the condition came true before the row, on its day or after it. The likelihood is P(leave).
TEST(TeacherTest, ChoiceByAConditionWeighsOnce) {
  for (const double row : {60.5, 50.5, 40.5}) {
    Choosing c;
    c.b.AddTrigger(ByCondition(c, model::TriggerKind::kOnce, HighBetween(c, {50.0}, {})));
    const model::Model model = c.b.Build();
    ParticleEnsemble ensemble = Make(model, Small(20), LeavingOn(c, row));
    const Advance advance = To(ensemble, 800.0);
    std::vector<model::StateIndex> state;
    state = IssueOf(ensemble, c.pact);
    for (std::size_t i = 0; i < 20; ++i) {
      EXPECT_NEAR(advance.log_weight[i], std::log(Choosing::Leave()), 1e-12) << row;
      EXPECT_EQ(state[i], 1);
    }
  }
}

// Without a row the occasion says that nobody left.
TEST(TeacherTest, ChoiceByAConditionWithoutARow) {
  Choosing c;
  c.b.AddTrigger(ByCondition(c, model::TriggerKind::kOnce, HighBetween(c, {50.0}, {})));
  Teacher teacher;
  teacher.windows = {{{c.pact}, {}, 0.0, 800.0}};
  ParticleEnsemble ensemble = Make(c.b.Build(), Small(20), teacher);
  const Advance advance = To(ensemble, 800.0);
  for (const double w : advance.log_weight) {
    EXPECT_NEAR(w, std::log(1.0 - Choosing::Leave()), 1e-12);
  }
}

// Of several occasions the last before the row is the recorded one; those before it were left unused.
TEST(TeacherTest, ChoiceByAConditionTakesTheLastOccasion) {
  Choosing c;
  c.b.AddTrigger(ByCondition(c, model::TriggerKind::kWhenever,
                             HighBetween(c, {50.0, 150.0, 250.0}, {100.0, 200.0})));
  const model::Model model = c.b.Build();
  ParticleEnsemble ensemble = Make(model, Small(20), LeavingOn(c, 260.5));
  const Advance advance = To(ensemble, 800.0);
  for (const double w : advance.log_weight) {
    EXPECT_NEAR(w, 2.0 * std::log(1.0 - Choosing::Leave()) + std::log(Choosing::Leave()), 1e-12);
  }
}

// No option leaves the pact alone: before the row that is no contradiction, without one it is.
TEST(TeacherTest, ChoiceThatHasToBeMade) {
  for (const bool recorded : {true, false}) {
    Choosing c;
    c.b.model().decisions[0].options.erase(c.b.model().decisions[0].options.begin());
    c.b.AddTrigger(ByCondition(c, model::TriggerKind::kOnce, HighBetween(c, {50.0}, {})));
    Teacher teacher = LeavingOn(c, 60.5);
    teacher.happenings[0].choice->option = 0;
    if (!recorded) teacher.happenings.clear();
    ParticleEnsemble ensemble = Make(c.b.Build(), Small(4), teacher);
    const Advance advance = To(ensemble, 800.0);
    for (const double w : advance.log_weight) {
      if (recorded) {
        EXPECT_NEAR(w, 0.0, 1e-12);
      } else {
        EXPECT_EQ(w, -kInfinity);
      }
    }
  }
}

// A copy of a particle carries what its last occasion would have weighed.
TEST(TeacherTest, OccasionsWithoutARowYetAreCopied) {
  Choosing c;
  c.b.AddTrigger(ByCondition(c, model::TriggerKind::kWhenever,
                             HighBetween(c, {50.0, 150.0}, {100.0})));
  ParticleEnsemble ensemble = Make(c.b.Build(), Small(4), LeavingOn(c, 260.5));
  To(ensemble, 120.0);
  ASSERT_TRUE(ensemble.Resample({0, 0, 0, 0}).has_value());
  const Advance advance = To(ensemble, 800.0);
  for (const double w : advance.log_weight) {
    EXPECT_NEAR(w, std::log(1.0 - Choosing::Leave()) + std::log(Choosing::Leave()), 1e-12);
  }
}

}  // namespace
}  // namespace entente::engine
