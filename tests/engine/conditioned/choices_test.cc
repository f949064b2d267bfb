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
