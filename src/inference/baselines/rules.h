// The baselines, one function each; the registry (baselines.cc) names them.
#ifndef ENTENTE_INFERENCE_BASELINES_RULES_H_
#define ENTENTE_INFERENCE_BASELINES_RULES_H_

#include <vector>

#include "inference/hindcast/past.h"

namespace entente::inference {

// A past window like the question's, whole and covered.
struct PastWindow {
  double count = 0.0;
  int month = 1;       // 1..12, of its first day
  int months_ago = 1;  // of its end: 1 for a window that ends at the origin… in whole months
};

// From the oldest on. One a month: windows of runs of months overlap.
std::vector<PastWindow> PastWindows(const Past& past, const Question& question);

// Month (1..12) in which the question's window begins.
int MonthOf(const Question& question, const Past& past);

Predictive ZeroRule(const std::vector<PastWindow>& windows, int month);
Predictive ClimatologyRule(const std::vector<PastWindow>& windows, int month);
Predictive SeasonalRule(const std::vector<PastWindow>& windows, int month);
Predictive LastRule(const std::vector<PastWindow>& windows, int month);
Predictive EwmaRule(const std::vector<PastWindow>& windows, int month);
Predictive ConflictologyRule(const std::vector<PastWindow>& windows, int month);
Predictive PoissonRule(const std::vector<PastWindow>& windows, int month);
Predictive NegativeBinomialRule(const std::vector<PastWindow>& windows, int month);

// The size that maximises the likelihood of counts about their mean; +inf if Poisson does.
double FitSize(const std::vector<double>& counts, double mean);

// The series of the past (up to eight together, more of them each by itself) fitted as a daily Hawkes
// process with negative-binomial days: each excites itself with half-lives of 14 and 180 days and every
// other with 30, strengths not below 0; 1,000 futures. Estimates are taken as certain. Falls back on
// the negative binomial where the fit fails.
std::vector<Predictive> HawkesForecast(const Past& past, std::span<const Question> questions,
                                       std::uint64_t seed);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_BASELINES_RULES_H_
