// Acts counted by day, linked as a model's act-linkages link them: the estimator for day-stamped
// records, where the order within a day is not known. Acts of one day do not excite each other;
// each acts from noon of its day, and the pressure on a day is its mean over the day.
//
//   m_i(d) = base_i(d) (1 + Σ_{links with s > 0} s P_i(d)) exp(Σ_{links with s < 0} s P_i(d))
//   P_i(d) = Σ_{sources j of the link to i} Σ_{d' < d} marks_j(d') · mean over day d of e^{−β(t −
//   d' − ½)}
//
// So a strength above 0 raises additively (a Hawkes process) and one below 0 lowers by a factor,
// which is the rule of `linkage … adds` and `lowers by`; the likelihood is smooth in each strength
// through 0, and "no linkage" lies inside, not on an edge. Counts are Poisson or negative binomial.
// A "day" may be any equal cell of time (a month of monthly counts), decays then being per cell.
#ifndef ENTENTE_INFERENCE_HAWKES_DAILY_H_
#define ENTENTE_INFERENCE_HAWKES_DAILY_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/result.h"
#include "inference/random/stream.h"

namespace entente::inference {

struct DailyActs {
  std::size_t dimensions = 0;
  std::size_t days = 0;
  std::vector<double> counts;  // [day][dimension]
  std::vector<double> marks;   // sums of marks by day, the same shape; empty: the counts

  static DailyActs Make(std::size_t dimensions, std::size_t days);
  double& Count(std::size_t day, std::size_t i) { return counts[day * dimensions + i]; }
  double Count(std::size_t day, std::size_t i) const { return counts[day * dimensions + i]; }
  double Mark(std::size_t day, std::size_t i) const {
    return marks.empty() ? Count(day, i) : marks[day * dimensions + i];
  }
};

struct DailyLink {
  double decay = 1.0 / 30.0;                              // per day
  std::vector<std::pair<std::size_t, std::size_t>> arcs;  // (from, to), sharing one strength
};

struct DailyLaw {
  std::vector<DailyLink> links;
  // Which base level holds on which day, 0 … levels − 1 (years, say, so that trends and gaps of the
  // source are not taken for excitation); empty: one level.
  std::vector<std::size_t> level_of_day;
  std::size_t levels = 1;
  bool negative_binomial = true;  // else Poisson
};

struct DailyModel {
  DailyLaw law;
  std::size_t dimensions = 0;
  std::vector<double> base;       // [level][dimension], acts per day
  std::vector<double> strengths;  // one a link, in 1 per unit of mark
  std::vector<double> sizes;      // negative binomial: one a dimension
  // Standard deviation of the logarithm of each base's random walk per square root of a day, from
  // the record's end on; its mean stays. 0: bases are constant. Simulation only.
  double drift = 0.0;
};

struct DailyFitSettings {
  std::vector<bool> held_at_zero;           // links left out; empty: none
  double lowest = -5.0, highest = 1'000.0;  // bounds of the strengths; lowest = 0: only raising
  int evaluations = 500;
  const DailyModel* start = nullptr;  // where the search starts; null: from the rates
};

struct DailyFit {
  DailyModel model;
  double log_likelihood = 0.0;
  bool converged = false;
};

// Maximum likelihood over bases, strengths and sizes. Local search from a tenth of the acts bred;
// an error if there is no day at all.
Result<DailyFit> FitDaily(const DailyActs& acts, const DailyLaw& law,
                          const DailyFitSettings& settings = {});

// ln of the probability of `acts` under `model`.
double DailyLogLikelihood(const DailyModel& model, const DailyActs& acts);

struct StrengthInterval {
  double estimate = 0.0;
  double low = 0.0, high = 0.0;   // profile likelihood; an end at the fit's bound is ±inf
  double likelihood_ratio = 0.0;  // 2 (ln L − ln L with this strength 0)
  double p_value = 1.0;           // two-sided, χ²_1
};
// For one link of a fit: those strengths whose best likelihood is within ½ χ²_1(level) of the best
// (Venzon and Moolgavkar 1988). About 20 fits.
Result<StrengthInterval> ProfileStrength(const DailyActs& acts, const DailyFit& fit,
                                         std::size_t link, double level,
                                         const DailyFitSettings& settings = {});

// Bases re-estimated with what is recent, strengths and sizes as they are: of each dimension Σ w y
// / Σ w m, with m the expected counts at base 1 and weights w that halve every `half_life` days
// back from the end. At least half an act a dimension, so that silence is not for ever.
void TrackBase(const DailyActs& acts, double half_life, DailyModel& model);

// Continues after the record for `days` days at the last level's base, `paths` times: counts
// [path][day][dimension]. Marks of future acts are the mean mark of the past (1 if none). A path
// whose expected count passes 10^4 a day stays there.
std::vector<double> SimulateDaily(const DailyModel& model, const DailyActs& past, std::size_t days,
                                  std::size_t paths, Stream& stream);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_HAWKES_DAILY_H_
