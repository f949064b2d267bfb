#include "inference/hawkes/process.h"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace entente::inference {
namespace {

Eigen::MatrixXd TotalBranching(const HawkesModel& model) {
  const Eigen::Index n = static_cast<Eigen::Index>(model.dimensions);
  Eigen::MatrixXd total = Eigen::MatrixXd::Zero(n, n);
  for (std::size_t r = 0; r < model.kernels(); ++r) {
    for (std::size_t i = 0; i < model.dimensions; ++i) {
      for (std::size_t j = 0; j < model.dimensions; ++j) {
        total(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) += model.A(r, i, j);
      }
    }
  }
  return total;
}

}  // namespace

HawkesModel HawkesModel::Make(std::size_t dimensions, std::size_t kernels) {
  HawkesModel model;
  model.dimensions = dimensions;
  model.base.assign(dimensions, 0.0);
  model.decays.assign(kernels, 1.0);
  model.branching.assign(kernels * dimensions * dimensions, 0.0);
  return model;
}

double HawkesModel::BranchingRatio() const {
  if (dimensions == 0) return 0.0;
  return TotalBranching(*this).eigenvalues().cwiseAbs().maxCoeff();
}

std::vector<double> HawkesModel::StationaryRates() const {
  if (BranchingRatio() >= 1.0) return {};
  const Eigen::Index n = static_cast<Eigen::Index>(dimensions);
  const Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(n, n) - TotalBranching(*this);
  const Eigen::VectorXd rates =
      matrix.partialPivLu().solve(Eigen::Map<const Eigen::VectorXd>(base.data(), n));
  return {rates.data(), rates.data() + n};
}

Excitation::Excitation(const HawkesModel& model, double time)
    : dimensions_(model.dimensions),
      decays_(model.decays),
      sums_(model.kernels() * model.dimensions, 0.0),
      time_(time) {}

void Excitation::AdvanceTo(double time) {
  const double passed = time - time_;
  ENTENTE_CHECK(passed >= 0.0);
  if (passed == 0.0) return;
  for (std::size_t r = 0; r < decays_.size(); ++r) {
    const double kept = std::exp(-decays_[r] * passed);
    for (std::size_t j = 0; j < dimensions_; ++j) sums_[r * dimensions_ + j] *= kept;
  }
  time_ = time;
}

void Excitation::Add(std::uint32_t dimension, double mark) {
  for (std::size_t r = 0; r < decays_.size(); ++r) sums_[r * dimensions_ + dimension] += mark;
}

double Excitation::Intensity(const HawkesModel& model, std::size_t i) const {
  double intensity = model.base[i];
  for (std::size_t r = 0; r < decays_.size(); ++r) {
    for (std::size_t j = 0; j < dimensions_; ++j) {
      intensity += model.A(r, i, j) * decays_[r] * Sum(r, j);
    }
  }
  return intensity;
}

double Excitation::Integral(const HawkesModel& model, std::size_t i, double time) const {
  const double passed = time - time_;
  double integral = model.base[i] * passed;
  for (std::size_t r = 0; r < decays_.size(); ++r) {
    const double share = -std::expm1(-decays_[r] * passed);
    for (std::size_t j = 0; j < dimensions_; ++j) integral += model.A(r, i, j) * share * Sum(r, j);
  }
  return integral;
}

double LogLikelihood(const HawkesModel& model, std::span<const HawkesEvent> events, double end,
                     HawkesGradient* gradient) {
  const std::size_t n = model.dimensions;
  const std::size_t kernels = model.kernels();
  if (gradient != nullptr) {
    gradient->base.assign(n, 0.0);
    gradient->branching.assign(model.branching.size(), 0.0);
    gradient->decays.assign(kernels, 0.0);
  }
  // Σ mark e^{−β(t − s)}, and Σ mark (t − s) e^{−β(t − s)}, its derivative in β up to sign.
  std::vector<double> sums(kernels * n, 0.0), aged(kernels * n, 0.0);
  // What the whole record adds to the integrals, and its derivative: Σ mark (1 − e^{−β(end − s)}).
  std::vector<double> spent(kernels * n, 0.0), spent_aged(kernels * n, 0.0);
  double value = 0.0;
  double now = 0.0;
  std::size_t added = 0;  // events before `now` are in `sums`
  for (std::size_t k = 0; k < events.size(); ++k) {
    const HawkesEvent& event = events[k];
    ENTENTE_CHECK(event.dimension < n && event.time >= now && event.time <= end);
    if (event.time > now) {
      // Events at `now` enter only once time moves on.
      for (; added < k; ++added) {
        for (std::size_t r = 0; r < kernels; ++r) {
          sums[r * n + events[added].dimension] += events[added].mark;
        }
      }
      const double passed = event.time - now;
      for (std::size_t r = 0; r < kernels; ++r) {
        const double kept = std::exp(-model.decays[r] * passed);
        for (std::size_t j = 0; j < n; ++j) {
          const std::size_t at = r * n + j;
          aged[at] = kept * (aged[at] + passed * sums[at]);
          sums[at] *= kept;
        }
      }
      now = event.time;
    }
    const std::size_t i = event.dimension;
    double intensity = model.base[i];
    for (std::size_t r = 0; r < kernels; ++r) {
      double sum = 0.0;
      for (std::size_t j = 0; j < n; ++j) sum += model.A(r, i, j) * sums[r * n + j];
      intensity += model.decays[r] * sum;
    }
    if (!(intensity > 0.0)) return -std::numeric_limits<double>::infinity();
    value += std::log(intensity);
    if (gradient != nullptr) {
      const double weight = 1.0 / intensity;
      gradient->base[i] += weight;
      for (std::size_t r = 0; r < kernels; ++r) {
        for (std::size_t j = 0; j < n; ++j) {
          const std::size_t at = r * n + j;
          gradient->branching[model.Index(r, i, j)] += weight * model.decays[r] * sums[at];
          gradient->decays[r] +=
              weight * model.A(r, i, j) * (sums[at] - model.decays[r] * aged[at]);
        }
      }
    }
    const double left = end - event.time;
    for (std::size_t r = 0; r < kernels; ++r) {
      const double kept = std::exp(-model.decays[r] * left);
      spent[r * n + i] += event.mark * (1.0 - kept);
      spent_aged[r * n + i] += event.mark * left * kept;
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    value -= model.base[i] * end;
    if (gradient != nullptr) gradient->base[i] -= end;
    for (std::size_t r = 0; r < kernels; ++r) {
      for (std::size_t j = 0; j < n; ++j) {
        const std::size_t at = r * n + j;
        value -= model.A(r, i, j) * spent[at];
        if (gradient != nullptr) {
          gradient->branching[model.Index(r, i, j)] -= spent[at];
          gradient->decays[r] -= model.A(r, i, j) * spent_aged[at];
        }
      }
    }
  }
  return value;
}

}  // namespace entente::inference
