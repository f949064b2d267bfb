// Which uncertain number most decides a claim?
#ifndef ENTENTE_ANALYSIS_CLAIMS_DECIDING_H_
#define ENTENTE_ANALYSIS_CLAIMS_DECIDING_H_

#include <cstdint>
#include <optional>
#include <vector>

namespace entente::analysis {

struct DecidingParameter {
  std::size_t parameter = 0;
  double correlation = 0.0;  // Spearman's, with the effect over draws; its sign says which way
  double threshold = 0.0;    // what the largest of all parameters reaches by chance alone
};

// Ranks of parameters over draws, made once for many claims.
class ParameterRanks {
 public:
  // values[p]: parameter p by draw. One that does not vary takes no part.
  explicit ParameterRanks(const std::vector<std::vector<double>>& values);

  // The parameter whose Spearman correlation with the effects is the largest in size, unless no
  // parameter exceeds the 95 % quantile of the largest size over 199 permutations of the effects
  // (so "none" is right in about 95 % of claims that no parameter decides, however many parameters
  // there are: Westfall and Young 1993, max-T). The permutations are keyed by (seed, name hash).
  std::optional<DecidingParameter> Decide(const std::vector<double>& effects, std::uint64_t seed,
                                          std::uint64_t name_hash) const;

 private:
  double Largest(const std::vector<double>& effect_ranks, std::size_t* which) const;
  double Correlation(std::size_t parameter, const std::vector<double>& effect_ranks) const;

  std::vector<std::vector<double>> ranks_;  // centred, unit length; empty: does not vary
};

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_CLAIMS_DECIDING_H_
