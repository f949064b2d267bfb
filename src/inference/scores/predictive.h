// A predictive distribution of one number: what every forecaster returns and every score reads.
// Either an ensemble (the members are the forecast) or masses of a law on 0, 1, 2, … (a count; an
// event is a count of 0 or 1).
#ifndef ENTENTE_INFERENCE_SCORES_PREDICTIVE_H_
#define ENTENTE_INFERENCE_SCORES_PREDICTIVE_H_

#include <cstdint>
#include <span>
#include <vector>

namespace entente::inference {

class Predictive {
 public:
  // At least one member, all finite; the order does not matter.
  static Predictive Ensemble(std::vector<double> members);
  // P(N = 0), P(N = 1), …; each >= 0, the sum 1 within 1e-6 (it is made 1).
  static Predictive Mass(std::vector<double> mass);
  static Predictive Poisson(double mean);
  static Predictive NegativeBinomial(double mean, double size);
  // An event of this probability, as the count 1 or 0.
  static Predictive Event(double probability);

  bool is_ensemble() const { return !members_.empty(); }
  std::span<const double> members() const { return members_; }  // sorted upwards
  std::span<const double> mass() const { return mass_; }

  double Mean() const;
  double Variance() const;
  // P(X <= x) and P(X < x).
  double AtMost(double x) const;
  double Below(double x) const;
  double AtLeast(double x) const { return 1.0 - Below(x); }
  // The smallest x with P(X <= x) >= p; p in (0, 1).
  double Quantile(double p) const;

  // Scores of what happened, lower is better. CRPS: of an ensemble the biased form, since the
  // members as issued are the forecast. The log score is −ln P(N = y) of a count y; an ensemble of
  // n members stands for the mixture of weight n/(n+1) on the members and 1/(n+1) on the negative
  // binomial of their mean and variance (Poisson if not overdispersed), so that it is finite where
  // no member is.
  double Crps(double y) const;
  double TwCrps(double y, double threshold) const;
  double LogScore(std::uint64_t y) const;
  // Of the central interval between the quantiles (1 − level)/2 and (1 + level)/2.
  double IntervalScore(double y, double level) const;
  bool Covers(double y, double level) const;

 private:
  std::vector<double> members_;
  std::vector<double> mass_;
};

// (u − l) + (2/α)(l − y)₊ + (2/α)(y − u)₊ for the central 1 − α interval [l, u]: its width, and a
// fine for missing; proper (Gneiting and Raftery 2007, eq. 43). alpha in (0, 1), l <= u.
double IntervalScore(double low, double high, double alpha, double y);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_SCORES_PREDICTIVE_H_
