// Tasks that put a question to many worlds: compare policies and scenarios, check claims. Equal
// requests give equal answers, byte for byte, whatever the number of threads.
#ifndef ENTENTE_ANALYSIS_H_
#define ENTENTE_ANALYSIS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct CompareRequest {
  ModelRequest source;  // source.with is applied to every cell
  // Each a list of policies and scenarios that go together; policies become rows, scenarios columns
  // of the comparison. Empty: every policy of the model.
  std::vector<std::vector<std::string>> combinations;
  bool combine = false;        // every pair of the given policies, too
  bool all_scenarios = false;  // every scenario of the model as a column
  std::vector<std::string> outcomes;  // by name; empty: all
  std::vector<std::string> lower_is_better, higher_is_better;  // outcomes: for the regret
  std::uint64_t worlds = 16'384;
  std::uint64_t worlds_per_draw = 16;  // even
  std::uint64_t seed = 1;
  double level = 0.95;
  double survival_share = 0.9;  // of parameter draws that must agree with a difference's sign
  unsigned threads = 0;
  unsigned tile_width = 0;
  std::uint64_t events_per_world = 100'000;
  std::uint32_t condition_rounds = 64;
  bool json = false, csv = false, html = false;
  std::string command;  // that reproduces this, printed in the report
  TextStyle style;
};

// One number of a comparison, in the outcome's shown unit.
struct ComparedDifference {
  std::string outcome;
  std::vector<std::string> policies, scenarios;
  double difference = 0.0, low = 0.0, high = 0.0;
  double rose = 0.0, fell = 0.0;   // shares of worlds
  double draws_agreeing = 0.0;     // NaN: no world changed
  double variance_ratio = 0.0;     // +inf: no world changed
  std::string survives;            // "no_difference", "survives", "depends", "unclear"
};

struct CompareAnswer : Answer {
  std::string model;
  std::uint64_t worlds = 0;  // of each cell
  bool partial = false;
  std::vector<ComparedDifference> differences;
  std::string table;
  std::string json;  // docs/reference/compare.schema.json
  std::string csv;
  std::string html;
};

// What each policy changes in each scenario, world by world against no policy with the same luck;
// regret; whether the differences survive the uncertainty of the parameters.
CompareAnswer Compare(const CompareRequest& request, const Control& control = {});

struct ClaimsRequest {
  ModelRequest source;
  std::vector<std::string> names;      // claims to check; empty: all
  std::uint64_t worlds = 32'768;       // at most, for each set of policies
  std::uint64_t worlds_per_draw = 32;  // even
  std::uint64_t seed = 1;
  double level = 0.95;        // of a verdict, whenever sampling stops
  double agree_share = 2.0 / 3.0;  // of parameter draws that a clear verdict must have
  std::vector<std::string> fail_on;  // verdicts that make the status kUnmet: see AllVerdicts
  unsigned threads = 0;
  unsigned tile_width = 0;
  std::uint64_t events_per_world = 100'000;
  std::uint32_t condition_rounds = 64;
  bool json = false, csv = false, html = false;
  std::string command;
  TextStyle style;
};

struct CheckedClaim {
  std::string name;
  std::string verdict;  // one of AllVerdicts
  std::string why;      // not testable, undecided: in words
  bool clear = false;   // at the level asked for; else by the average alone
  double draws_agreeing = 0.0;  // share of parameter draws in which it holds; NaN: none to tell
  std::string decided_by;       // the parameter that most decides it; empty: none
  std::uint64_t worlds = 0;     // of each set of policies
};

struct ClaimsAnswer : Answer {
  std::string model;
  bool partial = false;
  std::vector<CheckedClaim> claims;  // in the model's order
  std::string table;
  std::string json;  // docs/reference/claims.schema.json
  std::string csv;
  std::string html;
};

// "supported", "contradicted", "depends", "undecided", "not_testable".
std::vector<std::string> AllVerdicts();

// Whether the claims that the model states hold in it, simulated until each verdict is clear.
ClaimsAnswer CheckClaims(const ClaimsRequest& request, const Control& control = {});

}  // namespace entente::api

#endif  // ENTENTE_ANALYSIS_H_
