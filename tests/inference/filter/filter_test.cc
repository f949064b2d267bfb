// The particle filter against exact likelihoods: the Kalman filter, the forward algorithm, the
// conjugate gamma–Poisson posterior. Errors are measured in standard errors of independent filters;
// seeds are fixed, and each comparison at 3 standard errors errs for 1 seed in 370.
#include "inference/filter/filter.h"

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "inference/filter/resampling.h"
#include "model/builder.h"

namespace entente::inference {
namespace {

using engine::TaughtHappening;
using model::Builder;
using model::HappeningId;

struct Mean {
  double value = 0.0, se = 0.0;
};

Mean MeanOf(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0.0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return {mean, std::sqrt(squares / (n - 1.0) / n)};
}

FilterSettings Settings(std::size_t particles, std::size_t groups) {
  FilterSettings settings;
  settings.particles = particles;
  settings.groups = groups;
  settings.threads = 2;
  return settings;
}

FilterRun RunOf(const model::Model& model, const Data& data, const FilterSettings& settings,
                double day) {
  Result<ParticleFilter> filter = ParticleFilter::Make(model, data, settings);
  EXPECT_TRUE(filter.has_value()) << (filter ? "" : filter.error().message);
  Result<FilterRun> run = filter->Run(day);
  EXPECT_TRUE(run.has_value()) << (run ? "" : run.error().message);
  return *run;
}

// mean of exp(estimate − exact) over filters is 1.
void ExpectUnbiased(const std::vector<double>& estimates, double exact, double largest_se) {
  std::vector<double> ratios;
  for (const double estimate : estimates) ratios.push_back(std::exp(estimate - exact));
  const Mean ratio = MeanOf(ratios);
  EXPECT_NEAR(ratio.value, 1.0, 3.0 * ratio.se);
  EXPECT_GT(ratio.se, 0.0);
  EXPECT_LT(ratio.se, largest_se);
}

TaughtHappening Row(double day, HappeningId happening, bool complete = true) {
  TaughtHappening row;
  row.day = day;
  row.happening = happening;
  row.complete = complete;
  return row;
}

// ---- Kalman -------------------------------------------------------------------------------------

// An Ornstein–Uhlenbeck quantity and its weekly means with normal error. Over a step the engine takes
// the mean to be the value predicted for the step's middle (as it does with hazards), and noise comes
// at grid points with its exact variance: a linear-Gaussian model in the values at grid points.
struct Ornstein {
  static constexpr double kTarget = 0.5, kHalfLife = 40.0, kNoise = 0.08, kError = 0.3;
  Builder b{"ornstein", 20 * 7.0, 7.0};
  model::QuantityId x;
  Ornstein() {
    x = b.AddQuantity("x", b.Number(-0.4));
    b.Relax(x, b.Number(kTarget), b.Number(kHalfLife));
    b.Noise(x, b.Number(kNoise));
    model::Observation observation;
    observation.provenance.name = "seen";
    observation.file = "seen.csv";
    observation.period = model::CellPeriod::kWeek;
    observation.is_count = false;
    observation.law = model::ObservationLaw::kNormal;
    observation.mean = b.Value(x);
    observation.sd = b.Number(kError);
    b.model().observations.push_back(observation);
  }
  static Data Weeks() {
    Data data;
    const std::array<double, 20> seen = {-0.1, 0.2,  -0.7, -0.4, 0.0, 0.6, 0.1, 0.9,  0.4,  1.1,
                                         0.2,  -0.2, 0.3,  0.8,  1.2, 1.0, 0.7, -0.1, -0.3, 0.5};
    for (std::size_t week = 0; week < seen.size(); ++week) {
      if (week == 3 || week == 11 || week == 12) continue;  // missing
      const double from = 7.0 * static_cast<double>(week);
      data.cells.push_back({0, from, from + 7.0, seen[week]});
    }
    return data;
  }
};

struct Kalman {
  double log_likelihood = 0.0, mean = -0.4, variance = 0.0;
  Kalman(const Data& data, std::size_t weeks) {
    const double k = std::log(2.0) / Ornstein::kHalfLife;
    const double step = std::exp(-7.0 * k), half = std::exp(-3.5 * k);
    const double noise =
        Ornstein::kNoise * Ornstein::kNoise * (1.0 - std::exp(-14.0 * k)) / (2.0 * k);
    std::size_t next = 0;
    for (std::size_t week = 0; week < weeks; ++week) {
      if (next < data.cells.size() && data.cells[next].from == 7.0 * static_cast<double>(week)) {
        const double expected = Ornstein::kTarget + (mean - Ornstein::kTarget) * half;
        const double spread = half * half * variance + Ornstein::kError * Ornstein::kError;
        const double error = data.cells[next++].value - expected;
        log_likelihood -= 0.5 * (std::log(2.0 * M_PI * spread) + error * error / spread);
        const double gain = half * variance / spread;
        mean += gain * error;
        variance -= gain * half * variance;
      }
      mean = Ornstein::kTarget + (mean - Ornstein::kTarget) * step;
      variance = step * step * variance + noise;
    }
  }
};

TEST(FilterTest, LinearGaussianModelHasTheKalmanLikelihood) {
  const Ornstein o;
  const model::Model model = o.b.Build();
  const Data data = Ornstein::Weeks();
  FilterSettings settings = Settings(150, 256);
  settings.sample_days = {70.0, 140.0};
  const FilterRun run = RunOf(model, data, settings, 140.0);
  const Kalman exact(data, 20);
  ExpectUnbiased(run.log_likelihood, exact.log_likelihood, 0.1);
  // The filtered mean at the end.
  ASSERT_EQ(run.states.size(), 2u);
  const Mean end = MeanOf(run.states[1].quantities[o.x.index()]);
  // A ratio of estimates is biased in order 1 / particles: far below what is seen here.
  EXPECT_NEAR(end.value, exact.mean, 3.0 * end.se + 0.002);
  EXPECT_NEAR(run.states[1].quantiles[o.x.index()][2], exact.mean, 0.05);
  const double sd = std::sqrt(exact.variance);
  EXPECT_NEAR(run.states[1].quantiles[o.x.index()][4], exact.mean + 1.645 * sd, 0.15 * sd);
  // Steps and cells tell where it came from.
  double sum = 0.0;
  for (const CellForecast& cell : run.cells) sum += cell.log_density[3];
  EXPECT_NEAR(sum, run.log_likelihood[3], 1e-9);
  EXPECT_EQ(run.cells.size(), data.cells.size());
}

TEST(FilterTest, SameBitsForAnyThreadsAndTiles) {
  const Ornstein o;
  const model::Model model = o.b.Build();
  FilterSettings settings = Settings(100, 5);
  const std::vector<double> one = RunOf(model, Ornstein::Weeks(), settings, 140.0).log_likelihood;
  settings.threads = 1;
  settings.tile_width = 8;
  settings.native = false;
  EXPECT_EQ(one, RunOf(model, Ornstein::Weeks(), settings, 140.0).log_likelihood);
}

// ---- the forward algorithm ----------------------------------------------------------------------

using Vector = std::vector<double>;

// v e^{At} of a small generator by uniformisation: A + rate I is non-negative.
Vector Propagate(const Vector& v, const std::vector<Vector>& a, double t) {
  double rate = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) rate = std::max(rate, -a[i][i]);
  Vector term = v, sum(v.size(), 0.0);
  double weight = std::exp(-rate * t);
  for (int k = 0; k < 400; ++k) {
    for (std::size_t i = 0; i < v.size(); ++i) sum[i] += weight * term[i];
    Vector next(v.size(), 0.0);
    for (std::size_t i = 0; i < v.size(); ++i) {
      for (std::size_t j = 0; j < v.size(); ++j) {
        next[j] += term[i] * (a[i][j] / rate + (i == j ? 1.0 : 0.0));
      }
    }
    term = next;
    weight *= rate * t / (k + 1);
  }
  return sum;
}

TEST(FilterTest, HiddenChainWithCountsHasTheForwardLikelihood) {
  const double up = 0.02, down = 0.05;
  const std::array<double, 2> mean = {0.2, 1.1};
  Builder b("hidden", 210.0);
  const auto x = b.Issue("x", {"low", "high"});
  b.Rate(x, "low", "high", b.Number(up));
  b.Rate(x, "high", "low", b.Number(down));
  model::Observation observation;
  observation.provenance.name = "acts";
  observation.dataset = "counted";
  observation.mean = b.ByState(x, {mean[0], mean[1]});
  b.model().observations.push_back(observation);
  const model::Model model = b.Build();
  Data data;
  const std::vector<double> counts = {1, 2, 0, 9, 12, 3, 5, 1, 0, 2, 14, 8, 9, 7};
  // Two-week cells that no grid point of this model knows of, one of them missing.
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (c == 6) continue;
    const double from = 3.0 + 14.0 * static_cast<double>(c);
    data.cells.push_back({0, from, from + 14.0, counts[c]});
  }
  // Exactly: states (x, number counted in the cell so far); the count is a Poisson number given the
  // path, so each unit comes at the state's own rate.
  Vector p = {1.0, 0.0};
  const std::vector<Vector> plain = {{-up, up}, {down, -down}};
  double day = 0.0, exact = 0.0;
  for (const ObservedCell& cell : data.cells) {
    if (cell.from > day) p = Propagate(p, plain, cell.from - day);
    const auto most = static_cast<std::size_t>(cell.value);
    const std::size_t size = 2 * (most + 1);
    std::vector<Vector> a(size, Vector(size, 0.0));
    for (std::size_t n = 0; n <= most; ++n) {
      for (const std::size_t s : {0u, 1u}) {
        a[2 * n + s][2 * n + s] = -mean[s] - (s == 0 ? up : down);
        a[2 * n + s][2 * n + 1 - s] = s == 0 ? up : down;
        if (n < most) a[2 * n + s][2 * (n + 1) + s] = mean[s];
      }
    }
    Vector v(size, 0.0);
    v[0] = p[0];
    v[1] = p[1];
    v = Propagate(v, a, 14.0);
    const double sum = v[2 * most] + v[2 * most + 1];
    exact += std::log(sum);
    p = {v[2 * most] / sum, v[2 * most + 1] / sum};
    day = cell.to;
  }
  FilterSettings settings = Settings(150, 256);
  settings.sample_days = {day};
  const FilterRun run = RunOf(model, data, settings, 210.0);
  ExpectUnbiased(run.log_likelihood, exact, 0.1);
  ASSERT_EQ(run.states.size(), 1u);
  const Mean high = MeanOf(run.states[0].issues[x.index()][1]);
  EXPECT_NEAR(high.value, p[1], 3.0 * high.se + 0.002);
}

// A hidden issue that sets the rates of one whose record is complete.
struct Taught {
  static constexpr double kUp = 0.01, kDown = 0.03;
  static constexpr std::array<double, 2> kRise = {0.002, 0.05}, kFall = {0.08, 0.01};
  Builder b{"taught", 400.0};
  model::IssueId x, y;
  Data data;
  Taught() {
    x = b.Issue("x", {"low", "high"});
    y = b.Issue("y", {"calm", "tense"});
    b.Rate(x, "low", "high", b.Number(kUp));
    b.Rate(x, "high", "low", b.Number(kDown));
    b.Rate(y, "calm", "tense", b.ByState(x, {kRise[0], kRise[1]}));
    b.Rate(y, "tense", "calm", b.ByState(x, {kFall[0], kFall[1]}));
    const HappeningId rise = b.Transition(y, "calm", "tense");
    const HappeningId fall = b.Transition(y, "tense", "calm");
    data.teacher.windows = {{{y}, {}, 0.0, 400.0}};
    data.teacher.happenings = {Row(60.5, rise), Row(100.5, fall), Row(105.5, rise),
                               Row(200.5, fall), Row(390.5, rise)};
  }
  struct Exact {
    double log_likelihood = 0.0;
    std::vector<double> firing;  // predictive probability of each row's day
    double high = 0.0;           // filtered, at the end
  };
  static Exact Solve() {
    Exact exact;
    Vector p = {1.0, 0.0};
    double day = 0.0;
    bool calm = true;
    const auto on = [&](double to) {
      const auto& rate = calm ? kRise : kFall;
      p = Propagate(p, {{-kUp - rate[0], kUp}, {kDown, -kDown - rate[1]}}, to - day);
      day = to;
    };
    for (const double row : {60.5, 100.5, 105.5, 200.5, 390.5}) {
      on(row);
      const auto& rate = calm ? kRise : kFall;
      const double sum = p[0] + p[1];
      exact.firing.push_back(
          (p[0] * (1.0 - std::exp(-rate[0])) + p[1] * (1.0 - std::exp(-rate[1]))) / sum);
      p = {p[0] * rate[0], p[1] * rate[1]};
      calm = !calm;
    }
    on(400.0);
    exact.log_likelihood = std::log(p[0] + p[1]);
    exact.high = p[1] / (p[0] + p[1]);
    return exact;
  }
};

TEST(FilterTest, TaughtIssueWithAHiddenCauseHasTheForwardLikelihood) {
  const Taught t;
  const model::Model model = t.b.Build();
  const Taught::Exact exact = Taught::Solve();
  for (const LookAhead look : {LookAhead::kNever, LookAhead::kAlways}) {
    FilterSettings settings = Settings(100, 256);
    settings.look_ahead = look;
    settings.sample_days = {400.0};
    settings.seed = 5;
    const FilterRun run = RunOf(model, t.data, settings, 400.0);
    ExpectUnbiased(run.log_likelihood, exact.log_likelihood, 0.1);
    ASSERT_EQ(run.rows.size(), 5u);
    for (std::size_t r = 0; r < 5; ++r) {
      const Mean firing = MeanOf(run.rows[r].probability);
      EXPECT_NEAR(firing.value, exact.firing[r], 3.0 * firing.se + 0.02 * exact.firing[r])
          << "row " << r;
    }
    const Mean high = MeanOf(run.states[0].issues[t.x.index()][1]);
    EXPECT_NEAR(high.value, exact.high, 3.0 * high.se + 0.005);
  }
}

TEST(FilterTest, ReplicatesGiveAnInterval) {
  const Taught t;
  FilterSettings settings = Settings(1000, 16);
  settings.look_ahead = LookAhead::kWhenNeeded;
  const Result<ReplicateSummary> summary =
      FilterReplicates(t.b.Build(), t.data, settings, 400.0);
  ASSERT_TRUE(summary.has_value());
  EXPECT_NEAR(summary->log_likelihood, Taught::Solve().log_likelihood,
              3.0 * summary->standard_error);
  EXPECT_GT(summary->standard_error, 0.0);
  EXPECT_LT(summary->smallest_effective, 0.9);
  EXPECT_FALSE(summary->looked_ahead);
}

// ---- parameters ---------------------------------------------------------------------------------

// Gamma(a, b) prior on a rate and n events in T: Gamma(a + n, b + T).
TEST(FilterTest, GammaPoissonPosterior) {
  const double a = 2.0, rate_days = 60.0, until = 300.0;
  Builder b("events", until);
  const auto rate = b.Param("rate", model::Prior{model::PriorKind::kGamma, a, rate_days, 0.0});
  const HappeningId act = b.Event("act", b.Value(rate));
  Data data;
  data.teacher.windows = {{{}, {act}, 0.0, until}};
  const double n = 7;
  for (const double day : {20.5, 31.5, 31.5, 120.5, 200.5, 250.5, 299.5}) {
    data.teacher.happenings.push_back(Row(day, act));
  }
  FilterSettings settings = Settings(1000, 100);
  settings.resample_below = 0.0;  // parameters do not move: their weights are what is asked
  Result<ParticleFilter> filter = ParticleFilter::Make(b.Build(), data, settings);
  ASSERT_TRUE(filter.has_value());
  const Result<FilterRun> run = filter->Run(until);
  ASSERT_TRUE(run.has_value());
  const double exact = a * std::log(rate_days) - std::lgamma(a) + std::lgamma(a + n) -
                       (a + n) * std::log(rate_days + until);
  ExpectUnbiased(run->log_likelihood, exact, 0.02);
  std::vector<double> drawn;
  filter->particles().ReadParameter(rate, drawn);
  std::vector<double> means, squares;
  for (std::size_t g = 0; g < 100; ++g) {
    double mean = 0.0, square = 0.0;
    for (std::size_t i = 0; i < 1000; ++i) {
      const std::size_t slot = g * 1000 + i;
      const double w = std::exp(filter->log_weights()[slot]);
      mean += w * drawn[slot];
      square += w * drawn[slot] * drawn[slot];
    }
    means.push_back(mean);
    squares.push_back(square);
  }
  const double shape = a + n, inverse = rate_days + until;
  const Mean mean = MeanOf(means), square = MeanOf(squares);
  EXPECT_NEAR(mean.value, shape / inverse, 3.0 * mean.se + 1e-3 * shape / inverse);
  EXPECT_NEAR(square.value, shape * (shape + 1.0) / (inverse * inverse),
              3.0 * square.se + 2e-3 * shape * shape / (inverse * inverse));
}

// Groups can be points of a parameter space, and follow one another.
TEST(FilterTest, GroupsAreFiltersOfTheirOwnParameters) {
  Builder b("events", 100.0);
  const auto rate = b.Param("rate", 0.1);
  const HappeningId act = b.Event("act", b.Value(rate));
  Data data;
  data.teacher.windows = {{{}, {act}, 0.0, 100.0}};
  data.teacher.happenings = {Row(50.5, act)};
  Result<ParticleFilter> filter = ParticleFilter::Make(b.Build(), data, Settings(5, 3));
  ASSERT_TRUE(filter.has_value());
  engine::ParameterValues values;
  values.parameters = {rate};
  for (const double theta : {0.01, 0.02, 0.05}) values.values.insert(values.values.end(), 5, theta);
  ASSERT_TRUE(filter->Restart(7, &values).has_value());
  ASSERT_TRUE(filter->AdvanceTo(100.0).has_value());
  EXPECT_NEAR(filter->log_likelihood(0), -1.0 + std::log(0.01), 1e-9);
  EXPECT_NEAR(filter->log_likelihood(2), -5.0 + std::log(0.05), 1e-9);
  ASSERT_TRUE(filter->CopyGroups({2, 1, 2}).has_value());
  EXPECT_NEAR(filter->log_likelihood(0), -5.0 + std::log(0.05), 1e-9);
  std::vector<double> drawn;
  filter->particles().ReadParameter(rate, drawn);
  EXPECT_EQ(drawn[4], 0.05);
  EXPECT_EQ(drawn[5], 0.02);
}

// ---- what can not have been ---------------------------------------------------------------------

TEST(FilterTest, ContradictionNamesItsRow) {
  Taught t;
  t.data.teacher.happenings[1] = t.data.teacher.happenings[0];  // rises twice
  t.data.teacher.happenings[1].day = 100.5;
  const FilterRun run = RunOf(t.b.Build(), t.data, Settings(50, 2), 400.0);
  ASSERT_TRUE(run.contradiction.has_value());
  EXPECT_EQ(run.contradiction->taught, 1u);
  EXPECT_EQ(run.contradiction->day, 100.5);
  EXPECT_EQ(run.log_likelihood[0], -std::numeric_limits<double>::infinity());
}

// The present of a filter does not depend on what came later.
TEST(FilterTest, LaterDataChangesNothing) {
  const Taught t;
  const model::Model model = t.b.Build();
  Data other = t.data;
  other.teacher.happenings.back().day = 300.5;
  other.teacher.happenings[3].day = 160.5;
  FilterSettings settings = Settings(100, 3);
  settings.look_ahead = LookAhead::kAlways;
  EXPECT_EQ(RunOf(model, Until(t.data, 150.0), settings, 150.0).log_likelihood,
            RunOf(model, Until(other, 150.0), settings, 150.0).log_likelihood);
}

// ---- resampling ---------------------------------------------------------------------------------

TEST(ResamplingTest, CopiesAreWithinOneOfTheirShare) {
  const Vector log_weights = {std::log(0.1), std::log(0.45), -1e300, std::log(0.05), std::log(0.4)};
  Vector share(5, 0.0);
  const int draws = 1000;
  for (int d = 0; d < draws; ++d) {
    std::vector<std::uint32_t> ancestors(5);
    SystematicAncestors(log_weights, (d + 0.5) / draws, 10, ancestors);
    std::array<int, 5> copies{};
    for (const std::uint32_t a : ancestors) ++copies[a - 10];
    for (std::size_t i = 0; i < 5; ++i) {
      const double expected = 5.0 * std::exp(log_weights[i]);
      EXPECT_GE(copies[i], std::floor(expected + 1e-9) - (expected == std::floor(expected) ? 1 : 0));
      EXPECT_LE(copies[i], std::ceil(expected - 1e-9) + (expected == std::floor(expected) ? 1 : 0));
      share[i] += copies[i] / static_cast<double>(draws);
      // Survivors keep their slots.
      if (copies[i] > 0) {
        EXPECT_EQ(ancestors[i], i + 10);
      }
    }
  }
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(share[i], 5.0 * std::exp(log_weights[i]), 2e-3);
}

TEST(ResamplingTest, EffectiveSize) {
  EXPECT_DOUBLE_EQ(EffectiveSize(Vector{-3.0, -3.0, -3.0, -3.0}), 4.0);
  EXPECT_DOUBLE_EQ(EffectiveSize(Vector{-900.0, -1e9}), 1.0);
  const double none = -std::numeric_limits<double>::infinity();
  EXPECT_EQ(EffectiveSize(Vector{none, none}), 0.0);
  EXPECT_EQ(LogSumExp(Vector{none, none}), none);
  EXPECT_NEAR(LogSumExp(Vector{-1000.0, -1000.0}), -1000.0 + std::log(2.0), 1e-12);
}

}  // namespace
}  // namespace entente::inference
