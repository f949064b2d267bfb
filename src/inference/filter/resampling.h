// Choosing which particles go on: systematic resampling, and how many particles a set of weights is
// worth.
#ifndef ENTENTE_INFERENCE_FILTER_RESAMPLING_H_
#define ENTENTE_INFERENCE_FILTER_RESAMPLING_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace entente::inference {

// ln Σ exp(x); −inf for none.
double LogSumExp(std::span<const double> values);

// (Σ w)² / Σ w² of weights exp(log_weights), in 1 … n; 0 if all are 0 (Kong, Liu and Wong 1994).
double EffectiveSize(std::span<const double> log_weights);

// Systematic resampling (Carpenter, Clifford and Fearnhead 1999): particle i is chosen ⌊n w_i⌋ or
// ⌈n w_i⌉ times, n w_i on average; `uniform` in (0, 1) is the one random number. log_weights need not
// be normalised; some must be above −inf. Writes, for each of the n slots, the particle it continues,
// as numbers `first` … first + n − 1: survivors keep their slots, the others' slots are filled from
// the left.
void SystematicAncestors(std::span<const double> log_weights, double uniform, std::uint32_t first,
                         std::span<std::uint32_t> ancestors);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FILTER_RESAMPLING_H_
