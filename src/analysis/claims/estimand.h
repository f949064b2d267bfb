// The numbers that claims compare, estimated from worlds in draws: their value, and how much each
// draw moved them, so that any arithmetic over several of them has a standard error that knows what
// they share.
#ifndef ENTENTE_ANALYSIS_CLAIMS_ESTIMAND_H_
#define ENTENTE_ANALYSIS_CLAIMS_ESTIMAND_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/results.h"

namespace entente::analysis {

// A world of an estimand: what it adds to the numerator, and its weight (0: not selected).
struct WorldShare {
  double value = 0.0;
  double weight = 0.0;
};

// An estimate seen from its half draws: the mean of `influence` is 0, and value + influence[h] is
// what half draw h alone says, to first order.
struct Linearised {
  double value = 0.0;
  std::vector<double> influence;  // by half draw
  // Variance that the influences can not show: a probability of which hardly a case, or hardly a
  // counter-case, was seen (Agresti and Coull 1998: two of each are added). Else 0.
  double unseen_variance = 0.0;
  std::uint64_t selected = 0;     // worlds
  std::uint64_t worlds = 0;
  bool beyond = false;            // a quantile of times that lies beyond the window
};

class EstimandTotals {
 public:
  enum class Shape : std::uint8_t { kProbability, kMean, kRatio, kQuantile };
  // `level` for quantiles; `window` stands in for times that were not reached.
  EstimandTotals(Shape shape, double level, double window)
      : shape_(shape), level_(level), window_(window) {}

  // The worlds of one draw, in a fixed order; an even number of them. A value may be +inf for a
  // quantile only.
  void AddDraw(const WorldShare* worlds, std::size_t n);

  std::size_t draws() const { return halves_.size() / 2; }
  std::uint64_t selected() const { return selected_; }

  // Ratio of sums, Σ value / Σ weight, linearised by the delta method (Cochran 1977, section 6.3);
  // quantiles by Woodruff's method (1952): the indicator's influence over a density read off the
  // 95 % order-statistic interval. Value NaN if nothing was selected.
  Linearised Linearise() const;

 private:
  struct Half {
    double value = 0.0, weight = 0.0;
  };
  Linearised LineariseQuantile() const;

  Shape shape_;
  double level_, window_;
  std::uint64_t selected_ = 0, worlds_ = 0;
  std::vector<Half> halves_;
  std::vector<std::pair<double, std::uint32_t>> values_;  // quantiles: value, half draw
};

// The interval of a linearised number, draws as clusters: t with draws − 1 degrees of freedom; the
// variance is at least `unseen_variance`. Unbounded below two draws.
engine::Estimate IntervalOf(double value, const std::vector<double>& influence,
                            double unseen_variance, double confidence);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_CLAIMS_ESTIMAND_H_
