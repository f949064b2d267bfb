// Parameters put in come out again, with intervals that hold them as often as they say.
#include "inference/hawkes/fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "inference/hawkes/daily.h"
#include "inference/hawkes/simulate.h"

namespace entente::inference {
namespace {

HawkesModel Pair(double decay) {
  HawkesModel model = HawkesModel::Make(2, 1);
  model.base = {0.08, 0.12};
  model.decays = {decay};
  model.branching = {0.3, 0.2, 0.0, 0.4};
  return model;
}

// 40 records of 3,000 days, 5 estimated numbers inside their bounds: 200 intervals of 95 %. Fewer
// than 176 inside (88 %): 4.5 standard deviations.
TEST(HawkesFit, RecoversWhatWasSimulated) {
  const HawkesModel truth = Pair(0.2);
  int inside = 0, asked = 0, zero_rejected = 0;
  for (std::uint32_t k = 0; k < 40; ++k) {
    Stream stream(41, "recovery", k);
    const HawkesPath path = SimulateHawkes(truth, Excitation(truth, 0.0), 3'000.0, stream);
    HawkesFitSettings settings;
    settings.decays = {0.2};
    const Result<HawkesFit> fit = FitHawkes(path.events, 2, 3'000.0, settings);
    ASSERT_TRUE(fit);
    EXPECT_TRUE(fit->converged);
    const auto ask = [&](double estimate, double error, double value) {
      ++asked;
      if (std::abs(estimate - value) <= 1.96 * error) ++inside;
    };
    ask(fit->model.base[0], fit->errors.base[0], truth.base[0]);
    ask(fit->model.base[1], fit->errors.base[1], truth.base[1]);
    ask(fit->model.A(0, 0, 0), fit->errors.branching[0], 0.3);
    ask(fit->model.A(0, 0, 1), fit->errors.branching[1], 0.2);
    ask(fit->model.A(0, 1, 1), fit->errors.branching[3], 0.4);
    // The coefficient that is 0: the boundary test keeps its level of 5 %.
    settings.allowed = {true, true, false, true};
    const Result<HawkesFit> without = FitHawkes(path.events, 2, 3'000.0, settings);
    ASSERT_TRUE(without);
    const double ratio = 2.0 * (fit->log_likelihood - without->log_likelihood);
    EXPECT_GE(ratio, -1e-6);
    if (BoundaryPValue(ratio, 1) < 0.05) ++zero_rejected;
  }
  EXPECT_EQ(asked, 200);
  EXPECT_GE(inside, 176);
  EXPECT_LE(zero_rejected, 8);  // 2 expected; more than 8 once in 2,000
}

TEST(HawkesFit, FindsTheDecay) {
  const HawkesModel truth = Pair(0.1);
  Stream stream(42, "decay");
  const HawkesPath path = SimulateHawkes(truth, Excitation(truth, 0.0), 20'000.0, stream);
  HawkesFitSettings settings;
  settings.decays = {1.0};
  settings.free_decays = true;
  const Result<HawkesFit> fit = FitHawkes(path.events, 2, 20'000.0, settings);
  ASSERT_TRUE(fit);
  EXPECT_LT(std::abs(fit->model.decays[0] - 0.1), 4.0 * fit->errors.decays[0]);
  EXPECT_LT(fit->errors.decays[0], 0.02);
}

TEST(HawkesFit, BoundaryTestIsHalfTheUsualOne) {
  EXPECT_NEAR(BoundaryPValue(2.705543, 1), 0.05, 1e-6);
  EXPECT_NEAR(BoundaryPValue(0.0, 1), 1.0, 1e-15);
  // Two: 1/4 χ²_0 + 1/2 χ²_1 + 1/4 χ²_2; its 5 % point is 4.2306 (Kudô 1963).
  EXPECT_NEAR(BoundaryPValue(4.2306, 2), 0.05, 1e-4);
}

TEST(HawkesFit, KolmogorovHasItsTabledPoints) {
  // Asymptotic 5 % and 1 % points of √n D: 1.3581, 1.6276.
  EXPECT_NEAR(KolmogorovPValue(1.3581 / std::sqrt(1e8), 100'000'000), 0.05, 1e-4);
  EXPECT_NEAR(KolmogorovPValue(1.6276 / std::sqrt(1e8), 100'000'000), 0.01, 1e-4);
}

TEST(Ties, AreSpreadInOrder) {
  const std::vector<HawkesEvent> spread =
      SpreadWithinDays({{3.0, 0}, {1.0, 1}, {3.0, 1}, {3.0, 0}});
  ASSERT_EQ(spread.size(), 4U);
  EXPECT_DOUBLE_EQ(spread[0].time, 1.5);
  EXPECT_DOUBLE_EQ(spread[1].time, 3.0 + 1.0 / 6.0);
  EXPECT_DOUBLE_EQ(spread[2].time, 3.5);
  EXPECT_EQ(spread[2].dimension, 1U);
  EXPECT_DOUBLE_EQ(spread[3].time, 3.0 + 5.0 / 6.0);
}

DailyActs ByDay(const std::vector<HawkesEvent>& events, std::size_t dimensions, std::size_t days) {
  DailyActs acts = DailyActs::Make(dimensions, days);
  for (const HawkesEvent& event : events) {
    acts.Count(static_cast<std::size_t>(event.time), event.dimension) += 1.0;
  }
  return acts;
}

// What day stamps cost: a univariate process of branching ratio 1/2 over 30,000 days, known to the
// day. Standard errors are about 0.015.
TEST(Ties, BothRulesFindTheBranchingWhenMemoryIsLongerThanADay) {
  for (const double decay : {0.05, 0.3}) {
    HawkesModel truth = HawkesModel::Make(1, 1);
    truth.base = {0.15};
    truth.decays = {decay};
    truth.branching = {0.5};
    Stream stream(43, "ties");
    HawkesPath path = SimulateHawkes(truth, Excitation(truth, 0.0), 30'000.0, stream);
    for (HawkesEvent& event : path.events) event.time = std::floor(event.time);

    HawkesFitSettings settings;
    settings.decays = {decay};
    const auto spread = FitHawkes(SpreadWithinDays(path.events), 1, 30'000.0, settings);
    ASSERT_TRUE(spread);
    EXPECT_NEAR(spread->model.branching[0], 0.5, 0.06) << decay;

    DailyLaw law;
    law.links = {{decay, {{0, 0}}}};
    law.negative_binomial = false;
    const auto daily = FitDaily(ByDay(path.events, 1, 30'000), law);
    ASSERT_TRUE(daily);
    const double bred = daily->model.base[0] * daily->model.strengths[0] / decay;
    EXPECT_NEAR(bred, 0.5, 0.06) << decay;
  }
}

// Pairs reported on the same day look like answers to the rule that spreads ties, not to days.
TEST(Ties, SameDayDoublesAreNoExcitationForTheDailyLaw) {
  Stream stream(44, "doubles");
  std::vector<HawkesEvent> events;
  for (std::size_t d = 0; d < 6'000; ++d) {
    const std::uint64_t occasions = stream.Poisson(0.1);
    for (std::uint64_t k = 0; k < occasions; ++k) {
      events.push_back({static_cast<double>(d), 0});
      events.push_back({static_cast<double>(d), 1});
    }
  }
  HawkesFitSettings settings;
  settings.decays = {1.0};
  const auto spread = FitHawkes(SpreadWithinDays(events), 2, 6'000.0, settings);
  ASSERT_TRUE(spread);
  EXPECT_GT(spread->model.A(0, 1, 0), 0.3);  // false: nothing answers anything
  DailyLaw law;
  law.links = {{1.0, {{0, 1}, {1, 0}}}};
  const DailyActs acts = ByDay(events, 2, 6'000);
  const auto daily = FitDaily(acts, law);
  ASSERT_TRUE(daily);
  const auto interval = ProfileStrength(acts, *daily, 0, 0.999);
  ASSERT_TRUE(interval);
  EXPECT_LE(interval->low, 0.0);
  EXPECT_GE(interval->high, 0.0);
}

// Raising by 1.5 and lowering by 0.8 a unit of mark, negative-binomial days, with two levels.
TEST(DailyHawkes, RecoversRaisingAndLowering) {
  DailyModel truth;
  truth.dimensions = 2;
  truth.law.links = {{0.1, {{0, 1}}}, {0.05, {{1, 0}}}};
  truth.base = {0.6, 0.2};
  truth.strengths = {0.3, -0.08};
  truth.sizes = {2.0, 1.0};
  Stream stream(45, "daily");
  DailyActs acts = DailyActs::Make(2, 6'000);
  acts.counts = SimulateDaily(truth, DailyActs::Make(2, 0), 6'000, 1, stream);
  const auto fit = FitDaily(acts, truth.law);
  ASSERT_TRUE(fit);
  EXPECT_GE(fit->log_likelihood, DailyLogLikelihood(truth, acts));
  EXPECT_NEAR(DailyLogLikelihood(fit->model, acts), fit->log_likelihood, 1e-6);
  for (std::size_t k = 0; k < 2; ++k) {
    const auto interval = ProfileStrength(acts, *fit, k, 0.999);
    ASSERT_TRUE(interval);
    EXPECT_LT(interval->low, truth.strengths[k]);
    EXPECT_GT(interval->high, truth.strengths[k]);
    EXPECT_LT(interval->p_value, 1e-3);
    EXPECT_EQ(interval->low > 0.0, k == 0);
    EXPECT_EQ(interval->high < 0.0, k == 1);
  }
}

// 60 records in which nothing is linked: a 5 % test rejects 3 on average; more than 11 once in
// 10^4.
TEST(DailyHawkes, ItsTestKeepsItsLevel) {
  int rejected = 0;
  for (std::uint32_t k = 0; k < 60; ++k) {
    Stream stream(46, "null", k);
    DailyActs acts = DailyActs::Make(2, 1'500);
    for (double& count : acts.counts) count = static_cast<double>(stream.Poisson(0.3));
    DailyLaw law;
    law.links = {{0.05, {{0, 1}}}};
    law.negative_binomial = false;
    DailyFitSettings without;
    without.held_at_zero = {true};
    const auto with = FitDaily(acts, law);
    const auto none = FitDaily(acts, law, without);
    ASSERT_TRUE(with && none);
    if (2.0 * (with->log_likelihood - none->log_likelihood) > 3.841) ++rejected;
  }
  EXPECT_LE(rejected, 11);
}

}  // namespace
}  // namespace entente::inference
