#include "inference/hawkes/daily.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <cmath>
#include <limits>
#include <optional>

#include "base/check.h"
#include "inference/optimise/maximise.h"
#include "inference/scores/counts.h"

namespace entente::inference {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMostPerDay = 1e4;
constexpr double kLowestLogBase = -25.0;
constexpr double kLowestLogSize = -6.0, kHighestLogSize = 9.0;

// The mean over day d of e^{−β(t − d' − ½)} is e^{−β(d − d')} times this.
double DayFactor(double decay) {
  const double half = 0.5 * decay;
  return half < 1e-8 ? 1.0 : std::sinh(half) / half;
}

// Decayed sums of marks of one link's sources, moved from day to day.
class LinkPressure {
 public:
  LinkPressure(const DailyLink& link, std::size_t dimensions)
      : link_(&link),
        kept_(std::exp(-link.decay)),
        factor_(DayFactor(link.decay)),
        sums_(dimensions, 0.0) {}
  // Adds the pressure on each dimension to `on`.
  void Read(double* on) const {
    for (const auto& [from, to] : link_->arcs) on[to] += factor_ * sums_[from];
  }
  void EndDay(const double* marks) {
    for (std::size_t j = 0; j < sums_.size(); ++j) sums_[j] = kept_ * (sums_[j] + marks[j]);
  }

 private:
  const DailyLink* link_;
  double kept_;
  double factor_;
  std::vector<double> sums_;
};

// Pressures do not depend on what is estimated: computed once. [link][day][dimension].
std::vector<double> Pressures(const DailyActs& acts, const DailyLaw& law) {
  const std::size_t n = acts.dimensions;
  std::vector<double> all(law.links.size() * acts.days * n, 0.0);
  std::vector<double> marks(n);
  for (std::size_t k = 0; k < law.links.size(); ++k) {
    LinkPressure pressure(law.links[k], n);
    for (std::size_t d = 0; d < acts.days; ++d) {
      pressure.Read(&all[(k * acts.days + d) * n]);
      for (std::size_t j = 0; j < n; ++j) marks[j] = acts.Mark(d, j);
      pressure.EndDay(marks.data());
    }
  }
  return all;
}

// The mean pressure that a link's strength multiplies, for the scale of its parameter.
double MeanPressure(const DailyActs& acts, const DailyLink& link) {
  double marks = 0.0;
  for (const auto& [from, to] : link.arcs) {
    for (std::size_t d = 0; d < acts.days; ++d) marks += acts.Mark(d, from);
  }
  const double days = static_cast<double>(std::max<std::size_t>(acts.days * link.arcs.size(), 1));
  return marks > 0.0 ? marks / days / -std::expm1(-link.decay) : 1.0;
}

// x = log bases [level][dimension], strengths of the links that are estimated (times their mean
// pressure, so that all are of one size), log sizes.
class Likelihood {
 public:
  Likelihood(const DailyActs& acts, const DailyLaw& law, const std::vector<bool>& held)
      : acts_(acts), law_(law), n_(acts.dimensions), pressures_(Pressures(acts, law)) {
    for (std::size_t k = 0; k < law.links.size(); ++k) {
      scale_.push_back(MeanPressure(acts, law.links[k]));
      slot_.push_back(held.empty() || !held[k] ? free_.size() : kHeld);
      if (slot_.back() != kHeld) free_.push_back(k);
    }
    touching_.resize(n_);
    for (std::size_t k = 0; k < law.links.size(); ++k) {
      for (const auto& [from, to] : law.links[k].arcs) {
        if (touching_[to].empty() || touching_[to].back() != k) touching_[to].push_back(k);
      }
    }
  }
  std::size_t bases() const { return law_.levels * n_; }
  std::size_t size() const { return bases() + free_.size() + (law_.negative_binomial ? n_ : 0); }
  const std::vector<std::size_t>& free() const { return free_; }
  double Scale(std::size_t link) const { return scale_[link]; }
  std::size_t SizeIndex(std::size_t i) const { return bases() + free_.size() + i; }
  std::size_t Level(std::size_t day) const {
    return law_.level_of_day.empty() ? 0 : law_.level_of_day[day];
  }

  // `fixed`: strengths of the links that are not free, by link.
  double operator()(std::span<const double> x, std::span<double> gradient,
                    const std::vector<double>& fixed) const {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    std::vector<double> strengths = fixed;
    for (std::size_t f = 0; f < free_.size(); ++f) {
      strengths[free_[f]] = x[bases() + f] / scale_[free_[f]];
    }
    std::vector<double> base(bases()), size(n_, kInfinity), digamma_size(n_, 0.0);
    std::vector<double> log_gamma_size(n_, 0.0);
    for (std::size_t b = 0; b < bases(); ++b) base[b] = std::exp(x[b]);
    if (law_.negative_binomial) {
      for (std::size_t i = 0; i < n_; ++i) {
        size[i] = std::exp(x[SizeIndex(i)]);
        digamma_size[i] = boost::math::digamma(size[i]);
      }
    }
    double value = 0.0;
    std::vector<double> pressure(law_.links.size());
    for (std::size_t d = 0; d < acts_.days; ++d) {
      const std::size_t level = Level(d);
      for (std::size_t i = 0; i < n_; ++i) {
        double raised = 1.0, lowered = 0.0;
        for (const std::size_t k : touching_[i]) {
          pressure[k] = pressures_[(k * acts_.days + d) * n_ + i];
          (strengths[k] > 0.0 ? raised : lowered) += strengths[k] * pressure[k];
        }
        const double mean = base[level * n_ + i] * raised * std::exp(lowered);
        const double y = acts_.Count(d, i);
        double slope;  // d ln p / d ln mean
        if (law_.negative_binomial) {
          const double r = size[i];
          const double share = (y + r) / (r + mean);
          const double log_share = std::log1p(mean / r);
          value -= r * log_share;
          if (y > 0.0) {
            value += LogNegativeBinomial(static_cast<std::uint64_t>(y), mean, r) + r * log_share;
          }
          slope = y - mean * share;
          if (!gradient.empty()) {
            const double gain = y > 0.0 ? boost::math::digamma(y + r) - digamma_size[i] : 0.0;
            gradient[SizeIndex(i)] += r * (gain - log_share + 1.0 - share);
          }
        } else {
          value += y > 0.0 ? LogPoisson(static_cast<std::uint64_t>(y), mean) : -mean;
          slope = y - mean;
        }
        if (gradient.empty()) continue;
        gradient[level * n_ + i] += slope;
        for (const std::size_t k : touching_[i]) {
          if (slot_[k] == kHeld) continue;
          gradient[bases() + slot_[k]] +=
              slope / scale_[k] * (strengths[k] > 0.0 ? pressure[k] / raised : pressure[k]);
        }
      }
    }
    return value;
  }

 private:
  const DailyActs& acts_;
  const DailyLaw& law_;
  std::size_t n_;
  std::vector<double> pressures_;
  std::vector<double> scale_;                       // by link
  std::vector<std::size_t> free_;                   // links that are estimated
  std::vector<std::size_t> slot_;                   // by link: its place among them, or kHeld
  std::vector<std::vector<std::size_t>> touching_;  // by dimension: links that move it
  static constexpr std::size_t kHeld = static_cast<std::size_t>(-1);
};

// The bounds and the start of a search.
struct Box {
  std::vector<double> start, lower, upper;
};

Box BoxOf(const DailyActs& acts, const DailyLaw& law, const Likelihood& likelihood,
          const DailyFitSettings& settings) {
  Box box;
  box.start.assign(likelihood.size(), 0.0);
  box.lower.assign(likelihood.size(), -kInfinity);
  box.upper.assign(likelihood.size(), kInfinity);
  std::vector<double> counts(likelihood.bases(), 0.5), days(law.levels, 1.0);
  for (std::size_t d = 0; d < acts.days; ++d) {
    days[likelihood.Level(d)] += 1.0;
    for (std::size_t i = 0; i < acts.dimensions; ++i) {
      counts[likelihood.Level(d) * acts.dimensions + i] += acts.Count(d, i);
    }
  }
  for (std::size_t b = 0; b < likelihood.bases(); ++b) {
    const double rate = counts[b] / days[b / acts.dimensions];
    box.start[b] = std::log(0.9 * rate);
    box.lower[b] = std::max(std::log(1e-4 * rate), kLowestLogBase);
    box.upper[b] = std::log(10.0 * rate);
  }
  for (std::size_t f = 0; f < likelihood.free().size(); ++f) {
    const std::size_t at = likelihood.bases() + f;
    // A tenth of a target's rate from this link.
    const double scale = likelihood.Scale(likelihood.free()[f]);
    box.lower[at] = settings.lowest * scale;
    box.upper[at] = settings.highest * scale;
    box.start[at] = std::clamp(0.1, box.lower[at], box.upper[at]);
  }
  if (law.negative_binomial) {
    for (std::size_t i = 0; i < acts.dimensions; ++i) {
      const std::size_t at = likelihood.SizeIndex(i);
      box.start[at] = 0.0;
      box.lower[at] = kLowestLogSize;
      box.upper[at] = kHighestLogSize;
    }
  }
  return box;
}

void StartFrom(const DailyModel& model, const Likelihood& likelihood, Box& box) {
  for (std::size_t b = 0; b < likelihood.bases(); ++b) box.start[b] = std::log(model.base[b]);
  for (std::size_t f = 0; f < likelihood.free().size(); ++f) {
    const std::size_t k = likelihood.free()[f];
    box.start[likelihood.bases() + f] = model.strengths[k] * likelihood.Scale(k);
  }
  for (std::size_t i = 0; i < model.sizes.size(); ++i) {
    box.start[likelihood.SizeIndex(i)] = std::log(model.sizes[i]);
  }
}

struct Searched {
  Maximum best;
  std::vector<double> strengths;
};

// The best with the held links' strengths fixed at `fixed`; from `start` if given.
Result<Searched> Search(const DailyActs& acts, const DailyLaw& law,
                        const DailyFitSettings& settings, const std::vector<double>& fixed) {
  const Likelihood likelihood(acts, law, settings.held_at_zero);
  const Objective objective = [&](std::span<const double> x, std::span<double> gradient) {
    return likelihood(x, gradient, fixed);
  };
  Box box = BoxOf(acts, law, likelihood, settings);
  if (settings.start != nullptr) StartFrom(*settings.start, likelihood, box);
  MaximiseSettings search;
  search.evaluations = settings.evaluations;
  search.relative_tolerance = 1e-10;
  Result<Maximum> best = Maximise(objective, box.start, box.lower, box.upper, search);
  if (!best) return tl::unexpected(best.error());
  Searched found{std::move(*best), fixed};
  for (std::size_t f = 0; f < likelihood.free().size(); ++f) {
    const std::size_t k = likelihood.free()[f];
    found.strengths[k] = found.best.at[likelihood.bases() + f] / likelihood.Scale(k);
  }
  return found;
}

}  // namespace

DailyActs DailyActs::Make(std::size_t dimensions, std::size_t days) {
  DailyActs acts;
  acts.dimensions = dimensions;
  acts.days = days;
  acts.counts.assign(dimensions * days, 0.0);
  return acts;
}

Result<DailyFit> FitDaily(const DailyActs& acts, const DailyLaw& law,
                          const DailyFitSettings& settings) {
  if (acts.days == 0 || acts.dimensions == 0) {
    return Fail("nothing to fit: the record has no day of the kinds of acts asked for");
  }
  ENTENTE_CHECK(law.level_of_day.empty() || law.level_of_day.size() >= acts.days);
  const Result<Searched> found =
      Search(acts, law, settings, std::vector<double>(law.links.size(), 0.0));
  if (!found) return tl::unexpected(found.error());
  DailyFit fit;
  fit.model.law = law;
  fit.model.dimensions = acts.dimensions;
  const std::size_t bases = law.levels * acts.dimensions;
  for (std::size_t b = 0; b < bases; ++b) fit.model.base.push_back(std::exp(found->best.at[b]));
  fit.model.strengths = found->strengths;
  if (law.negative_binomial) {
    for (std::size_t i = found->best.at.size() - acts.dimensions; i < found->best.at.size(); ++i) {
      fit.model.sizes.push_back(std::exp(found->best.at[i]));
    }
  }
  fit.log_likelihood = found->best.value;
  fit.converged = found->best.converged;
  return fit;
}

double DailyLogLikelihood(const DailyModel& model, const DailyActs& acts) {
  const Likelihood likelihood(acts, model.law, {});
  std::vector<double> x;
  for (const double base : model.base) x.push_back(std::log(base));
  for (std::size_t k = 0; k < model.strengths.size(); ++k) {
    x.push_back(model.strengths[k] * likelihood.Scale(k));
  }
  for (const double size : model.sizes) x.push_back(std::log(size));
  return likelihood(x, {}, model.strengths);
}

Result<StrengthInterval> ProfileStrength(const DailyActs& acts, const DailyFit& fit,
                                         std::size_t link, double level,
                                         const DailyFitSettings& settings) {
  DailyFitSettings held = settings;
  held.held_at_zero.resize(fit.model.law.links.size(), false);
  held.held_at_zero[link] = true;  // at `fixed`, which need not be 0 here
  held.start = &fit.model;
  std::optional<Error> trouble;
  double best = fit.log_likelihood;
  // How far below the best the profile is at a strength.
  const auto loss = [&](double strength) {
    std::vector<double> fixed(fit.model.law.links.size(), 0.0);
    fixed[link] = strength;
    const Result<Searched> found = Search(acts, fit.model.law, held, fixed);
    if (!found) {
      trouble = found.error();
      return 0.0;
    }
    return 2.0 * (best - found->best.value);
  };
  const boost::math::chi_squared one(1.0);
  const double allowed = boost::math::quantile(one, level);
  StrengthInterval interval;
  interval.estimate = fit.model.strengths[link];
  interval.likelihood_ratio = std::max(loss(0.0), 0.0);
  interval.p_value = boost::math::cdf(boost::math::complement(one, interval.likelihood_ratio));

  // Outwards until the loss is too large, then halving.
  const auto end = [&](double direction, double bound) {
    double inside = interval.estimate;
    double step = std::max(std::abs(interval.estimate) * 0.5, 0.05);
    double outside = inside;
    for (int i = 0; i < 30 && !trouble; ++i) {
      outside = inside + direction * step;
      if (direction > 0.0 ? outside >= bound : outside <= bound) {
        outside = bound;
        if (loss(bound) <= allowed) return direction * kInfinity;
        break;
      }
      if (loss(outside) > allowed) break;
      inside = outside;
      step *= 2.0;
    }
    for (int i = 0; i < 8 && !trouble; ++i) {
      const double middle = 0.5 * (inside + outside);
      (loss(middle) > allowed ? outside : inside) = middle;
    }
    return 0.5 * (inside + outside);
  };
  interval.low = end(-1.0, settings.lowest);
  interval.high = end(1.0, settings.highest);
  if (trouble) return tl::unexpected(*trouble);
  return interval;
}

void TrackBase(const DailyActs& acts, double half_life, DailyModel& model) {
  ENTENTE_CHECK(half_life > 0.0);
  const std::size_t n = model.dimensions;
  const std::vector<double> pressures = Pressures(acts, model.law);
  std::vector<double> seen(n, 0.0), expected(n, 0.0);
  double weight = 1.0;
  for (std::size_t d = acts.days; d-- > 0; weight *= std::exp2(-1.0 / half_life)) {
    for (std::size_t i = 0; i < n; ++i) {
      double raised = 1.0, lowered = 0.0;
      for (std::size_t k = 0; k < model.law.links.size(); ++k) {
        (model.strengths[k] > 0.0 ? raised : lowered) +=
            model.strengths[k] * pressures[(k * acts.days + d) * n + i];
      }
      seen[i] += weight * acts.Count(d, i);
      expected[i] += weight * raised * std::exp(lowered);
    }
  }
  model.law.levels = 1;
  model.law.level_of_day.clear();
  model.base.assign(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    model.base[i] = expected[i] > 0.0 ? std::max(seen[i], 0.5) / expected[i] : 0.0;
  }
}

std::vector<double> SimulateDaily(const DailyModel& model, const DailyActs& past, std::size_t days,
                                  std::size_t paths, Stream& stream) {
  const std::size_t n = model.dimensions;
  std::vector<double> marks(n), mean_mark(n, 1.0);
  std::vector<LinkPressure> start;
  for (const DailyLink& link : model.law.links) start.emplace_back(link, n);
  std::vector<double> total(n, 0.0), count(n, 0.0);
  for (std::size_t d = 0; d < past.days; ++d) {
    for (std::size_t j = 0; j < n; ++j) {
      marks[j] = past.Mark(d, j);
      total[j] += marks[j];
      count[j] += past.Count(d, j);
    }
    for (LinkPressure& pressure : start) pressure.EndDay(marks.data());
  }
  for (std::size_t j = 0; j < n; ++j) {
    if (count[j] > 0.0) mean_mark[j] = total[j] / count[j];
  }
  const double* base = &model.base[(model.law.levels - 1) * n];
  std::vector<double> futures(paths * days * n, 0.0);
  std::vector<double> raised(n), lowered(n), on(n), walk(n);
  for (std::size_t path = 0; path < paths; ++path) {
    std::vector<LinkPressure> pressures = start;
    std::fill(walk.begin(), walk.end(), 0.0);
    for (std::size_t d = 0; d < days; ++d) {
      if (model.drift > 0.0) {
        const double variance = model.drift * model.drift;
        for (double& log_level : walk) log_level += model.drift * stream.Normal() - 0.5 * variance;
      }
      std::fill(raised.begin(), raised.end(), 1.0);
      std::fill(lowered.begin(), lowered.end(), 0.0);
      for (std::size_t k = 0; k < pressures.size(); ++k) {
        std::fill(on.begin(), on.end(), 0.0);
        pressures[k].Read(on.data());
        std::vector<double>& sum = model.strengths[k] > 0.0 ? raised : lowered;
        for (std::size_t i = 0; i < n; ++i) sum[i] += model.strengths[k] * on[i];
      }
      double* today = &futures[(path * days + d) * n];
      for (std::size_t i = 0; i < n; ++i) {
        double mean = std::min(base[i] * raised[i] * std::exp(lowered[i] + walk[i]), kMostPerDay);
        if (!model.sizes.empty()) mean *= stream.Gamma(model.sizes[i]) / model.sizes[i];
        today[i] = static_cast<double>(stream.Poisson(mean));
        marks[i] = today[i] * mean_mark[i];
      }
      for (LinkPressure& pressure : pressures) pressure.EndDay(marks.data());
    }
  }
  return futures;
}

}  // namespace entente::inference
