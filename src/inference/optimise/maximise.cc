#include "inference/optimise/maximise.h"

#include <nlopt.h>

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "base/check.h"

namespace entente::inference {
namespace {

// What NLopt calls back into. The best point is kept here, since a failed line search may end
// elsewhere.
struct Search {
  const Objective* objective = nullptr;
  Maximum best;
};

double Evaluate(unsigned n, const double* x, double* gradient, void* data) {
  Search& search = *static_cast<Search*>(data);
  const double value = (*search.objective)(
      std::span(x, n), gradient != nullptr ? std::span(gradient, n) : std::span<double>());
  if (!std::isfinite(value)) {
    if (gradient != nullptr) std::fill(gradient, gradient + n, 0.0);
    return -1e300;
  }
  if (value > search.best.value) {
    search.best.value = value;
    search.best.at.assign(x, x + n);
  }
  return value;
}

bool Run(nlopt_algorithm algorithm, Search& search, const std::vector<double>& lower,
         const std::vector<double>& upper, const MaximiseSettings& settings) {
  const unsigned n = static_cast<unsigned>(lower.size());
  const std::unique_ptr<std::remove_pointer_t<nlopt_opt>, decltype(&nlopt_destroy)> run(
      nlopt_create(algorithm, n), &nlopt_destroy);
  ENTENTE_CHECK(run != nullptr);
  nlopt_set_lower_bounds(run.get(), lower.data());
  nlopt_set_upper_bounds(run.get(), upper.data());
  nlopt_set_max_objective(run.get(), &Evaluate, &search);
  nlopt_set_ftol_rel(run.get(), settings.relative_tolerance);
  nlopt_set_maxeval(run.get(), settings.evaluations);
  std::vector<double> x = search.best.at;
  double value = 0.0;
  const nlopt_result outcome = nlopt_optimize(run.get(), x.data(), &value);
  return outcome > 0 && outcome != NLOPT_MAXEVAL_REACHED;
}

}  // namespace

Result<Maximum> Maximise(const Objective& objective, std::vector<double> start,
                         std::vector<double> lower, std::vector<double> upper,
                         const MaximiseSettings& settings) {
  ENTENTE_CHECK(start.size() == lower.size() && start.size() == upper.size());
  for (std::size_t i = 0; i < start.size(); ++i) {
    start[i] = std::clamp(start[i], lower[i], upper[i]);
  }
  Search search;
  search.objective = &objective;
  search.best.at = start;
  search.best.value = objective(start, {});
  if (!std::isfinite(search.best.value)) {
    return Fail("the likelihood at the starting point is not finite");
  }
  if (!start.empty()) {
    search.best.converged = Run(NLOPT_LD_LBFGS, search, lower, upper, settings);
    if (!search.best.converged) {
      search.best.converged = Run(NLOPT_LD_SLSQP, search, lower, upper, settings);
    }
  } else {
    search.best.converged = true;
  }
  return std::move(search.best);
}

std::vector<double> ObservedInformation(const Objective& objective, std::span<const double> at) {
  const std::size_t n = at.size();
  std::vector<double> information(n * n, 0.0);
  std::vector<double> x(at.begin(), at.end());
  std::vector<double> above(n), below(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double step = 1e-5 * std::max(std::abs(at[i]), 1e-3);
    x[i] = at[i] + step;
    objective(x, above);
    x[i] = at[i] - step;
    objective(x, below);
    x[i] = at[i];
    for (std::size_t j = 0; j < n; ++j) {
      const double second = -(above[j] - below[j]) / (2.0 * step);
      information[i * n + j] += 0.5 * second;
      information[j * n + i] += 0.5 * second;
    }
  }
  return information;
}

std::vector<double> StandardErrors(std::span<const double> information,
                                   const std::vector<bool>& free) {
  const std::size_t n = free.size();
  ENTENTE_CHECK(information.size() == n * n);
  std::vector<double> errors(n, std::numeric_limits<double>::quiet_NaN());
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < n; ++i) {
    if (free[i]) kept.push_back(i);
  }
  const Eigen::Index size = static_cast<Eigen::Index>(kept.size());
  if (size == 0) return errors;
  Eigen::MatrixXd matrix(size, size);
  for (Eigen::Index i = 0; i < size; ++i) {
    for (Eigen::Index j = 0; j < size; ++j) {
      matrix(i, j) =
          information[kept[static_cast<std::size_t>(i)] * n + kept[static_cast<std::size_t>(j)]];
    }
  }
  if (!matrix.allFinite()) return errors;
  const Eigen::LLT<Eigen::MatrixXd> factor(matrix);
  if (factor.info() != Eigen::Success) return errors;
  const Eigen::MatrixXd inverse = factor.solve(Eigen::MatrixXd::Identity(size, size));
  for (Eigen::Index i = 0; i < size; ++i) {
    errors[kept[static_cast<std::size_t>(i)]] = std::sqrt(inverse(i, i));
  }
  return errors;
}

}  // namespace entente::inference
