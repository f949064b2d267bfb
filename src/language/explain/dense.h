// Small dense matrices for branching ratios: a product, a linear solve, the largest real part of an
// eigenvalue. Square and row-major; nothing here is meant for more than a few hundred rows.
#ifndef ENTENTE_LANGUAGE_EXPLAIN_DENSE_H_
#define ENTENTE_LANGUAGE_EXPLAIN_DENSE_H_

#include <cstddef>
#include <vector>

namespace entente::language::explain {

class Matrix {
 public:
  Matrix(std::size_t rows, std::size_t columns)
      : rows_(rows), columns_(columns), cells_(rows * columns, 0.0) {}

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  double& at(std::size_t i, std::size_t j) { return cells_[i * columns_ + j]; }
  double at(std::size_t i, std::size_t j) const { return cells_[i * columns_ + j]; }

 private:
  std::size_t rows_;
  std::size_t columns_;
  std::vector<double> cells_;
};

Matrix Multiply(const Matrix& a, const Matrix& b);

// X with A X = B, by Gaussian elimination with partial pivoting. A column whose pivot vanishes is
// taken as zero, so that a singular system still gives a finite answer.
Matrix Solve(Matrix a, Matrix b);

// The largest real part of an eigenvalue of a square matrix, by the growth of exp(t A) for large t:
// log ‖exp(t A)‖ / t with t doubled until 2^20 (Moler and Van Loan 1978, scaling and squaring). For a
// matrix without negative entries this is the spectral radius (Perron). Error below 1e-4 for n <= 400.
double LargestRealPart(const Matrix& a);

}  // namespace entente::language::explain

#endif  // ENTENTE_LANGUAGE_EXPLAIN_DENSE_H_
