#include "engine/sinks/histogram.h"

#include <algorithm>
#include <cmath>

namespace entente::engine {
namespace {

// Whole numbers above this do not have a bucket of their own.
constexpr double kLargestOwnBucket = 255.0;
constexpr double kMostWholeBins = 40.0;

std::vector<double> WholeEdges(double low, double high) {
  std::vector<double> edges;
  for (double edge = low - 0.5; edge <= high + 0.5; edge += 1.0) edges.push_back(edge);
  return edges;
}

std::vector<double> SpacedEdges(double low, double high) {
  std::vector<double> edges = {low};
  for (int i = 1; i < kHistogramBins; ++i) {
    const double edge = QuantileSketch::NearestEdge(low + (high - low) * i / kHistogramBins);
    if (edge > edges.back() && edge < high) edges.push_back(edge);
  }
  edges.push_back(high);
  return edges;
}

}  // namespace

Histogram MakeHistogram(const QuantileSketch& sketch, double low, double high) {
  Histogram histogram;
  const std::uint64_t infinite = sketch.positive_infinities() + sketch.negative_infinities();
  if (sketch.count() == infinite) return histogram;
  const bool whole = sketch.all_whole() && std::floor(low) == low && std::floor(high) == high &&
                     std::max(std::fabs(low), std::fabs(high)) <= kLargestOwnBucket &&
                     high - low < kMostWholeBins;
  if (whole) {
    histogram.edges = WholeEdges(low, high);
  } else if (high > low) {
    histogram.edges = SpacedEdges(low, high);
  } else {  // one value: a bin around it
    const double half = std::max(0.5 * std::fabs(low) * 0x1p-7, 0x1p-64);
    histogram.edges = {low - half, low + half};
  }
  histogram.counts.assign(histogram.edges.size() - 1, 0);
  sketch.ForEachBucket([&](const QuantileSketch::Bucket& bucket) {
    if (std::isinf(bucket.value)) return;
    const auto above =
        std::upper_bound(histogram.edges.begin(), histogram.edges.end(), bucket.value);
    const auto bin = std::clamp<std::ptrdiff_t>(above - histogram.edges.begin() - 1, 0,
                                                std::ssize(histogram.counts) - 1);
    histogram.counts[static_cast<std::size_t>(bin)] += bucket.count;
  });
  return histogram;
}

}  // namespace entente::engine
