#include "inference/hindcast/model_forecaster.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "inference/scores/counts.h"

namespace entente::inference {
namespace {

class Answering {
 public:
  Answering(const std::vector<ModelSeries>& series, KnownModel& known,
            const FilterSettings& settings, std::int64_t origin,
            std::span<const Question> questions)
      : series_(series),
        known_(known),
        settings_(settings),
        origin_(origin),
        questions_(questions) {}

  Result<std::vector<Predictive>> Run() {
    Ask();
    if (Result<void> done = Follow(); !done) return Fail(done.error().message);
    if (Result<void> even = filter().Equalise(); !even) return Fail(even.error().message);
    if (Result<void> done = GoOn(); !done) return Fail(done.error().message);
    std::vector<Predictive> answers;
    for (std::size_t q = 0; q < questions_.size(); ++q) answers.push_back(Answer(q));
    return answers;
  }

 private:
  // Windows in days since the model's start.
  double Day(std::int64_t day) const {
    return known_.origin + static_cast<double>(day - origin_);
  }

  // An outcome for each question about happenings, in place of the model's own.
  void Ask() {
    known_.model.outcomes.clear();
    known_.model.claims.clear();
    known_.model.claim_outcomes.clear();
    outcome_of_.assign(questions_.size(), -1);
    for (std::size_t q = 0; q < questions_.size(); ++q) {
      model::Outcome outcome;
      outcome.kind = model::OutcomeKind::kCount;
      outcome.provenance.name = fmt::format("question_{}", q);
      for (const std::size_t s : questions_[q].series) {
        const ModelSeries& one = series_[s];
        outcome.counted.insert(outcome.counted.end(), one.happenings.begin(), one.happenings.end());
      }
      if (outcome.counted.empty()) continue;
      const Window window = WindowOf(questions_[q], origin_);
      outcome.from_day = Day(window.from);
      outcome.to_day = Day(window.to);
      outcome_of_[q] = static_cast<std::ptrdiff_t>(known_.model.outcomes.size());
      known_.model.outcomes.push_back(std::move(outcome));
    }
  }

  ParticleFilter& filter() { return followed_->filter; }

  Result<void> Follow() {
    FilterSettings wanted = settings_;
    wanted.sample_days.clear();
    wanted.outcomes.clear();
    wanted.integrate_all = true;
    for (std::size_t i = 0; i < known_.model.outcomes.size(); ++i) {
      wanted.outcomes.push_back(model::OutcomeId(static_cast<std::uint32_t>(i)));
    }
    std::optional<engine::ParameterValues> values;
    if (known_.posterior) {
      values = DrawsByGroup(*known_.coordinates, *known_.posterior, wanted.groups,
                            wanted.particles);
    }
    Result<Followed> followed = FollowRecord(known_.model, known_.data, wanted, known_.origin,
                                             values ? &*values : nullptr);
    if (!followed) return Fail(followed.error().message);
    followed_.emplace(std::move(*followed));
    for (std::size_t slot = 0; slot < settings_.groups * settings_.particles; ++slot) {
      if (Counts(slot)) return {};
    }
    return Fail("every filter lost all its particles: the record contradicts the model, or more "
                "particles are needed");
  }

  bool Counts(std::size_t slot) const {
    return !std::isinf(followed_->summary.run.log_likelihood[slot / settings_.particles]);
  }

  // Stops at all ends of windows of observed series, adding up what is expected in each month.
  Result<void> GoOn() {
    std::set<std::int64_t> stops;
    for (const Question& question : questions_) {
      const Window window = WindowOf(question, origin_);
      stops.insert(window.from);
      stops.insert(window.to);
    }
    engine::ParticleEnsemble& particles = filter().particles();
    expected_.assign(questions_.size(), {});
    std::vector<double> integral;
    for (const std::int64_t stop : stops) {
      const double day = Day(stop);
      if (day > particles.horizon()) {
        return Fail("a window passes the end of the model's time: let `time from … to …` end later");
      }
      if (day > particles.day()) {
        if (Result<engine::Advance> step = particles.AdvanceTo(day); !step) {
          return Fail(step.error().message);
        }
      }
      for (std::size_t o = 0; o < known_.model.observations.size(); ++o) {
        particles.TakeIntegral(*filter().integral_of(o), integral);
        for (std::size_t q = 0; q < questions_.size(); ++q) {
          const Window window = WindowOf(questions_[q], origin_);
          if (!(window.from < stop && stop <= window.to) || !Asks(q, o)) continue;
          expected_[q].resize(integral.size());
          for (std::size_t i = 0; i < integral.size(); ++i) expected_[q][i] += integral[i];
        }
      }
    }
    if (!known_.model.outcomes.empty() && particles.day() < particles.horizon()) {
      Result<engine::Advance> step = particles.AdvanceTo(particles.horizon());
      if (!step) return Fail(step.error().message);
    }
    return {};
  }

  bool Asks(std::size_t q, std::size_t observation) const {
    for (const std::size_t s : questions_[q].series) {
      if (series_[s].observation == observation) return true;
    }
    return false;
  }

  Predictive Answer(std::size_t q) {
    std::vector<double> values;
    if (outcome_of_[q] >= 0) {
      filter().particles().ReadOutcome(static_cast<std::size_t>(outcome_of_[q]), values);
      std::vector<double> members;
      for (std::size_t slot = 0; slot < values.size(); ++slot) {
        if (Counts(slot) && std::isfinite(values[slot])) members.push_back(values[slot]);
      }
      return members.empty() ? Predictive::Poisson(0.0) : Predictive::Ensemble(std::move(members));
    }
    return Mixture(q);
  }

  // The observations' law, mixed over particles.
  Predictive Mixture(std::size_t q) {
    std::vector<double> sizes;
    for (const std::size_t s : questions_[q].series) {
      if (const auto probe = filter().size_of(*series_[s].observation)) {
        filter().particles().ReadProbe(*probe, sizes);
      }
    }
    std::vector<double> mass;
    double n = 0.0;
    // Neighbouring particles say much the same: at most a few hundred laws are mixed.
    constexpr std::size_t kMostLaws = 400;
    const std::size_t stride = std::max<std::size_t>(expected_[q].size() / kMostLaws, 1);
    for (std::size_t slot = 0; slot < expected_[q].size(); slot += stride) {
      const double mean = expected_[q][slot];
      if (!Counts(slot) || !std::isfinite(mean)) continue;
      const double size = sizes.empty() ? INFINITY : sizes[slot];
      const std::vector<double> law =
          std::isfinite(size) ? NegativeBinomialMass(mean, size) : PoissonMass(mean);
      if (mass.size() < law.size()) mass.resize(law.size());
      for (std::size_t k = 0; k < law.size(); ++k) mass[k] += law[k];
      ++n;
    }
    if (n == 0.0) return Predictive::Poisson(0.0);
    for (double& p : mass) p /= n;
    return Predictive::Mass(std::move(mass));
  }

  const std::vector<ModelSeries>& series_;
  KnownModel& known_;
  const FilterSettings& settings_;
  const std::int64_t origin_;
  const std::span<const Question> questions_;
  std::optional<Followed> followed_;
  std::vector<std::ptrdiff_t> outcome_of_;     // by question; −1: not of happenings
  std::vector<std::vector<double>> expected_;  // by question, by slot
};

}  // namespace

ModelForecaster MakeModelForecaster(std::vector<ModelSeries> series, KnownOn known_on,
                                    const ModelForecasterSettings& settings) {
  auto error = std::make_shared<std::string>();
  ModelForecaster made;
  made.error = error;
  made.forecaster.name = settings.name;
  made.forecaster.summary = settings.summary;
  made.forecaster.forecast = [series = std::move(series), known_on = std::move(known_on),
                              filter = settings.filter, error](
                                 const Past& past, std::span<const Question> questions,
                                 std::uint64_t seed) {
    std::vector<Predictive> none(questions.size(), Predictive::Poisson(0.0));
    Result<std::unique_ptr<KnownModel>> known = known_on(past.origin());
    if (!known) {
      *error = known.error().message;
      return none;
    }
    FilterSettings own = filter;
    own.seed = seed;
    Result<std::vector<Predictive>> answers =
        Answering(series, **known, own, past.origin(), questions).Run();
    if (!answers) {
      *error = answers.error().message;
      return none;
    }
    return std::move(*answers);
  };
  return made;
}

}  // namespace entente::inference
