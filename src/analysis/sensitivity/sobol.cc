#include "analysis/sensitivity/sobol.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/kernels/math.h"

namespace entente::analysis {
namespace {

constexpr std::size_t kFewestRows = 16;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

double NormalQuantile(double p) { return engine::Math().normal_quantile1(p); }

struct Mean {
  double mean = 0.0;
  double standard_error = 0.0;
};

Mean MeanOf(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  double sum = 0.0;
  for (const double value : values) sum += value;
  const double mean = sum / n;
  double squares = 0.0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {mean, std::sqrt(squares / (n - 1.0) / n)};
}

// mean(numerators) / denominator, where the denominator is the mean of `denominators`.
Mean RatioOf(const std::vector<double>& numerators, const std::vector<double>& denominators,
             double denominator) {
  const double ratio = MeanOf(numerators).mean / denominator;
  std::vector<double> residuals(numerators.size());
  for (std::size_t j = 0; j < numerators.size(); ++j) {
    residuals[j] = (numerators[j] - ratio * denominators[j]) / denominator;
  }
  return {ratio, MeanOf(residuals).standard_error};
}

engine::Estimate IntervalOf(const Mean& mean, double z) {
  return {mean.mean, mean.mean - z * mean.standard_error, mean.mean + z * mean.standard_error};
}

Result<void> CheckShapes(const SaltelliValues& values, double confidence) {
  if (values.lucks != 1 && values.lucks != 2) {
    return Fail(fmt::format("a Saltelli design has one or two lucks a row, not {}", values.lucks));
  }
  if (!(confidence > 0.0 && confidence < 1.0)) {
    return Fail(fmt::format("the confidence level {} is not between 0 and 1", confidence));
  }
  const std::size_t size = values.rows * values.lucks;
  bool fits = values.a.size() == size && values.b.size() == size;
  for (const std::vector<double>& column : values.ab) fits = fits && column.size() == size;
  if (!fits) return Fail("the values of a Saltelli design do not have its shape");
  return {};
}

// Rows all of whose values are finite.
std::vector<std::size_t> FiniteRows(const SaltelliValues& values) {
  std::vector<std::size_t> rows;
  for (std::size_t j = 0; j < values.rows; ++j) {
    bool finite = true;
    for (std::size_t l = 0; l < values.lucks; ++l) {
      const std::size_t at = l * values.rows + j;
      finite = finite && std::isfinite(values.a[at]) && std::isfinite(values.b[at]);
      for (const std::vector<double>& column : values.ab) {
        finite = finite && std::isfinite(column[at]);
      }
    }
    if (finite) rows.push_back(j);
  }
  return rows;
}

// One row of the design under its one or two lucks; with one, both readings are the same, and the
// formulas for two become those for one.
class Rows {
 public:
  explicit Rows(const SaltelliValues& values)
      : second_(values.lucks == 2 ? values.rows : 0), numbers_(FiniteRows(values)) {}

  std::size_t size() const { return numbers_.size(); }
  double First(const std::vector<double>& column, std::size_t j) const {
    return column[numbers_[j]];
  }
  double Second(const std::vector<double>& column, std::size_t j) const {
    return column[second_ + numbers_[j]];
  }

 private:
  std::size_t second_;
  std::vector<std::size_t> numbers_;
};

}  // namespace

Result<SobolResult> Sobol(const SaltelliValues& values, double confidence) {
  if (const Result<void> fits = CheckShapes(values, confidence); !fits) {
    return tl::unexpected(fits.error());
  }
  const Rows rows(values);
  const std::size_t n = rows.size();
  if (n < kFewestRows) {
    return Fail(fmt::format("{} of {} rows have finite values; an index needs at least {}", n,
                            values.rows, kFewestRows));
  }
  SobolResult result;
  result.rows = n;
  result.left_out = values.rows - n;
  double sum = 0.0, noise = 0.0;
  for (std::size_t j = 0; j < n; ++j) {
    const double a1 = rows.First(values.a, j), a2 = rows.Second(values.a, j);
    const double b1 = rows.First(values.b, j), b2 = rows.Second(values.b, j);
    sum += a1 + a2 + b1 + b2;
    noise += 0.5 * ((a1 - a2) * (a1 - a2) + (b1 - b2) * (b1 - b2));
  }
  const double m = sum / (4.0 * static_cast<double>(n));
  result.mean = m;
  result.noise_variance = noise / (2.0 * static_cast<double>(n));

  std::vector<double> variance(n), part(n);
  for (std::size_t j = 0; j < n; ++j) {
    variance[j] =
        0.5 * ((rows.First(values.a, j) - m) * (rows.Second(values.a, j) - m) +
               (rows.First(values.b, j) - m) * (rows.Second(values.b, j) - m));
  }
  const double z = NormalQuantile(0.5 + 0.5 * confidence);
  const Mean spread = MeanOf(variance);
  result.variance = IntervalOf(spread, z);
  result.defined = result.variance.low > 0.0;
  result.indices.resize(values.ab.size());
  if (!result.defined) {
    for (SobolIndex& index : result.indices) {
      index.first = index.total = {kNan, kNan, kNan};
    }
    return result;
  }
  // One-sided, and shared among the factors.
  const double strict = NormalQuantile(
      1.0 - (1.0 - confidence) / static_cast<double>(std::max<std::size_t>(1, values.ab.size())));
  for (std::size_t i = 0; i < values.ab.size(); ++i) {
    const std::vector<double>& ab = values.ab[i];
    for (std::size_t j = 0; j < n; ++j) {
      const double d1 = rows.First(ab, j) - rows.First(values.a, j);
      const double d2 = rows.Second(ab, j) - rows.Second(values.a, j);
      part[j] =
          0.5 * ((rows.First(values.b, j) - m) * d2 + (rows.Second(values.b, j) - m) * d1);
    }
    const Mean first = RatioOf(part, variance, spread.mean);
    for (std::size_t j = 0; j < n; ++j) {
      const double d1 = rows.First(ab, j) - rows.First(values.a, j);
      const double d2 = rows.Second(ab, j) - rows.Second(values.a, j);
      part[j] = 0.5 * d1 * d2;
    }
    const Mean total = RatioOf(part, variance, spread.mean);
    SobolIndex& index = result.indices[i];
    index.first = IntervalOf(first, z);
    index.total = IntervalOf(total, z);
    index.first_above_zero = first.mean - strict * first.standard_error > 0.0;
    index.total_above_zero = total.mean - strict * total.standard_error > 0.0;
  }
  return result;
}

}  // namespace entente::analysis
