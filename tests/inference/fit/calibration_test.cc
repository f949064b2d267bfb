// Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari, Gelman 2018, "Validating Bayesian
// inference algorithms with simulation-based calibration") of the fit of a jump process that is never
// seen itself: truths are drawn from the prior, data from the truths, and in each posterior the truth
// must be a draw like any other. The same fits tell whether intervals hold what they promise.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "engine/particles.h"
#include "inference/fit/filter_likelihood.h"
#include "inference/fit/tempered.h"
#include "inference/random/stream.h"
#include "model/builder.h"

namespace entente::inference {
namespace {

constexpr double kDays = 720.0, kCell = 30.0;

// A crisis comes and goes; reports are counted, more of them in a crisis. How often it comes and how
// much is reported then are not known; each particle draws how long it lasts.
model::Model Crisis() {
  model::Builder b("crisis", kDays);
  b.model().time.steps = {{kDays, Duration{kCell, 0.0}}};
  const auto coming = b.Param("coming", {model::PriorKind::kLognormal, 0.01, 0.7, 0.0});
  const auto reports = b.Param("reports", {model::PriorKind::kLognormal, 0.3, 0.5, 0.0});
  const auto ending = b.Param("ending", {model::PriorKind::kLognormal, 0.02, 0.3, 0.0});
  const auto issue = b.Issue("crisis", {"calm", "tense"});
  b.Rate(issue, "calm", "tense", b.Value(coming));
  b.Rate(issue, "tense", "calm", b.Value(ending));
  model::Observation observed;
  observed.provenance.name = "reported";
  observed.dataset = "reports";
  observed.mean = b.pool().Binary(
      model::Op::kAdd, b.Number(0.05),
      b.pool().Binary(model::Op::kMultiply, b.Value(reports), b.ByState(issue, {0.0, 1.0})));
  b.model().observations.push_back(observed);
  return b.Build();
}

// Data of the model itself, from one world with these values.
Data Simulate(const model::Model& model, const engine::ParameterValues& values, std::uint32_t which) {
  engine::ParticleSettings settings;
  settings.particles = 1;
  settings.threads = 1;
  settings.integrals = {{model.observations[0].mean, true}};
  auto world = engine::ParticleEnsemble::Make(model, settings);
  EXPECT_TRUE(world.has_value());
  EXPECT_TRUE(world->Restart(1'000 + which, &values).has_value());
  Stream stream(77, "counts", which);
  Data data;
  std::vector<double> expected;
  for (double day = 0.0; day < kDays; day += kCell) {
    EXPECT_TRUE(world->AdvanceTo(day + kCell).has_value());
    world->TakeIntegral(0, expected);
    data.cells.push_back(
        {0, day, day + kCell, static_cast<double>(stream.Poisson(expected[0]))});
  }
  return data;
}

TEST(Calibration, TruthsAreDrawsLikeAnyOther) {
  constexpr std::size_t kFits = 160, kDraws = 63, kBins = 8;
  const model::Model model = Crisis();
  const Result<Coordinates> coordinates = Coordinates::Make(model, {"coming", "reports"});
  ASSERT_TRUE(coordinates.has_value());
  const std::size_t d = coordinates->dimension();
  std::vector<std::array<double, kBins>> ranks(d, std::array<double, kBins>{});
  std::vector<std::size_t> covered(d, 0);
  for (std::uint32_t fit = 0; fit < kFits; ++fit) {
    Stream stream(5, "truth", fit);
    std::vector<double> truth(d);
    for (double& z : truth) z = stream.Normal();
    engine::ParameterValues values;
    values.parameters = coordinates->parameters();
    values.values.resize(d);
    coordinates->Values(truth, values.values);
    const Data data = Simulate(model, values, fit);

    FilterLikelihoodSettings settings;
    settings.filter.particles = 40;
    settings.filter.threads = 1;
    settings.to_day = kDays;
    Result<FilterLikelihood> likelihood =
        FilterLikelihood::Make(model, data, *coordinates, settings);
    ASSERT_TRUE(likelihood.has_value());
    TemperedSettings tempered;
    tempered.points = 2 * (kDraws + 1);
    tempered.seed = 100 + fit;
    const Result<TemperedFit> posterior = FitTempered(*likelihood, tempered);
    ASSERT_TRUE(posterior.has_value()) << posterior.error().message;
    ASSERT_TRUE(posterior->complete);
    for (std::size_t j = 0; j < d; ++j) {
      // Every other point: neighbours after resampling may be copies of one.
      std::size_t below = 0;
      for (std::size_t i = 0; i < kDraws; ++i) {
        below += posterior->draws.point(2 * i)[j] < truth[j] ? 1 : 0;
      }
      ranks[j][below * kBins / (kDraws + 1)] += 1.0;
      std::vector<double> all;
      for (std::size_t i = 0; i < posterior->draws.size(); ++i) {
        all.push_back(posterior->draws.point(i)[j]);
      }
      std::sort(all.begin(), all.end());
      // Of n draws and the truth, n + 1 alike, a twentieth is to lie on either side.
      const std::size_t tail = (all.size() + 1) / 20 - 1;
      covered[j] += truth[j] >= all[tail] && truth[j] <= all[all.size() - 1 - tail] ? 1 : 0;
    }
  }
  for (std::size_t j = 0; j < d; ++j) {
    double chi_squared = 0.0;
    const double expected = static_cast<double>(kFits) / static_cast<double>(kBins);
    for (const double count : ranks[j]) {
      chi_squared += (count - expected) * (count - expected) / expected;
    }
    // The 99 % quantile of χ² with 7 degrees of freedom.
    EXPECT_LT(chi_squared, 18.475) << coordinates->name(j);
    const double share = static_cast<double>(covered[j]) / static_cast<double>(kFits);
    EXPECT_GE(share, 0.85) << coordinates->name(j);
    EXPECT_LE(share, 0.95) << coordinates->name(j);
    RecordProperty("coverage " + coordinates->name(j), std::to_string(share));
    RecordProperty("chi squared " + coordinates->name(j), std::to_string(chi_squared));
  }
}

}  // namespace
}  // namespace entente::inference
