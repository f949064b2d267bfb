// The laws of observed cells: log-densities of counts and means given what a world expects.
#ifndef ENTENTE_INFERENCE_LIKELIHOOD_LAWS_H_
#define ENTENTE_INFERENCE_LIKELIHOOD_LAWS_H_

namespace entente::inference {

// The laws of scores/counts.h where data and worlds may be anything: what can not be is −inf.
//
// ln P(y) of the Poisson law of this mean; y a whole number >= 0, mean >= 0. Mean 0 leaves only y = 0.
double LogPoisson(double y, double mean);

// ln P(y) of the negative binomial with variance mean + mean² / size, size > 0: a Poisson count whose
// mean is gamma distributed with shape `size`. Tends to LogPoisson as size grows.
double LogNegativeBinomial(double y, double mean, double size);

// ln of the normal density; sd > 0.
double LogNormalDensity(double y, double mean, double sd);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_LIKELIHOOD_LAWS_H_
