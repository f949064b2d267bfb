#include "inference/hawkes/process.h"

#include <gtest/gtest.h>

#include <cmath>

#include "inference/hawkes/fit.h"
#include "inference/hawkes/simulate.h"

namespace entente::inference {
namespace {

HawkesModel KnownModel() {
  HawkesModel model = HawkesModel::Make(2, 1);
  model.base = {1.0, 3.0};
  model.decays = {2.0};
  model.branching = {2.0, 3.0, 4.0, 1.0};
  return model;
}

std::vector<HawkesEvent> KnownEvents() {
  return {{0.12, 1}, {0.31, 0}, {0.93, 0}, {1.19, 1}, {1.29, 0}, {2.12, 1},
          {2.32, 0}, {2.41, 1}, {3.35, 1}, {4.21, 1}, {4.25, 0}};
}

TEST(HawkesLikelihood, IsTheKnownAnswer) {
  EXPECT_NEAR(LogLikelihood(KnownModel(), KnownEvents(), 4.25), -40.877960704, 1e-9);
}

// Straight from the definition, over all pairs, with two kernels and marks.
TEST(HawkesLikelihood, AgreesWithTheDefinitionForSumsOfExponentials) {
  HawkesModel model = HawkesModel::Make(2, 2);
  model.base = {0.4, 0.7};
  model.decays = {3.0, 0.2};
  model.branching = {0.1, 0.2, 0.3, 0.05, 0.3, 0.0, 0.15, 0.25};
  std::vector<HawkesEvent> events = KnownEvents();
  for (std::size_t k = 0; k < events.size(); ++k) events[k].mark = 0.5 + 0.1 * double(k);
  events[4].time = events[3].time;  // a tie: neither excites the other
  const double end = 6.0;
  double value = 0.0;
  for (const HawkesEvent& event : events) {
    double intensity = model.base[event.dimension];
    for (const HawkesEvent& before : events) {
      if (before.time >= event.time) continue;
      for (std::size_t r = 0; r < 2; ++r) {
        intensity += model.A(r, event.dimension, before.dimension) * model.decays[r] * before.mark *
                     std::exp(-model.decays[r] * (event.time - before.time));
      }
    }
    value += std::log(intensity);
    for (std::size_t i = 0; i < 2; ++i) {
      for (std::size_t r = 0; r < 2; ++r) {
        value -= model.A(r, i, event.dimension) * event.mark *
                 (1.0 - std::exp(-model.decays[r] * (end - event.time)));
      }
    }
  }
  value -= (model.base[0] + model.base[1]) * end;
  EXPECT_NEAR(LogLikelihood(model, events, end), value, 1e-11);

  // The gradient against differences.
  HawkesGradient gradient;
  LogLikelihood(model, events, end, &gradient);
  const auto check = [&](std::vector<double>& entries, const std::vector<double>& slopes) {
    for (std::size_t k = 0; k < entries.size(); ++k) {
      const double at = entries[k];
      entries[k] = at + 1e-6;
      const double above = LogLikelihood(model, events, end);
      entries[k] = at - 1e-6;
      const double below = LogLikelihood(model, events, end);
      entries[k] = at;
      EXPECT_NEAR(slopes[k], (above - below) / 2e-6, 1e-5);
    }
  };
  check(model.base, gradient.base);
  check(model.branching, gradient.branching);
  check(model.decays, gradient.decays);
}

TEST(HawkesLikelihood, OfAPoissonProcessIsItsFormula) {
  HawkesModel model = HawkesModel::Make(1, 1);
  model.base = {2.0};
  const std::vector<HawkesEvent> events = {{0.5, 0}, {1.0, 0}, {2.5, 0}};
  EXPECT_NEAR(LogLikelihood(model, events, 3.0), 3.0 * std::log(2.0) - 6.0, 1e-14);
}

// φ = α e^{−βt}, base 0.5, α = 0.5, β = 2: branching ratio 1/4, stationary rate 2/3.
TEST(HawkesSimulation, HasTheStationaryRate) {
  HawkesModel model = HawkesModel::Make(1, 1);
  model.base = {0.5};
  model.decays = {2.0};
  model.branching = {0.25};
  EXPECT_NEAR(model.BranchingRatio(), 0.25, 1e-15);
  EXPECT_NEAR(model.StationaryRates()[0], 2.0 / 3.0, 1e-15);
  Stream stream(31, "stationary");
  const double end = 60'000.0;
  const HawkesPath path = SimulateHawkes(model, Excitation(model, 0.0), end, stream);
  // t Var(N(t)/t) tends to rate / (1 − n)²; |z| < 4.5.
  const double variance = (2.0 / 3.0) / std::pow(0.75, 2) / end;
  EXPECT_LT(std::abs(static_cast<double>(path.events.size()) / end - 2.0 / 3.0),
            4.5 * std::sqrt(variance));
  // Time rescaling: the true model passes, a Poisson process of the same rate does not.
  EXPECT_GT(RescaleTime(model, path.events, 0).p_value, 1e-4);
  HawkesModel poisson = HawkesModel::Make(1, 1);
  poisson.base = {2.0 / 3.0};
  EXPECT_LT(RescaleTime(poisson, path.events, 0).p_value, 1e-6);
}

TEST(HawkesModel, BranchingRatioOfAPair) {
  HawkesModel model = HawkesModel::Make(2, 1);
  model.base = {0.4, 0.6};
  model.branching = {0.0, 0.2, 0.3, 0.0};
  EXPECT_NEAR(model.BranchingRatio(), std::sqrt(0.06), 1e-12);
  EXPECT_NEAR(model.StationaryRates()[0], 0.52 / 0.94, 1e-12);
  EXPECT_NEAR(model.StationaryRates()[1], 0.6 + 0.3 * 0.52 / 0.94, 1e-12);
  model.branching = {1.0, 0.2, 0.3, 0.0};
  EXPECT_TRUE(model.StationaryRates().empty());
}

}  // namespace
}  // namespace entente::inference
