#include "inference/scores/binary.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>

#include "base/check.h"

namespace entente::inference {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void CheckSizes(std::span<const double> p, const std::vector<bool>& y) {
  ENTENTE_CHECK(!p.empty() && p.size() == y.size());
}

// Groups of equal forecasts from the highest down, as (events, size).
struct Group {
  double events = 0.0;
  double size = 0.0;
};

std::vector<Group> GroupsDownwards(std::span<const double> p, const std::vector<bool>& y) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
  std::vector<Group> groups;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || p[order[i]] < p[order[i - 1]]) groups.emplace_back();
    groups.back().size += 1.0;
    if (y[order[i]]) groups.back().events += 1.0;
  }
  return groups;
}

}  // namespace

double Brier(std::span<const double> p, const std::vector<bool>& y) {
  CheckSizes(p, y);
  double sum = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double gap = p[i] - (y[i] ? 1.0 : 0.0);
    sum += gap * gap;
  }
  return sum / static_cast<double>(p.size());
}

double LogScore(std::span<const double> p, const std::vector<bool>& y) {
  CheckSizes(p, y);
  double sum = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) sum -= y[i] ? std::log(p[i]) : std::log1p(-p[i]);
  return sum / static_cast<double>(p.size());
}

BrierParts DecomposeBrier(std::span<const double> p, const std::vector<bool>& y, std::size_t bins) {
  CheckSizes(p, y);
  struct Bin {
    double n = 0.0, forecasts = 0.0, events = 0.0;
  };
  const double width = bins == 0 ? 0.0 : 1.0 / static_cast<double>(bins);
  const auto key = [&](double forecast) {
    return bins == 0 ? forecast
                     : std::min(std::floor(forecast / width), static_cast<double>(bins) - 1.0);
  };
  std::map<double, Bin> table;
  double events = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    Bin& bin = table[key(p[i])];
    bin.n += 1.0;
    bin.forecasts += p[i];
    bin.events += y[i] ? 1.0 : 0.0;
    events += y[i] ? 1.0 : 0.0;
  }
  const double n = static_cast<double>(p.size());
  const double base = events / n;
  BrierParts parts;
  parts.uncertainty = base * (1.0 - base);
  for (const auto& [unused, bin] : table) {
    const double forecast = bin.forecasts / bin.n;
    const double frequency = bin.events / bin.n;
    parts.reliability += bin.n / n * (forecast - frequency) * (forecast - frequency);
    parts.resolution += bin.n / n * (frequency - base) * (frequency - base);
  }
  for (std::size_t i = 0; i < p.size(); ++i) {
    const Bin& bin = table.at(key(p[i]));
    const double off = p[i] - bin.forecasts / bin.n;
    parts.within += (off * off - 2.0 * off * ((y[i] ? 1.0 : 0.0) - bin.events / bin.n)) / n;
  }
  return parts;
}

double Auc(std::span<const double> p, const std::vector<bool>& y) {
  CheckSizes(p, y);
  double events = 0.0, others = 0.0, wins = 0.0;
  for (const Group& group : GroupsDownwards(p, y)) {
    const double losing = group.size - group.events;
    wins += losing * (events + 0.5 * group.events);
    events += group.events;
    others += losing;
  }
  return events == 0.0 || others == 0.0 ? kNaN : wins / (events * others);
}

double AveragePrecision(std::span<const double> p, const std::vector<bool>& y) {
  CheckSizes(p, y);
  double events = 0.0, seen = 0.0, sum = 0.0;
  for (const Group& group : GroupsDownwards(p, y)) {
    events += group.events;
    seen += group.size;
    sum += group.events * events / seen;
  }
  return events == 0.0 ? kNaN : sum / events;
}

}  // namespace entente::inference
