// Tasks that learn from the record: what its parameters must have been, and what comes next.
// Equal requests give equal answers, byte for byte, whatever the number of threads.
#ifndef ENTENTE_FORECAST_H_
#define ENTENTE_FORECAST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "entente/common.h"
#include "entente/run.h"

namespace entente::api {

struct FitRequest {
  ModelRequest source;
  std::string to;     // ISO date: the last day of the record that is used; empty: all of it
  std::string store;  // of coded events, for observed series; empty: they are left out
  // "smc": a cloud of points led from prior to posterior; "pmmh": Markov chains; "if2": a point that
  // makes the record likeliest.
  std::string method = "smc";
  std::vector<std::string> parameters;  // to learn; empty: all uncertain ones
  std::uint64_t particles = 500;        // of the filter at each point; of the swarm for "if2" × 4
  std::uint64_t points = 128;           // "smc"
  std::uint64_t chains = 8, warmup = 200, steps = 300;  // "pmmh"
  std::uint64_t passes = 40;            // "if2"
  std::uint64_t seed = 1;
  unsigned threads = 0;
  std::string checkpoint_file;  // "smc": written after each stage, continued if it exists
  bool html = false;
  std::string command;
  TextStyle style;
};

struct LearnedParameter {
  std::string name;
  double prior_low = 0.0, prior_median = 0.0, prior_high = 0.0;  // 5, 50, 95 %; stored units
  double low = 0.0, median = 0.0, high = 0.0;                    // of the posterior
  double bits = 0.0;  // the record's information about it
  bool told = false;  // the posterior can be told from the prior
};

struct FitAnswer : Answer {
  bool partial = false;
  double log_evidence = 0.0;    // "smc"
  double log_likelihood = 0.0;  // "if2": at the point
  std::vector<LearnedParameter> parameters;  // most learned first
  std::string table;
  std::string json;   // docs/reference/fit.schema.json
  std::string html;
  std::string draws;  // CSV: one row a draw, one column a parameter (stored units), log_likelihood
};

// Progress counts stages' moves, steps or passes.
FitAnswer Fit(const FitRequest& request, const Control& control = {});

struct ForecastRequest {
  ModelRequest source;  // source.with is applied to the model as it was known on the day
  std::string from;     // ISO date: the origin; what was known later is not seen
  std::string store;
  std::string posterior;            // text of a CSV of draws as Fit writes it; empty: the priors
  std::uint64_t particles = 2'000;  // in each filter
  std::uint64_t replicates = 8;     // independent filters: intervals are over them
  std::uint64_t seed = 1;
  double level = 0.95;
  unsigned threads = 0;
  bool html = false;
  std::string command;
  TextStyle style;
};

struct ForecastAnswer : Answer {
  double log_likelihood = 0.0;
  std::vector<OutcomeEstimate> outcomes;  // `worlds`: particles
  std::string table;
  std::string json;  // docs/reference/run.schema.json, with its `forecast`
  std::string csv;
  std::string html;
};

ForecastAnswer MakeForecast(const ForecastRequest& request, const Control& control = {});

struct HindcastRequest {
  ModelRequest source;
  std::string from, to;           // ISO dates: origins are the firsts of months in between
  std::uint64_t every = 1;        // months between origins
  std::vector<std::uint64_t> leads = {1, 3, 6, 12};  // months
  // "record": does each recorded transition and event happen within so many months (Brier score);
  // "observed": counts of each observed series in the month so far ahead (CRPS); "" : observed if
  // there is a store.
  std::string targets;
  std::string store;
  std::string posterior;          // draws as Fit writes them, learned from data before the first origin
  std::uint64_t particles = 1'000;
  std::uint64_t replicates = 4;
  std::uint64_t seed = 1;
  double level = 0.95;
  unsigned threads = 0;
  bool history = false;           // in the JSON: every forecast beside what happened
  bool html = false;
  std::string command;
  TextStyle style;
};

struct HindcastAnswer : Answer {
  std::string verdict;            // "the model beats its best baseline (…)"
  double skill = 0.0, skill_low = 0.0, skill_high = 0.0;  // over all cells, against the best baseline
  std::string table;
  std::string json;  // docs/reference/hindcast.schema.json
  std::string html;
};

// Forecasts from many origins, each from what was known then, scored beside every baseline.
// Progress counts origins.
HindcastAnswer MakeHindcast(const HindcastRequest& request, const Control& control = {});

}  // namespace entente::api

#endif  // ENTENTE_FORECAST_H_
