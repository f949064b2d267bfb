#include "inference/forecast/forecast.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "engine/sinks/intervals.h"
#include "engine/sinks/outcome.h"

namespace entente::inference {
namespace {

constexpr double kLevels[] = {0.05, 0.25, 0.5, 0.75, 0.95};

// A mean over filters and its interval, never narrower than that of as many independent worlds.
engine::Estimate OverFilters(double value, const std::vector<double>& groups,
                             const engine::Estimate& pooled, double confidence) {
  engine::Estimate estimate = pooled;
  estimate.value = value;
  if (groups.size() < 2) return estimate;
  double mean = 0.0, squares = 0.0;
  for (const double g : groups) mean += g / static_cast<double>(groups.size());
  for (const double g : groups) squares += (g - mean) * (g - mean);
  const double sd = std::sqrt(squares / static_cast<double>(groups.size() - 1));
  const engine::Estimate t = engine::MeanInterval(mean, sd, groups.size(), confidence);
  estimate.low = std::min(pooled.low, value + (t.low - mean));
  estimate.high = std::max(pooled.high, value + (t.high - mean));
  return estimate;
}

class Forecasting {
 public:
  Forecasting(const model::Model& model, const Data& data, const ForecastSettings& settings)
      : model_(model), data_(data), settings_(settings) {}

  Result<Forecast> Run() {
    if (Result<void> done = Follow(); !done) return Fail(done.error().message);
    if (Result<void> even = filter().Equalise(); !even) return Fail(even.error().message);
    if (Result<void> done = GoOn(); !done) return Fail(done.error().message);
    Summarise();
    return std::move(made_);
  }

 private:
  ParticleFilter& filter() { return followed_->filter; }
  const FilterRun& past() const { return followed_->summary.run; }
  std::size_t filters() const { return past().log_likelihood.size(); }

  Result<void> Follow() {
    FilterSettings wanted = settings_.filter;
    wanted.outcomes.clear();
    for (std::size_t i = 0; i < model_.outcomes.size(); ++i) {
      wanted.outcomes.push_back(model::OutcomeId(static_cast<std::uint32_t>(i)));
    }
    wanted.sample_days.clear();
    if (settings_.samples > 0) {
      const double horizon = model_.time.horizon_days;
      const double gap = horizon / static_cast<double>(settings_.samples);
      for (double day = gap; day < settings_.from; day += gap) wanted.sample_days.push_back(day);
      if (settings_.from > 0.0) wanted.sample_days.push_back(settings_.from);
      for (double day = settings_.from + gap; day < horizon - 0.5 * gap; day += gap) {
        days_.push_back(day);
      }
      days_.push_back(horizon);
    }
    std::optional<engine::ParameterValues> values;
    if (settings_.posterior != nullptr) {
      values = DrawsByGroup(*settings_.coordinates, *settings_.posterior, wanted.groups,
                            wanted.particles);
    }
    Result<Followed> followed =
        FollowRecord(model_, data_, wanted, settings_.from, values ? &*values : nullptr);
    if (!followed) return Fail(followed.error().message);
    followed_.emplace(std::move(*followed));
    const ReplicateSummary& summary = followed_->summary;
    for (std::size_t g = 0; g < filters(); ++g) made_.contradicted += Counts(g) ? 0 : 1;
    if (made_.contradicted == filters()) {
      return Fail("the record contradicts the model in every filter" +
                  (past().contradiction
                       ? fmt::format(", {:.0f} days after the start: {}", past().contradiction->day,
                                     past().contradiction->what)
                       : std::string()));
    }
    made_.smallest_effective = summary.smallest_effective;
    made_.log_likelihood = summary.log_likelihood;
    made_.looked_ahead = summary.looked_ahead;
    return {};
  }

  // From the origin to the horizon, with the state on the way.
  Result<void> GoOn() {
    engine::RunSeries& series = made_.result.series;
    if (settings_.samples > 0) Past(series);
    engine::ParticleEnsemble& particles = filter().particles();
    for (const double day : days_) {
      if (Result<engine::Advance> step = particles.AdvanceTo(day); !step) {
        return Fail(step.error().message);
      }
      Sample(series, day);
    }
    if (particles.day() < model_.time.horizon_days) {
      Result<engine::Advance> step = particles.AdvanceTo(model_.time.horizon_days);
      if (!step) return Fail(step.error().message);
    }
    return {};
  }

  void Past(engine::RunSeries& series) const {
    series.levels.assign(std::begin(kLevels), std::end(kLevels));
    for (std::size_t q = 0; q < model_.quantities.size(); ++q) {
      series.quantities.push_back({model::QuantityId(static_cast<std::uint32_t>(q)), {}, {}});
      series.quantities.back().quantiles.resize(series.levels.size());
    }
    for (std::size_t i = 0; i < model_.issues.size(); ++i) {
      series.issues.push_back({model::IssueId(static_cast<std::uint32_t>(i)), {}});
      series.issues.back().share.resize(model_.issues[i].states.size());
    }
    const auto mean_of = [&](const std::vector<double>& by_group) {
      double sum = 0.0, n = 0.0;
      for (std::size_t g = 0; g < by_group.size(); ++g) {
        if (!Counts(g) || !std::isfinite(by_group[g])) continue;
        sum += by_group[g];
        ++n;
      }
      return n > 0.0 ? sum / n : std::numeric_limits<double>::quiet_NaN();
    };
    for (const FilteredState& state : past().states) {
      series.days.push_back(state.day);
      for (std::size_t q = 0; q < model_.quantities.size(); ++q) {
        series.quantities[q].mean.push_back(mean_of(state.quantities[q]));
        for (std::size_t l = 0; l < series.levels.size(); ++l) {
          series.quantities[q].quantiles[l].push_back(state.quantiles[q][l]);
        }
      }
      for (std::size_t i = 0; i < model_.issues.size(); ++i) {
        for (std::size_t s = 0; s < model_.issues[i].states.size(); ++s) {
          series.issues[i].share[s].push_back(mean_of(state.issues[i][s]));
        }
      }
    }
  }

  bool Counts(std::size_t group) const { return !std::isinf(past().log_likelihood[group]); }
  bool CountsSlot(std::size_t slot) const { return Counts(slot / settings_.filter.particles); }

  void Sample(engine::RunSeries& series, double day) {
    engine::ParticleEnsemble& particles = filter().particles();
    series.days.push_back(day);
    engine::ParticleStates sampled;
    particles.ReadStates(sampled);
    const std::size_t slots = particles.size();
    std::vector<double> sorted;
    for (std::size_t q = 0; q < model_.quantities.size(); ++q) {
      const double* const values = &sampled.quantities[q * slots];
      sorted.clear();
      double sum = 0.0;
      for (std::size_t s = 0; s < slots; ++s) {
        if (!CountsSlot(s) || !std::isfinite(values[s])) continue;
        sorted.push_back(values[s]);
        sum += values[s];
      }
      std::sort(sorted.begin(), sorted.end());
      const auto n = static_cast<double>(sorted.size());
      series.quantities[q].mean.push_back(sum / n);
      for (std::size_t l = 0; l < series.levels.size(); ++l) {
        const auto place = static_cast<std::size_t>(series.levels[l] * (n - 1.0) + 0.5);
        series.quantities[q].quantiles[l].push_back(
            sorted.empty() ? std::numeric_limits<double>::quiet_NaN() : sorted[place]);
      }
    }
    for (std::size_t i = 0; i < model_.issues.size(); ++i) {
      const model::StateIndex* const states = &sampled.issues[i * slots];
      std::vector<double> share(model_.issues[i].states.size(), 0.0);
      double n = 0.0;
      for (std::size_t s = 0; s < slots; ++s) {
        if (!CountsSlot(s)) continue;
        share[states[s]] += 1.0;
        ++n;
      }
      for (std::size_t s = 0; s < share.size(); ++s) {
        series.issues[i].share[s].push_back(share[s] / n);
      }
    }
  }

  void Summarise() {
    engine::RunResult& result = made_.result;
    const std::size_t particles = settings_.filter.particles;
    result.seed = settings_.filter.seed;
    result.worlds_requested = filters() * particles;
    result.worlds = (filters() - made_.contradicted) * particles;
    result.confidence = settings_.confidence;
    result.failures = filter().particles().Failures();
    for (const engine::FailureSummary& failure : result.failures) result.failed += failure.worlds;
    std::vector<double> values;
    for (std::size_t o = 0; o < model_.outcomes.size(); ++o) {
      filter().particles().ReadOutcome(o, values);
      const model::Outcome& outcome = model_.outcomes[o];
      const model::OutcomeId id(static_cast<std::uint32_t>(o));
      engine::OutcomeAccumulator pooled(outcome, 1, 0);
      std::vector<engine::OutcomeSummary> groups;
      for (std::size_t g = 0; g < filters(); ++g) {
        if (!Counts(g)) continue;
        pooled.Add(&values[g * particles], nullptr, particles);
        engine::OutcomeAccumulator own(outcome, 1, 0);
        own.Add(&values[g * particles], nullptr, particles);
        groups.push_back(own.Finish(id, settings_.confidence));
      }
      result.outcomes.push_back(Widened(pooled.Finish(id, settings_.confidence), groups));
    }
  }

  engine::OutcomeSummary Widened(engine::OutcomeSummary pooled,
                                 const std::vector<engine::OutcomeSummary>& groups) const {
    const auto over = [&](engine::Estimate& estimate, const auto& value_of) {
      std::vector<double> values;
      for (const engine::OutcomeSummary& group : groups) {
        const double value = value_of(group);
        if (std::isfinite(value)) values.push_back(value);
      }
      if (values.size() == groups.size() && std::isfinite(estimate.value)) {
        estimate = OverFilters(estimate.value, values, estimate, settings_.confidence);
      }
    };
    over(pooled.estimate, [](const engine::OutcomeSummary& s) { return s.estimate.value; });
    over(pooled.reached, [](const engine::OutcomeSummary& s) { return s.reached.value; });
    for (std::size_t l = 0; l < pooled.quantiles.size(); ++l) {
      over(pooled.quantiles[l].at,
           [&](const engine::OutcomeSummary& s) { return s.quantiles[l].at.value; });
    }
    const model::OutcomeKind kind = model_.outcomes[pooled.outcome.index()].kind;
    const auto clamp = [](engine::Estimate& e) {
      e.low = std::max(e.low, 0.0);
      e.high = std::min(e.high, 1.0);
    };
    if (kind == model::OutcomeKind::kEver || kind == model::OutcomeKind::kShareOfTime) {
      clamp(pooled.estimate);
    }
    clamp(pooled.reached);
    return pooled;
  }

  const model::Model& model_;
  const Data& data_;
  const ForecastSettings& settings_;
  std::optional<Followed> followed_;
  std::vector<double> days_;  // after the origin
  Forecast made_;
};

}  // namespace

Result<Forecast> MakeForecast(const model::Model& model, const Data& data,
                              const ForecastSettings& settings) {
  return Forecasting(model, data, settings).Run();
}

}  // namespace entente::inference
