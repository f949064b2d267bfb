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
  ensemble.ReadIssue(c.pact, state);
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
    ensemble.ReadIssue(c.pact, state);
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

// ---- events that move what is complete ----------------------------------------------------------

// A pact that is left by an event at the rate λ, and at the rate μ of itself.
struct Leaving {
  static constexpr double kEvent = 0.003, kOwn = 0.001;
  Builder b{"leaving", 800.0};
  model::IssueId pact;
  HappeningId left, quarrel;
  explicit Leaving(double probability = 1.0) {
    pact = b.Issue("pact", {"kept", "left"});
    left = b.Transition(pact, "kept", "left");
    quarrel = b.Event("quarrel", b.Number(kEvent));
    model::Effect move = Builder::Move(pact, 1);
    if (probability < 1.0) {
      move.probability = b.Number(probability);
      move.luck_name = "quarrel leaves";
    }
    b[quarrel].effects = {move};
  }
  Teacher Complete() const {
    Teacher teacher;
    teacher.windows = {{{pact}, {}, 0.0, 800.0}};
    return teacher;
  }
};

struct MeanWeight {
  double mean = 0.0, se = 0.0;
};
MeanWeight WeightOf(const Advance& advance) {
  const auto n = static_cast<double>(advance.log_weight.size());
  double sum = 0.0, squares = 0.0;
  for (const double w : advance.log_weight) {
    sum += std::exp(w);
    squares += std::exp(2.0 * w);
  }
  return {sum / n, std::sqrt((squares / n - sum * sum / n / n) / n)};
}

// Nothing recorded for the time T: e^{−λT}, whoever would have moved the pact. Each comparison errs
// for 1 seed in 2,000.
TEST(TeacherTest, AnEventThatWouldMoveWhatIsCompleteHasNotHappened) {
  for (const double p : {1.0, 0.4}) {
    Leaving c(p);
    ParticleEnsemble ensemble = Make(c.b.Build(), Small(20'000), c.Complete());
    const MeanWeight weight = WeightOf(To(ensemble, 400.0));
    EXPECT_NEAR(weight.mean, std::exp(-Leaving::kEvent * p * 400.0), 3.5 * weight.se) << p;
    EXPECT_LT(weight.se, 0.02 * weight.mean);
  }
}

// A row on day t: (λp + μ) e^{−(λp + μ)t}; after it the event moves nothing and is as free as any.
TEST(TeacherTest, AnEventThatMovesWhatIsCompleteIsOneOfItsWays) {
  for (const double p : {1.0, 0.4}) {
    for (const double own : {0.0, Leaving::kOwn}) {
      Leaving c(p);
      const auto quarrels = c.b.AddQuantity("quarrels", c.b.Number(0.0));
      c.b[c.quarrel].effects.push_back(Builder::Increase(quarrels, c.b.Number(1.0)));
      if (own > 0.0) c.b.Rate(c.pact, "kept", "left", c.b.Number(own));
      Teacher teacher = c.Complete();
      teacher.happenings = {Row(100.5, c.left)};
      ParticleEnsemble ensemble = Make(c.b.Build(), Small(20'000), teacher);
      const Advance advance = To(ensemble, 800.0);
      const MeanWeight weight = WeightOf(advance);
      const double rate = Leaving::kEvent * p + own;
      EXPECT_NEAR(weight.mean, rate * std::exp(-rate * 100.5), 3.5 * weight.se);
      EXPECT_LT(weight.se, 0.02 * weight.mean);
      EXPECT_NEAR(advance.taught[0].probability[0], 1.0 - std::exp(-rate), 1e-12);
      // Quarrels, weighed: with probability λp/(λp + μ) that of the row, then λ a day.
      std::vector<double> count;
      ensemble.ReadQuantity(quarrels, count);
      double sum = 0.0, all = 0.0;
      for (std::size_t i = 0; i < count.size(); ++i) {
        sum += std::exp(advance.log_weight[i]) * count[i];
        all += std::exp(advance.log_weight[i]);
      }
      // Before the row those quarrels happened that left the pact alone: λ(1 − p) a day.
      const double expected = Leaving::kEvent * (1.0 - p) * 100.5 + Leaving::kEvent * p / rate +
                              Leaving::kEvent * (800.0 - 100.5);
      EXPECT_NEAR(sum / all, expected, 4.0 * std::sqrt(expected / 15'000.0));
    }
  }
}

// Where the model has a date for the move on that very day, the date brings it about.
TEST(TeacherTest, ADateOfTheDayComesBeforeAnEvent) {
  Leaving c;
  c.b.On(c.left, {100.0});
  Teacher teacher = c.Complete();
  teacher.happenings = {Row(100.5, c.left)};
  ParticleEnsemble ensemble = Make(c.b.Build(), Small(50), teacher);
  const Advance advance = To(ensemble, 800.0);
  for (const double density : advance.taught[0].log_density) EXPECT_LE(density, 0.0);
  std::size_t lived = 0;
  for (const double w : advance.log_weight) {
    if (w == 0.0) ++lived;
  }
  EXPECT_GT(lived, 20u);  // e^{−0.3} of 50 did not quarrel before
}

// Where the record tells of the event as well, the move is that event's doing and weighs nothing more.
TEST(TeacherTest, ARecordedEventAccountsForItsMove) {
  Leaving c;
  for (const bool complete : {false, true}) {
    Teacher teacher = c.Complete();
    if (complete) teacher.windows[0].events = {c.quarrel};
    teacher.happenings = {Row(100.5, c.quarrel, complete), Row(100.5, c.left)};
    ParticleEnsemble ensemble = Make(c.b.Build(), Small(2'000), teacher);
    const Advance advance = To(ensemble, 101.0);
    for (std::size_t i = 0; i < 2'000; ++i) {
      const double lived = advance.taught[0].log_weight_before[i];
      EXPECT_EQ(advance.taught[1].log_density[i], 0.0);
      if (complete) {
        EXPECT_NEAR(advance.log_weight[i], std::log(Leaving::kEvent) - Leaving::kEvent * 101.0, 1e-9);
      } else {
        EXPECT_EQ(advance.log_weight[i], lived);  // 0, or −inf where it quarrelled before
      }
    }
  }
}

// An event that comes in two forms: the row says that it happened, chance says how; the likelihood is
// that of the event.
TEST(TeacherTest, FormOfAnEventIsDrawn) {
  Builder b("forms", 100.0);
  const auto won = b.AddQuantity("won", b.Number(0.0));
  const HappeningId success = b.Happening("offer.success"), failure = b.Happening("offer.failure");
  b[success].effects = {Builder::Increase(won, b.Number(1.0))};
  model::Chance chance;
  chance.provenance.name = chance.provenance.luck_name = "offer.form";
  chance.options = {{"success", b.Number(0.3), success}, {"failure", b.Number(0.7), failure}};
  b.model().chances.push_back(chance);
  model::Channel channel;
  channel.provenance.name = channel.provenance.luck_name = "offer";
  channel.terms.push_back({b.Number(0.02), {}, {}});
  channel.outlet.chance = model::ChanceId(0);
  b.model().channels.push_back(channel);
  Teacher teacher;
  teacher.windows = {{{}, {success}, 0.0, 100.0}};
  TaughtHappening row = Row(50.5, success);
  row.form = model::ChanceId(0);
  teacher.happenings = {row};
  const std::size_t n = 4000;
  ParticleEnsemble ensemble = Make(b.Build(), Small(n), teacher);
  const Advance advance = To(ensemble, 100.0);
  std::vector<double> value;
  ensemble.ReadQuantity(won, value);
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    EXPECT_NEAR(advance.log_weight[i], -2.0 + std::log(0.02), 1e-9);
    sum += value[i];
  }
  EXPECT_NEAR(sum, 0.3 * n, 3.5 * std::sqrt(0.21 * n));  // errs for 1 seed in 2,000
}

// The recorded result of a dated draw takes the place of the draw.
TEST(TeacherTest, ResultOfADatedDraw) {
  Builder b("draw", 100.0);
  const auto house = b.Issue("house", {"open", "left", "right"});
  const HappeningId left = b.Transition(house, "open", "left");
  const HappeningId right = b.Transition(house, "open", "right");
  model::Chance chance;
  chance.provenance.name = chance.provenance.luck_name = "ballot";
  chance.options = {{"left", b.Number(0.25), left}, {"right", b.Number(0.75), right}};
  b.model().chances.push_back(chance);
  model::Trigger trigger;
  trigger.provenance.name = trigger.provenance.luck_name = "ballot day";
  trigger.kind = model::TriggerKind::kDates;
  trigger.trigger_class = model::TriggerClass::kChance;
  trigger.days = {40.0};
  trigger.outlet.chance = model::ChanceId(0);
  b.AddTrigger(trigger);
  const model::Model model = b.Build();
  for (const bool complete : {false, true}) {
    Teacher teacher;
    if (complete) teacher.windows = {{{house}, {}, 0.0, 100.0}};
    TaughtHappening row = Row(40.5, left, complete);
    row.chance = model::ChanceId(0);
    row.option = 0;
    teacher.happenings = {row};
    ParticleEnsemble ensemble = Make(model, Small(40), teacher);
    const Advance advance = To(ensemble, 100.0);
    std::vector<model::StateIndex> state;
    ensemble.ReadIssue(house, state);
    for (std::size_t i = 0; i < 40; ++i) {
      EXPECT_EQ(state[i], 1);
      EXPECT_NEAR(advance.log_weight[i], complete ? std::log(0.25) : 0.0, 1e-12);
    }
  }
}

// A date that the record speaks of does not come twice, complete or not.
TEST(TeacherTest, DatedEventOfTheSameDayComesOnce) {
  Builder b("once", 100.0);
  const auto n = b.AddQuantity("n", b.Number(0.0));
  const HappeningId parade = b.Happening("parade");
  b[parade].effects = {Builder::Increase(n, b.Number(1.0))};
  b.On(parade, {30.0, 60.0});
  Teacher teacher;
  teacher.happenings = {Row(30.5, parade, false)};
  ParticleEnsemble ensemble = Make(b.Build(), Small(1), teacher);
  std::vector<double> value;
  To(ensemble, 30.0);
  ensemble.ReadQuantity(n, value);
  EXPECT_EQ(value[0], 0.0);
  To(ensemble, 100.0);
  ensemble.ReadQuantity(n, value);
  EXPECT_EQ(value[0], 2.0);
}

}  // namespace
}  // namespace entente::engine
