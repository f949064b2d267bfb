// Tasks: why something happens, and what one world would have been without one occurrence.
#ifndef ENTENTE_CAUSES_H_
#define ENTENTE_CAUSES_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct CausesRequest {
  ModelRequest source;
  std::string name;  // an outcome, "gsomia -> notice", "rebuke", "renew_gsomia.notice"
  std::uint64_t worlds = 4'096;
  std::uint64_t seed = 1;
  double level = 0.95;
  unsigned threads = 0;
  std::size_t causes = 16;   // candidates whose counterfactuals are simulated
  std::size_t replays = 64;  // worlds retold for the chains
  std::uint64_t events_per_world = 100'000;
  std::uint32_t condition_rounds = 64;
  bool html = false;
  std::string command;  // that makes the same numbers again, printed in the page
  TextStyle style;
};

// One candidate cause. Probabilities are NaN where no world says anything.
struct CauseEstimate {
  std::string name;
  bool by_definition = false;
  double necessity = 0.0, necessity_low = 0.0, necessity_high = 1.0;
  std::uint64_t with_both = 0, vanished = 0;
  double sufficiency = 0.0, sufficiency_low = 0.0, sufficiency_high = 1.0;
  std::uint64_t forced = 0, happened = 0, never_possible = 0;
};

struct CausesAnswer : Answer {
  std::string name;
  double probability = 0.0;
  std::vector<CauseEstimate> causes;  // by necessity, highest first
  std::string text;
  std::string json;  // docs/reference/explain.schema.json
  std::string html;
};

// Ranks causes by probability of necessity and of sufficiency, tells the commonest causal chains and
// the worlds worth reading.
CausesAnswer Causes(const CausesRequest& request, const Control& control = {});

struct WithoutRequest {
  ModelRequest source;
  std::uint64_t seed = 1;
  std::uint32_t world = 0;
  std::string event;  // as above; "rebuke#2" is the second
  std::uint64_t events_per_world = 100'000;
  std::uint32_t condition_rounds = 64;
  TextStyle style;
};

struct WithoutAnswer : Answer {
  std::string text;
  std::string json;  // docs/reference/without.schema.json
};

// One world told twice, side by side: as it is, and with one occurrence made void.
WithoutAnswer Without(const WithoutRequest& request);

}  // namespace entente::api

#endif  // ENTENTE_CAUSES_H_
