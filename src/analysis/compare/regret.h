// Regret: how much worse than the best choice a choice does in a scenario, and how sure that is.
#ifndef ENTENTE_ANALYSIS_COMPARE_REGRET_H_
#define ENTENTE_ANALYSIS_COMPARE_REGRET_H_

#include <cstddef>
#include <vector>

#include "engine/results.h"

namespace entente::analysis {

// Sums of one outcome over batches of parameter draws, by choice (row) and scenario (column).
class BatchSums {
 public:
  static constexpr std::size_t kMostBatches = 32;

  BatchSums(std::size_t rows, std::size_t columns)
      : rows_(rows), columns_(columns), n_(rows * columns * kMostBatches),
        sum_(rows * columns * kMostBatches) {}

  // A draw's usable worlds in one cell; NaN values are skipped.
  void AddDraw(std::size_t row, std::size_t column, std::size_t draw, const double* values,
               std::size_t worlds);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  // Mean of a cell without batch `left_out` (kMostBatches: of all); NaN if it has no world.
  double Mean(std::size_t row, std::size_t column, std::size_t left_out) const;

 private:
  std::size_t rows_, columns_;
  std::vector<double> n_, sum_;  // [row][column][batch]
};

struct Regret {
  engine::Estimate largest;   // over scenarios
  engine::Estimate expected;  // mean over scenarios, each alike
};

// By row, for one outcome whose lower (or higher) values are better (Savage 1951). Intervals by the
// delete-one-batch jackknife, t with batches − 1 degrees, cut at 0: regret is a largest difference,
// hence biased upwards while the best choice is unsure, by at most about the interval's half.
std::vector<Regret> Regrets(const BatchSums& sums, bool lower_is_better, double confidence);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_COMPARE_REGRET_H_
