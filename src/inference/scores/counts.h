// The two laws of counts that forecasts and observations use, as probability mass functions.
#ifndef ENTENTE_INFERENCE_SCORES_COUNTS_H_
#define ENTENTE_INFERENCE_SCORES_COUNTS_H_

#include <cstdint>
#include <vector>

namespace entente::inference {

// ln P(N = k), N Poisson with mean >= 0. Mean 0: 0 at k = 0, else −inf.
double LogPoisson(std::uint64_t k, double mean);

// ln P(N = k), N negative binomial with mean >= 0 and size > 0: variance = mean + mean² / size.
// size = +inf is the Poisson law.
double LogNegativeBinomial(std::uint64_t k, double mean, double size);

// P(N = 0), P(N = 1), … until less than 1e-12 is left (which goes to the last entry, so the sum is
// 1). O(mean + 10 standard deviations) entries; at most 10^6, and what lies beyond counts as the last.
std::vector<double> PoissonMass(double mean);
std::vector<double> NegativeBinomialMass(double mean, double size);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_SCORES_COUNTS_H_
