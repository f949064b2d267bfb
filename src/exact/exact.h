// Small models solved exactly: the oracle of the tests and `entente run --exact`. A model whose
// hazards depend on issue states and constants only is a continuous-time Markov chain on the
// product of its issues; its outcomes follow by uniformisation, with no luck and a stated error.
//
// Solved: `rate` channels (transitions, events, decisions), effects and `upon` chains that move
// issues, branches by probability, dated triggers, chances and decisions (time is split at their
// dates), policies applied beforehand. Outcomes: ever, time to, count, mean, share of time, value
// at, max, min. Refused, outcome by outcome and in words: whatever makes an outcome depend on a
// quantity, a pressure, a clock, a deadline or a window of days, or on a parameter with a prior
// when no values are given. What an outcome does not depend on is left out, so that one outcome of
// a large model may still be small.
//
// Sources: Jensen (1953), "Markoff chains as an aid in the study of Markoff processes"; Grassmann
// (1977); Fox and Glynn (1988), "Computing Poisson probabilities"; Stewart (1994), ch. 8.
#ifndef ENTENTE_EXACT_EXACT_H_
#define ENTENTE_EXACT_EXACT_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/model.h"

namespace entente::exact {

struct ExactOptions {
  std::size_t max_states = 2'000'000;  // per outcome, reachable ones
  double max_work = 1e11;              // transitions × uniformisation steps, per outcome
  double truncation = 1e-12;           // probability that may be cut off, per stretch of time
  // One value per parameter (stored units); empty: every parameter that matters must be a point.
  std::vector<double> parameters;
  const std::atomic<bool>* cancel = nullptr;
};

struct ExactQuantile {
  double level = 0.0;  // 0..1
  double at = 0.0;     // days from the window's start; +inf: beyond its end
};

struct ExactOutcome {
  model::OutcomeId outcome;
  bool solved = false;
  std::string why_not;  // if not solved: lower case, no full stop
  // Probability (ever), expectation, or restricted mean in days (time to); stored units.
  double estimate = 0.0;
  // What truncation may have cut off `estimate`, absolute. Rounding is not in it: about 1e-15 a
  // uniformisation step, relative.
  double error_bound = 0.0;
  double reached = 0.0;                  // time to: probability to get there within the window
  std::vector<ExactQuantile> quantiles;  // time to: 5, 25, 50, 75, 95 %
  std::size_t states = 0;                // size of the chain that was solved
};

struct ExactResult {
  std::vector<ExactOutcome> outcomes;  // in the model's order
};

// Deterministic. Cost: states × transitions per state × (largest exit rate × horizon). Fails only
// if `parameters` has the wrong length or the call was cancelled; an outcome that can not be solved
// says why in its place.
Result<ExactResult> Solve(const model::Model& model, const ExactOptions& options = {});

}  // namespace entente::exact

#endif  // ENTENTE_EXACT_EXACT_H_
