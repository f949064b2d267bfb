// Saltelli designs of functions with known indices, for tests. Uniforms are counter-based, so every
// test is the same run.
#ifndef ENTENTE_TESTS_ANALYSIS_SENSITIVITY_DESIGN_H_
#define ENTENTE_TESTS_ANALYSIS_SENSITIVITY_DESIGN_H_

#include <cmath>
#include <cstdint>
#include <vector>

#include "analysis/sensitivity/sobol.h"
#include "engine/luck/luck.h"

namespace entente::analysis {

inline double Draw(std::uint64_t seed, std::uint64_t name, std::size_t row) {
  return engine::Uniform(engine::PurposeKey(seed, engine::Purpose::kParameter), name,
                         static_cast<std::uint32_t>(row), 0);
}

// `f(u, row, luck)` of uniforms u, one a factor.
template <typename F>
SaltelliValues Evaluate(std::uint64_t seed, std::size_t rows, std::size_t factors,
                        std::size_t lucks, const F& f) {
  SaltelliValues values;
  values.rows = rows;
  values.lucks = lucks;
  values.a.resize(rows * lucks);
  values.b.resize(rows * lucks);
  values.ab.assign(factors, std::vector<double>(rows * lucks));
  for (std::size_t j = 0; j < rows; ++j) {
    std::vector<double> a(factors), b(factors);
    for (std::size_t i = 0; i < factors; ++i) {
      a[i] = Draw(seed, 2 * i, j);
      b[i] = Draw(seed, 2 * i + 1, j);
    }
    for (std::size_t l = 0; l < lucks; ++l) {
      values.a[l * rows + j] = f(a, j, l);
      values.b[l * rows + j] = f(b, j, l);
      for (std::size_t i = 0; i < factors; ++i) {
        std::vector<double> ab = a;
        ab[i] = b[i];
        values.ab[i][l * rows + j] = f(ab, j, l);
      }
    }
  }
  return values;
}

// Ishigami and Homma (1990), a = 7, b = 0.1; factors uniform on (−π, π). First-order indices 0.3139,
// 0.4424, 0; total 0.5576, 0.4424, 0.2437.
inline double Ishigami(const std::vector<double>& u) {
  const double pi = std::acos(-1.0);
  const double x = pi * (2 * u[0] - 1), y = pi * (2 * u[1] - 1), z = pi * (2 * u[2] - 1);
  return std::sin(x) + 7 * std::sin(y) * std::sin(y) + 0.1 * z * z * z * z * std::sin(x);
}
inline constexpr double kIshigamiFirst[] = {0.3139, 0.4424, 0.0};
inline constexpr double kIshigamiTotal[] = {0.5576, 0.4424, 0.2437};

}  // namespace entente::analysis

#endif  // ENTENTE_TESTS_ANALYSIS_SENSITIVITY_DESIGN_H_
