#include "language/explain/dense.h"

#include <algorithm>
#include <cmath>

namespace entente::language::explain {
namespace {

// The largest row sum of absolute values.
double Norm(const Matrix& a) {
  double norm = 0.0;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    double sum = 0.0;
    for (std::size_t j = 0; j < a.columns(); ++j) sum += std::fabs(a.at(i, j));
    norm = std::max(norm, sum);
  }
  return norm;
}

void Scale(Matrix& a, double factor) {
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.columns(); ++j) a.at(i, j) *= factor;
  }
}

// exp(A) for a norm of at most a half: the series to a relative 1e-17.
Matrix SmallExponential(const Matrix& a) {
  constexpr int kTerms = 14;
  const std::size_t n = a.rows();
  Matrix sum(n, n), term(n, n);
  for (std::size_t i = 0; i < n; ++i) sum.at(i, i) = term.at(i, i) = 1.0;
  for (int k = 1; k <= kTerms; ++k) {
    term = Multiply(term, a);
    Scale(term, 1.0 / k);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) sum.at(i, j) += term.at(i, j);
    }
  }
  return sum;
}

}  // namespace

Matrix Multiply(const Matrix& a, const Matrix& b) {
  Matrix product(a.rows(), b.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t k = 0; k < a.columns(); ++k) {
      const double factor = a.at(i, k);
      if (factor == 0.0) continue;
      for (std::size_t j = 0; j < b.columns(); ++j) product.at(i, j) += factor * b.at(k, j);
    }
  }
  return product;
}

Matrix Solve(Matrix a, Matrix b) {
  constexpr double kTiny = 1e-12;
  const std::size_t n = a.rows();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (std::fabs(a.at(i, k)) > std::fabs(a.at(pivot, k))) pivot = i;
    }
    if (pivot != k) {
      for (std::size_t j = 0; j < n; ++j) std::swap(a.at(k, j), a.at(pivot, j));
      for (std::size_t j = 0; j < b.columns(); ++j) std::swap(b.at(k, j), b.at(pivot, j));
    }
    if (std::fabs(a.at(k, k)) < kTiny) continue;
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = a.at(i, k) / a.at(k, k);
      if (factor == 0.0) continue;
      for (std::size_t j = k; j < n; ++j) a.at(i, j) -= factor * a.at(k, j);
      for (std::size_t j = 0; j < b.columns(); ++j) b.at(i, j) -= factor * b.at(k, j);
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = 0; j < b.columns(); ++j) {
      double rest = b.at(k, j);
      for (std::size_t i = k + 1; i < n; ++i) rest -= a.at(k, i) * b.at(i, j);
      b.at(k, j) = std::fabs(a.at(k, k)) < kTiny ? 0.0 : rest / a.at(k, k);
    }
  }
  return b;
}

double LargestRealPart(const Matrix& a) {
  const double norm = Norm(a);
  if (norm == 0.0) return 0.0;
  if (a.rows() == 1) return a.at(0, 0);
  int scaling = 0;
  while (std::ldexp(norm, -scaling) > 0.5) ++scaling;
  Matrix small = a;
  Scale(small, std::ldexp(1.0, -scaling));
  Matrix power = SmallExponential(small);
  // power × exp(log_scale) = exp(t A), t = 2^(k − scaling).
  constexpr int kTimeDoublings = 20;
  double log_scale = 0.0;
  for (int k = 0; k < scaling + kTimeDoublings; ++k) {
    power = Multiply(power, power);
    log_scale *= 2.0;
    const double size = Norm(power);
    if (size == 0.0 || !std::isfinite(size)) return 0.0;
    Scale(power, 1.0 / size);
    log_scale += std::log(size);
  }
  return std::ldexp(log_scale, -kTimeDoublings);
}

}  // namespace entente::language::explain
