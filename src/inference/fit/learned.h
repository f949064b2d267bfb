// What a posterior says that the prior did not, parameter by parameter.
#ifndef ENTENTE_INFERENCE_FIT_LEARNED_H_
#define ENTENTE_INFERENCE_FIT_LEARNED_H_

#include <string>
#include <vector>

#include "inference/fit/coordinates.h"
#include "inference/fit/draws.h"

namespace entente::inference {

struct Learned {
  std::string name;
  std::size_t coordinate = 0;
  double prior_low = 0.0, prior_median = 0.0, prior_high = 0.0;  // 5 %, 50 %, 95 %; stored units
  double low = 0.0, median = 0.0, high = 0.0;                    // of the posterior
  // In normal scores, where the prior is N(0, 1): where the posterior lies, and how wide it is.
  double shift = 0.0, sd = 1.0;
  // Kullback–Leibler divergence of the posterior from the prior, in bits, by a Gaussian of that shift
  // and sd: how much the record told about this parameter.
  double bits = 0.0;
  // The scores of the draws are told from standard normal ones by the test of Kolmogorov and Smirnov
  // with `independent` draws, at 5 % for all parameters together. False: the record says nothing that
  // these draws can show.
  bool told = false;
};

// `independent`: how many independent draws these are worth, > 0 (distinct points of a cloud, or the
// effective size of a chain). In the order of the coordinates.
std::vector<Learned> WhatWasLearned(const Coordinates& coordinates, const Draws& draws,
                                    double independent);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_LEARNED_H_
