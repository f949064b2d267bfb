// Worlds that follow a record: log-weights against the closed forms of point processes, and what the
// record overrides.
#include <cmath>
#include <vector>

#include "engine/conditioned/taught.h"

namespace entente::engine {
namespace {

// Σ log λ(t_i−) − ∫ λ dt, in closed form; 0.7 × 900 days passes the threshold that only adds up
// dozens of times.
TEST(TeacherTest, ChainHasItsClosedFormLikelihood) {
  Chain c;
  Teacher teacher;
  teacher.windows = {{{c.x, c.y}, {}, 0.0, 1000.0}};
  teacher.happenings = {Row(10.5, c.rise), Row(20.5, c.up), Row(25.5, c.down), Row(900.5, c.fall),
                        Row(930.5, c.up)};
  ParticleEnsemble ensemble = Make(c.b.Build(), Small(), teacher);
  const double expected =
      -10.5 * (0.03 + 0.004) + std::log(0.004)      // low, calm
      - 10.0 * (0.03 + 0.7) + std::log(0.03)        // low, tense
      - 5.0 * (0.2 + 0.01) + std::log(0.2)          // high, tense
      - 875.0 * (0.03 + 0.7) + std::log(0.7)        // low, tense
      - 30.0 * (0.03 + 0.004) + std::log(0.03)      // low, calm
      - 69.5 * (0.2 + 2.5);                         // high, calm
  std::vector<double> total(3, 0.0);
  for (const double day : {5.0, 20.5, 77.25, 930.5, 1000.0}) {
    const Advance advance = To(ensemble, day);
    for (std::size_t i = 0; i < 3; ++i) total[i] += advance.log_weight[i];
  }
  for (const double value : total) EXPECT_NEAR(value, expected, 1e-9);
}

TEST(TeacherTest, SaysHowLikelyARowWas) {
  Chain c;
  Teacher teacher;
  teacher.windows = {{{c.y}, {}, 0.0, 1000.0}};
  teacher.happenings = {Row(10.5, c.up, false), Row(10.5, c.rise)};
  ParticleEnsemble ensemble = Make(c.b.Build(), Small(1), teacher);
  const Advance advance = To(ensemble, 11.0);
  ASSERT_EQ(advance.taught.size(), 2u);
  // Forced only: it weighs nothing.
  EXPECT_EQ(advance.taught[0].log_density[0], 0.0);
  EXPECT_TRUE(std::isnan(advance.taught[0].probability[0]));
  // The state effect of the row before it on the same day counts.
  EXPECT_NEAR(advance.taught[1].log_density[0], std::log(2.5), 1e-12);
  EXPECT_NEAR(advance.taught[1].probability[0], 1.0 - std::exp(-2.5), 1e-12);
}

TEST(TeacherTest, ContradictionIsMinusInfinity) {
  Chain c;
  Teacher teacher;
  teacher.windows = {{{c.x}, {}, 0.0, 1000.0}};
  teacher.happenings = {Row(10.5, c.down)};  // it was low
  ParticleEnsemble ensemble = Make(c.b.Build(), Small(2), teacher);
  const Advance advance = To(ensemble, 20.0);
  EXPECT_EQ(advance.log_weight[0], -kInfinity);
  EXPECT_EQ(advance.taught[0].log_density[1], -kInfinity);
}

// Nothing happens of itself inside the window; everything does outside it.
TEST(TeacherTest, WindowsBeginAndEnd) {
  Chain c;
  Teacher teacher;
  teacher.windows = {{{c.x}, {}, 100.0, 200.0}};
  ParticleSettings settings = Small(4096);
  ParticleEnsemble ensemble = Make(c.b.Build(), settings, teacher);
  std::vector<model::StateIndex> at_100, at_200, at_201;
  const Advance before = To(ensemble, 99.0);
  To(ensemble, 100.0);
  at_100 = IssueOf(ensemble, c.x);
  const Advance inside = To(ensemble, 200.0);
  at_200 = IssueOf(ensemble, c.x);
  const Advance after = To(ensemble, 201.0);
  at_201 = IssueOf(ensemble, c.x);
  std::size_t high = 0, left_low = 0;
  for (std::size_t i = 0; i < 4096; ++i) {
    EXPECT_EQ(before.log_weight[i], 0.0);
    EXPECT_EQ(at_100[i], at_200[i]);
    EXPECT_NEAR(inside.log_weight[i], at_100[i] == 1 ? -20.0 : -3.0, 1e-9);
    EXPECT_EQ(after.log_weight[i], 0.0);
    high += at_200[i];
    left_low += at_200[i] == 0 && at_201[i] == 1 ? 1 : 0;
  }
  // Stationary share 0.03 / 0.23; then one day at 0.03 per day (and back at 0.2). At 3.5 standard
  // errors each: the family errs in 1 of 1,000 seeds.
  EXPECT_NEAR(static_cast<double>(high), 4096 * 0.13043, 3.5 * std::sqrt(4096 * 0.1134));
  const double share = 0.13043 * (1.0 - std::exp(-0.23));
  const double lows = 4096.0 - static_cast<double>(high);
  EXPECT_NEAR(static_cast<double>(left_low), lows * share,
              3.5 * std::sqrt(lows * share * (1.0 - share)));
}

TEST(TeacherTest, SelfExcitingEventHasTheHawkesLikelihood) {
  const std::vector<double> days{30.5, 33.5, 33.5, 60.5, 61.5, 61.5, 61.5, 150.5, 300.5};
  const double exact = SelfExciting::Exact(days, 365.0);
  double error[2];
  for (const int fine : {0, 1}) {
    SelfExciting s(fine != 0 ? 1.0 : 4.0);
    Teacher teacher;
    teacher.windows = {{{}, {s.act}, 0.0, 366.0}};
    for (const double day : days) teacher.happenings.push_back(Row(day, s.act));
    ParticleEnsemble ensemble = Make(s.b.Build(), Small(), teacher);
    const Advance advance = To(ensemble, 365.0);
    error[fine] = advance.log_weight[2] - exact;
  }
  // Left limits are exact; the integral's midpoint rule errs by (k h)² / 24 of what the pressure
  // adds, and by as much again in steps that a row cuts short: second order.
  EXPECT_NEAR(error[1], 0.0, 2e-3);
  EXPECT_NEAR(error[0], 0.0, 2e-2);
  EXPECT_GT(std::fabs(error[0]), 8.0 * std::fabs(error[1]));
}

TEST(TeacherTest, RecordOverridesDatesDeadlinesConditionsAndEffects) {
  Builder b("dated", 400.0);
  const auto x = b.Issue("x", {"a", "b", "c", "d"});
  const auto y = b.Issue("y", {"off", "on"});
  const HappeningId ab = b.Transition(x, "a", "b"), bc = b.Transition(x, "b", "c");
  const HappeningId cd = b.Transition(x, "c", "d"), off_on = b.Transition(y, "off", "on");
  b.On(ab, {50.0});
  b.After(bc, Duration{30, 0});
  b.Once(cd, b.In(y, {"on"}));
  b.On(off_on, {120.0});
  b[off_on].effects = {Builder::Move(x, 2)};
  const model::Model model = b.Build();
  Teacher teacher;
  teacher.windows = {{{x}, {}, 0.0, 400.0}};
  teacher.happenings = {Row(60.5, ab), Row(200.5, bc)};
  ParticleEnsemble ensemble = Make(model, Small(1), teacher);
  std::vector<model::StateIndex> state;
  double weight = 0.0;
  for (const auto& [day, expected] : std::vector<std::pair<double, int>>{
           {55.0, 0}, {61.0, 1}, {130.0, 1}, {200.0, 1}, {201.0, 2}, {400.0, 2}}) {
    weight += To(ensemble, day).log_weight[0];
    state = IssueOf(ensemble, x);
    EXPECT_EQ(state[0], expected) << "day " << day;
  }
  EXPECT_EQ(weight, 0.0);
}

// A row about something incomplete happens and weighs nothing, whatever the state was.
TEST(TeacherTest, OtherRowsAreForced) {
  Chain c;
  Teacher teacher;
  teacher.happenings = {Row(300.5, c.fall, false)};
  ParticleEnsemble ensemble = Make(c.b.Build(), Small(200), teacher);
  To(ensemble, 300.0);
  std::vector<model::StateIndex> before, after;
  before = IssueOf(ensemble, c.y);
  const Advance advance = To(ensemble, 300.5);
  after = IssueOf(ensemble, c.y);
  int tense = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    EXPECT_EQ(after[i], 0);
    EXPECT_EQ(advance.log_weight[i], 0.0);
    tense += before[i];
  }
  EXPECT_GT(tense, 0);
  EXPECT_LT(tense, 200);
}

TEST(TeacherTest, SaysWhatIsWrongWithATeacher) {
  Chain c;
  const model::Model model = c.b.Build();
  Teacher teacher;
  teacher.happenings = {Row(20.5, c.up), Row(10.5, c.down)};
  EXPECT_FALSE(ParticleEnsemble::Make(model, Small(), teacher).has_value());
  teacher.happenings = {Row(2000.5, c.up)};
  EXPECT_FALSE(ParticleEnsemble::Make(model, Small(), teacher).has_value());
  teacher.happenings = {Row(2.5, HappeningId(99))};
  EXPECT_FALSE(ParticleEnsemble::Make(model, Small(), teacher).has_value());
  teacher.happenings.clear();
  teacher.windows = {{{c.x}, {}, 10.0, 10.0}};
  EXPECT_FALSE(ParticleEnsemble::Make(model, Small(), teacher).has_value());
}

}  // namespace
}  // namespace entente::engine
