#include "inference/hawkes/fit.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "inference/optimise/maximise.h"

namespace entente::inference {
namespace {

constexpr double kDecayRange = 1'000.0;  // free decays stay within this factor of the start

// Which entry of the model each parameter is: base, then allowed branching, then log decays.
struct Layout {
  std::size_t dimensions = 0;
  std::vector<std::size_t> branching;
  std::size_t decays = 0;
  std::size_t size() const { return dimensions + branching.size() + decays; }

  void Write(std::span<const double> x, HawkesModel& model) const {
    for (std::size_t i = 0; i < dimensions; ++i) model.base[i] = x[i];
    for (std::size_t k = 0; k < branching.size(); ++k) {
      model.branching[branching[k]] = x[dimensions + k];
    }
    for (std::size_t r = 0; r < decays; ++r) {
      model.decays[r] = std::exp(x[dimensions + branching.size() + r]);
    }
  }
  void Read(const HawkesGradient& from, std::span<double> x) const {
    for (std::size_t i = 0; i < dimensions; ++i) x[i] = from.base[i];
    for (std::size_t k = 0; k < branching.size(); ++k) {
      x[dimensions + k] = from.branching[branching[k]];
    }
    for (std::size_t r = 0; r < decays; ++r) x[dimensions + branching.size() + r] = from.decays[r];
  }
};

}  // namespace

Result<HawkesFit> FitHawkes(std::span<const HawkesEvent> events, std::size_t dimensions, double end,
                            const HawkesFitSettings& settings) {
  if (events.empty() || !(end > 0.0)) {
    return Fail("nothing to fit: a Hawkes process needs at least one event and some time");
  }
  HawkesModel model = HawkesModel::Make(dimensions, settings.decays.size());
  model.decays = settings.decays;
  ENTENTE_CHECK(settings.allowed.empty() || settings.allowed.size() == model.branching.size());

  Layout layout;
  layout.dimensions = dimensions;
  layout.decays = settings.free_decays ? model.kernels() : 0;
  for (std::size_t k = 0; k < model.branching.size(); ++k) {
    if (settings.allowed.empty() || settings.allowed[k]) layout.branching.push_back(k);
  }

  const Objective objective = [&](std::span<const double> x, std::span<double> gradient) {
    layout.Write(x, model);
    HawkesGradient derivatives;
    const double value =
        LogLikelihood(model, events, end, gradient.empty() ? nullptr : &derivatives);
    if (!gradient.empty() && std::isfinite(value)) {
      for (std::size_t r = 0; r < layout.decays; ++r) derivatives.decays[r] *= model.decays[r];
      layout.Read(derivatives, gradient);
    }
    return value;
  };

  std::vector<double> counts(dimensions, 0.0);
  for (const HawkesEvent& event : events) counts[event.dimension] += 1.0;
  std::vector<double> start(layout.size(), 0.1), lower(layout.size(), 0.0);
  std::vector<double> upper(layout.size(), std::numeric_limits<double>::infinity());
  for (std::size_t i = 0; i < dimensions; ++i) {
    // A silent dimension has base 0 at its maximum; any intensity does, so start there.
    start[i] = 0.5 * counts[i] / end;
    upper[i] = std::max(counts[i], 1.0) / end * 10.0;
  }
  for (double& x : std::span(start).subspan(dimensions, layout.branching.size())) {
    x = 0.4 / static_cast<double>(dimensions * model.kernels());
  }
  for (std::size_t r = 0; r < layout.decays; ++r) {
    const std::size_t at = dimensions + layout.branching.size() + r;
    start[at] = std::log(settings.decays[r]);
    lower[at] = start[at] - std::log(kDecayRange);
    upper[at] = start[at] + std::log(kDecayRange);
  }
  const Result<Maximum> best = Maximise(objective, start, lower, upper);
  if (!best) return tl::unexpected(best.error());

  HawkesFit fit;
  layout.Write(best->at, model);
  fit.model = model;
  fit.log_likelihood = best->value;
  fit.converged = best->converged;
  fit.parameters = layout.size();
  std::vector<bool> inside(layout.size());
  for (std::size_t k = 0; k < layout.size(); ++k) {
    inside[k] = best->at[k] > lower[k] + 1e-7 && best->at[k] < upper[k] - 1e-9;
  }
  std::vector<double> errors = StandardErrors(ObservedInformation(objective, best->at), inside);
  layout.Write(best->at, model);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  fit.errors.base.assign(errors.begin(), errors.begin() + static_cast<std::ptrdiff_t>(dimensions));
  fit.errors.branching.assign(model.branching.size(), nan);
  fit.errors.decays.assign(model.kernels(), nan);
  for (std::size_t k = 0; k < layout.branching.size(); ++k) {
    fit.errors.branching[layout.branching[k]] = errors[dimensions + k];
  }
  for (std::size_t r = 0; r < layout.decays; ++r) {
    fit.errors.decays[r] = errors[dimensions + layout.branching.size() + r] * fit.model.decays[r];
  }
  return fit;
}

double BoundaryPValue(double likelihood_ratio, std::size_t tested) {
  if (!(likelihood_ratio > 0.0) || tested == 0) return 1.0;
  double weight = std::pow(0.5, static_cast<double>(tested));  // of χ²_0
  double p = 0.0;
  for (std::size_t k = 1; k <= tested; ++k) {
    weight *= static_cast<double>(tested - k + 1) / static_cast<double>(k);
    const boost::math::chi_squared law(static_cast<double>(k));
    p += weight * boost::math::cdf(boost::math::complement(law, likelihood_ratio));
  }
  return p;
}

Rescaled RescaleTime(const HawkesModel& model, std::span<const HawkesEvent> events, std::size_t i) {
  Rescaled rescaled;
  Excitation state(model, 0.0);
  double gap = 0.0;
  std::size_t added = 0;
  for (std::size_t k = 0; k < events.size(); ++k) {
    if (events[k].time > state.time()) {
      for (; added < k; ++added) state.Add(events[added].dimension, events[added].mark);
      gap += state.Integral(model, i, events[k].time);
      state.AdvanceTo(events[k].time);
    }
    if (events[k].dimension != i) continue;
    rescaled.gaps.push_back(gap);
    gap = 0.0;
  }
  std::sort(rescaled.gaps.begin(), rescaled.gaps.end());
  const double n = static_cast<double>(rescaled.gaps.size());
  for (std::size_t k = 0; k < rescaled.gaps.size(); ++k) {
    const double below = -std::expm1(-rescaled.gaps[k]);
    const double rank = static_cast<double>(k);
    rescaled.ks = std::max({rescaled.ks, below - rank / n, (rank + 1.0) / n - below});
  }
  rescaled.p_value = KolmogorovPValue(rescaled.ks, rescaled.gaps.size());
  return rescaled;
}

double KolmogorovPValue(double distance, std::size_t n) {
  if (n == 0) return 1.0;
  const double root = std::sqrt(static_cast<double>(n));
  const double x = distance * (root + 0.12 + 0.11 / root);
  if (x < 0.2) return 1.0;
  double sum = 0.0;
  for (int k = 1; k <= 100; ++k) {
    const double term = std::exp(-2.0 * k * k * x * x);
    sum += (k % 2 == 1 ? 2.0 : -2.0) * term;
    if (term < 1e-16) break;
  }
  return std::clamp(sum, 0.0, 1.0);
}

std::vector<HawkesEvent> SpreadWithinDays(std::vector<HawkesEvent> events) {
  std::stable_sort(events.begin(), events.end(), [](const HawkesEvent& a, const HawkesEvent& b) {
    return std::floor(a.time) < std::floor(b.time);
  });
  for (std::size_t from = 0; from < events.size();) {
    const double day = std::floor(events[from].time);
    std::size_t to = from;
    while (to < events.size() && std::floor(events[to].time) == day) ++to;
    const double n = static_cast<double>(to - from);
    for (std::size_t k = from; k < to; ++k) {
      events[k].time = day + (static_cast<double>(k - from) + 0.5) / n;
    }
    from = to;
  }
  return events;
}

}  // namespace entente::inference
