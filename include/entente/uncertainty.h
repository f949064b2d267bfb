// Task: where the uncertainty of every outcome comes from.
#ifndef ENTENTE_UNCERTAINTY_H_
#define ENTENTE_UNCERTAINTY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct UncertaintyRequest {
  ModelRequest source;
  std::vector<std::string> scenarios;  // each against the model as it is
  std::vector<std::string> outcomes;   // to show; empty: all
  std::uint64_t worlds = 100'000;      // in all
  std::uint64_t seed = 1;
  double level = 0.95;
  unsigned threads = 0;
  std::uint64_t events_per_world = 100'000;
  std::uint32_t condition_rounds = 64;
  bool html = false;
  std::string command;  // that makes the same numbers again, printed in the page
  TextStyle style;
};

// Shares of an outcome's variance, 0..1; NaN where it never varies or nothing can be said.
struct UncertaintyShares {
  std::string outcome;
  double chance = 0.0, parameter = 0.0, scenario = 0.0;
};

struct UncertaintyAnswer : Answer {
  std::uint64_t rows = 0;
  std::uint64_t worlds = 0;
  std::vector<UncertaintyShares> outcomes;
  std::string text;
  std::string json;  // docs/reference/uncertainty.schema.json
  std::string html;
};

UncertaintyAnswer Uncertainty(const UncertaintyRequest& request, const Control& control = {});

}  // namespace entente::api

#endif  // ENTENTE_UNCERTAINTY_H_
