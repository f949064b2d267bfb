// A stream of keyed random numbers for the statistics of this layer: simulated Hawkes processes,
// forecast ensembles, bootstrap resamples. Numbers are functions of (seed, purpose, name, index),
// as everywhere in Entente, so two runs agree and adding a forecaster changes no other's luck.
#ifndef ENTENTE_INFERENCE_RANDOM_STREAM_H_
#define ENTENTE_INFERENCE_RANDOM_STREAM_H_

#include <cmath>
#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "engine/luck/luck.h"

namespace entente::inference {

class Stream {
 public:
  // `name` tells uses of one seed apart; `index` tells members of one use apart (an origin, a
  // replicate). At most 2^33 numbers.
  Stream(std::uint64_t seed, std::string_view name, std::uint32_t index = 0)
      : key_(engine::PurposeKey(seed, engine::Purpose::kResampling)),
        name_hash_(Fnv1a64(name)),
        index_(index) {}

  // In (0, 1).
  double Uniform() { return engine::Uniform(key_, name_hash_, index_, k_++); }
  // Exponential of rate 1.
  double Exponential() { return -std::log(Uniform()); }
  // Whole numbers 0 … n − 1; n >= 1. The bias is below n 2^-53.
  std::size_t Below(std::size_t n) {
    const std::size_t i = static_cast<std::size_t>(Uniform() * static_cast<double>(n));
    return i < n ? i : n - 1;
  }
  // Standard normal, by the inverse distribution function.
  double Normal() { return engine::Math().normal_quantile1(Uniform()); }
  // By inversion below mean 30, else by splitting the mean (a Poisson number is a sum of two):
  // exact for every mean, O(mean).
  std::uint64_t Poisson(double mean);
  // Gamma of the given shape > 0 and scale 1: Marsaglia and Tsang (2000), with the boost for
  // shape < 1.
  double Gamma(double shape);

 private:
  std::uint64_t key_;
  std::uint64_t name_hash_;
  std::uint32_t index_;
  std::uint64_t k_ = 0;
};

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_RANDOM_STREAM_H_
