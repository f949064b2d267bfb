// Task: the whole report of a model, one self-contained HTML file: what it is, what comes out, the
// authors' claims, what policies change, why it happens, where the uncertainty comes from, sources.
#ifndef ENTENTE_REPORT_H_
#define ENTENTE_REPORT_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct ReportRequest {
  // `with` applies to everything but the claims, which name their own policies.
  ModelRequest source;
  std::uint64_t seed = 1;
  double level = 0.95;
  unsigned threads = 0;
  // What each part may cost; 0 leaves the part out.
  std::uint64_t worlds = 10'000;             // of the run
  std::uint64_t claims_worlds = 1'024;       // at most, for each set of policies of the claims
  std::uint64_t compare_worlds = 512;        // of each combination
  std::uint64_t explain_worlds = 1'024;      // of each explanation; each cause costs as many twice
  std::uint64_t uncertainty_worlds = 20'000;  // in all
  // What to explain: outcomes or other names; empty: the first two `ever` outcomes that happen in
  // some of the run's worlds and not in nearly all.
  std::vector<std::string> explain;
  // As in CompareRequest; empty: every policy, in the model as it stands.
  std::vector<std::vector<std::string>> combinations;
  bool all_scenarios = false;
  std::vector<std::string> scenarios;  // people disagree about these: see UncertaintyRequest
  std::string command;                 // that makes this report again
  // Called before each part with its title.
  std::function<void(const std::string& title)> on_part;
};

struct ReportPartAnswer {
  std::string id;       // "run", "claims", "policies", "why", "uncertainty"
  Status status = Status::kOk;
  std::string message;  // why it is missing or incomplete; also where it does not apply
};

struct ReportAnswer : Answer {
  std::vector<ReportPartAnswer> parts;
  std::string html;
};

// A part that fails or does not apply says so in its section and ends nothing; the status is then
// kFailed (a part failed), else kOk. A stopped report holds the parts done, with status kStopped.
ReportAnswer WholeReport(const ReportRequest& request, const Control& control = {});

}  // namespace entente::api

#endif  // ENTENTE_REPORT_H_
