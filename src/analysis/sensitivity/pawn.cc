#include "analysis/sensitivity/pawn.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "engine/luck/luck.h"

namespace entente::analysis {
namespace {

constexpr std::size_t kFewestInSlice = 20;

// The sample with values replaced by the ranks of their levels, and the distribution function of
// all of them at each level.
struct Ranked {
  std::vector<std::uint32_t> level;  // by value
  std::vector<double> cdf;           // by level
};

Ranked Rank(const std::vector<double>& y) {
  std::vector<double> levels = y;
  std::sort(levels.begin(), levels.end());
  Ranked ranked;
  ranked.level.resize(y.size());
  std::vector<double> distinct = levels;
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  for (std::size_t j = 0; j < y.size(); ++j) {
    ranked.level[j] = static_cast<std::uint32_t>(
        std::lower_bound(distinct.begin(), distinct.end(), y[j]) - distinct.begin());
  }
  for (const double value : distinct) {
    const auto below = std::upper_bound(levels.begin(), levels.end(), value) - levels.begin();
    ranked.cdf.push_back(static_cast<double>(below) / static_cast<double>(y.size()));
  }
  return ranked;
}

// Distances of slices from the whole, for any order of the sample.
class Slicer {
 public:
  Slicer(const Ranked& ranked, std::size_t slices)
      : ranked_(ranked), slices_(slices), distances_(slices), counts_(ranked.cdf.size()) {}

  // Sets median and maximum over the slices of `order`, a permutation of the sample.
  void Measure(const std::vector<std::uint32_t>& order, double* median, double* maximum) {
    const std::size_t n = order.size();
    for (std::size_t s = 0; s < slices_; ++s) {
      distances_[s] = Distance(order, s * n / slices_, (s + 1) * n / slices_);
    }
    *maximum = *std::max_element(distances_.begin(), distances_.end());
    std::sort(distances_.begin(), distances_.end());
    *median = slices_ % 2 == 1 ? distances_[slices_ / 2]
                               : 0.5 * (distances_[slices_ / 2 - 1] + distances_[slices_ / 2]);
  }

 private:
  // The Kolmogorov–Smirnov distance of order[begin..end) from the whole sample.
  double Distance(const std::vector<std::uint32_t>& order, std::size_t begin, std::size_t end) {
    const double size = static_cast<double>(end - begin);
    double distance = 0.0;
    if (ranked_.cdf.size() <= 4 * (end - begin)) {
      std::fill(counts_.begin(), counts_.end(), 0u);
      for (std::size_t i = begin; i < end; ++i) ++counts_[ranked_.level[order[i]]];
      std::uint32_t below = 0;
      for (std::size_t level = 0; level < counts_.size(); ++level) {
        below += counts_[level];
        distance = std::max(distance, std::fabs(below / size - ranked_.cdf[level]));
      }
      return distance;
    }
    // Many levels: only at those of the slice, and just before them, can the distance be largest.
    sorted_.clear();
    for (std::size_t i = begin; i < end; ++i) sorted_.push_back(ranked_.level[order[i]]);
    std::sort(sorted_.begin(), sorted_.end());
    for (std::size_t i = 0; i < sorted_.size(); ++i) {
      const std::uint32_t level = sorted_[i];
      const bool first = i == 0 || sorted_[i - 1] != level;
      const bool last = i + 1 == sorted_.size() || sorted_[i + 1] != level;
      if (first && level > 0) {
        distance = std::max(
            distance, std::fabs(static_cast<double>(i) / size - ranked_.cdf[level - 1]));
      }
      if (last) {
        distance = std::max(
            distance, std::fabs(static_cast<double>(i + 1) / size - ranked_.cdf[level]));
      }
    }
    return distance;
  }

  const Ranked& ranked_;
  std::size_t slices_;
  std::vector<double> distances_;
  std::vector<std::uint32_t> counts_, sorted_;
};

// A random order of 0 … n − 1 (Fisher and Yates), a function of (seed, which) alone.
void Shuffle(std::uint64_t key, std::uint32_t which, std::vector<std::uint32_t>& order) {
  std::iota(order.begin(), order.end(), 0u);
  for (std::size_t i = order.size(); i > 1; --i) {
    const double u = engine::Uniform(key, 0x5061776e44756dULL, which, i);
    const auto j = std::min(i - 1, static_cast<std::size_t>(u * static_cast<double>(i)));
    std::swap(order[i - 1], order[j]);
  }
}

}  // namespace

Result<PawnResult> Pawn(const std::vector<std::vector<double>>& factors,
                        const std::vector<double>& y, const PawnOptions& options) {
  for (const std::vector<double>& factor : factors) {
    if (factor.size() != y.size()) {
      return Fail("the values of a factor and of the outcome are not equally many");
    }
  }
  if (!(options.confidence > 0.0 && options.confidence < 1.0)) {
    return Fail(fmt::format("the confidence level {} is not between 0 and 1",
                            options.confidence));
  }
  std::vector<std::size_t> kept;
  for (std::size_t j = 0; j < y.size(); ++j) {
    if (!std::isnan(y[j])) kept.push_back(j);
  }
  if (kept.size() < 2 * kFewestInSlice) {
    return Fail(fmt::format("{} values; distances between distributions need at least {}",
                            kept.size(), 2 * kFewestInSlice));
  }
  std::vector<double> values;
  for (const std::size_t j : kept) values.push_back(y[j]);
  const Ranked ranked = Rank(values);
  PawnResult result;
  result.values = kept.size();
  result.slices = std::clamp<std::size_t>(kept.size() / kFewestInSlice, 2,
                                          std::max<std::size_t>(2, options.slices));
  Slicer slicer(ranked, result.slices);
  std::vector<std::uint32_t> order(kept.size());

  const double count = static_cast<double>(std::max<std::size_t>(1, factors.size()));
  const double level = (1.0 - options.confidence) / count;  // of error, for each factor
  const std::size_t dummies = std::max(options.dummies,
                                       static_cast<std::size_t>(std::ceil(4.0 / level)));
  std::vector<double> medians(dummies), maxima(dummies);
  const std::uint64_t key = engine::PurposeKey(options.seed, engine::Purpose::kResampling);
  for (std::size_t d = 0; d < dummies; ++d) {
    Shuffle(key, static_cast<std::uint32_t>(d), order);
    slicer.Measure(order, &medians[d], &maxima[d]);
  }
  std::sort(medians.begin(), medians.end());
  std::sort(maxima.begin(), maxima.end());
  result.dummy_median = medians[dummies / 2];
  result.threshold = maxima[std::min(
      dummies - 1, static_cast<std::size_t>((1.0 - level) * static_cast<double>(dummies)))];

  for (const std::vector<double>& factor : factors) {
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return factor[kept[a]] < factor[kept[b]];
    });
    PawnIndex index;
    slicer.Measure(order, &index.median, &index.maximum);
    index.above_dummy = index.maximum > result.threshold;
    result.indices.push_back(index);
  }
  return result;
}

}  // namespace entente::analysis
