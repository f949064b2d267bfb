#include "analysis/claims/deciding.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/luck/luck.h"

namespace entente::analysis {
namespace {

constexpr std::size_t kPermutations = 199;
constexpr double kConfidence = 0.95;

// Mid-ranks, centred and of unit length, so that a correlation is a dot product. Empty if all values
// are equal.
std::vector<double> UnitRanks(const std::vector<double>& values) {
  const std::size_t n = values.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return values[a] != values[b] ? values[a] < values[b] : a < b;
  });
  std::vector<double> ranks(n);
  for (std::size_t i = 0; i < n;) {
    std::size_t end = i;
    while (end < n && values[order[end]] == values[order[i]]) ++end;
    const double middle = 0.5 * static_cast<double>(i + end - 1);
    for (std::size_t k = i; k < end; ++k) ranks[order[k]] = middle;
    i = end;
  }
  const double mean = 0.5 * static_cast<double>(n - 1);
  double squares = 0.0;
  for (double& rank : ranks) {
    rank -= mean;
    squares += rank * rank;
  }
  if (!(squares > 0.0)) return {};
  for (double& rank : ranks) rank /= std::sqrt(squares);
  return ranks;
}

}  // namespace

ParameterRanks::ParameterRanks(const std::vector<std::vector<double>>& values) {
  for (const std::vector<double>& one : values) {
    ranks_.push_back(one.size() < 2 ? std::vector<double>{} : UnitRanks(one));
  }
}

double ParameterRanks::Correlation(std::size_t parameter,
                                   const std::vector<double>& effect_ranks) const {
  const std::vector<double>& ranks = ranks_[parameter];
  return std::inner_product(ranks.begin(), ranks.end(), effect_ranks.begin(), 0.0);
}

double ParameterRanks::Largest(const std::vector<double>& effect_ranks, std::size_t* which) const {
  double largest = 0.0;
  for (std::size_t p = 0; p < ranks_.size(); ++p) {
    if (ranks_[p].size() != effect_ranks.size()) continue;
    const double size = std::fabs(Correlation(p, effect_ranks));
    if (size <= largest) continue;
    largest = size;
    if (which != nullptr) *which = p;
  }
  return largest;
}

std::optional<DecidingParameter> ParameterRanks::Decide(const std::vector<double>& effects,
                                                        std::uint64_t seed,
                                                        std::uint64_t name_hash) const {
  if (effects.size() < 2) return std::nullopt;
  std::vector<double> ranks = UnitRanks(effects);
  if (ranks.empty()) return std::nullopt;
  DecidingParameter deciding;
  const double largest = Largest(ranks, &deciding.parameter);
  if (!(largest > 0.0)) return std::nullopt;
  deciding.correlation = Correlation(deciding.parameter, ranks);

  const std::uint64_t key = engine::PurposeKey(seed, engine::Purpose::kResampling);
  std::vector<double> by_chance;
  for (std::uint32_t permutation = 0; permutation < kPermutations; ++permutation) {
    // Fisher and Yates.
    for (std::size_t i = ranks.size() - 1; i > 0; --i) {
      const double u = engine::Uniform(key, name_hash, permutation, i);
      const auto other = static_cast<std::size_t>(u * static_cast<double>(i + 1));
      std::swap(ranks[i], ranks[std::min(other, i)]);
    }
    by_chance.push_back(Largest(ranks, nullptr));
  }
  // With the observed one among them, the k-th smallest is exceeded by chance in at most 5 %.
  std::sort(by_chance.begin(), by_chance.end());
  const auto rank = static_cast<std::size_t>(std::ceil(kConfidence * (kPermutations + 1)));
  deciding.threshold = by_chance[std::min(rank, kPermutations) - 1];
  if (largest <= deciding.threshold) return std::nullopt;
  return deciding;
}

}  // namespace entente::analysis
