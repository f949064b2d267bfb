// Whether chains have mixed, and what they are worth.
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"
#include "inference/fit/pmmh.h"

namespace entente::inference {
namespace {

struct Pooled {
  double within = 0.0;  // mean of the chains' variances
  double total = 0.0;   // (n − 1)/n within + between
  std::vector<double> means;
};

Pooled Pool(std::span<const double> values, std::size_t chains, std::size_t length) {
  Pooled pooled;
  double all = 0.0;
  for (std::size_t c = 0; c < chains; ++c) {
    double sum = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < length; ++i) sum += values[c * length + i];
    const double mean = sum / static_cast<double>(length);
    for (std::size_t i = 0; i < length; ++i) {
      squares += (values[c * length + i] - mean) * (values[c * length + i] - mean);
    }
    pooled.means.push_back(mean);
    pooled.within += squares / static_cast<double>(length - 1) / static_cast<double>(chains);
    all += mean / static_cast<double>(chains);
  }
  double between = 0.0;
  for (const double mean : pooled.means) between += (mean - all) * (mean - all);
  between /= static_cast<double>(std::max<std::size_t>(chains - 1, 1));
  const auto n = static_cast<double>(length);
  pooled.total = (n - 1.0) / n * pooled.within + between;
  return pooled;
}

}  // namespace

double SplitRHat(std::span<const double> values, std::size_t chains) {
  const std::size_t length = values.size() / chains;
  ENTENTE_CHECK(length >= 4);
  const std::size_t half = length / 2;
  std::vector<double> halves;
  for (std::size_t c = 0; c < chains; ++c) {
    const auto chain = values.subspan(c * length, length);
    halves.insert(halves.end(), chain.begin(), chain.begin() + static_cast<std::ptrdiff_t>(half));
    halves.insert(halves.end(), chain.end() - static_cast<std::ptrdiff_t>(half), chain.end());
  }
  const Pooled pooled = Pool(halves, 2 * chains, half);
  if (pooled.total <= 0.0) return 1.0;
  return pooled.within > 0.0 ? std::sqrt(pooled.total / pooled.within)
                             : std::numeric_limits<double>::infinity();
}

double ChainEffectiveSize(std::span<const double> values, std::size_t chains) {
  const std::size_t length = values.size() / chains;
  ENTENTE_CHECK(length >= 4);
  const auto all = static_cast<double>(values.size());
  const Pooled pooled = Pool(values, chains, length);
  if (pooled.total <= 0.0) return 1.0;
  const auto correlation = [&](std::size_t lag) {
    double variogram = 0.0;
    for (std::size_t c = 0; c < chains; ++c) {
      for (std::size_t i = lag; i < length; ++i) {
        const double step = values[c * length + i] - values[c * length + i - lag];
        variogram += step * step;
      }
    }
    variogram /= static_cast<double>(chains * (length - lag));
    return 1.0 - variogram / (2.0 * pooled.total);
  };
  double sum = 0.0;
  double previous = 2.0;
  for (std::size_t lag = 0; lag + 1 < length; lag += 2) {
    // Sums of neighbours are positive and fall for a reversible chain; noise begins where not.
    double pair = (lag == 0 ? 1.0 : correlation(lag)) + correlation(lag + 1);
    if (pair <= 0.0) break;
    pair = std::min(pair, previous);
    previous = pair;
    sum += pair;
  }
  const double time = std::max(2.0 * sum - 1.0, 1.0 / std::log10(all));
  return std::min(all, all / time);
}

}  // namespace entente::inference
