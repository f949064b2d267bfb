// The continuous ranked probability score, CRPS(F, y) = ∫ (F(x) − 1{y <= x})² dx: the distance of a
// predictive distribution F from what happened, in the unit of y; lower is better; of a point
// forecast it is the absolute error. Strictly proper for laws with a mean (Gneiting and Raftery
// 2007, "Strictly proper scoring rules, prediction, and estimation", section 4.2). All are
// deterministic.
#ifndef ENTENTE_INFERENCE_SCORES_CRPS_H_
#define ENTENTE_INFERENCE_SCORES_CRPS_H_

#include <cstdint>
#include <span>
#include <vector>

namespace entente::inference {

// Of an ensemble, in O(n log n), or O(n) if `members` is sorted upwards; n >= 1.
//   biased  E|X − y| − E|X − X'| / 2 over all n² pairs: the CRPS of the empirical distribution, the
//           right score when the n members are the forecast
//   fair    the same over the n (n − 1) pairs of distinct members: its expectation over ensembles
//           drawn from F is the CRPS of F, so ensembles of different sizes can be compared
//           (Ferro 2014, "Fair scores for ensemble forecasts"); n >= 2
double CrpsBiased(std::span<const double> members, double y);
double CrpsFair(std::span<const double> members, double y);

// Of N(mean, sd²), sd > 0: sd (z (2 Φ(z) − 1) + 2 φ(z) − 1/√π), z = (y − mean) / sd.
double CrpsNormal(double mean, double sd, double y);

// Of a law on 0, 1, 2, … given by its masses (sum 1): Σ_k (F(k) − 1{y <= k})². y >= 0 whole.
double CrpsMass(std::span<const double> mass, std::uint64_t y);
// By that sum, masses computed to 1e-12. mean >= 0, size > 0.
double CrpsPoisson(double mean, std::uint64_t y);
double CrpsNegativeBinomial(double mean, double size, std::uint64_t y);

// Threshold-weighted: ∫_{x >= threshold} (F(x) − 1{y <= x})² dx, which looks at the upper tail only
// and stays proper (Gneiting and Ranjan 2011; by the chaining function max(x, threshold), Allen,
// Ginsbourger, Ziegel 2023). The biased form for ensembles.
double TwCrpsEnsemble(std::span<const double> members, double y, double threshold);
double TwCrpsMass(std::span<const double> mass, std::uint64_t y, double threshold);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_SCORES_CRPS_H_
