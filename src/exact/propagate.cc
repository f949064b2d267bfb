#include "exact/propagate.h"

#include <fmt/format.h>

#include <cmath>

namespace entente::exact {
namespace {

constexpr std::size_t kMaxSteps = 50'000'000;

double Dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < b.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double Distance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::fabs(a[i] - b[i]);
  return sum;
}

double TakeOut(const std::vector<bool>& absorbing, std::vector<double>& probability) {
  double taken = 0.0;
  for (std::size_t i = 0; i < absorbing.size(); ++i) {
    if (!absorbing[i]) continue;
    taken += probability[i];
    probability[i] = 0.0;
  }
  return taken;
}

}  // namespace

double Stretch::ValueAt(const Series& series, double days, double epsilon) const {
  const PoissonWindow window = MakePoissonWindow(rate * days, epsilon);
  double value = 0.0;
  for (std::size_t i = 0; i < window.weights.size(); ++i) {
    value += window.weights[i] * series.At(window.first + i);
  }
  return value;
}

// ∫ E[f(t)] dt = Σ_k f_k P(N > k) / rate, N ~ Poisson(rate × length).
double Stretch::Integral(const Series& series, double epsilon, double& error) const {
  const PoissonWindow window = MakePoissonWindow(rate * length, epsilon);
  double sum = 0.0;
  double largest = 0.0;
  for (std::size_t k = 0; k <= window.last(); ++k) {
    const double value = series.At(k);
    sum += value * window.Beyond(k);
    largest = std::max(largest, std::fabs(value));
  }
  error += largest * (window.cut_excess / rate + length * cut);
  return sum / rate;
}

Stretch Carry(const Chain& chain, double length,
              const std::vector<const std::vector<double>*>& watch,
              const std::vector<bool>& absorbing, const ExactOptions& options, double& work,
              std::vector<double>& probability) {
  Stretch stretch;
  stretch.length = length;
  stretch.watched.resize(watch.size());
  // A little above the fastest exit: the chain then has no period and settles.
  stretch.rate = chain.max_exit() > 0.0 ? 1.02 * chain.max_exit() : 1.0 / length;
  const PoissonWindow window = MakePoissonWindow(stretch.rate * length, options.truncation);
  stretch.cut = window.cut;

  std::vector<double> end(chain.size(), 0.0), next(chain.size(), 0.0);
  double absorbed = 0.0;
  const double step_cost = static_cast<double>(chain.transitions() + 2 * chain.size());
  for (std::size_t k = 0;; ++k) {
    for (std::size_t w = 0; w < watch.size(); ++w) {
      stretch.watched[w].by_step.push_back(Dot(*watch[w], probability));
    }
    stretch.absorbed.by_step.push_back(absorbed);
    const double weight = window.Weight(k);
    if (weight > 0.0) {
      for (std::size_t i = 0; i < end.size(); ++i) end[i] += weight * probability[i];
    }
    if (k >= window.last()) break;
    work += step_cost;
    if (work > options.max_work || k > kMaxSteps) {
      stretch.problem = "the rates are too fast for the horizon: too many steps are needed";
      return stretch;
    }
    if (options.cancel && (k & 63) == 0 && options.cancel->load()) {
      stretch.problem = "cancelled";
      return stretch;
    }
    chain.Step(probability, stretch.rate, next);
    absorbed += TakeOut(absorbing, next);
    // One more step moves no more probability than this one did, so the rest moves at most this.
    const double rest = Distance(probability, next) * static_cast<double>(window.last() - k);
    probability.swap(next);
    if (rest < options.truncation) {
      stretch.cut += rest;
      for (std::size_t w = 0; w < watch.size(); ++w) {
        stretch.watched[w].by_step.push_back(Dot(*watch[w], probability));
      }
      stretch.absorbed.by_step.push_back(absorbed);
      for (std::size_t i = 0; i < end.size(); ++i) end[i] += window.Beyond(k) * probability[i];
      break;
    }
  }
  probability.swap(end);
  return stretch;
}

}  // namespace entente::exact
