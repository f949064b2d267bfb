#include "inference/scores/calibration.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "inference/random/stream.h"

namespace entente::inference {
namespace {

// Upper ends of the bins: bin i holds forecasts in [end of i − 1, end of i), the last its end too.
std::vector<double> BinEnds(std::span<const double> p, const ReliabilitySettings& settings) {
  std::vector<double> ends;
  const double bins = static_cast<double>(settings.bins);
  std::vector<double> sorted(p.begin(), p.end());
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 1; i < settings.bins; ++i) {
    const double share = static_cast<double>(i) / bins;
    const std::size_t rank = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
    const double end = settings.equal_counts ? sorted[rank] : share;
    if (ends.empty() || end > ends.back()) ends.push_back(end);
  }
  return ends;
}

}  // namespace

double RandomisedPit(const Predictive& forecast, double y, double u) {
  const double below = forecast.Below(y);
  return below + u * (forecast.AtMost(y) - below);
}

std::vector<double> NonRandomPitHistogram(std::span<const Predictive> forecasts,
                                          std::span<const double> y, std::size_t bins) {
  ENTENTE_CHECK(!forecasts.empty() && forecasts.size() == y.size() && bins > 0);
  std::vector<double> shares(bins, 0.0);
  const double n = static_cast<double>(forecasts.size());
  for (std::size_t i = 0; i < forecasts.size(); ++i) {
    const double from = forecasts[i].Below(y[i]);
    const double to = forecasts[i].AtMost(y[i]);
    const auto up_to = [&](double x) {
      if (to <= from) return x >= to ? 1.0 : 0.0;  // outside the forecast's support
      return std::clamp((x - from) / (to - from), 0.0, 1.0);
    };
    double before = 0.0;
    for (std::size_t b = 0; b < bins; ++b) {
      const bool last = b + 1 == bins;
      const double now = last ? 1.0 : up_to(static_cast<double>(b + 1) / static_cast<double>(bins));
      shares[b] += (now - before) / n;
      before = now;
    }
  }
  return shares;
}

std::vector<ReliabilityBin> ReliabilityDiagram(std::span<const double> p,
                                               const std::vector<bool>& y,
                                               const ReliabilitySettings& settings) {
  ENTENTE_CHECK(!p.empty() && p.size() == y.size() && settings.bins > 0);
  ENTENTE_CHECK(settings.level > 0.0 && settings.level < 1.0 && settings.resamples > 0);
  const std::vector<double> ends = BinEnds(p, settings);
  const auto bin_of = [&](double forecast) {
    return static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end(), forecast) -
                                    ends.begin());
  };
  const std::size_t bins = ends.size() + 1;
  std::vector<ReliabilityBin> table(bins);
  for (std::size_t i = 0; i < p.size(); ++i) {
    ReliabilityBin& bin = table[bin_of(p[i])];
    bin.forecast += p[i];
    bin.frequency += y[i] ? 1.0 : 0.0;
    ++bin.count;
  }
  std::vector<std::vector<double>> frequencies(bins);
  Stream stream(settings.seed, "reliability");
  for (std::uint64_t r = 0; r < settings.resamples; ++r) {
    std::vector<double> events(bins, 0.0), counts(bins, 0.0);
    for (std::size_t i = 0; i < p.size(); ++i) {
      const double forecast = p[stream.Below(p.size())];
      const std::size_t bin = bin_of(forecast);
      counts[bin] += 1.0;
      if (stream.Uniform() < forecast) events[bin] += 1.0;
    }
    for (std::size_t b = 0; b < bins; ++b) {
      if (counts[b] > 0.0) frequencies[b].push_back(events[b] / counts[b]);
    }
  }
  std::vector<ReliabilityBin> filled;
  for (std::size_t b = 0; b < bins; ++b) {
    ReliabilityBin bin = table[b];
    if (bin.count == 0) continue;
    bin.forecast /= static_cast<double>(bin.count);
    bin.frequency /= static_cast<double>(bin.count);
    std::vector<double>& sample = frequencies[b];
    if (!sample.empty()) {
      const Predictive spread = Predictive::Ensemble(sample);
      bin.bar_low = spread.Quantile(0.5 * (1.0 - settings.level));
      bin.bar_high = spread.Quantile(0.5 * (1.0 + settings.level));
    }
    filled.push_back(bin);
  }
  return filled;
}

}  // namespace entente::inference
